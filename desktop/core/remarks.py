"""What the checks say of the activities that a unit reports, to the one who receives them.

The list of a stick, the board and a package's page all ask here, so that they say the same. Beside
the checks of the form it is asked whether a figure is unusual for this unit (`odd`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from sqlalchemy.orm import Session

from desktop.core import (
    catalogue,
    clock,
    hamlet_years,
    hamlets,
    neighbours,
    odd,
    plans,
    problems,
    settings,
    snapshots,
    units,
)
from desktop.core.activities import COUNTED, Activity
from desktop.core.catalogue import Catalogue
from desktop.core.hamlet_years import HamletYear
from desktop.core.hamlets import Hamlet
from desktop.core.neighbours import Neighbour
from desktop.core.periods import Period
from desktop.core.problems import Context, Problem, Severity
from desktop.core.units import Unit

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
    places: Iterable[Hamlet], homes: Iterable[HamletYear],
) -> dict[str, tuple[Problem, ...]]:  # fmt: skip
    """Return what there is to say of each activity (id) that a unit reports for these days.

    `brought` are all of them, `places` the hamlets that the report names, `homes` how many households
    those have in the year. Speakers, whose names stay in the ward, are not asked about.
    """
    by_day: dict[date, list[Neighbour]] = {}
    for one in brought:
        nameless = replace(neighbours.of(one), speakers=frozenset())
        by_day.setdefault(one.held_on, []).append(nameless)
    context = Context(
        today=at.today, unit=at.units[unit_id], catalogue=at.catalogue, plan=at.plan,
        hamlets={one.id: one for one in places}, neighbours=by_day, partners=at.units,
    )  # fmt: skip
    known = odd.Known(
        odd.usual(session, unit_id, days[0], brought),
        {one.hamlet_id: one for one in homes if one.year == days[1].year},
    )
    return {
        one.id: (*problems.problems(one, context), *odd.problems(one, known)) for one in brought
    }


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
    homes = hamlet_years.of_ids(session, named, period.last.year)
    return asking(counted, of(session, at, unit_id, days, counted, places, homes))


def counts(session: Session, period: Period, unit_ids: Collection[str]) -> dict[str, int]:
    """Return how many activities of each unit ask for a look."""
    at = desk(session)
    found = {one: held(session, at, one, period) for one in unit_ids}
    return {one: len({each.activity_id for each in said}) for one, said in found.items()}
