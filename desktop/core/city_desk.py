"""Whole deeds of the city's page Nhận – gửi USB: what waits, taking in, choosing, undoing.

What lies on a stick is judged by `arrivals`; one taking in is `intakes`, receipts are `receipts`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import IntakeImageRow, PackageRow, RefusalRow
from desktop.core import (
    deadlines,
    drives,
    exchange,
    history,
    intake,
    intakes,
    keys,
    ledger,
    publishing,
    receipts,
    refusals,
    settings,
    sticks,
    units,
)
from desktop.core.deadlines import Deadline
from desktop.core.errors import (
    AppError,
    FileProblemError,
    NotFoundError,
    PackageError,
    PackageReason,
)
from desktop.core.exchange import Made
from desktop.core.intake import Outcome, Result
from desktop.core.intakes import Intake, Taken
from desktop.core.ledger import Entry, State
from desktop.core.packages import header as headers, reader
from desktop.core.periods import Period, Rule
from desktop.core.progress import Progress
from desktop.core.receipts import Waiting
from desktop.core.units import Unit
from desktop.core.usb import Stick

_TOLD = (Result.TAKEN, Result.ARCHIVED, Result.ALREADY)
"""What became of a report that its unit may be told of."""


@dataclass(frozen=True)
class Parked:
    """A package that a person must decide on; `code`: the 24 digits of an unknown key to compare."""

    entry: Entry
    unit: Unit
    period: Period
    code: str

    @property
    def id(self) -> str:
        """Return the id of the package."""
        return self.entry.id

    @property
    def is_conflict(self) -> bool:
        """Return whether two of the same version differ; else nobody vouched for its key yet."""
        return self.entry.state is State.CONFLICT


@dataclass(frozen=True)
class Past:
    """A taking in of before, and how many packages came of it; nothing of it once it was undone."""

    intake: Intake
    states: Mapping[State, int]
    refused: int
    can_undo: bool

    @property
    def id(self) -> str:
        """Return the id of the taking in."""
        return self.intake.id

    @property
    def kept(self) -> int:
        """Return how many packages were taken in, older ones included."""
        return sum(count for state, count in self.states.items() if state not in ledger.PARKED)

    @property
    def unused(self) -> int:
        """Return how many of those are not in use: another version or the other of two is."""
        return self.states.get(State.ARCHIVED, 0)

    @property
    def parked(self) -> int:
        """Return how many packages still wait for a person."""
        return sum(self.states.get(state, 0) for state in ledger.PARKED)


@dataclass(frozen=True)
class Lot:
    """What became of the files of one transaction, and the taking in it belongs to."""

    intake_id: str
    taken: tuple[Taken, ...]


@dataclass(frozen=True)
class Refused:
    """A file that was refused in a taking in, and why."""

    file_name: str
    error: AppError


@dataclass(frozen=True)
class Detail:
    """What came in with a taking in, by unit; `on_sticks`: its receipts that stand on a stick.

    `why_not`: why the newest one cannot be undone all the same; empty where it can.
    `touched`: packages of before that it let stand otherwise, by a choice or as older ones.
    `chosen`: the reasons that were written down when one of two packages was chosen.
    """

    past: Past
    packages: tuple[tuple[Unit, Entry], ...]
    touched: tuple[tuple[Unit, Entry], ...]
    refused: tuple[Refused, ...]
    on_sticks: int
    why_not: str = ""
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Desk:
    """All that the page shows of the register. `code` is that of our key, empty before the first."""

    unit: Unit
    code: str
    parked: tuple[Parked, ...]
    waiting: tuple[Waiting, ...]
    past: tuple[Past, ...]
    deadlines: tuple[Deadline, ...]
    has_recovery_key: bool
    publication: Made | None
    """The newest one of ours."""
    unpublished: int | None
    """How many records have changed since."""


def desk(session: Session) -> Desk:
    """Return what the page shows of the register."""
    unit = units.get(session, settings.read(session).unit_id)
    own = keys.device(session)
    return Desk(
        unit,
        "" if own is None else intake.key_code(exchange.signer_of(own)),
        parked(session),
        receipts.waiting(session),
        past(session),
        tuple(deadlines.all_of(session)),
        bool(keys.of_unit(session, unit.id, keys.Kind.RECOVERY)),
        publishing.newest(session),
        publishing.unpublished(session),
    )


def look_at(folder: Path, need: int, unit_code: str) -> Stick:
    """Look at a drive; its packages are read by `arrivals`. Needs no register."""
    return Stick(sticks.look(folder, need, unit_code))


def parked(session: Session) -> tuple[Parked, ...]:
    """Return the packages that wait for a person, oldest first."""
    rows = session.scalars(
        select(PackageRow.id)
        .where(PackageRow.state.in_(ledger.PARKED))
        .order_by(PackageRow.at, PackageRow.id)
    )
    return tuple(_parked(session, key) for key in list(rows))


def past(session: Session, limit: int = 50) -> tuple[Past, ...]:
    """Return the newest takings in with what is left of them."""
    found = intakes.newest(session, limit)
    undoable = intakes.last(session)
    states, refused = ledger.of_intakes(session, [one.id for one in found])
    last = "" if undoable is None else undoable.id
    return tuple(
        Past(one, states.get(one.id, {}), refused.get(one.id, 0), one.id == last) for one in found
    )


def detail(session: Session, intake_id: str) -> Detail:
    """Return what came in with one of the newest takings in. Raises NotFoundError."""
    one = next((one for one in past(session) if one.id == intake_id), None)
    if one is None:
        raise NotFoundError
    ids = list(session.scalars(select(PackageRow.id).where(PackageRow.intake_id == one.id)))
    images = select(IntakeImageRow.key).where(
        IntakeImageRow.intake_id == one.id, IntakeImageRow.noun == PackageRow.__tablename__
    )
    touched = [str(key) for (key,) in session.scalars(images) if key not in ids]
    refused = session.scalars(
        select(RefusalRow).where(RefusalRow.intake_id == one.id).order_by(RefusalRow.position)
    )
    written = select(func.count()).where(
        PackageRow.reason.in_(ids)
        | (PackageRow.reason.in_(touched) & (PackageRow.at >= one.intake.at)),
        PackageRow.direction == "out",
        PackageRow.state == str(State.DELIVERED),
    )
    return Detail(
        one,
        _named(session, ids),
        _named(session, touched),
        tuple(Refused(row.file_name, _error(row)) for row in refused),
        session.scalar(written) or 0,
        intakes.why_not(session, one.id) if one.can_undo else "",
        () if ids else _reasons(session, one.id, touched),
    )


def take(
    session: Session,
    progress: Progress,
    begun: str,
    place: str,
    paths: Sequence[Path],
    folder: Path,
) -> Lot:
    """Take some files in, each whole or not at all, and make their receipts.

    `begun` is the id of a taking in that goes on; without one it begins here, from `place`. Raises
    CancelledError, and FileProblemError where the drive is gone meanwhile: then nothing was done.
    """
    intake_id = begun or intakes.begin(session, place)
    found = intakes.take(session, progress, intake_id, paths)
    for one in found:
        if isinstance(one.error, FileProblemError) and not drives.is_there(folder):
            raise one.error
    receipts.make(session, [one.header.package_id for one in map(_told, found) if one])
    return Lot(intake_id, found)


def trust(session: Session, package_id: str, tail: str) -> tuple[Outcome, ...]:
    """Believe the key of a parked package by the last 8 digits on paper, and take the package in.

    So is what else waited for this key; the outcome of the package itself comes first. The receipts
    are ready then. Raises as `intakes.trust` does: nothing was changed.
    """
    found = intakes.trust_key(session, package_id, tail)
    told = [_told(Taken("", one)) for one in found]
    receipts.make(session, [one.header.package_id for one in told if one])
    return found


def settle(session: Session, package_id: str, why: str) -> Entry:
    """Let this one of two reports of the same version hold, for a reason that is kept.

    Its receipt is ready then. Raises as `intakes.settle` does.
    """
    entry = intakes.settle(session, package_id)
    begun = intakes.last(session)
    assert begun is not None
    said = {"reason": (None, why), "intake": (None, begun.id)}
    history.note(session, "package", package_id, "settled", said)
    receipts.make(session, [package_id])
    return entry


def _told(one: Taken) -> Outcome | None:
    """Return the outcome of a report that its unit is to be told of."""
    outcome = one.outcome
    if outcome is None or outcome.header.kind is not headers.Kind.REPORT:
        return None
    return outcome if outcome.result in _TOLD else None


def _named(session: Session, ids: Sequence[str]) -> tuple[tuple[Unit, Entry], ...]:
    entries = [ledger.get(session, key) for key in dict.fromkeys(ids)]
    found = [(units.get(session, one.unit_id), one) for one in entries if one is not None]
    return tuple(sorted(found, key=lambda one: (one[0].code, one[1].version, one[1].id)))


def _reasons(session: Session, intake_id: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Return why one of two packages was chosen in this intake, which brought no files then."""
    deeds = [deed for key in ids for deed in history.of(session, "package", key)]
    told = [deed.changes for deed in deeds if deed.deed == "settled"]
    return tuple(str(one["reason"][1]) for one in told if one.get("intake") == [None, intake_id])


def _parked(session: Session, package_id: str) -> Parked:
    entry = ledger.get(session, package_id)
    assert entry is not None
    claim = reader.look(ledger.file_of(session, package_id))
    said = claim.header.period
    period = Period(said.name, Rule(said.rule), said.first, said.last)
    return Parked(entry, units.get(session, entry.unit_id), period, intake.code_on_paper(claim))


def _error(row: RefusalRow) -> AppError:
    if row.reason == refusals.UNREADABLE:
        return FileProblemError(Path(row.file_name), row.fact)
    return PackageError(PackageReason(row.reason), row.fact)
