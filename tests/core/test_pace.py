from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings as trying, strategies as st

from db.rows import TargetRow
from db.store import Store
from desktop.core import board, consolidation, pace, plans, settings, totals
from desktop.core.pace import Pace, Verdict
from desktop.core.periods import Period, Rule, parse
from tests.builders import log, make_activity
from tests.core.city_figures import hold, ward
from tests.core.test_sums import city, joint, template

__all__ = ["city", "template"]
Q4 = parse("2024-Q4")
MIDDLE = date(2024, 11, 15)
"""The plan runs from 01/10/2024 to 31/12/2024: 46 of its 92 days are over."""


def want(session: Any, *targets: tuple[Any, ...]) -> str:
    """Let the plan have these targets alone: indicator, at least, own unit or all, due."""
    mine = settings.read(session)
    session.query(TargetRow).delete()
    for number, (code, least, unit_id, *due) in enumerate(targets):
        session.add(
            TargetRow(id=f"t{number}", plan_id=mine.plan_id, unit_id=unit_id, indicator=code,
                      at_least=least, at_most=None, due_on=due[0] if due else None)
        )  # fmt: skip
    session.flush()
    return mine.unit_id


def found(store: Store, today: date = MIDDLE) -> Sequence[Pace]:
    with store.read() as session:
        return pace.read(session, plans.get(session, settings.read(session).plan_id), today)


@pytest.mark.both_kinds
def test_that_a_target_says_what_is_done_and_needed_by_today(store: Store) -> None:
    with store.write() as session:
        own = settings.read(session).unit_id
        want(session, ("CT01", 9, own), ("CT02", 100, own), ("CT17", 1, None))
        for day in (1, 8, 15):
            log(session, held_on=date(2024, 10, day), attendees=30, women=10)
        log(session, held_on=date(2024, 9, 30), attendees=500)
        log(session, held_on=date(2024, 11, 16), attendees=500)
    meetings, people, films = found(store)
    assert (meetings.done, meetings.target, meetings.needed) == (3, 9, 5)
    assert meetings.verdict is Verdict.LATE
    assert (people.done, people.needed, people.verdict) == (90, 50, Verdict.AHEAD)
    assert (people.name, people.word) == ("Lượt người tham dự", "lượt")
    assert (films.done, films.common, films.verdict) == (None, True, Verdict.COMMON)


def test_that_a_due_day_before_the_plans_end_is_respected(store: Store) -> None:
    with store.write() as session:
        own = settings.read(session).unit_id
        want(session, ("CT01", 10, own, date(2024, 10, 10)))
        for _ in range(9):
            log(session, held_on=date(2024, 10, 3))
    (early,) = found(store, date(2024, 10, 5))
    assert (early.needed, early.verdict) == (5, Verdict.AHEAD)
    (last,) = found(store, date(2024, 10, 10))
    assert (last.needed, last.verdict) == (10, Verdict.BEHIND)
    (after,) = found(store, date(2024, 10, 11))
    assert (after.needed, after.verdict) == (10, Verdict.LATE)


def test_that_nothing_is_needed_before_the_plan_begins(store: Store) -> None:
    with store.write() as session:
        want(session, ("CT01", 10, settings.read(session).unit_id))
        log(session, held_on=date(2024, 9, 30))
    (one,) = found(store, date(2024, 9, 30))
    assert (one.done, one.needed, one.verdict) == (None, 0, Verdict.ON_TIME)


@pytest.mark.parametrize(
    ("done", "expected"),
    [(24, Verdict.DONE), (20, Verdict.AHEAD), (19, Verdict.ON_TIME), (16, Verdict.ON_TIME),
     (15, Verdict.BEHIND), (11, Verdict.BEHIND), (10, Verdict.LATE), (None, Verdict.LATE)],
)  # fmt: skip
def test_that_the_thresholds_are_a_fifth_more_and_a_third_less(
    done: int | None, expected: Verdict
) -> None:
    assert pace.verdict(done, 24, 16, is_due=False) is expected


def test_that_what_is_due_and_not_reached_is_late_by_however_little() -> None:
    assert pace.verdict(23, 24, 24, is_due=True) is Verdict.LATE
    assert pace.verdict(24, 24, 24, is_due=True) is Verdict.DONE


@trying(max_examples=30, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 400), st.integers(-10, 420))
def test_that_what_is_needed_grows_from_nothing_to_the_target(
    target: int, days: int, over: int
) -> None:
    first = date(2024, 1, 1)
    last = date.fromordinal(first.toordinal() + days - 1)
    day = date.fromordinal(first.toordinal() + over)
    need = pace.needed(target, first, last, day)
    before = pace.needed(target, first, last, date.fromordinal(day.toordinal() - 1))
    assert 0 <= before <= need <= target
    exact = target * min(max(over + 1, 0), days)
    assert need == (-(-exact // days) if exact >= days else 0)
    assert need == target or day < last


def test_that_the_one_film_of_a_year_is_not_late_in_january() -> None:
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    assert pace.needed(1, first, last, date(2025, 12, 30)) == 0
    assert pace.needed(1, first, last, last) == 1
    assert pace.needed(2, first, last, date(2025, 7, 3)) == 2


def test_that_the_figures_are_those_of_the_report(store: Store) -> None:
    codes = ("CT01", "CT02", "CT03", "CT04", "CT10", "CT11", "CT12", "CT14", "CT15", "CT16")
    with store.write() as session:
        own = settings.read(session).unit_id
        want(session, *((code, 5, own) for code in codes))
        log(session, held_on=date(2024, 10, 3), minority=7)
        log(session, held_on=date(2024, 10, 4), channel="PHAT_THANH", attendees=None, women=None,
            items=3, airings=4, minutes=15)  # fmt: skip
        log(session, held_on=date(2024, 10, 4), channel="SAN_KHAU", attendees=300, women=None)
        log(session, held_on=date(2024, 10, 5), channel="PANO", attendees=None, women=None,
            items=2, area_m2=Decimal("4.5"))  # fmt: skip
        log(session, held_on=date(2024, 10, 5), channel="TO_ROI", attendees=None, women=None,
            items=90)  # fmt: skip
        log(session, held_on=date(2024, 10, 6), channel="TIN_BAI", attendees=None, women=None)
    window = Period("", Rule.PLAN, date(2024, 10, 1), MIDDLE)
    with store.read() as session:
        report = totals.totals(session, window).indicators
    assert {one.indicator: one.done for one in found(store)} == {
        code: pace.number(report[code]) for code in codes
    }


def test_that_indicators_that_need_more_are_asked_of_the_totals(store: Store) -> None:
    with store.write() as session:
        own = settings.read(session).unit_id
        want(session, ("CT05", 20, own), ("CT09", 3, own), ("CT01", 2, own))
        log(session, held_on=date(2024, 10, 3), poor=8)
    assert [(one.indicator, one.done) for one in found(store)] == [
        ("CT01", 1), ("CT05", 8), ("CT09", 0),
    ]  # fmt: skip


def test_that_a_city_looks_to_the_end_of_the_half_month() -> None:
    days = [pace.window(None, date(2024, *day), is_city=True).last for day in ((2, 3), (2, 15))]
    assert days == [date(2024, 2, 14), date(2024, 2, 29)]
    assert pace.window(None, date(2024, 12, 31), is_city=True).last == date(2024, 12, 31)
    assert pace.window(None, date(2024, 2, 3)).last == date(2024, 2, 3)


def test_that_a_number_is_found_in_figures_of_several_parts() -> None:
    assert pace.number({"declared": 9, "distinct": 4}) == 4
    assert pace.number({"declared": 9, "distinct": None}) == 9
    assert pace.number({"items": 3, "area_m2": Decimal(8)}) == 3
    assert pace.number({"cash": 5, "in_kind": None}) == 5
    assert pace.number({"allocated": 9, "spent": None, "rate": None}) is None
    assert pace.number(None) is None


@pytest.mark.both_kinds
def test_that_a_city_sees_the_whole_and_its_units_the_furthest_behind_first(city: Store) -> None:
    with city.write() as session:
        lead, part = joint(session)
        own = lead.unit_id, part.unit_id, ward(session, "Xã Ea Kao")
        want(session, ("CT01", 4, own[0]), ("CT01", 8, own[1]), ("CT01", 2, own[2]))
        more = [
            replace(make_activity(own[1], held_on=date(2024, 10, n)), revision=1) for n in (2, 3, 4)
        ]
        hold(session, lead, part, *more)
    (whole,) = found(city, date(2024, 12, 1))
    assert (whole.target, whole.done, whole.common) == (14, 4, False)
    with city.read() as session:
        plan = plans.get(session, settings.read(session).plan_id)
        units = pace.of_units(session, plan, date(2024, 12, 1))
    assert [(one.name, one.done, one.is_behind) for one in units] == [
        ("Xã Ea Kao", None, False), ("Phường Tân Lập", 0.25, True), ("Xã Cư Êbur", 0.5, True),
    ]  # fmt: skip
    assert all(0.6 < one.needed <= 1 for one in units)


def test_that_a_whole_needs_what_each_of_its_units_needs_by_its_own_due_day(city: Store) -> None:
    late = date(2025, 3, 31)
    with city.write() as session:
        names = ("Xã Cư Êbur", "Phường Tân Lập", "Xã Ea Kao")
        one, two, three = (ward(session, name) for name in names)
        want(session, ("CT01", 20, one), ("CT01", 30, two), ("CT01", 12, three, late))
        plan = plans.get(session, settings.read(session).plan_id)
        goal = consolidation.read(session).goals["CT01"]
    (whole,) = found(city, goal.until)
    due_on = (plan.last, plan.last, late)
    each = [
        pace.needed(least, plan.first, day, goal.until)
        for least, day in zip((20, 30, 12), due_on, strict=True)
    ]
    assert (whole.target, whole.needed, whole.due_on) == (62, sum(each), late)
    assert (goal.need, goal.verdict) == (whole.needed, whole.verdict)


def test_that_all_pages_measure_a_unit_by_its_own_due_day(city: Store) -> None:
    """One has come further than most should, and is late all the same: its day was the first."""
    with city.write() as session:
        names = ("Xã Cư Êbur", "Phường Tân Lập", "Xã Ea Kao")
        early, usual, other = (ward(session, name) for name in names)
        want(
            session,
            ("CT01", 5, early, date(2024, 10, 31)),
            ("CT01", 20, usual),
            ("CT01", 20, other),
        )
        hold(session, *(
            replace(make_activity(early, held_on=date(2024, 10, n)), revision=1) for n in range(2, 6)
        ))  # fmt: skip
        plan, day = plans.get(session, settings.read(session).plan_id), Q4.last
        units = {one.unit_id: one for one in pace.of_units(session, plan, day, last=day)}
        page, shown = consolidation.read(session, "Q", "2024-Q4"), board.read(session, Q4)
    mean = pace.mean_needed(tuple(units.values()))
    assert mean is not None
    assert (units[early].done, units[early].needed, units[early].is_behind) == (0.8, 1.0, True)
    assert mean == pytest.approx((1 + 17 / 20 + 17 / 20) / 3)
    assert (page.pace, page.pace_until, shown.pace) == (mean, day, mean)
    lines = {one.id: (one.done, one.needed) for one in page.units}
    assert lines[early] == (0.8, 1.0)
    assert lines[usual] == (None, None)  # nothing of it is known
