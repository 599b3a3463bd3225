"""The page Gửi – nhận USB with real threads; folders stand in for sticks, but for the last tests."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton, QWidget

from db.store import Store
from desktop.core import (
    delivery,
    drives,
    exchange,
    intake,
    ledger,
    periods,
    registers,
    reports,
    usb,
)
from desktop.core import sticks as core_sticks
from desktop.core.errors import DeliveryError, DriveReason, PackageError, PackageReason
from desktop.core.packages import reader, sealing
from desktop.core.registers import NewRegister
from desktop.core.reports import State
from desktop.core.settings import Role
from desktop.ui import messages, theme, usb_watch, usb_words
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.usb_page import UsbPage
from desktop.ui.usb_box import DeliveryBox
from desktop.ui.usb_cards import in_reading_order
from tests import real_drives
from tests.builders import CLOCK, log
from tests.ui.scripted import ScriptedDialogs

T = TypeVar("T")
Q4 = periods.parse("2024-Q4")
ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


class Sticks:
    """Folders that the page takes for sticks."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.plugged: list[Path] = []

    def plug_in(self, name: str = "KINGSTON") -> Path:
        folder = self.place / name
        folder.mkdir(parents=True, exist_ok=True)
        self.plugged.append(folder)
        return folder

    def pull_out(self, folder: Path) -> None:
        self.plugged.remove(folder)
        shutil.rmtree(folder)


@pytest.fixture
def sticks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sticks:
    made, volume = Sticks(tmp_path / "media"), drives.volume
    monkeypatch.setattr(usb_watch, "POLL_MS", 60)
    monkeypatch.setattr(usb_watch, "LISTEN_MS", 10)
    monkeypatch.setattr(core_sticks, "removable", lambda: list(made.plugged))

    def as_stick(folder: Path) -> drives.Volume:
        found = volume(folder)
        if folder not in made.plugged:
            return found
        return replace(found, name=folder.name, file_system="FAT32", removable=True)

    monkeypatch.setattr(drives, "volume", as_stick)
    return made


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def operations(store: Store, dialogs: ScriptedDialogs) -> Iterator[Operations]:
    made = Operations(store.read, store.write, dialogs)
    yield made
    made.close()


@pytest.fixture
def window(qapp: QApplication, qtbot: Any) -> QMainWindow:
    theme.apply(qapp, theme.Edition.WARD)
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def page(
    window: QMainWindow,
    qtbot: Any,
    sticks: Sticks,
    operations: Operations,
    dialogs: ScriptedDialogs,
) -> UsbPage:
    made = UsbPage(Context(operations, dialogs, CLOCK))
    window.setCentralWidget(made)
    window.resize(1154, 620)
    with qtbot.waitActive(window):
        window.show()
    made.setFocus()
    qtbot.waitUntil(lambda: made._desk is not None)
    return made


@pytest.fixture
def locked(store: Store) -> Store:
    with store.write() as session:
        log(session)
        exchange.lock(session, Q4)
    return store


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    wanted = NewRegister(role=Role.CITY, unit_code="643", officer="A")
    made = registers.create(tmp_path / "city.sotr", wanted, CLOCK)
    yield made
    made.close()


def type_key(page: UsbPage, key: Qt.Key) -> None:
    QTest.keyClick(page.window().windowHandle(), key)


def ask(page: UsbPage, work: Callable[[Any], T]) -> T:
    """Look into the register as the page does, on its worker."""
    executor, store = page.context.operations._executor, page.context.operations._read

    def look() -> T:
        with store() as session:
            return work(session)

    return executor.submit(look).result()


def state(page: UsbPage) -> State:
    return ask(page, lambda session: reports.versions(session, Q4)[-1].state)


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def press(widget: QWidget, words: str) -> QPushButton:
    found = [one for one in widget.findChildren(QPushButton) if one.accessibleName() == words]
    (button,) = [one for one in found if one.isVisible()]
    return button


def ready(qtbot: Any, page: UsbPage) -> None:
    qtbot.waitUntil(page.send.write_button.isEnabled)


def wait_text(qtbot: Any, widget: QWidget, wanted: str) -> None:
    qtbot.waitUntil(lambda: wanted in texts(widget))


def write_now(qtbot: Any, page: UsbPage) -> None:
    ready(qtbot, page)
    page.send.write_button.click()
    qtbot.waitUntil(lambda: not page._writing)


def receipts(city: Store, stick: Path, answers: tuple[str, ...] = ("received",)) -> list[Path]:
    """The city takes what is on the stick and answers."""
    (report,) = stick.glob("BaoCao_*.sott")
    made = []
    with city.write() as session:
        outcome = intake.receive(session, report.name, report.read_bytes())
        key = outcome.header.package_id
        if outcome.result is intake.Result.QUARANTINE:
            intake.trust_blindly(session, key)
        for answer in answers:
            one = intake.answer(session, key, answer, "Xem lại." if answer == "returned" else "")
            made.append(stick / one.entry.file_name)
            made[-1].write_bytes(one.file)
    return made


def tail(receipt: Path) -> str:
    return intake.key_code(reader.look(receipt.read_bytes()).signer)[-9:]


def test_that_nothing_locked_says_what_to_do_first(qtbot: Any, page: UsbPage) -> None:
    assert "Vào trang Báo cáo" in texts(page.send)
    assert "Chưa thấy USB nào" in texts(page.drives)
    assert page.table.isHidden()
    with qtbot.waitSignal(page.reports_wanted):
        press(page.send, "Mở trang Báo cáo").click()


def test_that_sticks_come_and_go_while_the_page_is_open(
    qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    first = sticks.plug_in()
    qtbot.waitUntil(lambda: page.drives.current_stick() is not None)
    assert page.window().focusWidget().accessibleName().startswith("USB: KINGSTON. Còn trống")
    second = sticks.plug_in("SANDISK")
    qtbot.waitUntil(lambda: len(page.watch.sticks) == 2)
    assert page.drives.current() == first
    sticks.pull_out(first)
    qtbot.waitUntil(lambda: page.drives.current() == second)
    sticks.pull_out(second)
    wait_text(qtbot, page.drives, "Chưa thấy USB nào")


def test_that_a_hidden_page_leaves_sticks_alone(qtbot: Any, page: UsbPage, sticks: Sticks) -> None:
    page.hide()
    folder = sticks.plug_in()
    qtbot.wait(200)
    assert page.watch.sticks == {}
    page.show()
    qtbot.waitUntil(lambda: folder in page.watch.sticks)


def test_that_three_keys_send_a_report(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    sticks.plug_in("A")
    wanted = sticks.plug_in("B")
    qtbot.waitUntil(lambda: len(page.watch.sticks) == 2 and all(page.watch.sticks.values()))
    assert "chưa mã hóa" in texts(page.send)
    for key in (DOWN, ENTER, ENTER):
        type_key(page, key)
    wait_text(qtbot, page.send, "Đã ghi và đọc lại đúng. Có thể rút USB")
    assert len(list(wanted.glob("BaoCao_24160-*_2024-Q4_v1_*.sott"))) == 1
    assert state(page) is State.SENT
    assert page.window().focusWidget().accessibleName() == "Tháo USB an toàn"
    digest = bytes.fromhex(ask(page, lambda session: reports.current(session, Q4).digest))
    assert sealing.code(digest) in texts(page.send)


def test_that_the_only_stick_stays_chosen_and_two_keys_send(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    ready(qtbot, page)
    type_key(page, ENTER)
    assert page.drives.current() == folder
    assert page.window().focusWidget() is page.send.write_button
    type_key(page, ENTER)
    wait_text(qtbot, page.send, "Đã ghi và đọc lại đúng")


def test_that_nothing_counts_as_sent_before_the_read_back(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = delivery.deliver, []

    def watched(*given: Any) -> delivery.Delivered:
        done = real(*given)
        with locked.read() as session:  # on the worker already
            (report,) = reports.versions(session, Q4)
        seen.append((report.state, threading.current_thread() is threading.main_thread()))
        return done

    monkeypatch.setattr(delivery, "deliver", watched)
    sticks.plug_in()
    write_now(qtbot, page)
    assert seen == [(State.LOCKED, False)]
    assert state(page) is State.SENT


@pytest.mark.parametrize("reason", list(DriveReason))
def test_that_each_failure_shows_its_sentence_and_a_retry_works(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks, monkeypatch: pytest.MonkeyPatch,
    reason: DriveReason,
) -> None:  # fmt: skip
    error = DeliveryError(Path("BaoCao.sott"), reason)

    def fail(*_: Any) -> None:
        raise error

    real = delivery.deliver
    monkeypatch.setattr(delivery, "deliver", fail)
    sticks.plug_in()
    write_now(qtbot, page)
    said = messages.describe(error)
    for sentence in (said.title, said.why, *said.steps, said.safe):
        wait_text(qtbot, page.send, sentence)
    assert state(page) is State.LOCKED
    monkeypatch.setattr(delivery, "deliver", real)
    again = page.window().focusWidget()
    assert again.accessibleName() == "Ghi lại"
    type_key(page, ENTER)
    wait_text(qtbot, page.send, "Đã ghi và đọc lại đúng")
    assert state(page) is State.SENT


def test_that_cancelling_leaves_nothing_behind_and_nothing_sent(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(data: bytes, folder: Path, name: str, progress: Any) -> None:
        progress.step(delivery.COPYING, 1, 2 * len(data))
        while True:
            threading.Event().wait(0.01)
            progress.step()

    monkeypatch.setattr(delivery, "deliver", endless)
    folder = sticks.plug_in()
    ready(qtbot, page)
    said: list[str] = []
    page.said.connect(lambda text, _undo: said.append(text))
    page.send.write_button.click()
    qtbot.waitUntil(lambda: page.findChild(DeliveryBox) is not None)
    box = page.findChild(DeliveryBox)
    qtbot.waitUntil(box.isVisible)
    assert "Chép sang USB" in texts(box)
    assert not page.may_close()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page._writing)
    assert said == ["Đã hủy ghi. Trên USB không có tệp ghi dở."]
    assert page.isEnabled()
    assert page.may_close()
    assert list(folder.glob("*.sott*")) == []
    assert state(page) is State.LOCKED
    assert page.send.can_write()


def test_that_the_box_counts_what_is_written_and_read_back(qtbot: Any, page: UsbPage) -> None:
    box = DeliveryBox(page, "Quý IV năm 2024, bản số 1 → KINGSTON", 2048)
    box.progress.step(delivery.COPYING, 1024, 4096)
    box._look_again()
    assert [one.text() for one in box._sizes] == ["1,0 KB / 2,0 KB", "2,0 KB"]
    assert box._count.text() == "25 %"
    box.progress.step(delivery.READING_BACK, 3072)
    box._look_again()
    assert [one.text() for one in box._sizes] == ["2,0 KB", "1,0 KB / 2,0 KB"]
    box.finish()


def test_that_the_same_package_is_found_again_and_can_go_to_another_stick(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    first = sticks.plug_in()
    write_now(qtbot, page)
    press(page.send, "Xong").click()
    write_now(qtbot, page)
    wait_text(qtbot, page.send, "Gói này đã có sẵn, đọc lại đúng")
    press(page.send, "Xong").click()
    second = sticks.plug_in("SANDISK")
    qtbot.waitUntil(lambda: page.watch.sticks.get(second) is not None)
    page.drives.choose(second)
    write_now(qtbot, page)
    assert [one.read_bytes() for one in first.glob("*.sott")] == [
        one.read_bytes() for one in second.glob("*.sott")
    ]


def test_that_eject_says_whether_the_stick_can_be_pulled_out(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    answers = [False, True]

    def eject(folder: Path) -> bool:
        asked.append(folder)
        return answers.pop(0)

    monkeypatch.setattr(delivery, "eject", eject)
    folder = sticks.plug_in()
    write_now(qtbot, page)
    press(page.send, "Tháo USB an toàn").click()
    wait_text(qtbot, page.send, "Máy chưa tháo được USB")
    press(page.send, "Tháo USB an toàn").click()
    wait_text(qtbot, page.send, "Đã tháo USB an toàn. Rút USB ra được rồi.")
    assert asked == [folder, folder]


def test_that_a_folder_serves_without_a_stick(
    locked: Store, qtbot: Any, page: UsbPage, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    dialogs.open_path = tmp_path / "nop"
    dialogs.open_path.mkdir()
    press(page.drives, "Chọn thư mục…").click()
    write_now(qtbot, page)
    wait_text(qtbot, page.send, "Nhớ chép tệp sang USB để nộp")
    assert "Tháo USB an toàn" not in [
        one.accessibleName() for one in page.findChildren(QPushButton) if one.isVisible()
    ]
    assert len(list(dialogs.open_path.glob("*.sott"))) == 1


def test_that_receipts_are_read_by_themselves_once_their_key_is_trusted(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    first, _ = receipts(city, folder, ("received", "returned"))
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 2)
    row = next(iter(page.receive.rows.values()))
    qtbot.waitUntil(row.tail.isVisible)
    assert "Gõ 8 số cuối của mã khóa ghi trong công văn" in texts(row)
    qtbot.keyClicks(row.tail, "12")
    qtbot.keyClick(row.tail, ENTER)
    qtbot.waitUntil(lambda: "8 chữ số" in row.problem.text())
    wrong = "00000000" if tail(first).replace(" ", "") != "00000000" else "11111111"
    row.tail.setText(wrong)
    row.button.click()
    qtbot.waitUntil(lambda: row.problem.text() == usb_words.WRONG_TAIL)
    assert state(page) is State.SENT
    row.tail.setText(tail(first))
    row.button.click()
    qtbot.waitUntil(lambda: page.receive.rows == {})
    wait_text(qtbot, page.receive, "trả lại để sửa báo cáo quý IV năm 2024, bản số 1")
    assert "Cần sửa: Xem lại." in texts(page.receive)
    assert state(page) is State.RETURNED
    shown = ["Quý IV năm 2024 · Xem lại.", "1", "Cấp trên trả lại để sửa", "16/12/2024"]
    cell = page.table.table
    qtbot.waitUntil(lambda: [cell.data(cell.index(0, column)) for column in range(4)] == shown)
    receipts(city, folder, ("accepted",))
    page.look_again()
    wait_text(qtbot, page.receive, "Vừa đọc biên nhận: Thành phố Buôn Ma Thuột đã chấp nhận")
    press(page.send, "Xong").click()
    wait_text(qtbot, page.send, usb_words.ALL_SETTLED)
    assert ask(page, usb.desk).encrypted


def test_that_one_receipt_is_one_write_however_often_the_stick_is_seen(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks, operations: Operations
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    (receipt,) = receipts(city, folder)
    writes: list[int] = []
    operations.changed.connect(lambda: writes.append(1))
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    for _ in range(3):
        page.watch.look_again()
    qtbot.waitUntil(lambda: not page.watch._busy)
    qtbot.wait(100)
    assert writes == [1]
    assert [one.file_name for one in ask(page, ledger.waiting)] == [receipt.name]


def test_that_a_receipt_that_is_refused_is_tried_once_for_each_time_it_is_plugged_in(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder = sticks.plug_in()
    write_now(qtbot, page)
    (receipt,) = receipts(city, folder)
    data, tries = receipt.read_bytes(), []

    def refuse(*_: Any) -> None:
        tries.append(1)
        raise PackageError(PackageReason.GZIP)

    monkeypatch.setattr(usb, "take", refuse)
    page.look_again()
    wait_text(qtbot, page.receive, "phần nén bên trong gói bị hỏng")
    for _ in range(3):
        page.watch.look_again()
    qtbot.waitUntil(lambda: not page.watch._busy)
    qtbot.wait(100)
    assert tries == [1]
    sticks.pull_out(folder)
    qtbot.waitUntil(lambda: page.watch.sticks == {})
    (sticks.plug_in() / receipt.name).write_bytes(data)
    page.watch.look_again()
    qtbot.waitUntil(lambda: tries == [1, 1])


def test_that_typed_digits_stay_when_something_else_changes(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    receipts(city, folder)
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    row = next(iter(page.receive.rows.values()))
    row.tail.setFocus()
    qtbot.keyClicks(row.tail, "1234")
    page.write(lambda session: log(session, title="Khác", held_on=date(2024, 12, 15)))
    qtbot.wait(100)
    assert list(page.receive.rows.values()) == [row]
    assert row.tail.text() == "1234"
    assert row.tail.hasFocus()


def test_that_refused_packages_say_why_and_what_to_do(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    (report,) = folder.glob("*.sott")
    (folder / "hong.sott").write_bytes(report.read_bytes()[:-400])
    page.look_again()
    wait_text(qtbot, page.receive, "Không nhận hong.sott – tệp không đủ: USB bị rút sớm")
    assert "Nhờ nơi gửi ghi lại gói lên USB rồi nhận lại." in texts(page.receive)
    assert "Báo cáo quý IV năm 2024, bản số 1 của đơn vị mình" in texts(page.receive)


def test_that_a_stick_that_cannot_be_written_says_so_and_the_button_rests(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = core_sticks.Finding("full", core_sticks.Severity.STOP, "USB đã đầy.")
    real = core_sticks.look
    monkeypatch.setattr(core_sticks, "look", lambda *given: replace(real(*given), findings=(stop,)))
    sticks.plug_in()
    wait_text(qtbot, page.drives, "USB đã đầy.")
    assert not page.send.write_button.isEnabled()
    assert page.send._hint.whole_text().startswith("Chưa ghi được vào nơi này")


def test_that_enter_on_a_version_shows_why_it_was_opened_again(
    locked: Store, qtbot: Any, page: UsbPage, dialogs: ScriptedDialogs
) -> None:
    page.write(lambda session: reports.reopen(session, Q4, "Sót một buổi"))
    cell = page.table.table
    qtbot.waitUntil(lambda: cell.data(cell.index(0, 2)) == "BẢN IN ĐÃ CŨ")
    page.table.select(0)
    qtbot.keyClick(page.table, ENTER)
    assert dialogs.told == ["Quý IV năm 2024, bản số 1"]


def test_that_tab_goes_as_people_read_and_every_stop_has_a_name(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    receipts(city, folder)
    press(page.send, "Xong").click()
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    QAccessible.setActive(True)
    row = next(iter(page.receive.rows.values()))
    qtbot.waitUntil(row.tail.isVisible)
    page.drives.first_stop().setFocus()
    names = []
    while (name := name_of(page.window().focusWidget())) not in names:
        names.append(name)
        type_key(page, Qt.Key.Key_Tab)
    assert [one.split(":")[0].split(".")[0] for one in names] == [
        "USB", "Tìm lại USB", "Chọn thư mục…", "Báo cáo", "Ghi ra USB",
        "8 số cuối của mã khóa", "Tin khóa này", "Tình trạng các bản báo cáo",
    ]  # fmt: skip
    visible = [one for one in in_reading_order(page.layout()) if one.isVisible()]
    assert all(name_of(one) for one in visible)


def name_of(widget: QWidget) -> str:
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def test_that_the_page_fits_the_small_screen(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    receipts(city, folder)
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    smallest = page.minimumSizeHint()
    assert smallest.width() <= 1366 - theme.dp(212)
    assert smallest.height() <= 680 - theme.dp(90)


@pytest.fixture
def exfat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[real_drives.Drive]:
    place = tmp_path / "that"
    place.mkdir()
    monkeypatch.setattr(drives, "_PLACES", (place,))
    monkeypatch.setattr(usb_watch, "POLL_MS", 60)
    with real_drives.drive("exfat", place) as made:
        monkeypatch.setattr(core_sticks, "removable", drives.removable)
        yield made


def resting(qtbot: Any, page: UsbPage) -> None:
    """Let no thread of the page hold the stick."""
    page.hide()
    qtbot.waitUntil(lambda: not page.watch._busy)


def test_that_a_real_stick_pulled_out_in_between_can_be_written_again(
    locked: Store, qtbot: Any, page: UsbPage, exfat: real_drives.Drive,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    real = delivery.deliver

    def pulled(*given: Any) -> delivery.Delivered:
        exfat.pull_out()
        return real(*given)

    monkeypatch.setattr(delivery, "deliver", pulled)
    write_now(qtbot, page)
    wait_text(qtbot, page.send, "Không còn thấy USB: USB đã bị rút ra")
    assert state(page) is State.LOCKED
    monkeypatch.setattr(delivery, "deliver", real)
    exfat.unplug()
    wait_text(qtbot, page.drives, "Chưa thấy USB nào")
    press(page.send, "Ghi lại").click()
    assert not page._writing
    exfat.plug_in()
    qtbot.waitUntil(lambda: page.drives.current_stick() is not None)
    press(page.send, "Ghi lại").click()
    wait_text(qtbot, page.send, "Đã ghi và đọc lại đúng. Có thể rút USB")
    assert state(page) is State.SENT
    resting(qtbot, page)


def test_that_a_real_stick_that_is_read_only_is_told_and_taken_when_it_is_not(
    locked: Store, qtbot: Any, page: UsbPage, exfat: real_drives.Drive
) -> None:
    resting(qtbot, page)
    exfat.unplug()
    exfat.plug_in(read_only=True)
    page.show()
    wait_text(qtbot, page.drives, "USB chỉ cho đọc")
    assert not page.send.write_button.isEnabled()
    resting(qtbot, page)
    exfat.unplug()
    exfat.plug_in()
    page.show()
    page.look_again()
    ready(qtbot, page)
    resting(qtbot, page)
