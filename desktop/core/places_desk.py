"""What the page Hộ & địa bàn reads in one go: hamlets with their counts, years, periods, names.

Reading only. A consolidating unit sees the hamlets and counts of all units, and no households.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import HamletRow, HamletYearRow, HouseholdRow, HouseholdYearRow, UnitSumsRow
from desktop.core import (
    catalogue,
    clock,
    coverage,
    hamlet_years,
    hamlets,
    households,
    listing,
    matching,
    period_choice,
    plans,
    reach,
    reach_rows,
    reports,
    same_hamlets,
    scopes,
    settings,
    spoken,
)
from desktop.core.catalogue import Deprivation
from desktop.core.hamlet_years import COUNTS as COUNTS, HamletYear
from desktop.core.hamlets import Hamlet
from desktop.core.households import Household, Kept, Yearly
from desktop.core.matching import Matching
from desktop.core.periods import Period
from desktop.core.reach import Reach, Reached
from desktop.core.scopes import Scope
from desktop.core.spoken import Languages
from desktop.core.texts import sort_key

_MOST_YEARS = 12
"""Years offered at most."""


@dataclass(frozen=True)
class Place:
    """A hamlet in a year: `entered` is kept for it, `counted` comes from the household register.

    `unit` and `successor` are names, empty where they go without saying. None: nothing is known.
    `is_there`: it holds the year's figures (`hamlet_years.of_the_year`).
    """

    hamlet: Hamlet
    is_there: bool
    unit: str = ""
    successor: str = ""
    entered: HamletYear | None = None
    counted: HamletYear | None = None

    def count(self, name: str) -> int | None:
        """Return one of the entered counts."""
        return getattr(self.entered, name) if self.entered else None


@dataclass(frozen=True)
class Desk:
    """Everything the page needs before it asks for one of its lists."""

    is_city: bool
    today: date
    year: int
    years: tuple[int, ...]
    period: Period
    periods: tuple[Period, ...]
    places: tuple[Place, ...]
    categories: tuple[tuple[str, str], ...]
    deprivations: tuple[Deprivation, ...]
    has_households: bool

    @property
    def hamlets(self) -> tuple[Hamlet, ...]:
        """Return the hamlets of the year."""
        return tuple(one.hamlet for one in self.places if one.is_there)


@dataclass(frozen=True)
class Sheet:
    """A household with all its years, and what its form offers; `standards` are those of each year."""

    household: Household
    years: Mapping[int, Yearly]
    standards: Mapping[int, tuple[Deprivation, ...]]
    categories: tuple[tuple[str, str], ...]
    hamlets: tuple[Hamlet, ...]
    today: date
    is_new: bool = False


@dataclass(frozen=True)
class ReachLine:
    """A hamlet with its activities, and its poor, near-poor and escaped households (None: none)."""

    place: coverage.Reached
    households: Reached | None


@dataclass(frozen=True)
class Reaching:
    """The reach of a period, hamlet by hamlet; `nowhere`: households that name no hamlet."""

    reach: Reach
    lines: tuple[ReachLine, ...]
    nowhere: Reached | None

    @property
    def never(self) -> tuple[ReachLine, ...]:
        """Return the hamlets without any activity."""
        return tuple(one for one in self.lines if not one.place.activities)

    @property
    def without_households(self) -> tuple[ReachLine, ...]:
        """Return the hamlets none of whose households was reached."""
        return tuple(
            one for one in self.lines
            if one.households and one.households.households and not one.households.reached
        )  # fmt: skip


@dataclass(frozen=True)
class ToldLine:
    """A unit, or a hamlet of it, with the distinct households it reported by category.

    `first_time` of the poor, near-poor and escaped ones had not been reached before in the year.
    """

    name: str
    unit: str
    by_category: Mapping[str, int]
    first_time: int

    @property
    def others(self) -> int:
        """Return the households of no category of the programme."""
        return sum(one for code, one in self.by_category.items() if code not in reach.FOCUS)


@dataclass(frozen=True)
class Told:
    """What units reported for exactly these days, by unit and by hamlet, and who did not.

    `silent` held activities where people come and reported no household; `is_whole`: nobody did so,
    and the sums are those of all units.
    """

    units: tuple[ToldLine, ...]
    hamlets: tuple[ToldLine, ...]
    silent: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Return whether the sums say all."""
        return bool(self.units) and not self.silent


def read(
    session: Session, year: int | None = None, kind: str = "Q", name: str | None = None
) -> Desk:
    """Return the page for a year and a period; without them this year and the newest period."""
    mine, scope = settings.read(session), scopes.read(session)
    today = clock.of(session).today()
    offered = _periods(session, scope, kind)
    years = _years(session, today)
    chosen = year if year in years else today.year
    return Desk(
        is_city=scope.is_city,
        today=today,
        year=chosen,
        years=years,
        period=next((one for one in offered if one.name == name), None)
        or (offered[0] if scope.is_city else reports.due_first(session, offered, today)),
        periods=offered,
        places=places(session, chosen),
        categories=tuple(catalogue.household_categories(session).items()),
        deprivations=catalogue.deprivations(session, chosen),
        has_households=_has_households(session, mine.unit_id),
    )


def places(session: Session, year: int) -> tuple[Place, ...]:
    """Return the hamlets of the register by unit and name, those of the past included."""
    scope = scopes.read(session)
    units = scopes.names(scope.units.values()) if scope.is_city else {}
    same = same_hamlets.read(session, scope)
    found = same.once(hamlets.of_units(session, scope.has(HamletRow.unit_id)))
    entered = hamlet_years.of_year(session, year)
    counted = {} if scope.is_city else hamlet_years.counted(session, year)
    names = {one.id: one.full_name for one in found}
    there = {one.id for one in hamlet_years.of_the_year(session, found, year)}
    made = (
        Place(
            one, one.id in there, units.get(one.unit_id, ""),
            names.get(one.successor_id or "", ""), entered.get(one.id), counted.get(one.id),
        )
        for one in found
    )  # fmt: skip
    return tuple(sorted(made, key=lambda one: (sort_key(one.unit), sort_key(one.hamlet.full_name))))


def sheet(
    session: Session, household_id: str | None = None, offered: Collection[int] | None = None
) -> Sheet:
    """Return a household for its form; without an id an empty one. Raises NotFoundError.

    `offered` are the years whose standards are wanted; None: all that there are, and its own.
    """
    mine, today = settings.read(session), clock.of(session).today()
    empty = Kept(Household(unit_id=mine.unit_id, head=""), {})
    kept = households.get(session, household_id) if household_id else empty
    wanted = {*_years(session, today), *kept.years} if offered is None else set(offered)
    return Sheet(
        household=kept.household,
        years=kept.years,
        standards={year: catalogue.deprivations(session, year) for year in sorted(wanted)},
        categories=tuple(catalogue.household_categories(session).items()),
        hamlets=tuple(hamlets.all_of(session, mine.unit_id)),
        today=today,
        is_new=household_id is None,
    )


def new_hamlet(session: Session) -> Hamlet:
    """Return an empty hamlet of the register's own unit."""
    return Hamlet(kind="Thôn", name="", unit_id=settings.read(session).unit_id)


def reached(session: Session, period: Period) -> Reaching:
    """Return whom and where the activities of a period reached; for the register's own unit."""
    found, known = coverage.read(session, period), reach.read(session, period)
    by_hamlet = {one.hamlet_id: one.focus for one in known.by_hamlet}
    lines = [ReachLine(one, by_hamlet.pop(one.id, None)) for one in found.hamlets]
    return Reaching(known, tuple(lines), by_hamlet.get(None))


def told(session: Session, period: Period) -> Told:
    """Return the households that the units below reported as reached in exactly these days.

    Each household belongs to one unit, so the numbers may be added up.
    """
    scope = scopes.read(session)
    names, same = scopes.names(scope.units.values()), same_hamlets.read(session, scope, period.last)
    units: dict[str, dict[str, list[int]]] = {}
    places: dict[tuple[str, str], dict[str, list[int]]] = {}
    for unit_id, hamlet_id, code, *numbers in session.execute(reach_rows.rows(scope, period)):
        at = (unit_id, same.id(hamlet_id) if hamlet_id else "")
        for sums in (units.setdefault(unit_id, {}), places.setdefault(at, {})):
            before = sums.get(code, [0, 0])
            sums[code] = [one + two for one, two in zip(before, numbers, strict=True)]
    known = hamlets.of_ids(session, [key for _, key in places if key])
    found = [
        _told(known[key].full_name if key in known else "Chưa rõ thôn, buôn", names[unit], sums)
        for (unit, key), sums in places.items()
    ]
    silent = reach_rows.held(session, scope, period) - units.keys() - {scope.unit.id}
    return Told(
        tuple(sorted((_told(names[key], "", sums) for key, sums in units.items()), key=_by_name)),
        tuple(sorted((one for one in found if sum(one.by_category.values())), key=_by_name)),
        tuple(sorted((names[one] for one in silent), key=sort_key)),
    )


def _told(name: str, unit: str, sums: Mapping[str, Sequence[int]]) -> ToldLine:
    new = sum(one[1] for code, one in sums.items() if code in reach.FOCUS)
    return ToldLine(name, unit, {code: one[0] for code, one in sums.items()}, new)


def _by_name(one: ToldLine) -> tuple[Any, ...]:
    return (sort_key(one.unit), sort_key(one.name))


def matched(session: Session, year: int) -> tuple[Matching, Mapping[str, str]]:
    """Return what is lacking in a year and whom it reached, and the names of topics by code."""
    names = {one.code: one.short_name for one in catalogue.read(session).topics}
    return matching.read(session, year), names


def heard(session: Session, period: Period) -> tuple[Languages, Mapping[str, str]]:
    """Return what was spoken where in a period, and the names of languages by code."""
    names = {one.code: one.name for one in catalogue.read(session).languages}
    return spoken.read(session, period), names


def _periods(session: Session, scope: Scope, kind: str) -> tuple[Period, ...]:
    mine = settings.read(session)
    plan = plans.get(session, mine.plan_id).window if mine.plan_id else None
    days = _days(session) if scope.is_city else listing.first_and_last_day(session, mine.unit_id)
    return period_choice.offered(days, clock.of(session).today(), kind, mine.rule, plan)


def _days(session: Session) -> tuple[date, date] | None:
    """Return days of the oldest and the newest half month of all units."""
    ends = session.execute(select(func.min(UnitSumsRow.half), func.max(UnitSumsRow.half))).one()
    found = [date.fromisoformat(one) for one in ends if one is not None]
    return (min(found), max(found)) if found else None


def _years(session: Session, today: date) -> tuple[int, ...]:
    """Return the years there are counts or categories of, the last, this and the next, newest first."""
    known: set[int] = {today.year - 1, today.year, today.year + 1}
    for column in (HamletYearRow.year, HouseholdYearRow.year):
        known |= set(session.scalars(select(column).distinct()))
    return tuple(sorted(known, reverse=True)[:_MOST_YEARS])


def _has_households(session: Session, unit_id: str) -> bool:
    query = select(HouseholdRow.id).where(HouseholdRow.unit_id == unit_id).limit(1)
    return session.scalar(query) is not None
