"""The page Báo cáo: the figures of a period, what they consist of, and the files to hand in."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core import answers, exchange, figures, paths, reports, tasks
from desktop.core.answers import Asked, Kind
from desktop.core.charts import BY_MONTH, ChartData, by_month
from desktop.core.figures import Figures, Line
from desktop.core.periods import Period
from desktop.core.reports import State
from desktop.core.tasks import Step, Tasks
from desktop.ui.asked_card import AskedCard, unlock_reason, unlock_reason_of
from desktop.ui.charts import ColumnChart
from desktop.ui.notices import Banner, EmptyState
from desktop.ui.period_boxes import PeriodBoxes
from desktop.ui.report_tables import Tiles, figure_table
from desktop.ui.report_tasks import TaskCard
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, button, label, scrolled

_CHART_FROM = 550
"""Logical height of the page from which the chart is shown."""

_NOTHING_YET = (
    "Trong kỳ chưa có hoạt động nào",
    (
        "Chọn kỳ khác ở trên, hoặc ghi hoạt động ở trang Hoạt động. Kỳ không phát sinh vẫn phải "
        "báo cáo: ghi lý do rồi làm tiếp các bước ở bên phải."
    ),
)
_NOTHING_LOCKED = (
    "Trong kỳ không có hoạt động nào",
    (
        "Báo cáo không phát sinh của kỳ này đã khóa. Làm tiếp các bước ở bên phải; cần ghi thêm hoạt "
        "động hay lý do thì mở khóa."
    ),
)
CUTS = (
    ("indicator", "Chỉ tiêu"), ("channel", "Hình thức"), ("topic", "Chủ đề"),
    ("hamlet", "Thôn, buôn, TDP"),
)  # fmt: skip


class ReportPage(Screen):
    """Shows a period's totals; a row opens its activities; writes the report files."""

    title = "Báo cáo"
    help_topic = "bao-cao"
    activities_wanted = Signal(object, str)
    """A Filter and the words for what its activities make up."""
    writing_wanted = Signal(object)
    """The officer wants to write the words of the report of a Period."""
    preview_wanted = Signal(object)
    send_wanted = Signal()
    record_wanted = Signal(str, str, str)
    """A returned activity is to be mended: its id, the field, the reason."""
    part_wanted = Signal(object, str, str)
    """A returned part of the words of a Period is to be mended, for a reason."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._figures: Figures | None = None
        self._cut = CUTS[0][0]
        self._files: list[Path] = []
        self.periods = PeriodBoxes()
        self.kind, self.period, self.rule = self.periods.widgets()
        self.periods.changed.connect(self.refresh)
        self.export_button = button("Xuất báo cáo", "primary", "export", "Ctrl+E")
        self.export_button.clicked.connect(self.export)
        self.write_button = button("Soạn lời báo cáo", icon="edit")
        self.write_button.setToolTip("Viết tình hình, khó khăn, đề xuất… cho báo cáo kỳ này")
        self.write_button.clicked.connect(self._write)
        self.banner = Banner("ok", "", "Mở thư mục")
        self.banner.hide()
        self.banner.clicked.connect(self._open_folder)
        self.tables = {code: figure_table(code, name) for code, name in CUTS}
        self.chart, self._tiles = ColumnChart(), Tiles()
        self.tasks, self.nil_tasks = TaskCard(), TaskCard(high=44)
        for card in (self.tasks, self.nil_tasks):
            card.wanted.connect(self._do)
        self._tasks: Tasks | None = None
        self.asked = AskedCard()
        self.asked.wanted.connect(self.mend)
        self._lay_out()
        on_keys(self, {"Ctrl+E": self.export, "F8": self._go_on})

    def top_actions(self) -> Sequence[QWidget]:
        """Return the buttons for the words and for the files."""
        return (self.write_button, self.export_button)

    def refresh(self) -> None:
        """Read the figures of the chosen period again; files of before may say something else."""
        self.banner.hide()
        self.read_latest("figures", figures.read, *self.periods.wanted()).then(self._show)
        self.read_latest("asked", answers.asked).then(self._show_asked)

    def export(self) -> None:
        """Ask for a folder and write the report files into it."""
        if self._figures is None:
            return
        folder = self.context.dialogs.ask_folder(
            self, "Chọn nơi lưu báo cáo", paths.documents_folder()
        )
        if folder is not None:
            period = self._figures.period
            self.read_long("Đang viết báo cáo", exchange.write_report, period, folder).then(
                self._written
            )

    def _write(self) -> None:
        if self._figures is not None:
            self.writing_wanted.emit(self._figures.period)

    def _written(self, files: list[Path]) -> None:
        self._files = files
        names = ", ".join(path.name for path in files)
        self.banner.say(
            "ok", f"Đã viết {len(files)} tệp vào {files[0].parent}: {names}", "Mở thư mục"
        )
        self.banner.show()

    def _open_folder(self) -> None:
        if self._files:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._files[0].parent)))

    def _show(self, found: Figures) -> None:
        self._figures = found
        self.periods.offer(found.periods, found.period)
        self.set_heading(f"Báo cáo {found.period.title}", f"Số liệu tính {found.period.span}")
        self._tiles.show_large(found.large, distinct=found.distinct)
        for code, table in self.tables.items():
            table.reload(found.lines[code])
        labels = tuple(name for name, _ in found.months)
        counts = tuple(count for _, count in found.months)
        title = by_month(found.period)
        self._chart_card.title.setText(title)
        self.chart.show_data(ChartData(title, labels, (("Hoạt động", counts),)))
        self.read_latest("tasks", tasks.of, found.period).then(self._show_tasks)
        self._stack.setCurrentIndex(0 if found.activities else 1)
        self.export_button.setToolTip(
            "Ghi báo cáo kết quả, sổ theo dõi và số liệu ra Word, Excel, PDF"
        )

    def _show_asked(self, found: Sequence[Asked]) -> None:
        """Show what was returned first of all: it takes the room of the large figures."""
        self.asked.show_asked(found)
        self._tiles.setVisible(not found)
        if found:
            self.setFocusProxy(self.asked.table)

    def _show_tasks(self, found: Tasks) -> None:
        self._tasks = found
        for card in (self.tasks, self.nil_tasks):
            card.show_tasks(found)
        self.write_button.setEnabled(found.report is None)
        self._empty.say(*(_NOTHING_YET if found.report is None else _NOTHING_LOCKED))

    def _do(self, step: str) -> None:
        """Go where a step is done, or do it."""
        if self._figures is None:
            return
        found = self._figures
        period = found.period
        report = self._tasks.report if self._tasks else None
        returned = self._tasks is not None and self._tasks.is_returned
        deeds: dict[str, Callable[[], object]] = {
            Step.LOG: lambda: self._show_log(found),
            Step.ODD: lambda: self.activities_wanted.emit(
                found.counted_filter, f"hoạt động {period.title}"
            ),
            Step.WORDS: self._write,
            Step.PRINT: lambda: self.preview_wanted.emit(period),
            Step.LOCK: self._lock if report is None else self._unlock,
            Step.SEND: self._unlock if returned else self.send_wanted.emit,
        }
        deeds[step]()

    def _show_log(self, found: Figures) -> None:
        """Show what lacks papers, or all of the period."""
        if found.incomplete:
            self.activities_wanted.emit(found.incomplete_filter, "hoạt động chưa đủ hồ sơ")
        else:
            self.activities_wanted.emit(found.counted_filter, f"hoạt động {found.period.title}")

    def _go_on(self) -> None:
        """Lead the keyboard to the next step that is not done."""
        self._card.go_on()

    def _lock(self) -> None:
        assert self._figures is not None
        period = self._figures.period
        if self.context.dialogs.confirm(
            self, f"Khóa báo cáo {period.title}?",
            f"{self.asked.warning(period)}{self._warning()}Sau khi khóa, các hoạt động và lời báo cáo "
            "của kỳ không sửa được nữa. Bản in có mã và gói gửi đi lấy đúng nội dung này. Cần sửa thì "
            "mở khóa, ghi lý do.",
            "Khóa báo cáo", "Chưa khóa",
        ):  # fmt: skip
            self.write(exchange.lock, period).then(self._locked)

    def _warning(self) -> str:
        said = self._tasks.warning if self._tasks is not None else ""
        return f"{said} " if said else ""

    def _locked(self, made: reports.Report) -> None:
        """Say so, and lead the keyboard on to what is printed and signed."""
        self.say(f"Đã khóa báo cáo {made.period.title}, bản số {made.version}.")
        self._card.buttons[Step.PRINT].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _card(self) -> TaskCard:
        return self.nil_tasks if self._stack.currentIndex() else self.tasks

    def _accepted(self, period: Period) -> str:
        """Return what is said before a report is opened again that the level above accepted."""
        report = self._tasks.report if self._tasks else None
        if report is None or report.period != period or report.state is not State.ACCEPTED:
            return ""
        return "Cấp trên đã duyệt bản này: mở khóa thì phải gửi bản số mới để duyệt lại. "

    def _unlock(self) -> None:
        """Open the period again; of a returned report the reason is known."""
        assert self._figures is not None
        period = self._figures.period
        returned = self._tasks is not None and self._tasks.is_returned
        self._reopen(period, unlock_reason_of(self.asked.found, period) if returned else "")

    def _reopen(
        self, period: Period, given: str = "", then: Callable[[], object] | None = None
    ) -> None:
        """Ask for the reason, open the period again and go on."""
        reason = self.context.dialogs.ask_text(
            self, f"Mở khóa báo cáo {period.title}?",
            f"{self._accepted(period)}Giấy in từ bản đang khóa sẽ là bản in đã cũ, phải in và ký lại. "
            "Ghi lý do mở khóa:",
            "Mở khóa", "Giữ khóa", given,
        )  # fmt: skip
        if not reason:
            return

        def opened(old: reports.Report) -> None:
            self.say(f"Đã mở khóa. Bản số {old.version} nay là bản in đã cũ.")
            # the step that was pressed is done: Qt would hand its keyboard to the list at the left
            (self.asked.table if self.asked.found else self._card.buttons[Step.LOCK]).setFocus(
                Qt.FocusReason.OtherFocusReason
            )
            if then is not None:
                then()

        self.write(reports.reopen, period, reason).then(opened)

    def mend(self, asked: Asked) -> None:
        """Lead to what was returned; a locked period is opened first."""
        item = asked.item
        ways: dict[Kind, Callable[[], object]] = {
            Kind.ACTIVITY: lambda: self.record_wanted.emit(item.record, item.part, item.reason),
            Kind.NARRATIVE: lambda: self.part_wanted.emit(asked.period, item.record, item.reason),
            Kind.INDICATOR: lambda: self._show_indicator(asked),
        }
        go = ways.get(asked.kind)
        if go is None:
            self.context.dialogs.inform(self, asked.title, item.reason)
        elif asked.locked:
            self._reopen(asked.period, unlock_reason(asked), go)
        else:
            go()

    def _show_indicator(self, asked: Asked) -> None:
        """Show the activities that make up a returned figure."""
        assert self._figures is not None
        lines = self._figures.lines["indicator"]
        line = next((one for one in lines if one.id == asked.item.record), None)
        wanted = line.filter if line and line.filter else self._figures.counted_filter
        days = replace(wanted, first=asked.period.first, last=asked.period.last)
        self.activities_wanted.emit(days, f"{asked.label}, {asked.period.title}")

    def _open(self, line: Line) -> None:
        if line.filter is not None and self._figures is not None:
            words = f"{line.name}, {self._figures.period.title}"
            self.activities_wanted.emit(line.filter, words)

    def show_period(self, period: Period) -> None:
        """Show the figures of this period."""
        self.periods.choose(period)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._content())
        self._stack.addWidget(self._when_nil())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        layout.setSpacing(dp(12))
        choices = QHBoxLayout()
        choices.setSpacing(dp(10))
        for name, box in (("Kỳ", self.kind), ("", self.period), ("Cách tính", self.rule)):
            if name:
                choices.addWidget(label(name, 0, tone="text2"))
            choices.addWidget(box)
        choices.addStretch()
        layout.addLayout(choices)
        layout.addWidget(self.banner)
        layout.addWidget(self.asked)
        layout.addWidget(self._stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the chart out where the steps need its room (large letters)."""
        super().resizeEvent(event)
        self._chart_card.setVisible(self.height() >= dp(_CHART_FROM))

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(12))
        column.addWidget(self._tiles)
        row = QHBoxLayout()
        row.setSpacing(dp(12))
        row.addWidget(self._tables_card(), 2)
        self._chart_card = Card(BY_MONTH)
        self._chart_card.add(self.chart, 1)
        self.chart.setMinimumHeight(dp(100))
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        beside = QWidget()
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(dp(12))
        right.addWidget(self.tasks)
        right.addWidget(self._chart_card, 1)
        row.addWidget(scrolled(beside), 1)
        column.addLayout(row, 1)
        return content

    def _when_nil(self) -> QWidget:
        self._empty = EmptyState("report", *_NOTHING_YET)
        nil = QWidget()
        beside = QHBoxLayout(nil)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(dp(12))
        beside.addWidget(self._empty, 2)
        beside.addWidget(self.nil_tasks, 1, Qt.AlignmentFlag.AlignTop)
        return nil

    def _tables_card(self) -> Card:
        card = Card()
        chips = QHBoxLayout()
        chips.setSpacing(dp(8))
        pages = QStackedWidget()
        self.chips: list[Chip] = []
        for number, (code, name) in enumerate(CUTS):
            chip = Chip(name)
            chip.clicked.connect(lambda _=False, number=number: self._choose_cut(number, pages))
            self.chips.append(chip)
            chips.addWidget(chip)
            table = self.tables[code]
            table.opened.connect(self._open)
            pages.addWidget(table)
        chips.addStretch()
        card.add(chips)
        card.add(pages, 1)
        card.add(
            label(
                "Chọn một dòng rồi nhấn Enter để xem các hoạt động làm nên số đó.", -1, tone="text3"
            )
        )
        self._choose_cut(0, pages)
        return card

    def _choose_cut(self, number: int, pages: QStackedWidget) -> None:
        pages.setCurrentIndex(number)
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == number)
