"""What there is of printed materials, and what came and went in a period: sums of their moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import MaterialFlowRow, MaterialMoveRow
from desktop.core.materials import Material, Way, all_of, mine
from desktop.core.periods import Period
from desktop.core.scopes import Scope
from desktop.core.texts import sort_key


@dataclass(frozen=True)
class Stock:
    """What came of a material up to a day, what went out, and what is left."""

    material: Material
    received: int
    handed_out: int

    @property
    def id(self) -> str:
        """Return the material's id."""
        return self.material.id

    @property
    def left(self) -> int:
        """Return what is there."""
        return self.received - self.handed_out


@dataclass(frozen=True)
class Flow:
    """What was there of a material before a period, and what came and went in it."""

    material_id: str
    name: str
    unit_word: str
    opening: int
    received: int
    handed_out: int

    @property
    def closing(self) -> int:
        """Return what is left at the end."""
        return self.opening + self.received - self.handed_out


def stock(session: Session, day: date | None = None) -> tuple[Stock, ...]:
    """Return each own material as it stands at the end of a day (None: after all moves), by name."""
    until = () if day is None else (MaterialMoveRow.moved_on <= day,)
    found = _totals(session, *until)
    return tuple(
        Stock(one, *(found.get((one.id, way), 0) for way in (Way.IN, Way.OUT)))
        for one in all_of(session)
    )


def flows(session: Session, period: Period) -> tuple[Flow, ...]:
    """Return the own materials that were there or moved in the period, by name."""
    earlier = _totals(session, MaterialMoveRow.moved_on < period.first)
    inside = _totals(session, MaterialMoveRow.moved_on.between(period.first, period.last))
    found = (
        Flow(
            one.id, one.name, one.unit_word,
            earlier.get((one.id, Way.IN), 0) - earlier.get((one.id, Way.OUT), 0),
            inside.get((one.id, Way.IN), 0), inside.get((one.id, Way.OUT), 0),
        )
        for one in all_of(session)
    )  # fmt: skip
    return tuple(one for one in found if one.opening or one.received or one.handed_out)


def by_hamlet(session: Session, period: Period) -> Mapping[tuple[str | None, str], int]:
    """Return how many of each material each hamlet got in the period: {(hamlet, material): count}."""
    rows = session.execute(
        select(
            MaterialMoveRow.hamlet_id, MaterialMoveRow.material_id,
            func.sum(MaterialMoveRow.quantity),
        )
        .where(
            MaterialMoveRow.material_id.in_(mine(session)),
            MaterialMoveRow.kind == str(Way.OUT),
            MaterialMoveRow.moved_on.between(period.first, period.last),
        )
        .group_by(MaterialMoveRow.hamlet_id, MaterialMoveRow.material_id)
    )  # fmt: skip
    return {(hamlet, material): int(count) for hamlet, material, count in rows}


def reported(session: Session, scope: Scope, period: Period) -> Mapping[str, tuple[Flow, ...]]:
    """Return the flows that other units reported for exactly these days, by unit and name."""
    rows = session.scalars(
        select(MaterialFlowRow).where(
            scope.has(MaterialFlowRow.unit_id),
            MaterialFlowRow.first == period.first,
            MaterialFlowRow.last == period.last,
        )
    )
    found: dict[str, list[Flow]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(
            Flow(
                row.material_id, row.name, row.unit_word, row.opening, row.received, row.handed_out
            )
        )
    return {key: tuple(sorted(some, key=_by_name)) for key, some in found.items()}


def _by_name(one: Flow) -> tuple[Any, str]:
    return sort_key(one.name), one.material_id


def _totals(session: Session, *conditions: Any) -> dict[tuple[str, Way], int]:
    rows = session.execute(
        select(
            MaterialMoveRow.material_id, MaterialMoveRow.kind, func.sum(MaterialMoveRow.quantity)
        )
        .where(MaterialMoveRow.material_id.in_(mine(session)), *conditions)
        .group_by(MaterialMoveRow.material_id, MaterialMoveRow.kind)
    )
    return {(key, Way(kind)): int(count) for key, kind, count in rows}
