"""Other activities of a day, as far as a clash with them needs it."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ActivityHamletRow, ActivityRow, ActivitySpeakerRow
from desktop.core.activities import COUNTED, Activity
from desktop.core.texts import fold


@dataclass(frozen=True)
class Neighbour:
    """Another activity of the same day, as far as clashes need it."""

    id: str
    channel: str
    title: str
    held_on: date
    started_at: time | None
    ended_at: time | None
    hamlets: frozenset[str]
    speakers: frozenset[str]


def between(session: Session, unit_id: str, first: date, last: date) -> dict[date, list[Neighbour]]:
    """Return the counted activities of each day between both, for the checks on clashes."""
    span = (
        ActivityRow.unit_id == unit_id,
        ActivityRow.held_on.between(first, last),
        ActivityRow.status.in_(COUNTED),
    )
    places, talkers = (
        _parts(session, span, ActivityHamletRow.hamlet_id),
        _parts(session, span, ActivitySpeakerRow.speaker_id),
    )
    found: dict[date, list[Neighbour]] = {}
    for row in session.scalars(select(ActivityRow).where(*span).order_by(ActivityRow.id)):
        found.setdefault(row.held_on, []).append(
            Neighbour(
                row.id, row.channel, row.title, row.held_on, row.started_at, row.ended_at,
                frozenset(places.get(row.id, ())), frozenset(talkers.get(row.id, ())),
            )
        )  # fmt: skip
    return found


def of(activity: Activity) -> Neighbour:
    """Return the activity as others of its day see it."""
    return Neighbour(
        activity.id, activity.channel, activity.title, activity.held_on, activity.started_at,
        activity.ended_at, frozenset(activity.hamlets), frozenset(activity.speakers),
    )  # fmt: skip


def same(activity: Activity, other: Neighbour) -> bool:
    """Return whether another activity of the day seems to be this one, written down twice."""
    same_place = bool(other.hamlets.intersection(activity.hamlets)) or not (
        other.hamlets or activity.hamlets
    )
    same_time = activity.started_at == other.started_at or None in (
        activity.started_at, other.started_at,
    )  # fmt: skip
    same_title = not activity.title or fold(activity.title) == fold(other.title)
    return other.channel == activity.channel and same_place and same_time and same_title


def overlap(activity: Activity, other: Neighbour) -> bool:
    """Return whether both are at the same time; without hours nobody knows."""
    if activity.started_at is None or other.started_at is None:
        return False
    first_end = activity.ended_at or activity.started_at
    other_end = other.ended_at or other.started_at
    same_start = activity.started_at == other.started_at
    return same_start or (activity.started_at < other_end and other.started_at < first_end)


def _parts(session: Session, span: tuple[Any, ...], column: Any) -> dict[str, list[str]]:
    kind = column.class_
    rows = session.execute(
        select(kind.activity_id, column)
        .join(
            ActivityRow,
            (ActivityRow.unit_id == kind.unit_id) & (ActivityRow.id == kind.activity_id),
        )
        .where(*span)
    )
    found: dict[str, list[str]] = {}
    for activity_id, part in rows:
        found.setdefault(activity_id, []).append(part)
    return found
