"""One flipped bit in a closed register, in a backup, in a key file: noticed, or nothing is lost.

Wanted: opening and reading all of it ends in a named error, or gives exactly what was kept. The
negative control is the same content in plain SQLite, where flips pass unseen. A log (-wal) that a
crash left is no part of this: SQLite reads it up to the first frame whose sum is wrong.
"""

import hashlib
import logging
import multiprocessing
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from db import backup, key_file
from db.errors import StoreDamagedError, StoreError
from db.store import Store
from desktop.core import backups, registers, safekeeping
from desktop.core.backups import Occasion
from tests import torture_sessions
from tests.benchmarks.measure import Figure
from tests.builders import CLOCK
from tests.torture_register import content
from tests.torture_sessions import REGISTER

MEMORY = Path("/dev/shm")
SHARES = {"register": 6, "backup": 3, "key file": 1}
NAMED, CONTROLS, ROWS, LONGEST = 5, 200, 400, 100


@dataclass
class Outcome:
    """What was flipped and seen; no `faults` is what is wanted."""

    flips: int = 0
    told: int = 0
    same: int = 0
    """Nothing was lost by it."""
    faults: list[str] = field(default_factory=list)


def flipped(wanted: int, seed: int, name: str) -> Outcome:
    """Flip a bit so many times in a kind of file."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        folder = Path(place)
        if name == "plain":
            return _flip(*_plain(folder), wanted, seed)
        torture_sessions.ward(folder)
        with closing(registers.open_(folder / REGISTER, CLOCK)) as store, store.read() as session:
            copy = safekeeping.back_up(session, Occasion.DAY).path
        if name == "backup":
            return _flip(copy, _of_backup, wanted, seed)
        path = key_file.place(folder / REGISTER) if name == "key file" else folder / REGISTER
        return _flip(path, lambda _path: _of_register(folder), wanted, seed)


def _flip(path: Path, read: Callable[[Path], str], wanted: int, seed: int) -> Outcome:
    logging.getLogger("db.store").setLevel(logging.ERROR)
    right, kept = path.read_bytes(), read(path)
    chance, outcome = random.Random(seed), Outcome()
    for _ in range(wanted):
        at, bit = chance.randrange(len(right)), 1 << chance.randrange(8)
        wrong = bytearray(right)
        wrong[at] ^= bit
        path.write_bytes(wrong)
        outcome.flips += 1
        try:
            same = read(path) == kept
        except StoreError:
            outcome.told += 1
            continue
        except Exception as error:  # noqa: BLE001  whatever it is, it has no name
            outcome.faults.append(f"byte {at}: {type(error).__name__}: {str(error)[:LONGEST]}")
            continue
        outcome.same += same
        if not same:
            outcome.faults.append(f"byte {at}: other content, in silence")
    return outcome


def _of_register(folder: Path) -> str:
    """Read all of a register as the program reads it, then every page of it. Raises StoreError."""
    path = folder / REGISTER
    with closing(Store(path, key_file.require(path))) as store:
        mark = _read(store)
        if store.problems():
            raise StoreDamagedError(path)
        return mark


def _read(store: Store) -> str:
    with store.read() as session:
        schema = session.execute(text("SELECT type, name, sql FROM sqlite_master")).all()
        mark = hashlib.sha256(repr(schema).encode())
        for kind, name, _ in schema:
            if kind == "table":
                mark.update(repr(session.execute(text(f'SELECT * FROM "{name}"')).all()).encode())
        return mark.hexdigest()


def _of_backup(path: Path) -> str:
    backups.require_sound(path)
    with backup.looking(path, key_file.require(path)) as session:
        return content(session.connection().connection.driver_connection)


def _plain(folder: Path) -> tuple[Path, Callable[[Path], str]]:
    """Make a register without encryption; a look at it is `integrity_check` and all its rows."""
    path = folder / "thuong.db"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE activities (title TEXT, attendees INTEGER)")
        rows = [(f"Buổi tuyên truyền số {number}", number) for number in range(ROWS)]
        made.executemany("INSERT INTO activities VALUES (?, ?)", rows)

    def look(where: Path) -> str:
        with closing(sqlite3.connect(where)) as raw:
            try:
                sound = raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                found = content(raw)
            except sqlite3.DatabaseError as error:
                raise StoreError(where) from error
            if not sound:
                raise StoreError(where)
            return found

    return path, look


def figures(count: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield what so many flipped bits in all did."""
    total = sum(SHARES.values())
    jobs = [
        (-(-count * share // total // workers), seed + number, name)
        for name, share in SHARES.items()
        for number in range(workers)
    ]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        outcomes = list(pool.map(flipped, *zip(*jobs, strict=True)))
        control = pool.submit(flipped, CONTROLS, seed, "plain").result()
    every = Outcome()
    for name in SHARES:
        found = [one for (_, _, of), one in zip(jobs, outcomes, strict=True) if of == name]
        whole = _sum(found)
        every = _sum([every, whole])
        yield Figure(f"flipped bits, {name}", None, _said(whole), "0 faults", met=not whole.faults)
    said = f"{control.flips:,} flips, {len(control.faults):,} in silence"
    yield Figure("flipped bits, plain SQLite", None, said, "> 0", met=bool(control.faults))
    met = every.flips >= count and not every.faults
    yield Figure("flipped bits", None, _said(every), f"{count:,} flips, 0 faults", met=met)


def _sum(outcomes: list[Outcome]) -> Outcome:
    whole = Outcome()
    for one in outcomes:
        whole.flips += one.flips
        whole.told += one.told
        whole.same += one.same
        whole.faults += one.faults
    return whole


def _said(one: Outcome) -> str:
    named = "; ".join([f"{len(one.faults):,} faults", *one.faults[:NAMED]])
    return f"{one.flips:,} flips, {one.told:,} told, {one.same:,} without loss; {named}"
