"""Reports of a period (báo cáo kỳ): locking what is reported, reopening it, its versions.

A locked report is a frozen snapshot; while it is in force nothing it consists of can be changed.
Each lock is a new version: paper printed from an earlier one is old.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ReportRow
from desktop.core import clock, deadlines, history, working
from desktop.core.errors import NotFoundError, PeriodLockedError, PeriodOpenError, WrongChoiceError
from desktop.core.periods import Period, Rule
from desktop.core.texts import nfc

OLD_PRINT = "BẢN IN ĐÃ CŨ"


class State(StrEnum):
    """Where a version stands; what the receiver did is known from receipts alone."""

    LOCKED = "LOCKED"
    SENT = "SENT"
    RECEIVED = "RECEIVED"
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"
    REOPENED = "REOPENED"


STATE_NAMES = {
    State.LOCKED: "Đã khóa, chưa gửi",
    State.SENT: "Đã ghi gói, chưa có biên nhận",
    State.RECEIVED: "Cấp trên đã nhận",
    State.ACCEPTED: "Cấp trên đã chấp nhận",
    State.RETURNED: "Cấp trên trả lại để sửa",
    State.REOPENED: OLD_PRINT,
}


@dataclass(frozen=True)
class Report:
    """One version of the report of a period; `digest` is the SHA-256 of its frozen content."""

    period: Period
    version: int
    state: State
    nil: bool
    digest: str
    locked_at: datetime
    locked_by: str
    reopened_at: datetime | None = None
    reason: str = ""

    @property
    def in_force(self) -> bool:
        """Return whether this version freezes its days."""
        return self.state is not State.REOPENED


def newest_version(session: Session, period: Period) -> int:
    """Return the number of the newest version for exactly these days, 0 if there is none."""
    return max((one.version for one in versions(session, period)), default=0)


def versions(session: Session, period: Period) -> list[Report]:
    """Return all versions for exactly these days, oldest first."""
    rows = session.scalars(
        select(ReportRow)
        .where(ReportRow.first == period.first, ReportRow.last == period.last)
        .order_by(ReportRow.version)
    )
    return [_report(row) for row in rows]


def current(session: Session, period: Period) -> Report | None:
    """Return the version in force, or None while the period is open."""
    return next((one for one in reversed(versions(session, period)) if one.in_force), None)


DUE_DAYS = 45
"""So long after a period its report is what a page opens on, as long as it was not sent."""


def due_first(session: Session, offered: Sequence[Period], today: date) -> Period:
    """Return the period a page opens on: one that ended lately and was not sent, else the first.

    `offered` are the newest first, those with activities before the rest. One without any is due
    only where a day was set for it: its report is that nothing happened.
    """
    newest, *older = offered
    if newest.first <= today <= newest.last and older:
        before = older[0]
        report = current(session, before)
        sent = report is not None and report.state in (State.SENT, State.RECEIVED, State.ACCEPTED)
        lately = before.last < newest.first and (today - before.last).days <= DUE_DAYS
        if lately and not sent and _is_awaited(session, before):
            return before
    return newest


def _is_awaited(session: Session, period: Period) -> bool:
    if deadlines.of_period(session, period) is not None:
        return True
    within = ActivityRow.held_on.between(period.first, period.last)
    return session.scalar(select(ActivityRow.id).where(within).limit(1)) is not None


def require_open(session: Session, days: Iterable[date]) -> None:
    """Raise PeriodLockedError if one of the days lies in a locked report."""
    wanted = sorted(set(days))
    if not wanted:
        return
    rows = session.scalars(
        select(ReportRow).where(
            ReportRow.state != State.REOPENED,
            ReportRow.first <= wanted[-1],
            ReportRow.last >= wanted[0],
        )
    )
    for row in rows:
        day = next((one for one in wanted if row.first <= one <= row.last), None)
        if day is not None:
            raise PeriodLockedError(_report(row).period.title, row.version, day)


def require_open_between(session: Session, first: date, last: date) -> None:
    """Raise PeriodLockedError if any day from the first to the last lies in a locked report."""
    row = session.scalar(
        select(ReportRow)
        .where(ReportRow.state != State.REOPENED, ReportRow.first <= last, ReportRow.last >= first)
        .order_by(ReportRow.first)
        .limit(1)
    )
    if row is not None:
        raise PeriodLockedError(_report(row).period.title, row.version, max(row.first, first))


def locked_days(session: Session) -> tuple[tuple[date, date], ...]:
    """Return first and last day of each report that is locked, oldest first."""
    query = select(ReportRow.first, ReportRow.last).where(ReportRow.state != State.REOPENED)
    return tuple((first, last) for first, last in session.execute(query.order_by(ReportRow.first)))


def lock(session: Session, period: Period, content: bytes, digest: str, *, nil: bool) -> Report:
    """Freeze this content as the next version. Raises PeriodLockedError if one is in force."""
    before = current(session, period)
    if before is not None:
        raise PeriodLockedError(period.title, before.version, period.first)
    newest = session.scalar(
        select(func.max(ReportRow.version)).where(
            ReportRow.first == period.first, ReportRow.last == period.last
        )
    )
    row = ReportRow(
        first=period.first, last=period.last, version=(newest or 0) + 1, name=period.name,
        rule=str(period.rule), state=str(State.LOCKED), nil=nil, digest=digest, content=content,
        locked_at=clock.of(session).now(), locked_by=working.now(session).name,
        reopened_at=None, reason="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.note(session, "report", _key(period), "locked", {"version": [None, row.version]})
    return _report(row)


def reopen(session: Session, period: Period, reason: str) -> Report:
    """Open the period again; what was printed from this version is old. The reason is kept.

    Raises PeriodOpenError when nothing is locked, WrongChoiceError without a reason.
    """
    why = nfc(reason)
    if not why:
        raise WrongChoiceError("Chưa ghi lý do mở khóa. Hãy ghi một câu: vì sao phải sửa.")
    before = current(session, period)
    if before is None:
        raise PeriodOpenError(period.title)
    row = _row(session, before)
    row.state, row.reason = str(State.REOPENED), why
    row.reopened_at = clock.of(session).now()
    session.flush()
    history.note(session, "report", _key(period), "reopened", {"reason": [None, why]})
    return _report(row)


def mark(session: Session, report: Report, state: State) -> Report:
    """Keep where a version stands now (sent, received, accepted, returned)."""
    row = _row(session, report)
    history.note(session, "report", _key(report.period), "marked", {"state": [row.state, state]})
    row.state = str(state)
    session.flush()
    return _report(row)


def content(session: Session, report: Report) -> bytes:
    """Return what was frozen."""
    return _row(session, report).content


def _row(session: Session, report: Report) -> ReportRow:
    key = (report.period.first, report.period.last, report.version)
    row = session.get(ReportRow, key)
    if row is None:
        raise NotFoundError
    return row


def _key(period: Period) -> str:
    return f"{period.first}..{period.last}"


def _report(row: ReportRow) -> Report:
    return Report(
        Period(row.name, Rule(row.rule), row.first, row.last), row.version, State(row.state),
        row.nil, row.digest, row.locked_at, row.locked_by, row.reopened_at, row.reason,
    )  # fmt: skip
