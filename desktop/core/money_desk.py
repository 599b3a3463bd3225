"""What the page of the money shows in one read: the funds of a year, what can be chosen, counts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.core import (
    budget,
    catalogue,
    clock,
    fund_moves,
    funds,
    money_checks,
    settings,
    vouchers,
)
from desktop.core.catalogue import ExpenditureItem, FundKind, Payer
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.funds import Flow, Fund
from desktop.core.vouchers import Dossier


@dataclass(frozen=True)
class FundLine:
    """A fund with its flow, its moves and the sum of its estimate (None: there is none)."""

    fund: Fund
    flow: Flow
    kind: str
    moves: tuple[Move, ...]
    planned: int | None

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        return self.fund.id

    @property
    def is_closed(self) -> bool:
        """Whether what was left at the year's end is cancelled or carried over, all of it.

        What is cancelled within the year closes nothing: more may be given.
        """
        end = date(self.fund.year, 12, 31)
        over = any(
            one.kind is MoveKind.CARRIED_OUT
            or (one.kind is MoveKind.RETURNED and one.moved_on >= end)
            for one in self.moves
        )
        return over and self.flow.left == 0


@dataclass(frozen=True)
class Desk:
    """The funds of a budget year, and all that can be chosen on the page.

    `years` are those with funds and the current one, newest first; `all_funds` are of all years.
    """

    year: int
    years: tuple[int, ...]
    unit_id: str
    lines: tuple[FundLine, ...]
    all_funds: tuple[Fund, ...]
    kinds: tuple[FundKind, ...]
    items: tuple[ExpenditureItem, ...]
    payers: tuple[Payer, ...]
    findings: tuple[money_checks.Finding, ...]

    @property
    def whole(self) -> Flow:
        """Return the flows of all funds added up."""
        parts = ("carried_in", "allotted", "spent", "returned", "carried_out")
        sums = {part: sum(getattr(one.flow, part) for one in self.lines) for part in parts}
        return Flow("", self.year, "", "", **sums)

    def item_name(self, code: str | None) -> str:
        """Return the name of an item, nothing when it is not known."""
        return next((one.name for one in self.items if one.code == code), "")

    def fund_name(self, fund_id: str | None) -> str:
        """Return the name of a fund; its year, where that is another one, comes first."""
        found = next((one for one in self.all_funds if one.id == fund_id), None)
        if found is None:
            return ""
        return found.name if found.year == self.year else f"Năm {found.year}: {found.name}"

    def payer_name(self, code: str) -> str:
        """Return the name of a payer."""
        return next((one.name for one in self.payers if one.code == code), code)


@dataclass(frozen=True)
class Papers:
    """The vouchers of an activity and the names of all kinds, by code in their order."""

    dossier: Dossier
    kinds: dict[str, str]
    item_names: dict[str, str]


def read(session: Session, year: int | None = None) -> Desk:
    """Return the desk of a budget year; without one of this year, or the newest that has funds."""
    everything = funds.all_of(session)
    today = clock.of(session).today()
    known = {one.year for one in everything}
    years = tuple(sorted(known | {today.year}, reverse=True))
    if year is None:
        year = today.year if today.year in known or not known else max(known)
    flows = {one.fund_id: one for one in funds.of_year(session, year)}
    kinds = catalogue.fund_kinds(session)
    names = {one.code: one.name for one in kinds}
    planned = budget.totals(session, year)
    lines = tuple(
        FundLine(
            one, flows[one.id], names[one.kind], fund_moves.of(session, one.id),
            planned.get(one.id),
        )
        for one in everything
        if one.year == year
    )  # fmt: skip
    return Desk(
        year, years, settings.read(session).unit_id, lines, everything, kinds,
        catalogue.expenditure_items(session), catalogue.read(session).payers,
        money_checks.of_year(session, year),
    )  # fmt: skip


def papers(session: Session, activity_id: str) -> Papers:
    """Return the vouchers of an activity with all names. Raises NotFoundError."""
    items = {one.code: one.name for one in catalogue.expenditure_items(session)}
    kinds = catalogue.voucher_kinds(session)
    return Papers(vouchers.of(session, activity_id), kinds, items)
