"""What changed between two values of a noun, for the history. Names and free words are not told."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any

CHANGED = "đã sửa"
"""What the history says of words that may name a person."""


def of(before: Any, after: Any, told: Collection[str]) -> dict[str, list[Any]]:
    """Return {field: [old, new]} of what changed; a field that is not `told` only says that it did.

    `before` may be None: then everything that is filled in is new.
    """
    found: dict[str, list[Any]] = {}
    for one in fields(after):
        old, new = getattr(before, one.name, None), getattr(after, one.name)
        if one.name in ("id", "unit_id") or old == new or (before is None and new in (None, "")):
            continue
        found[one.name] = [_plain(old), _plain(new)] if one.name in told else [None, CHANGED]
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
