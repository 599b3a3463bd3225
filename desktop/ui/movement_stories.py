"""The tab Gương, mô hình: exemplars, models and initiatives, each with a story of five lines."""

from collections.abc import Callable
from datetime import date

from desktop.core import exemplars, movement
from desktop.core.exemplars import (
    KINDS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    STORY_LETTERS,
    STORY_LINES,
    Counted,
    Exemplar,
    Kind,
)
from desktop.core.hamlets import Hamlet
from desktop.core.movement import Chosen, Stories
from desktop.core.typed import show_date, show_number, weekday
from desktop.ui import movement_opening
from desktop.ui.fields import LongTextEdit, TextEdit
from desktop.ui.form_parts import FieldSpec
from desktop.ui.movement_form import SideForm
from desktop.ui.movement_tab import MovementTab
from desktop.ui.notices import EmptyState
from desktop.ui.pickers import Choice, PickField
from desktop.ui.screen import Screen
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.typed_fields import DateField

_KINDS = (
    Choice(Kind.EXEMPLAR, "Gương", 1, KINDS[Kind.EXEMPLAR]),
    Choice(Kind.MODEL, KINDS[Kind.MODEL], 2),
    Choice(Kind.INITIATIVE, KINDS[Kind.INITIATIVE], 3),
)
_FIGURES = ("Gương điển hình", "Mô hình", "Sáng kiến", "Đã đăng, phát")
_NO_DAY = "Chưa có ngày phát hiện. Hãy gõ, ví dụ 20/10."
_NO_KIND = "Chưa chọn loại. Hãy gõ số hoặc chọn trong danh sách."


class StoriesTab(MovementTab):
    """Lists, adds and changes exemplars; a city sees kinds and days, no names and stories."""

    def __init__(self, page: Screen, *, is_city: bool, changes: bool) -> None:
        form = _form(page.context.clock.today) if changes else None
        chips = ("Theo đơn vị", "Từng gương") if is_city else ("Tất cả", *KINDS.values())
        super().__init__(page, _FIGURES, chips, form, _empty(is_city))
        self._found: Stories | None = None
        self._is_city = is_city
        self.view = TableView(ValueTable(_columns(self, is_city)))
        self.view.setAccessibleName("Gương, mô hình, sáng kiến")
        self.units = _units()
        if is_city:
            self._add_list(self.units)
        self._add_list(self.view, chooses=True)
        self.chips.chosen.connect(lambda _: self._show_chosen())

    def fill(self, chosen: Chosen) -> None:
        """Read what was found in the period."""
        self.chosen = chosen
        self.page.read_latest("stories", movement.stories, chosen.period).then(self.show_found)

    def show_found(self, found: Stories) -> None:
        """Show it."""
        self._found = found
        if self.form is not None and self.chosen is not None:
            self.form.field("hamlet_id").set_choices(_places(found, self.chosen.hamlets))
        self.figures.show_figures((
            *((show_number(one.count), "") for one in found.kinds.values()),
            (show_number(found.everything.publicised), f"/ {show_number(found.everything.count)}"),
        ))  # fmt: skip
        counts = [found.everything.count, *(one.count for one in found.kinds.values())]
        if self._is_city:
            counts = [len(found.units), found.everything.count]
            self.units.reload(found.units)
        self.chips.set_counts(counts)
        self._show_chosen()

    def unit_name(self, unit_id: str) -> str:
        """Return the name of a unit of the city."""
        return self._found.names.get(unit_id, "") if self._found else ""

    def place(self, hamlet_id: str | None) -> str:
        """Return the name of a hamlet."""
        return self._found.places.get(hamlet_id or "", "") if self._found else ""

    def _beginning(self) -> dict[str, object]:
        """Return today or the end of the period."""
        return {"found_on": self._day()}

    def save(self) -> None:
        """Keep the exemplar."""
        if self.form is None or self.chosen is None:
            return
        if self.form.lacks({"found_on": _NO_DAY, "kind": _NO_KIND}):
            return
        keys = {"id": self.record.id} if self.record else {}
        one = Exemplar(unit_id=self.chosen.unit_id, **keys, **self.form.values())
        if self.form.show_problems(exemplars.problems(one, self.page.context.clock.today())):
            return
        self.page.write(exemplars.save, one).then(self._kept).failed(self.refused)

    def remove(self) -> None:
        """Take the exemplar away; it can be brought back."""
        if one := self.record:
            gone = self.page.write(exemplars.withdraw, one.unit_id, one.id)
            self._when_gone(
                gone, f"Đã xóa “{one.title}”.", lambda session: exemplars.save(session, one)
            )

    def print_(self) -> None:
        """Preview the story sheet of the kept exemplar."""
        if self.record is not None and not self._is_city and self._is_kept():
            self.paper_wanted.emit(movement_opening.story(self.record))

    def _kept(self, one: Exemplar) -> None:
        self._say_kept(one, one.found_on, f"Đã lưu “{one.title}”.")

    def _show_chosen(self) -> None:
        if self._found is None:
            return
        found, number = self._found, self.chips.number
        kind = None if self._is_city or not number else list(Kind)[number - 1]
        listed = [one for one in found.listed if kind is None or one.kind is kind]
        if self._is_city:
            self.lists.setCurrentIndex(number)
        self._show_list(self.view, listed, empty=not found.everything.count)
        sums = found.everything if kind is None else found.kinds.get(kind, Counted())
        self.foot.show_sums(
            f"Đang xem {show_number(sums.count)} gương, mô hình, sáng kiến",
            [f"{show_number(sums.publicised)} đã đăng, phát"],
        )


def _form(today: Callable[[], date]) -> SideForm:
    return SideForm(
        (
            FieldSpec("kind", "Loại", lambda: PickField(_KINDS), required=True, span=2),
            FieldSpec("found_on", "Ngày phát hiện", lambda: DateField(today), required=True, span=2),
            FieldSpec("title", "Tên", lambda: TextEdit(LONGEST_TITLE), required=True),
            FieldSpec("who", "Người, hộ, tập thể", lambda: TextEdit(LONGEST_TITLE),
                      hint="Tên và câu chuyện chỉ giữ trong sổ này"),
            FieldSpec("hamlet_id", "Thôn, buôn, tổ dân phố", PickField),
            FieldSpec("story", f"Câu chuyện ({STORY_LINES} dòng, mỗi dòng {STORY_LETTERS} chữ)",
                      lambda: LongTextEdit(7, STORY_LINES * STORY_LETTERS * 2)),
            FieldSpec("publicised", "Đã đăng, phát ở đâu", lambda: TextEdit(LONGEST_TEXT)),
            FieldSpec("publicised_on", "Ngày đăng, phát", lambda: DateField(today), span=2),
            FieldSpec("note", "Ghi chú", lambda: TextEdit(LONGEST_TEXT), span=2),
        ),
        "Ghi gương, mô hình", "Sửa gương, mô hình", "In phiếu",
    )  # fmt: skip


def _places(found: Stories, own: tuple[Hamlet, ...]) -> list[Choice]:
    """Return the hamlets of today, and those that what is listed names."""
    known = {one.id: one.full_name for one in own}
    return [Choice(key, name) for key, name in (known | dict(found.places)).items()]


def _empty(is_city: bool) -> EmptyState:
    if is_city:
        text = "Số liệu đến cùng báo cáo của các đơn vị. Hãy nhận gói ở trang Nhận – gửi USB."
        return EmptyState("star", "Kỳ này chưa có đơn vị nào báo cáo gương, mô hình", text)
    text = (
        "Ghi người, hộ vươn lên thoát nghèo, mô hình làm ăn hay sáng kiến hay vào khung bên phải, kể "
        "trong năm dòng, rồi nhấn Ctrl+S. Phiếu in ra để người được nêu ký đồng ý trước khi đăng, phát."
    )
    return EmptyState("star", "Kỳ này chưa ghi gương, mô hình nào", text)


def _columns(tab: StoriesTab, is_city: bool) -> list[Column]:
    day = Column("day", "Ngày", lambda one: show_date(one.found_on),
                 lambda one: weekday(one.found_on), width=116)  # fmt: skip
    said = Column("said", "Đăng, phát", lambda one: one.publicised or "chưa đăng, phát",
                  lambda one: show_date(one.publicised_on) if one.publicised_on else "", width=210)  # fmt: skip
    if is_city:
        return [
            day,
            Column("unit", "Đơn vị", lambda one: tab.unit_name(one.unit_id), width=190),
            Column("kind", "Loại", lambda one: KINDS[one.kind], lambda one: tab.place(one.hamlet_id)),
            said,
        ]  # fmt: skip

    def second(one: Exemplar) -> str:
        parts = (KINDS[one.kind], one.who, tab.place(one.hamlet_id))
        return " · ".join(part for part in parts if part)

    return [day, Column("title", "Tên", lambda one: one.title, second), said]


def _units() -> TableView:
    made = TableView(ValueTable([
        Column("name", "Đơn vị", lambda one: one.name),
        Column("count", "Gương, mô hình", lambda one: show_number(one.found.count), right=True,
               width=170),
        Column("said", "Đã đăng, phát", lambda one: show_number(one.found.publicised), right=True,
               width=170),
    ]), row_height=36)  # fmt: skip
    made.setAccessibleName("Gương, mô hình theo đơn vị")
    return made
