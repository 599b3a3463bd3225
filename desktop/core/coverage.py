"""Coverage (độ phủ địa bàn): how often each hamlet was reached in a period, and which never was.

Reading only. A part of a joint activity reached its own hamlets, so it counts here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, case, cast, func, select
from sqlalchemy.orm import Session

from db.rows import ActivityHamletRow, ActivityRow, HamletRow
from desktop.core import hamlets, same_hamlets, scopes, sums
from desktop.core.activities import COUNTED
from desktop.core.catalogue import DIRECT
from desktop.core.hamlets import Hamlet
from desktop.core.listing import Filter
from desktop.core.periods import Period
from desktop.core.same_hamlets import Same
from desktop.core.scopes import Scope
from desktop.core.texts import sort_key


@dataclass(frozen=True)
class Reached:
    """A hamlet: how many activities it had, how many where people met, and the last day (None: none).

    `attendees` sums whole activities: one held for two hamlets counts in both.
    """

    id: str
    unit_id: str
    unit: str
    name: str
    filter: Filter
    activities: int = 0
    direct: int = 0
    attendees: int | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class UnitReach:
    """How many hamlets a unit has, how many had any activity, and how many a direct one."""

    id: str
    name: str
    hamlets: int
    reached: int
    direct: int

    @property
    def share(self) -> float | None:
        """Return the part reached, 0 to 1; None for a unit whose hamlets are not known."""
        return self.reached / self.hamlets if self.hamlets else None


@dataclass(frozen=True)
class Coverage:
    """All hamlets of the period, by unit and name, and the units they belong to.

    One that was renamed in it, or went into another, counts as the one that stands for it at its end.
    """

    period: Period
    hamlets: tuple[Reached, ...]
    units: tuple[UnitReach, ...]

    @property
    def never(self) -> tuple[Reached, ...]:
        """Return the hamlets without any activity."""
        return tuple(one for one in self.hamlets if not one.activities)

    @property
    def never_direct(self) -> tuple[Reached, ...]:
        """Return the hamlets where people never met."""
        return tuple(one for one in self.hamlets if not one.direct)


def read(session: Session, period: Period) -> Coverage:
    """Return the coverage of all units of the register in the period."""
    scope = scopes.read(session)
    same = same_hamlets.read(session, scope, period.last)
    counts = _counts(session, scope, period, same)
    names = scopes.names(scope.units.values())
    some = same.once(hamlets.of_units(session, scope.has(HamletRow.unit_id)))
    there = [one for one in some if one.id in counts or _existed(one, period)]
    found = [_reached(one, names[one.unit_id], counts.get(one.id), period) for one in there]
    in_order = sorted(found, key=lambda one: (sort_key(one.unit), sort_key(one.name), one.id))
    return Coverage(period, tuple(in_order), tuple(_by_unit(scope, names, in_order, period)))


def _counts(
    session: Session, scope: Scope, period: Period, same: Same
) -> dict[str, tuple[Any, ...]]:
    query = (
        select(
            ActivityHamletRow.hamlet_id, func.count(),
            cast(func.sum(case((ActivityRow.channel.in_(DIRECT), 1), else_=0)), BigInteger),
            cast(func.sum(ActivityRow.attendees), BigInteger), func.max(ActivityRow.held_on),
        )
        .join(
            ActivityRow,
            (ActivityRow.unit_id == ActivityHamletRow.unit_id)
            & (ActivityRow.id == ActivityHamletRow.activity_id),
        )
        .where(scope.has(ActivityRow.unit_id), ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(period.first, period.last), *same.counted_once())
        .group_by(ActivityHamletRow.hamlet_id)
    )  # fmt: skip
    found: dict[str, list[tuple[Any, ...]]] = {}
    for key, *values in session.execute(query):
        found.setdefault(same.id(key), []).append(tuple(values))
    return {key: _together(some) if some[1:] else some[0] for key, some in found.items()}


def _together(some: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    activities, direct, attendees, last_on = zip(*some, strict=True)
    return sum(activities), sum(direct), sums.total(attendees), max(last_on)


def _existed(one: Hamlet, period: Period) -> bool:
    began = one.valid_from is None or one.valid_from <= period.last
    return began and (one.valid_to is None or one.valid_to >= period.first)


def _reached(one: Hamlet, unit: str, counts: tuple[Any, ...] | None, period: Period) -> Reached:
    wanted = Filter(unit_id=one.unit_id, first=period.first, last=period.last, hamlet_id=one.id)
    return Reached(one.id, one.unit_id, unit, one.full_name, wanted, *(counts or ()))


def _by_unit(
    scope: Scope, names: dict[str, str], found: Iterable[Reached], period: Period
) -> Iterable[UnitReach]:
    """Yield the units with hamlets, and those below without any known one, by name."""
    of_unit: dict[str, list[Reached]] = {}
    for one in found:
        of_unit.setdefault(one.unit_id, []).append(one)
    parents = {one.parent_id for one in scope.units.values()}
    bare = {
        key for key, one in scope.units.items()
        if key not in parents and key != scope.unit.id and one.is_valid(period.last)
    }  # fmt: skip
    for key in sorted({*of_unit, *bare}, key=lambda key: sort_key(names[key])):
        some = of_unit.get(key, [])
        yield UnitReach(
            key, names[key], len(some), sum(one.activities > 0 for one in some),
            sum(one.direct > 0 for one in some),
        )  # fmt: skip
