"""Reads what a report says beside its activities: households, money, gifts, exemplars, leaflets.

Of a ward its own; of a consolidating unit what the units below reported, and its own funds.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ExpenseRow, FundRow, HamletRow, PayerRow, ReachRow
from desktop.core import (
    catalogue,
    contributions,
    exemplars,
    funds,
    hamlet_years,
    hamlets,
    material_flows,
    outreach_figures,
    reach,
    same_hamlets,
    scopes,
)
from desktop.core.activities import COUNTED
from desktop.core.contributions import DONOR_KINDS
from desktop.core.documents.outreach import (
    FundLine,
    GiftLine,
    LeafletLine,
    Outreach,
    Place,
    SpentLine,
    StoryLine,
    UnitOutreach,
)
from desktop.core.exemplars import KINDS
from desktop.core.funds import Flow
from desktop.core.material_flows import Flow as Leaflets
from desktop.core.periods import Period
from desktop.core.scopes import Scope
from desktop.core.totals import Totals

NO_ITEM = "Chưa ghi nội dung chi"
_MOST_TITLES = 30


def read(session: Session, period: Period, found: Totals) -> Outreach:
    """Return what the report of the period says beside its activities; `found` are its figures."""
    scope = scopes.read(session)
    names = scopes.names(scope.units.values())
    gifts = contributions.by_kind(session, scope, period)
    stories = exemplars.by_kind(session, scope, period)
    titles = [] if scope.is_city else _titles(session, scope, period)
    return Outreach(
        place=_place(session, scope, period),
        spent=_spent(session, scope, period),
        funds=_funds(session, scope, period, names),
        beside=outreach_figures.beside_funds(session, scope, period),
        gifts=[
            GiftLine(DONOR_KINDS[kind], one.count, one.cash, one.in_kind)
            for kind, one in gifts.items()
        ],
        stories=[
            StoryLine(KINDS[kind], one.count, one.publicised)
            for kind, one in stories.items()
            if one.count
        ],
        titles=titles,
        leaflets=_leaflets(session, scope, period),
        silent=sorted(names[one] for one in found.households.silent if one in names),
    )


def by_unit(session: Session, scope: Scope, period: Period) -> dict[str, UnitOutreach]:
    """Return what each unit reported of the period, by id; units that said nothing are left out.

    Households of exactly these days; money as last reported up to their end.
    """
    reached = _reached(session, scope, period)
    flows = outreach_figures.reported_flows(session, scope, period)
    counted = outreach_figures.programme_kinds(session)
    gifts = contributions.by_unit(session, scope, period)
    stories = exemplars.by_unit(session, scope, period)
    names = scopes.names(scope.units.values())
    return {
        key: UnitOutreach(
            names[key],
            **reached.get(key, {}),
            **_summed(_programme(counted, flows.get(key, ()), period)),
            cash=gifts[key].cash if key in gifts else None,
            in_kind=gifts[key].in_kind if key in gifts else None,
            stories=stories[key].count if key in stories else None,
        )
        for key in {**reached, **flows, **gifts, **stories}
        if key in names
    }


def _place(session: Session, scope: Scope, period: Period) -> Place | None:
    known = hamlets.of_units(session, scope.has(HamletRow.unit_id))
    day = period.last
    there = [
        one.id
        for one in same_hamlets.read(session, scope).once(known)
        if (one.valid_from is None or one.valid_from <= day)
        and (one.valid_to is None or one.valid_to >= day)
    ]
    if not there:
        return None
    counts = hamlet_years.best(session, day.year).values()
    return Place(day.year, len(there), *(_total(counts, name) for name in hamlet_years.COUNTS))


def _total(found: Iterable[Any], name: str) -> int | None:
    known = [value for one in found if (value := getattr(one, name)) is not None]
    return sum(known) if known else None


def _spent(session: Session, scope: Scope, period: Period) -> list[SpentLine]:
    """Return what activities of the period cost by source and item, funds first."""
    same = (ExpenseRow.unit_id == ActivityRow.unit_id) & (ExpenseRow.activity_id == ActivityRow.id)
    rows = session.execute(
        select(ExpenseRow.fund_id, ExpenseRow.payer, ExpenseRow.item, func.sum(ExpenseRow.amount))
        .join(ActivityRow, same)
        .where(scope.has(ActivityRow.unit_id), ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(period.first, period.last))
        .where(ExpenseRow.amount.is_not(None))
        .group_by(ExpenseRow.fund_id, ExpenseRow.payer, ExpenseRow.item)
    )
    payers = {one.code: one for one in session.scalars(select(PayerRow))}
    own = {one.id: f"{one.name} ({one.year})" for one in session.scalars(select(FundRow))}
    items = {one.code: one for one in catalogue.expenditure_items(session)}
    places = {None: len(items)} | {code: at for at, code in enumerate(items)}
    sums: dict[tuple[bool, str, int, str | None, bool], int] = {}
    for fund_id, payer, item, amount in rows:
        source = own.get(fund_id or "", payers[payer].name)
        key = (fund_id not in own, source, places[item], item, payers[payer].programme_money)
        sums[key] = sums.get(key, 0) + int(amount or 0)
    return [
        SpentLine(
            source, items[item].name if item else NO_ITEM, items[item].sub_item if item else "",
            sums[key], programme,
        )
        for key in sorted(sums, key=lambda one: (*one[:3], one[4]))
        for _, source, _, item, programme in [key]
    ]  # fmt: skip


def _funds(
    session: Session, scope: Scope, period: Period, names: Mapping[str, str]
) -> list[FundLine]:
    counted = outreach_figures.programme_kinds(session)
    lines = [_fund(counted, one, period) for one in funds.flows(session, period)]
    if scope.is_city:
        flows = outreach_figures.reported_flows(session, scope, period)
        for key in sorted(flows, key=lambda one: names[one]):
            lines += [_fund(counted, one, period, f", {names[key]}") for one in flows[key]]
    return lines


def _fund(counted: Collection[str], one: Flow, period: Period, whose: str = "") -> FundLine:
    return FundLine(
        f"{one.name}{whose}", one.year, one.carried_in, one.allotted, one.spent, one.returned,
        one.carried_out, one.left, counts=bool(_programme(counted, [one], period)), own=not whose,
    )  # fmt: skip


def _programme(counted: Collection[str], flows: Iterable[Flow], period: Period) -> list[Flow]:
    """Return the flows that CT20 counts: the programme's, of the year in which the period ends."""
    return [one for one in flows if one.kind in counted and one.year == period.last.year]


def _summed(flows: list[Flow]) -> dict[str, int]:
    if not flows:
        return {}
    return {name: sum(getattr(one, name) for one in flows) for name in ("given", "spent", "left")}


def _titles(session: Session, scope: Scope, period: Period) -> list[str]:
    found = exemplars.find(session, scope, period)
    return [one.title for one in reversed(found) if one.title][:_MOST_TITLES]


def _leaflets(session: Session, scope: Scope, period: Period) -> list[LeafletLine]:
    """Return the materials; those of the units that are called alike are added up."""
    flows: list[Leaflets] = list(material_flows.flows(session, period))
    if scope.is_city:
        flows += [
            one for some in material_flows.reported(session, scope, period).values() for one in some
        ]
    sums: dict[tuple[str, str], list[int]] = {}
    for one in flows:
        numbers = sums.setdefault((one.name, one.unit_word), [0, 0, 0])
        for at, value in enumerate((one.opening, one.received, one.handed_out)):
            numbers[at] += value
    return [LeafletLine(*key, *numbers) for key, numbers in sums.items()]


def _reached(session: Session, scope: Scope, period: Period) -> dict[str, dict[str, int]]:
    """Return {unit: {category: distinct households, first_time}} of what was reported."""
    names = dict(zip(reach.FOCUS, ("poor", "near_poor", "escaped"), strict=True))
    rows = session.execute(
        select(
            ReachRow.unit_id, ReachRow.category, func.sum(ReachRow.reached),
            func.sum(ReachRow.first_time),
        )
        .where(scope.has(ReachRow.unit_id))
        .where(ReachRow.first == period.first, ReachRow.last == period.last)
        .group_by(ReachRow.unit_id, ReachRow.category)
    )  # fmt: skip
    found: dict[str, dict[str, int]] = {}
    for unit_id, category, reached, first_time in rows:
        sums = found.setdefault(unit_id, dict.fromkeys((*names.values(), "first_time"), 0))
        if category in names:
            sums[names[category]] += int(reached)
            sums["first_time"] += int(first_time)
    return found
