"""What makes a file stay: flushing it, its name, its folder; and waiting for those who hold it."""

import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}
_PATIENCE = (0.1, 0.2, 0.4, 0.8, 1.5, 2.0)
"""Seconds between tries while an antivirus program or Excel holds the file."""


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
    _patiently(lambda: temporary.replace(path))


def remove(path: Path) -> None:
    """Remove a file if it is there; waits while others hold it."""
    _patiently(lambda: path.unlink(missing_ok=True))


def _patiently(deed: Callable[[], object]) -> None:
    for seconds in _PATIENCE:
        try:
            deed()
        except PermissionError:
            time.sleep(seconds)  # Windows does not tell when the other program lets go
        else:
            return
    deed()
