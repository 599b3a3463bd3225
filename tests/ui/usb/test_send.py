"""Writing a report: keys, what is said, what counts as sent."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db.store import Store
from desktop.core import delivery, exchange, reports
from desktop.core.errors import DeliveryError, DriveReason
from desktop.core.packages import sealing
from desktop.core.reports import State
from desktop.ui import messages, usb_words
from desktop.ui.screens.usb_page import UsbPage
from desktop.ui.usb_box import DeliveryBox
from tests.ui.scripted import ScriptedDialogs
from tests.ui.usb.parts import (
    DOWN,
    ENTER,
    Q4,
    Sticks,
    ask,
    press,
    ready,
    state,
    texts,
    type_key,
    wait_text,
    write_now,
)


def test_that_nothing_locked_says_what_to_do_first(qtbot: Any, page: UsbPage) -> None:
    assert "Vào trang Báo cáo" in texts(page.send)
    assert "Chưa thấy USB nào" in texts(page.drives)
    assert page.table.isHidden()
    with qtbot.waitSignal(page.reports_wanted):
        press(page.send, "Mở trang Báo cáo").click()


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


def test_that_a_report_locked_later_is_offered_though_one_was_written(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    sticks.plug_in()
    write_now(qtbot, page)
    wait_text(qtbot, page.send, "Đã ghi và đọc lại đúng")
    page.refresh()
    page.context.operations.rest()
    qtbot.wait(50)
    assert "Đã ghi và đọc lại đúng" in texts(page.send)

    def lock_again(session: Any) -> None:
        reports.reopen(session, Q4, "Nữ ghi nhầm.")
        exchange.lock(session, Q4)

    page.write(lock_again)
    qtbot.waitUntil(lambda: page.send.can_write())
    assert "Đã ghi và đọc lại đúng" not in texts(page.send)
    assert page.send.report().version == 2


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
    qtbot.waitUntil(lambda: page.send._hint.whole_text() == usb_words.SENT_BEFORE)
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


def test_that_a_folder_serves_without_a_stick(
    locked: Store, qtbot: Any, page: UsbPage, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    dialogs.open_path = tmp_path / "nop"
    dialogs.open_path.mkdir()
    page.drives.other.setFocus()
    page.drives.other.click()
    qtbot.waitUntil(lambda: page.drives.first_stop().hasFocus())
    assert page.drives.current() == dialogs.open_path
    write_now(qtbot, page)
    wait_text(qtbot, page.send, "Nhớ chép tệp sang USB để nộp")
    assert "Tháo USB an toàn" not in [
        one.accessibleName() for one in page.findChildren(QPushButton) if one.isVisible()
    ]
    assert len(list(dialogs.open_path.glob("*.sott"))) == 1


def test_that_enter_on_a_version_shows_why_it_was_opened_again(
    locked: Store, qtbot: Any, page: UsbPage, dialogs: ScriptedDialogs
) -> None:
    page.write(lambda session: reports.reopen(session, Q4, "Sót một buổi"))
    cell = page.table.table
    qtbot.waitUntil(lambda: cell.data(cell.index(0, 2)) == "BẢN IN ĐÃ CŨ")
    page.table.select(0)
    qtbot.keyClick(page.table, ENTER)
    assert dialogs.told == ["Quý IV năm 2024, bản số 1"]
