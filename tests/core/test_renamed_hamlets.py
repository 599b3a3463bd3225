"""A hamlet renamed with a day within the period: nothing is lost of it, nothing counts twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from db.rows import HamletRow
from db.store import Store
from desktop.core import (
    coverage,
    exchange,
    exports,
    hamlet_years,
    hamlets,
    listing,
    scopes,
    settings,
    spoken,
    today_parts,
    totals,
)
from desktop.core.hamlet_years import HamletYear
from desktop.core.hamlets import Hamlet
from desktop.core.periods import parse
from desktop.core.today_parts import Coverage
from tests.builders import add_hamlet, log
from tests.core.test_answers import city, city_template, take

__all__ = ["city", "city_template"]

Q4, ON = parse("2024-Q4"), date(2024, 12, 1)
COUNTS = {"Thôn 1": (90, 9, 4, 1), "Thôn 2": (80, 8, 3, 0), "Thôn 3": (70, 7, 2, 2)}


@pytest.fixture
def ward(store: Store) -> Store:
    """Return a ward: an activity before and one after the day in each hamlet but the last."""
    with store.write() as session:
        keys = {name: add_hamlet(session, name).id for name in COUNTS}
        hamlet_years.save(
            session, 2024, [HamletYear(keys[name], 2024, *some) for name, some in COUNTS.items()]
        )
        for name in ("Thôn 1", "Thôn 2"):
            log(session, hamlets=(keys[name],), poor=3, held_on=date(2024, 11, 5))
    return store


def ids(session: Session) -> dict[str, str]:
    unit_id = settings.read(session).unit_id
    return {one.full_name: one.id for one in hamlets.all_of(session, unit_id)}


def reached(session: Session) -> Coverage:
    return today_parts.coverage(session, scopes.read(session), Q4, Q4.last)


def said(session: Session) -> tuple[object, ...]:
    """Return every figure that a rename must leave alone."""
    found, content = coverage.read(session, Q4), exports.read(session, Q4)
    place = content.outreach.place
    assert place is not None
    return (
        reached(session), [(one.hamlets, one.reached) for one in found.units if one.hamlets],
        len(found.hamlets), sum(one.activities for one in found.hamlets),
        (place.hamlets, place.households, place.poor, place.near_poor, place.escaped),
        totals.totals(session, Q4).indicators, today_parts.households(session, 2024),
    )  # fmt: skip


@pytest.mark.both_kinds
def test_that_a_rename_within_the_period_changes_no_figure(ward: Store) -> None:
    with ward.write() as session:
        before, keys = said(session), ids(session)
        hamlets.rename(session, keys["Thôn 1"], "Thôn 1A", ON)
        assert said(session) == before
        log(session, hamlets=(ids(session)["Thôn 1A"],), held_on=date(2024, 12, 3))
        assert reached(session) == Coverage(3, 2, 2)


def opened(session: Session) -> list[tuple[str, int, int]]:
    """Return each hamlet of the period, its activities, and how many the list shows of them."""
    found = coverage.read(session, Q4).hamlets
    lists = listing.counts(session, [one.filter for one in found])
    return [(one.name, one.activities, n) for one, n in zip(found, lists, strict=True)]


@pytest.mark.both_kinds
def test_that_an_activity_for_two_hamlets_that_became_one_counts_once_there(ward: Store) -> None:
    with ward.write() as session:
        keys = ids(session)
        log(session, hamlets=(keys["Thôn 1"], keys["Thôn 2"]), held_on=date(2024, 11, 6))
        assert opened(session) == [("Thôn 1", 2, 2), ("Thôn 2", 2, 2), ("Thôn 3", 0, 0)]
        hamlets.join(session, [keys["Thôn 2"]], keys["Thôn 1"], ON)
        assert opened(session) == [("Thôn 1", 3, 3), ("Thôn 3", 0, 0)]
        found = totals.totals(session, Q4)
        assert {name: one.activities for name, one in found.by_hamlet.items()} == {"Thôn 1": 3}
        assert (found.indicators["CT09"], reached(session)) == (1, Coverage(2, 1, 1))
        heard = {one.name: one.languages for one in spoken.read(session, Q4).rows}
        assert {name: sum(o.activities for o in some.values()) for name, some in heard.items()} == {
            "Thôn 1": 3, "Thôn 3": 0,
        }  # fmt: skip
        before = parse("2024-11-01..2024-11-30")
        names = [(one.name, one.activities) for one in coverage.read(session, before).hamlets]
        assert names == [("Thôn 1", 2), ("Thôn 2", 2), ("Thôn 3", 0)]
        lists = listing.counts(session, [o.filter for o in coverage.read(session, before).hamlets])
        assert lists == [2, 2, 0]


@pytest.mark.both_kinds
def test_that_a_decree_that_merges_very_many_is_counted_too(ward: Store) -> None:
    """More than SQLite takes as conditions of one statement."""
    count = 1_100
    with ward.write() as session:
        unit_id, last = settings.read(session).unit_id, ON - timedelta(days=1)
        new = [
            Hamlet(kind="Thôn", name=f"N{n}", unit_id=unit_id, valid_from=ON) for n in range(count)
        ]
        old = [
            Hamlet(kind="Thôn", name=f"O{n}{half}", unit_id=unit_id, valid_to=last, successor_id=one.id)
            for n, one in enumerate(new) for half in "ab"
        ]  # fmt: skip
        hamlets.keep_many(session, [*new, *old], [])
        log(session, hamlets=(old[0].id, old[1].id, old[2].id), held_on=date(2024, 11, 7))
        found = {one.name: one.activities for one in coverage.read(session, Q4).hamlets}
    assert len(found) == len(COUNTS) + count
    assert (found["Thôn N0"], found["Thôn N1"], found["Thôn N2"]) == (1, 1, 0)


@pytest.mark.both_kinds
def test_that_the_city_counts_a_renamed_hamlet_once(ward: Store, city: Store) -> None:
    with ward.write() as session:
        before = said(session)
        hamlets.rename(session, ids(session)["Thôn 1"], "Thôn 1A", ON)
        exchange.lock(session, Q4)
        made = exchange.package(session, Q4)
    take(city, made)
    with city.read() as session:
        assert [*said(session)][:5] == [*before][:5]
        assert today_parts.households(session, 2024) == 9 + 8 + 7 + 4 + 3 + 2


def test_that_figures_of_the_quarter_before_go_with_the_new_name(ward: Store, city: Store) -> None:
    """The third quarter says Thôn 1, and the city learns only later that it is Thôn 1A now."""
    with ward.write() as session:
        exchange.lock(session, parse("2024-Q3"))
        first = exchange.package(session, parse("2024-Q3"))
        hamlets.rename(session, ids(session)["Thôn 1"], "Thôn 1A", ON)
        exchange.lock(session, Q4)
        second = exchange.package(session, Q4)
    for made in (first, second):
        take(city, made)
        with city.read() as session:
            best = hamlet_years.best(session, 2024)
            assert sum(one.poor or 0 for one in best.values()) == 9 + 8 + 7
    assert ids_of(city)["Thôn 1A"] in best


def ids_of(store: Store) -> dict[str, str]:
    with store.read() as session:
        (unit_id,) = {one.unit_id for one in hamlets.of_units(session, HamletRow.id.is_not(None))}
        return {one.full_name: one.id for one in hamlets.all_of(session, unit_id)}
