"""The cards of the ward's first page: pace of targets, steps of the report, the week, a few facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.charts import ChartData
from desktop.core.pace import VERDICT_NAMES, Pace
from desktop.core.steps import Task
from desktop.core.today import Due
from desktop.core.today_parts import Day, Entry
from desktop.core.typed import show_number, show_share, show_time, weekday
from desktop.ui import theme, today_words as words
from desktop.ui.charts import ColumnChart, StackedBar
from desktop.ui.charts_today import PaceDelegate, Place, StepStrip, WeekDay, WeekStrip
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.today_lines import Lines
from desktop.ui.widgets import Card, button, label

_LISTED = 4
"""Lines of a card where there is room for a list."""

_VERDICT = 140
_BEYOND = (
    Column("share", "Tiến độ", lambda one: show_share(one.share),
           portion=lambda one: one.share, pace=lambda one: None if one.common else one.due_share,
           tone=lambda one: words.BARS[one.verdict], width=156),
    Column("verdict", "Đánh giá", lambda one: VERDICT_NAMES[one.verdict],
           tone=lambda one: words.TONES[one.verdict], width=_VERDICT),
)  # fmt: skip
_DONE, _BAR, _BAR_PART = 1, 2, 0.42
_LEAST_BAR, _NAME = 104, 210


class PaceTable(TableView):
    """How each target stands; Enter opens it. Bars take a part of what is left of a wide page.

    Where names would be cut, the units of the numbers go first: the names tell them.
    """

    def __init__(self) -> None:
        self._bare = False
        self.columns = (
            Column("name", "Chỉ tiêu", lambda one: one.name),
            Column("done", "Đã làm", self._done, right=True, width=130),
            *_BEYOND,
        )
        super().__init__(ValueTable(self.columns), row_height=34)
        self.setItemDelegateForColumn(_BAR, PaceDelegate(self))
        self.setAccessibleName("Tiến độ theo chỉ tiêu")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the bars their width."""
        super().resizeEvent(event)
        self._share_out()

    def reload(self, values: Sequence[Any], *, more: bool = False) -> None:
        """Show other targets."""
        super().reload(values, more=more)
        self._share_out()

    def _done(self, one: Any) -> str:
        return words.done(one, bare=self._bare)

    def _share_out(self) -> None:
        """Give numbers and names what they need, the bars what is left, at most a part of it."""
        widest = QFontMetrics(theme.font()).horizontalAdvance
        names = max((widest(one.name) for one in self.table.values), default=0) + dp(26)
        names = min(names, dp(_NAME))
        for self._bare in (False, True):
            texts = (widest(self._done(one)) for one in self.table.values)
            numbers = min(max(max(texts, default=0) + dp(26), dp(96)), dp(190))
            rest = self.width() - numbers - dp(_VERDICT)
            if rest - names >= dp(_LEAST_BAR):
                break
        bar = min(round(rest * _BAR_PART), rest - names)
        self.horizontalHeader().resizeSection(_DONE, numbers)
        self.horizontalHeader().resizeSection(_BAR, max(dp(_LEAST_BAR), bar))


class PlainCard(Card):
    """A card whose height does not depend on its width: what is in it may wrap, it is stretched."""

    def hasHeightForWidth(self) -> bool:
        """Say no: else the row of cards would insist on the height that texts would like."""
        return False


class PaceCard(PlainCard):
    """How each target stands; Enter opens the activities behind it."""

    opened = Signal(object)
    """A Pace."""
    plan_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Tiến độ theo chỉ tiêu kế hoạch")
        self.head.addWidget(_tick())
        self.head.addWidget(label("mức cần đạt đến hôm nay", -1, tone="text2"))
        self.head.addSpacing(dp(12))
        self.plan = button("Mở kế hoạch", "link")
        self.plan.clicked.connect(self.plan_wanted)
        self.head.addWidget(self.plan)
        self.table = PaceTable()
        self.table.opened.connect(self.opened)
        self.empty = label("", 0, tone="text2", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.hide()
        self.said = label("", -1, tone="text2", wrap=True)
        self.table.chosen.connect(self._say)
        self.add(self.table, 1)
        self.add(self.said)
        self.add(self.empty, 1)

    def show_paces(self, found: Sequence[Pace], nothing: str) -> None:
        """Show how targets stand; `nothing` is said where the unit has none of its own."""
        self.table.reload(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(all(one.common for one in found))
        self.empty.setText(nothing)
        self._say(self.table.selected())

    def _say(self, one: Pace | None) -> None:
        self.said.setText(words.needed(one) if one else "")
        self.said.setVisible(one is not None)


class MonthsCard(Card):
    """Columns of what was planned and held in each month, their keys beside the title."""

    def __init__(self) -> None:
        super().__init__("Hoạt động theo tháng")
        self.chart = ColumnChart()
        self.chart.shows_legend = False
        self.chart.setMinimumHeight(dp(96))
        self.title.setMinimumWidth(dp(60))
        self.setToolTip("Tháng theo lịch, từ ngày 01 đến hết tháng.")
        self.head.setSpacing(dp(2))
        self._keys = [_Key("chartPlan", "Kế hoạch"), _Key("chart1", "Đã tổ chức")]
        for one in self._keys:
            self.head.addWidget(one)
        self.add(self.chart, 1)

    def show_months(self, data: ChartData) -> None:
        """Show the months; the keys only where two things are shown."""
        self.chart.show_data(data)
        for one in self._keys:
            one.setVisible(len(data.series) > 1)


class AudienceCard(Card):
    """Who came, as shares of one bar, and how many in all."""

    def __init__(self) -> None:
        super().__init__("Đối tượng tham dự")
        self.bar = StackedBar()
        self.sum = label("", -1, tone="text2")
        self.head.addWidget(self.sum)
        self.add(self.bar)

    def show_audience(self, data: ChartData) -> None:
        """Show the shares."""
        self.bar.show_data(data)
        total = sum(values[0] or 0 for _, values in data.series)
        self.sum.setText(f"{show_number(total)} lượt hộ")


class StepsCard(Card):
    """The steps of the next report: a strip, or a list of sentences where there is room."""

    wanted = Signal(str)
    """A Step."""

    def __init__(self) -> None:
        super().__init__(" ")
        self.strip = StepStrip()
        self.strip.opened.connect(self.wanted)
        self._due = ("", "")
        self._day = label("", -1, tone="text2")
        self.head.addWidget(self._day)
        self._list = Lines(6)
        self._list.opened.connect(self.wanted)
        self.add(self.strip)
        self.add(self._list)
        self.body.addStretch()
        self._list.hide()

    def show_due(self, one: Due, today: date) -> None:
        """Show which report is next and how much time is left."""
        self.title.setText(words.due(one, today))
        today_is_last = one.days_left == 0 and not one.sent  # the title says so
        self._due = ("", "") if today_is_last else words.due_day(one)
        self._day.setToolTip(" · ".join(filter(None, self._due)))
        self.set_tall(self._list.isVisibleTo(self))
        late = one.days_left is not None and one.days_left < 0 and not one.sent
        theme.set_property(self.title, "tone", "bad" if late else "text")

    def show_steps(self, steps: Sequence[Task]) -> None:
        """Show how the steps stand."""
        places = [
            Place(str(one.step), words.STEP_NAMES[one.step], words.mark(one), one.text)
            for one in steps
        ]
        self.strip.show_places(places)
        looks = {"done": ("check_circle_filled", "ok"), "look": ("warning_filled", "warn"),
                 "open": ("circle", "text3"), "stops": ("error_circle_filled", "bad")}  # fmt: skip
        self._list.show_lines([(one.id, *looks[one.mark], one.said, "") for one in places])

    def set_tall(self, tall: bool) -> None:
        """Show the list instead of the strip, or the strip."""
        self.strip.setVisible(not tall)
        self._list.setVisible(tall)
        self._day.setText(" · ".join(filter(None, self._due)) if tall else self._due[0])


class WeekCard(Card):
    """This week: a strip of days, and what comes next where there is room."""

    day_wanted = Signal(object)
    """A Day of the week."""
    plan_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Tuần này")
        self._days: tuple[Day, ...] = ()
        self._sum = label("", -1, tone="text2")
        self.head.addWidget(self._sum)
        self.strip = WeekStrip()
        self.strip.opened.connect(self._open)
        self._list = Lines(_LISTED)
        self._list.opened.connect(lambda _key: self.plan_wanted.emit())
        self.add(self.strip)
        self.add(self._list)
        self.body.addStretch()
        self._list.hide()

    def show_week(self, days: tuple[Day, ...], coming: Sequence[Entry], today: date) -> None:
        """Show the days and what is planned next."""
        self._days = days
        held, planned = sum(one.held for one in days), sum(len(one.planned) for one in days)
        self._sum.setText(f"đã tổ chức {held} · dự kiến {planned}")
        self.strip.show_week(
            [WeekDay(one.day, len(one.planned), one.held, one.is_off) for one in days], today
        )
        self._list.show_lines(
            [(str(n), "calendar", "text2", _coming(one), one.place) for n, one in enumerate(coming)]
            or [("0", "calendar", "text3", "Chưa có buổi dự kiến nào sắp tới", "")]
        )

    def set_tall(self, tall: bool) -> None:
        """Show what comes next under the days, or the days alone."""
        self._list.setVisible(tall)

    def _open(self, key: str) -> None:
        found = next(one for one in self._days if one.day.isoformat() == key)
        self.day_wanted.emit(found)


def _coming(one: Entry) -> str:
    hour = f", {show_time(one.at)}" if one.at else ""
    return f"{weekday(one.day)} {one.day:%d/%m}{hour} · {one.title}"


class _Key(QWidget):
    """A little square of a colour, and what it stands for."""

    def __init__(self, tint: str, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(4), 0, 0, 0)
        row.setSpacing(dp(5))
        square = QWidget()
        square.setFixedSize(dp(11), dp(11))
        square.setStyleSheet(f"background: {theme.hexa(tint)}; border-radius: {dp(2)}px")
        row.addWidget(square)
        row.addWidget(label(text, -1, tone="text2"))


def _tick() -> QWidget:
    made = QWidget()
    made.setFixedSize(dp(2), dp(14))
    made.setStyleSheet(f"background: {theme.hexa('text')}")
    return made
