"""What the form of an activity needs, in one read, and keeping what it gives, in one write."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from desktop.core import (
    activities,
    drafts,
    hamlets,
    listing,
    neighbours,
    odd,
    problems,
    reports,
    settings,
    speakers,
)
from desktop.core.activities import Activity
from desktop.core.catalogue import Catalogue
from desktop.core.errors import InvalidActivityError
from desktop.core.hamlets import Hamlet
from desktop.core.neighbours import Neighbour
from desktop.core.problems import Context
from desktop.core.speakers import Speaker

USUAL = (
    "SINH_HOAT_CD",
    "NOI_CHUYEN",
    "PHAT_THANH",
    "LOA_LUU_DONG",
    "BANG_RON",
    "TIN_BAI",
    "TO_ROI",
)
"""Channels offered as tiles until the unit has habits of its own."""


@dataclass(frozen=True)
class Opening:
    """Everything a form offers and checks against."""

    context: Context
    usual: odd.Known
    hamlets: tuple[Hamlet, ...]
    speakers: tuple[Speaker, ...]
    usual_channels: tuple[str, ...]
    venues: tuple[str, ...]
    draft: drafts.Draft | None


def open_(session: Session, draft_key: str) -> Opening:
    """Return what the form needs, with the draft kept under the key if there is one."""
    unit_id = settings.read(session).unit_id
    kept = {one.key: one for one in drafts.all_of(session)}
    usual = dict.fromkeys((*listing.usual_channels(session, unit_id), *USUAL))
    return Opening(
        context=replace(problems.context(session), locked=reports.locked_days(session)),
        usual=odd.known(session),
        hamlets=tuple(hamlets.all_of(session, unit_id)),
        speakers=tuple(speakers.all_of(session, unit_id)),
        usual_channels=tuple(usual)[: len(USUAL)],
        venues=tuple(listing.venues(session, unit_id)),
        draft=kept.get(draft_key),
    )


def around(
    session: Session, day: date | None, channel: str, hamlet_id: str
) -> tuple[Sequence[Neighbour], Activity | None]:
    """Return the other activities of the day, and the last one like this (for grey figures)."""
    unit_id = settings.read(session).unit_id
    others = neighbours.between(session, unit_id, day, day).get(day, []) if day else []
    last = listing.last_like(session, unit_id, channel, hamlet_id) if channel else None
    return others, activities.get(session, unit_id, last) if last else None


def get(session: Session, activity_id: str) -> Activity:
    """Return an activity of the register's own unit. Raises NotFoundError."""
    return activities.get(session, settings.read(session).unit_id, activity_id)


def complete(activity: Activity, known: Catalogue) -> Activity:
    """Return the activity with the title and the count of 1 that people leave out."""
    channel = known.channel.get(activity.channel)
    if channel is None:
        return activity
    title = activity.title
    if not title and activity.topics and activity.topics[0] in known.topic:
        title = f"{channel.short_name}: {known.topic[activity.topics[0]].short_name}"
    items = 1 if activity.items is None and channel.is_session else activity.items
    return replace(activity, title=title, items=items)


def save(
    session: Session,
    activity: Activity,
    new_hamlets: Sequence[Hamlet] = (),
    new_speakers: Sequence[Speaker] = (),
    draft_key: str = "",
) -> Activity:
    """Keep the activity with the hamlets and speakers it brings; forget its draft.

    Raises InvalidActivityError with all stopping problems, ConflictError, NotFoundError.
    """
    for hamlet in new_hamlets:
        hamlets.add(session, hamlet)
    for speaker in new_speakers:
        speakers.add(session, speaker)
    context = problems.context(session, activity.held_on, activity.held_on)
    whole = complete(activities.tidy(activity), context.catalogue)
    stops = problems.stops(problems.problems(whole, context))
    if stops:
        raise InvalidActivityError(stops)
    kept = activities.save(session, whole)
    if draft_key:
        drafts.forget(session, draft_key)
    return kept
