"""Writing files that are whole or absent. The one place that catches OSError."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.core.errors import (
    DiskFullError,
    FileExistsAlreadyError,
    FileMissingError,
    FileProblemError,
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}
_PATIENCE = (0.1, 0.2, 0.4, 0.8, 1.5, 2.0)
"""Seconds between tries while an antivirus program or Excel holds the file."""


def write_whole(
    path: Path, content: bytes | Callable[[Path], None], *, replace: bool = True
) -> Path:
    """Write a temporary neighbour, flush it, name it, flush the name; return the path.

    Raises FileProblemError (DiskFullError, FileExistsAlreadyError …); then nothing was changed.
    """
    temporary = path.with_name(f".{path.name}.tam")
    with disk_problems(path):
        if not replace and path.exists():
            raise FileExistsAlreadyError(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            if isinstance(content, bytes):
                temporary.write_bytes(content)
            else:
                content(temporary)
            flush(temporary)
            rename(temporary, path)
            flush(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the content, at most `limit` bytes and one more (so that the caller sees "too long")."""
    with disk_problems(path), path.open("rb") as file:
        return file.read(limit + 1)


@contextmanager
def disk_problems(path: Path) -> Iterator[None]:
    """Turn what the operating system says into an error the officer can act on."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissingError(path, _code(error)) from error
    except OSError as error:
        kind = DiskFullError if error.errno in _FULL else FileProblemError
        raise kind(path, _code(error)) from error


def discard(path: Path) -> None:
    """Remove a file if that can be done, and say nothing if not."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the disk keep what was written, and the name: opened anew, FAT writes the entry too."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Have the disk keep the names in a folder, where a folder can be flushed (not on Windows)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)


def rename(temporary: Path, path: Path) -> None:
    """Give a file its name, in place of what has it; waits while others hold it."""
    for seconds in _PATIENCE:
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    temporary.replace(path)


def _code(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, str(error.errno))
