"""Saving and leaving the list; its numbers beside those of the activity."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from db.store import Store
from desktop.core import activities, history
from desktop.core.activities import Activity
from desktop.core.attendance import Person
from desktop.core.errors import InvalidActivityError
from desktop.ui import theme
from desktop.ui.attendance_model import HOUSEHOLD
from desktop.ui.screens.attendance_page import AttendancePage
from tests.builders import log
from tests.ui.attendance.parts import COPIED, DUC, ENTER, LINH, SAVE, activity, cell, kept, keys
from tests.ui.scripted import ScriptedDialogs


def test_that_a_row_without_a_name_is_not_saved_but_shown(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(COPIED)
    page.view.go_to(2, 3)
    keys(page, "Kinh", ENTER)
    page.save()
    assert kept(store, one) == ()
    assert cell(page) == (2, 1)
    assert "Dòng 3 chưa có họ tên" in page.toast.accessibleName()


def test_that_saving_takes_what_is_still_being_typed(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    keys(page, "Lê A", SAVE)
    assert kept(store, one) == (Person(name="Lê A"),)
    assert not page.is_changed()


def test_that_leaving_asks_only_when_something_is_not_saved(
    page: AttendancePage, dialogs: ScriptedDialogs
) -> None:
    assert page.may_close()
    page.paste(COPIED)
    dialogs.answers = [False]
    assert not page.may_close()
    page.save()
    assert page.may_close()
    keys(page, Qt.Key.Key_Down, Qt.Key.Key_Down, "Lê")
    dialogs.answers = [True]
    assert page.may_close()
    assert len(dialogs.asked) == 2


def test_that_the_pane_shows_the_differences_and_takes_over_the_ticked_ones(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(COPIED)
    lines = {line.field: line for line in page.pane._lines}
    assert lines["women"].name.isVisible()
    assert (lines["women"].listed.text(), lines["women"].entered.text()) == ("1", "22")
    assert not lines["officials"].name.isVisible()
    for field in ("minority", "poor", "near_poor", "escaped", "other_households"):
        lines[field].name.setChecked(False)
    page.pane.take.click()
    now = activity(store, one)
    assert (now.attendees, now.women, now.minority, now.poor) == (2, 1, None, None)
    assert kept(store, one) == (LINH, DUC)
    assert not lines["women"].name.isVisible()
    with store.read() as session:
        assert history.of(session, "activity", one.id)[0].changes["attendees"] == [40, 2]


def test_that_numbers_that_would_stop_the_activity_are_refused_and_the_list_stays(
    page: AttendancePage, store: Store, one: Activity, dialogs: ScriptedDialogs
) -> None:
    page.model.add([replace(LINH, address=f"Thôn {n}") for n in range(50)])
    for line in page.pane._lines:
        line.name.setChecked(line.field == "women")
    page.pane.take.click()
    QApplication.processEvents()
    assert [type(error) for error in dialogs.errors] == [InvalidActivityError]
    assert (activity(store, one).women, kept(store, one)) == (22, ())
    assert page.is_changed()


def test_that_a_difference_is_explained_in_the_note_and_typing_stays(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(COPIED)
    page.pane.explain.click()
    assert not page.pane.keep.isEnabled()
    page.pane.text.insertPlainText("38 người không ký tên")
    page.pane.keep.click()
    assert activity(store, one).note.endswith("38 người không ký tên")
    assert "đã giải thích: 38 người" in page.pane.verdict.text()
    assert page.model.people() == (LINH, DUC)
    assert page.is_changed()


def test_that_a_change_elsewhere_refreshes_the_numbers_and_not_the_typing(
    page: AttendancePage, store: Store, one: Activity
) -> None:
    page.paste(COPIED)
    with store.write() as session:
        activities.save(session, replace(one, women=1))
    page.context.operations.changed.emit()
    assert page.model.people() == (LINH, DUC)
    women = next(line for line in page.pane._lines if line.field == "women")
    assert not women.name.isVisible()


def test_that_a_channel_without_people_is_not_compared(
    page: AttendancePage, store: Store, dialogs: ScriptedDialogs
) -> None:
    with store.write() as session:
        other = log(session, channel="PHAT_THANH", attendees=None, women=None)
    page.show_activity(other.unit_id, other.id)
    page.paste(COPIED)
    assert not page.pane.take.isVisible()
    assert "không tính người dự" in page.pane.verdict.text()


@pytest.mark.parametrize("base", [theme.SIZES[0], 13.0])
def test_that_everything_is_named_and_fits_the_small_screen(
    page: AttendancePage, base: float
) -> None:
    theme.apply(QApplication.instance(), theme.Edition.WARD, base)
    try:
        page.paste(COPIED.replace("Nam\t", "Namm\t"))
        page.pane.explain.click()
        size = page.minimumSizeHint()
        assert size.width() <= 1366 - 212
        assert size.height() <= 600
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                if isinstance(widget, QAbstractScrollArea) and not widget.isEnabled():
                    continue
                said = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                assert said, widget
    finally:
        theme.apply(QApplication.instance(), theme.Edition.WARD)


def test_that_without_households_in_the_register_nothing_is_said_of_them(
    page: AttendancePage,
) -> None:
    page.paste(COPIED)
    assert page.view.isColumnHidden(HOUSEHOLD)
    assert not page.pane.households.isVisible()
