"""Shows the pages of a PDF, one under another on grey.

The only place that knows pypdfium2 in the window. PDFium wants one thread: the main one.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from desktop.ui import theme
from desktop.ui.theme import dp

POINTS_PER_INCH, SCREEN_DPI = 72, 96
FIT_WIDTH, FIT_PAGE = "width", "page"
STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
"""What zooming in and out goes through; 1.0 is the size of the paper."""

CANVAS = "#DDE2E9"
_KEPT_PICTURES = 8


def paper_word(size: QSizeF) -> str:
    """Return "A4 đứng", "A4 ngang", or the size in millimetres."""
    short, long = sorted(
        round(side * 25.4 / POINTS_PER_INCH) for side in (size.width(), size.height())
    )
    names = {(210, 297): "A4", (297, 420): "A3", (148, 210): "A5"}
    way = "ngang" if size.width() > size.height() else "đứng"
    return f"{names.get((short, long), f'{short} × {long} mm')} {way}"


def paint_shadow(painter: QPainter, page: QRect) -> None:
    """Draw a soft shadow around a page."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(18, 32, 52, 9))
    for step in range(1, 6):
        painter.drawRoundedRect(page.adjusted(-step, 1 - step, step, step + 2), step, step)
    painter.restore()


class Pages:
    """A PDF in memory, whose pages can be drawn; numbers count from 0."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        with self._open() as document:
            self.sizes = [QSizeF(*document.get_page_size(n)) for n in range(len(document))]
            """The sizes of the pages, in points."""

    def picture(self, page: int, dpi: float) -> QImage:
        """Return a page drawn on white."""
        with self._open() as document:
            scale = dpi / POINTS_PER_INCH - 1e-9  # PDFium rounds up, also 671.0000001
            drawn = document[page].render(scale=scale, prefer_bgrx=True)
            image = QImage(
                drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32
            )
            return image.copy()  # PDFium's own memory goes with the document

    def _open(self) -> Any:
        from pypdfium2 import PdfDocument

        return PdfDocument(self.content)


class _Pictures:
    """The pictures drawn last, by page and dots per inch."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, float], QImage] = OrderedDict()

    def clear(self) -> None:
        self._kept.clear()

    def get(self, page: int, dpi: float, draw: Callable[[int, float], QImage]) -> QImage:
        key = (page, round(dpi, 3))
        if key not in self._kept:
            self._kept[key] = draw(page, dpi)
            if len(self._kept) > _KEPT_PICTURES:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


class PageView(QAbstractScrollArea):
    """The pages one under another; scrolls, zooms, and knows which page is looked at."""

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pages: Pages | None = None
        self.page = 0
        self.zoom: str | float = FIT_WIDTH
        self._pictures = _Pictures()
        self._moving = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(dp(240), dp(160))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._say_page()

    def show_pages(self, pages: Pages | None) -> None:
        """Show another document; the place that was looked at stays if it is still there."""
        top = self.verticalScrollBar().value()
        self.pages = pages
        self._pictures.clear()
        self._lay_out()
        if self.page >= self.count():
            self.go_to(max(self.count() - 1, 0))
        else:
            self._scroll_to(top)
        self._say_page()
        self.viewport().update()

    def count(self) -> int:
        """Return the number of pages."""
        return len(self.pages.sizes) if self.pages else 0

    def go_to(self, page: int) -> None:
        """Show the top of a page."""
        if not 0 <= page < self.count():
            return
        self._set_page(page)
        self._scroll_to(self._rects()[page].top() - dp(20))

    def set_zoom(self, zoom: str | float) -> None:
        """Fit the width or the page, or show it so many times the size of the paper."""
        self.zoom = zoom
        self._fit_again()
        if zoom == FIT_PAGE:
            self.go_to(self.page)
        across = self.horizontalScrollBar()
        across.setValue(across.maximum() // 2)
        self.viewport().update()
        self.zoom_changed.emit()

    def step_zoom(self, way: int) -> None:
        """Zoom in (1) or out (-1) to the next step."""
        now = self.scale()
        if way > 0:
            after = next((one for one in STEPS if one > now * 1.01), STEPS[-1])
        else:
            after = next((one for one in reversed(STEPS) if one < now * 0.99), STEPS[0])
        self.set_zoom(after)

    def scale(self) -> float:
        """Return how large pages are shown, 1.0 being the size of the paper."""
        if isinstance(self.zoom, float) or not self.pages:
            return self.zoom if isinstance(self.zoom, float) else 1.0
        room = self.maximumViewportSize()
        wide = room.width() - self.verticalScrollBar().sizeHint().width() - 2 * dp(24)
        high = room.height() - 2 * dp(20)
        unit = SCREEN_DPI / POINTS_PER_INCH
        by_width = wide / (max(size.width() for size in self.pages.sizes) * unit)
        by_height = high / (max(size.height() for size in self.pages.sizes) * unit)
        fitting = min(by_width, by_height) if self.zoom == FIT_PAGE else by_width
        return max(fitting, 0.1)

    def _rects(self) -> list[QRect]:
        """Return where the pages lie on the whole canvas."""
        if not self.pages:
            return []
        unit = self.scale() * SCREEN_DPI / POINTS_PER_INCH
        sizes = [QSize(round(s.width() * unit), round(s.height() * unit)) for s in self.pages.sizes]
        wide = max(max(size.width() for size in sizes) + 2 * dp(24), self.viewport().width())
        found, top = [], dp(20)
        for size in sizes:
            found.append(QRect((wide - size.width()) // 2, top, size.width(), size.height()))
            top += size.height() + dp(20)
        return found

    def _lay_out(self) -> None:
        rects, room = self._rects(), self.viewport().size()
        high = rects[-1].bottom() + dp(20) if rects else 0
        wide = max((rect.width() for rect in rects), default=0) + 2 * dp(24)
        self._moving = True
        for bar, whole, seen in (
            (self.verticalScrollBar(), high, room.height()),
            (self.horizontalScrollBar(), wide, room.width()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(dp(40))
            bar.setRange(0, max(whole - seen, 0))
        self._moving = False

    def _fit_again(self) -> None:
        """Lay the pages out for another size; what is looked at stays in view."""
        before, top = self.verticalScrollBar().maximum(), self.verticalScrollBar().value()
        self._lay_out()
        if before:
            self._scroll_to(round(top * self.verticalScrollBar().maximum() / before))

    def _scroll_to(self, top: int) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(top)
        self._moving = False

    def _scrolled(self) -> None:
        """Take as the page looked at the one that fills most of the view."""
        self.viewport().update()
        if self._moving or not self.pages:
            return
        view = self.viewport().rect().translated(0, self.verticalScrollBar().value())
        seen = [
            min(rect.bottom(), view.bottom()) - max(rect.top(), view.top())
            for rect in self._rects()
        ]
        self._set_page(seen.index(max(seen)))

    def _set_page(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self._say_page()
            self.page_changed.emit(page)

    def _say_page(self) -> None:
        said = f"Trang {self.page + 1} trong {self.count()}" if self.pages else "chưa có trang nào"
        self.setAccessibleName(f"Bản xem trước, {said}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again; what was on top stays there."""
        super().resizeEvent(event)
        self._fit_again()
        if not isinstance(self.zoom, float):
            self.zoom_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; Home and End go to the first and last page."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.count() - 1}
        if event.key() in ends:
            self.go_to(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard went on."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages that are in view."""
        painter = QPainter(self.viewport())
        view = self.viewport().rect()
        painter.fillRect(view, QColor(CANVAS))
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for number, rect in enumerate(self._rects()):
            place = rect.translated(-across, -down)
            if place.adjusted(-dp(8), -dp(8), dp(8), dp(8)).intersects(view):
                self._paint_page(painter, number, place)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(view.adjusted(1, 1, -1, -1))

    def _paint_page(self, painter: QPainter, number: int, place: QRect) -> None:
        assert self.pages is not None
        paint_shadow(painter, place)
        painter.fillRect(place, Qt.GlobalColor.white)
        ratio = self.devicePixelRatioF()
        dpi = place.width() * ratio * POINTS_PER_INCH / self.pages.sizes[number].width()
        image = self._pictures.get(number, dpi, self.pages.picture)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(place.topLeft(), image)  # pixel by pixel: scaled letters are blurred
