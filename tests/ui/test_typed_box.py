"""What was typed in a box does not go unasked, and what it refuses says why."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from db.store import Store
from desktop.core.activities import Activity, Expense
from desktop.core.funds import Fund
from desktop.core.places_desk import sheet
from desktop.ui.household_box import HouseholdBox
from tests.builders import log
from tests.ui.test_money_page import Make, kept, make_page, now, put, refused

__all__ = ["kept", "make_page"]

LEAVES: dict[str, Callable[[Any], object]] = {
    "Hủy": lambda box: box.close_button.click(),
    "Esc": lambda box: QTest.keyClick(box, Qt.Key.Key_Escape),
    "×": lambda box: box.close(),
}


@pytest.mark.parametrize("how", LEAVES)
def test_that_a_box_asks_only_when_something_was_typed(
    make_page: Make, kept: tuple[Fund, Activity], how: str
) -> None:
    page = make_page()
    page.change_expenses(kept[1].id)
    LEAVES[how](page.box)
    assert page.dialogs.asked == []
    page.change_expenses(kept[1].id)
    box = page.box
    put(box.rows.lines[1].voucher, "PC 77")
    page.dialogs.answers = [False, True]
    LEAVES[how](box)
    assert (box.isVisible(), box.rows.lines[1].voucher.text()) == (True, "PC 77")
    LEAVES[how](box)
    assert page.dialogs.asked == ["Bỏ những gì vừa gõ?"] * 2
    assert page.dialogs.explained[0] == "Khoản chi của hoạt động: chưa lưu."


def test_that_a_box_that_keeps_does_not_ask(make_page: Make, kept: tuple[Fund, Activity]) -> None:
    page = make_page()
    page.change_expenses(kept[1].id)
    box = page.box
    put(box.rows.lines[1].voucher, "PC 77")
    box.save()
    assert (box.isHidden(), page.dialogs.asked) == (True, [])


def test_that_the_form_of_a_household_asks_too(
    make_page: Make, kept: tuple[Fund, Activity], store: Store
) -> None:
    page = make_page()
    with store.read() as session:
        box = HouseholdBox(page, sheet(session), 2024)
    box.show()
    box.show_year(2023)
    box.show_year(2024)
    box.reject()
    assert (box.isVisible(), page.dialogs.asked) == (False, [])
    box.show()
    box.category.setCurrentIndex(1)
    page.dialogs.answers = [False]
    box.reject()
    assert box.isVisible()


def test_that_an_amount_says_who_paid_where_nobody_had(make_page: Make, store: Store) -> None:
    with store.write() as session:
        one = log(session, expenses=(Expense("KHONG"),))
    page = make_page()
    page.change_expenses(one.id)
    page.box.save()
    assert now(store, one).expenses == one.expenses
    page.change_expenses(one.id)
    row = page.box.rows.lines[0]
    put(row.voucher, "PC 01")
    page.box.save()
    assert "Không sử dụng kinh phí" in refused(page)
    put(row.amount, "500000")
    assert row.payer.value() == "XA_PHUONG"
    page.box.save()
    assert now(store, one).expenses == (Expense("XA_PHUONG", 500_000, voucher="PC 01"),)


def test_that_what_the_register_refuses_is_said_with_its_reasons(
    make_page: Make, kept: tuple[Fund, Activity]
) -> None:
    page = make_page()
    page.change_expenses(kept[1].id)
    row = page.box.rows.lines[0]
    row.payer.set_value("KHONG")
    page.box.rows.lines[0].lacks_payer = lambda: ""
    page.box.save()
    assert "Hãy sửa một trong hai" in refused(page)


def test_that_every_field_and_button_has_a_name(make_page: Make, kept) -> None:
    page = make_page()
    line, one = page.funds.chosen(), kept[1]
    for open_ in (
        page._new_fund, lambda: page._change_move(line), lambda: page._close_fund(line),
        lambda: page._estimate(line), lambda: page.change_expenses(one.id),
        lambda: page.change_vouchers(one.id), page.add_expense,
    ):  # fmt: skip
        open_()
        for kind in (QLineEdit, QComboBox, QPushButton):
            for each in filter(lambda one: one.isVisible(), page.box.findChildren(kind)):
                assert each.accessibleName(), (page.box.accessibleName(), each)
        page.box.reject()
