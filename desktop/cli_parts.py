"""What the commands of the terminal share: exit codes, an open register, the asked-for period."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from db.address import Place, place
from db.store import Store
from desktop.core import officers, periods, plans, registers, settings
from desktop.core.errors import StoreLockedError
from desktop.core.periods import Period, Rule
from desktop.core.typed import show_decimal, show_number

DONE, REFUSED, WRONG_USE = 0, 1, 2
PASSWORD = "SO_TRUYEN_THONG_MAT_KHAU"
"""The variable with the password, for scripts."""


@contextmanager
def opened(where: Place) -> Iterator[Store]:
    """Open a register, and close it whatever happens. Raises StoreError."""
    if isinstance(where, Path):
        unlock(where)
    store = registers.open_(where)
    try:
        yield store
    finally:
        store.close()


def unlock(file: Path) -> None:
    """Ask for the password of a register or backup that needs one; scripts put it into `PASSWORD`.

    Raises StoreLockedError for a wrong one, or where nobody can be asked.
    """
    if not officers.needs_password(file):
        return
    typed = os.environ.get(PASSWORD, "")
    if not typed and sys.stdin.isatty():
        typed = getpass.getpass("Mật khẩu (hoặc mã khôi phục): ")
    if not typed or officers.unlock(file, typed) is None:
        raise StoreLockedError(file)


def register(text: str) -> Place:
    """Return the register that was typed, for argparse: a file has a name."""
    found = place(text)
    if isinstance(found, Path) and not found.name:
        raise argparse.ArgumentTypeError("sổ phải là tên một tệp, ví dụ so.sotr")
    return found


def named_file(text: str) -> Path:
    """Return the file that was typed, for argparse: not a folder like "." that has no name."""
    found = Path(text)
    if not found.name:
        raise argparse.ArgumentTypeError("phải là tên một tệp, ví dụ so.sotr")
    return found


def period(session: Any, chosen: argparse.Namespace) -> Period:
    """Return the period of --period and --rule (none: the register's own). Raises PeriodError."""
    mine = settings.read(session)
    rule = Rule(chosen.rule) if chosen.rule else mine.rule
    plan = plans.get(session, mine.plan_id).window if mine.plan_id else None
    return periods.parse(chosen.period, rule, plan)


def figure(value: Any) -> str:
    """Return a figure, or the parts of one; "–" where nothing was entered."""
    if isinstance(value, dict):
        return " / ".join(figure(one) for one in value.values())
    if value is None:
        return "–"
    return show_number(value) if isinstance(value, int) else show_decimal(Decimal(str(value)))
