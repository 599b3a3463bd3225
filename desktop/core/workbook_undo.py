"""Taking back what a workbook brought, as long as nothing else has come to hang on it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from db.rows import (
    ActivityHamletRow,
    ActivityRow,
    ActivitySpeakerRow,
    AttendanceRow,
    HamletRow,
    ImportRow,
    PaperChoiceRow,
    PlannedRow,
    ReportRow,
    SpeakerRow,
    VoucherRow,
)
from desktop.core import activities, clock, history
from desktop.core.errors import NotFoundError

_PARTS: tuple[Any, ...] = (AttendanceRow, PaperChoiceRow, VoucherRow)


@dataclass(frozen=True)
class UndoResult:
    """What an import left behind after it was undone: `kept` are (id, title) that stayed."""

    removed: int
    kept: tuple[tuple[str, str], ...] = ()
    hamlets: int = 0
    speakers: int = 0


def undo(session: Session, import_id: str) -> UndoResult:
    """Remove what an import brought and nothing hangs on; the rest stays and is named.

    What stays was changed since, has a list of people, papers or vouchers, was confirmed as a planned
    one, or stood in a locked report: that may have gone out, so it is only withdrawn one by one.
    Raises NotFoundError for an import that never was. Undoing twice does nothing.
    """
    found = session.get(ImportRow, import_id, populate_existing=True)
    if found is None:
        raise NotFoundError
    if found.undone_at is not None:
        return UndoResult(0)
    brought = session.execute(
        select(ActivityRow.unit_id, ActivityRow.id, ActivityRow.title, _stays(found))
        .where(ActivityRow.import_id == import_id)
        .order_by(ActivityRow.held_on, ActivityRow.id)
    ).all()
    gone = [(unit_id, key) for unit_id, key, _, stays in brought if not stays]
    for unit_id in {unit_id for unit_id, _ in gone}:
        activities.remove(session, unit_id, [key for whose, key in gone if whose == unit_id])
    unused = [
        _remove_unused(session, import_id, "hamlet"), _remove_unused(session, import_id, "speaker"),
    ]  # fmt: skip
    session.execute(
        update(ImportRow).where(ImportRow.id == import_id).values(undone_at=clock.of(session).now())
    )
    history.note(session, "import", import_id, "undone", {"activities": [len(gone), 0]})
    kept = tuple((key, title) for _, key, title, stays in brought if stays)
    return UndoResult(len(gone), kept, *unused)


def _stays(found: ImportRow) -> ColumnElement[bool]:
    """Return the condition for activities of an import that are not taken away."""
    has_parts = (
        exists().where(row.unit_id == ActivityRow.unit_id, row.activity_id == ActivityRow.id)
        for row in _PARTS
    )
    was_locked = exists().where(
        ActivityRow.held_on.between(ReportRow.first, ReportRow.last),
        ReportRow.locked_at >= found.at,
    )
    was_planned = exists().where(PlannedRow.activity_id == ActivityRow.id)
    return or_(ActivityRow.revision != 1, *has_parts, was_locked, was_planned)


def _remove_unused(session: Session, import_id: str, noun: str) -> int:
    row: Any = HamletRow if noun == "hamlet" else SpeakerRow
    used: Any = ActivityHamletRow.hamlet_id if noun == "hamlet" else ActivitySpeakerRow.speaker_id
    wanted = [row.import_id == import_id, row.id.not_in(select(used))]
    if noun == "hamlet":
        heirs = select(HamletRow.successor_id).where(HamletRow.successor_id.is_not(None))
        wanted.append(row.id.not_in(heirs))
    ids = list(session.scalars(select(row.id).where(*wanted)))
    session.execute(delete(row).where(*wanted), execution_options={"synchronize_session": False})
    history.note_many(session, noun, ids, "removed")
    return len(ids)
