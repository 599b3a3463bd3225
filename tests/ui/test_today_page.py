from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from db.store import Store
from desktop.core import activities, deadlines, duties, listing, periods, planned, settings
from desktop.core.activities import Status
from desktop.core.answers import Asked, Kind
from desktop.core.clock import FixedClock
from desktop.core.planned import Planned
from desktop.core.returns import Item
from desktop.ui import theme, today_words as words
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens import today_page
from desktop.ui.screens.city_today_page import CityTodayPage
from desktop.ui.screens.today_page import TodayPage
from desktop.ui.theme import Edition
from tests.builders import add_hamlet, log
from tests.core.city_figures import hold
from tests.core.test_pace import want
from tests.core.test_sums import city, joint, template
from tests.ui.scripted import ScriptedDialogs

__all__ = ["city", "template"]
Q4 = periods.parse("2024-Q4")
CLOCK = FixedClock(datetime(2024, 11, 14, 8, 0))


def opened(qtbot: Any, kind: Any, store: Store, inline: Any, edition: Edition) -> Any:
    theme.apply(QApplication.instance(), edition)
    dialogs = ScriptedDialogs()
    context = Context(Operations(store.read, store.write, dialogs, inline), dialogs, CLOCK, edition)
    made = kind(context)
    made.store, made.asked = store, []
    for name in dir(made):
        if name.endswith("_wanted"):
            getattr(made, name).connect(lambda *what, name=name: made.asked.append((name, *what)))
    qtbot.addWidget(made)
    made.resize(1154, 607)
    made.show()
    assert not dialogs.errors
    return made


@pytest.fixture
def page(qtbot: Any, store: Store, inline: Any) -> TodayPage:
    with store.write() as session:
        own = want(session, ("CT01", 8, settings.read(session).unit_id), ("CT17", 1, None))
        place = add_hamlet(session, "Buôn Đŭng")
        add_hamlet(session, "Thôn 2")
        log(session, held_on=date(2024, 11, 13), hamlets=(place.id,), poor=5)
        log(session, held_on=date(2024, 10, 13), hamlets=(place.id,), status=Status.COMPLETE)
        deadlines.put(session, Q4, date(2024, 12, 25))
        for day in (12, 16):
            planned.save(session, Planned(unit_id=own, channel="NOI_CHUYEN", topics=("DV06",),
                                          planned_on=date(2024, 11, day), started_at=time(19),
                                          hamlets=(place.id,), title="Vay vốn"))  # fmt: skip
    return opened(qtbot, TodayPage, store, inline, Edition.WARD)


def count_of(page: Any) -> int:
    with page.store.read() as session:
        return listing.counts(session, [page.asked[-1][1]])[0]


def test_that_one_sentence_says_what_is_next_and_leads_there(page: TodayPage) -> None:
    assert page.subtitle.startswith("Thứ Năm, 14/11/2024 · Kế hoạch truyền thông")
    assert page.banner.accessibleName().startswith("1 buổi dự kiến đã qua ngày mà chưa ghi")
    page.banner.link.click()
    assert page.asked == [("planned_wanted",)]
    with page.store.write() as session:
        planned.drop(session, planned.overdue(session, date(2024, 11, 14))[0].id)
    page.refresh()
    QTest.keyClick(page, Qt.Key.Key_F8)
    assert page.asked[-1][0] == "activities_wanted"
    assert page.asked[-1][2] == "hoạt động chưa đủ hồ sơ"
    assert count_of(page) == 1


def test_that_what_was_returned_is_said_as_the_banner_says_it(
    page: TodayPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(kind: Kind, *, done: bool) -> Asked:
        return Asked(Item("r", "women", ""), kind, "", "", None, Q4, 1, locked=False, done=done)

    shown = page.facts.lines["returned"]
    for found, said in (
        ([asked(Kind.ACTIVITY, done=True), asked(Kind.ACTIVITY, done=False)], "1 mục chưa xong"),
        ([asked(Kind.ACTIVITY, done=True), asked(Kind.NOTE, done=False)], "đã sửa hết"),
    ):
        look = partial(_with_asked, found)
        monkeypatch.setattr(today_page, "_look_closer", look)
        page.refresh()
        assert said in shown.accessibleName()


def _with_asked(asked: list[Asked], session: Any, found: Any) -> Any:
    return replace(duties.read(session, found), asked=tuple(asked))


def test_that_a_target_of_more_places_than_there_are_is_said(page: TodayPage) -> None:
    (first, *_) = page._found.paces
    there = page._found.coverage
    wanted = [replace(first, indicator="CT09", target=there.hamlets + 1, common=False)]
    assert (
        words.coverage(there, wanted)[1] == f"chỉ tiêu {there.hamlets + 1}, nay còn {there.hamlets}"
    )
    for fine in ([], [replace(wanted[0], target=there.hamlets)], [replace(wanted[0], common=True)]):
        assert "họp trực tiếp" in words.coverage(there, fine)[1]


def test_that_every_number_opens_what_makes_it_up(page: TodayPage) -> None:
    assert page.sessions.accessibleName().startswith("Buổi đã tổ chức: 2 / 8 buổi. Chậm · cần 4")
    QTest.mouseClick(page.sessions, Qt.MouseButton.LeftButton)
    assert page.asked[-1][0] == "activities_wanted"
    assert count_of(page) == 2
    page.paces.table.select(0)
    QTest.keyClick(page.paces.table, Qt.Key.Key_Return)
    assert page.asked[-1][2] == "Buổi truyền thông trực tiếp, từ 01/10/2024"
    assert "Đến hôm nay cần 4; hạn 31/12/2024. Chậm." in page.paces.said.text()
    for card, wanted in ((page.households, "places_wanted"), (page.money, "money_wanted")):
        QTest.keyClick(card, Qt.Key.Key_Return)
        assert page.asked[-1] == (wanted,)
    page.paces.plan.click()
    assert page.asked[-1] == ("plan_wanted",)
    for key, wanted in (("coverage", "places_wanted"), ("backup", "backup_wanted")):
        QTest.keyClick(page.facts.lines[key], Qt.Key.Key_Space)
        assert page.asked[-1] == (wanted,)
    assert page.facts.lines["coverage"].accessibleName().startswith("Độ phủ: 1/2 thôn, buôn")


def test_that_a_target_of_all_is_not_held_against_the_unit(page: TodayPage) -> None:
    rows = [[c.text(one) for c in page.paces.table.table.columns]
            for one in page.paces.table.table.values]  # fmt: skip
    assert rows == [
        ["Buổi truyền thông trực tiếp", "2 / 8 buổi", "25%", "Chậm"],
        ["Phóng sự", "– / 1 phóng sự", "0%", "Chỉ tiêu chung"],
    ]


def test_that_names_are_whole_in_a_narrow_window(page: TodayPage) -> None:
    table = page.paces.table
    for width, wanted in ((640, "2 / 8 buổi"), (540, "2 / 8")):
        table.setFixedWidth(width)
        assert table.table.columns[1].text(table.table.values[0]) == wanted
        needed = table.fontMetrics().horizontalAdvance("Buổi truyền thông trực tiếp")
        assert table.columnWidth(0) >= needed
        assert table.columnWidth(2) >= 104


def test_that_the_last_day_is_said_once(page: TodayPage) -> None:
    last = page.context.clock.today()
    due = replace(page._found.due, last_day=last, days_left=0)
    page.steps.show_due(due, last)
    assert page.steps.title.text().endswith("hết hạn hôm nay")
    assert page.steps._day.text() == ""


def test_that_the_steps_of_the_report_lead_to_their_places(page: TodayPage) -> None:
    assert page.steps.title.text() == "Báo cáo quý IV · còn 41 ngày"
    strip = page.steps.strip
    assert strip.accessibleName().startswith("Ghi sổ: Đã ghi 2 hoạt động, 1 còn thiếu hồ sơ")
    strip.setFocus()
    wanted = ["activities_wanted", "activities_wanted", "writing_wanted", "report_wanted",
              "report_wanted", "usb_wanted"]  # fmt: skip
    for name in wanted:
        QTest.keyClick(strip, Qt.Key.Key_Return)
        assert page.asked[-1][0] == name
        QTest.keyClick(strip, Qt.Key.Key_Right)
    assert page.asked[2][1] == Q4


def test_that_a_day_of_the_week_opens_what_it_holds(page: TodayPage) -> None:
    strip = page.week.strip
    assert "T4 13/11: đã tổ chức 1" in strip.accessibleName()
    assert "T7 16/11: dự kiến 1, chưa ghi" in strip.accessibleName()
    for number, wanted in ((2, "activities_wanted"), (5, "planned_wanted")):
        at = strip._slot(number).center().toPoint()
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
        assert page.asked[-1][0] == wanted
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert strip._key(strip._current) == "2024-11-15"


def test_that_the_page_reads_again_only_while_it_is_shown(page: TodayPage) -> None:
    page.hide()
    with page.store.write() as session:
        log(session, held_on=date(2024, 11, 14))
    page.context.operations.changed.emit()
    assert "2 / 8" in page.sessions.accessibleName()
    page.show()
    assert "3 / 8" in page.sessions.accessibleName()


def test_that_a_register_without_anything_says_what_to_do_first(
    qtbot: Any, store: Store, inline: Any
) -> None:
    with store.write() as session:
        want(session)
    made = opened(qtbot, TodayPage, store, inline, Edition.WARD)
    assert made.banner.accessibleName().startswith("Sổ chưa có hoạt động nào")
    assert made.paces.empty.isVisible()
    made.banner.link.click()
    assert made.asked == [("form_wanted",)]


def test_that_the_lower_cards_become_lists_on_a_large_screen(page: TodayPage) -> None:
    assert page.steps.strip.isVisible()
    page.resize(1678, 937)
    assert not page.steps.strip.isVisible()
    lines = page.week._list._lines
    assert lines[0].accessibleName() == "Thứ Bảy 16/11, 19:00 · Vay vốn, Buôn Đŭng"
    QTest.mouseClick(lines[0], Qt.MouseButton.LeftButton)
    assert page.asked == [("planned_wanted",)]


def require_small_and_named(made: Any) -> None:
    """Fail if a page does not fit 1366x697, or a widget that takes keys has no name."""
    QAccessible.setActive(True)
    hint = made.findChild(QScrollArea).widget().minimumSizeHint()
    assert (hint.width() <= 1037, hint.height() <= 607) == (True, True)
    nameless = [
        type(one).__name__
        for one in made.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
    ]  # fmt: skip
    assert nameless == []


def test_that_the_page_fits_the_small_screen_and_has_names(page: TodayPage) -> None:
    require_small_and_named(page)


def test_that_the_citys_page_names_who_is_behind_and_leads_on(
    qtbot: Any, city: Store, inline: Any
) -> None:
    with city.write() as session:
        lead, part = joint(session)
        want(session, ("CT01", 2, lead.unit_id), ("CT01", 9, part.unit_id))
        hold(session, lead, part)
    made = opened(qtbot, CityTodayPage, city, inline, Edition.CITY)
    assert made.sessions.accessibleName().startswith("Buổi đã tổ chức: 1 / 11 buổi. Chậm")
    assert made.units.bars.accessibleName() == "Xã Cư Êbur 11%; Phường Tân Lập 50%"
    late = sum(one.late for one in made.units.bars._bars)
    assert made.units.key.text().startswith(f"{late} đơn vị chậm so với hạn của mình (cam)")
    made.units.bars.setFocus()
    QTest.keyClick(made.units.bars, Qt.Key.Key_Return)
    assert made.asked[-1][2] == "Xã Cư Êbur, từ 01/10/2024"
    assert count_of(made) == 1
    made.units.choose(1)
    made.units.table.select(0)
    QTest.keyClick(made.units.table, Qt.Key.Key_Return)
    assert made.asked[-1][2] == "Buổi truyền thông trực tiếp"
    made.came.link.click()
    assert made.asked[-1] == ("usb_wanted",)
    QTest.keyClick(made.sent, Qt.Key.Key_Return)
    assert made.asked[-1][0] == "board_wanted"
    QTest.keyClick(made, Qt.Key.Key_F8)
    assert made.asked[-1][0] == "board_wanted"
    require_small_and_named(made)


def test_that_mended_papers_are_not_asked_for_again(page: TodayPage) -> None:
    with page.store.write() as session:
        own = settings.read(session).unit_id
        planned.drop(session, planned.overdue(session, date(2024, 11, 14))[0].id)
        for key in activities.counted(session, own, Q4.first, Q4.last):
            one = activities.get(session, own, key)
            activities.save(session, replace(one, status=Status.COMPLETE))
    page.refresh()
    assert page.banner.accessibleName().startswith("Hôm nay không có việc gấp. Buổi dự kiến gần")
