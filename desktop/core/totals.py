"""The figures of a period, summed by SQL. None where nothing was entered; None is not 0.

Indicators CT01–CT20 are those of the report's annex I. An activity belongs to the period of its
first day (held_on); drafts and withdrawn activities never count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, not_, select
from sqlalchemy.orm import Session

from db.rows import (
    ActivityHamletRow,
    ActivityLanguageRow,
    ActivityRow,
    ActivityTopicRow,
    HamletRow,
    LanguageRow,
)
from desktop.core import outreach_figures, same_hamlets, scopes, sums, unit_sums, units
from desktop.core.activities import COUNTED
from desktop.core.catalogue import (
    DIRECT,
    PRESS as PRESS,
    PRINTED as PRINTED,
    VISUAL as VISUAL,
    attended,
)
from desktop.core.hamlets import Hamlet
from desktop.core.outreach_figures import HouseholdFigures
from desktop.core.periods import Period
from desktop.core.scopes import Scope
from desktop.core.sums import NOTHING as NOTHING, RADIO as RADIO, Sums as Sums, spent as spent
from desktop.core.texts import sort_key
from desktop.core.units import Unit


@dataclass(frozen=True)
class TopicCount:
    """How many activities have the topic as their main one, and at all."""

    main: int
    all: int


@dataclass(frozen=True)
class Totals:
    """All figures of a period of one register; a consolidating unit's are those of all units.

    There a joint activity counts once, for the unit that leads it, with the people of all parts:
    everything = Σ by_unit - joint. `by_unit` is what each unit reports itself.
    """

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
    joint: Sums | None = None
    """Of a consolidating unit: what the units' own sums count more than once."""
    households: HouseholdFigures = field(default_factory=HouseholdFigures)


def totals(session: Session, period: Period, units_as: str = "then") -> Totals:
    """Return the figures of the period, by unit "then" (at the time) or "now" (today's unit)."""
    scope = scopes.read(session)
    by_channel, incomplete, radio_minutes = sums.by_channel(session, scope, period)
    everything = sums.add_up(by_channel.values())
    hamlets_found, hamlets_met = _by_hamlet(session, scope, period)
    months = sums.by_month(session, scope, period)
    households = outreach_figures.households(session, scope, period)
    indicators = _indicators(session, scope, period, by_channel, hamlets_met, radio_minutes)
    return Totals(
        unit=scope.unit,
        period=period,
        indicators=indicators | _of_households(by_channel, households),
        everything=everything,
        by_channel=by_channel,
        by_topic=by_topic(session, scope, period),
        by_hamlet={name: found for name, (_, found) in hamlets_found.items()},
        by_unit=_by_unit(session, scope, period, units_as, everything),
        by_month=tuple((month.name, count) for month, count in months),
        hamlet_ids={name: key for name, (key, _) in hamlets_found.items()},
        incomplete=incomplete,
        joint=sums.joint(session, scope, period) if scope.is_city else None,
        households=households,
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
        "by_channel": {code: _sums_json(one) for code, one in found.by_channel.items()},
        "by_topic": {
            code: {"main": count.main, "all": count.all} for code, count in found.by_topic.items()
        },
        "by_hamlet": {name: _sums_json(one) for name, one in found.by_hamlet.items()},
        "by_unit": {name: _sums_json(one) for name, one in found.by_unit.items()},
        **({"joint": _sums_json(found.joint)} if found.joint else {}),
    }


def _where(scope: Scope, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        scope.has(ActivityRow.unit_id),
        ActivityRow.held_on.between(period.first, period.last),
        ActivityRow.status.in_(COUNTED),
    )


def _by_unit(
    session: Session, scope: Scope, period: Period, units_as: str, everything: Sums
) -> dict[str, Sums]:
    """Return the sums by the name of the unit, in the order of the alphabet."""
    if not scope.is_city:
        key = scope.unit.id if units_as == "then" else scope.booked(scope.unit.id, None)
        return {units.get(session, key).full_name: everything} if everything.activities else {}
    found = sums.by_unit(session, scope, period, units_as)
    names = scopes.names(scope.units.get(key) or units.get(session, key) for key in found)
    return {
        names[key]: found[key].sums for key in sorted(found, key=lambda key: sort_key(names[key]))
    }


def by_topic(session: Session, scope: Scope, period: Period) -> dict[str, TopicCount]:
    """Return how many activities have each topic; they count in each of theirs."""
    one: ColumnElement[Any] = (
        case((unit_sums.is_part(), 0), else_=1) if scope.is_city else literal(1)
    )
    main = func.sum(case((ActivityTopicRow.position == 0, one), else_=0))
    query = (
        select(ActivityTopicRow.topic, main, func.sum(one))
        .join(ActivityRow, _part(ActivityTopicRow))
        .where(*_where(scope, period))
        .group_by(ActivityTopicRow.topic)
        .order_by(ActivityTopicRow.topic)
    )
    return {topic: TopicCount(*map(int, values)) for topic, *values in session.execute(query)}


def _by_hamlet(
    session: Session, scope: Scope, period: Period
) -> tuple[dict[str, tuple[str, Sums]], int]:
    """Return id and sums per hamlet by its name, and CT09: in how many people met.

    A part of a joint activity reached its own hamlets, so it counts here like any other. One that
    was renamed, or went into another, counts as the hamlet of the period's end.
    """
    met = func.max(case((ActivityRow.channel.in_(DIRECT), 1), else_=0))
    same = same_hamlets.read(session, scope, period.last)
    query = (
        select(ActivityHamletRow.hamlet_id, met, *sums.of(unit_sums.of_activity(), once=False))
        .join(ActivityRow, _part(ActivityHamletRow))
        .where(*_where(scope, period), *same.counted_once())
        .group_by(ActivityHamletRow.hamlet_id)
    )
    of_each: dict[str, list[tuple[int, Sums]]] = {}
    for key, has_met, *numbers in session.execute(query):
        of_each.setdefault(same.id(key), []).append((has_met, Sums(*numbers)))
    found = {
        key: (max(has_met for has_met, _ in some), sums.add_up([one for _, one in some]))
        for key, some in of_each.items()
    }
    rows = session.execute(
        select(HamletRow.id, HamletRow.kind, HamletRow.name, HamletRow.unit_id).where(
            scope.has(HamletRow.unit_id)
        )
    )
    names = {row.id: _hamlet_name(scope, row) for row in rows if row.id in found}
    in_order = sorted(names, key=lambda key: sort_key(names[key]))
    return {names[key]: (key, found[key][1]) for key in in_order}, sum(
        has_met for has_met, _ in found.values()
    )


def _hamlet_name(scope: Scope, row: Any) -> str:
    hamlet = Hamlet(id=row.id, kind=row.kind, name=row.name, unit_id=row.unit_id)
    return (
        f"{hamlet.full_name}, {scope.units[row.unit_id].full_name}"
        if scope.is_city
        else hamlet.full_name
    )


def _indicators(
    session: Session,
    scope: Scope,
    period: Period,
    by_channel: Mapping[str, Sums],
    hamlets_met: int,
    radio_minutes: int | None,
) -> dict[str, Any]:
    """Return CT01–CT20; what `_of_households` says stands in its place, empty."""
    attended = _attended(session, by_channel)
    radio = by_channel.get(RADIO, NOTHING)
    return {
        "CT01": _add(by_channel, DIRECT, "activities") or 0,
        "CT02": _add(by_channel, attended, "attendees"),
        "CT03": _add(by_channel, attended, "women"),
        "CT04": _add(by_channel, attended, "minority"),
        **dict.fromkeys(("CT05", "CT06", "CT07", "CT08")),
        "CT09": hamlets_met,
        "CT10": radio.items,
        "CT11": radio.airings,
        "CT12": radio_minutes,
        "CT13": _minority_minutes(session, scope, _where(scope, period)),
        "CT14": {
            "items": _add(by_channel, VISUAL, "items"),
            "area_m2": _add(by_channel, VISUAL, "area_m2"),
        },
        "CT15": _add(by_channel, PRINTED, "items"),
        "CT16": _add(by_channel, PRESS, "items"),
        "CT17": _add(by_channel, ("PHONG_SU",), "items"),
        "CT18": _add(by_channel, ("DIEN_HINH",), "items"),
        "CT19": outreach_figures.given(session, scope, period),
        "CT20": outreach_figures.money(session, scope, period, spent(session, scope, period)),
    }


def _of_households(by_channel: Mapping[str, Sums], found: HouseholdFigures) -> dict[str, Any]:
    """Return CT05–CT08: as the activities declare (a household counts each time), and each once."""
    names = {"CT05": "poor", "CT06": "near_poor", "CT07": "escaped"}
    declared = {code: _add(by_channel, tuple(by_channel), name) for code, name in names.items()}
    parts = {
        code: {"declared": declared[code], "distinct": found.distinct[code]} for code in declared
    }
    return parts | {"CT08": outreach_figures.share_of_poor(found)}


def _attended(session: Session, by_channel: Mapping[str, Sums]) -> tuple[str, ...]:
    return tuple(code for code in attended(session) if code in by_channel)


def _add(by_channel: Mapping[str, Sums], channels: tuple[str, ...], name: str) -> Any:
    return sums.total(getattr(by_channel[code], name) for code in channels if code in by_channel)


def _minority_minutes(
    session: Session, scope: Scope, where: tuple[ColumnElement[bool], ...]
) -> int | None:
    """Return CT13: Σ airings × minutes of the loudspeakers in a minority language."""
    spoken = (
        select(ActivityLanguageRow.activity_id)
        .join(LanguageRow, LanguageRow.code == ActivityLanguageRow.language)
        .where(_part(ActivityLanguageRow), LanguageRow.minority, LanguageRow.code != "KHAC")
    )
    once = (not_(unit_sums.is_part()),) if scope.is_city else ()
    found = session.scalar(
        select(func.sum(ActivityRow.airings * ActivityRow.minutes)).where(
            *where, *once, ActivityRow.channel == RADIO, spoken.exists()
        )
    )
    return None if found is None else int(found)


def _part(kind: Any) -> ColumnElement[bool]:
    same: ColumnElement[bool] = (kind.unit_id == ActivityRow.unit_id) & (
        kind.activity_id == ActivityRow.id
    )
    return same


def _sums_json(found: Sums) -> dict[str, Any]:
    return {name: _plain(getattr(found, name)) for name in sums.NAMES}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return {key: _plain(one) for key, one in value.items()} if isinstance(value, dict) else value
