"""Backups as they lie in a folder: which there are, what each holds, which are kept. Changes nothing.

A backup is NAME.sotr with its key NAME.khoa.json beside it; without the key it cannot be opened.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from db import backup as copies, key_file, migrations
from db.rows import ActivityRow, HistoryRow, ReportRow, SettingRow, UnitRow
from db.store import known_errors
from desktop.core.clock import VIETNAM
from desktop.core.errors import FileProblemError, StoreDamagedError, StoreTooNewError
from desktop.core.files import disk_problems

DAILY, WEEKLY, MONTHLY, ALWAYS = 12, 10, 9, 3
"""How many are kept: the last of so many days, weeks and months, and the newest in any case."""
_NAME = re.compile(r".+_(\d{6,})_(\d{4}-\d{2}-\d{2})_(\d{2})(\d{2})_([a-z-]+)\.sotr")
_SHOWN = 5


class Occasion(StrEnum):
    """Why a backup was made."""

    DAY = "ngay"
    """A day on which something was changed."""
    HAND = "tay"
    """The officer wanted it."""
    UPGRADE = "nang-cap"
    INTAKE = "nhan"
    RESTORE = "phuc-hoi"


@dataclass(frozen=True)
class Backup:
    """A backup by its name. `number` grows with each one, whatever the clock says; 0: a foreign name.

    `at` is the clock of the machine that made it, or when the file was last written.
    """

    path: Path
    number: int
    at: datetime
    size: int
    occasion: Occasion | None = None


@dataclass(frozen=True)
class Facts:
    """What a backup holds. `reports` are locked versions; `latest` the newest activities by day."""

    unit: str
    unit_code: str
    officer: str
    activities: int
    reports: int
    changed_at: datetime | None
    last_event: int
    latest: tuple[tuple[date, str], ...]


def find(folder: Path) -> list[Backup]:
    """Return the backups in a folder, the newest first; none where there is no such folder."""
    try:
        with disk_problems(folder):
            paths = [one for one in folder.iterdir() if one.suffix == copies.SUFFIX]
            found = [_named(one) for one in paths if one.is_file()]
    except FileProblemError:
        return []
    return sorted(found, key=lambda one: (one.number, one.at, one.path.name), reverse=True)


def newest(folder: Path) -> Backup | None:
    """Return the backup that was made last."""
    found = find(folder)
    return found[0] if found else None


def kept(names: Iterable[str]) -> set[str]:
    """Return the names that are to be kept; one that is none of ours is always kept.

    Counted in days, weeks and months that have a backup, newest number first: an office that was
    closed for a month loses nothing, and a clock that is turned back decides nothing.
    """
    parts = {name: _NAME.fullmatch(name) for name in names}
    result = {name for name, found in parts.items() if found is None}
    ours = sorted(
        ((int(found[1]), found[2], name) for name, found in parts.items() if found), reverse=True
    )
    result |= {name for _, _, name in ours[:ALWAYS]}
    for length, limit in ((_day, DAILY), (_week, WEEKLY), (_month, MONTHLY)):
        seen: set[object] = set()
        for _, day, name in ours:
            span = length(day)
            if span not in seen and len(seen) < limit:
                seen.add(span)
                result.add(name)
    return result


def look(path: Path) -> Facts:
    """Return what a backup holds, without writing beside it.

    Raises StoreKeyError, StoreLockedError, StoreDamagedError, StoreTooNewError. Counts do not prove that every page
    is sound: that is `require_sound`.
    """
    with known_errors(path), copies.looking(path, key_of(path)) as session:
        _require_known(session, path)
        return facts(session)


def require_sound(path: Path) -> Facts:
    """Read every page of a backup and return what it holds. Raises as `look` does."""
    with known_errors(path), copies.looking(path, key_of(path)) as session:
        _require_known(session, path)
        found = copies.problems(session)
        if found:
            raise StoreDamagedError(path, found[0])
        return facts(session)


def key_of(path: Path) -> str:
    """Return the key beside a register or backup. Raises StoreKeyError, StoreLockedError."""
    return key_file.require(path)


def facts(session: Session) -> Facts:
    """Return what a register of any released schema holds."""
    kept_settings = {
        row.key: row.value
        for row in session.execute(select(SettingRow.key, SettingRow.value))
        if row.key in ("unit_id", "officer")
    }
    unit_id = kept_settings.get("unit_id")
    unit = session.execute(
        select(UnitRow.code, UnitRow.kind, UnitRow.name).where(UnitRow.id == unit_id)
    ).first()
    has_reports = inspect(session.connection()).has_table("reports")
    latest = session.execute(
        select(ActivityRow.held_on, ActivityRow.title)
        .where(ActivityRow.status != "WITHDRAWN")
        .order_by(ActivityRow.held_on.desc(), ActivityRow.id.desc())
        .limit(_SHOWN)
    )
    return Facts(
        unit=f"{unit.kind} {unit.name}" if unit else "",
        unit_code=unit.code if unit else "",
        officer=str(kept_settings.get("officer") or ""),
        activities=session.scalar(
            select(func.count()).select_from(ActivityRow).where(ActivityRow.status != "WITHDRAWN")
        )
        or 0,
        reports=(session.scalar(select(func.count()).select_from(ReportRow)) or 0)
        if has_reports
        else 0,
        changed_at=session.scalar(select(HistoryRow.at).order_by(HistoryRow.id.desc()).limit(1)),
        last_event=last_event(session),
        latest=tuple((row.held_on, row.title) for row in latest),
    )


def last_event(session: Session) -> int:
    """Return the number of the last change that the history knows; 0 for none."""
    return session.scalar(select(func.max(HistoryRow.id))) or 0


def _require_known(session: Session, path: Path) -> None:
    revision = migrations.revision_of(session.connection())
    if revision is None:
        raise StoreDamagedError(path, "not_a_register")
    if revision not in migrations.KNOWN:
        raise StoreTooNewError(path, revision)


def _named(path: Path) -> Backup:
    looked = path.stat()
    found = _NAME.fullmatch(path.name)
    if found and found[5] in list(Occasion):
        try:
            at = datetime.fromisoformat(f"{found[2]}T{found[3]}:{found[4]}")
            return Backup(path, int(found[1]), at, looked.st_size, Occasion(found[5]))
        except ValueError:  # 31 February
            pass
    written = datetime.fromtimestamp(looked.st_mtime, VIETNAM).replace(microsecond=0, tzinfo=None)
    return Backup(path, 0, written, looked.st_size)


def _day(day: str) -> object:
    return day


def _week(day: str) -> object:
    try:
        return date.fromisoformat(day).isocalendar()[:2]
    except ValueError:
        return day


def _month(day: str) -> object:
    return day[:7]
