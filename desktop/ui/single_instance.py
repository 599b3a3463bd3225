"""A second start over the same register raises the window that is there instead of failing.

The window holds a lock and looks for requests: small files beside its settings, so only a window of
the same user on the same machine answers. A package that was double clicked is handed over in one.
"""

import hashlib
import os
import platform
import sys
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from desktop.core import paths

_LOOK_EVERY_MS = 200
_PATIENCE_SECONDS = 0.6
_LONGEST = 128 * 1024
"""Bytes of a request: no system has a longer path."""
_LOCK, _ASKED, _HALF = "mo", "goi", "do"
_PACKAGE = ".sott"
_ANY_PROCESS = -1


class Doorbell(QObject):
    """Hears a second start of the same user over the same register, and answers once it listens."""

    rung = Signal(str)
    """The package that the second start was given, or ""."""

    def __init__(self, register: Path) -> None:
        super().__init__()
        self._place = _place(register)
        self._lock = _lock(self._place)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        with suppress(OSError):
            self._place.parent.mkdir(parents=True, exist_ok=True)
        if self._lock.tryLock(_LOOK_EVERY_MS):  # on a full disk a second start is told who has it
            self._forget()

    def listen(self) -> None:
        """Begin to answer, also what was asked since the bell is there."""
        if self._lock.isLocked():
            self._timer.start()

    def close(self) -> None:
        """Listen no more."""
        self._timer.stop()
        if self._lock.isLocked():
            self._forget()
            self._lock.unlock()

    def _look(self) -> None:
        for request in _lying(self._place, _ASKED):
            package = _read(request)
            if _take(request):
                self.rung.emit(package)

    def _forget(self) -> None:
        """Remove what was asked of a window that is gone."""
        for request in (*_lying(self._place, _ASKED), *_lying(self._place, _HALF)):
            _take(request)


def ring(register: Path, package: Path | None = None) -> bool:
    """Ask the window that has the register open to come to the front; False if there is none.

    Waits a moment to be heard. A window that is busy finds the request when it has time.
    """
    place = _place(register)
    if not _is_held(place):
        return False
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
    try:
        request = _write(place, str(package or ""))
    except OSError:
        return False
    end = time.monotonic() + _PATIENCE_SECONDS
    while request.exists() and time.monotonic() < end:
        time.sleep(0.02)  # before any window: there is no event loop yet, this process ends next
    return True


def _place(register: Path) -> Path:
    """Return how the files about this register begin; a stick may serve several machines."""
    user = os.environ.get("USERNAME") or os.environ.get("USER") or ""
    whose = "\n".join((str(register.absolute()).casefold(), platform.node(), user))
    mark = hashlib.sha256(whose.encode("utf-8", "replace")).hexdigest()[:16]
    return paths.config_file().with_name(f"cua-so-{mark}")


def _lock(place: Path) -> QLockFile:
    """Return the lock; one that a crash left behind counts for nothing."""
    lock = QLockFile(f"{place}.{_LOCK}")
    lock.setStaleLockTime(0)  # however old it is: only its process counts
    return lock


def _is_held(place: Path) -> bool:
    lock = _lock(place)
    if lock.tryLock(0):
        lock.unlock()
        return False
    return lock.error() == QLockFile.LockError.LockFailedError


def _write(place: Path, words: str) -> Path:
    """Write a request under another name first: nobody reads half of one."""
    name = f"{place}.{os.getpid()}-{time.time_ns()}"
    half, request = Path(f"{name}.{_HALF}"), Path(f"{name}.{_ASKED}")
    half.write_bytes(words.encode("utf-8", "replace"))
    half.replace(request)
    return request


def _lying(place: Path, kind: str) -> list[Path]:
    try:
        return sorted(place.parent.glob(f"{place.name}.*.{kind}"))
    except OSError:
        return []


def _read(request: Path) -> str:
    """Return the package that is asked for, or "" for anything but the path of one that is there."""
    try:
        if not request.is_file():
            return ""
        with request.open("rb") as file:
            package = Path(file.read(_LONGEST + 1).decode("utf-8"))
        is_one = package.is_absolute() and package.suffix.casefold() == _PACKAGE
        return str(package) if is_one and package.is_file() else ""
    except (OSError, ValueError):
        return ""


def _take(request: Path) -> bool:
    """Remove a request; only who could remove it answers it."""
    try:
        request.unlink()
    except OSError:
        return False
    return True
