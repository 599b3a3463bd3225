"""The three larger parts of the page Tổng hợp: the overview, the coverage, the questions."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.board import Board
from desktop.core.charts import BY_MONTH, ChartData, by_month
from desktop.core.consolidation import Consolidation, Goal, Line
from desktop.core.coverage import Coverage, Reached
from desktop.core.quality import KIND_NAMES, Finding, Quality
from desktop.core.typed import show_millions, show_number, show_rate, show_share
from desktop.ui import chips, overview_tables as tables
from desktop.ui.charts import ColumnChart
from desktop.ui.charts_city import Bar, Ring, UnitBars
from desktop.ui.overview_cards import NumberCard
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, Chip, button, label, scrolled

_RING_FROM = 440
"""Logical height of the pane from which the ring is shown."""
_SHARES = 3
"""Channels named in the ring; the rest is one share."""


class OverviewPane(QWidget):
    """Four numbers, a bar for each unit, columns per month, shares of the channels."""

    opened = Signal(object, str)
    """A Filter and the words for what it finds."""
    board_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: Consolidation | None = None
        self.sent = NumberCard("inbox", "Đơn vị đã nộp")
        self.held = NumberCard("calendar_check", "Hoạt động đã tổ chức")
        self.people = NumberCard("people", "Lượt người tham dự")
        self.money = NumberCard("money", "Kinh phí đã chi")
        self.bars = UnitBars()
        self.months, self.ring = ColumnChart(), Ring()
        self.units_card = Card("Theo đơn vị")
        self._key = label("", -1, tone="text2", wrap=True)
        self._lay_out()
        self.sent.opened.connect(self.board_wanted)
        for card, words in (
            (self.held, "các hoạt động"), (self.people, "các hoạt động có người dự"),
            (self.money, "các hoạt động"),
        ):  # fmt: skip
            card.opened.connect(lambda words=words: self._open_all(words))
        self.bars.opened.connect(self._open_unit)

    def show_found(self, found: Consolidation) -> None:
        """Show the figures of a period."""
        self._found = found
        before = found.before
        self._show_card(
            self.held, found.everything.activities, "hoạt động", found.goals.get("CT01"),
            tables.compared(found.everything.activities, before.activities if before else None),
            "buổi",
        )  # fmt: skip
        self._show_card(
            self.people, found.everything.attendees, "lượt người", found.goals.get("CT02"),
            tables.compared(found.everything.attendees, before.attendees if before else None), "lượt",
        )  # fmt: skip
        self._show_money(found.spent, *found.funds)
        self._show_bars(found)
        labels = tuple(name for name, _, _ in found.months)
        now: tuple[int | None, ...] = tuple(count for _, count, _ in found.months)
        series = [("Kỳ này", now)]
        if any(past is not None for _, _, past in found.months):
            series.insert(0, ("Kỳ trước", tuple(past for _, _, past in found.months)))
        title = by_month(found.period)
        self._months_card.title.setText(title)
        self.months.show_data(ChartData(title, labels, tuple(series)))
        self.ring.show_data(_shares(found.channels))

    def show_board(self, board: Board) -> None:
        """Show how many units have sent."""
        found = board.counts
        left = found.expected - found.sent
        late = bool(left) and board.days_left is not None and board.days_left < 0
        words = f"còn {show_number(left)} đơn vị chưa nộp" if left else "tất cả đã nộp"
        if found.sent > board.summed:  # a file that waits for a decision, or could not be read
            short = "thiếu {}" if late else "còn {} chưa nộp"
            words = short.format(show_number(left)) if left else words
            words += f" · {show_number(found.sent - board.summed)} chưa cộng"
        self.sent.show_number(
            show_number(found.sent), f"/ {show_number(found.expected)} đơn vị",
            f"{'Quá hạn · ' if late else ''}{words}",
            done=found.sent / found.expected if found.expected else None,
            state="ok" if not left else "warn" if late else "none",
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the ring out where there is no room for it (large letters)."""
        super().resizeEvent(event)
        self._shares.setVisible(self.height() >= dp(_RING_FROM))

    def _show_card(
        self, card: NumberCard, number: int | None, word: str, goal: Goal | None, before: str,
        goal_word: str,
    ) -> None:  # fmt: skip
        shown = "–" if number is None else show_number(number)
        if goal is None:
            card.show_number(shown, word, before or "chưa giao chỉ tiêu")
            return
        pace = goal.word
        card.setToolTip(
            f"Chỉ tiêu của kế hoạch, lũy kế từ {goal.first:%d/%m/%Y}; buổi là truyền thông trực tiếp. "
            f"Vạch: mức cần đạt đến {goal.until:%d/%m/%Y}."
        )
        card.show_number(
            shown, word,
            f"{pace} · {show_number(goal.done)}/{show_number(goal.target)} {goal_word}, "
            f"cần {show_number(goal.need)}",
            done=goal.done / goal.target, due=goal.need / goal.target,
            state="warn" if goal.is_late else "ok",
        )  # fmt: skip

    def _show_money(self, spent: int | None, given: int | None, paid: int | None) -> None:
        """Show what was spent in the period, and what the funds of the year paid of what they have."""
        if not given or paid is None:
            self.money.show_number(show_millions(spent), "triệu đồng", "kinh phí của chương trình")
            return
        self.money.setToolTip(
            "Số lớn: mọi khoản chi của chương trình trong kỳ. Nguồn: phần các nguồn được giao của năm "
            "đã chi, lũy kế đến cuối kỳ; khoản không ghi nguồn không tính vào đây."
        )
        self.money.show_number(
            show_millions(spent), "triệu đồng",
            f"nguồn: {show_millions(paid)}/{show_millions(given)} ({show_rate(paid, given)})",
            done=min(paid / given, 1.0),
        )  # fmt: skip

    def _show_bars(self, found: Consolidation) -> None:
        by_target = any(one.done is not None for one in found.units)
        most = max((one.sums.activities for one in found.units), default=0) or 1
        bars = [_bar(one, by_target, most) for one in found.units]
        pace = found.pace if by_target else None
        self.bars.show_bars(
            sorted(bars, key=lambda one: -1.0 if one.share is None else one.share, reverse=True),
            pace,
        )
        if by_target and pace is not None and found.pace_until:
            title = "Mức hoàn thành chỉ tiêu theo đơn vị (%)"
            words = (
                f"Nét đứt: bình quân cần đạt đến {found.pace_until:%d/%m/%Y} ({show_share(pace)}). "
                "Màu cam: chậm so với hạn của mình."
            )
        else:
            title, words = (
                "Số hoạt động theo đơn vị",
                "Kế hoạch chưa giao chỉ tiêu cho từng đơn vị.",
            )
        self.units_card.title.setText(title)
        self._key.setText(words)

    def _open_all(self, words: str) -> None:
        if self._found:
            self.opened.emit(self._found.filter, f"{words} {self._found.period.title}")

    def _open_unit(self, unit_id: str) -> None:
        if self._found:
            one = next(line for line in self._found.units if line.id == unit_id)
            self.opened.emit(one.filter, f"{one.name}, {self._found.period.title}")

    def _lay_out(self) -> None:
        cards = QGridLayout()
        cards.setSpacing(dp(12))
        for place, card in enumerate((self.sent, self.held, self.people, self.money)):
            cards.addWidget(card, 0, place)
            cards.setColumnStretch(place, 1)
        area = scrolled(self.bars)
        area.viewport().setAutoFillBackground(False)
        self.bars.setAutoFillBackground(False)
        self.units_card.add(area, 1)
        self.units_card.add(self._key)
        self._months_card, self._shares = Card(BY_MONTH), Card("Cơ cấu hoạt động")
        self._months_card.add(self.months, 1)
        self._shares.add(self.ring, 1)
        right = QVBoxLayout()
        right.setSpacing(dp(12))
        right.addWidget(self._months_card, 5)
        right.addWidget(self._shares, 4)
        row = QHBoxLayout()
        row.setSpacing(dp(12))
        row.addWidget(self.units_card, 1)
        row.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(12))
        layout.addLayout(cards)
        layout.addLayout(row, 1)


class CoveragePane(Card):
    """The hamlets by how often they were reached, and how much of each unit was."""

    opened = Signal(object, str)
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: Coverage | None = None
        self.chips = [Chip("Chưa có hoạt động nào"), Chip("Chưa có trực tiếp"), Chip("Tất cả")]
        self.print = button(
            "In danh sách", icon="printer", tip="Nơi chưa có truyền thông trực tiếp"
        )
        self.hamlets, self.units = tables.hamlets(), tables.coverage_units()
        row = chips.row(self.chips, self.choose, self.print)
        both = QHBoxLayout()
        both.setSpacing(dp(14))
        both.addWidget(self.hamlets, 1)
        both.addWidget(self.units)
        self.units.setFixedWidth(dp(315))
        self.add(row)
        self.add(both, 1)
        self.print.clicked.connect(self.print_wanted)
        self.hamlets.opened.connect(self._open)

    def show_found(self, found: Coverage) -> None:
        """Show the coverage of a period."""
        self._found = found
        for chip, some in zip(self.chips, self._cuts(found), strict=True):
            chip.set_count(len(some))
        self.units.reload(found.units)
        checked = (n for n, chip in enumerate(self.chips) if chip.isChecked())
        filled = (n for n, some in enumerate(self._cuts(found)) if some)
        self.choose(next(checked, next(filled, 0)))

    def choose(self, number: int) -> None:
        """Show the hamlets of a chip."""
        chips.check(self.chips, number)
        if self._found:
            self.hamlets.reload(self._cuts(self._found)[number])

    def _cuts(self, found: Coverage) -> tuple[Sequence[Reached], ...]:
        return found.never, found.never_direct, found.hamlets

    def _open(self, one: Reached) -> None:
        if one.activities:
            self.opened.emit(one.filter, f"{one.name}, {one.unit}")


class QualityPane(Card):
    """What should be asked, with the whole sentence of the chosen row below."""

    opened = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.table = tables.findings()
        self.words, self.ask = label("", 0, wrap=True), label("", 0, tone="text2", wrap=True)
        self._counts = label("", -0.5, tone="text2", wrap=True)
        self.add(self._counts)
        self.add(self.table, 1)
        self.add(self.words)
        self.add(self.ask)
        self.table.chosen.connect(self._say)
        self.table.opened.connect(self._open)

    def show_found(self, found: Quality) -> None:
        """Show the questions of a period."""
        self.table.reload(found.findings)
        counted = [f"{KIND_NAMES[kind]}: {show_number(n)}" for kind, n in found.counts.items() if n]
        hidden = sum(found.counts.values()) - len(found.findings)
        more = f" Mỗi loại chỉ liệt kê phần đầu, còn {show_number(hidden)} dòng." if hidden else ""
        nothing = "Không thấy số liệu nào cần hỏi lại trong kỳ này."
        self._counts.setText((" · ".join(counted) + more) if counted else nothing)
        self.table.select(0)
        self._say(self.table.selected())

    def _say(self, one: Finding | None) -> None:
        self.words.setText(one.text if one else "")
        self.ask.setText(one.ask if one else "")

    def _open(self, one: Finding) -> None:
        self.opened.emit(one.filter, f"{KIND_NAMES[one.kind].lower()}, {one.unit}")


def _bar(one: Line, by_target: bool, most: int) -> Bar:
    if by_target:
        shown = "–" if one.done is None else show_share(one.done)
        late = one.done is not None and one.needed is not None and one.done < one.needed
        return Bar(one.id, one.name, one.done, shown, late)
    silent = not one.sums.activities and not one.nil  # nothing was sent: that is not 0
    shown = "–" if silent else show_number(one.sums.activities)
    return Bar(one.id, one.name, one.sums.activities / most, shown)


def _shares(lines: Sequence[Line]) -> ChartData:
    in_order = sorted(lines, key=lambda one: one.sums.activities, reverse=True)
    shares = [
        (one.short, (one.sums.activities,)) for one in in_order[:_SHARES] if one.sums.activities
    ]
    rest = sum(one.sums.activities for one in in_order[_SHARES:])
    if rest:
        shares.append(("Hình thức khác", (rest,)))
    return ChartData("Cơ cấu hoạt động", (), tuple(shares))
