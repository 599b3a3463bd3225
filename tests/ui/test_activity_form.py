from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core import (
    activities,
    drafts,
    funds,
    hamlet_years,
    hamlets,
    listing,
    periods,
    problems,
    reports,
    settings,
    speakers,
    tasks,
)
from desktop.core.activities import Activity, Expense, Status
from desktop.core.errors import ConflictError
from desktop.core.funds import Fund
from desktop.core.hamlet_years import HamletYear
from desktop.core.listing import Filter
from desktop.ui import theme
from desktop.ui.activity_detail import detail
from desktop.ui.form import FormBody
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.activity_form import ActivityForm
from tests.builders import CLOCK, add_hamlet, log
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def make_form(qtbot: QtBot, store: Store, inline: Any, dialogs: ScriptedDialogs) -> Any:
    def make() -> ActivityForm:
        theme.apply(QApplication.instance(), theme.Edition.WARD)
        operations = Operations(store.read, store.write, dialogs, inline)
        form = ActivityForm(Context(operations, dialogs, CLOCK))
        window = QMainWindow()
        window.setCentralWidget(form)
        window.resize(1154, 620)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        form.frame = window
        return form

    return make


def body(form: ActivityForm) -> FormBody:
    assert form._body is not None
    return form._body


def put(form: ActivityForm, **values: Any) -> None:
    """As if typed: every value is shown and said to be changed."""
    for key, value in values.items():
        body(form).field(key).set_value(value)
        body(form).field(key).changed.emit()


def all_kept(store: Store) -> list[Activity]:
    with store.read() as session:
        unit = settings.read(session).unit_id
        lines = listing.find(session, Filter(unit_id=unit)).lines
        return [activities.get(session, unit, one.id) for one in lines]


def all_drafts(store: Store) -> list[drafts.Draft]:
    with store.read() as session:
        return drafts.all_of(session)


QUARTER = periods.containing(date(2024, 12, 14), "Q", periods.Rule.ADMINISTRATIVE)


def test_that_a_day_of_a_locked_period_is_said_before_anything_else_is_typed(
    make_form: Any, store: Store, qtbot: QtBot
) -> None:
    with store.write() as session:
        reports.lock(session, periods.parse("2024-Q4"), b"", "0" * 64, nil=False)
    form = make_form()
    form.start_new()
    put(form, held_on=date(2024, 12, 14))
    qtbot.waitUntil(lambda: "đã khóa báo cáo" in body(form).message("held_on"))
    put(form, held_on=date(2024, 12, 15))
    qtbot.waitUntil(lambda: "đã khóa" not in body(form).message("held_on"))


TALK: dict[str, Any] = {"held_on": date(2024, 12, 14), "channel": "NOI_CHUYEN", "topics": ("DV06",)}


def test_problems_show_only_where_something_was_touched(make_form: Any) -> None:
    form = make_form()
    form.start_new()
    put(form, **TALK, attendees=10, women=20)
    form._check()
    assert "lớn hơn tổng số" in body(form).message("women")
    assert not body(form).message("hamlets")


def test_a_refused_save_goes_to_the_first_wrong_field_and_keeps_nothing(
    make_form: Any, store: Store
) -> None:
    form = make_form()
    form.start_new()
    put(form, **TALK, attendees=10, women=20)
    form.save()
    assert QApplication.focusWidget() is body(form).field("women")
    assert not all_kept(store)


def test_that_far_too_many_people_are_asked_about_and_can_be_kept(
    make_form: Any, store: Store
) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng").id
        hamlet_years.save(session, 2024, [HamletYear(place, 2024, households=242)])
    form = make_form()
    form.start_new()
    put(form, **TALK, hamlets=(place,), attendees=950)
    form._check()
    assert "số hộ của nơi tổ chức (242 hộ)" in body(form).message("attendees")
    form.save()
    (kept,) = all_kept(store)
    with store.read() as session:
        assert "crowd" in [one.code for one in detail(session, kept.unit_id, kept.id).problems]
        (lines,) = [one for one in tasks.of(session, QUARTER).lines if one.step is tasks.Step.ODD]
    assert "1 hoạt động có số khác thường" in lines.text


def test_an_unreadable_day_stops_saving(make_form: Any, store: Store) -> None:
    form = make_form()
    form.start_new()
    put(form, **TALK)
    day = body(form).field("held_on")
    day.setFocus()
    day.clear()
    QTest.keyClicks(day, "31/2")
    form.save()
    assert QApplication.focusWidget() is day
    assert body(form).message("held_on").count("\n") == 0
    assert not all_kept(store)


def test_a_draft_is_kept_offered_reopened_and_forgotten(
    make_form: Any, store: Store, qtbot: QtBot
) -> None:
    form = make_form()
    form._draft_timer.setInterval(1)
    form.start_new()
    put(
        form,
        **TALK,
        attendees=40,
        hamlets=("Thôn 9",),
        started_at=time(19, 0),
        venue="Nhà cộng đồng",
    )
    qtbot.waitUntil(lambda: bool(all_drafts(store)))
    before = body(form).values(hidden=True)
    form.start_new()
    assert not form._banner.isHidden()
    form._banner.clicked.emit()
    assert body(form).values(hidden=True) == before
    form.save()
    assert len(all_kept(store)) == 1
    assert not all_drafts(store)


def test_leaving_a_field_keeps_the_draft(make_form: Any, store: Store) -> None:
    form = make_form()
    form.start_new()
    QTest.keyClicks(QApplication.focusWidget(), "14")
    assert not all_drafts(store)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert all_drafts(store)[0].content["held_on"] == "2024-12-14"


def test_the_next_one_keeps_day_place_and_speakers_but_no_numbers(
    make_form: Any, store: Store
) -> None:
    form = make_form()
    form.start_new()
    put(
        form,
        **TALK,
        hamlets=("Thôn 9",),
        speakers=("Ama Bhiăng",),
        attendees=40,
        languages=("EDE",),
    )
    form.save(then_next=True)
    (one,) = all_kept(store)
    values = body(form).values(hidden=True)
    assert (values["held_on"], values["channel"]) == (one.held_on, "NOI_CHUYEN")
    assert (values["hamlets"], values["speakers"]) == (one.hamlets, one.speakers)
    assert values["languages"] == ("EDE",)
    assert values["attendees"] is None
    put(form, topics=("DV04",), title="Buổi khác")
    form.save()
    with store.read() as session:
        unit = settings.read(session).unit_id
        assert [one.full_name for one in hamlets.all_of(session, unit)] == ["Thôn 9"]
        assert [one.name for one in speakers.all_of(session, unit)] == ["Ama Bhiăng"]
    assert len(all_kept(store)) == 2


def test_a_broadcast_shows_its_own_fields(make_form: Any) -> None:
    form = make_form()
    form.start_new()
    put(form, channel="PHAT_THANH", airings=10, minutes=5)
    shown = body(form).values()
    assert {"items", "airings", "minutes", "until_on"} <= set(shown)
    assert not {"attendees", "poor", "speakers"} & set(shown)
    assert body(form).message("minutes") == "10 lượt × 5 phút = 50 phút"


def test_saving_twice_saves_once(make_form: Any, store: Store) -> None:
    form = make_form()
    form.start_new()
    put(form, **TALK)
    form.save()
    form.save()
    assert len(all_kept(store)) == 1


def test_a_conflict_is_shown(
    make_form: Any, store: Store, dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    with store.write() as session:
        one = log(session)
    form = make_form()
    form.edit(one.id)
    with store.write() as session:
        activities.withdraw(session, one.unit_id, one.id)
    put(form, attendees=41)
    form.save()
    qtbot.waitUntil(lambda: bool(dialogs.errors))
    assert isinstance(dialogs.errors[0], ConflictError)


def test_composed_and_decomposed_vietnamese(make_form: Any) -> None:
    form = make_form()
    form.start_new()
    title = body(form).field("title")
    title.setFocus()
    event = QInputMethodEvent()
    event.setCommitString("Buôn Đu\u0306ng")
    QApplication.sendEvent(title, event)
    assert title.text() == "Buôn Đŭng"


def test_an_unchanged_save_changes_nothing(make_form: Any, store: Store) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng").id
        one = log(
            session, hamlets=(place,), started_at=time(8), items=2, until_on=date(2024, 11, 15),
            expenses=(Expense("XA_PHUONG", 500_000), Expense("CAP_TREN", 1)), note="Ghi",
            status=Status.COMPLETE,
        )  # fmt: skip
    form = make_form()
    form.edit(one.id)
    form.save()
    assert all_kept(store) == [one]


def test_leaving_asks_only_when_something_changed(make_form: Any, dialogs: ScriptedDialogs) -> None:
    form = make_form()
    form.start_new()
    assert form.may_close()
    put(form, attendees=3)
    dialogs.answers = [False]
    assert not form.may_close()
    assert dialogs.asked == ["Rời trang khi chưa lưu?"]


def test_everything_has_a_name_and_tab_follows_reading(make_form: Any) -> None:
    form = make_form()
    form.start_new({"channel": "SINH_HOAT_CD"})
    QAccessible.setActive(True)
    for widget in form.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            found = QAccessible.queryAccessibleInterface(widget)
            assert found.text(QAccessible.Text.Name), (type(widget), widget.parent())
    walked = []
    for _ in body(form).values():
        walked.append(body(form)._focused())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert walked == list(body(form).values())


def test_that_a_joint_activity_names_its_leader_and_partners(make_form: Any, store: Store) -> None:
    form = make_form()
    form.start_new()
    assert not body(form).field("organiser_id").isVisible()
    form._show_more()
    put(form, **TALK, attendees=10)
    ids = {one.text: one.value for one in body(form).field("partners")._choices}
    names = ("Phường Tự An", "Xã Hòa Thắng")
    put(form, organiser_id=ids["Phường Tân Lập"], partners=tuple(ids[name] for name in names))
    form.save()
    (one,) = all_kept(store)
    with store.read() as session:
        known = problems.context(session).partners
        shown = detail(session, one.unit_id, one.id)
    assert known[one.organiser_id or ""].full_name == "Phường Tân Lập"
    assert [known[key].full_name for key in one.partners] == ["Phường Tự An", "Xã Hòa Thắng"]
    assert shown.joint == "Phối hợp: Phường Tân Lập chủ trì; cùng Phường Tự An, Xã Hòa Thắng"


def test_that_further_expenses_and_what_the_first_is_for_outlive_the_form(
    store: Store, make_form: Any
) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        fund = funds.save(session, Fund(unit_id=unit_id, year=2024, kind="NSTW", name="Nguồn"))
        first = Expense("XA_PHUONG", 1_000_000, "TIEN_AN", fund.id, "PC 01")
        others = (Expense("XA_PHUONG", 500_000, "BCV"), Expense("LONG_GHEP"))
        one = log(session, expenses=(first, *others))
    form = make_form()
    form.edit(one.id)
    said = "và 2 khoản khác: 500.000 đồng, sửa ở trang Kinh phí"
    assert body(form).message("amount") == said
    put(form, amount=900_000, payer="CAP_TREN")
    form.save()
    (kept,) = all_kept(store)
    assert kept.expenses == (replace(first, payer="CAP_TREN", amount=900_000), *others)
    form.edit(one.id)
    put(form, amount=None, payer=None)
    form.save()
    assert all_kept(store)[0].expenses == others
