"""One taking in (lần nhận) of what lies on a stick or in a folder: each file whole or not at all.

`begin` names it; `take` takes some files in and is called again for the next ones, each time in a
transaction of its own: what it returns is true once that transaction is committed. `undo` brings
back what was before. A choice of a person (`trust`, `settle`) is a taking in of its own, so that
what was done last is always what is undone first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.rows import AnswerRow, IntakeImageRow, IntakeRow, PackageRow, RefusalRow
from desktop.core import (
    clock,
    files,
    history,
    images,
    intake,
    ledger,
    refusals,
    reported,
    reported_hamlets,
    units,
    working,
)
from desktop.core.errors import (
    AppError,
    FileProblemError,
    NotFoundError,
    PackageError,
    WrongChoiceError,
)
from desktop.core.ids import new_id
from desktop.core.intake import Outcome, Reception
from desktop.core.ledger import Entry, State
from desktop.core.packages import contents, header as headers, reader
from desktop.core.progress import Progress
from desktop.core.texts import nfc

T = TypeVar("T")

AT_ONCE = 25
"""Packages of one transaction: enough to be quick, few enough to lose little when power fails."""

LARGEST = contents.SIZE_LIMIT + contents.EVIDENCE_LIMIT
_PACKAGES = PackageRow.__tablename__
_OPEN = (State.TAKEN, State.CONFLICT)
_ANSWERED = (
    "Bản đang dùng đã được duyệt hoặc trả lại, đơn vị đã được báo kết quả, nên không thay bằng bản này "
    "được. Hãy giữ bản đang dùng; nếu bản kia mới đúng thì trả lại để đơn vị gửi bản số mới."
)


@dataclass(frozen=True)
class Intake:
    """One taking in: when, by whom, from where (a name, never a path), and whether it was undone."""

    id: str
    at: datetime
    by: str
    place: str
    undone_at: datetime | None


@dataclass(frozen=True)
class Taken:
    """What became of a file: an outcome, or why it was refused and left alone."""

    file_name: str
    outcome: Outcome | None = None
    error: AppError | None = None


def begin(session: Session, place: str) -> str:
    """Begin a taking in and return its id."""
    newest = session.scalar(select(func.max(IntakeRow.at)))
    now = clock.of(session).now()
    at = now if newest is None else max(now, newest + timedelta(seconds=1))
    officer = working.now(session).name
    row = IntakeRow(id=new_id(), at=at, by=officer, place=nfc(place), undone_at=None)
    session.add(row)
    session.flush()
    return row.id


def batches(packages: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """Yield the packages some at a time: each lot is for one transaction."""
    for start in range(0, len(packages), AT_ONCE):
        yield tuple(packages[start : start + AT_ONCE])


def take(
    session: Session, progress: Progress, intake_id: str, paths: Sequence[Path]
) -> tuple[Taken, ...]:
    """Take files in, each whole or not at all; say "đã nhận" only after the commit.

    What a person must decide (unknown key, other content of the same version) is parked; what is
    refused is kept with its reason. Raises CancelledError: then none of these files was taken in.
    """
    at = intake.reception(session, intake_id)
    found = []
    for path in progress.each(paths):
        name = nfc(path.name)
        data = b""
        try:
            data = files.read_bytes(path, LARGEST)
            with session.begin_nested():
                outcome = intake.receive(session, name, data, at)
                at.images.write()
            found.append(Taken(name, outcome))
        except (PackageError, FileProblemError) as error:
            at.images.forget()
            refusals.keep(session, intake_id, path, data, error)
            found.append(Taken(name, error=error))
    return tuple(found)


def take_one(session: Session, name: str, data: bytes) -> Outcome:
    """Take one package in as a taking in of its own. Raises PackageError: nothing was changed."""
    at = intake.reception(session, begin(session, name))
    outcome = intake.receive(session, nfc(name), data, at)
    at.images.write()
    return outcome


def trust(session: Session, package_id: str, tail: str | None) -> Outcome:
    """Believe the key of a parked package by the last 8 digits on paper, and take the package in.

    `tail` None believes it without paper: for a first set-up alone. Raises WrongChoiceError,
    SealError, NotFoundError, PackageError: nothing was changed.
    """
    return _trust(session, package_id, tail)[1]


def trust_key(session: Session, package_id: str, tail: str) -> tuple[Outcome, ...]:
    """Do as `trust`, and take in with it all that waited for the same key, oldest first.

    The outcome of the package itself comes first. What of the others is refused waits on.
    """
    at, outcome = _trust(session, package_id, tail)
    signer = _signer(session, package_id)
    found = [outcome]
    for one in ledger.quarantined(session):
        if _signer(session, one.id) != signer:
            continue
        try:
            with session.begin_nested():
                file = ledger.file_of(session, one.id)
                found.append(intake.receive(session, one.file_name, file, at))
                at.images.write()
        except PackageError:
            at.images.forget()
    return tuple(found)


def _trust(session: Session, package_id: str, tail: str | None) -> tuple[Reception, Outcome]:
    entry = ledger.get(session, package_id)
    if entry is None:
        raise NotFoundError
    at = intake.reception(session, begin(session, entry.file_name))
    if tail is None:
        outcome = intake.trust_blindly(session, package_id, at)
    else:
        outcome = intake.trust(session, package_id, tail, at)
    at.images.write()
    return at, outcome


def _signer(session: Session, package_id: str) -> bytes:
    return reader.look(ledger.file_of(session, package_id)).signer


def settle(session: Session, package_id: str) -> Entry:
    """Let this one of two reports of the same version hold; the other is kept as an older one.

    Raises NotFoundError where there is nothing to choose, PackageError, and WrongChoiceError where
    the unit was told already what became of the other.
    """
    entry = ledger.get(session, package_id)
    others = rivals(session, entry) if entry is not None else []
    if entry is None or not others:
        raise NotFoundError
    if any(session.get(AnswerRow, one.id) is not None for one in others):
        raise WrongChoiceError(_ANSWERED)
    at = intake.reception(session, begin(session, entry.file_name))
    is_new = entry.state is State.CONFLICT
    package = intake.read_again(session, package_id) if is_new else None
    if package is not None:
        reported.take(session, package, at.known, at.images)
        at.images.row(PackageRow, package_id, columns=intake.MARKED)
        entry = ledger.mark(session, package_id, State.TAKEN)
    intake.archive(session, others, State.TAKEN, State.CONFLICT, images=at.images)
    if package is not None:
        reported_hamlets.forget(session, package, intake.read_again, at.images)
    at.images.write()
    return entry


def rivals(session: Session, entry: Entry) -> list[Entry]:
    """Return the reports of the same unit, days and version between which a person must choose."""
    return _of_version(session, entry) if entry.state in _OPEN else []


def _of_version(session: Session, entry: Entry) -> list[Entry]:
    """Return the other reports of the same unit, days and version that are in use or parked."""
    is_report = entry.kind == headers.Kind.REPORT and not entry.out
    if not is_report or entry.first is None or entry.last is None:
        return []
    known = ledger.of_period(session, entry.unit_id, entry.first, entry.last)
    same = [one for one in known if one.version == entry.version and one.id != entry.id]
    return [one for one in same if not one.out and one.state in _OPEN]


def newest(session: Session, limit: int = 50) -> list[Intake]:
    """Return the newest takings in, those undone included."""
    rows = session.scalars(select(IntakeRow).order_by(IntakeRow.at.desc()).limit(limit))
    return [Intake(row.id, row.at, row.by, row.place, row.undone_at) for row in rows]


def last(session: Session) -> Intake | None:
    """Return the one that can be undone now: the newest that was not undone."""
    query = select(IntakeRow).where(IntakeRow.undone_at.is_(None))
    row = session.scalar(query.order_by(IntakeRow.at.desc()).limit(1))
    return None if row is None else Intake(row.id, row.at, row.by, row.place, None)


def undo(session: Session, intake_id: str) -> Intake:
    """Undo the newest taking in: activities, hamlets, words, keys and packages are as before.

    What stays, because it happened: the history, the intake itself (with the moment it was undone),
    receipts that were made for it with the device's count of packages, and the numbers by which
    activities stand in the search index. Raises NotFoundError, and WrongChoiceError for one that
    is not the newest, or whose packages were answered or applied: the unit was told, so taking
    the package back in silence would leave city and ward with different truths.
    """
    row = session.get(IntakeRow, intake_id)
    if row is None or row.undone_at is not None:
        raise NotFoundError
    _require_undoable(session, row)
    images.bring_back(session, intake_id)
    session.execute(delete(RefusalRow).where(RefusalRow.intake_id == intake_id))
    row = session.get_one(IntakeRow, intake_id)
    row.undone_at = clock.of(session).now()
    session.flush()
    history.note(session, "intake", intake_id, "undone")
    return Intake(row.id, row.at, row.by, row.place, row.undone_at)


def why_not(session: Session, intake_id: str) -> str:
    """Return why a taking in cannot be undone, or nothing if it can. Raises NotFoundError."""
    row = session.get(IntakeRow, intake_id)
    if row is None or row.undone_at is not None:
        raise NotFoundError
    try:
        _require_undoable(session, row)
    except WrongChoiceError as refused:
        return refused.reason
    return ""


def _require_undoable(session: Session, row: IntakeRow) -> None:
    newest_one = last(session)
    if newest_one is not None and newest_one.id != row.id:
        raise WrongChoiceError(
            f"Chỉ hoàn tác được lần nhận mới nhất ({newest_one.at:%H:%M ngày %d/%m/%Y}, "
            f"{newest_one.place}). Hãy hoàn tác lần đó trước."
        )
    touched = select(IntakeImageRow.key).where(
        IntakeImageRow.intake_id == row.id, IntakeImageRow.noun == _PACKAGES
    )
    for (package_id,) in session.scalars(touched):
        entry = ledger.get(session, package_id)
        if entry is not None and entry.state is State.TAKEN:
            _require_unanswered(session, entry)
        elif entry is not None and entry.state is State.ARCHIVED:
            for other in _of_version(session, entry):  # they would be chosen between once more
                _require_unanswered(session, other)


def _require_unanswered(session: Session, entry: Entry) -> None:
    what = f"{units.get(session, entry.unit_id).full_name}, tệp {entry.file_name}"
    if session.get(AnswerRow, entry.id) is not None:
        raise WrongChoiceError(
            f"Lần nhận này có gói đã được trả lời ({what}): đơn vị đã được báo kết quả, nên không "
            "hoàn tác được nữa. Nếu số liệu sai, hãy trả lại gói để đơn vị sửa và gửi bản mới."
        )
    if entry.kind != headers.Kind.REPORT:
        raise WrongChoiceError(
            f"Lần nhận này có biên nhận hoặc bản công bố đã dùng ({what}), nên không hoàn tác được "
            "nữa. Nếu cấp trên gửi sai, hãy đề nghị gửi bản mới."
        )
