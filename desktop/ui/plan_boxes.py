"""The boxes in which the consolidating unit enters a plan: its head and its tasks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core import plan_tasks, plans
from desktop.core.plan_tasks import PlanTask
from desktop.core.plans import Plan
from desktop.ui.fields import LongTextEdit, TextEdit
from desktop.ui.form import FormBody
from desktop.ui.form_parts import Caption, FieldProblem, FieldSpec, Section
from desktop.ui.save_box import SaveBox
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField
from desktop.ui.widgets import button

_NEEDED = (("title", "Chưa có tên kế hoạch. Hãy nhập tên."),
           ("short_title", "Chưa có tên gọi tắt. Hãy nhập tên dùng ở đầu các trang."),
           ("first", "Chưa có ngày bắt đầu. Hãy nhập ngày."),
           ("last", "Chưa có ngày kết thúc. Hãy nhập ngày."))  # fmt: skip


class SheetBox(SaveBox):
    """A large box whose body scrolls."""

    def __init__(
        self, page: Screen, title: str, how: str, wide: int = 900, high: int = 560
    ) -> None:
        super().__init__(page, title, how)
        self.resize(dp(wide), dp(high))

    def put(self, body: QWidget) -> None:
        """Let the body scroll between the title and the foot."""
        self.put_scrolled(body)
        self.end()

    def refuse_all(self, wrong: Sequence[str]) -> None:
        """Say everything that keeps it from being kept, once."""
        self.refuse("", "\n".join(dict.fromkeys(wrong)))


class PlanBox(SheetBox):
    """Number, day, title, window, legal bases and signer."""

    def __init__(self, page: Screen, plan: Plan) -> None:
        how = (
            "Sửa xong, hãy công bố lại (trang Nhận – gửi USB) để các đơn vị nhận bản mới. Số và ngày để "
            "trống khi văn thư chưa cấp."
        )
        super().__init__(page, "Sửa kế hoạch", how)
        self._plan = plan
        today = page.context.clock.today

        def day() -> DateField:
            return DateField(today, lambda: plan.first.year)

        self.body = FormBody([
            Section("", (
                FieldSpec("number", "Số, ký hiệu", TextEdit, hint="ví dụ 212/KH-UBND"),
                FieldSpec("signed_on", "Ngày ký", day),
                FieldSpec("first", "Thực hiện từ ngày", day, required=True),
                FieldSpec("last", "Đến ngày", day, required=True),
                FieldSpec("date_text", "Ngày tháng in khi chưa có ngày ký", TextEdit, span=2),
                FieldSpec("short_title", "Tên gọi tắt", TextEdit, required=True, span=2),
                FieldSpec("title", "Tên kế hoạch (trích yếu)", lambda: LongTextEdit(2), required=True,
                          span=4),
                FieldSpec("bases", "Căn cứ (mỗi căn cứ một dòng)", lambda: LongTextEdit(6), span=4),
                FieldSpec("signer_block", "Chức vụ người ký (một đến ba dòng)",
                          lambda: LongTextEdit(2), span=2),
                FieldSpec("signer_name", "Họ và tên người ký", TextEdit, span=2),
            )),
        ])  # fmt: skip
        names = ("number", "signed_on", "first", "last", "date_text", "short_title", "title",
                 "signer_block", "signer_name")  # fmt: skip
        shown = {name: getattr(plan, name) for name in names}
        self.body.set_values({**shown, "bases": "\n".join(plan.bases)})
        self.put(self.body)
        self.body.focus("number")

    def value(self) -> Plan | None:
        """Return the plan as it stands here; None while a needed field is empty."""
        values = self.body.values()
        first, last = values["first"], values["last"]
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        signed_on = values["signed_on"]
        texts: dict[str, Any] = {name: str(values[name] or "") for name in (
            "number", "date_text", "short_title", "title", "signer_block", "signer_name",
        )}  # fmt: skip
        return replace(
            self._plan, first=first, last=last, bases=tuple(str(values["bases"]).splitlines()),
            signed_on=signed_on if isinstance(signed_on, date) else None, **texts,
        )  # fmt: skip

    def save(self) -> None:
        """Keep the plan."""
        values, plan = self.body.values(), self.value()
        empty = [FieldProblem((key,), text) for key, text in _NEEDED if not values[key]]
        if empty or self.body.troubles() or plan is None:
            self.body.show_problems(empty)
            self.body.focus_first_problem()
        elif wrong := plans.problems(plan):
            self.refuse_all(wrong)
        else:
            kept = self.page.write(plans.save, plan)
            kept.then(lambda _: self._kept()).failed(self.failed)

    def _kept(self) -> None:
        self.page.say("Đã lưu kế hoạch. Hãy công bố để các đơn vị nhận bản mới.")
        self.accept()


class TasksBox(SheetBox):
    """The tasks of all bodies: added, changed, taken away; their order is that of the plan."""

    def __init__(self, page: Screen, plan_id: str, tasks: Sequence[PlanTask]) -> None:
        how = "Ghi như phần Tổ chức thực hiện của kế hoạch. Các dòng cùng cơ quan đứng liền nhau."
        super().__init__(page, "Nhiệm vụ của các cơ quan", how, wide=960)
        self._plan_id = plan_id
        self.rows: list[_TaskRow] = []
        self.add_button = button("Thêm nhiệm vụ", icon="plus")
        self.add_button.clicked.connect(self._add_empty)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(dp(10))
        self._grid.setVerticalSpacing(dp(8))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 6)
        for number, name in enumerate(("Cơ quan thực hiện", "Nhiệm vụ")):
            self._grid.addWidget(Caption(name), 0, number)
        for one in tasks:
            self._add(one)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, dp(10), 0)
        inner.addLayout(self._grid)
        inner.addStretch()
        self.foot.addWidget(self.add_button)
        self.put(body)

    def value(self) -> list[PlanTask]:
        """Return the tasks as they stand here; wholly empty lines are left out."""
        found = [row.value() for row in self.rows]
        return [one for one in found if one.body or one.text]

    def save(self) -> None:
        """Keep the tasks."""
        wanted = self.value()
        if wrong := plan_tasks.problems(wanted):
            self.refuse_all(wrong)
        else:
            kept = self.page.write(plan_tasks.save, self._plan_id, wanted)
            kept.then(lambda _: self._kept()).failed(self.failed)

    def _kept(self) -> None:
        self.page.say("Đã lưu nhiệm vụ. Hãy công bố để các đơn vị nhận bản mới.")
        self.accept()

    def _add(self, one: PlanTask) -> "_TaskRow":
        row = _TaskRow(len(self.rows) + 1, one)
        self.rows.append(row)
        place = self._grid.rowCount()
        for column, widget in enumerate((row.body, row.text, row.out)):
            self._grid.addWidget(widget, place, column, Qt.AlignmentFlag.AlignTop)
        row.out.clicked.connect(lambda: self._remove(row))
        return row

    def _add_empty(self) -> None:
        body = self.rows[-1].body.value() if self.rows else ""
        row = self._add(PlanTask(body=body, text=""))
        (row.text if body else row.body).setFocus()

    def _remove(self, row: "_TaskRow") -> None:
        self.rows.remove(row)
        for widget in (row.body, row.text, row.out):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.add_button.setFocus()


class _TaskRow:
    """The fields of one task."""

    def __init__(self, number: int, one: PlanTask) -> None:
        self._one = one
        self.body, self.text = LongTextEdit(3), LongTextEdit(3)
        self.body.set_value(one.body)
        self.text.set_value(one.text)
        self.body.setAccessibleName(f"Cơ quan thực hiện nhiệm vụ {number}")
        self.text.setAccessibleName(f"Nội dung nhiệm vụ {number}")
        self.out: QPushButton = button(
            f"Bỏ nhiệm vụ {number}", "quiet", "dismiss", tip="Bỏ dòng này"
        )

    def value(self) -> PlanTask:
        """Return the task as it stands here."""
        body = " ".join(self.body.value().split())
        return replace(self._one, body=body, text=self.text.value())
