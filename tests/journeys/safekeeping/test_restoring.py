"""A damaged, lost or older register in the real window: the rescue, and restoring."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import SIGNAL, QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog

from db import holder, key_file
from db.store import Store
from desktop.app import Program
from desktop.app_guard import is_there
from desktop.core import backups, places, preferences, safekeeping, switching
from desktop.core.errors import StoreDamagedError
from desktop.ui import rescue
from desktop.ui.rescue import RescueBox
from desktop.ui.restore_box import RestoreBox
from tests.builders import CLOCK, MOMENT, log
from tests.journeys.safekeeping.parts import (
    TOMORROW,
    Start,
    add,
    backups_of,
    damage,
    leave,
    status,
    take,
    titles,
    toast,
)
from tests.ui.scripted import ScriptedDialogs


def test_that_a_damaged_register_is_explained_and_the_newest_backup_opened(
    start: Start, register: Path
) -> None:
    program = start()
    add(program, title="Có trong bản sao lưu")
    program.close()
    damage(register)
    before, seen = register.read_bytes(), []

    def read(box: Any) -> int:
        seen.extend(label.text() for label in box.findChildren(type(program.window._status.backup)))
        return take(box)

    rescued = start(TOMORROW, [read])
    assert titles(rescued) == ["Có trong bản sao lưu"]
    assert "Sao lưu hôm qua 08:00 (hằng ngày), sổ của Xã Cư Êbur." in seen
    assert any("1 hoạt động" in one for one in seen)
    assert any("Sẽ thiếu" in one for one in seen)
    assert "Đã khôi phục sổ" in toast(rescued)
    (put,) = register.parent.glob("so_de-rieng_*.sotr")
    assert put.read_bytes() == before


def test_that_leaving_the_rescue_changes_nothing(start: Start, register: Path) -> None:
    start().close()
    damage(register)
    before = {path: path.read_bytes() for path in register.parent.rglob("*.sotr")}
    program = start(boxes=[leave], opens=False)
    assert not program.window.isVisible()
    assert {path: path.read_bytes() for path in register.parent.rglob("*.sotr")} == before


def test_that_a_damaged_register_without_backups_is_explained(start: Start, register: Path) -> None:
    damage(register)
    seen: list[bool] = []

    def look(box: Any) -> int:
        seen.append(box.take_button.isVisibleTo(box))
        return leave(box)

    start(boxes=[look], opens=False)
    assert seen == [False]


def test_that_another_backup_can_be_chosen_in_the_rescue(
    start: Start, register: Path, qtbot: Any
) -> None:
    program = start()
    add(program, title="Một")
    program.close()
    second = start(TOMORROW)
    add(second, title="Hai")
    second.close()
    damage(register)

    def older(box: RestoreBox) -> int:
        box.view.select(1)
        qtbot.waitUntil(lambda: box.chosen is not None)
        box.accept()
        return int(QDialog.DialogCode.Accepted)

    rescued = start(TOMORROW, [lambda box: rescue.OTHER, older])
    assert titles(rescued) == ["Một"]


def test_that_a_register_of_which_a_page_is_damaged_is_found_after_a_crash(
    start: Start, register: Path, qtbot: Any
) -> None:
    store = Store.open(register, {"clock": CLOCK})
    with store.write() as session:
        for number in range(60):
            log(session, title=f"Buổi {number}")
    with store.read() as session:
        safekeeping.back_up(session, backups.Occasion.DAY)
    store.close()
    content = bytearray(register.read_bytes())
    content[-100] ^= 1
    register.write_bytes(content)
    holder.write(register, MOMENT)
    program = start(boxes=[take])
    qtbot.waitUntil(lambda: bool(program.dialogs.asked))
    assert program.dialogs.asked == [f"Không đọc được sổ “{register.name}”"]
    assert len(titles(program)) == 60
    assert list(register.parent.glob("so_de-rieng_*.sotr"))


def test_that_a_lost_key_is_put_back_from_a_backup(start: Start, register: Path) -> None:
    program = start()
    add(program)
    program.close()
    key_file.place(register).unlink()
    dialogs = ScriptedDialogs()
    dialogs.answers = [True]
    said = rescue.offer(None, dialogs, register, CLOCK, StoreDamagedError(register))
    assert "không mất gì" in said
    assert len(titles(start())) == 1


def test_that_the_officer_restores_from_the_settings(start: Start, register: Path) -> None:
    program = start()
    add(program, title="Có trong bản sao lưu")
    program.pages.settings.backups.back_up()
    assert "mở thử và đếm lại đúng" in program.pages.settings.backups.banner._text.text()
    add(program, title="Ghi sau")
    seen: list[str] = []

    def choose(box: RestoreBox) -> int:
        seen.append(box.words.text())
        box.accept()
        return int(QDialog.DialogCode.Accepted)

    program.dialogs.boxes = [choose]
    program.pages.settings.restore_wanted.emit()
    assert titles(program) == ["Có trong bản sao lưu"]
    assert "14/11/2024  Có trong bản sao lưu" in seen[0]
    assert program.dialogs.errors == []
    newest = backups_of(register)[0]
    assert newest.occasion is backups.Occasion.RESTORE
    assert backups.look(newest.path).activities == 2


def test_that_pages_of_before_hear_nothing_after_a_restore(start: Start, register: Path) -> None:
    """They are gone: a signal that still reached them ended the program."""
    program = start()
    add(program)
    program.pages.settings.backups.back_up()
    titles(program)
    heard, before = _hearers(program), program.pages
    program.dialogs.boxes = [_accept]
    program.pages.settings.restore_wanted.emit()
    assert program.pages is not before
    titles(program)
    assert _hearers(program) == heard
    add(program, title="Sau khi khôi phục")
    assert "Sau khi khôi phục" in titles(program)


def _hearers(program: Program) -> int:
    """Return how many hear that data changed, once pages of before are gone for good."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return program.operations.receivers(SIGNAL("changed()"))


def _accept(box: RestoreBox) -> int:
    box.accept()
    return int(QDialog.DialogCode.Accepted)


def test_that_a_cancelled_restore_leaves_the_register_open(start: Start, register: Path) -> None:
    program = start()
    add(program)
    program.dialogs.boxes = [leave]
    program.pages.settings.restore_wanted.emit()
    add(program)
    assert len(titles(program)) == 2


def test_that_a_bare_machine_goes_on_from_a_stick(
    start: Start, register: Path, tmp_path: Path, qtbot: Any, inline: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from desktop.ui import wizard

    program, stick = start(), tmp_path / "USB"
    stick.mkdir()
    add(program, title="Từ máy cũ")
    monkeypatch.setattr(places, "on_one_drive", lambda one, other: False)
    program.dialogs.open_path = stick
    program.pages.settings.backups.choose_place()
    assert "cả hai nơi" in program.pages.settings.backups.banner._text.text()
    assert status(program) == "Sao lưu gần nhất: hôm nay 08:00"
    program.close()

    preferences.remember(second_place=None, second_at=None)  # another machine
    bare, dialogs = tmp_path / "máy mới", ScriptedDialogs()
    monkeypatch.setenv("SO_TRUYEN_THONG_DATA", str(bare))
    made = wizard.Wizard(dialogs, wizard.create)
    qtbot.addWidget(made, before_close_func=lambda _: dialogs.answers.append(True))
    made.show()

    def search(box: RestoreBox) -> int:
        assert box.chosen is None
        dialogs.open_path = stick
        box.other_button.click()
        qtbot.waitUntil(lambda: box.chosen is not None)
        box.accept()
        return int(QDialog.DialogCode.Accepted)

    dialogs.boxes = [search]
    made.restore_button.click()
    assert made.result() == QDialog.DialogCode.Accepted
    assert dialogs.errors == []
    moved = Program(bare / "so.sotr", CLOCK, ScriptedDialogs(), inline)
    qtbot.addWidget(moved.window)
    moved.window.show()
    assert moved.open()
    assert titles(moved) == ["Từ máy cũ"]
    moved.close()


def test_that_a_restore_broken_off_is_finished_at_the_next_start(
    start: Start, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    add(program)
    program.close()
    (made,) = backups_of(register)
    monkeypatch.setattr(switching, "finish", lambda path: None)
    safekeeping.restore(made.path, register, CLOCK)
    monkeypatch.undo()
    register.unlink()
    assert is_there(register)


def test_that_a_missing_register_is_offered_its_backup(start: Start, register: Path) -> None:
    start().close()
    register.unlink()
    program = start(boxes=[take])
    assert program.dialogs.asked == ["Không tìm thấy sổ “so.sotr”"]
    assert register.is_file()


def test_that_a_key_of_nobody_and_no_backup_is_told(
    start: Start, register: Path, tmp_path: Path
) -> None:
    shutil.move(key_file.place(register), tmp_path / "cất đi.json")
    seen: list[type] = []
    start(boxes=[lambda box: seen.append(type(box)) or leave(box)], opens=False)
    assert seen == [RescueBox]
