"""The tab Ngôn ngữ: how many activities and minutes each hamlet heard in which language."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.spoken import UNSAID, Heard, Languages, Spoken
from desktop.core.typed import show_number
from desktop.ui import chips
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, SumsFooter, label

_NOTE = (
    "Buổi hai thứ tiếng tính ở cả hai; buổi chung nhiều thôn, buôn tính ở từng nơi, nên không cộng "
    "các dòng, các cột với nhau. Phút của phát thanh là số lượt phát nhân với phút mỗi lượt."
)


class LanguagesPane(QWidget):
    """A row for each hamlet, a column for each language."""

    opened = Signal(object)
    """The Spoken row whose activities are wanted."""

    def __init__(self, *, of_all: bool = False) -> None:
        super().__init__()
        self._of_all = of_all
        self._found: Languages | None = None
        self._names: Mapping[str, str] = {}
        self.chips = [Chip("Tất cả"), Chip("Buôn"), Chip("Chưa có hoạt động")]
        self.view: TableView | None = None
        self.footer = SumsFooter()
        self._holder = Card()
        self._lay_out()
        self.chips[0].setChecked(True)

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.view or self.chips[0]

    def show_found(self, found: Languages, names: Mapping[str, str]) -> None:
        """Show a period; `names` are those of all languages by code."""
        said = {code for one in found.rows for code in one.languages}
        shown = dict(names)
        if UNSAID in said:
            shown[UNSAID] = "Không ghi tiếng"
        self._found = found
        if self.view is None or shown != self._names:
            self._names = shown
            self._make_table()
        for chip, some in zip(self.chips, self._cuts(found), strict=True):
            chip.set_count(len(some))
        self._show()
        sums = [
            f"{name} {_told(found.everywhere.get(code))}"
            for code, name in shown.items()
            if code in found.everywhere
        ]
        self.footer.show_sums(f"Mỗi hoạt động một lần, {found.period.title}", sums)

    def choose(self, number: int) -> None:
        """Show the hamlets of a chip."""
        chips.check(self.chips, number)
        self._show()

    def _show(self) -> None:
        if self._found is not None and self.view is not None:
            chosen = chips.checked(self.chips)
            self.view.reload(self._cuts(self._found)[chosen])

    def _cuts(self, found: Languages) -> tuple[list[Spoken], ...]:
        rows = list(found.rows)
        buon = [one for one in rows if one.kind == "Buôn"]
        return rows, buon, [one for one in rows if not one.languages]

    def _make_table(self) -> None:
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
        self.view = TableView(ValueTable(self._columns(), _identity), row_height=46)
        self.view.table.setParent(self.view)
        self.view.setAccessibleName("Ngôn ngữ theo thôn, buôn")
        self.view.opened.connect(self.opened)
        self._holder.body.insertWidget(1, self.view, 1)

    def _columns(self) -> list[Column]:
        unit = [Column("unit", "Đơn vị", lambda one: one.unit, width=170)] if self._of_all else []
        name = Column("name", "Thôn, buôn, TDP", lambda one: one.name or "Không ghi thôn, buôn")
        return [*unit, name, *(_column(code, text) for code, text in self._names.items())]

    def _lay_out(self) -> None:
        bar = chips.row(self.chips, self.choose)
        bar.setContentsMargins(dp(14), dp(11), dp(14), dp(10))
        self._holder.body.setContentsMargins(1, 1, 1, 1)
        self._holder.body.setSpacing(0)
        self._holder.add(bar)
        self._holder.add(self.footer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(10))
        layout.addWidget(self._holder, 1)
        layout.addWidget(label(_NOTE, -1, tone="text3", wrap=True))


def _column(code: str, name: str) -> Column:
    def text(one: Spoken) -> str:
        heard = one.languages.get(code)
        return f"{show_number(heard.activities)} hoạt động" if heard else "–"

    def second(one: Spoken) -> str:
        heard = one.languages.get(code)
        if heard is None:
            return ""
        return "chưa ghi phút" if heard.minutes is None else f"{show_number(heard.minutes)} phút"

    return Column(code or "unsaid", name, text, second=second, right=True, width=158)


def _told(heard: Heard | None) -> str:
    if heard is None:
        return "–"
    minutes = "" if heard.minutes is None else f" ({show_number(heard.minutes)} phút)"
    return f"{show_number(heard.activities)}{minutes}"


def _identity(one: Spoken) -> tuple[str | None, str]:
    return one.hamlet_id, one.unit_id
