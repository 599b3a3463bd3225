"""The box for the estimate of a source: one line for each thing to be bought, the sum below."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt

from desktop.core import budget
from desktop.core.budget import LARGEST_QUANTITY, LARGEST_TIMES, Line
from desktop.core.catalogue import ExpenditureItem
from desktop.core.typed import show_money, show_number
from desktop.ui import theme
from desktop.ui.field_rows import Rows
from desktop.ui.fields import TextEdit
from desktop.ui.fields_box import FieldsBox
from desktop.ui.pickers import Choice, PickField
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.typed_fields import MoneyField, NumberField
from desktop.ui.widgets import button, label

_CAPTIONS = ("Nội dung chi", "Diễn giải (nếu khác)", "ĐVT", "Số lượng", "Số lần", "Đơn giá",
             "Thành tiền", "Căn cứ, ghi chú")  # fmt: skip
_WIDTHS = (0, 0, 70, 78, 58, 104, 110, 124)
_TEXT, _WORD = 500, 40
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class EstimateBox(FieldsBox):
    """Keeps the whole estimate at once; a line without an item is refused."""

    def __init__(
        self, page: Screen, fund_id: str, name: str, given: int, lines: Sequence[Line],
        items: Sequence[ExpenditureItem],
    ) -> None:  # fmt: skip
        how = "Thành tiền = số lượng × số buổi, lần × đơn giá, làm tròn đến đồng."
        super().__init__(page, f"Dự toán: {name}", how, 1240)
        self._fund_id, self._given, self._items = fund_id, given, items
        self.rows = Rows(_CAPTIONS, _WIDTHS, "dòng")
        self.sum = label("", 0.5, theme.SEMIBOLD)
        self.body.addWidget(self.rows.area, 1)
        self.foot.insertWidget(0, self.rows.add_button)
        self.foot.insertWidget(1, self.sum)
        self.foot.insertSpacing(1, dp(20))
        for one in lines or (None,):
            self._add(one)
        self.rows.add_button.clicked.connect(self._add_empty)
        self._sum()
        self.resize(self.width(), dp(460))
        self.rows.lines[0].item.setFocus()

    def save(self) -> None:
        """Keep all lines; wholly empty ones are left out."""
        wanted = [row for row in self.rows.lines if not row.is_empty()]
        if any(self.unread(*row.fields()) for row in wanted):
            return
        lines = [row.value() for row in wanted]
        self.run("Đã lưu dự toán.", budget.save, self._fund_id, lines)

    def _add(self, one: Line | None) -> "_Row":
        row = _Row(self._items, one, self._sum)
        self.rows.add(row)
        return row

    def _add_empty(self) -> None:
        self._add(None).item.setFocus()

    def _sum(self) -> None:
        whole = sum(row.amount() or 0 for row in self.rows.lines)
        rest = self._given - whole
        said = f"còn {show_money(rest)} chưa phân bổ" if rest >= 0 else (
            f"vượt số được giao {show_money(-rest)}"
        )  # fmt: skip
        self.sum.setText(f"Cộng {show_money(whole)}, {said}.")


class _Row:
    """The fields of one line."""

    names = _CAPTIONS

    def __init__(
        self, items: Sequence[ExpenditureItem], one: Line | None, changed: Callable[[], None]
    ) -> None:
        self._units = {item.code: item.unit_word.split(",")[0].strip() for item in items}
        self.changed = changed
        self.item = PickField([Choice(i.code, i.name, i.position) for i in items]).leading_on()
        self.text, self.unit, self.note = TextEdit(_TEXT), TextEdit(_WORD), TextEdit(_TEXT)
        self.quantity = NumberField(most=int(LARGEST_QUANTITY), places=2)
        self.times, self.price = NumberField(most=LARGEST_TIMES), MoneyField()
        self.total = label("")
        self.total.setAlignment(_RIGHT)
        self.out = button("Bỏ dòng", "quiet", "dismiss", tip="Bỏ dòng này")
        self.widgets = (self.item, self.text, self.unit, self.quantity, self.times, self.price,
                        self.total, self.note)  # fmt: skip
        self.times.set_value(1)
        if one is not None:
            self._fill(one)
        for field in (self.quantity, self.times, self.price):
            field.changed.connect(self._typed)
        self.item.changed.connect(self._chosen)
        self._typed()

    def fields(self) -> tuple[PickField | NumberField, ...]:
        """Return the fields that can be unreadable."""
        return (self.item, self.quantity, self.times, self.price)

    def is_empty(self) -> bool:
        """Return whether nothing was entered."""
        typed = (self.item, self.text, self.quantity, self.price, self.note)
        return not any(field.text().strip() for field in typed)

    def value(self) -> Line:
        """Return the line; what is not filled in is 0, which the core refuses with its number."""
        return Line(
            item=self.item.value() or "", text=self.text.value() or "",
            unit_word=self.unit.value() or "", quantity=Decimal(self.quantity.value() or 0),
            times=self.times.value() or 0, unit_price=self.price.value() or 0,
            note=self.note.value() or "",
        )  # fmt: skip

    def amount(self) -> int | None:
        """Return quantity × times × price, None while one of them is missing."""
        known = self.quantity.value(), self.times.value(), self.price.value()
        if any(one is None for one in known):
            return None
        return budget.product(Decimal(known[0]), known[1], known[2])

    def _fill(self, one: Line) -> None:
        self.item.set_value(one.item)
        self.item.home(False)
        for text, written in (
            (self.text, one.text), (self.unit, one.unit_word), (self.note, one.note),
        ):  # fmt: skip
            text.set_value(written)
        for number, value in (
            (self.quantity, one.quantity), (self.times, one.times), (self.price, one.unit_price),
        ):  # fmt: skip
            number.set_value(value)

    def _typed(self) -> None:
        found = self.amount()
        self.total.setText("" if found is None else show_number(found))
        self.changed()

    def _chosen(self) -> None:
        if not self.unit.text() and self.item.value():
            self.unit.set_value(self._units.get(self.item.value(), ""))
