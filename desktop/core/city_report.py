"""The consolidated report (báo cáo tổng hợp): reads what all units sent and writes the files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ExpenseRow, PayerRow, ReportTextRow
from desktop.core import (
    board,
    catalogue,
    coverage,
    exports,
    files,
    logbook,
    narratives,
    plans,
    report_content,
    scopes,
    settings,
    sums,
    totals,
)
from desktop.core.activities import COUNTED
from desktop.core.board import Line, Standing
from desktop.core.documents.content import CityContent, ReportContent, Said, TargetLine, UnitLine
from desktop.core.errors import WrongChoiceError
from desktop.core.exports import Writing
from desktop.core.periods import Period, Rule
from desktop.core.progress import Progress
from desktop.core.scopes import Scope
from desktop.core.settings import Role
from desktop.core.sums import Sums
from desktop.core.texts import sort_key

DIFFICULTIES, PROPOSALS = "difficulties", "proposals"
QUOTED = ("strengths", DIFFICULTIES, "causes", PROPOSALS)
"""The parts in which the words of the units are offered."""

_NIL = "Không phát sinh"
_LEFT_OVER = "Kỳ khác"
"""Activities of these days that came with a report of other days."""


def write(session: Session, progress: Progress, period: Period, folder: Path) -> list[Path]:
    """Write the report as PDF and Word, its annexes and the list of all activities as Excel.

    Returns the files in this order. Files of the same name are replaced. Raises WrongChoiceError in a register that consolidates
    nothing.
    """
    from desktop.core.documents import city_outline, outline_docx, outline_pdf, outline_xlsx

    content = read(session, period)
    report, tables = city_outline.outline(content), city_outline.tables(content)
    makers: list[tuple[str, Callable[[Path], None]]] = [
        (".pdf", lambda path: outline_pdf.write(report, path, progress)),
        (".docx", lambda path: outline_docx.write(report, path, progress)),
        (".xlsx", lambda path: outline_xlsx.write(tables, path, progress)),
    ]
    name = file_name(content)
    written = [
        files.write_whole(folder / f"{name}{suffix}", make)
        for suffix, make in progress.each(makers, "Đang viết báo cáo tổng hợp")
    ]
    return [*written, write_list(session, progress, content.report, folder)]


def write_list(session: Session, progress: Progress, report: ReportContent, folder: Path) -> Path:
    """Write the activities of all units as one workbook, whose sums are those of the report."""
    from desktop.core.documents import register_xlsx

    entries = logbook.of_all(session, scopes.read(session), report.period, report.catalogue)
    whole = replace(report, entries=entries)
    path = folder / f"So-theo-doi-cac-don-vi_{exports.about(report)}.xlsx"
    return files.write_whole(
        path, lambda temporary: register_xlsx.write(whole, temporary, progress)
    )


def pdf(session: Session, progress: Progress, period: Period, *, annexes: bool = False) -> bytes:
    """Return the report (or its annexes alone) as PDF, the very bytes that are previewed."""
    from desktop.core.documents import city_outline, outline_pdf

    make = city_outline.tables if annexes else city_outline.outline
    return outline_pdf.to_bytes(make(read(session, period)), progress)


def write_office(session: Session, progress: Progress, period: Period, path: Path) -> Path:
    """Write the report as Word file (.docx), or its annexes as workbook (.xlsx)."""
    from desktop.core.documents import city_outline, outline_docx, outline_xlsx

    content = read(session, period)
    if path.suffix == ".xlsx":
        tables = city_outline.tables(content)
        return files.write_whole(
            path, lambda temporary: outline_xlsx.write(tables, temporary, progress)
        )
    report = city_outline.outline(content)
    return files.write_whole(
        path, lambda temporary: outline_docx.write(report, temporary, progress)
    )


def file_name(content: CityContent) -> str:
    """Return an ASCII name without suffix: Bao-cao-tong-hop_643-Buon-Ma-Thuot_2024-Q4."""
    return f"Bao-cao-tong-hop_{exports.about(content.report)}"


def read(session: Session, period: Period) -> CityContent:
    """Return all that the consolidated report needs. Raises WrongChoiceError in a ward."""
    if settings.read(session).role is not Role.CITY:
        raise WrongChoiceError(
            "Sổ này là sổ của một xã, phường. Báo cáo tổng hợp chỉ lập được trong sổ của đơn vị "
            "tổng hợp; ở đây hãy dùng trang Báo cáo."
        )
    scope, found = scopes.read(session), board.read(session, period)
    whole, reached = exports.read(session, period), coverage.read(session, period)
    never: dict[str, list[str]] = {}
    for one in reached.never_direct:
        never.setdefault(one.unit, []).append(one.name)
    names = scopes.names([*scope.units.values(), *(one.unit for one in found.lines)])
    listed = _by_name(one for one in found.lines if not one.outside)
    lines = _lines(session, scope, period, found.lines, names)
    duty = {names[one.unit.id] for one in listed}
    unsent = {names[one.unit.id] for one in listed if not one.is_summed}
    return CityContent(
        report=whole,
        lines=lines,
        expected=found.counts.expected,
        received=sum(one.is_summed for one in listed),
        others=[one.name for one in lines if one.by_channel and one.name not in duty],
        nil=[Said(names[one.unit.id], one.nil_reason) for one in listed if one.nil],
        missing=[names[one.unit.id] for one in listed if one.standing in board.NOT_SENT],
        unusable=[names[one.unit.id] for one in listed if _is_unusable(one)],
        other_days=[one.name for one in lines if one.by_channel and one.name in unsent],
        targets=_targets(session, period),
        twice=whole.totals.joint.activities if whole.totals.joint else 0,
        hamlets=len(reached.hamlets),
        unreached=never,
        difficulties=said(session, period, DIFFICULTIES),
        proposals=said(session, period, PROPOSALS),
        outreach=sorted(
            report_content.by_unit(session, scope, period).values(),
            key=lambda one: sort_key(one.name),
        ),
    )


def writing(session: Session, period: Period) -> Writing:
    """Return what the officer sees while writing: with the words of the units, by part."""
    from desktop.core.documents import city_outline

    content = read(session, period)
    results = [(name, tuple(lines)) for name, lines in city_outline.results(content)]
    return Writing(
        period, content.report.narrative, narratives.suggestion(session, period), tuple(results),
        is_nil=False, said={part: found for part in QUOTED if (found := said(session, period, part))},
    )  # fmt: skip


def said(session: Session, period: Period, part: str) -> list[Said]:
    """Return what the units wrote in a part of their reports of exactly these days, by unit."""
    scope = scopes.read(session)
    rows = session.execute(
        select(ReportTextRow.unit_id, ReportTextRow.text).where(
            ReportTextRow.part == part,
            ReportTextRow.first == period.first,
            ReportTextRow.last == period.last,
            ReportTextRow.unit_id != scope.unit.id,
            scope.has(ReportTextRow.unit_id),
        )
    )
    names = scopes.names(scope.units.values())
    found = [Said(names[unit_id], text) for unit_id, text in rows]
    return sorted(found, key=lambda one: sort_key(one.unit))


def _is_unusable(line: Line) -> bool:
    """Return whether a unit has sent, as the board counts it, and nothing of it is summed."""
    return not line.is_summed and line.standing not in board.NOT_SENT


def _by_name(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: sort_key(one.unit.full_name))


def _lines(
    session: Session,
    scope: Scope,
    period: Period,
    lines: Iterable[Line],
    names: Mapping[str, str],
) -> list[UnitLine]:
    by_unit = _by_channel(session, scope, period)
    money = _spent(session, scope, period)
    listed = [_line(one, names, by_unit, money) for one in _by_name(lines)]
    there = {one.unit.id for one in lines}
    rest = [
        UnitLine(names[key], _LEFT_OVER, found, money.get(key))
        for key, found in by_unit.items()
        if key not in there
    ]
    return [*listed, *rest]


def _line(
    line: Line,
    names: Mapping[str, str],
    by_unit: Mapping[str, Mapping[str, Sums]],
    money: Mapping[str, int],
) -> UnitLine:
    key = line.unit.id
    state = _NIL if line.nil else board.STANDING_NAMES[line.standing]
    if line.outside:
        state = "Ngoài danh sách"
    found = by_unit.get(key)
    if found is None and line.nil:
        found = {}
    if line.standing is Standing.ACCEPTED and not line.nil:
        state = ""
    return UnitLine(names[key], state, found, money.get(key))


def _by_channel(session: Session, scope: Scope, period: Period) -> dict[str, dict[str, Sums]]:
    parts: dict[str, dict[str, list[Sums]]] = {}
    for cell in sums.cells(session, scope, period):
        parts.setdefault(cell.unit_id, {}).setdefault(cell.channel, []).append(cell.sums)
    return {
        key: {channel: sums.add_up(some) for channel, some in channels.items()}
        for key, channels in parts.items()
    }


def _spent(session: Session, scope: Scope, period: Period) -> dict[str, int]:
    """Return the programme's money that each unit's activities cost, in đồng."""
    same = (ExpenseRow.unit_id == ActivityRow.unit_id) & (ExpenseRow.activity_id == ActivityRow.id)
    query = (
        select(ActivityRow.unit_id, func.sum(ExpenseRow.amount))
        .join(ActivityRow, same)
        .join(PayerRow, PayerRow.code == ExpenseRow.payer)
        .where(scope.has(ActivityRow.unit_id), ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(period.first, period.last), PayerRow.programme_money)
        .group_by(ActivityRow.unit_id)
    )
    return {key: int(amount) for key, amount in session.execute(query) if amount is not None}


def _targets(session: Session, period: Period) -> list[TargetLine]:
    """Return the plan's targets of all units together, against what was done since it began."""
    mine = settings.read(session)
    plan = plans.get(session, mine.plan_id) if mine.plan_id else None
    if plan is None or period.last < plan.first:
        return []
    since = Period("", Rule.PLAN, plan.first, min(period.last, plan.last))
    done = totals.totals(session, since).indicators
    known = {one.code: one for one in catalogue.read(session).indicators}
    found = []
    for code, least, most in _wanted(plan):
        value: Any = done.get(code)
        figure = value.get("items") if isinstance(value, Mapping) else value
        found.append(
            TargetLine(
                known[code].name, least, most, figure if isinstance(figure, int) else None,
                known[code].unit_word,
            )
        )  # fmt: skip
    return found


def _wanted(plan: plans.Plan) -> list[tuple[str, int, int | None]]:
    """Return code, least and most per indicator: of the whole, else the sum of the units' own."""
    codes = dict.fromkeys(one.indicator for one in plan.targets)
    found = []
    for code in codes:
        of_code = [one for one in plan.targets if one.indicator == code]
        some = [one for one in of_code if one.unit_id is None] or of_code
        most = [one.at_most for one in some]
        top = sum(one for one in most if one is not None) if None not in most else None
        found.append((code, sum(one.at_least for one in some), top))
    return found
