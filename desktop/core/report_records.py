"""What a report says beside its activities and words, as records: counts and sums, never names.

Households go as counts per hamlet and category, contributions without who gave, exemplars without
who, title and story.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ContributionRow, ExemplarRow
from desktop.core import funds, hamlet_years, hamlets, material_flows, reach, settings
from desktop.core.packages.header import Record
from desktop.core.packages.outreach import (
    Contribution,
    Exemplar,
    FundFlow,
    HamletYear,
    MaterialFlow,
    Reach,
)
from desktop.core.periods import Period


def of(session: Session, period: Period) -> Iterator[Record]:
    """Yield the records of the own unit for the period; their order does not matter."""
    unit_id = settings.read(session).unit_id
    yield from _years(session, unit_id, period.last.year)
    yield from _reach(session, period)
    yield from _movement(session, unit_id, period)
    for flow in material_flows.flows(session, period):
        yield MaterialFlow(
            flow.material_id, flow.name, flow.unit_word, flow.opening, flow.received,
            flow.handed_out,
        )  # fmt: skip
    for one in funds.flows(session, period):
        yield FundFlow(
            one.fund_id, one.year, one.kind, one.name, one.carried_in, one.allotted, one.spent,
            one.returned, one.carried_out,
        )  # fmt: skip


def _years(session: Session, unit_id: str, year: int) -> Iterator[Record]:
    """Yield the counts of the unit's hamlets as entered, else as its register counts them."""
    own = {one.id for one in hamlets.all_of(session, unit_id)}
    for key, one in hamlet_years.best(session, year).items():
        if key in own and not one.is_empty:
            yield HamletYear(key, year, one.households, one.poor, one.near_poor, one.escaped)


def _reach(session: Session, period: Period) -> Iterator[Record]:
    """Yield whom the lists reached; households without a category of the year stay uncounted.

    A 0 says that there are lists and none of these households is on them.
    """
    found = reach.read(session, period)
    cells = [cell for cell in found.cells if cell.category != reach.UNKNOWN]
    for cell in cells:
        yield Reach(cell.hamlet_id or "", cell.category, cell.reached, cell.first_time)
    if found.named and not cells:
        yield Reach("", reach.FOCUS[0], 0, 0)


def _movement(session: Session, unit_id: str, period: Period) -> Iterator[Record]:
    days = (period.first, period.last)
    given = select(ContributionRow).where(ContributionRow.unit_id == unit_id)
    for row in session.scalars(given.where(ContributionRow.given_on.between(*days))):
        yield Contribution(row.id, row.given_on, row.donor_kind, row.cash, row.in_kind)
    found = select(ExemplarRow).where(ExemplarRow.unit_id == unit_id)
    for one in session.scalars(found.where(ExemplarRow.found_on.between(*days))):
        yield Exemplar(
            one.id, one.kind, one.hamlet_id, one.found_on, one.publicised, one.publicised_on
        )
