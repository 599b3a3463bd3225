"""Hamlets that only a replaced report named go with it, so that the order of packages is the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from desktop.core import hamlets, intakes
from desktop.core.packages.contents import HamletEntry, HamletYear
from desktop.core.periods import parse
from desktop.core.progress import Progress
from tests import wards
from tests.dump import dump
from tests.wards import City

pytestmark = pytest.mark.both_kinds


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    made = wards.empty_city(tmp_path / "city", wards=2)
    yield made
    made.store.close()


def put(city: City, name: str, version: int, extra: bool, period: Any = wards.Q4) -> Path:
    """Lay a package down; with `extra` it names a hamlet more, and its households."""
    ward = city.wards[0]
    records = wards.records(ward, 5, version, period)
    if extra:
        (first, *_) = (one for one in records if isinstance(one, HamletEntry))
        more = structs.replace(first, id="01900000-0000-7000-8000-00000000abcd", name="Gõ nhầm")
        records += [more, HamletYear(more.id, period.last.year, 200, 3, None, None)]
    return wards.write(city.folder, wards.package(ward, records, version, period=period), name)


def take(city: City, *paths: Path) -> str:
    with city.store.write() as session:
        key = intakes.begin(session, "USB")
        intakes.take(session, Progress(), key, paths)
    return key


def names(city: City) -> list[str]:
    with city.store.read() as session:
        return [one.name for one in hamlets.all_of(session, city.wards[0].unit.id)]


def test_that_what_only_the_replaced_report_named_goes_and_comes_back(city: City) -> None:
    usual = len(city.wards[0].hamlets)
    take(city, put(city, "mot.sott", 1, extra=True))
    assert names(city).count("Gõ nhầm") == 1
    before = dump(city.store)
    key = take(city, put(city, "hai.sott", 2, extra=False))
    assert "Gõ nhầm" not in names(city)
    assert len(names(city)) == usual
    with city.store.write() as session:
        intakes.undo(session, key)
    assert dump(city.store) == before


def test_that_the_order_of_packages_makes_no_difference(city: City, tmp_path: Path) -> None:
    paths = [put(city, "mot.sott", 1, extra=True), put(city, "hai.sott", 2, extra=False)]
    other = wards.empty_city(tmp_path / "other", wards=2)
    for path in paths:
        take(city, path)
    for path in reversed(paths):
        take(other, path)
    found = [dump(one.store, without=("at", "since", "intake_id")) for one in (city, other)]
    other.store.close()
    assert found[0]["hamlets"] == found[1]["hamlets"]
    assert found[0]["hamlet_years"] == found[1]["hamlet_years"]


def test_that_what_another_report_in_use_names_stays(city: City) -> None:
    take(city, put(city, "quy3.sott", 1, extra=True, period=parse("2024-Q3")))
    take(city, put(city, "mot.sott", 1, extra=True), put(city, "hai.sott", 2, extra=False))
    assert "Gõ nhầm" in names(city)


def test_that_the_choice_between_two_takes_the_hamlets_of_the_other_away(city: City) -> None:
    take(city, put(city, "mot.sott", 1, extra=True))
    ward = city.wards[0]
    records = wards.records(ward, 4)
    rival = wards.write(city.folder, wards.package(ward, records, seq=9), "hai.sott")
    take(city, rival)
    assert "Gõ nhầm" in names(city)
    with city.store.write() as session:
        intakes.settle(session, wards.header(rival.read_bytes()).package_id)
    assert "Gõ nhầm" not in names(city)
