"""How many households a hamlet had in a year: in all, poor, near-poor and newly escaped.

Entered from the commune's decision, or counted from the household register; where both are known
and differ, both are shown and none is changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from db.rows import HamletRow, HamletYearRow, HouseholdRow, HouseholdYearRow
from desktop.core import hamlets, history, same_hamlets, scopes, settings
from desktop.core.errors import WrongChoiceError
from desktop.core.hamlets import Hamlet
from desktop.core.households import ESCAPED, NEAR_POOR, POOR, YEARS
from desktop.core.texts import sort_key

COUNTS = ("households", "poor", "near_poor", "escaped")
LABELS = {
    "households": "Tổng số hộ", "poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo",
    "escaped": "Hộ mới thoát nghèo",
}  # fmt: skip
MOST = 1_000_000
_COUNTED = {POOR: "poor", NEAR_POOR: "near_poor", ESCAPED: "escaped"}


@dataclass(frozen=True)
class HamletYear:
    """The households of a hamlet in a year; None: not known, never 0."""

    hamlet_id: str
    year: int
    households: int | None = None
    poor: int | None = None
    near_poor: int | None = None
    escaped: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return all(getattr(self, name) is None for name in COUNTS)


@dataclass(frozen=True)
class Line:
    """A hamlet in a year: what was entered, what the register counts (None: nothing there)."""

    hamlet: Hamlet
    entered: HamletYear | None
    counted: HamletYear | None

    @property
    def best(self) -> HamletYear:
        """Return each figure as entered, else as counted, else None."""
        entered = self.entered or HamletYear(self.hamlet.id, 0)
        counted = self.counted or HamletYear(self.hamlet.id, 0)
        return _best(self.hamlet.id, entered.year or counted.year, entered, counted)

    @property
    def different(self) -> tuple[str, ...]:
        """Return the names of the figures of which entered and counted say different numbers."""
        if self.entered is None or self.counted is None:
            return ()
        pairs = ((n, getattr(self.entered, n), getattr(self.counted, n)) for n in COUNTS)
        return tuple(
            name for name, one, other in pairs if None not in (one, other) and one != other
        )


def of_year(session: Session, year: int) -> dict[str, HamletYear]:
    """Return what was entered for the hamlets of the own unit and the units below, by hamlet."""
    scope = scopes.read(session)
    rows = session.execute(
        select(HamletYearRow.__table__)
        .join(HamletRow, HamletRow.id == HamletYearRow.hamlet_id)
        .where(HamletYearRow.year == year, scope.has(HamletRow.unit_id))
    )
    same = same_hamlets.read(session, scope)
    found = (replace(_value(row), hamlet_id=same.id(row.hamlet_id)) for row in rows)
    return {one.hamlet_id: one for one in found}


def counted(session: Session, year: int) -> dict[str, HamletYear]:
    """Return what the household register counts for the hamlets of the year's end, by hamlet.

    `households` stays None: the register holds only those of the poverty lists. A hamlet that was
    renamed later keeps its count: households go with the hamlet that stood for theirs that year.
    """
    day = date(year, 12, 31)
    stands = hamlets.standing(session, day)
    rows = session.execute(
        select(HouseholdRow.hamlet_id, HouseholdYearRow.category, func.count())
        .join(HouseholdYearRow, HouseholdYearRow.household_id == HouseholdRow.id)
        .where(HouseholdRow.unit_id == settings.read(session).unit_id)
        .where(HouseholdYearRow.year == year, HouseholdRow.hamlet_id.is_not(None))
        .group_by(HouseholdRow.hamlet_id, HouseholdYearRow.category)
    )
    found: dict[str, dict[str, int]] = {}
    for hamlet_id, category, count in rows:
        sums = found.setdefault(stands[hamlet_id or ""], dict.fromkeys(_COUNTED.values(), 0))
        if category in _COUNTED:
            sums[_COUNTED[category]] += count
    return {key: HamletYear(key, year, **sums) for key, sums in found.items()}


def best(session: Session, year: int) -> dict[str, HamletYear]:
    """Return each figure as entered, else as counted from the register, by hamlet."""
    entered, from_register = of_year(session, year), counted(session, year)
    return {
        key: _best(
            key, year, entered.get(key) or HamletYear(key, year),
            from_register.get(key) or HamletYear(key, year),
        )
        for key in {**entered, **from_register}
    }  # fmt: skip


def lines(session: Session, year: int) -> tuple[Line, ...]:
    """Return the own unit's hamlets of the year, and others that have figures, in order."""
    entered, from_register = of_year(session, year), counted(session, year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = []
    for one in hamlets.all_of(session, settings.read(session).unit_id):
        existed = (one.valid_from is None or one.valid_from <= last) and (
            one.valid_to is None or one.valid_to >= first
        )
        if existed or one.id in entered or one.id in from_register:
            found.append(Line(one, entered.get(one.id), from_register.get(one.id)))
    return tuple(sorted(found, key=lambda line: sort_key(line.hamlet.full_name)))


def problems(values: Iterable[HamletYear]) -> tuple[str, ...]:
    """Return what cannot be kept, each as a sentence."""
    return tuple(text for one in values for text in _problems(one))


def save(session: Session, year: int, values: Iterable[HamletYear]) -> None:
    """Keep the figures of these hamlets for the year; those without any are forgotten.

    Hamlets not named keep theirs. Raises WrongChoiceError.
    """
    wanted = {one.hamlet_id: replace(one, year=year) for one in values}
    found = problems(wanted.values())
    if year not in YEARS:
        found = (f"Năm {year} không đúng.", *found)
    if found:
        raise WrongChoiceError(" ".join(found))
    before = _stored(session, year, wanted)
    for key, one in wanted.items():
        old = before.get(key, HamletYear(key, year))
        if one == old:
            continue
        session.execute(
            delete(HamletYearRow).where(HamletYearRow.hamlet_id == key, HamletYearRow.year == year)
        )
        if not one.is_empty:
            session.execute(insert(HamletYearRow).values(**vars(one)))
        changes = {
            name: [getattr(old, name), getattr(one, name)]
            for name in COUNTS
            if getattr(old, name) != getattr(one, name)
        }
        history.note(session, "hamlet_year", key, "saved", {"year": ["", str(year)], **changes})


def keep_many(session: Session, values: Iterable[HamletYear]) -> None:
    """Keep figures as the own unit of the hamlets says they are, without a word in the history."""
    rows = [vars(one) for one in values if not one.is_empty]
    for row in rows:
        session.execute(
            delete(HamletYearRow).where(
                HamletYearRow.hamlet_id == row["hamlet_id"], HamletYearRow.year == row["year"]
            )
        )
    if rows:
        session.execute(insert(HamletYearRow), rows)


def _stored(session: Session, year: int, keys: Mapping[str, Any]) -> dict[str, HamletYear]:
    rows = session.execute(
        select(HamletYearRow.__table__).where(
            HamletYearRow.year == year, HamletYearRow.hamlet_id.in_(sorted(keys))
        )
    )
    return {row.hamlet_id: _value(row) for row in rows}


def _problems(one: HamletYear) -> Iterable[str]:
    for name in COUNTS:
        number = getattr(one, name)
        if number is not None and not 0 <= number <= MOST:
            yield f"{LABELS[name]}: số {number} không đúng."
    parts = [one.poor, one.near_poor, one.escaped]
    known = sum(part for part in parts if part is not None)
    if one.households is not None and known > one.households >= 0:
        yield (
            f"Hộ nghèo, cận nghèo và mới thoát nghèo cộng lại là {known}, nhiều hơn tổng số hộ "
            f"{one.households}. Hãy xem lại các số này."
        )


def _best(key: str, year: int, entered: HamletYear, other: HamletYear) -> HamletYear:
    values = {
        name: getattr(other, name) if getattr(entered, name) is None else getattr(entered, name)
        for name in COUNTS
    }
    return HamletYear(key, year, **values)


def _value(row: Any) -> HamletYear:
    return HamletYear(row.hamlet_id, row.year, row.households, row.poor, row.near_poor, row.escaped)
