"""Files that were refused (bị từ chối): kept with the reason, and whose they are if that is legible."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import RefusalRow, UnitRow
from desktop.core import periods, sticks, units
from desktop.core.errors import FileProblemError, PackageError, PeriodError, UnknownNameError
from desktop.core.packages import reader
from desktop.core.texts import nfc

UNREADABLE = "file"
"""The reason of a file that the drive does not give; else it is a PackageReason."""


@dataclass(frozen=True)
class Said:
    """Whose a file is and about what, by itself or only by its name; None where nobody can tell."""

    unit_id: str | None = None
    first: date | None = None
    last: date | None = None
    version: int | None = None


def keep(
    session: Session,
    intake_id: str,
    path: Path,
    data: bytes,
    error: PackageError | FileProblemError,
) -> None:
    """Keep that a file was not taken in, and why."""
    count = select(func.count()).select_from(RefusalRow)
    position = session.scalar(count.where(RefusalRow.intake_id == intake_id)) or 0
    said = told(session, path, data)
    reason, fact = UNREADABLE, ""
    if isinstance(error, PackageError):
        reason, fact = str(error.reason), error.detail
    else:
        fact = error.system
    session.add(
        RefusalRow(
            intake_id=intake_id, position=position + 1, file_name=nfc(path.name), reason=reason,
            fact=fact, unit_id=said.unit_id, first=said.first, last=said.last,
            version=said.version,
        )
    )  # fmt: skip
    session.flush()


def told(session: Session, path: Path, data: bytes) -> Said:
    """Return whose a file is: what it says of itself if its outside is sound, else what its name says."""
    try:
        header = reader.look(data).header
    except PackageError:
        return _by_name(session, path)
    known = session.get(UnitRow, header.unit.id)
    days = (header.period.first, header.period.last)
    return Said(header.unit.id if known else None, *days, header.version)


def _by_name(session: Session, path: Path) -> Said:
    named = sticks.named(path, 0)
    try:
        period = periods.parse(named.period)
        unit = units.by_code(session, named.unit_code, period.last)
    except (PeriodError, UnknownNameError):
        return Said()
    return Said(unit.id, period.first, period.last, named.version or None)
