"""Power cuts of a register at work: saving, importing, taking in, upgrading, backing up.

Every call to libc is recorded (`tests.tape`), SQLite's own included, then replayed on model disks
(`tests.powercut`): what no flush confirmed is kept, lost, torn, zeroed or rubbish by sector, in any
order. Of each state: the register opens, all its pages are sound, its content is exactly that of
one commit, none older than what the officer was told; a backup of that name is whole with its key.
Simulated are a PC's disk (names in order, or only after a flush of their folder), not a disk that
lies about flushing. In the broken ways something must be lost, else the harness is worth nothing.
"""

import hashlib
import logging
import multiprocessing
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from unittest import mock

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from db import backup, disk, key_file, store as stores
from db.errors import StoreError
from db.store import Store
from tests import libc, torture_sessions
from tests.benchmarks.measure import Figure
from tests.powercut import Disk, Kind
from tests.tape import Tape, files_in, put
from tests.torture_sessions import Session

MEMORY = Path("/dev/shm")
REGISTER = torture_sessions.REGISTER
KINDS = tuple(Kind)
TRIES = 4
"""So often a state is drawn again that was drawn at the same moment before."""

INDEX = ("_search_data", "_search_idx")

REOPENED = 200
"""One state in so many is also opened as the program does, and worked with."""


@dataclass
class Outcome:
    """What was looked at and found; all but `states` and `operations` must stay 0."""

    operations: int = 0
    states: int = 0
    damaged: int = 0
    """The register does not open, or a page is not sound."""
    lost: int = 0
    """It holds less than the officer was told, or a backup that was told is not there."""
    between: int = 0
    """It holds what no commit ever left."""
    half: int = 0
    """A backup of that name, or its key, is not whole."""
    first: str = ""
    """The first fault."""

    @property
    def faults(self) -> int:
        """All that must not be."""
        return self.damaged + self.lost + self.between + self.half


@dataclass
class Commits:
    """What the register held after each commit, and which of them the officer was told."""

    tape: Tape
    contents: list[str]

    def told(self) -> None:
        """Say that all so far is kept."""
        self.tape.told(f"={len(self.contents) - 1}")

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note the content at each commit from now on."""

        def note(connection: Connection) -> None:
            self.contents.append(content(connection.connection.driver_connection))

        event.listen(Engine, "commit", note)
        try:
            yield
        finally:
            event.remove(Engine, "commit", note)


def content(raw: Any) -> str:
    """Return a mark of all that a register holds, schema included.

    Left out: where FTS5 keeps its index; `integrity_check` compares that with the texts.
    """
    schema = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    mark = hashlib.sha256(repr(schema).encode())
    for kind, name, _ in schema:
        if kind == "table" and not name.endswith(INDEX):
            mark.update(repr(raw.execute(f'SELECT * FROM "{name}"').fetchall()).encode())
    return mark.hexdigest()


def record(work: Session, folder: Path) -> tuple[Tape, Commits]:
    """Let a session work in a folder and write all of it down."""
    work.prepare(folder)
    with opened(folder) as raw:
        before = content(raw)
    tape = Tape(folder)
    commits = Commits(tape, [before])
    with tape.recording(), commits.watched():
        work.work(folder, commits.told, tape.told)
    return tape, commits


def cut_off(work: Session, wanted: int, seed: int) -> Outcome:
    """Record a session, cut the power everywhere so many times, and look."""
    logging.getLogger("db.store").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name) / "so"
        folder.mkdir()
        tape, commits = record(work, folder)
        look = _Look(Path(name) / "sau", tape, commits)
        for told, state in _states(tape, wanted, random.Random(seed)):
            look.at(told, state)
        return look.outcome


def _states(
    tape: Tape, wanted: int, chance: random.Random
) -> Iterator[tuple[tuple[str, ...], dict[str, bytes]]]:
    """Yield so many states with what had been told by then, spread over all moments."""
    drawn, moments = 0, sum(1 for _ in _moments(tape))
    for number, (model, told) in enumerate(_moments(tape), start=1):
        due, seen = wanted * number // moments - drawn, set[int]()
        for _ in range(due * TRIES):
            state = model.after_a_cut(chance)
            mark = hash(tuple(sorted(state.items())))
            if mark not in seen:
                seen.add(mark)
                yield told, state
            if len(seen) == due:
                break
        drawn += len(seen)


def _moments(tape: Tape) -> Iterator[tuple[Disk, tuple[str, ...]]]:
    """Yield a disk of each kind after each operation that leaves something open, and the words."""
    for kind in KINDS:
        model, told = Disk(kind, tape.base), tuple[str, ...]()
        for number, operation in enumerate(tape.operations, start=1):
            model.do(operation)
            told += (operation.name,) if operation.act == "told" else ()
            if model.unsure() or number == len(tape.operations):
                yield model, told


class _Look:
    """Looks at what a power cut left."""

    def __init__(self, folder: Path, tape: Tape, commits: Commits) -> None:
        self.folder, self.contents = folder, commits.contents
        self.outcome = Outcome(operations=len(tape.operations))
        self._right = files_in(tape.folder)
        self._seen: dict[int, str] = {}

    def at(self, told: tuple[str, ...], state: dict[str, bytes]) -> None:
        """Count what is wrong with one state."""
        least = max((int(one[1:]) for one in told if one[0] == "="), default=0)
        wrong = self._register(least, state) or self._backups(told, state)
        self.outcome.states += 1
        if wrong:
            setattr(self.outcome, wrong, getattr(self.outcome, wrong) + 1)
            self.outcome.first = self.outcome.first or f"{wrong}, told {told[-1:]}"

    def _register(self, least: int, state: dict[str, bytes]) -> str:
        mark = hash(tuple(sorted(one for one in state.items() if one[0].startswith(REGISTER))))
        if mark not in self._seen:
            self._seen[mark] = self._content(state, again=len(self._seen) % REOPENED == 0)
        found = self._seen[mark]
        if found == "damaged":
            return "damaged"
        if found not in self.contents:
            return "between"
        return "lost" if found not in self.contents[least:] else ""

    def _content(self, state: dict[str, bytes], *, again: bool) -> str:
        shutil.rmtree(self.folder, ignore_errors=True)
        put(self.folder, state)
        try:
            with opened(self.folder) as raw:
                sound = raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                found = content(raw) if sound else "damaged"
            if again:
                torture_sessions.go_on(self.folder)
        except (StoreError, DBAPIError, sqlcipher.Error):
            return "damaged"
        return found

    def _backups(self, told: tuple[str, ...], state: dict[str, bytes]) -> str:
        named = [name for name in state if "/" in name and name.endswith(".sotr")]
        for name in named:
            both = (name, key_file.place(Path(name)).as_posix())
            if any(state.get(one) != self._right.get(one, b"") for one in both):
                return "half"
        return "lost" if any(one not in state for one in told if one[0] != "=") else ""


@contextmanager
def opened(folder: Path) -> Iterator[Any]:
    """Open a register without bringing it up to date."""
    path = folder / REGISTER
    with ExitStack() as stack:
        stack.enter_context(stores.known_errors(path))
        store = Store(path, key_file.require(path))
        stack.callback(store.close)
        session = stack.enter_context(store.read())
        yield session.connection().connection.driver_connection


def _unflushed() -> Any:
    return mock.patch.object(stores, "_PRAGMAS", (*stores._PRAGMAS, "synchronous=OFF"))


def _rarely_flushed() -> Any:
    return mock.patch.object(stores, "_PRAGMAS", (*stores._PRAGMAS, "synchronous=NORMAL"))


def _by_statement() -> Any:
    return mock.patch.object(stores, "_begin", return_value=None)


def _unflushed_names() -> Any:
    return mock.patch.multiple(disk, flush=lambda path: None, flush_folder=lambda path: None)


def _growing() -> Any:
    def copy(raw: Any, register: Path, target: Path) -> Path:
        target.parent.mkdir(exist_ok=True)
        raw.execute("VACUUM INTO ?", (str(target),))
        backup.copy_key(register, target)
        return target

    return mock.patch.object(backup, "copy", copy)


BROKEN: dict[str, tuple[str, Callable[[], Any], str]] = {
    "saving, synchronous=NORMAL": ("saving", _rarely_flushed, "lost"),
    "saving, synchronous=OFF": ("saving", _unflushed, "lost"),
    "upgrading, no transaction": ("upgrading 4", _by_statement, "between"),
    "backing up, names not flushed": ("backing up", _unflushed_names, "lost"),
    "backing up, under the final name": ("backing up", _growing, "half"),
}
"""A broken way: which session, what is broken, and what must be found."""


def tried(wanted: int, seed: int, name: str) -> Outcome:
    """Try a session or a broken way by its name."""
    if name not in BROKEN:
        return cut_off(torture_sessions.SESSIONS[name], wanted, seed)
    session, broken, _ = BROKEN[name]
    with broken():
        return cut_off(torture_sessions.SESSIONS[session], wanted, seed)


SHARES = {"saving": 6, "saving on a stick": 2, "importing": 2, "taking in": 4, "backing up": 2} | {
    name: 1 for name in torture_sessions.SESSIONS if name.startswith("upgrading")
}
"""How the states are shared out."""

AT_ONCE, CONTROLS = 2_500, 300
"""States of one recording, so that all processes have work; and of a broken way."""


def figures(count: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield what so many states in all hold, then what the broken ways lost."""
    if not libc.IS_POSSIBLE:
        yield Figure("power cuts of a register", None, "needs glibc on 64 bits", "", met=True)
        return
    jobs = list(_jobs(count, seed))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        outcomes = list(pool.map(tried, *zip(*jobs, strict=True)))
    found: dict[str, Outcome] = {}
    for (_, _, name), one in zip(jobs, outcomes, strict=True):
        found[name] = _sum(found.get(name, Outcome()), one)
    for name, one in found.items():
        if name in BROKEN:
            wanted = BROKEN[name][2]
            met = getattr(one, wanted) > 0
            yield Figure(f"power cuts, {name}", None, _said(one), f"{wanted} > 0", met=met)
        else:
            yield Figure(f"power cuts, {name}", None, _said(one), "0", met=not one.faults)
    whole = _sum(*(one for name, one in found.items() if name not in BROKEN))
    met = whole.states >= count and not whole.faults
    yield Figure("power cuts of a register", None, _said(whole), f"{count:,} states, 0", met=met)


def _jobs(count: int, seed: int) -> Iterator[tuple[int, int, str]]:
    for name, share in SHARES.items():
        left = -(-count * share * 101 // (100 * sum(SHARES.values())))  # some come out alike
        for number in range(-(-left // AT_ONCE)):
            yield min(AT_ONCE, left - number * AT_ONCE), seed + number, name
    yield from ((CONTROLS, seed, name) for name in BROKEN)


def _sum(*outcomes: Outcome) -> Outcome:
    names = [one.name for one in fields(Outcome) if one.name != "first"]
    firsts = [one.first for one in outcomes if one.first]
    return Outcome(
        **{name: sum(getattr(one, name) for one in outcomes) for name in names},
        first=firsts[0] if firsts else "",
    )


def _said(one: Outcome) -> str:
    counts = (
        f"{one.damaged:,} damaged, {one.lost:,} lost, {one.between:,} between, {one.half:,} half"
    )
    return f"{one.states:,} states: {counts}" + (f" ({one.first})" if one.first else "")
