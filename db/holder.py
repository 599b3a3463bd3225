"""Who has a register open: a small file beside it, written at opening and removed at closing.

A hint for people; what really keeps a second program out is the lock of the database.
"""

import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Holder:
    """A program that has, or had, a register open; `since` is the clock of its machine."""

    machine: str
    user: str
    since: datetime

    @property
    def is_me(self) -> bool:
        """Whether it runs on this machine under this user."""
        return (self.machine, self.user) == (platform.node(), _user())


def place(register: Path) -> Path:
    """Return where it is written down: so.sotr → so.sotr.dang-mo."""
    return register.with_name(f"{register.name}.dang-mo")


def write(register: Path, since: datetime) -> None:
    """Write down that this program has the register; a disk that refuses is no hindrance."""
    content = asdict(Holder(platform.node(), _user(), since)) | {"since": since.isoformat()}
    with suppress(OSError):
        place(register).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def read(register: Path) -> Holder | None:
    """Return who has it, or None if nobody said so. After a crash it names the one who had it."""
    try:
        content = json.loads(place(register).read_text(encoding="utf-8"))
        since = datetime.fromisoformat(content["since"])
        return Holder(str(content["machine"]), str(content["user"]), since)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def remove(register: Path) -> None:
    """The register was closed."""
    with suppress(OSError):
        place(register).unlink(missing_ok=True)


def _user() -> str:
    return os.environ.get("USERNAME") or os.environ.get("USER") or ""
