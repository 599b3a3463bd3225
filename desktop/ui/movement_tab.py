"""What the tabs of the page Phong trào have in common: figures, a list, a form beside it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.movement import Chosen
from desktop.ui import chips, messages
from desktop.ui.list_card import list_card, list_or
from desktop.ui.movement_form import SideForm
from desktop.ui.notices import EmptyState
from desktop.ui.operations import Operation
from desktop.ui.screen import Screen
from desktop.ui.table import TableView
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, SumsFooter, figure, label

_FIGURES_FROM, _FIGURES_WIDE = 430, 1060
"""Logical height and width of a tab from which the large figures are shown."""


class Figures(QWidget):
    """Some large figures side by side; the names stay, the numbers come."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(12))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._holders: list[tuple[Card, str, QVBoxLayout]] = []
        for name in names:
            card, holder = Card(), QVBoxLayout()
            card.body.setSpacing(dp(2))
            card.add(label(name, 0, tone="text2"))
            holder.addWidget(figure("–", ""))
            card.add(holder)
            self._holders.append((card, name, holder))
            row.addWidget(card, 1)

    def show_figures(self, shown: Sequence[tuple[str, str]]) -> None:
        """Show each number with its word, in the order of the names."""
        for (card, name, holder), (number, rest) in zip(self._holders, shown, strict=True):
            while (item := holder.takeAt(0)) is not None:
                old = item.widget()
                if old is not None:
                    old.hide()
                    old.deleteLater()
            holder.addWidget(figure(number, rest))
            card.setAccessibleName(f"{name}: {number} {rest}")


class ChipRow(QWidget):
    """Chips of which one is always on."""

    chosen = Signal(int)
    """The officer chose another one, by its number."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.chips = [Chip(name) for name in names]
        row = chips.row(self.chips, self._chosen)
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)
        self.show_chosen(0)

    def show_chosen(self, number: int) -> None:
        """Show which one is on."""
        self.number = number
        chips.check(self.chips, number)

    def set_counts(self, counts: Sequence[int]) -> None:
        """Show how many each would leave; one that would leave none is only shown while it is on."""
        for place, (chip, count) in enumerate(zip(self.chips, counts, strict=True)):
            chip.set_count(count)
            chip.setVisible(bool(count) or place in (0, self.number))

    def _chosen(self, number: int) -> None:
        self.show_chosen(number)
        self.chosen.emit(number)


class MovementTab(QWidget):
    """Figures over chips, lists and a form. A city has no form: it only looks."""

    paper_wanted = Signal(object)
    """A OnePaper to be previewed."""

    def __init__(
        self, page: Screen, figures: Sequence[str], chips: Sequence[str], form: SideForm | None,
        empty: EmptyState,
    ) -> None:  # fmt: skip
        super().__init__()
        self.page, self.form = page, form
        self.chosen: Chosen | None = None
        self.record: Any = None
        """What the form shows; None for a new one."""
        self._loading = False
        self.figures = Figures(figures)
        self.chips = ChipRow(chips)
        self.foot = SumsFooter()
        self.lists = QStackedWidget()
        self._stack = list_or(list_card(self.lists, self.foot), empty)
        self._lay_out()
        if form is not None:
            form.save_wanted.connect(self.save)
            form.new_wanted.connect(self.start_new)
            form.removal_wanted.connect(self.remove)
            form.print_wanted.connect(self.print_)

    def save(self) -> None:
        """Keep what stands in the form."""

    def remove(self) -> None:
        """Take the chosen record away."""

    def print_(self) -> None:
        """Preview the paper of the chosen record."""

    def _beginning(self) -> dict[str, object]:
        """Return what a new record begins with."""
        return {}

    def _fields_of(self, record: Any) -> dict[str, object]:
        """Return what the form shows of a record."""
        return dict(vars(record))

    def start_new(self) -> None:
        """Empty the form, after asking if something unsaved stands there, and go there."""
        if self.form is not None and self.may_leave():
            self.forget()
            self.form.focus()

    def may_leave(self) -> bool:
        """Ask when something is typed and not kept; say whether it may be dropped."""
        if self.form is None or not self.form.is_changed():
            return True
        return self.page.context.dialogs.confirm(
            self.page, "Bỏ những gì vừa gõ?", f"{self.form.heading()}: chưa lưu.",
            "Bỏ", "Ở lại",
        )  # fmt: skip

    def _add_list(self, view: TableView, chooses: bool = False) -> TableView:
        """Put a list into the card; one that `chooses` fills the form."""
        self.lists.addWidget(view)
        if chooses:
            view.chosen.connect(self._choose)
            view.opened.connect(self._open)
            view.installEventFilter(self)
        return view

    def _show_list(self, view: TableView, values: Sequence[Any], *, empty: bool) -> None:
        """Show the records; the chosen one stays, what is typed stays too."""
        self._loading = True
        view.reload(values)
        self._loading = False
        self._stack.setCurrentIndex(1 if empty else 0)
        self.chips.setVisible(not empty)
        if self.form is None or self.form.is_changed():
            return
        fresh = view.selected()
        if fresh is not None and self.record is not None and fresh.id == self.record.id:
            self._show(fresh)
        elif not self.form.is_new or self.record is None:
            self.forget()

    def _day(self) -> date | None:
        """Return the day of a new record: today; none in another period, where a guess is wrong."""
        today = self.page.context.clock.today()
        period = self.chosen.period if self.chosen else None
        return today if period is None or today in period else None

    def _say_kept(self, record: Any, day: date, said: str) -> None:
        """A record of a day was kept: say so and be ready for the next."""
        assert self.form is not None
        if self.chosen is not None and day not in self.chosen.period:
            said = f"{said} Ngày này thuộc kỳ khác, hãy chọn kỳ để xem."
        was_new = self.form.is_new
        self.form.show_values(self._fields_of(record), is_new=was_new)
        if was_new:
            self.forget()
            self.form.focus()
        else:
            self.record = record
        self.page.say(said)

    def _when_gone(self, asked: Operation[Any], said: str, save: Callable[..., object]) -> None:
        """Say that a record was taken away, once it is; what `save` does brings it back."""

        def back() -> None:
            self.page.write(save)

        def done(_: object) -> None:
            self.forget()
            self.page.say(said, back)

        asked.then(done).failed(self.refused)

    def _is_kept(self) -> bool:
        """Return whether what stands in the form is kept; say so there if it is not."""
        if self.form is None or not self.form.is_changed():
            return True
        self.form.refuse("Chưa lưu những gì vừa sửa", "Hãy nhấn Ctrl+S rồi in.")
        return False

    def refused(self, error: BaseException) -> None:
        """Something was not kept: say why in the form, or in a box if it is no known case."""
        said = messages.describe(error)
        if said is None or self.form is None:
            self.page.context.dialogs.show_error(self.page, error)
        else:
            self.form.refuse(said.title, said.why)

    def forget(self) -> None:
        """Begin a new record, without asking."""
        if self.form is None:
            return
        self.record = None
        for place in range(self.lists.count()):
            view = self.lists.widget(place)
            if isinstance(view, TableView):
                view.clearSelection()
                view.setCurrentIndex(view.table.index(-1, -1))
        self.form.show_values(self._beginning(), is_new=True)

    def _open(self, _record: Any) -> None:
        if self.form is not None:
            self.form.focus()
        else:
            self.print_()

    def _choose(self, record: Any) -> None:
        if self._loading or record is None or record == self.record:
            return
        if not self.may_leave():
            self._select_again()
            return
        self._show(record)

    def _select_again(self) -> None:
        """Go back to the row that the form shows."""
        view = self.lists.currentWidget()
        assert isinstance(view, TableView)
        self._loading = True
        row = -1 if self.record is None else view.table.row_of(self.record.id)
        if row < 0:
            view.clearSelection()
        view.select(row)
        self._loading = False

    def _show(self, record: Any) -> None:
        self.record = record
        if self.form is not None:
            self.form.show_values(self._fields_of(record), is_new=False)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(dp(10))
        left.addWidget(self.figures)
        left.addWidget(self.chips)
        left.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(14))
        row.addLayout(left, 1)
        if self.form is not None:
            row.addWidget(self.form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the large figures out where there is no room for them."""
        super().resizeEvent(event)
        room = self.height() >= dp(_FIGURES_FROM) and self.width() >= dp(_FIGURES_WIDE)
        self.figures.setVisible(room)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Delete takes the chosen record away."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete and self.form is not None:
                self.remove()
                return True
        return False
