"""A made-up commune for the tests of reach and matching, and plain sums over what it holds.

The sums here know nothing of the program: dictionaries, sets and loops over the values themselves.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import activities, attendance, hamlets, households, settings
from desktop.core.activities import Activity, Status
from desktop.core.attendance import Person
from desktop.core.households import Household, Yearly
from tests.builders import add_hamlet, make_activity

CATEGORIES = ("HN", "HCN", "HMTN", "MSTB", "KHAC")
LACKS = ("VL", "BHYT", "NOCL", "NSH", "NT", "VT", "PTTT")
ABOUT = {
    "DV01": {"VL", "PT"}, "DV04": {"DD", "BHYT"}, "DV06": {"NOCL", "NODT"}, "DV07": {"NSH", "NT"},
    "DV08": {"VT", "PTTT"}, "CS07": {"VL"}, "CS01": set(),
}  # fmt: skip
FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)


@dataclass
class World:
    """What there is, kept beside the register as plain values."""

    unit_id: str = ""
    places: list[str] = field(default_factory=list)
    households: dict[str, Household] = field(default_factory=dict)
    years: dict[str, dict[int, Yearly]] = field(default_factory=dict)
    lists: list[tuple[Activity, list[str | None]]] = field(default_factory=list)
    now: Callable[[str | None], str | None] = lambda key: key
    """Which hamlet stands for one on the day that is asked about."""


def add(session: Session, world: World, head: str, place: str | None, **years: Any) -> str:
    """Keep a household: y2024="HN" or y2024=("HN", {"NSH"})."""
    gone_on, code = years.pop("gone_on", None), years.pop("code", "")
    one = Household(unit_id=world.unit_id, head=head, hamlet_id=place, gone_on=gone_on, code=code)
    of_years: dict[int, Yearly] = {}
    for name, value in years.items():
        category, lacks = (value, ()) if isinstance(value, str) else value
        of_years[int(name[1:])] = Yearly(category, frozenset(lacks))
    households.save(session, one, of_years)
    world.households[one.id], world.years[one.id] = one, of_years
    return one.id


def meet(session: Session, world: World, day: date, came: Iterable[str | None], **changes: Any) -> Activity:  # fmt: skip
    """Keep an activity with a list on which these households stand (None: nobody's)."""
    one = make_activity(world.unit_id, held_on=day, attendees=None, women=None, **changes)
    kept = activities.save(session, one)
    came = list(came)
    people = [Person(name=f"Người {at}", household_id=key) for at, key in enumerate(came)]
    attendance.save(session, world.unit_id, kept.id, people)
    world.lists.append((kept, came))
    return kept


def small(session: Session) -> World:
    """Return an empty world with two hamlets."""
    world = World(settings.read(session).unit_id)
    world.places = [add_hamlet(session, name).id for name in ("Buôn Đŭng", "Thôn 2")]
    return world


def random_world(session: Session, seed: int) -> World:
    """Return a world in which everything happens: repeats, changed categories, gone, withdrawn."""
    chance = random.Random(seed)
    world = World(settings.read(session).unit_id)
    world.places = [add_hamlet(session, f"Thôn {number}").id for number in range(1, 5)]
    for number in range(60):
        one = Household(
            unit_id=world.unit_id, head=f"Y {number} Niê", code=f"H{number:03}",
            hamlet_id=chance.choice((*world.places, None)),
            gone_on=chance.choice((None,) * 6 + (FIRST + timedelta(chance.randrange(700)),)),
        )  # fmt: skip
        years = {
            year: Yearly(
                chance.choice(CATEGORIES), frozenset(chance.sample(LACKS, chance.randrange(4)))
            )
            for year in (2024, 2025)
            if chance.random() < 0.85
        }
        world.households[one.id], world.years[one.id] = one, years
    households.put_many(session, list(world.households.values()), [])
    households.put_years(session, world.years)
    for _ in range(40):
        came: list[str | None] = chance.choices((*world.households, None), k=chance.randrange(14))
        meet(
            session, world, FIRST + timedelta(chance.randrange((LAST - FIRST).days + 1)), came,
            channel=chance.choice(("NOI_CHUYEN", "SINH_HOAT_CD", "PHAT_THANH")),
            topics=tuple(chance.sample(sorted(ABOUT), chance.randrange(4))),
            hamlets=tuple(chance.sample(world.places, chance.randrange(3))),
            status=chance.choice((Status.HELD, Status.COMPLETE, Status.COMPLETE, *Status)),
        )  # fmt: skip
    return world


def replace_hamlets(session: Session, world: World, on: date) -> None:
    """Rename one hamlet and merge two others from a day on."""
    one, two, three = world.places[:3]
    new = hamlets.rename(session, one, "Buôn Mới", on).id
    both = hamlets.merge(session, [two, three], "Thôn Chung", on).id
    world.places += [new, both]
    becomes = {one: new, two: both, three: both}
    world.now = lambda key: becomes.get(key or "", key)


def days_of(world: World, first: date, last: date) -> dict[str, list[date]]:
    """Return for each household the days on which a list that counts names it."""
    found: dict[str, list[date]] = defaultdict(list)
    for activity, came in world.lists:
        if activity.status in ("HELD", "COMPLETE") and first <= activity.held_on <= last:
            for key in came:
                if key is not None:
                    found[key].append(activity.held_on)
    return found


def plain_reach(world: World, first: date, last: date) -> dict[tuple[str | None, str], list[int]]:
    """Return by hamlet and category: reached, first time in the year, not reached."""
    counts: dict[tuple[str | None, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    here, ever = days_of(world, first, last), days_of(world, date(2000, 1, 1), last)
    for key, one in world.households.items():
        years = world.years[key]
        if key in here:
            year = max(here[key]).year
            category = years[year].category if year in years else ""
            start = min(here[key])
            before = [day for day in ever[key] if day.year == start.year and day < start]
            cell = counts[world.now(one.hamlet_id), category]
            cell[0] += 1
            cell[1] += not before
        elif last.year in years and (one.gone_on is None or one.gone_on > last):
            counts[world.now(one.hamlet_id), years[last.year].category][2] += 1
    return {key: value for key, value in counts.items() if any(value)}


def told_about(world: World, year: int) -> dict[str, set[str]]:
    """Return for each household the indicators that activities it came to in the year were about."""
    found: dict[str, set[str]] = defaultdict(set)
    for activity, came in world.lists:
        if activity.status in ("HELD", "COMPLETE") and activity.held_on.year == year:
            for key in came:
                found[key or ""].update(*(ABOUT[topic] for topic in activity.topics))
    return found


def plain_matching(
    world: World, year: int, day: date
) -> dict[tuple[str | None, str], tuple[set[str], set[str]]]:
    """Return by hamlet and indicator: the households that lack it, and those of them reached."""
    told = told_about(world, year)
    found: dict[tuple[str | None, str], tuple[set[str], set[str]]] = {}
    for key, one in world.households.items():
        if year not in world.years[key] or (one.gone_on is not None and one.gone_on <= day):
            continue
        for code in world.years[key][year].lacks:
            place = (world.now(one.hamlet_id), code)
            lacking, reached = found.setdefault(place, (set(), set()))
            lacking.add(key)
            if code in told[key]:
                reached.add(key)
    return found
