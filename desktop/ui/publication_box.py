"""A publication that waits: what it would change is listed before it takes effect."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import publishing
from desktop.core.changes import Change, Sort
from desktop.core.ledger import Entry
from desktop.core.typed import show_date
from desktop.ui import theme
from desktop.ui.publication_lines import Line, columns, counted, lines, used
from desktop.ui.screen import Screen
from desktop.ui.table import TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, icon_label, label

NOTHING = "Mọi điều trong bản công bố này đã có trong sổ."


class PublicationBox(QDialog):
    """Accepted when the officer lets the publication take effect."""

    def __init__(self, owner: QWidget, title: str, changes: Sequence[Change]) -> None:
        super().__init__(owner.window())
        self.setWindowTitle("Bản công bố")
        self.setAccessibleName(f"Xem trước {title}")
        self.use_button = button("Dùng bản này", "primary", "check")
        self.later_button = button("Để sau")
        self.view = TableView(
            ValueTable(columns(), identity=lambda one: (one.sort, one.deed, one.name, one.text)),
            row_height=52,
        )
        self.view.setAccessibleName("Những gì sẽ thay đổi")
        self._changes, self._unfolded = changes, set[Sort]()
        self.view.reload(lines(changes))
        self.view.opened.connect(self._unfold)
        self._lay_out(title, changes)
        self.use_button.clicked.connect(self.accept)
        self.later_button.clicked.connect(self.reject)
        self.use_button.setDefault(True)
        self.resize(dp(860), dp(560) if changes else dp(220))

    def _unfold(self, line: Line) -> None:
        """Show the changes of other units one by one."""
        if line.folded:
            row = self.view.currentIndex().row()
            self._unfolded.add(line.sort)
            self.view.reload(lines(self._changes, self._unfolded))
            self.view.select(row)

    def _lay_out(self, title: str, changes: Sequence[Change]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(dp(24), dp(18), dp(24), dp(16))
        column.setSpacing(dp(12))
        head = QHBoxLayout()
        head.setSpacing(dp(14))
        head.addWidget(icon_label("inbox", "accent", 36))
        words = QVBoxLayout()
        words.addWidget(label(title, 3, theme.SEMIBOLD, wrap=True))
        count = counted(changes)
        words.addWidget(label(count if changes else NOTHING, tone="text2", wrap=True))
        head.addLayout(words, 1)
        column.addLayout(head)
        if changes:
            card = Card()
            card.body.setContentsMargins(1, 1, 1, 1)
            card.add(self.view, 1)
            column.addWidget(card, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.later_button)
        foot.addWidget(self.use_button)
        column.addLayout(foot)


class PublicationCard(Card):
    """Offers the newest publication that was taken in and waits; hidden when there is none."""

    def __init__(self, page: Screen) -> None:
        super().__init__("Bản công bố của cấp trên")
        self._page = page
        self._entry: Entry | None = None
        self.dialog: PublicationBox | None = None
        self._says = label("", wrap=True)
        self.look_button = button("Xem và dùng…", icon="inbox")
        self.look_button.clicked.connect(self._preview)
        row = QHBoxLayout()
        row.addWidget(self._says, 1)
        row.addWidget(self.look_button)
        self.add(row)
        self.hide()

    def refresh(self) -> None:
        """Look whether a publication waits."""
        self._page.read_latest("offers", publishing.offered).then(self._show)

    def _show(self, offered: Sequence[Entry]) -> None:
        self._entry = offered[0] if offered else None
        self.setVisible(self._entry is not None)
        if self._entry:
            self._says.setText(
                f"Bản công bố số {self._entry.version} nhận ngày {show_date(self._entry.at.date())} "
                "chờ xem trước khi dùng: kế hoạch, danh mục, thời hạn, khóa của nơi nhận."
            )

    def _preview(self) -> None:
        if self._entry is not None:
            entry = self._entry
            read = self._page.read(publishing.preview, entry.id)
            read.then(lambda changes: self._open(entry, changes))

    def _open(self, entry: Entry, changes: Sequence[Change]) -> None:
        self.dialog = PublicationBox(self._page, f"Bản công bố số {entry.version}", changes)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.accepted.connect(lambda: self._apply(entry))
        self.dialog.open()

    def _apply(self, entry: Entry) -> None:
        self._page.write(publishing.apply, entry.id).then(
            lambda made: self._page.say(used(entry.version, made))
        )
