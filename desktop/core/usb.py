"""Whole deeds of the page Gửi – nhận USB: what can be sent, what lies on a stick, taking it in.

Only `places`, `look` and `deliver` touch a stick; all else is about the register.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ReportRow
from desktop.core import (
    answers,
    delivery,
    drives,
    exchange,
    files,
    history,
    intakes,
    keys,
    ledger,
    reports,
    settings,
    sticks,
    units,
)
from desktop.core.delivery import Delivered
from desktop.core.errors import AppError, FileProblemError, NotFoundError, PackageError
from desktop.core.evidence import Scan
from desktop.core.intake import Outcome, Result
from desktop.core.ledger import Entry
from desktop.core.packages import contents, header as headers, reader, sealing
from desktop.core.packages.contents import Answer, ReturnedItem
from desktop.core.packages.reader import Claim
from desktop.core.periods import Period, Rule
from desktop.core.progress import Progress
from desktop.core.reports import Report, State
from desktop.core.sticks import DriveLook, PackageFile
from desktop.core.texts import nfc
from desktop.core.units import Unit

_LARGEST = contents.SIZE_LIMIT + contents.EVIDENCE_LIMIT
_LONGEST_NAME = 70
_AROUND = 8 << 10
"""Bytes of a package beside its frozen content."""
_NOT_SENT = (State.LOCKED, State.SENT)
_SETTLED = (State.RECEIVED, State.ACCEPTED, State.RETURNED)


class Standing(StrEnum):
    """What a package on a stick is to this register."""

    OWN = "own"
    NEW = "new"
    """A receipt or a publication for us that was not taken in yet."""
    KNOWN = "known"
    QUARANTINE = "quarantine"
    """Nobody vouched for its key yet."""
    OTHERS = "others"
    """Of or for other units."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Carried:
    """A package as it lies on a stick: what it says of itself, or why it cannot be read.

    `data` is kept of receipts and publications alone.
    """

    found: PackageFile
    claim: Claim | None = None
    data: bytes = b""
    error: AppError | None = None

    @property
    def name(self) -> str:
        """Return the name of the file as it can be shown and kept: no strange signs, not endless."""
        shown = nfc(self.found.path.name)
        return shown if len(shown) <= _LONGEST_NAME else f"{shown[:40]}…{shown[-20:]}"


@dataclass(frozen=True)
class Stick:
    """A drive and the packages on it."""

    drive: DriveLook
    packages: tuple[Carried, ...] = ()


@dataclass(frozen=True)
class OnStick:
    """A package on a stick and what it is to us.

    Of a known one: `answers` is what a receipt says, `state` where a publication stands, `newest` the
    number of the newest one of its unit; of an own one that of the register's report of its days.
    """

    carried: Carried
    standing: Standing
    answers: "tuple[Answered, ...]" = ()
    state: ledger.State | None = None
    newest: int = 0


@dataclass(frozen=True)
class Answered:
    """What the receiver says of one version of our report; `items` are to be mended."""

    sender: str
    period: Period
    version: int
    digest: str
    state: State
    at: datetime
    note: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What became of a package that was taken in, and what it says."""

    outcome: Outcome
    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True)
class Version:
    """A version of a report, since when it stands so, and the receiver's word if there is one."""

    report: Report
    on: date
    answer: Answered | None = None


@dataclass(frozen=True)
class Quarantined:
    """A package whose key nobody vouched for; `believed`: the key is known by now."""

    id: str
    signer: str
    """The key, as text: one word of trust is for all its packages."""
    sender: str
    kind: str
    period: Period
    believed: bool


@dataclass(frozen=True)
class Parcel:
    """A sealed report ready for the stick; `code` stands in the footer of its paper."""

    id: str
    report: Report
    name: str
    data: bytes
    code: str
    encrypted: bool


@dataclass(frozen=True)
class Desk:
    """All that the page shows of the register. `need` is the room a package takes, 0 for none."""

    unit: Unit
    receiver: Unit
    encrypted: bool
    need: int
    sendable: tuple[Report, ...]
    versions: tuple[Version, ...]
    quarantined: tuple[Quarantined, ...]


def desk(session: Session) -> Desk:
    """Return what the page shows of the register."""
    unit, to = units.get(session, settings.read(session).unit_id), exchange.receiver(session)
    can_send = sendable(session)
    sizes = [len(reports.content(session, one)) + _AROUND for one in can_send]
    return Desk(
        unit=unit,
        receiver=to,
        encrypted=bool(keys.of_unit(session, to.id, keys.Kind.BOX)),
        need=max(sizes, default=0),
        sendable=can_send,
        versions=versions(session),
        quarantined=quarantined(session),
    )


def sendable(session: Session) -> tuple[Report, ...]:
    """Return the locked reports that have no receipt yet: those never sent first, then newest."""
    found = [one for one in _all(session) if one.state in _NOT_SENT]
    return tuple(sorted(found, key=lambda one: _NOT_SENT.index(one.state)))


def versions(session: Session) -> tuple[Version, ...]:
    """Return where every version of every report stands, newest period and version first."""
    said = _answers(session)
    return tuple(
        Version(one, _since(session, one, said.get(one.digest)), said.get(one.digest))
        for one in _all(session)
    )


def quarantined(session: Session) -> tuple[Quarantined, ...]:
    """Return the packages in quarantine, oldest first."""
    found = []
    for entry in ledger.quarantined(session):
        claim = reader.look(ledger.file_of(session, entry.id))
        header = claim.header
        key = keys.known(session, claim.signer.hex())
        known = key is not None and key.trust is keys.Trust.TRUSTED
        sender = units.get(session, entry.unit_id).full_name
        what = (str(header.kind), _period(header.period))
        found.append(Quarantined(entry.id, claim.signer.hex(), sender, *what, known))
    return tuple(found)


def places(chosen: Iterable[Path]) -> tuple[Path, ...]:
    """Return the sticks that are plugged in, and those of the chosen folders that can be reached."""
    reached = [one for one in chosen if drives.is_there(one)]
    return tuple(dict.fromkeys([*sticks.removable(), *reached]))


def look(folder: Path, need: int, unit_code: str) -> Stick:
    """Look at a drive and read the packages on it. Needs no register, and may take a while."""
    drive = sticks.look(folder, need, unit_code)
    return Stick(drive, tuple(_carried(one) for one in drive.packages))


def on_stick(session: Session, stick: Stick) -> tuple[OnStick, ...]:
    """Return what each package on a stick is to us."""
    own = settings.read(session).unit_id
    return tuple(_judged(session, own, one) for one in stick.packages)


def take(session: Session, name: str, data: bytes) -> Taken:
    """Take one package in and return what it says. Raises PackageError: nothing was changed."""
    return _taken(session, intakes.take_one(session, name, data))


def take_quarantined(session: Session, package_id: str) -> Taken:
    """Take a package in whose key is known by now. Raises PackageError."""
    entry = ledger.get(session, package_id)
    name = entry.file_name if entry else ""
    return take(session, name, ledger.file_of(session, package_id))


def trust(session: Session, package_id: str, tail: str) -> Taken:
    """Believe the key of a package by the last 8 digits of its code, and take it in.

    Raises WrongChoiceError, SealError, NotFoundError, PackageError: nothing was changed.
    """
    return _taken(session, intakes.trust(session, package_id, tail))


def prepare(session: Session, period: Period, scans: Sequence[Scan] = ()) -> Parcel:
    """Seal the locked report of a period, with scans; once made it is the same file again.

    Raises NotFoundError when nothing is locked, WrongChoiceError for scans in an open package.
    """
    report = reports.current(session, period)
    if report is None:
        raise NotFoundError
    made = exchange.package(session, period, scans)
    return Parcel(
        id=made.entry.id,
        report=report,
        name=made.entry.file_name,
        data=made.file,
        code=sealing.code(bytes.fromhex(report.digest)),
        encrypted=reader.look(made.file).encrypted,
    )


def deliver(_session: Session, progress: Progress, parcel: Parcel, folder: Path) -> Delivered:
    """Write a report to a stick and read it back. Raises DeliveryError, CancelledError."""
    return delivery.deliver(parcel.data, folder, parcel.name, progress)


def sent(session: Session, parcel: Parcel) -> Entry:
    """Note that a report was written and read back right: from now on it counts as sent."""
    return exchange.delivered(session, parcel.id)


def _all(session: Session) -> Iterator[Report]:
    rows = session.execute(
        select(ReportRow.first, ReportRow.last)
        .distinct()
        .order_by(ReportRow.last.desc(), ReportRow.first.desc())
    ).all()
    for first, last in rows:
        span = Period("", Rule.CALENDAR, first, last)  # its days are all that counts
        yield from reversed(reports.versions(session, span))


def _since(session: Session, report: Report, answer: Answered | None) -> date:
    if report.state is State.REOPENED and report.reopened_at is not None:
        return report.reopened_at.date()
    if report.state in _SETTLED and answer is not None:
        return answer.at.date()
    if report.state is State.SENT:
        return _delivered_at(session, report).date()
    return report.locked_at.date()


def _delivered_at(session: Session, report: Report) -> datetime:
    unit_id, period = settings.read(session).unit_id, report.period
    for entry in ledger.of_period(session, unit_id, period.first, period.last):
        if entry.out and entry.digest == report.digest:
            for event in history.of(session, "package", entry.id):
                if event.deed == ledger.State.DELIVERED:
                    return event.at
    return report.locked_at


def _answers(session: Session) -> dict[str, Answered]:
    """Return the last word of the receiver on each content, by its digest."""
    found = [
        answer
        for entry in ledger.newest(session, 1_000, out=False)
        if entry.kind == headers.Kind.RECEIPT and entry.state is ledger.State.TAKEN
        for answer in _read_answers(session, entry.id)
    ]
    found.sort(key=lambda one: (one.at, _SETTLED.index(one.state)))
    return {answer.digest: answer for answer in found}


def _read_answers(session: Session, package_id: str) -> tuple[Answered, ...]:
    """Return what a kept receipt says; nothing if this machine has no key for it any more."""
    data = ledger.file_of(session, package_id)
    header = reader.look(data).header
    try:
        package = reader.read(data, lambda _key: header.unit.id, keys.box_keys(session))
    except PackageError:
        return ()
    own, wrong = settings.read(session).unit_id, package.of(ReturnedItem)
    return tuple(
        Answered(
            sender=header.unit.name,
            period=_period(one.period),
            version=one.version,
            digest=one.content,
            state=State[one.state.upper()],
            at=one.answered_at,
            note=one.note,
            items=tuple(
                answers.told(session, own, item.record, item.part, item.reason)
                for item in wrong
                if item.package_id == one.package_id
            ),
        )
        for one in package.of(Answer)
    )


def _carried(found: PackageFile) -> Carried:
    try:
        data = files.read_bytes(found.path, _LARGEST)
        claim = reader.look(data)
    except (PackageError, FileProblemError) as error:
        return Carried(found, error=error)
    return Carried(found, claim, b"" if claim.header.kind is headers.Kind.REPORT else data)


def _judged(session: Session, own: str, carried: Carried) -> OnStick:
    if carried.claim is None:
        return OnStick(carried, Standing.REFUSED)
    header = carried.claim.header
    if header.unit.id == own:
        here = reports.newest_version(session, _period(header.period))
        return OnStick(carried, Standing.OWN, newest=here)
    known = ledger.get(session, header.package_id)
    if known is not None and known.state is ledger.State.QUARANTINE:
        return OnStick(carried, Standing.QUARANTINE)
    if known is not None:
        said = _read_answers(session, known.id) if known.kind == headers.Kind.RECEIPT else ()
        newest = max(one.version for one in ledger.of_kind(session, known.kind, known.unit_id))
        return OnStick(carried, Standing.KNOWN, said, known.state, newest)
    ours = header.receiver is not None and header.receiver.id == own
    for_all = header.kind is headers.Kind.PUBLICATION and header.receiver is None
    if for_all or (ours and header.kind is not headers.Kind.REPORT):
        return OnStick(carried, Standing.NEW)
    return OnStick(carried, Standing.OTHERS)


def _taken(session: Session, outcome: Outcome) -> Taken:
    if outcome.result is Result.QUARANTINE or outcome.header.kind is not headers.Kind.RECEIPT:
        return Taken(outcome)
    return Taken(outcome, _read_answers(session, outcome.header.package_id))


def _period(said: headers.Period) -> Period:
    return Period(said.name, Rule(said.rule), said.first, said.last)
