"""Writing one file to a stick so that "đã ghi" stays true when the stick is pulled out at once.

Temporary name, length, flush, rename to a name that is new, flush under that name and of the
folder, read back, compare. Qt's QSaveFile is not used: it says yes when a write failed.
"""

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.core import drives, files
from desktop.core.errors import DeliveryError, DriveReason, FileProblemError
from desktop.core.progress import Progress

COPYING = "Chép sang USB"
READING_BACK = "Đọc lại từ USB và so khớp"
_SLICE = 1 << 16
_FLUSHED_EACH = 1 << 22
"""Bytes between two flushes, so that progress and Hủy follow the stick and not the cache."""
_REMAINS = re.compile(r"\.(?P<name>.+\.sott)\.tam", re.IGNORECASE)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True)
class Delivered:
    """What stands on the stick, read back and found right; `digest` is its SHA-256."""

    path: Path
    digest: str
    size: int
    already: bool
    """It was there before, with the same content."""


def deliver(data: bytes, folder: Path, name: str, progress: Progress) -> Delivered:
    """Write the file and read it back; counts each byte twice, once written and once read.

    Raises DeliveryError, or CancelledError when the officer stops it; the name is then not given.
    """
    path, wanted = folder / name, hashlib.sha256(data).hexdigest()
    with _reasons(path) as drive, ExitStack() as undo:
        progress.step(COPYING, 0, 2 * len(data))
        _sweep(folder)
        already = path.exists()
        if not already:
            _write(data, path, undo, progress)
        elif not path.is_file():  # Windows would say of a folder that one may not read it
            raise DeliveryError(path, DriveReason.OTHER_CONTENT)
        files.flush(path)
        files.flush_folder(folder)
        progress.step(READING_BACK, len(data))
        if path.stat().st_size != len(data) or _digest(path, progress) != wanted:
            reason = DriveReason.OTHER_CONTENT if already else DriveReason.READS_DIFFERENTLY
            raise DeliveryError(path, reason)
        if not drives.is_there(folder, drive):
            raise DeliveryError(path, DriveReason.GONE)
        undo.pop_all()
    return Delivered(path, wanted, len(data), already)


def eject(folder: Path) -> bool:
    """Say goodbye to the stick that holds the folder; True when it can be pulled out safely."""
    return drives.eject(folder)


def _sweep(folder: Path) -> None:
    """Remove what earlier tries left behind.

    Not beside the finished file: after a power cut in a rename both names may lead to the same
    clusters of a FAT stick, and removing one would take the content of the other.
    """
    for remains in list(folder.iterdir()):
        found = _REMAINS.fullmatch(remains.name)
        if found and not (folder / found["name"]).exists():
            files.discard(remains)


def _write(data: bytes, path: Path, undo: ExitStack, progress: Progress) -> None:
    """Put the content under the name; `undo` takes away what was begun."""
    temporary = path.with_name(f".{path.name}.tam")
    files.discard(temporary)
    undo.callback(files.discard, temporary)
    handle = os.open(temporary, _NEW, 0o644)
    try:
        _fill(handle, data, progress)
        if os.fstat(handle).st_size != len(data):
            raise DeliveryError(path, DriveReason.READS_DIFFERENTLY)
        os.fsync(handle)
    finally:
        os.close(handle)
    progress.step()
    if path.exists():
        raise DeliveryError(path, DriveReason.OTHER_CONTENT)
    files.rename(temporary, path)
    undo.callback(files.discard, path)


def _fill(handle: int, data: bytes, progress: Progress) -> None:
    view, done, flushed = memoryview(data), 0, 0
    while done < len(data):
        done += os.write(handle, view[done : done + _SLICE])
        if done - flushed >= _FLUSHED_EACH:
            os.fsync(handle)
            flushed = done
        progress.step(done=done)


def _digest(path: Path, progress: Progress) -> str:
    """Return the SHA-256 of a file, on Linux from the stick itself and not from the cache."""
    digest, handle = hashlib.sha256(), os.open(path, _READ)
    try:
        if sys.platform != "win32":
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        while content := os.read(handle, _SLICE):
            digest.update(content)
            progress.step(done=progress.done + len(content))
    finally:
        os.close(handle)
    return digest.hexdigest()


@contextmanager
def _reasons(path: Path) -> Iterator[int]:
    """Say in our words what went wrong; gives the number of the drive, which must stay the same."""
    drive = None
    try:
        with files.disk_problems(path):
            drive = path.parent.stat().st_dev
            yield drive
    except DeliveryError:
        raise
    except FileProblemError as error:
        reason = drives.reason(error, path.parent, drive)
        raise DeliveryError(path, reason, error.system) from error
