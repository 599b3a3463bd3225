"""Choosing from a known list by a number or some letters without marks. Never completes inline."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    QSortFilterProxyModel,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.texts import fold, nfc
from desktop.ui import icons, theme
from desktop.ui.fields import LineField

_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""Why a field loses the keyboard to its own list, or with its whole window."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Choice:
    """One item of a list: what is kept, what is shown, its number, other words that find it."""

    value: Any
    text: str
    number: int | None = None
    words: str = ""

    @property
    def shown(self) -> str:
        """Return "5. Sinh hoạt cộng đồng"."""
        return self.text if self.number is None else f"{self.number}. {self.text}"


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices meant by a number or by the beginnings of words, in their order."""
    query = fold(nfc(typed)).rstrip(".")
    if query.isdecimal():
        numbered = [one for one in choices if str(one.number or "").startswith(query)]
        if numbered:
            return sorted(numbered, key=lambda one: str(one.number) != query)
    wanted = query.split()
    found = [one for one in choices if _has_words(fold(f"{one.shown} {one.words}"), wanted)]
    return sorted(found, key=lambda one: query.isdecimal() and query not in fold(one.text).split())


def the_one(choices: Sequence[Choice], typed: str, *, exact: bool = False) -> Choice | None:
    """Return the one choice meant: by its number, its whole name, or as the only match."""
    query = fold(nfc(typed))
    if not query:
        return None
    for one in choices:
        if query.rstrip(".") == str(one.number) or query in (fold(one.text), fold(one.shown)):
            return one
    found = [] if exact else matching(choices, typed)
    if query.isdecimal():  # "1" is Thôn 1, not Thôn 10
        found = [one for one in choices if query in fold(one.text).split()] or found
    return found[0] if len(found) == 1 else None


def _has_words(text: str, wanted: list[str]) -> bool:
    words = text.replace("'", " ").replace("-", " ").split() + text.split()
    return all(any(word.startswith(part) for word in words) for part in wanted)


class _Filter(QSortFilterProxyModel):
    """Lets through the choices that were found, the best first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._order: dict[int, int] = {}
        self.sort(0)

    def show_only(self, rows: Sequence[int]) -> None:
        """Show these rows in this order."""
        self.beginResetModel()
        self._order = {row: place for place, row in enumerate(rows)}
        self.endResetModel()
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        """Return whether the row was found."""
        return row in self._order

    def lessThan(self, left: Index, right: Index) -> bool:
        """Return which of two rows stands first."""
        return self._order.get(left.row(), 0) < self._order.get(right.row(), 0)


class _Line(QStyledItemDelegate):
    """A line of the list, tall enough to hit."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the natural width and a comfortable height."""
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), theme.dp(32)))


class ChoiceCompleter(QCompleter):
    """A popup with the choices that the typed words find."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()
        self._found: list[Choice] = []
        self._model = QStringListModel(self)
        self._filter = _Filter(self)
        self._filter.setSourceModel(self._model)
        self.setModel(self._filter)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(10)
        self.lines = popup = QListView()
        popup.setObjectName("popup")
        popup.setUniformItemSizes(True)
        popup.setStyleSheet(
            f"QListView#popup {{border: 1px solid {theme.hexa('borderStrong')}}}"
            f"QListView#popup::item {{padding: 0 {theme.dp(8)}px}}"
        )
        popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPopup(popup)
        popup.setItemDelegate(_Line(popup))

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices."""
        self._choices = choices
        self._model.setStringList([one.shown for one in choices])
        self.find("")

    def find(self, typed: str) -> list[Choice]:
        """Keep only the choices that the text finds, and return them."""
        self._found = matching(self._choices, typed)
        places = {id(one): row for row, one in enumerate(self._choices)}
        self._filter.show_only([places[id(one)] for one in self._found])
        return self._found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the list when its field is left: Qt would keep it open, and the field in the dark."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
            self.lines.hide()
        return super().eventFilter(watched, event)

    def splitPath(self, path: str) -> list[str]:
        """Qt asks what to look for: the filter has looked already."""
        self.find(path)
        return [""]

    def found_at(self, index: Index) -> Choice | None:
        """Return the choice of a line of the popup."""
        return self._found[index.row()] if 0 <= index.row() < len(self._found) else None


class PickField(LineField):
    """Chooses one item; `allow_new` takes another text as a new item."""

    taken = Signal()
    """An item was taken with Enter: the form goes on to the next field."""

    def __init__(self, choices: Sequence[Choice] = (), *, allow_new: bool = False) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()
        self._allow_new = allow_new
        self._chosen: Choice | None = None
        self._completer = ChoiceCompleter(self)
        self._completer.setWidget(self)
        activated: Any = self._completer.activated
        activated[QModelIndex].connect(self._activated)
        button = QAction(icons.icon("chevron_down"), "Mở danh sách (F4)", self)
        button.triggered.connect(self.open_list)
        self.addAction(button, QLineEdit.ActionPosition.TrailingPosition)
        self.set_example("gõ số hoặc vài chữ")
        self.set_choices(choices)

    def leading_on(self) -> Self:
        """Let Enter lead the keyboard on to the next field; return the field."""
        self.taken.connect(self.focusNextChild)
        return self

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other choices; what is chosen stays."""
        self._choices = tuple(choices)
        self._completer.set_choices(self._choices)

    def value(self) -> Any:
        """Return the chosen item's value, the new text if allowed, or None."""
        if self._chosen is not None:
            return self._chosen.value
        text = nfc(self.text())
        one = the_one(self._choices, text, exact=self._allow_new)
        return one.value if one else (text or None) if self._allow_new else None

    def set_value(self, value: Any) -> None:
        """Choose the item that has this value; an unknown text stays if new ones are allowed."""
        self._chosen = next((one for one in self._choices if one.value == value), None)
        known = self._chosen is not None or self._allow_new
        super().set_value(value if known else None)

    def written(self, value: Any) -> str:
        """Return how the item with this value is shown."""
        one = next((one for one in self._choices if one.value == value), None)
        return one.shown if one else str(value)

    def trouble(self) -> str:
        """Return why the text is no item, or nothing."""
        text = nfc(self.text())
        if not text or self._chosen or self._allow_new or the_one(self._choices, text):
            return super().trouble()
        if matching(self._choices, text):
            return f"Có nhiều mục khớp với “{text}”. Hãy chọn một mục trong danh sách."
        return f"Không có “{text}” trong danh sách. Hãy gõ số hoặc vài chữ rồi chọn."

    def tidy(self) -> None:
        """Write the chosen item in full when the field is left."""
        if self._chosen is None and self.text():
            self.take()
        super().tidy()

    def open_list(self) -> None:
        """Show all choices, the chosen one or the first marked, so that Enter takes it."""
        if self.isReadOnly():
            return
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        found = self._completer.find("" if self._chosen else self.text())
        self._open()
        at = next((row for row, one in enumerate(found) if one is self._chosen), 0)
        self._completer.lines.setCurrentIndex(self._completer.completionModel().index(at, 0))

    def is_open(self) -> bool:
        """Return whether the list is shown."""
        return self._completer.lines.isVisible()

    def take(self) -> bool:
        """Take the marked line, or the one match; return whether the field may be left."""
        one = self._marked() or the_one(self._choices, self.text(), exact=self._allow_new)
        if one is not None:
            self._choose(one)
        elif self.text().strip() and not self._allow_new:
            return False
        self._completer.lines.hide()
        return True

    def _typed(self, text: str) -> None:
        self._chosen = None
        super()._typed(text)
        if self._completer.find(text) and text.strip():
            self._open()
        else:
            self._completer.lines.hide()

    def _open(self) -> None:
        lines = self._completer.lines
        wanted = lines.sizeHintForColumn(0) + theme.dp(44)
        wide = max(self.width(), min(wanted, theme.dp(460)))
        self._completer.complete(QRect(0, 0, wide, self.height()))
        lines.setCurrentIndex(QModelIndex())

    def _marked(self) -> Choice | None:
        lines = self._completer.lines
        return self._completer.found_at(lines.currentIndex()) if lines.isVisible() else None

    def _activated(self, index: QModelIndex) -> None:
        self._choose(self._completer.found_at(index))

    def _choose(self, one: Choice | None) -> None:
        if one is not None and one is not self._chosen:
            self._chosen = one
            self.setText(one.shown)
            self.setToolTip(one.shown)
            self.setCursorPosition(0)
            if self.hasFocus():  # what is typed now is another choice, not put in front of this one
                self.setSelection(len(one.shown), -len(one.shown))
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes; Down or F4 opens the list."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.take():
                self.taken.emit()
            event.accept()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4) and not self.is_open():
            self.open_list()
        else:
            super().keyPressEvent(event)
