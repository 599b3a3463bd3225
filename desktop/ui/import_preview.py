"""The box shown before a workbook is taken in: what comes, what is wrong, what stays out."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.problems import Severity
from desktop.core.typed import show_number
from desktop.core.workbook_import import ImportPreview, ImportResult
from desktop.core.workbook_rows import CellProblem
from desktop.core.workbook_undo import UndoResult
from desktop.ui import theme
from desktop.ui.delegates import Index, Role, RowDelegate
from desktop.ui.dialogs import foot, room
from desktop.ui.notices import Banner
from desktop.ui.screen import on_keys
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, icon_label, label

_WRAP = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_SHOWN_NAMES = 40
_SHOWN_LINES = 30


def heading(found: ImportPreview) -> str:
    """Return "58 dòng nhập được · 2 dòng sai · 3 dòng đã có trong sổ"."""
    parts = [f"{show_number(found.ready)} dòng nhập được"]
    parts += [f"{show_number(found.bad)} dòng sai"] if found.bad else []
    there = sum(one.duplicate_id is not None for one in found.rows)
    repeated = found.duplicates - there
    parts += [f"{show_number(there)} dòng đã có trong sổ"] if there else []
    parts += [f"{show_number(repeated)} dòng lặp lại trong tệp"] if repeated else []
    return " · ".join(parts)


def stops(found: ImportPreview) -> list[CellProblem]:
    """Return the cells that must be put right, row by row."""
    return [one for row in found.rows for one in row.problems if one.severity is Severity.STOP]


def remarks(found: ImportPreview) -> list[CellProblem]:
    """Return what should be looked at in the rows that can come in."""
    return [
        one
        for row in found.rows
        for one in row.problems
        if row.is_ready and one.severity is Severity.EXPLAIN and one.code != "similar_name"
    ]


def as_lines(problems: Sequence[CellProblem]) -> str:
    """Return the bad cells tab-separated, as Excel and Zalo take them."""
    rows = [("Dòng", "Ô", "Giá trị", "Vì sao và cách sửa")]
    rows += [(str(one.row), one.cell, one.value, one.text) for one in problems]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def said_after(result: ImportResult) -> str:
    """Return what to say when the workbook was taken in."""
    return f"Đã nhập {show_number(result.activities)} hoạt động từ {result.preview.path_name}."


def said_after_undo(undone: UndoResult) -> str:
    """Return what was taken back and what stays because it was changed since."""
    text = f"Đã bỏ {show_number(undone.removed)} hoạt động vừa nhập."
    if undone.kept:
        text += (
            f" Giữ lại {show_number(len(undone.kept))} hoạt động đã được sửa, có danh sách dự, chứng từ, "
            "giấy in, hoặc đã vào báo cáo; cần bỏ thì thu hồi từng hoạt động."
        )
    return text


class Wrapped(RowDelegate):
    """A text of as many lines as it needs; `fit` gives the rows their heights."""

    def draw(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw the text."""
        painter.setFont(theme.font(-0.5))
        painter.setPen(theme.colour("text"))
        painter.drawText(rect, _WRAP, index.data(Role.TEXT) or "")

    def fit(self, view: TableView, column: int) -> None:
        """Make each row as high as its text."""
        metrics = QFontMetrics(theme.font(-0.5))
        room = QRect(0, 0, max(view.columnWidth(column) - 2 * dp(11), dp(80)), 10_000)
        for row, one in enumerate(view.table.values):
            height = metrics.boundingRect(
                room, int(_WRAP), view.table.columns[column].text(one)
            ).height()
            view.setRowHeight(row, max(height + dp(14), dp(36)))


class ImportPreviewDialog(QDialog):
    """Accepted when the officer wants the rows in; `skip_bad` says whether bad ones stay out."""

    def __init__(self, owner: QWidget | None, found: ImportPreview) -> None:
        super().__init__(owner.window() if owner else None)
        self.found = found
        self._bad = stops(found)
        self.setWindowTitle("Nhập từ Excel")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAccessibleName(f"Xem trước khi nhập: {heading(found)}")
        self.skip = QCheckBox(f"Bỏ qua {show_number(found.bad)} dòng sai, nhập các dòng còn lại")
        self.skip.setVisible(bool(found.bad and found.ready))
        self.take_button = button(
            f"Nhập {show_number(found.ready)} hoạt động", "primary", "download"
        )
        self.copy_button = button("Chép danh sách lỗi", icon="copy")
        self.copy_button.setVisible(bool(self._bad))
        self.close_button = button("Thôi, không nhập" if found.ready else "Đóng")
        self.view: TableView | None = None
        self._lay_out()
        self.skip.toggled.connect(self._update)
        self.take_button.clicked.connect(self.accept)
        self.close_button.clicked.connect(self.reject)
        self.copy_button.clicked.connect(self._copy)
        # else the button with the keyboard takes Ctrl+Enter, and that may be the one that closes
        on_keys(self, dict.fromkeys(("Ctrl+Return", "Ctrl+Enter"), self.take_button.click))
        self._update()
        self._ready_one().setDefault(True)
        self._ready_one().setFocus()
        height = dp(600) if self._bad or self._has_more() else dp(260)
        self.resize(dp(860), min(height, room(self)))

    @property
    def skip_bad(self) -> bool:
        """Whether the bad rows are to be left out."""
        return bool(self.found.bad) and self.skip.isChecked()

    def _ready_one(self) -> QPushButton:
        return self.take_button if self.take_button.isEnabled() else self.close_button

    def _has_more(self) -> bool:
        found = self.found
        return bool(
            found.warnings or found.new_hamlets or found.new_speakers or found.ignored_columns
            or remarks(found)
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the texts anew."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        if self.view:
            self._wrapped.fit(self.view, len(self.view.table.columns) - 1)

    def _update(self) -> None:
        ready = self.found.ready > 0 and (not self.found.bad or self.skip.isChecked())
        self.take_button.setEnabled(ready)
        self.take_button.setVisible(self.found.ready > 0)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_lines(self._bad))
        self.copy_button.setText(" Đã chép")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        body = QVBoxLayout()
        body.setContentsMargins(dp(24), dp(4), dp(24), dp(14))
        body.setSpacing(dp(12))
        body.addWidget(self._verdict())
        if self._bad:
            body.addWidget(self._bad_cells(), 3)
        if self._has_more():
            body.addWidget(self._rest(), 2)
        else:
            body.addStretch()
        body.addWidget(self.skip)
        layout.addLayout(body, 1)
        layout.addWidget(foot((self.copy_button,), (self.close_button, self.take_button)))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(dp(24), dp(18), dp(24), dp(10))
        row.setSpacing(dp(14))
        row.addWidget(icon_label("excel", "accent", 36), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(dp(2))
        words.addWidget(label(heading(self.found), 3, theme.SEMIBOLD, wrap=True))
        words.addWidget(label(f"Tệp {self.found.path_name}. Chưa có gì được ghi vào sổ.",
                              tone="text2", wrap=True))  # fmt: skip
        row.addLayout(words, 1)
        return row

    def _verdict(self) -> Banner:
        found = self.found
        if found.bad and found.ready:
            text = "Sửa các ô dưới đây trong Excel, lưu lại rồi nhập lại tệp. Hoặc đánh dấu bỏ qua ở cuối hộp này."
            return Banner("warn", text)
        if found.bad:
            return Banner(
                "bad",
                "Chưa nhập được dòng nào. Sửa các ô dưới đây trong Excel, lưu lại rồi nhập lại tệp.",
            )
        if not found.ready:
            return Banner("info", "Mọi dòng của tệp này đã có trong sổ, không cần nhập lại.")
        return Banner("ok", "Các dòng đều đọc được. Nhập xong vẫn có thể hoàn tác.")

    def _bad_cells(self) -> QFrame:
        columns = [
            Column("row", "Dòng", lambda one: str(one.row), right=True, width=64),
            Column("cell", "Ô", lambda one: one.cell if one.column_letter else "–", width=64),
            Column("value", "Giá trị", lambda one: one.value or "(trống)", width=150),
            Column("text", "Vì sao và cách sửa", lambda one: one.text),
        ]
        model = ValueTable(columns, identity=lambda one: (one.row, one.field, one.code))
        self.view = TableView(model, row_height=52, many=True)
        self.view.setAccessibleName("Các ô sai")
        self.view.setMinimumHeight(dp(120))
        self.view.reload(self._bad)
        self._wrapped = Wrapped(self.view)
        self.view.setItemDelegateForColumn(len(columns) - 1, self._wrapped)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.add(self.view, 1)
        return card

    def _rest(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, dp(8), 0)
        column.setSpacing(dp(10))
        for icon, tone, title, lines in self._parts():
            column.addLayout(_part(icon, tone, title, lines))
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(dp(90))
        area.setAccessibleName("Những điều cần biết trước khi nhập")
        area.setWidget(inner)
        for part in (inner, area.viewport()):
            part.setAutoFillBackground(False)
        return area

    def _parts(self) -> Iterator[tuple[str, str, str, list[str]]]:
        found = self.found
        if found.warnings:
            yield "warning_filled", "warn", "Nên xem lại", list(found.warnings)
        looked = [f"{one.cell}: {one.text}" for one in remarks(found)]
        if looked:
            title = f"{show_number(len(looked))} chỗ vẫn nhập được nhưng nên xem lại sau"
            yield "info_filled", "info", title, looked
        places = [one.full_name for one in found.new_hamlets]
        if places:
            title = f"{len(places)} thôn, buôn, tổ dân phố mới sẽ được thêm vào sổ"
            yield "location", "text2", title, [_joined(places)]
        people = [one.name for one in found.new_speakers]
        if people:
            title = f"{len(people)} báo cáo viên mới sẽ được thêm vào sổ"
            yield "person", "text2", title, [_joined(people)]
        if found.ignored_columns:
            title = "Cột không dùng đến, được bỏ qua"
            yield "info_filled", "info", title, [_joined(list(found.ignored_columns))]


def _joined(names: list[str]) -> str:
    more = len(names) - _SHOWN_NAMES
    shown = ", ".join(names[:_SHOWN_NAMES])
    return f"{shown} và {show_number(more)} tên khác" if more > 0 else shown


def _part(icon: str, tone: str, title: str, lines: Sequence[str]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(dp(10))
    row.addWidget(icon_label(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(dp(2))
    words.addWidget(label(title, 0, theme.SEMIBOLD, wrap=True))
    shown = list(lines[:_SHOWN_LINES])
    if len(lines) > _SHOWN_LINES:
        shown.append(f"… và {show_number(len(lines) - _SHOWN_LINES)} chỗ khác.")
    for text in shown:
        words.addWidget(label(text, -0.5, tone="text2", wrap=True))
    row.addLayout(words, 1)
    return row
