from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db.store import Store
from desktop.core import history, history_words, plan_tasks, plans, settings
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.history import Wanted
from desktop.core.plan_tasks import PlanTask, State
from desktop.core.plans import Plan, Target
from tests.core.test_sums import city, template, wards

__all__ = ["city", "template"]


def own(session: Any) -> Plan:
    found = plans.own(session)
    assert found is not None
    return found


def test_that_the_seed_plan_gives_thirteen_tasks_to_six_bodies(store: Store) -> None:
    with store.read() as session:
        tasks = plan_tasks.of(session, own(session).id)
    bodies = plan_tasks.by_body(tasks)
    assert [len(of_body) for of_body in bodies.values()] == [4, 1, 1, 1, 3, 3]
    assert next(iter(bodies)) == "Phòng Văn hóa và Thông tin"
    assert list(bodies)[-1] == "UBND các xã, phường"
    assert {one.state for one in tasks} == {State.OPEN}


@pytest.mark.both_kinds
def test_that_the_city_edits_its_plan_and_the_history_says_what(city: Store) -> None:
    with city.write() as session:
        before = own(session)
        wanted = replace(
            before, number=" 212/KH-UBND ", signed_on=date(2024, 9, 27),
            bases=(*before.bases[:2], "", "Nghị quyết 01"), signer_name="Lê Văn A",
        )  # fmt: skip
        kept = plans.save(session, wanted)
    with city.read() as session:
        assert own(session) == kept
        event = history.of(session, "plan", kept.id)[0]
    assert (kept.number, kept.signed_on, kept.signer_name) == (
        "212/KH-UBND", date(2024, 9, 27), "Lê Văn A",
    )  # fmt: skip
    assert kept.bases == (*before.bases[:2], "Nghị quyết 01")
    assert kept.targets == before.targets
    assert event.changes["number"] == ["", "212/KH-UBND"]
    assert event.changes["bases"] == [4, 3]


def test_that_a_plan_that_ends_before_it_begins_is_not_kept(city: Store) -> None:
    with city.write() as session:
        plan = own(session)
        for wrong in (
            replace(plan, last=date(2024, 9, 30)), replace(plan, title=""),
            replace(plan, signer_block="A\nB\nC\nD"), replace(plan, last=date(2034, 1, 1)),
        ):  # fmt: skip
            with pytest.raises(WrongChoiceError):
                plans.save(session, wrong)
        assert own(session) == plan


def test_that_a_ward_reads_the_plan_and_changes_nothing(store: Store) -> None:
    with store.write() as session:
        plan = own(session)
        (task, *_) = plan_tasks.of(session, plan.id)
        for act in (
            lambda: plans.save(session, plan),
            lambda: plans.save_targets(session, plan.id, ()),
            lambda: plan_tasks.save(session, plan.id, ()),
            lambda: plan_tasks.set_state(session, task.id, State.DONE),
        ):
            with pytest.raises(WrongChoiceError, match="đơn vị tổng hợp"):
                act()


@pytest.mark.both_kinds
def test_that_units_have_targets_of_their_own_beside_those_of_all(city: Store) -> None:
    with city.write() as session:
        plan = own(session)
        one, other = wards(session)[:2]
        wanted = [
            *plan.targets, Target("CT01", one, 8, None, date(2024, 12, 15)),
            Target("CT01", other, 12), Target("CT11", one, 100, 200),
        ]  # fmt: skip
        kept = plans.save_targets(session, plan.id, wanted)
        assert set(kept.targets) == set(wanted)


def test_that_a_changed_target_stays_the_same_record(city: Store) -> None:
    with city.write() as session:
        plan = own(session)
        (before,) = plan.targets
        (after,) = plans.save_targets(session, plan.id, [Target("CT17", None, 3)]).targets
    assert (after.id, after.at_least) == (before.id, 3)


def test_that_wrong_targets_are_said_all_at_once(city: Store) -> None:
    with city.write() as session:
        plan = own(session)
        wanted = [
            Target("CT01", None, 0), Target("CT01", None, 5), Target("CT02", None, 5, 4),
            Target("CT03", None, 5, None, date(2024, 1, 1)),
        ]  # fmt: skip
        said = plans.target_problems(plan, wanted, {"CT02": "Lượt người"})
        assert [one.partition(".")[0] for one in said] == [
            "Toàn địa bàn, CT01: mức cần đạt phải từ 1 trở lên",
            "Toàn địa bàn, CT01: có hai mức cho cùng một chỉ tiêu",
            "Toàn địa bàn, Lượt người: mức cao nhất (4) nhỏ hơn mức cần đạt (5)",
            "Toàn địa bàn, CT03: hạn 01/01/2024 đứng trước ngày bắt đầu kế hoạch 01/10/2024",
        ]
        with pytest.raises(WrongChoiceError, match="Toàn địa bàn, Số cuộc"):
            plans.save_targets(session, plan.id, wanted)


def test_that_a_target_is_due_within_the_plan(city: Store) -> None:
    with city.write() as session:
        plan, (one, *_) = own(session), wards(session)
        wanted = [Target("CT01", one, 5, None, date(2025, 1, 15))]
        with pytest.raises(WrongChoiceError, match="15/01/2025 đứng sau ngày kết thúc kế hoạch"):
            plans.save_targets(session, plan.id, wanted)
        assert own(session).targets == plan.targets


@pytest.mark.both_kinds
def test_that_tasks_keep_their_order_state_and_note(city: Store) -> None:
    with city.write() as session:
        plan_id = own(session).id
        first, second, *_ = plan_tasks.of(session, plan_id)
        new = PlanTask(body="Đài phát thanh", text="Phát sóng phóng sự\nhằng tuần")
        plan_tasks.save(session, plan_id, [second, new, first])
        plan_tasks.set_state(session, new.id, State.DOING, "Đã ký hợp đồng")
        plan_tasks.set_state(session, first.id, State.DONE)
    with city.read() as session:
        found = plan_tasks.of(session, plan_id)
        deeds = [one.deed for one in history.of(session, "plan", plan_id)]
    assert [one.id for one in found] == [second.id, new.id, first.id]
    assert [(one.state, one.note) for one in found] == [
        (State.OPEN, ""), (State.DOING, "Đã ký hợp đồng"), (State.DONE, ""),
    ]  # fmt: skip
    assert deeds == ["task", "task", "tasks"]


def test_that_a_task_without_a_body_is_not_kept(city: Store) -> None:
    with city.write() as session:
        plan_id = settings.read(session).plan_id
        with pytest.raises(WrongChoiceError, match="cơ quan thực hiện"):
            plan_tasks.save(session, plan_id, [PlanTask(body=" ", text="Việc")])
        with pytest.raises(NotFoundError):
            plan_tasks.set_state(session, "x", State.DONE)
        assert len(plan_tasks.of(session, plan_id)) == 13


def test_that_the_history_says_what_was_done_to_plans_in_words(city: Store) -> None:
    with city.write() as session:
        plan = own(session)
        plans.save(session, replace(plan, number="212/KH-UBND", last=date(2025, 1, 15)))
        plans.save_targets(session, plan.id, [*plan.targets, Target("CT01", None, 100)])
        (task, *_) = plan_tasks.of(session, plan.id)
        plan_tasks.set_state(session, task.id, State.DOING)
        page = history_words.page(session, Wanted(nouns=history_words.GROUPS["Kế hoạch"]))
    assert [(one.deed, one.record, one.short) for one in page.lines] == [
        ("Đổi tình trạng nhiệm vụ", plan.short_title, "Tình trạng: Chưa làm → Đang làm"),
        ("Đặt chỉ tiêu", plan.short_title, "Số chỉ tiêu: 1 → 2"),
        ("Sửa kế hoạch", plan.short_title,
         "Số: 212/KH-UBND; Đến ngày: 31/12/2024 → 15/01/2025"),
    ]  # fmt: skip
