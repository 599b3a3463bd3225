"""The words by which people look for an activity: its own, and the names of what it names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ChannelRow, HamletRow, SpeakerRow, TopicRow
from desktop.core.hamlets import Hamlet
from desktop.core.typed import show_date


@dataclass(frozen=True)
class Names:
    """What codes and ids are called, read once for many activities."""

    channels: Mapping[str, str]
    topics: Mapping[str, str]
    hamlets: Mapping[str, str]
    speakers: Mapping[str, str]

    def words(
        self,
        texts: Iterable[str],
        channel: str,
        topics: Iterable[str],
        hamlets: Iterable[str],
        speakers: Iterable[str],
        day: date,
    ) -> str:
        """Return the words of one activity; what has no name here is left out."""
        named = (
            *texts,
            self.channels.get(channel, ""),
            *(self.hamlets.get(one, "") for one in hamlets),
            *(self.speakers.get(one, "") for one in speakers),
            *(self.topics.get(one, "") for one in topics),
        )
        return f"{' '.join(named)} {day.day} {day.month} {show_date(day)}"

    def of_hamlets(self, hamlets: Iterable[Hamlet]) -> "Names":
        """Return the same names, with these hamlets alone."""
        return replace(self, hamlets={one.id: _both(one) for one in hamlets})


def read(session: Session, hamlets: Collection[str] = (), speakers: Collection[str] = ()) -> Names:
    """Return the names of the catalogue, and of these hamlets and speakers."""
    channels = select(ChannelRow.code, ChannelRow.name, ChannelRow.short_name)
    topics = select(TopicRow.code, TopicRow.short_name)
    return Names(
        {row.code: f"{row.name} {row.short_name}" for row in session.execute(channels)},
        {row.code: row.short_name for row in session.execute(topics)},
        {row.id: _both(_hamlet(row)) for row in _some(session, HamletRow, hamlets)},
        {row.id: row.name for row in _some(session, SpeakerRow, speakers)},
    )


_AT_ONCE = 500


def _some(session: Session, kind: Any, ids: Collection[str]) -> Iterable[Any]:
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _AT_ONCE):
        yield from session.scalars(
            select(kind).where(kind.id.in_(wanted[start : start + _AT_ONCE]))
        )


def _hamlet(row: HamletRow) -> Hamlet:
    return Hamlet(id=row.id, kind=row.kind, name=row.name, unit_id=row.unit_id)


def _both(hamlet: Hamlet) -> str:
    return f"{hamlet.full_name} {hamlet.short_name}"
