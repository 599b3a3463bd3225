from dataclasses import replace
from datetime import date

import pytest

from db.store import Store
from desktop.core import activities, confirming, exchange, periods, planned, settings, totals
from desktop.core.confirming import Choices
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.periods import parse
from desktop.core.planned import State
from tests.builders import log
from tests.core.planning import plan, radio, repeat

NOVEMBER = parse("2024-11", periods.Rule.CALENDAR)
SUNDAY_FREE = tuple(range(6))


def november(session: object) -> None:
    """26 broadcasts: every day of November but its four Sundays."""
    repeat(session, weekdays=SUNDAY_FREE, first=NOVEMBER.first, last=NOVEMBER.last)


@pytest.mark.both_kinds
def test_that_a_month_of_broadcasts_is_logged_at_once(store: Store) -> None:
    with store.write() as session:
        november(session)
        lines = confirming.look(session, date(2024, 11, 30))
        assert len(lines) == 26
        assert all(one.is_ready for one in lines)
        ids = tuple(one.id for one in lines)
        held, rained = ids[:-1], ids[-1]
        done = confirming.confirm(session, Choices(held, {rained: "Mất điện"}))
        assert len(done.logged) == 25
        assert done.refused == ()
        assert confirming.look(session, NOVEMBER.first) == ()
        found = totals.totals(session, NOVEMBER).indicators
        states = [one.state for one in planned.between(session, NOVEMBER.first, NOVEMBER.last)]
    assert (found["CT10"], found["CT11"], found["CT12"], found["CT13"]) == (25, 25, 375, 375)
    assert states == [State.DONE] * 25 + [State.SKIPPED]
    assert done.logged[0].title == "Bản tin giảm nghèo"


def test_that_only_what_has_come_is_asked_about(store: Store) -> None:
    with store.write() as session:
        for day in (3, 16, 17):
            radio(session, day)
        lines = confirming.look(session, date(2024, 12, 31))
        assert [one.planned.planned_on.day for one in lines] == [3, 16]
        assert confirming.months(session) == (date(2024, 12, 1),)
        november(session)
        assert confirming.months(session) == (date(2024, 11, 1), date(2024, 12, 1))


def test_that_what_is_refused_is_listed_and_the_others_are_kept(store: Store) -> None:
    with store.write() as session:
        log(session, held_on=date(2024, 11, 20))
        november(session)
        exchange.lock(session, parse("2024-10"))  # until 14/10
        exchange.lock(session, parse("2024-11-10..2024-11-12"))
        lines = confirming.look(session, NOVEMBER.first)
        stopped = [one for one in lines if one.stops]
        assert [one.planned.planned_on.day for one in stopped] == [11, 12]
        done = confirming.confirm(session, Choices(tuple(one.id for one in lines)))
    assert len(done.logged) == 24
    assert [one.planned.planned_on.day for one in done.refused] == [11, 12]
    assert "đã khóa" in done.refused[0].reasons[0]
    with store.read() as session:
        left = confirming.look(session, NOVEMBER.first)
    assert [one.planned.planned_on.day for one in left] == [11, 12]


def test_that_what_is_in_the_register_already_is_linked_not_logged_twice(store: Store) -> None:
    with store.write() as session:
        one = radio(session, 3)
        made = planned.as_activity(one, None)
        kept = activities.save(session, replace(made, items=1, airings=1, minutes=15))
        (line,) = confirming.look(session, one.planned_on)
        assert line.twin is not None
        assert line.is_ready
        done = confirming.confirm(session, Choices((one.id,)))
        assert (done.logged, done.linked) == ((), (one.id,))
        assert planned.get(session, one.id).activity_id == kept.id
        second = radio(session, 3)
        (line,) = confirming.look(session, one.planned_on)
        assert (line.id, line.twin) == (second.id, None)


def test_that_a_meeting_without_people_asks_for_another_look(store: Store) -> None:
    with store.write() as session:
        plan(session, 3)
        (line,) = confirming.look(session, date(2024, 12, 3))
        assert not line.is_ready
        assert "Chưa có số người dự" in line.hints[0]
        (kept,) = confirming.confirm(session, Choices((line.id,))).logged
    assert (kept.attendees, kept.items) == (None, 1)


@pytest.mark.both_kinds
def test_that_a_confirmation_can_be_taken_back(store: Store) -> None:
    with store.write() as session:
        november(session)
        lines = confirming.look(session, NOVEMBER.first)
        ids = tuple(one.id for one in lines)
        done = confirming.confirm(session, Choices(ids[1:], {ids[0]: "Mất điện"}))
        confirming.undo(session, done)
        assert confirming.look(session, NOVEMBER.first) == lines
        assert totals.totals(session, NOVEMBER).everything.activities == 0


def test_that_what_was_changed_meanwhile_is_not_taken_back(store: Store) -> None:
    with store.write() as session:
        one = radio(session, 3)
        done = confirming.confirm(session, Choices((one.id,)))
        activities.save(session, replace(done.logged[0], airings=2))
        with pytest.raises(WrongChoiceError, match="đã được sửa"):
            confirming.undo(session, done)
        assert planned.get(session, one.id).state is State.DONE


def test_that_confirming_twice_logs_once(store: Store) -> None:
    with store.write() as session:
        one = radio(session, 3)
        choices = Choices((one.id,))
        assert len(confirming.confirm(session, choices).logged) == 1
        assert confirming.confirm(session, choices).logged == ()
        with pytest.raises(NotFoundError):
            confirming.confirm(session, Choices(("x",)))
        unit_id = settings.read(session).unit_id
        assert len(activities.counted(session, unit_id, date(2024, 12, 3), date(2024, 12, 3))) == 1
