"""The papers of the board of submissions, from the register to files: status list and reminder."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.core import board, exports, plans, settings, units, workdays
from desktop.core.board import NOT_SENT, Board, Line, Standing
from desktop.core.documents import reminder_outline, status_outline
from desktop.core.documents.outline import Outline
from desktop.core.documents.reminder_outline import ReminderContent
from desktop.core.documents.status_outline import StatusContent
from desktop.core.errors import WrongChoiceError
from desktop.core.periods import Period
from desktop.core.texts import sort_key

REMINDED = (*NOT_SENT, Standing.UNREADABLE, Standing.RETURNED)
"""The standings that a unit can be reminded of."""

ANSWER_DAYS = 3
"""Working days that a reminder gives after the deadline."""


def status(session: Session, period: Period) -> Outline:
    """Return Tình hình nộp báo cáo as it is now."""
    found = board.read(session, period)
    unit = units.get(session, settings.read(session).unit_id)
    head = exports.letterhead(session, found.today)
    return status_outline.outline(StatusContent(head, unit, found))


def reminder(session: Session, period: Period, unit_ids: Collection[str]) -> Outline:
    """Return one letter to these units. Raises WrongChoiceError if none of them is to be reminded."""
    found = board.read(session, period)
    wanted = [
        one for one in found.lines if one.unit.id in unit_ids and one.standing in REMINDED
    ]  # fmt: skip
    if not wanted:
        raise WrongChoiceError(
            "Không còn đơn vị nào chưa nộp trong số đã chọn, nên không cần đôn đốc."
        )
    mine = settings.read(session)
    unit = units.get(session, mine.unit_id)
    plan = plans.get(session, mine.plan_id) if mine.plan_id else None
    return reminder_outline.outline(
        ReminderContent(
            letterhead=replace(exports.letterhead(session, found.today), written_on=found.today),
            unit=unit,
            issuer=units.get(session, plan.issuer_id) if plan else unit,
            plan=plan,
            period=period,
            lines=tuple(sorted(wanted, key=_by_name)),
            due_on=found.due_on,
            today=found.today,
            until=_until(found),
        )
    )


def _until(found: Board) -> date:
    """Return the deadline while it is to come, else three working days from today."""
    if found.due_on is not None and found.due_on > found.today:
        return found.due_on
    day = found.today
    for _ in range(ANSWER_DAYS):
        day = workdays.on_or_after(day + timedelta(days=1))
    return day


def _by_name(line: Line) -> tuple[object, str]:
    return sort_key(line.unit.name), line.unit.id
