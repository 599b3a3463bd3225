from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from db.rows import TargetRow
from db.store import Store
from desktop.core import activities, listing, periods, planned, recurrences, reports, settings
from desktop.core.planned import State
from desktop.ui import theme
from desktop.ui.main_window import Page
from desktop.ui.operations import Operations
from desktop.ui.planned_confirm import Verdict
from desktop.ui.planned_look import Lens
from desktop.ui.screen import Context
from desktop.ui.screens.plan_page import PlanPage
from tests.builders import CLOCK, add_hamlet, log
from tests.core.planning import plan, radio, repeat
from tests.ui.scripted import ScriptedDialogs
from tests.ui.test_activity_form import dialogs, make_form

__all__ = ["dialogs", "make_form"]
NOVEMBER = (date(2024, 11, 1), date(2024, 11, 30))
Key = Qt.Key


def make(qtbot: Any, store: Store, inline: Any, edition: theme.Edition, **more: Any) -> PlanPage:
    theme.apply(QApplication.instance(), edition)
    dialogs = ScriptedDialogs()
    operations = Operations(store.read, store.write, dialogs, inline)
    page = PlanPage(Context(operations, dialogs, CLOCK, edition=edition, **more))
    page.dialogs = dialogs
    qtbot.addWidget(page)
    page.resize(1154, 607)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


@pytest.fixture
def ward(qtbot: Any, store: Store, inline: Any) -> Any:
    return lambda **more: make(qtbot, store, inline, theme.Edition.WARD, **more)


def box_of(page: PlanPage) -> Any:
    (found,) = page.findChildren(QDialog)
    return found


def rows(table: Any) -> list[list[str]]:
    return [[column.said(one) for column in table.table.columns] for one in table.table.values]


def press(key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def test_that_a_month_of_26_broadcasts_takes_at_most_10_keys(ward: Any, store: Store) -> None:
    with store.write() as session:
        repeat(session, weekdays=tuple(range(6)), first=NOVEMBER[0], last=NOVEMBER[1])
    page = ward()
    page.planned.view.setFocus()
    keys = [
        (Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    ]
    for key in keys:
        press(*key)
    assert len(keys) <= 10
    print(f"a month of 26: {len(keys)} keys")
    with store.read() as session:
        unit_id = settings.read(session).unit_id
        logged = activities.counted(session, unit_id, *NOVEMBER)
        states = {one.state for one in planned.between(session, *NOVEMBER)}
    assert (len(logged), states) == (26, {State.DONE})
    assert page._tab == "planned"


def test_that_one_exception_with_a_reason_still_takes_at_most_10_keys(
    ward: Any, store: Store
) -> None:
    with store.write() as session:
        repeat(session, weekdays=tuple(range(6)), first=NOVEMBER[0], last=NOVEMBER[1])
    page = ward()
    page.planned.view.setFocus()
    page.dialogs.texts = ["Mất điện", ""]
    press(Key.Key_F8)
    press(Key.Key_Down)
    press(Key.Key_Space)
    press(Key.Key_Down)
    press(Key.Key_Space)
    assert [one.verdict for one in page.confirm.decisions[:4]] == [
        Verdict.HELD, Verdict.SKIPPED, Verdict.LEFT, Verdict.HELD,
    ]  # fmt: skip
    assert page.confirm.confirm_button.text() == " Ghi vào sổ 24 buổi  (Ctrl+Enter)"
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with store.read() as session:
        found = planned.between(session, *NOVEMBER)
    assert [one.state for one in found[:3]] == [State.DONE, State.SKIPPED, State.OPEN]
    assert found[1].reason == "Mất điện"
    (left,) = page.confirm.decisions
    assert left.line.planned == found[2]


def test_that_a_confirmation_is_taken_back_at_once(ward: Any, store: Store) -> None:
    with store.write() as session:
        radio(session, 3)
    page = ward()
    said: list[Any] = []
    page.said.connect(lambda text, undo: said.append((text, undo)))
    page.open_confirm()
    page.confirm.confirm()
    assert said[0][0] == "Đã ghi 1 buổi vào sổ."
    said[0][1]()
    with store.read() as session:
        (one,) = planned.between(session, date(2024, 12, 3), date(2024, 12, 3))
        unit_id = settings.read(session).unit_id
        assert listing.find(session, listing.Filter(unit_id=unit_id)).lines == ()
    assert (one.state, one.activity_id) == (State.OPEN, None)


def test_that_what_needs_a_look_comes_first_and_opens_the_form(
    ward: Any, store: Store, qtbot: Any
) -> None:
    with store.write() as session:
        radio(session, 3)
        talk = plan(session, 4)
    page = ward()
    page.open_confirm()
    first, second = page.confirm.decisions
    assert (first.verdict, second.verdict) == (Verdict.LEFT, Verdict.HELD)
    assert "Chưa có số người dự" in first.words
    page.confirm.view.select(0)
    with qtbot.waitSignal(page.log_wanted) as wanted:
        QTest.keyClick(page.confirm.view, Key.Key_Return)
    assert wanted.args[0] == talk
    assert wanted.args[1]["started_at"] == time(8, 0)
    with store.write() as session:
        kept = log(session, held_on=talk.planned_on)
    page.mark_done(talk.id, kept.id)
    with store.read() as session:
        assert planned.get(session, talk.id).activity_id == kept.id
    assert [one.id for one in page.confirm.decisions] == [second.id]


def test_that_the_list_says_what_is_overdue_and_what_clashes(ward: Any, store: Store) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Thôn 1").id
        plan(session, 20, title="Một", hamlets=(place,))
        plan(session, 20, title="Hai", hamlets=(place,), started_at=time(9, 0))
        plan(session, 3, title="Đã qua")
    page = ward()
    assert [(row[1].split(" · ")[0], row[2]) for row in rows(page.planned.view)] == [
        ("Đã qua", "Chưa ghi sổ"), ("Một", "Trùng lịch"), ("Hai", "Trùng lịch"),
    ]  # fmt: skip
    assert "1 buổi dự kiến đã qua ngày" in page.planned.banner.accessibleName()
    assert page.planned.chips[Lens.OPEN].text() == "Chưa ghi sổ · 1"
    assert page.planned.chips[Lens.COMING].text() == "Sắp tới · 2"
    page.planned.turn(-1)
    assert page.planned.month.text() == "Tháng 11/2024"
    assert rows(page.planned.view) == []


def test_that_what_a_locked_report_leaves_out_is_said_and_not_waited_for(
    ward: Any, store: Store
) -> None:
    with store.write() as session:
        plan(session, 3)
        plan(session, date(2024, 11, 5))
        plan(session, 15)
        reports.lock(session, periods.parse("2024-Q4"), b"", "", nil=True)
    page = ward()
    assert "1 buổi dự kiến đã qua ngày mà chưa ghi vào sổ." in page.planned.banner.accessibleName()
    assert [row[2] for row in rows(page.planned.view)] == ["Chưa ghi sổ", "Kỳ đã khóa"]
    page.planned.view.select(1)
    shown = {key for key, one in page.planned.buttons.by_name.items() if one.isVisible()}
    assert shown == {"edit", "skip", "drop"}
    press(Key.Key_Return)  # is not logged


def test_that_what_was_logged_is_planned_again_only_once_it_was_withdrawn(
    ward: Any, store: Store
) -> None:
    with store.write() as session:
        one = plan(session, 3)
        kept = log(session, held_on=one.planned_on)
        planned.done(session, one.id, kept.id)
    page = ward()
    page.planned.view.select(0)
    deeds = page.planned.buttons.by_name
    assert (deeds["activity"].isVisible(), deeds["reopen"].isVisible()) == (True, False)
    with store.write() as session:
        activities.save(session, replace(kept, status=activities.Status.WITHDRAWN))
    page.refresh()
    assert deeds["reopen"].isVisible()
    deeds["reopen"].click()
    assert rows(page.planned.view)[0][2] == "Chưa ghi sổ"


def test_that_skipping_asks_for_a_reason_and_can_be_undone(ward: Any, store: Store) -> None:
    with store.write() as session:
        one = plan(session, 20)
    page = ward()
    said: list[Any] = []
    page.said.connect(lambda text, undo: said.append(undo))
    page.dialogs.texts = ["", "Mưa lớn"]
    page.planned.view.select(0)
    for _ in range(2):
        page.planned.view.setFocus()
        press(Key.Key_Delete)
    assert rows(page.planned.view)[0][2] == "Không tổ chức"
    said[0]()
    with store.read() as session:
        assert planned.get(session, one.id) == one


def test_that_a_new_plan_is_typed_checked_and_kept(ward: Any, store: Store) -> None:
    page = ward()
    page.planned.new_button.click()
    box = box_of(page)
    box.save()
    assert "Chưa có ngày dự kiến" in box.body.message("planned_on")
    box.body.set_values({"planned_on": date(2024, 12, 20), "channel": "SINH_HOAT_CD"})
    box.save()
    assert "Chưa có tên hoạt động và chủ đề" in box.body.message("topics")
    with store.write() as session:
        place = add_hamlet(session, "Thôn 1").id
    page.dialogs.answers = [True]
    box.reject()
    assert page.dialogs.asked == ["Bỏ những gì vừa gõ?"]
    page.planned.new_button.click()
    box = page.findChildren(QDialog)[-1]
    box.body.set_values({
        "planned_on": date(2024, 12, 20), "channel": "SINH_HOAT_CD", "topics": ("DV04",),
        "hamlets": (place,), "started_at": time(19, 0), "note": "Mượn loa",
    })  # fmt: skip
    box.save()
    (row,) = rows(page.planned.view)
    assert row[1] == "Y tế · Sinh hoạt cộng đồng · 19:00 · Thôn 1"
    assert page.planned.view.selected().note == "Mượn loa"


def test_that_a_broadcast_is_set_up_and_stopped(ward: Any, store: Store) -> None:
    page = ward()
    page.choose("repeats")
    page.repeat_button.click()
    box = box_of(page)
    assert box.sentence() == ""
    box.body.set_values({
        "weekdays": (1, 4), "first": date(2024, 12, 1), "last": date(2024, 12, 31),
        "started_at": time(6, 0), "minutes": 15, "languages": ("VIET", "EDE"), "topics": ("DV04",),
    })  # fmt: skip
    assert box.sentence() == (
        "Phát thanh, thứ 3 và thứ 6, 06:00, 15 phút, Tiếng Việt và tiếng Ê-đê: 9 buổi"
    )
    box.save()
    assert rows(page.repeats.view)[0][1] == "đến 31/12/2024 · 9 dự kiến"
    page.repeats.grid.setFocus()
    QTest.keyClick(page.repeats.grid, Key.Key_Right)
    assert page.repeats.grid.accessibleName().startswith("Lịch tháng 12/2024. Thứ Ba 17/12/2024")
    assert "06:00 Y tế, dự kiến" in page.repeats.grid.accessibleName()
    undos: list[Any] = []
    page.said.connect(lambda text, undo: undos.append(undo))
    page.dialogs.answers = [True]
    page.repeats.stop_button.click()
    with store.read() as session:
        (left,) = recurrences.all_of(session)
    assert (left.open, left.recurrence.last) == (4, date(2024, 12, 15))
    assert rows(page.repeats.view)[0][1] == "đã hết 15/12/2024 · 4 dự kiến"
    assert not page.repeats.stop_button.isEnabled()
    assert not page.repeats.edit_button.isEnabled()
    page.repeats.view.setFocus()
    press(Key.Key_Delete)  # asks nothing
    undos[-1]()
    assert rows(page.repeats.view)[0][1] == "đến 31/12/2024 · 9 dự kiến"
    assert page.repeats.stop_button.isEnabled()


def test_that_a_new_broadcast_is_the_chosen_one(ward: Any, store: Store) -> None:
    with store.write() as session:
        repeat(session, last=date(2025, 6, 30))
    page = ward()
    page.choose("repeats")
    page.repeat_button.click()
    box = box_of(page)
    box.body.set_values({"weekdays": (2,), "title": "Bản tin xã", "topics": ("DV04",)})
    box.save()
    assert page.repeats.view.selected().recurrence.title == "Bản tin xã"


def test_that_the_calendar_turns_its_month_and_opens_a_day(ward: Any, store: Store) -> None:
    with store.write() as session:
        one = plan(session, date(2025, 1, 2))
    page = ward()
    page.choose("repeats")
    page.repeats.grid.setFocus()
    for _ in range(3):
        QTest.keyClick(page.repeats.grid, Key.Key_Down)
    assert page.repeats.month.text() == "Tháng 01/2025"
    for _ in range(4):
        QTest.keyClick(page.repeats.grid, Key.Key_Left)
    QTest.keyClick(page.repeats.grid, Key.Key_Return)
    assert (page._tab, page.planned.view.selected()) == ("planned", one)


def test_that_a_ward_reads_plan_targets_and_tasks(ward: Any, store: Store, qtbot: Any) -> None:
    with store.write() as session:
        mine = settings.read(session)
        session.add(TargetRow(id="t1", plan_id=mine.plan_id, unit_id=mine.unit_id,
                              indicator="CT01", at_least=4, at_most=6))  # fmt: skip
        log(session)
    page = ward()
    page.choose("plan")
    found = rows(page.paces.view)
    assert found[0][:2] == [
        "Buổi truyền thông trực tiếp · cần 4 đến hôm nay", "1 / 4–6 buổi · hạn 31/12/2024",
    ]  # fmt: skip
    assert found[1][0] == "Phóng sự · chung của cả địa bàn"
    assert page.tasks.boxes == {}
    assert page.tasks._count.text() == "0/13 nhiệm vụ đã xong"
    with qtbot.waitSignal(page.activities_wanted) as wanted:
        page.paces.opened.emit(page.paces.view.table.values[0])
    with store.read() as session:
        assert listing.counts(session, [wanted.args[0]]) == [1]


def test_that_who_only_looks_gets_no_buttons(ward: Any, store: Store) -> None:
    with store.write() as session:
        radio(session, 3)
    page = ward(may_log=False)
    assert page.top_actions() == ()
    page.planned.view.select(0)
    assert not any(one.isVisible() for one in page.planned.buttons.by_name.values())
    page.open_confirm()
    assert page._tab == "planned"


def test_that_the_top_bar_has_the_buttons_of_the_tab(qtbot: Any, store: Store, inline: Any) -> None:
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    dialogs = ScriptedDialogs()
    page = PlanPage(Context(Operations(store.read, store.write, dialogs, inline), dialogs, CLOCK))
    bar = Page(page)
    qtbot.addWidget(bar)
    bar.show()
    assert not any(one.isWindow() for one in page.top_actions())
    shown = [one.isVisible() for one in page.top_actions()]
    page.choose("repeats")
    after = [one.isVisible() for one in page.top_actions()]
    page.choose("plan")
    assert (shown, after) == ([True, True, False], [True, False, True])
    assert not any(one.isVisible() for one in page.top_actions())


def fits(page: PlanPage) -> None:
    """A screen of 1366x768 at 125 %: 1093x557 without the frame, the bar, the compact menu."""
    assert page.minimumSizeHint().width() <= 1037
    assert page.minimumSizeHint().height() <= 467


def test_that_the_ward_page_fits_a_small_screen(ward: Any, store: Store) -> None:
    with store.write() as session:
        repeat(session)
    page = ward()
    for tab in ("planned", "repeats", "plan"):
        page.choose(tab)
    page.open_confirm()
    fits(page)


def test_that_the_form_filled_from_a_plan_logs_it(
    ward: Any, make_form: Any, store: Store, qtbot: Any
) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Thôn 1").id
        one = plan(session, 10, channel="SINH_HOAT_CD", hamlets=(place,), languages=("EDE",))
    page = ward()
    form = make_form()
    form.saved.connect(lambda kept: page.mark_done(one.id, kept.id))
    page.log_wanted.connect(lambda _one, values: form.start_new(values))
    page.planned.view.select(0)
    page.planned.view.opened.emit(one)
    form._body.set_values({"attendees": 40, "women": 21})
    form.save()
    with store.read() as session:
        done = planned.get(session, one.id)
        kept = activities.get(session, one.unit_id, str(done.activity_id))
    assert done.state is State.DONE
    assert (kept.held_on, kept.hamlets, kept.languages, kept.attendees, kept.items) == (
        date(2024, 12, 10), (place,), ("EDE",), 40, 1,
    )  # fmt: skip
    assert (kept.started_at, kept.ended_at) == (time(8, 0), time(10, 0))
    assert kept.venue == "Hội trường xã"
