"""A locked report says what it said when it was locked, whatever becomes of households after it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import (
    exchange,
    exports,
    figures,
    hamlet_years,
    hamlets,
    households,
    locked,
    reports,
    totals,
)
from desktop.core.documents import figures_pdf, report_outline
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Yearly
from desktop.core.periods import parse
from desktop.core.progress import Progress
from tests.core import filled_ward
from tests.core.filled_ward import Filled
from tests.wards import Q4


@pytest.fixture
def filled(store: Store) -> Filled:
    with store.write() as session:
        made = filled_ward.fill(session)
        exchange.own_device(session)
        return made


def mend_households(session: Session, filled: Filled) -> None:
    """Do all that a lock lets an officer do to hamlets and households."""
    one, two = filled.places
    hamlet_years.save(session, 2024, [HamletYear(one, 2024, 150, 60, 9, 3)])
    hamlets.rename(session, two, "Tổ dân phố 2", Q4.last + timedelta(days=1))
    household = households.get(session, filled.households[0]).household
    households.save(session, replace(household, hamlet_id=one), {2024: Yearly("MSTB", frozenset())})


def said(session: Session) -> tuple[object, ...]:
    """Return what page and papers say of the period."""
    content = exports.read(session, Q4)
    page = figures.read(session, "Q", "2024-Q4")
    return (
        content.totals.indicators, content.totals.households, content.outreach.place,
        report_outline.results(content), list(figures_pdf.indicator_rows(content)), page.large,
        page.lines["indicator"],
    )  # fmt: skip


def test_that_a_lock_changes_no_figure(store: Store, filled: Filled) -> None:
    with store.write() as session:
        live, before = totals.totals(session, Q4), said(session)
        exchange.lock(session, Q4)
        assert locked.totals_of(session, Q4) == live
        assert said(session) == before


def test_that_households_mended_after_the_lock_change_no_figure_of_it(
    store: Store, filled: Filled
) -> None:
    with store.write() as session:
        exchange.lock(session, Q4)
        before, paper = said(session), exchange.report_pdf(session, Progress(), Q4)
        live = totals.totals(session, Q4)
        mend_households(session, filled)
        assert totals.totals(session, Q4).indicators != live.indicators
        assert said(session) == before
        assert exchange.report_pdf(session, Progress(), Q4) == paper


def test_that_the_period_before_is_compared_as_it_was_locked(store: Store, filled: Filled) -> None:
    with store.write() as session:
        exchange.lock(session, Q4)
        before = locked.totals_of(session, Q4)
        mend_households(session, filled)
        following = parse("2025-Q1")
        content = exports.read(session, following)
    assert content.before is not None
    assert content.before.indicators == before.indicators


def test_that_an_opened_report_counts_anew(store: Store, filled: Filled) -> None:
    with store.write() as session:
        exchange.lock(session, Q4)
        mend_households(session, filled)
        reports.reopen(session, Q4, "Sửa số hộ")
        assert locked.totals_of(session, Q4) == totals.totals(session, Q4)
        exchange.lock(session, Q4)
        (hamlet,) = [
            one
            for one in locked.lines(session, reports.versions(session, Q4)[-1])
            if one["type"] == "hamlet_year" and one["hamlet_id"] == filled.places[0]
        ]
        assert hamlet["poor"] == 60


def test_that_a_hamlet_without_days_is_there(store: Store, filled: Filled) -> None:
    with store.write() as session:
        hamlets.correct(session, filled.places[0], "Buôn Đŭng", date(2020, 1, 1))
        exchange.lock(session, Q4)
        place = locked.place_of(session, Q4, None)
    assert place is not None
    assert place.hamlets == 2
