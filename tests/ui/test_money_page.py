"""The page Kinh phí: the money of a year, changed in boxes, by keyboard alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop.core import activities, budget, funds, vouchers
from desktop.core.activities import Activity, Expense
from desktop.core.budget import Line
from desktop.core.errors import PeriodLockedError
from desktop.core.fund_moves import MoveKind
from desktop.core.funds import Fund
from desktop.core.paper_files import pdf
from desktop.ui import theme, words
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.money_page import CHECKS, SPENT, VOUCHERS, MoneyPage
from tests.builders import CLOCK, log
from tests.core.test_funds import NAME, give, make_fund
from tests.ui.scripted import ScriptedDialogs

assert words
Make = Callable[..., MoneyPage]


@pytest.fixture
def make_page(qtbot: Any, store: Store, inline: Any) -> Make:
    def make(*, may_log: bool = True) -> MoneyPage:
        theme.apply(QApplication.instance(), theme.Edition.WARD)
        dialogs = ScriptedDialogs()
        operations = Operations(store.read, store.write, dialogs, inline)
        page = MoneyPage(Context(operations, dialogs, CLOCK, may_log=may_log))
        page.papers, page.opened, page.told, page.dialogs = [], [], [], dialogs
        page.wait = qtbot.waitUntil
        page.paper_wanted.connect(page.papers.append)
        page.activity_wanted.connect(page.opened.append)
        page.said.connect(lambda text, _undo: page.told.append(text))
        qtbot.addWidget(page)
        page.resize(1154, 614)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return page

    return make


@pytest.fixture
def kept(store: Store) -> tuple[Fund, Activity]:
    """A fund with an estimate, and an activity with two expenses out of it."""
    with store.write() as session:
        fund = make_fund(session)
        give(session, fund, 48_000_000)
        budget.save(session, fund.id, [
            Line(item="TIEN_AN", quantity=Decimal(40), times=8, unit_price=100_000)
        ])  # fmt: skip
        one = log(session, expenses=(
            Expense("XA_PHUONG", 4_000_000, "TIEN_AN", fund.id, "PC 01"),
            Expense("XA_PHUONG", 500_000, "BCV", fund.id),
        ))  # fmt: skip
    return fund, one


def texts(view: Any) -> list[list[str]]:
    return [[column.said(one) for column in view.table.columns] for one in view.table.values]


def flow(store: Store, fund: Fund) -> funds.Flow:
    with store.read() as session:
        return funds.flow(session, fund.id)


def now(store: Store, one: Activity) -> Activity:
    with store.read() as session:
        return activities.get(session, one.unit_id, one.id)


def put(field: Any, text: str) -> None:
    """As if typed in place of what is there."""
    field.setText(text)
    field.textEdited.emit(text)


def refused(page: MoneyPage) -> str:
    """Return what the open box says is wrong."""
    page.wait(lambda: not page.box.problem.isHidden() and page.box.isEnabled())
    return page.box.problem.accessibleName()


def press(widget: Any, key: Qt.Key, more: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyPress(widget, key, more)


def test_that_an_empty_year_says_what_to_do_first(make_page: Make, store: Store) -> None:
    page = make_page()
    assert page.funds.list._stack.currentIndex() == 1
    page.funds.new_wanted.emit()
    page.box.name.set_value("Tiểu dự án 2")
    page.box.save()
    with store.read() as session:
        (fund,) = funds.all_of(session)
    assert (fund.name, fund.year, fund.kind) == ("Tiểu dự án 2", 2024, "NSTW")
    assert page.told == ["Đã lưu nguồn “Tiểu dự án 2”."]
    assert page.funds.chosen().id == fund.id


def test_that_a_new_source_is_the_chosen_one(make_page: Make, store: Store, kept) -> None:
    page = make_page()
    for year in (2024, 2025):
        page.fund_button.click()
        page.box.name.set_value(f"Nguồn xã {year}")
        page.box.year.setCurrentIndex(page.box.year.findData(year))
        page.box.save()
        assert page.funds.chosen().fund.name == f"Nguồn xã {year}"
        assert page.year.currentData() == year


def test_that_the_sources_show_what_was_given_spent_and_is_left(make_page: Make, kept) -> None:
    page = make_page()
    assert texts(page.funds.list.view) == [[
        f"{NAME} · Ngân sách trung ương (sự nghiệp)", "48.000.000", "4.500.000", "9,4%",
        "43.500.000",
    ]]  # fmt: skip
    assert [chip.accessibleName() for chip in page.chips] == [
        "Nguồn & dự toán · 1", "Khoản chi", "Chứng từ", "Kiểm tra · 2",
    ]  # fmt: skip


def test_that_money_is_given_changed_and_taken_back(make_page: Make, store: Store, kept) -> None:
    fund, _ = kept
    page = make_page()
    page.funds.deeds[0].click()
    page.box.kind.setCurrentIndex(page.box.kind.findData("CARRIED_IN"))
    page.box.save()
    assert not page.box.problem.isHidden()  # no amount, no day
    put(page.box.amount, "2,5 triệu")
    put(page.box.day, "1/3/2024")
    page.box.save()
    assert flow(store, fund).carried_in == 2_500_000
    line = page.funds.chosen()
    move = next(one for one in line.moves if one.kind is MoveKind.CARRIED_IN)
    page.funds.moved_wanted.emit(line, move)
    page.dialogs.answers = [True]
    page.box.out_button.click()
    assert flow(store, fund).carried_in == 0


def test_that_a_box_grows_with_what_it_says_next(make_page: Make, kept) -> None:
    page = make_page()
    page.funds.deeds[0].click()
    box = page.box
    for why in ("Hãy xem lại năm.", "Nguồn chỉ còn 4.000.000 đồng, hãy xem lại số tiền. " * 3):
        box.refuse("Chưa thực hiện được", why)
    QApplication.sendPostedEvents()
    assert box.height() >= box.layout().totalHeightForWidth(box.width())


def test_that_a_fund_is_closed_and_goes_on_in_the_next_year(
    make_page: Make, store: Store, kept
) -> None:
    fund, _ = kept
    page = make_page()
    page.funds.deeds[3].click()
    put(page.box.returned, "500.000")
    assert page.box.carried_out.value() == 43_000_000
    assert page.box.words.text() == "Vừa đúng số còn lại."
    put(page.box.day, "31/12/2024")
    put(page.box.carried_out, "43.500.001")
    page.box.save()
    assert "vừa đúng" in refused(page)
    put(page.box.carried_out, "43 triệu")
    assert page.box.returned.value() == 500_000
    page.box.save()
    found = flow(store, fund)
    assert (found.returned, found.carried_out, found.left) == (500_000, 43_000_000, 0)
    assert not any(deed.isEnabled() for deed in page.funds.deeds)
    before = page.box
    page.funds.list.view.opened.emit(page.funds.chosen())  # Enter: its estimate stays, too
    assert page.box is before
    page.funds.moved_wanted.emit(page.funds.chosen(), page.funds.chosen().moves[-1])
    page.dialogs.answers = [True]
    page.box.out_button.click()
    assert all(deed.isEnabled() for deed in page.funds.deeds)  # taken back, it is open again
    page.funds.deeds[3].click()
    put(page.box.day, "31/12/2024")
    page.box.save()
    page.year.setCurrentIndex(page.year.findData(2025))
    page.year.activated.emit(0)
    assert texts(page.funds.list.view)[0][1] == "43.000.000 · từ năm trước"


def test_that_the_estimate_is_kept_with_its_sum(make_page: Make, store: Store, kept) -> None:
    fund, _ = kept
    page = make_page()
    page.funds.list.view.setFocus()
    press(page.funds.list.view, Qt.Key.Key_Return)
    page.box.rows.add_button.click()
    row = page.box.rows.lines[1]
    row.item.set_value("PANO_BR")
    row.item.changed.emit()
    assert row.unit.value() == "cái"
    put(row.quantity, "38,6")
    put(row.price, "85.000")
    assert row.total.text() == "3.281.000"
    assert "còn 12.719.000 đồng chưa phân bổ" in page.box.sum.text()
    page.wait(page.box.isActiveWindow)
    press(row.price, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with store.read() as session:
        lines = budget.of(session, fund.id)
    assert [one.amount for one in lines] == [32_000_000, 3_281_000]


def test_that_a_line_that_cannot_be_keeps_the_box_open(make_page: Make, kept) -> None:
    page = make_page()
    page.funds.deeds[1].click()
    row = page.box.rows.lines[0]
    put(row.quantity, "1.2.3")
    page.box.save()
    assert page.box.isVisible()
    put(row.quantity, "")
    page.box.save()
    page.wait(lambda: "Dòng 1: số lượng" in refused(page))


def test_that_expenses_are_listed_narrowed_and_added_up(
    make_page: Make, store: Store, kept
) -> None:
    with store.write() as session:
        log(session, title="Khác", expenses=(Expense("LONG_GHEP", 7),))
        log(session, title="Không chi", expenses=(Expense("KHONG"),))
    page = make_page()
    page.choose(SPENT)
    assert len(page.spent.view.table.values) == 3
    assert page.spent.foot._sums.whole_text() == (
        "4.500.007 đồng  ·  trong đó 7 đồng không ghi nguồn"
    )
    page.spent.item.setCurrentIndex(page.spent.item.findData("BCV"))
    assert texts(page.spent.view) == [[
        "14/11/2024", "Chính sách hỗ trợ nhà ở · Xã, phường chi",
        f"Bồi dưỡng (thù lao) báo cáo viên, giảng viên · {NAME}", "", "500.000",
    ]]  # fmt: skip
    page.spent.item.setCurrentIndex(0)
    page.spent.lacking.click()
    assert [one.title for one in page.spent.view.table.values] == ["Khác"]
    page.spent.open_button.click()
    assert page.opened == [page.spent.view.table.values[0].activity_id]


def test_that_expenses_of_an_activity_are_changed(make_page: Make, store: Store, kept) -> None:
    fund, one = kept
    page = make_page()
    page.choose(SPENT)
    press(page.spent.view, Qt.Key.Key_Return)
    rows = page.box.rows
    rows.lines[1].out.click()
    rows.add_button.click()
    rows.lines[1].item.set_value("VPP")
    put(rows.lines[1].amount, "70000")
    assert page.box.sum.text() == "Cộng 4.070.000 đồng"
    page.box.save()
    assert now(store, one).expenses == (
        Expense("XA_PHUONG", 4_000_000, "TIEN_AN", fund.id, "PC 01"),
        Expense("XA_PHUONG", 70_000, "VPP", fund.id),
    )


def test_that_a_fund_of_the_activitys_year_is_offered_first_and_years_lead(
    make_page: Make, store: Store, kept
) -> None:
    _, one = kept
    with store.write() as session:
        next_year = make_fund(session, year=2025)
    page = make_page()
    page.change_expenses(one.id)
    page.box.rows.add_button.click()
    field = page.box.rows.lines[2].fund
    assert [one.shown for one in field._choices] == [f"1. 2024 – {NAME}", f"2. 2025 – {NAME}"]
    field.set_value(next_year.id)
    page.box.rows.lines[2].item.set_value("VPP")
    put(page.box.rows.lines[2].amount, "5")
    page.box.save()
    page.choose(SPENT)
    assert any(f"Văn phòng phẩm · Năm 2025: {NAME}" in row for row in texts(page.spent.view))


def test_that_an_expense_of_a_locked_period_is_refused_in_the_box(
    make_page: Make, store: Store, kept, monkeypatch: Any
) -> None:
    _, one = kept
    page = make_page()
    page.change_expenses(one.id)

    def locked(*_: Any) -> None:
        raise PeriodLockedError("quý IV năm 2024", 1, date(2024, 11, 14))

    monkeypatch.setattr("desktop.core.reports.require_open", locked)
    put(page.box.rows.lines[0].amount, "1")
    page.box.save()
    assert "quý IV năm 2024" in refused(page)
    assert page.box.isVisible()
    assert now(store, one).expenses == one.expenses


def test_that_a_new_expense_asks_for_its_activity(make_page: Make, store: Store, kept) -> None:
    with store.write() as session:
        bare = log(session, title="Buổi chưa chi", held_on=date(2024, 11, 20))
    page = make_page()
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page.box.save()
    assert "Hãy chọn một hoạt động" in page.box.problem.accessibleName()
    page.box.activity.set_value(bare.id)
    page.box.save()
    row = page.box.rows.lines[0]
    assert row.fund.value() == kept[0].id  # the only one
    row.item.set_value("VPP")
    put(row.amount, "5")
    page.box.save()
    assert now(store, bare).expenses == (Expense("XA_PHUONG", 5, "VPP", kept[0].id),)


def test_that_vouchers_are_ticked_by_typing_their_number(
    make_page: Make, store: Store, kept
) -> None:
    _, one = kept
    page = make_page()
    page.choose(VOUCHERS)
    assert texts(page.vouchers.view)[0][3:] == [
        "0/4", "Kế hoạch, Giấy mời, Biên bản, Danh sách ký nhận",
    ]  # fmt: skip
    press(page.vouchers.view, Qt.Key.Key_Return)
    QTest.keyClicks(page.box.texts["GIAY_MOI"], "12/GM")
    page.box.ticks["KE_HOACH"].setChecked(True)
    page.box.save()
    with store.read() as session:
        assert vouchers.of(session, one.id).there == {"KE_HOACH": "", "GIAY_MOI": "12/GM"}
    assert texts(page.vouchers.view)[0][3] == "2/4"


def test_that_a_finding_leads_to_where_it_is_mended(make_page: Make, kept) -> None:
    _, one = kept
    page = make_page()
    page.choose(CHECKS)
    assert [found.code for found in page.checks.view.table.values] == [
        "item_overspent", "voucher_missing",
    ]  # fmt: skip
    press(page.checks.view, Qt.Key.Key_Return)
    assert page.chips[0].isChecked()
    page.choose(CHECKS)
    page.checks.view.select(1)
    assert "thiếu chứng từ" in page.checks.words.text()
    press(page.checks.view, Qt.Key.Key_Return)
    assert page.box.accessibleName() == "Chứng từ của hoạt động"
    assert one.title in page.box.how.text()


def test_that_papers_are_offered_and_can_be_made(make_page: Make, store: Store, kept) -> None:
    page = make_page()
    page.choose(VOUCHERS)
    for action in page.print_menu().actions():
        action.trigger()
    assert [one.code for one in page.papers] == ["DU_TOAN", "QUYET_TOAN", "CHUNG_TU"]
    with store.read() as session:
        for one in page.papers:
            assert pdf(one.make(session)).startswith(b"%PDF")


def test_that_who_only_looks_changes_nothing(make_page: Make, kept) -> None:
    _, one = kept
    page = make_page(may_log=False)
    assert page.new_button not in page.top_actions()
    assert page.funds.deeds == ()
    press(page.funds.list.view, Qt.Key.Key_Return)
    page.choose(SPENT)
    press(page.spent.view, Qt.Key.Key_Return)
    assert page.opened == [one.id]
    page.choose(VOUCHERS)
    press(page.vouchers.view, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.box is None
