"""Hamlets of a unit that no report in use names any more: they go with the report that did.

A report names all hamlets of its unit, whatever its days are. Else a city built from the same
packages in another order would know other hamlets, and count some as never reached.
"""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import (
    ActivityHamletRow,
    ExemplarRow,
    HamletRow,
    HamletYearRow,
    HouseholdRow,
    MaterialMoveRow,
)
from desktop.core import hamlets, ledger
from desktop.core.errors import PackageError
from desktop.core.images import Images
from desktop.core.ledger import State
from desktop.core.packages.contents import HamletEntry
from desktop.core.packages.header import Kind
from desktop.core.packages.reader import Package

_USERS: tuple[Any, ...] = (
    ActivityHamletRow.hamlet_id, HouseholdRow.hamlet_id, ExemplarRow.hamlet_id,
    MaterialMoveRow.hamlet_id, HamletRow.successor_id,
)  # fmt: skip


def forget(
    session: Session, package: Package, read: Callable[[Session, str], Package], images: Images
) -> None:
    """Take away what only reports named in whose place the package stands now.

    What anything else in the register still points to stays; all stays where a report that is in
    use cannot be read (its key was closed), for it is not known what that one names.
    """
    unit_id = package.header.unit.id
    left = {one.id for one in hamlets.all_of(session, unit_id)} - _named(package)
    if not left:
        return
    for entry in ledger.of_kind(session, str(Kind.REPORT), unit_id):
        if entry.out or entry.state is not State.TAKEN or entry.id == package.header.package_id:
            continue
        try:
            left -= _named(read(session, entry.id))
        except PackageError:
            return
    gone = sorted(left - _used(session, left))
    for key in gone:
        for row in session.scalars(select(HamletYearRow).where(HamletYearRow.hamlet_id == key)):
            images.row(HamletYearRow, row.hamlet_id, row.year)
        images.row(HamletRow, key)
    session.execute(delete(HamletYearRow).where(HamletYearRow.hamlet_id.in_(gone)))
    session.execute(delete(HamletRow).where(HamletRow.id.in_(gone)))


def _named(package: Package) -> set[str]:
    return {one.id for one in package.of(HamletEntry)}


def _used(session: Session, ids: Collection[str]) -> set[str]:
    """Return those of these hamlets that some record points to."""
    found: set[str] = set()
    for column in _USERS:
        found |= set(session.scalars(select(column).where(column.in_(ids)).distinct()))
    return found
