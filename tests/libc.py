"""Stands between this process and libc: every call that changes a disk passes a hook first.

Python, SQLCipher and whatever they load call libc through tables of addresses that the loader
filled in. The addresses there are changed, so nothing is compiled and no other program is needed;
it works with glibc on 64 bits (`IS_POSSIBLE`). What SQLite writes and what Python writes is seen
alike and in one order. Files that are mapped into memory are not seen: the register maps none.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_char_p, c_int, c_int64, c_size_t, c_ssize_t, c_uint16, c_uint64, c_void_p
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

IS_POSSIBLE = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")

_OPEN = (c_int, c_char_p, c_int, c_int)
_WRITE = (c_ssize_t, c_int, c_void_p, c_size_t)
_PWRITE = (*_WRITE, c_int64)
_CUT = (c_int, c_int, c_int64)
_FLUSH = (c_int, c_int)
_RENAME = (c_int, c_char_p, c_char_p)
_SEND = (c_ssize_t, c_int, c_int, c_void_p, c_size_t)

CALLS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "open": ("open", _OPEN), "open64": ("open", _OPEN),
    "write": ("write", _WRITE),
    "pwrite": ("pwrite", _PWRITE), "pwrite64": ("pwrite", _PWRITE),
    "ftruncate": ("cut", _CUT), "ftruncate64": ("cut", _CUT),
    "fsync": ("flush", _FLUSH), "fdatasync": ("flush", _FLUSH),
    "rename": ("rename", _RENAME),
    "unlink": ("unlink", (c_int, c_char_p)),
    "sendfile": ("send", _SEND), "sendfile64": ("send", _SEND),
}  # fmt: skip
"""The functions that pass the hook: what the hook is told, and result and arguments in C."""

Real = Callable[..., int]
Hook = Callable[[str, Real, tuple[Any, ...]], int]

_DYNAMIC, _STRINGS, _SYMBOLS = 2, 5, 6
_TABLES = ((7, 8), (23, 2))
"""DT_RELA and DT_JMPREL, each with the entry of its size."""


class _Loaded(ctypes.Structure):
    _fields_ = (("start", c_uint64), ("name", c_char_p), ("parts", c_uint64), ("count", c_uint16))


_SEEN = ctypes.CFUNCTYPE(c_int, ctypes.POINTER(_Loaded), c_size_t, c_void_p)


@contextmanager
def hooked(hook: Hook) -> Iterator[None]:
    """Let every call of CALLS pass the hook, which does the real one or fails (`fail`)."""
    libc = ctypes.CDLL("libc.so.6", use_errno=True)  # not the program's own entries, changed below
    stand_ins = {name: _stand_in(libc, name, hook) for name in CALLS}
    changed: list[tuple[int, int]] = []
    try:
        for name, slot in _slots():
            page = slot & -os.sysconf("SC_PAGE_SIZE")
            if libc.mprotect(c_void_p(page), c_size_t(slot + 8 - page), c_int(3)):
                raise OSError(ctypes.get_errno(), "mprotect")
            place = c_uint64.from_address(slot)
            changed.append((slot, place.value))
            place.value = ctypes.cast(stand_ins[name], c_void_p).value or 0
        yield
    finally:
        for slot, before in changed:
            c_uint64.from_address(slot).value = before


def fail(number: int) -> int:
    """Return from a hook as a call of libc that fails with this errno."""
    ctypes.set_errno(number)
    return -1


def path_of(handle: int) -> Path:
    """Return the file that a number of an open file means; it need not have a name any more."""
    return Path(f"/proc/self/fd/{handle}").readlink()


def _stand_in(libc: ctypes.CDLL, name: str, hook: Hook) -> Any:
    kind, (result, *arguments) = CALLS[name]
    real = getattr(libc, name)
    real.restype, real.argtypes = result, arguments

    def called(*given: Any) -> int:
        return hook(kind, real, given)

    return ctypes.CFUNCTYPE(result, *arguments, use_errno=True)(called)


@cache
def _slots() -> tuple[tuple[str, int], ...]:
    """Return name and place of each address of a function of CALLS in Python and SQLCipher."""
    import_module("sqlcipher3")  # so that it is loaded
    found: list[tuple[int, int, int]] = []

    def see(loaded: Any, _size: int, _nothing: Any) -> int:
        one = loaded.contents
        if not one.name or b"python" in one.name:
            found.append((one.start, one.parts, one.count))
        return 0

    ctypes.CDLL(None).dl_iterate_phdr(_SEEN(see), None)
    return tuple(one for loaded in found for one in _slots_of(*loaded))


def _slots_of(start: int, parts: int, count: int) -> Iterator[tuple[str, int]]:
    entries = _entries(start, parts, count)
    if _SYMBOLS not in entries or _STRINGS not in entries:
        return
    for table, size in _TABLES:
        for at in range(0, entries.get(size, 0), 24):
            offset, info, _ = _values("<QQq", _place(start, entries[table]) + at)
            symbol = _place(start, entries[_SYMBOLS]) + 24 * (info >> 32)
            (name,) = _values("<I", symbol)
            text = ctypes.string_at(_place(start, entries[_STRINGS]) + name).decode()
            if text in CALLS and info >> 32:
                yield text, start + offset


def _entries(start: int, parts: int, count: int) -> dict[int, int]:
    """Return the dynamic section of a loaded object."""
    entries: dict[int, int] = {}
    for number in range(count):
        kind, _flags, _offset, address = _values("<IIQQ", parts + 56 * number)
        at = start + address
        while kind == _DYNAMIC and (pair := _values("<QQ", at))[0]:
            entries[pair[0]] = pair[1]
            at += 16
    return entries


def _place(start: int, value: int) -> int:
    """Return an address of the dynamic section; the loader has made most of them absolute."""
    return value if value >= start else start + value


def _values(layout: str, address: int) -> tuple[int, ...]:
    return struct.unpack(layout, ctypes.string_at(address, struct.calcsize(layout)))
