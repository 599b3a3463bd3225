import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.core import files
from desktop.core.errors import (
    DiskFullError,
    FileExistsAlreadyError,
    FileMissingError,
    FileProblemError,
)
from desktop.core.files import write_whole

OLD, NEW = "cũ".encode(), "mới".encode() * 100_000
NAME = "Báo cáo quý IV – xã Cư Êbur.pdf"


@pytest.fixture(params=["new", "old"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A file that is not there yet, or one with an old content; nothing else may come of it."""
    path = tmp_path / NAME
    if request.param == "old":
        path.write_bytes(OLD)
    yield path
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] in ([], [NAME])


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def writer(path: Path) -> None:
    path.write_bytes(NEW)


@pytest.mark.parametrize("new", [NEW, writer, b""])
def test_that_a_file_is_written_as_a_whole(target: Path, new: Any) -> None:
    assert write_whole(target, new) == target
    assert target.read_bytes() == (NEW if new is writer else new)


def test_that_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "Năm 2024" / "Quý IV" / NAME
    write_whole(path, NEW)
    assert path.read_bytes() == NEW


def test_that_a_failing_writer_changes_nothing(target: Path) -> None:
    before = content(target)

    def failing(path: Path) -> None:
        path.write_bytes(NEW[:10])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_whole(target, failing)
    assert content(target) == before


def test_that_a_writer_that_writes_nothing_changes_nothing(target: Path) -> None:
    before = content(target)
    with pytest.raises(FileProblemError):
        write_whole(target, lambda path: None)
    assert content(target) == before


def test_that_the_file_is_never_seen_half_written(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(OLD)
    seen = []

    def slow(temporary: Path) -> None:
        with temporary.open("wb") as file:
            for start in range(0, len(NEW), 100_000):
                file.write(NEW[start : start + 100_000])
                file.flush()
                seen.append(path.read_bytes())

    write_whole(path, slow)
    assert set(seen) == {OLD}
    assert path.read_bytes() == NEW


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EFBIG, DiskFullError),
        (errno.EIO, FileProblemError),
        (errno.EROFS, FileProblemError),
        (errno.EACCES, FileProblemError),
        (errno.ENOENT, FileMissingError),
        (errno.ENODEV, FileProblemError),
    ],
)
@pytest.mark.parametrize("new", [NEW, writer])
def test_that_a_failing_disk_is_told_and_changes_nothing(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception], new: Any
) -> None:
    before = content(target)

    def failing(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(FileProblemError) as refused:
        write_whole(target, new)
    assert type(refused.value) is kind
    assert refused.value.path == target
    assert refused.value.system == errno.errorcode[number]
    assert content(target) == before


def test_that_a_disk_that_fills_up_in_the_writer_is_told(target: Path) -> None:
    before = content(target)

    def full(path: Path) -> None:
        path.write_bytes(NEW)
        raise OSError(errno.ENOSPC, "")

    with pytest.raises(DiskFullError):
        write_whole(target, full)
    assert content(target) == before


def test_that_the_content_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, flush, seen = tmp_path / NAME, os.fsync, []

    def watching(handle: int) -> None:
        size = os.fstat(handle).st_size
        if stat.S_ISREG(os.fstat(handle).st_mode):
            seen.append((path.exists(), size))
        flush(handle)

    monkeypatch.setattr(os, "fsync", watching)
    write_whole(path, NEW)
    assert seen[0] == (False, len(NEW))


def test_that_a_file_there_is_not_replaced_unless_wanted(tmp_path: Path) -> None:
    path, asked = tmp_path / NAME, []

    def asking(temporary: Path) -> None:
        asked.append(temporary)
        writer(temporary)

    write_whole(path, OLD, replace=False)
    with pytest.raises(FileExistsAlreadyError):
        write_whole(path, asking, replace=False)
    assert path.read_bytes() == OLD
    assert asked == []


def test_that_a_folder_of_that_name_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.mkdir()
    with pytest.raises(FileProblemError):
        write_whole(path, NEW)
    assert path.is_dir()
    assert [one.name for one in tmp_path.iterdir()] == [NAME]


def test_that_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD)
    with pytest.raises(FileProblemError):
        write_whole(tmp_path / "a" / NAME, NEW)
    assert (tmp_path / "a").read_bytes() == OLD


def test_that_a_name_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError):
        write_whole(tmp_path / ("đ" * 300), NEW)
    assert list(tmp_path.iterdir()) == []


def test_that_rubbish_of_an_earlier_crash_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / NAME
    (tmp_path / f".{NAME}.tam").write_bytes(OLD)
    write_whole(path, NEW)
    assert path.read_bytes() == NEW
    assert [one.name for one in tmp_path.iterdir()] == [NAME]


def test_that_a_held_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / NAME
    path.write_bytes(OLD)
    waited: list[float] = []
    rename: Callable[[Path, Path], Path] = Path.replace

    def held(one: Path, other: Path) -> Path:
        if len(waited) < 3:
            raise PermissionError(errno.EACCES, "")
        return rename(one, other)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr("time.sleep", waited.append)
    write_whole(path, NEW)
    assert path.read_bytes() == NEW
    assert waited == [0.1, 0.2, 0.4]


def test_that_a_file_held_for_good_is_told(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(target)

    def held(one: Path, other: Path) -> Path:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with pytest.raises(FileProblemError) as refused:
        write_whole(target, NEW)
    assert refused.value.system == "EACCES"
    assert content(target) == before


def test_that_at_most_one_byte_more_is_read(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(b"12345")
    assert [files.read_bytes(path, limit) for limit in (0, 3, 4, 5, 9)] == [
        b"1", b"1234", b"12345", b"12345", b"12345",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["không có", "không/có"])
def test_that_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileMissingError) as refused:
        files.read_bytes(tmp_path / name, 10)
    assert refused.value.system == "ENOENT"


def test_that_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError) as refused:
        files.read_bytes(tmp_path, 10)
    assert refused.value.system in ("EISDIR", "EACCES")


def test_that_other_errors_stay_what_they_are() -> None:
    with pytest.raises(ZeroDivisionError), files.disk_problems(Path("a")):
        raise ZeroDivisionError


if sys.platform != "win32":

    def test_that_a_full_device_is_told() -> None:
        with pytest.raises(DiskFullError), files.disk_problems(Path("/dev/full")):
            Path("/dev/full").write_bytes(NEW)


def test_that_the_folder_is_flushed_once_the_name_is_given(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, bytes | None]] = []
    monkeypatch.setattr(
        files, "flush_folder", lambda folder: seen.append((folder, content(target)))
    )
    write_whole(target, NEW)
    assert seen == [(target.parent, NEW)]


def test_that_a_file_that_cannot_be_reached_is_not_there(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files.is_there(target) is target.exists()
    assert not files.is_there(target.parent)
    assert not files.is_there(target / "con")

    def denied(_path: Path) -> bool:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(Path, "is_file", denied)
    assert not files.is_there(target)
    monkeypatch.undo()
