from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from desktop.core import demo, figures, hamlet_years, listing, periods, registers, totals
from desktop.core.figures import Figures
from desktop.core.hamlet_years import HamletYear
from desktop.core.periods import Rule
from tests.builders import add_hamlet, log
from tests.core import filled_ward


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("mau")
    store = demo.make_register(folder / "so.sotr")
    demo.fill(store, folder)
    yield store
    store.close()


@pytest.fixture(scope="module")
def found(sample: Store) -> Figures:
    with sample.read() as session:
        return figures.read(session, "Q", "2024-Q4")


@pytest.mark.parametrize("cut", ["channel", "topic", "hamlet"])
def test_that_a_line_finds_just_the_activities_it_counts(
    sample: Store, found: Figures, cut: str
) -> None:
    assert found.lines[cut]
    with sample.read() as session:
        for line in found.lines[cut]:
            summary = listing.summary(session, line.filter)
            assert summary.activities == line.count, line.name
            if cut != "topic":
                assert summary.attendees == line.attendees, line.name
                assert summary.women == line.women, line.name


def test_that_an_indicator_finds_the_activities_behind_it(sample: Store, found: Figures) -> None:
    lines = {line.id: line for line in found.lines["indicator"]}
    with sample.read() as session:
        sums = {
            code: listing.summary(session, lines[code].filter)
            for code in ("CT01", "CT02", "CT03", "CT04", "CT05", "CT06", "CT07", "CT13")
        }
        indicators = totals.totals(session, periods.parse("2024-Q4")).indicators
    assert sums["CT01"].activities == indicators["CT01"]
    assert sums["CT02"].attendees == indicators["CT02"]
    assert sums["CT03"].women == indicators["CT03"]
    assert sums["CT04"].minority == indicators["CT04"]
    assert sums["CT05"].poor == indicators["CT05"]["declared"]
    assert sums["CT06"].near_poor == indicators["CT06"]["declared"]
    assert sums["CT07"].escaped == indicators["CT07"]["declared"]
    assert sums["CT13"].activities == 7


def shown(found: Figures) -> dict[str, tuple[str, str, str]]:
    return {one.id: (one.name, one.shown, one.unit) for one in found.lines["indicator"]}


def test_that_declared_households_are_turns_and_distinct_ones_are_households(store: Store) -> None:
    with store.write() as session:
        log(session, poor=9)
        hamlet = add_hamlet(session, "Buôn Mới")
        hamlet_years.save(session, 2024, [HamletYear(hamlet.id, 2024, None, 40)])
        declared = figures.read(session, "Q", "2024-Q4")
        filled_ward.fill(session)
        counted = figures.read(session, "Q", "2024-Q4")
    assert shown(declared)["CT05"] == (
        "CT05. Số hộ nghèo được truyền thông (số khai báo)", "9", "lượt hộ",
    )  # fmt: skip
    assert shown(declared)["CT08"][0].endswith(": chưa đủ danh sách tham dự theo hộ")
    assert shown(declared)["CT08"][1] == "–"
    assert (declared.large["CT05"], declared.distinct) == ("9", False)
    assert shown(counted)["CT05"] == ("CT05. Số hộ nghèo được truyền thông", "2", "hộ")
    assert "khai báo" not in str(shown(counted))
    assert (counted.large["CT05"], counted.distinct) == ("2", True)


def test_that_each_figure_of_money_has_a_line_of_its_own(store: Store) -> None:
    with store.write() as session:
        filled_ward.fill(session)
        lines = shown(figures.read(session, "Q", "2024-Q4"))
    assert lines["CT19"][1:] == ("5.200.000", "đồng")
    assert lines["CT19.in_kind"] == ("- Hiện vật quy ra tiền", "1.250.000", "đồng")
    assert lines["CT20"] == ("CT20. Kinh phí được giao", "30.000.000", "đồng")
    assert lines["CT20.spent"][1:] == ("2.150.000", "đồng")
    assert lines["CT20.rate"][1:] == ("6,3", "%")


def test_that_the_newest_period_with_activities_comes_first(sample: Store) -> None:
    with sample.read() as session:
        assert figures.read(session, "Q").period.name == "2024-Q4"
        assert figures.read(session, "M").period.name == "2024-12"
        assert figures.read(session, "Y").period.name == "2024"


def test_that_the_rule_changes_the_days(sample: Store) -> None:
    with sample.read() as session:
        calendar = figures.read(session, "Q", "2024-Q4", Rule.CALENDAR)
        plan = figures.read(session, "Q", "2024-Q4", Rule.PLAN)
    assert (calendar.period.first.month, calendar.period.last.day) == (10, 31)
    assert plan.period.rule is Rule.PLAN
    assert calendar.activities < 58


def test_that_an_empty_register_has_a_period_without_activities(register: Path) -> None:
    store = registers.open_(register, demo.CLOCK)
    with store.read() as session:
        empty = figures.read(session)
    assert empty.activities == 0
    assert empty.lines["channel"] == ()
    assert empty.large["CT02"] == "–"
    assert empty.large["CT01"] == "0"
    with store.write() as session:
        log(session)
    with store.read() as session:
        assert figures.read(session).activities == 1
    store.close()
