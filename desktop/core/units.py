"""Units (đơn vị hành chính) with validity and succession. A code alone is never a key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.rows import UnitRow, UnitSuccessionRow
from desktop.core import catalogue
from desktop.core.errors import NotFoundError, UnknownNameError


@dataclass(frozen=True)
class Unit:
    """A unit (đơn vị); valid from/to are days, both included, None for open."""

    id: str
    code: str
    kind: str
    name: str
    parent_id: str | None
    valid_from: date | None
    valid_to: date | None

    @property
    def full_name(self) -> str:
        """Return "Phường Tân Lập"."""
        return f"{self.kind} {self.name}"

    @property
    def running_name(self) -> str:
        """Return "phường Tân Lập" as it stands inside a sentence (decree 30/2020, annex II)."""
        return f"{self.kind.lower()} {self.name}"

    @property
    def committee(self) -> str:
        """Return "UBND phường Tân Lập": who writes and signs."""
        return f"UBND {self.running_name}"

    def is_valid(self, day: date) -> bool:
        """Return whether the unit existed on the day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Succession:
    """Into which unit a unit went over, and from which day on (sáp nhập)."""

    new_id: str
    on: date


@dataclass(frozen=True)
class Profile:
    """A state of the administrative map that a register starts with."""

    code: str
    name: str
    day: date
    city_code: str
    plan: str


def profiles() -> list[Profile]:
    """Return the shipped profiles, oldest first."""
    return [
        Profile(p["code"], p["name"], date.fromisoformat(p["day"]), p["city_code"], p["plan"])
        for p in catalogue.table("profiles")
    ]


def profile(code: str) -> Profile:
    """Return the profile of that name. Raises UnknownNameError."""
    known = {one.code: one for one in profiles()}
    if code not in known:
        raise UnknownNameError("profile", code, list(known))
    return known[code]


def shipped(of: Profile) -> list[Unit]:
    """Return the wards of a profile, by code, without a register (for the first-run wizard)."""
    everything = [_shipped_unit(line) for line in catalogue.table("units")]
    city = next(unit for unit in everything if unit.code == of.city_code)
    wards = [u for u in everything if u.parent_id == city.id and u.is_valid(of.day)]
    return sorted((u for u in wards if u.kind in ("Xã", "Phường")), key=lambda u: u.code)


def shipped_receiver(of: Profile) -> Unit:
    """Return the consolidating unit of a profile, without a register (for the first-run wizard)."""
    lines = catalogue.table("units")
    return next(_shipped_unit(line) for line in lines if line["code"] == of.city_code)


def load_shipped(session: Session) -> None:
    """Take in all shipped units and successions (those already there are brought up to date)."""
    for line in catalogue.table("units"):
        unit = _shipped_unit(line)
        session.merge(
            UnitRow(
                id=unit.id, code=unit.code, kind=unit.kind, name=unit.name,
                parent_id=unit.parent_id, valid_from=unit.valid_from, valid_to=unit.valid_to,
            )
        )  # fmt: skip
    session.flush()
    for line in catalogue.table("unit_successions"):
        session.merge(
            UnitSuccessionRow(
                old_id=line["old_id"],
                new_id=line["new_id"],
                on=date.fromisoformat(line["on"]),
                resolution=line["resolution"],
            )
        )
    session.flush()


def get(session: Session, unit_id: str) -> Unit:
    """Return a unit. Raises NotFoundError."""
    row = session.get(UnitRow, unit_id)
    if row is None:
        raise NotFoundError
    return _value(row)


def by_code(session: Session, code: str, day: date) -> Unit:
    """Return the unit that had the code on the day. Raises UnknownNameError with the known codes."""
    known = valid_on(session, day)
    for unit in known:
        if unit.code == code.strip():
            return unit
    raise UnknownNameError("unit", code, [f"{unit.code} {unit.full_name}" for unit in known])


def valid_on(session: Session, day: date) -> list[Unit]:
    """Return all units that existed on the day, by code."""
    rows = session.scalars(
        select(UnitRow)
        .where(or_(UnitRow.valid_from.is_(None), UnitRow.valid_from <= day))
        .where(or_(UnitRow.valid_to.is_(None), UnitRow.valid_to >= day))
        .order_by(UnitRow.code)
    )
    return [_value(row) for row in rows]


def around(session: Session, unit: Unit) -> dict[str, Unit]:
    """Return whom the unit may hold a joint activity with: its level and the one above, by code."""
    same = select(UnitRow).where(
        or_(UnitRow.parent_id == unit.parent_id, UnitRow.id == unit.parent_id)
    )
    found = session.scalars(same.where(UnitRow.id != unit.id).order_by(UnitRow.code, UnitRow.id))
    return {row.id: _value(row) for row in found}


def joint_words(
    known: Mapping[str, Unit], organiser_id: str | None, partners: Iterable[str]
) -> str:
    """Return "Phối hợp: Xã Hòa Thắng chủ trì; cùng Phường Tự An", or nothing."""
    led = known.get(organiser_id or "")
    others = [known[one].full_name for one in partners if one in known]
    parts = [f"{led.full_name} chủ trì"] if led else []
    parts += [f"cùng {', '.join(others)}"] if others else []
    return f"Phối hợp: {'; '.join(parts)}" if parts else ""


def successor(session: Session, unit_id: str) -> Unit:
    """Return the unit that the unit belongs to today (itself if it still exists)."""
    onward = successions(session)
    while unit_id in onward:
        unit_id = onward[unit_id].new_id
    return get(session, unit_id)


def successions(session: Session) -> dict[str, Succession]:
    """Return into which unit each dissolved unit went over, by the id of the old one."""
    query = select(UnitSuccessionRow.old_id, UnitSuccessionRow.new_id, UnitSuccessionRow.on)
    return {old: Succession(new, on) for old, new, on in session.execute(query)}


def all_of(session: Session) -> dict[str, Unit]:
    """Return every unit that is known, dissolved ones included, by id."""
    return {row.id: _value(row) for row in session.execute(select(UnitRow.__table__))}


def under(session: Session, unit: Unit) -> dict[str, Unit]:
    """Return the unit and all units below it, dissolved ones included, by id."""
    below: dict[str, list[Unit]] = {}
    for one in all_of(session).values():
        below.setdefault(one.parent_id or "", []).append(one)
    found, open_ = {unit.id: unit}, [unit.id]
    while open_:
        for one in below.get(open_.pop(), ()):
            if one.id not in found:
                found[one.id] = one
                open_.append(one.id)
    return found


def _shipped_unit(line: dict[str, str]) -> Unit:
    return Unit(
        line["id"], line["code"], line["kind"], line["name"], line["parent_id"] or None,
        _day(line["valid_from"]), _day(line["valid_to"]),
    )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _value(row: Any) -> Unit:
    return Unit(row.id, row.code, row.kind, row.name, row.parent_id, row.valid_from, row.valid_to)
