"""Sample attendance lists that name households of the sample register. All names are invented.

After `demo_households.fill`, once the sample ward's activities are there and before a period is
locked.
"""

import random
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from desktop.core import activities, attendance, attendance_households, demo_papers, settings
from desktop.core.activities import Activity
from desktop.core.attendance import Person, Sex
from desktop.core.attendance_households import Known
from desktop.core.catalogue import DIRECT
from desktop.core.households import ESCAPED, NEAR_POOR, POOR
from desktop.core.listing import Filter, find

_SEED, _MOST = 6, 200
_EACH_WITHOUT = 4
"""Every so many meetings nobody typed the list in."""
_STAY_HOME = tuple("0479")
"""Households whose code ends so come to no meeting, so that some are left to be reached."""
_COUNTED = {POOR: "poor", NEAR_POOR: "near_poor", ESCAPED: "escaped"}


def fill(session: Session) -> int:
    """Give meetings in hamlets a list that agrees with their numbers; return how many."""
    dice = random.Random(_SEED)
    unit_id = settings.read(session).unit_id
    lines = find(session, Filter(unit_id=unit_id, channels=DIRECT), limit=_MOST).lines
    count = 0
    for number, line in enumerate(reversed(lines)):
        if number % _EACH_WITHOUT == _EACH_WITHOUT - 1 or attendance.of(session, unit_id, line.id):
            continue
        one = activities.get(session, unit_id, line.id)
        if one.hamlets and one.attendees and one.status in activities.COUNTED:
            register = attendance_households.read(session, unit_id, one.held_on, one.hamlets)
            people = _people(dice, one, line.place, register.households, register.held_in)
            attendance.save(session, unit_id, one.id, people)
            count += 1
    return count


def _people(
    dice: random.Random, one: Activity, place: str, known: Sequence[Known], here: frozenset[str]
) -> list[Person]:
    """Return the people of a meeting: households first, then others, as many as were counted."""
    found: list[Person] = []
    for category, field in _COUNTED.items():
        wanted = getattr(one, field) or 0
        some = [
            each
            for each in known
            if each.category == category
            and each.places & here
            and not each.code.endswith(_STAY_HOME)
        ]
        came = dice.sample(some, min(wanted, len(some)))
        found += [_head(each) for each in came]
        found += _others(wanted - len(came), place, category)
    found = found[: one.attendees]
    return [*found, *_others((one.attendees or 0) - len(found), place, "")]


def _head(known: Known) -> Person:
    woman = known.head.startswith("H'") or " Thị " in known.head
    ede = known.head.startswith(("H'", "Y "))
    return Person(
        name=known.head, sex=Sex.FEMALE if woman else Sex.MALE, ethnic="Ê-đê" if ede else "Kinh",
        address=known.hamlet, category=known.category, household_id=known.id,
    )  # fmt: skip


def _others(count: int, place: str, category: str) -> Iterator[Person]:
    people: Iterable[Person] = demo_papers.people(max(count, 0), place)
    for one in people:
        yield Person(
            name=one.name, sex=one.sex, ethnic=one.ethnic, address=place, category=category
        )
