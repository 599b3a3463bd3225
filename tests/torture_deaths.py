"""Killing a program in the middle of a deed: taking in, backing up, importing, sending, exporting.

Each deed has a fresh copy of its register. The program is killed (SIGKILL) at a moment drawn with
the seed; then the register is opened again: what was said is there, nothing is half, and the deed
can be done. Saving, again and again in one register, is what `tests.torture_kill` tries.
"""

import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import StoreError
from desktop.core import backups, registers, safekeeping
from tests.benchmarks.measure import Figure
from tests.builders import CLOCK
from tests.torture_deeds import DEEDS, Deed
from tests.torture_errors import by_statement, fresh
from tests.torture_sessions import REGISTER

KILLED = ("importing", "taking in", "undoing", "backing up", "sending", "exporting")
BROKEN, BROKEN_DEED = "taking in, no transaction", "taking in"
NAMED, CONTROLS = 5, 60
PATIENCE_S = 60
EARLY = 6
"""One kill in so many strikes while the register is being opened."""


@dataclass
class Outcome:
    """What was killed and what was found; no `faults` is what is wanted."""

    kills: int = 0
    said: int = 0
    """It had said that it was done."""
    done: int = 0
    """It had not said so, and it was done."""
    faults: list[str] = field(default_factory=list)


def killed(wanted: int, seed: int, name: str) -> Outcome:
    """Kill a program so many times in a deed, or in a broken way of doing it."""
    deed, broken = (BROKEN_DEED, by_statement) if name == BROKEN else (name, nullcontext)
    outcome, chance = Outcome(), random.Random(seed)
    with tempfile.TemporaryDirectory() as place, broken():
        origin, folder = Path(place) / "goc", Path(place) / "so"
        origin.mkdir()
        DEEDS[deed].prepare(origin)
        for _ in range(2):  # the first time this process loads what the deed needs
            fresh(origin, folder)
            with closing(registers.open_(folder / REGISTER, CLOCK)) as store:
                started = time.perf_counter()
                DEEDS[deed].act(store)
                longest = time.perf_counter() - started
        for _ in range(wanted):
            fresh(origin, folder)
            early = chance.randrange(EARLY) == 0
            said = _live(DEEDS[deed], folder, chance.uniform(0, longest), early=early)
            outcome.kills += 1
            outcome.said += said
            _look(DEEDS[deed], folder, outcome, said=said)
    return outcome


def _live(deed: Deed, folder: Path, seconds: float, *, early: bool) -> bool:
    """Let a program do it and kill it after so long; return whether it said that it was done."""
    hears, speaks = os.pipe()
    child = os.fork()
    if child == 0:
        _child(deed, folder, speaks)
    os.close(speaks)
    if not early:
        os.read(hears, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = b"d" in os.read(hears, 2)
    os.close(hears)
    return said


def _child(deed: Deed, folder: Path, speaks: int) -> None:
    try:
        store = registers.open_(folder / REGISTER, CLOCK)
        os.write(speaks, b"o")
        deed.act(store)
        os.write(speaks, b"d")
        time.sleep(PATIENCE_S)
    finally:
        os._exit(1)


def _look(deed: Deed, folder: Path, outcome: Outcome, *, said: bool) -> None:
    try:
        store = registers.open_(folder / REGISTER, CLOCK)
    except StoreError as error:
        outcome.faults.append(f"kill {outcome.kills}: does not open: {error!r}")
        return
    try:
        found = [*store.problems(), *_unsound(folder)]
        done = deed.count(store)
        if done not in ((1,) if said else (0, 1)):
            found.append("lost" if done == 0 else "half done")
        elif done == 0:
            deed.act(store)
            if deed.count(store) != 1:
                found.append("cannot be done again")
        outcome.done += done == 1 and not said
        outcome.faults += [f"kill {outcome.kills}: {one}" for one in found]
    finally:
        store.close()


def _unsound(folder: Path) -> Iterator[str]:
    for one in backups.find(safekeeping.folder_of(folder / REGISTER)):
        try:
            backups.require_sound(one.path)
        except StoreError as error:
            yield f"{one.path.name}: {error!r}"


def figures(count: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield what so many kills in all did, then what they did to a broken way."""
    if sys.platform == "win32":
        yield Figure("kill -9 in a deed", None, "needs fork", "", met=True)
        return
    share = -(-count // len(KILLED))
    jobs = [(share, seed, name) for name in KILLED] + [(CONTROLS, seed, BROKEN)]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        *outcomes, control = pool.map(killed, *zip(*jobs, strict=True))
    for name, one in zip(KILLED, outcomes, strict=True):
        yield Figure(f"kill -9, {name}", None, _said(one), "0 faults", met=not one.faults)
    said = _said(control, named=1)
    yield Figure(f"kill -9, {BROKEN}", None, said, "faults > 0", met=bool(control.faults))
    faults = [fault for one in outcomes for fault in one.faults]
    counts = (sum(getattr(one, name) for one in outcomes) for name in ("kills", "said", "done"))
    whole = Outcome(*counts, faults)
    met = whole.kills >= count and not faults
    yield Figure("kill -9 in a deed", None, _said(whole), f"{count:,} kills, 0 faults", met=met)


def _said(one: Outcome, named: int = NAMED) -> str:
    counts = f"{one.kills:,} kills, {one.said:,} after it was said, {one.done:,} just before"
    return "; ".join([counts, f"{len(one.faults):,} faults", *one.faults[:named]])
