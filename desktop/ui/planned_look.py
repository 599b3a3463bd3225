"""What the list of planned activities is made of: what it reads, its columns and words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from desktop.core import (
    catalogue,
    clashes,
    clock,
    confirming,
    periods,
    planned,
    recurrences,
    reports,
)
from desktop.core.catalogue import Catalogue
from desktop.core.clashes import Known, Notice
from desktop.core.periods import Period, Rule
from desktop.core.planned import STATE_NAMES, Planned, State
from desktop.core.recurrences import Progress
from desktop.core.typed import show_date, show_date_long, show_time, weekday
from desktop.ui.table import Column


class Lens(StrEnum):
    """The chips over the list."""

    ALL = "all"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    SINGLE = "single"
    COMING = "coming"


LENS_NAMES = {
    Lens.ALL: "Tất cả", Lens.OPEN: "Chưa ghi sổ", Lens.COMING: "Sắp tới", Lens.DONE: "Đã ghi sổ",
    Lens.SKIPPED: "Không tổ chức", Lens.SINGLE: "Trừ lịch phát",
}  # fmt: skip
LOCKED = "Kỳ đã khóa"


@dataclass(frozen=True)
class Found:
    """Everything the list shows, of one moment; `overdue` counts all months.

    `locked` are the days of locked reports, `withdrawn` the ids of what can be planned again.
    """

    month: Period
    today: date
    lines: tuple[Planned, ...]
    notices: tuple[Notice, ...]
    overdue: int
    to_confirm: tuple[date, ...]
    names: Known
    catalogue: Catalogue
    repeats: tuple[Progress, ...]
    locked: tuple[tuple[date, date], ...]
    withdrawn: frozenset[str]

    def through(self, lens: Lens) -> list[Planned]:
        """Return what a chip shows: what is overdue first, then by day and time."""
        shows: dict[Lens, Callable[[Planned], bool]] = {
            Lens.ALL: lambda _: True,
            Lens.OPEN: self.is_late,
            Lens.COMING: lambda one: one.state is State.OPEN and one.planned_on >= self.today,
            Lens.DONE: lambda one: one.state is State.DONE,
            Lens.SKIPPED: lambda one: one.state is State.SKIPPED,
            Lens.SINGLE: lambda one: one.recurrence_id is None,
        }
        found = [one for one in self.lines if shows[lens](one)]
        return sorted(found, key=lambda one: (not self.is_late(one), planned.in_order(one)))

    def is_late(self, one: Planned) -> bool:
        """Return whether its day is over, and it can and should be logged."""
        past = one.state is State.OPEN and one.planned_on < self.today
        return past and not self.is_locked(one)

    def is_locked(self, one: Planned) -> bool:
        """Return whether it is open and lies in a locked report."""
        return one.state is State.OPEN and any(
            first <= one.planned_on <= last for first, last in self.locked
        )

    def clashes_of(self, one: Planned) -> list[Notice]:
        """Return what is in its way."""
        return [notice for notice in self.notices if one.id in (notice.one, notice.other)]


def look(session: Any, any_day: date | None) -> Found:
    """Return what is planned for the month of a day (None: this month)."""
    today = clock.of(session).today()
    month = periods.containing(any_day or today, "M", Rule.CALENDAR)
    lines = planned.between(session, month.first, month.last)
    return Found(
        month=month,
        today=today,
        lines=lines,
        notices=clashes.read(session, max(month.first, today), month.last),
        overdue=planned.count_overdue(session, today),
        to_confirm=confirming.months(session),
        names=clashes.known(session),
        catalogue=catalogue.read(session),
        repeats=recurrences.all_of(session),
        locked=reports.locked_days(session),
        withdrawn=planned.withdrawn(session, lines),
    )


class Lines:
    """The columns of the table; they know what was read last."""

    def __init__(self) -> None:
        self.found: Found | None = None

    def columns(self) -> list[Column]:
        """Return day, content and state."""
        return [
            Column("day", "Ngày", lambda one: show_date(one.planned_on),
                   second=lambda one: weekday(one.planned_on), width=116),
            Column("title", "Nội dung", self.title, second=self.under_title, icon=self.icon),
            Column("state", "Tình trạng", self.state, tone=self.tone, width=172),
        ]  # fmt: skip

    def title(self, one: Planned) -> str:
        """Return its name, or what it is about."""
        if one.title or self.found is None:
            return one.title
        topics = self.found.catalogue.topic
        return "; ".join(topics[code].short_name for code in one.topics if code in topics)

    def under_title(self, one: Planned) -> str:
        """Return channel, hours and place."""
        return " · ".join(filter(None, (self.channel(one), hours(one), self.place(one))))

    def channel(self, one: Planned) -> str:
        """Return the short name of the channel."""
        known = self.found and self.found.names.channels.get(one.channel)
        return known.short_name if known else one.channel

    def place(self, one: Planned) -> str:
        """Return venue and hamlets."""
        names = self.found.names.hamlets if self.found else {}
        places = ", ".join(names[key] for key in one.hamlets if key in names)
        return " – ".join(filter(None, (one.venue, places)))

    def icon(self, one: Planned) -> str:
        """Return the icon of the channel."""
        known = self.found and self.found.names.channels.get(one.channel)
        return known.icon if known else "talk"

    def state(self, one: Planned) -> str:
        """Return the word of the pill."""
        if self.found is not None and self.found.is_late(one):
            return "Chưa ghi sổ"
        if self.found is not None and self.found.is_locked(one):
            return LOCKED
        return "Trùng lịch" if self._clashes(one) else STATE_NAMES[one.state]

    def tone(self, one: Planned) -> str:
        """Return how the pill looks."""
        if one.state is State.DONE:
            return "ok"
        late = self.found is not None and self.found.is_late(one)
        return "warn" if late or self._clashes(one) else "none"

    def _clashes(self, one: Planned) -> bool:
        return bool(self.found and one.state is State.OPEN and self.found.clashes_of(one))


def hours(one: Planned) -> str:
    """Return "19:00 – 20:45", or the beginning with the minutes of a broadcast."""
    text = " – ".join(show_time(at) for at in (one.started_at, one.ended_at) if at)
    if one.minutes and not one.ended_at:
        times = f"{one.airings} lượt × " if (one.airings or 1) > 1 else ""
        return ", ".join(filter(None, (text, f"{times}{one.minutes} phút")))
    return text


def facts(one: Planned, lines: Lines) -> Iterator[tuple[str, str]]:
    """Return icon and words of each line of the pane."""
    found = lines.found
    assert found is not None
    yield lines.icon(one), lines.channel(one)
    yield "calendar", ", ".join(filter(None, (show_date_long(one.planned_on), hours(one))))
    yield "location", lines.place(one)
    yield (
        "talk",
        ", ".join(found.names.speakers[key] for key in one.speakers if key in found.names.speakers),
    )
    known = found.catalogue
    yield (
        "news",
        "; ".join(known.topic[code].short_name for code in one.topics if code in known.topic),
    )
    tongues = [known.language[code].name for code in one.languages if code in known.language]
    yield "language", ", ".join(tongues)
    yield "refresh", "Theo lịch phát lặp lại" if one.recurrence_id else ""
    yield "edit", one.note
