"""What an officer writes for the report of a period (phần lời của báo cáo), beside the figures."""

import re
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from db import bulk
from db.rows import ReportTextRow
from desktop.core import history, reports, settings
from desktop.core.errors import PeriodLockedError
from desktop.core.periods import Period
from desktop.core.texts import nfc_lines

_FIGURES = re.compile(r"\d+(?:[.,/:-]\d+)*(?:\s?%)?")
GAP = "…"


@dataclass(frozen=True, kw_only=True)
class Narrative:
    """The officer's parts of the six-part report, empty where nothing was written.

    `situation` (I), `direction` (II), `strengths`, `difficulties`, `causes` (IV), `next_steps` (V),
    `proposals` (VI); `nil_reason` says why nothing was held in the period.
    """

    situation: str = ""
    direction: str = ""
    strengths: str = ""
    difficulties: str = ""
    causes: str = ""
    next_steps: str = ""
    proposals: str = ""
    nil_reason: str = ""


PARTS = tuple(one.name for one in fields(Narrative))


def of(session: Session, period: Period, unit_id: str = "") -> Narrative:
    """Return what was written for exactly these days (by the register's own unit, if not named)."""
    query = select(ReportTextRow.part, ReportTextRow.text)
    rows = session.execute(query.where(*_key(session, period, unit_id)))
    return Narrative(**dict(rows.all()))


def save(session: Session, period: Period, narrative: Narrative) -> None:
    """Keep what was written for these days instead of what was there. Raises PeriodLockedError."""
    before = of(session, period)
    locked = reports.current(session, period)
    if locked is not None and narrative != before:
        raise PeriodLockedError(period.title, locked.version, period.first)
    keep(session, period, narrative, settings.read(session).unit_id)
    after = of(session, period)
    changed = [part for part in PARTS if getattr(before, part) != getattr(after, part)]
    if changed:
        span = f"{period.first}..{period.last}"
        history.note(session, "report", span, "written", {part: [None, None] for part in changed})


def keep(session: Session, period: Period, narrative: Narrative, unit_id: str) -> None:
    """Keep what the unit wrote, without asking: as it comes from its package."""
    session.execute(delete(ReportTextRow).where(*_key(session, period, unit_id)))
    table: Any = ReportTextRow.__table__
    said = ((part, nfc_lines(text)) for part, text in vars(narrative).items())
    rows = [(unit_id, period.first, period.last, part, text) for part, text in said if text]
    bulk.insert(session, table, ("unit_id", "first", "last", "part", "text"), rows)


def suggestion(session: Session, period: Period) -> Narrative:
    """Return what was written for the newest earlier days, without dates and numbers.

    Each figure is a gap ("…"), so that no old number is reported again by oversight. The reason
    of a period without activities is never carried forward.
    """
    newest = session.execute(
        select(ReportTextRow.first, ReportTextRow.last)
        .where(ReportTextRow.unit_id == settings.read(session).unit_id)
        .where(ReportTextRow.last < period.last, ReportTextRow.part != "nil_reason")
        .order_by(ReportTextRow.last.desc(), ReportTextRow.first)
        .limit(1)
    ).first()
    if newest is None:
        return Narrative()
    before = of(session, Period("", period.rule, newest.first, newest.last))
    texts = {part: without_figures(getattr(before, part)) for part in PARTS}
    return Narrative(**(texts | {"nil_reason": ""}))


def without_figures(text: str) -> str:
    """Return the text with a gap in the place of every number, date, hour and percentage."""
    return _FIGURES.sub(GAP, text)


def _key(session: Session, period: Period, unit_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        ReportTextRow.unit_id == (unit_id or settings.read(session).unit_id),
        ReportTextRow.first == period.first,
        ReportTextRow.last == period.last,
    )
