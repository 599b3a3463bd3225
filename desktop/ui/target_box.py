"""The box in which the consolidating unit sets an indicator's target for each unit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import plans
from desktop.core.plans import Target
from desktop.ui import theme
from desktop.ui.combo_box import ComboBox
from desktop.ui.form_parts import Caption
from desktop.ui.plan_boxes import SheetBox
from desktop.ui.plan_look import WHOLE, PlanFound
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField, NumberField
from desktop.ui.widgets import button, label

_HOW = (
    "Chọn chỉ tiêu rồi gõ mức cần đạt của từng đơn vị; ô trống là không giao. Ô “Cao nhất” chỉ dùng "
    "khi kế hoạch ghi một khoảng, như 01 – 02 phóng sự."
)


class TargetBox(SheetBox):
    """All units' targets of one indicator at a time; Lưu keeps those of all indicators."""

    def __init__(self, page: Screen, found: PlanFound, indicator: str = "") -> None:
        super().__init__(page, "Đặt chỉ tiêu", _HOW, wide=820, high=600)
        self._plan = found.plan
        self._names = {**found.units, **{one.code: one.name for one in found.indicators}}
        self._wanted: dict[str, tuple[Target, ...]] = {}
        for one in found.plan.targets:
            self._wanted[one.indicator] = (*self._wanted.get(one.indicator, ()), one)
        self.indicator = ComboBox()
        self.indicator.setAccessibleName("Chỉ tiêu")
        for each in found.indicators:
            self.indicator.addItem(f"{each.code} {each.name}", each.code)
        first = indicator or (found.wanted[0].code if found.wanted else found.indicators[0].code)
        self.indicator.setCurrentIndex(max(self.indicator.findData(first), 0))
        self._shown = str(self.indicator.currentData())
        self.all_units = NumberField(least=1, most=plans.LARGEST_TARGET)
        self.all_units.setAccessibleName("Mức cho mọi đơn vị")
        self.all_units.setFixedWidth(dp(110))
        self.fill_button = button("Điền cho mọi đơn vị", icon="chevron_down")
        self.fill_button.clicked.connect(self.fill)
        today = page.context.clock.today
        self.rows = [
            _TargetRow(key, name, today(), self._plan.first.year)
            for key, name in ((None, WHOLE), *found.units.items())
        ]
        self._lay_out()
        self.indicator.currentIndexChanged.connect(self._turn)
        self._show()

    def stands(self) -> list[str]:
        """Return the targets of all indicators, and what cannot be read."""
        return sorted((*map(str, self.value()), *self._troubles()))

    def value(self) -> list[Target]:
        """Return the targets of all indicators as they stand here."""
        self._take()
        return [one for some in self._wanted.values() for one in some]

    def fill(self) -> None:
        """Give every unit the same number; all together keep theirs."""
        number = self.all_units.value()
        if number is not None:
            for row in self.rows[1:]:
                row.least.set_value(number)

    def save(self) -> None:
        """Keep the targets."""
        wanted = self.value()
        if wrong := self._troubles() or plans.target_problems(self._plan, wanted, self._names):
            self.refuse_all(wrong)
        else:
            kept = self.page.write(plans.save_targets, self._plan.id, wanted)
            kept.then(lambda _: self._kept()).failed(self.failed)

    def _kept(self) -> None:
        self.page.say("Đã lưu chỉ tiêu. Hãy công bố để các đơn vị nhận bản mới.")
        self.accept()

    def _troubles(self) -> list[str]:
        return [text for row in self.rows if (text := row.trouble())]

    def _turn(self) -> None:
        """Show another indicator; one with a field that cannot be read stays, so nothing is lost."""
        if wrong := self._troubles():
            with QSignalBlocker(self.indicator):
                self.indicator.setCurrentIndex(self.indicator.findData(self._shown))
            self.refuse_all(wrong)
            return
        self.problem.hide()
        self._take()
        self._shown = str(self.indicator.currentData())
        self._show()

    def _take(self) -> None:
        """Remember what stands in the fields for the indicator that is shown."""
        found = (row.value(self._shown) for row in self.rows)
        self._wanted[self._shown] = tuple(one for one in found if one is not None)

    def _show(self) -> None:
        known = {one.unit_id: one for one in self._wanted.get(self._shown, ())}
        for row in self.rows:
            row.show_target(known.get(row.unit_id), self._plan.last)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(dp(10))
        top.addWidget(self.indicator, 1)
        top.addWidget(label("Mức chung", tone="text2"))
        top.addWidget(self.all_units)
        top.addWidget(self.fill_button)
        self.column.addLayout(top)
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(10))
        grid.setVerticalSpacing(dp(6))
        grid.setColumnStretch(0, 1)
        for number, name in enumerate(("Đơn vị", "Cần đạt", "Cao nhất", "Hạn")):
            grid.addWidget(Caption(name), 0, number)
        for place, row in enumerate(self.rows, start=1):
            grid.addWidget(
                label(row.name, 0, theme.SEMIBOLD if place == 1 else theme.MEDIUM), place, 0
            )
            for column, field in enumerate((row.least, row.most, row.due), start=1):
                grid.addWidget(field, place, column)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, dp(10), 0)
        inner.addLayout(grid)
        inner.addStretch()
        self.put(body)


class _TargetRow:
    """The fields of one unit."""

    def __init__(self, unit_id: str | None, name: str, today: date, year: int) -> None:
        self.unit_id, self.name = unit_id, name
        self._before: Target | None = None
        self._due_on = today
        self.least = NumberField(least=1, most=plans.LARGEST_TARGET)
        self.most = NumberField(least=1, most=plans.LARGEST_TARGET)
        self.due = DateField(lambda: today, lambda: year)
        self.least.setAccessibleName(f"{name}: cần đạt")
        self.most.setAccessibleName(f"{name}: cao nhất")
        self.due.setAccessibleName(f"{name}: hạn")
        for field, wide in ((self.least, 110), (self.most, 110), (self.due, 160)):
            field.setFixedWidth(dp(wide))

    def show_target(self, one: Target | None, due_on: date) -> None:
        """Show a target; without one the day is that of the plan's end."""
        self._before = one
        self.least.set_value(one.at_least if one else None)
        self.most.set_value(one.at_most if one else None)
        self.due.set_value(one.due_on if one else None)
        self.due.set_example(f"{due_on:%d/%m/%Y}")
        self._due_on = due_on

    def value(self, indicator: str) -> Target | None:
        """Return the target of an indicator, or None where nothing is wanted."""
        least = self.least.value()
        if least is None:
            return None
        most, due_on = self.most.value(), self.due.value()
        if due_on is None and (self._before is None or self._before.due_on is not None):
            due_on = self._due_on  # a target that never had a day of its own gets none by the way
        if self._before is not None:  # it stays the same target, also for those who read it
            return replace(self._before, at_least=least, at_most=most, due_on=due_on)
        return Target(indicator, self.unit_id, least, most, due_on)

    def trouble(self) -> str:
        """Return why a field cannot be read, or nothing."""
        fields: Sequence[NumberField | DateField] = (self.least, self.most, self.due)
        why = next((text for one in fields if (text := one.trouble())), "")
        if not why and not self.least.text().strip() and any(one.text().strip() for one in fields):
            why = "Chưa có mức cần đạt. Hãy nhập, hoặc bỏ trống cả dòng."
        return f"{self.name}: {why}" if why else ""
