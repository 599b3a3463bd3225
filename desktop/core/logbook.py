"""The lines of the logbook (sổ theo dõi): activities as people read them, all names resolved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from db.rows import (
    ActivityHamletRow,
    ActivityLanguageRow,
    ActivityPartnerRow,
    ActivityRow,
    ActivitySpeakerRow,
    ActivityTopicRow,
    ExpenseRow,
    HamletRow,
    SpeakerRow,
)
from desktop.core import scopes, units
from desktop.core.activities import COUNTED, Status
from desktop.core.catalogue import Catalogue
from desktop.core.documents.content import Entry
from desktop.core.hamlets import Hamlet
from desktop.core.periods import Period
from desktop.core.scopes import Scope
from desktop.core.texts import sort_key

Where: TypeAlias = Sequence[ColumnElement[bool]]
_ONCE: Mapping[str, Any] = {
    "is_part": True, "items": None, "airings": None, "minutes": None, "area_m2": None,
}  # fmt: skip
"""What the part of a joint activity has not, since the leader's line has it."""
_Key: TypeAlias = tuple[str, str]
"""Unit and activity: ids are unique within a unit."""


def of_unit(
    session: Session, unit_id: str, period: Period, known: Catalogue, channel: str = ""
) -> tuple[Entry, ...]:
    """Return the counted activities of a period (of one channel, if named), oldest first."""
    where = [ActivityRow.unit_id == unit_id, *_counted(period)]
    if channel:
        where.append(ActivityRow.channel == channel)
    mine = HamletRow.unit_id == unit_id
    return tuple(_entries(session, where, mine, known, {}))


def of_all(session: Session, scope: Scope, period: Period, known: Catalogue) -> tuple[Entry, ...]:
    """Return those of all units that are added up, by unit and day: their sums are the report's.

    So the part of a joint activity that another unit leads has its people alone (`sums.ONCE`).
    """
    where = (scope.has(ActivityRow.unit_id), *_counted(period))
    names = scopes.names(scope.units.values())
    found = _entries(session, where, scope.has(HamletRow.unit_id), known, names)
    return tuple(sorted(found, key=lambda one: sort_key(one.unit)))


def _counted(period: Period) -> Where:
    days = ActivityRow.held_on.between(period.first, period.last)
    return (days, ActivityRow.status.in_(COUNTED))


def _entries(
    session: Session, where: Where, places: ColumnElement[bool], known: Catalogue,
    names: Mapping[str, str],
) -> list[Entry]:  # fmt: skip
    hamlets = {
        row.id: Hamlet(id=row.id, kind=row.kind, name=row.name, unit_id=row.unit_id).short_name
        for row in session.execute(select(HamletRow.__table__).where(places))
    }
    people = dict(session.execute(select(SpeakerRow.id, SpeakerRow.name)).all())
    topics = {one.code: one.short_name for one in known.topics}
    languages = {one.code: one.name for one in known.languages}
    texts = {
        "place": _joined(session, where, ActivityHamletRow.hamlet_id, hamlets, ", "),
        "topics": _joined(session, where, ActivityTopicRow.topic, topics, "; "),
        "languages": _joined(session, where, ActivityLanguageRow.language, languages, ", "),
        "speakers": _joined(session, where, ActivitySpeakerRow.speaker_id, people, ", "),
        "joint": _joint(session, where),
    }
    money = _money(session, where, known)
    rows = session.execute(
        select(ActivityRow.__table__)
        .where(*where)
        .order_by(ActivityRow.held_on, ActivityRow.started_at.nulls_first(), ActivityRow.id)
    )
    found = ((row, _entry(row, texts, money, known, names)) for row in rows)
    return [
        replace(one, **_ONCE) if names and row.organiser_id not in (None, row.unit_id) else one
        for row, one in found
    ]


def _entry(
    row: Any,
    texts: Mapping[str, Mapping[_Key, str]],
    money: Mapping[_Key, tuple[int | None, str]],
    known: Catalogue,
    names: Mapping[str, str],
) -> Entry:
    channel, key = known.channel[row.channel], (row.unit_id, row.id)
    amount, payer = money.get(key, (None, ""))
    place = texts["place"].get(key, "")
    return Entry(
        row.held_on, row.until_on, row.started_at, row.ended_at, channel.short_name, row.title,
        " – ".join(part for part in (place, row.venue) if part),
        texts["topics"].get(key, ""), texts["languages"].get(key, ""),
        row.items, channel.items_word, row.airings, row.minutes, row.area_m2, row.attendees,
        row.women, row.minority, row.officials, row.poor, row.near_poor, row.escaped,
        row.other_households, texts["speakers"].get(key, ""), amount, payer,
        Status(row.status), "; ".join(one for one in (texts["joint"].get(key), row.note) if one),
        names.get(row.unit_id, ""),
    )  # fmt: skip


def _joint(session: Session, where: Where) -> dict[_Key, str]:
    """Return with whom each joint activity was held, in words."""
    query = select(ActivityRow.unit_id, ActivityRow.id, ActivityRow.organiser_id)
    rows = session.execute(query.where(*where, ActivityRow.organiser_id.is_not(None)))
    led = {(unit_id, key): organiser_id for unit_id, key, organiser_id in rows}
    others = _parts(session, where, ActivityPartnerRow.partner_id)
    if not (led or others):
        return {}
    known = units.all_of(session)
    return {
        key: units.joint_words(known, led.get(key), others.get(key, ()))
        for key in dict.fromkeys((*led, *others))
    }


def _joined(
    session: Session, where: Where, column: Any, names: Mapping[str, str], comma: str
) -> dict[_Key, str]:
    found = _parts(session, where, column)
    return {key: comma.join([names.get(one, one) for one in parts]) for key, parts in found.items()}


def _parts(session: Session, where: Where, column: Any) -> dict[_Key, list[str]]:
    """Return the parts of each activity in their order."""
    kind = column.class_
    query = (
        select(kind.unit_id, kind.activity_id, column)
        .join(ActivityRow, _same(kind))
        .where(*where)
        .order_by(kind.unit_id, kind.activity_id, kind.position)
    )
    found: defaultdict[_Key, list[str]] = defaultdict(list)
    for unit_id, activity_id, part in session.execute(query):
        found[unit_id, activity_id].append(part)
    return found


def _money(session: Session, where: Where, known: Catalogue) -> dict[_Key, tuple[int | None, str]]:
    query = (
        select(ExpenseRow.unit_id, ExpenseRow.activity_id, ExpenseRow.amount, ExpenseRow.payer)
        .join(ActivityRow, _same(ExpenseRow))
        .where(*where)
        .order_by(ExpenseRow.unit_id, ExpenseRow.activity_id, ExpenseRow.position)
    )
    found: dict[_Key, tuple[int | None, str]] = {}
    for unit_id, activity_id, amount, payer in session.execute(query):
        before, names = found.get((unit_id, activity_id), (None, ""))
        total = before if amount is None else (before or 0) + amount
        name = known.payer[payer].name
        named = name if name in names or not names else f"{names}; {name}"
        found[unit_id, activity_id] = (total, named)
    return found


def _same(kind: Any) -> ColumnElement[bool]:
    return and_(ActivityRow.unit_id == kind.unit_id, ActivityRow.id == kind.activity_id)
