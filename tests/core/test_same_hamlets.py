"""A ward that makes its register anew sends its hamlets under other ids: each counts once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core import (
    coverage,
    hamlet_years,
    intakes,
    listing,
    places_desk,
    reach,
    same_hamlets,
    scopes,
    spoken,
    today_parts,
    totals,
)
from desktop.core.hamlets import Hamlet
from desktop.core.intake import Result
from desktop.core.packages.contents import Activity, HamletEntry
from desktop.core.packages.outreach import Reach
from desktop.core.periods import parse
from desktop.core.progress import Progress
from tests import wards
from tests.builders import keep_hamlet
from tests.dump import dump
from tests.wards import City

Q3, Q4, YEAR = (parse(name) for name in ("2024-Q3", "2024-Q4", "2024"))
COUNT = 30


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    made = wards.empty_city(tmp_path / "city", wards=1)
    yield made
    made.store.close()


def sent(city: City) -> list[tuple[Path, list[Any]]]:
    """Return the package of the third quarter from the first register, the fourth from a new one."""
    first = city.wards[0]
    found = []
    for ward, period in ((first, Q3), (replace(first, seed="made anew"), Q4)):
        said = [*wards.records(ward, COUNT, period=period), *wards.outreach(ward, period=period)]
        found.append((wards.write(city.folder, wards.package(ward, said, period=period)), said))
    assert not {one.id for one in hamlets_of(found[0][1])} & {
        one.id for one in hamlets_of(found[1][1])
    }
    return found


def hamlets_of(said: list[Any]) -> list[HamletEntry]:
    return [one for one in said if isinstance(one, HamletEntry)]


def take(city: City, path: Path) -> str:
    with city.store.write() as session:
        key = intakes.begin(session, "USB của phường")
        (taken,) = intakes.take(session, Progress(), key, [path])
    assert taken.outcome is not None
    assert taken.outcome.result is Result.TAKEN
    return key


def times(*packages: list[Any]) -> Counter[str]:
    """Return how often each hamlet stands in the activities, by its name, from the records alone."""
    found: Counter[str] = Counter()
    for said in packages:
        names = {one.id: f"{one.kind} {one.name}" for one in hamlets_of(said)}
        for one in said:
            if isinstance(one, Activity):
                found.update(names[key] for key in one.hamlets)
    return found


@pytest.mark.both_kinds
def test_that_each_hamlet_of_two_registers_counts_once(city: City) -> None:
    (old, before), (new, after) = sent(city)
    take(city, old)
    take(city, new)
    right = times(before, after)
    with city.store.read() as session:
        found, sums = coverage.read(session, YEAR), totals.totals(session, YEAR)
        assert {one.name: one.activities for one in found.hamlets if one.activities} == right
        assert (
            len(found.hamlets) == len(hamlets_of(before)) == len(places_desk.places(session, 2024))
        )
        (unit,) = (one for one in found.units if one.hamlets)
        assert (unit.hamlets, unit.reached) == (len(hamlets_of(before)), len(right))
        reached = [one.filter for one in found.hamlets]
        assert listing.counts(session, reached) == [one.activities for one in found.hamlets]
        by_hamlet = {name.split(",")[0]: one.activities for name, one in sums.by_hamlet.items()}
        assert by_hamlet == right
        assert sums.indicators["CT09"] == sum(one.direct > 0 for one in found.hamlets)
        heard = spoken.read(session, YEAR).rows
        assert len(heard) == len(found.hamlets)
        today = today_parts.coverage(session, scopes.read(session), YEAR, YEAR.last)
        assert (today.hamlets, today.reached) == (unit.hamlets, unit.reached)
        ids = {one.id for one in found.hamlets}
        assert set(hamlet_years.of_year(session, 2024)) <= ids
        cells = reach.reported(session, scopes.read(session), Q4)
    assert cells is not None
    assert {one.hamlet_id for one in cells.cells if one.hamlet_id} <= ids
    assert sum(one.reached for one in cells.cells) == sum(
        one.reached for one in after if isinstance(one, Reach)
    )


def test_that_any_order_gives_one_state_and_undo_gives_back_the_one_before(
    city: City, tmp_path: Path
) -> None:
    paths = [path for path, _ in sent(city)]
    other = wards.empty_city(tmp_path / "other", wards=1)
    keys = [take(city, one) for one in paths]
    both, by_name = held(city), lines(city)
    for one in reversed(paths):
        take(other, one)
    assert (held(other), lines(other)) == (both, by_name)
    with city.store.write() as session:
        intakes.undo(session, keys[1])
    with city.store.read() as session:
        assert same_hamlets.read(session).found == {}
    other.store.close()
    fresh = wards.empty_city(tmp_path / "fresh", wards=1)
    take(fresh, paths[0])
    assert held(fresh) == held(city)
    fresh.store.close()


def held(city: City) -> dict[str, Any]:
    found = dump(city.store, without=("at", "since", "intake_id", "search_id"))
    names = ("hamlets", "activity_hamlets", "reaches", "hamlet_years", "exemplars")
    return {name: sorted(found[name], key=str) for name in names}


def lines(city: City) -> list[Any]:
    with city.store.read() as session:
        return [*coverage.read(session, YEAR).hamlets]


def test_that_one_name_of_two_times_or_two_units_stays_two_hamlets(city: City) -> None:
    """Dissolved and made again later; and the same name elsewhere."""
    unit_id, end = city.wards[0].unit.id, date(2024, 6, 30)
    old = Hamlet(kind="Buôn", name="Ea Kao", unit_id=unit_id, valid_to=end)
    again = Hamlet(kind="Buôn", name="Ea Kao", unit_id=unit_id, valid_from=date(2024, 9, 1))
    twin = replace(again, id=old.id.replace("-7", "-8", 1), valid_from=date(2024, 10, 1))
    with city.store.write() as session:
        elsewhere = replace(again, unit_id=scopes.read(session).unit.id, id=again.id[::-1])
        for one in (old, again, twin, elsewhere):
            keep_hamlet(session, one)
        found = same_hamlets.read(session)
        ids = [set(session.scalars(same_hamlets.ids_of(one.id))) for one in (old, again)]
    assert set(found.found) == {again.id, twin.id}
    assert found.id(again.id) == found.id(twin.id) == min(again.id, twin.id)
    assert found.found[twin.id].valid_from == date(2024, 9, 1)
    assert ids == [{old.id}, {again.id, twin.id}]
