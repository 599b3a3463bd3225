"""Looking over a whole register: is the file sound, is every text composed, does every part fit."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy import String, func, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, HamletRow, HistoryRow, Row, SpeakerRow
from desktop.core import activities, problems, settings
from desktop.core.activities import COUNTED


@dataclass(frozen=True)
class Findings:
    """What a register holds and what is wrong in it; empty lists are a sound one."""

    counts: dict[str, int]
    not_composed: tuple[str, ...]
    stopped: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Return whether nothing is wrong."""
        return not (self.not_composed or self.stopped)


def check(session: Session) -> Findings:
    """Look over all records; `stopped` names activities that could not be saved as they stand."""
    return Findings(
        counts={
            "activities": _count(session, ActivityRow),
            "hamlets": _count(session, HamletRow),
            "speakers": _count(session, SpeakerRow),
            "history": _count(session, HistoryRow),
        },
        not_composed=tuple(_not_composed(session)),
        stopped=tuple(_stopped(session)),
    )


def _count(session: Session, kind: type[Row]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def _not_composed(session: Session) -> list[str]:
    found = []
    for table in Row.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, String)]
        for values in session.execute(select(*columns)) if columns else ():
            for column, value in zip(columns, values, strict=True):
                if value and not unicodedata.is_normalized("NFC", value):
                    found.append(f"{table.name}.{column.name}")
    return sorted(set(found))


def _stopped(session: Session) -> list[str]:
    unit_id = settings.read(session).unit_id
    context = problems.context(session)
    query = select(ActivityRow.id).where(
        ActivityRow.unit_id == unit_id, ActivityRow.status.in_(COUNTED)
    )
    found = []
    for activity_id in session.scalars(query).all():
        one = activities.get(session, unit_id, activity_id)
        stops = problems.stops(problems.problems(one, context))
        found += [f"{activity_id}: {problem.code}" for problem in stops]
    return found
