"""A disk that fails: one call of libc after the other, in every deed of an officer.

The calls of a deed are counted, then each is made to fail (`tests.libc`) with each error a disk
can give, once or from then on. Wanted: the deed says so with a named error and did nothing, or it
was done all the same; never half. With the disk well again the same program does it, once, and
the register is sound. In the broken ways something must be found.
"""

import errno
import logging
import multiprocessing
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from db import store as stores
from db.errors import StoreError
from desktop.core import files, registers
from desktop.core.errors import AppError
from tests import libc
from tests.benchmarks.measure import Figure
from tests.builders import CLOCK
from tests.libc import Real
from tests.torture_deeds import DEEDS, Deed
from tests.torture_sessions import REGISTER

MEMORY = Path("/dev/shm")
FAULTS = {
    "open": (errno.EROFS, errno.EIO),
    "write": (errno.ENOSPC, errno.EIO, errno.EROFS),
    "pwrite": (errno.ENOSPC, errno.EIO, errno.EFBIG),
    "flush": (errno.EIO, errno.ENOSPC),
    "cut": (errno.EIO,),
    "rename": (errno.EROFS, errno.EIO),
    "unlink": (errno.EROFS, errno.EIO),
}
"""What each call can be refused with. Not EACCES: there the program waits for others."""

NAMED, CONTROLS = 5, 40


@dataclass(frozen=True)
class Fault:
    """The number-th call of a kind fails, or all from it on."""

    deed: str
    kind: str
    number: int
    error: int
    lasting: bool

    def __str__(self) -> str:
        how = "on" if self.lasting else ""
        return f"{self.deed}, {self.kind} {self.number}{how} {errno.errorcode[self.error]}"


@dataclass
class Outcome:
    """What was injected and seen; no `faults` is what is wanted."""

    injected: int = 0
    told: int = 0
    absorbed: int = 0
    """It was done all the same."""
    kept: int = 0
    """It was told as not done, and stands there whole all the same."""
    faults: list[str] = field(default_factory=list)


class Failing:
    """A hook that counts the calls that change a folder and makes some of them fail."""

    def __init__(self, folder: Path, fault: Fault | None = None) -> None:
        self.folder, self.fault, self.counts = folder, fault, dict.fromkeys(FAULTS, 0)
        self.injected = 0

    def __call__(self, kind: str, real: Real, given: tuple[Any, ...]) -> int:
        if kind in self.counts and self._is_ours(kind, given):
            self.counts[kind] += 1
            if self._is_due(kind):
                self.injected += 1
                return libc.fail(self.fault.error) if self.fault else -1
        return real(*given)

    def _is_due(self, kind: str) -> bool:
        one = self.fault
        if one is None or one.kind != kind:
            return False
        return self.counts[kind] == one.number or (one.lasting and self.counts[kind] > one.number)

    def _is_ours(self, kind: str, given: tuple[Any, ...]) -> bool:
        if kind == "open" and not given[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return False
        first = given[0]
        path = os.fsdecode(first) if isinstance(first, bytes) else str(libc.path_of(first))
        return path.startswith(f"{self.folder}/")


def every_fault(deed: str, calls: dict[str, int]) -> list[Fault]:
    """Return all faults of a deed with so many calls of each kind."""
    return [
        Fault(deed, kind, number, error, lasting)
        for kind, errors in FAULTS.items()
        for number in range(1, calls[kind] + 1)
        for error in errors
        for lasting in (False, True)
    ]


def injected(name: str, wanted: int, seed: int) -> Outcome:
    """Try so many faults of a deed, drawn with the seed; all of them if there are fewer."""
    deed, outcome = DEEDS[name], Outcome()
    logging.getLogger("db.store").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        origin = Path(place) / "goc"
        origin.mkdir()
        deed.prepare(origin)
        fresh(origin, Path(place) / "so")
        counting = Failing(Path(place) / "so")
        _do(deed, counting)
        known = every_fault(name, counting.counts)
        for fault in random.Random(seed).sample(known, len(known)):
            if outcome.injected < wanted:
                fresh(origin, Path(place) / "so")
                _try(deed, Failing(Path(place) / "so", fault), outcome)
    return outcome


def _do(deed: Deed, hook: Failing) -> None:
    store = registers.open_(hook.folder / REGISTER, CLOCK)
    try:
        with libc.hooked(hook):
            deed.act(store)
    finally:
        store.close()


def _try(deed: Deed, hook: Failing, outcome: Outcome) -> None:
    store, told = registers.open_(hook.folder / REGISTER, CLOCK), False
    try:
        with libc.hooked(hook):
            try:
                deed.act(store)
            except (AppError, StoreError):
                told = True
        if hook.injected:
            _judge(deed, hook, outcome, store, told=told)
    except Exception as error:  # noqa: BLE001  whatever it is, it has no name
        outcome.faults.append(f"{hook.fault}: {type(error).__name__}: {error}")
    finally:
        with libc.hooked(hook):  # a disk that is no more while the program ends
            store.close()
    _reopen(hook, outcome)


def _judge(deed: Deed, hook: Failing, outcome: Outcome, store: stores.Store, *, told: bool) -> None:
    """See what was left, do it again with the disk well, and see that it was done once."""
    outcome.injected += 1
    outcome.told += told
    outcome.absorbed += not told
    done = deed.count(store)
    outcome.kept += told and done == 1
    if done not in ((0, 1) if told else (1,)):
        outcome.faults.append(f"{hook.fault}: {'half done' if told else 'lost in silence'}")
    if done == 0:
        deed.act(store)
    if deed.count(store) != 1:
        outcome.faults.append(f"{hook.fault}: not done once the disk is well")


def _reopen(hook: Failing, outcome: Outcome) -> None:
    try:
        again = registers.open_(hook.folder / REGISTER, CLOCK)
    except StoreError as error:
        outcome.faults.append(f"{hook.fault}: does not open: {error!r}")
        return
    outcome.faults += [f"{hook.fault}: {one}" for one in again.problems()]
    again.close()


def fresh(origin: Path, folder: Path) -> None:
    """Put a fresh copy of what was prepared into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin, folder)


def by_statement() -> Any:
    """Return what lets every statement commit itself: no deed is whole then."""
    return mock.patch.object(stores, "_begin", return_value=None)


def _in_silence() -> Any:
    def flushed(path: Path) -> None:
        with suppress(OSError):
            os.fsync(os.open(path, os.O_RDONLY))

    def write(path: Path, content: Callable[[Path], None], *, replace: bool = True) -> Path:
        with suppress(OSError):
            content(path)
            flushed(path)
        return path

    return mock.patch.object(files, "write_whole", write)


BROKEN: dict[str, tuple[str, Callable[[], Any]]] = {
    "importing, no transaction": ("importing", by_statement),
    "exporting, errors swallowed": ("exporting", _in_silence),
}
"""A broken way: which deed, and what is broken."""


def tried(wanted: int, seed: int, name: str) -> Outcome:
    """Try a deed or a broken way by its name."""
    deed, broken = BROKEN.get(name, (name, nullcontext))
    with broken():
        return injected(deed, wanted, seed)


def figures(count: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield what so many faults in all did, then what the broken ways did."""
    if not libc.IS_POSSIBLE:
        yield Figure("I/O errors", None, "needs glibc on 64 bits", "", met=True)
        return
    share = -(-count // len(DEEDS))
    jobs = [(share, seed, name) for name in DEEDS] + [(CONTROLS, seed, name) for name in BROKEN]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        outcomes = dict(
            zip((*DEEDS, *BROKEN), pool.map(tried, *zip(*jobs, strict=True)), strict=True)
        )
    for name in DEEDS:
        one = outcomes[name]
        yield Figure(f"I/O errors, {name}", None, _said(one), "0 faults", met=not one.faults)
    for name in BROKEN:
        one = outcomes[name]
        said = _said(one, named=1)
        yield Figure(f"I/O errors, {name}", None, said, "faults > 0", met=bool(one.faults))
    every = [outcomes[name] for name in DEEDS]
    whole = Outcome(
        *(
            sum(getattr(one, name) for one in every)
            for name in ("injected", "told", "absorbed", "kept")
        ),
        [fault for one in every for fault in one.faults],
    )
    met = whole.injected >= count and not whole.faults
    yield Figure("I/O errors", None, _said(whole), f"{count:,} errors, 0 faults", met=met)


def _said(one: Outcome, named: int = NAMED) -> str:
    counts = f"{one.injected:,} errors, {one.told:,} told, {one.absorbed:,} done all the same"
    faults = "; ".join([f"{len(one.faults):,} faults", *one.faults[:named]])
    return f"{counts}, {one.kept:,} told and yet kept; {faults}"
