"""Finding activities: pages of lines for a list, and the sums of everything that is found.

Reading only. Numbers are summed by SQL; a list is never longer than asked for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from db import search
from db.rows import (
    ActivityHamletRow,
    ActivityLanguageRow,
    ActivityRow,
    ActivityTopicRow,
    HamletRow,
    UnitRow,
    UnitSumsRow,
)
from desktop.core import hamlets, same_hamlets, scopes, unit_sums
from desktop.core.activities import COUNTED, Status
from desktop.core.texts import sort_key
from desktop.core.units import Unit

PAGE = 200
"""Lines of one page of a list."""

_EVER = (date(2000, 1, 1), date(2099, 12, 31))
_HALF, _LOOK_BACK = 16, (3, 8, 20, 45, 120)
"""Days of the longest half month; how many days back the newest lines are looked for."""


@dataclass(frozen=True)
class UnitDays:
    """A unit, and from which day and to which (both included; None: any)."""

    unit_id: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which activities to find; an empty part does not narrow. Withdrawn ones only by status.

    Without a unit: those of all units, or of those named in `units`.
    """

    unit_id: str
    units: tuple[UnitDays, ...] = ()
    first: date | None = None
    last: date | None = None
    text: str = ""
    channels: tuple[str, ...] = ()
    topic: str = ""
    main_topic_only: bool = False
    hamlet_id: str = ""
    languages: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = COUNTED
    import_id: str = ""


@dataclass(frozen=True)
class ActivityLine:
    """An activity as a list shows it; `place` joins its hamlets (else the venue)."""

    id: str
    revision: int
    status: Status
    channel: str
    title: str
    held_on: date
    until_on: date | None
    started_at: time | None
    place: str
    attendees: int | None
    unit_id: str


@dataclass(frozen=True)
class Page:
    """Some lines, newest first, and whether older ones follow."""

    lines: tuple[ActivityLine, ...]
    more: bool


@dataclass(frozen=True)
class Summary:
    """Sums over everything a filter finds; None where nothing was entered."""

    activities: int
    attendees: int | None
    women: int | None
    minority: int | None
    poor: int | None
    near_poor: int | None
    escaped: int | None


def find(
    session: Session, wanted: Filter, after: ActivityLine | None = None, limit: int = PAGE
) -> Page:
    """Return the next lines after `after` (None: the first), newest day first.

    First the ids, from the narrow index alone; only then the wide rows of one page.
    """
    ids = _narrowed(select(ActivityRow.unit_id, ActivityRow.id), wanted)
    if after is not None:
        ids = ids.where(
            or_(
                ActivityRow.held_on < after.held_on,
                and_(ActivityRow.held_on == after.held_on, ActivityRow.id < after.id),
            )
        )
    newest_first = (ActivityRow.held_on.desc(), ActivityRow.id.desc())
    ordered = ids.order_by(*newest_first).limit(limit + 1)
    keys = _newest_of_all(session, ordered, wanted, after, limit)
    if keys is None:
        keys = session.execute(ordered).all()
    found = [key for _, key in keys[:limit]]
    unit_ids = {unit_id for unit_id, _ in keys}
    query = select(
        ActivityRow.id, ActivityRow.revision, ActivityRow.status, ActivityRow.channel,
        ActivityRow.title, ActivityRow.held_on, ActivityRow.until_on,
        ActivityRow.started_at, ActivityRow.venue, ActivityRow.attendees, ActivityRow.unit_id,
    ).where(ActivityRow.unit_id.in_(unit_ids), ActivityRow.id.in_(found))  # fmt: skip
    by_id = {row.id: row for row in session.execute(query)}
    places = _places(session, unit_ids, found)
    lines = tuple(
        ActivityLine(
            row.id, row.revision, Status(row.status), row.channel, row.title, row.held_on,
            row.until_on, row.started_at, ", ".join(places.get(row.id, ())) or row.venue,
            row.attendees, row.unit_id,
        )
        for row in (by_id[one] for one in found)
    )  # fmt: skip
    return Page(lines, len(keys) > limit)


def _newest_of_all(
    session: Session, ordered: Any, wanted: Filter, after: ActivityLine | None, limit: int
) -> Sequence[Any] | None:
    """Return the keys of one page over all units without sorting everything there is.

    Looks at the last days, then at more of them, by the index of each unit; None where that does
    not help: one unit, words to search for, or fewer lines than a page.
    """
    if wanted.unit_id or wanted.text or wanted.import_id:
        return None
    newest = session.scalar(select(func.max(UnitSumsRow.half)))
    if newest is None:
        return None
    last = after.held_on if after else date.fromisoformat(newest) + timedelta(days=_HALF)
    for days in _LOOK_BACK:
        since = last - timedelta(days=days)
        in_units = ActivityRow.unit_id.in_(select(UnitRow.id))
        keys = session.execute(ordered.where(in_units, ActivityRow.held_on >= since)).all()
        if len(keys) > limit:
            return keys
    return None


def summary(session: Session, wanted: Filter) -> Summary:
    """Return the sums over everything the filter finds."""
    kept = _kept_sums(session, wanted)
    if kept is not None and wanted.statuses == COUNTED:
        found = select(
            func.coalesce(func.sum(kept.activities), 0), func.sum(kept.attendees),
            func.sum(kept.women), func.sum(kept.minority), func.sum(kept.poor),
            func.sum(kept.near_poor), func.sum(kept.escaped),
        )  # fmt: skip
        return Summary(*session.execute(found).one())
    sums = _narrowed(
        select(
            func.count(), func.sum(ActivityRow.attendees), func.sum(ActivityRow.women),
            func.sum(ActivityRow.minority), func.sum(ActivityRow.poor),
            func.sum(ActivityRow.near_poor), func.sum(ActivityRow.escaped),
        ),
        wanted,
    )  # fmt: skip
    return Summary(*session.execute(sums).one())


def counts(session: Session, filters: Sequence[Filter]) -> list[int]:
    """Return how many activities each filter finds, in the same order."""
    return [_count(session, one) for one in filters]


def _count(session: Session, wanted: Filter) -> int:
    kept = _kept_sums(session, wanted)
    if kept is not None:
        column = kept.activities if wanted.statuses == COUNTED else kept.held
        return session.scalar(select(func.sum(column))) or 0
    return session.scalar(_narrowed(select(func.count()).select_from(ActivityRow), wanted)) or 0


def _kept_sums(session: Session, wanted: Filter) -> Any:
    """Return the sums kept of all units where they say what the filter finds, else None."""
    parts = (wanted.unit_id, wanted.units, wanted.text, wanted.channels, wanted.topic,
             wanted.hamlet_id, wanted.languages, wanted.import_id)  # fmt: skip
    first, last = wanted.first or _EVER[0], wanted.last or _EVER[1]
    if any(parts) or wanted.statuses not in (COUNTED, (Status.HELD,)):
        return None
    if not unit_sums.made_of_halves(first, last):
        return None
    return unit_sums.source(session, scopes.read(session), first, last).c


def is_empty(session: Session, unit_id: str = "") -> bool:
    """Return whether there is no activity at all (of the unit, if named), not even a withdrawn one."""
    of_unit = [ActivityRow.unit_id == unit_id] if unit_id else []
    return session.execute(select(ActivityRow.id).where(*of_unit).limit(1)).first() is None


def units_of(session: Session) -> dict[str, Unit]:
    """Return the units that have activities here, by id, in the order of their names."""
    has_some = exists().where(ActivityRow.unit_id == UnitRow.id)
    found = [
        Unit(row.id, row.code, row.kind, row.name, row.parent_id, row.valid_from, row.valid_to)
        for row in session.scalars(select(UnitRow).where(has_some))
    ]
    return {one.id: one for one in sorted(found, key=lambda one: sort_key(one.name))}


def first_and_last_day(session: Session, unit_id: str) -> tuple[date, date] | None:
    """Return the days of the oldest and newest counted activity; None without any."""
    query = select(func.min(ActivityRow.held_on), func.max(ActivityRow.held_on)).where(
        ActivityRow.unit_id == unit_id, ActivityRow.status.in_(COUNTED)
    )
    first, last = session.execute(query).one()
    return None if first is None else (first, last)


def usual_channels(session: Session, unit_id: str, limit: int = 7) -> list[str]:
    """Return the channels the unit uses most, most used first."""
    query = (
        select(ActivityRow.channel)
        .where(ActivityRow.unit_id == unit_id, ActivityRow.status.in_(COUNTED))
        .group_by(ActivityRow.channel)
        .order_by(func.count().desc(), ActivityRow.channel)
        .limit(limit)
    )
    return list(session.scalars(query))


def last_like(session: Session, unit_id: str, channel: str, hamlet_id: str = "") -> str | None:
    """Return the id of the newest activity of the channel, if possible in the hamlet."""
    for place in dict.fromkeys((hamlet_id, "")):
        wanted = Filter(unit_id=unit_id, channels=(channel,), hamlet_id=place)
        lines = find(session, wanted, limit=1).lines
        if lines:
            return lines[0].id
    return None


def venues(session: Session, unit_id: str, limit: int = 100) -> list[str]:
    """Return the venues used before, most used first."""
    query = (
        select(ActivityRow.venue)
        .where(ActivityRow.unit_id == unit_id, ActivityRow.venue != "")
        .group_by(ActivityRow.venue)
        .order_by(func.count().desc(), ActivityRow.venue)
        .limit(limit)
    )
    return list(session.scalars(query))


def _narrowed(query: Any, wanted: Filter) -> Any:
    return query.where(*_conditions(wanted))


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found = [ActivityRow.unit_id == wanted.unit_id] if wanted.unit_id else []
    if wanted.units:
        found.append(or_(*_of_units(wanted.units)))
    if wanted.first is not None:
        found.append(ActivityRow.held_on >= wanted.first)
    if wanted.last is not None:
        found.append(ActivityRow.held_on <= wanted.last)
    if wanted.statuses:
        found.append(ActivityRow.status.in_(wanted.statuses))
    if wanted.channels:
        found.append(ActivityRow.channel.in_(wanted.channels))
    if wanted.import_id:
        found.append(ActivityRow.import_id == wanted.import_id)
    words = search.matches(wanted.text)
    if words is not None:
        found.append(words)
    return found + _part_conditions(wanted)


def _of_units(units: Sequence[UnitDays]) -> list[ColumnElement[bool]]:
    always = [one.unit_id for one in units if one.first is None and one.last is None]
    found: list[ColumnElement[bool]] = [ActivityRow.unit_id.in_(always)] if always else []
    for one in units:
        if one.unit_id not in always:
            first, last = one.first or date.min, one.last or date.max
            days = ActivityRow.held_on.between(first, last)
            found.append(and_(ActivityRow.unit_id == one.unit_id, days))
    return found


def _part_conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.topic:
        main = [ActivityTopicRow.position == 0] if wanted.main_topic_only else []
        found.append(_has(ActivityTopicRow, ActivityTopicRow.topic == wanted.topic, *main))
    if wanted.hamlet_id:
        same = same_hamlets.ids_of(wanted.hamlet_id, wanted.last)
        found.append(_has(ActivityHamletRow, ActivityHamletRow.hamlet_id.in_(same)))
    if wanted.languages:
        found.append(_has(ActivityLanguageRow, ActivityLanguageRow.language.in_(wanted.languages)))
    return found


def _has(
    kind: type[ActivityTopicRow] | type[ActivityHamletRow] | type[ActivityLanguageRow],
    *conditions: ColumnElement[bool],
) -> ColumnElement[bool]:
    return exists().where(
        kind.unit_id == ActivityRow.unit_id, kind.activity_id == ActivityRow.id, *conditions
    )


def _places(
    session: Session, unit_ids: Collection[str], ids: Sequence[str]
) -> dict[str, list[str]]:
    query = (
        select(ActivityHamletRow.activity_id, HamletRow.kind, HamletRow.name)
        .join(HamletRow, HamletRow.id == ActivityHamletRow.hamlet_id)
        .where(ActivityHamletRow.unit_id.in_(unit_ids), ActivityHamletRow.activity_id.in_(ids))
        .order_by(ActivityHamletRow.activity_id, ActivityHamletRow.position)
    )
    found: dict[str, list[str]] = {}
    for activity_id, kind, name in session.execute(query):
        hamlet = hamlets.Hamlet(kind=kind, name=name, unit_id="", id="")
        found.setdefault(activity_id, []).append(hamlet.short_name)
    return found
