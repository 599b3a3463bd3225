from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings as tries, strategies as st
from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import expenses, fund_moves, funds, history, periods, reports, settings
from desktop.core.activities import Expense, Status
from desktop.core.errors import InUseError, NotFoundError, PeriodLockedError, WrongChoiceError
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.funds import Flow, Fund
from tests.builders import log

NAME = "Tiểu dự án 2, Dự án 6"
Q4 = periods.parse("2024-Q4")


def make_fund(session: Session, **changes) -> Fund:
    """A fund of the own unit for 2024."""
    known = {"unit_id": settings.read(session).unit_id, "year": 2024, "kind": "NSTW", "name": NAME}
    return funds.save(session, Fund(**(known | changes)))


def give(session: Session, fund: Fund, amount: int, kind=MoveKind.ALLOTTED, day=date(2024, 6, 4)):
    """Let money come into a fund, or leave it."""
    move = Move(fund_id=fund.id, kind=kind, moved_on=day, amount=amount, decision="QĐ 3182")
    return fund_moves.save(session, move)


def spend(session: Session, fund: Fund, amount: int | None, **changes):
    """Log an activity that costs so much out of the fund."""
    expense = Expense("XA_PHUONG", amount, "TIEN_AN", fund.id)
    return log(session, **({"expenses": (expense,)} | changes))


@pytest.mark.both_kinds
def test_that_a_fund_says_what_it_was_given_and_where_it_went(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 200_000_000)
        give(session, fund, 3_182_948, MoveKind.CARRIED_IN, date(2024, 3, 1))
        spend(session, fund, 150_000_001)
        spend(session, fund, None)
        give(session, fund, 1_000_000, MoveKind.RETURNED, date(2024, 12, 14))
    with store.read() as session:
        (found,) = funds.flows(session, Q4)
    assert found == Flow(
        fund.id, 2024, "NSTW", NAME, 3_182_948, 200_000_000, 150_000_001, 1_000_000
    )
    assert (found.given, found.left) == (203_182_948, 52_182_947)


@pytest.mark.both_kinds
def test_that_a_period_ends_the_flow_and_withdrawn_activities_cost_nothing(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 100)
        spend(session, fund, 10, held_on=date(2024, 9, 1))
        spend(session, fund, 20, held_on=date(2024, 12, 14))
        spend(session, fund, 40, held_on=date(2024, 12, 15))
        spend(session, fund, 80, status=Status.DRAFT)
    with store.read() as session:
        assert [one.spent for one in funds.flows(session, periods.parse("2024-Q3"))] == [10]
        assert [one.spent for one in funds.flows(session, Q4)] == [30]
        assert [one.spent for one in funds.of_year(session, 2024)] == [70]
        assert funds.flow(session, fund.id).left == 30


def test_that_a_fund_of_last_year_is_shown_while_its_money_still_moves(store: Store) -> None:
    with store.write() as session:
        fund, quiet = make_fund(session), make_fund(session, name="Khác")
        give(session, fund, 100)
        give(session, quiet, 100)
        spend(session, fund, 60, held_on=date(2024, 12, 20))
    first, second = periods.parse("2025-Q1"), periods.parse("2025-Q2")
    with store.read() as session:
        assert [one.fund_id for one in funds.flows(session, first)] == [fund.id]
        assert funds.flows(session, second) == ()


def test_that_carrying_over_is_one_deed_on_both_sides(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 100)
        spend(session, fund, 60)
        day = date(2025, 1, 20)
        closed = fund_moves.close(
            session, fund.id, day, returned=15, carried_out=25, decision="QĐ 948"
        )
        assert (closed.returned, closed.carried_out, closed.left) == (15, 25, 0)
        (new,) = funds.all_of(session, 2025)
        (came,) = fund_moves.of(session, new.id)
        assert (new.name, new.kind) == (fund.name, fund.kind)
        assert (came.kind, came.amount, came.moved_on) == (MoveKind.CARRIED_IN, 25, day)

        out = next(m for m in fund_moves.of(session, fund.id) if m.kind is MoveKind.CARRIED_OUT)
        fund_moves.save(session, Move(**(vars(out) | {"amount": 20})))
        assert [one.amount for one in fund_moves.of(session, new.id)] == [20]
        with pytest.raises(WrongChoiceError, match="năm 2024 chuyển sang"):
            fund_moves.drop(session, came.id)
        fund_moves.drop(session, out.id)
        assert fund_moves.of(session, new.id) == ()
        assert funds.flow(session, fund.id).left == 25


def test_that_a_carry_over_goes_into_the_fund_that_is_there(store: Store) -> None:
    with store.write() as session:
        fund, there = make_fund(session), make_fund(session, year=2025)
        give(session, fund, 100)
        fund_moves.close(
            session, fund.id, date(2024, 12, 31), returned=0, carried_out=100, decision=""
        )
        assert funds.all_of(session, 2025) == (there,)
        assert funds.flow(session, there.id).carried_in == 100


@pytest.mark.parametrize(("returned", "carried_out"), [(0, 41), (39, 0), (-1, 41), (0, 0)])
def test_that_a_fund_is_closed_to_the_dong(store: Store, returned: int, carried_out: int) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 100)
        spend(session, fund, 60)
    with pytest.raises(WrongChoiceError, match="40 đồng"), store.write() as session:
        fund_moves.close(
            session, fund.id, date(2024, 12, 31), returned=returned, carried_out=carried_out,
            decision="",
        )  # fmt: skip
    with store.read() as session:
        assert funds.flow(session, fund.id).left == 40


def test_that_no_more_is_returned_than_is_left(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 100)
        kept = give(session, fund, 70, MoveKind.RETURNED)
        with pytest.raises(WrongChoiceError, match="chỉ còn 30 đồng"):
            give(session, fund, 31, MoveKind.RETURNED)
        fund_moves.save(session, Move(**(vars(kept) | {"amount": 100})))
        assert funds.flow(session, fund.id).left == 0


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"kind": "?"}, {"year": 1024}, {"name": "x" * 201}, {"name": NAME}],
)
def test_that_a_fund_needs_a_kind_a_year_and_a_name_of_its_own(store: Store, wrong) -> None:
    with store.write() as session:
        make_fund(session)
        with pytest.raises(WrongChoiceError):
            make_fund(session, **({"name": "Khác"} | wrong))


def test_that_a_fund_goes_only_when_nothing_hangs_on_it(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        move = give(session, fund, 100)
        one = spend(session, fund, 60)
        with pytest.raises(InUseError):
            funds.drop(session, fund.id)
        expenses.keep(session, one.id, one.revision, ())
        with pytest.raises(WrongChoiceError):
            funds.drop(session, fund.id)
        fund_moves.drop(session, move.id)
        funds.drop(session, fund.id)
        assert funds.all_of(session) == ()
        with pytest.raises(NotFoundError):
            funds.get(session, fund.id)
        deeds = [one.deed for one in history.of(session, "fund", fund.id)]
        assert deeds == ["removed", "unmoved", "moved", "added"]


def test_that_money_of_a_locked_period_stays(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        move = give(session, fund, 100, day=date(2024, 10, 1))
        reports.lock(session, Q4, b"", "0" * 64, nil=False)
    for change in (
        lambda session: fund_moves.save(session, Move(**(vars(move) | {"amount": 1}))),
        lambda session: fund_moves.drop(session, move.id),
        lambda session: make_fund(session, id=fund.id, name="Khác"),
    ):
        with pytest.raises(PeriodLockedError), store.write() as session:
            change(session)


_AMOUNT = st.integers(1, 10**12)


@tries(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(_AMOUNT, min_size=1, max_size=4), st.lists(_AMOUNT, max_size=3),
    st.lists(st.none() | _AMOUNT, max_size=4), st.integers(0, 10**12),
)  # fmt: skip
def test_that_not_a_dong_is_lost(store: Store, allotted, carried, spent, share) -> None:
    with store.write() as session:
        fund = make_fund(session, name=f"Nguồn {len(funds.all_of(session))}")
        for amount in allotted:
            give(session, fund, amount)
        for amount in carried:
            give(session, fund, amount, MoveKind.CARRIED_IN)
        spend(session, fund, None, expenses=tuple(
            Expense("XA_PHUONG", amount, "TIEN_AN", fund.id) for amount in spent))  # fmt: skip
        before = funds.flow(session, fund.id)
        known = sum(one for one in spent if one)
        assert before.left == sum(allotted) + sum(carried) - known
        if before.left <= 0:
            return
        returned = min(share, before.left)
        rest = before.left - returned
        if max(returned, rest) > 10**12:
            return
        found = fund_moves.close(
            session, fund.id, date(2024, 12, 31), returned=returned, carried_out=rest, decision=""
        )
        assert found.left == 0
        assert found.carried_in + found.allotted == (
            found.spent + found.returned + found.carried_out
        )
        came = [one.carried_in for one in funds.of_year(session, 2025) if one.name == fund.name]
        assert sum(came) == rest
