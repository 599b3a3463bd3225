"""Killing a program that saves, again and again.

A child saves, changes and drafts, and says what it has committed. The parent kills it (SIGKILL) at
a random moment, also while it opens or closes the register, opens the register again and looks
whether everything the child said is there, and nothing half. A kill is not a power cut: what the
system took over is written, only the program's own order of work is tried here.
"""

import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, configure_mappers

from db import rows
from db.rows import ActivityRow, HistoryRow
from db.store import Store
from desktop.core import activities, drafts, hamlets, registers, settings, speakers
from desktop.core.activities import Activity, Expense
from desktop.core.clock import FixedClock
from desktop.core.errors import StoreError
from desktop.core.ids import new_id
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.speakers import Speaker
from tests.benchmarks.measure import Figure
from tests.builders import CLOCK, WARD, make_activity

LONGEST_S = 0.5
"""A child lives at most so long after it opened the register."""
EARLY_S = 0.1
OPENING_S = 0.04
ONE_IN = 5
"""One kill in so many strikes while the child opens the register."""
STEPS_UNTIL_CLOSED = 25
PATIENCE_S = 60
NAMED = 20
CONTROL_KILLS = 6

_WAYS: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    _ROWS = [f"db.rows.{name}" for name in rows._MODULES]
    _WAYS.set_forkserver_preload(
        ["tests.builders", "desktop.core.registers", *_ROWS]
    )  # quick children


@dataclass
class Outcome:
    """What was done and what was found; no faults is what is wanted."""

    kills: int = 0
    kills_in_opening: int = 0
    acknowledged: int = 0
    drafts: int = 0
    unacknowledged_whole: int = 0
    unacknowledged_absent: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(kills: int, seed: int, *, early: bool = False) -> Outcome:
    """Kill so many children at moments drawn with the seed.

    `early` is the negative control: the child says "kept" before the commit, so faults are due.
    """
    outcome, chance, started = Outcome(), random.Random(seed), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        trial = _Trial(Path(folder) / "so.sotr", outcome)
        child = _Child(trial.path, 0, early)
        for number in range(kills):
            following = _Child(trial.path, number + 1, early)  # it starts while this one is killed
            try:
                opening = chance.randrange(ONE_IN) == 0
                child.go()
                if opening:
                    time.sleep(chance.uniform(0, OPENING_S))
                else:
                    child.wait_until_open()
                    time.sleep(chance.uniform(0, LONGEST_S))
                said, failure = child.kill()
                outcome.kills += 1
                outcome.kills_in_opening += opening
                outcome.faults += [f"the child failed: {failure}"] if failure else []
                trial.look(said, whole=number == kills - 1)
            finally:
                child.kill()
                child = following
        child.kill()
    outcome.seconds = time.perf_counter() - started
    return outcome


def killed(kills: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield what so many kills did, each process with a register of its own."""
    shares = [kills // workers + (one < kills % workers) for one in range(workers)]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        outcomes = list(pool.map(run, shares, range(seed, seed + workers)))
        control = run(CONTROL_KILLS, seed, early=True)
    for name in ("kills", "kills_in_opening", "acknowledged", "drafts"):
        count = sum(getattr(one, name) for one in outcomes)
        goal, met = (f"{kills:,}", count == kills) if name == "kills" else ("", True)
        yield Figure(f"kill -9, {name.replace('_', ' ')}", None, f"{count:,}", goal, met=met)
    faults = [fault for one in outcomes for fault in one.faults]
    said = "; ".join([str(len(faults)), *faults[:NAMED]])
    yield Figure("kill -9, lost or half kept", None, said, "0", met=not faults)
    said = str(len(control.faults))
    yield Figure("kill -9, said before kept", None, said, "> 0", met=bool(control.faults))


def expected(unit_id: str, activity_id: str, number: int, revision: int) -> Activity:
    """Return the activity that the child keeps as its number-th, all of it told by the numbers."""
    return make_activity(
        unit_id,
        id=activity_id,
        revision=revision,
        title=f"Buổi {number}: chính sách nhà ở",
        held_on=date(2024, 10, 1) + timedelta(days=number % 75),
        topics=("DV06", "DV01", "CS07")[: 1 + number % 3],
        hamlets=("h1", "h2"),
        speakers=("s1",),
        attendees=1_000 + revision,
        women=number % 1_000,
        expenses=(Expense("CAP_TREN", number * 1_000 + revision), Expense("KHONG")),
        note=" ".join(["ghi chú"] * (number % 40)),
    )


class _Trial:
    """The register between two kills, and what must be in it."""

    def __init__(self, path: Path, outcome: Outcome) -> None:
        self.path, self.outcome = path, outcome
        self.kept: dict[str, tuple[int, int]] = {}
        self.draft = -1
        wanted = NewRegister(role=Role.WARD, unit_code=WARD, officer="H'Linh Niê")
        store = registers.create(path, wanted, CLOCK)
        with store.write() as session:
            self.unit_id = settings.read(session).unit_id
            for key, name in (("h1", "Buôn Đŭng"), ("h2", "Thôn 2")):
                hamlets.add(session, replace(hamlets.named(name, self.unit_id), id=key))
            speakers.add(session, Speaker(id="s1", name="H'Bia Niê", unit_id=self.unit_id))
        store.close()

    def look(self, said: list[tuple[Any, ...]], *, whole: bool) -> None:
        """Compare the register with all that was ever said; `whole`: every field of every one."""
        for kind, *values in said:
            if kind == "kept":
                self.kept[values[0]] = (values[1], values[2])
                self.outcome.acknowledged += 1
            elif kind == "draft":
                self.draft = values[0]
                self.outcome.drafts += 1
        named = {values[0] for kind, *values in said if kind == "kept"}
        try:
            store = registers.open_(self.path, CLOCK)
        except StoreError as error:
            self._fault(f"does not open: {error!r}")
            return
        try:
            for problem in store.problems():
                self._fault(problem)
            with store.read() as session:
                self._look(session, named, whole)
        finally:
            store.close()

    def _look(self, session: Session, named: set[str], whole: bool) -> None:
        there = {
            row.id: (int(row.title.split()[1].rstrip(":")), row.revision)
            for row in session.execute(
                select(ActivityRow.id, ActivityRow.title, ActivityRow.revision)
            )
        }
        more = {key: values for key, values in there.items() if self.kept.get(key) != values}
        for key in self.kept.keys() - there.keys():
            self._fault(f"lost: {key}")
        for key, (_, revision) in more.items():
            if revision != self.kept.get(key, (0, 0))[1] + 1:
                self._fault(f"older than said: {key}")
        if len(more) > 1:
            self._fault(f"more than one was not said: {more}")
        self.outcome.unacknowledged_whole += bool(more)
        self.outcome.unacknowledged_absent += not more
        for key in there if whole else (named | more.keys()) & there.keys():
            wanted = expected(self.unit_id, key, *there[key])
            if activities.get(session, self.unit_id, key) != wanted:
                self._fault(f"not whole: {key}")
        self._look_beside(session, there)
        self.kept = there

    def _look_beside(self, session: Session, there: dict[str, tuple[int, int]]) -> None:
        """History, search index and draft belong to the same transactions."""
        deeds = Counter(
            session.scalars(select(HistoryRow.record_id).where(HistoryRow.noun == "activity"))
        )
        if deeds != Counter({key: revision for key, (_, revision) in there.items()}):
            self._fault("history and activities differ")
        indexed = set(session.scalars(text("SELECT rowid FROM activity_search")))
        if indexed != set(session.scalars(select(ActivityRow.search_id))):
            self._fault("search index and activities differ")
        if session.scalar(select(func.count()).where(ActivityRow.search_id.is_(None))):
            self._fault("an activity is not indexed")
        found = drafts.all_of(session)
        last = found[0].content["number"] if found else -1
        if len(found) > 1 or last not in (self.draft, self.draft + 1):
            self._fault(f"draft {last} instead of {self.draft}")
        elif found and found[0].content != _draft(last):
            self._fault(f"draft {last} is not whole")
        self.draft = last

    def _fault(self, text: str) -> None:
        self.outcome.faults.append(f"kill {self.outcome.kills}: {text}")


class _Child:
    """A program that saves until it is killed."""

    def __init__(self, path: Path, number: int, early: bool) -> None:
        self._said, speaks = _WAYS.Pipe(duplex=False)
        self._ready, self._go, self._killed = _WAYS.Event(), _WAYS.Event(), False
        words = (path, number, early, speaks, self._ready, self._go)
        self._process = _WAYS.Process(target=_child, args=words, daemon=True)
        self._process.start()
        speaks.close()

    def go(self) -> None:
        """Let it open the register, once it is ready to."""
        if not self._ready.wait(PATIENCE_S):
            raise RuntimeError("the child does not start")
        self._go.set()

    def wait_until_open(self) -> None:
        """Wait until it begins to save."""
        if not self._said.poll(PATIENCE_S) or self._said.recv() != ("open",):
            raise RuntimeError("the child does not open the register")

    def kill(self) -> tuple[list[tuple[Any, ...]], str]:
        """Kill it; return what it said since, and how it failed if it did.

        Not before it has taken its end of the pipe: on Windows that lies with us until then, and
        nobody would ever say that the pipe has ended.
        """
        if self._killed:
            return [], ""
        self._killed = True
        if self._process.is_alive():
            self._ready.wait(PATIENCE_S)
        ended = None if self._process.is_alive() else self._process.exitcode
        self._process.kill()
        self._process.join()
        said = []
        with suppress(EOFError), self._said:
            while True:
                said.append(self._said.recv())
        return said, "" if ended is None else f"it ended by itself with {ended}"


def _child(path: Path, seed: int, early: bool, speaks: Connection, ready: Event, go: Event) -> None:
    configure_mappers()
    ready.set()
    go.wait()
    chance = random.Random(seed)
    number = seed * 100_000
    with _opened(path):
        pass
    speaks.send(("open",))
    while True:
        with _opened(path) as store:
            for _ in range(STEPS_UNTIL_CLOSED):
                number += 1
                _step(store, chance, number, speaks if early else None, speaks)


def _step(
    store: Store, chance: random.Random, number: int, early: Connection | None, speaks: Connection
) -> None:
    """Save a new activity, perhaps change it, keep some drafts; tell each when it is kept."""
    with store.read() as session:
        unit_id = settings.read(session).unit_id
        found = drafts.all_of(session)
    activity_id = new_id()
    for revision in range(1, 1 + chance.randint(1, 3)):
        wanted = replace(expected(unit_id, activity_id, number, revision), revision=revision - 1)
        with _telling(early, speaks, "kept", activity_id, number, revision):
            with store.write() as session:
                activities.save(session, wanted)
                _tell_early(early, "kept", activity_id, number, revision)
    first = found[0].content["number"] + 1 if found else 0
    for draft in range(first, first + chance.randint(1, 3)):
        with _telling(early, speaks, "draft", draft):
            with store.write() as session:
                drafts.keep(session, "moi", _draft(draft))
                _tell_early(early, "draft", draft)


@contextmanager
def _telling(early: Connection | None, speaks: Connection, *words: Any) -> Iterator[None]:
    """Tell after the block, which ends with a commit."""
    yield
    if early is None:
        speaks.send(words)


def _tell_early(early: Connection | None, *words: Any) -> None:
    """Tell before the commit, which is wrong: the negative control."""
    if early is not None:
        early.send(words)
        time.sleep(EARLY_S)  # between the word and the commit, where the kill then falls
        time.sleep(0.01)


def _draft(number: int) -> dict[str, Any]:
    return {"number": number, "title": f"Đối thoại {number} " * (number % 200)}


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    store = registers.open_(path, FixedClock(CLOCK.now()))
    yield store
    store.close()
