"""Backups: made whole, counted, thinned, carried, looked at."""

import errno
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from db import key_file
from db.store import Store
from desktop.core import backups, drives, safekeeping
from desktop.core.backups import Occasion
from desktop.core.clock import FixedClock
from desktop.core.errors import (
    BackupError,
    DeliveryError,
    StoreDamagedError,
    StoreKeyError,
    StoreTooNewError,
)
from tests.builders import CLOCK, MOMENT, log


def back_up(store: Store, occasion: Occasion = Occasion.DAY) -> backups.Backup:
    with store.read() as session:
        return safekeeping.back_up(session, occasion)


def is_due(store: Store, *, closing: bool = False) -> bool:
    with store.read() as session:
        return safekeeping.due(session, closing=closing)


def add(store: Store, count: int = 1) -> None:
    with store.write() as session:
        for _ in range(count):
            log(session)


def moved(store: Store, days: int) -> None:
    store._info["clock"] = FixedClock(MOMENT + timedelta(days=days))


def name(number: int, day: date) -> str:
    return f"so_{number:06}_{day}_0745_ngay.sotr"


def test_that_a_backup_opens_alone_in_a_bare_folder(store: Store, tmp_path: Path) -> None:
    add(store)
    made = back_up(store)
    bare = tmp_path / "máy khác"
    bare.mkdir()
    for path in (made.path, key_file.place(made.path)):
        shutil.copyfile(path, bare / path.name)
    found = backups.require_sound(bare / made.path.name)
    assert (found.unit, found.unit_code, found.activities) == ("Xã Cư Êbur", "24160", 1)
    assert found.latest == ((date(2024, 11, 14), "Chính sách hỗ trợ nhà ở"),)
    assert sorted(one.name for one in bare.iterdir()) == sorted(
        [made.path.name, key_file.place(made.path).name]
    )


def test_that_the_name_says_when_and_why(store: Store) -> None:
    first, second = back_up(store), back_up(store, Occasion.HAND)
    assert first.path.name == "so_000001_2024-12-16_0800_ngay.sotr"
    assert (second.number, second.at, second.occasion) == (2, MOMENT, Occasion.HAND)
    found = backups.newest(safekeeping.folder_of(store.path))
    assert found == second


def test_that_a_backup_is_due_once_a_day_and_only_after_a_change(store: Store) -> None:
    assert is_due(store)
    back_up(store)
    assert not is_due(store)
    assert not is_due(store, closing=True)
    add(store)
    assert not is_due(store)
    assert is_due(store, closing=True)
    moved(store, 1)
    assert is_due(store)
    back_up(store)
    moved(store, 2)
    assert not is_due(store)


def test_that_before_something_large_nothing_is_copied_twice(store: Store) -> None:
    def before() -> backups.Backup | None:
        with store.read() as session:
            return safekeeping.before(session, Occasion.INTAKE)

    first = before()
    assert first is not None
    assert before() == first
    add(store)
    assert before().number == first.number + 1


def test_that_a_clock_turned_back_makes_the_newest_backup_no_older(store: Store) -> None:
    back_up(store)
    add(store)
    moved(store, -4000)
    assert is_due(store)
    late = back_up(store)
    assert late.at.year == 2014
    assert backups.newest(safekeeping.folder_of(store.path)) == late
    assert not is_due(store)


def test_that_twelve_days_ten_weeks_and_nine_months_are_kept() -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]
    names = [name(number, day) for number, day in enumerate(days, 1)]
    kept = backups.kept(names)
    of_days = {date.fromisoformat(one.split("_")[2]) for one in kept}
    assert set(days[-12:]) <= of_days
    weeks = list(dict.fromkeys(day.isocalendar()[:2] for day in reversed(days)))[:10]
    months = list(dict.fromkeys(day.month for day in reversed(days)))[:9]
    assert {day.isocalendar()[:2] for day in of_days} >= set(weeks)
    assert {day.month for day in of_days} == set(months)
    assert len(kept) <= 12 + 10 + 9
    assert backups.kept(kept) == kept


def test_that_of_one_day_the_last_is_kept_and_never_fewer_than_three() -> None:
    names = [name(number, date(2024, 11, 14)) for number in range(1, 30)]
    assert backups.kept(names) == set(names[-3:])
    assert backups.kept(names[:2]) == set(names[:2])
    assert backups.kept([]) == set()


def test_that_thinning_step_by_step_keeps_what_thinning_at_once_keeps() -> None:
    there: set[str] = set()
    for number in range(1, 400):
        there.add(name(number, date(2023, 6, 1) + timedelta(days=number)))
        there = backups.kept(there)
        assert len(there) >= min(number, 3)
    months = {one.split("_")[2][:7] for one in there}
    assert len(months) == 9


def test_that_a_strange_name_is_never_thinned_away(store: Store, tmp_path: Path) -> None:
    names = ["so.sotr", "so_000001_2024-99-99_0745_ngay.sotr", "chép tay.sotr"]
    assert backups.kept(names) >= {"so.sotr", "chép tay.sotr"}


def test_that_thinning_removes_backups_with_their_keys(store: Store) -> None:
    folder = safekeeping.folder_of(store.path)
    for _ in range(5):
        back_up(store)
    there = sorted(one.name for one in folder.iterdir())
    assert len(there) == 6
    assert {backups.look(one.path).unit_code for one in backups.find(folder)} == {"24160"}


def test_that_a_backup_without_its_key_is_told(store: Store) -> None:
    made = back_up(store)
    key_file.place(made.path).unlink()
    with pytest.raises(StoreKeyError):
        backups.look(made.path)


def test_that_a_flipped_byte_in_a_backup_is_told(store: Store) -> None:
    add(store, 60)
    made = back_up(store)
    content = bytearray(made.path.read_bytes())
    for place in range(16, len(content), len(content) // 20):  # before lies the unused salt
        damaged = content.copy()
        damaged[place] ^= 4
        made.path.write_bytes(damaged)
        with pytest.raises(StoreDamagedError):
            backups.require_sound(made.path)


def test_that_a_backup_of_a_newer_program_is_told(store: Store) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made = store.back_up("tay", MOMENT)
    with pytest.raises(StoreTooNewError):
        backups.look(made)


def test_that_a_backup_with_a_foreign_trigger_is_refused(store: Store) -> None:
    with store.write() as session:
        session.execute(
            text("CREATE TRIGGER evil AFTER INSERT ON history BEGIN DELETE FROM activities; END")
        )
    with pytest.raises(StoreDamagedError):
        backups.require_sound(store.back_up("tay", MOMENT))


def test_that_a_full_disk_makes_no_backup_and_harms_none(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(store)
    add(store)

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr("db.disk.flush", full)
    with pytest.raises(BackupError) as refused:
        back_up(store)
    assert refused.value.full
    monkeypatch.undo()
    assert backups.find(safekeeping.folder_of(store.path)) == [first]
    assert len(list(safekeeping.folder_of(store.path).iterdir())) == 2
    add(store)
    assert back_up(store).number == 2


def test_that_a_damaged_register_is_noticed_when_it_is_backed_up(register: Path) -> None:
    store = Store.open(register, {"clock": CLOCK})
    add(store, 60)
    store.close()
    content = bytearray(register.read_bytes())
    for page in range(len(content) - 10 * 4_096, len(content), 4_096):  # the rows of last
        content[page + 100] ^= 1
    register.write_bytes(content)
    store = Store.open(register, {"clock": CLOCK})
    with pytest.raises(StoreDamagedError):
        back_up(store)
    store.close()
    assert backups.find(safekeeping.folder_of(register)) == []


def test_that_a_backup_is_carried_to_a_second_place_and_thinned_there(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "removable", list)
    stick = tmp_path / "USB"
    stick.mkdir()
    for _ in range(5):
        copy = safekeeping.carry(back_up(store), stick, "24160")
    assert copy.parent.name == "So-Truyen-Thong_sao-luu_24160"
    assert [one.number for one in backups.find(copy.parent)] == [5, 4, 3]
    assert backups.require_sound(copy).unit == "Xã Cư Êbur"
    assert safekeeping.folders(store.path, stick) == [
        safekeeping.folder_of(store.path),
        copy.parent,
    ]


def test_that_a_second_place_that_is_gone_is_told(store: Store, tmp_path: Path) -> None:
    made = back_up(store)
    with pytest.raises(DeliveryError):
        safekeeping.carry(made, tmp_path / "rút ra rồi", "24160")
    assert not (tmp_path / "rút ra rồi").exists()


def test_that_a_folder_that_is_not_there_has_no_backups(tmp_path: Path) -> None:
    assert backups.find(tmp_path / "a") == []
    assert backups.newest(tmp_path / "a") is None


def test_that_a_foreign_name_takes_the_time_of_the_file(store: Store, tmp_path: Path) -> None:
    made = back_up(store)
    (tmp_path / "chep").mkdir()
    shutil.copyfile(made.path, tmp_path / "chep" / "x.sotr")
    (found,) = backups.find(tmp_path / "chep")
    assert (found.number, found.occasion) == (0, None)
    assert found.at > datetime(2024, 1, 1)
