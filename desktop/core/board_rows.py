"""What the board of submissions reads: each question is one query for all units together.

Nothing here looks into the files of packages. Figures are summed by SQL over what was taken in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from db.rows import (
    AnswerRow,
    IntakeRow,
    PackageRow,
    PaperReportRow,
    RefusalRow,
    ReportTextRow,
    UnitRow,
    UnitSuccessionRow,
)
from desktop.core import unit_sums
from desktop.core.catalogue import DIRECT, PRESS, PRINTED, VISUAL
from desktop.core.periods import Period
from desktop.core.scopes import Scope
from desktop.core.sums import RADIO
from desktop.core.units import Unit

HOUSEHOLDS = ("CT05", "CT06", "CT07")
TARGETED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "CT01": ("activities", DIRECT), "CT02": ("attendees", ()), "CT10": ("items", (RADIO,)),
    "CT11": ("airings", (RADIO,)), "CT14": ("items", VISUAL), "CT15": ("items", PRINTED),
    "CT16": ("items", PRESS), "CT17": ("items", ("PHONG_SU",)), "CT18": ("items", ("DIEN_HINH",)),
}  # fmt: skip
"""The indicators that may be a unit's target: what is summed, over which channels (none: all)."""


@dataclass(frozen=True)
class Arrived:
    """A report that lies in the ledger, and the last word on it."""

    id: str
    unit_id: str
    state: str
    first: date
    last: date
    version: int
    digest: str
    at: datetime
    answer: str | None
    answered_at: datetime | None
    note: str | None


@dataclass(frozen=True)
class Refused:
    """A file of a unit that was not taken in."""

    file_name: str
    reason: str
    version: int
    at: datetime


@dataclass(frozen=True)
class Paper:
    """Figures read from a paper alone; `at` is when it was read."""

    version: int
    digest: str
    figures: Mapping[str, Any]
    at: datetime

    def unit_figures(self) -> "UnitFigures":
        """Return what the paper says of the same sums; activities are not counted there."""
        parts = [(self.figures.get(code) or {}).get("declared") for code in HOUSEHOLDS]
        known = [one for one in parts if one is not None]
        return UnitFigures(
            activities=0, sessions=self.figures.get("CT01"), attendees=self.figures.get("CT02"),
            households=sum(known) if known else None,
        )  # fmt: skip


@dataclass(frozen=True)
class UnitFigures:
    """What a unit's activities of the period add up to; None where nothing was entered.

    `sessions` are meetings and talks (CT01), `households` poor, near poor and escaped together.
    """

    activities: int
    sessions: int | None
    attendees: int | None
    households: int | None
    incomplete: int = 0


def below(session: Session, unit_id: str) -> list[Unit]:
    """Return all units that are or were directly below the unit, by code."""
    rows = session.execute(
        select(
            UnitRow.id, UnitRow.code, UnitRow.kind, UnitRow.name, UnitRow.parent_id,
            UnitRow.valid_from, UnitRow.valid_to,
        )
        .where(UnitRow.parent_id == unit_id)
        .order_by(UnitRow.code)
    )  # fmt: skip
    return [Unit(*row) for row in rows]


def arrived(session: Session, period: Period, unit_id: str = "") -> dict[str, list[Arrived]]:
    """Return the reports (of one unit, if named) whose days lie in the period, oldest version first."""
    query = (
        select(
            PackageRow.id, PackageRow.unit_id, PackageRow.state, PackageRow.first, PackageRow.last,
            PackageRow.version, PackageRow.digest, PackageRow.at, AnswerRow.state, AnswerRow.at,
            AnswerRow.note,
        )
        .outerjoin(AnswerRow, AnswerRow.package_id == PackageRow.id)
        .where(PackageRow.direction == "in", PackageRow.kind == "report")
        .where(PackageRow.first >= period.first, PackageRow.last <= period.last)
        .order_by(PackageRow.unit_id, PackageRow.version, PackageRow.at, PackageRow.id)
    )  # fmt: skip
    if unit_id:
        query = query.where(PackageRow.unit_id == unit_id)
    found: defaultdict[str, list[Arrived]] = defaultdict(list)
    for row in session.execute(query):
        values: Sequence[Any] = row
        found[row.unit_id].append(Arrived(*values))
    return found


def refused(session: Session, period: Period) -> dict[str, Refused]:
    """Return the newest file of each unit for exactly these days that was refused, and why."""
    rows = session.execute(
        select(RefusalRow, IntakeRow.at)
        .join(IntakeRow, IntakeRow.id == RefusalRow.intake_id)
        .where(IntakeRow.undone_at.is_(None), RefusalRow.unit_id.is_not(None))
        .where(RefusalRow.first == period.first, RefusalRow.last == period.last)
        .order_by(IntakeRow.at, RefusalRow.intake_id, RefusalRow.position)
    )
    return {
        row.unit_id or "": Refused(row.file_name, row.reason, row.version or 0, at)
        for row, at in rows
    }


def papers(session: Session, period: Period) -> dict[str, Paper]:
    """Return the newest paper that was read for exactly these days, by unit."""
    rows = session.scalars(
        select(PaperReportRow)
        .where(PaperReportRow.first == period.first, PaperReportRow.last == period.last)
        .order_by(PaperReportRow.version)
    )
    return {row.unit_id: Paper(row.version, row.digest, row.figures, row.at) for row in rows}


def figures(session: Session, scope: Scope, period: Period) -> dict[str, UnitFigures]:
    """Return the sums of each unit's activities of the period."""
    found = unit_sums.source(session, scope, period.first, period.last).c
    kinds = (found.poor, found.near_poor, found.escaped)
    one, two, three = (func.coalesce(func.sum(kind), 0) for kind in kinds)
    entered = func.max(func.coalesce(*kinds))
    query = select(
        found.unit_id, func.sum(found.activities),
        func.coalesce(func.sum(case((found.channel.in_(DIRECT), found.activities))), 0),
        func.sum(found.attendees), case((entered.is_not(None), one + two + three)),
        func.sum(found.held),
    ).group_by(found.unit_id)  # fmt: skip
    return {unit_id: UnitFigures(*values) for unit_id, *values in session.execute(query)}


def nil_reasons(session: Session, period: Period) -> dict[str, str]:
    """Return why nothing was held, as each unit wrote it for exactly these days."""
    query = select(ReportTextRow.unit_id, ReportTextRow.text).where(
        ReportTextRow.part == "nil_reason",
        ReportTextRow.first == period.first,
        ReportTextRow.last == period.last,
    )
    return dict(session.execute(query).all())


def successors(session: Session) -> dict[str, tuple[str, date]]:
    """Return into which unit each dissolved one went, and on which day."""
    rows = session.execute(
        select(UnitSuccessionRow.old_id, UnitRow.kind, UnitRow.name, UnitSuccessionRow.on)
        .join(UnitRow, UnitRow.id == UnitSuccessionRow.new_id)
        .order_by(UnitSuccessionRow.on.desc())
    )
    return {old: (f"{kind} {name}", on) for old, kind, name, on in rows}


def reached(
    session: Session, scope: Scope, wanted: Iterable[str], first: date, last: date
) -> dict[str, dict[str, Any]]:
    """Return {unit: {indicator: figure}} of the indicators of TARGETED in these days, in one query."""
    codes = sorted(set(wanted))
    if not codes:
        return {}
    found = unit_sums.source(session, scope, first, last).c
    sums = (_indicator(found, code) for code in codes)
    query = select(found.unit_id, *sums).group_by(found.unit_id)
    return {
        unit_id: dict(zip(codes, values, strict=True))
        for unit_id, *values in session.execute(query)
    }


def _indicator(found: Any, code: str) -> ColumnElement[Any]:
    column, channels = TARGETED[code]
    value = found[column]
    return func.sum(case((found.channel.in_(channels), value))) if channels else func.sum(value)
