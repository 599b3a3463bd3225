from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from db.store import Store
from desktop.core import plan_tasks, plans
from desktop.core.plan_tasks import State as TaskState
from desktop.core.plans import Target
from desktop.ui import plan_look, theme
from desktop.ui.screens.plan_page import PlanPage
from tests.core.test_sums import city, template, wards
from tests.ui.test_plan_page import box_of, fits, make, rows

__all__ = ["city", "template"]


@pytest.fixture
def of_city(qtbot: Any, city: Store, inline: Any) -> PlanPage:
    return make(qtbot, city, inline, theme.Edition.CITY)


def test_that_the_city_edits_plan_tasks_and_states(of_city: PlanPage, city: Store) -> None:
    page = of_city
    page.plan_button.click()
    box = box_of(page)
    box.body.set_values({"number": "212/KH-UBND", "first": None})
    box.save()
    assert "Chưa có ngày bắt đầu" in box.body.message("first")
    box.body.set_values({"first": date(2024, 10, 1)})
    box.save()
    page.tasks_button.click()
    box = page.findChildren(QDialog)[-1]
    box.add_button.click()
    box.rows[-1].text.set_value("Báo cáo hằng tháng")
    box.rows[0].out.click()
    box.save()
    with city.read() as session:
        plan = plans.own(session)
        assert plan is not None
        tasks = plan_tasks.of(session, plan.id)
    assert plan.number == "212/KH-UBND"
    assert (len(tasks), tasks[-1].text, tasks[-1].body) == (
        13, "Báo cáo hằng tháng", "UBND các xã, phường",
    )  # fmt: skip
    chosen = page.tasks.boxes[tasks[0].id]
    chosen.setCurrentIndex(chosen.findData(TaskState.DONE))
    chosen.activated.emit(chosen.currentIndex())
    page.dialogs.texts = ["Đã gửi văn bản"]
    page.tasks.note_wanted.emit(tasks[1])
    with city.read() as session:
        found = plan_tasks.of(session, plan.id)
    assert (found[0].state, found[1].note) == (TaskState.DONE, "Đã gửi văn bản")


def test_that_the_city_sets_targets_of_all_units_at_once(of_city: PlanPage, city: Store) -> None:
    page = of_city
    page.choose("targets")
    page.targets_button.click()
    box = box_of(page)
    box.indicator.setCurrentIndex(box.indicator.findData("CT01"))
    box.all_units.set_value(8)
    box.fill_button.click()
    box.rows[1].least.set_value(None)
    box.rows[2].most.set_value(5)
    box.save()
    said = box.problem.accessibleName()
    name = box.indicator.currentText().removeprefix("CT01 ")
    assert f"{box.rows[2].name}, {name}: mức cao nhất (5) nhỏ hơn mức cần đạt (8)" in said
    box.rows[2].most.set_value(12)
    box.rows[2].due.set_value(date(2024, 12, 20))
    box.save()
    with city.read() as session:
        plan = plans.own(session)
        assert plan is not None
        count = len(wards(session))
    of_ct01 = [one for one in plan.targets if one.indicator == "CT01"]
    assert Target("CT01", box.rows[2].unit_id, 8, 12, date(2024, 12, 20)) in of_ct01
    assert 19 <= len(of_ct01) < count
    assert [one.at_most for one in plan.targets if one.indicator == "CT17"] == [2]
    assert rows(page.targets)[2][1:] == ["8 – 12 · hạn 20/12", "–"]
    assert rows(page.targets)[0] == ["Toàn địa bàn", "–", "1 – 2 · hạn 31/12"]


def test_that_changing_one_target_gives_no_other_a_day(of_city: PlanPage, city: Store) -> None:
    page = of_city
    with city.write() as session:
        plan, (first, second, *_) = plans.own(session), wards(session)
        wanted = [Target("CT01", one, 8, None, None) for one in (first, second)]
        plans.save_targets(session, plan.id, wanted)
    page.refresh()
    page.choose("targets")
    page.targets_button.click()
    box = box_of(page)
    box.indicator.setCurrentIndex(box.indicator.findData("CT01"))
    row = next(one for one in box.rows if one.unit_id == first)
    row.least.set_value(9)
    box.save()
    with city.read() as session:
        kept = {one.unit_id: one for one in plans.own(session).targets if one.indicator == "CT01"}
    assert (kept[first].at_least, kept[first].due_on) == (9, None)
    assert (kept[second].at_least, kept[second].due_on) == (8, None)


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("least", "99999999999999", "lớn hơn mức nhận được"),
        ("due", "32/13", "ngày"),
        ("most", "9", "Chưa có mức cần đạt"),
    ],
)
def test_that_what_cannot_be_read_stays_before_another_indicator(
    of_city: PlanPage, field: str, text: str, why: str
) -> None:
    page = of_city
    page.choose("targets")
    page.targets_button.click()
    box = box_of(page)
    first = box.indicator.currentData()
    row = box.rows[2]
    if field == "most":
        row.least.set_value(None)
    getattr(row, field).setText(text)
    box.indicator.setCurrentIndex(box.indicator.findData("CT11"))
    assert box.indicator.currentData() == first
    assert row.name in box.problem.accessibleName()
    assert why in box.problem.accessibleName()
    assert getattr(row, field).text() == text
    row.least.set_value(8)
    getattr(row, field).setText({"least": "20", "due": "20/12/2024", "most": "9"}[field])
    box.indicator.setCurrentIndex(box.indicator.findData("CT11"))
    assert box.indicator.currentData() == "CT11"
    assert box.problem.isHidden()
    kept = [one for one in box.value() if (one.indicator, one.unit_id) == (first, row.unit_id)]
    assert len(kept) == 1


def test_that_turning_through_the_indicators_is_no_change(of_city: PlanPage) -> None:
    page = of_city
    page.choose("targets")
    page.targets_button.click()
    box = box_of(page)
    for number in range(box.indicator.count()):
        box.indicator.setCurrentIndex(number)
    box.reject()
    assert (box.isHidden(), page.dialogs.asked) == (True, [])
    page.targets_button.click()
    box = page.findChildren(QDialog)[-1]
    box.rows[3].least.set_value(7)
    box.indicator.setCurrentIndex(0)
    page.dialogs.answers = [False]
    box.reject()
    assert box.isVisible()


def test_that_the_city_page_fits_a_small_screen(of_city: PlanPage) -> None:
    of_city.choose("targets")
    fits(of_city)


def test_that_a_due_day_of_another_year_says_the_year(of_city: PlanPage) -> None:
    found = of_city._found
    day = date(found.plan.first.year + 1, 1, 15)
    targets = (Target("CT01", None, 5, None, day),)
    known = replace(found, plan=replace(found.plan, targets=targets))
    (column,) = [one for one in plan_look.columns(known) if one.key == "CT01"]
    assert column.second(plan_look.Row(None, "")) == f"hạn 15/01/{day.year}"
