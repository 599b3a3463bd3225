"""The tab Tài liệu: printed materials received and handed out, the stock, what each hamlet got."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.core import materials, movement
from desktop.core.errors import WrongChoiceError
from desktop.core.material_flows import Flow, Stock
from desktop.core.materials import (
    LARGEST,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_WORD,
    WAYS,
    Move,
    Way,
)
from desktop.core.movement import Chosen, Stocks
from desktop.core.typed import show_date, show_number, weekday
from desktop.ui import movement_opening
from desktop.ui.fields import TextEdit
from desktop.ui.form_parts import FieldProblem, FieldSpec
from desktop.ui.movement_form import SideForm
from desktop.ui.movement_tab import MovementTab
from desktop.ui.notices import EmptyState
from desktop.ui.pickers import Choice, PickField
from desktop.ui.screen import Screen, on_keys
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.typed_fields import DateField, NumberField

_WAYS = tuple(Choice(way, name, number) for number, (way, name) in enumerate(WAYS.items(), start=1))
_FIGURES = ("Loại tài liệu", "Nhận trong kỳ", "Cấp trong kỳ", "Còn trong kho")
_NEEDED = {
    "kind": "Chưa chọn nhận về hay cấp phát. Hãy gõ 1 hoặc 2.",
    "moved_on": "Chưa có ngày. Hãy gõ ngày giao nhận, ví dụ 17/10.",
    "material": "Chưa chọn tài liệu. Hãy chọn trong danh sách, hoặc gõ tên tài liệu mới.",
    "quantity": "Chưa có số lượng. Hãy gõ số đã đếm.",
}
_MOVES, _STOCK, _HAMLETS = range(3)


@dataclass
class _Names:
    """What the ids of the lists stand for."""

    found: Stocks | None = None

    def material(self, material_id: str) -> tuple[str, str]:
        """Return the name of a material, and what one counts of it."""
        known = self.found.materials.get(material_id) if self.found else None
        return (known.name, known.unit_word) if known else ("", "")

    def place(self, hamlet_id: str | None) -> str:
        """Return the name of a hamlet."""
        return self.found.places.get(hamlet_id or "", "") if self.found else ""

    def flow(self, material_id: str) -> Flow | None:
        """Return what came and went of a material in the period."""
        flows = self.found.flows if self.found else ()
        return next((one for one in flows if one.material_id == material_id), None)


class StocksTab(MovementTab):
    """Lists, adds and changes moves of materials; a city sees what its units reported."""

    def __init__(self, page: Screen, *, is_city: bool, changes: bool) -> None:
        self._known: set[str] = set()
        form = _form(page.context.clock.today, self._known) if changes else None
        chips = ("Theo đơn vị",) if is_city else ("Nhận, cấp phát", "Tồn kho", "Theo thôn, buôn")
        super().__init__(page, _FIGURES, chips, form, _empty(is_city))
        self._names = _Names()
        self._is_city = is_city
        self.view = _table("Nhận, cấp phát tài liệu", _moves(self._names), 52)
        self.stock = _table("Tồn kho tài liệu", _stock(self._names), 36)
        self.hamlets = _table("Tài liệu theo thôn, buôn", _hamlets(), 36)
        self.units = _table("Tài liệu theo đơn vị", _units(), 36)
        if is_city:
            self._add_list(self.units)
        else:
            self._add_list(self.view, chooses=True)
            self._add_list(self.stock)
            self._let_rename()
            self._add_list(self.hamlets)
        self.chips.chosen.connect(lambda _: self._show_chosen())

    def fill(self, chosen: Chosen) -> None:
        """Read what came and went in the period."""
        self.chosen = chosen
        self.page.read_latest("stocks", movement.stocks, chosen.period).then(self.show_found)

    def show_found(self, found: Stocks) -> None:
        """Show it."""
        self._names.found = found
        self._offer(found)
        flows = [one.found for one in found.units] if self._is_city else list(found.flows)
        kinds = {one.name for one in flows} if self._is_city else found.materials
        left = (
            [one.closing for one in flows] if self._is_city else [one.left for one in found.stock]
        )
        self.figures.show_figures((
            (show_number(len(kinds)), "loại"),
            (show_number(sum(one.received for one in flows)), ""),
            (show_number(sum(one.handed_out for one in flows)), ""),
            (show_number(sum(left)), "cuối kỳ" if self._is_city else "hiện nay"),
        ))  # fmt: skip
        counts = (len(found.moves), len(found.stock), len(found.hamlets))
        self.chips.set_counts((len(found.units),) if self._is_city else counts)
        self._show_chosen()

    def _let_rename(self) -> None:
        """Enter on a material renames it, Delete takes away one that never moved."""
        if self.form is None:
            return
        self.stock.setToolTip(
            "Enter: đổi tên tài liệu. Delete: bỏ tài liệu chưa nhận, cấp lần nào."
        )
        self.stock.opened.connect(self._rename)
        on_keys(self.stock, {"Delete": self._drop})

    def _rename(self, one: Stock) -> None:
        name = self.page.context.dialogs.ask_text(
            self.page, "Đổi tên tài liệu", "Tên mới dùng cho mọi lần nhận, cấp phát đã ghi.",
            "Đổi tên", "Thôi", one.material.name,
        )  # fmt: skip
        if name and name != one.material.name:
            renamed = self.page.write(materials.save, replace(one.material, name=name))
            renamed.then(lambda kept: self.page.say(f"Đã đổi tên thành “{kept.name}”."))

    def _drop(self) -> None:
        one: Stock | None = self.stock.selected()
        if one is None:
            return

        def back() -> None:
            self.page.write(materials.save, one.material)

        dropped = self.page.write(materials.drop, one.id)
        dropped.then(lambda _: self.page.say(f"Đã bỏ “{one.material.name}”.", back))

    def _beginning(self) -> dict[str, object]:
        """Return today or the end of the period."""
        return {"moved_on": self._day(), "unit_word": "tờ"}

    def _fields_of(self, record: Any) -> dict[str, object]:
        """Return what the form shows of a move."""
        return {**vars(record), "material": record.material_id, "unit_word": "tờ"}

    def save(self) -> None:
        """Keep the move, and its material if it is a new one."""
        if self.form is None or self.form.lacks(_NEEDED):
            return
        values = self.form.values()
        name, word = values.pop("material"), values.pop("unit_word")
        keys = {"id": self.record.id} if self.record else {}
        one = Move(material_id=name, **keys, **values | {"party": values["party"] or ""})
        if self.form.show_problems(materials.problems(one, self.page.context.clock.today())):
            return
        if name in self._known:
            kept = self.page.write(materials.save_move, one)
        else:
            kept = self.page.write(materials.save_first_move, one, name, word or "")
        kept.then(self._kept).failed(self.refused)

    def remove(self) -> None:
        """Take the move away; it can be brought back."""
        if one := self.record:
            said = f"Đã xóa lần {WAYS[one.kind].lower()} ngày {show_date(one.moved_on)}."
            gone = self.page.write(materials.withdraw_move, one.id)
            self._when_gone(gone, said, lambda session: materials.save_move(session, one))

    def refused(self, error: BaseException) -> None:
        """Show a shortage at the quantity, what is wrong with a new material at its name."""
        if isinstance(error, WrongChoiceError) and self.form is not None:
            known = self.form.field("material").value() in self._known
            key = "quantity" if known else "material"
            self.form.show_problems([FieldProblem((key,), error.reason)])
        else:
            super().refused(error)

    def print_(self) -> None:
        """Preview the minutes of what was received, or the list of what was handed out that day."""
        if self.record is not None and self._is_kept():
            self.paper_wanted.emit(movement_opening.of_move(self.record))

    def _kept(self, one: Move) -> None:
        said = f"Đã lưu: {WAYS[one.kind].lower()} {show_number(one.quantity)}."
        self._say_kept(one, one.moved_on, said)

    def _offer(self, found: Stocks) -> None:
        if self.form is None or self.chosen is None:
            return
        left = {one.id: one.left for one in found.stock}
        self._known.clear()
        self._known.update(found.materials)
        self.form.field("material").set_choices([
            Choice(key, one.name, number, f"còn {left.get(key, 0)}")
            for number, (key, one) in enumerate(found.materials.items(), start=1)
        ])  # fmt: skip
        known = {one.id: one.full_name for one in self.chosen.hamlets} | dict(found.places)
        self.form.field("hamlet_id").set_choices([Choice(key, name) for key, name in known.items()])

    def _show_chosen(self) -> None:
        found, number = self._names.found, self.chips.number
        if found is None:
            return
        if self._is_city:
            self._show_list(self.units, found.units, empty=not found.units)
            self.foot.show_sums(f"Đang xem {show_number(len(found.units))} dòng", ())
            return
        self.lists.setCurrentIndex(number)
        self.stock.reload(found.stock)
        self.hamlets.reload(found.hamlets)
        self._show_list(self.view, found.moves, empty=not found.materials)
        words = {
            _MOVES: f"Đang xem {show_number(len(found.moves))} lần nhận, cấp phát trong kỳ",
            _STOCK: "Tồn kho tính đến hôm nay; nhận, cấp là của kỳ đang xem",
            _HAMLETS: "Số đã cấp phát trong kỳ đang xem",
        }
        self.foot.show_sums(words[number], ())


def _form(today: Callable[[], date], known: set[str]) -> SideForm:
    """Return the form; what is typed as a material and is not `known` needs its unit."""

    def goes_out(values: Mapping[str, object]) -> bool:
        return values.get("kind") is Way.OUT

    def is_new(values: Mapping[str, object]) -> bool:
        return bool(values.get("material")) and values["material"] not in known

    return SideForm(
        (
            FieldSpec("kind", "Nhận hay cấp", lambda: PickField(_WAYS), required=True, span=2),
            FieldSpec("moved_on", "Ngày", lambda: DateField(today), required=True, span=2),
            FieldSpec("material", "Tài liệu", lambda: PickField(allow_new=True), required=True,
                      hint="Chọn trong danh sách, hoặc gõ tên tài liệu mới"),
            FieldSpec("quantity", "Số lượng", lambda: NumberField(most=LARGEST), required=True,
                      span=2),
            FieldSpec("unit_word", "Đơn vị tính", lambda: TextEdit(LONGEST_WORD), span=2,
                      visible=is_new),
            FieldSpec("hamlet_id", "Cấp cho thôn, buôn", PickField, visible=goes_out),
            FieldSpec("party", "Bên giao, bên nhận", lambda: TextEdit(LONGEST_NAME),
                      hint="Nhận từ đâu, hoặc ai nhận; chỉ giữ trong sổ này"),
            FieldSpec("note", "Ghi chú", lambda: TextEdit(LONGEST_TEXT)),
        ),
        "Ghi nhận về, cấp phát", "Sửa lần nhận, cấp phát", "In giấy",
    )  # fmt: skip


def _empty(is_city: bool) -> EmptyState:
    if is_city:
        text = (
            "Số liệu đến cùng báo cáo đúng kỳ này của các đơn vị. Hãy nhận gói, hoặc chọn kỳ khác."
        )
        return EmptyState("leaflet", "Kỳ này chưa có đơn vị nào báo cáo tài liệu", text)
    text = (
        "Ghi lần nhận tờ rơi, tờ gấp, sổ tay đầu tiên vào khung bên phải rồi nhấn Ctrl+S. Sau đó ghi "
        "cấp phát cho từng thôn, buôn; chương trình không cho cấp quá số còn trong kho."
    )
    return EmptyState("leaflet", "Chưa có tài liệu nào", text)


def _table(name: str, columns: list[Column], height: int) -> TableView:
    made = TableView(ValueTable(columns), row_height=height)
    made.setAccessibleName(name)
    return made


def _moves(names: _Names) -> list[Column]:
    def where(one: Move) -> str:
        return " · ".join(part for part in (names.place(one.hamlet_id), one.party) if part)

    def count(one: Move) -> str:
        sign = "+" if one.kind is Way.IN else "−"
        return f"{sign}{show_number(one.quantity)} {names.material(one.material_id)[1]}"

    return [
        Column("day", "Ngày", lambda one: show_date(one.moved_on),
               lambda one: weekday(one.moved_on), width=116),
        Column("material", "Tài liệu", lambda one: names.material(one.material_id)[0], where),
        Column("kind", "Nhận, cấp", lambda one: WAYS[one.kind],
               tone=lambda one: "ok" if one.kind is Way.IN else "none", width=130),
        Column("count", "Số lượng", count, right=True, width=130),
    ]  # fmt: skip


def _stock(names: _Names) -> list[Column]:
    def moved(key: str) -> Callable[[Any], str]:
        def shown(one: Any) -> str:
            flow = names.flow(one.id)
            return show_number(getattr(flow, key)) if flow else "–"

        return shown

    return [
        Column("name", "Tài liệu", lambda one: one.material.name),
        _right("opening", "Đầu kỳ", moved("opening"), 90),
        _right("received", "Nhận", moved("received"), 90),
        _right("handed_out", "Cấp phát", moved("handed_out"), 96),
        _right("left", "Còn hiện nay",
               lambda one: f"{show_number(one.left)} {one.material.unit_word}", 140),
    ]  # fmt: skip


def _hamlets() -> list[Column]:
    return [
        Column("place", "Thôn, buôn, TDP", lambda one: one.place, width=220),
        Column("material", "Tài liệu", lambda one: one.material),
        _right("count", "Đã cấp", lambda one: f"{show_number(one.count)} {one.unit_word}", 140),
    ]


def _units() -> list[Column]:
    return [
        Column("unit", "Đơn vị", lambda one: one.name, width=230),
        Column("name", "Tài liệu", lambda one: f"{one.found.name} ({one.found.unit_word})"),
        _right("opening", "Đầu kỳ", lambda one: show_number(one.found.opening), 100),
        _right("received", "Nhận", lambda one: show_number(one.found.received), 100),
        _right("handed_out", "Cấp phát", lambda one: show_number(one.found.handed_out), 104),
        _right("closing", "Cuối kỳ", lambda one: show_number(one.found.closing), 104),
    ]


def _right(key: str, title: str, text: Callable[[Any], str], width: int) -> Column:
    return Column(key, title, text, right=True, width=width)
