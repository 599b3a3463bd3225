from collections import Counter
from pathlib import Path

from desktop.core import board, demo, registers, sample_city
from desktop.core.board import Standing
from desktop.core.clock import FixedClock


def test_that_the_sample_city_shows_every_usual_standing(tmp_path: Path) -> None:
    path = tmp_path / sample_city.REGISTER
    sample_city.make(path)
    store = registers.open_(path, FixedClock(demo.MOMENT))
    with store.read() as session:
        assert board.usual(session) == sample_city.QUARTER
        found = board.read(session, sample_city.QUARTER)
    store.close()
    assert Counter(one.standing for one in found.lines) == {
        Standing.WAITING: 14, Standing.UNKNOWN_KEY: 1, Standing.MISSING: 4,
    }  # fmt: skip
    assert (found.counts.nil, found.pace is not None) == (1, True)
    assert {one.late for one in found.lines} == {False}
