"""The list over all units of a consolidating register says what the activities themselves say."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from db.store import Store
from desktop.core import intake, listing
from desktop.core.activities import COUNTED, Status
from desktop.core.listing import Filter
from tests import wards

EVERYTHING = Filter(unit_id="")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = wards.make_city(tmp_path_factory.mktemp("thanh-pho"), wards=4, activities=70)
    with made.store.write() as session:
        for path in made.packages:
            intake.receive(session, path.name, path.read_bytes())
    yield made.store
    made.store.close()


def test_that_pages_over_all_units_show_each_activity_once_newest_first(city: Store) -> None:
    seen, after = [], None
    with city.read() as session:
        while True:
            page = listing.find(session, EVERYTHING, after, limit=23)
            seen += page.lines
            if not page.more:
                break
            after = page.lines[-1]
    assert len({(one.unit_id, one.id) for one in seen}) == len(seen) == 280
    assert seen == sorted(seen, key=lambda one: (one.held_on, one.id), reverse=True)
    assert len({one.unit_id for one in seen}) == 4


@pytest.mark.parametrize("statuses", [COUNTED, (Status.HELD,), (Status.COMPLETE,)])
@pytest.mark.parametrize("days", [(None, None), (0, 60), (3, 40)])
def test_that_counts_over_all_units_are_the_sums_of_the_units(
    city: Store, statuses: tuple[Status, ...], days: tuple[int | None, int | None]
) -> None:
    first, last = (None if one is None else wards.Q4.first + timedelta(days=one) for one in days)
    with city.read() as session:
        units = listing.units_of(session)
        whole = Filter(unit_id="", statuses=statuses, first=first, last=last)
        parts = [
            Filter(unit_id=one, statuses=statuses, first=first, last=last) for one in units
        ]  # fmt: skip
        counts = listing.counts(session, [whole, *parts])
        sums = [listing.summary(session, one) for one in (whole, *parts)]
    assert counts[0] == sum(counts[1:]) > 0
    for name in ("activities", "attendees", "women", "poor", "near_poor", "escaped"):
        values = [getattr(one, name) for one in sums]
        assert values[0] == sum(value or 0 for value in values[1:]), name


def test_that_a_period_of_whole_halves_counts_the_same_as_its_days(city: Store) -> None:
    halves = Filter(unit_id="", first=wards.Q4.first, last=date(2024, 11, 14))
    odd = Filter(
        unit_id="", first=wards.Q4.first, last=date(2024, 11, 14), channels=("NOI_CHUYEN",)
    )
    rest = Filter(unit_id="", first=wards.Q4.first, last=date(2024, 11, 14),
                  channels=("PHAT_THANH", "BANG_RON"))  # fmt: skip
    with city.read() as session:
        whole, one, other = listing.counts(session, [halves, odd, rest])
    assert whole == one + other
