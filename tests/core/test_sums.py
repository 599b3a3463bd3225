import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.rows import UnitSumsRow
from db.store import Store
from desktop.core import (
    activities,
    listing,
    registers,
    scopes,
    settings,
    snapshots,
    sums,
    totals,
    unit_sums,
    units,
)
from desktop.core.activities import Activity, Status
from desktop.core.catalogue import DIRECT
from desktop.core.periods import Period, Rule, parse
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.sums import Sums
from tests import postgres
from tests.builders import CLOCK, log, make_activity
from tests.core.city_figures import (
    MERGED_2024,
    MERGED_2025,
    anything,
    counted,
    hold,
    is_part,
    plain,
    ward,
)

Q4 = parse("2024-Q4")
CITY = NewRegister(role=Role.CITY, unit_code="643", officer="Lê Mai")
both_kinds = pytest.mark.both_kinds
ODD = Period("2024-09-20..2024-12-03", Rule.CALENDAR, date(2024, 9, 20), date(2024, 12, 3))
LONG = Period("", Rule.CALENDAR, date(2024, 9, 1), date(2025, 8, 31))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("thanh-pho") / "so.sotr"
    registers.create(path, CITY, CLOCK).close()
    return path


@pytest.fixture
def city(template: Path, tmp_path: Path, elsewhere: postgres.Elsewhere | None) -> Iterator[Store]:
    if elsewhere is None:
        for name in ("so.sotr", "so.khoa.json"):
            shutil.copyfile(template.with_name(name), tmp_path / name)
        store = Store.open(tmp_path / "so.sotr", {"clock": CLOCK})
    else:
        store = elsewhere.create(Path("so.sotr"), CITY, CLOCK)
    yield store
    store.close()


def wards(session: Any) -> list[str]:
    """Return the units of the city at any time, and those that the province has made of them."""
    return [key for key in scopes.read(session).units if key != settings.read(session).unit_id]


def filled(store: Store, seed: int, first: date, last: date, count: int = 250) -> list[Activity]:
    with store.write() as session:
        found = anything(wards(session), count, seed, first, last)
        hold(session, *found)
    return found


@both_kinds
@pytest.mark.parametrize("period", [Q4, ODD, parse("2024-11"), parse("2024-11", Rule.CALENDAR)])
def test_that_sums_are_those_of_the_activities_added_up_one_by_one(
    city: Store, period: Period
) -> None:
    found = filled(city, 1, date(2024, 9, 1), date(2024, 12, 31))
    inside = counted(found, period.first, period.last)
    with city.read() as session:
        scope = scopes.read(session)
        by_channel, incomplete, _ = sums.by_channel(session, scope, period)
        by_unit = sums.by_unit(session, scope, period, "then")
        months = sums.by_month(session, scope, period)
        whole = totals.totals(session, period)
    assert by_channel == {
        code: plain([one for one in inside if one.channel == code], once=True)
        for code in {one.channel for one in inside}
    }
    assert incomplete == sum(one.status is Status.HELD for one in inside)
    assert {key: one.sums for key, one in by_unit.items()} == {
        key: plain(some) for key, some in grouped(inside, then).items()
    }
    for month, count in months:
        assert count == plain([one for one in inside if one.held_on in month], once=True).activities
    assert whole.everything == plain(inside, once=True)
    assert whole.joint == replace(plain([one for one in inside if is_part(one)]), **NO_PEOPLE)
    for topic, count in whole.by_topic.items():
        having = [one for one in inside if topic in one.topics and not is_part(one)]
        assert count.all == len(having)
        assert count.main == sum(one.topics[0] == topic for one in having)
    assert whole.indicators["CT01"] == sum(
        one.channel in DIRECT and not is_part(one) for one in inside
    )


NO_PEOPLE: dict[str, Any] = dict.fromkeys(
    ("attendees", "women", "minority", "officials", "poor", "near_poor", "escaped",
     "other_households")
)  # fmt: skip


def grouped(found: list[Activity], unit_of: Any) -> dict[str, list[Activity]]:
    groups: dict[str, list[Activity]] = defaultdict(list)
    for one in found:
        groups[unit_of(one)].append(one)
    return groups


SUCCESSIONS = {
    line["old_id"]: (line["new_id"], date.fromisoformat(line["on"]))
    for line in units.catalogue.table("unit_successions")
}


def then(one: Activity) -> str:
    unit_id = one.unit_id
    while unit_id in SUCCESSIONS and SUCCESSIONS[unit_id][1] <= one.held_on:
        unit_id = SUCCESSIONS[unit_id][0]
    return unit_id


def now(one: Activity) -> str:
    unit_id = one.unit_id
    while unit_id in SUCCESSIONS:
        unit_id = SUCCESSIONS[unit_id][0]
    return unit_id


@pytest.mark.parametrize("seed", range(4))
def test_that_then_and_now_have_the_same_grand_totals_through_both_mergers(
    city: Store, seed: int
) -> None:
    found = counted(filled(city, seed, LONG.first, LONG.last, 200), LONG.first, LONG.last)
    with city.read() as session:
        scope = scopes.read(session)
        by_then = sums.by_unit(session, scope, LONG, "then")
        by_now = sums.by_unit(session, scope, LONG, "now")
        for line in [*by_then.values(), *by_now.values()]:
            whose = tuple(listing.UnitDays(*one) for one in line.sources)
            wanted = listing.Filter(unit_id="", units=whose, first=LONG.first, last=LONG.last)
            assert listing.counts(session, [wanted]) == [line.sums.activities]
    assert {key: one.sums for key, one in by_then.items()} == {
        key: plain(some) for key, some in grouped(found, then).items()
    }
    assert {key: one.sums for key, one in by_now.items()} == {
        key: plain(some) for key, some in grouped(found, now).items()
    }
    assert sums.add_up([one.sums for one in by_then.values()]) == plain(found)
    assert sums.add_up([one.sums for one in by_now.values()]) == plain(found)
    assert len(by_now) <= 6 < len(by_then)


@both_kinds
def test_that_a_code_used_three_times_is_three_units(city: Store) -> None:
    """24133 was Thắng Lợi, then Thành Công (with the old Thành Công, 24139), then Buôn Ma Thuột."""
    with city.write() as session:
        names = [
            ("Phường Thắng Lợi", date(2024, 10, 31)), ("Phường Thành Công", date(2024, 10, 31)),
            ("Phường Thành Công", MERGED_2024), ("Phường Buôn Ma Thuột", MERGED_2025),
        ]  # fmt: skip
        made = [
            make_activity(ward(session, name, day), held_on=day, revision=1) for name, day in names
        ]
        hold(session, *made)
        period = Period("", Rule.CALENDAR, date(2024, 10, 1), date(2025, 9, 30))
        by_then, by_now = (
            totals.totals(session, period, units_as).by_unit for units_as in ("then", "now")
        )
    own = plain([made[0]])
    assert by_then == {
        "Phường Thành Công (24133)": own, "Phường Thành Công (24139)": own, "Phường Thắng Lợi": own,
    }  # fmt: skip
    assert by_now == {"Phường Buôn Ma Thuột": plain(made[:3])}


def test_that_the_province_books_its_wards_of_all_times(tmp_path: Path) -> None:
    wanted = NewRegister(role=Role.CITY, unit_code="66", profile="bmt-2025-07", officer="Y Bia")
    store = registers.create(tmp_path / "tinh.sotr", wanted, CLOCK)
    with store.write() as session:
        days = (("Phường Thắng Lợi", date(2024, 10, 31)), ("Phường Buôn Ma Thuột", MERGED_2025))
        made = [
            make_activity(ward(session, name, day), held_on=day, revision=1) for name, day in days
        ]
        hold(session, *made)
        found = totals.totals(session, Period("", Rule.CALENDAR, days[0][1], days[1][1]), "now")
    store.close()
    assert found.by_unit == {"Phường Buôn Ma Thuột": plain(made)}
    assert found.everything == plain(made)


def test_that_a_record_dated_after_its_unit_was_dissolved_is_booked_on_the_successor(
    city: Store,
) -> None:
    with city.write() as session:
        old, new = (
            ward(session, "Phường Thắng Lợi"),
            ward(session, "Phường Thành Công", MERGED_2024),
        )
        late = make_activity(old, held_on=date(2024, 11, 5), revision=1)
        early = make_activity(old, held_on=date(2024, 10, 5), revision=1)
        hold(session, late, early)
        found = sums.by_unit(session, scopes.read(session), Q4, "then")
    assert {key: one.sums.activities for key, one in found.items()} == {old: 1, new: 1}


def joint(session: Any) -> tuple[Activity, Activity]:
    """Return a meeting led by one ward, and another ward's part of it."""
    lead, other = ward(session, "Phường Tân Lập"), ward(session, "Xã Cư Êbur")
    return (
        make_activity(lead, partners=(other,), attendees=40, women=22, items=2, revision=1),
        make_activity(other, organiser_id=lead, attendees=15, women=None, items=2, revision=1),
    )


@both_kinds
def test_that_a_joint_activity_counts_once_with_the_people_of_all_parts(city: Store) -> None:
    with city.write() as session:
        hold(session, *joint(session))
        found = totals.totals(session, Q4)
    assert (found.everything.activities, found.everything.items) == (1, 2)
    assert (found.everything.attendees, found.everything.women) == (55, 22)
    assert found.by_unit["Xã Cư Êbur"].activities == found.by_unit["Phường Tân Lập"].activities == 1
    assert found.joint == Sums(1, items=2)
    assert (found.indicators["CT01"], found.indicators["CT02"]) == (1, 55)
    assert found.by_month == (("2024-10", 0), ("2024-11", 1), ("2024-12", 0))


def test_that_a_wards_own_report_counts_its_part(store: Store) -> None:
    with store.write() as session:
        log(session, organiser_id=ward(session, "Phường Tân Lập"))
        found = totals.totals(session, Q4)
    assert (found.everything.activities, found.everything.items, found.joint) == (1, 1, None)
    assert found.by_unit == {"Xã Cư Êbur": found.everything}


def test_that_nothing_entered_is_not_zero_in_the_kept_sums(city: Store) -> None:
    with city.write() as session:
        unit_id = ward(session, "Xã Ea Kao")
        hold(session, make_activity(unit_id, attendees=None, women=0, poor=None, revision=1))
        found = totals.totals(session, Q4)
    assert (found.everything.attendees, found.everything.women, found.everything.poor) == (
        None,
        0,
        None,
    )
    assert found.by_unit["Xã Ea Kao"].women == 0
    with city.read() as session:
        row = session.scalars(select(UnitSumsRow)).one()
        assert (row.attendees, row.women, row.half) == (None, 0, "2024-11-01")


@both_kinds
def test_that_what_is_kept_equals_the_activities_after_every_change(city: Store) -> None:
    with city.write() as session:
        some, scope = wards(session)[:4], scopes.read(session)
        chance = random.Random(5)
        images = []
        for seed in range(6):
            unit_id = chance.choice(some)
            made = anything([unit_id, unit_id], 30, seed, date(2024, 9, 1), date(2024, 12, 31))
            names = activities.search_words.read(session)
            days = (date(2024, 9, 1), date(2024, chance.randrange(10, 13), 28))
            inside = [one for one in made if days[0] <= one.held_on <= days[1]]
            images.append(snapshots.hold(session, unit_id, *days, inside, names))
            compare(session, scope)
        before = [tuple(row) for row in session.execute(select(UnitSumsRow.__table__))]
        assert before
        for image in reversed(images):
            snapshots.bring_back(session, image)
            compare(session, scope)
        assert session.scalars(select(UnitSumsRow)).all() == []


def compare(session: Any, scope: scopes.Scope) -> None:
    for period in (LONG, Q4):
        kept = unit_sums.source(session, scope, period.first, period.last)
        own = unit_sums.direct(scope, period.first, period.last)
        assert added(session, kept) == added(session, own)


def added(session: Any, side: Any) -> dict[tuple[Any, ...], Sums]:
    keys = (side.c.unit_id, side.c.channel, side.c.part)
    query = select(
        *keys, func.sum(side.c.held), func.sum(side.c.heard), *sums.of(side.c, once=False)
    )
    rows = session.execute(query.group_by(*keys))
    return {tuple(row[:5]): Sums(*row[5:]) for row in rows}


def test_that_the_citys_own_activities_are_added(city: Store) -> None:
    with city.write() as session:
        hold(session, make_activity(ward(session, "Xã Ea Kao"), attendees=10, revision=1))
        log(session, attendees=5)
        found = totals.totals(session, Q4)
    assert (found.everything.activities, found.everything.attendees) == (2, 15)
    assert found.by_unit["Thành phố Buôn Ma Thuột"].attendees == 5
