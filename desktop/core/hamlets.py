"""Hamlets (thôn, buôn, tổ dân phố) of a unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import bulk
from db.rows import HamletRow
from desktop.core import history
from desktop.core.ids import new_id
from desktop.core.texts import fold, nfc, sort_key

KINDS = ("Thôn", "Buôn", "Tổ dân phố")
_FIRST_WORDS = (
    ("tổ dân phố", "Tổ dân phố"), ("to dan pho", "Tổ dân phố"), ("tdp", "Tổ dân phố"),
    ("khối phố", "Tổ dân phố"), ("buôn", "Buôn"), ("buon", "Buôn"), ("thôn", "Thôn"),
    ("thon", "Thôn"),
)  # fmt: skip
_AT_ONCE = 500
_SHORT = {"Tổ dân phố": "TDP"}


@dataclass(frozen=True, kw_only=True)
class Hamlet:
    """A hamlet; `name` is the bare name ("2", "Akŏ Dhŏng")."""

    kind: str
    name: str
    unit_id: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None
    id: str = field(default_factory=new_id)

    @property
    def full_name(self) -> str:
        """Return "Buôn Akŏ Dhŏng", "Tổ dân phố 2"."""
        return f"{self.kind} {self.name}"

    @property
    def short_name(self) -> str:
        """Return "TDP 2" for narrow columns."""
        return f"{_SHORT.get(self.kind, self.kind)} {self.name}"

    def is_valid(self, day: date) -> bool:
        """Return whether the hamlet existed on the day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day <= self.valid_to)


def named(text: str, unit_id: str, default_kind: str = "Thôn") -> Hamlet:
    """Return a new hamlet from what people write; its kind is told by the first word."""
    written = nfc(text)
    for words, kind in _FIRST_WORDS:
        rest = written[len(words) :]
        if fold(written).startswith(fold(words)) and (not rest or not rest[0].isalpha()):
            return Hamlet(kind=kind, name=rest.strip(" .:-") or written, unit_id=unit_id)
    return Hamlet(kind=default_kind, name=written, unit_id=unit_id)


def key(text: str) -> str:
    """Return what two spellings of one hamlet share: kind and folded name ("TDP 2" = "Tổ dân phố 2")."""
    hamlet = named(text, "", "")
    return fold(f"{hamlet.kind} {hamlet.name}".strip())


def all_of(session: Session, unit_id: str) -> list[Hamlet]:
    """Return the hamlets of a unit in Vietnamese order, those of the past included."""
    rows = session.scalars(select(HamletRow).where(HamletRow.unit_id == unit_id))
    return sorted((_value(row) for row in rows), key=lambda hamlet: sort_key(hamlet.full_name))


def add(session: Session, hamlet: Hamlet, import_id: str | None = None) -> None:
    """Keep a new hamlet."""
    session.add(
        HamletRow(
            id=hamlet.id, unit_id=hamlet.unit_id, kind=hamlet.kind, name=nfc(hamlet.name),
            folded=fold(hamlet.full_name), valid_from=hamlet.valid_from,
            valid_to=hamlet.valid_to, successor_id=hamlet.successor_id, import_id=import_id,
        )
    )  # fmt: skip
    session.flush()
    history.note(session, "hamlet", hamlet.id, "added")


def of_ids(session: Session, ids: Collection[str]) -> dict[str, Hamlet]:
    """Return those of the hamlets that are there, whatever their unit, by id."""
    wanted, found = sorted(set(ids)), {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for row in session.execute(select(HamletRow.__table__).where(HamletRow.id.in_(some))):
            found[row.id] = _value(row)
    return found


def keep_many(session: Session, new: Sequence[Hamlet], changed: Sequence[Hamlet]) -> None:
    """Keep hamlets as their own units say they are; successors once all of them are there."""
    table: Any = HamletRow.__table__
    if new:
        rows = [_row(replace(one, successor_id=None)) for one in new]
        bulk.insert(session, table, list(rows[0]), [list(row.values()) for row in rows])
    for one in (*changed, *(one for one in new if one.successor_id)):
        session.execute(update(table).where(table.c.id == one.id).values(_row(one)))


def _row(hamlet: Hamlet) -> dict[str, Any]:
    return {
        "id": hamlet.id, "unit_id": hamlet.unit_id, "kind": hamlet.kind, "name": nfc(hamlet.name),
        "folded": fold(hamlet.full_name), "valid_from": hamlet.valid_from,
        "valid_to": hamlet.valid_to, "successor_id": hamlet.successor_id,
    }  # fmt: skip


def _value(row: Any) -> Hamlet:
    return Hamlet(
        id=row.id, unit_id=row.unit_id, kind=row.kind, name=row.name,
        valid_from=row.valid_from, valid_to=row.valid_to, successor_id=row.successor_id,
    )  # fmt: skip
