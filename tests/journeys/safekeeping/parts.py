"""What an officer does and sees around backups."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog

from desktop.app import Program
from desktop.core import backups, safekeeping
from desktop.core.clock import FixedClock
from tests.builders import MOMENT, log

Start = Callable[..., Program]
TOMORROW = FixedClock(MOMENT + timedelta(days=1))


def add(program: Program, **changes: Any) -> None:
    program.operations.write(program.window, log, **changes)


def backups_of(register: Path) -> list[backups.Backup]:
    return backups.find(safekeeping.folder_of(register))


def status(program: Program) -> str:
    return program.window._status.backup.text()


def toast(program: Program) -> str:
    return program.window._toast._text.text()


def titles(program: Program) -> list[str]:
    if not hasattr(program.pages, "list"):
        program._fill_rest()
    program.window.go_to(program.pages.list)
    return sorted(line.title for line in program.pages.list.view.table.values)


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


def take(box: Any) -> int:
    assert box.take_button.isVisibleTo(box)
    return int(QDialog.DialogCode.Accepted)


def leave(box: Any) -> int:
    return int(QDialog.DialogCode.Rejected)
