"""Power cuts while a backup is made and while a register is restored.

What SQLite itself writes goes past the recorder of `tests.powercut`; it is taken in, all of it
unflushed, when our own code first touches the file: more can be lost in the model than on a disk.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db import key_file
from desktop.core import backups, registers, safekeeping
from desktop.core.backups import Occasion
from desktop.core.errors import AppError, StoreError
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests.benchmarks.measure import Figure
from tests.builders import CLOCK, WARD, log
from tests.powercut import Disk, Kind, Recorder, states

OLD, NEW = "Trong sổ", "Trong bản sao lưu"


class Taking(Recorder):
    """Takes in files that were written past it; names in other folders are no matter."""

    def _fsync(self, handle: int) -> None:
        if os.fstat(handle).st_ino not in self._nodes:
            for path in self.folder.iterdir():
                if path.stat().st_ino == os.fstat(handle).st_ino:
                    self._take_in(path)
        super()._fsync(handle)

    _fdatasync = _fsync

    def _rename(self, old: str | Path, new: str | Path) -> None:
        if self._name(old):
            if Path(old).stat().st_ino not in self._nodes:
                self._take_in(Path(old))
            if Path(new).exists():
                self._nodes.pop(Path(new).stat().st_ino, None)  # may be given to another file
            super()._rename(old, new)
        else:
            self._os["rename"](old, new)

    _replace = _rename

    def _unlink(self, path: str | Path, **other: object) -> None:
        inode = Path(path).stat().st_ino if Path(path).exists() else 0
        known = self._nodes.pop(inode, None)
        self._os["unlink"](path, **other)
        if self._name(path) and known is not None:
            self._say("remove", self._name(path))

    def know(self, base: dict[str, bytes]) -> None:
        """The files that were in the folder before are the disk's -1, -2, …"""
        for number, name in enumerate(base, 1):
            self._nodes[(self.folder / name).stat().st_ino] = -number

    def _take_in(self, path: Path) -> None:
        self._count += 1
        self._nodes[path.stat().st_ino] = self._count
        self._say("create", path.name, self._count)
        self._say("write", node=self._count, data=path.read_bytes())


@dataclass
class Outcome:
    """What was looked at and found; `half`, `lost` and `between` must stay 0."""

    states: int = 0
    half: int = 0
    """A name of a backup holds something else than the backup and its key."""
    lost: int = 0
    """The officer was told, and it is not there; or the old register is nowhere."""
    between: int = 0
    """The register opens neither as it was nor as it is restored."""
    restored: int = 0

    @property
    def faults(self) -> int:
        """All that must not be."""
        return self.half + self.lost + self.between


def backing_up(folder: Path, wanted: int, seed: int) -> Outcome:
    """Make two backups, cut the power everywhere, and look at the folder of the backups."""
    store = registers.create(folder / "so.sotr", _ward(), CLOCK)
    copies = safekeeping.folder_of(store.path)
    copies.mkdir()
    recorder, made = Taking(copies), []
    with recorder.recording():
        for _ in range(2):
            with store.write() as session:
                log(session, title=OLD)
            with store.read() as session:
                made.append(safekeeping.back_up(session, Occasion.DAY).path)
            recorder.told(made[-1].name)
    store.close()
    _require_all(recorder, {})
    wanted_files = {
        path.name: path.read_bytes() for one in made for path in (one, key_file.place(one))
    }
    outcome = Outcome()
    for moment, state in states(recorder.operations, {}, wanted, seed):
        outcome.states += 1
        named = [one.name for one in made if one.name in state]
        outcome.half += any(
            state[name] != wanted_files[name]
            or state.get(key) != wanted_files[key]
            for name in named
            for key in [key_file.place(copies / name).name]
        )  # fmt: skip
        outcome.lost += any(name not in state for name in moment.told)
    return outcome


def restoring(folder: Path, wanted: int, seed: int) -> Outcome:
    """Restore a backup over another register, cut the power everywhere, and start the program."""
    place, source = folder / "so", folder / "khac" / "ban-sao.sotr"
    for path, title in ((source, NEW), (place / "so.sotr", OLD)):
        store = registers.create(path, _ward(), CLOCK)
        with store.write() as session:
            log(session, title=title)
        if title == OLD:
            with store.read() as session:
                safekeeping.back_up(session, Occasion.DAY)
        store.close()
    base = _files(place)
    recorder = Taking(place)
    recorder.know(base)
    with recorder.recording():
        safekeeping.restore(source, place / "so.sotr", CLOCK)
        recorder.told("so.sotr")
    _require_all(recorder, base)
    outcome, seen = Outcome(), dict[int, tuple[bool, bool, bool]]()
    for number, (moment, state) in enumerate(states(recorder.operations, base, wanted, seed)):
        named = {name: content for name, content in state.items() if not _is_left(name)}
        mark = hash(tuple(sorted(named.items())))
        if mark not in seen:
            seen[mark] = _started(folder / str(number), state)
        is_old, is_new, is_kept = seen[mark]
        outcome.states += 1
        outcome.restored += is_new
        outcome.between += not (is_old or is_new)
        outcome.lost += not is_kept or (bool(moment.told) and not is_new)
    return outcome


def cut_off(count: int, seed: int, _workers: int) -> Iterator[Figure]:
    """Yield the figures of both, each with so many states."""
    for name, tried in (("backup", backing_up), ("restore", restoring)):
        with tempfile.TemporaryDirectory() as folder:
            outcome = tried(Path(folder), count, seed)
        said = f"{outcome.half:,} half, {outcome.lost:,} lost, {outcome.between:,} between"
        yield Figure(
            f"power cuts, {name}",
            None,
            f"{outcome.states:,} states: {said}",
            "0",
            met=outcome.states == count and not outcome.faults,
        )


def _is_left(name: str) -> bool:
    """Whether nobody reads a file of that name again: it is written anew, or never."""
    return name.endswith(".tam") or name == "so.khoi-phuc.sotr"


def _started(folder: Path, state: dict[str, bytes]) -> tuple[bool, bool, bool]:
    """Start over what a power cut left: opens as it was, opens restored, the old one is whole."""
    folder.mkdir()
    for name, content in state.items():
        (folder / name).write_bytes(content)
    found: tuple[str, ...] = ()
    with suppress(StoreError, AppError):
        store = registers.open_(folder / "so.sotr", CLOCK)
        with store.read() as session:
            found = tuple(title for _, title in backups.facts(session).latest)
        store.close()
    kept = False
    for one in folder.glob("so*.sotr"):
        with suppress(StoreError):
            kept = kept or backups.require_sound(one).latest[0][1] == OLD
    shutil.rmtree(folder)
    return found == (OLD,), found == (NEW,), kept


def _ward() -> NewRegister:
    return NewRegister(role=Role.WARD, unit_code=WARD, officer="H'Linh Niê")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _require_all(recorder: Recorder, base: dict[str, bytes]) -> None:
    """What was done past the recorder would make every later word worthless."""
    disk = Disk(Kind.JOURNALED, base)
    for operation in recorder.operations:
        disk.do(operation)
    if disk.whole() != _files(recorder.folder):
        raise AssertionError("not everything was recorded")
