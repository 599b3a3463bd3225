"""What the checks say of the activities that a unit reports, to the one who receives them.

The list of a stick, the board and a package's page all ask here, so that they say the same. Beside
the checks of the form it is asked whether a figure is unusual for this unit (`unusual`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ActivityRow
from desktop.core import (
    catalogue,
    clock,
    hamlets,
    plans,
    problems,
    settings,
    snapshots,
    units,
    unusual,
)
from desktop.core.activities import COUNTED, Activity
from desktop.core.catalogue import Catalogue
from desktop.core.hamlets import Hamlet
from desktop.core.periods import Period
from desktop.core.problems import Context, Neighbour, Problem, Severity
from desktop.core.units import Unit
from desktop.core.unusual import Usual

Days: TypeAlias = tuple[date, date]


@dataclass(frozen=True)
class Desk:
    """What the activities of units are checked against, read once for many units."""

    today: date
    catalogue: Catalogue
    plan: plans.Plan | None
    units: Mapping[str, Unit]


@dataclass(frozen=True)
class Remark:
    """What the checks ask about an activity."""

    activity_id: str
    title: str
    held_on: date
    problem: Problem


def desk(session: Session) -> Desk:
    """Return what activities are checked against now."""
    plan_id = settings.read(session).plan_id
    return Desk(
        clock.of(session).today(),
        catalogue.read(session),
        plans.get(session, plan_id) if plan_id else None,
        units.all_of(session),
    )


def of(
    session: Session, at: Desk, unit_id: str, days: Days, brought: Sequence[Activity],
    places: Iterable[Hamlet],
) -> dict[str, tuple[Problem, ...]]:  # fmt: skip
    """Return what there is to say of each activity (id) that a unit reports for these days.

    `brought` are all of them, `places` the hamlets that the report names. Speakers, whose names stay
    in the ward, are not asked about.
    """
    neighbours: dict[date, list[Neighbour]] = {}
    for one in brought:
        nameless = replace(problems.as_neighbour(one), speakers=frozenset())
        neighbours.setdefault(one.held_on, []).append(nameless)
    context = Context(
        today=at.today, unit=at.units[unit_id], catalogue=at.catalogue, plan=at.plan,
        hamlets={one.id: one for one in places}, neighbours=neighbours, partners=at.units,
    )  # fmt: skip
    known = _usual(session, unit_id, days, brought)
    return {one.id: (*problems.problems(one, context), *_unusual(one, known)) for one in brought}


def asking(
    brought: Iterable[Activity], said: Mapping[str, Sequence[Problem]]
) -> tuple[Remark, ...]:
    """Return what a person has to look at, without what is only mentioned."""
    return tuple(
        Remark(one.id, one.title, one.held_on, problem)
        for one in brought
        for problem in said[one.id]
        if problem.severity is not Severity.NOTICE
    )


def held(session: Session, at: Desk, unit_id: str, period: Period) -> tuple[Remark, ...]:
    """Return what there is to look at among the counted activities that the register holds, by day."""
    days = (period.first, period.last)
    there = snapshots.held(session, unit_id, *days).values()
    counted = sorted(
        (one for one in there if one.status in COUNTED), key=lambda one: (one.held_on, one.id)
    )
    named = {key for one in counted for key in one.hamlets}
    places = hamlets.of_ids(session, named).values()
    return asking(counted, of(session, at, unit_id, days, counted, places))


def counts(session: Session, period: Period, unit_ids: Collection[str]) -> dict[str, int]:
    """Return how many activities of each unit ask for a look."""
    at = desk(session)
    found = {one: held(session, at, one, period) for one in unit_ids}
    return {one: len({each.activity_id for each in said}) for one, said in found.items()}


def _usual(
    session: Session, unit_id: str, days: Days, brought: Iterable[Activity]
) -> dict[tuple[str, str], Usual]:
    """Return what is usual for the unit, by channel and field: all it had before, and these."""
    rows = session.execute(
        select(ActivityRow.channel, *(getattr(ActivityRow, name) for name in unusual.FIELDS))
        .where(ActivityRow.unit_id == unit_id, ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on < days[0])
    )
    numbers: dict[tuple[str, str], list[float]] = {}
    for one in (*rows, *brought):
        for name in unusual.FIELDS:
            number = getattr(one, name)
            if number is not None:
                numbers.setdefault((one.channel, name), []).append(number)
    found = {key: unusual.usual(some) for key, some in numbers.items()}
    return {key: one for key, one in found.items() if one is not None}


def _unusual(one: Activity, known: Mapping[tuple[str, str], Usual]) -> Iterator[Problem]:
    for name in unusual.FIELDS:
        usual, number = known.get((one.channel, name)), getattr(one, name)
        if usual is not None and number is not None and usual.is_far(number):
            words = usual.words(name, number)
            text = f"{words[0].upper()}{words[1:]} Hãy hỏi lại: gõ thừa chữ số, hay gộp nhiều buổi?"
            yield Problem("unusual", Severity.EXPLAIN, (name,), text)
