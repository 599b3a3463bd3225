"""The tab Gợi ý buổi: what households lack, hamlet by hamlet, and whom no topic about it reached."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.matching import Match, Matching
from desktop.core.reach import Listed
from desktop.core.typed import show_number
from desktop.ui import chips, theme
from desktop.ui.combo_box import ComboBox
from desktop.ui.list_card import list_card
from desktop.ui.notices import EmptyState
from desktop.ui.side_pane import SidePane
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, SumsFooter, button, label, line

_SHOWN = 60
_PANE_FROM, _NARROW_PANE, _WIDE_FROM, _WIDE_PANE = 760, 268, 1060, 330
_NOWHERE = "Chưa rõ thôn, buôn"


class MatchingPane(QWidget):
    """A row for each hamlet and indicator; the pane shows whom to invite."""

    chosen = Signal(object)
    """Rows of one hamlet are chosen, a list of Match: the households are wanted."""
    suggestion_wanted = Signal(object)
    invitation_wanted = Signal(object)
    """A session, or the list of those to invite, is wanted for a list of Match of one hamlet."""

    def __init__(self, *, reads_only: bool = False) -> None:
        super().__init__()
        self._found: Matching | None = None
        self._topics: Mapping[str, str] = {}
        self._rows: list[Match] = []
        self.hamlet, self.indicator = ComboBox(), ComboBox()
        self.chips = [Chip("Còn hộ chưa đến"), Chip("Tất cả")]
        self.view = TableView(ValueTable(_columns(), _identity), row_height=38, many=True)
        self.view.table.setParent(self.view)
        self.view.setAccessibleName("Thiếu hụt theo thôn, buôn")
        self.footer = SumsFooter()
        self.pane = SidePane("Hộ nên mời")
        self.suggest = button("Gợi ý buổi mới", "primary", "plus")
        self.invite = button("In danh sách mời", icon="printer")
        self._reads_only = reads_only
        self._lay_out()
        self._connect()

    def first_stop(self) -> QWidget:
        """Return where the keyboard begins."""
        return self.view

    def show_found(self, found: Matching, topics: Mapping[str, str]) -> None:
        """Show what is lacking in a year; `topics` are their names by code."""
        self._found, self._topics = found, topics
        places = {one.hamlet_id or "": one.hamlet or _NOWHERE for one in found.rows}
        _offer(self.hamlet, "Mọi thôn, buôn", places)
        _offer(self.indicator, "Mọi chỉ số", {one.indicator: one.name for one in found.indicators})
        left = [one for one in found.rows if one.left]
        self.chips[0].set_count(len(left))
        self.chips[1].set_count(len(found.rows))
        self._say_what_is_missing(found)
        self._stack.setCurrentIndex(0 if found.rows else 1)
        self._show()

    def show_invited(self, rows: Sequence[Match], households: Sequence[Listed]) -> None:
        """Show whom to invite for the chosen rows."""
        if list(rows) == self._rows:
            self.pane.show_parts(self._parts(rows, households))
            some = bool(households)
            self.suggest.setEnabled(some and any(one.topics for one in rows))
            self.invite.setEnabled(some)

    def choose(self, number: int) -> None:
        """Show the rows of a chip."""
        chips.check(self.chips, number)
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        rows = [one for one in self._found.rows if self._fits(one)]
        self.view.reload(rows)
        if self.view.selected() is None:
            self.view.select(0)
        left = sum(one.left for one in rows)
        self.footer.show_sums(
            f"{show_number(len(rows))} dòng · {self._found.standard or f'năm {self._found.year}'}",
            [f"{show_number(left)} lượt hộ chưa được tiếp cận"],
        )
        if not rows:
            self._rows = []
            self.pane.show_nothing("Không còn dòng nào để gợi ý với bộ lọc này.")
        self._place_pane()

    def _fits(self, one: Match) -> bool:
        wanted, indicator = self.hamlet.currentData(), self.indicator.currentData()
        return (
            (self.chips[1].isChecked() or one.left > 0)
            and wanted in (None, one.hamlet_id or "")
            and indicator in (None, one.indicator)
        )

    def _chosen(self) -> None:
        one: Match | None = self.view.selected()
        if one is None:
            return
        same = [row for row in self.view.selection() if row.hamlet_id == one.hamlet_id]
        self._rows = same or [one]
        self.suggest.setEnabled(False)
        self.invite.setEnabled(False)
        self.chosen.emit(list(self._rows))

    def _parts(self, rows: Sequence[Match], households: Sequence[Listed]) -> Iterator[QWidget]:
        yield label(rows[0].hamlet or _NOWHERE, 2, theme.SEMIBOLD, wrap=True)
        for one in rows:
            done = f"đã tiếp cận {show_number(one.reached)}/{show_number(one.lacking)} hộ"
            yield label(f"{one.name}: {done}", 0, wrap=True)
        codes = dict.fromkeys(code for one in rows for code in one.topics)
        names = [self._topics.get(code, code) for code in codes]
        text = "Chủ đề: " + "; ".join(names) if names else "Chưa có chủ đề nào nói về chỉ số này."
        yield label(text, -0.5, tone="text2", wrap=True)
        yield line()
        yield label(f"Nên mời {show_number(len(households))} hộ", 0.5, theme.SEMIBOLD)
        for each in households[:_SHOWN]:
            yield _household(each)
        if len(households) > _SHOWN:
            more = show_number(len(households) - _SHOWN)
            yield label(f"… và {more} hộ khác, xem ở danh sách mời.", -0.5, tone="text2", wrap=True)

    def _ask(self, signal: SignalInstance) -> None:
        if self._rows:
            signal.emit(list(self._rows))

    def _say_what_is_missing(self, found: Matching) -> None:
        if found.standard:
            text = (
                f"Sổ hộ chưa ghi hộ nào thiếu hụt chỉ số gì trong năm {found.year}. Nhập danh sách "
                "hộ có cột thiếu hụt, hoặc sửa từng hộ ở tab Hộ."
            )
        else:
            text = (
                f"Chưa có chuẩn nghèo của năm {found.year} trong danh mục. Nhận bản công bố mới của "
                "cấp trên, hoặc chọn năm khác."
            )
        self._empty.say("Chưa có gì để đối chiếu", text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pane out where there is no room for it."""
        super().resizeEvent(event)
        self._place_pane()

    def _place_pane(self) -> None:
        wide = self.width() >= dp(_WIDE_FROM)
        self.pane.setFixedWidth(dp(_WIDE_PANE if wide else _NARROW_PANE))
        self.pane.setVisible(self.width() >= dp(_PANE_FROM) and self._stack.currentIndex() == 0)

    def _connect(self) -> None:
        self.chips[0].setChecked(True)
        for box in (self.hamlet, self.indicator):
            box.currentIndexChanged.connect(lambda _: self._show())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.view.opened.connect(lambda _: self._ask(self.suggestion_wanted))
        self.suggest.clicked.connect(lambda: self._ask(self.suggestion_wanted))
        self.invite.clicked.connect(lambda: self._ask(self.invitation_wanted))

    def _bar(self) -> QHBoxLayout:
        bar = chips.row(self.chips, self.choose)
        bar.setContentsMargins(dp(14), dp(10), dp(14), dp(10))
        for box, name in ((self.hamlet, "Thôn, buôn"), (self.indicator, "Chỉ số thiếu hụt")):
            box.setAccessibleName(name)
            box.setFixedWidth(dp(170))
            bar.addWidget(box)
        return bar

    def _lay_out(self) -> None:
        card = list_card(self.view, self.footer, over=self._bar())
        for one in (self.suggest, self.invite):
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.pane.foot.addWidget(one)
        self.suggest.setVisible(not self._reads_only)
        self.suggest.setToolTip("Mở phiếu ghi buổi đã điền sẵn nơi và chủ đề (Enter)")
        self.invite.setToolTip("Danh sách hộ nên mời, để in hoặc lưu (Ctrl+P)")
        self.pane.setFixedWidth(dp(_WIDE_PANE))
        row = QHBoxLayout()
        row.setSpacing(dp(14))
        row.addWidget(card, 1)
        row.addWidget(self.pane)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(10))
        column.addLayout(row, 1)
        self._empty = EmptyState("target", "", "")
        empty = Card()
        empty.add(self._empty, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)


def _columns() -> list[Column]:
    return [
        Column("hamlet", "Thôn, buôn, TDP", lambda one: one.hamlet or _NOWHERE),
        Column("name", "Thiếu hụt", lambda one: one.name, width=252),
        Column("lacking", "Số hộ", lambda one: show_number(one.lacking), right=True, width=76),
        Column("reached", "Đã tiếp cận", _share_words,
               portion=lambda one: one.reached / one.lacking if one.lacking else None, width=136),
        Column("left", "Còn lại", lambda one: show_number(one.left), right=True, width=86),
    ]  # fmt: skip


def _share_words(one: Match) -> str:
    return f"{show_number(one.reached)}/{show_number(one.lacking)}"


def _identity(one: Match) -> tuple[str | None, str]:
    return one.hamlet_id, one.indicator


def _household(one: Listed) -> QWidget:
    text = f"{one.head} · {one.code}" if one.code else one.head
    made = label(text, 0, wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


def _offer(box: QComboBox, everything: str, items: Mapping[str, str]) -> None:
    with QSignalBlocker(box):
        before = box.currentData()
        box.clear()
        box.addItem(everything, None)
        for value, text in items.items():
            box.addItem(text, value)
        box.setCurrentIndex(max(box.findData(before), 0) if before is not None else 0)
