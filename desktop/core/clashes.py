"""Planned activities in each other's way: the same hall, speaker or hamlet at the same time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, groupby

from sqlalchemy.orm import Session

from desktop.core import catalogue, hamlets, planned, settings, speakers
from desktop.core.catalogue import Channel
from desktop.core.planned import Planned, State
from desktop.core.texts import fold
from desktop.core.typed import show_date, show_time

_MEETING, _BROADCAST = 120, 15
"""Minutes that something without an end is taken to last."""


class Kind(StrEnum):
    """What two planned activities would need at the same time."""

    HALL = "hall"
    SPEAKER = "speaker"
    HAMLET = "hamlet"


@dataclass(frozen=True)
class Notice:
    """Two planned activities that cannot both be held so, in a sentence for people."""

    kind: Kind
    one: str
    other: str
    text: str


@dataclass(frozen=True)
class Known:
    """What the sentences and the rules need: channels, and names by id."""

    channels: Mapping[str, Channel]
    hamlets: Mapping[str, str]
    speakers: Mapping[str, str]

    def meets(self, one: Planned) -> bool:
        """Return whether people come together for it."""
        channel = self.channels.get(one.channel)
        return channel is None or channel.people_come


def read(session: Session, first: date, last: date) -> tuple[Notice, ...]:
    """Return the clashes of what is planned and open in these days, by day."""
    found = [one for one in planned.between(session, first, last) if one.state is State.OPEN]
    return tuple(among(found, known(session)))


def known(session: Session) -> Known:
    """Return the channels, and the names of the own unit's hamlets and speakers."""
    unit_id = settings.read(session).unit_id
    return Known(
        channels={one.code: one for one in catalogue.channels(session)},
        hamlets={one.id: one.full_name for one in hamlets.all_of(session, unit_id)},
        speakers={one.id: one.name for one in speakers.all_of(session, unit_id)},
    )


def among(found: Sequence[Planned], names: Known) -> Iterator[Notice]:
    """Find the clashes among planned activities; without a time nothing is known to clash."""
    timed = sorted((one for one in found if one.started_at), key=planned.in_order)
    for _, of_day in groupby(timed, key=lambda one: one.planned_on):
        for one, other in combinations(of_day, 2):
            if _overlap(one, other, names):
                yield from _between(one, other, names)


def _between(one: Planned, other: Planned, names: Known) -> Iterator[Notice]:
    when = f"{show_date(one.planned_on)}, {_time(one)} và {_time(other)}"
    pair = f"“{_called(one, names)}” và “{_called(other, names)}”"
    for speaker in sorted(set(one.speakers) & set(other.speakers)):
        who = names.speakers.get(speaker, "Một báo cáo viên")
        text = f"{when}: {who} được mời ở cả {pair}. Hãy dời giờ hoặc mời người khác."
        yield Notice(Kind.SPEAKER, one.id, other.id, text)
    if names.meets(one) is not names.meets(other):
        return
    same = sorted(set(one.hamlets) & set(other.hamlets))
    if _same_hall(one, other):
        text = f"{when}: {pair} cùng dùng {one.venue}. Hãy dời giờ hoặc chọn nơi khác."
        yield Notice(Kind.HALL, one.id, other.id, text)
    elif same and names.meets(one):
        place = names.hamlets.get(same[0], "một thôn, buôn")
        text = f"{when}: {place} có cả {pair}, người dân khó dự cả hai. Hãy dời giờ một buổi."
        yield Notice(Kind.HAMLET, one.id, other.id, text)


def _same_hall(one: Planned, other: Planned) -> bool:
    """Say whether it is one hall: "Hội trường thôn" of two hamlets are two."""
    if not one.venue or fold(one.venue) != fold(other.venue):
        return False
    return not one.hamlets or not other.hamlets or bool(set(one.hamlets) & set(other.hamlets))


def _overlap(one: Planned, other: Planned, names: Known) -> bool:
    first, second = _span(one, names), _span(other, names)
    return first[0] < second[1] and second[0] < first[1]


def _span(one: Planned, names: Known) -> tuple[int, int]:
    """Return the minutes of the day from beginning to end, the end not included."""
    assert one.started_at is not None
    start = one.started_at.hour * 60 + one.started_at.minute
    if one.ended_at is not None and one.ended_at > one.started_at:
        return start, one.ended_at.hour * 60 + one.ended_at.minute
    usual = _MEETING if names.meets(one) else _BROADCAST
    return start, start + max(one.minutes or usual, 1)


def _called(one: Planned, names: Known) -> str:
    channel = names.channels.get(one.channel)
    return one.title or (channel.short_name if channel else one.channel)


def _time(one: Planned) -> str:
    return show_time(one.started_at) if one.started_at else ""
