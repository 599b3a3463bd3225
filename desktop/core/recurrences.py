"""Broadcasts that repeat on weekdays (lịch phát): each makes planned activities for its days.

A change, or the end, touches only open days from today on; what was logged, skipped or changed
by hand stays as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import PlannedRow, RecurrenceRow
from desktop.core import clock, history, planned, problems, settings
from desktop.core.catalogue import Catalogue
from desktop.core.errors import InvalidActivityError, NotFoundError
from desktop.core.ids import new_id
from desktop.core.planned import CONTENT, Content, Planned, State
from desktop.core.problems import Context, Problem, Severity
from desktop.core.typed import show_date, show_time

LONGEST = 366
"""Days that a broadcast repeats at most: one year's plan."""
WEEKDAYS = ("thứ 2", "thứ 3", "thứ 4", "thứ 5", "thứ 6", "thứ 7", "chủ nhật")
"""What people call the weekdays; 0 is Monday."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Recurrence(Content):
    """A broadcast on the same weekdays (0: Monday) from `first` to `last`, both included."""

    unit_id: str
    weekdays: tuple[int, ...]
    first: date
    last: date
    id: str = field(default_factory=new_id)

    def days(self) -> Iterator[date]:
        """Return its days in their order."""
        day = self.first
        while day <= self.last:
            if day.weekday() in self.weekdays:
                yield day
            day += _DAY

    def on(self, day: date) -> Planned:
        """Return the planned activity of one day."""
        content = {name: getattr(self, name) for name in CONTENT}
        return Planned(unit_id=self.unit_id, planned_on=day, recurrence_id=self.id, **content)


@dataclass(frozen=True)
class Progress:
    """A broadcast that repeats with how many of its days are open, logged and skipped."""

    recurrence: Recurrence
    open: int
    done: int
    skipped: int

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        return self.recurrence.id


def get(session: Session, recurrence_id: str) -> Recurrence:
    """Return a broadcast that repeats. Raises NotFoundError."""
    return _value(_row(session, recurrence_id))


def all_of(session: Session) -> tuple[Progress, ...]:
    """Return the own unit's broadcasts that repeat with their days, the last to end first."""
    unit_id = settings.read(session).unit_id
    counts: dict[tuple[str, str], int] = {
        (key, state): count
        for key, state, count in session.execute(
            select(PlannedRow.recurrence_id, PlannedRow.state, func.count())
            .where(PlannedRow.unit_id == unit_id, PlannedRow.recurrence_id.is_not(None))
            .group_by(PlannedRow.recurrence_id, PlannedRow.state)
        )
        if key
    }
    rows = session.scalars(
        select(RecurrenceRow)
        .where(RecurrenceRow.unit_id == unit_id)
        .order_by(RecurrenceRow.last.desc(), RecurrenceRow.id)
        .limit(planned.MOST)
    )
    return tuple(
        Progress(_value(row), *(counts.get((row.id, state), 0) for state in State)) for row in rows
    )


def problems_of(recurrence: Recurrence, context: Context) -> list[Problem]:
    """Return what is wrong with a broadcast that repeats; its content is checked as a day of it."""
    content = planned.found_problems(recurrence.on(recurrence.first), context)
    return [*_day_problems(recurrence), *content]


def save(session: Session, recurrence: Recurrence) -> Recurrence:
    """Keep a broadcast that repeats: a new one with all its days, a changed one from today on.

    Raises InvalidActivityError with what stops it.
    """
    recurrence = replace(
        recurrence, **planned.cleaned(recurrence), weekdays=tuple(sorted(set(recurrence.weekdays)))
    )
    if stops := problems.stops(problems_of(recurrence, problems.context(session))):
        raise InvalidActivityError(stops)
    row = session.get(RecurrenceRow, recurrence.id)
    before = _value(row) if row is not None else None
    if row is None:
        row = RecurrenceRow(id=recurrence.id)
        session.add(row)
    planned.put(row, recurrence)
    session.flush()
    if before is None:
        _add(session, recurrence, list(recurrence.days()))
        days = sum(1 for _ in recurrence.days())
        history.note(session, "recurrence", recurrence.id, "added", {"days": [None, days]})
    elif before != recurrence:
        _follow(session, before, recurrence)
        history.note(session, "recurrence", recurrence.id, "changed")
    return recurrence


def stop(session: Session, recurrence_id: str) -> int:
    """End a broadcast yesterday: its open days from today on go; return how many.

    One that has no day left goes as a whole. Raises NotFoundError.
    """
    row = _row(session, recurrence_id)
    today = clock.of(session).today()
    ahead = _open(session, recurrence_id, today)
    for one in ahead:
        session.delete(one)
    session.flush()
    left = session.scalar(select(func.count()).where(PlannedRow.recurrence_id == recurrence_id))
    if left:
        row.last = max(min(row.last, today - _DAY), row.first)
    else:
        session.delete(row)
    session.flush()
    history.note(session, "recurrence", recurrence_id, "stopped", {"days": [len(ahead), 0]})
    return len(ahead)


def said(recurrence: Recurrence, known: Catalogue) -> str:
    """Return it as people say it: "Phát thanh, thứ 3 và thứ 6, 06:00, 15 phút, tiếng Việt…"."""
    channel = known.channel.get(recurrence.channel)
    parts = [channel.short_name if channel else recurrence.channel, weekdays(recurrence.weekdays)]
    if recurrence.started_at:
        parts.append(show_time(recurrence.started_at))
    if recurrence.minutes:
        times = f"{recurrence.airings} lượt × " if (recurrence.airings or 1) > 1 else ""
        parts.append(f"{times}{recurrence.minutes} phút")
    tongues = [known.language[one].name for one in recurrence.languages if one in known.language]
    if tongues:
        parts.append(_and([tongues[0], *(f"{one[:1].lower()}{one[1:]}" for one in tongues[1:])]))
    return ", ".join(parts)


def weekdays(numbers: Sequence[int]) -> str:
    """Return "thứ 3 và thứ 6", "thứ 2 đến thứ 7" for a run, "hằng ngày" for all seven."""
    days = sorted(set(numbers))
    if len(days) == len(WEEKDAYS):
        return "hằng ngày"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]} đến {WEEKDAYS[days[-1]]}"
    return _and([WEEKDAYS[one] for one in days])


def _day_problems(one: Recurrence) -> Iterator[Problem]:
    if not one.weekdays or not set(one.weekdays) <= set(range(len(WEEKDAYS))):
        text = "Chưa chọn ngày nào trong tuần. Hãy chọn ít nhất một ngày."
        yield Problem("weekdays_missing", Severity.STOP, ("weekdays",), text)
    if one.last < one.first:
        text = f"Đến ngày {show_date(one.last)} trước ngày bắt đầu {show_date(one.first)}. Hãy sửa một trong hai."
        yield Problem("span_backwards", Severity.STOP, ("last",), text)
    elif (one.last - one.first).days >= LONGEST:
        text = "Lịch phát dài hơn một năm. Hãy lập cho từng năm."
        yield Problem("span_long", Severity.STOP, ("last",), text)
    elif one.weekdays and next(one.days(), None) is None:
        text = "Từ ngày đầu đến ngày cuối không có ngày nào đã chọn trong tuần. Hãy xem lại."
        yield Problem("no_day", Severity.STOP, ("weekdays", "last"), text)


def _follow(session: Session, before: Recurrence, after: Recurrence) -> None:
    """Bring the open days from today on in line with what it says now."""
    today = clock.of(session).today()
    wanted = {day for day in after.days() if day >= today}
    for row in _open(session, after.id, today):
        by_hand = planned.taken(row, CONTENT) != {name: getattr(before, name) for name in CONTENT}
        if by_hand:
            continue
        if row.planned_on in wanted:
            for name in CONTENT:
                value = getattr(after, name)
                setattr(row, name, list(value) if isinstance(value, tuple) else value)
        else:
            session.delete(row)
    session.flush()
    there = set(
        session.scalars(select(PlannedRow.planned_on).where(PlannedRow.recurrence_id == after.id))
    )
    _add(session, after, sorted(wanted - there))


def _add(session: Session, recurrence: Recurrence, days: Sequence[date]) -> None:
    for day in days:
        row = PlannedRow()
        planned.put(row, recurrence.on(day))
        session.add(row)
    session.flush()


def _open(session: Session, recurrence_id: str, today: date) -> list[PlannedRow]:
    query = select(PlannedRow).where(
        PlannedRow.recurrence_id == recurrence_id, PlannedRow.state == State.OPEN,
        PlannedRow.planned_on >= today,
    )  # fmt: skip
    return list(session.scalars(query.order_by(PlannedRow.planned_on)))


def _row(session: Session, recurrence_id: str) -> RecurrenceRow:
    row = session.get(RecurrenceRow, recurrence_id)
    if row is None:
        raise NotFoundError
    return row


_NAMES = tuple(one.name for one in fields(Recurrence))


def _value(row: RecurrenceRow) -> Recurrence:
    return Recurrence(**planned.taken(row, _NAMES))


def _and(words: Sequence[str]) -> str:
    return " và ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))
