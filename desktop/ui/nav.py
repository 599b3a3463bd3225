"""The dark column at the left: the unit, the pages, the officer. Knows nothing of screens."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons, theme
from desktop.ui.theme import dp
from desktop.ui.widgets import ElidingLabel, icon_label

WIDE, COMPACT = 212, 56
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class NavItem(QAbstractButton):
    """One page in the list: icon, name, badge; a pill when it is the page shown."""

    def __init__(self, title: str, icon: str, number: int) -> None:
        super().__init__()
        self._icon, self._number = icon, number
        self._count = 0
        self.compact = False
        self.setText(title)
        self.setCheckable(True)
        self.setFixedHeight(dp(42))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    def set_count(self, count: int) -> None:
        """Show a number that asks for work, or none at 0."""
        self._count = count
        self._name()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Show only the icon."""
        self.compact = compact
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the row."""
        return QSize(dp(COMPACT if self.compact else WIDE), dp(42))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space opens; the list moves by arrows and opens by Enter."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = dp(6 if self.compact else 8)
        pill = QRectF(self.rect()).adjusted(inset, dp(2), -inset, -dp(2))
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(theme.colour("navSel" if self.isChecked() else "navHover"))
            painter.drawRoundedRect(pill, dp(6), dp(6))
        self._paint_words(painter)
        if self._count:
            self._paint_badge(painter)
        if self.hasFocus() and self.property("ring"):
            painter.setPen(QPen(theme.colour("navRing"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill.adjusted(1, 1, -1, -1), dp(5), dp(5))

    def _paint_words(self, painter: QPainter) -> None:
        side = dp(20)
        tint = "navSelText" if self.isChecked() else "navText"
        x = (self.width() - side) // 2 if self.compact else dp(20)
        mark = QRect(x, (self.height() - side) // 2, side, side)
        icons.paint(painter, mark, self._icon + ("_filled" if self.isChecked() else ""), tint)
        if self.compact:
            return
        weight = theme.SEMIBOLD if self.isChecked() else theme.font().weight()
        painter.setFont(theme.font(0.25, weight))
        painter.setPen(theme.colour(tint))
        right = dp(44) if self._count else dp(12)
        words = self.rect().adjusted(dp(50), 0, -right, 0)
        cut = QFontMetrics(painter.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, _LEFT, cut)

    def _paint_badge(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("badge"))
        if self.compact:
            painter.drawEllipse(QPoint(self.width() - dp(14), dp(12)), dp(4), dp(4))
            return
        painter.setFont(theme.font(-1.5, theme.BOLD))
        words = str(self._count) if self._count < 100 else "99+"
        tall = dp(20)
        wide = max(tall, QFontMetrics(painter.font()).horizontalAdvance(words) + dp(10))
        badge = QRectF(self.width() - dp(16) - wide, (self.height() - tall) / 2, wide, tall)
        painter.drawRoundedRect(badge, tall / 2, tall / 2)
        painter.setPen(theme.colour("badgeText"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)

    def _name(self) -> None:
        words = f"{self.text()}, {self._count} việc cần làm" if self._count else self.text()
        self.setAccessibleName(words)
        key = f"Alt+{self._number % 10}"
        self.setToolTip(f"{words} ({key})" if self.compact else f"Phím {key}")


class Nav(QFrame):
    """The list of pages; arrows move in it, Enter or Space opens."""

    chosen = Signal(int)
    """The number of the page the officer wants, from 0."""

    def __init__(self, unit_name: str, officer: str, office: str) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.items: list[NavItem] = []
        self._compact = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, dp(14), 0, dp(14))
        self._column.setSpacing(0)
        self._words: list[QWidget] = []
        self._names: list[tuple[QLabel, ElidingLabel, ElidingLabel]] = []
        self._blocks: list[tuple[QHBoxLayout, int]] = []
        self._column.addLayout(
            self._block("megaphone_filled", "#FFFFFF", 24, unit_name, "Sổ Truyền Thông", 0.75)
        )
        self._column.addSpacing(dp(14))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._column.addLayout(self._list)
        self._column.addStretch()
        self.person = QPushButton()
        self.person.setObjectName("navPerson")
        self.person.setCursor(Qt.CursorShape.PointingHandCursor)
        self.person.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.person.setLayout(self._block("person", "navText", 20, officer, office, -0.5))
        layout = self._words[-1].layout()
        if layout is not None:
            layout.addWidget(ElidingLabel("Đổi người dùng", -1.5, tone="navMuted"))
        self._name_person(officer)
        self._column.addWidget(self.person)
        self.setFixedWidth(dp(WIDE))

    def add(self, title: str, icon: str, gap_before: bool = False) -> NavItem:
        """Put a page at the end of the list."""
        item = NavItem(title, icon, len(self.items) + 1)
        index = len(self.items)
        item.clicked.connect(lambda: self.chosen.emit(index))
        if gap_before:
            self._list.addSpacing(dp(10))
        self._list.addWidget(item)
        self.items.append(item)
        return item

    def set_owner(self, unit_name: str, officer: str, office: str) -> None:
        """Show another unit and officer."""
        texts = ((unit_name, "Sổ Truyền Thông"), (officer, office))
        for (mark, upper, lower), (first, second) in zip(self._names, texts, strict=True):
            upper.setText(first)
            lower.setText(second)
            lower.setVisible(bool(second))
            mark.setToolTip(f"{first} – {second}" if second else first)
        self._name_person(officer)

    def allow(self, only: int | None) -> None:
        """Let only one page be chosen, or all of them."""
        for number, item in enumerate(self.items):
            item.setVisible(only is None or number == only)

    def select(self, index: int) -> None:
        """Mark the page that is shown; it alone is reached by Tab."""
        for number, item in enumerate(self.items):
            item.setChecked(number == index)
            policy = Qt.FocusPolicy.TabFocus if number == index else Qt.FocusPolicy.NoFocus
            item.setFocusPolicy(policy)

    def is_compact(self) -> bool:
        """Say whether only icons are shown."""
        return self._compact

    def set_compact(self, compact: bool) -> None:
        """Show only icons, or icons and names."""
        self._compact = compact
        for words in self._words:
            words.setVisible(not compact)
        for row, size in self._blocks:
            left = dp((COMPACT - size) // 2) if compact else dp(40 - size)
            row.setContentsMargins(left, 0, 0 if compact else dp(12), 0)
        for item in self.items:
            item.set_compact(compact)
        self.setFixedWidth(dp(COMPACT if compact else WIDE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Home and End move, Enter opens."""
        at = next((n for n, item in enumerate(self.items) if item.hasFocus()), None)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        ends: dict[int, int] = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.items) - 1}
        if at is None:
            super().keyPressEvent(event)
        elif event.key() in steps:
            self._focus((at + steps[Qt.Key(event.key())]) % len(self.items))
        elif event.key() in ends:
            self._focus(ends[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.items[at].click()
        else:
            super().keyPressEvent(event)

    def _name_person(self, officer: str) -> None:
        self.person.setAccessibleName(f"Người đang dùng sổ: {officer}. Đổi người dùng")
        self.person.setToolTip("Đổi người dùng")

    def _focus(self, index: int) -> None:
        self.items[index].setFocus(Qt.FocusReason.TabFocusReason)

    def _block(
        self, icon: str, tint: str, size: int, first: str, second: str, delta: float
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(dp(40 - size), 0, dp(12), 0)
        row.setSpacing(dp(10))
        self._blocks.append((row, size))
        mark: QLabel = icon_label(icon, tint, size)
        mark.setToolTip(f"{first} – {second}" if second else first)
        row.addWidget(mark, 0, _LEFT)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        upper = ElidingLabel(first, delta, theme.BOLD, "white")
        lower = ElidingLabel(second, -1, tone="navMuted")
        column.addWidget(upper)
        column.addWidget(lower)
        lower.setVisible(bool(second))
        self._names.append((mark, upper, lower))
        row.addWidget(words, 1)
        self._words.append(words)
        return row
