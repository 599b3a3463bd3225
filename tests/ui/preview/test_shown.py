"""What the preview shows, and what of it can be chosen."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import activities, exchange, periods
from desktop.core.activities import Activity
from desktop.core.documents.content import Choice, ItemLine
from desktop.core.progress import Progress
from desktop.core.typed import TypedError
from desktop.ui import theme
from desktop.ui.main_window import MainWindow
from desktop.ui.paper_fields import read_lines, written_lines
from desktop.ui.screen import Context
from desktop.ui.screens.preview import PreviewScreen
from tests.builders import log
from tests.ui.preview.parts import CONTROL, ESC, PRINT, kept, made_now, opened, press


def test_that_the_minutes_are_shown_with_day_and_place(
    page: PreviewScreen, store: Store, one: Activity
) -> None:
    assert (page.title, page.subtitle) == ("Xem trước khi in", "Buổi 14/11/2024 tại Buôn Đŭng")
    assert page.pane.form.currentText() == "2. Biên bản buổi truyền thông"
    assert page.view.pages.content == made_now(store, one, "BB_TT")
    assert page.tools.place.text() == f"Trang 1 / {page.view.count()}"
    assert page.tools.paper.text() == "A4 đứng"
    assert page.thumbnails.count() == page.view.count() > 1


def test_that_what_is_to_come_is_shown_with_its_invitation(
    window: MainWindow, context: Context, store: Store, outputs: list[Path]
) -> None:
    with store.write() as session:
        later = log(session, held_on=date(2024, 12, 20))
    assert opened(window, context, later).pane.form_code() == "GM"


def test_that_the_wanted_form_is_shown(
    window: MainWindow, context: Context, one: Activity, outputs: list[Path]
) -> None:
    page = opened(window, context, one, "DS_DB")
    assert page.pane.form_code() == "DS_DB"
    assert page.tools.paper.text() == "A4 ngang"


def test_that_the_paper_is_made_again_a_moment_after_a_change(
    qtbot: QtBot, page: PreviewScreen, store: Store, one: Activity
) -> None:
    page.pane.fields.blank.setChecked(True)
    assert not page.pane.fields.left.field.isEnabled()
    wanted = made_now(store, one, "BB_TT", Choice(blank=True))
    qtbot.waitUntil(lambda: page.view.pages.content == wanted, timeout=2_000)
    assert kept(store, one, "BB_TT") == Choice()


def test_that_another_form_and_back_loses_no_choice(page: PreviewScreen) -> None:
    page.pane.form.setCurrentIndex(3)
    page.pane.fields.rows.field.setText("45")
    page.pane.fields.rows.field.changed.emit()
    page._make()
    page.pane.form.setCurrentIndex(1)
    assert page.pane.fields.rows.isHidden()
    page.pane.form.setCurrentIndex(3)
    assert page.pane.fields.rows.field.value() == 45


def test_that_who_may_sign_is_offered_and_only_the_name_is_taken(page: PreviewScreen) -> None:
    field = page.pane.fields.right.field
    field.setFocus()
    QTest.keyClicks(field, "le")
    QTest.keyClick(field._completer.lines, Qt.Key.Key_Down)
    QTest.keyClick(field._completer.lines, Qt.Key.Key_Return)
    assert field.text() == "Lê Văn Tâm – Chủ tịch"
    assert page.pane.fields.choice().right == "Lê Văn Tâm"
    field.set_value("Y Bhiông Niê")
    assert field.text() == "Y Bhiông Niê – Chủ trì"


def test_that_only_the_fields_of_the_form_are_shown(page: PreviewScreen) -> None:
    fields = page.pane.fields
    shown = {}
    for code in ("GM", "BB_TT", "DS_DB", "DS_TIEN"):
        page.pane.form.setCurrentIndex(page.pane.form.findData(code))
        parts = (fields.rows, fields.rate, fields.days, fields.lines, fields.left, fields.right)
        shown[code] = [part.field.accessibleName() for part in parts if part.isVisible()]
    assert shown == {
        "GM": ["Người ký"],
        "BB_TT": ["Thư ký", "Chủ tọa"],
        "DS_DB": ["Số dòng", "Người lập", "Thủ trưởng đơn vị"],
        "DS_TIEN": [
            "Số dòng", "Mức chi", "Số ngày", "Người lập", "Thủ trưởng đơn vị",
        ],
    }  # fmt: skip


def test_that_a_channel_without_forms_says_so(
    window: MainWindow, context: Context, store: Store, outputs: list[Path]
) -> None:
    with store.write() as session:
        advice = log(session, channel="TU_VAN_HO")
    page = opened(window, context, advice)
    assert not page.pane.isVisible()
    assert page._stack.currentIndex() == 1
    press(PRINT, ESC)
    assert outputs == []
    assert window.current_screen() is not page


def test_that_keys_turn_pages_and_zoom(page: PreviewScreen) -> None:
    press(Qt.Key.Key_PageDown)
    assert (page.view.page, page.thumbnails.currentRow()) == (1, 1)
    assert page.tools.place.text().startswith("Trang 2 /")
    press(Qt.Key.Key_PageUp)
    assert page.view.page == 0
    before = page.view.scale()
    press((Qt.Key.Key_Plus, CONTROL))
    assert page.view.scale() > before
    assert page.tools.zoom.currentText() == f"{round(page.view.scale() * 100)} %"
    press((Qt.Key.Key_Minus, CONTROL), (Qt.Key.Key_Minus, CONTROL))
    assert page.view.scale() < before
    page.tools.zoom.setCurrentIndex(1)
    page.tools.zoom.activated.emit(1)
    assert page.view.scale() * 96 / 72 * 842 < page.view.viewport().height()


def test_that_scrolling_and_small_pages_agree(page: PreviewScreen) -> None:
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = page.view.count() - 1
    assert (page.view.page, page.thumbnails.currentRow()) == (last, last)
    page.thumbnails.setCurrentRow(0)
    assert (page.view.page, bar.value()) == (0, 0)
    page.view.setFocus()
    press(Qt.Key.Key_End)
    assert page.view.page == last


def test_that_the_things_handed_over_are_read_and_written() -> None:
    text = "Tờ gấp; tờ; 500; 1.200; mới\n\nBăng rôn\tcái\t3\n Pa-nô "
    lines = (
        ItemLine("Tờ gấp", "tờ", 500, 1200, "mới"), ItemLine("Băng rôn", "cái", 3),
        ItemLine("Pa-nô"),
    )  # fmt: skip
    assert read_lines(text) == lines
    assert read_lines(written_lines(lines)) == lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A;b;c;d;e;f", "Dòng 1: thừa dấu chấm phẩy"), ("A\n; tờ", "Dòng 2: chưa có tên"),
        ("A; tờ; nhiều", "Dòng 1, số lượng:"), ("A; tờ; 5; rẻ", "Dòng 1, đơn giá:"),
    ],
)  # fmt: skip
def test_that_a_line_that_cannot_be_read_says_which(text: str, said: str) -> None:
    with pytest.raises(TypedError) as refused:
        read_lines(text)
    assert said in refused.value.reason


def test_that_wrong_things_are_neither_shown_nor_printed(
    window: MainWindow, context: Context, store: Store, outputs: list[Path]
) -> None:
    with store.write() as session:
        made = log(session, channel="TO_GAP", attendees=None, women=None, items=500)
    page = opened(window, context, made, "BB_BG")
    before = page.view.pages.content
    field = page.pane.fields.lines.field
    field.setPlainText("Tờ gấp; tờ; nhiều")
    page.pane.main_button.setFocus()
    press(PRINT)
    assert (page.view.pages.content, outputs) == (before, [])
    assert field.hasFocus()
    assert "số lượng" in page.pane.fields.lines.message.text()
    field.setPlainText("Tờ gấp; tờ; 480; ; mới")
    page._make()
    assert page.view.pages.content != before


def test_that_changed_data_are_shown_again_with_what_was_chosen(
    page: PreviewScreen, store: Store, one: Activity, context: Context
) -> None:
    page.pane.fields.blank.setChecked(True)
    page._make()
    with store.write() as session:
        activities.save(session, replace(one, venue="Nhà văn hóa"))
    context.operations.changed.emit()
    assert page.view.pages.content == made_now(store, one, "BB_TT", Choice(blank=True))


def test_that_tab_follows_the_reading_order(page: PreviewScreen) -> None:
    pane = page.pane
    wanted = [
        page.thumbnails, page.tools.after, page.tools.smaller, page.tools.zoom, page.tools.larger,
        page.view, pane.form, pane.fields.blank, pane.printer, pane.copies, pane.pages,
        pane.two_sided, pane.fields.left.field, pane.fields.right.field, pane.main_button,
        pane.pdf_button, pane.office_button, pane.trial_button, pane.dossier_button,
    ]  # fmt: skip
    page.thumbnails.setFocus()
    found = []
    for _ in wanted:
        found.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert found == wanted


@pytest.mark.parametrize("base", [theme.SIZES[0], 13.0])
def test_that_everything_is_named_and_fits_the_small_screen(
    window: MainWindow, context: Context, one: Activity, outputs: list[Path], base: float
) -> None:
    theme.apply(QApplication.instance(), theme.Edition.WARD, base)
    page = opened(window, context, one, "DS_TIEN")
    try:
        page._fronts_sent([1], 3)
        size = page.minimumSizeHint()
        assert size.width() <= 1093 - 56
        assert size.height() <= 557 - 90
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                if isinstance(widget, QScrollArea):
                    continue
                said = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
                assert said, widget
                assert "<" not in said
                if isinstance(widget, QComboBox):  # said its text, not its name
                    assert widget.accessibleName(), widget
    finally:
        page._drop_backs()
        theme.apply(QApplication.instance(), theme.Edition.WARD)


def test_that_the_report_of_a_period_is_shown_with_its_seal_once_locked(
    qtbot: QtBot, store: Store, context: Context
) -> None:
    period = periods.parse("2024-Q4")
    made = PreviewScreen(context)
    qtbot.addWidget(made)
    made.show()
    made.show_report(period)
    assert "chưa khóa" in made.subtitle
    assert not made.pane.fields.blank.isVisible()
    assert made.view.pages is not None
    before = made.view.pages.content
    with store.write() as session:
        exchange.lock(session, period)
    made.show_report(period)
    assert "bản số 1, đã khóa" in made.subtitle
    with store.read() as session:
        sealed = exchange.report_pdf(session, Progress(), period)
    assert made.view.pages.content == sealed != before
