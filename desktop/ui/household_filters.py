"""Search box and lists over the households: what is asked for, told a moment after typing."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop.core.households import Query
from desktop.core.places_desk import Desk
from desktop.ui import icons
from desktop.ui.choice_boxes import offer
from desktop.ui.combo_box import ComboBox
from desktop.ui.theme import dp
from desktop.ui.widgets import button

TYPING_MS = 120
_ANY = "*"
"""Stands for any hamlet, and for none."""


class HouseholdFilters(QWidget):
    """Tells when something else is asked for."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._year: int | None = None
        self.search = QLineEdit()
        self.hamlet, self.category, self.lacking = (ComboBox() for _ in range(3))
        self.gone = QCheckBox("Cả hộ chuyển đi")
        self.clear_button = button("Bỏ lọc", "link", "dismiss")
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._dress()
        self._lay_out()
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self.tell)
        self._typing.timeout.connect(self.tell)
        for box in (self.hamlet, self.category, self.lacking):
            box.currentIndexChanged.connect(lambda _: self.tell())
        self.gone.toggled.connect(lambda _: self.tell())
        self.clear_button.clicked.connect(self.clear)

    def offer(self, desk: Desk) -> None:
        """Offer what the year has; what was chosen stays where it is still there."""
        self._year = desk.year
        places = [(one.full_name, one.id) for one in desk.hamlets]
        offer(self.hamlet, (*places, ("Chưa rõ thôn, buôn", "")))
        offer(self.category, ((name, code) for code, name in desk.categories))
        lacks = ((f"Thiếu: {one.name}", one.indicator) for one in desk.deprivations)
        offer(self.lacking, lacks)

    def wanted(self) -> Query:
        """Return what is asked for."""
        place = self.hamlet.currentData()
        return Query(
            text=self.search.text().strip(),
            hamlet_id=None if place == _ANY else place,
            year=self._year,
            category=self.category.currentData() or None,
            indicator=self.lacking.currentData() or None,
            with_gone=self.gone.isChecked(),
        )

    def is_narrowed(self) -> bool:
        """Say whether anything but all households of the year is asked for."""
        boxes = (self.hamlet, self.category, self.lacking)
        return bool(self.search.text().strip()) or any(box.currentIndex() > 0 for box in boxes)

    def clear(self) -> None:
        """Ask for all households of the year."""
        with QSignalBlocker(self.search):
            self.search.clear()
        for box in (self.hamlet, self.category, self.lacking):
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        self.tell()

    def tell(self) -> None:
        """Say at once that something else is asked for."""
        self._typing.stop()
        self.clear_button.setVisible(self.is_narrowed())
        self.changed.emit()

    def go_to_search(self) -> None:
        """Let the keyboard begin in the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _dress(self) -> None:
        self.search.setPlaceholderText("Tìm chủ hộ, mã hộ – gõ không dấu")
        self.search.setAccessibleName("Tìm hộ")
        self.search.setToolTip("Tìm hộ (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(dp(120))
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        for box, name, everything, wide in (
            (self.hamlet, "Thôn, buôn, tổ dân phố", "Mọi thôn, buôn", 168),
            (self.category, "Phân loại", "Mọi phân loại", 160),
            (self.lacking, "Chỉ số thiếu hụt", "Mọi thiếu hụt", 172),
        ):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.addItem(everything, _ANY if box is self.hamlet else "")
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            box.setFixedWidth(dp(wide))
            box.setMaxVisibleItems(14)
        self.gone.setToolTip("Hiện cả những hộ đã chuyển đi")
        self.clear_button.hide()

    def _lay_out(self) -> None:
        bar = QHBoxLayout(self)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(dp(8))
        bar.addWidget(self.search, 1)
        for widget in (self.hamlet, self.category, self.lacking, self.gone, self.clear_button):
            bar.addWidget(widget)
