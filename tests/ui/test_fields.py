import unicodedata
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QWidget

from desktop.ui.fields import LongTextEdit, TextEdit
from desktop.ui.multi_pick import MultiPickField
from desktop.ui.pickers import Choice, PickField, matching, the_one
from desktop.ui.typed_fields import DateField, MoneyField, NumberField, TimeField

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
"""The offscreen platform cannot raise or grab for a popup."""

TODAY = date(2024, 11, 20)
TOPICS = [
    Choice(f"T{n}", name, n)
    for n, name in enumerate(
        ["Việc làm", "Giáo dục", "Nhà ở", "Y tế", "Sinh hoạt cộng đồng", "Nước sạch", "Thông tin",
         "Trợ giúp pháp lý", "Trợ giúp xã hội", "Bình đẳng giới"], 1)
]  # fmt: skip
Show = Callable[[QWidget], None]


def typing(widget: QWidget, text: str) -> None:
    """Type as an input method does: one letter after another."""
    for sign in text:
        event = QInputMethodEvent("", [])
        event.setCommitString(sign)
        QApplication.sendEvent(widget, event)


@pytest.fixture
def show(qtbot) -> Show:
    def shown(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
        widget.setFocus(Qt.FocusReason.TabFocusReason)

    return shown


@pytest.fixture
def date_field(show: Show) -> DateField:
    field = DateField(lambda: TODAY, lambda: 2024)
    show(field)
    return field


@pytest.fixture
def pick(show: Show) -> PickField:
    field = PickField(TOPICS)
    show(field)
    return field


@pytest.fixture
def multi(show: Show) -> MultiPickField:
    field = MultiPickField(TOPICS, main_word="Nội dung chính")
    field.resize(500, 34)
    show(field)
    return field


def test_that_decomposed_letters_become_one_and_the_cursor_stays(show: Show) -> None:
    field = TextEdit()
    show(field)
    field.set_value("ab")
    field.setCursorPosition(1)
    typing(field, unicodedata.normalize("NFD", "ộ"))
    assert field.text() == "aộb"
    assert field.cursorPosition() == 2


def test_that_vietnamese_and_ede_words_are_typed_through_an_input_method(show: Show) -> None:
    field = TextEdit()
    show(field)
    typing(field, "Buôn Đŭng, H’Nga, ư̆")
    assert field.value() == "Buôn Đŭng, H’Nga, ư̆"


def test_that_backspace_and_retyping_of_a_keyboard_gives_the_word(show: Show) -> None:
    field = TextEdit()
    show(field)
    typing(field, "tie")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    typing(field, "ế")
    typing(field, "n")
    assert field.text() == "tiến"


def test_that_spaces_are_tidied_on_leaving_only(show: Show) -> None:
    field = TextEdit()
    show(field)
    typing(field, "  a  b ")
    assert field.text() == "  a  b "
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "a b"


def test_that_too_long_text_is_cut_between_letters_and_said(show: Show) -> None:
    field = TextEdit(limit=3)
    show(field)
    QApplication.clipboard().setText("ư̆ư̆ư̆ư̆")
    field.paste()
    assert field.text() == "ư̆ư̆ư̆"
    assert "3 chữ" in field.trouble()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.trouble() == ""


@pytest.mark.parametrize(
    ("typed", "shown"), [("1411", "14/11/2024"), ("hôm qua", "19/11/2024"), ("+3", "23/11/2024")]
)
def test_that_typed_day_is_written_in_full(date_field: DateField, typed: str, shown: str) -> None:
    typing(date_field, typed)
    QTest.keyClick(date_field, Qt.Key.Key_Return)
    assert date_field.text() == shown


def test_that_wrong_day_is_kept_and_explained(date_field: DateField) -> None:
    typing(date_field, "31/2")
    QTest.keyClick(date_field, Qt.Key.Key_Return)
    assert date_field.text() == "31/2"
    assert date_field.value() is None
    assert "Không có ngày 31/2/2024" in date_field.trouble()


def test_that_day_of_the_week_is_said(date_field: DateField) -> None:
    date_field.set_value(date(2024, 11, 14))
    assert date_field.remark() == "Thứ Năm"
    QTest.keyClick(date_field, Qt.Key.Key_Up)
    assert date_field.value() == date(2024, 11, 15)


def test_that_calendar_is_vietnamese_and_begins_on_monday(date_field: DateField, qtbot) -> None:
    popup = date_field.open_calendar()
    calendar = popup.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert calendar.locale().name() == "vi_VN"
    with qtbot.waitSignal(date_field.changed):
        calendar.activated.emit(calendar.selectedDate().addDays(1))
    assert date_field.value() == date(2024, 11, 21)


@pytest.mark.parametrize(
    "make", [TextEdit, DateField, TimeField, NumberField, MoneyField, PickField]
)
def test_that_wheel_over_a_field_changes_nothing(make: Callable[[], QLineEdit], show: Show) -> None:
    field = make()
    show(field)
    field.clearFocus()
    field.setText("5")
    for delta in (120, -120):
        wheel = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(field, wheel)
    assert field.text() == "5"


def test_that_empty_is_none_and_never_zero(qtbot) -> None:
    for field in (NumberField(), MoneyField(), TimeField(), DateField(), PickField(TOPICS)):
        qtbot.addWidget(field)
        assert field.value() is None
        assert field.trouble() == ""
    number = NumberField()
    qtbot.addWidget(number)
    number.set_value(0)
    assert number.value() == 0
    assert number.text() == "0"


def test_that_figures_are_written_with_dots(show: Show) -> None:
    field = NumberField(most=50_000)
    show(field)
    typing(field, "1234")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "1.234"
    field.setText("60000")
    assert "50.000" in field.trouble()
    decimal = NumberField(places=2)
    decimal.setText("38,6")
    assert decimal.value() == Decimal("38.6")


def test_that_money_and_time_are_understood(qtbot) -> None:
    money, clock = MoneyField(), TimeField()
    money.setText("1,5 triệu")
    clock.setText("7 giờ 30")
    assert money.value() == 1_500_000
    assert clock.value() == time(7, 30)


def test_that_last_figure_is_grey_until_taken(qtbot) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.set_last(1234)
    assert field.placeholderText() == "(1.234)"
    assert field.value() is None
    with qtbot.waitSignal(field.changed):
        field.take_last()
    assert field.value() == 1234


def test_that_problem_gives_a_border_and_is_said_to_a_screen_reader(qtbot) -> None:
    field = TextEdit()
    qtbot.addWidget(field)
    field.set_problem("stop", "Chưa nhập.")
    assert field.property("state") == "error"
    assert field.accessibleDescription() == "Chưa nhập."
    field.set_problem("explain", "Lạ.")
    assert field.property("state") == "warn"
    field.set_problem(None)
    assert field.property("state") == ""


def test_that_long_text_composes_and_tab_leaves_it(show: Show) -> None:
    field = LongTextEdit()
    show(field)
    typing(field, unicodedata.normalize("NFD", "Đồng bào"))
    assert field.toPlainText() == "Đồng bào"
    assert field.tabChangesFocus()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("5", ["T5"]),
        ("1", ["T1", "T10"]),
        ("viec", ["T1"]),
        ("tro giup", ["T8", "T9"]),
        ("xyz", []),
    ],
)
def test_that_choices_are_found_by_number_or_words(typed: str, found: list[str]) -> None:
    assert [one.value for one in matching(TOPICS, typed)] == found


def test_that_exact_number_wins_over_longer_ones() -> None:
    one = the_one(TOPICS, "1")
    assert one is not None
    assert one.value == "T1"
    assert the_one(TOPICS, "tro giup") is None


def test_that_a_digit_finds_the_hamlet_that_bears_it() -> None:
    hamlets = [Choice(name, name) for name in ("Buôn Đŭng", "Thôn 10", "Thôn 1", "Thôn 5")]
    assert [one.value for one in matching(hamlets, "1")] == ["Thôn 1", "Thôn 10"]
    assert the_one(hamlets, "1") == hamlets[2]
    assert the_one(hamlets, "5", exact=True) == hamlets[3]
    both = [*hamlets, Choice("Tổ dân phố 1", "Tổ dân phố 1")]
    assert the_one(both, "1") is None


def test_that_digit_and_enter_pick(pick: PickField, qtbot) -> None:
    typing(pick, "5")
    assert pick.is_open()
    with qtbot.waitSignal(pick.taken):
        QTest.keyClick(QApplication.activePopupWidget() or pick, Qt.Key.Key_Return)
    assert pick.value() == "T5"
    assert pick.text() == "5. Sinh hoạt cộng đồng"
    assert not pick.is_open()


def test_that_enter_on_several_matches_stays(pick: PickField, qtbot) -> None:
    typing(pick, "trợ")
    with qtbot.assertNotEmitted(pick.taken):
        QTest.keyClick(QApplication.activePopupWidget() or pick, Qt.Key.Key_Return)
    assert pick.value() is None
    assert "nhiều mục" in pick.trouble()


def test_that_arrow_and_enter_take_the_marked_line(pick: PickField, qtbot) -> None:
    typing(pick, "trợ")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(QApplication.activePopupWidget() or pick, key)
    with qtbot.waitSignal(pick.taken):
        QTest.keyClick(QApplication.activePopupWidget() or pick, Qt.Key.Key_Return)
    assert pick.value() == "T9"


def test_that_nothing_is_completed_inside_the_word(pick: PickField) -> None:
    typing(pick, "tie")
    assert pick.text() == "tie"
    assert pick.selectedText() == ""


def test_that_unknown_text_is_refused_unless_new_ones_are_allowed(qtbot) -> None:
    field = PickField(TOPICS)
    qtbot.addWidget(field)
    field.setText("xyz")
    assert field.value() is None
    assert "Không có “xyz”" in field.trouble()
    free = PickField([Choice("a", "Nguyễn Văn An")], allow_new=True)
    qtbot.addWidget(free)
    free.setText("Nguyễn Văn A")
    assert free.value() == "Nguyễn Văn A"
    free.setText("nguyen van an")
    assert free.value() == "a"


def test_that_several_numbers_become_chips(multi: MultiPickField, qtbot) -> None:
    typing(multi.editor, "1 4 7")
    assert multi.value() == ("T1", "T4", "T7")
    with qtbot.waitSignal(multi.changed):
        QTest.keyClick(multi.editor, Qt.Key.Key_Return)
    assert multi.value() == ("T1", "T4", "T7")
    assert multi.editor.text() == ""
    with qtbot.waitSignal(multi.taken):
        QTest.keyClick(multi.editor, Qt.Key.Key_Return)


def test_that_number_with_open_list_becomes_a_chip(multi: MultiPickField) -> None:
    typing(multi.editor, "5")
    QTest.keyClick(QApplication.activePopupWidget() or multi.editor, Qt.Key.Key_Return)
    assert multi.value() == ("T5",)
    assert multi.editor.text() == ""


def test_that_names_are_split_by_semicolon_and_the_rest_is_kept(multi: MultiPickField) -> None:
    typing(multi.editor, "việc làm; y tế; abc")
    QTest.keyClick(multi.editor, Qt.Key.Key_Return)
    assert multi.value() == ("T1", "T4")
    assert multi.editor.text() == "abc"
    assert "abc" in multi.trouble()


def test_that_backspace_in_the_empty_editor_removes_no_chip(multi: MultiPickField) -> None:
    multi.set_value(("T1", "T4"))
    QTest.keyClick(multi.editor, Qt.Key.Key_Backspace)
    assert multi.value() == ("T1", "T4")


def test_that_delete_on_a_chip_removes_it(multi: MultiPickField, qtbot) -> None:
    multi.set_value(("T1", "T4"))
    QTest.keyClick(multi.editor, Qt.Key.Key_Left)
    chip = QApplication.focusWidget()
    assert chip is not None
    assert "Y tế" in chip.accessibleName()
    with qtbot.waitSignal(multi.changed):
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert multi.value() == ("T1",)


def test_that_space_on_a_chip_makes_it_the_main_one(multi: MultiPickField) -> None:
    multi.set_value(("T1", "T4"))
    QTest.keyClick(multi.editor, Qt.Key.Key_Left)
    chip = QApplication.focusWidget()
    assert chip is not None
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert multi.value() == ("T4", "T1")


def test_that_many_chips_take_more_lines(multi: MultiPickField) -> None:
    one_line = multi.height()
    multi.set_value([one.value for one in TOPICS])
    assert multi.height() > one_line


def test_that_context_menu_is_vietnamese(qtbot) -> None:
    from desktop.ui.fields import in_vietnamese

    field = TextEdit()
    qtbot.addWidget(field)
    menu = in_vietnamese(field.createStandardContextMenu())
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words[:4] == ["Hoàn tác", "Làm lại", "Cắt", "Chép"]
    assert "Paste" not in " ".join(words)


def test_that_every_field_has_its_name_for_a_screen_reader(qtbot) -> None:
    QAccessible.setActive(True)
    field = DateField()
    qtbot.addWidget(field)
    field.setAccessibleName("Ngày tổ chức")
    face = QAccessible.queryAccessibleInterface(field)
    assert face.text(QAccessible.Text.Name) == "Ngày tổ chức"
