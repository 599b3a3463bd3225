"""What a power cut can leave on a stick: operations are recorded, then replayed on model disks.

The recorder stands in for the functions of `os` that change a disk. The replay stops after every
operation and builds disks on which whatever was not flushed is kept, lost, torn, zeroed or
rubbish, each sector for itself. A flush means what the kind of disk says (`Kind`).
"""

import copy
import itertools
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from unittest import mock

SECTOR = 512


class Kind(StrEnum):
    """Which names outlive a power cut."""

    JOURNALED = "ext4, NTFS: every flush keeps all names so far; of the others the first few"
    STRICT = "POSIX: only a flush of the folder keeps names; of the others any"
    FAT = "FAT on Windows: only a flush of the file keeps its names; of the others any"


@dataclass(frozen=True)
class Operation:
    """One change of the disk, or the word to the officer (`told`)."""

    act: str
    name: str = ""
    node: int = 0
    offset: int = 0
    data: bytes = b""
    new_name: str = ""


@dataclass
class Recorder:
    """Writes down what happens in a folder while it is `recording`."""

    folder: Path
    operations: list[Operation] = field(default_factory=list)
    _nodes: dict[int, int] = field(default_factory=dict)
    _count: int = 0

    def told(self, name: str) -> None:
        """Say that the officer was told that this file is safe."""
        self.operations.append(Operation("told", name))

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Stand in for os; the real work is done too."""
        names = ("open", "write", "fsync", "fdatasync", "ftruncate", "rename", "replace", "unlink")
        own = {name: getattr(self, f"_{name}") for name in names}
        self._os = {name: getattr(os, name) for name in names}
        with mock.patch.multiple(os, **own):
            yield

    def _open(self, path, flags, mode=0o777, **other):
        there = os.path.lexists(path)
        handle = self._os["open"](path, flags, mode, **other)
        if name := self._name(path):
            if not there:
                self._count += 1
                self._nodes[os.fstat(handle).st_ino] = self._count
                self._say("create", name, self._count)
            elif flags & os.O_TRUNC:
                self._say("cut", node=self._node(handle))
        return handle

    def _write(self, handle, data):
        offset = os.lseek(handle, 0, os.SEEK_CUR)
        count = self._os["write"](handle, data)
        if node := self._node(handle):
            self._say("write", node=node, offset=offset, data=bytes(data[:count]))
        return count

    def _ftruncate(self, handle, length):
        self._os["ftruncate"](handle, length)
        self._say("cut", node=self._node(handle), offset=length)

    def _fsync(self, handle):
        self._os["fsync"](handle)
        if os.fstat(handle).st_ino == self.folder.stat().st_ino:
            self._say("flush_folder")
        elif node := self._node(handle):
            self._say("flush", node=node)

    _fdatasync = _fsync

    def _rename(self, old, new):
        self._os["rename"](old, new)
        self._say("rename", self._name(old), new_name=self._name(new))

    _replace = _rename

    def _unlink(self, path, **other):
        self._os["unlink"](path, **other)
        if name := self._name(path):
            self._say("remove", name)

    def _node(self, handle: int) -> int:
        return self._nodes.get(os.fstat(handle).st_ino, 0)

    def _name(self, path: str | Path) -> str:
        path = Path(path)
        return path.name if path.parent == self.folder else ""

    def _say(self, act: str, name: str = "", node: int = 0, **other) -> None:
        self.operations.append(Operation(act, name, node, **other))


@dataclass
class _Node:
    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes that no flush has confirmed: offset and bytes; None cuts the file there."""


Change = tuple[str, _Node | None]
"""An entry of the folder: this name is this file, or is no more."""


class Disk:
    """A model disk that is told what happens and can be cut off at any moment."""

    def __init__(self, kind: Kind, base: dict[str, bytes]) -> None:
        self.kind = kind
        self.durable = {name: _Node(content) for name, content in base.items()}
        self.seen = dict(self.durable)
        self.changes: list[Change] = []
        self.nodes = {-number: node for number, node in enumerate(self.durable.values(), 1)}

    def do(self, operation: Operation) -> None:
        """Take in the next operation."""
        node = self.nodes.get(operation.node)
        if operation.act == "create":
            node = self.nodes[operation.node] = _Node()
            self._change((operation.name, node))
        elif operation.act in ("write", "cut") and node:
            data = operation.data if operation.act == "write" else None
            node.pending.append((operation.offset, data))
        elif operation.act == "rename":
            renamed = self.seen[operation.name]
            self._change((operation.new_name, renamed), (operation.name, None))
        elif operation.act == "remove":
            self._change((operation.name, None))
        elif operation.act == "flush" and node:
            node.durable = _applied(node.durable, node.pending)
            node.pending = []
            self._keep_names(node)
        elif operation.act == "flush_folder" and self.kind is not Kind.FAT:
            inside = [one for one in self.changes if one[0].rpartition("/")[0] == operation.name]
            self._keep(inside)

    def unsure(self) -> bool:
        """Whether a power cut now could leave one of several states."""
        return bool(self.changes) or any(node.pending for node in self.seen.values())

    def whole(self) -> dict[str, bytes]:
        """Return what is there without a power cut."""
        return {name: _applied(node.durable, node.pending) for name, node in self.seen.items()}

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return one of the states that a power cut now could leave."""
        entries = dict(self.durable)
        for name, node in self._surviving(chance):
            _enter(entries, name, node)
        damage = chance.choice((_all, _none, _some, _torn, _zeroed, _rubbish))
        return {name: damage(node, chance) for name, node in entries.items()}

    def _surviving(self, chance: random.Random) -> list[Change]:
        if self.kind is Kind.JOURNALED:
            return self.changes[: chance.randint(0, len(self.changes))]
        share = chance.choice((0.0, 0.5, 1.0))
        return [change for change in self.changes if chance.random() < share]

    def _change(self, *changes: Change) -> None:
        for name, node in changes:
            _enter(self.seen, name, node)
            self.changes.append((name, node))

    def _keep_names(self, node: _Node) -> None:
        """Keep the names that a flush of this file keeps."""
        if self.kind is Kind.JOURNALED:
            self._keep(self.changes)
        elif self.kind is Kind.FAT:
            own = {name for name, of in self.changes if of is node}
            self._keep([change for change in self.changes if change[0] in own])

    def _keep(self, changes: list[Change]) -> None:
        for name, node in changes:
            _enter(self.durable, name, node)
        self.changes = [change for change in self.changes if change not in changes]


@dataclass
class Outcome:
    """What was looked at and found; `half` and `lost` must stay 0."""

    operations: int = 0
    states: int = 0
    """Different ones, or the same at different moments."""
    half: int = 0
    """A final name holds something else than the file."""
    lost: int = 0
    """The officer was told that it is safe, and it is not there."""
    harmed: int = 0
    """A file that was there before has changed."""
    by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def faults(self) -> int:
        """All that must not be."""
        return self.half + self.lost + self.harmed


@dataclass(frozen=True)
class Moment:
    """A disk after one of the operations, and what the officer had been told by then."""

    disk: Disk
    told: frozenset[str]


def moments(operations: list[Operation], base: dict[str, bytes]) -> Iterator[Moment]:
    """Yield the moments of each kind of disk at which a power cut leaves something open."""
    for kind in Kind:
        disk, told = Disk(kind, base), frozenset[str]()
        for number, operation in enumerate(operations, start=1):
            disk.do(operation)
            told |= {operation.name} if operation.act == "told" else set()
            if disk.unsure() or number == len(operations):
                yield Moment(copy.deepcopy(disk), told)


def states(
    operations: list[Operation], base: dict[str, bytes], wanted: int, seed: int
) -> Iterator[tuple[Moment, dict[str, bytes]]]:
    """Yield so many different states that power cuts can leave, spread over all moments."""
    chance, seen = random.Random(seed), set[tuple[int, int]]()
    all_moments = list(enumerate(moments(operations, base)))
    for number, moment in itertools.chain.from_iterable(itertools.repeat(all_moments, wanted)):
        state = moment.disk.after_a_cut(chance)
        mark = (number, hash(tuple(sorted(state.items()))))
        if mark not in seen:
            seen.add(mark)
            yield moment, state
        if len(seen) == wanted:
            return


def try_out(
    session: Callable[[Recorder], dict[str, bytes]], folder: Path, wanted: int, seed: int
) -> Outcome:
    """Record a session in an empty folder, cut the power everywhere, and look.

    The session writes files, says when one is told to be safe, and returns what each must hold.
    """
    base = {"Ảnh họp thôn.jpg": random.Random(1).randbytes(3_000)}
    for name, content in base.items():
        (folder / name).write_bytes(content)
    recorder = Recorder(folder)
    with recorder.recording():
        files = session(recorder)
    _require_whole(recorder, base)
    outcome = Outcome(operations=len(recorder.operations))
    for moment, state in states(recorder.operations, base, wanted, seed):
        half = any(state.get(name, content) != content for name, content in files.items())
        lost = any(name not in state for name in moment.told)
        harmed = any(state.get(name) != content for name, content in base.items())
        outcome.states += 1
        outcome.half += half
        outcome.lost += lost
        outcome.harmed += harmed
        outcome.by_kind[moment.disk.kind.name] += half or lost or harmed
    return outcome


def _require_whole(recorder: Recorder, base: dict[str, bytes]) -> None:
    """Something that was done past the recorder would make every later word worthless."""
    disk = Disk(Kind.JOURNALED, base)
    for operation in recorder.operations:
        disk.do(operation)
    there = {path.name: path.read_bytes() for path in recorder.folder.iterdir()}
    if disk.whole() != there:
        raise AssertionError("not everything was recorded")


def _enter(entries: dict[str, _Node], name: str, node: _Node | None) -> None:
    if node is None:
        entries.pop(name, None)
    else:
        entries[name] = node


def _applied(content: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    if not writes:
        return content
    result = bytearray(content)
    for offset, data in writes:
        if data is None:
            del result[offset:]
        result.extend(bytes(max(0, offset - len(result))))
        result[offset : offset + len(data or b"")] = data or b""
    return bytes(result)


def _all(node: _Node, chance: random.Random) -> bytes:
    return _applied(node.durable, node.pending)


def _none(node: _Node, chance: random.Random) -> bytes:
    return node.durable


def _some(node: _Node, chance: random.Random) -> bytes:
    return _applied(node.durable, [one for one in node.pending if chance.random() < 0.5])


def _torn(node: _Node, chance: random.Random) -> bytes:
    """Each sector is as before or new; the length is anything between."""
    result = _by_sector(node, chance, None)
    if len(result) > len(node.durable):
        result = result[: chance.randint(len(node.durable), len(result))]
    return result


def _zeroed(node: _Node, chance: random.Random) -> bytes:
    return _by_sector(node, chance, bytes)


def _rubbish(node: _Node, chance: random.Random) -> bytes:
    return _by_sector(node, chance, chance.randbytes)


def _by_sector(
    node: _Node, chance: random.Random, otherwise: Callable[[int], bytes] | None
) -> bytes:
    parts: list[tuple[int, bytes | None]] = []
    for offset, data in node.pending:
        if data is None:
            parts.append((offset, None))
            continue
        for start in range(0, len(data), SECTOR):
            part = data[start : start + SECTOR]
            if chance.random() < 0.5:
                parts.append((offset + start, part))
            elif otherwise:
                parts.append((offset + start, otherwise(len(part))))
    return _applied(node.durable, parts)
