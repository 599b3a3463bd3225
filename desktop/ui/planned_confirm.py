"""Confirming what was held (xác nhận): a month's list, all ticked; the officer names exceptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import confirming
from desktop.core.confirming import Choices, Confirmed, Line
from desktop.core.typed import show_date, weekday
from desktop.ui.combo_box import ComboBox
from desktop.ui.list_card import list_card, list_or
from desktop.ui.notices import Banner, EmptyState
from desktop.ui.planned_look import Lines
from desktop.ui.screen import Screen, on_keys
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import SumsFooter, button, label


class Verdict(StrEnum):
    """What becomes of a line."""

    HELD = "held"
    LINKED = "linked"
    LEFT = "left"
    SKIPPED = "skipped"
    REFUSED = "refused"


_WORDS = {
    Verdict.HELD: ("Sẽ ghi sổ", "ok"), Verdict.LINKED: ("Đã có, gắn lại", "info"),
    Verdict.LEFT: ("Để lại", "none"), Verdict.SKIPPED: ("Không tổ chức", "returned"),
    Verdict.REFUSED: ("Không ghi được", "bad"),
}  # fmt: skip
_HOW = (
    "Các buổi đã đánh dấu sẽ vào sổ một lượt. Buổi nào không tổ chức: chọn dòng, nhấn dấu cách. "
    "Buổi cần ghi số người: nhấn Enter."
)


@dataclass
class Decision:
    """A line with what the officer decided."""

    line: Line
    verdict: Verdict
    reason: str = ""

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        return self.line.id

    @property
    def words(self) -> str:
        """Return what should be known before it is confirmed."""
        if self.reason:
            return self.reason
        if self.line.stops:
            return self.line.stops[0]
        if self.line.twin is not None:
            return f"Trong sổ đã có “{self.line.twin.title}” cùng ngày, cùng hình thức."
        return self.line.hints[0] if self.line.hints else ""


class ConfirmPane(QWidget):
    """Lists what of a month is open and has come; Ctrl+Enter logs all that is ticked."""

    closed = Signal()
    log_wanted = Signal(object)
    """A Planned is to be logged by hand, in the form."""

    def __init__(self, page: Screen, lines: Lines) -> None:
        super().__init__()
        self._page, self._lines = page, lines
        self._month: date | None = None
        self.month = ComboBox()
        self.month.setAccessibleName("Tháng cần xác nhận")
        self.month.setMinimumWidth(dp(150))
        self.banner = Banner("bad", "")
        self.banner.hide()
        self.view = TableView(ValueTable(self._columns()))
        self.view.setAccessibleName("Các buổi chờ xác nhận")
        self.footer = SumsFooter()
        self.note = label("", tone="text2", wrap=True)
        self.close_button = button("Quay lại", shortcut_hint="Esc")
        self.confirm_button = button("Ghi vào sổ", "primary", "check", "Ctrl+Enter")
        self._lay_out()
        self._connect()

    @property
    def decisions(self) -> list[Decision]:
        """What is listed, with the decisions so far."""
        return self.view.table.values

    def open_months(self, months: Sequence[date], wanted: date | None = None) -> None:
        """Offer these months and list the wanted one, at first the oldest."""
        self.month.blockSignals(True)
        self.month.clear()
        for first in months:
            self.month.addItem(f"Tháng {first:%m/%Y}", first)
        self.month.setCurrentIndex(max(self.month.findData(wanted), 0) if months else -1)
        self.month.blockSignals(False)
        self.banner.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read the chosen month again; decisions already made are kept."""
        first = self.month.currentData()
        if first is None:
            self._show(())
        else:
            self._page.read_latest("confirm", confirming.look, first).then(self._show)

    def toggle(self) -> None:
        """Untick the chosen line, for a reason or only for later; or tick it again."""
        one = self.view.selected()
        if one is None or one.verdict is Verdict.REFUSED:
            return
        if one.verdict in (Verdict.LEFT, Verdict.SKIPPED):
            one.verdict, one.reason = _held(one.line), ""
        else:
            one.reason = self._page.context.dialogs.ask_text(
                self._page, f"Không tổ chức buổi ngày {show_date(one.line.planned.planned_on)}?",
                "Ghi lý do không tổ chức. Nếu chưa chắc thì để lại, ghi sau.",
                "Không tổ chức", "Để lại",
            )  # fmt: skip
            one.verdict = Verdict.SKIPPED if one.reason else Verdict.LEFT
        self._said_anew()
        self.view.setFocus()

    def confirm(self) -> None:
        """Log all that is ticked and skip what has a reason, in one write."""
        held = tuple(
            one.id for one in self.decisions if one.verdict in (Verdict.HELD, Verdict.LINKED)
        )
        skipped = {one.id: one.reason for one in self.decisions if one.verdict is Verdict.SKIPPED}
        if held or skipped:
            self._page.write(confirming.confirm, Choices(held, skipped)).then(self._confirmed)

    def _show(self, found: Sequence[Line]) -> None:
        month = self.month.currentData()
        before = {one.id: one for one in self.decisions} if month == self._month else {}
        self._month = month
        fresh = [Decision(one, _first(one)) for one in found]
        for one in fresh:
            old = before.get(one.id)
            if old is not None and old.verdict is not Verdict.REFUSED and not one.line.stops:
                one.verdict, one.reason = old.verdict, old.reason
        self.view.reload(fresh)
        self._stack.setCurrentIndex(0 if fresh else 1)
        if self.view.selected() is None:
            self.view.select(0)
        self._said_anew()
        (self.view if fresh else self.close_button).setFocus()

    def _said_anew(self) -> None:
        self.view.viewport().update()
        self._say(self.view.selected())
        counts = dict.fromkeys(Verdict, 0)
        for one in self.decisions:
            counts[one.verdict] += 1
        parts = [
            f"{_WORDS[verdict][0].lower()} {count}" for verdict, count in counts.items() if count
        ]
        self.footer.show_sums(f"{len(self.decisions)} buổi: {', '.join(parts)}" if parts else "")
        held = counts[Verdict.HELD] + counts[Verdict.LINKED]
        skipped = counts[Verdict.SKIPPED]
        self.confirm_button.setText(
            f" Ghi vào sổ {held} buổi  (Ctrl+Enter)" if held
            else f" Lưu {skipped} buổi không tổ chức  (Ctrl+Enter)" if skipped
            else " Ghi vào sổ  (Ctrl+Enter)"
        )  # fmt: skip
        self.confirm_button.setAccessibleName(self.confirm_button.text().strip())
        self.confirm_button.setEnabled(bool(held or skipped))

    def _say(self, one: Decision | None) -> None:
        """Say in full what should be known of the chosen line."""
        self.note.setText(one.words if one else "")

    def _confirmed(self, done: Confirmed) -> None:
        count = len(done.logged) + len(done.linked)
        undo = partial(self._page.write, confirming.undo, done)
        words = [f"Đã ghi {count} buổi vào sổ."] if count else []
        if done.skipped:
            words.append(f"{len(done.skipped)} buổi không tổ chức.")
        self._page.say(" ".join(words), undo)
        if done.refused:
            first = done.refused[0]
            self.banner.say(
                "bad", f"{show_date(first.planned.planned_on)}: {first.reasons[0]}",
                title=f"{len(done.refused)} buổi không ghi được, còn nguyên trong danh sách",
            )  # fmt: skip
            self.banner.show()
        elif not any(one.verdict in (Verdict.LEFT, Verdict.REFUSED) for one in self.decisions):
            self.closed.emit()

    def _open(self, one: Decision) -> None:
        self.log_wanted.emit(one.line.planned)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.toggle()

    def _columns(self) -> list[Column]:
        return [
            Column("verdict", "Xác nhận", lambda one: _WORDS[one.verdict][0],
                   tone=lambda one: _WORDS[one.verdict][1], width=158),
            Column("day", "Ngày", lambda one: show_date(one.line.planned.planned_on),
                   second=lambda one: weekday(one.line.planned.planned_on), width=112),
            Column("title", "Nội dung", lambda one: self._lines.title(one.line.planned),
                   second=lambda one: self._lines.under_title(one.line.planned),
                   icon=lambda one: self._lines.icon(one.line.planned)),
            Column("words", "Lưu ý", lambda one: one.words, width=330),
        ]  # fmt: skip

    def _connect(self) -> None:
        self.month.currentIndexChanged.connect(self.refresh)
        self.view.chosen.connect(self._say)
        self.view.opened.connect(self._open)
        self.view.clicked.connect(self._clicked)
        self.close_button.clicked.connect(self.closed)
        self.confirm_button.clicked.connect(self.confirm)
        on_keys(self.view, {"Space": self.toggle})
        on_keys(
            self, {"Ctrl+Return": self.confirm, "Ctrl+Enter": self.confirm, "Esc": self.closed.emit}
        )

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(dp(12))
        top.addWidget(self.month)
        top.addWidget(label(_HOW, tone="text2", wrap=True), 1)
        nothing = EmptyState(
            "check_circle", "Không còn buổi nào chờ xác nhận",
            "Các buổi dự kiến đã qua ngày đều đã vào sổ hoặc đã ghi lý do.",
        )  # fmt: skip
        self._stack = list_or(list_card(self.view, self.footer), nothing)
        foot = QHBoxLayout()
        foot.setSpacing(dp(10))
        foot.addWidget(self.note, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.confirm_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(10))
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)


def _held(line: Line) -> Verdict:
    return Verdict.LINKED if line.twin is not None else Verdict.HELD


def _first(line: Line) -> Verdict:
    """Return what is proposed: what needs a look, such as the people who came, is left."""
    if line.stops:
        return Verdict.REFUSED
    return _held(line) if line.is_ready else Verdict.LEFT
