"""Deadlines (thời hạn nộp): until when the report of a period is due, as the receiver says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import DeadlineRow
from desktop.core import history
from desktop.core.errors import WrongChoiceError
from desktop.core.periods import Period, Rule
from desktop.core.texts import nfc


@dataclass(frozen=True)
class Deadline:
    """The last day for the report of a period; its name tells it from others."""

    name: str
    period: Period
    due_on: date


def all_of(session: Session) -> list[Deadline]:
    """Return the deadlines of the register, the earliest first."""
    rows = session.scalars(select(DeadlineRow).order_by(DeadlineRow.due_on, DeadlineRow.name))
    return [
        Deadline(row.name, Period(row.period, Rule(row.rule), row.first, row.last), row.due_on)
        for row in rows
    ]


def save(session: Session, wanted: Iterable[Deadline]) -> None:
    """Keep these deadlines instead of those that were there. Raises WrongChoiceError."""
    known = list(wanted)
    named = {nfc(one.name): one for one in known}
    if len(named) < len(known) or "" in named:
        raise WrongChoiceError("Mỗi thời hạn cần một tên riêng. Hãy xem lại các tên.")
    session.execute(delete(DeadlineRow))
    session.add_all(
        DeadlineRow(
            name=name, period=one.period.name, rule=str(one.period.rule),
            first=one.period.first, last=one.period.last, due_on=one.due_on,
        )
        for name, one in named.items()
    )  # fmt: skip
    session.flush()
    history.note(session, "deadline", "all", "saved")
