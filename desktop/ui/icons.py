"""The drawings of resources/icons in any colour, sharp at every scaling."""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.core import paths
from desktop.ui import theme


def icon(name: str, colour: str = "text2") -> QIcon:
    """Return an icon in a colour of the theme or #RRGGBB; drawn when first shown."""
    return _icon(name, theme.hexa(colour), theme.hexa("disabled"))


def pixmap(name: str, colour: str = "text2", size: int = 20, dpr: float = 0) -> QPixmap:
    """Return an icon as pixels: `size` is logical, `dpr` 0 means that of this machine."""
    ratio = dpr or _machine_ratio()
    return _pixmap(name, theme.hexa(colour), size, ratio)


def paint(painter: QPainter, rect: QRect | QRectF, name: str, colour: str = "text2") -> None:
    """Draw an icon into a rectangle."""
    _renderer(name, theme.hexa(colour)).render(painter, QRectF(rect))


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    return QIcon(_Engine(name, colour, disabled))


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour).render(painter)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    svg = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))


def _machine_ratio() -> float:
    app = QApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QApplication) else 1.0


class _Engine(QIconEngine):
    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._name, self._colour, self._disabled = name, colour, disabled

    def _renderer_for(self, mode: QIcon.Mode) -> QSvgRenderer:
        return _renderer(
            self._name, self._disabled if mode == QIcon.Mode.Disabled else self._colour
        )

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Qt draws the icon."""
        self._renderer_for(mode).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Qt asks for device pixels."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        """Qt copies the icon."""
        return _Engine(self._name, self._colour, self._disabled)
