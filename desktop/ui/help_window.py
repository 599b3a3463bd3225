"""The help: pages of resources/help with their list at the left. Needs no network."""

import re
from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QCloseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QTextBrowser, QWidget

from desktop.ui import theme
from desktop.ui.theme import dp


class HelpWindow(QDialog):
    """Shows one page of help; stays open beside the work."""

    def __init__(self, owner: QWidget, folder: Path) -> None:
        super().__init__(owner)
        self.setWindowTitle("Trợ giúp")
        self.resize(dp(900), dp(560))
        self._files = sorted(folder.glob("*.html"))
        self.topics = QListView()
        self.topics.setObjectName("topics")
        self.topics.setFixedWidth(dp(240))
        self.topics.setAccessibleName("Danh sách bài hướng dẫn")
        self.topics.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.topics.setModel(self._titles())
        self.text = QTextBrowser()
        self.text.setObjectName("helpText")
        self.text.setAccessibleName("Bài hướng dẫn")
        self.text.setOpenExternalLinks(False)
        self.text.document().setDefaultStyleSheet(_page_style())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.topics)
        row.addWidget(self.text, 1)
        self.topics.selectionModel().currentChanged.connect(
            lambda index, _before: self._show_file(index.row())
        )

    def show_topic(self, topic: str) -> None:
        """Show the page `topic`.html, or the first page if there is none of that name."""
        names = [file.stem for file in self._files]
        row = names.index(topic) if topic in names else 0
        if self._files:
            self.topics.setCurrentIndex(self.topics.model().index(row, 0))
            self._show_file(row)
        self.show()
        self.activateWindow()
        self.topics.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide; the window is shown again at the next F1."""
        event.ignore()
        self.hide()

    def _titles(self) -> QStandardItemModel:
        model = QStandardItemModel(self)
        for file in self._files:
            item = QStandardItem(_title(file))
            item.setSizeHint(QSize(0, dp(36)))
            model.appendRow(item)
        return model

    def _show_file(self, row: int) -> None:
        self.text.setSource(QUrl.fromLocalFile(str(self._files[row])))


def _title(file: Path) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", file.read_text(encoding="utf-8"), re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip() if found else file.stem


def _page_style() -> str:
    return (
        f"h1 {{ color: {theme.hexa('text')}; margin: 12px 0 8px 0; }}"
        f"h2 {{ color: {theme.hexa('text')}; margin: 18px 0 4px 0; }}"
        f"body, p, li, td {{ color: {theme.hexa('text')}; }}"
        "p, li { margin-bottom: 6px; }"
        f"a {{ color: {theme.hexa('accent')}; }}"
        f".tip {{ background-color: {theme.hexa('accentTint')}; padding: 8px; }}"
        f"td, th {{ padding: 6px 10px; border-bottom: 1px solid {theme.hexa('divider')}; }}"
    )
