import logging
import sys
import threading

import pytest
from PySide6.QtCore import Qt, QtMsgType
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.core.charts import ChartData
from desktop.core.errors import CancelledError, NotFoundError, WrongChoiceError
from desktop.ui import charts, crash_box, dialogs, theme
from desktop.ui.charts import ColumnChart, PaceBar, StackedBar
from desktop.ui.dialogs import Dialogs, TextBox
from desktop.ui.notices import Banner, EmptyState, Toast
from desktop.ui.theme import Edition
from desktop.ui.widgets import Chip, ElidingLabel, StatusPill, StepRail, SumsFooter, button
from tests.ui import gallery


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication):
    theme.apply(qapp, Edition.WARD)


@pytest.fixture
def room(qtbot):
    made = QWidget()
    made.field = QLineEdit()
    column = QVBoxLayout(made)
    column.addWidget(made.field)
    made.resize(800, 500)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.mark.parametrize("width", [240, 300, 900])
def test_that_a_banner_shows_all_its_words_in_any_width(room, qtbot, width):
    banner = Banner("bad", "Ngày 10/12/2024 nằm trong kỳ đã khóa. " * 6, title="Đã khóa rồi " * 6)
    room.layout().addWidget(banner)
    room.layout().addStretch()
    room.setFixedWidth(width)
    qtbot.waitUntil(lambda: banner.isVisible() and banner.width() < width)
    for one in (banner._title, banner._text):
        qtbot.waitUntil(lambda one=one: 0 < one.heightForWidth(one.width()) <= one.height())
    assert banner.geometry().right() < width
    assert banner.height() <= banner.heightForWidth(banner.width()) + 1


def test_that_ctrl_z_takes_back_once_while_the_toast_is_shown(room, qtbot):
    toast, undone = Toast(room), []
    toast.say("Đã xóa buổi 14/11/2024.", lambda: undone.append(1))
    room.setFocus()
    for _ in range(2):
        qtbot.keyClick(room, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert not toast.isVisible()


def test_that_ctrl_z_in_a_field_belongs_to_the_field(room, qtbot):
    toast, undone = Toast(room), []
    toast.say("Đã xóa.", lambda: undone.append(1))
    room.field.setFocus()
    qtbot.keyClick(room.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []


def test_that_toast_without_undo_has_no_link(room):
    toast = Toast(room)
    toast.say("Đã sao lưu.")
    assert toast.action.isHidden()
    assert toast.isVisible()


def test_that_toast_stays_at_the_bottom_and_goes_by_itself(room, qtbot):
    toast = Toast(room)
    toast._timer.setInterval(30)
    toast.say("Đã lưu.")
    room.resize(900, 700)
    assert toast.geometry().bottom() < 700
    assert abs(toast.geometry().center().x() - 450) <= 1
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_that_a_click_takes_the_toast_away(room, qtbot):
    toast = Toast(room)
    toast.say("Đã lưu")
    qtbot.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_that_banner_says_all_and_its_link_can_be_chosen(qtbot):
    banner = Banner("warn", "2 buổi chưa đủ hồ sơ.", "Xem 2 buổi này", "Cần bổ sung")
    qtbot.addWidget(banner)
    assert banner.accessibleName() == "Cần bổ sung. 2 buổi chưa đủ hồ sơ."
    with qtbot.waitSignal(banner.clicked):
        banner.link.click()
    banner.say("ok", "Đã đủ.")
    assert banner.link.isHidden()


def test_that_error_box_names_code_and_copies_it(room, qapp, qtbot):
    box = gallery.error_box(room)
    box.show()
    box.copy_button.click()
    assert "USB-203" in qapp.clipboard().text()
    assert box.width() == theme.dp(620)
    box.close()


def test_that_safe_verb_is_ready_in_a_question(room, qtbot):
    box = gallery.confirm_box(room)
    box.show()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.result() == QDialog.DialogCode.Rejected
    box.show()
    box.verb_button.click()
    assert box.result() == QDialog.DialogCode.Accepted


@pytest.fixture
def reason(room, qtbot):
    box = TextBox(room, "Mở khóa?", "Ghi lý do.", "Mở khóa", "Giữ khóa", "")
    with qtbot.waitActive(box):
        box.open()
    assert box.safe_button.isDefault()
    QTest.keyClicks(box.field, "Ghi nham")
    return box


def test_that_a_sentence_is_taken_by_tab_and_enter(reason):
    QTest.keyClick(reason.field, Qt.Key.Key_Tab)
    assert reason.verb_button.hasFocus()
    QTest.keyClick(reason.verb_button, Qt.Key.Key_Return)
    assert (reason.result(), reason.value) == (1, "Ghi nham")


def test_that_a_sentence_is_taken_by_ctrl_enter(reason):
    QTest.keyClick(reason.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (reason.result(), reason.value) == (1, "Ghi nham")


@pytest.mark.parametrize("answer", [True, False])
def test_that_esc_asks_before_a_sentence_goes(reason, monkeypatch, answer):
    asked = []
    monkeypatch.setattr(dialogs, "_run", lambda box: asked.append(box) or answer)
    QTest.keyClick(reason.field, Qt.Key.Key_Escape)
    assert len(asked) == 1
    assert (reason.isVisible(), reason.value) == (not answer, "Ghi nham")


def test_that_esc_closes_an_untouched_question_at_once(room, monkeypatch):
    monkeypatch.setattr(dialogs, "_run", lambda box: pytest.fail("asked"))
    box = TextBox(room, "Ghi chú", "", "Lưu", "Hủy", "Đã gửi văn bản")
    box.open()
    box.reject()
    assert box.isHidden()


def test_that_dialogs_pass_bugs_on_and_are_silent_when_stopped(room, monkeypatch):
    opened = []
    monkeypatch.setattr(dialogs, "_run", opened.append)
    Dialogs().show_error(room, CancelledError())
    assert opened == []
    Dialogs().show_error(None, NotFoundError())
    assert isinstance(opened[-1], dialogs.ErrorBox)
    Dialogs().show_error(None, WrongChoiceError("Quy tắc."))
    assert not isinstance(opened[-1], dialogs.ErrorBox)  # a rule is no fault of the program
    assert len(opened) == 2
    with pytest.raises(ZeroDivisionError):
        Dialogs().show_error(room, ZeroDivisionError())


def test_that_no_dialog_speaks_english(room):
    box = dialogs._file_dialog(room, "Mở tệp", "Mở", None)
    words = [box.labelText(place) for place in (box.DialogLabel.Accept, box.DialogLabel.Reject)]
    assert words == ["Mở", "Hủy"]
    box.deleteLater()


@pytest.fixture
def hook(tmp_path, monkeypatch):
    kept = sys.excepthook, threading.excepthook
    made = crash_box.CrashHook(tmp_path / "nhat-ky.txt")
    shown = []
    monkeypatch.setattr(made, "show_box", lambda code, details: shown.append(code))
    made._fault.disconnect()
    made._fault.connect(lambda code, details: shown.append(code))
    made.shown = shown
    yield made
    sys.excepthook, threading.excepthook = kept


def broken(hook, text="tên hộ"):
    try:
        raise ValueError(text)
    except ValueError as error:
        hook.caught(type(error), error, error.__traceback__)


def test_that_a_fault_is_shown_once_and_logged_without_typed_text(hook, caplog):
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            broken(hook)
    assert len(hook.shown) == 1
    assert "ValueError" in caplog.text
    assert "tên hộ" not in caplog.text


def test_that_a_fault_in_another_thread_is_shown_in_this_one(hook, qtbot):
    worker = threading.Thread(target=broken, args=(hook,))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(hook.shown) == 1)


def test_that_same_fault_has_same_code():
    assert crash_box.fault_code("a") == crash_box.fault_code("a") != crash_box.fault_code("b")


def test_that_qt_warnings_go_to_the_log(caplog):
    with caplog.at_level(logging.WARNING):
        crash_box._qt_said(QtMsgType.QtWarningMsg, None, "lạ")
    assert caplog.records[0].name == "qt"


def test_that_eliding_label_keeps_the_whole_text(qtbot):
    label = ElidingLabel("Truyền thông tại sinh hoạt cộng đồng buôn Ea Bông")
    qtbot.addWidget(label)
    label.resize(100, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.whole_text() == label.accessibleName()


def test_that_a_chip_shows_its_number_as_all_numbers_are_shown(qtbot):
    chip = Chip("Thêm mới", 6000)
    qtbot.addWidget(chip)
    assert chip.text() == "Thêm mới · 6.000"


def test_that_chip_does_not_grow_when_it_is_chosen(qtbot):
    chip = Chip("Cần bổ sung", 2)
    qtbot.addWidget(chip)
    before = chip.sizeHint()
    chip.setChecked(True)
    assert chip.sizeHint() == before
    assert chip.text() == "Cần bổ sung · 2"


def test_that_button_shows_its_key_and_is_named_without_it(qtbot):
    made = button("Kế hoạch & chỉ tiêu", "primary", "save", "Ctrl+S")
    qtbot.addWidget(made)
    assert "Ctrl+S" in made.text()
    assert "&&" in made.text()
    assert made.accessibleName() == "Kế hoạch & chỉ tiêu"
    assert made.icon().isNull() is False


def test_that_painted_widgets_say_what_they_show(qtbot):
    months = ColumnChart(gallery.MONTHS)
    groups, pace = StackedBar(gallery.GROUPS), PaceBar(0.75, 0.67)
    rail, pill, empty = (
        StepRail(("Đơn vị", "Kế hoạch")),
        StatusPill("warn", "Thiếu ảnh"),
        EmptyState("home", "Chưa có", "Ghi đi"),
    )
    footer = SumsFooter()
    footer.show_sums("46 hoạt động", ("64 người dự",))
    rail.set_current(1)
    for widget in (months, groups, pace, rail, pill, empty, footer):
        qtbot.addWidget(widget)
        widget.resize(widget.sizeHint())
        assert not widget.grab().isNull()
    assert months.accessibleName().endswith("Đã tổ chức: T7 2, T8 3, T9 4, T10 5, T11 4")
    assert "Hộ nghèo: 486" in groups.accessibleName()
    assert pace.accessibleName() == "Đã đạt 75%, đến hôm nay cần 67%"
    assert rail.accessibleName() == "Bước 2 trong 2: Kế hoạch"
    assert pill.accessibleName() == "Thiếu ảnh"


@pytest.mark.parametrize("values", [(), (None,), (0,), (1,), (123_456,)])
def test_that_charts_bear_any_numbers(qtbot, values):
    data = ChartData("Thử", tuple("T1" for _ in values), (("Đã làm", values),))
    for chart in (ColumnChart(data), StackedBar(data)):
        qtbot.addWidget(chart)
        chart.resize(300, 150)
        assert not chart.grab().isNull()


def test_that_steps_are_round_and_few():
    assert charts.nice_steps(5) == [0, 1, 2, 3, 4, 5]
    assert charts.nice_steps(46) == [0, 10, 20, 30, 40, 50]
    assert charts.nice_steps(0) == [0, 1]
    assert all(
        len(charts.nice_steps(n)) <= 7 and charts.nice_steps(n)[-1] >= n for n in range(3000)
    )
