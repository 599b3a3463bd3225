"""Power cuts while packages are written to a stick: our way of writing, and broken ones.

In the broken ones faults must be found, else the harness is worth nothing.
"""

import hashlib
import multiprocessing
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from desktop.core.delivery import deliver
from desktop.core.errors import CancelledError
from desktop.core.progress import Progress
from tests.benchmarks.measure import Figure
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


def cut_off(wanted: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield what so many states after a power cut hold, for each way of writing."""
    ways: dict[str, tuple[Write, bool, bool]] = {"deliver": (deliver, False, False), **BROKEN}
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        tried = pool.map(partial(_tried, wanted, seed), [write for write, _, _ in ways.values()])
        for (name, (_, half, lost)), found in zip(ways.items(), tried, strict=True):
            met = (found.half > 0, found.lost > 0) == (half, lost)
            said = f"{found.half:,} half, {found.lost:,} lost, {found.harmed:,} harmed"
            yield Figure(
                f"power cuts, {name}",
                None,
                f"{found.states:,} states: {said}",
                f"half {'> 0' if half else '0'}, lost {'> 0' if lost else '0'}, harmed 0",
                met=met and not found.harmed and found.states == wanted,
            )


def _tried(wanted: int, seed: int, write: Write) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        return try_out(session(write), Path(folder), wanted, seed)
