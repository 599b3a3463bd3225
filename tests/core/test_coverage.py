from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from desktop.core import coverage, coverage_papers, listing, paper_files
from desktop.core.documents.outline import Grid, Text
from desktop.core.periods import parse
from desktop.core.progress import Progress
from tests.builders import make_activity
from tests.core.city_figures import hold, place, ward
from tests.core.test_sums import city, template

__all__ = ["city", "template"]
Q4 = parse("2024-Q4")


@pytest.fixture
def held(city: Store) -> dict[str, str]:
    """Two wards: one hamlet that met twice, one that only heard the radio, two never reached."""
    with city.write() as session:
        here, there = ward(session, "Xã Cư Êbur"), ward(session, "Phường Tân Lập")
        met, heard = place(session, here, "Buôn Đŭng"), place(session, here, "Thôn 2")
        never, gone = place(session, there, "Tổ dân phố 1"), place(session, there, "Tổ dân phố 9")
        ended = place(session, there, "Tổ dân phố 3", valid_to=date(2024, 9, 1))
        part = make_activity(here, hamlets=(met,), organiser_id=there, attendees=9, revision=1)
        hold(
            session, part,
            make_activity(here, hamlets=(met, heard), channel="PHAT_THANH", attendees=None,
                          held_on=date(2024, 12, 3), revision=1),
            make_activity(here, hamlets=(met,), attendees=None, held_on=date(2024, 12, 1), revision=1),
            make_activity(there, hamlets=(gone,), held_on=date(2024, 8, 1), revision=1),
        )  # fmt: skip
    return {"met": met, "heard": heard, "never": never, "gone": gone, "ended": ended}


@pytest.mark.both_kinds
def test_that_hamlets_say_how_often_they_were_reached(city: Store, held: dict[str, str]) -> None:
    with city.read() as session:
        found = coverage.read(session, Q4)
        lines = {one.id: one for one in found.hamlets}
        met = lines[held["met"]]
        assert listing.counts(session, [met.filter]) == [met.activities] == [3]
    assert (met.direct, met.attendees, met.last_on) == (2, 9, date(2024, 12, 3))
    heard = lines[held["heard"]]
    assert (heard.activities, heard.direct, heard.attendees) == (1, 0, None)
    assert (lines[held["never"]].activities, lines[held["never"]].last_on) == (0, None)


def test_that_those_never_reached_are_listed_and_dissolved_ones_are_not(
    city: Store, held: dict[str, str]
) -> None:
    with city.read() as session:
        found = coverage.read(session, Q4)
    assert [one.id for one in found.never] == [held["never"], held["gone"]]
    assert [one.id for one in found.never_direct] == [held["never"], held["gone"], held["heard"]]
    assert held["ended"] not in {one.id for one in found.hamlets}
    of_unit = {one.name: one for one in found.units}
    assert (of_unit["Xã Cư Êbur"].hamlets, of_unit["Xã Cư Êbur"].reached) == (2, 2)
    assert (of_unit["Phường Tân Lập"].direct, of_unit["Phường Tân Lập"].share) == (0, 0.0)
    assert of_unit["Xã Ea Kao"].share is None  # no report, so nobody knows its hamlets


def test_that_the_list_is_a_paper_with_the_same_hamlets(
    city: Store, held: dict[str, str], tmp_path: Path
) -> None:
    with city.read() as session:
        paper = coverage_papers.never_reached(session, Q4)
    never, units = [part for part in paper.parts if isinstance(part, Grid)]
    assert [row[1:4] for row in never.rows] == [
        ("Phường Tân Lập", "Tổ dân phố 1", 0), ("Phường Tân Lập", "Tổ dân phố 9", 0),
        ("Xã Cư Êbur", "Thôn 2", 1),
    ]  # fmt: skip
    assert units.total == {2: 4, 3: 2, 4: 1}
    of_unit = {row[1]: row[2:] for row in units.rows}
    assert of_unit["Phường Tân Lập"] == (2, 0, 0)
    assert of_unit["Xã Ea Kao"] == (None, None, None)  # unknown is not 0
    assert "chưa gửi danh sách" in units.notes[0]
    said = next(part.text for part in paper.parts if isinstance(part, Text))
    assert f" của 2/{len(units.rows)} đơn vị có danh sách đã có ít nhất" in said
    for suffix in (".pdf", ".xlsx", ".docx"):
        path = paper_files.write(Progress(), paper, tmp_path / f"a{suffix}")
        assert path.stat().st_size > 3_000


def test_that_a_city_without_packages_covers_nothing(city: Store) -> None:
    with city.read() as session:
        found: Any = coverage.read(session, Q4)
        paper = coverage_papers.never_reached(session, Q4)
    assert found.hamlets == ()
    said = next(part.text for part in paper.parts if isinstance(part, Text))
    assert said.endswith("chưa có danh sách thôn, buôn, tổ dân phố nào.")
    assert len([part for part in paper.parts if isinstance(part, Grid)]) == 1
