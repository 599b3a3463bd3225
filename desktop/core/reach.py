"""Reach (hộ được tiếp cận): the households that the attendance lists of a period name, each once.

Reading only. Who came is counted by the household chosen on the list, never by a name. Counted are
activities that count in all figures; a list of one's own part of a joint activity counts as any.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import HouseholdRow, HouseholdYearRow, ReachRow
from desktop.core import catalogue, hamlets, reach_rows, same_hamlets, scopes
from desktop.core.hamlets import Hamlet
from desktop.core.periods import Period
from desktop.core.scopes import Scope
from desktop.core.texts import sort_key

FOCUS = ("HN", "HCN", "HMTN")
"""The households that the programme is for: poor, near-poor, newly escaped."""
UNKNOWN = ""
"""Stands for the category of a household that has none in the year."""
MOST_LISTED = 2_000


@dataclass(frozen=True)
class Cell:
    """Households of a hamlet (None: they name none) and category that were reached.

    `first_time` of them had not been reached before in that calendar year.
    """

    hamlet_id: str | None
    category: str
    reached: int
    first_time: int


@dataclass(frozen=True)
class Reached:
    """How many were reached (None: no list names a household) of how many; 0 is not None.

    `households`: those reached, and those of the register that were not; None in sums of other
    units, which say only whom they reached.
    """

    reached: int | None = None
    first_time: int | None = None
    households: int | None = None

    @property
    def repeat(self) -> int | None:
        """Return how many had been reached before in the year."""
        if self.reached is None or self.first_time is None:
            return None
        return self.reached - self.first_time

    @property
    def left(self) -> int | None:
        """Return how many of the register were not reached."""
        return None if self.households is None else self.households - (self.reached or 0)


@dataclass(frozen=True)
class HamletReach:
    """A hamlet (None: households that name none) with its households of each category."""

    hamlet_id: str | None
    name: str
    by_category: Mapping[str, Reached]

    @property
    def focus(self) -> Reached:
        """Return poor, near-poor and newly escaped households together."""
        return _added(self.by_category.get(one) for one in FOCUS)


@dataclass(frozen=True)
class Reach:
    """The reach of a period. `named`: some list of the period names a household.

    `classified`: households have a category of the year of its last day; if none has, nobody knows
    who was not reached.
    `cells` hold only what was reached and are empty where nothing is named. `by_category` has all
    categories of the catalogue in their order, and UNKNOWN if there are such households.
    """

    period: Period
    named: bool
    cells: tuple[Cell, ...]
    by_category: Mapping[str, Reached]
    by_hamlet: tuple[HamletReach, ...] = ()
    classified: bool = True

    @property
    def never(self) -> tuple[HamletReach, ...]:
        """Return the hamlets with households of FOCUS none of which was reached."""
        return tuple(
            one for one in self.by_hamlet if one.focus.households and not one.focus.reached
        )

    @property
    def focus(self) -> Reached:
        """Return poor, near-poor and newly escaped households together."""
        return _added(self.by_category.get(one) for one in FOCUS)


@dataclass(frozen=True)
class Listed:
    """A household as lists show it: personal data, stays in this register.

    `hamlet` is the hamlet in force on the day of the list; `lacks` are indicators, where asked for.
    """

    id: str
    code: str
    head: str
    hamlet_id: str | None
    hamlet: str
    category: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unreached:
    """Some of the households that were not reached, and how many there are."""

    rows: tuple[Listed, ...]
    count: int


def read(session: Session, period: Period) -> Reach:
    """Return the reach of the register's own unit.

    A household counts once, with its category of the year in which it was last reached in the
    period (one not reached: of the period's last day), in the hamlet that stood for its own on that
    day. It is new if its first time in the period was its first in that calendar year.
    """
    unit_id = scopes.read(session).unit.id
    places = in_force(session, unit_id, period.last)
    counts: dict[tuple[str | None, str], tuple[int, int, int]] = {}
    for hamlet_id, category, *numbers in session.execute(reach_rows.counts(unit_id, period)):
        key = (places[hamlet_id].id if hamlet_id in places else None, category or UNKNOWN)
        one, two, three = counts.get(key, (0, 0, 0))
        counts[key] = (one + numbers[0], two + numbers[1], three + numbers[2])
    named = any(reached for reached, _, _ in counts.values())
    categories = _categories(session, counts)
    names = {one.id: one.full_name for one in places.values()}
    return Reach(
        period,
        named,
        _cells(counts, names, categories),
        {code: _sum(counts, named, lambda key, code=code: key[1] == code) for code in categories},
        tuple(_by_hamlet(counts, named, names, categories)),
        bool(session.scalar(reach_rows.has_categories(unit_id, period.last.year))),
    )


def reported(session: Session, scope: Scope, period: Period) -> Reach | None:
    """Return the reach that the units of a consolidating unit reported for exactly these days.

    Each household belongs to one unit, so distinct numbers may be added up. None if a unit that
    held activities where people come reported none (a row of 0 says that nobody was reached), or
    if nobody did. The unit's own lists are added.
    """
    own = read(session, period)
    told = reach_rows.told(session, scope, period)
    if own.named:
        told.add(scope.unit.id)
    if not told or reach_rows.held(session, scope, period) - told:
        return None
    rows = session.execute(
        select(
            ReachRow.hamlet_id, ReachRow.category, func.sum(ReachRow.reached),
            func.sum(ReachRow.first_time),
        )
        .where(*reach_rows.reported(scope, period))
        .group_by(ReachRow.hamlet_id, ReachRow.category)
    )  # fmt: skip
    same = same_hamlets.read(session, scope, period.last)
    counts: dict[tuple[str | None, str], tuple[int, int, int]] = {}
    for key, code, *numbers in rows:
        at = (same.id(key) if key else None, code)
        one, two, _ = counts.get(at, (0, 0, 0))
        counts[at] = (one + int(numbers[0]), two + int(numbers[1]), 0)
    for cell in own.cells:
        one, two, _ = counts.get((cell.hamlet_id, cell.category), (0, 0, 0))
        counts[cell.hamlet_id, cell.category] = (one + cell.reached, two + cell.first_time, 0)
    categories = _categories(session, counts)
    found = {code: _sum(counts, True, lambda key, code=code: key[1] == code) for code in categories}
    names = {key: "" for key, _ in counts if key}
    return Reach(
        period, True, _cells(counts, names, categories),
        {code: Reached(one.reached, one.first_time) for code, one in found.items()},
    )  # fmt: skip


def not_reached(
    session: Session,
    period: Period,
    category: str | None = None,
    hamlet_id: str | None = None,
    limit: int = MOST_LISTED,
    offset: int = 0,
) -> Unreached:
    """Return households of FOCUS (or of one category) that no list of the period names.

    In the order of hamlets and names; those that had gone by the period's last day are left out.
    """
    unit_id = scopes.read(session).unit.id
    places = in_force(session, unit_id, period.last)
    seen = reach_rows.seen_in(unit_id, period.first, period.last)
    wanted = [
        HouseholdRow.unit_id == unit_id,
        reach_rows.is_there(period.last),
        HouseholdYearRow.category.in_((category,) if category is not None else FOCUS),
        HouseholdRow.id.not_in(select(seen.subquery().c.household_id)),
    ]
    if hamlet_id is not None:
        wanted.append(HouseholdRow.hamlet_id.in_(become(places, hamlet_id)))
    query = reach_rows.with_category(period.last.year).where(*wanted)
    count = session.scalar(query.with_only_columns(func.count()).order_by(None))
    rows = session.execute(query.limit(limit).offset(offset))
    return Unreached(listed(rows, places), count or 0)


def in_force(session: Session, unit_id: str, day: date) -> dict[str | None, Hamlet]:
    """Return by id the hamlet of the unit that stood for each one on the day."""
    known = {one.id: one for one in hamlets.all_of(session, unit_id)}
    standing = hamlets.standing(session, day)
    return {key: known.get(standing[key], one) for key, one in known.items()}


def become(places: Mapping[str | None, Hamlet], hamlet_id: str) -> list[str]:
    """Return the ids of all hamlets for which this one stands."""
    return [key for key, one in places.items() if key and one.id == hamlet_id]


def listed(rows: Iterable[Any], places: Mapping[str | None, Hamlet]) -> tuple[Listed, ...]:
    """Return households (id, code, head, hamlet_id, category, …) by hamlet and name."""
    found = []
    for row in rows:
        place = places.get(row.hamlet_id)
        found.append(
            Listed(row.id, row.code, row.head, place.id if place else None,
                   place.full_name if place else "", row.category or UNKNOWN)
        )  # fmt: skip
    return tuple(sorted(found, key=_in_order))


def _in_order(one: Listed) -> tuple[Any, ...]:
    return (not one.hamlet, sort_key(one.hamlet), sort_key(one.head), one.code, one.id)


def _categories(session: Session, counts: Iterable[tuple[str | None, str]]) -> tuple[str, ...]:
    known = catalogue.household_categories(session)
    others = sorted({code for _, code in counts} - set(known))
    return (*known, *others)


def _cells(
    counts: Mapping[tuple[str | None, str], tuple[int, int, int]],
    names: Mapping[str, str],
    categories: Sequence[str],
) -> tuple[Cell, ...]:
    cells = [
        Cell(hamlet_id, category, reached, new)
        for (hamlet_id, category), (reached, new, _) in counts.items()
        if reached
    ]
    return tuple(
        sorted(cells, key=lambda one: (
            one.hamlet_id is None, sort_key(names.get(one.hamlet_id or "", "")),
            one.hamlet_id or "", categories.index(one.category),
        ))
    )  # fmt: skip


def _by_hamlet(
    counts: Mapping[tuple[str | None, str], tuple[int, int, int]],
    named: bool,
    names: Mapping[str, str],
    categories: Sequence[str],
) -> Iterable[HamletReach]:
    keys = {key for key, _ in counts}
    for hamlet_id in sorted(
        keys, key=lambda key: (key is None, sort_key(names.get(key or "", "")))
    ):
        found = {
            code: _sum(counts, named, lambda key, code=code, at=hamlet_id: key == (at, code))
            for code in categories
            if (hamlet_id, code) in counts
        }
        yield HamletReach(hamlet_id, names.get(hamlet_id or "", ""), found)


def _sum(
    counts: Mapping[tuple[str | None, str], tuple[int, int, int]], named: bool, has: Any
) -> Reached:
    some = [numbers for key, numbers in counts.items() if has(key)]
    reached, new, missed = (sum(one[at] for one in some) for at in range(3))
    return Reached(reached if named else None, new if named else None, reached + missed)


def _added(parts: Iterable[Reached | None]) -> Reached:
    some = [one for one in parts if one is not None]

    def total(name: str) -> int | None:
        known = [value for one in some if (value := getattr(one, name)) is not None]
        return sum(known) if known else None

    return Reached(total("reached"), total("first_time"), total("households"))
