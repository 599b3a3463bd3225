from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from db.store import Store
from desktop.core import history, narratives, periods
from desktop.core.narratives import Narrative, without_figures

Q3, Q4 = periods.parse("2024-Q3"), periods.parse("2024-Q4")
WRITTEN = Narrative(
    situation="Xã có 12 thôn, 3.456 hộ;\n8,5 % hộ nghèo (15/9/2024)",
    difficulties="Loa hỏng ở buôn Đŭng",
    nil_reason="Lũ lụt",
)


def test_that_what_is_written_comes_back_for_these_days_only(store: Store) -> None:
    with store.write() as session:
        narratives.save(session, Q3, WRITTEN)
    with store.read() as session:
        assert narratives.of(session, Q3) == WRITTEN
        assert narratives.of(session, Q4) == Narrative()


def test_that_saving_again_replaces_and_the_history_holds_no_words(store: Store) -> None:
    with store.write() as session:
        narratives.save(session, Q3, WRITTEN)
        narratives.save(session, Q3, replace(WRITTEN, situation="", causes="a"))
        narratives.save(session, Q3, replace(WRITTEN, situation="", causes="a"))
    with store.read() as session:
        assert narratives.of(session, Q3) == replace(WRITTEN, situation="", causes="a")
        events = history.of(session, "report", f"{Q3.first}..{Q3.last}")
    assert [sorted(event.changes) for event in events] == [
        ["causes", "situation"], ["difficulties", "nil_reason", "situation"],
    ]  # fmt: skip
    assert "Loa" not in str(events)


def test_that_the_suggestion_is_the_newest_earlier_text_without_figures(store: Store) -> None:
    with store.write() as session:
        narratives.save(session, periods.parse("2024-Q2"), Narrative(causes="cũ"))
        narratives.save(session, Q3, WRITTEN)
        narratives.save(session, Q4, Narrative(causes="của kỳ này"))
    with store.read() as session:
        found = narratives.suggestion(session, Q4)
    assert found == Narrative(
        situation="Xã có … thôn, … hộ;\n… hộ nghèo (…)", difficulties="Loa hỏng ở buôn Đŭng"
    )


def test_that_nothing_is_suggested_from_later_days(store: Store) -> None:
    with store.write() as session:
        narratives.save(session, Q4, WRITTEN)
    with store.read() as session:
        assert narratives.suggestion(session, Q3) == Narrative()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ngày 05/01/2024 lúc 19:30", "ngày … lúc …"),
        ("tăng 12,5% so với 2023", "tăng … so với …"),
        ("1.234.000 đồng", "… đồng"),
        ("Nghị định 07/2021/NĐ-CP", "Nghị định …/NĐ-CP"),
        ("không có số", "không có số"),
    ],
)
def test_that_figures_leave_a_gap(text: str, left: str) -> None:
    assert without_figures(text) == left


@given(st.text(alphabet="0123456789., /:-%ngàytháng", max_size=60))
def test_that_no_digit_is_left(text: str) -> None:
    assert not any(sign.isdigit() for sign in without_figures(text))


def test_that_days_are_those_of_the_period_not_its_name(store: Store) -> None:
    calendar = periods.parse("2024-Q4", periods.Rule.CALENDAR)
    with store.write() as session:
        narratives.save(session, Q4, WRITTEN)
    with store.read() as session:
        assert narratives.of(session, calendar) == Narrative()
    assert calendar.first == date(2024, 10, 1)
