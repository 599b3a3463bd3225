from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as examples, strategies as st

from db.rows import ContributionRow
from db.store import Store
from desktop.core import (
    contributions,
    exchange,
    exports,
    fund_moves,
    funds,
    history,
    money_checks,
    reports,
    scopes,
    settings,
    totals,
)
from desktop.core.activities import Expense
from desktop.core.contributions import Contribution, DonorKind, Given
from desktop.core.errors import NotFoundError, PeriodLockedError, WrongChoiceError
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.funds import Fund
from desktop.core.periods import parse
from tests.builders import log
from tests.core.city_figures import ward
from tests.core.test_sums import city, template

__all__ = ["city", "template"]

Q4, Q3 = parse("2024-Q4"), parse("2024-Q3")


def gift(session: Any, **changes: Any) -> Contribution:
    known: dict[str, Any] = {
        "unit_id": settings.read(session).unit_id, "given_on": date(2024, 10, 17),
        "donor": "Công ty Cà phê An Thái", "cash": 5_000_000, "used_for": "Sửa nhà hộ nghèo",
    }  # fmt: skip
    return contributions.save(session, Contribution(**(known | changes)))


@pytest.mark.both_kinds
def test_that_a_contribution_comes_back_as_it_was_given(store: Store) -> None:
    with store.write() as session:
        kept = gift(session, donor="  Hộ ông Y Bhiông  ", donor_kind=DonorKind.HOUSEHOLD,
                    cash=None, in_kind=300_000, goods="02 bao gạo")  # fmt: skip
        gift(session, given_on=date(2024, 9, 14))
    with store.read() as session:
        scope = scopes.read(session)
        assert contributions.find(session, scope, Q4) == (kept,)
        assert kept.donor == "Hộ ông Y Bhiông"
        assert contributions.sums(session, scope, Q4) == Given(None, 300_000, 1)
        assert contributions.sums(session, scope, Q3).cash == 5_000_000


@pytest.mark.both_kinds
def test_that_a_city_adds_up_all_its_units(city: Store) -> None:
    with city.write() as session:
        keys = [ward(session, name) for name in ("Phường Tân Lập", "Xã Cư Êbur")]
        for number, unit_id in enumerate((*keys, keys[0], "elsewhere")):
            if unit_id == "elsewhere":
                continue
            session.add(
                ContributionRow(
                    unit_id=unit_id, id=f"g{number}", given_on=date(2024, 11, 2), donor_kind="CN",
                    donor="", cash=3_000_000_000 * (number + 1), in_kind=None, goods="",
                    used_for="", note="",
                )
            )  # fmt: skip
        session.flush()
        scope = scopes.read(session)
        assert contributions.sums(session, scope, Q4) == Given(18_000_000_000, None, 3)
        assert contributions.by_unit(session, scope, Q4) == {
            keys[0]: Given(12_000_000_000, None, 2), keys[1]: Given(6_000_000_000, None, 1),
        }  # fmt: skip
        with pytest.raises(WrongChoiceError, match="đơn vị khác"):
            contributions.withdraw(session, keys[0], "g0")


def money(session: Any) -> list[object]:
    """Return every figure of the programme's money."""
    found = totals.totals(session, Q4)
    figures: list[object] = [
        totals.spent(session, scopes.read(session), Q4), funds.flows(session, Q4),
        funds.of_year(session, 2024), money_checks.of_year(session, 2024),
        replace(found, indicators={}), exports.read(session, Q4).totals.indicators.get("CT20"),
    ]  # fmt: skip
    return figures


def test_that_no_figure_of_money_changes_when_something_is_given(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        fund = funds.save(session, Fund(unit_id=unit_id, year=2024, kind="NSTW", name="TDA 2"))
        fund_moves.save(session, Move(fund_id=fund.id, moved_on=date(2024, 1, 5),
                                      kind=MoveKind.ALLOTTED, amount=50_000_000))  # fmt: skip
        log(session, expenses=(Expense("XA_PHUONG", 700_000, fund_id=fund.id),))
        before = money(session)
        assert before[0] == 700_000
        gift(session, cash=900_000_000, in_kind=1, goods="Máy tính")
        assert money(session) == before


WRONG = (
    ({"cash": None}, "Chưa có tiền"),
    ({"cash": 0}, "Chưa có tiền"),
    ({"cash": -1}, "Số tiền phải từ 0"),
    ({"cash": 2_000_000_000_000}, "Số tiền phải từ 0"),
    ({"in_kind": 5}, "chưa ghi hiện vật gì"),
    ({"given_on": date(2024, 12, 17)}, "chưa đến"),
    ({"given_on": date(1999, 1, 1)}, "ngoài các năm"),
    ({"donor": "A" * 201}, "dài quá 200 chữ"),
)


@pytest.mark.parametrize(("changes", "why"), WRONG)
def test_that_what_is_wrong_is_said_and_not_kept(
    store: Store, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(WrongChoiceError, match=why), store.write() as session:
        gift(session, **changes)
    with store.read() as session:
        assert contributions.find(session, scopes.read(session), parse("2024")) == ()


def test_that_all_problems_are_named_at_once() -> None:
    wrong = Contribution(unit_id="u", given_on=date(2030, 1, 1), in_kind=1, used_for="A" * 600)
    found = contributions.problems(wrong, date(2024, 12, 16))
    assert [one.fields for one in found] == [("given_on",), ("goods",), ("used_for",)]


def test_that_a_locked_period_keeps_its_contributions(store: Store) -> None:
    with store.write() as session:
        kept = gift(session)
        exchange.lock(session, Q4)
    for deed in (
        lambda session: gift(session),
        lambda session: contributions.save(session, replace(kept, cash=1)),
        lambda session: contributions.save(session, replace(kept, given_on=date(2024, 9, 1))),
        lambda session: contributions.withdraw(session, kept.unit_id, kept.id),
    ):
        with pytest.raises(PeriodLockedError), store.write() as session:
            deed(session)
    with store.write() as session:
        reports.reopen(session, Q4, "Ghi thiếu một khoản")
        assert contributions.withdraw(session, kept.unit_id, kept.id) == kept
        with pytest.raises(NotFoundError):
            contributions.withdraw(session, kept.unit_id, kept.id)


def test_that_the_history_tells_amounts_and_never_who_gave(store: Store) -> None:
    with store.write() as session:
        kept = gift(session)
        contributions.save(session, replace(kept, cash=6_000_000, donor="Bà H'Rê Kbuôr"))
        contributions.save(session, replace(kept, cash=6_000_000, donor="Bà H'Rê Kbuôr"))
        contributions.withdraw(session, kept.unit_id, kept.id)
        events = history.of(session, "contribution", kept.id)
    assert [one.deed for one in events] == ["removed", "changed", "added"]
    assert events[1].changes == {"cash": [5_000_000, 6_000_000], "donor": [None, "đã sửa"]}
    assert "Kbuôr" not in str(events)
    assert "An Thái" not in str(events)


AMOUNT = st.none() | st.integers(0, 10**12)


@examples(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(DonorKind), AMOUNT, AMOUNT, st.integers(-40, 40)), max_size=12
    )
)
def test_that_sums_are_those_of_the_list_added_up_one_by_one(store: Store, given_: Any) -> None:
    with store.write() as session:
        for row in session.query(ContributionRow):
            session.delete(row)
        for kind, cash, in_kind, days in given_:
            gift(session, donor_kind=kind, cash=cash, in_kind=in_kind, goods="quà",
                 given_on=date.fromordinal(Q4.first.toordinal() + days))  # fmt: skip
        scope = scopes.read(session)
        listed = contributions.find(session, scope, Q4)
        assert len(listed) == sum(one[3] >= 0 for one in given_)
        assert contributions.sums(session, scope, Q4) == added(listed)
        kinds = contributions.by_kind(session, scope, Q4)
        assert kinds == {
            kind: added([one for one in listed if one.donor_kind is kind])
            for kind in {one.donor_kind for one in listed}
        }


def added(listed: Any) -> Given:
    cash = [one.cash for one in listed if one.cash is not None]
    in_kind = [one.in_kind for one in listed if one.in_kind is not None]
    return Given(sum(cash) if cash else None, sum(in_kind) if in_kind else None, len(listed))
