"""A ward mends how a hamlet is written: its next report mends it in the city too, under one id."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db.store import Store
from desktop.core import exchange, hamlets, keys, places_desk, registers, reports, settings, units
from desktop.core.hamlets import Hamlet
from desktop.core.keys import Kind
from desktop.core.packages import reader
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests.builders import CLOCK, WARD, add_hamlet, log
from tests.core import publications as cases
from tests.core.publications import Pair
from tests.core.test_outreach_up import Q3, Q4, take


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make_templates(tmp_path_factory.mktemp("goc-thon"))


@pytest.fixture
def pair(templates: Path, tmp_path: Path) -> Iterator[Pair]:
    with cases.pair_in(templates, tmp_path) as pair:
        with pair.ward.write() as session:
            for name in ("Thôn 1", "Thôn 2"):
                add_hamlet(session, name)
        yield pair


@pytest.fixture
def made_anew(tmp_path: Path) -> Iterator[Store]:
    """The register of the same ward on another machine, with nothing in it."""
    wanted = NewRegister(role=Role.WARD, unit_code=WARD)
    store = registers.create(tmp_path / "anew.sotr", wanted, CLOCK)
    yield store
    store.close()


def known(store: Store) -> list[Hamlet]:
    with store.read() as session:
        return hamlets.all_of(session, units.by_code(session, WARD, date(2024, 10, 1)).id)


def report(pair: Pair, ward: Store, period: reports.Period, day: date) -> None:
    """The ward logs an activity in its second hamlet, locks, sends; the city takes it in."""
    with ward.write() as session:
        own = settings.read(session).unit_id
        place = next(one.id for one in hamlets.all_of(session, own) if one.name.startswith("2"))
        if reports.current(session, period):
            reports.reopen(session, period, "viết sai tên thôn")
        log(session, held_on=day, hamlets=(place,))
        exchange.lock(session, period)
        made = exchange.package(session, period)
    with pair.city.write() as session:
        public = reader.look(made.file).signer.hex()
        if keys.known(session, public) is None:
            keys.trust(session, public, made.entry.unit_id, Kind.SIGNING)
    take(pair.city, made)


def mend(ward: Store) -> None:
    """The ward opens what is locked, and writes the name as it is."""
    (one,) = [each for each in known(ward) if each.name == "2"]
    with ward.write() as session:
        if reports.current(session, Q4):
            reports.reopen(session, Q4, "viết sai tên thôn")
        hamlets.correct(session, one.id, "Thôn 2X", one.valid_from)


def counted(pair: Pair) -> list[str]:
    """Return the hamlets as the city's page shows them."""
    with pair.city.read() as session:
        return sorted(one.hamlet.full_name for one in places_desk.places(session, 2024))


@pytest.mark.parametrize("applied", [False, True], ids=["not applied", "applied"])
def test_that_a_mended_name_is_one_hamlet_in_the_city(pair: Pair, applied: bool) -> None:
    report(pair, pair.ward, Q4, date(2024, 10, 3))
    if applied:
        pair.apply(pair.offer())
    assert {one.id for one in known(pair.city)} == {one.id for one in known(pair.ward)}
    mend(pair.ward)
    report(pair, pair.ward, Q4, date(2024, 10, 4))
    assert counted(pair) == ["Thôn 1", "Thôn 2X"]


@pytest.fixture
def again(pair: Pair, made_anew: Store) -> Pair:
    """The city that has a report of the ward, and the ward's register made anew from it."""
    report(pair, pair.ward, Q3, date(2024, 7, 3))
    made = Pair(pair.city, made_anew)
    made.apply(made.offer())
    return made


def test_that_it_is_one_for_a_register_made_anew_from_the_publication(
    pair: Pair, again: Pair, made_anew: Store
) -> None:
    assert {one.id for one in known(made_anew)} == {one.id for one in known(pair.ward)}
    mend(made_anew)
    again.apply(again.offer())
    assert [one.full_name for one in known(made_anew)] == ["Thôn 1", "Thôn 2X"]
    report(again, made_anew, Q4, date(2024, 10, 4))
    assert counted(pair) == ["Thôn 1", "Thôn 2X"]


def test_that_what_the_ward_ended_is_not_there_again_with_the_next_publication(
    again: Pair, made_anew: Store
) -> None:
    (one, _) = known(made_anew)
    with made_anew.write() as session:
        new = hamlets.rename(session, one.id, "Thôn 1A", date(2024, 12, 1))
    again.apply(again.offer())
    assert {each.full_name: each.valid_to for each in known(made_anew)} == {
        "Thôn 1": date(2024, 11, 30), "Thôn 1A": None, "Thôn 2": None,
    }  # fmt: skip
    assert next(each for each in known(made_anew) if each.id == one.id).successor_id == new.id
