from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from desktop.core.errors import PeriodError
from desktop.core.periods import Period, Rule, containing, months_of, parse, previous

YEARS = range(2023, 2036)
PLAN = Period("", Rule.PLAN, date(2024, 10, 1), date(2024, 12, 31))


@pytest.mark.parametrize("year", YEARS)
def test_that_administrative_quarters_run_from_15_to_14(year: int) -> None:
    spans = [(parse(f"{year}-Q{n}").first, parse(f"{year}-Q{n}").last) for n in range(1, 5)]
    assert spans == [
        (date(year - 1, 12, 15), date(year, 3, 14)),
        (date(year, 3, 15), date(year, 6, 14)),
        (date(year, 6, 15), date(year, 9, 14)),
        (date(year, 9, 15), date(year, 12, 14)),
    ]


@pytest.mark.parametrize("year", YEARS)
def test_that_administrative_halves_and_year_are_those_of_the_decree(year: int) -> None:
    assert (parse(f"{year}-H1").first, parse(f"{year}-H1").last) == (
        date(year - 1, 12, 15),
        date(year, 6, 14),
    )
    assert (parse(f"{year}-H2").first, parse(f"{year}-H2").last) == (
        date(year, 6, 15),
        date(year, 12, 14),
    )
    assert (parse(str(year)).first, parse(str(year)).last) == (
        date(year - 1, 12, 15),
        date(year, 12, 14),
    )


@pytest.mark.parametrize("rule", [Rule.ADMINISTRATIVE, Rule.CALENDAR])
@pytest.mark.parametrize("kind", ["M", "Q", "H", "Y"])
def test_that_periods_leave_no_day_out_and_none_twice(rule: Rule, kind: str) -> None:
    day, before = date(2023, 1, 1), None
    while day.year < 2036:
        period = containing(day, kind, rule)
        if before is not None and period != before:
            assert period.first == before.last + timedelta(days=1)
            assert previous(period) == before
        before, day = period, day + timedelta(days=1)


@pytest.mark.parametrize("rule", [Rule.ADMINISTRATIVE, Rule.CALENDAR])
@pytest.mark.parametrize("year", YEARS)
def test_that_months_make_up_quarters_and_quarters_the_year(rule: Rule, year: int) -> None:
    quarters = [parse(f"{year}-Q{n}", rule) for n in range(1, 5)]
    for quarter in quarters:
        months = months_of(quarter)
        assert len(months) == 3
        assert (months[0].first, months[-1].last) == (quarter.first, quarter.last)
    whole = parse(str(year), rule)
    assert (quarters[0].first, quarters[-1].last) == (whole.first, whole.last)


def test_that_february_of_a_leap_year_has_29_days() -> None:
    assert parse("2024-02", Rule.CALENDAR).last == date(2024, 2, 29)
    assert parse("2024-03").first == date(2024, 2, 15)


def test_that_plan_periods_stay_inside_the_plan() -> None:
    assert parse("2024-Q4", Rule.PLAN, PLAN).first == date(2024, 10, 1)
    assert parse("2024", Rule.PLAN, PLAN) == Period("2024", Rule.PLAN, PLAN.first, PLAN.last)


@pytest.mark.parametrize(
    ("text", "rule", "reason"),
    [
        ("", Rule.CALENDAR, "unreadable"),
        ("2024-Q5", Rule.CALENDAR, "unreadable"),
        ("quý 4", Rule.CALENDAR, "unreadable"),
        ("2024-13", Rule.CALENDAR, "no_such"),
        ("1900", Rule.CALENDAR, "no_such"),
        ("2024-02-30..2024-03-01", Rule.CALENDAR, "no_such"),
        ("2024-03-01..2024-02-01", Rule.CALENDAR, "backwards"),
        ("2025-Q1", Rule.PLAN, "outside_plan"),
    ],
)
def test_that_wrong_periods_are_refused_with_a_reason(text: str, rule: Rule, reason: str) -> None:
    with pytest.raises(PeriodError) as refused:
        parse(text, rule, PLAN)
    assert refused.value.reason == reason


def test_that_titles_read_like_official_papers() -> None:
    assert parse("2024-q4").title == "quý IV năm 2024"
    assert parse("2024-H1").title == "6 tháng đầu năm 2024"
    assert parse("2024-01").span == "từ ngày 15/12/2023 đến ngày 14/01/2024"
    assert parse("2024-10-01..2024-10-09").title == "từ 01/10/2024 đến 09/10/2024"


@given(st.dates(date(2023, 1, 1), date(2035, 12, 14)))
def test_that_every_day_lies_in_the_period_found_for_it(day: date) -> None:
    for rule in (Rule.ADMINISTRATIVE, Rule.CALENDAR):
        for kind in "MQHY":
            assert day in containing(day, kind, rule)
