"""The tiles of the channels a ward uses most: for the mouse; the keyboard types a number."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from desktop.core.catalogue import Channel
from desktop.ui import icons, theme

_HEIGHT, _ICON = 66, 20


class _Tile(QAbstractButton):
    """One channel: an icon over its short name."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self.code = channel.code
        self._icon = channel.icon
        self.setText(channel.short_name)
        self.setAccessibleName(f"Hình thức: {channel.short_name}")
        self.setToolTip(f"{channel.position}. {channel.name}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(theme.dp(_HEIGHT))
        self.setMinimumWidth(theme.dp(80))

    def sizeHint(self) -> QSize:
        """Return the size of a tile; the row stretches it."""
        return QSize(theme.dp(112), theme.dp(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the tile."""
        chosen = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if chosen else 1.0
        painter.setPen(QPen(theme.colour("accent" if chosen else "border"), width))
        hovered = "hover" if self.underMouse() else "surface"
        painter.setBrush(theme.colour("accentTint" if chosen else hovered))
        around = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(around, 6, 6)
        ink = "accent" if chosen else "text2"
        size = theme.dp(_ICON)
        x, y = (self.width() - size) // 2, theme.dp(6)
        painter.drawPixmap(x, y, icons.pixmap(self._icon, ink, size, self.devicePixelRatioF()))
        painter.setFont(theme.font(-1, theme.SEMIBOLD if chosen else theme.MEDIUM))
        painter.setPen(theme.colour("accent" if chosen else "text"))
        room = self.rect().adjusted(4, y + size, -4, -theme.dp(3))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.text())


class ChannelTiles(QWidget):
    """A row of tiles."""

    chosen = Signal(str)

    def __init__(self, channels: Sequence[Channel]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.dp(8))
        self._tiles = [_Tile(channel) for channel in channels]
        for tile in self._tiles:
            tile.clicked.connect(lambda _=False, code=tile.code: self.chosen.emit(code))
            row.addWidget(tile, 1)

    def mark(self, code: object) -> None:
        """Show which channel is chosen."""
        for tile in self._tiles:
            tile.setChecked(tile.code == code)
