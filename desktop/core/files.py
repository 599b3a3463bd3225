"""Writing files that are whole or absent. The one place that catches OSError."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.disk import flush as flush, flush_folder as flush_folder, remove as remove, rename as rename
from desktop.core.errors import (
    DiskFullError,
    FileExistsAlreadyError,
    FileMissingError,
    FileProblemError,
)

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_whole(
    path: Path, content: bytes | Callable[[Path], None], *, replace: bool = True
) -> Path:
    """Write a temporary neighbour, flush it, name it, flush name and folder; return the path.

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
            flush_folder(path.parent)
        finally:
            temporary.unlink(missing_ok=True)
    return path


def is_there(path: Path) -> bool:
    """Whether a file stands there and can be reached; a dead network drive takes its time to say."""
    with suppress(FileProblemError), disk_problems(path):
        return path.is_file()
    return False


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


def _code(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, str(error.errno))
