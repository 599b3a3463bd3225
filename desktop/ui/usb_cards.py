"""Cards to choose from (drives, reports) and rows that say something, for the USB page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons, theme
from desktop.ui.theme import dp
from desktop.ui.widgets import icon_label, label

MARKS = {
    "ok": "check_circle_filled", "warn": "warning_filled", "bad": "error_circle_filled",
    "info": "info_filled", "none": "info",
}  # fmt: skip
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_NARROW = 44
"""Width of the bar that shows how full a drive is."""
_WITH_BAR = 310
"""A narrower card leaves the bar out: the words come first."""


@dataclass(frozen=True)
class Face:
    """What a card shows: a title, grey lines, one line in a colour, and how full (0 to 1)."""

    icon: str
    title: str
    lines: tuple[str, ...] = ()
    tone: str = ""
    word: str = ""
    full: float | None = None


class ChoiceCard(QAbstractButton):
    """One of several things to choose; arrows go to its neighbours, Enter chooses and goes on."""

    entered = Signal()

    def __init__(self, what: str, face: Face) -> None:
        super().__init__()
        self._what = what
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_face(face)

    def show_face(self, face: Face) -> None:
        """Show other words."""
        self._face = face
        said = (f"{self._what}: {face.title}", *face.lines, face.word)
        self.setAccessibleName(". ".join(one for one in said if one))
        self.setToolTip("\n".join(one for one in said[1:] if one))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of all lines."""
        small = QFontMetrics(theme.font(-1)).height() + dp(1)
        title = QFontMetrics(theme.font(0, theme.SEMIBOLD)).height()
        count = len(self._face.lines) + bool(self._face.word)
        return QSize(dp(200), title + count * small + dp(20))

    def nextCheckState(self) -> None:
        """A click chooses; Qt would take the choice back from an only card."""
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses and goes on."""
        if event.key() in _ENTER:
            self.click()
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        ink = "accent" if self.isChecked() and self.isEnabled() else "text2"
        middle = self.height() // 2
        self._paint_radio(painter, middle)
        size = dp(22)
        place = QRect(dp(39), middle - size // 2, size, size)
        icons.paint(painter, place, self._face.icon, ink)
        room = QRect(dp(71), 0, self.width() - dp(71) - dp(14), self.height())
        if self._face.full is not None and self.width() > dp(_WITH_BAR):
            self._paint_bar(painter, room, self._face.full)
            room.setRight(room.right() - dp(_NARROW) - dp(10))
        self._paint_words(painter, room)

    def _paint_frame(self, painter: QPainter) -> None:
        chosen, ring = self.isChecked(), self.hasFocus() and bool(self.property("ring"))
        width = 2.0 if chosen or ring else 1.0
        hovered = "hover" if self.underMouse() and self.isEnabled() else "surface"
        edge = "text" if ring else "accent" if chosen else "border"
        painter.setPen(QPen(theme.colour(edge), width))
        painter.setBrush(theme.colour("accentTint" if chosen else hovered))
        inset = width / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, dp(8), dp(8))

    def _paint_radio(self, painter: QPainter, middle: int) -> None:
        chosen, side = self.isChecked(), dp(16)
        ring = QRectF(dp(14) + 0.5, middle - side / 2, side, side)
        painter.setPen(QPen(theme.colour("accent" if chosen else "borderStrong"), 1.5))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(ring)
        if chosen:
            inset = side * 0.25
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))

    def _paint_bar(self, painter: QPainter, room: QRect, full: float) -> None:
        track = QRectF(0, 0, dp(_NARROW), dp(8))
        track.moveCenter(QRectF(room).center())
        track.moveRight(room.right())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track" if not self.isChecked() else "surface"))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        track.setWidth(max(track.width() * min(full, 1.0), track.height()))
        painter.setBrush(theme.colour("text2"))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        face = self._face
        words = [(face.title, theme.font(0, theme.SEMIBOLD), "text")]
        words += [(one, theme.font(-1), "text2") for one in face.lines]
        if face.word:
            words.append((face.word, theme.font(-1, theme.MEDIUM), face.tone))
        top = room.top() + (room.height() - sum(_height(font) for _, font, _ in words)) // 2
        for text, font, ink in words:
            place = QRect(room.left(), top, room.width(), _height(font))
            painter.setFont(font)
            painter.setPen(theme.colour(ink if self.isEnabled() else "disabled"))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(place, _MIDDLE | Qt.TextFlag.TextSingleLine, shown)
            top += place.height()


class Cards(QWidget):
    """A column of cards, one for each key; the chosen one stays chosen while it is there."""

    chosen = Signal(object)
    """The officer chose a card: its key."""
    entered = Signal()

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self._cards: dict[object, ChoiceCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(dp(8))

    def show_faces(self, faces: Sequence[tuple[object, Face]]) -> None:
        """Show these cards in this order; the first is chosen if the chosen one is gone."""
        before, wanted = self.current(), dict(faces)
        for key in [one for one in self._cards if one not in wanted]:
            gone = self._cards.pop(key)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, (key, face) in enumerate(faces):
            card = self._cards.get(key) or self._add(key, face)
            card.show_face(face)
            self._column.removeWidget(card)
            self._column.insertWidget(place, card)
        self._cards = {key: self._cards[key] for key, _ in faces}
        if faces and before not in wanted:
            self._cards[faces[0][0]].setChecked(True)

    def current(self) -> object:
        """Return the key of the chosen card, or None."""
        return next((key for key, card in self._cards.items() if card.isChecked()), None)

    def current_card(self) -> ChoiceCard | None:
        """Return the chosen card."""
        return self._cards.get(self.current())

    def choose(self, key: object) -> None:
        """Choose a card."""
        if key in self._cards:
            self._cards[key].setChecked(True)

    def _add(self, key: object, face: Face) -> ChoiceCard:
        card = ChoiceCard(self._what, face)
        card.clicked.connect(lambda: self.chosen.emit(key))
        card.entered.connect(self.entered)
        self._cards[key] = card
        return card


def in_reading_order(layout: QLayout) -> Iterator[QWidget]:
    """Yield what the keyboard can reach, from the top left on."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner, widget = (item.layout(), item.widget()) if item else (None, None)
        if inner is not None:
            yield from in_reading_order(inner)
        elif widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        else:
            body = widget.widget() if isinstance(widget, QScrollArea) else widget
            below = body.layout() if body else None
            if below is not None:
                yield from in_reading_order(below)


def tab_as_read(page: QWidget) -> None:
    """Let Tab go through a page as people read it, whatever came last."""
    layout = page.layout()
    stops = list(in_reading_order(layout)) if layout else []
    QWidget.setTabOrder(stops[0], stops[-1])  # else Qt takes the ring as it is for right
    for one, following in pairwise(stops):
        QWidget.setTabOrder(one, following)


class Remark(QWidget):
    """A mark and a sentence that wraps, with a smaller grey one under it."""

    def __init__(self, kind: str, text: str, second: str = "", delta: float = 0) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(10))
        mark = icon_label(MARKS[kind], "text3" if kind == "none" else kind, 17)
        words = QVBoxLayout()
        words.setSpacing(dp(1))
        calm = "text2" if kind == "none" or (kind == "ok" and delta) else "text"
        for line, size, tone in ((text, delta, calm), (second, -1, "text2")):
            if line:
                shown = label(line, size, tone=tone, wrap=True)
                shown.setMinimumWidth(1)  # a long name of a file must not widen the page
                words.addWidget(shown)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(f"{text} {second}".strip())


def _height(font: QFont) -> int:
    return QFontMetrics(font).height() + (dp(1) if font.pointSizeF() < theme.base() else 0)
