from datetime import date

import pytest

from db.store import Store
from desktop.core import activities, expenses, history, history_words, periods, reports
from desktop.core.activities import Expense, Status
from desktop.core.errors import (
    ConflictError,
    InvalidActivityError,
    PeriodLockedError,
    WrongChoiceError,
)
from desktop.core.expenses import ItemSum, Query
from desktop.core.history import Wanted
from tests.builders import log
from tests.core.test_funds import make_fund


@pytest.fixture
def spent(store: Store):
    """Two activities with five expenses, one withdrawn; the fund and their ids."""
    with store.write() as session:
        fund = make_fund(session)
        old = log(session, title="Cũ", held_on=date(2024, 10, 1), expenses=(
            Expense("XA_PHUONG", 1_000_000, "TIEN_AN", fund.id, "PC 01"),
            Expense("XA_PHUONG", 500_000, "BCV", fund.id, "PC 02"),
            Expense("LONG_GHEP", 70_000),
        ))  # fmt: skip
        new = log(session, title="Mới", held_on=date(2024, 11, 14), expenses=(
            Expense("XA_PHUONG", 200_000, "TIEN_AN", fund.id, "PC 03"),
            Expense("XA_PHUONG", None, "VPP", fund.id),
        ))  # fmt: skip
        log(session, status=Status.WITHDRAWN, expenses=(Expense("XA_PHUONG", 9, "VPP", fund.id),))
    return fund, old, new


@pytest.mark.both_kinds
def test_that_expenses_are_found_with_their_sum(store: Store, spent) -> None:
    fund, old, new = spent
    with store.read() as session:
        found = expenses.find(session, Query())
        assert [one.id for one in found.lines] == [
            (new.id, 0), (new.id, 1), (old.id, 0), (old.id, 1), (old.id, 2)
        ]  # fmt: skip
        assert (found.count, found.amount) == (5, 1_770_000)
        assert found.lines[0].expense == new.expenses[0]
        for wanted, count, amount in (
            (Query(first=date(2024, 11, 1)), 2, 200_000),
            (Query(last=date(2024, 10, 31), fund_id=fund.id), 2, 1_500_000),
            (Query(item="TIEN_AN"), 2, 1_200_000), (Query(item="VPP"), 1, None),
            (Query(payer="LONG_GHEP"), 1, 70_000), (Query(lacking=True), 1, 70_000),
            (Query(activity_id=new.id), 2, 200_000), (Query(item="CTP"), 0, None),
        ):  # fmt: skip
            found = expenses.find(session, wanted)
            assert (found.count, found.amount) == (count, amount)


def test_that_a_page_of_expenses_keeps_the_whole_sum(store: Store, spent) -> None:
    with store.read() as session:
        first, second = (expenses.find(session, Query(), at, 3) for at in (0, 3))
    assert [len(one.lines) for one in (first, second)] == [3, 2]
    assert first.amount == second.amount == 1_770_000


@pytest.mark.both_kinds
def test_that_a_fund_is_added_up_by_item_with_its_papers(store: Store, spent) -> None:
    fund, *_ = spent
    with store.read() as session:
        assert expenses.by_item(session, fund.id) == (
            ItemSum("BCV", 500_000, ("PC 02",)),
            ItemSum("TIEN_AN", 1_200_000, ("PC 01", "PC 03")),
            ItemSum("VPP", 0, ()),
        )
        before = expenses.by_item(session, fund.id, date(2024, 10, 31))
        assert [one.amount for one in before] == [500_000, 1_000_000]


def test_that_changed_expenses_are_a_new_revision_with_history(store: Store, spent) -> None:
    fund, old, _ = spent
    wanted = (Expense("XA_PHUONG", 1, "VPP", fund.id, " PC  9 "),)
    with store.write() as session:
        kept = expenses.keep(session, old.id, old.revision, wanted)
        assert kept.expenses == (Expense("XA_PHUONG", 1, "VPP", fund.id, "PC 9"),)
        assert kept.revision == old.revision + 1
        assert "expenses" in history.of(session, "activity", old.id)[0].changes
        with pytest.raises(ConflictError):
            expenses.keep(session, old.id, old.revision, ())


@pytest.mark.parametrize(
    ("wrong", "error"),
    [(Expense("?", 1), InvalidActivityError), (Expense("KHONG", 1), InvalidActivityError),
     (Expense("XA_PHUONG", -1), InvalidActivityError),
     (Expense("XA_PHUONG", 1, "?"), WrongChoiceError),
     (Expense("XA_PHUONG", 1, None, "?"), WrongChoiceError)],
)  # fmt: skip
def test_that_an_expense_that_cannot_be_is_refused(store: Store, spent, wrong, error) -> None:
    _, old, _ = spent
    with pytest.raises(error), store.write() as session:
        expenses.keep(session, old.id, old.revision, (wrong,))


def test_that_expenses_of_a_locked_period_stay(store: Store, spent) -> None:
    _, old, _ = spent
    with store.write() as session:
        reports.lock(session, periods.parse("2024-Q4"), b"", "0" * 64, nil=False)
    with pytest.raises(PeriodLockedError), store.write() as session:
        expenses.keep(session, old.id, old.revision, ())
    with store.read() as session:
        assert activities.get(session, old.unit_id, old.id).expenses == old.expenses
        offered = expenses.candidates(session, date(2024, 1, 1), date(2024, 12, 31))
    assert old.id not in [one.id for one in offered]


def test_that_expenses_are_added_to_counted_activities_of_the_days(store: Store, spent) -> None:
    _, old, new = spent
    with store.read() as session:
        found = expenses.candidates(session, date(2024, 1, 1), date(2024, 12, 31))
    assert [one.id for one in found] == [new.id, old.id]


def test_that_history_says_for_what_and_out_of_which_fund_money_was_spent(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        one = log(session, expenses=(Expense("XA_PHUONG", 5),))
        wanted = (Expense("XA_PHUONG", 5, "VPP", fund.id, "PC 01"),)
        expenses.keep(session, one.id, one.revision, wanted)
        newest = history_words.page(session, Wanted(record_id=one.id)).lines[0]
        fund_line = history_words.page(session, Wanted(nouns=("fund",))).lines[0]
    assert newest.changes == (
        ("Kinh phí", "Xã, phường chi: 5 đồng",
         "Xã, phường chi: 5 đồng (Văn phòng phẩm, Tiểu dự án 2, Dự án 6 năm 2024, PC 01)"),
    )  # fmt: skip
    assert (fund_line.deed, fund_line.record) == ("Thêm nguồn kinh phí", fund.name)
