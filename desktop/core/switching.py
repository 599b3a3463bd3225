"""Putting a restored register in the place of the present one; light, for the very start.

What lies ready is put in place step by step; each step can be done again after a power cut. The
register that was there gets another name and stays for good.
"""

import filecmp
import re
import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from db import key_file
from desktop.core import files
from desktop.core.errors import FileProblemError
from desktop.core.files import disk_problems

_MOMENT = "%Y%m%d-%H%M%S"


def working(register: Path) -> Path:
    """Return where a register is prepared before it is ready; its key lies beside it."""
    return register.with_name(f"{register.stem}.khoi-phuc.sotr")


def log_of(register: Path) -> Path:
    """Return where SQLite keeps changes that are not yet in the file."""
    return register.with_name(f"{register.name}-wal")


def make_ready(register: Path, moment: datetime) -> None:
    """Say that the prepared register is whole: from now on it will be put in place."""
    while files.is_there(aside(register, moment)):
        moment += timedelta(seconds=1)
    prepared = working(register)
    ready = register.with_name(f"{register.stem}.khoi-phuc.{moment:{_MOMENT}}")
    if files.is_there(log_of(prepared)):
        raise FileProblemError(prepared, "EBUSY")
    with disk_problems(register):
        files.flush(prepared)
        files.flush(key_file.place(prepared))
        files.rename(prepared, ready)
        files.flush(ready)
        files.flush_folder(ready.parent)


def aside(register: Path, moment: datetime) -> Path:
    """Return the name that the present register gets: so.sotr → so_de-rieng_20261126-074500.sotr."""
    return register.with_name(f"{register.stem}_de-rieng_{moment:{_MOMENT}}{register.suffix}")


def finish(register: Path) -> Path | None:
    """Put a register that lies ready in place; return where the present one is now, if there was.

    None also when nothing lies ready. Raises FileProblemError; then try again.
    """
    with disk_problems(register):
        ready = _ready(register)
        if ready is None:
            return None
        put = aside(register, datetime.strptime(ready.name.rpartition(".")[2], _MOMENT))
        if register.exists() and not put.exists() and not filecmp.cmp(register, ready, False):
            set_aside(register, put)
        files.remove(log_of(register))  # it belongs to the other one
        files.flush_folder(register.parent)
        key = key_file.place(working(register))
        if key.exists():
            files.write_whole(key_file.place(register), key.read_bytes())
        files.write_whole(register, partial(_copy, ready))
        files.discard(ready)
        files.discard(key)
        return put if put.exists() else None


def set_aside(register: Path, put: Path) -> None:
    """Copy the present register, what is beside it and its key under another name, itself last.

    What a failing disk does not let us copy is given the other name instead.
    """
    for one, name in (
        (log_of(register), log_of(put)),
        (key_file.place(register), key_file.place(put)),
        (register, put),
    ):
        if not one.exists():
            continue
        try:
            files.write_whole(name, partial(_copy, one))
        except FileProblemError:
            files.rename(one, name)
            files.flush(name)
            files.flush_folder(register.parent)


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _ready(register: Path) -> Path | None:
    if not register.parent.is_dir():
        return None
    shape = re.compile(rf"{re.escape(register.stem)}\.khoi-phuc\.\d{{8}}-\d{{6}}")
    found = [one for one in register.parent.iterdir() if shape.fullmatch(one.name)]
    return max(found, default=None)
