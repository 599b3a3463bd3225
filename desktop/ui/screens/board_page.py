"""The page Tình hình nộp: who has sent the report of a period, and the answer to each."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core import answers, board, board_detail, city_desk
from desktop.core.board import NOT_SENT, TROUBLE, Board, Line, Standing
from desktop.core.periods import Period
from desktop.core.texts import sort_key
from desktop.core.typed import show_number
from desktop.ui import board_opening, icons
from desktop.ui.board_pane import BoardPane
from desktop.ui.board_parts import BAR, FEW_ROWS, ROWS, Columns, CountsLine, TileView
from desktop.ui.combo_box import ComboBox
from desktop.ui.deadline_box import DeadlineBox
from desktop.ui.notices import EmptyState
from desktop.ui.paper_box import PaperBox
from desktop.ui.period_boxes import headings
from desktop.ui.screen import Context, Screen
from desktop.ui.table import TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, SumsFooter, button

_ALL: tuple[Standing, ...] = tuple(Standing)
CHIPS = (
    ("Tất cả", _ALL),
    ("Chờ duyệt", (Standing.WAITING,)),
    ("Cần xử lý", TROUBLE),
    ("Chưa nộp", NOT_SENT),
)
_PANE_PAGE = 860
"""The logical width of the page from which the pane is shown."""

_TALL, _BARS = 560, 780
"""The logical height from which all rows of tiles, the width from which bars are shown."""


class BoardPage(Screen):
    """Shows the standing of all units; the window opens papers and packages."""

    title = "Tình hình nộp"
    help_topic = "tinh-hinh-nop"
    package_wanted = Signal(str)
    choice_wanted = Signal(str)
    """Two of the same version are to be seen side by side: the id of one."""
    paper_wanted = Signal(object)
    """The papers to be previewed."""
    waiting_counted = Signal(int)
    intake_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._period: Period | None = None
        self._board: Board | None = None
        self._warnings: dict[str, int] = {}
        self._chosen = ""
        self._after = ""
        self.period = ComboBox()
        self.period.setAccessibleName("Kỳ báo cáo")
        self.period.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.print_button = button("In", icon="printer", tip="In tình hình nộp, công văn đôn đốc")
        self.paper_button = button(
            "Mã QR trên giấy…", icon="report", tip="Lấy số liệu từ bản giấy khi mất tệp"
        )
        self.take_button = button("Nhận gói từ USB", "primary", "usb")
        self.counts, self.tiles, self.pane = CountsLine(), TileView(), BoardPane()
        self._columns = Columns()
        self.view = TableView(ValueTable(self._columns.of_table()), row_height=34)
        self.view.setAccessibleName("Bảng tình hình nộp")
        self.chart = TableView(ValueTable(self._columns.of_chart()), row_height=28)
        self.chart.setAccessibleName("Biểu đồ lượt người tham dự theo đơn vị")
        self.footer = SumsFooter()
        self.chips = [Chip(name) for name, _ in CHIPS]
        self.as_table, self.as_chart = Chip("Bảng"), Chip("Biểu đồ")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.view)

    def top_actions(self) -> Sequence[QWidget]:
        """Return the period, the paper, printing, and taking packages in."""
        return (self.period, self.paper_button, self.print_button, self.take_button)

    def refresh(self) -> None:
        """Read the board again; the same unit stays chosen."""
        self.read_latest("board", look, self._period).then(self._show)

    def choose(self, unit_id: str) -> None:
        """Make a unit the chosen one, in the tiles, the table and the pane."""
        line = self._board.line(unit_id) if self._board else None
        if line is None:
            return
        self._chosen = unit_id
        if self.view.table.row_of(unit_id) < 0:
            self.chips[0].setChecked(True)
            self._filter()
        for one in (self.view, self.chart):
            if (here := one.selected()) is None or here.id != unit_id:
                with QSignalBlocker(one):
                    one.select(one.table.row_of(unit_id))
                one.scrollTo(one.currentIndex())
        self.tiles.mark(unit_id)
        assert self._board is not None
        shown = self.read_latest("detail", board_detail.read, self._board.period, line)
        shown.then(self.pane.show_detail)

    def accept(self) -> None:
        """Approve the chosen report and go to the next one that waits."""
        line = self._line()
        if line and line.package_id and line.standing in (Standing.WAITING, Standing.RETURNED):
            self._after = self._next_waiting(line)
            self.setFocus()  # the pressed button goes
            said = f"Đã duyệt báo cáo của {line.unit.running_name}."
            done = self.write(answers.accept, line.package_id)
            done.failed(self._not_answered).then(lambda _: self.say(said))

    def give_back(self) -> None:
        """Return the chosen report with what was written."""
        line, why = self._line(), self.pane.comment.toPlainText().strip()
        if line is None or not line.package_id:
            return
        if not why:
            self.pane.comment.setFocus()
            self.say("Chưa ghi ý kiến: đơn vị cần biết phải sửa gì. Ghi một câu rồi nhấn Trả lại.")
            return
        self._after = self._next_waiting(line)
        self.setFocus()  # the pressed button goes
        said = f"Đã trả lại báo cáo của {line.unit.running_name} để sửa."
        done = self.write(answers.return_, line.package_id, (), why)
        done.failed(self._not_answered).then(lambda _: self.say(said))

    def trust(self) -> None:
        """Compare the code of the paper with the parked package and take it in."""
        line = self._line()
        if line is not None:
            said = f"Mã khớp. Đã tin khóa và nhận gói của {line.unit.running_name}."
            done = self.write(city_desk.trust, line.package_id, self.pane.tail.text())
            self.setFocus()
            done.then(lambda _: self.say(said))

    def take_paper(self) -> None:
        """Ask for the digits of a QR on paper and keep what it says."""
        PaperBox(self).open()

    def set_deadline(self) -> None:
        """Ask until when the report of the period is due."""
        if self._board:
            DeadlineBox(self, self._board).open()

    def print_menu(self) -> QMenu:
        """Return the papers of the board."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(icons.icon("report"), "Tình hình nộp báo cáo", self._print_status)
        late = menu.addAction(
            icons.icon("document_text"), "Công văn đôn đốc các đơn vị chưa nộp", self._remind_all
        )
        late.setEnabled(bool(self._board and self._missing()))
        return menu

    def _not_answered(self, error: BaseException) -> None:
        self._after = ""
        self.context.dialogs.show_error(self, error)

    def _next_waiting(self, line: Line) -> str:
        """Return the unit that waits next after this one, in the order of the table."""
        lines = self._board.lines if self._board else ()
        at = lines.index(line)
        later = [*lines[at + 1 :], *lines[:at]]
        return next((one.unit.id for one in later if one.standing is Standing.WAITING), "")

    def _show(self, found: tuple[Board, list[Period]]) -> None:
        there, offered = found
        self._board = there.with_warnings(self._warnings)
        self._period = there.period
        self._offer(offered)
        self._columns.show_board(self._board)
        counts = self._board.counts
        title = self._board.period.title
        self.set_heading(self.title, f"Kỳ báo cáo: {title}, {self._board.period.span}")
        self.counts.show_board(self._board)
        self.waiting_counted.emit(counts.waiting + counts.trouble)
        numbers = (len(self._board.lines), counts.waiting, counts.trouble, counts.missing)
        for chip, number in zip(self.chips, numbers, strict=True):
            chip.set_count(number)
        self._fit()
        self._stack.setCurrentIndex(0 if self._board.lines else 1)
        by_name = sorted(self._board.lines, key=lambda one: (one.outside, sort_key(one.unit.name)))
        wanted, self._after = self._after or self._chosen, ""
        self.tiles.show_lines(by_name, wanted)
        self._filter()
        first = self._board.lines[0].unit.id if self._board.lines else ""
        self.choose(wanted if self._board.line(wanted) else first)
        self._count_warnings(self._board)

    def _count_warnings(self, there: Board) -> None:
        """Look at the packages that wait, some at a time: other reading goes on in between."""
        known = set(self._warnings)
        warned = self.read_latest("warnings", board_detail.warnings, there, known)
        warned.then(self._show_warnings)

    def _show_warnings(self, found: dict[str, int]) -> None:
        self._warnings |= found
        if self._board is None or not found:
            return
        if any(found.values()):
            self._board = self._board.with_warnings(self._warnings)
            self._filter()
        self._count_warnings(self._board)

    def _offer(self, offered: list[Period]) -> None:
        with QSignalBlocker(self.period):
            self.period.clear()
            for name, one in zip(headings(offered), offered, strict=True):
                self.period.addItem(name, one)
            here = next((n for n, one in enumerate(offered) if one == self._period), -1)
            self.period.setCurrentIndex(here)

    def _filter(self) -> None:
        """Show the lines of the chosen chip in table and chart, with the sums of just these."""
        if self._board is None:
            return
        number = next(n for n, chip in enumerate(self.chips) if chip.isChecked())
        wanted = CHIPS[number][1]
        lines = [one for one in self._board.lines if one.standing in wanted]
        if number:
            lines = [one for one in lines if not one.outside]
        for one in (self.view, self.chart):
            with QSignalBlocker(one):
                one.reload(_by_people(lines) if one is self.chart else lines)
        self.footer.show_sums(f"{len(lines)} đơn vị", _sums(lines))

    def _line(self) -> Line | None:
        return self._board.line(self._chosen) if self._board else None

    def _missing(self) -> list[Line]:
        lines = self._board.lines if self._board else ()
        wanted = (*NOT_SENT, Standing.UNREADABLE)
        return [one for one in lines if one.standing in wanted and not one.outside]

    def _print_status(self) -> None:
        if self._board:
            self.paper_wanted.emit(board_opening.status(self._board.period))

    def _remind_all(self) -> None:
        if self._board:
            ids = tuple(one.unit.id for one in self._missing())
            self.paper_wanted.emit(board_opening.reminder(self._board.period, ids))

    def _remind_one(self) -> None:
        if self._board and self._chosen:
            self.paper_wanted.emit(board_opening.reminder(self._board.period, (self._chosen,)))

    def _open_detail(self, _: object = None) -> None:
        line = self._line()
        if line is None:
            return
        if line.standing is Standing.CONFLICT:
            self.choice_wanted.emit(line.package_id)
        elif line.standing is Standing.UNKNOWN_KEY:
            self.pane.tail.setFocus(Qt.FocusReason.OtherFocusReason)
        elif line.figures is not None and line.package_id:
            self.package_wanted.emit(line.package_id)

    def _switch(self) -> None:
        self._views.setCurrentIndex(int(self.as_chart.isChecked()))
        self.setFocusProxy(self.chart if self.as_chart.isChecked() else self.view)

    def show_period(self, period: Period | None) -> None:
        """Show the board of this period."""
        self._period, self._chosen = period, ""
        self.refresh()

    def _change_period(self) -> None:
        self._period, self._chosen = self.period.currentData(), ""
        self.refresh()

    def _open_print_menu(self) -> None:
        below = QPoint(0, self.print_button.height() + 2)
        self.print_menu().popup(self.print_button.mapToGlobal(below))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for: the pane, a row of tiles, the bars."""
        super().resizeEvent(event)
        self.pane.setVisible(self.width() >= dp(_PANE_PAGE))
        self._fit()

    def _fit(self) -> None:
        self.tiles.show_rows(ROWS if self.height() >= dp(_TALL) else FEW_ROWS)
        room = self.width() - (self.pane.width() if self.pane.isVisibleTo(self) else 0)
        has_bars = self._board is not None and self._board.pace is not None
        self.view.setColumnHidden(BAR, not has_bars or room < dp(_BARS))

    def _connect(self) -> None:
        self.period.activated.connect(self._change_period)
        self.print_button.clicked.connect(self._open_print_menu)
        self.paper_button.clicked.connect(self.take_paper)
        self.take_button.clicked.connect(self.intake_wanted)
        self.counts.deadline_wanted.connect(self.set_deadline)
        for one in (self.tiles, self.view, self.chart):
            one.chosen.connect(self._choose_line)
            one.opened.connect(self._open_detail)
        self.pane.accept_wanted.connect(self.accept)
        self.pane.return_wanted.connect(self.give_back)
        self.pane.detail_wanted.connect(self._open_detail)
        self.pane.reminder_wanted.connect(self._remind_one)
        self.pane.paper_wanted.connect(self.take_paper)
        self.pane.trust_wanted.connect(self.trust)
        self.pane.choice_wanted.connect(self._open_detail)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        deeds: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("Ctrl+Return", self.accept), ("Ctrl+Enter", self.accept), ("F5", self.refresh),
            ("Ctrl+P", self._print_status),
        )  # fmt: skip
        for keys, deed in deeds:
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(deed)

    def _choose_line(self, line: Line | None) -> None:
        if line is not None and line.unit.id != self._chosen:
            self.choose(line.unit.id)

    def _lay_out(self) -> None:
        table = Card()
        table.body.setContentsMargins(1, 1, 1, 1)
        table.body.setSpacing(0)
        self._views = QStackedWidget()
        self._views.addWidget(self.view)
        self._views.addWidget(self.chart)
        table.add(self._views, 1)
        table.add(self.footer)
        content = QWidget()
        left = QVBoxLayout(content)
        left.setContentsMargins(dp(20), dp(10), dp(16), dp(14))
        left.setSpacing(dp(8))
        for part in (self.counts, self.tiles):
            left.addWidget(part)
        left.addLayout(self._chip_row())
        left.addWidget(table, 1)
        nobody = EmptyState(
            "inbox", "Kỳ này không đơn vị nào phải nộp",
            "Vào cuối kỳ, dưới đơn vị này không có đơn vị nào trong danh mục. Chọn kỳ khác.",
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(content)
        self._stack.addWidget(nobody)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.pane)

    def _chip_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(dp(6))
        which, how = QButtonGroup(self), QButtonGroup(self)
        for group, members, act in (
            (which, self.chips, self._filter),
            (how, [self.as_table, self.as_chart], self._switch),
        ):
            for chip in members:
                group.addButton(chip)
                row.addWidget(chip)
            members[0].setChecked(True)
            group.buttonClicked.connect(act)
            if group is which:
                row.addStretch()
        return row


def look(session: Any, period: Period | None) -> tuple[Board, list[Period]]:
    """Return the board of a period (None: the one that is being collected) and all to choose from."""
    offered = board.offered(session)
    return board.read(session, period or board.usual(session)), offered


def _by_people(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: -(one.figures.attendees or 0) if one.figures else 1)


def _sums(lines: list[Line]) -> list[str]:
    """Return the sums for the foot of the table; what nobody entered is left out."""
    found = board.total(lines)
    parts = (
        (found.sessions, "buổi"),
        (found.attendees, "lượt người"),
        (found.households, "lượt hộ"),
    )
    return [f"{show_number(value)} {word}" for value, word in parts if value is not None]
