"""The city looks at a package and answers it by keyboard; the ward is led to the field."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from db.store import Store
from desktop.core import (
    answers,
    board,
    board_detail,
    funds,
    ledger,
    periods,
    registers,
    reports,
    settings,
    sticks,
)  # fmt: skip
from desktop.core.activities import Expense, Status
from desktop.core.exchange import Made
from desktop.core.funds import Fund
from desktop.core.registers import NewRegister
from desktop.core.returns import ACTIVITY_FIELDS, Item, State
from desktop.core.settings import Role
from desktop.core.tasks import Step
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.activity_form import ActivityForm
from desktop.ui.screens.narrative_page import NarrativePage
from desktop.ui.screens.package_page import PackagePage
from desktop.ui.screens.report_page import ReportPage
from tests.builders import CLOCK, add_hamlet, log
from tests.core.test_answers import edit, give_back, ids, send, take
from tests.ui.scripted import ScriptedDialogs
from tests.ui.test_keystrokes import Typist

Q4 = periods.parse("2024-Q4")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def city_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("city") / "city.sotr"
    wanted = NewRegister(role=Role.CITY, unit_code="643", officer="Nguyễn Văn Hùng")
    registers.create(path, wanted, CLOCK).close()
    return path


@pytest.fixture
def city(city_template: Path, tmp_path: Path) -> Iterator[Store]:
    for name in ("city.sotr", "city.khoa.json"):
        shutil.copyfile(city_template.with_name(name), tmp_path / name)
    made = Store.open(tmp_path / "city.sotr", {"clock": CLOCK})
    yield made
    made.close()


@pytest.fixture
def ward(store: Store) -> Store:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng")
        log(session, title="Chuẩn nghèo", hamlets=(place.id,), attendees=57, women=31)
        log(session, title="Nhà ở", attendees=2_500, held_on=date(2024, 11, 20))
    return store


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def sent(ward: Store, city: Store, monkeypatch: pytest.MonkeyPatch) -> Made:
    monkeypatch.setattr(sticks, "removable", list)
    made = send(ward)
    take(city, made)
    return made


@pytest.fixture
def open_page(qtbot: Any, inline: Any, dialogs: ScriptedDialogs) -> Any:
    def opened(store: Store, kind: Any) -> Any:
        operations = Operations(store.read, store.write, dialogs, inline)
        page = kind(Context(operations, dialogs, CLOCK))
        page.operations = operations
        qtbot.addWidget(page)
        page.resize(1154, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return opened


@pytest.fixture
def page(open_page: Any, city: Store, sent: Made) -> PackagePage:
    made: PackagePage = open_page(city, PackagePage)
    made.show_package(sent.entry.id)
    made.table.setFocus()
    return made


def said(city: Store, made: Made) -> tuple[Any, tuple[Item, ...]]:
    with city.read() as session:
        return answers.of(session, made.entry.id), answers.items(session, made.entry.id)


def test_that_a_record_is_returned_with_at_most_six_keys(
    page: PackagePage, city: Store, sent: Made, ward: Store
) -> None:
    page.table.select(0)
    keys = Typist(already=0)
    keys.press(Qt.Key.Key_T, CTRL)
    keys.type("12")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_F9)
    answer, items = said(city, sent)
    assert answer.state is State.RETURNED
    (item,) = items
    assert (item.record, item.part) == (ids(ward)[0], "topics")
    assert item.reason.startswith("Tên hoặc chủ đề chưa rõ, không đúng kế hoạch. Ví dụ đúng: ")
    assert "Đề nghị sửa và gửi lại trước ngày 19/12/2024." in answer.note
    assert keys.count <= 6, f"{keys.count} keys"
    print(f"return: {keys.count} keys")


def test_that_a_field_that_is_none_is_said_and_nothing_is_gathered(
    page: PackagePage, ward: Store
) -> None:
    said: list[str] = []
    page.said.connect(lambda text, _: said.append(text))
    page.table.select(0)
    form = page.pane.form
    form.begin()
    form.reason.set_value(next(iter(form._reasons)))
    form.field.setText("không có ô này")
    form.add.click()
    assert said == [form.field.trouble()]
    assert "Không có “không có ô này”" in said[0]
    assert form.field.hasFocus()
    assert page._items == []
    form.field.setText("5")
    form.add.click()
    (item,) = page._items
    assert (item.record, item.part) == (ids(ward)[0], list(ACTIVITY_FIELDS)[4])


def test_that_words_and_figures_can_be_read_whole(page: PackagePage) -> None:
    page.chips[4].click()
    assert [page.table.isColumnHidden(number) for number in range(5)] == [
        True,
        False,
        True,
        True,
        False,
    ]
    row = next(n for n, one in enumerate(page.table.table.values) if one.id == "CT20")
    page.table.select(row)
    one = page.table.selected()
    (text,) = [t for t in page.pane.findChildren(QPlainTextEdit) if t.accessibleName() == one.title]
    assert text.toPlainText() == one.full
    assert one.full.startswith("Kết quả: giao") or "chi" in one.full
    assert one.title in page.table.table.index(row, 1).data(Qt.ItemDataRole.ToolTipRole)
    page.chips[0].click()
    assert not page.table.isColumnHidden(0)


def test_that_activities_without_a_whole_dossier_are_marked(page: PackagePage) -> None:
    page.chips[2].click()
    shown = page.table.table.values
    assert page.chips[2].text() == f"Thiếu hồ sơ · {len(shown)}"
    assert [row.id for row in shown] == [one.id for one in page._found.lines]
    texts = [page.table.table.index(n, 4).data() for n in range(len(shown))]
    assert texts == ["Thiếu hồ sơ", "1 cảnh báo · Thiếu hồ sơ"]
    whole = [
        replace(one, activity=replace(one.activity, status=Status.COMPLETE))
        for one in page._found.lines
    ]
    page._show(replace(page._found, lines=tuple(whole)))
    assert page.chips[2].text() == "Thiếu hồ sơ · 0"


def test_that_a_warning_suggests_reason_and_field(
    page: PackagePage, city: Store, sent: Made, ward: Store
) -> None:
    keys = Typist(already=0)
    keys.press(Qt.Key.Key_F8)
    assert page.table.selected().title == "Nhà ở"
    keys.press(Qt.Key.Key_T, CTRL)
    keys.press(Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "ghi 2500")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_F9)
    _, (item,) = said(city, sent)
    assert (item.record, item.part) == (ids(ward)[1], "attendees")
    assert "Ghi 2500." in item.reason
    assert keys.count <= 6, f"{keys.count} keys"


def test_that_the_receipt_waits_without_a_stick_and_is_written_with_one(
    page: PackagePage, city: Store, sent: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.pane.note.set_value("Làm lại")
    page.give_back()
    assert "chờ ghi" in page.banner._text.text()
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / sent.entry.file_name).write_bytes(sent.file)
    monkeypatch.setattr(sticks, "removable", lambda: [usb])
    page.accept()
    assert "Đã ghi biên nhận lên USB" in page.banner._text.text()
    assert len(list(usb.glob("BienNhan*.sott"))) == 1
    with city.read() as session:
        assert answers.pending(session) == []
        made = ledger.newest(session, out=True)
    assert [one.state for one in made].count(ledger.State.DELIVERED) == 1


def test_that_nothing_gathered_is_nothing_returned(
    page: PackagePage, city: Store, sent: Made, dialogs: ScriptedDialogs
) -> None:
    page.give_back()
    assert said(city, sent) == (None, ())
    page.table.select(0)
    page.pane.form.begin()
    page.pane.form.reason.set_value("WOMEN_OVER")
    page.pane.form.words.returnPressed.emit()
    dialogs.answers = [False, False]
    page.accept()  # "Xem lại"
    assert said(city, sent) == (None, ())
    assert page.may_close() is False


def test_that_a_second_version_shows_what_changed_and_what_was_asked(
    open_page: Any, ward: Store, city: Store, sent: Made
) -> None:
    wrong, left = ids(ward)
    give_back(city, sent, Item(wrong, "women", "Sai."), Item(left, "", "Xem lại."))
    with ward.write() as session:
        reports.reopen(session, Q4, "sửa")
    edit(ward, wrong, women=30)
    second = send(ward)
    take(city, second)
    page = open_page(city, PackagePage)
    page.show_package(second.entry.id)
    row, same, *figures = page.table.table.values
    assert [(one.id, one.second) for one in figures] == [("CT03", "Kết quả: 53 › 52")]
    assert figures[0].full == "Bản trước: 53\nBản này: 52"
    with city.read() as session:
        line = board.read(session, Q4).line(sent.entry.unit_id)
        assert line
        assert board_detail.read(session, Q4, line).differing == len(figures) == 1
    assert (same.id, same.unmended, same.is_changed) == (left, True, False)
    assert (row.title, row.second) == ("Chuẩn nghèo", "Đổi: Số nữ: 31 › 30")
    assert row.asked == (Item(wrong, "women", "Sai."),)
    page.show_package(sent.entry.id)
    assert not page.pane.accept.isEnabled()


def test_that_an_activity_kept_anew_is_shown_though_nothing_of_it_was_sent(
    open_page: Any, ward: Store, city: Store, sent: Made
) -> None:
    """An expense is moved to another fund: which fund it is of stays in the ward."""
    (key, _) = ids(ward)
    with ward.write() as session:
        own = settings.read(session).unit_id
        found = [Fund(unit_id=own, year=year, kind="NSTW", name="TDA 2") for year in (2023, 2024)]
        kept = [funds.save(session, one).id for one in found]
    for fund_id in kept:
        with ward.write() as session:
            reports.reopen(session, Q4, "sửa")
        edit(ward, key, expenses=(Expense("XA_PHUONG", 5, "VPP", fund_id),))
        second = send(ward)
        take(city, second)
    page = open_page(city, PackagePage)
    page.show_package(second.entry.id)
    row = next(one for one in page.table.table.values if one.id == key)
    assert (row.is_changed, row.second) == (
        True, "Đổi: chi tiết chỉ có ở đơn vị, như nguồn của khoản chi",
    )  # fmt: skip


def test_that_enter_on_a_returned_item_leads_through_unlocking_to_the_field(
    qtbot: Any, open_page: Any, ward: Store, city: Store, sent: Made, dialogs: ScriptedDialogs
) -> None:
    wrong, _ = ids(ward)
    take(ward, give_back(city, sent, Item(wrong, "women", "Nữ sai."), Item("causes", "", "Thiếu.")))
    page = open_page(ward, ReportPage)
    assert page.asked.isVisible()
    assert page.asked.title.text() == "Cấp trên trả lại 2 mục: còn 2 mục chưa sửa"
    dialogs.texts = ["Cấp trên trả lại: Số nữ"]
    page.asked.table.select(0)
    with qtbot.waitSignal(page.record_wanted) as asked:
        QTest.keyClick(page.asked.table, Qt.Key.Key_Return)
    assert asked.args == [wrong, "women", "Nữ sai."]
    with ward.read() as session:
        assert reports.current(session, Q4) is None
    form = open_page(ward, ActivityForm)
    form.edit(*asked.args)
    assert form._body.message("women") == "Cấp trên trả lại: Nữ sai."
    assert form._body._focused() == "women"
    form._body.field("women").set_value(30)
    form.save()
    assert [one.done for one in page.asked.found] == [False, False]
    page.refresh()
    assert sorted(one.done for one in page.asked.found) == [False, True]
    assert page.asked.warning(Q4) == "Còn 1 mục cấp trên trả lại chưa sửa. "
    with qtbot.waitSignal(page.part_wanted) as asked:
        page.mend(next(one for one in page.asked.found if not one.done))
    words = open_page(ward, NarrativePage)
    words.show_period(*asked.args)
    assert words._messages["causes"].text() == "Cấp trên trả lại: Thiếu."
    assert words.fields["causes"].hasFocus()


@pytest.mark.parametrize("wide", [1366 - 212, 1093 - 56])
def test_that_no_chip_is_cut_however_narrow_the_page_is(
    qtbot: Any, page: PackagePage, wide: int
) -> None:
    page.resize(wide, 640)
    line = page.chips[0].parentWidget()

    def whole() -> bool:
        return all(
            one.size() == one.sizeHint() and line.rect().contains(one.geometry())
            for one in page.chips
        )

    for count in (3, 1_203):
        for chip in page.chips:
            chip.set_count(count)
        qtbot.waitUntil(whole)


@pytest.mark.parametrize("key", ["F8", "Gửi"])
def test_that_a_returned_report_is_unlocked_before_it_is_sent_again(
    qtbot: Any, open_page: Any, ward: Store, city: Store, sent: Made, dialogs: ScriptedDialogs,
    key: str, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    wrong, _ = ids(ward)
    take(ward, give_back(city, sent, Item(wrong, "women", "Sai."), Item("causes", "", "Thiếu.")))
    given: list[str] = []

    def keep_reason(_owner: Any, _title: str, *rest: str) -> str:
        given.append(rest[-1])
        return rest[-1]

    monkeypatch.setattr(dialogs, "ask_text", keep_reason)
    page = open_page(ward, ReportPage)
    if key == "F8":
        QTest.keyClick(page, Qt.Key.Key_F8)
        assert page.tasks.buttons[Step.LOCK].hasFocus()
        QTest.keyClick(page.tasks.buttons[Step.LOCK], Qt.Key.Key_Space)
    else:
        with qtbot.assertNotEmitted(page.send_wanted):
            page.tasks.buttons[Step.SEND].setFocus()
            QTest.keyClick(page.tasks.buttons[Step.SEND], Qt.Key.Key_Space)
    (reason,) = given
    assert reason.startswith("Cấp trên trả lại: ")
    assert reason.endswith(" và 1 mục khác")
    assert page.asked.table.hasFocus()
    with ward.read() as session:
        assert reports.current(session, Q4) is None
    assert page.tasks.buttons[Step.LOCK].text() == "Khóa"
    assert not page.tasks.buttons[Step.SEND].isEnabled()
