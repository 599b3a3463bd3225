from datetime import date

import pytest

from db.store import Store
from desktop.core import activities, history, vouchers
from desktop.core.activities import Expense
from desktop.core.errors import NotFoundError, WrongChoiceError
from tests.builders import log

_DAYS = (date(2024, 10, 1), date(2024, 12, 31))


@pytest.mark.both_kinds
def test_that_items_say_which_vouchers_are_needed(store: Store) -> None:
    with store.write() as session:
        one = log(session, expenses=(
            Expense("XA_PHUONG", 3_000_000, "TIEN_AN"), Expense("XA_PHUONG", 500_000, "HOI_TRUONG"),
            Expense("XA_PHUONG", 0, "INTL"), Expense("XA_PHUONG", 7),
        ))  # fmt: skip
        vouchers.save(session, one.id, {"GIAY_MOI": "Số 12/GM, 10/11/2024", "HOA_DON": ""})
    with store.read() as session:
        found = vouchers.of(session, one.id)
        assert vouchers.between(session, *_DAYS) == (found,)
    assert found.needed == {
        "KE_HOACH": ("TIEN_AN",), "GIAY_MOI": ("TIEN_AN",), "BIEN_BAN": ("TIEN_AN",),
        "DS_KY_NHAN": ("TIEN_AN",), "HOP_DONG": ("HOI_TRUONG",), "HOA_DON": ("HOI_TRUONG",),
    }  # fmt: skip
    assert found.there == {"GIAY_MOI": "Số 12/GM, 10/11/2024", "HOA_DON": ""}
    assert found.missing == ("KE_HOACH", "BIEN_BAN", "DS_KY_NHAN", "HOP_DONG")
    assert (found.count, found.amount, found.have) == (4, 3_500_007, 2)


def test_that_those_that_lack_something_come_first(store: Store) -> None:
    with store.write() as session:
        whole = log(session, held_on=date(2024, 12, 1), expenses=(Expense("XA_PHUONG", 1, "VPP"),))
        lacking = log(
            session, held_on=date(2024, 11, 1), expenses=(Expense("XA_PHUONG", 1, "VPP"),)
        )
        log(session, held_on=date(2024, 11, 2))
        vouchers.save(session, whole.id, {"HOA_DON": "0001"})
        found = vouchers.between(session, *_DAYS)
    assert [one.activity_id for one in found] == [lacking.id, whole.id]


def test_that_what_is_there_can_be_taken_away(store: Store) -> None:
    with store.write() as session:
        one = log(session)
        vouchers.save(session, one.id, {"HOA_DON": "1", "KE_HOACH": "2"})
        assert vouchers.save(session, one.id, {"KE_HOACH": "2"}).there == {"KE_HOACH": "2"}
        assert vouchers.save(session, one.id, {"KE_HOACH": "2"}).there == {"KE_HOACH": "2"}
        changes = [event.changes for event in history.of(session, "voucher", one.id)]
    assert changes == [{"vouchers": [2, 1]}, {"vouchers": [0, 2]}]


def test_that_only_kinds_of_the_catalogue_are_kept(store: Store) -> None:
    with store.write() as session:
        one = log(session)
        for wrong in ({"BIEN_LAI": ""}, {"HOA_DON": "x" * 301}):
            with pytest.raises(WrongChoiceError):
                vouchers.save(session, one.id, wrong)
        with pytest.raises(NotFoundError):
            vouchers.save(session, "nobody", {})


def test_that_an_import_is_undone_with_the_vouchers_of_its_activities(store: Store) -> None:
    with store.write() as session:
        one = log(session)
        vouchers.save(session, one.id, {"HOA_DON": "1"})
        activities.remove(session, one.unit_id, [one.id])
        with pytest.raises(NotFoundError):
            vouchers.of(session, one.id)
