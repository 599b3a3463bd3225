"""Which periods a page offers: those with activities, and those of which nothing is to be said."""

from datetime import date

from db.store import Store
from desktop.core import figures, period_choice, periods
from desktop.core.periods import Period, Rule
from tests.builders import log

DAY = date(2024, 12, 16)


def names(
    days: tuple[date, date] | None, kind: str = "Q", name: str | None = None,
    rule: Rule = Rule.ADMINISTRATIVE, plan: Period | None = None,
) -> list[str]:  # fmt: skip
    return [one.name for one in period_choice.offered(days, DAY, kind, rule, plan, name)]


def test_that_a_ward_without_any_activity_can_say_so_of_what_has_just_ended() -> None:
    assert names(None) == ["2025-Q1", "2024-Q4", "2024-Q3"]
    assert names(None, "M") == ["2025-01", "2024-12", "2024-11", "2024-10", "2024-09"]


def test_that_periods_with_activities_come_first() -> None:
    assert names((DAY, DAY)) == ["2025-Q1", "2024-Q4", "2024-Q3"]
    assert names((date(2024, 2, 1), date(2024, 7, 1))) == [
        "2024-Q3",
        "2024-Q2",
        "2024-Q1",
        "2024-Q4",
    ]


def test_that_a_period_that_was_asked_for_is_among_them() -> None:
    assert names(None, name="2024-Q1") == ["2025-Q1", "2024-Q4", "2024-Q3", "2024-Q1"]
    assert names(None, name="2024-05") == names(None)  # of another kind
    assert names(None, name="x") == names(None)
    past = periods.parse("2019", Rule.CALENDAR)
    assert names(None, rule=Rule.PLAN, plan=past) == ["2024-Q4"]  # the plan is over


def test_that_the_page_shows_the_period_it_was_asked_for(store: Store) -> None:
    with store.write() as session:
        log(session, held_on=DAY)
        found = figures.read(session, name="2024-Q4", rule=Rule.ADMINISTRATIVE)
    assert (found.period.name, found.activities) == ("2024-Q4", 0)
