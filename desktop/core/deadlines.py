"""Deadlines (thời hạn nộp): until when the report of a period is due, as the receiver says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import DeadlineRow
from desktop.core import history, workdays
from desktop.core.errors import WrongChoiceError
from desktop.core.periods import Period, Rule
from desktop.core.texts import nfc


@dataclass(frozen=True)
class Deadline:
    """The last day for the report of a period; its name tells it from others."""

    name: str
    period: Period
    due_on: date

    @property
    def last_day(self) -> date:
        """Return until when a report is on time: a due day that is a day off moves on."""
        return workdays.on_or_after(self.due_on)


def of_period(session: Session, period: Period) -> Deadline | None:
    """Return the earliest deadline for exactly these days, or None."""
    span = (period.first, period.last)
    return next(
        (one for one in all_of(session) if (one.period.first, one.period.last) == span), None
    )


def put(session: Session, period: Period, due_on: date | None) -> None:
    """Let the report of these days be due on the day (None: no longer at any); others stay.

    Raises WrongChoiceError for a day before the period is over.
    """
    if due_on is not None and due_on < period.last:
        raise WrongChoiceError(
            f"Hạn nộp {due_on:%d/%m/%Y} đứng trước ngày cuối kỳ {period.last:%d/%m/%Y}. "
            "Hãy chọn ngày cuối kỳ hoặc sau đó."
        )
    span = (period.first, period.last)
    kept = [one for one in all_of(session) if (one.period.first, one.period.last) != span]
    new = [] if due_on is None else [Deadline(f"Báo cáo {period.title}", period, due_on)]
    save(session, [*kept, *new])


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
