"""What a process does to the files of a folder, in order, down to the calls of libc.

For `tests.powercut.Disk`, which makes of it what a power cut could leave. Names are paths within
the folder. Made folders are taken for lasting; links and files mapped into memory are not followed.
"""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import libc
from tests.libc import Real
from tests.powercut import Disk, Kind, Operation


class Tape:
    """The operations in a folder while it is `recording`; `base` is what was there before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.base = files_in(folder)
        self.operations: list[Operation] = []
        self._nodes = {
            _inode(folder / name): -number for number, name in enumerate(self.base, start=1)
        }
        self._count = 0

    def told(self, name: str) -> None:
        """Say that the officer was told that this is safe."""
        self.operations.append(Operation("told", name))

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Write down all that happens in the folder; at the end nothing may have been missed."""
        with libc.hooked(self._hook):
            yield
        disk = Disk(Kind.JOURNALED, self.base)
        for operation in self.operations:
            disk.do(operation)
        if disk.whole() != files_in(self.folder):
            raise AssertionError("not everything was recorded")

    def _hook(self, kind: str, real: Real, given: tuple[Any, ...]) -> int:
        return int(getattr(self, f"_{kind}")(real, *given))

    def _open(self, real: Real, path: bytes, flags: int, mode: int) -> int:
        name = self._name(path)
        there = bool(name) and os.path.lexists(path)
        handle = real(path, flags, mode)
        if handle < 0 or not name or Path(os.fsdecode(path)).is_dir():
            return handle
        if not there:
            self._count += 1
            self._nodes[_inode(handle)] = self._count
            self._say("create", name, self._count)
        elif flags & os.O_TRUNC:
            self._say("cut", node=self._node(handle))
        return handle

    def _write(self, real: Real, handle: int, data: int, size: int) -> int:
        count = real(handle, data, size)
        if count > 0 and (node := self._node(handle)):
            offset = os.lseek(handle, 0, os.SEEK_CUR) - count
            self._say("write", node=node, offset=offset, data=ctypes.string_at(data, count))
        return count

    def _pwrite(self, real: Real, handle: int, data: int, size: int, offset: int) -> int:
        count = real(handle, data, size, offset)
        if count > 0 and (node := self._node(handle)):
            self._say("write", node=node, offset=offset, data=ctypes.string_at(data, count))
        return count

    def _cut(self, real: Real, handle: int, length: int) -> int:
        result = real(handle, length)
        if result == 0 and (node := self._node(handle)):
            self._say("cut", node=node, offset=length)
        return result

    def _flush(self, real: Real, handle: int) -> int:
        result = real(handle)
        path = libc.path_of(handle)
        if result == 0 and path.is_dir() and path.is_relative_to(self.folder):
            self._say("flush_folder", "" if path == self.folder else self._inside(path))
        elif result == 0 and (node := self._node(handle)):
            self._say("flush", node=node)
        return result

    def _rename(self, real: Real, old: bytes, new: bytes) -> int:
        name, new_name = self._name(old), self._name(new)
        replaced = _inode(os.fsdecode(new)) if os.path.lexists(new) else None
        result = real(old, new)
        if result == 0 and name and new_name:
            self._forget(replaced)
            self._say("rename", name, new_name=new_name)
        return result

    def _unlink(self, real: Real, path: bytes) -> int:
        name = self._name(path)
        removed = _inode(os.fsdecode(path)) if os.path.lexists(path) else None
        result = real(path)
        if result == 0 and name:
            self._forget(removed)
            self._say("remove", name)
        return result

    def _send(self, real: Real, *_given: Any) -> int:
        return libc.fail(38)  # ENOSYS: Python then writes, which is seen

    def _forget(self, inode: tuple[int, int] | None) -> None:
        """The number of a removed file may be given to another one."""
        if inode is not None:
            self._nodes.pop(inode, None)

    def _node(self, handle: int) -> int:
        return self._nodes.get(_inode(handle), 0)

    def _name(self, path: bytes) -> str:
        full = Path(os.fsdecode(path)).absolute()
        return self._inside(full) if full.is_relative_to(self.folder) else ""

    def _inside(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _say(self, act: str, name: str = "", node: int = 0, **other: Any) -> None:
        self.operations.append(Operation(act, name, node, **other))


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the content of each file in a folder and in its folders."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def put(folder: Path, state: dict[str, bytes]) -> None:
    """Write these files into a folder."""
    for name, content in state.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _inode(file: Path | str | int) -> tuple[int, int]:
    found = os.fstat(file) if isinstance(file, int) else Path(file).lstat()
    return found.st_dev, found.st_ino
