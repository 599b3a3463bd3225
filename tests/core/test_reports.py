from dataclasses import replace
from datetime import date

import pytest

from db.store import Store
from desktop.core import activities, deadlines, history, narratives, periods, reports
from desktop.core.activities import Activity
from desktop.core.errors import PeriodLockedError, PeriodOpenError, WrongChoiceError
from desktop.core.narratives import Narrative
from desktop.core.reports import State
from tests.builders import log

pytestmark = pytest.mark.both_kinds

Q4, DECEMBER = periods.parse("2024-Q4"), periods.parse("2024-12")
INSIDE, OUTSIDE = date(2024, 11, 20), date(2024, 12, 20)


def logged(store: Store, day: date) -> Activity:
    with store.write() as session:
        return log(session, held_on=day)


def lock(store: Store, period: periods.Period = Q4) -> reports.Report:
    with store.write() as session:
        return reports.lock(session, period, b"content", "ab" * 32, nil=False)


def test_that_a_lock_is_version_1_and_keeps_the_content(store: Store) -> None:
    made = lock(store)
    assert (made.version, made.state, made.locked_by) == (1, State.LOCKED, "H'Linh Niê")
    with store.read() as session:
        assert reports.current(session, Q4) == made
        assert reports.content(session, made) == b"content"


def test_that_a_locked_period_is_not_locked_again(store: Store) -> None:
    lock(store)
    with pytest.raises(PeriodLockedError):
        lock(store)


def test_that_nothing_in_a_locked_period_changes(store: Store) -> None:
    one = logged(store, INSIDE)
    free = logged(store, OUTSIDE)
    lock(store)
    with store.read() as session:
        unit_id = one.unit_id
        before = activities.get(session, unit_id, one.id)
    deeds = (
        lambda session: activities.save(session, replace(one, title="khác")),
        lambda session: activities.save(session, replace(one, held_on=OUTSIDE)),
        lambda session: activities.save(session, replace(free, held_on=INSIDE)),
        lambda session: activities.save(session, replace(one, id="0" * 36, revision=0)),
        lambda session: activities.save_many(session, [replace(one, id="1" * 36, revision=0)]),
        lambda session: activities.withdraw(session, unit_id, one.id),
        lambda session: activities.remove(session, unit_id, [one.id]),
        lambda session: narratives.save(session, Q4, Narrative(causes="a")),
    )
    for deed in deeds:
        with pytest.raises(PeriodLockedError) as caught, store.write() as session:
            deed(session)
        assert caught.value.title == "quý IV năm 2024"
    with store.write() as session:
        assert activities.get(session, unit_id, one.id) == before
        activities.save(session, replace(free, title="được"))


def test_that_a_month_locks_its_days_of_an_open_quarter(store: Store) -> None:
    one = logged(store, INSIDE)
    lock(store, DECEMBER)
    with store.read() as session:
        assert reports.current(session, Q4) is None
    with pytest.raises(PeriodLockedError), store.write() as session:
        activities.withdraw(session, one.unit_id, one.id)


@pytest.mark.parametrize("reason", ["", "  "])
def test_that_reopening_asks_for_a_reason(store: Store, reason: str) -> None:
    lock(store)
    with pytest.raises(WrongChoiceError), store.write() as session:
        reports.reopen(session, Q4, reason)


def test_that_reopening_frees_the_days_and_the_next_lock_is_version_2(store: Store) -> None:
    one = logged(store, INSIDE)
    lock(store)
    with store.write() as session:
        old = reports.reopen(session, Q4, "ghi sót một buổi")
        activities.save(session, replace(one, title="sửa"))
    assert (old.state, old.reason, old.in_force) == (State.REOPENED, "ghi sót một buổi", False)
    assert reports.STATE_NAMES[old.state] == "BẢN IN ĐÃ CŨ"
    again = lock(store)
    assert again.version == 2
    with store.read() as session:
        assert [v.version for v in reports.versions(session, Q4)] == [1, 2]
        deeds = [e.deed for e in history.of(session, "report", f"{Q4.first}..{Q4.last}")]
    assert deeds == ["locked", "reopened", "locked"]


def test_that_only_a_locked_period_can_be_reopened(store: Store) -> None:
    with pytest.raises(PeriodOpenError), store.write() as session:
        reports.reopen(session, Q4, "vì")


def test_that_a_sent_version_still_freezes(store: Store) -> None:
    made = lock(store)
    with store.write() as session:
        sent = reports.mark(session, made, State.SENT)
    assert sent.in_force
    with pytest.raises(PeriodLockedError), store.write() as session:
        reports.require_open(session, [INSIDE])


def test_that_a_page_opens_on_the_report_that_is_due(store: Store) -> None:
    offered = (periods.parse("2025-Q1"), Q4)

    def opens_on(day: date, *some: periods.Period) -> periods.Period:
        with store.read() as session:
            return reports.due_first(session, some or offered, day)

    assert opens_on(date(2024, 12, 16)) == offered[0]  # nothing happened, nobody asks
    with store.write() as session:
        deadlines.put(session, Q4, date(2024, 12, 20))
    assert opens_on(date(2024, 12, 16)) == Q4  # that nothing happened is to be said
    with store.write() as session:
        deadlines.put(session, Q4, None)
    logged(store, INSIDE)
    assert opens_on(date(2024, 12, 16)) == Q4
    assert opens_on(date(2025, 2, 10)) == offered[0]  # forgotten
    assert opens_on(date(2024, 12, 16), Q4, periods.parse("2024-Q3")) == Q4
    made = lock(store)
    assert opens_on(date(2024, 12, 16)) == Q4  # locked, not sent
    with store.write() as session:
        reports.mark(session, made, State.SENT)
    assert opens_on(date(2024, 12, 16)) == offered[0]
