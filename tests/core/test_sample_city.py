from collections import Counter
from pathlib import Path

from desktop.core import (
    board,
    city_today,
    consolidation,
    demo,
    funds,
    places_desk,
    registers,
    sample_city,
)
from desktop.core.board import Standing
from desktop.core.clock import FixedClock


def test_that_the_sample_city_shows_every_usual_standing(tmp_path: Path) -> None:
    path = tmp_path / sample_city.REGISTER
    sample_city.make(path)
    store = registers.open_(path, FixedClock(demo.MOMENT))
    with store.read() as session:
        assert board.usual(session) == sample_city.QUARTER
        found = board.read(session, sample_city.QUARTER)
        came = city_today.came(session)
        told = places_desk.told(session, sample_city.QUARTER)
        lines = consolidation.outreach(session, sample_city.QUARTER).units
        given = [(one.carried_in, one.allotted) for one in funds.of_year(session, 2024)]
        places = places_desk.places(session, 2024)
    store.close()
    assert Counter(one.standing for one in found.lines) == {
        Standing.WAITING: 14, Standing.UNKNOWN_KEY: 1, Standing.MISSING: 4,
    }  # fmt: skip
    assert (found.counts.nil, found.pace is not None) == (1, True)
    assert {one.late for one in found.lines} == {False}
    assert sum(one.packages + one.parked for one in came) == 15
    assert (sum(one.parked for one in came), len({one.at.date() for one in came})) == (1, 3)
    assert (len(told.units), len(told.silent)) == (3, 10)
    assert all(one.by_category["HN"] for one in told.units)
    assert len(lines) == 13
    assert all(one.given and one.spent and one.cash and one.stories for one in lines)
    assert given == [(0, 24_000_000)]
    assert all(one.count("poor") is not None for one in places)
