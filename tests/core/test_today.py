from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from db.rows import FundMoveRow, FundRow, HamletYearRow
from db.store import Store
from desktop.core import (
    activities,
    attendance,
    deadlines,
    duties,
    exchange,
    hamlet_years,
    households,
    narratives,
    periods,
    planned,
    reports,
    settings,
    today,
)
from desktop.core.activities import Expense, Status
from desktop.core.attendance import Person
from desktop.core.clock import FixedClock
from desktop.core.duties import Duties
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Household, Yearly
from desktop.core.measures import Measure
from desktop.core.narratives import Narrative
from desktop.core.pace import Verdict
from desktop.core.planned import Planned
from desktop.core.returns import Item
from desktop.core.today import Lead, Today
from tests.builders import add_hamlet, log
from tests.core.test_answers import city, city_template, edit, give_back, ids, send, take
from tests.core.test_pace import want

__all__ = ["city", "city_template"]
Q4 = periods.parse("2024-Q4")
DAY = date(2024, 11, 14)
"""A Thursday; the plan runs from 01/10 to 31/12, the quarter from 15/09 to 14/12."""


def found(store: Store, day: date = DAY) -> Today:
    with store.read() as session:
        return today.read(session, day)


def second(store: Store, day: date = DAY) -> Duties:
    with store.read() as session:
        return duties.read(session, today.read(session, day))


def plan(session: Any, day: int, **changes: Any) -> Planned:
    return planned.save(
        session,
        Planned(
            **{
                "unit_id": settings.read(session).unit_id, "channel": "NOI_CHUYEN",
                "planned_on": date(2024, 11, day), "title": "Vay vốn", "topics": ("DV06",),
                "venue": "Nhà văn hóa",
            } | changes
        ),
    )  # fmt: skip


def test_that_an_empty_register_says_how_to_begin(store: Store) -> None:
    one = found(store)
    assert one.next.lead is Lead.FORM
    assert one.next.text.startswith("Sổ chưa có hoạt động nào")
    assert (one.sessions.done, one.people.done, one.households.done) == (0, None, None)
    assert one.coverage == today.Coverage(0, 0, 0)
    assert [sum(one.held for one in one.week), len(one.week)] == [0, 7]
    assert second(store).steps[0].text.startswith("Chưa có hoạt động nào")


def test_that_the_most_pressing_task_comes_first(store: Store, city: Store) -> None:
    with store.write() as session:
        one = log(session, held_on=date(2024, 11, 5))
        deadlines.put(session, Q4, date(2024, 12, 25))
        plan(session, 12)
    assert found(store).next.lead is Lead.PLAN
    assert found(store).next.text == (
        "1 buổi dự kiến đã qua ngày mà chưa ghi, sớm nhất ngày 12/11/2024."
    )
    late = found(store, date(2024, 12, 27)).next
    assert (late.lead, late.period, late.tone) == (Lead.REPORT, Q4, "bad")
    assert late.text == "Báo cáo quý IV năm 2024 quá hạn nộp 2 ngày (hạn 25/12/2024)."
    with store.write() as session:
        planned.drop(session, planned.overdue(session, DAY)[0].id)
    papers = found(store).next
    assert (papers.lead, papers.words) == (Lead.ACTIVITIES, "hoạt động chưa đủ hồ sơ")
    assert papers.text.endswith("Hạn nộp báo cáo quý IV năm 2024: 25/12/2024, còn 41 ngày.")
    with store.write() as session:
        activities.save(session, replace(one, status=Status.COMPLETE))
    assert found(store).next.text.startswith("Hôm nay không có việc gấp. Hạn nộp")
    words = found(store, date(2024, 12, 16)).next
    assert words.text.startswith("Viết khó khăn, đề xuất cho báo cáo quý IV năm 2024.")
    with store.write() as session:
        narratives.save(session, Q4, Narrative(difficulties="Mưa"))
    assert found(store, date(2024, 12, 16)).next.text.startswith("Xem trước và khóa báo cáo")
    made = send(store)
    assert found(store, date(2024, 12, 27)).due.period.name == "2025-Q1"
    take(city, made)
    take(store, give_back(city, made, Item(one.id, "women", "Nữ ghi theo danh sách.")))
    back = found(store, date(2024, 12, 27))
    assert back.next.text == "Cấp trên trả lại báo cáo quý IV năm 2024: 1 mục phải sửa."
    assert (back.next.lead, back.next.period) == (Lead.REPORT, Q4)


def test_that_a_locked_report_leads_to_the_stick(store: Store) -> None:
    with store.write() as session:
        log(session, status=Status.COMPLETE)
        narratives.save(session, Q4, Narrative(difficulties="Mưa"))
        deadlines.put(session, Q4, date(2024, 12, 25))
        exchange.lock(session, Q4)
    assert found(store, date(2024, 12, 16)).next.lead is Lead.USB
    late = found(store, date(2024, 12, 30)).next
    assert (late.lead, late.text) == (
        Lead.USB,
        "Báo cáo quý IV năm 2024 quá hạn nộp 5 ngày (hạn 25/12/2024): đã khóa, chưa gửi.",
    )


def test_that_the_second_look_knows_what_is_mended(store: Store, city: Store) -> None:
    with store.write() as session:
        log(session, status=Status.COMPLETE)
        narratives.save(session, Q4, Narrative(difficulties="Mưa"))
    made = send(store)
    (key,) = ids(store)
    take(city, made)
    take(store, give_back(city, made, Item(key, "women", "Nữ ghi theo danh sách.")))
    assert second(store).next.text.endswith("còn 1 mục chưa sửa.")
    with store.write() as session:
        reports.reopen(session, Q4, "Cấp trên trả lại")
    edit(store, key, women=21)
    after = second(store)
    assert after.next.text.startswith("Đã sửa hết các mục cấp trên trả lại")
    assert [one.done for one in after.asked] == [True]
    send(store)
    assert found(store).returned == ()


@pytest.mark.both_kinds
def test_that_the_numbers_are_those_of_the_plans_days(store: Store) -> None:
    with store.write() as session:
        own = want(session, ("CT01", 3, settings.read(session).unit_id))
        places = [add_hamlet(session, f"Buôn {name}") for name in ("A", "B", "C")]
        session.add(HamletYearRow(hamlet_id=places[0].id, year=2024, households=90, poor=20,
                                  near_poor=5, escaped=None))  # fmt: skip
        log(session, held_on=date(2024, 10, 2), hamlets=(places[0].id,), poor=9, near_poor=2,
            escaped=1, expenses=(Expense("CAP_TREN", 400_000),))  # fmt: skip
        log(session, held_on=date(2024, 11, 13), hamlets=(places[0].id, places[1].id), poor=4)
        log(session, held_on=date(2024, 11, 13), channel="PHAT_THANH", attendees=None, women=None,
            airings=2, hamlets=(places[2].id,))  # fmt: skip
        log(session, held_on=date(2024, 9, 20), hamlets=(places[2].id,), poor=50)
        session.add(FundRow(id="f", unit_id=own, year=2024, kind="NSTW", name="A", note=""))
    one = found(store)
    assert (one.sessions.done, one.sessions.target, one.sessions.needed) == (2, 3, 2)
    assert one.sessions.verdict is Verdict.ON_TIME
    assert (one.people.done, one.people.target, one.people.verdict) == (80, None, None)
    assert (one.households.done, one.households.target) == (15, 25)
    assert (one.money.done, one.money.target) == (400_000, None)
    assert [values for _, values in one.audience.series] == [(13,), (2,), (1,), (0,)]
    assert one.coverage == today.Coverage(3, 3, 2)
    assert [(day.day.day, day.held) for day in one.week if day.held] == [(13, 3 - 1)]
    with store.write() as session:
        session.add(FundMoveRow(id="m", fund_id="f", kind="ALLOTTED", amount=1_000_000,
                                moved_on=date(2024, 3, 1), decision=""))  # fmt: skip
    money = found(store).money
    assert (money.target, money.needed, money.verdict) == (1_000_000, 871_585, Verdict.LATE)


def test_that_the_months_show_what_was_planned_and_held(store: Store) -> None:
    with store.write() as session:
        log(session, held_on=date(2024, 10, 2))
        log(session, held_on=date(2024, 8, 2))
        plan(session, 20)
        plan(session, 21)
    months = found(store).months
    assert months.labels == ("T7", "T8", "T9", "T10", "T11", "T12")
    assert dict(months.series) == {
        "Kế hoạch": (0, 0, 0, 0, 2, 0), "Đã tổ chức": (0, 1, 0, 1, 0, None),
    }  # fmt: skip
    assert months.highlighted == 4
    with store.write() as session:
        log(session, held_on=date(2024, 3, 1))
    assert found(store).months.labels[0] == "T3"


def test_that_this_week_has_its_plans_and_days_off(store: Store) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng")
        plan(session, 16, started_at=time(19), hamlets=(place.id,), venue="")
        plan(session, 18)
        planned.skip(session, [plan(session, 15).id], "Mưa lũ")
    one = found(store)
    assert [(day.day.day, len(day.planned), day.is_off) for day in one.week] == [
        (11, 0, False), (12, 0, False), (13, 0, False), (14, 0, False), (15, 0, False),
        (16, 1, True), (17, 0, True),
    ]  # fmt: skip
    assert [(entry.day.day, entry.place) for entry in one.coming] == [
        (16, "Buôn Đŭng"), (18, "Nhà văn hóa"),
    ]  # fmt: skip


def test_that_a_deadline_on_a_day_off_moves_and_working_days_are_counted(store: Store) -> None:
    with store.write() as session:
        deadlines.put(session, Q4, date(2024, 12, 15))
    due = found(store, date(2024, 12, 12)).due
    assert (due.last_day, due.days_left, due.working_days) == (date(2024, 12, 16), 4, 2)


def test_that_a_backup_is_asked_for_when_the_daily_one_failed(store: Store) -> None:
    with store.write() as session:
        log(session, status=Status.COMPLETE)
    day = date(2024, 12, 18)
    assert found(store, day).backup.due
    store.back_up("ngay", datetime(2024, 12, 16, 9, 0))
    assert not found(store, day).backup.due
    store._info["clock"] = FixedClock(datetime(2024, 12, 17, 9, 0))
    with store.write() as session:
        log(session, status=Status.COMPLETE)
    late = found(store, day)
    assert (late.backup.at, late.backup.due) == (datetime(2024, 12, 16, 9, 0), True)


def test_that_households_on_lists_are_counted_once_in_the_second_look(store: Store) -> None:
    with store.write() as session:
        own = settings.read(session).unit_id
        place = add_hamlet(session, "Buôn Đŭng")
        known = [
            households.save(
                session, Household(unit_id=own, head=f"Y Wing {n}", hamlet_id=place.id),
                {2024: Yearly("HN" if n < 2 else "HCN")},
            )
            for n in range(3)
        ]  # fmt: skip
        for day in (2, 9):
            one = log(session, held_on=date(2024, 10, day), poor=9)
            attendance.save(session, own, one.id, [
                Person(name=f"Người {n}", household_id=known[n].id) for n in (0, 2)
            ])  # fmt: skip
    assert (found(store).households.done, second(store).households) == (
        18,
        Measure(2, 3, filter=found(store).filter),
    )
    assert second(store).focus.reached == 2
    for poor, most in ((2, 3), (9, 9)):
        with store.write() as session:
            hamlet_years.save(session, 2024, [HamletYear(place.id, 2024, 90, poor, 0, 0)])
        measure = second(store).households
        assert measure is not None
        assert measure.target == most
