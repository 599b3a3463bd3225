"""Attendance lists (danh sách tham dự): who came to an activity. Personal data, stays here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.rows import AttendanceRow, HouseholdRow
from desktop.core import activities, history, problems, reports
from desktop.core.activities import HOUSEHOLDS, PEOPLE, Activity
from desktop.core.errors import InvalidActivityError
from desktop.core.texts import fold, nfc

MOST_PEOPLE = 2_000
LONGEST_NAME, LONGEST_TEXT = 200, 500
EXPLAINED = "Chênh lệch so với danh sách:"
"""A line of an activity's note that begins so says why list and numbers differ."""

_HOUSEHOLD = {"HN": "poor", "HCN": "near_poor", "HMTN": "escaped"}
"""Where a category is counted; all others are other households."""
_MAJORITY = ("kinh", "viet")
_AT_ONCE = 500


class Sex(StrEnum):
    """As the list has it: a tick under Nam or Nữ, or none."""

    MALE = "M"
    FEMALE = "F"
    UNKNOWN = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person on a list; `category` is a code of the household categories or empty.

    `household_id`: the household of the register the person comes from, chosen by the officer.
    `salaried`: on a payroll (hưởng lương ngân sách), so no support money (TT 40/2017/TT-BTC
    article 12); `address` is the hamlet, or office and agency.
    """

    name: str
    sex: Sex = Sex.UNKNOWN
    ethnic: str = ""
    address: str = ""
    category: str = ""
    salaried: bool = False
    note: str = ""
    household_id: str | None = None


@dataclass(frozen=True)
class Difference:
    """A number of an activity (None: nobody entered one) that is not what its list counts."""

    field: str
    label: str
    listed: int
    entered: int | None


def of(session: Session, unit_id: str, activity_id: str) -> tuple[Person, ...]:
    """Return the list of an activity in its order; empty when there is none."""
    rows = session.scalars(
        select(AttendanceRow)
        .where(AttendanceRow.unit_id == unit_id, AttendanceRow.activity_id == activity_id)
        .order_by(AttendanceRow.position)
    )
    return tuple(
        Person(
            name=row.name, sex=Sex(row.sex), ethnic=row.ethnic, address=row.address,
            category=row.category, salaried=row.salaried, note=row.note,
            household_id=row.household_id,
        )
        for row in rows
    )  # fmt: skip


def save(session: Session, unit_id: str, activity_id: str, people: Sequence[Person]) -> None:
    """Keep this list instead of the one before; history says how many, never who.

    People without a name are left out, and so is a household that is no more in the register.
    Raises NotFoundError, PeriodLockedError.
    """
    one = activities.get(session, unit_id, activity_id)
    reports.require_open(session, [one.held_on])
    session.execute(
        delete(AttendanceRow).where(
            AttendanceRow.unit_id == unit_id, AttendanceRow.activity_id == activity_id
        )
    )
    there = _households(session, unit_id, people)
    lines = [
        {
            "unit_id": unit_id, "activity_id": activity_id, "position": position,
            "name": nfc(one.name), "sex": str(one.sex), "ethnic": nfc(one.ethnic),
            "address": nfc(one.address), "category": one.category, "salaried": one.salaried,
            "note": nfc(one.note),
            "household_id": one.household_id if one.household_id in there else None,
        }
        for position, one in enumerate(one for one in people if nfc(one.name))
    ]  # fmt: skip
    if lines:
        session.execute(insert(AttendanceRow), lines)
    history.note(session, "attendance", activity_id, "saved", {"people": [None, len(lines)]})


def figures(people: Sequence[Person]) -> dict[str, int | None]:
    """Return what the list counts for each number of its activity.

    None where nobody entered any: no sex at all, no people (dân tộc), no category, nobody salaried.
    Several people of one household of the register are one household.
    """
    found: dict[str, int | None] = dict.fromkeys((*PEOPLE, *HOUSEHOLDS))
    people = [one for one in people if nfc(one.name)]
    if not people:
        return found
    found["attendees"] = len(people)
    if any(one.sex for one in people):
        found["women"] = sum(one.sex is Sex.FEMALE for one in people)
    if any(nfc(one.ethnic) for one in people):
        found["minority"] = sum(is_minority(one) for one in people)
    found["officials"] = sum(one.salaried for one in people) or None
    grouped = [_HOUSEHOLD.get(one.category, "other_households") for one in _each_household(people)]
    if grouped:
        found |= {name: grouped.count(name) for name in HOUSEHOLDS}
    return found


def _each_household(people: Iterable[Person]) -> Iterator[Person]:
    """Yield those with a category; of one household of the register only the first."""
    seen = set[str]()
    for one in people:
        if one.category and (one.household_id is None or one.household_id not in seen):
            seen.add(one.household_id or "")
            yield one


def is_minority(person: Person) -> bool:
    """Return whether the person is of a minority (dân tộc thiểu số); False when not known."""
    return bool(nfc(person.ethnic)) and fold(nfc(person.ethnic)) not in _MAJORITY


def compare(activity: Activity, people: Sequence[Person]) -> list[Difference]:
    """Return where the numbers of the activity are not what the list counts."""
    return [
        Difference(name, problems.LABELS[name], listed, entered)
        for name, listed in figures(people).items()
        if listed is not None and listed != (entered := getattr(activity, name))
    ]


def repeated(people: Sequence[Person]) -> list[tuple[int, ...]]:
    """Return the places (from 0) of people with the same name and address, group by group."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(people):
        if nfc(one.name):
            places[fold(nfc(one.name)), fold(nfc(one.address))].append(place)
    return [tuple(same) for same in places.values() if len(same) > 1]


def take_over(session: Session, unit_id: str, activity_id: str, fields: Iterable[str]) -> Activity:
    """Set these numbers of the activity to what its kept list counts; return it as it is now.

    What the list does not count stays. Raises InvalidActivityError, NotFoundError.
    """
    counted = figures(of(session, unit_id, activity_id))
    before = activities.get(session, unit_id, activity_id)
    values: dict[str, Any] = {name: counted[name] for name in fields if counted[name] is not None}
    return _save_checked(session, replace(before, **values))


def explain(session: Session, unit_id: str, activity_id: str, text: str) -> Activity:
    """Add to the note of the activity why list and numbers differ; return it as it is now.

    Raises InvalidActivityError, NotFoundError.
    """
    before = activities.get(session, unit_id, activity_id)
    note = f"{before.note}\n{EXPLAINED} {nfc(text)}".strip() if nfc(text) else before.note
    return _save_checked(session, replace(before, note=note))


def explanation(activity: Activity) -> str:
    """Return the last explanation in the note of the activity, or nothing."""
    lines = [one for one in activity.note.splitlines() if one.startswith(EXPLAINED)]
    return lines[-1].removeprefix(EXPLAINED).strip() if lines else ""


def _households(session: Session, unit_id: str, people: Iterable[Person]) -> set[str]:
    """Return those households of the people that are in the register of the unit."""
    wanted = sorted({one.household_id for one in people if one.household_id})
    found = set[str]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = HouseholdRow.id.in_(wanted[start : start + _AT_ONCE])
        query = select(HouseholdRow.id).where(some, HouseholdRow.unit_id == unit_id)
        found.update(session.scalars(query))
    return found


def _save_checked(session: Session, activity: Activity) -> Activity:
    context = problems.context(session, activity.held_on, activity.held_on)
    stops = problems.stops(problems.problems(activity, context))
    if stops:
        raise InvalidActivityError(stops)
    return activities.save(session, activity)
