from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from db.store import Store
from desktop.core import budget, history
from desktop.core.budget import Line
from desktop.core.errors import NotFoundError, WrongChoiceError
from tests.core.test_funds import make_fund

MEALS = Line(item="TIEN_AN", quantity=Decimal(120), times=3, unit_price=100_000,
             unit_word="người", note="TT 40/2017/TT-BTC")  # fmt: skip
BANNERS = Line(item="PANO_BR", quantity=Decimal("38.60"), unit_price=85_000, unit_word="m²")


@pytest.mark.parametrize(
    ("quantity", "times", "price", "amount"),
    [("2.5", 1, 33_333, 83_333), ("0.5", 1, 1, 1), ("0.49", 1, 1, 0), ("1.5", 1, 1, 2),
     ("38.6", 1, 85_000, 3_281_000), ("0.01", 3, 50, 2), ("9999999.99", 1, 100_000, 999_999_999_000)],
)  # fmt: skip
def test_that_an_amount_is_the_exact_product_rounded_half_up(quantity, times, price, amount):
    assert (
        Line(item="VPP", quantity=Decimal(quantity), times=times, unit_price=price).amount == amount
    )


@given(st.integers(1, 10**9), st.integers(1, 100_000), st.integers(0, 10**12))
def test_that_no_amount_is_a_dong_off(hundredths, times, price):
    exact = Fraction(hundredths, 100) * times * price
    found = budget.product(Decimal(hundredths) / 100, times, price)
    assert Fraction(-1, 2) < found - exact <= Fraction(1, 2)


@pytest.mark.both_kinds
def test_that_an_estimate_comes_back_in_its_order_with_its_sums(store: Store) -> None:
    with store.write() as session:
        fund, other = make_fund(session), make_fund(session, name="Khác")
        lines = budget.save(session, fund.id, [BANNERS, MEALS, MEALS])
        budget.save(session, other.id, [MEALS])
        budget.save(session, fund.id, lines)
    with store.read() as session:
        assert budget.of(session, fund.id) == lines == (BANNERS, MEALS, MEALS)
        assert budget.total(session, fund.id) == 75_281_000
        assert budget.totals(session, 2024) == {fund.id: 75_281_000, other.id: 36_000_000}
        assert budget.by_item(session, fund.id) == {"PANO_BR": 3_281_000, "TIEN_AN": 72_000_000}
        (said,) = history.of(session, "budget", fund.id)
        assert said.changes == {"amount": [None, 75_281_000], "lines": [None, 3]}


@pytest.mark.parametrize(
    "wrong",
    [{"item": "?"}, {"quantity": Decimal(0)}, {"quantity": Decimal(-1)}, {"times": 0},
     {"unit_price": -1}, {"unit_price": 10**13}, {"quantity": Decimal(10**7), "unit_price": 10**9},
     {"text": "x" * 501}],
)  # fmt: skip
def test_that_a_line_that_cannot_be_is_named(store: Store, wrong) -> None:
    with store.write() as session:
        fund = make_fund(session)
        with pytest.raises(WrongChoiceError, match="Dòng 2"):
            budget.save(session, fund.id, [MEALS, Line(**(vars(MEALS) | wrong))])
        assert budget.total(session, fund.id) is None


def test_that_an_estimate_needs_its_fund(store: Store) -> None:
    with store.write() as session, pytest.raises(NotFoundError):
        budget.save(session, "no such fund", [MEALS])
