"""How many households a hamlet had in a year: in all, poor, near-poor and newly escaped.

Entered from the commune's decision, or counted from the household register; where both are known
and differ, both are shown and none is changed.
"""

from collections.abc import Collection, Iterable
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
    """Return what was entered for the hamlets of the own unit and the units below, by hamlet.

    As `counted` does: by the hamlets that stand at the year's end. What was entered for one that
    was renamed, or went into another before, is added to what was entered for its successor.
    """
    scope = scopes.read(session)
    rows = session.execute(
        select(HamletYearRow.__table__)
        .join(HamletRow, HamletRow.id == HamletYearRow.hamlet_id)
        .where(HamletYearRow.year == year, scope.has(HamletRow.unit_id))
    )
    alike, same = (same_hamlets.read(session, scope, day) for day in (None, date(year, 12, 31)))
    found: dict[str, HamletYear] = {}
    for one in {alike.id(row.hamlet_id): _value(row) for row in rows}.values():
        heir = same.id(one.hamlet_id)
        found[heir] = _together(heir, found.get(heir), one)
    return found


def of_ids(session: Session, ids: Collection[str], year: int) -> list[HamletYear]:
    """Return what was entered for these hamlets in a year, as it is kept."""
    rows = select(HamletYearRow.__table__).where(
        HamletYearRow.hamlet_id.in_(ids), HamletYearRow.year == year
    )
    return [_value(row) for row in session.execute(rows)]


def _together(key: str, one: HamletYear | None, other: HamletYear) -> HamletYear:
    """Return the figures of two hamlets that became one; unknown where one of them is."""
    if one is None:
        return replace(other, hamlet_id=key)
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in COUNTS}
    sums = {name: None if None in pair else sum(pair) for name, pair in pairs.items()}
    return HamletYear(key, other.year, **sums)


def counted(session: Session, year: int) -> dict[str, HamletYear]:
    """Return what the household register counts for the hamlets of the year's end, by hamlet.

    `households` stays None: the register holds only those of the poverty lists. A hamlet that was
    renamed later keeps its count: households go with the hamlet that stood for theirs that year.
    """
    stands = hamlets.standing(session, date(year, 12, 31))
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
    unit_id = settings.read(session).unit_id
    own = hamlets.all_of(session, unit_id)
    wanted = (
        {one.id for one in of_the_year(session, own, year)} | entered.keys() | from_register.keys()
    )
    found = [
        Line(one, entered.get(one.id), from_register.get(one.id))
        for one in own if one.id in wanted
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda line: sort_key(line.hamlet.full_name)))


def of_the_year(session: Session, some: Iterable[Hamlet], year: int) -> list[Hamlet]:
    """Return the hamlets that hold a year's figures.

    Those that existed on some day of it, but for those in whose place another stands at its end.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    gone = hamlets.replaced(session, last)
    return [
        one
        for one in some
        if (one.valid_from or first) <= last and (one.valid_to or last) >= first
        if one.id not in gone
    ]


def problems(values: Iterable[HamletYear]) -> tuple[str, ...]:
    """Return what cannot be kept, each as a sentence."""
    return tuple(text for one in values for text in _problems(one))


def save(session: Session, year: int, values: Iterable[HamletYear]) -> None:
    """Keep the figures of these hamlets for the year; those without any are forgotten.

    Hamlets not named keep theirs. What was entered for those in whose place a hamlet stands at the
    year's end is in its figures now (`of_year`), and forgotten. Raises WrongChoiceError.
    """
    wanted = {one.hamlet_id: replace(one, year=year) for one in values}
    found = problems(wanted.values())
    if year not in YEARS:
        found = (f"Năm {year} không đúng.", *found)
    if found:
        raise WrongChoiceError(" ".join(found))
    before, heirs = of_year(session, year), hamlets.replaced(session, date(year, 12, 31))
    for key, one in wanted.items():
        old = before.get(key, HamletYear(key, year))
        if one == old:
            continue
        gone = [key, *(old for old, heir in heirs.items() if heir == key)]
        session.execute(
            delete(HamletYearRow).where(
                HamletYearRow.hamlet_id.in_(gone), HamletYearRow.year == year
            )
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
