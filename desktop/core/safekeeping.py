"""Backups made, thinned out and carried to a second place; a register restored from one.

The register a restore replaces, damaged or not, is set aside and never removed.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import backup as copies, key_file
from db.rows import HistoryRow
from db.store import Store, known_errors
from desktop.core import (
    backups,
    clock,
    delivery,
    drives,
    exchange,
    files,
    history,
    keys,
    places,
    settings,
    switching,
    units,
)
from desktop.core.backups import Backup, Facts, Occasion
from desktop.core.clock import Clock
from desktop.core.errors import (
    BackupError,
    DiskFullError,
    FileProblemError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreUnwritableError,
)
from desktop.core.progress import Progress

SECOND_FOLDER = "So-Truyen-Thong_sao-luu_"
"""The folder on a stick or other disk, with the code of the unit at its end."""


def folder_of(register: Path) -> Path:
    """Return where the backups of a register lie on this machine."""
    return register.parent / copies.FOLDER


def back_up(session: Session, occasion: Occasion, spare: Path | None = None) -> Backup:
    """Back the register up beside it, opened and counted, and thin out the older ones but `spare`.

    The session must not have looked at anything yet. Raises BackupError, StoreDamagedError.
    """
    store: Store = session.info["store"]
    folder = folder_of(store.path)
    with _told(folder):
        path = store.back_up(occasion, clock.of(session).now())
    thin(folder, spare)
    return next(one for one in backups.find(folder) if one.path == path)


def before(session: Session, occasion: Occasion, spare: Path | None = None) -> Backup | None:
    """Return a backup of the register as it is now, before something large changes it.

    That is the newest one if nothing was changed since. None on a server, which makes its own.
    The session must not have looked at anything yet. Raises as `back_up` does.
    """
    store: Store = session.info["store"]
    if not _is_file(session):
        return None
    known = backups.newest(folder_of(store.path))
    if known and not _changed_since(session, known):
        return known
    return back_up(session, occasion, spare)


def due(session: Session, *, closing: bool = False) -> bool:
    """Return whether a backup should be made: something changed since the newest one.

    While the work goes on only if that one is of another day.
    """
    store: Store = session.info["store"]
    if not _is_file(session):
        return False
    known = backups.newest(folder_of(store.path))
    if known and not closing and known.at.date() == clock.of(session).today():
        return False
    changed = known is None or _changed_since(session, known)
    session.rollback()  # a backup may follow in the same session
    return changed


def back_up_if_due(session: Session, *, closing: bool = False) -> Backup | None:
    """Make the backup of the day if it should be made. Raises as `back_up` does."""
    return back_up(session, Occasion.DAY) if due(session, closing=closing) else None


@dataclass(frozen=True)
class Kept:
    """A backup, its copy at the second place, and why there is none."""

    backup: Backup
    copy: Path | None = None
    trouble: FileProblemError | None = None


def keep_now(session: Session, progress: Progress, second: Path | None) -> Kept:
    """Back up at once, and at the second place too if there is one. Raises as `back_up` does."""
    progress.step("Đang chép sổ, mở thử và đếm lại")
    made = back_up(session, Occasion.HAND)
    if second is None:
        return Kept(made)
    code = units.get(session, settings.read(session).unit_id).code
    try:
        return Kept(made, carry(made, second, code, progress))
    except FileProblemError as error:
        return Kept(made, trouble=error)


def require_whole(session: Session) -> None:
    """Read every page of the open register. Raises StoreDamagedError naming the first fault."""
    store: Store = session.info["store"]
    found = store.problems()
    if found:
        raise StoreDamagedError(store.path, found[0])


def thin(folder: Path, spare: Path | None = None) -> int:
    """Remove the backups that need not be kept any more, but not `spare`; return how many."""
    there = backups.find(folder)
    wanted = backups.kept(one.path.name for one in there)
    gone = [one for one in there if one.path.name not in wanted and one.path != spare]
    for one in gone:
        files.discard(one.path)
        if not one.path.exists():
            files.discard(key_file.place(one.path))
    return len(gone)


def carry(backup: Backup, place: Path, unit_code: str, progress: Progress | None = None) -> Path:
    """Copy a backup and its key to a second place, read back and compared; return the copy.

    Raises DeliveryError; then the second place has no backup of that name.
    """
    folder = place / f"{SECOND_FOLDER}{unit_code}"
    with files.disk_problems(place):
        if place.is_dir():
            folder.mkdir(exist_ok=True)
        content = backup.path.read_bytes()
        key = key_file.place(backup.path).read_bytes()
    delivery.deliver(key, folder, key_file.place(backup.path).name, Progress())
    copy = delivery.deliver(content, folder, backup.path.name, progress or Progress()).path
    thin(folder)
    return copy


def folders(register: Path, second: Path | None = None) -> list[Path]:
    """Return the folders with backups: beside the register, at the second place, on sticks."""
    found = [folder_of(register)]
    for root in dict.fromkeys((*((second,) if second else ()), *drives.removable())):
        with suppress(FileProblemError), files.disk_problems(root):
            found += sorted(root.glob(f"{SECOND_FOLDER}*"))
    return [one for one in found if backups.newest(one)]


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the register that stood there is now (None: there was none)."""

    facts: Facts
    put_aside: Path | None


def restore(source: Path, register: Path, now: Clock) -> Restored:
    """Put what a backup holds in the place of a register, as a new device with new keys.

    Works on a copy; a register that stands there is backed up if it opens, and set aside. Raises
    StoreError when the backup is not sound or the register is in use, FileProblemError, BackupError,
    PlaceError for a new place that others copy or write.
    """
    if not register.exists():
        places.require_safe(register.absolute().parent)
    facts = backups.require_sound(source)
    _keep_present(register, now, source)
    with files.disk_problems(register):
        register.parent.mkdir(parents=True, exist_ok=True)
    switching.finish(register)
    _prepare(source, register, now)
    switching.make_ready(register, now.now())
    return Restored(facts, switching.finish(register))


@dataclass(frozen=True)
class Rescue:
    """What can be offered instead of a register that does not open.

    `newest` is the newest backup that is sound; `unsound` how many newer ones are not. `lost` counts
    the changes since then, None where the damaged file cannot tell; `written_at` is its last change.
    """

    newest: Backup | None
    facts: Facts | None
    count: int
    unsound: int
    lost: int | None
    written_at: datetime | None


def rescue(register: Path) -> Rescue:
    """Look for the newest backup that opens; nothing is changed."""
    found = backups.find(folder_of(register))
    written = backups.find(register.parent)
    written_at = next((one.at for one in written if one.path == register), None)
    unsound = 0
    for one in found:
        try:
            facts = backups.require_sound(one.path)
        except StoreError:
            unsound += 1
        else:
            lost = _events_after(register, facts.last_event)
            return Rescue(one, facts, len(found), unsound, lost, written_at)
    return Rescue(None, None, len(found), unsound, None, written_at)


def find_key(register: Path) -> Path | None:
    """Return the backup whose key opens the register, when its own key is lost or of another one."""
    own = key_file.read(register)
    if not register.is_file() or (own and _opens(register, own)):
        return None
    for one in backups.find(folder_of(register)):
        key = key_file.read(one.path)
        if key is not None and key != own and _opens(register, key):
            return one.path
    return None


def take_key(source: Path, register: Path) -> None:
    """Put the key of a backup beside the register; a key that lies there is kept under a new name."""
    present = key_file.place(register)
    with files.disk_problems(present):
        if present.exists():
            number = 2
            while (older := present.with_name(f"{present.name}.cu{number}")).exists():
                number += 1
            files.write_whole(older, present.read_bytes())
        files.write_whole(present, key_file.place(source).read_bytes())


def _is_file(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _changed_since(session: Session, known: Backup) -> bool:
    now = backups.last_event(session)
    session.rollback()
    try:
        return backups.look(known.path).last_event != now
    except StoreError:
        return True


def _keep_present(register: Path, now: Clock, source: Path) -> None:
    """Back up the register that a restore replaces; one that does not open is set aside as it is.

    The backup that is restored is not thinned out meanwhile.
    """
    if not register.is_file():
        return
    try:
        store = Store.open(register, {"clock": now})
    except StoreBusyError:
        raise
    except StoreError:
        return
    try:
        with store.read() as session:
            before(session, Occasion.RESTORE, spare=source)
    except StoreDamagedError:
        pass
    finally:
        store.close()


def _prepare(source: Path, register: Path, now: Clock) -> None:
    """Make a register of its own out of a copy of the backup, beside the place it is meant for."""
    working = switching.working(register)
    with files.disk_problems(register):
        for leftover in (working, switching.log_of(working)):
            leftover.unlink(missing_ok=True)
        copies.copy_key(source, working)
        shutil.copyfile(source, working)
    backups.require_sound(working)
    _become_new(working, source, now)
    backups.require_sound(working)


def _become_new(working: Path, source: Path, now: Clock) -> None:
    store = Store.open(working, {"clock": now}, is_copy=True)
    try:
        with store.write() as session:
            if keys.device(session) is not None:
                exchange.new_device(session)
            mine = settings.read(session).unit_id
            history.note(session, "register", mine, "restored", {"backup": ("", source.name)})
    finally:
        store.close()


def _opens(register: Path, key: str) -> bool:
    with suppress(StoreError), known_errors(register), copies.looking(register, key) as session:
        backups.last_event(session)
        return True
    return False


def _events_after(register: Path, event: int) -> int | None:
    key = key_file.read(register)
    if key is None or not register.is_file():
        return None
    with suppress(StoreError), known_errors(register), copies.looking(register, key) as session:
        return session.scalar(
            select(func.count()).select_from(HistoryRow).where(HistoryRow.id > event)
        )
    return None


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Say of any trouble with a disk that the backup was not made."""
    try:
        with files.disk_problems(folder):
            yield
    except StoreUnwritableError as error:
        raise BackupError(folder, error.reason, full=error.full) from error
    except FileProblemError as error:
        full = isinstance(error, DiskFullError)
        raise BackupError(folder, error.system, full=full) from error
