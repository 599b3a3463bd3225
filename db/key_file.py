"""The key of a register, in a small file beside it.

Until a password is set its slot is open. Then there is a slot for each officer's password and one
for the recovery code; each holds the same key, so a password is changed without writing the
register anew. A key that was unlocked is known to this process, for the register and its backups.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import disk, key_slots
from db.errors import StoreKeyError, StoreLockedError
from db.key_slots import Kind, Slot

DAMAGED, NEWER, MISSING = "damaged", "newer", "missing"
_OPEN_ONLY, _WITH_SECRETS = 1, 2
_LARGEST, _MOST_SLOTS = 100_000, 100


@dataclass(frozen=True)
class Opened:
    """A key that was unlocked, and the officer whose password it was (empty: the recovery code)."""

    key: str
    owner: str


_opened: dict[str, Opened] = {}
"""By their marks."""


def place(register: Path) -> Path:
    """Return where the key of a register lies: so.sotr → so.khoa.json."""
    return register.with_name(f"{register.stem}.khoa.json")


def former(register: Path) -> Path:
    """Return where the key file lies as it was, while a new one is written."""
    path = place(register)
    return path.with_name(f"{path.name}.cu")


def make(register: Path) -> str:
    """Make a key (64 digits key, 32 digits salt), keep it in an open slot and return it."""
    key = secrets.token_hex(48)
    _write(place(register), _content([Slot(Kind.OPEN, key)], key))
    return key


def read(register: Path) -> str | None:
    """Return the key if it is open or was unlocked in this process, else None."""
    try:
        return require(register)
    except (StoreKeyError, StoreLockedError):
        return None


def require(register: Path) -> str:
    """Return the key. Raises StoreLockedError for one that needs a password, StoreKeyError."""
    slots, mark = _load(register)
    for slot in slots:
        if slot.kind is Kind.OPEN:
            return slot.sealed
    known = _opened.get(mark)
    if known is None:
        raise StoreLockedError(register)
    return known.key


def slots(register: Path) -> list[Slot]:
    """Return the slots. Raises StoreKeyError."""
    return _load(register)[0]


def is_locked(register: Path) -> bool:
    """Whether a password is needed before the key is known here; False too for no key at all."""
    try:
        require(register)
    except StoreLockedError:
        return True
    except StoreKeyError:
        return False
    return False


def opener(register: Path) -> str:
    """Return the officer whose password opened the register; empty for an open one."""
    _, mark = _load(register)
    known = _opened.get(mark)
    return known.owner if known else ""


def unlock(register: Path, kind: Kind, secret: str, first: str = "") -> Slot | None:
    """Return the slot that the secret opens, or None; from now on its key is known here.

    The slot of the officer `first` is tried before the others. Raises StoreKeyError.
    """
    found = opened_by(register, kind, secret, first)
    if found is None:
        return None
    slot, key = found
    _, mark = _load(register)
    if mark != _mark(key):
        raise StoreKeyError(register, DAMAGED)
    _opened[mark] = Opened(key, slot.owner)
    if _parsed(place(register)) is not None:
        with suppress(OSError):  # left by a power cut; the next time is early enough
            disk.remove(former(register))
    return slot


def opened_by(register: Path, kind: Kind, secret: str, first: str = "") -> tuple[Slot, str] | None:
    """Return the slot that the secret opens, and the key. Raises StoreKeyError."""
    wanted = [slot for slot in slots(register) if slot.kind is kind]
    for slot in sorted(wanted, key=lambda slot: slot.owner != first):
        key = key_slots.unseal(slot, secret)
        if key is not None:
            return slot, key
    return None


def forget() -> None:
    """Know no unlocked key any more."""
    _opened.clear()


def put(register: Path, new: Slot, secret: str) -> None:
    """Keep a slot instead of the one of its kind and owner; the open slot goes.

    Raises StoreKeyError, StoreLockedError, and OSError; then the file is as it was.
    """
    key = require(register)
    if key_slots.unseal(new, secret) != key:
        raise StoreKeyError(register, DAMAGED)
    kept = [
        slot
        for slot in slots(register)
        if slot.kind is not Kind.OPEN and (slot.kind, slot.owner) != (new.kind, new.owner)
    ]
    _replace(register, [*kept, new], key)
    if new.kind is Kind.PASSWORD and not opener(register):
        _opened[_mark(key)] = Opened(key, new.owner)


def drop(register: Path, owner: str) -> None:
    """Remove an officer's slot. Raises as `put` does."""
    key = require(register)
    _replace(register, [slot for slot in slots(register) if slot.owner != owner or not owner], key)


def holds_same(register: Path, other: Path) -> bool:
    """Whether another key file holds the key of the register, in other slots."""
    key, found = require(register), _parsed(other)
    if found is None or other == place(register):
        return False
    same = found[1] == _mark(key) or any(slot.sealed == key for slot in found[0])
    return same and other.read_bytes() != _content(slots(register), key)


def share(register: Path, other: Path) -> None:
    """Give the slots of the register to a key file that holds the same key. Raises OSError.

    So a backup needs the passwords of today.
    """
    _write(other, _content(slots(register), require(register)))


def _replace(register: Path, wanted: Sequence[Slot], key: str) -> None:
    path, old = place(register), former(register)
    if _parsed(path) is not None:
        _write(old, path.read_bytes())
    content = _content(wanted, key)
    _write(path, content)
    if path.read_bytes() != content:
        raise OSError(f"{path.name}: reads differently")
    disk.remove(old)
    disk.flush_folder(path.parent)


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f"{path.name}.tam")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    disk.rename(temporary, path)
    disk.flush(path)
    disk.flush_folder(path.parent)


def _load(register: Path) -> tuple[list[Slot], str]:
    """Return slots and mark: of the file, or of the one before it when that one is not whole."""
    found = _parsed(place(register)) or _parsed(former(register))
    if found is None:
        raise StoreKeyError(register, _trouble(place(register)))
    return found


def _trouble(path: Path) -> str:
    content = _json(path)
    if content is None and not path.exists():
        return MISSING
    version = content.get("format") if isinstance(content, dict) else None
    return NEWER if isinstance(version, int) and version > _WITH_SECRETS else DAMAGED


def _parsed(path: Path) -> tuple[list[Slot], str] | None:
    content = _json(path)
    found = content.get("slots") if isinstance(content, dict) else None
    if not isinstance(found, list) or not 0 < len(found) <= _MOST_SLOTS:
        return None
    if content.get("format", _OPEN_ONLY) == _OPEN_ONLY:
        read_slots = [slot for one in found if (slot := key_slots.read(one))]
        is_open = [slot for slot in read_slots if slot.kind is Kind.OPEN]
        return (is_open, _mark(is_open[0].sealed)) if is_open else None
    if content.get("format") != _WITH_SECRETS or content.get("sum") != _sum(content):
        return None
    read_all = [key_slots.read(one) for one in found]
    mark = content.get("mark")
    if not isinstance(mark, str) or None in read_all:
        return None
    return [slot for slot in read_all if slot], mark


def _json(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        return json.loads(content) if len(content) <= _LARGEST else None
    except (OSError, ValueError, RecursionError):
        return None


def _content(wanted: Sequence[Slot], key: str) -> bytes:
    if all(slot.kind is Kind.OPEN for slot in wanted):
        content = {"format": _OPEN_ONLY, "slots": [key_slots.written(slot) for slot in wanted]}
        return json.dumps(content).encode()
    made: dict[str, Any] = {
        "format": _WITH_SECRETS,
        "mark": _mark(key),
        "slots": [key_slots.written(slot) for slot in wanted],
    }
    return json.dumps({**made, "sum": _sum(made)}, indent=1).encode()


def _sum(content: dict[str, Any]) -> str:
    """Return what tells a damaged file from a wrong password."""
    kept = {name: value for name, value in content.items() if name != "sum"}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _mark(key: str) -> str:
    """Return what tells keys apart and says nothing of them."""
    return hashlib.sha256(f"so-truyen-thong/khoa/{key}".encode()).hexdigest()[:32]
