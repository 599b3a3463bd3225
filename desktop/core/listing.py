"""Finding activities: pages of lines for a list, and the sums of everything that is found.

Reading only. Numbers are summed by SQL; a list is never longer than asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
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
)
from desktop.core import hamlets
from desktop.core.activities import COUNTED, Status

PAGE = 200
"""Lines of one page of a list."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which activities to find; an empty part does not narrow. Withdrawn ones only by status."""

    unit_id: str
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
    ids = _narrowed(select(ActivityRow.id), wanted)
    if after is not None:
        ids = ids.where(
            or_(
                ActivityRow.held_on < after.held_on,
                and_(ActivityRow.held_on == after.held_on, ActivityRow.id < after.id),
            )
        )
    newest_first = (ActivityRow.held_on.desc(), ActivityRow.id.desc())
    found = session.scalars(ids.order_by(*newest_first).limit(limit + 1)).all()
    query = select(
        ActivityRow.id, ActivityRow.revision, ActivityRow.status, ActivityRow.channel,
        ActivityRow.title, ActivityRow.held_on, ActivityRow.until_on,
        ActivityRow.started_at, ActivityRow.venue, ActivityRow.attendees,
    ).where(ActivityRow.unit_id == wanted.unit_id, ActivityRow.id.in_(found[:limit]))  # fmt: skip
    by_id = {row.id: row for row in session.execute(query)}
    places = _places(session, wanted.unit_id, found[:limit])
    lines = tuple(
        ActivityLine(
            row.id, row.revision, Status(row.status), row.channel, row.title, row.held_on,
            row.until_on, row.started_at, ", ".join(places.get(row.id, ())) or row.venue,
            row.attendees,
        )
        for row in (by_id[one] for one in found[:limit])
    )  # fmt: skip
    return Page(lines, len(found) > limit)


def summary(session: Session, wanted: Filter) -> Summary:
    """Return the sums over everything the filter finds."""
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
    return [
        session.scalar(_narrowed(select(func.count()).select_from(ActivityRow), one)) or 0
        for one in filters
    ]


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
    found: list[ColumnElement[bool]] = [ActivityRow.unit_id == wanted.unit_id]
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


def _part_conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.topic:
        main = [ActivityTopicRow.position == 0] if wanted.main_topic_only else []
        found.append(_has(ActivityTopicRow, ActivityTopicRow.topic == wanted.topic, *main))
    if wanted.hamlet_id:
        found.append(_has(ActivityHamletRow, ActivityHamletRow.hamlet_id == wanted.hamlet_id))
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


def _places(session: Session, unit_id: str, ids: Sequence[str]) -> dict[str, list[str]]:
    query = (
        select(ActivityHamletRow.activity_id, HamletRow.kind, HamletRow.name)
        .join(HamletRow, HamletRow.id == ActivityHamletRow.hamlet_id)
        .where(ActivityHamletRow.unit_id == unit_id, ActivityHamletRow.activity_id.in_(ids))
        .order_by(ActivityHamletRow.activity_id, ActivityHamletRow.position)
    )
    found: dict[str, list[str]] = {}
    for activity_id, kind, name in session.execute(query):
        hamlet = hamlets.Hamlet(kind=kind, name=name, unit_id=unit_id, id="")
        found.setdefault(activity_id, []).append(hamlet.short_name)
    return found
