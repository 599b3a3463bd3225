"""What this PC remembers outside the register: letter size, where the register lies, last names.

A missing or broken file gives defaults. Nothing here belongs to the data.
"""

import configparser
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.core import paths
from desktop.core.errors import FileProblemError
from desktop.core.files import disk_problems, write_whole

SECTION = "cua-so"
LETTER_SIZES = (10.5, 11.5, 13.0, 15.0)


@dataclass(frozen=True)
class Preferences:
    """What the window starts with; None where the officer chose nothing."""

    letter_size: float | None = None
    data_folder: Path | None = None
    unit_name: str = ""
    officer: str = ""
    officer_id: str = ""
    """Who worked last, and the name that the window shows before the register is open."""
    advice_read: bool = False
    """The advice to set a password was put away."""
    printer: str = ""
    copies: int = 1
    two_sided: bool = False
    role: str = ""
    second_place: Path | None = None
    second_at: date | None = None
    """The day of the last backup that was carried to the second place."""
    reminded_on: date | None = None


def read() -> Preferences:
    """Return what is remembered."""
    path = paths.config_file()
    if not path.is_file():
        return Preferences()
    parser = configparser.ConfigParser(interpolation=None)
    try:
        with disk_problems(path):
            parser.read_string(path.read_bytes().decode("utf-8-sig", "replace"))
        kept = dict(parser[SECTION])
    except (configparser.Error, FileProblemError, KeyError):
        return Preferences()
    folder = kept.get("data_folder", "")
    return Preferences(
        letter_size=_size(kept.get("letter_size", "")),
        data_folder=Path(folder) if folder else None,
        unit_name=kept.get("unit_name", ""),
        officer=kept.get("officer", ""),
        officer_id=kept.get("officer_id", ""),
        advice_read=kept.get("advice_read", "") == "True",
        printer=kept.get("printer", ""),
        copies=_count(kept.get("copies", "")),
        two_sided=kept.get("two_sided", "") == "True",
        role=kept.get("role", ""),
        second_place=Path(kept["second_place"]) if kept.get("second_place") else None,
        second_at=_day(kept.get("second_at", "")),
        reminded_on=_day(kept.get("reminded_on", "")),
    )


def remember(**changes: Any) -> Preferences:
    """Keep these and what was remembered before. Raises FileProblemError."""
    before = read()
    after = replace(before, **changes)
    if after != before:
        lines = [f"[{SECTION}]"]
        kept = asdict(after).items()
        lines += [f"{key} = {_one_line(value)}" for key, value in kept if value is not None]
        write_whole(paths.config_file(), ("\n".join(lines) + "\n").encode())
    return after


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one_line(value: Any) -> str:
    return " ".join(str(value).splitlines())


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < int(text) < 100 else 1


def _size(text: str) -> float | None:
    try:
        size = float(text)
    except ValueError:
        return None
    return size if size in LETTER_SIZES else None
