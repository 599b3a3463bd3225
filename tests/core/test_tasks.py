from dataclasses import replace
from datetime import date

from sqlalchemy import text

from db.store import Store
from desktop.core import (
    activities,
    exchange,
    hamlet_years,
    households,
    narratives,
    periods,
    reports,
    tasks,
)
from desktop.core.activities import Expense, Status
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Household, Yearly
from desktop.core.narratives import Narrative
from desktop.core.reports import State
from desktop.core.tasks import Mark, Step, Tasks
from tests.builders import add_hamlet, log
from tests.core.planning import plan

Q4 = periods.parse("2024-Q4")


def found(store: Store) -> Tasks:
    with store.read() as session:
        return tasks.of(session, Q4)


def marks(store: Store) -> dict[Step, Mark]:
    return {one.step: one.mark for one in found(store).lines}


def said(store: Store, step: Step) -> str:
    return next(one.text for one in found(store).lines if one.step is step)


def test_that_a_period_without_activities_asks_for_the_reason(store: Store) -> None:
    assert "không phát sinh" in said(store, Step.LOG)
    assert marks(store)[Step.WORDS] is Mark.OPEN
    with store.write() as session:
        narratives.save(session, Q4, Narrative(nil_reason="Lũ lụt"))
    assert marks(store)[Step.WORDS] is Mark.DONE
    assert found(store).may_lock


def test_that_lacking_papers_are_said_and_do_not_stop(store: Store) -> None:
    with store.write() as session:
        one = log(session)
    assert said(store, Step.LOG) == "Đã ghi 1 hoạt động, 1 còn thiếu hồ sơ"
    assert found(store).may_lock
    with store.write() as session:
        activities.save(session, replace(one, status=Status.COMPLETE))
    assert marks(store)[Step.LOG] is Mark.DONE


def test_that_what_was_planned_and_not_logged_is_said_before_the_lock(store: Store) -> None:
    with store.write() as session:
        log(session, status=Status.COMPLETE)
        for day in (date(2024, 11, 12), date(2024, 12, 14), date(2024, 8, 1)):
            plan(session, day)
    assert said(store, Step.LOG) == "Đã ghi 1 hoạt động, 2 buổi dự kiến đã qua chưa ghi"
    assert found(store).may_lock
    assert found(store).warning == (
        "2 buổi của kỳ còn là dự kiến: khóa rồi thì không ghi vào sổ kỳ này được nữa, trừ khi mở khóa."
    )


def test_that_a_lock_before_the_end_and_one_of_nothing_are_asked_about(store: Store) -> None:
    assert found(store).warning == (
        "Kỳ không có hoạt động nào: báo cáo là “không phát sinh”, mà chưa ghi lý do. Nên ghi lý do "
        "trước (bấm Soạn lời báo cáo)."
    )
    with store.write() as session:
        narratives.save(session, Q4, Narrative(nil_reason="Lũ lụt"))
        log(session, held_on=date(2024, 12, 16))
        ahead = tasks.of(session, periods.parse("2025-Q1")).warning
    assert found(store).warning == "Kỳ không có hoạt động nào: báo cáo là “không phát sinh”."
    assert ahead.startswith("Kỳ còn đến hết ngày 14/03/2025: khóa lúc này thì những gì tổ chức từ")
    with store.write() as session:
        exchange.lock(session, Q4)
    assert said(store, Step.LOG) == "Không có hoạt động nào: báo cáo không phát sinh"
    assert marks(store)[Step.LOG] is Mark.DONE


def test_that_what_is_wrong_stops_the_lock(store: Store) -> None:
    with store.write() as session:
        log(session)
        session.execute(text("UPDATE activities SET women = 99"))
    assert marks(store)[Step.LOG] is Mark.STOPS
    assert not found(store).may_lock


def test_that_activities_of_other_days_do_not_count(store: Store) -> None:
    with store.write() as session:
        log(session, held_on=date(2024, 6, 1))
    assert "không phát sinh" in said(store, Step.LOG)


def test_that_difficulties_are_asked_for_where_there_are_activities(store: Store) -> None:
    with store.write() as session:
        log(session)
    assert marks(store)[Step.WORDS] is Mark.OPEN
    with store.write() as session:
        narratives.save(session, Q4, Narrative(difficulties="Loa hỏng"))
    assert marks(store)[Step.WORDS] is Mark.DONE


def test_that_the_steps_follow_the_report_from_lock_to_answer(store: Store) -> None:
    with store.write() as session:
        log(session)
        report = exchange.lock(session, Q4)
    assert (marks(store)[Step.LOCK], marks(store)[Step.SEND]) == (Mark.DONE, Mark.OPEN)
    with store.write() as session:
        reports.mark(session, report, State.SENT)
    assert said(store, Step.SEND) == reports.STATE_NAMES[State.SENT]
    with store.write() as session:
        reports.mark(session, report, State.RETURNED)
    assert (marks(store)[Step.SEND], marks(store)[Step.LOCK]) == (Mark.LOOK, Mark.LOOK)
    assert said(store, Step.LOCK) == ("Cấp trên trả lại bản số 1: mở khóa để sửa, rồi khóa bản mới")
    assert found(store).is_returned
    with store.write() as session:
        reports.reopen(session, Q4, "sửa theo yêu cầu")
    assert said(store, Step.LOCK) == "Khóa bản số 2 thay bản số 1 đã cũ"


def test_that_the_money_is_looked_over_before_sending(store: Store) -> None:
    with store.write() as session:
        log(session, expenses=(Expense("CAP_TREN", 5, "VPP"),))
    assert said(store, Step.ODD) == "Kinh phí có 1 điểm cần xem lại (trang Kinh phí, thẻ Kiểm tra)"
    assert marks(store)[Step.ODD] is Mark.LOOK
    assert found(store).may_lock


def test_that_counts_of_hamlets_that_differ_from_the_register_are_said(store: Store) -> None:
    with store.write() as session:
        hamlet = add_hamlet(session, "Buôn Đŭng")
        household = Household(unit_id=hamlet.unit_id, head="H'Yim Kđoh", hamlet_id=hamlet.id)
        households.save(session, household, {2024: Yearly("HN", frozenset())})
        hamlet_years.save(session, 2024, [HamletYear(hamlet.id, 2024, poor=1)])
    assert "khác sổ hộ" not in said(store, Step.ODD)
    with store.write() as session:
        hamlet_years.save(session, 2024, [HamletYear(hamlet.id, 2024, poor=5)])
    assert "Số hộ đã nhập ở 1 thôn, buôn khác sổ hộ" in said(store, Step.ODD)
