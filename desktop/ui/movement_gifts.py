"""The tab Ủng hộ Quỹ: what was given to the Fund for the Poor, by whom, for what."""

from collections.abc import Callable
from datetime import date

from desktop.core import contributions, movement
from desktop.core.contributions import (
    DONOR_KINDS,
    LONGEST_NAME,
    LONGEST_TEXT,
    Contribution,
    DonorKind,
    Given,
)
from desktop.core.movement import Chosen, Gifts
from desktop.core.typed import show_date, show_money, show_number, weekday
from desktop.ui.fields import TextEdit
from desktop.ui.form_parts import FieldSpec
from desktop.ui.movement_form import SideForm
from desktop.ui.movement_tab import MovementTab
from desktop.ui.notices import EmptyState
from desktop.ui.pickers import Choice, PickField
from desktop.ui.screen import Screen
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.typed_fields import DateField, MoneyField

_KINDS = tuple(
    Choice(kind, name, number) for number, (kind, name) in enumerate(DONOR_KINDS.items(), start=1)
)
_CHIPS = ("Tất cả", "Doanh nghiệp", "Tổ chức", "Cá nhân", "Hộ", "Khác")
_UNIT_CHIPS = ("Theo đơn vị", "Từng khoản")
_FIGURES = ("Tiền mặt", "Hiện vật quy ra tiền", "Số khoản")
_ALONE = "Số liệu do Mặt trận vận động, chỉ để báo cáo; không cộng vào kinh phí của chương trình."

_NO_DAY = "Chưa có ngày. Hãy gõ ngày nhận, ví dụ 17/10."
_NO_KIND = "Chưa chọn đối tượng ủng hộ. Hãy gõ số hoặc chọn trong danh sách."


class GiftsTab(MovementTab):
    """Lists, adds and changes contributions; a city sees sums by unit, and no names."""

    def __init__(self, page: Screen, *, is_city: bool, changes: bool) -> None:
        today = page.context.clock.today
        form = _form(today) if changes else None
        chips = _UNIT_CHIPS if is_city else _CHIPS
        super().__init__(page, _FIGURES, chips, form, _empty(is_city))
        self._found: Gifts | None = None
        self._is_city = is_city
        self.view = TableView(ValueTable(_columns(self, is_city)))
        self.view.setAccessibleName("Các khoản ủng hộ")
        self.units = _units()
        if is_city:
            self._add_list(self.units)
        self._add_list(self.view, chooses=True)
        self.figures.setToolTip(_ALONE)
        self.chips.chosen.connect(lambda _: self._show_chosen())

    def fill(self, chosen: Chosen) -> None:
        """Read what was given in the period."""
        self.chosen = chosen
        self.page.read_latest("gifts", movement.gifts, chosen.period).then(self.show_found)

    def show_found(self, found: Gifts) -> None:
        """Show it."""
        self._found = found
        self.figures.show_figures((
            (_number(found.everything.cash), "đồng"), (_number(found.everything.in_kind), "đồng"),
            (show_number(found.everything.count), "khoản"),
        ))  # fmt: skip
        counts = [found.everything.count]
        if self._is_city:
            counts = [len(found.units), found.everything.count]
            self.units.reload(found.units)
        else:
            counts += [found.kinds.get(kind, Given()).count for kind in DonorKind]
        self.chips.set_counts(counts)
        self._show_chosen()

    def unit_name(self, unit_id: str) -> str:
        """Return the name of a unit of the city."""
        return self._found.names.get(unit_id, "") if self._found else ""

    def _beginning(self) -> dict[str, object]:
        """Return today, and the kind of donor of the last one."""
        listed = self._found.listed if self._found else ()
        return {"given_on": self._day(), "donor_kind": listed[0].donor_kind if listed else None}

    def save(self) -> None:
        """Keep the contribution."""
        if self.form is None or self.chosen is None:
            return
        values = self.form.values()
        day, kind = values.pop("given_on"), values.pop("donor_kind")
        if self.form.lacks({"given_on": _NO_DAY, "donor_kind": _NO_KIND}):
            return
        keys = {"id": self.record.id} if self.record else {}
        one = Contribution(
            unit_id=self.chosen.unit_id, given_on=day, donor_kind=kind, **keys, **values
        )
        if self.form.show_problems(contributions.problems(one, self.page.context.clock.today())):
            return
        self.page.write(contributions.save, one).then(self._kept).failed(self.refused)

    def remove(self) -> None:
        """Take the contribution away; it can be brought back."""
        if one := self.record:
            said = f"Đã xóa khoản ủng hộ ngày {show_date(one.given_on)}."
            gone = self.page.write(contributions.withdraw, one.unit_id, one.id)
            self._when_gone(gone, said, lambda session: contributions.save(session, one))

    def _kept(self, one: Contribution) -> None:
        self._say_kept(one, one.given_on, f"Đã lưu khoản ủng hộ ngày {show_date(one.given_on)}.")

    def _show_chosen(self) -> None:
        if self._found is None:
            return
        found, number = self._found, self.chips.number
        kind = None if self._is_city or not number else list(DonorKind)[number - 1]
        listed = [one for one in found.listed if kind is None or one.donor_kind is kind]
        if self._is_city:
            self.lists.setCurrentIndex(number)
        self._show_list(self.view, listed, empty=not found.everything.count)
        sums = found.everything if kind is None else found.kinds.get(kind, Given())
        self.foot.show_sums(f"Đang xem {show_number(sums.count)} khoản ủng hộ", _said(sums))


def _form(today: Callable[[], date]) -> SideForm:
    return SideForm(
        (
            FieldSpec("given_on", "Ngày ủng hộ", lambda: DateField(today), required=True, span=2),
            FieldSpec("donor_kind", "Đối tượng", lambda: PickField(_KINDS), required=True, span=2),
            FieldSpec("donor", "Tên đơn vị, người ủng hộ", lambda: TextEdit(LONGEST_NAME),
                      hint="Tên chỉ giữ trong sổ này, không gửi lên cấp trên"),
            FieldSpec("cash", "Tiền mặt", MoneyField, span=2),
            FieldSpec("in_kind", "Giá trị hiện vật", MoneyField, span=2),
            FieldSpec("goods", "Hiện vật", lambda: TextEdit(LONGEST_TEXT)),
            FieldSpec("used_for", "Dùng vào việc", lambda: TextEdit(LONGEST_TEXT)),
            FieldSpec("note", "Ghi chú", lambda: TextEdit(LONGEST_TEXT)),
        ),
        "Ghi khoản ủng hộ", "Sửa khoản ủng hộ",
    )  # fmt: skip


def _empty(is_city: bool) -> EmptyState:
    if is_city:
        text = "Số liệu đến cùng báo cáo của các đơn vị. Hãy nhận gói ở trang Nhận – gửi USB."
        return EmptyState("heart_hand", "Kỳ này chưa có đơn vị nào báo cáo ủng hộ", text)
    text = (
        "Ghi tiền, hiện vật mà doanh nghiệp, tổ chức, cá nhân ủng hộ Quỹ “Vì người nghèo” vào khung "
        "bên phải rồi nhấn Ctrl+S. Số này chỉ để báo cáo, không lẫn với kinh phí của chương trình."
    )
    return EmptyState("heart_hand", "Kỳ này chưa ghi khoản ủng hộ nào", text)


def _columns(tab: GiftsTab, is_city: bool) -> list[Column]:
    found = [
        Column("day", "Ngày", lambda one: show_date(one.given_on),
               lambda one: weekday(one.given_on), width=116),
        Column("donor", "Đối tượng" if is_city else "Người ủng hộ",
               lambda one: one.donor or DONOR_KINDS[one.donor_kind], _second),
        Column("cash", "Tiền mặt", lambda one: _number(one.cash), right=True, width=128),
        Column("in_kind", "Hiện vật", lambda one: _number(one.in_kind),
               lambda one: one.goods, right=True, width=150),
    ]  # fmt: skip
    if is_city:
        found.insert(1, Column("unit", "Đơn vị", lambda one: tab.unit_name(one.unit_id), width=190))
    return found


def _units() -> TableView:
    made = TableView(ValueTable([
        Column("name", "Đơn vị", lambda one: one.name),
        Column("count", "Số khoản", lambda one: show_number(one.found.count), right=True, width=110),
        Column("cash", "Tiền mặt (đồng)", lambda one: _number(one.found.cash), right=True, width=190),
        Column("in_kind", "Hiện vật (đồng)", lambda one: _number(one.found.in_kind), right=True,
               width=190),
    ]), row_height=36)  # fmt: skip
    made.setAccessibleName("Ủng hộ theo đơn vị")
    return made


def _second(one: Contribution) -> str:
    kind = DONOR_KINDS[one.donor_kind] if one.donor else ""
    return " · ".join(part for part in (kind, one.used_for) if part)


def _said(sums: Given) -> list[str]:
    parts = ((sums.cash, "tiền mặt"), (sums.in_kind, "hiện vật"))
    return [f"{word} {show_money(value)}" for value, word in parts if value is not None]


def _number(value: int | None) -> str:
    return "–" if value is None else show_number(value)
