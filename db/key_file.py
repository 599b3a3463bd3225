"""The key of a register, in a small file beside it. Until a password is set its slot is open."""

import json
import os
import re
import secrets
from pathlib import Path
from typing import Any

_KEY = re.compile(r"[0-9a-f]{96}")


def place(register: Path) -> Path:
    """Return where the key of a register lies: so.sotr → so.khoa.json."""
    return register.with_name(f"{register.stem}.khoa.json")


def make(register: Path) -> str:
    """Make a key (64 digits key, 32 digits salt), keep it in an open slot and return it."""
    key = secrets.token_hex(48)
    content = {"format": 1, "slots": [{"kind": "open", "key": key}]}
    path = place(register)
    temporary = path.with_name(f"{path.name}.tam")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return key


def read(register: Path) -> str | None:
    """Return the key of the open slot, or None if there is no readable one."""
    try:
        content = json.loads(place(register).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return next((slot["key"] for slot in _slots(content) if _is_open(slot)), None)


def _slots(content: Any) -> list[dict[str, Any]]:
    slots = content.get("slots") if isinstance(content, dict) else None
    return [slot for slot in slots if isinstance(slot, dict)] if isinstance(slots, list) else []


def _is_open(slot: dict[str, Any]) -> bool:
    key = slot.get("key")
    return slot.get("kind") == "open" and isinstance(key, str) and bool(_KEY.fullmatch(key))
