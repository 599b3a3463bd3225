"""Writing to real drives that are full, read-only, pulled out or slow."""

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.core import drives, sticks
from desktop.core.delivery import deliver
from desktop.core.errors import CancelledError, DeliveryError, DriveReason
from desktop.core.progress import Progress
from tests import real_drives
from tests.real_drives import Drive
from tests.torture_powercut import without_flush

NAME = "BaoCao_24118-Tan-Lap_2024-Q4_v1_a1b2c3.sott"
DATA = random.Random(1).randbytes(1 << 20)


@pytest.fixture(params=real_drives.KINDS)
def drive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Drive]:
    with real_drives.drive(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def exfat(tmp_path: Path) -> Iterator[Drive]:
    with real_drives.drive("exfat", tmp_path) as made:
        yield made


class At(Progress):
    """Does something once, when so many bytes are done."""

    def __init__(self, done: int, act: Callable[[], None]) -> None:
        super().__init__()
        self.when, self.act = done, act

    def step(self, text: str = "", done: int | None = None, total: int | None = None) -> None:
        super().step(text, done, total)
        if self.done >= self.when:
            self.when = 1 << 60
            self.act()
            super().step()


def there(drive: Drive) -> dict[str, bytes]:
    names = (path for path in drive.folder.iterdir() if path.name != "lost+found")
    return {path.name: path.read_bytes() for path in names}


def refused(drive: Drive, progress: Progress | None = None, data: bytes = DATA) -> DriveReason:
    with pytest.raises(DeliveryError) as error:
        deliver(data, drive.folder, NAME, progress or Progress())
    return error.value.reason


def stops(drive: Drive, need: int = len(DATA)) -> list[str]:
    look = sticks.look(drive.folder, need, "24118")
    return [one.code for one in look.findings if one.severity is sticks.Severity.STOP]


def test_that_a_real_drive_takes_a_package_and_keeps_it_when_pulled_out(drive: Drive) -> None:
    assert stops(drive) == []
    done = deliver(DATA, drive.folder, NAME, Progress())
    assert done.digest == hashlib.sha256(DATA).hexdigest()
    if drive.kind == "tmpfs":
        return
    drive.pull_out()
    drive.unplug()
    drive.plug_in()
    assert there(drive) == {NAME: DATA}
    assert deliver(DATA, drive.folder, NAME, Progress()).already


def test_that_pulling_out_loses_what_was_not_flushed(tmp_path: Path) -> None:
    with real_drives.drive("ext4", tmp_path) as drive:
        without_flush(DATA, drive.folder, NAME, Progress())
        drive.pull_out()
        drive.unplug()
        drive.plug_in()
        assert there(drive).get(NAME) != DATA


def test_that_a_drive_that_keeps_other_bytes_is_noticed(tmp_path: Path) -> None:
    # the cache still holds the right ones: only reading from the drive itself tells
    with real_drives.drive("ext4", tmp_path) as drive:
        decay = At(len(DATA) + 1, lambda: drive.flip_a_bit(DATA[-4096:]))
        assert refused(drive, decay) is DriveReason.READS_DIFFERENTLY
        assert there(drive) == {}


def test_that_a_full_drive_is_told_and_can_be_used_when_freed(drive: Drive) -> None:
    filler = drive.folder / "Phim.mkv"
    filler.write_bytes(bytes(drives.volume(drive.folder).free - len(DATA) // 2))
    assert stops(drive) == ["no_room"]
    assert refused(drive) is DriveReason.FULL
    assert set(there(drive)) == {filler.name}
    filler.unlink()
    assert stops(drive) == []
    deliver(DATA, drive.folder, NAME, Progress())
    assert there(drive) == {NAME: DATA}


def test_that_a_drive_full_to_the_last_byte_is_told(drive: Drive) -> None:
    filler = drive.folder / "Phim.mkv"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(bytes(512)):
            pass
    assert refused(drive, data=b"1" * 70_000) is DriveReason.FULL
    assert "no_room" in stops(drive)
    assert set(there(drive)) == {filler.name}


def test_that_a_read_only_drive_is_told(drive: Drive) -> None:
    drive.unplug()
    drive.plug_in(read_only=True)
    assert stops(drive) == ["read_only"]
    assert refused(drive) is DriveReason.READ_ONLY
    assert there(drive) == {}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.6, 0.9])
def test_that_a_drive_pulled_out_is_told_and_holds_nothing_half(drive: Drive, share: float) -> None:
    below = drive.folder.stat().st_dev
    pulled = At(int(share * 2 * len(DATA)), drive.pull_out)
    assert (
        refused(drive, pulled)
        in {
            "tmpfs": {DriveReason.GONE},
            "ext4": {DriveReason.FAULT},  # the device of the loop is still there
            "exfat": {DriveReason.GONE},
        }[drive.kind]
    )
    drive.unplug()
    assert drive.folder.stat().st_dev != below
    assert there(drive) == {}  # nothing went to the disk under the stick
    drive.plug_in()
    assert there(drive).get(NAME, DATA) == DATA
    deliver(DATA, drive.folder, NAME, Progress())
    assert there(drive)[NAME] == DATA


def test_that_a_package_is_whole_after_pulling_out_at_any_instant(exfat: Drive) -> None:
    chance, told = random.Random(7), {}
    for pull in range(6):
        timer = threading.Timer(chance.uniform(0, 0.25), exfat.pull_out)
        timer.start()
        with suppress(DeliveryError):
            for number in range(1_000):
                name = NAME.replace("_v1_", f"_v{pull}{number:03}_")
                data = chance.randbytes(chance.randrange(1, 20_000))
                deliver(data, exfat.folder, name, Progress())
                told[name] = data
        timer.join()
        exfat.unplug()
        exfat.plug_in()
        found = there(exfat)
        assert {name: found.get(name) for name in told} == told
    assert len(told) > 20


def test_that_a_slow_drive_is_waited_for(exfat: Drive) -> None:
    def hang() -> None:
        exfat.hang()
        threading.Timer(0.5, exfat.go_on).start()

    started = time.monotonic()
    deliver(DATA, exfat.folder, NAME, At(len(DATA) // 2, hang))
    assert time.monotonic() - started > 0.5
    assert there(exfat) == {NAME: DATA}


def test_that_a_slow_drive_can_be_given_up(exfat: Drive) -> None:
    def hang() -> None:
        exfat.hang()
        threading.Timer(0.2, progress.cancel).start()
        threading.Timer(0.5, exfat.go_on).start()

    progress = At(len(DATA) // 2, hang)
    with pytest.raises(CancelledError):
        deliver(DATA, exfat.folder, NAME, progress)
    assert there(exfat) == {}


def test_that_a_stick_is_found_and_can_be_ejected(
    drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not drives.eject(drive.folder)
    monkeypatch.setattr(drives, "_PLACES", (drive.folder.parent,))
    monkeypatch.setattr(drives, "_is_removable", lambda name: True)
    if drive.kind == "tmpfs":
        assert sticks.removable() == []
        return
    assert sticks.removable() == [drive.folder]
    look = sticks.look(drive.folder, 1, "24118")
    assert (look.name, look.file_system) == ("KINGSTON", drives.volume(drive.folder).file_system)
    assert "not_a_stick" not in [finding.code for finding in look.findings]
    with (drive.folder / "a").open("wb"):
        assert not drives.eject(drive.folder)
    assert drives.eject(drive.folder)
    assert sticks.removable() == []
    assert there(drive) == {}
