"""Backups, sticks and a second start in the real window, as an officer meets them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db import holder
from db.store import Store
from desktop.app_guard import is_shown_already
from desktop.core import backups, places, preferences
from desktop.core.clock import FixedClock
from desktop.core.errors import StoreBusyError, StoreUnwritableError
from tests import looks
from tests.builders import MOMENT
from tests.journeys.safekeeping.parts import TOMORROW, Start, add, backups_of, status, titles, toast


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
    assert "hôm nay 08:00" in program.pages.today.facts.lines["backup"].accessibleName()
    add(program)
    qtbot.wait(20)
    assert len(backups_of(register)) == 2


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
