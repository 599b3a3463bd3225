from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.fields import LongTextEdit, TextEdit
from desktop.ui.form import FieldSpec, FigureRow, FormBody, Section
from desktop.ui.form_parts import FieldProblem
from desktop.ui.multi_pick import MultiPickField
from desktop.ui.pickers import PickField
from desktop.ui.typed_fields import DateField, NumberField, TimeField
from desktop.ui.widgets import button
from tests.ui.test_fields import TODAY, TOPICS, typing

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
"""The offscreen platform cannot raise or grab for a popup."""

KEYS = [
    "held_on",
    "started_at",
    "channel",
    "title",
    "topics",
    "airings",
    "note",
    "attendees",
    "women",
]


def sections() -> list[Section]:
    return [
        Section("Thời gian, nội dung", (
            FieldSpec("held_on", "Ngày tổ chức", lambda: DateField(lambda: TODAY), required=True),
            FieldSpec("started_at", "Từ giờ", TimeField, span=0.5),
            FieldSpec("channel", "Hình thức", lambda: PickField(TOPICS)),
            FieldSpec("title", "Tên buổi", TextEdit, hint="Ghi ngắn gọn."),
            FieldSpec("topics", "Nội dung", lambda: MultiPickField(TOPICS), span=2),
            FieldSpec("airings", "Số lượt phát", NumberField,
                      visible=lambda values: values["channel"] == "T7"),
            FieldSpec("note", "Ghi chú", LongTextEdit, span=4),
        )),
        Section("Người tham dự", rows=(
            FigureRow("Số người dự", (
                FieldSpec("attendees", "Tổng số", NumberField),
                FieldSpec("women", "Trong đó nữ", NumberField),
            )),
        )),
    ]  # fmt: skip


@pytest.fixture
def form(qtbot) -> FormBody:
    body = FormBody(sections())
    qtbot.addWidget(body)
    body.resize(860, 600)
    with qtbot.waitActive(body):
        body.show()
    body.focus("held_on")
    return body


def focused(form: FormBody) -> str:
    widget = QApplication.focusWidget()
    return str(widget.property("formKey")) if widget else ""


def press(key: Qt.Key) -> None:
    target = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key)


def test_that_enter_goes_through_the_fields_and_not_out_of_long_text(form: FormBody) -> None:
    walked = []
    for _ in range(6):
        walked.append(focused(form))
        press(Qt.Key.Key_Return)
    assert walked == ["held_on", "started_at", "channel", "title", "topics", "note"]
    assert focused(form) == "note"
    assert form.field("note").toPlainText() == "\n"


def test_that_a_meeting_is_typed_with_enter_alone(form: FormBody) -> None:
    for text in ("1411", "19h", "5", "Nhà ở", "3 6"):
        widget = QApplication.focusWidget()
        assert widget is not None
        typing(widget, text)
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    values = form.values()
    assert values["held_on"] == date(2024, 11, 14)
    assert values["channel"] == "T5"
    assert values["topics"] == ("T3", "T6")
    assert values["attendees"] is None
    assert focused(form) == "note"


def test_that_enter_in_the_last_field_says_so(form: FormBody, qtbot) -> None:
    form.focus("women")
    with qtbot.waitSignal(form.finished):
        press(Qt.Key.Key_Enter)


def test_that_tab_order_is_reading_order(form: FormBody) -> None:
    walked = [focused(form)]
    for _ in range(7):
        press(Qt.Key.Key_Tab)
        walked.append(focused(form))
    assert walked == [key for key in KEYS if key != "airings"]


def test_that_hidden_fields_have_no_value_and_come_back_with_it(form: FormBody) -> None:
    assert "airings" not in form.values()
    form.set_values({"channel": "T7", "airings": 10})
    assert form.values()["airings"] == 10
    form.set_values({"channel": "T5"})
    assert "airings" not in form.values()
    assert form.values(hidden=True)["airings"] == 10


def test_that_only_the_user_edits(form: FormBody, qtbot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.set_values({"title": "A", "topics": ("T1",), "note": "b", "held_on": TODAY})
    with qtbot.waitSignal(form.edited) as edited:
        typing(form.field("women"), "3")
    assert edited.args == ["women"]


def test_that_problem_stands_at_its_first_field_and_marks_all(form: FormBody) -> None:
    text = "Số nữ lớn hơn tổng số. Hãy sửa một trong hai số."
    form.show_problems([FieldProblem(("women", "attendees"), text)])
    assert form.message("women") == text
    assert form.message("attendees") == ""
    assert form.field("attendees").property("state") == "error"
    typing(form.field("women"), "3")
    assert form.message("women") == ""
    assert form.field("attendees").property("state") == ""


def test_that_problem_of_a_hidden_field_stands_at_a_shown_one(form: FormBody) -> None:
    form.show_problems([FieldProblem(("airings", "title"), "Không khớp.")])
    assert form.message("title") == "Không khớp."


def test_that_all_problems_of_a_field_are_said_the_worst_first(form: FormBody) -> None:
    form.show_problems(
        [FieldProblem(("title",), "Hai.", "notice"), FieldProblem(("title",), "Một.")]
    )
    assert form.message("title") == "Một.\nHai."
    form.show_problems([])
    assert form.message("title") == "Ghi ngắn gọn."


def test_that_problems_are_walked_through(form: FormBody) -> None:
    form.show_problems([FieldProblem(("title",), "a", "explain"), FieldProblem(("women",), "b")])
    assert form.focus_first_problem()
    assert focused(form) == "women"
    assert form.next_problem()
    assert focused(form) == "title"
    form.next_problem()
    assert focused(form) == "women"
    form.show_problems([])
    assert not form.next_problem()


def test_that_unreadable_day_is_said_on_leaving_and_stops(form: FormBody) -> None:
    typing(form.field("held_on"), "31/2")
    assert form.message("held_on") == ""
    press(Qt.Key.Key_Return)
    assert form.message("held_on").startswith("Không có ngày 31/2/")
    assert [one.fields for one in form.troubles()] == [("held_on",)]


def test_that_f3_takes_the_figure_of_last_time(form: FormBody, qtbot) -> None:
    form.last_time({"attendees": 58})
    assert form.field("attendees").placeholderText() == "(58)"
    form.focus("attendees")
    with qtbot.waitSignal(form.edited):
        press(Qt.Key.Key_F3)
    assert form.values()["attendees"] == 58


def test_that_every_field_is_named_for_a_screen_reader(form: FormBody) -> None:
    QAccessible.setActive(True)
    for key in KEYS:
        field = form.field(key)
        target = field.focusProxy() or field
        name = QAccessible.queryAccessibleInterface(target).text(QAccessible.Text.Name)
        assert name
        assert "<" not in name
    assert form.field("women").accessibleName() == "Số người dự: Trong đó nữ"
    assert "Bắt buộc nhập" in form.field("held_on").accessibleDescription()


def test_that_message_takes_no_room_when_there_is_none(form: FormBody, qtbot) -> None:
    before = form.cards[0].sizeHint().height()
    form.show_problems([FieldProblem(("topics",), "Chưa chọn nội dung.")])
    qtbot.waitUntil(lambda: form.cards[0].sizeHint().height() > before)
    form.show_problems([])
    qtbot.waitUntil(lambda: form.cards[0].sizeHint().height() == before)


def test_that_tab_goes_on_from_the_last_field_and_enter_presses_a_button(qtbot) -> None:
    page, pressed = QWidget(), []
    layout, first, beyond = QVBoxLayout(page), button("Quay lại"), button("Lưu")
    body = FormBody(sections())
    for one in (first, beyond, body):
        layout.addWidget(one)
    body.lead_on(beyond)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitActive(page)
    last = body.field("women")
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: page.focusWidget() is beyond)
    beyond.clicked.connect(lambda: pressed.append("Lưu"))
    QTest.keyClick(beyond, Qt.Key.Key_Return)
    assert pressed == ["Lưu"]
