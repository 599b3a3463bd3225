"""The row over the pages: which page is looked at, how large, on what paper."""

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from desktop.ui.combo_box import ComboBox
from desktop.ui.page_view import FIT_PAGE, FIT_WIDTH, PageView, paper_word
from desktop.ui.theme import dp, hexa
from desktop.ui.widgets import button, label

ZOOMS: tuple[tuple[str, str | float], ...] = (
    ("Vừa bề rộng", FIT_WIDTH),
    ("Vừa trang", FIT_PAGE),
    ("75 %", 0.75),
    ("100 %", 1.0),
    ("150 %", 1.5),
)
_OTHER = len(ZOOMS)
_ROOM_FOR_PAPER = 470


class PageTools(QFrame):
    """Turns pages and zooms a page view, and says what it shows."""

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._view = view
        self.setObjectName("pageTools")
        self.setStyleSheet(
            f"QFrame#pageTools {{background: {hexa('surface')}; border: 0;"
            f" border-bottom: 1px solid {hexa('border')}}}"
        )
        self.before = button("Trang trước", "quiet", "chevron_up", "PgUp")
        self.after = button("Trang sau", "quiet", "chevron_down", "PgDn")
        self.place = label("")
        self.smaller = button("Thu nhỏ", "quiet", "zoom_out", "Ctrl+−")
        self.larger = button("Phóng to", "quiet", "zoom_in", "Ctrl++")
        self.zoom = ComboBox()
        self.zoom.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.zoom.setMinimumWidth(dp(70))
        self.zoom.setAccessibleName("Cỡ hiển thị")
        for words, value in ZOOMS:
            self.zoom.addItem(words, value)
        self.paper = label("", -0.5, tone="text2")
        self._lay_out()
        self.before.clicked.connect(lambda: view.go_to(view.page - 1))
        self.after.clicked.connect(lambda: view.go_to(view.page + 1))
        self.smaller.clicked.connect(lambda: view.step_zoom(-1))
        self.larger.clicked.connect(lambda: view.step_zoom(1))
        self.zoom.activated.connect(self._zoom_chosen)
        view.page_changed.connect(self.show_place)
        view.zoom_changed.connect(self._show_zoom)
        self.show_place()

    def show_place(self, _page: Any = None) -> None:
        """Say which page of how many is looked at, and its paper."""
        count, page = self._view.count(), self._view.page
        self.place.setText(f"Trang {page + 1} / {count}" if count else "")
        sizes = self._view.pages.sizes if self._view.pages else []
        self.paper.setText(paper_word(sizes[page]) if page < count else "")
        for one, works in (
            (self.before, page > 0),
            (self.after, page + 1 < count),
            (self.smaller, count > 0),
            (self.larger, count > 0),
        ):
            one.setEnabled(works)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the paper where there is no room for it."""
        super().resizeEvent(event)
        self.paper.setVisible(self.width() >= dp(_ROOM_FOR_PAPER))

    def _zoom_chosen(self, index: int) -> None:
        if index < _OTHER:
            self._view.set_zoom(ZOOMS[index][1])

    def _show_zoom(self) -> None:
        """Show what is chosen; a size that is not in the list becomes its last line."""
        values = [value for _, value in ZOOMS]
        if self.zoom.count() > _OTHER:
            self.zoom.removeItem(_OTHER)
        if self._view.zoom not in values:
            self.zoom.addItem(f"{round(self._view.scale() * 100)} %")
            self.zoom.setCurrentIndex(_OTHER)
        else:
            self.zoom.setCurrentIndex(values.index(self._view.zoom))

    def _lay_out(self) -> None:
        self.setFixedHeight(dp(48))
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(14), 0, dp(14), 0)
        row.setSpacing(dp(6))
        row.addWidget(self.before)
        row.addWidget(self.after)
        row.addSpacing(dp(2))
        row.addWidget(self.place)
        row.addSpacing(dp(10))
        upright = QFrame()
        upright.setObjectName("upright")
        upright.setStyleSheet(f"QFrame#upright {{background: {hexa('divider')}; border: 0}}")
        upright.setFixedSize(1, dp(30))
        row.addWidget(upright)
        row.addSpacing(dp(10))
        row.addWidget(self.smaller)
        row.addWidget(self.zoom)
        row.addWidget(self.larger)
        row.addStretch(1)
        row.addWidget(self.paper)
