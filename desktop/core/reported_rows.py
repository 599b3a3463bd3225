"""What a report says beside its activities, held as the rows of its days: counts, money, movement.

A report is a whole snapshot: rows of the unit that it does not say any more are gone. Yearly counts
of hamlets belong to a year, not to days: of several reports of one year the one with the latest
days is believed, in whatever order they come.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, insert, or_, select
from sqlalchemy.orm import Session

from db.rows import (
    ContributionRow,
    ExemplarRow,
    ExpenditureItemRow,
    FundFlowRow,
    FundKindRow,
    HamletRow,
    HamletYearRow,
    HouseholdCategoryRow,
    MaterialFlowRow,
    PackageRow,
    ReachRow,
)
from desktop.core.contributions import DonorKind
from desktop.core.errors import PackageError, PackageReason
from desktop.core.exemplars import Kind as ExemplarKind
from desktop.core.images import Images
from desktop.core.ledger import State
from desktop.core.packages.header import Header, Record
from desktop.core.packages.outreach import (
    Contribution,
    Exemplar,
    FundFlow,
    HamletYear,
    MaterialFlow,
    Reach,
)
from desktop.core.packages.reader import Package

_AT_ONCE = 500
_STAYS_IN_THE_WARD: Mapping[type[Record], tuple[str, ...]] = {
    Contribution: ("donor", "goods", "used_for", "note"),
    Exemplar: ("title", "who", "story", "note"),
}
"""Columns that no record has: here they are empty."""


@dataclass(frozen=True)
class Codes:
    """The codes of catalogues that these records and expenses may use."""

    items: frozenset[str]
    categories: frozenset[str]
    fund_kinds: frozenset[str]


def codes(session: Session) -> Codes:
    """Return the codes that the register knows now, retired ones included."""
    kinds: tuple[Any, ...] = (ExpenditureItemRow, HouseholdCategoryRow, FundKindRow)
    return Codes(*(frozenset(session.scalars(select(one.code))) for one in kinds))


def require_known(records: Iterable[Record], known: Codes) -> None:
    """Raise PackageError for a code that nobody here knows."""
    for one in records:
        rule = _CODES.get(type(one))
        if rule is not None:
            name, allowed = rule
            if getattr(one, name) not in allowed(known):
                raise PackageError(PackageReason.REFERENCE, getattr(one, name))


_CODES: Mapping[type[Record], tuple[str, Callable[[Codes], Iterable[str]]]] = {
    Reach: ("category", lambda known: known.categories),
    FundFlow: ("kind", lambda known: known.fund_kinds),
    Contribution: ("donor_kind", lambda _known: tuple(DonorKind)),
    Exemplar: ("kind", lambda _known: tuple(ExemplarKind)),
}


def hold(session: Session, package: Package, images: Images) -> None:
    """Hold exactly what the report says of its days; `images` can bring back what was there."""
    unit_id, span = package.header.unit.id, package.header.period
    days = {"unit_id": unit_id, "first": span.first, "last": span.last}
    ask = session.connection().execute
    for record, kind in _OF_DAYS.items():
        _replace(session, kind, ask(_of_days(kind), days), _rows(package, record, **days), images)
    for record, (kind, day) in _DATED.items():
        found = _rows(package, record, unit_id=unit_id)
        there = list(ask(_within(kind, day), days))
        for some in _some([one["id"] for one in found]):
            there += ask(select(kind.__table__).where(kind.unit_id == unit_id, kind.id.in_(some)))
        _replace(session, kind, there, found, images)
    year = span.last.year
    counts = [one for one in _rows(package, HamletYear) if one["year"] == year]
    before = ask(_of_year(), {"unit_id": unit_id, "year": year}).all()
    if (counts or before) and not _is_outdated(session, package.header):
        _replace(session, HamletYearRow, before, counts, images)


_OF_DAYS: Mapping[type[Record], Any] = {
    Reach: ReachRow, FundFlow: FundFlowRow, MaterialFlow: MaterialFlowRow,
}  # fmt: skip
_DATED: Mapping[type[Record], tuple[Any, str]] = {
    Contribution: (ContributionRow, "given_on"), Exemplar: (ExemplarRow, "found_on"),
}  # fmt: skip


@cache
def _of_days(kind: Any) -> Select[Any]:
    """Return the query of a table's rows of a unit and days, built once: it is asked for each package."""
    names = ("unit_id", "first", "last")
    return select(kind.__table__).where(*(getattr(kind, one) == bindparam(one) for one in names))


@cache
def _within(kind: Any, day: str) -> Select[Any]:
    within = getattr(kind, day).between(bindparam("first"), bindparam("last"))
    return select(kind.__table__).where(kind.unit_id == bindparam("unit_id"), within)


@cache
def _of_year() -> Select[Any]:
    mine = select(HamletRow.id).where(HamletRow.unit_id == bindparam("unit_id"))
    return select(HamletYearRow.__table__).where(
        HamletYearRow.hamlet_id.in_(mine), HamletYearRow.year == bindparam("year")
    )


def _is_outdated(session: Session, header: Header) -> bool:
    """Return whether a report of the unit with later days of the same year was taken in."""
    span = header.period
    later = or_(
        PackageRow.last > span.last,
        and_(PackageRow.last == span.last, PackageRow.first > span.first),
    )
    query = select(PackageRow.id).where(
        PackageRow.unit_id == header.unit.id, PackageRow.direction == "in",
        PackageRow.kind == str(header.kind), PackageRow.state == State.TAKEN,
        PackageRow.last <= date(span.last.year, 12, 31), later,
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def _rows(package: Package, kind: type[Record], **more: Any) -> list[dict[str, Any]]:
    empty = dict.fromkeys(_STAYS_IN_THE_WARD.get(kind, ()), "")
    return [
        {name: getattr(one, name) for name in one.__struct_fields__} | empty | more
        for one in package.of(kind)
    ]


def _replace(
    session: Session,
    kind: Any,
    there: Iterable[Any],
    found: list[dict[str, Any]],
    images: Images,
) -> None:
    """Let exactly these rows stand in a table, in the place of those that are there."""
    table, connection = kind.__table__, session.connection()
    keys = [column.name for column in table.primary_key.columns]
    before = {tuple(row._mapping[name] for name in keys): dict(row._mapping) for row in there}
    after = {tuple(one[name] for name in keys): one for one in found}
    gone = [key for key, one in before.items() if after.get(key) != one]
    new = [one for key, one in after.items() if before.get(key) != one]
    for key in gone:
        images.row(kind, *key)
        same = [column == part for column, part in zip(table.primary_key.columns, key, strict=True)]
        connection.execute(delete(table).where(*same))
    for one in new:
        key = tuple(one[name] for name in keys)
        if key not in before:
            images.new(kind, *key)
    if new:
        connection.execute(insert(table), new)
    if gone or new:
        session.expire_all()


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
