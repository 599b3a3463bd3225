import json
from datetime import date

import pytest

from db.rows import TargetRow
from db.store import Store
from desktop import cli
from desktop.core import consolidation, listing, settings
from desktop.core.periods import Rule
from desktop.core.sums import NOTHING
from tests.builders import make_activity
from tests.core.city_figures import MERGED_2025, counted, hold, plain, ward
from tests.core.test_sums import Q4, both_kinds, city, filled, grouped, joint, template

__all__ = ["city", "template"]


@both_kinds
def test_that_cells_are_units_by_channels_by_months(city: Store) -> None:
    inside = counted(filled(city, 3, Q4.first, Q4.last), Q4.first, Q4.last)
    with city.read() as session:
        found = consolidation.cross(session, Q4)
    months = [date(2024, 10, 15), date(2024, 11, 15)]
    wanted = grouped(
        inside, lambda one: (one.unit_id, one.channel, sum(one.held_on >= day for day in months))
    )
    assert {(one.unit_id, one.channel, one.month): one.sums for one in found} == {
        key: plain(some) for key, some in wanted.items()
    }


@both_kinds
def test_that_every_line_of_the_page_finds_its_activities(city: Store) -> None:
    filled(city, 4, date(2024, 7, 1), Q4.last)
    with city.read() as session:
        for units_as in ("then", "now"):
            found = consolidation.read(session, "Q", "2024-Q4", Rule.ADMINISTRATIVE, units_as)
            for line in found.units:
                assert listing.counts(session, [line.filter]) == [line.sums.activities], line.name
            together = sum(one.sums.activities for one in found.units)
            assert together - found.joint.activities == found.everything.activities
            assert listing.counts(session, [found.filter]) == [together]
            assert found.before is not None
            assert sum(count for _, count, _ in found.months) == found.everything.activities
        for topic in consolidation.topics(session, Q4):
            assert listing.counts(session, [topic.filter])[0] >= topic.all


def test_that_an_empty_city_has_nothing_and_all_its_units(city: Store) -> None:
    with city.read() as session:
        found = consolidation.read(session)
        cells = consolidation.cross(session, Q4)
    assert (found.everything, found.before, found.joint) == (NOTHING, None, NOTHING)
    assert cells == []
    assert len(found.units) >= 19
    assert all(one.sums == NOTHING for one in found.units)


def test_that_units_of_elsewhere_are_counted_apart(city: Store) -> None:
    with city.write() as session:
        strange = ward(session, "Phường Buôn Ma Thuột", MERGED_2025)
        hold(
            session,
            make_activity(strange, revision=1),
            make_activity(ward(session, "Xã Ea Kao"), revision=1),
        )
        found = consolidation.read(session, "Q", "2024-Q4")
    assert (found.everything.activities, found.outside) == (1, 1)


def test_that_goals_run_from_the_plans_first_day_and_keep_pace(city: Store) -> None:
    with city.write() as session:
        plan_id, unit_id = settings.read(session).plan_id, ward(session, "Xã Ea Kao")
        session.add(
            TargetRow(id="t1", plan_id=plan_id, unit_id=unit_id, indicator="CT01", at_least=4)
        )
        hold(session, *(
            make_activity(unit_id, held_on=day, revision=1, title=str(day))
            for day in (date(2024, 9, 20), date(2024, 10, 1), date(2024, 12, 10), date(2024, 12, 20))
        ))  # fmt: skip
        found = consolidation.read(session, "Q", "2024-Q4")
    goal = found.goals["CT01"]
    assert (goal.target, goal.done, goal.need, goal.is_late) == (4, 2, 4, True)  # 75 of 92 days
    (line,) = [one for one in found.units if one.id == unit_id]
    assert (line.done, line.sums.activities) == (0.5, 3)
    assert (found.pace, line.needed) == (goal.need / goal.target, goal.need / goal.target)
    assert (goal.until, found.pace_until) == (Q4.last, Q4.last)


def test_that_the_terminal_prints_units_then_and_now(
    city: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with city.write() as session:
        hold(session, *joint(session))
    path = city.path
    city.close()
    for units_as, names in (
        ("then", {"Phường Tân Lập", "Xã Cư Êbur"}), ("now", {"Phường Tân Lập", "Phường Buôn Ma Thuột"}),
    ):  # fmt: skip
        assert (
            cli.main(["totals", str(path), "--period", "2024-Q4", "--units", units_as, "--json"])
            == 0
        )
        said = json.loads(capsys.readouterr().out)
        assert set(said["by_unit"]) == names
        assert said["joint"]["activities"] == 1
    assert cli.main(["totals", str(path), "--period", "2024-Q4"]) == 0
    assert "Cộng các đơn vị 2, trừ 1 hoạt động phối hợp" in capsys.readouterr().out
