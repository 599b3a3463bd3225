"""Adding up: what is summed, and the sums by channel, unit and month. All sums are SQL's.

None where nothing was entered; None is not 0. For a consolidating unit the activities, items,
airings, minutes and areas of a joint activity count once (its leader's), the people of all parts.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    case,
    cast,
    func,
    literal,
    not_,
    select,
)
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ExpenseRow, PayerRow
from db.rows.base import Hundredths
from desktop.core import unit_sums
from desktop.core.activities import COUNTED
from desktop.core.periods import Period, months_of
from desktop.core.scopes import Scope


@dataclass(frozen=True)
class Sums:
    """Sums over some activities; `minutes` is Σ airings × minutes for broadcasts."""

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
RADIO = "PHAT_THANH"
NAMES = tuple(one.name for one in fields(Sums))
ONCE = NAMES[:5]
"""What a joint activity adds once, by the unit that leads it."""


@dataclass(frozen=True)
class Cell:
    """The sums of a unit in a channel and a month of the period, by its number from 0."""

    unit_id: str
    channel: str
    month: int
    sums: Sums


def of(columns: Any, *, once: bool) -> list[ColumnElement[Any]]:
    """Return the columns of Sums in its order; `once`: without what parts would count again."""
    return [
        _sum(case((not_(columns["part"]), columns[name])) if once and name in ONCE else columns[name])
        for name in NAMES
    ]  # fmt: skip


def add_up(parts: Collection[Sums]) -> Sums:
    """Return the sums of parts that share no activity."""
    sums = {name: total(getattr(part, name) for part in parts) for name in NAMES}
    return Sums(**sums) if parts else NOTHING


def total(values: Iterable[Any]) -> Any:
    """Return the sum of what was entered; None where nothing was."""
    known = [one for one in values if one is not None]
    return sum(known) if known else None


def by_channel(
    session: Session, scope: Scope, period: Period
) -> tuple[dict[str, Sums], int, int | None]:
    """Return the sums per channel, how many lack papers, and Σ airings × minutes: in one pass."""
    source = unit_sums.source(session, scope, period.first, period.last)
    heard = case((not_(source.c.part), source.c.heard)) if scope.is_city else source.c.heard
    query = select(
        source.c.channel, _sum(source.c.held), _sum(heard),
        *of(source.c, once=scope.is_city),
    ).group_by(source.c.channel)  # fmt: skip
    found: dict[str, Sums] = {}
    incomplete, minutes = 0, None
    for channel, held, heard_minutes, *numbers in session.execute(query):
        found[channel] = Sums(*numbers)
        incomplete += held
        minutes = heard_minutes if channel == RADIO else minutes
    return found, incomplete, minutes


def joint(session: Session, scope: Scope, period: Period) -> Sums:
    """Return what the sums of the units count more than once of joint activities."""
    source = unit_sums.source(session, scope, period.first, period.last)
    columns = [_sum(source.c[name]) for name in ONCE]
    activities, *numbers = session.execute(select(*columns).where(source.c.part)).one()
    return Sums(activities or 0, *numbers)


@dataclass(frozen=True)
class Booked:
    """The sums booked on a unit, and whose activities they are (from, to; None: all days)."""

    sums: Sums
    sources: tuple[tuple[str, date | None, date | None], ...]


def by_unit(session: Session, scope: Scope, period: Period, units_as: str) -> dict[str, Booked]:
    """Return the sums that each unit reports itself, by its id: a part counts as its own.

    `units_as` "then": the unit at the time; "now": the unit that it has become since.
    """
    cuts = scope.cuts(period.first, period.last) if units_as == "then" else []
    starts = [period.first, *cuts]
    ends = [*(day - timedelta(days=1) for day in cuts), period.last]
    source = _cut(session, scope, period, cuts)
    span = unit_sums.before_days(source, cuts).label("span")
    query = select(source.c.unit_id, span, *of(source.c, once=False))
    found: dict[str, list[Sums]] = {}
    whose: dict[str, list[tuple[str, date | None, date | None]]] = {}
    for unit_id, number, *numbers in session.execute(query.group_by(source.c.unit_id, "span")):
        key = scope.booked(unit_id, starts[number] if units_as == "then" else None)
        found.setdefault(key, []).append(Sums(*numbers))
        days = (starts[number], ends[number]) if cuts else (None, None)
        whose.setdefault(key, []).append((unit_id, *days))
    return {key: Booked(add_up(parts), tuple(whose[key])) for key, parts in found.items()}


def by_month(session: Session, scope: Scope, period: Period) -> tuple[tuple[Period, int], ...]:
    """Return how many activities each month of the period had by its own rule, in order."""
    months = months_of(period)
    source = unit_sums.source(session, scope, period.first, period.last)
    number = unit_sums.before_days(source, [one.first for one in months[1:]]).label("span")
    activities = of(source.c, once=scope.is_city)[0]
    query = select(number, activities).group_by("span")
    found: dict[int, int | None] = dict(session.execute(query).all())
    return tuple((month, found.get(place) or 0) for place, month in enumerate(months))


def cells(session: Session, scope: Scope, period: Period) -> list[Cell]:
    """Return the sums by unit (at the time it reported), channel and month; parts count as own."""
    source = unit_sums.source(session, scope, period.first, period.last)
    starts = [one.first for one in months_of(period)[1:]]
    keys = (source.c.unit_id, source.c.channel, unit_sums.before_days(source, starts).label("span"))
    query = select(*keys, *of(source.c, once=False)).group_by(keys[0], keys[1], "span")
    return [
        Cell(unit_id, channel, month, Sums(*numbers))
        for unit_id, channel, month, *numbers in session.execute(query)
    ]


def of_units(
    session: Session, scope: Scope, period: Period, channels: Sequence[str], name: str
) -> dict[str, int | Decimal | None]:
    """Return one sum over some channels for each unit that has activities, as it reports itself."""
    source = unit_sums.source(session, scope, period.first, period.last)
    mine = case((source.c.channel.in_(channels), source.c[name])) if channels else literal(None)
    query = select(source.c.unit_id, _sum(mine)).group_by(source.c.unit_id)
    return dict(session.execute(query).all())


def spent(session: Session, scope: Scope, period: Period) -> int | None:
    """Return the programme's money that activities of the period cost, in đồng."""
    programme = select(PayerRow.code).where(PayerRow.programme_money)
    own = (ExpenseRow.unit_id == ActivityRow.unit_id) & (ExpenseRow.activity_id == ActivityRow.id)
    query = (
        select(func.sum(ExpenseRow.amount))
        .select_from(ActivityRow)  # outer: the days narrow first, whatever an engine would choose
        .outerjoin(ExpenseRow, own & ExpenseRow.payer.in_(programme))
        .where(scope.has(ActivityRow.unit_id), ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(period.first, period.last))
    )
    found = session.scalar(query)
    return None if found is None else int(found)


def _cut(session: Session, scope: Scope, period: Period, cuts: list[Any]) -> FromClause:
    """Return what is to be summed so that it can be cut at these days."""
    first, last = period.first, period.last
    halves = all(unit_sums.made_of_halves(first, day - timedelta(days=1)) for day in cuts)
    read = unit_sums.source(session, scope, first, last)
    return read if halves else unit_sums.direct(scope, first, last)


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a sum as a whole number: some engines add large ones up as decimals."""
    added: ColumnElement[Any] = func.sum(column)
    return added if isinstance(column.type, Hundredths) else cast(added, BigInteger)
