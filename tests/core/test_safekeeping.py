"""Restoring: what stood there is set aside, what comes in is a new device, a cut harms nothing."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from db import key_file
from db.rows import HistoryRow
from db.store import Store
from desktop.core import (
    backups,
    exchange,
    keys,
    registers,
    safekeeping,
    settings,
    switching,
)
from desktop.core.backups import Occasion
from desktop.core.clock import FixedClock
from desktop.core.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreKeyError,
    StoreMissingError,
)
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests.builders import CLOCK, MOMENT, WARD, log

LATER = FixedClock(MOMENT + timedelta(days=2))


@pytest.fixture
def backed_up(register: Path) -> backups.Backup:
    """A backup with one activity; the register has two, and both have keys of a device."""
    store = Store.open(register, {"clock": CLOCK})
    with store.write() as session:
        log(session, title="Trước khi sao lưu")
        exchange.own_device(session)
    with store.read() as session:
        made = safekeeping.back_up(session, Occasion.DAY)
    with store.write() as session:
        log(session, title="Sau khi sao lưu")
    store.close()
    return made


def titles(register: Path) -> list[str]:
    store = registers.open_(register, LATER)
    with store.read() as session:
        found = [title for _, title in backups.facts(session).latest]
    store.close()
    return sorted(found)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_that_a_restore_brings_back_what_the_backup_holds(
    register: Path, backed_up: backups.Backup
) -> None:
    done = safekeeping.restore(backed_up.path, register, LATER)
    assert done.facts.activities == 1
    assert titles(register) == ["Trước khi sao lưu"]


def test_that_the_backup_that_is_restored_is_not_thinned_out_meanwhile(register: Path) -> None:
    made = []
    for number in range(backups.ALWAYS + 1):  # of one day only the newest few are kept
        store = Store.open(register, {"clock": CLOCK})
        with store.write() as session:
            log(session, title=f"Buổi {number}")
        if number < backups.ALWAYS:
            with store.read() as session:
                made.append(safekeeping.back_up(session, Occasion.INTAKE).path)
        store.close()
    safekeeping.restore(made[0], register, CLOCK)
    assert titles(register) == ["Buổi 0"]
    assert made[0].exists()


def test_that_what_was_there_is_backed_up_and_set_aside_whole(
    register: Path, backed_up: backups.Backup
) -> None:
    before = register.read_bytes()
    done = safekeeping.restore(backed_up.path, register, LATER)
    assert done.put_aside == register.with_name("so_de-rieng_20241218-080000.sotr")
    assert done.put_aside.read_bytes() == before
    assert titles(done.put_aside) == ["Sau khi sao lưu", "Trước khi sao lưu"]
    newest = backups.newest(safekeeping.folder_of(register))
    assert newest is not None
    assert (newest.occasion, backups.look(newest.path).activities) == (Occasion.RESTORE, 2)


def test_that_a_restored_register_is_a_new_device(
    register: Path, backed_up: backups.Backup
) -> None:
    store = Store.open(register, {"clock": CLOCK})
    with store.read() as session:
        before = keys.device(session)
    store.close()
    safekeeping.restore(backed_up.path, register, FixedClock(MOMENT - timedelta(days=900)))
    store = Store.open(register, {"clock": CLOCK})
    with store.read() as session:
        after = keys.device(session)
        deeds = session.scalars(select(HistoryRow.deed).where(HistoryRow.noun == "register")).all()
    store.close()
    assert before is not None
    assert after is not None
    assert after.id != before.id
    assert after.signing_key != before.signing_key
    assert after.box_key != before.box_key
    assert (after.seq, after.last_digest) == (0, "")
    assert deeds == ["restored"]


def test_that_a_register_without_keys_gets_none(register: Path) -> None:
    store = Store.open(register, {"clock": CLOCK})
    with store.read() as session:
        made = safekeeping.back_up(session, Occasion.DAY)
    store.close()
    safekeeping.restore(made.path, register, LATER)
    store = Store.open(register, {"clock": CLOCK})
    with store.read() as session:
        assert keys.device(session) is None
    store.close()


def test_that_a_bare_folder_of_another_machine_is_enough(
    register: Path, backed_up: backups.Backup, tmp_path: Path
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    for path in (backed_up.path, key_file.place(backed_up.path)):
        shutil.copyfile(path, stick / path.name)
    target = tmp_path / "máy mới" / "so.sotr"
    done = safekeeping.restore(stick / backed_up.path.name, target, LATER)
    assert done.put_aside is None
    assert titles(target) == ["Trước khi sao lưu"]
    assert [name for name in names(target.parent) if name != "sao-luu"] == [
        "so.khoa.json",
        "so.sotr",
    ]
    assert len(names(stick)) == 2


def test_that_a_backup_that_is_not_sound_changes_nothing(
    register: Path, backed_up: backups.Backup
) -> None:
    content = bytearray(backed_up.path.read_bytes())
    content[len(content) // 2] ^= 1
    backed_up.path.write_bytes(content)
    before = {one: one.read_bytes() for one in register.parent.rglob("*") if one.is_file()}
    with pytest.raises(StoreDamagedError):
        safekeeping.restore(backed_up.path, register, LATER)
    key_file.place(backed_up.path).unlink()
    before.pop(key_file.place(backed_up.path))
    with pytest.raises(StoreKeyError):
        safekeeping.restore(backed_up.path, register, LATER)
    assert before == {one: one.read_bytes() for one in register.parent.rglob("*") if one.is_file()}


def test_that_an_open_register_is_not_replaced(register: Path, backed_up: backups.Backup) -> None:
    store = Store.open(register, {"clock": CLOCK})
    with store.read() as session:
        backups.last_event(session)
    with pytest.raises(StoreBusyError):
        safekeeping.restore(backed_up.path, register, LATER)
    store.close()
    assert titles(register) == ["Sau khi sao lưu", "Trước khi sao lưu"]


def test_that_a_damaged_register_is_set_aside_as_it_is(
    register: Path, backed_up: backups.Backup
) -> None:
    register.write_bytes(b"x" * 8192)
    done = safekeeping.restore(backed_up.path, register, LATER)
    assert done.put_aside is not None
    assert done.put_aside.read_bytes() == b"x" * 8192
    assert key_file.read(done.put_aside) == key_file.read(register)
    assert titles(register) == ["Trước khi sao lưu"]


def test_that_a_log_beside_the_register_goes_aside_with_it(register: Path) -> None:
    content = register.read_bytes()
    register.with_name("so.sotr-wal").write_bytes(b"y" * 100)
    register.with_name("so.khoi-phuc.20241218-080000").write_bytes(b"z" * 512)
    put = switching.finish(register)
    assert put == register.with_name("so_de-rieng_20241218-080000.sotr")
    assert register.read_bytes() == b"z" * 512
    assert put.read_bytes() == content
    assert put.with_name(f"{put.name}-wal").read_bytes() == b"y" * 100
    assert key_file.read(put) is not None
    assert not register.with_name("so.sotr-wal").exists()


def test_that_two_restores_in_one_second_keep_both(
    register: Path, backed_up: backups.Backup
) -> None:
    first = safekeeping.restore(backed_up.path, register, LATER).put_aside
    second = safekeeping.restore(backed_up.path, register, LATER).put_aside
    assert first is not None
    assert second is not None
    assert first != second
    assert titles(first) == ["Sau khi sao lưu", "Trước khi sao lưu"]


def test_that_a_restore_from_an_older_schema_is_brought_up_to_date(
    register: Path, backed_up: backups.Backup, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db import migrations

    done: list[str] = []
    monkeypatch.setattr(migrations, "HEAD", "9999")
    monkeypatch.setattr(migrations, "KNOWN", (*migrations.KNOWN, "9999"))
    monkeypatch.setattr(migrations, "upgrade", lambda _connection: done.append("up"))
    register.unlink()
    safekeeping.restore(backed_up.path, register, LATER)
    assert done == ["up"]
    assert len(backups.find(safekeeping.folder_of(register))) == 1


def test_that_a_restore_can_be_stopped_anywhere_and_goes_on(
    register: Path, backed_up: backups.Backup, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StoppedError(BaseException):
        pass

    rename, ended = os.replace, {True: 0, False: 0}
    for stop in range(40):
        folder = tmp_path / f"lần {stop}"
        shutil.copytree(
            register.parent,
            folder,
            ignore=lambda _f, all_: [n for n in all_ if n.startswith("lần")],
        )
        here, left = folder / "so.sotr", stop

        def counted(one: str, other: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise StoppedError
            rename(one, other)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", counted)
            try:
                safekeeping.restore(folder / "sao-luu" / backed_up.path.name, here, LATER)
                whole = True
            except StoppedError:
                whole = False
        found = titles(here)
        after = found == ["Trước khi sao lưu"]
        assert after or found == ["Sau khi sao lưu", "Trước khi sao lưu"]
        if after:
            (put,) = list(folder.glob("so_de-rieng_*.sotr"))
            assert titles(put) == ["Sau khi sao lưu", "Trước khi sao lưu"]
        ended[after] += 1
        if whole:
            break
    assert whole
    assert ended[True] > 3
    assert ended[False] > 3


def test_that_the_newest_sound_backup_is_offered_with_what_is_missing(
    register: Path, backed_up: backups.Backup
) -> None:
    newer = Store.open(register, {"clock": LATER})
    with newer.read() as session:
        bad = safekeeping.back_up(session, Occasion.HAND)
    with newer.write() as session:
        log(session)
    newer.close()
    content = bytearray(bad.path.read_bytes())
    content[5000] ^= 1
    bad.path.write_bytes(content)
    offer = safekeeping.rescue(register)
    assert offer.newest == backed_up
    assert (offer.count, offer.unsound) == (2, 1)
    assert offer.lost is not None
    assert offer.lost > 0
    register.write_bytes(b"x" * 8192)
    assert safekeeping.rescue(register).lost is None


def test_that_without_backups_nothing_is_offered(register: Path) -> None:
    offer = safekeeping.rescue(register)
    assert (offer.newest, offer.count) == (None, 0)


@pytest.mark.parametrize(
    "content", [None, "{", '{"slots": [{"kind": "open", "key": "%s"}]}' % ("0" * 96)]
)
def test_that_a_lost_key_is_found_beside_a_backup(
    register: Path, backed_up: backups.Backup, content: str | None
) -> None:
    place = key_file.place(register)
    place.unlink()
    if content is not None:
        place.write_text(content)
    found = safekeeping.find_key(register)
    assert found == backed_up.path
    safekeeping.take_key(found, register)
    assert titles(register) == ["Sau khi sao lưu", "Trước khi sao lưu"]
    kept = [one.read_text() for one in register.parent.glob("so.khoa.json.cu*")]
    assert kept == ([] if content is None else [content])


def test_that_a_key_of_another_register_is_not_taken(register: Path, tmp_path: Path) -> None:
    folder = safekeeping.folder_of(register)
    wanted = NewRegister(role=Role.WARD, unit_code=WARD)
    registers.create(folder / "so_000001_2024-12-16_0800_ngay.sotr", wanted, CLOCK).close()
    assert safekeeping.find_key(register) is None


def test_that_a_holder_is_written_while_a_register_is_open(register: Path) -> None:
    from db import holder

    store = registers.open_(register, CLOCK)
    found = holder.read(register)
    with store.read() as session:
        settings.read(session)
    with pytest.raises(StoreBusyError) as refused:
        registers.open_(register, CLOCK)
    store.close()
    assert found is not None
    assert refused.value.holder == found
    assert (found.since, found.is_me) == (MOMENT, True)
    assert holder.read(register) is None


def test_that_a_register_nobody_closed_is_known(register: Path) -> None:
    store = registers.open_(register, CLOCK)
    assert not store.ended_badly
    store.close()
    shutil.copyfile(register, register.with_name("x.sotr"))
    from db import holder

    holder.write(register, MOMENT)
    again = registers.open_(register, CLOCK)
    assert again.ended_badly
    again.close()


def test_that_damage_that_was_seen_is_looked_for_at_the_next_start(register: Path) -> None:
    store = registers.open_(register, CLOCK)
    with pytest.raises(StoreDamagedError), store.read():
        raise StoreDamagedError(register)
    store.close()
    again = registers.open_(register, CLOCK)
    assert again.ended_badly
    again.close()
    last = registers.open_(register, CLOCK)
    assert not last.ended_badly
    last.close()


def test_that_nothing_ready_changes_nothing(register: Path, tmp_path: Path) -> None:
    before = names(register.parent)
    assert switching.finish(register) is None
    assert switching.finish(tmp_path / "không có" / "so.sotr") is None
    assert names(register.parent) == before
    with pytest.raises(StoreMissingError):
        registers.open_(tmp_path / "không có" / "so.sotr")


def test_that_what_was_encrypted_for_the_device_before_is_still_read(
    register: Path, backed_up: backups.Backup
) -> None:
    store = Store.open(register, {"clock": CLOCK})
    with store.read() as session:
        before = keys.box_keys(session)
    store.close()
    safekeeping.restore(backed_up.path, register, LATER)
    store = Store.open(register, {"clock": CLOCK})
    with store.read() as session:
        own = keys.device(session)
        after = keys.box_keys(session)
    store.close()
    assert own is not None
    assert after == (own.box_key, *before)
