from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from db.store import Store
from desktop.core import catalogue, planned, recurrences
from desktop.core.errors import InvalidActivityError, NotFoundError
from desktop.core.planned import Planned, State
from desktop.core.recurrences import Recurrence
from tests.builders import log
from tests.core.planning import plan, repeat

DECEMBER = (date(2024, 12, 1), date(2024, 12, 31))


def days(found: tuple[Planned, ...]) -> list[int]:
    return [one.planned_on.day for one in found]


@pytest.mark.both_kinds
def test_that_a_broadcast_repeats_on_its_weekdays(store: Store) -> None:
    with store.write() as session:
        kept = repeat(session)
        found = planned.between(session, *DECEMBER)
        (progress,) = recurrences.all_of(session)
        assert recurrences.get(session, kept.id) == kept
    assert days(found) == [3, 6, 10, 13, 17, 20, 24, 27, 31]
    assert {one.recurrence_id for one in found} == {kept.id}
    assert {(one.started_at, one.minutes, one.languages) for one in found} == {
        (time(6, 0), 15, ("VIET", "EDE"))
    }
    assert (progress.recurrence, progress.open, progress.done, progress.skipped) == (kept, 9, 0, 0)


def test_that_a_broadcast_is_said_as_people_say_it(store: Store) -> None:
    with store.write() as session:
        kept, known = repeat(session), catalogue.read(session)
    text = "Phát thanh, thứ 3 và thứ 6, 06:00, 15 phút, Tiếng Việt và tiếng Ê-đê"
    assert recurrences.said(kept, known) == text
    often = replace(kept, weekdays=tuple(range(7)), airings=2)
    assert "hằng ngày, 06:00, 2 lượt × 15 phút" in recurrences.said(often, known)
    assert recurrences.weekdays((6, 0, 2)) == "thứ 2, thứ 4 và chủ nhật"
    assert recurrences.weekdays((0, 1, 2)) == "thứ 2 đến thứ 4"


@pytest.mark.both_kinds
def test_that_a_change_touches_only_open_days_from_today_on(store: Store) -> None:
    with store.write() as session:
        kept = repeat(session)
        third, sixth, _, _, seventeenth, twentieth, *_ = planned.between(session, *DECEMBER)
        planned.done(session, third.id, log(session, held_on=third.planned_on).id)
        planned.skip(session, [seventeenth.id], "Mất điện")
        planned.save(session, replace(twentieth, title="Tin riêng"))
        recurrences.save(
            session,
            replace(kept, weekdays=(1, 3), started_at=time(17, 0), last=date(2024, 12, 26)),
        )
        found = planned.between(session, *DECEMBER)
    assert days(found) == [3, 6, 10, 13, 17, 19, 20, 24, 26]
    hours = {one.planned_on.day: one.started_at.hour for one in found if one.started_at}
    assert [hours[day] for day in (3, 6, 10, 13, 17, 20)] == [6] * 6
    assert [hours[day] for day in (19, 24, 26)] == [17] * 3
    assert found[1] == sixth
    assert [one.state for one in found if one.state is not State.OPEN] == [
        State.DONE, State.SKIPPED,
    ]  # fmt: skip
    assert found[6].title == "Tin riêng"


@settings(max_examples=30, deadline=None)
@given(
    days=st.sets(st.integers(0, 6), min_size=1),
    first=st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    length=st.integers(0, 365),
)
def test_that_it_falls_on_each_of_its_weekdays_and_on_no_other(
    days: set[int], first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    one = Recurrence(
        unit_id="u", channel="PHAT_THANH", weekdays=tuple(days), first=first, last=last
    )
    every = [first + timedelta(days=number) for number in range(length + 1)]
    assert list(one.days()) == [day for day in every if day.weekday() in days]
    assert {planned.planned_on for planned in map(one.on, one.days())} == set(one.days())


def test_that_the_same_again_changes_nothing(store: Store) -> None:
    with store.write() as session:
        kept = repeat(session)
        before = planned.between(session, *DECEMBER)
        recurrences.save(session, kept)
        assert planned.between(session, *DECEMBER) == before


def test_that_stopping_leaves_what_is_past(store: Store) -> None:
    with store.write() as session:
        kept, alone = repeat(session), plan(session, 18)
        assert recurrences.stop(session, kept.id) == 5
        assert days(planned.between(session, *DECEMBER)) == [3, 6, 10, 13, 18]
        assert recurrences.get(session, kept.id).last == date(2024, 12, 15)
        assert planned.get(session, alone.id) == alone


def test_that_a_broadcast_of_the_future_goes_as_a_whole(store: Store) -> None:
    with store.write() as session:
        kept = repeat(session, first=date(2024, 12, 17))
        assert recurrences.stop(session, kept.id) == 5
        assert recurrences.all_of(session) == ()
        with pytest.raises(NotFoundError):
            recurrences.stop(session, kept.id)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"weekdays": ()}, "weekdays_missing"),
        ({"weekdays": (7,)}, "weekdays_missing"),
        ({"last": date(2024, 11, 30)}, "span_backwards"),
        ({"last": date(2025, 12, 2)}, "span_long"),
        ({"weekdays": (0,), "first": date(2024, 12, 3), "last": date(2024, 12, 8)}, "no_day"),
        ({"title": "", "topics": ()}, "content_missing"),
    ],
)
def test_that_a_broadcast_without_a_day_or_words_is_not_kept(
    store: Store, wrong: dict[str, object], code: str
) -> None:
    with store.write() as session:
        with pytest.raises(InvalidActivityError) as refused:
            repeat(session, **wrong)
        assert refused.value.problems[0].code == code
        assert planned.between(session, *DECEMBER) == ()
