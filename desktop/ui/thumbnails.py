"""The pages of a PDF as small pictures, to choose one from."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.ui import theme
from desktop.ui.page_view import POINTS_PER_INCH, Pages
from desktop.ui.theme import dp

Index = QModelIndex | QPersistentModelIndex
THUMBNAILS_WIDTH = 132


class Thumbnails(QListWidget):
    """The pages as small pictures with their numbers; the arrows choose one."""

    page_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.pages: Pages | None = None
        self._pictures: dict[int, QImage] = {}
        self.setObjectName("rail")
        self.setAccessibleName("Các trang")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_SmallPage(self))
        self.setStyleSheet(
            f"QListWidget#rail {{background: {theme.hexa('sunken')}; border: 0;"
            f" border-right: 1px solid {theme.hexa('border')}; padding: {dp(6)}px 0}}"
        )
        self.setFixedWidth(dp(THUMBNAILS_WIDTH))
        self.currentRowChanged.connect(self._chosen)

    def show_pages(self, pages: Pages | None) -> None:
        """Show the pages of another document."""
        row = max(self.currentRow(), 0)
        self.pages = pages
        self._pictures.clear()
        self.blockSignals(True)
        self.clear()
        count = len(pages.sizes) if pages else 0
        self.addItems([f"Trang {number + 1}" for number in range(count)])
        self.setCurrentRow(min(row, count - 1))
        self.blockSignals(False)

    def show_page(self, page: int) -> None:
        """Mark the page that is looked at elsewhere."""
        self.blockSignals(True)
        self.setCurrentRow(page)
        self.blockSignals(False)
        self.viewport().update()

    def small_picture(self, page: int) -> QImage:
        """Return the small picture of a page, for sharp screens too."""
        assert self.pages is not None
        if page not in self._pictures:
            size = self.pages.sizes[page]
            dpi = dp(98) * self.devicePixelRatioF() * POINTS_PER_INCH
            self._pictures[page] = self.pages.picture(
                page, dpi / max(size.width(), size.height() / 2**0.5)
            )
        return self._pictures[page]

    def changeEvent(self, event: QEvent) -> None:
        """Draw again when the window becomes the active one or not."""
        super().changeEvent(event)
        self.viewport().update()

    def _chosen(self, row: int) -> None:
        if row >= 0:
            self.page_chosen.emit(row)


class _SmallPage(QStyledItemDelegate):
    """Draws a page on white, framed when it is the chosen one, and its number."""

    def __init__(self, owner: Thumbnails) -> None:
        super().__init__(owner)
        self._owner = owner

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of the page and its number."""
        return QSize(dp(THUMBNAILS_WIDTH) - 2, self._page_size(index.row()).height() + dp(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt draws the page."""
        state: QStyle.StateFlag = option.state
        place: QRect = option.rect
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        size = self._page_size(index.row())
        left = place.left() + (place.width() - size.width()) // 2
        page = QRect(left, place.top() + dp(8), size.width(), size.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen and self._owner.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel"))
            painter.drawRoundedRect(place.adjusted(dp(8), 1, -dp(8), -1), dp(6), dp(6))
        painter.drawImage(page, self._owner.small_picture(index.row()))
        pen = QPen(theme.colour("accent" if chosen else "buttonBorder"), 2 if chosen else 1)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(page).adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.setFont(theme.font(-1, theme.SEMIBOLD if chosen else theme.font().weight()))
        painter.setPen(theme.colour("text" if chosen else "text2"))
        number = QRect(place.left(), page.bottom() + dp(2), place.width(), dp(24))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        painter.restore()

    def _page_size(self, row: int) -> QSize:
        pages = self._owner.pages
        if pages is None or row >= len(pages.sizes):
            return QSize(dp(98), dp(138))
        return pages.sizes[row].scaled(dp(98), dp(138), Qt.AspectRatioMode.KeepAspectRatio).toSize()
