"""Totals of any activities are those of a plain count; months make the quarter."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as tries, strategies as st
from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import listing, periods, settings, totals
from desktop.core.activities import Expense, Status
from desktop.core.listing import Filter
from desktop.core.periods import Rule
from desktop.core.totals import Sums, TopicCount
from tests.builders import add_hamlet, log
from tests.core.plain_totals import (
    HAMLETS,
    NUMBERS,
    PEOPLE_COME,
    Q4,
    plain_indicators,
    plain_sums,
    total,
)

pytestmark = pytest.mark.both_kinds
counts = st.none() | st.integers(0, 3) | st.integers(0, 50_000)
some = st.fixed_dictionaries(
    {
        "channel": st.sampled_from(
            [*PEOPLE_COME, "PHAT_THANH", "PHAT_THANH", "LOA_LUU_DONG", "PANO", "KHAU_HIEU",
             "TO_ROI", "SO_TAY", "TIN_BAI", "MXH", "PHONG_SU", "DIEN_HINH", "SAN_KHAU"]
        ),
        "held_on": st.integers(0, 130).map(lambda days: date(2024, 8, 25) + timedelta(days)),
        "status": st.sampled_from(list(Status)),
        "topics": st.lists(st.sampled_from(["DV01", "DV06", "CS07", "CS13"]), unique=True).map(tuple),
        "hamlets": st.lists(st.sampled_from(list(HAMLETS)), unique=True).map(tuple),
        "languages": st.lists(
            st.sampled_from(["VIET", "EDE", "MNONG", "KHAC"]), unique=True
        ).map(tuple),
        "area_m2": st.none() | st.decimals(0, 1_000_000, places=2),
        "expenses": st.lists(
            st.builds(
                Expense,
                st.sampled_from(["CAP_TREN", "XA_PHUONG", "LONG_GHEP", "KHONG"]),
                st.none() | st.integers(0, 10**12),
            ),
            max_size=3,
        ).map(tuple),
    }
    | dict.fromkeys(NUMBERS, counts)
)  # fmt: skip


@tries(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(some, max_size=15))
def test_that_totals_equal_a_plain_count(store: Store, many: list[dict[str, Any]]) -> None:
    with trial(store) as session:
        for hamlet_id, name in HAMLETS.items():
            add_hamlet(session, name, id=hamlet_id)
        kept = [log(session, **one) for one in many]
        counted = [
            one for one in kept
            if one.status in ("HELD", "COMPLETE")
            and date(2024, 9, 15) <= one.held_on <= date(2024, 12, 14)
        ]  # fmt: skip
        found = totals.totals(session, Q4)
        assert dict(found.indicators) == plain_indicators(counted)
        assert found.everything == plain_sums(counted)
        assert found.by_channel == {
            code: plain_sums(one for one in counted if one.channel == code)
            for code in {one.channel for one in counted}
        }
        assert found.by_hamlet == {
            name: plain_sums(one for one in counted if key in one.hamlets)
            for key, name in HAMLETS.items()
            if any(key in one.hamlets for one in counted)
        }
        assert found.by_topic == {
            topic: TopicCount(
                sum(one.topics[0] == topic for one in counted if one.topics),
                sum(topic in one.topics for one in counted),
            )
            for topic in {topic for one in counted for topic in one.topics}
        }
        assert found.incomplete == sum(one.status is Status.HELD for one in counted)
        assert sum(count for _, count in found.by_month) == len(counted)
        unit_id = settings.read(session).unit_id
        summary = listing.summary(session, Filter(unit_id=unit_id, first=Q4.first, last=Q4.last))
        assert summary.attendees == total(one.attendees for one in counted)


@tries(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(some, max_size=15))
@pytest.mark.parametrize("rule", [Rule.ADMINISTRATIVE, Rule.CALENDAR])
def test_that_the_months_make_the_quarter(
    store: Store, rule: Rule, many: list[dict[str, Any]]
) -> None:
    with trial(store) as session:
        for hamlet_id, name in HAMLETS.items():
            add_hamlet(session, name, id=hamlet_id)
        for one in many:
            log(session, **one)
        quarter = totals.totals(session, periods.parse("2024-Q4", rule))
        months = [
            totals.totals(session, periods.parse(f"2024-{month}", rule)) for month in (10, 11, 12)
        ]
        for one in fields(Sums):
            parts = total(getattr(month.everything, one.name) for month in months)
            assert getattr(quarter.everything, one.name) == parts, one.name
        for code in ("CT01", "CT02", "CT10", "CT11", "CT12", "CT13", "CT15", "CT16"):
            parts = total(month.indicators[code] for month in months)
            assert quarter.indicators[code] == parts, code
        by_month = tuple(
            (f"2024-{number}", month.everything.activities)
            for number, month in zip((10, 11, 12), months, strict=True)
        )
        assert quarter.by_month == by_month


class _DoneError(Exception):
    """Ends a trial."""


@contextmanager
def trial(store: Store) -> Iterator[Session]:
    """A session of which nothing is kept."""
    try:
        with store.write() as session:
            yield session
            raise _DoneError
    except _DoneError:
        pass
