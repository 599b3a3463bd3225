"""A register and its backups on a disk that is really full."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import backups, checks, registers, safekeeping
from desktop.core.backups import Occasion
from desktop.core.errors import BackupError, DiskFullError, StoreUnwritableError
from tests.builders import CLOCK, log
from tests.real_drives import drive

ROOM = 200_000
"""Bytes left free, so that some writes pass before the disk is full."""


@pytest.fixture(params=["tmpfs", "ext4"])
def small(request: pytest.FixtureRequest, tmp_path: Path, register: Path) -> Iterator[Path]:
    """A register on a small disk."""
    with drive(request.param, tmp_path) as disk:
        for name in ("so.sotr", "so.khoa.json"):
            shutil.copyfile(register.with_name(name), disk.folder / name)
        yield disk.folder / "so.sotr"


def test_that_a_full_disk_loses_nothing_and_the_work_goes_on_when_there_is_room(
    small: Path,
) -> None:
    store, kept, full = registers.open_(small, CLOCK), 0, 0
    filler = small.with_name("Phim.mkv")
    filler.write_bytes(bytes(shutil.disk_usage(small.parent).free - ROOM))
    for _ in range(200):
        try:
            with store.write() as session:
                log(session, note="x" * 3_000)
            kept += 1
        except StoreUnwritableError as error:
            full += error.full
            if full == 3:
                break
    assert kept > 0
    assert full == 3
    with pytest.raises(BackupError) as refused, store.read() as session:
        safekeeping.back_up(session, Occasion.DAY)
    assert refused.value.full
    assert backups.find(safekeeping.folder_of(small)) == []
    filler.unlink()
    with store.write() as session:
        log(session)
    with store.read() as session:
        made = safekeeping.back_up(session, Occasion.DAY)
    assert backups.require_sound(made.path).activities == kept + 1
    store.close()
    again = registers.open_(small, CLOCK)
    assert again.problems() == []
    with again.read() as session:
        assert checks.check(session).counts["activities"] == kept + 1
    again.close()


def test_that_a_restore_on_a_full_disk_changes_nothing(small: Path) -> None:
    store = registers.open_(small, CLOCK)
    with store.write() as session:
        log(session, title="Đang có")
    with store.read() as session:
        made = safekeeping.back_up(session, Occasion.DAY)
    store.close()
    filler = small.with_name("Phim.mkv")
    filler.write_bytes(bytes(shutil.disk_usage(small.parent).free - ROOM))
    with pytest.raises(DiskFullError):
        safekeeping.restore(made.path, small, CLOCK)
    assert backups.require_sound(small).activities == 1
    filler.unlink()
    assert safekeeping.restore(made.path, small, CLOCK).facts.activities == 1
