"""A dummy form and table with everything in it: python -m tests.ui.fields_gallery [out.png]."""

import sys
from dataclasses import dataclass
from datetime import date, time

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from desktop.core.typed import show_date, show_number, weekday
from desktop.ui import theme
from desktop.ui.fields import LongTextEdit, TextEdit
from desktop.ui.form import FieldSpec, FigureRow, FormBody, Section
from desktop.ui.form_parts import FieldProblem
from desktop.ui.multi_pick import MultiPickField
from desktop.ui.pickers import Choice, PickField
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.typed_fields import DateField, MoneyField, NumberField, TimeField

TODAY = date(2024, 11, 20)
HAMLETS = [Choice(name, name, n) for n, name in enumerate(
    ["Buôn Đŭng", "Buôn Dhă Prŏng", "Buôn Ea Bông", "Thôn 2", "Thôn 3", "Thôn 10"], 1)]  # fmt: skip
CHANNELS = [Choice(f"C{n}", name, n) for n, name in enumerate(
    ["Hội nghị phổ biến", "Nói chuyện chuyên đề", "Tập huấn", "Đối thoại", "Sinh hoạt cộng đồng",
     "Phát thanh", "Thông tin lưu động", "Pa-nô, băng rôn", "Tin, bài", "Tài liệu cấp phát",
     "Sân khấu hóa", "Cuộc thi"], 1)]  # fmt: skip
TOPICS = [Choice(f"T{n}", name, n) for n, name in enumerate(
    ["Việc làm", "Giáo dục nghề nghiệp", "Đi làm việc ở nước ngoài", "Y tế", "Giáo dục", "Nhà ở",
     "Nước sạch và vệ sinh", "Thông tin", "Trợ giúp pháp lý", "Trợ giúp xã hội"], 1)]  # fmt: skip
PEOPLE = [
    Choice("ythinh", "Y Thịnh Êban", words="công chức văn hóa"),
    Choice("hnga", "H’Nga Kbuôr"),
]


def _figures(*keys: str) -> tuple[FieldSpec, ...]:
    labels = {"attendees": "Tổng số", "women": "Trong đó nữ", "minority": "Trong đó DTTS",
              "officials": "Cán bộ", "poor": "Nghèo", "near_poor": "Cận nghèo",
              "escaped": "Mới thoát", "other_households": "Khác"}  # fmt: skip
    return tuple(FieldSpec(key, labels[key], lambda: NumberField(most=50_000)) for key in keys)


def sections() -> list[Section]:
    """The cards of a community meeting."""
    return [
        Section("Thời gian, địa điểm, nội dung", (
            FieldSpec("held_on", "Ngày tổ chức", lambda: DateField(lambda: TODAY), required=True),
            FieldSpec("started_at", "Từ giờ", TimeField, span=0.5),
            FieldSpec("ended_at", "Đến giờ", TimeField, span=0.5),
            FieldSpec("hamlet", "Thôn, buôn", lambda: PickField(HAMLETS), required=True),
            FieldSpec("channel", "Hình thức", lambda: PickField(CHANNELS), required=True),
            FieldSpec("title", "Tên buổi truyền thông", TextEdit, required=True, span=2),
            FieldSpec("speaker", "Báo cáo viên", lambda: PickField(PEOPLE), required=True),
            FieldSpec("chair", "Chủ trì", lambda: PickField(PEOPLE, allow_new=True)),
            FieldSpec("topics", "Nội dung", lambda: MultiPickField(TOPICS, main_word="Nội dung chính"),
                      required=True, span=3),
            FieldSpec("amount", "Kinh phí (đồng)", MoneyField),
        )),
        Section("Người tham dự", rows=(
            FigureRow("Số người dự", _figures("attendees", "women", "minority", "officials")),
            FigureRow("Số hộ có mặt", _figures("poor", "near_poor", "escaped", "other_households")),
        )),
        Section("Kết quả", (
            FieldSpec("result", "Kết quả, ý kiến của người dân", lambda: LongTextEdit(2), span=4,
                      hint="Ghi ngắn gọn, tối đa 4.000 chữ."),
        )),
    ]  # fmt: skip


FILLED = {
    "held_on": date(2024, 11, 14), "started_at": time(19), "ended_at": time(20, 45),
    "hamlet": "Buôn Đŭng", "channel": "C5", "title": "Chính sách hỗ trợ nhà ở cho hộ nghèo năm 2024",
    "speaker": "ythinh", "chair": "hnga", "topics": ("T6", "T1", "T4"), "amount": 1_500_000,
    "attendees": 64, "women": 36, "minority": 41,
    "result": "Bà con đề nghị hướng dẫn thêm về hồ sơ vay vốn sửa nhà.",
}  # fmt: skip
LAST = {"attendees": 58, "women": 31, "minority": 40, "officials": 3, "poor": 24, "near_poor": 15,
        "escaped": 7, "other_households": 1_204}  # fmt: skip
WRONG = [
    FieldProblem(("title",), "Chưa nhập tên buổi truyền thông. Hãy ghi nội dung chính."),
    FieldProblem(("ended_at",), "Giờ kết thúc phải sau giờ bắt đầu. Hãy sửa giờ."),
    FieldProblem(("channel",), "Hình thức này không còn trong danh mục. Hãy chọn lại.", "explain"),
    FieldProblem(("chair",), "Chưa ghi người chủ trì.", "notice"),
    FieldProblem(("women", "attendees"), "Số nữ (36) lớn hơn tổng số người dự (30). Hãy sửa một trong hai số."),
    FieldProblem(("poor",), "Chưa ghi số hộ.", "explain"),
]  # fmt: skip


def window(state: str) -> QWidget:
    """The form in the place where the screen would show it."""
    body = FormBody(sections())
    body.set_values(FILLED)
    body.last_time(LAST)
    if state == "errors":
        body.set_values({"title": "", "ended_at": time(18), "attendees": 30})
        body.field("held_on").setText("31/2")
        body.show_problems(WRONG)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(body)
    shell = QWidget()
    layout = QVBoxLayout(shell)
    layout.setContentsMargins(20, 12, 20, 12)
    layout.addWidget(area)
    shell.resize(854, 620)
    if state == "empty":
        body.set_values(dict.fromkeys(FILLED))
    return shell


@dataclass(frozen=True)
class Row:
    """A line of the dummy table."""

    id: int
    day: date
    title: str
    place: str
    people: int | None
    state: str
    done: float


ROWS = [
    Row(1, date(2024, 11, 14), "Chính sách hỗ trợ nhà ở cho hộ nghèo năm 2024", "Sinh hoạt cộng đồng · Buôn Đŭng", 64, "Thiếu ảnh", 0.9),
    Row(2, date(2024, 11, 12), "Vay vốn ưu đãi và cách dùng vốn hiệu quả", "Nói chuyện chuyên đề · Thôn 3", 48, "", 0.3),
    Row(3, date(2024, 11, 11), "Gương thoát nghèo: hộ ông Y Bhiông Kbuôr", "Phát thanh · Toàn xã", None, "", 1.0),
    Row(4, date(2024, 11, 5), "Xe loa tuyên truyền Tháng cao điểm vì người nghèo trên các trục đường", "Thông tin lưu động · Buôn Ea Bông", None, "Chưa ký biên bản", 0.0),
]  # fmt: skip


def columns() -> list[Column]:
    """The columns of the list of activities."""
    return [
        Column("day", "Ngày", lambda r: show_date(r.day), lambda r: weekday(r.day), width=116),
        Column("title", "Nội dung", lambda r: r.title, lambda r: r.place, lambda r: "people"),
        Column("people", "Người dự", lambda r: "–" if r.people is None else show_number(r.people), right=True, width=96),
        Column("done", "Tiến độ", lambda r: f"{r.done:.0%}", portion=lambda r: r.done, pace=lambda r: 0.6, width=150),
        Column("state", "Hồ sơ", lambda r: r.state or "Đủ hồ sơ", tone=lambda r: "warn" if r.state else "ok", width=160),
    ]  # fmt: skip


def table() -> QWidget:
    """The list of activities."""
    view = TableView(ValueTable(columns()))
    view.table.show(ROWS * 5)
    view.select(0)
    view.resize(854, 400)
    return view


def main() -> None:
    """Show the form, or save a picture of it."""
    app = QApplication(sys.argv[:1])
    points = float(sys.argv[3]) if len(sys.argv) > 3 else 10.5
    theme.apply(app, theme.Edition.WARD, points)
    state = sys.argv[2] if len(sys.argv) > 2 else "ok"
    shown = table() if state == "table" else window(state)
    shown.show()
    if len(sys.argv) > 1:
        QTimer.singleShot(300, lambda: (shown.grab().save(sys.argv[1]), app.quit()))
    app.exec()


if __name__ == "__main__":
    main()
