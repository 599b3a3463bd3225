"""The page Tổng hợp: the figures of all units of a period, and the ways to what makes them up."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from desktop.core import board, consolidation, coverage, quality
from desktop.core.board import Board
from desktop.core.consolidation import Consolidation, OutreachLines
from desktop.core.periods import Period
from desktop.core.typed import show_date, show_number
from desktop.ui import chips, coverage_opening, overview_tables as tables
from desktop.ui.combo_box import ComboBox
from desktop.ui.notices import Banner
from desktop.ui.overview_panes import CoveragePane, OverviewPane, QualityPane
from desktop.ui.period_boxes import PeriodBoxes
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.table import TableView
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, SumsFooter, button, label

UNITS_AS = (("then", "Đơn vị lúc tổ chức"), ("now", "Đơn vị hiện nay"))
TABS = (
    "Tổng quan",
    "Đơn vị",
    "Hình thức",
    "Chủ đề",
    "Địa bàn",
    "Chất lượng",
    "Hộ, kinh phí",
)
_TOPICS, _COVERAGE, _QUALITY, _OUTREACH = 3, 4, 5, 6
_NAMED = 3


class OverviewPage(Screen):
    """Shows the consolidated figures; every number opens its activities."""

    title = "Tổng hợp"
    help_topic = "tong-hop"
    activities_wanted = Signal(object, str)
    """A Filter and the words for what its activities make up."""
    report_wanted = Signal(object)
    """The consolidated report of a Period is wanted."""
    writing_wanted = Signal(object)
    """The officer wants to write the words of the report of a Period."""
    paper_wanted = Signal(object)
    """Papers to be previewed."""
    board_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: Consolidation | None = None
        self._shown: dict[int, tuple[Period, int]] = {}
        self._reading = 0
        self.periods, self.units_as = PeriodBoxes(), ComboBox()
        self.kind, self.period, self.rule = self.periods.widgets()
        self.write_button = button("Soạn lời", icon="edit")
        self.write_button.setToolTip("Viết lời báo cáo tổng hợp, lấy khó khăn, đề xuất của đơn vị")
        self.write_button.clicked.connect(self._write)
        self.export_button = button("Xuất báo cáo", "primary", "export")
        self.export_button.setToolTip("Xem, in, lưu báo cáo tổng hợp của kỳ đang xem (Ctrl+E)")
        self.export_button.clicked.connect(self._export)
        self.overview, self.coverage, self.quality = OverviewPane(), CoveragePane(), QualityPane()
        self.units = tables.units()
        self.channels, self.topics = tables.channels(), tables.topics()
        self.outreach, self.outreach_note = (
            tables.outreach(),
            label("", -1, tone="text3", wrap=True),
        )
        self.units_foot, self.channels_foot, self.outreach_foot = (SumsFooter() for _ in range(3))
        self.banner = Banner("warn", "", "Xem")
        self.banner.hide()
        self.chips = [Chip(name) for name in TABS]
        self._fill_box()
        self.chips[_OUTREACH].setToolTip(
            "Hộ được truyền thông, kinh phí, vận động ủng hộ và gương điển hình của từng đơn vị"
        )
        self._lay_out()
        self._connect()
        next_tab = partial(chips.go_on, self.chips, self.choose)
        on_keys(self, {"Ctrl+E": self._export, "F8": next_tab})
        self.choose(0)

    def top_actions(self) -> Sequence[QWidget]:
        """Return the choice of the period, and the button for the report."""
        return (self.kind, self.period, self.rule, self.write_button, self.export_button)

    def refresh(self) -> None:
        """Read the figures of the chosen period again."""
        self._reading += 1
        self.read_latest(
            "figures", consolidation.read, *self.periods.wanted(), self.units_as.currentData()
        ).then(self._show)

    def choose(self, number: int) -> None:
        """Show one of the tabs; what is large is read when it is first asked for."""
        chips.check(self.chips, number)
        self._pages.setCurrentIndex(number)
        self._fill(number)

    def _show(self, found: Consolidation) -> None:
        self._found = found
        self.periods.offer(found.periods, found.period)
        self.overview.show_found(found)
        self.units.reload(found.units)
        self.units_foot.show_sums(*tables.added_up(found))
        self.channels.reload(found.channels)
        self.channels_foot.show_sums("Cộng các hình thức", tables.totals(found.everything))
        self._say(found, ())
        period = found.period
        self.set_heading(self.title, _days(period))
        self.read_latest("board", board.read, period).then(self._show_board)
        self._fill(self._pages.currentIndex())

    def _show_board(self, found: Board) -> None:
        self.overview.show_board(found)
        units = f"{show_number(found.summed)}/{show_number(found.counts.expected)} đã cộng"
        self.set_heading(self.title, f"{_days(found.period)} · {units}")
        if self._found is not None and self._found.units_as == "then":
            unsent = {one.unit.id for one in found.lines if not one.is_summed and not one.outside}
            self._say(
                self._found,
                [one.name for one in self._found.units if one.sums.activities and one.id in unsent],
            )

    def _say(self, found: Consolidation, other_days: Sequence[str]) -> None:
        """Say what is not in the totals and should be, or is there and was not expected."""
        text = (
            f"Có {show_number(found.outside)} hoạt động của đơn vị ngoài phạm vi tổng hợp, không được "
            "cộng. Xem ở thẻ Chất lượng."
        )
        if other_days:
            named = ", ".join(other_days[:_NAMED]) + ", …" * (len(other_days) > _NAMED)
            text = f"{text} " * bool(found.outside) + (
                f"Số liệu có cả hoạt động trong kỳ của {show_number(len(other_days))} đơn vị chưa nộp "
                f"báo cáo đúng kỳ này ({named}), lấy từ báo cáo của những ngày khác."
            )
        self.banner.setVisible(bool(found.outside or other_days))
        self.banner.say("warn", text, "Xem" if found.outside else "")

    def _fill(self, number: int) -> None:
        """Read what a tab shows, if it does not show it yet."""
        if self._found is None or self._shown.get(number) == (self._found.period, self._reading):
            return
        period = self._found.period
        self._shown[number] = (period, self._reading)
        if number == _TOPICS:
            self.read_latest("topics", consolidation.topics, period).then(self.topics.reload)
        elif number == _COVERAGE:
            self.read_latest("coverage", coverage.read, period).then(self.coverage.show_found)
        elif number == _QUALITY:
            self.read_long("Đang xem số liệu", quality.read, period).then(self.quality.show_found)
        elif number == _OUTREACH:
            reading = self.read_latest("outreach", consolidation.outreach, period)
            reading.then(self._show_outreach)

    def _show_outreach(self, found: OutreachLines) -> None:
        self.outreach.reload(found.units)
        self.outreach_foot.show_sums(*tables.outreach_sums(found))
        self.outreach_note.setText(tables.outreach_note(found))

    def _open(self, line: Any) -> None:
        if self._found is not None:
            self.activities_wanted.emit(line.filter, f"{line.name}, {self._found.period.title}")

    def _export(self) -> None:
        if self._found is not None:
            self.report_wanted.emit(self._found.period)

    def _write(self) -> None:
        if self._found is not None:
            self.writing_wanted.emit(self._found.period)

    def _print(self) -> None:
        if self._found is not None:
            self.paper_wanted.emit(coverage_opening.never_reached(self._found.period))

    def _fill_box(self) -> None:
        box = self.units_as
        for code, name in UNITS_AS:
            box.addItem(name, code)
        box.setAccessibleName("Số liệu theo")
        box.setToolTip("Số liệu theo đơn vị lúc tổ chức, hay đơn vị đã tiếp nhận sau sáp nhập")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(15)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.currentIndexChanged.connect(self.refresh)
        self.periods.changed.connect(self.refresh)

    def _connect(self) -> None:
        for table in (self.units, self.channels, self.topics):
            table.opened.connect(self._open)
        for pane in (self.overview, self.coverage, self.quality):
            pane.opened.connect(self.activities_wanted)
        self.overview.board_wanted.connect(self.board_wanted)
        self.coverage.print_wanted.connect(self._print)
        self.banner.clicked.connect(lambda: self.choose(_QUALITY))

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        note = "Một hoạt động có nhiều chủ đề được đếm ở từng chủ đề, nên cộng cột có thể lớn hơn số hoạt động."
        for page in (
            self.overview, _card(self.units, self.units_foot),
            _card(self.channels, self.channels_foot), _card(self.topics, label(note, -1, tone="text3")),
            self.coverage, self.quality, _card(self.outreach, self.outreach_foot, self.outreach_note),
        ):  # fmt: skip
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        layout.setSpacing(dp(10))
        layout.addLayout(chips.row(self.chips, self.choose, self.units_as))
        layout.addWidget(self.banner)
        layout.addWidget(self._pages, 1)


def _days(period: Period) -> str:
    """Return "15/09 – 14/12", with the years where there are two: the box beside it names the year."""
    first, last = period.first, period.last
    if first.year == last.year:
        return f"{first:%d/%m} – {last:%d/%m}"
    return f"{show_date(first)} – {show_date(last)}"


def _card(table: TableView, *feet: QWidget) -> Card:
    made = Card()
    made.add(table, 1)
    for foot in feet:
        made.add(foot)
    return made
