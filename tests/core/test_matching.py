"""Households lacking something, and whether a topic about it reached them: against plain sets."""

import csv
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from db.rows import DeprivationRow, TopicRow
from db.store import Store
from desktop.core import activities, catalogue, hamlets, matching
from desktop.core.activities import Status
from desktop.core.clock import FixedClock
from desktop.core.matching import Matching
from desktop.core.paths import resources
from desktop.core.reach import Listed
from tests.core.reach_world import (
    ABOUT,
    World,
    add,
    meet,
    plain_matching,
    random_world,
    replace_hamlets,
    small,
)

TODAY = date(2024, 12, 16)


def as_plain(found: Matching) -> dict[tuple[str | None, str], tuple[int, int]]:
    return {(one.hamlet_id, one.indicator): (one.lacking, one.reached) for one in found.rows}


def counts(world: World, year: int, day: date) -> dict[tuple[str | None, str], tuple[int, int]]:
    wanted = plain_matching(world, year, day)
    return {key: (len(lacking), len(reached)) for key, (lacking, reached) in wanted.items()}


def test_that_the_script_of_these_tests_knows_the_topics_as_they_are_shipped() -> None:
    with (resources() / "catalogue" / "topics.csv").open(encoding="utf-8") as file:
        shipped = {
            one["code"]: set(filter(None, one["indicators"].split(";")))
            for one in csv.DictReader(file)
        }
    assert {code: shipped[code] for code in ABOUT} == ABOUT


@pytest.mark.parametrize("seed", range(6))
def test_that_matching_and_invitations_are_those_of_an_independent_script(
    store: Store, seed: int
) -> None:
    with store.write() as session:
        world = random_world(session, seed + 100)
        for year, day in ((2024, TODAY), (2025, date(2025, 1, 1))):
            found = matching.read(session, year)
            assert as_plain(found) == counts(world, year, day)
            assert sum(one.reached for one in found.rows) > 3
            plain = plain_matching(world, year, day)
            for one in found.rows:
                lacking, reached = plain[one.hamlet_id, one.indicator]
                some = matching.invited(session, year, one.hamlet_id, [one.indicator])
                assert {guest.id for guest in some} == lacking - reached
                assert {guest.lacks for guest in some} <= {(one.indicator,)}
                assert len(some) == one.left


@pytest.mark.both_kinds
def test_that_only_a_topic_about_it_reaches_a_household(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        here = world.places[0]
        lacks = ("HN", {"NSH", "BHYT"})
        one = add(session, world, "H'Linh Niê", here, code="A1", y2024=lacks)
        two = add(session, world, "Y Thịnh Êban", here, y2024=lacks)
        meet(session, world, date(2024, 3, 1), [one, one], topics=("CS01", "DV07"))
        meet(session, world, date(2024, 4, 1), [one], topics=("DV07",))
        meet(session, world, date(2024, 11, 1), [two], topics=("CS01",))
        meet(session, world, date(2024, 11, 2), [two], topics=("DV07",), status=Status.DRAFT)
        meet(session, world, date(2023, 11, 2), [two], topics=("DV07",))
        found = matching.read(session, 2024)
        both = matching.invited(session, 2024, here, ["NSH", "BHYT"])
    assert [(one.name, one.lacking, one.reached, one.left) for one in found.rows] == [
        ("Bảo hiểm y tế", 2, 0, 2), ("Nguồn nước sinh hoạt", 2, 1, 1),
    ]  # fmt: skip
    assert found.rows[1].topics == ("DV07", "CS13")
    assert found.standard.startswith("Chuẩn nghèo đa chiều 2022–2026")
    assert both == (
        Listed(one, "A1", "H'Linh Niê", here, "Buôn Đŭng", "HN", ("BHYT",)),
        Listed(two, "", "Y Thịnh Êban", here, "Buôn Đŭng", "HN", ("BHYT", "NSH")),
    )


def test_that_a_general_topic_is_about_every_indicator(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        one = add(session, world, "Lê A", None, y2024=("HN", {"NSH", "VT"}))
        meet(session, world, date(2024, 3, 1), [one], topics=("CS13",))
        assert [one.left for one in matching.read(session, 2024).rows] == [0, 0]


def test_that_another_standard_needs_no_code_and_leaves_the_year_before(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        both = ("HN", {"PTTT", "NSH"})
        add(session, world, "Lê A", None, y2026=both, y2027=("HN", {"NSH", "RT"}))
        before = matching.read(session, 2026)
        assert {one.indicator for one in before.rows} == {"PTTT", "NSH"}
        assert {one.indicator for one in matching.read(session, 2027).rows} == {"NSH", "RT"}
        old = next(one for one in catalogue.deprivations(session, 2026) if one.indicator == "NSH")
        made_up = {
            name: getattr(old, name) for name in vars(old) if name not in ("code", "position")
        } | {"standard": "MOI_2031", "standard_name": "Chuẩn nghèo 2031–2035"}
        made_up |= {"valid_from": date(2031, 1, 1), "valid_to": date(2035, 12, 31)}
        for position, code in enumerate(("XYZ", "NSH"), start=60):
            session.add(
                DeprivationRow(
                    **made_up | {"code": f"MOI_{code}", "indicator": code, "position": position}
                )
            )
        session.add(
            TopicRow(code="DV77", position=77, name="Chủ đề mới", group="x", short_name="Mới",
                     indicators="XYZ; NSH")
        )  # fmt: skip
        session.flush()
        add(session, world, "Lê B", None, y2026=("HN", ()), y2031=("HN", {"XYZ", "NSH"}))
        after = matching.read(session, 2031)
        assert after.standard == "Chuẩn nghèo 2031–2035"
        assert {one.indicator for one in after.rows} == {"XYZ", "NSH"}
        assert next(one for one in after.rows if one.indicator == "XYZ").topics == ("DV77",)
        now = matching.read(session, 2026)
        kept = [replace(one, topics=()) for one in now.rows]
        assert kept == [replace(one, topics=()) for one in before.rows]
        assert matching.read(session, 2040).rows == ()


def test_that_new_hamlets_leave_last_years_matching_as_it_was(store: Store) -> None:
    with store.write() as session:
        world = random_world(session, 9)
        before = matching.read(session, 2024)
        replace_hamlets(session, world, date(2025, 1, 1))
        assert matching.read(session, 2024) == before
        assert as_plain(matching.read(session, 2025)) == counts(world, 2025, date(2025, 1, 1))


def test_that_a_suggestion_begins_a_form_with_hamlet_and_topics_and_no_figures(
    store: Store,
) -> None:
    with store.write() as session:
        world = small(session)
        here = world.places[0]
        for head in ("Lê A", "Lê B"):
            add(session, world, head, here, y2024=("HN", {"NSH", "NT", "BHYT"}))
        found = matching.suggestion(session, 2024, here, ["NSH", "NT", "BHYT"])
        one = found.activity
        assert (one.held_on, one.channel, one.hamlets) == (TODAY, "NOI_CHUYEN", (here,))
        assert one.topics == ("DV07", "DV04")
        assert (one.attendees, one.poor, one.revision) == (None, None, 0)
        assert (found.hamlet, found.households) == ("Buôn Đŭng", 2)
        assert one.note == (
            "Gợi ý từ đối chiếu thiếu hụt năm 2024: mời 2 hộ thiếu hụt Nguồn nước sinh hoạt, "
            "Nhà tiêu hợp vệ sinh, Bảo hiểm y tế."
        )
        assert "Lê" not in one.note
        assert activities.save(session, replace(one, title="Nước sạch")).revision == 1


def test_that_a_retired_topic_still_counts_and_is_not_suggested(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        one = add(session, world, "Lê A", None, y2024=("HN", {"NSH"}))
        meet(session, world, date(2024, 3, 1), [one], topics=("DV07",))
        session.get_one(TopicRow, "DV07").retired_on = date(2024, 6, 1)
        session.flush()
        (row,) = matching.read(session, 2024).rows
    assert (row.reached, row.topics) == (1, ("CS13",))


@pytest.mark.both_kinds
def test_that_those_of_no_hamlet_are_a_line_and_can_be_invited(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        add(session, world, "Lê A", None, y2024=("HN", {"NSH"}))
        (row,) = matching.read(session, 2024).rows
        assert (row.hamlet_id, row.hamlet, row.left) == (None, "", 1)
        (guest,) = matching.invited(session, 2024, None, ["NSH"])
        assert guest.head == "Lê A"
        assert matching.suggestion(session, 2024, None, ["NSH"]).activity.hamlets == ()
        assert matching.invited(session, 2024, None, []) == ()


def test_that_hamlets_of_today_are_meant_within_the_year(store: Store) -> None:
    with store.write() as session:
        session.info["clock"] = FixedClock(datetime(2025, 3, 1, 8, 0))
        world = small(session)
        add(session, world, "Lê A", world.places[0], y2025=("HN", {"NSH"}))
        new: Any = hamlets.rename(session, world.places[0], "Buôn Mới", date(2025, 6, 1))
        assert matching.read(session, 2025).rows[0].hamlet == "Buôn Đŭng"
        session.info["clock"] = FixedClock(datetime(2025, 7, 1, 8, 0))
        assert matching.read(session, 2025).rows[0].hamlet_id == new.id
