"""Power cuts while packages are written to a stick: `python -m tests.torture_powercut 10000 [seed]`.

Prints what was found for our way of writing, and for broken ones, in which faults must be found.
"""

import hashlib
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from desktop.core.delivery import deliver
from desktop.core.errors import CancelledError
from desktop.core.progress import Progress
from tests.powercut import Outcome, Recorder, try_out

Write = Callable[[bytes, Path, str, Progress], object]
SIZES = (0, 1, 513, 24_000, 65_536, 150_000)
SLICE = 16_384


def session(write: Write) -> Callable[[Recorder], dict[str, bytes]]:
    """Return an afternoon with a stick: six packages, one stopped and begun again, one twice."""

    def run(recorder: Recorder) -> dict[str, bytes]:
        chance, files = random.Random(5), {}
        for number, size in enumerate(SIZES, start=1):
            name = f"BaoCao_24118-Tan-Lap_2024-Q4_v{number}_a1b2c3.sott"
            files[name] = chance.randbytes(size)
            if number in (4, 6):
                with suppress(CancelledError):
                    write(files[name], recorder.folder, name, _Stopped(at=20_000 * number))
            write(files[name], recorder.folder, name, Progress())
            recorder.told(name)
        write(files[name], recorder.folder, name, Progress())
        recorder.told(name)
        return files

    return run


class _Stopped(Progress):
    """Someone presses Hủy when so many bytes are done."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def step(self, text: str = "", done: int | None = None, total: int | None = None) -> None:
        super().step(text, done, total)
        if self.done >= self.at:
            self.cancel()


def without_flush(data: bytes, folder: Path, name: str, progress: Progress) -> None:
    """Temporary name and rename, but nothing makes the disk write."""
    temporary = folder / f".{name}.tam"
    _put(temporary, data)
    temporary.replace(folder / name)


def without_rename(data: bytes, folder: Path, name: str, progress: Progress) -> None:
    """Everything is flushed, but the file grows under its final name."""
    _put(folder / name, data, flushed=True)
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def like_qsavefile(data: bytes, folder: Path, name: str, progress: Progress) -> None:
    """What QSaveFile does: flush, rename, and the name may still be in the cache."""
    digest = hashlib.sha256(data).hexdigest()[:6]
    temporary = folder / f"{name}.{digest}"
    _put(temporary, data, flushed=True)
    temporary.replace(folder / name)


BROKEN: dict[str, tuple[Write, bool, bool]] = {
    "without flush": (without_flush, True, True),
    "without rename": (without_rename, True, False),
    "like QSaveFile": (like_qsavefile, False, True),
}
"""A way of writing, whether it leaves half a file, whether it loses one that was told."""


def _put(path: Path, data: bytes, *, flushed: bool = False) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for start in range(0, len(data), SLICE):
        os.write(handle, data[start : start + SLICE])
    if flushed:
        os.fsync(handle)
    os.close(handle)


def _tried(write: Write, wanted: int, seed: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        return try_out(session(write), Path(folder), wanted, seed)


def _main(words: list[str]) -> int:
    wanted = int(words[0]) if words else 10_000
    seed = int(words[1]) if words[1:] else 1
    started = time.perf_counter()
    ours = _tried(deliver, wanted, seed)
    print(f"{'deliver':16}{ours}")
    wrong = ours.faults > 0
    for name, (write, half, lost) in BROKEN.items():
        outcome = _tried(write, wanted, seed)
        print(f"{name:16}{outcome}")
        wrong = wrong or (outcome.half > 0, outcome.lost > 0) != (half, lost)
    print(f"seconds {time.perf_counter() - started:.1f}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
