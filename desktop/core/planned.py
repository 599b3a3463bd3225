"""Planned activities (buổi dự kiến) of the own unit: kept, skipped with a reason, done.

What is planned is in no figure: only what was logged (`activity_id`) counts.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, not_, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, PlannedRow
from desktop.core import history, problems, reports, settings
from desktop.core.activities import Activity, Status
from desktop.core.catalogue import Channel
from desktop.core.errors import InvalidActivityError, NotFoundError, WrongChoiceError
from desktop.core.ids import new_id
from desktop.core.problems import Context, Problem, Severity
from desktop.core.texts import nfc, nfc_lines
from desktop.core.typed import show_date

MOST = 1_000
"""Planned activities read at a time: those of a year, and more."""
LISTS = ("hamlets", "topics", "speakers", "languages")
_LATER = (
    "attendees_missing", "date_in_future", "unit_not_valid", "maybe_twice", "cost_without_papers",
)  # fmt: skip
"""Problems of activities that say nothing about a plan."""


class State(StrEnum):
    """Where a planned activity stands."""

    OPEN = "OPEN"
    DONE = "DONE"
    SKIPPED = "SKIPPED"


STATE_NAMES = {
    State.OPEN: "Dự kiến", State.DONE: "Đã ghi sổ", State.SKIPPED: "Không tổ chức",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a planned activity and a broadcast that repeats say of what is to be done.

    Lists hold ids and codes; `topics[0]` is the main topic. `minutes` is per airing for broadcasts.
    """

    channel: str
    title: str = ""
    started_at: time | None = None
    ended_at: time | None = None
    venue: str = ""
    hamlets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    airings: int | None = None
    minutes: int | None = None
    note: str = ""


CONTENT = tuple(one.name for one in fields(Content))


@dataclass(frozen=True, kw_only=True)
class Planned(Content):
    """A planned activity.

    `reason` says why it was skipped, `activity_id` is the activity as which it was logged,
    `recurrence_id` the broadcast that repeats it comes from.
    """

    unit_id: str
    planned_on: date
    state: State = State.OPEN
    reason: str = ""
    activity_id: str | None = None
    recurrence_id: str | None = None
    id: str = field(default_factory=new_id)


def get(session: Session, planned_id: str) -> Planned:
    """Return a planned activity. Raises NotFoundError."""
    return _value(_row(session, planned_id))


def between(session: Session, first: date, last: date) -> tuple[Planned, ...]:
    """Return what the own unit planned for these days, by day and time; at most `MOST`."""
    return _found(session, PlannedRow.planned_on.between(first, last))


def overdue(session: Session, today: date) -> tuple[Planned, ...]:
    """Return what was planned before today and is neither logged nor skipped, oldest first.

    What lies in a locked report cannot be logged any more: it is not waited for.
    """
    return _found(session, *is_overdue(session, today))


def count_overdue(session: Session, today: date) -> int:
    """Return how many `overdue` would give."""
    unit_id = settings.read(session).unit_id
    query = select(func.count()).where(
        PlannedRow.unit_id == unit_id, *is_overdue(session, today)
    )  # fmt: skip
    return session.scalar(query) or 0


def is_overdue(session: Session, today: date) -> list[ColumnElement[bool]]:
    """Return the conditions of `overdue`."""
    locked = (PlannedRow.planned_on.between(*days) for days in reports.locked_days(session))
    return [
        PlannedRow.planned_on < today, PlannedRow.state == State.OPEN, *(not_(one) for one in locked)
    ]  # fmt: skip


def withdrawn(session: Session, found: Iterable[Planned]) -> frozenset[str]:
    """Return which of what was logged counts no more: only that can be planned again."""
    return frozenset(
        one.id
        for one in found
        if one.activity_id and not _counts(session, one.unit_id, one.activity_id)
    )


def found_problems(planned: Planned, context: Context) -> list[Problem]:
    """Return what is wrong with a plan: the checks of an activity as far as they fit one."""
    channel = context.catalogue.channel.get(planned.channel)
    found = problems.problems(as_activity(planned, channel), context)
    found = [one for one in found if one.code not in _LATER]
    if planned.airings == 0:
        text = "Số lượt là 0. Hãy ghi ít nhất 1 lượt, hoặc để trống khi chưa biết."
        found.insert(0, Problem("airings_none", Severity.STOP, ("airings",), text))
    return found


def as_activity(planned: Planned, channel: Channel | None) -> Activity:
    """Return the activity that a planned one is when it was held as planned.

    A broadcast is one item (tin, bài), aired once unless said otherwise.
    """
    quantities = channel.quantities if channel else ()
    times = planned.airings or 1
    airings = times if "airings" in quantities else None
    items = None
    if "minutes" in quantities:
        items = 1 if airings else times
    return Activity(
        unit_id=planned.unit_id, channel=planned.channel, held_on=planned.planned_on,
        title=planned.title, started_at=planned.started_at, ended_at=planned.ended_at,
        hamlets=planned.hamlets, venue=planned.venue, topics=planned.topics,
        languages=planned.languages, speakers=planned.speakers, items=items, airings=airings,
        minutes=planned.minutes if "minutes" in quantities else None,
    )  # fmt: skip


def prefill(planned: Planned, channel: Channel | None) -> dict[str, object]:
    """Return what the form of an activity begins with; a session's count is left to the form."""
    one = as_activity(planned, channel)
    names = ("held_on", "items", *(name for name in CONTENT if name != "note"))
    found = {name: getattr(one, name) for name in names}
    return {name: value for name, value in found.items() if value not in (None, "", ())}


def save(session: Session, planned: Planned) -> Planned:
    """Keep a planned activity, new or changed; return it as kept.

    One day of a broadcast that repeats, put on another day, becomes one of its own. Raises
    InvalidActivityError with what stops it, WrongChoiceError for one that was logged.
    """
    planned = _tidy(planned)
    context = problems.context(session)
    if stops := problems.stops(found_problems(planned, context)):
        raise InvalidActivityError(stops)
    row = session.get(PlannedRow, planned.id)
    before = _value(row) if row is not None else None
    if before is not None:
        _require_open(before)
        if before.recurrence_id and before.planned_on != planned.planned_on:
            skip(session, [before.id], f"Dời sang ngày {show_date(planned.planned_on)}")
            row, planned = None, replace(planned, id=new_id(), recurrence_id=None)
    if row is None:
        row = PlannedRow(id=planned.id)
        session.add(row)
    put(row, planned)
    session.flush()
    if before != planned:
        history.note(session, "planned", planned.id, "changed" if before else "added")
    return planned


def skip(session: Session, ids: Sequence[str], reason: str) -> None:
    """Say that planned activities are not held, and why. Raises WrongChoiceError."""
    said = nfc_lines(reason)
    if not said:
        raise WrongChoiceError("Hãy ghi lý do không tổ chức, để sau này còn giải trình được.")
    for row in rows_of(session, ids):
        _require_open(_value(row))
        row.state, row.reason = str(State.SKIPPED), said
    session.flush()
    history.note_many(session, "planned", list(ids), "skipped")


def reopen(session: Session, planned_id: str) -> Planned:
    """Plan again what was skipped, or what was logged as an activity that counts no more.

    Raises WrongChoiceError while that activity counts.
    """
    row = _row(session, planned_id)
    if row.activity_id and _counts(session, row.unit_id, row.activity_id):
        raise WrongChoiceError(
            "Buổi này đã ghi vào sổ. Nếu ghi nhầm, hãy thu hồi hoạt động đó trước ở trang Hoạt động."
        )
    row.state, row.reason, row.activity_id = str(State.OPEN), "", None
    session.flush()
    history.note(session, "planned", planned_id, "reopened")
    return _value(row)


def drop(session: Session, planned_id: str) -> None:
    """Take a planned activity away. Raises WrongChoiceError for a logged or repeated one."""
    row = _row(session, planned_id)
    _require_open(_value(row))
    if row.recurrence_id:
        raise WrongChoiceError(
            "Buổi này thuộc lịch phát lặp lại. Hãy chọn “Không tổ chức” cho riêng ngày này, "
            "hoặc dừng cả lịch ở mục Lịch phát."
        )
    session.delete(row)
    session.flush()
    history.note(session, "planned", planned_id, "removed")


def done(session: Session, planned_id: str, activity_id: str) -> Planned:
    """Say as which activity a planned one was logged. Raises NotFoundError, WrongChoiceError."""
    row = _row(session, planned_id)
    if row.state == State.DONE and row.activity_id == activity_id:
        return _value(row)
    _require_open(_value(row))
    row.state, row.reason, row.activity_id = str(State.DONE), "", activity_id
    session.flush()
    history.note(session, "planned", planned_id, "done")
    return _value(row)


def rows_of(session: Session, ids: Collection[str]) -> list[PlannedRow]:
    """Return the rows with these ids, by day. Raises NotFoundError if one is not there."""
    query = select(PlannedRow).where(PlannedRow.id.in_(sorted(ids)))
    rows = list(session.scalars(query.order_by(PlannedRow.planned_on, PlannedRow.id)))
    if len(rows) < len(set(ids)):
        raise NotFoundError
    return rows


def put(row: Any, value: Any) -> None:
    """Write a planned activity, or a broadcast that repeats, into its row."""
    for one in fields(value):
        kept = getattr(value, one.name)
        setattr(row, one.name, list(kept) if isinstance(kept, tuple) else kept)


def taken(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return these columns of a row as a value holds them: lists as tuples."""
    found = {name: getattr(row, name) for name in names}
    return {name: tuple(one) if isinstance(one, list) else one for name, one in found.items()}


def cleaned(value: Any) -> dict[str, Any]:
    """Return the texts and lists of what is planned, composed (NFC) and without repeats."""
    found: dict[str, Any] = {name: nfc(getattr(value, name)) for name in ("title", "venue")}
    found["note"] = nfc_lines(value.note)
    return found | {name: tuple(dict.fromkeys(getattr(value, name))) for name in LISTS}


def _found(session: Session, *where: Any) -> tuple[Planned, ...]:
    unit_id = settings.read(session).unit_id
    query = (
        select(PlannedRow)
        .where(PlannedRow.unit_id == unit_id, *where)
        .order_by(PlannedRow.planned_on, PlannedRow.id)
        .limit(MOST)
    )
    found = [_value(row) for row in session.scalars(query)]
    return tuple(sorted(found, key=in_order))


def in_order(one: Planned) -> tuple[date, time, str]:
    """Return by what planned activities are sorted: day and time, those without one last."""
    return (one.planned_on, one.started_at or time.max, one.id)


def _row(session: Session, planned_id: str) -> PlannedRow:
    row = session.get(PlannedRow, planned_id)
    if row is None:
        raise NotFoundError
    return row


_NAMES = tuple(one.name for one in fields(Planned))


def _value(row: PlannedRow) -> Planned:
    known = taken(row, _NAMES)
    return Planned(**known | {"state": State(row.state)})


def _tidy(planned: Planned) -> Planned:
    return replace(planned, **cleaned(planned), reason=nfc_lines(planned.reason))


def _require_open(one: Planned) -> None:
    if one.state is State.DONE:
        raise WrongChoiceError(
            "Buổi này đã ghi vào sổ. Hãy sửa ở hoạt động đã ghi, không sửa ở buổi dự kiến."
        )


def _counts(session: Session, unit_id: str, activity_id: str) -> bool:
    row = session.get(ActivityRow, (unit_id, activity_id))
    return row is not None and row.status != Status.WITHDRAWN
