import errno
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core import delivery, drives, files
from desktop.core.delivery import deliver
from desktop.core.errors import CancelledError, DeliveryError, DriveReason
from desktop.core.progress import Progress
from desktop.ui import words as words
from desktop.ui.messages import describe

NAME = "BaoCao_24118-Tan-Lap_2024-Q4_v1_a1b2c3.sott"
DATA = bytes(range(256)) * 1_000
OTHER = "Ảnh họp thôn.jpg"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    (folder / OTHER).write_bytes(b"1")
    return folder


def there(stick: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in stick.iterdir() if path.name != OTHER}


def refused(stick: Path, reason: DriveReason, progress: Progress | None = None) -> DeliveryError:
    with pytest.raises(DeliveryError) as error:
        deliver(DATA, stick, NAME, progress or Progress())
    assert error.value.reason is reason
    assert error.value.path == stick / NAME
    return error.value


class Watched(Progress):
    """Calls what the test wants at each step, with the bytes done."""

    def __init__(self, at: Callable[[int], None] = lambda done: None) -> None:
        super().__init__()
        self.at = at
        self.seen: list[tuple[str, int]] = []

    def step(self, text: str = "", done: int | None = None, total: int | None = None) -> None:
        super().step(text, done, total)
        self.seen.append((self.text, self.done))
        self.at(self.done)
        super().step()


@pytest.mark.parametrize("data", [b"", b"1", DATA, DATA * 20])
def test_that_a_delivered_file_is_there_and_said_with_its_digest(stick: Path, data: bytes) -> None:
    done = deliver(data, stick, NAME, Progress())
    assert there(stick) == {NAME: data}
    assert done.path == stick / NAME
    assert done.digest == hashlib.sha256(data).hexdigest()
    assert (done.size, done.already) == (len(data), False)
    assert (stick / OTHER).read_bytes() == b"1"


def test_that_progress_counts_each_byte_written_and_read_back(stick: Path) -> None:
    progress = Watched()
    deliver(DATA, stick, NAME, progress)
    counts = [done for _, done in progress.seen]
    assert progress.total == 2 * len(DATA)
    assert counts == sorted(counts)
    assert counts[-1] == progress.total
    assert max(done for text, done in progress.seen if text == delivery.COPYING) == len(DATA)
    assert (delivery.READING_BACK, len(DATA)) in progress.seen
    assert len(set(counts)) >= 2 * len(DATA) // (1 << 16)


def test_that_the_same_file_again_counts_as_delivered_and_is_read_back(stick: Path) -> None:
    deliver(DATA, stick, NAME, Progress())
    progress = Watched()
    assert deliver(DATA, stick, NAME, progress).already
    assert progress.done == progress.total
    assert there(stick) == {NAME: DATA}


@pytest.mark.parametrize("other", [b"", DATA[:-1], DATA[:-1] + b"x", DATA + b"x"])
def test_that_another_file_of_that_name_is_never_overwritten(stick: Path, other: bytes) -> None:
    (stick / NAME).write_bytes(other)
    refused(stick, DriveReason.OTHER_CONTENT)
    assert there(stick) == {NAME: other}


def test_that_another_file_of_other_length_is_not_read(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick / NAME).write_bytes(DATA * 2)
    monkeypatch.setattr(os, "read", lambda handle, size: pytest.fail("read"))
    refused(stick, DriveReason.OTHER_CONTENT)


def test_that_a_folder_of_that_name_is_left_alone(stick: Path) -> None:
    (stick / NAME).mkdir()
    refused(stick, DriveReason.OTHER_CONTENT)
    assert (stick / NAME).is_dir()


def test_that_a_file_that_comes_in_between_is_not_overwritten(stick: Path) -> None:
    def between(done: int) -> None:
        if done == len(DATA):
            (stick / NAME).write_bytes(b"x")

    refused(stick, DriveReason.OTHER_CONTENT, Watched(between))
    assert there(stick) == {NAME: b"x"}


def test_that_stopping_leaves_nothing_at_any_step(stick: Path) -> None:
    count = Watched()
    deliver(DATA, stick, NAME, count)
    (stick / NAME).unlink()
    for number in range(len(count.seen)):
        progress = Watched()
        progress.at = lambda done, p=progress, n=number: p.cancel() if len(p.seen) > n else None
        with pytest.raises(CancelledError):
            deliver(DATA, stick, NAME, progress)
        assert there(stick) == {}


def test_that_stopping_does_not_take_away_what_was_there_before(stick: Path) -> None:
    deliver(DATA, stick, NAME, Progress())
    progress = Watched(lambda done: progress.cancel() if done > len(DATA) else None)
    with pytest.raises(CancelledError):
        deliver(DATA, stick, NAME, progress)
    assert there(stick) == {NAME: DATA}


def test_that_the_file_is_never_seen_half_written(stick: Path) -> None:
    seen = []
    deliver(DATA, stick, NAME, Watched(lambda done: seen.append(there(stick).get(NAME, DATA))))
    assert set(seen) == {DATA}


def test_that_remains_of_earlier_tries_are_swept(stick: Path) -> None:
    for name in (NAME, NAME.replace("_v1_", "_v2_")):
        (stick / f".{name}.tam").write_bytes(b"half")
    (stick / ".cua nguoi khac.tam").write_bytes(b"x")
    deliver(DATA, stick, NAME, Progress())
    assert there(stick) == {NAME: DATA, ".cua nguoi khac.tam": b"x"}


def test_that_remains_of_the_same_file_are_no_hindrance_whatever_its_name(stick: Path) -> None:
    (stick / ".Phieu-giao-nop.pdf.tam").write_bytes(b"half")
    deliver(DATA, stick, "Phieu-giao-nop.pdf", Progress())
    assert there(stick) == {"Phieu-giao-nop.pdf": DATA}


def test_that_remains_beside_the_finished_file_stay(stick: Path) -> None:
    # after a torn rename on FAT both names may lead to the same clusters
    older = NAME.replace("_v1_", "_v0_")
    (stick / older).write_bytes(DATA)
    (stick / f".{older}.tam").write_bytes(DATA)
    deliver(DATA, stick, NAME, Progress())
    assert set(there(stick)) == {NAME, older, f".{older}.tam"}


def test_that_what_reads_back_differently_is_refused_and_removed(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = os.read

    def flipped(handle: int, size: int) -> bytes:
        content = bytearray(read(handle, size))
        if content:
            content[7] ^= 1
        return bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", flipped)
        refused(stick, DriveReason.READS_DIFFERENTLY)
    assert there(stick) == {}
    deliver(DATA, stick, NAME, Progress())


def test_that_a_write_that_is_cut_short_in_silence_is_noticed(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def short(handle: int, data: Any) -> int:
        write(handle, data[:-1])
        return len(data)

    monkeypatch.setattr(os, "write", short)
    monkeypatch.setattr(os, "replace", lambda *words: pytest.fail("it got its name"))
    refused(stick, DriveReason.READS_DIFFERENTLY)
    assert there(stick) == {}


def test_that_stopping_while_the_disk_writes_gives_no_name(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress()
    monkeypatch.setattr(os, "fsync", lambda handle: progress.cancel())
    monkeypatch.setattr(os, "replace", lambda *words: pytest.fail("it got its name"))
    with pytest.raises(CancelledError):
        deliver(DATA, stick, NAME, progress)
    assert there(stick) == {}


def test_that_a_large_file_is_flushed_on_the_way(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush, sizes = os.fsync, []

    def watching(handle: int) -> None:
        sizes.append(os.fstat(handle).st_size)
        flush(handle)

    monkeypatch.setattr(os, "fsync", watching)
    deliver(bytes(10 << 20), stick, NAME, Progress())
    assert sizes[:3] == [4 << 20, 8 << 20, 10 << 20]


def test_that_a_disk_that_takes_little_at_a_time_gets_all(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: write(handle, data[:1_000]))
        deliver(DATA, stick, NAME, Progress())
    assert there(stick) == {NAME: DATA}


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("ENOSPC", DriveReason.FULL),
        ("EFBIG", DriveReason.FULL),
        ("EROFS", DriveReason.READ_ONLY),
        ("EPERM", DriveReason.DENIED),
        ("EIO", DriveReason.FAULT),
        ("EINVAL", DriveReason.FAULT),
        ("ENODEV", DriveReason.GONE),
        ("ENOTCONN", DriveReason.GONE),
        ("ENOENT", DriveReason.VANISHED),
    ],
)
@pytest.mark.parametrize("for_good", [False, True])
def test_that_no_failing_call_is_taken_for_success(
    stick: Path, monkeypatch: pytest.MonkeyPatch, error: str, reason: DriveReason, for_good: bool
) -> None:
    # as SQLite tests itself: the n-th call fails, for every n until none fails any more
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    told, number = 0, getattr(errno, error)
    fewest = 12 if sys.platform == "win32" else 15  # a folder is flushed with two calls
    for place in range(1, 200):
        calls = Failing(place, number, for_good)
        with monkeypatch.context() as patch:
            for name in ("open", "write", "fsync", "replace", "read"):
                patch.setattr(os, name, calls.around(getattr(os, name)))
            result = outcome(stick)
        assert result in (None, reason)
        assert there(stick) == ({} if result else {NAME: DATA})
        told += result is not None
        assert not deliver(DATA, stick, NAME, Progress()).already or result is None
        (stick / NAME).unlink()
        if calls.left > 0:
            break
    assert fewest < place < 199
    assert told >= place - 2


def outcome(stick: Path) -> DriveReason | None:
    try:
        deliver(DATA, stick, NAME, Progress())
    except DeliveryError as error:
        return error.reason
    return None


class Failing:
    """Lets the n-th of all calls fail, or all from the n-th on."""

    def __init__(self, place: int, number: int, for_good: bool) -> None:
        self.left, self.number, self.for_good = place, number, for_good

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def failing(*words: Any, **more: Any) -> Any:
            self.left -= 1
            if self.left == 0 or (self.for_good and self.left < 0):
                raise OSError(self.number, os.strerror(self.number))
            return call(*words, **more)

        return failing


def test_that_a_file_held_by_an_antivirus_is_waited_for(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    replace = os.replace

    def held(*words: Any) -> None:
        if len(waited) < 2:
            raise PermissionError(errno.EACCES, "")
        replace(*words)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr("time.sleep", waited.append)
    deliver(DATA, stick, NAME, Progress())
    assert waited == [0.1, 0.2]
    assert there(stick) == {NAME: DATA}


def test_that_a_file_taken_away_while_it_is_checked_is_told(stick: Path) -> None:
    def antivirus(done: int) -> None:
        if done == len(DATA) and (stick / NAME).exists():
            (stick / NAME).unlink()

    refused(stick, DriveReason.VANISHED, Watched(antivirus))
    assert there(stick) == {}


def test_that_a_stick_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused(tmp_path / "KINGSTON", DriveReason.GONE)


def test_that_a_stick_that_goes_is_told_even_if_the_cache_still_answers(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "is_there", lambda folder, number=None: False)
    refused(stick, DriveReason.GONE)
    assert there(stick) == {}


def test_that_a_folder_that_cannot_be_flushed_is_no_fault(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def not_folders(handle: int) -> None:
        if os.fstat(handle).st_ino == stick.stat().st_ino:
            raise OSError(errno.EINVAL, "")
        flush(handle)

    monkeypatch.setattr(os, "fsync", not_folders)
    deliver(DATA, stick, NAME, Progress())
    monkeypatch.setattr(os, "fsync", Failing(1, errno.EIO, True).around(flush))
    with pytest.raises(OSError, match="Input"):
        files.flush_folder(stick)


def test_that_a_folder_of_this_machine_is_never_ejected(stick: Path) -> None:
    assert not delivery.eject(stick)
    assert not delivery.eject(stick / "không có")


@pytest.mark.parametrize("reason", DriveReason)
def test_that_every_reason_says_what_happened_what_is_safe_and_what_to_do(
    reason: DriveReason,
) -> None:
    message = describe(DeliveryError(Path("E:/") / NAME, reason))
    assert message is not None
    assert NAME in message.safe
    assert "Ghi lại" in message.steps[0]
    assert "nguyên" in message.safe
