"""The city's page Hôm nay: what is next in one sentence, who is behind, what came in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.core import city_today
from desktop.core.board import Board
from desktop.core.city_today import CityToday, Second
from desktop.core.measures import Measure
from desktop.core.pace import Pace, UnitPace
from desktop.core.today import Lead, Next
from desktop.core.typed import show_date, show_millions, show_number
from desktop.ui import today_words as words
from desktop.ui.city_today_cards import CameCard, DeadlinesCard, UnitsCard
from desktop.ui.notices import Banner
from desktop.ui.overview_cards import NumberCard
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.theme import dp
from desktop.ui.today_cards import AudienceCard, MonthsCard
from desktop.ui.today_layout import TALL, beside, dress, fill, numbers, over
from desktop.ui.today_lines import FactsCard
from desktop.ui.widgets import button


class CityTodayPage(Screen):
    """Shows the day of a consolidating unit; every number leads to what is behind it."""

    title = "Hôm nay"
    help_topic = "hom-nay"
    activities_wanted = Signal(object, str)
    """A Filter and the words for what it finds."""
    board_wanted = Signal(object)
    """The board of submissions at a Period."""
    usb_wanted = Signal()
    plan_wanted = Signal()
    places_wanted = Signal()
    money_wanted = Signal()
    backup_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: CityToday | None = None
        self.take_button = button("Nhận gói từ USB", "primary", "usb")
        self.take_button.clicked.connect(self.usb_wanted)
        self.banner = Banner("info", "Đang xem việc hôm nay…")
        self.sent = NumberCard("inbox", "Đơn vị đã nộp")
        self.sessions = NumberCard("calendar_check", "Buổi đã tổ chức")
        self.people = NumberCard("people", "Lượt người tham dự")
        self.money = NumberCard("money", "Kinh phí đã chi")
        self.units, self.months, self.audience = UnitsCard(), MonthsCard(), AudienceCard()
        self.came, self.deadlines = CameCard(), DeadlinesCard()
        self.facts = FactsCard(
            "Tình trạng sổ",
            (("coverage", "Độ phủ"), ("receipts", "Biên nhận"), ("backup", "Sao lưu")),
        )
        self._lay_out()
        self._connect()
        on_keys(self, {"F8": self.go_on})

    def top_actions(self) -> Sequence[QWidget]:
        """Return the button that takes packages in."""
        return (self.take_button,)

    def refresh(self) -> None:
        """Read the page again."""
        self.read_latest("today", city_today.read).then(self._show)

    def go_on(self) -> None:
        """Go where the next task leads."""
        if self._found is not None:
            self._lead(self._found.next)

    def _show(self, found: CityToday) -> None:
        self._found = found
        plan = found.plan.heading if found.plan else "chưa có kế hoạch"
        self.set_heading("Hôm nay", f"{words.long_day(found.day)} · {plan}")
        one = found.next
        self.banner.say(one.tone, one.text, one.link)
        self.banner.link.setToolTip(f"{one.link} (F8)")
        self._show_sent(found.board)
        words.show_measure(self.sessions, found.sessions, "buổi", "hoạt động")
        words.show_measure(self.people, found.people, "lượt", "lượt")
        self.units.show_found(found)
        self.months.show_months(found.months)
        self.audience.show_audience(found.audience)
        self.came.show_came(found.came, found.day)
        self.deadlines.show_deadlines(found.deadlines)
        self._show_facts(found)
        self.read_latest("second", city_today.second, found).then(self._show_second)

    def _show_second(self, found: Second) -> None:
        """Show what is read a moment later."""
        spent = show_millions(found.money.done)
        self.money.show_number(spent, "triệu đồng", "của chương trình, trong năm")
        number, more = words.coverage(found.coverage)
        self.facts.show_fact("coverage", "location", "accent", number, more)

    def _show_sent(self, board: Board) -> None:
        found, left = board.counts, board.counts.expected - board.counts.sent
        late = bool(left) and board.days_left is not None and board.days_left < 0
        period = board.period.title.removesuffix(f" năm {self.context.clock.today().year}")
        said = f"{period}: " + (f"còn {show_number(left)} đơn vị" if left else "đã nộp đủ")
        self.sent.show_number(
            show_number(found.sent), f"/ {show_number(found.expected)} đơn vị",
            f"Quá hạn · {said}" if late else said[:1].upper() + said[1:],
            done=found.sent / found.expected if found.expected else None,
            state="ok" if not left else "warn" if late else "none",
        )  # fmt: skip

    def _show_facts(self, found: CityToday) -> None:
        waiting = found.receipts
        self.facts.show_fact(
            "receipts", "reply" if waiting else "check_circle_filled",
            "accent" if waiting else "ok",
            f"{show_number(waiting)} chờ ghi ra USB" if waiting else "đã trao hết",
        )  # fmt: skip
        icon, tint = ("warning_filled", "warn") if found.backup.due else ("database", "ok")
        self.facts.show_fact("backup", icon, tint, words.backup(found.backup, found.day))

    def _lead(self, one: Next) -> None:
        ways: dict[Lead, Callable[[], object]] = {
            Lead.USB: self.usb_wanted.emit,
            Lead.BACKUP: self.backup_wanted.emit,
        }
        ways.get(one.lead, lambda: self.board_wanted.emit(one.period))()

    def _open(self, key: str, name: str) -> None:
        one: Measure | None = getattr(self._found, key, None)
        if one is not None and one.filter is not None:
            self.activities_wanted.emit(one.filter, name)

    def _open_unit(self, one: UnitPace) -> None:
        since = f"từ {show_date(one.filter.first)}" if one.filter.first else ""
        self.activities_wanted.emit(one.filter, f"{one.name}, {since}")

    def _open_pace(self, one: Pace) -> None:
        self.activities_wanted.emit(one.filter, one.name)

    def _open_fact(self, key: str) -> None:
        ways: dict[str, Callable[[], object]] = {
            "coverage": self.places_wanted.emit,
            "receipts": self.usb_wanted.emit,
            "backup": self.backup_wanted.emit,
        }
        ways[key]()

    def _connect(self) -> None:
        self.banner.clicked.connect(self.go_on)
        self.sent.opened.connect(
            lambda: self.board_wanted.emit(self._found.board.period if self._found else None)
        )
        self.sessions.opened.connect(lambda: self._open("sessions", "buổi đã tổ chức"))
        self.people.opened.connect(lambda: self._open("people", "hoạt động có người dự"))
        self.money.opened.connect(self.money_wanted)
        self.units.unit_opened.connect(self._open_unit)
        self.units.pace_opened.connect(self._open_pace)
        self.units.plan_wanted.connect(self.plan_wanted)
        self.came.wanted.connect(self.usb_wanted)
        self.deadlines.opened.connect(self.board_wanted)
        self.facts.opened.connect(self._open_fact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more in the lower cards where there is room."""
        super().resizeEvent(event)
        tall = self.height() >= dp(TALL)
        self.facts.set_tall(tall)
        self.deadlines.set_tall(tall)
        self.came.set_tall(tall)

    def _lay_out(self) -> None:
        cards = numbers(self.sent, self.sessions, self.people, self.money)
        self.months.chart.setMinimumHeight(dp(86))
        dress(self.months, self.audience, self.came, self.deadlines)
        right = over(self.months, self.came)
        middle = beside((self.units, 60), (right, 40))
        low = beside((self.audience, 40), (self.deadlines, 32), (self.facts, 28))
        fill(self, self.banner, cards, middle, low)
