"""Whose activities a register adds up: a ward its own, a consolidating unit those of all below it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from db.rows import UnitRow
from desktop.core import settings, units
from desktop.core.settings import Role
from desktop.core.units import Succession, Unit


@dataclass(frozen=True)
class Scope:
    """The register's unit and all units it adds up, dissolved ones included, by id."""

    unit: Unit
    is_city: bool
    units: Mapping[str, Unit]
    successions: Mapping[str, Succession]

    def has(self, column: Any) -> ColumnElement[bool]:
        """Return the condition that a column names one of the units."""
        if not self.is_city:
            own: ColumnElement[bool] = column == self.unit.id
            return own
        parents = {one.parent_id for one in self.units.values() if one.id != self.unit.id}
        below = UnitRow.parent_id.in_(sorted(one for one in parents if one))
        found: ColumnElement[bool] = column.in_(
            select(UnitRow.id).where(or_(below, UnitRow.id == self.unit.id))
        )
        return found

    def cuts(self, first: date, last: date) -> list[date]:
        """Return the days after the first on which one of the units went over into another."""
        days = {one.on for old, one in self.successions.items() if old in self.units}
        return sorted(day for day in days if first < day <= last)

    def booked(self, unit_id: str, day: date | None) -> str:
        """Return the unit on which to book what a unit did from a day on; None: today's unit.

        Follows unions from one to the next, by id: a code may have been several units.
        """
        while unit_id in self.successions:
            step = self.successions[unit_id]
            if day is not None and step.on > day:
                break
            unit_id = step.new_id
        return unit_id


def read(session: Session) -> Scope:
    """Return the scope of the register."""
    mine = settings.read(session)
    unit = units.get(session, mine.unit_id)
    is_city = mine.role is Role.CITY
    found = units.under(session, unit) if is_city else {unit.id: unit}
    return Scope(unit, is_city, found, units.successions(session))


def names(found: Iterable[Unit]) -> dict[str, str]:
    """Return the name of each unit by id, with its code where two are called alike."""
    wanted = {one.id: one for one in found}
    count = Counter(one.full_name for one in wanted.values())
    return {
        key: f"{one.full_name} ({one.code})" if count[one.full_name] > 1 else one.full_name
        for key, one in wanted.items()
    }
