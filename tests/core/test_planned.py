import unicodedata
from dataclasses import replace
from datetime import date, time

import pytest

from db.store import Store
from desktop.core import (
    activities,
    catalogue,
    clashes,
    history,
    listing,
    periods,
    planned,
    reports,
    settings,
    today_parts,
)
from desktop.core.activities import Status
from desktop.core.clashes import Kind
from desktop.core.errors import InvalidActivityError, NotFoundError, WrongChoiceError
from desktop.core.planned import State
from desktop.core.speakers import Speaker, add as add_speaker
from tests.builders import add_hamlet, log
from tests.core.planning import plan, radio, repeat

BROADCAST = {"channel": "PHAT_THANH", "airings": 1, "minutes": 15, "speakers": ()}
TODAY = date(2024, 12, 16)
DECEMBER = (date(2024, 12, 1), date(2024, 12, 31))


@pytest.mark.both_kinds
def test_that_planned_activities_come_back_by_day_and_time(store: Store) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng").id
        late = plan(session, 20, started_at=None, ended_at=None, hamlets=(place, place))
        early = plan(session, 20, note="Mượn máy chiếu")
        past = radio(session, 3, airings=2)
        assert planned.between(session, *DECEMBER) == (past, early, late)
        assert planned.overdue(session, TODAY) == (past,)
        assert planned.count_overdue(session, TODAY) == 1
        assert planned.get(session, early.id).note == "Mượn máy chiếu"
        assert late.hamlets == (place,)
        assert planned.between(session, date(2024, 12, 21), DECEMBER[1]) == ()


def test_that_what_is_planned_is_in_no_figure(store: Store) -> None:
    with store.write() as session:
        plan(session, 3)
        unit = settings.read(session).unit_id
        assert listing.find(session, listing.Filter(unit_id=unit)).lines == ()


def test_that_a_plan_is_checked_like_an_activity_but_for_what_is_not_known_yet(
    store: Store,
) -> None:
    with store.write() as session:
        for wrong, code in (
            ({"title": "", "topics": ()}, "content_missing"),
            ({"channel": "SINH_HOAT_CD"}, "hamlet_missing"),
            ({"ended_at": time(7, 0)}, "hours_backwards"),
            ({"topics": ("KHONG_CO",)}, "topic_unknown"),
            (BROADCAST | {"airings": 0}, "airings_none"),
            (BROADCAST | {"minutes": 99_999}, "airing_too_long"),
        ):
            with pytest.raises(InvalidActivityError) as refused:
                plan(session, 20, **wrong)
            assert [one.code for one in refused.value.problems] == [code]
        assert planned.between(session, *DECEMBER) == ()


def test_that_what_lies_in_a_locked_report_is_not_waited_for(store: Store) -> None:
    with store.write() as session:
        late, _ = plan(session, 15), plan(session, 3)
        reports.lock(session, periods.parse("2024-Q4"), b"", "", nil=True)
        assert planned.overdue(session, TODAY) == (late,)
        assert planned.count_overdue(session, TODAY) == 1
        assert today_parts.overdue(session, late.unit_id, TODAY) == (1, late.planned_on)


def test_that_only_what_counts_no_more_can_be_planned_again(store: Store) -> None:
    with store.write() as session:
        one, two = plan(session, 3), plan(session, 4)
        kept = [log(session, held_on=each.planned_on) for each in (one, two)]
        for each, activity in zip((one, two), kept, strict=True):
            planned.done(session, each.id, activity.id)
        activities.save(session, replace(kept[1], status=Status.WITHDRAWN))
        found = planned.between(session, *DECEMBER)
        assert planned.withdrawn(session, found) == {two.id}


def test_that_skipping_needs_a_reason_and_can_be_taken_back(store: Store) -> None:
    with store.write() as session:
        one = plan(session, 3)
        with pytest.raises(WrongChoiceError, match="lý do"):
            planned.skip(session, [one.id], " ")
        planned.skip(session, [one.id], "Mưa lớn")
        kept = planned.get(session, one.id)
        assert (kept.state, kept.reason) == (State.SKIPPED, "Mưa lớn")
        assert planned.overdue(session, TODAY) == ()
        assert planned.reopen(session, one.id) == one
        deeds = [event.deed for event in history.of(session, "planned", one.id)]
    assert deeds == ["reopened", "skipped", "added"]


def test_that_what_was_logged_is_only_planned_again_when_it_counts_no_more(store: Store) -> None:
    with store.write() as session:
        one = plan(session, 3)
        kept = log(session, held_on=date(2024, 12, 3))
        assert planned.done(session, one.id, kept.id).activity_id == kept.id
        assert planned.done(session, one.id, kept.id).state is State.DONE
        for act in (
            lambda: planned.reopen(session, one.id),
            lambda: planned.drop(session, one.id),
            lambda: planned.skip(session, [one.id], "Mưa"),
            lambda: planned.save(session, replace(one, title="Khác")),
            lambda: planned.done(session, one.id, "khac"),
        ):
            with pytest.raises(WrongChoiceError):
                act()
        activities.withdraw(session, kept.unit_id, kept.id)
        assert planned.reopen(session, one.id).state is State.OPEN


def test_that_only_what_is_no_repetition_can_be_dropped(store: Store) -> None:
    with store.write() as session:
        one = plan(session, 20)
        repeat(session)
        first, *_ = planned.between(session, *DECEMBER)
        with pytest.raises(WrongChoiceError, match="lịch phát"):
            planned.drop(session, first.id)
        planned.drop(session, one.id)
        with pytest.raises(NotFoundError):
            planned.get(session, one.id)


def test_that_a_repeated_day_put_elsewhere_becomes_one_of_its_own(store: Store) -> None:
    with store.write() as session:
        repeat(session)
        first, *_ = planned.between(session, *DECEMBER)
        moved = planned.save(session, replace(first, planned_on=date(2024, 12, 4)))
        assert (moved.recurrence_id, moved.state) == (None, State.OPEN)
        left = planned.get(session, first.id)
    assert (left.state, left.reason) == (State.SKIPPED, "Dời sang ngày 04/12/2024")


def test_that_the_form_begins_with_what_was_planned(store: Store) -> None:
    with store.read() as session:
        known = catalogue.read(session)
    with store.write() as session:
        talk, loud = plan(session, 3, note="Mượn loa"), radio(session, 4, airings=3)
    assert planned.prefill(talk, known.channel["NOI_CHUYEN"]) == {
        "held_on": date(2024, 12, 3), "channel": "NOI_CHUYEN", "title": "Vay vốn ưu đãi",
        "started_at": time(8, 0), "ended_at": time(10, 0), "venue": "Hội trường xã",
        "topics": ("CS07",),
    }  # fmt: skip
    found = planned.prefill(loud, known.channel["PHAT_THANH"])
    assert (found["items"], found["airings"], found["minutes"]) == (1, 3, 15)


def test_that_a_speaker_a_hall_and_a_hamlet_are_needed_by_one_at_a_time(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        speaker = Speaker(name="Y Thịnh Êban", unit_id=unit_id)
        add_speaker(session, speaker)
        one, other = (add_hamlet(session, f"Thôn {number}").id for number in (1, 2))
        hall = {"venue": "Hội trường thôn"}
        plan(session, 20, **hall, hamlets=(one,), speakers=(speaker.id,), title="A")
        plan(session, 20, **hall, hamlets=(other,), speakers=(speaker.id,), title="B")
        plan(session, 20, venue="Nhà văn hóa", hamlets=(one,), started_at=time(9, 30),
             ended_at=None, title="C")  # fmt: skip
        plan(session, 20, **hall, hamlets=(one,), started_at=time(9, 0), title="D",
             speakers=())  # fmt: skip
        plan(session, 20, started_at=time(10, 0), ended_at=time(11, 0), title="Sau")
        plan(session, 21, **hall, hamlets=(one,), speakers=(speaker.id,), title="Ngày khác")
        skipped = plan(session, 20, **hall, hamlets=(one,), title="Bỏ")
        planned.skip(session, [skipped.id], "Không tổ chức")
        found = clashes.read(session, *DECEMBER)
    assert sorted((one.kind, one.text.split(": ")[1][:20]) for one in found) == [
        (Kind.HALL, "“A” và “D” cùng dùng"),
        (Kind.HAMLET, "Thôn 1 có cả “A” và "),
        (Kind.HAMLET, "Thôn 1 có cả “D” và "),
        (Kind.SPEAKER, "Y Thịnh Êban được mờ"),
    ]
    assert found[0].text.startswith("20/12/2024, 08:00 và 08:00: ")


def test_that_a_broadcast_disturbs_no_meeting_but_another_broadcast(store: Store) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Thôn 1").id
        plan(session, 20, started_at=time(6, 0), hamlets=(place,), venue="Toàn xã")
        radio(session, 20, hamlets=(place,), venue="Toàn xã", title="Một")
        radio(session, 20, venue="Toàn xã", started_at=time(6, 14), title="Hai")
        radio(session, 20, venue="Toàn xã", started_at=time(6, 15), title="Ba")
        radio(session, 20, venue="Toàn xã", started_at=None, title="Không giờ")
        found = clashes.read(session, *DECEMBER)
    assert [one.kind for one in found] == [Kind.HALL, Kind.HALL]
    assert "“Một” và “Hai”" in found[0].text
    assert "“Hai” và “Ba”" in found[1].text


def test_that_text_is_composed_on_its_way_in(store: Store) -> None:
    apart = unicodedata.normalize("NFD", "Hội trường  xã")
    with store.write() as session:
        one = plan(session, 20, venue=apart, title=unicodedata.normalize("NFD", "Đối thoại"))
        kept = planned.get(session, one.id)
    assert (kept.venue, kept.title) == ("Hội trường xã", "Đối thoại")
