"""Households reached: held against plain sums over the same made-up commune."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from db.rows import ReachRow
from db.store import Store
from desktop.core import (
    attendance,
    hamlets,
    households,
    places_desk,
    reach,
    retention,
    scopes,
    settings,
)
from desktop.core.activities import Status
from desktop.core.attendance import Person
from desktop.core.households import Yearly
from desktop.core.periods import Period, Rule, parse
from desktop.core.reach import Cell, Reach, Reached
from tests.builders import log, make_activity
from tests.core.city_figures import hold, place, ward
from tests.core.reach_world import (
    add,
    meet,
    plain_reach,
    random_world,
    replace_hamlets,
    small,
)
from tests.core.test_sums import city, template

__all__ = ["city", "template"]
Q4 = parse("2024-Q4", Rule.CALENDAR)
PERIODS = [
    parse(name, rule)
    for name in ("2024-Q1", "2024-Q4", "2024-11", "2024", "2025", "2025-Q1")
    for rule in (Rule.CALENDAR, Rule.ADMINISTRATIVE)
] + [Period("", Rule.CALENDAR, date(2024, 6, 1), date(2025, 5, 31))]


def as_plain(found: Reach) -> dict[tuple[str | None, str], list[int]]:
    """Return by hamlet and category what the register counts: reached, first time, not reached."""
    return {
        (line.hamlet_id, code): [one.reached or 0, one.first_time or 0, one.left or 0]
        for line in found.by_hamlet
        for code, one in line.by_category.items()
    }


def told(cells: Iterable[Cell]) -> dict[tuple[str | None, str], tuple[int, int]]:
    return {(one.hamlet_id, one.category): (one.reached, one.first_time) for one in cells}


@pytest.mark.parametrize("seed", range(6))
def test_that_all_counts_are_those_of_an_independent_script(store: Store, seed: int) -> None:
    with store.write() as session:
        world = random_world(session, seed)
        counted = 0
        for period in PERIODS:
            found = reach.read(session, period)
            wanted = plain_reach(world, period.first, period.last)
            assert as_plain(found) == wanted
            assert told(found.cells) == {
                key: (one, two) for key, (one, two, _) in wanted.items() if one
            }
            for code, one in found.by_category.items():
                some = [numbers for (_, other), numbers in wanted.items() if other == code]
                assert (one.reached or 0) == sum(reached for reached, _, _ in some)
                assert one.households == sum(reached + left for reached, _, left in some)
            counted += sum(one.reached for one in found.cells)
    assert counted > 100


@pytest.mark.both_kinds
def test_that_a_household_on_many_lists_counts_once(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        one, two, three = (
            add(session, world, head, world.places[0], y2024=category)
            for head, category in (("H'Linh Niê", "HN"), ("Y Thịnh Êban", "HN"), ("Lê A", "HCN"))
        )
        meet(session, world, date(2024, 3, 1), [one])
        meet(session, world, date(2024, 11, 14), [one, one, two, None])
        meet(session, world, date(2024, 12, 1), [one, two], channel="SINH_HOAT_CD")
        meet(session, world, date(2024, 12, 2), [three], status=Status.WITHDRAWN)
        meet(session, world, date(2024, 12, 3), [three], status=Status.DRAFT)
        found = reach.read(session, Q4)
    assert found.cells == (Cell(world.places[0], "HN", 2, 1),)
    assert found.by_category["HN"] == Reached(2, 1, 2)
    assert (found.by_category["HN"].repeat, found.by_category["HN"].left) == (1, 0)
    assert found.by_category["HCN"] == Reached(0, 0, 1)
    assert found.by_category["HMTN"] == Reached(0, 0, 0)
    assert found.focus == Reached(2, 1, 3)


@pytest.mark.both_kinds
def test_that_a_period_over_new_year_takes_the_category_of_the_last_list(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        one = add(session, world, "Lê A", None, y2024="HN", y2025="HCN")
        two = add(session, world, "Lê B", None, y2024="HN", y2025="HCN")
        meet(session, world, date(2024, 12, 20), [one, two])
        meet(session, world, date(2025, 2, 1), [one])
        found = reach.read(session, parse("2025-Q1", Rule.ADMINISTRATIVE))
    assert told(found.cells) == {(None, "HN"): (1, 1), (None, "HCN"): (1, 1)}


def test_that_without_a_named_household_nothing_is_said(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        add(session, world, "Lê A", world.places[1], y2024="HN")
        meet(session, world, date(2024, 11, 14), [None, None])
        found = reach.read(session, Q4)
    assert (found.named, found.cells) == (False, ())
    assert found.by_category["HN"] == Reached(None, None, 1)
    assert found.by_category["HN"].repeat is None
    assert [one.name for one in found.never] == ["Thôn 2"]


def test_that_a_household_without_a_category_is_reached_but_never_missed(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        one = add(session, world, "Lê A", None, y2023="HN")
        add(session, world, "Lê B", None, y2023="HN")
        meet(session, world, date(2024, 11, 14), [one])
        found = reach.read(session, Q4)
    assert told(found.cells) == {(None, reach.UNKNOWN): (1, 1)}
    assert found.by_category[reach.UNKNOWN] == Reached(1, 1, 1)
    assert not found.classified
    with store.write() as session:
        add(session, world, "Lê C", None, y2024="KHAC")
        assert reach.read(session, Q4).classified


@pytest.mark.both_kinds
def test_that_those_not_reached_are_listed_in_portions_and_counted(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        here, there = world.places
        came = add(session, world, "Y Bí", here, y2024="HN")
        for head, where, category in (
            ("Lê Văn B", there, "HN"), ("Lê Thị A", there, "HCN"), ("H'Nga", here, "HMTN"),
            ("Trần Khá", here, "KHAC"),
        ):  # fmt: skip
            add(session, world, head, where, y2024=category)
        add(session, world, "Đã Đi", here, y2024="HN", gone_on=Q4.last)
        add(session, world, "Sẽ Đi", there, y2024="MSTB", gone_on=Q4.last + timedelta(days=1))
        meet(session, world, date(2024, 11, 14), [came])
        found = reach.not_reached(session, Q4)
        assert [(one.hamlet, one.head) for one in found.rows] == [
            ("Buôn Đŭng", "H'Nga"), ("Thôn 2", "Lê Thị A"), ("Thôn 2", "Lê Văn B"),
        ]  # fmt: skip
        assert found.count == 3 == reach.read(session, Q4).focus.left
        parts = [reach.not_reached(session, Q4, limit=2, offset=at) for at in (0, 2)]
        assert [len(one.rows) for one in parts] == [2, 1]
        assert {one.id for part in parts for one in part.rows} == {one.id for one in found.rows}
        assert reach.not_reached(session, Q4, "MSTB").count == 1
        some = reach.not_reached(session, Q4, "HN", there)
        assert [one.head for one in some.rows] == ["Lê Văn B"]


def test_that_new_names_of_hamlets_leave_the_figures_of_last_year_as_they_were(
    store: Store,
) -> None:
    year = parse("2024", Rule.CALENDAR)
    with store.write() as session:
        world = random_world(session, 7)
        before = reach.read(session, year)
        replace_hamlets(session, world, date(2025, 7, 1))
        assert reach.read(session, year) == before
        for name in ("2025-Q3", "2025-Q4"):
            period = parse(name, Rule.CALENDAR)
            after = reach.read(session, period)
            assert as_plain(after) == plain_reach(world, period.first, period.last)
            names = {one.name for one in after.by_hamlet}
            assert {"Buôn Mới", "Thôn Chung"} <= names
            assert not names & {"Thôn 1", "Thôn 2", "Thôn 3"}


def test_that_next_years_category_leaves_this_year_as_it_was(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        one = add(session, world, "Lê A", None, y2024="HN")
        meet(session, world, date(2024, 11, 14), [one])
        before = reach.read(session, Q4)
        households.save(session, world.households[one], {2025: Yearly("HMTN")})
        assert reach.read(session, Q4) == before


def test_that_taking_names_out_leaves_distinct_figures(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        one = add(session, world, "Y Bí Mật", world.places[0], y2017="HN")
        meet(session, world, date(2017, 3, 1), [one, one])
    period = parse("2017", Rule.CALENDAR)
    with store.read() as session:
        before = reach.read(session, period)
    with store.write() as session:
        assert retention.purge(session, retention.due(session)).persons == 2
    with store.read() as session:
        assert reach.read(session, period) == before
        assert before.by_category["HN"] == Reached(1, 1, 1)


def test_that_a_household_on_a_list_cannot_be_taken_out_and_a_foreign_one_not_be_kept(
    store: Store,
) -> None:
    from desktop.core.errors import InUseError

    with store.write() as session:
        world = small(session)
        one = add(session, world, "Lê A", None, y2024="HN")
        kept = meet(session, world, date(2024, 11, 14), [one, "0193-khong-co"])
        people = attendance.of(session, world.unit_id, kept.id)
        assert [person.household_id for person in people] == [one, None]
        with pytest.raises(InUseError):
            households.remove(session, one)


def test_that_an_own_part_of_a_joint_activity_reaches_its_households(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        one = add(session, world, "Lê A", None, y2024="HN")
        other = next(
            key for key in scopes.read(session).successions if key != world.unit_id
        )  # fmt: skip
        meet(session, world, date(2024, 11, 14), [one], organiser_id=other)
        assert told(reach.read(session, Q4).cells) == {(None, "HN"): (1, 1)}


def say(session: Any, unit_id: str, period: Period, *cells: tuple[str, str, int, int]) -> None:
    for hamlet_id, category, reached, new in cells:
        session.execute(
            insert(ReachRow).values(
                unit_id=unit_id, first=period.first, last=period.last, hamlet_id=hamlet_id,
                category=category, reached=reached, first_time=new,
            )
        )  # fmt: skip


@pytest.mark.both_kinds
def test_that_a_city_adds_up_what_its_units_report_for_exactly_these_days(city: Store) -> None:
    with city.write() as session:
        here, there = ward(session, "Xã Cư Êbur"), ward(session, "Phường Tân Lập")
        dung = place(session, here, "Buôn Đŭng")
        hold(
            session, make_activity(here, revision=1), make_activity(there, revision=1),
            make_activity(ward(session, "Xã Ea Kao"), channel="PANO", attendees=None, women=None,
                          revision=1),
        )  # fmt: skip
        scope = scopes.read(session)
        assert reach.reported(session, scope, Q4) is None
        say(session, here, Q4, (dung, "HN", 7, 5), ("", "HN", 2, 0), (dung, "HCN", 3, 3))
        say(session, there, parse("2024-12", Rule.CALENDAR), ("", "HN", 90, 90))
        assert reach.reported(session, scope, Q4) is None  # Tân Lập says nothing of these days
        say(session, there, Q4, ("", "HN", 0, 0))
        found = reach.reported(session, scope, Q4)
        assert found is not None
        assert found.by_category["HN"] == Reached(9, 5, None)
        assert found.by_category["HCN"] == Reached(3, 3, None)
        assert found.by_category["HMTN"] == Reached(0, 0, None)
        assert told(found.cells) == {
            (dung, "HN"): (7, 5), (None, "HN"): (2, 0), (dung, "HCN"): (3, 3),
        }  # fmt: skip
        assert reach.reported(session, scope, parse("2024-11", Rule.CALENDAR)) is None


@pytest.mark.both_kinds
def test_that_a_city_sees_who_reported_for_these_days_and_who_was_silent(city: Store) -> None:
    with city.write() as session:
        here, there = ward(session, "Xã Cư Êbur"), ward(session, "Phường Tân Lập")
        dung = place(session, here, "Buôn Đŭng")
        hold(session, make_activity(here, revision=1), make_activity(there, revision=1))
        assert places_desk.told(session, Q4).units == ()
        say(session, here, Q4, (dung, "HN", 7, 5), ("", "HN", 2, 0), (dung, "MSTB", 3, 3))
        say(session, there, parse("2024-12", Rule.CALENDAR), ("", "HN", 90, 90))
        found = places_desk.told(session, Q4)
        (unit,) = found.units
        assert (unit.name, unit.by_category) == ("Xã Cư Êbur", {"HN": 9, "MSTB": 3})
        assert (unit.first_time, unit.others) == (5, 3)
        assert [(one.name, one.unit, one.by_category["HN"]) for one in found.hamlets] == [
            ("Buôn Đŭng", unit.name, 7), ("Chưa rõ thôn, buôn", unit.name, 2),
        ]  # fmt: skip
        assert (found.silent, found.is_whole) == (("Phường Tân Lập",), False)
        say(session, there, Q4, ("", "HN", 0, 0))
        whole, sums = (
            places_desk.told(session, Q4),
            reach.reported(session, scopes.read(session), Q4),
        )
        assert sums is not None
        assert whole.is_whole
        assert sum(one.by_category["HN"] for one in whole.units) == sums.by_category["HN"].reached
        assert len(whole.hamlets) == 2  # 0 reached is said of the unit, not of a place


def test_that_several_people_of_a_household_are_one_household_of_the_numbers() -> None:
    people = [
        Person(name=name, category=category, household_id=key)
        for name, category, key in (
            ("A", "HN", "1"), ("B", "HN", "1"), ("C", "HN", None), ("D", "HN", None),
            ("E", "HCN", "2"), ("F", "", "3"),
        )
    ]  # fmt: skip
    counted = attendance.figures(people)
    assert (counted["poor"], counted["near_poor"], counted["attendees"]) == (3, 1, 6)


def test_that_a_merged_hamlet_keeps_its_unreached_households(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        for place_id in world.places:
            add(session, world, f"Hộ {place_id[-3:]}", place_id, y2024="HN", y2025="HN")
        new = hamlets.merge(session, world.places, "Thôn Chung", date(2025, 1, 1))
        year = parse("2025", Rule.CALENDAR)
        assert [one.hamlet_id for one in reach.read(session, year).never] == [new.id]
        assert reach.not_reached(session, year, None, new.id).count == 2
        assert reach.not_reached(session, Q4, None, world.places[0]).count == 1


def test_that_an_empty_register_has_no_reach(store: Store) -> None:
    with store.write() as session:
        log(session)
        found = reach.read(session, Q4)
        assert settings.read(session).unit_id
    assert (found.named, found.by_hamlet, found.focus) == (False, (), Reached(None, None, 0))
