"""Backups, a damaged register and a second start, in the real window as an officer meets them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from sqlalchemy import text

from db import holder, key_file
from db.store import Store
from desktop.app import Program
from desktop.app_guard import is_shown_already, is_there
from desktop.core import backups, drives, places, preferences, safekeeping, sticks, switching
from desktop.core.clock import FixedClock
from desktop.core.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreUnwritableError,
)
from desktop.ui import rescue, theme
from desktop.ui.rescue import RescueBox
from desktop.ui.restore_box import RestoreBox
from tests import looks
from tests.builders import CLOCK, MOMENT, log
from tests.ui.scripted import ScriptedDialogs

Start = Callable[..., Program]
TOMORROW = FixedClock(MOMENT + timedelta(days=1))


@pytest.fixture
def start(
    qtbot: Any, register: Path, inline: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Return what starts the program over the register; `boxes` answer boxes of their own kind."""
    monkeypatch.setattr(sticks, "removable", list)
    monkeypatch.setattr(drives, "removable", list)
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    running: list[Program] = []

    def begin(clock: Any = CLOCK, boxes: Any = (), opens: bool = True) -> Program:
        dialogs = ScriptedDialogs()
        dialogs.boxes = list(boxes)
        made = Program(register, clock, dialogs, inline)
        qtbot.addWidget(made.window)
        made.window.show()
        running.append(made)
        assert made.open() is opens
        if opens:
            made._fill_rest()
        return made

    yield begin
    for one in running:
        one.close()


def add(program: Program, **changes: Any) -> None:
    program.operations.write(program.window, log, **changes)


def backups_of(register: Path) -> list[backups.Backup]:
    return backups.find(safekeeping.folder_of(register))


def status(program: Program) -> str:
    return program.window._status.backup.text()


def toast(program: Program) -> str:
    return program.window._toast._text.text()


def titles(program: Program) -> list[str]:
    if not hasattr(program.pages, "list"):
        program._fill_rest()
    program.window.go_to(program.pages.list)
    return sorted(line.title for line in program.pages.list.view.table.values)


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def take(box: Any) -> int:
    assert box.take_button.isVisibleTo(box)
    return int(QDialog.DialogCode.Accepted)


def leave(box: Any) -> int:
    return int(QDialog.DialogCode.Rejected)


def test_that_the_day_is_backed_up_when_the_window_closes(start: Start, register: Path) -> None:
    program = start()
    assert status(program).startswith("Chưa có bản sao lưu · chưa có nơi sao lưu thứ hai")
    add(program)
    assert backups_of(register) == []
    program.close()
    (made,) = backups_of(register)
    assert backups.look(made.path).activities == 1
    again = start()
    assert status(again).startswith("Sao lưu gần nhất: hôm nay 08:00")
    again.close()
    assert backups_of(register) == [made]


def test_that_a_window_left_open_overnight_backs_up_after_the_next_change(
    start: Start, register: Path, qtbot: Any
) -> None:
    start().close()
    program = start(TOMORROW)
    program.guard._daily._quiet.setInterval(1)
    add(program)
    qtbot.waitUntil(lambda: len(backups_of(register)) == 2)
    assert status(program).startswith("Sao lưu gần nhất: hôm nay 08:00")
    add(program)
    qtbot.wait(20)
    assert len(backups_of(register)) == 2


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


def test_that_a_second_place_on_the_same_drive_is_refused(start: Start, tmp_path: Path) -> None:
    program = start()
    program.dialogs.open_path = tmp_path
    program.pages.settings.backups.choose_place()
    assert "cùng ổ đĩa" in program.pages.settings.backups.banner._text.text()
    assert preferences.read().second_place is None


def test_that_a_stick_that_is_pulled_out_leaves_the_backup_on_this_machine(
    start: Start, register: Path, tmp_path: Path
) -> None:
    program = start()
    preferences.remember(second_place=tmp_path / "rút ra")
    program.pages.settings.backups.back_up()
    assert "chưa chép được ra nơi thứ hai" in program.pages.settings.backups.banner._text.text()
    assert len(backups_of(register)) == 1


def test_that_the_second_place_is_reminded_once_a_week(start: Start) -> None:
    program = start()
    program.guard._daily.look()
    assert toast(program) == ""
    preferences.remember(reminded_on=MOMENT.date() - timedelta(days=7))
    program.guard._daily.look()
    assert "Nhắc sao lưu" in toast(program)
    program.window.say("khác")
    program.guard._daily.look()
    assert toast(program) == "khác"
    program.close()
    preferences.remember(second_place=Path("/khong/co"), second_at=MOMENT.date())
    later = start(FixedClock(MOMENT + timedelta(days=9)))
    assert "đã 9 ngày chưa chép ra nơi thứ hai" in status(later)
    add(later)
    later.guard._daily.look()
    assert "đã 9 ngày" in toast(later)


def test_that_a_full_disk_is_told_nothing_is_lost_and_the_work_goes_on(
    start: Start, qtbot: Any
) -> None:
    program = start()
    add(program, title="Trước")
    with looks.reading(program) as session:
        pages = session.execute(text("PRAGMA page_count")).scalar()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    add(program, title="Không còn chỗ", note="x" * 3_900, result="y" * 3_900)
    qtbot.waitUntil(lambda: bool(program.dialogs.errors))
    (error,) = program.dialogs.errors
    assert isinstance(error, StoreUnwritableError)
    assert error.full
    assert titles(program) == ["Trước"]
    with looks.reading(program) as session:
        session.execute(text("PRAGMA max_page_count = 4294967294"))
    add(program, title="Sau khi dọn ổ đĩa")
    assert titles(program) == ["Sau khi dọn ổ đĩa", "Trước"]


def test_that_a_backup_that_fails_is_said_and_made_later(
    start: Start, register: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()

    def full(*_words: Any, **_more: Any) -> None:
        error = StoreUnwritableError(register, "SQLITE_FULL")
        error.full = True
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Store, "back_up", full)
        program.guard._daily.look()
        qtbot.waitUntil(lambda: status(program).startswith("Chưa sao lưu được"))
    assert "không còn đủ chỗ" in toast(program)
    program.guard._daily.look()
    assert status(program).startswith("Sao lưu gần nhất")


def test_that_a_second_start_raises_the_window_that_is_there(
    start: Start, register: Path, qtbot: Any
) -> None:
    program = start()
    program.window.hide()
    rung: list[bool] = []
    program.guard._doorbell.rung.connect(lambda: rung.append(True))
    assert is_shown_already(register)
    qtbot.waitUntil(lambda: bool(rung))
    assert program.window.isVisible()
    program.close()
    assert not is_shown_already(register)


def test_that_after_a_crash_nobody_is_waited_for(register: Path) -> None:
    holder.write(register, MOMENT)
    assert not is_shown_already(register)


def test_that_a_second_program_says_who_holds_the_register(start: Start) -> None:
    start()
    second = start(opens=False)
    (error,) = second.dialogs.errors
    assert isinstance(error, StoreBusyError)
    assert error.holder is not None
    assert error.holder.since == MOMENT


def test_that_a_clock_turned_back_is_said_and_changes_no_order(start: Start) -> None:
    program = start()
    add(program, title="Một")
    program.close()
    early = start(FixedClock(MOMENT - timedelta(days=400)))
    assert "sớm hơn lần ghi trước 16/12/2024 08:00" in toast(early)
    add(early, title="Hai")
    early.close()
    newest = backups_of(early.register)[0]
    assert (newest.at.year, newest.number) == (2023, 2)
    assert backups.look(newest.path).activities == 2


def test_that_a_register_in_a_folder_others_copy_is_warned_of(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "is_synchronised", lambda folder: True)
    program = start()
    assert program.dialogs.told == ["Sổ nằm ở nơi dễ hỏng"]


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
