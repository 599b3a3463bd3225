from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import activities, exchange, papers, periods, preferences, speakers
from desktop.core.activities import Activity
from desktop.core.documents.content import Choice, ItemLine
from desktop.core.errors import MissingGlyphError
from desktop.core.progress import Progress
from desktop.core.speakers import Signatory
from desktop.core.typed import TypedError
from desktop.ui import printing, theme
from desktop.ui.main_window import MainWindow, NavEntry
from desktop.ui.operations import Operations
from desktop.ui.page_view import Pages
from desktop.ui.paper_fields import read_lines, written_lines
from desktop.ui.screen import Context, Screen
from desktop.ui.screens.preview import PreviewScreen
from tests.builders import CLOCK, add_hamlet, log
from tests.ui.scripted import ScriptedDialogs

CONTROL = Qt.KeyboardModifier.ControlModifier
PRINT = (Qt.Key.Key_P, CONTROL)
ESC = Qt.Key.Key_Escape


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The files that two printers wrote, in their order."""
    written: list[Path] = []

    def printer(name: str) -> QPrinter:
        made = QPrinter()
        written.append(tmp_path / f"{name} {len(written)}.pdf")
        made.setOutputFileName(str(written[-1]))
        return made

    monkeypatch.setattr(printing, "names", lambda: ["Canon LBP2900", "HP M404"])
    monkeypatch.setattr(printing, "printer", printer)
    return written


@pytest.fixture
def one(store: Store) -> Activity:
    with store.write() as session:
        hamlet = add_hamlet(session, "Buôn Đŭng")
        speakers.save_signatories(session, [Signatory(block=("CHỦ TỊCH",), name="Lê Văn Tâm")])
        return log(
            session,
            channel="SINH_HOAT_CD",
            hamlets=(hamlet.id,),
            chair="Ông Y Bhiông Niê, Trưởng buôn",
            result="Bà con nghe và hỏi.\n" * 60,
        )


@pytest.fixture
def context(store: Store, inline: Any, dialogs: ScriptedDialogs) -> Context:
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    return Context(Operations(store.read, store.write, dialogs, inline), dialogs, CLOCK)


@pytest.fixture
def window(qtbot: QtBot, context: Context) -> MainWindow:
    root = Screen(context)
    made = MainWindow([NavEntry("Hoạt động", "calendar_check", root)], "Xã Cư Êbur", "H'Linh Niê")
    made.resize(1366, 689)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def page(window: MainWindow, context: Context, one: Activity, outputs: list[Path]) -> PreviewScreen:
    return opened(window, context, one)


def opened(window: MainWindow, context: Context, one: Activity, code: str = "") -> PreviewScreen:
    made = PreviewScreen(context)
    window.push(made)
    made.show_activity(one.unit_id, one.id, code)
    made.said_last = []
    made.said.connect(lambda text, _undo: made.said_last.append(text))
    return made


def press(*keys: Any) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), *(key if isinstance(key, tuple) else (key,)))


def print_done(qtbot: QtBot, page: PreviewScreen) -> None:
    qtbot.waitUntil(lambda: not page._printing, timeout=20_000)


def made_now(store: Store, one: Activity, code: str, chosen: Choice | None = None) -> bytes:
    with store.read() as session:
        return papers.pdf(session, Progress(), one.unit_id, one.id, code, chosen)


def kept(store: Store, one: Activity, code: str) -> Choice:
    with store.read() as session:
        return papers.choice(session, one.unit_id, one.id, code)


def banner(page: PreviewScreen) -> str:
    return page.banner.accessibleName() if page.banner.isVisible() else ""


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


def test_that_the_usual_form_is_printed_with_one_key(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    press(PRINT)
    print_done(qtbot, page)
    came = Pages(outputs[0].read_bytes())
    assert outputs[0].name.startswith("Canon LBP2900")
    assert [round(size.width()) for size in came.sizes] == [595] * page.view.count()
    assert page.said_last == ["Đã gửi bản in tới máy in “Canon LBP2900”."]


def test_that_any_form_is_printed_with_two_keys(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    assert QApplication.focusWidget() is page.pane.form
    press(Qt.Key.Key_4)
    assert page.pane.form_code() == "DS_DB"
    press(PRINT)
    print_done(qtbot, page)
    assert page.view.pages.content == made_now(store, one, "DS_DB")
    assert Pages(outputs[0].read_bytes()).sizes[0].width() > 800


def test_that_a_changed_choice_is_printed_as_chosen_and_kept_for_the_reprint(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    before = page.view.pages
    page.pane.fields.blank.setChecked(True)
    assert page.view.pages is before
    assert kept(store, one, "BB_TT") == Choice()
    press(PRINT)  # before the 300 ms are over
    assert not page.isEnabled()
    print_done(qtbot, page)
    chosen = Choice(blank=True)
    assert page.view.pages.content == made_now(store, one, "BB_TT", chosen)
    assert len(Pages(outputs[0].read_bytes()).sizes) == page.view.count() < len(before.sizes)
    assert kept(store, one, "BB_TT") == chosen
    assert QApplication.focusWidget() is page.pane.form


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


def test_that_pages_and_copies_are_sent_as_typed(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path]
) -> None:
    page.pane.pages.setEditText("2")
    page.pane.copies.set_value(3)
    page.pane.printer.setCurrentIndex(1)
    page.print_out()
    print_done(qtbot, page)
    assert outputs[0].name.startswith("HP M404")
    assert len(Pages(outputs[0].read_bytes()).sizes) == 3
    remembered = preferences.read()
    assert (remembered.printer, remembered.copies) == ("HP M404", 3)


def test_that_the_printer_of_last_time_is_chosen(
    window: MainWindow, context: Context, one: Activity, outputs: list[Path]
) -> None:
    preferences.remember(printer="HP M404", copies=2, two_sided=True)
    page = opened(window, context, one)
    assert page.pane.printer.currentText() == "HP M404"
    assert (page.pane.copies.value(), page.pane.two_sided.isChecked()) == (2, True)
    preferences.remember(printer="Máy đã bỏ", copies=0)
    page = opened(window, context, one)
    assert (page.pane.printer.currentText(), page.pane.copies.value()) == ("Canon LBP2900", 1)


def test_that_a_wrong_page_is_said_and_nothing_is_printed(
    page: PreviewScreen, outputs: list[Path]
) -> None:
    page.pane.pages.setEditText("7-9")
    page.print_out()
    assert "Không có trang “7-9”" in page.pane.trouble.text()
    assert page.pane.pages.hasFocus()
    assert outputs == []
    page.pane.pages.setEditText("1")
    assert page.pane.trouble.text() == ""
    page.pane.copies.setText("0")
    page.print_out()
    assert page.pane.copies.hasFocus()
    assert (outputs, page.pane.trouble.isVisible()) == ([], True)


def test_that_two_sides_are_printed_in_two_turns_with_words_between(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    count = page.view.count()
    page.pane.two_sided.setChecked(True)
    page.print_out()
    print_done(qtbot, page)
    assert len(Pages(outputs[0].read_bytes()).sizes) == (count + 1) // 2
    assert "Đã in xong các mặt trước" in banner(page)
    assert page.pane.main_button.accessibleName() == "In mặt sau"
    assert page.said_last == []
    press(PRINT)
    print_done(qtbot, page)
    assert len(Pages(outputs[1].read_bytes()).sizes) == (count + 1) // 2
    assert (banner(page), page.pane.main_button.accessibleName()) == ("", "In")
    assert preferences.read().two_sided
    assert len(page.said_last) == 1


def test_that_leaving_with_backs_to_print_asks(
    qtbot: QtBot, page: PreviewScreen, window: MainWindow, dialogs: ScriptedDialogs
) -> None:
    page.pane.two_sided.setChecked(True)
    page.print_out()
    print_done(qtbot, page)
    dialogs.answers = [False]
    press(ESC)
    assert window.current_screen() is page
    page.banner.clicked.emit()  # Bỏ mặt sau
    assert banner(page) == ""
    press(ESC)
    assert window.current_screen() is not page
    assert len(dialogs.asked) == 1


def test_that_another_choice_gives_up_the_backs(qtbot: QtBot, page: PreviewScreen) -> None:
    page.pane.two_sided.setChecked(True)
    page.print_out()
    print_done(qtbot, page)
    page.pane.form.setCurrentIndex(0)
    assert (banner(page), page.pane.main_button.accessibleName()) == ("", "In")


def test_that_a_trial_is_the_page_looked_at_once(
    qtbot: QtBot, page: PreviewScreen, outputs: list[Path], store: Store, one: Activity
) -> None:
    page.pane.copies.set_value(5)
    page.view.go_to(1)
    page.pane.trial_button.click()
    print_done(qtbot, page)
    assert len(Pages(outputs[0].read_bytes()).sizes) == 1
    assert preferences.read().printer == ""


def test_that_a_printer_that_refuses_is_told(
    qtbot: QtBot, page: PreviewScreen, monkeypatch: pytest.MonkeyPatch, qtlog: Any, tmp_path: Path
) -> None:
    def printer(_name: str) -> QPrinter:
        made = QPrinter()
        made.setOutputFileName(str(tmp_path / "không có" / "in.pdf"))
        return made

    monkeypatch.setattr(printing, "printer", printer)
    with qtlog.disabled():
        page.print_out()
        print_done(qtbot, page)
    assert "Máy in “Canon LBP2900” không nhận bản in" in banner(page)
    assert page.said_last == []


def test_that_without_a_printer_the_main_button_saves_the_pdf(
    window: MainWindow,
    context: Context,
    one: Activity,
    dialogs: ScriptedDialogs,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(printing, "names", list)
    page = opened(window, context, one)
    assert page.pane.no_printer.isVisible()
    assert not page.pane.printer.isVisible()
    assert not page.pane.trial_button.isVisible()
    assert page.pane.main_button.accessibleName() == "Lưu PDF…"
    dialogs.save_path = tmp_path / "bb.pdf"
    press(PRINT)
    assert dialogs.save_path.read_bytes() == page.view.pages.content
    assert "Đã lưu bb.pdf" in banner(page)


def test_that_the_saved_pdf_is_the_previewed_one(
    page: PreviewScreen, dialogs: ScriptedDialogs, tmp_path: Path, store: Store, one: Activity
) -> None:
    dialogs.save_path = tmp_path / "biên bản.pdf"
    page.pane.fields.left.field.set_value("H'Linh Niê")
    page.pane.fields.left.field.changed.emit()
    page.pane.pdf_button.click()
    assert dialogs.save_path.read_bytes() == page.view.pages.content
    assert kept(store, one, "BB_TT").left == "H'Linh Niê"
    assert page.banner.link.accessibleName() == "Mở tệp"


@pytest.mark.parametrize(("code", "suffix"), [("BB_TT", ".docx"), ("DS_DB", ".xlsx")])
def test_that_word_or_excel_is_saved_where_the_form_has_it(
    qtbot: QtBot,
    page: PreviewScreen,
    dialogs: ScriptedDialogs,
    tmp_path: Path,
    code: str,
    suffix: str,
) -> None:
    page.pane.form.setCurrentIndex(page.pane.form.findData(code))
    dialogs.save_path = tmp_path / f"tệp{suffix}"
    page.pane.office_button.click()
    assert dialogs.save_path.read_bytes()[:2] == b"PK"
    assert f"Đã lưu tệp{suffix}" in banner(page)


def test_that_a_form_without_an_office_file_offers_none(
    window: MainWindow, context: Context, store: Store, outputs: list[Path]
) -> None:
    with store.write() as session:
        made = log(session, channel="TO_GAP", attendees=None, women=None, items=500)
    page = opened(window, context, made, "BB_BG")
    assert not page.pane.office_button.isVisible()
    assert page.subtitle == "Tờ gấp 14/11/2024"


def test_that_the_dossier_holds_all_papers_as_chosen(
    page: PreviewScreen, dialogs: ScriptedDialogs, tmp_path: Path, store: Store, one: Activity
) -> None:
    dialogs.open_path = tmp_path / "hồ sơ"
    page.pane.fields.right.field.set_value("Lam")
    page.pane.fields.right.field.changed.emit()
    page._make()
    page.pane.dossier_button.click()
    files = sorted(dialogs.open_path.iterdir())
    assert len(files) == page.pane.form.count()
    assert files[1].read_bytes() == made_now(store, one, "BB_TT", Choice(right="Lam"))
    assert f"Đã lưu {len(files)} tệp" in banner(page)


def test_that_a_paper_that_cannot_be_made_is_not_printed(
    page: PreviewScreen,
    dialogs: ScriptedDialogs,
    monkeypatch: pytest.MonkeyPatch,
    outputs: list[Path],
) -> None:
    def fails(*_rest: Any) -> bytes:
        raise MissingGlyphError("ƀ", "biên bản")

    with monkeypatch.context() as patch:
        patch.setattr(papers, "pdf", fails)
        page.pane.form.setCurrentIndex(0)
        QApplication.processEvents()
    assert [type(error) for error in dialogs.errors] == [MissingGlyphError]
    assert (page.view.count(), page.thumbnails.count()) == (0, 0)
    assert not page.pane.main_button.isEnabled()
    press(PRINT)
    assert outputs == []
    page.banner.clicked.emit()  # Thử lại
    assert page.view.count() > 0
    assert (banner(page), page.pane.main_button.isEnabled()) == ("", True)


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
