"""Households that may be entered twice, pair by pair; the officer decides, nothing is made one alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from desktop.core import household_twins
from desktop.core.household_twins import Twins
from desktop.core.households import Household
from desktop.core.typed import show_number
from desktop.ui import theme
from desktop.ui.list_card import list_card
from desktop.ui.notices import Banner
from desktop.ui.screen import Screen, on_keys
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label

_WHY = (
    "Chương trình chỉ nêu hộ giống nhau, không tự gộp. Gộp thì hộ thứ nhất được giữ, nhận thêm phần còn "
    "thiếu, các năm và các buổi đã dự của hộ thứ hai; hộ thứ hai không còn trong sổ."
)


@dataclass(frozen=True)
class Pair:
    """Two households that look like one, and why."""

    reason: str
    kept: Household
    dropped: Household

    @property
    def id(self) -> tuple[str, str]:
        """Return what tells the pair from others, whichever is kept."""
        return min(self.kept.id, self.dropped.id), max(self.kept.id, self.dropped.id)


class TwinsBox(QDialog):
    """Lists the pairs; stays open until the officer is done."""

    changed = Signal()

    def __init__(
        self, page: Screen, found: Sequence[Twins], hamlets: Mapping[str, str],
        *, reads_only: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(page.window())
        self._page, self._hamlets = page, hamlets
        self.setWindowTitle("Hộ có thể trùng")
        self.setAccessibleName(self.windowTitle())
        columns = [
            Column("reason", "Vì sao", lambda one: one.reason, width=330),
            Column("kept", "Hộ được giữ", lambda one: one.kept.head, second=self._under_kept),
            Column("other", "Hộ kia", lambda one: one.dropped.head, second=self._under_dropped),
        ]
        self.view = TableView(ValueTable(columns), row_height=50)
        self.view.table.setParent(self.view)
        self.view.setAccessibleName("Cặp hộ có thể trùng")
        self.count = label("", 2, theme.SEMIBOLD)
        self.swap_button = button("Giữ hộ kia", icon="refresh", tip="Đổi hộ được giữ (F2)")
        self.merge_button = button("Gộp làm một hộ", "primary")
        self.close_button = button("Đóng")
        for one in (self.swap_button, self.merge_button):
            one.setVisible(not reads_only)
        self._lay_out()
        self.view.reload(list(_pairs(found)))
        self.view.select(0)
        self._say()
        self.swap_button.clicked.connect(self.swap)
        self.merge_button.clicked.connect(self.merge)
        self.close_button.clicked.connect(self.accept)
        on_keys(self.view, {"F2": self.swap})
        self.resize(dp(1000), dp(500))

    def swap(self) -> None:
        """Keep the other one of the chosen pair."""
        one: Pair | None = self.view.selected()
        if one is not None:
            row = self.view.currentIndex().row()
            values = list(self.view.table.values)
            values[row] = replace(one, kept=one.dropped, dropped=one.kept)
            self.view.reload(values)

    def merge(self) -> None:
        """Make one household of the chosen pair."""
        one: Pair | None = self.view.selected()
        if one is None:
            return
        sure = self._page.context.dialogs.confirm(
            self, f"Gộp “{_named(one.dropped)}” vào “{_named(one.kept)}”?",
            "Chỉ gộp khi chắc chắn là một hộ. Không hoàn tác được.",
            "Gộp làm một hộ", "Để nguyên", danger=True,
        )  # fmt: skip
        if sure:
            work = self._page.write(household_twins.merge, one.kept.id, one.dropped.id)
            work.then(lambda _: self._merged(one))

    def _merged(self, done: Pair) -> None:
        gone = done.dropped.id
        rest = [
            one for one in self.view.table.values if gone not in (one.kept.id, one.dropped.id)
        ]  # fmt: skip
        self.view.reload(rest)
        self.view.select(0)
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        count = len(self.view.table.values)
        words = f"{show_number(count)} cặp hộ giống nhau" if count else "Không thấy hộ nào trùng"
        self.count.setText(words)
        for one in (self.swap_button, self.merge_button):
            one.setEnabled(count > 0)

    def _under_kept(self, pair: Pair) -> str:
        return self._about(pair.kept)

    def _under_dropped(self, pair: Pair) -> str:
        return self._about(pair.dropped)

    def _about(self, one: Household) -> str:
        place = self._hamlets.get(one.hamlet_id or "", "chưa rõ thôn, buôn")
        return " · ".join(part for part in (place, one.code) if part)

    def _lay_out(self) -> None:
        card = list_card(self.view)
        foot = QHBoxLayout()
        foot.setSpacing(dp(10))
        foot.addWidget(self.swap_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.merge_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(22), dp(18), dp(22), dp(16))
        layout.setSpacing(dp(10))
        layout.addWidget(self.count)
        layout.addWidget(Banner("info", _WHY))
        layout.addWidget(card, 1)
        layout.addLayout(foot)


def _named(one: Household) -> str:
    """Return its head and, as a pair often has one name, its code."""
    return f"{one.head} ({one.code})" if one.code else one.head


def _pairs(found: Sequence[Twins]) -> Iterator[Pair]:
    """Yield the first of each group with each other one of it, each pair once."""
    seen: set[tuple[str, str]] = set()
    for group in found:
        first = group.households[0]
        for other in group.households[1:]:
            pair = Pair(group.reason, first, other)
            if pair.id not in seen:
                seen.add(pair.id)
                yield pair
