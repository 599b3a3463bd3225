"""The figures of a period, summed by SQL. None where nothing was entered; None is not 0.

Indicators CT01–CT20 are those of the report's annex I. An activity belongs to the period of its
first day (held_on); drafts and withdrawn activities never count.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from db.rows import (
    ActivityHamletRow,
    ActivityLanguageRow,
    ActivityRow,
    ActivityTopicRow,
    ChannelRow,
    ExpenseRow,
    HamletRow,
    LanguageRow,
    PayerRow,
)
from desktop.core import settings, units
from desktop.core.activities import COUNTED, Status
from desktop.core.catalogue import DIRECT
from desktop.core.hamlets import Hamlet
from desktop.core.periods import Period, months_of
from desktop.core.texts import sort_key
from desktop.core.units import Unit

RADIO = "PHAT_THANH"
VISUAL = ("PANO", "BANG_RON", "PHUON", "KHAU_HIEU")
PRINTED = ("AP_PHICH", "TO_ROI", "TO_GAP", "SO_TAY")
PRESS = ("TIN_BAI", "CHUYEN_MUC", "VIDEO_CLIP", "MXH")


@dataclass(frozen=True)
class Sums:
    """Sums over some activities; `broadcast_minutes` is Σ airings × minutes."""

    activities: int
    items: int | None = None
    airings: int | None = None
    minutes: int | None = None
    area_m2: Decimal | None = None
    attendees: int | None = None
    women: int | None = None
    minority: int | None = None
    officials: int | None = None
    poor: int | None = None
    near_poor: int | None = None
    escaped: int | None = None
    other_households: int | None = None


NOTHING = Sums(0)
COLUMNS = tuple(one.name for one in fields(Sums) if one.name not in ("activities", "minutes"))


@dataclass(frozen=True)
class TopicCount:
    """How many activities have the topic as their main one, and at all."""

    main: int
    all: int


@dataclass(frozen=True)
class Totals:
    """All figures of a period of one register."""

    unit: Unit
    period: Period
    indicators: Mapping[str, Any]
    everything: Sums
    by_channel: Mapping[str, Sums]
    by_topic: Mapping[str, TopicCount]
    by_hamlet: Mapping[str, Sums]
    by_unit: Mapping[str, Sums]
    by_month: tuple[tuple[str, int], ...]
    hamlet_ids: Mapping[str, str]
    incomplete: int


def totals(session: Session, period: Period, units_as: str = "then") -> Totals:
    """Return the figures of the period; `units_as` "now" books them on today's unit."""
    mine = settings.read(session)
    unit = units.get(session, mine.unit_id)
    where = _where(unit.id, period)
    by_channel, incomplete, radio_minutes = _by_channel(session, where)
    everything = _sum_up(by_channel.values())
    hamlets_found, hamlets_met = _by_hamlet(session, where)
    shown = unit if units_as == "then" else units.successor(session, unit.id)
    return Totals(
        unit=unit,
        period=period,
        indicators=_indicators(session, where, by_channel, hamlets_met, radio_minutes),
        everything=everything,
        by_channel=by_channel,
        by_topic=_by_topic(session, where),
        by_hamlet={hamlet.full_name: sums for hamlet, sums in hamlets_found},
        by_unit={shown.full_name: everything} if everything.activities else {},
        by_month=_by_month(session, unit.id, period),
        hamlet_ids={hamlet.full_name: hamlet.id for hamlet, _ in hamlets_found},
        incomplete=incomplete,
    )


def as_json(found: Totals) -> dict[str, Any]:
    """Return the figures as `totals --json` prints them."""
    period = found.period
    return {
        "unit": {"id": found.unit.id, "code": found.unit.code, "name": found.unit.full_name},
        "period": {
            "name": period.name,
            "rule": str(period.rule),
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
        },
        "indicators": {code: _plain(value) for code, value in found.indicators.items()},
        "by_channel": {code: _sums_json(sums) for code, sums in found.by_channel.items()},
        "by_topic": {
            code: {"main": count.main, "all": count.all} for code, count in found.by_topic.items()
        },
        "by_hamlet": {name: _sums_json(sums) for name, sums in found.by_hamlet.items()},
        "by_unit": {name: _sums_json(sums) for name, sums in found.by_unit.items()},
    }


def _where(unit_id: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        ActivityRow.unit_id == unit_id,
        ActivityRow.held_on.between(period.first, period.last),
        ActivityRow.status.in_(COUNTED),
    )


def _sums() -> tuple[ColumnElement[Any], ...]:
    """Return the columns of Sums in its order; minutes count once per airing where there are any."""
    minutes = ActivityRow.minutes * func.coalesce(ActivityRow.airings, 1)
    by_name: dict[str, ColumnElement[Any]] = {
        name: func.sum(getattr(ActivityRow, name)) for name in COLUMNS
    }
    by_name |= {"activities": func.count(), "minutes": func.sum(minutes)}
    return tuple(by_name[one.name] for one in fields(Sums))


def _by_channel(
    session: Session, where: tuple[ColumnElement[bool], ...]
) -> tuple[dict[str, Sums], int, int | None]:
    """Return the sums per channel, how many lack papers, and CT12: all in one pass."""
    query = (
        select(
            ActivityRow.channel, func.sum(case((ActivityRow.status == Status.HELD, 1), else_=0)),
            func.sum(ActivityRow.airings * ActivityRow.minutes), *_sums(),
        )
        .where(*where)
        .group_by(ActivityRow.channel)
    )  # fmt: skip
    found: dict[str, Sums] = {}
    incomplete, radio_minutes = 0, None
    for channel, held, minutes, *values in session.execute(query):
        found[channel] = Sums(*values)
        incomplete += held
        radio_minutes = minutes if channel == RADIO else radio_minutes
    return found, incomplete, radio_minutes


def _sum_up(parts: Collection[Sums]) -> Sums:
    """Return the sums of parts that share no activity."""
    sums = {one.name: _total(getattr(part, one.name) for part in parts) for one in fields(Sums)}
    return Sums(**sums) if parts else NOTHING


def _by_topic(session: Session, where: tuple[ColumnElement[bool], ...]) -> dict[str, TopicCount]:
    main = func.sum(case((ActivityTopicRow.position == 0, 1), else_=0))
    query = (
        select(ActivityTopicRow.topic, main, func.count())
        .join(ActivityRow, _part(ActivityTopicRow))
        .where(*where)
        .group_by(ActivityTopicRow.topic)
        .order_by(ActivityTopicRow.topic)
    )
    return {topic: TopicCount(*values) for topic, *values in session.execute(query)}


def _by_hamlet(
    session: Session, where: tuple[ColumnElement[bool], ...]
) -> tuple[list[tuple[Hamlet, Sums]], int]:
    """Return the sums per hamlet, and CT09: in how many people met."""
    met = func.max(case((ActivityRow.channel.in_(DIRECT), 1), else_=0))
    query = (
        select(ActivityHamletRow.hamlet_id, met, *_sums())
        .join(ActivityRow, _part(ActivityHamletRow))
        .where(*where)
        .group_by(ActivityHamletRow.hamlet_id)
    )
    sums = {key: (has_met, Sums(*values)) for key, has_met, *values in session.execute(query)}
    rows = session.scalars(select(HamletRow).where(HamletRow.id.in_(sums)))
    found = [
        (Hamlet(id=row.id, kind=row.kind, name=row.name, unit_id=row.unit_id), sums[row.id][1])
        for row in rows
    ]
    in_order = sorted(found, key=lambda one: sort_key(one[0].full_name))
    return in_order, sum(has_met for has_met, _ in sums.values())


def _by_month(session: Session, unit_id: str, period: Period) -> tuple[tuple[str, int], ...]:
    found = []
    for month in months_of(period):
        first, last = max(month.first, period.first), min(month.last, period.last)
        part = Period(month.name, month.rule, first, last)
        count = session.scalar(
            select(func.count()).select_from(ActivityRow).where(*_where(unit_id, part))
        )
        found.append((month.name, count or 0))
    return tuple(found)


def _indicators(
    session: Session,
    where: tuple[ColumnElement[bool], ...],
    by_channel: Mapping[str, Sums],
    hamlets_met: int,
    radio_minutes: int | None,
) -> dict[str, Any]:
    """Return CT01–CT20; the money and households that later work brings stay None."""
    attended = _attended(session, by_channel)
    radio = by_channel.get(RADIO, NOTHING)
    return {
        "CT01": _add(by_channel, DIRECT, "activities") or 0,
        "CT02": _add(by_channel, attended, "attendees"),
        "CT03": _add(by_channel, attended, "women"),
        "CT04": _add(by_channel, attended, "minority"),
        "CT05": {"declared": _add(by_channel, tuple(by_channel), "poor"), "distinct": None},
        "CT06": {"declared": _add(by_channel, tuple(by_channel), "near_poor"), "distinct": None},
        "CT07": {"declared": _add(by_channel, tuple(by_channel), "escaped"), "distinct": None},
        "CT08": None,
        "CT09": hamlets_met,
        "CT10": radio.items,
        "CT11": radio.airings,
        "CT12": radio_minutes,
        "CT13": _minority_minutes(session, where),
        "CT14": {
            "items": _add(by_channel, VISUAL, "items"),
            "area_m2": _add(by_channel, VISUAL, "area_m2"),
        },
        "CT15": _add(by_channel, PRINTED, "items"),
        "CT16": _add(by_channel, PRESS, "items"),
        "CT17": _add(by_channel, ("PHONG_SU",), "items"),
        "CT18": _add(by_channel, ("DIEN_HINH",), "items"),
        "CT19": {"cash": None, "in_kind": None},
        "CT20": {"allocated": None, "spent": _spent(session, where), "rate": None},
    }


def _attended(session: Session, by_channel: Mapping[str, Sums]) -> tuple[str, ...]:
    codes = session.scalars(select(ChannelRow.code).where(ChannelRow.attends == "yes"))
    return tuple(code for code in codes if code in by_channel)


def _add(by_channel: Mapping[str, Sums], channels: tuple[str, ...], name: str) -> Any:
    return _total(getattr(by_channel[code], name) for code in channels if code in by_channel)


def _total(values: Iterable[Any]) -> Any:
    """Return the sum of what was entered; None where nothing was."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _minority_minutes(session: Session, where: tuple[ColumnElement[bool], ...]) -> int | None:
    """Return CT13: Σ airings × minutes of the loudspeakers in a minority language."""
    spoken = (
        select(ActivityLanguageRow.activity_id)
        .join(LanguageRow, LanguageRow.code == ActivityLanguageRow.language)
        .where(_part(ActivityLanguageRow), LanguageRow.minority, LanguageRow.code != "KHAC")
    )
    return session.scalar(
        select(func.sum(ActivityRow.airings * ActivityRow.minutes)).where(
            *where, ActivityRow.channel == RADIO, spoken.exists()
        )
    )


def _spent(session: Session, where: tuple[ColumnElement[bool], ...]) -> int | None:
    query = (
        select(func.sum(ExpenseRow.amount))
        .join(ActivityRow, _part(ExpenseRow))
        .join(PayerRow, PayerRow.code == ExpenseRow.payer)
        .where(*where, PayerRow.programme_money)
    )
    return session.scalar(query)


def _part(kind: Any) -> ColumnElement[bool]:
    same: ColumnElement[bool] = (kind.unit_id == ActivityRow.unit_id) & (
        kind.activity_id == ActivityRow.id
    )
    return same


def _sums_json(sums: Sums) -> dict[str, Any]:
    return {one.name: _plain(getattr(sums, one.name)) for one in fields(Sums)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value
