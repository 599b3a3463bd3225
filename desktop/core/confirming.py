"""Confirming by exception (xác nhận): what was planned is logged in one write, but for what was not.

Each goes through the checks of the form; what is refused is listed and the others are kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from desktop.core import (
    activities,
    catalogue,
    clock,
    entry,
    history,
    neighbours,
    planned,
    problems,
    reports,
)
from desktop.core.activities import Activity
from desktop.core.catalogue import Catalogue
from desktop.core.errors import PeriodLockedError, WrongChoiceError
from desktop.core.neighbours import Neighbour
from desktop.core.periods import Rule, containing
from desktop.core.planned import Planned, State
from desktop.core.problems import Context, Severity


@dataclass(frozen=True)
class Line:
    """One planned activity whose day has come, with what keeps it from being logged as it is.

    `twin` is an activity of the register that seems to be it: confirming then only links both.
    """

    planned: Planned
    stops: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    twin: Neighbour | None = None

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        return self.planned.id

    @property
    def is_ready(self) -> bool:
        """Return whether it can be confirmed without another look."""
        return not self.stops and (self.twin is not None or not self.hints)


@dataclass(frozen=True)
class Choices:
    """What the officer decided: log these, skip those for a reason; all others stay open."""

    held: tuple[str, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """A planned activity that was not logged, and why."""

    planned: Planned
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Confirmed:
    """What was logged, which planned ones were linked or skipped, what was refused."""

    logged: tuple[Activity, ...]
    linked: tuple[str, ...]
    skipped: tuple[str, ...]
    refused: tuple[Refused, ...]


def months(session: Session) -> tuple[date, ...]:
    """Return the first days of the months that have something to confirm, oldest first."""
    today = clock.of(session).today()
    found = {one.planned_on.replace(day=1) for one in planned.overdue(session, today)}
    found |= {
        today.replace(day=1) for one in planned.between(session, today, today)
        if one.state is State.OPEN
    }  # fmt: skip
    return tuple(sorted(found))


def look(session: Session, any_day: date) -> tuple[Line, ...]:
    """Return what of the month of a day is open and has come: what asks for a look first, by day."""
    month = containing(any_day, "M", Rule.CALENDAR)
    last = min(month.last, clock.of(session).today())
    found = planned.between(session, month.first, last)
    wanted = [one for one in found if one.state is State.OPEN]
    lines = _look_at(session, wanted) if wanted else ()
    return tuple(sorted(lines, key=lambda one: one.is_ready))


def confirm(session: Session, choices: Choices) -> Confirmed:
    """Log what was held, skip what was not, in one write. Raises NotFoundError, WrongChoiceError.

    Those that are refused stay open.
    """
    for planned_id, reason in choices.skipped.items():
        planned.skip(session, [planned_id], reason)
    found = [planned.get(session, row.id) for row in planned.rows_of(session, choices.held)]
    wanted = [one for one in found if one.state is State.OPEN]
    if not wanted:
        return Confirmed((), (), tuple(choices.skipped), ())
    lines = _look_at(session, wanted)
    refused = tuple(Refused(one.planned, one.stops) for one in lines if one.stops)
    linked = [one for one in lines if one.twin and not one.stops]
    new = [one.planned for one in lines if not one.twin and not one.stops]
    known = catalogue.read(session)
    kept = activities.save_many(session, [_activity(one, known) for one in new])
    for one, activity in zip(new, kept, strict=True):
        planned.done(session, one.id, activity.id)
    for line in linked:
        assert line.twin is not None
        planned.done(session, line.id, line.twin.id)
    return Confirmed(tuple(kept), tuple(one.id for one in linked), tuple(choices.skipped), refused)


def undo(session: Session, done: Confirmed) -> None:
    """Take a confirmation back at once: what it logged goes, what it skipped is planned again.

    Raises PeriodLockedError, WrongChoiceError for an activity that was changed meanwhile.
    """
    for one in done.logged:
        if activities.get(session, one.unit_id, one.id).revision != one.revision:
            raise WrongChoiceError(
                "Có hoạt động đã được sửa sau khi xác nhận nên không hoàn tác cả loạt được. Hãy thu "
                "hồi từng hoạt động ở trang Hoạt động."
            )
    planned_ids = _touched(session, done)
    if done.logged:
        activities.remove(session, done.logged[0].unit_id, [one.id for one in done.logged])
    for row in planned.rows_of(session, planned_ids):
        row.state, row.reason, row.activity_id = str(State.OPEN), "", None
    session.flush()
    history.note(session, "planned", "all", "reopened", {"activities": [len(done.logged), 0]})


def _touched(session: Session, done: Confirmed) -> list[str]:
    ids, days = {one.id for one in done.logged}, [one.held_on for one in done.logged]
    found = planned.between(session, min(days), max(days)) if days else ()
    logged = [one.id for one in found if one.activity_id in ids]
    return [*logged, *done.linked, *done.skipped]


def _activity(one: Planned, known: Catalogue) -> Activity:
    made = planned.as_activity(one, known.channel.get(one.channel))
    return entry.complete(activities.tidy(made), known)


def _look_at(session: Session, wanted: Sequence[Planned]) -> tuple[Line, ...]:
    """Return planned activities with what the checks of the form say of them."""
    first, last = (end(one.planned_on for one in wanted) for end in (min, max))
    context = problems.context(session, first, last)
    all_planned = planned.between(session, first, last)
    linked = {one.activity_id for one in all_planned if one.activity_id}
    return tuple(_looked_at(session, one, context, linked) for one in wanted)


def _looked_at(session: Session, one: Planned, context: Context, linked: set[str]) -> Line:
    activity = _activity(one, context.catalogue)
    found = problems.problems(activity, context)
    stops = [problem.text for problem in problems.stops(found)]
    try:
        reports.require_open(session, [one.planned_on])
    except PeriodLockedError as locked:
        stops.append(
            f"Báo cáo {locked.title} đã khóa nên không ghi thêm được. Hãy mở khóa báo cáo trước."
        )
    hints = [problem.text for problem in found if problem.severity is Severity.EXPLAIN]
    there = (one for one in context.neighbours.get(activity.held_on, ()) if one.id not in linked)
    twin = next((one for one in there if neighbours.same(activity, one)), None)
    return Line(one, tuple(stops), tuple(hints), twin)
