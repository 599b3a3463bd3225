"""Small widgets that every screen uses: cards, labels, buttons, chips, pills. They read no data."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core.typed import show_number
from desktop.ui import icons, theme
from desktop.ui.theme import dp

REGULAR = QFont.Weight.Normal

STATUS_ICONS = {
    "ok": "check_circle_filled",
    "warn": "warning_filled",
    "bad": "error_circle_filled",
    "info": "clock",
    "none": "circle",
    "returned": "reply",
}
"""The icon of each kind of status; a status is always icon, word and colour."""

_STATUS_COLOURS = {"none": "text3", "returned": "bad"}


def show_if(shown: bool, *widgets: QWidget) -> None:
    """Show or hide parts of a page; what has no place in one yet does not open as a window."""
    for one in widgets:
        if shown and one.parent() is None:
            one.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        else:
            one.setVisible(shown)


def label(
    text: str = "",
    delta: float = 0,
    weight: QFont.Weight = REGULAR,
    tone: str = "text",
    wrap: bool = False,
) -> QLabel:
    """Return a plain-text label, `delta` points above body text, in a tone of the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(delta, weight))
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def icon_label(name: str, colour: str = "text2", size: int = 20) -> QLabel:
    """Return a label that shows an icon and says nothing to a screen reader."""
    made = QLabel()
    made.setPixmap(icons.pixmap(name, colour, dp(size)))
    made.setFixedSize(dp(size), dp(size))
    return made


class _Button(QPushButton):
    """A button that Enter presses as Space does, in windows as in boxes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_PAD:
            self.click()
        else:
            super().keyPressEvent(event)


_PAD = Qt.KeyboardModifier.KeypadModifier


def button(
    text: str, kind: str = "plain", icon: str = "", shortcut_hint: str = "", tip: str = ""
) -> QPushButton:
    """Return a button: kind is plain, primary, danger, link or quiet (icon only)."""
    made = _Button()
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if kind == "primary":
        made.setFont(theme.font(0, theme.SEMIBOLD))
    if icon:
        tint = {"primary": "#FFFFFF", "danger": "bad", "link": "accent"}.get(kind, "text2")
        made.setIcon(icons.icon(icon, tint))
        made.setIconSize(QSize(dp(18), dp(18)))
    made.setToolTip(tip)
    if kind == "quiet" and not tip:
        made.setToolTip(f"{text} ({shortcut_hint})" if shortcut_hint else text)
    if kind == "quiet":
        return made
    hint = f"  ({shortcut_hint})" if shortcut_hint else ""
    made.setText(f"{' ' if icon else ''}{text}{hint}".replace("&", "&&"))
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def figure(number: str, rest: str) -> QWidget:
    """Return a large number with its “/ 24 buổi” on the same base line."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(dp(6))
    large, small = label(number, 11, theme.SEMIBOLD), label(rest, 0.5, tone="text2")
    drop = QFontMetrics(large.font()).descent() - QFontMetrics(small.font()).descent()
    small.setContentsMargins(0, 0, 0, drop)
    row.addWidget(large)
    row.addWidget(small, 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch()
    made.setAccessibleName(f"{number} {rest}")
    return made


def line() -> QFrame:
    """Return a thin line between two parts."""
    made = QFrame()
    made.setObjectName("line")
    return made


def scrolled(body: QWidget | None = None) -> QScrollArea:
    """Return an area without a frame that scrolls its body up and down, and takes no Tab."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if body is not None:
        area.setWidget(body)
    return area


class Card(QFrame):
    """A white box with a thin border; `body` takes the content, `head` the title row."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(dp(16), dp(9 if title else 12), dp(16), dp(13))
        self.body.setSpacing(dp(8))
        self.head = QHBoxLayout()
        if title:
            self.title = label(title, 0.5, theme.SEMIBOLD)
            self.title.setMinimumHeight(dp(28))
            self.head.addWidget(self.title)
            self.head.addStretch()
            self.body.addLayout(self.head)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout under what is there."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)


class ElidingLabel(QLabel):
    """A one-line label that ends in … where there is no room, with the whole text as tooltip."""

    def __init__(
        self,
        text: str = "",
        delta: float = 0,
        weight: QFont.Weight = REGULAR,
        tone: str = "text",
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(delta, weight))
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole_text(self) -> str:
        """Return the text before it was cut."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the room the whole text would like."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return the room for a few letters."""
        return QSize(dp(24), QFontMetrics(self.font()).height())

    def _fit(self) -> None:
        room = max(self.contentsRect().width(), 0)
        cut = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        super().setText(cut)
        self.setToolTip(self._whole if cut != self._whole else "")


class Chip(QPushButton):
    """A filter that is on or off, with the number of things it would leave."""

    def __init__(self, text: str, count: int | None = None) -> None:
        super().__init__()
        self.words = text
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font(-0.25))
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        """Show another number, or none."""
        text = self.words if count is None else f"{self.words} · {show_number(count)}"
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Keep room for the bold letters of the chosen state, so that nothing moves."""
        bold = QFontMetrics(theme.font(-0.25, theme.SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(bold + 2 * dp(12) + 4, dp(30))


def status_colour(kind: str) -> str:
    """Return the name of the colour of a status."""
    return _STATUS_COLOURS.get(kind, kind)


def pill_width(text: str) -> int:
    """Return how wide a pill with this text is."""
    metrics = QFontMetrics(theme.font(-1, theme.SEMIBOLD))
    return metrics.horizontalAdvance(text) + dp(16) + dp(5) + 2 * dp(9)


def paint_pill(
    painter: QPainter, at: QPoint, kind: str, text: str, filled: bool, flush: bool = False
) -> None:
    """Draw a status whose left edge and middle are `at`.

    The icons of quiet and filled ones stand under each other, unless `flush` left.
    """
    name = status_colour(kind)
    height, side = dp(23), dp(15)
    rect = QRect(at.x(), at.y() - height // 2, pill_width(text), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if filled:
        tint, border = ("sunken", "border") if kind == "none" else (f"{name}Tint", f"{name}Border")
        painter.setPen(QPen(theme.colour(border), 1))
        painter.setBrush(theme.colour(tint))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    left = rect.left() + (0 if flush else dp(9))
    mark = QRect(left, rect.center().y() - side // 2 + 1, side, side)
    icons.paint(painter, mark, STATUS_ICONS[kind], name)
    painter.setFont(theme.font(-1, theme.SEMIBOLD if filled else REGULAR))
    painter.setPen(theme.colour(name))
    words = rect.adjusted(mark.right() + dp(6) - rect.left(), 0, dp(12), 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


class StatusPill(QWidget):
    """A status: icon, word and colour. What needs no work is quiet, the rest a filled pill.

    `filled` overrides that; False also puts the icon flush left, for a line in a card.
    """

    def __init__(self, kind: str = "none", text: str = "", filled: bool | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_status(kind, text, filled)

    def show_status(self, kind: str, text: str, filled: bool | None = None) -> None:
        """Show another status: ok, warn, bad, info, none or returned."""
        self._kind, self._text = kind, text
        self._flush = filled is False
        self._filled = kind not in ("ok", "none") if filled is None else filled
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the pill."""
        return QSize(pill_width(self._text), dp(23) + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        middle = QPoint(0, self.height() // 2)
        paint_pill(painter, middle, self._kind, self._text, self._filled, self._flush)


class SumsFooter(QFrame):
    """The foot of a list: how many rows are shown, and the sums of just these rows."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(14), dp(7), dp(14), dp(7))
        self._count = label("", -1, tone="text2")
        self._word = label("Cộng:", -1, tone="text2")
        self._sums = ElidingLabel("", -1, theme.SEMIBOLD)
        self._sums.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._sums.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._word)
        row.addWidget(self._sums)

    def show_sums(self, count: str, sums: Sequence[str] = ()) -> None:
        """Show the count at the left and the sums at the right."""
        self._count.setText(count)
        self._sums.setText("  ·  ".join(sums))
        self._sums.updateGeometry()
        self._word.setVisible(bool(sums))


class StepRail(QWidget):
    """The steps of a wizard, one under the other: done, now, to come."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_current(0)

    def set_current(self, index: int) -> None:
        """Say which step is now, from 0; len(steps) means all are done."""
        self._current = index
        name = self._steps[min(index, len(self._steps) - 1)]
        self.setAccessibleName(
            f"Bước {min(index + 1, len(self._steps))} trong {len(self._steps)}: {name}"
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of all steps."""
        metrics = QFontMetrics(theme.font(0, theme.SEMIBOLD))
        widest = max(metrics.horizontalAdvance(step) for step in self._steps)
        return QSize(dp(40) + widest, dp(56) * len(self._steps) - dp(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw circles, lines and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._steps)):
            self._paint_step(painter, number)

    def _paint_step(self, painter: QPainter, number: int) -> None:
        now, done = number == self._current, number < self._current
        circle = QRectF(1, dp(56) * number + 1, dp(28), dp(28))
        if number + 1 < len(self._steps):
            painter.setPen(QPen(theme.colour("accent" if done else "border"), 2))
            x = circle.center().x()
            painter.drawLine(QRectF(x, circle.bottom() + 3, 0, dp(28) - 6).topLeft(),
                             QRectF(x, circle.bottom() + dp(28) - 3, 0, 0).topLeft())  # fmt: skip
        painter.setPen(QPen(theme.colour("accent" if now or done else "borderStrong"), 1.5))
        painter.setBrush(theme.colour("accent" if now or done else "surface"))
        painter.drawEllipse(circle)
        painter.setFont(theme.font(-0.5, theme.SEMIBOLD))
        painter.setPen(theme.colour("surface" if now else "text2"))
        if done:
            inset = dp(6)
            icons.paint(painter, circle.adjusted(inset, inset, -inset, -inset), "check", "#FFFFFF")
        else:
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        painter.setFont(theme.font(0, theme.SEMIBOLD if now else REGULAR))
        painter.setPen(theme.colour("text" if now else "text2"))
        words = QRectF(dp(40), circle.top(), self.width() - dp(40), circle.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._steps[number])

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in other letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
