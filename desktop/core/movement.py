"""What the page Phong trào shows of a period: gifts, stories, materials. Reading only.

A ward sees its own records with names; a consolidating unit those of its units, without any.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import ContributionRow, ExemplarRow, MaterialFlowRow, MaterialMoveRow, MaterialRow
from desktop.core import (
    clock,
    contributions,
    exemplars,
    hamlets,
    listing,
    material_flows,
    materials,
    period_choice,
    plans,
    reports,
    scopes,
    settings,
)
from desktop.core.contributions import Contribution, DonorKind, Given
from desktop.core.exemplars import Counted, Exemplar, Kind
from desktop.core.hamlets import Hamlet
from desktop.core.material_flows import Flow, Stock
from desktop.core.materials import Material, Move
from desktop.core.periods import Period, Rule
from desktop.core.scopes import Scope
from desktop.core.texts import sort_key

F = TypeVar("F")


@dataclass(frozen=True)
class Chosen:
    """The period that is looked at, those that can be chosen, and what the forms need.

    `hamlets` are those of the own unit that are there today, in order.
    """

    period: Period
    periods: tuple[Period, ...]
    unit_id: str
    is_city: bool
    is_locked: bool
    hamlets: tuple[Hamlet, ...]


@dataclass(frozen=True)
class UnitLine(Generic[F]):
    """What a unit reported."""

    id: str
    name: str
    found: F


@dataclass(frozen=True)
class Gifts:
    """The contributions of a period, newest first, and their sums."""

    listed: tuple[Contribution, ...]
    everything: Given
    kinds: Mapping[DonorKind, Given]
    units: tuple[UnitLine[Given], ...]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Stories:
    """The exemplars of a period, newest first, and how many they are; `places` are hamlets by id."""

    listed: tuple[Exemplar, ...]
    kinds: Mapping[Kind, Counted]
    units: tuple[UnitLine[Counted], ...]
    names: Mapping[str, str]
    places: Mapping[str, str]

    @property
    def everything(self) -> Counted:
        """Return how many there are of all kinds."""
        found = self.kinds.values()
        return Counted(sum(one.count for one in found), sum(one.publicised for one in found))


@dataclass(frozen=True)
class HamletLine:
    """How many of a material a hamlet got in a period; the id tells the line from others."""

    id: str
    place: str
    material: str
    unit_word: str
    count: int


@dataclass(frozen=True)
class Stocks:
    """The materials of a period: moves newest first, stock of today, flows, what hamlets got.

    `units` is what the units of a city reported for exactly these days.
    """

    moves: tuple[Move, ...]
    stock: tuple[Stock, ...]
    flows: tuple[Flow, ...]
    hamlets: tuple[HamletLine, ...]
    materials: Mapping[str, Material]
    places: Mapping[str, str]
    units: tuple[UnitLine[Flow], ...]


def choose(
    session: Session, kind: str = "Q", name: str | None = None, rule: Rule | None = None
) -> Chosen:
    """Return the period of this name; without one the newest that holds something, else today's.

    Today's as well where that newest one is locked: what is found now goes into it.
    """
    mine, scope = settings.read(session), scopes.read(session)
    today = clock.of(session).today()
    plan = plans.get(session, mine.plan_id).window if mine.plan_id else None
    days = _days(session, scope)
    first, last = days or (today, today)
    offered = period_choice.offered(
        (min(first, today), max(last, today)), today, kind, rule or mine.rule, plan
    )

    def is_locked(one: Period) -> bool:
        return not scope.is_city and reports.current(session, one) is not None

    newest = next((one for one in offered if one.first <= last), offered[0])
    if is_locked(newest):
        newest = next((one for one in offered if today in one), newest)
    period = next((one for one in offered if one.name == name), newest)
    own = () if scope.is_city else tuple(
        one for one in hamlets.all_of(session, mine.unit_id) if one.is_valid(today)
    )  # fmt: skip
    return Chosen(period, offered, mine.unit_id, scope.is_city, is_locked(period), own)


def gifts(session: Session, period: Period) -> Gifts:
    """Return the contributions of the period."""
    scope = scopes.read(session)
    units = contributions.by_unit(session, scope, period) if scope.is_city else {}
    return Gifts(
        contributions.find(session, scope, period),
        contributions.sums(session, scope, period),
        contributions.by_kind(session, scope, period),
        _lines(scope, units),
        _names(scope),
    )


def stories(session: Session, period: Period) -> Stories:
    """Return the exemplars of the period."""
    scope = scopes.read(session)
    listed = exemplars.find(session, scope, period)
    units = exemplars.by_unit(session, scope, period) if scope.is_city else {}
    return Stories(
        listed,
        exemplars.by_kind(session, scope, period),
        _lines(scope, units),
        _names(scope),
        _places(session, {one.hamlet_id for one in listed}),
    )


def stocks(session: Session, period: Period) -> Stocks:
    """Return the materials of the period."""
    scope = scopes.read(session)
    moves = materials.moves(session, period)
    known = {one.id: one for one in materials.all_of(session)}
    got = material_flows.by_hamlet(session, period)
    places = _places(session, {*(one.hamlet_id for one in moves), *(place for place, _ in got)})
    lines = [
        HamletLine(
            f"{place} {key}", places.get(place or "", "Nơi khác"), known[key].name,
            known[key].unit_word, count,
        )
        for (place, key), count in got.items()
    ]  # fmt: skip
    reported = material_flows.reported(session, scope, period) if scope.is_city else {}
    names = _names(scope)
    units = [
        UnitLine(f"{key} {one.material_id}", names[key], one)
        for key, flows in reported.items()
        for one in flows
    ]
    return Stocks(
        moves=moves,
        stock=material_flows.stock(session),
        flows=material_flows.flows(session, period),
        hamlets=tuple(
            sorted(lines, key=lambda one: (one.place == "Nơi khác", sort_key(one.place), one.id))
        ),
        materials=known,
        places=places,
        units=tuple(sorted(units, key=lambda one: (sort_key(one.name), sort_key(one.found.name)))),
    )


def _lines(scope: Scope, found: Mapping[str, F]) -> tuple[UnitLine[F], ...]:
    names = _names(scope)
    lines = (UnitLine(key, names[key], one) for key, one in found.items())
    return tuple(sorted(lines, key=lambda one: (sort_key(one.name), one.id)))


def _names(scope: Scope) -> dict[str, str]:
    return scopes.names(scope.units.values()) if scope.is_city else {}


def _places(session: Session, ids: set[str | None]) -> dict[str, str]:
    found = hamlets.of_ids(session, [one for one in ids if one])
    return {key: one.full_name for key, one in found.items()}


def _days(session: Session, scope: Scope) -> tuple[date, date] | None:
    """Return the first and last day on which the register knows anything of the movement."""
    mine = select(MaterialRow.id).where(MaterialRow.unit_id == scope.unit.id)
    spans = [
        session.execute(select(func.min(first), func.max(last)).where(condition)).one()
        for first, last, condition in (
            (ContributionRow.given_on, ContributionRow.given_on, scope.has(ContributionRow.unit_id)),
            (ExemplarRow.found_on, ExemplarRow.found_on, scope.has(ExemplarRow.unit_id)),
            (MaterialMoveRow.moved_on, MaterialMoveRow.moved_on,
             MaterialMoveRow.material_id.in_(mine)),
            (MaterialFlowRow.first, MaterialFlowRow.last, scope.has(MaterialFlowRow.unit_id)),
        )
    ]  # fmt: skip
    known = [(first, last) for first, last in spans if first is not None]
    if not known:
        return listing.first_and_last_day(session, scope.unit.id)
    return min(first for first, _ in known), max(last for _, last in known)
