import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from desktop.ui import theme
from desktop.ui.main_window import MainWindow
from desktop.ui.screen import Screen
from desktop.ui.theme import Edition
from tests.ui import gallery


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication):
    theme.apply(qapp, Edition.WARD)
    yield
    theme.apply(qapp, Edition.WARD)


@pytest.fixture
def help_folder(tmp_path):
    for topic, title in (("hoat-dong", "Ghi một buổi"), ("hom-nay", "Trang Hôm nay")):
        (tmp_path / f"{topic}.html").write_text(
            f"<h1>{title}</h1><p>Làm thế này.</p>", encoding="utf-8"
        )
    return tmp_path


@pytest.fixture
def window(qtbot, help_folder) -> MainWindow:
    made = gallery.window(help_folder=help_folder)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


def shown(window: MainWindow) -> int:
    return next(n for n, item in enumerate(window.nav.items) if item.isChecked())


class Monitor:
    def __init__(self, wide: int, high: int) -> None:
        self.availableSize = lambda: QSize(wide, high)


@pytest.mark.parametrize(
    ("wide", "high", "whole"), [(1920, 1040, False), (1366, 728, True), (1093, 582, True)]
)
def test_that_a_small_screen_is_filled_and_nothing_stands_outside(
    qtbot, monkeypatch, wide, high, whole
):
    made = gallery.window()
    qtbot.addWidget(made)
    monkeypatch.setattr(made, "screen", lambda: Monitor(wide, high))
    made.show_whole()
    assert made.isMaximized() is whole
    if not whole:
        assert made.size() == QSize(1366, 740)


@pytest.mark.parametrize(
    "held", [Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier]
)
def test_that_alt_and_ctrl_with_a_number_switch_pages(window, qtbot, held):
    for number in (3, 8, 1, 2):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), held)
        assert shown(window) == number - 1
    assert window.current_screen().title == "Hoạt động"


def test_that_the_number_of_the_open_page_leaves_the_keyboard_where_it_is(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    page = window.current_screen()
    first, field, *_ = [one for one in page.findChildren(QLineEdit) if one.isEnabled()]
    page.setFocusProxy(first)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert field.hasFocus()
    for number in (Qt.Key.Key_2, Qt.Key.Key_3):
        qtbot.keyClick(window, number, Qt.KeyboardModifier.AltModifier)
    assert first.hasFocus()  # a page that comes begins where it says


def test_that_arrows_move_in_the_list_and_enter_opens(window, qtbot):
    window.nav.items[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.nav.items[0], Qt.Key.Key_Down)
    assert window.nav.items[1].hasFocus()
    assert shown(window) == 0
    qtbot.keyClick(window.nav.items[1], Qt.Key.Key_Return)
    assert shown(window) == 1
    assert window.nav.items[1].hasFocus()
    qtbot.keyClick(window.nav.items[1], Qt.Key.Key_Up)
    qtbot.keyClick(window.nav.items[0], Qt.Key.Key_Up)
    assert window.nav.items[7].hasFocus()


def test_that_only_the_shown_page_is_a_stop_for_tab(window):
    stops = [item for item in window.nav.items if item.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [window.nav.items[0]]


def test_that_a_click_opens_a_page_without_taking_the_keyboard(window, qtbot):
    qtbot.mouseClick(window.nav.items[1], Qt.MouseButton.LeftButton)
    assert shown(window) == 1
    assert not window.nav.items[1].hasFocus()


def test_that_list_is_compact_in_a_narrow_window(window):
    assert not window.nav.is_compact()
    window.resize(1093, 557)
    assert window.nav.is_compact()
    assert window.nav.width() == theme.dp(56)
    assert "Hoạt động" in window.nav.items[1].toolTip()
    window.resize(1366, 680)
    assert window.nav.width() == theme.dp(212)


def test_that_list_is_compact_with_large_letters(qtbot, qapp):
    theme.apply(qapp, Edition.WARD, 13)
    made = gallery.window()
    qtbot.addWidget(made)
    made.show()
    assert made.nav.is_compact()


def test_that_window_fits_a_small_screen_at_125_percent(window):
    assert window.minimumSizeHint().width() <= 1093
    assert window.minimumSizeHint().height() <= 557


def test_that_f1_opens_the_page_of_the_screen(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window._help.isVisible()
    assert "Trang Hôm nay" in window._help.text.toPlainText()
    window._help.close()
    window.go_to(window._roots[1].shown)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert "Ghi một buổi" in window._help.text.toPlainText()


def test_that_help_without_pages_opens_empty(qtbot, tmp_path):
    made = gallery.window(help_folder=tmp_path)
    qtbot.addWidget(made)
    made.show()
    made.show_help()
    assert made._help.text.toPlainText() == ""


def test_that_everything_the_keyboard_reaches_has_a_name(window):
    QAccessible.setActive(True)
    for index in range(3):
        window.nav.chosen.emit(index)
        nameless = [
            widget
            for widget in window.findChildren(QWidget)
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and type(widget).__name__ not in ("QScrollArea", "QComboBoxListView")
            and not name_of(widget)
        ]  # fmt: skip
        assert nameless == []


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_that_badge_is_said_aloud(window):
    assert name_of(window.nav.items[1]) == "Hoạt động, 2 việc cần làm"
    window.set_badge(window._roots[1].shown, 0)
    assert name_of(window.nav.items[1]) == "Hoạt động"


class Unsaved(Screen):
    title = "Ghi buổi"
    shows_status_bar = False
    allowed = False

    def may_close(self):
        return self.allowed


def test_that_pushed_screen_covers_the_page_and_goes_back(window, qtbot):
    form = Unsaved(window.current_screen().context)
    form.allowed = True
    window.push(form)
    assert window.current_screen() is form
    assert shown(window) == 0
    assert not window._status.isVisible()
    with qtbot.waitSignal(form.destroyed):
        form.left.emit()
    assert window.current_screen().title == "Hôm nay"
    assert window._status.isVisible()


def test_that_the_keyboard_comes_back_to_where_it_was(window, qtbot):
    page = window.current_screen()
    button = QPushButton("Xem", page)
    button.show()
    button.setFocus()
    form = Unsaved(page.context)
    form.allowed = True
    window.push(form)
    field = QLineEdit(form)
    field.show()
    field.setFocus()
    assert not button.hasFocus()
    window.back()
    assert window.focusWidget() is button
    window.push(Unsaved(page.context))
    window.current_screen().allowed = True
    window.current_screen().setFocus()
    button.deleteLater()
    QCoreApplication.sendPostedEvents(button, QEvent.Type.DeferredDelete)
    window.back()
    assert not window.nav.items[0].hasFocus()


def test_that_unsaved_form_keeps_the_window_and_its_page(window, qtbot):
    form = Unsaved(window.current_screen().context)
    window.push(form)
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.current_screen() is form
    assert not window.back()
    assert not window.close()
    form.allowed = True
    assert window.go_to(window._roots[2].shown)
    assert shown(window) == 2
    assert window.close()


def test_that_top_bar_rests_with_its_screen(window):
    year = window._roots[0].shown
    year.setEnabled(False)
    assert not window._roots[0]._top_bar.isEnabled()
    year.setEnabled(True)
    assert window._roots[0]._top_bar.isEnabled()


def test_that_heading_follows_the_screen(window):
    window.current_screen().set_heading("Hoạt động tháng 11", "46 hoạt động")
    assert window._roots[0]._top_bar._title.whole_text() == "Hoạt động tháng 11"


def test_that_hidden_screen_refreshes_when_it_is_shown(window):
    seen = []
    screen = window._roots[3].shown
    screen.refresh = lambda: seen.append(1)
    screen.context.operations.write(window.current_screen(), lambda session: None)
    assert seen == []
    window.go_to(screen)
    assert seen == [1]
    screen.write(lambda session: None)
    assert seen == [1, 1]


@pytest.mark.parametrize("undo", [None, lambda: None], ids=["said", "can be undone"])
def test_that_a_toast_covers_nothing_of_the_page(window, undo):
    window.say("Đã lưu.", undo)
    toast, page = window._toast, window.current_screen()
    bottom = page.mapTo(window, page.rect().bottomLeft()).y()
    assert toast.isVisible()
    assert bottom - toast.geometry().top() <= theme.dp(12)  # a page's own margin
