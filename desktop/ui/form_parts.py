"""What a form is built of: captions, messages under a field, one box per field, cards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import icons, theme
from desktop.ui.widgets import show_if

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
SEVERITIES = ("stop", "explain", "notice")
_LOOKS = {
    "stop": ("bad", "error_circle_filled"),
    "explain": ("warn", "warning_filled"),
    "notice": ("info", "info_filled"),
    "ok": ("ok", "check_circle_filled"),
}


@dataclass(frozen=True)
class FieldSpec:
    """One field: its key, label, how to make it, and when it is shown (None: always)."""

    key: str
    label: str
    make: Callable[[], Any]
    required: bool = False
    hint: str = ""
    span: float = 1
    """Columns out of four; 0.5 for a time of day."""
    visible: Callable[[Mapping[str, object]], bool] | None = None


@dataclass(frozen=True)
class FigureRow:
    """A line of narrow number fields behind one label; the fields' own labels stand on top."""

    label: str
    specs: tuple[FieldSpec, ...]


@dataclass(frozen=True)
class Section:
    """A card: a title, fields in a grid of four columns, or lines of figures."""

    title: str
    specs: tuple[FieldSpec, ...] = ()
    rows: tuple[FigureRow, ...] = ()


class AnyProblem(Protocol):
    """What the form asks of a problem."""

    @property
    def fields(self) -> Sequence[str]:
        """Name the fields it is about."""

    @property
    def severity(self) -> str:
        """Say how grave it is: stop, explain, notice."""

    @property
    def text(self) -> str:
        """Say what, why and what to do."""


@dataclass(frozen=True)
class FieldProblem:
    """A problem of one field: what was typed cannot be read."""

    fields: tuple[str, ...]
    text: str
    severity: str = "stop"


class Caption(QWidget):
    """The label of a field: cut with … when too long, a red star, a grey word at the right."""

    pressed = Signal()

    def __init__(self, text: str, *, required: bool = False, right: bool = False) -> None:
        super().__init__()
        self.text, self._required, self._right, self._remark = text, required, right, ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(text)
        self._fit()

    def set_text(self, text: str) -> None:
        """Show another label."""
        self.text = text
        self.setToolTip(text)
        self.update()

    def set_remark(self, text: str) -> None:
        """Show a word at the right, such as the day of the week."""
        if text != self._remark:
            self._remark = text
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room the whole label needs."""
        extra = theme.dp(14) if self._required else 2
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text) + extra, self.height())

    def _fit(self) -> None:
        self.setFont(theme.font(-0.75) if self._right else theme.font(-0.25, theme.MEDIUM))
        self.setFixedHeight(QFontMetrics(self.font()).height())

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Go to the field."""
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw label, star and remark."""
        painter = QPainter(self)
        small = theme.font(-1)
        side = QFontMetrics(small).horizontalAdvance(self._remark) + 8 if self._remark else 0
        star = QFontMetrics(self.font()).horizontalAdvance(" *") if self._required else 0
        metrics = QFontMetrics(self.font())
        room = self.width() - star
        if metrics.horizontalAdvance(self.text) + side > room:
            side = 0
        text = metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text)
        x = self.width() - width - star if self._right else 0
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text2"))
        painter.drawText(x, 0, width + 2, self.height(), middle, text)
        if star:
            painter.setPen(theme.colour("bad"))
            painter.drawText(x + width, 0, star + 2, self.height(), middle, " *")
        if side:
            painter.setFont(small)
            painter.setPen(theme.colour("text3"))
            painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._remark)


class Message(QWidget):
    """An icon and a sentence under or beside a field; takes no room when empty."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._colour, self._icon = "", "text3", ""
        self.setFont(theme.font(-1))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def text(self) -> str:
        """Return the sentence shown."""
        return self._text

    def natural_width(self) -> int:
        """Return the width that takes the sentence in one line."""
        widest = max(map(self.fontMetrics().horizontalAdvance, self._text.split("\n")))
        return self._indent() + widest + 2

    def show_text(self, text: str, severity: str | None = None) -> None:
        """Show a problem with its icon, or a grey hint."""
        self._text = text
        self._colour, self._icon = _LOOKS.get(severity or "", ("text3", ""))
        self.setAccessibleName(text)
        show_if(bool(text), self)
        self._fit()
        self.update()

    def _indent(self) -> int:
        return theme.dp(22) if self._icon else 0

    def _fit(self) -> None:
        room = QRect(0, 0, max(self.width() - self._indent(), 1), 10_000)
        height = self.fontMetrics().boundingRect(room, _WRAPPED, self._text or "x").height()
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow with the number of lines."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw icon and sentence."""
        painter = QPainter(self)
        painter.setPen(theme.colour(self._colour))
        painter.drawText(self.rect().adjusted(self._indent(), 0, 0, 0), _WRAPPED, self._text)
        if self._icon:
            size = theme.dp(16)
            top = (self.fontMetrics().height() - size) // 2
            icons.paint(painter, QRect(0, max(top, 0), size, size), self._icon, self._colour)


class FieldBox:
    """One field with its caption and message, and what is wrong with it."""

    def __init__(self, spec: FieldSpec, row_label: str = "") -> None:
        self.spec = spec
        self.field: Any = spec.make()
        self.caption = Caption(spec.label, required=spec.required, right=bool(row_label))
        self.message = Message()
        self.problems: list[AnyProblem] = []
        self.shown = True
        self.column = 0
        self.hint = spec.hint
        self._row_label = row_label
        self._name_field(spec.label)
        self.caption.pressed.connect(lambda: self.field.setFocus(Qt.FocusReason.TabFocusReason))
        self.refresh()

    def relabel(self, label: str) -> None:
        """Give the field another label."""
        self.caption.set_text(label)
        self._name_field(label)

    def _name_field(self, label: str) -> None:
        name = f"{self._row_label}: {label}" if self._row_label else label
        self.field.setAccessibleName(name)
        inner = self.field.focusProxy()
        if inner is not None:
            inner.setAccessibleName(name)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """Return what is shown and hidden together."""
        return (self.caption, self.field)

    def severity(self) -> str | None:
        """Return the worst severity of the problems here."""
        found = {str(problem.severity) for problem in self.problems}
        return next((one for one in SEVERITIES if one in found), None)

    def refresh(self, said: Sequence[AnyProblem] | None = None) -> None:
        """Show border, remark and message; `said` are the problems to spell out here."""
        texts = [problem.text for problem in (self.problems if said is None else said)]
        worst = self.severity()
        needed = "Bắt buộc nhập" if self.spec.required else ""
        every = [problem.text for problem in self.problems]
        self.field.set_problem(worst, ". ".join(filter(None, (needed, *every, self.hint))))
        self.caption.set_remark(self.field.remark())
        if texts and self.shown:
            self.message.show_text("\n".join(texts), worst)
        else:
            self.message.show_text(self.hint if self.shown else "")

    def set_shown(self, shown: bool) -> None:
        """Show or hide caption, field and message."""
        self.shown = shown
        for widget in self.widgets:
            show_if(shown, widget)
        if not shown:
            self.message.hide()


class Card(QFrame):
    """A white card with a title; `side` stands at the right of the title."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.dp(16), theme.dp(11), theme.dp(16), theme.dp(14))
        self.body.setSpacing(theme.dp(8))
        self.head = QHBoxLayout()
        self.title = QLabel(title)
        self.title.setFont(theme.font(0.5, theme.SEMIBOLD))
        self.side = QLabel()
        self.side.setFont(theme.font(-1))
        self.side.setStyleSheet(f"QLabel{{color:{theme.hexa('text3')}}}")
        self.side.hide()
        self.head.addWidget(self.title, 1)
        self.head.addWidget(self.side)
        if title:
            self.body.addLayout(self.head)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the title's weight when the letters grow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.title.setFont(theme.font(0.5, theme.SEMIBOLD))
            self.side.setFont(theme.font(-1))
