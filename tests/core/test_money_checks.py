from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from db.store import Store
from desktop.core import attendance, budget, money_checks, papers, vouchers
from desktop.core.activities import Expense
from desktop.core.attendance import Person
from desktop.core.budget import Line
from desktop.core.clock import FixedClock
from desktop.core.documents.content import Choice
from desktop.core.fund_moves import MoveKind
from desktop.core.problems import Severity
from tests.builders import log
from tests.core.test_funds import give, make_fund, spend
from tests.core.test_sums import city, template

__all__ = ["city", "template"]

_Q4 = (date(2024, 9, 15), date(2024, 12, 14))
_CLEAN = {"KE_HOACH": "1", "GIAY_MOI": "2", "BIEN_BAN": "3", "DS_KY_NHAN": "4"}


def look(store: Store, year: int = 2024) -> list[tuple[str, str]]:
    """What is found in a year: code and text."""
    with store.read() as session:
        return [(one.code, one.text) for one in money_checks.of_year(session, year)]


def codes(store: Store) -> list[str]:
    return [code for code, _ in look(store)]


@pytest.mark.both_kinds
def test_that_money_in_order_gives_nothing_to_look_at(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 36_000_000)
        meals = Line(item="TIEN_AN", quantity=Decimal(120), times=3, unit_price=100_000)
        budget.save(session, fund.id, [meals])
        one = spend(session, fund, 36_000_000)
        vouchers.save(session, one.id, _CLEAN)
        log(session, expenses=(Expense("CAP_TREN", 7), Expense("LONG_GHEP", 8)))
    with store.read() as session:
        assert money_checks.of_year(session, 2024) == ()
        assert money_checks.between(session, *_Q4) == ()


@pytest.mark.both_kinds
def test_that_a_fund_and_an_item_that_cost_too_much_are_named(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 1_000)
        meals = Line(item="TIEN_AN", quantity=Decimal(9), unit_price=100)
        budget.save(session, fund.id, [meals, Line(**(vars(meals) | {"item": "VPP"}))])
        one = spend(session, fund, 1_001)
        vouchers.save(session, one.id, _CLEAN)
    found = look(store)
    assert [code for code, _ in found] == ["fund_overspent", "estimate_over", "item_overspent"]
    assert "giao 1 đồng" in found[0][1]
    assert "800 đồng" in found[1][1]
    assert "vượt dự toán 101 đồng" in found[2][1]
    with store.read() as session:
        first = money_checks.of_year(session, 2024)[0]
    assert (first.severity, first.fund_id) == (Severity.STOP, fund.id)


def test_that_an_item_that_nobody_estimated_is_named(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 1_000)
        budget.save(session, fund.id, [Line(item="VPP", quantity=Decimal(1), unit_price=1)])
        vouchers.save(session, spend(session, fund, 5).id, _CLEAN)
    ((code, text),) = look(store)
    assert code == "item_overspent"
    assert "dự toán không có mục này" in text


def test_that_missing_vouchers_are_named_with_their_activity(store: Store) -> None:
    with store.write() as session:
        one = log(session, expenses=(Expense("CAP_TREN", 5, "TIEN_AN"),))
        vouchers.save(session, one.id, {"KE_HOACH": "", "BIEN_BAN": ""})
    with store.read() as session:
        (found,) = money_checks.between(session, *_Q4)
    assert (found.code, found.activity_id) == ("voucher_missing", one.id)
    assert "thiếu chứng từ: giấy mời, danh sách ký nhận." in found.text


def test_that_money_of_an_own_fund_is_not_paid_above(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 1_000_000)
        own, above = Expense("XA_PHUONG", 5, "VPP", fund.id), Expense("CAP_TREN", 750_000, "VPP")
        log(session, expenses=(own, above))
        odd = log(session, title="Lạ", expenses=(replace(above, fund_id=fund.id),))
        vouchers.save(session, odd.id, _CLEAN)
    with store.read() as session:
        (found,) = [o for o in money_checks.of_year(session, 2024) if o.code == "paid_above"]
    assert (found.activity_id, found.fund_id) == (odd.id, fund.id)
    assert "750.000 đồng ghi ai chi là “Cấp trên chi trực tiếp” mà lại trừ vào nguồn" in found.text


def test_that_people_on_a_payroll_get_no_meal_money(store: Store) -> None:
    people = [Person(name="A", salaried=True), Person(name="B"), Person(name="C")]
    with store.write() as session:
        one = log(session, expenses=(Expense("CAP_TREN", 300_000, "TIEN_AN"),))
        vouchers.save(session, one.id, _CLEAN)
        attendance.save(session, one.unit_id, one.id, people)
    ((code, text),) = look(store)
    assert code == "salaried_paid"
    assert "1 người hưởng lương" in text

    def printed(rate: int) -> None:
        with store.write() as session:
            papers.keep_choice(session, one.unit_id, one.id, "DS_TIEN", Choice(rate=rate))

    printed(100_000)
    assert "(2 người × 100.000 đồng)" in look(store)[0][1]
    printed(150_000)
    assert look(store) == []


def test_that_lists_without_paid_people_are_no_matter(store: Store) -> None:
    with store.write() as session:
        one = log(session, expenses=(Expense("CAP_TREN", 300_000, "HOI_TRUONG"),))
        vouchers.save(session, one.id, {"HOP_DONG": "", "HOA_DON": ""})
        attendance.save(session, one.unit_id, one.id, [Person(name="A", salaried=True)])
    assert look(store) == []


def test_that_money_of_the_programme_names_fund_and_item(store: Store) -> None:
    with store.write() as session:
        log(session, title="Không nguồn", expenses=(Expense("XA_PHUONG", 5, None),))
    assert look(store) == []  # a unit without any fund does not keep money here
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 100)
        log(session, title="Không mục", expenses=(Expense("XA_PHUONG", 5, None, fund.id),))
        log(session, title="Lồng ghép", expenses=(Expense("LONG_GHEP", 5, None),))
    found = look(store)
    assert [code for code, _ in found] == ["item_missing", "fund_missing"]
    assert "“Không mục”" in found[0][1]
    assert "“Không nguồn”" in found[1][1]


def test_that_days_outside_the_year_of_a_fund_are_named(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session, year=2023)
        give(session, fund, 100, day=date(2024, 1, 5))
        one = spend(session, fund, 100)
        vouchers.save(session, one.id, _CLEAN)
    found = look(store, 2023)
    assert [code for code, _ in found] == ["other_year", "move_day"]
    assert "năm 2023" in found[0][1]


@pytest.mark.both_kinds
def test_that_money_of_another_years_fund_is_named_in_both_years(store: Store) -> None:
    with store.write() as session:
        next_year = make_fund(session, year=2025)
        give(session, next_year, 100, day=date(2025, 1, 5))
        one = spend(session, next_year, 50, held_on=date(2024, 12, 12))
        vouchers.save(session, one.id, _CLEAN)
    for year in (2024, 2025):
        assert [code for code, _ in look(store, year)] == ["other_year"]
    with store.read() as session:
        assert [one.code for one in money_checks.between(session, *_Q4)] == ["other_year"]


def test_that_a_year_that_is_over_is_closed(store: Store) -> None:
    with store.write() as session:
        fund = make_fund(session, year=2023)
        give(session, fund, 100, day=date(2023, 6, 4))
    assert [code for code, _ in look(store, 2023)] == ["fund_not_closed"]
    with store.write() as session:
        give(session, fund, 100, MoveKind.RETURNED, date(2023, 12, 31))
    assert look(store, 2023) == []


def test_that_a_fund_may_be_closed_until_the_end_of_january(store: Store) -> None:
    with store.write() as session:
        give(session, make_fund(session), 100)
    assert codes(store) == []
    for day, found in ((31, []), (32, ["fund_not_closed"])):
        moment = datetime(2025, 1, day) if day == 31 else datetime(2025, 2, 1)
        with store.read() as session:
            session.info["clock"] = FixedClock(moment)
            assert [one.code for one in money_checks.of_year(session, 2024)] == found


def test_that_the_city_names_the_fund_it_pays_from(city: Store) -> None:
    with city.write() as session:
        fund = make_fund(session)
        give(session, fund, 100)
        log(session, expenses=(Expense("CAP_TREN", 5, "VPP"),))
    assert codes(city) == ["fund_missing", "voucher_missing"]
