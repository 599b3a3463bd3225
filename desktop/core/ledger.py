"""The ledger of packages (sổ gói): what this register made and took in, kept whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db import bulk
from db.rows import PackageRow, RefusalRow
from desktop.core import clock, history


class State(StrEnum):
    """Where a package stands."""

    MADE = "made"
    """Made here; not yet written and read back."""
    DELIVERED = "delivered"
    """Written to a stick or folder, and read back right."""
    TAKEN = "taken"
    ARCHIVED = "archived"
    """Taken in and kept, but older than what was applied."""
    QUARANTINE = "quarantine"
    """Sound, but of a key nobody vouched for yet."""
    WAITING = "waiting"
    """Taken in, to be looked at before it is applied."""
    CONFLICT = "conflict"
    """Same unit, days and version as another one, with other content: a person chooses."""


PARKED = (State.QUARANTINE, State.CONFLICT)
"""Where packages wait for a person to decide."""


@dataclass(frozen=True)
class Entry:
    """A package in the ledger; `out`: made here. `digest` is that of its content."""

    id: str
    out: bool
    kind: str
    state: State
    unit_id: str
    first: date | None
    last: date | None
    version: int
    device: str
    seq: int
    digest: str
    file_name: str
    at: datetime
    reason: str = ""


def add(
    session: Session,
    package_id: str,
    state: State,
    file: bytes,
    *,
    out: bool,
    kind: str,
    unit_id: str,
    device: str,
    seq: int,
    digest: str,
    file_name: str,
    first: date | None = None,
    last: date | None = None,
    version: int = 0,
    reason: str = "",
    intake_id: str | None = None,
) -> Entry:
    """Keep a package whole."""
    at = clock.of(session).now()
    row = (
        package_id, "out" if out else "in", kind, str(state), unit_id, first, last, version,
        device, seq, digest, file_name, at, reason,
    )  # fmt: skip
    columns = (*(one.key for one in _SHOWN), "file", "intake_id")
    bulk.insert(session, _TABLE, columns, [(*row, file, intake_id)])
    history.note(session, "package", package_id, str(state))
    return _entry(row)


def get(session: Session, package_id: str) -> Entry | None:
    """Return a package by its id."""
    return next(iter(_entries(session, PackageRow.id == package_id)), None)


def file_of(session: Session, package_id: str) -> bytes:
    """Return the file of a package as it was."""
    return session.get_one(PackageRow, package_id).file


def mark(session: Session, package_id: str, state: State, reason: str = "") -> Entry:
    """Keep where a package stands now."""
    row = session.get_one(PackageRow, package_id)
    row.state, row.reason = str(state), reason or row.reason
    session.flush()
    history.note(session, "package", package_id, str(state))
    return next(iter(_entries(session, PackageRow.id == package_id)))


def of_period(
    session: Session, unit_id: str, first: date, last: date, kind: str = "report"
) -> list[Entry]:
    """Return the packages of a unit for exactly these days, oldest version first."""
    return _entries(
        session, PackageRow.unit_id == unit_id, PackageRow.kind == kind,
        PackageRow.first == first, PackageRow.last == last, by=_BY_VERSION,
    )  # fmt: skip


def count(session: Session, unit_id: str, first: date, last: date, kind: str) -> int:
    """Return how many packages of a unit there are for exactly these days."""
    query = (
        select(func.count())
        .select_from(PackageRow)
        .where(PackageRow.unit_id == unit_id, PackageRow.kind == kind)
        .where(PackageRow.first == first, PackageRow.last == last)
    )
    return session.scalar(query) or 0


def is_reason(session: Session, package_id: str, kind: str) -> bool:
    """Return whether a package of this kind was made because of that one: a receipt, its report."""
    query = select(PackageRow.id).where(PackageRow.reason == package_id, PackageRow.kind == kind)
    return session.scalar(query.limit(1)) is not None


def of_kind(session: Session, kind: str, unit_id: str | None = None) -> list[Entry]:
    """Return the packages of a kind, of all units or of the one that made them, oldest first."""
    of_unit = [] if unit_id is None else [PackageRow.unit_id == unit_id]
    return _entries(session, PackageRow.kind == kind, *of_unit, by=_BY_VERSION)


def reporters(session: Session, first: date, last: date) -> set[str]:
    """Return the units whose report of exactly these days is in use here."""
    rows = select(PackageRow.unit_id).where(
        PackageRow.direction == "in", PackageRow.kind == "report",
        PackageRow.state == str(State.TAKEN), PackageRow.first == first, PackageRow.last == last,
    )  # fmt: skip
    return set(session.scalars(rows))


def newest(session: Session, limit: int = 50, *, out: bool | None = None) -> list[Entry]:
    """Return the newest packages, of one direction or of both."""
    one_way = [] if out is None else [PackageRow.direction == ("out" if out else "in")]
    return _entries(session, *one_way, by=(PackageRow.at.desc(), PackageRow.id), limit=limit)


def quarantined(session: Session) -> list[Entry]:
    """Return the packages whose key nobody vouched for yet, oldest first."""
    oldest = (PackageRow.at, PackageRow.id)
    return _entries(session, PackageRow.state == State.QUARANTINE, by=oldest)


_TABLE: Any = PackageRow.__table__
_SHOWN = tuple(
    _TABLE.c[name]
    for name in (
        "id", "direction", "kind", "state", "unit_id", "first", "last", "version", "device", "seq",
        "digest", "file_name", "at", "reason",
    )
)  # fmt: skip
"""The columns of an Entry, in its order: not the file."""
_BY_VERSION = (PackageRow.version, PackageRow.at, PackageRow.id)


def _entries(
    session: Session, *where: ColumnElement[bool], by: Sequence[Any] = (), limit: int | None = None
) -> list[Entry]:
    query = select(*_SHOWN).where(*where).order_by(*by).limit(limit)
    return [_entry(row) for row in session.execute(query)]


def _entry(row: Sequence[Any]) -> Entry:
    key, direction, kind, state, *rest = row
    return Entry(key, direction == "out", kind, State(state), *rest)


def count_parked(session: Session) -> int:
    """Return how many packages wait for a person."""
    query = select(func.count()).select_from(PackageRow).where(PackageRow.state.in_(PARKED))
    return session.scalar(query) or 0


def of_intakes(
    session: Session, ids: Sequence[str]
) -> tuple[dict[str, dict[State, int]], dict[str, int]]:
    """Return how many packages of each taking in (id) stand where, and how many were refused."""
    states: dict[str, dict[State, int]] = {}
    rows = session.execute(
        select(PackageRow.intake_id, PackageRow.state, func.count())
        .where(PackageRow.intake_id.in_(ids))
        .group_by(PackageRow.intake_id, PackageRow.state)
    )
    for key, state, number in rows:
        states.setdefault(str(key), {})[State(state)] = number
    refused = session.execute(
        select(RefusalRow.intake_id, func.count())
        .where(RefusalRow.intake_id.in_(ids))
        .group_by(RefusalRow.intake_id)
    )
    return states, dict(refused.all())
