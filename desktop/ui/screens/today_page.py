"""The page Hôm nay: what is next in one sentence, and how the ward's plan stands."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.core import answers, today
from desktop.core.measures import Measure
from desktop.core.pace import Pace
from desktop.core.steps import Step
from desktop.core.today import Lead, Next, Today
from desktop.core.today_parts import Day
from desktop.core.typed import show_date, show_millions, show_number
from desktop.ui import today_words as words
from desktop.ui.notices import Banner
from desktop.ui.overview_cards import NumberCard
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.theme import dp
from desktop.ui.today_cards import AudienceCard, MonthsCard, PaceCard, StepsCard, WeekCard
from desktop.ui.today_layout import TALL, beside, dress, fill, numbers, over
from desktop.ui.today_lines import FactsCard
from desktop.ui.widgets import button, show_if

_NO_TARGETS = (
    "Kế hoạch chưa giao chỉ tiêu cho đơn vị. Chỉ tiêu đến cùng kế hoạch của cấp trên: nhận ở trang "
    "Gửi – nhận USB; tiến độ sẽ hiện ở đây."
)


class TodayPage(Screen):
    """Shows the day; every number leads to what is behind it."""

    title = "Hôm nay"
    help_topic = "hom-nay"
    activities_wanted = Signal(object, str)
    """A Filter and the words for what it finds."""
    report_wanted = Signal(object)
    """The page Báo cáo at a Period."""
    writing_wanted = Signal(object)
    """The words of the report of a Period."""
    planned_wanted = Signal()
    """The planned activities, to be confirmed."""
    plan_wanted = Signal()
    places_wanted = Signal()
    money_wanted = Signal()
    usb_wanted = Signal()
    backup_wanted = Signal()
    form_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: Today | None = None
        self._next: Next | None = None
        self.log_button = button("Ghi hoạt động", "primary", "plus", "Ctrl+N")
        self.log_button.clicked.connect(self.form_wanted)
        show_if(context.may_log, self.log_button)
        self.banner = Banner("info", "Đang xem việc hôm nay…")
        self.sessions = NumberCard("calendar_check", "Buổi đã tổ chức")
        self.people = NumberCard("people", "Lượt người tham dự")
        self.households = NumberCard("house", "Hộ nghèo, cận nghèo đã dự")
        self.money = NumberCard("money", "Kinh phí đã chi")
        self.paces = PaceCard()
        self.months, self.audience = MonthsCard(), AudienceCard()
        self.steps, self.week = StepsCard(), WeekCard()
        self.facts = FactsCard(
            "Tình trạng sổ",
            (("coverage", "Độ phủ"), ("returned", "Trả lại"), ("backup", "Sao lưu")),
        )
        self._lay_out()
        self._connect()
        if context.may_log:
            on_keys(self, {"Ctrl+N": self.form_wanted.emit})
        on_keys(self, {"F8": self.go_on})

    def top_actions(self) -> Sequence[QWidget]:
        """Return the button that logs an activity."""
        return (self.log_button,)

    def refresh(self) -> None:
        """Read the page again."""
        self.read_latest("today", today.read, self.context.clock.today()).then(self._show)

    def go_on(self) -> None:
        """Go where the next task leads."""
        if self._next is not None and self._found is not None:
            self._lead(self._next)

    def _show(self, found: Today) -> None:
        self._found = found
        plan = found.plan.heading if found.plan else "chưa có kế hoạch"
        self.set_heading("Hôm nay", f"{words.long_day(found.day)} · {plan}")
        self._show_next(found.next)
        words.show_measure(self.sessions, found.sessions, "buổi", "hoạt động")
        words.show_measure(self.people, found.people, "lượt", "lượt")
        self._show_households(found.households, is_distinct=False)
        self._show_money(found.money)
        self.paces.show_paces(found.paces, _NO_TARGETS)
        self.months.show_months(found.months)
        self.audience.show_audience(found.audience)
        self.steps.show_due(found.due, found.day)
        self.week.show_week(found.week, found.coming, found.day)
        self._show_facts(found)
        self.read_latest("duties", _look_closer, found).then(self._show_duties)

    def _show_duties(self, found: Any) -> None:
        """Show what a second look says."""
        self._show_next(found.next)
        self.steps.show_steps(found.steps)
        if found.households is not None:
            self._show_households(found.households, is_distinct=True)
        left, done = answers.unmended(found.asked), sum(one.done for one in found.asked)
        if left:
            more = f"đã sửa {done}" if done else ""
            self.facts.show_fact("returned", "reply", "bad", f"{left} mục chưa xong", more)
        elif found.asked:
            self.facts.show_fact("returned", "reply", "warn", "đã sửa hết", "chờ khóa, gửi lại")

    def _show_next(self, one: Next) -> None:
        may_go = self.context.may_log or one.lead is not Lead.FORM
        self._next = one if may_go else None
        self.banner.say(one.tone, one.text, one.link if may_go else "")
        self.banner.link.setToolTip(f"{one.link} (F8)")

    def _show_households(self, one: Measure, *, is_distinct: bool) -> None:
        card = self.households
        if is_distinct and one.target:
            left = max(one.target - (one.done or 0), 0)
            said = f"còn {show_number(left)} hộ chưa tiếp cận" if left else "đã tiếp cận đủ"
            card.show_number(
                words.number(one.done), f"/ {show_number(one.target)} hộ", said,
                done=words.share(one), state="none" if left else "ok",
            )  # fmt: skip
            return
        said = "mỗi hộ đếm một lần, theo danh sách" if is_distinct else "theo số ghi ở từng buổi"
        card.show_number(words.number(one.done), "hộ" if is_distinct else "lượt hộ", said)

    def _show_money(self, one: Measure) -> None:
        rest = f"/ {show_millions(one.target)} triệu đồng" if one.target else "triệu đồng"
        self.money.show_number(
            show_millions(one.done), rest,
            words.verdict(one, money=True) or "chưa nhập kinh phí được giao",
            done=words.share(one), due=words.due_share(one), state=words.state(one),
        )  # fmt: skip

    def _show_facts(self, found: Today) -> None:
        number, more = words.coverage(found.coverage, found.paces)
        whole = found.coverage.hamlets and found.coverage.reached >= found.coverage.hamlets
        self.facts.show_fact("coverage", "location", "ok" if whole else "accent", number, more)
        items = sum(max(one.items, 1) for one in found.returned)
        if items:
            self.facts.show_fact("returned", "reply", "bad", f"{items} mục chưa xong")
        else:
            self.facts.show_fact("returned", "check_circle_filled", "ok", "không có mục nào")
        tint = "warn" if found.backup.due else "ok"
        icon = "warning_filled" if found.backup.due else "database"
        self.facts.show_fact("backup", icon, tint, words.backup(found.backup, found.day))

    def _lead(self, one: Next) -> None:
        ways: dict[Lead, Callable[[], object]] = {
            Lead.REPORT: lambda: self.report_wanted.emit(one.period),
            Lead.USB: self.usb_wanted.emit,
            Lead.PLAN: self.planned_wanted.emit,
            Lead.ACTIVITIES: lambda: self.activities_wanted.emit(one.filter, one.words),
            Lead.BACKUP: self.backup_wanted.emit,
            Lead.FORM: self.form_wanted.emit,
        }
        ways[one.lead]()

    def _do(self, step: str) -> None:
        """Go where a step of the report is done."""
        if self._found is None:
            return
        period = self._found.due.period
        span = replace(self._found.filter, first=period.first, last=period.last)
        ways: dict[str, Callable[[], object]] = {
            Step.LOG: lambda: self.activities_wanted.emit(span, f"hoạt động {period.title}"),
            Step.ODD: lambda: self.activities_wanted.emit(span, f"hoạt động {period.title}"),
            Step.WORDS: lambda: self.writing_wanted.emit(period),
            Step.SEND: self.usb_wanted.emit,
        }
        ways.get(step, lambda: self.report_wanted.emit(period))()

    def _open_pace(self, one: Pace) -> None:
        since = f", từ {show_date(one.filter.first)}" if one.filter.first else ""
        self.activities_wanted.emit(one.filter, f"{one.name}{since}")

    def _open_measure(self, key: str, name: str) -> None:
        one: Measure | None = getattr(self._found, key, None)
        if one is not None and one.filter is not None:
            self.activities_wanted.emit(one.filter, name)

    def _open_day(self, one: Day) -> None:
        """Show what was held on a day; where there is nothing yet, what is planned."""
        if self._found is not None and one.held:
            span = replace(self._found.filter, first=one.day, last=one.day)
            self.activities_wanted.emit(span, f"hoạt động ngày {show_date(one.day)}")
        else:
            self.planned_wanted.emit()

    def _open_fact(self, key: str) -> None:
        if self._found is None:
            return
        first = self._found.returned[0].period if self._found.returned else self._found.due.period
        ways: dict[str, Callable[[], object]] = {
            "coverage": self.places_wanted.emit,
            "returned": lambda: self.report_wanted.emit(first),
            "backup": self.backup_wanted.emit,
        }
        ways[key]()

    def _connect(self) -> None:
        self.banner.clicked.connect(self.go_on)
        self.sessions.opened.connect(lambda: self._open_measure("sessions", "buổi đã tổ chức"))
        self.people.opened.connect(lambda: self._open_measure("people", "hoạt động có người dự"))
        self.households.opened.connect(self.places_wanted)
        self.money.opened.connect(self.money_wanted)
        self.paces.opened.connect(self._open_pace)
        self.paces.plan_wanted.connect(self.plan_wanted)
        self.steps.wanted.connect(self._do)
        self.week.day_wanted.connect(self._open_day)
        self.week.plan_wanted.connect(self.planned_wanted)
        self.facts.opened.connect(self._open_fact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show lists in the lower cards where there is room."""
        super().resizeEvent(event)
        tall = self.height() >= dp(TALL)
        self.steps.set_tall(tall)
        self.week.set_tall(tall)
        self.facts.set_tall(tall)

    def _lay_out(self) -> None:
        cards = numbers(self.sessions, self.people, self.households, self.money)
        dress(self.months, self.audience, self.steps, self.week)
        right = over(self.months, self.audience)
        middle = beside((self.paces, 62), (right, 38))
        low = beside((self.steps, 35), (self.week, 37), (self.facts, 28))
        fill(self, self.banner, cards, middle, low)


def _look_closer(session: Any, found: Today) -> Any:
    """Return the second look. What it needs is loaded here, on the worker, after the first paint."""
    from desktop.core import duties

    return duties.read(session, found)
