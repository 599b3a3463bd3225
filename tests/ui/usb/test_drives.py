"""Sticks come and go, refuse, are ejected; the last tests have a real one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.store import Store
from desktop.core import delivery, sticks as core_sticks
from desktop.core.reports import State
from desktop.ui.screens.usb_page import UsbPage
from tests import real_drives
from tests.ui.usb.parts import Sticks, press, ready, resting, state, wait_text, write_now


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
