"""What the commands of the terminal share: exit codes, an open register, the asked-for period."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.store import Store
from desktop.core import periods, plans, registers, settings
from desktop.core.periods import Period, Rule
from desktop.core.typed import show_number

DONE, REFUSED, WRONG_USE = 0, 1, 2


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Open a register, and close it whatever happens. Raises StoreError."""
    store = registers.open_(path)
    try:
        yield store
    finally:
        store.close()


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
    return "–" if value is None else show_number(value) if isinstance(value, int) else str(value)
