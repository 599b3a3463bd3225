"""The words and colours of the first pages: numbers, verdicts, steps, days."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from desktop.core.measures import Measure
from desktop.core.pace import LATE, VERDICT_NAMES, Pace, Verdict
from desktop.core.steps import Mark, Step, Task
from desktop.core.today import Due
from desktop.core.today_parts import Backup, Coverage
from desktop.core.typed import (
    show_date,
    show_decimal,
    show_millions,
    show_moment,
    show_number,
    weekday,
)
from desktop.ui.overview_cards import NumberCard

_OF_PLACES = "CT09"
STEP_NAMES = {
    Step.LOG: "Ghi sổ", Step.ODD: "Xem lại", Step.WORDS: "Viết lời", Step.PRINT: "In, ký",
    Step.LOCK: "Khóa", Step.SEND: "Gửi",
}  # fmt: skip
TONES = {
    Verdict.DONE: "ok", Verdict.AHEAD: "ok", Verdict.ON_TIME: "ok", Verdict.BEHIND: "warn",
    Verdict.LATE: "bad", Verdict.COMMON: "none",
}  # fmt: skip
BARS = {
    Verdict.DONE: "ok", Verdict.AHEAD: "accent", Verdict.ON_TIME: "accent",
    Verdict.BEHIND: "warnBar", Verdict.LATE: "bad", Verdict.COMMON: "chart4",
}  # fmt: skip
_MARKS = {Mark.DONE: "done", Mark.LOOK: "look", Mark.OPEN: "open", Mark.STOPS: "stops"}


def mark(one: Task) -> str:
    """Return how a step stands, as the strip draws it."""
    return _MARKS[one.mark]


def number(value: int | Decimal | None) -> str:
    """Return a figure; "–" where nothing was entered."""
    if value is None:
        return "–"
    return show_number(value) if isinstance(value, int) else show_decimal(value)


def done(one: Pace, *, bare: bool = False) -> str:
    """Return "7 / 8 buổi"; a target between two numbers as "0 / 1–2 phóng sự"; bare: no unit."""
    target, most = show_number(one.target), one.at_most
    if one.word == "đồng" and one.target >= 1_000_000:
        paid = None if one.done is None else int(one.done)
        return f"{show_millions(paid)} / {show_millions(one.target)} triệu"
    upper = f"–{show_number(most)}" if most and most > one.target else ""
    return f"{number(one.done)} / {target}{upper} {'' if bare else one.word}".rstrip()


def needed(one: Pace) -> str:
    """Return the whole sentence of a target, for the tooltip and for screen readers."""
    words = f"{one.name}: đã làm {done(one)}. "
    words += f"Đến hôm nay cần {show_number(one.needed)}; hạn {show_date(one.due_on)}. "
    return words + VERDICT_NAMES[one.verdict] + "."


def state(one: Measure) -> str:
    """Return how a large number is to be coloured: ok, warn or none."""
    if one.verdict is None:
        return "none"
    return "warn" if one.verdict in LATE else "ok"


def verdict(one: Measure, unit: str = "", *, money: bool = False) -> str:
    """Return "Đúng tiến độ · cần 16" or "Hoàn thành"."""
    if one.verdict is None:
        return ""
    name = VERDICT_NAMES[one.verdict]
    if one.verdict is Verdict.DONE or one.needed is None:
        return name
    need = f"{show_millions(one.needed)} triệu" if money else show_number(one.needed)
    return f"{name} · cần {need} {unit}".rstrip()


def share(one: Measure) -> float | None:
    """Return the part done; None without a target."""
    return (one.done or 0) / one.target if one.target else None


def due_share(one: Measure) -> float | None:
    """Return the part needed by today; None where it is not known."""
    return one.needed / one.target if one.target and one.needed is not None else None


def show_measure(card: NumberCard, one: Measure, unit: str, bare: str) -> None:
    """Show a number against its target in `unit`; without one (in `bare`) say so."""
    rest = f"/ {show_number(one.target)} {unit}" if one.target else bare
    card.show_number(
        number(one.done), rest, verdict(one) or "chưa giao chỉ tiêu",
        done=share(one), due=due_share(one), state=state(one),
    )  # fmt: skip


def due(one: Due, today: date) -> str:
    """Return the title of the steps: "Báo cáo quý IV · còn 18 ngày" (of another year: with it)."""
    title = f"Báo cáo {one.period.title}".removesuffix(f" năm {today.year}")
    if one.sent:
        return f"{title} · đã gửi"
    if one.days_left is None:
        return title
    if one.days_left < 0:
        return f"{title} · quá hạn {-one.days_left} ngày"
    return f"{title} · " + (f"còn {one.days_left} ngày" if one.days_left else "hết hạn hôm nay")


def due_day(one: Due) -> tuple[str, str]:
    """Return "Hạn 25/12/2026" and "20 ngày làm việc"; without a deadline the days of the period."""
    if one.last_day is None:
        return f"{one.period.first:%d/%m} – {show_date(one.period.last)}", "chưa có hạn nộp"
    left = f"{one.working_days} ngày làm việc" if one.working_days else ""
    return f"Hạn {show_date(one.last_day)}", left


def coverage(one: Coverage, paces: Iterable[Pace] = ()) -> tuple[str, str]:
    """Return the short number, and the words behind it; a target there are too few places for is said."""
    if not one.hamlets:
        return "–", "chưa có danh sách thôn, buôn"
    own = (each for each in paces if each.indicator == _OF_PLACES and not each.common)
    wanted = max((each.target for each in own), default=0)
    if wanted > one.hamlets:
        return (
            f"{one.reached}/{one.hamlets} thôn, buôn",
            f"chỉ tiêu {wanted}, nay còn {one.hamlets}",
        )
    return f"{one.reached}/{one.hamlets} thôn, buôn", f"{one.direct} nơi có họp trực tiếp"


def backup(one: Backup, today: date) -> str:
    """Return when the last backup was made."""
    return "chưa có bản nào" if one.at is None else show_moment(one.at, today)


def long_day(day: date) -> str:
    """Return "Thứ Năm, 14/11/2024"."""
    return f"{weekday(day)}, {show_date(day)}"


def came_at(at: datetime, today: date) -> str:
    """Return when something came in."""
    return show_moment(at, today)
