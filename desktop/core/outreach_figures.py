"""CT05–CT08, CT19, CT20: households reached, contributions, the programme's money, in one place.

A ward counts its own lists, yearly counts and funds. A consolidating unit adds up the households
reported for exactly these days (those of two units are never the same ones, those of two quarters
may be), and the funds as each unit reported them last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import FundFlowRow, HamletRow
from desktop.core import catalogue, contributions, funds, hamlet_years, reach, reach_rows, sums
from desktop.core.periods import Period, Rule
from desktop.core.scopes import Scope

CATEGORIES = {"CT05": "HN", "CT06": "HCN", "CT07": "HMTN"}
"""Which households (code of household_categories) an indicator counts."""

_ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class HouseholdFigures:
    """Households of a period by indicator; None where no list names one, or not in every unit.

    `first_time` of those of all three were not reached before in the year. `poor`: all poor
    households of the area that year (None: not known, or not of every unit). `silent` are the units
    (ids) that held activities where people come and reported no household: for them nothing
    distinct is said.
    """

    distinct: Mapping[str, int | None] = field(default_factory=lambda: dict.fromkeys(CATEGORIES))
    first_time: int | None = None
    poor: int | None = None
    silent: tuple[str, ...] = ()


def households(session: Session, scope: Scope, period: Period) -> HouseholdFigures:
    """Return the households that were reached in the period, and how many there are."""
    silent: tuple[str, ...] = ()
    poor = _poor(session, scope, period)
    if scope.is_city:
        found = reach.reported(session, scope, period)
        held = reach_rows.held(session, scope, period)
        told = reach_rows.told(session, scope, period)
        silent = tuple(sorted(held - told)) if found is None else ()
        if held - poor.keys():
            poor = {}
    else:
        whole = reach.read(session, period)
        found = whole if whole.named else None
    total = sum(poor.values()) if poor else None
    if found is None:
        return HouseholdFigures(poor=total, silent=silent)
    by_category = {code: found.by_category.get(one) for code, one in CATEGORIES.items()}
    return HouseholdFigures(
        {code: (one.reached or 0) if one else 0 for code, one in by_category.items()},
        found.focus.first_time, total, silent,
    )  # fmt: skip


def share_of_poor(found: HouseholdFigures) -> Decimal | None:
    """Return CT08 in percent: poor households reached, each once, of all there are.

    None where lists do not say so of all units, for declared ones count each time; and where lists
    name more than there are.
    """
    reached, poor = found.distinct["CT05"], found.poor
    return None if reached is not None and reached > (poor or 0) else percent(reached, poor)


def given(session: Session, scope: Scope, period: Period) -> dict[str, int | None]:
    """Return CT19: contributions in cash and in kind, in đồng."""
    found = contributions.sums(session, scope, period)
    return {"cash": found.cash, "in_kind": found.in_kind}


def money(session: Session, scope: Scope, period: Period, spent: int | None) -> dict[str, Any]:
    """Return CT20: what the programme's funds of the year were given up to the period's end.

    `spent` is what the activities of the period cost of the programme's money. The rate in percent
    is the share of what these funds paid in what they were given: what others pay, or no fund is
    named for, is not of that money.
    """
    found, paid = fund_sums(session, scope, period)
    return {"allocated": found, "spent": spent, "rate": percent(paid, found)}


def fund_sums(session: Session, scope: Scope, period: Period) -> tuple[int | None, int | None]:
    """Return what the programme's funds of the year were given, and paid, up to the period's end.

    None where there is no such fund.
    """
    flows = _programme_flows(session, scope, period)
    if not flows:
        return None, None
    return sum(one.given for one in flows), sum(one.spent for one in flows)


def beside_funds(session: Session, scope: Scope, period: Period) -> int:
    """Return what was spent of the programme's money since the year began that no fund of it paid.

    It names no fund, or one of another year: reports of units do not tell the two apart.
    """
    flows, last = _programme_flows(session, scope, period), period.last
    days = Period("", Rule.CALENDAR, date(last.year, 1, 1), last)
    spent = sums.spent(session, scope, days) or 0
    return max(spent - sum(one.spent for one in flows), 0) if flows else 0


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """Return a share in percent with one decimal; None where there is nothing to share."""
    if part is None or not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


def programme_kinds(session: Session) -> set[str]:
    """Return the kinds of funds that hold the programme's own money."""
    return {one.code for one in catalogue.fund_kinds(session) if one.programme_money}


def reported_flows(session: Session, scope: Scope, period: Period) -> dict[str, list[funds.Flow]]:
    """Return the flows of other units' funds up to the period's end, as each last reported, by unit.

    They are sums since the fund began, so the newest report that ends in time says all: for a year
    that is made of quarters the last of them. Funds of earlier years only if it ends in the period.
    """
    rows = session.scalars(
        select(FundFlowRow)
        .where(scope.has(FundFlowRow.unit_id), FundFlowRow.last <= period.last)
        .order_by(FundFlowRow.last.desc(), FundFlowRow.first, FundFlowRow.year, FundFlowRow.fund_id)
    )
    newest: dict[str, tuple[date, date]] = {}
    found: dict[str, list[funds.Flow]] = {}
    for row in rows:
        days = (row.first, row.last)
        if newest.setdefault(row.unit_id, days) != days:
            continue
        if row.year == period.last.year or row.last >= period.first:
            found.setdefault(row.unit_id, []).append(
                funds.Flow(
                    row.fund_id, row.year, row.kind, row.name, row.carried_in, row.allotted,
                    row.spent, row.returned, row.carried_out,
                )
            )  # fmt: skip
    return found


def _programme_flows(session: Session, scope: Scope, period: Period) -> list[funds.Flow]:
    """Return the flows of the programme's funds of the year in which the period ends."""
    flows = [*funds.flows(session, period)]
    if scope.is_city:
        flows += [one for some in reported_flows(session, scope, period).values() for one in some]
    counted = programme_kinds(session)
    year = period.last.year
    return [one for one in flows if one.kind in counted and one.year == year]


def _poor(session: Session, scope: Scope, period: Period) -> dict[str, int]:
    """Return how many poor households each unit had in the year, of units where it is known."""
    counts = hamlet_years.best(session, period.last.year)
    query = select(HamletRow.id, HamletRow.unit_id).where(scope.has(HamletRow.unit_id))
    found: dict[str, int] = {}
    for hamlet_id, unit_id in session.execute(query):
        poor = counts[hamlet_id].poor if hamlet_id in counts else None
        if poor is not None:
            found[unit_id] = found.get(unit_id, 0) + poor
    return found
