"""Taking packages in: one package, one transaction; any order and repetition gives one state.

A report is a whole snapshot, so there is nothing to merge: the newest version of a unit's period
is applied, older ones are kept. What a person must decide is parked, never guessed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from sqlalchemy.orm import Session

from db.rows import KnownKeyRow, PackageRow
from desktop.core import (
    clock,
    exchange,
    keys,
    ledger,
    published_changes,
    reported,
    reported_hamlets,
    reports,
    returns,
    settings,
    units,
)
from desktop.core.errors import NotFoundError, PackageError, PackageReason, WrongChoiceError
from desktop.core.exchange import Made
from desktop.core.images import Images
from desktop.core.keys import Kind
from desktop.core.ledger import Entry, State
from desktop.core.packages import header as headers, reader, sealing, writer
from desktop.core.packages.contents import (
    Answer,
    Key,
    ReturnedItem,
)
from desktop.core.packages.header import About, Header
from desktop.core.packages.reader import Claim, Package
from desktop.core.periods import Period, Rule
from desktop.core.reported import Known

MARKED = ("state", "reason")
"""What changes of a package that is kept."""
AnswerState: TypeAlias = Literal["received", "accepted", "returned"]


class Result(StrEnum):
    """What became of a package."""

    TAKEN = "taken"
    WAITING = "waiting"
    """A publication: to be looked at, then applied by `publishing`."""
    ALREADY = "already"
    ARCHIVED = "archived"
    QUARANTINE = "quarantine"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Outcome:
    """What became of a package; `missing`: an earlier version that was never seen (0: none)."""

    result: Result
    header: Header
    missing: int = 0


@dataclass(frozen=True)
class Reception:
    """What packages are held against, read once for many, and where images of changes go."""

    own: str
    above: frozenset[str]
    box_keys: tuple[str, ...]
    known: Known
    images: Images


def reception(session: Session, intake_id: str | None = None) -> Reception:
    """Return what packages are held against now; without an intake they cannot be undone."""
    own = settings.read(session).unit_id
    above = {exchange.receiver(session).id, units.get(session, own).parent_id}
    return Reception(
        own,
        frozenset(one for one in above if one),
        keys.box_keys(session),
        reported.known(session),
        Images(session, intake_id),
    )


def receive(session: Session, name: str, file: bytes, at: Reception | None = None) -> Outcome:
    """Take one package in. Raises PackageError: then nothing was changed."""
    claim = reader.look(file)
    header = claim.header
    known = ledger.get(session, header.package_id)
    require_same(session, known, file)
    if known is not None and known.state is not State.QUARANTINE:
        return Outcome(Result.ALREADY, header)
    at = at or reception(session)
    require_ours(header, at)
    key = keys.known(session, claim.signer.hex())
    if key is None:
        if known is None:
            _enter(session, name, claim, file, State.QUARANTINE, at)
        return Outcome(Result.QUARANTINE, header)
    package = read(session, file, at)
    return _take(session, name, package, claim, file, known, at)


def require_same(session: Session, known: Entry | None, file: bytes) -> None:
    """Raise PackageError for another file that says it is a package which is known already."""
    if known is not None and ledger.file_of(session, known.id) != file:
        raise PackageError(PackageReason.ORDER, "package_id")


def read(session: Session, file: bytes, at: Reception) -> Package:
    """Return what a package of a known key holds. Raises PackageError."""
    return reader.read(file, _trusted(session), at.box_keys)


def key_code(public: bytes) -> str:
    """Return the 24 digits by which people compare a key with the one on paper."""
    return sealing.code(hashlib.sha256(public).digest())


def trust(session: Session, package_id: str, tail: str, at: Reception | None = None) -> Outcome:
    """Believe the key of a parked package, and take the package in.

    `tail` are the last 8 digits of the code on paper: for a report that in its footer, for others
    the code of the key in the receiver's letter. Raises NotFoundError, WrongChoiceError, PackageError.
    """
    entry = ledger.get(session, package_id)
    if entry is None or entry.state is not State.QUARANTINE:
        raise NotFoundError
    file = ledger.file_of(session, package_id)
    claim = reader.look(file)
    if not sealing.is_tail(code_on_paper(claim), tail):
        raise WrongChoiceError(_WRONG_TAIL[claim.header.kind])
    return trust_blindly(session, package_id, at)


_WRONG_KEY = (
    "Tám số cuối không khớp với mã khóa của nơi gửi gói này. Xem lại mã khóa ghi trong công văn "
    "của cấp trên; nếu vẫn không khớp thì gói không phải của nơi ghi trong công văn, không được tin."
)
_WRONG_TAIL = {
    headers.Kind.REPORT: (
        "Tám số cuối không khớp với mã của gói này. Xem lại mã in ở chân trang bản giấy đã ký, "
        "đóng dấu; nếu vẫn không khớp thì giấy và gói không phải của nhau, không được tin."
    ),
    headers.Kind.RECEIPT: _WRONG_KEY,
    headers.Kind.PUBLICATION: _WRONG_KEY,
}


def code_on_paper(claim: Claim) -> str:
    """Return the 24 digits to compare before a key is believed.

    Of a report: the code in the footer of its paper. Of others: the code of the sender's key, which
    stands in the official letter of the level above.
    """
    if claim.header.kind is headers.Kind.REPORT:
        return sealing.code(bytes.fromhex(claim.header.content))
    return key_code(claim.signer)


def trust_blindly(session: Session, package_id: str, at: Reception | None = None) -> Outcome:
    """Believe the key of a parked package without comparing: for a first set-up and for tests."""
    entry = ledger.get(session, package_id)
    if entry is None or entry.state is not State.QUARANTINE:
        raise NotFoundError
    file = ledger.file_of(session, package_id)
    signer = reader.look(file).signer
    at = at or reception(session)
    at.images.row(KnownKeyRow, signer.hex())
    keys.trust(session, signer.hex(), entry.unit_id, Kind.SIGNING)
    return receive(session, entry.file_name, file, at)


def read_again(session: Session, package_id: str) -> Package:
    """Return what a package in the ledger holds. Raises PackageError if its key was closed."""
    file = ledger.file_of(session, package_id)
    return reader.read(file, _trusted(session), keys.box_keys(session))


def archive(
    session: Session, entries: Iterable[Entry], *states: State, images: Images | None = None
) -> None:
    """Keep those that stand in one of the states as older ones."""
    for one in entries:
        if one.state in states:
            if images is not None:
                images.row(PackageRow, one.id, columns=MARKED)
            ledger.mark(session, one.id, State.ARCHIVED)


def answer(
    session: Session,
    package_id: str,
    state: AnswerState = "received",
    note: str = "",
    items: Sequence[returns.Item] = (),
    at: datetime | None = None,
) -> Made:
    """Return the receipt for a package that was taken in: received, accepted or returned.

    `items` are to be mended; `at` is the moment of the answer (None: now).
    """
    entry = ledger.get(session, package_id)
    if entry is None or entry.first is None or entry.last is None:
        raise NotFoundError
    unit, own = units.get(session, entry.unit_id), settings.read(session).unit_id
    said = reader.look(ledger.file_of(session, package_id)).header
    earlier = ledger.count(session, own, entry.first, entry.last, str(headers.Kind.RECEIPT))
    about = About(
        kind=headers.Kind.RECEIPT,
        unit=exchange.unit_in_header(units.get(session, own)),
        period=said.period,
        version=earlier + 1,
        catalogue={},
    )
    record = Answer(
        package_id, said.content, unit.id, said.period, said.version, said.seq,
        state,
        (at or clock.of(session).now()).replace(microsecond=0), note,
    )  # fmt: skip
    wrong = [ReturnedItem(package_id, one.record, one.part, one.reason) for one in items]
    sender = Key("receiver", exchange.recipient_of(exchange.own_device(session)))
    made = exchange.send(session, writer.freeze(about, [record, *wrong, sender]), unit)
    ledger.mark(session, made.entry.id, made.entry.state, reason=package_id)
    return made


def wants_answer(session: Session, package_id: str) -> bool:
    """Return whether the package was taken in from a unit that has no receipt for it yet."""
    entry = ledger.get(session, package_id)
    if entry is None or entry.out or entry.first is None or entry.last is None:
        return False
    return not ledger.is_reason(session, package_id, str(headers.Kind.RECEIPT))


def _take(
    session: Session, name: str, package: Package, claim: Claim, file: bytes, known: Entry | None,
    at: Reception,
) -> Outcome:  # fmt: skip
    header = package.header
    result, missing = Result.TAKEN, 0
    if header.kind is headers.Kind.RECEIPT:
        _apply_receipt(session, package)
    else:
        before = earlier(session, header)
        result, missing = compare(header, [(one.version, one.digest) for one in before])
        if result is Result.TAKEN:
            result = _apply(session, package, before, at)
    if header.kind is not headers.Kind.PUBLICATION:
        reported.take_keys(session, package, at.images)
    if known is None:
        _enter(session, name, claim, file, State(str(result)), at)
    else:
        at.images.row(PackageRow, known.id, columns=MARKED)
        ledger.mark(session, known.id, State(str(result)))
    return Outcome(result, header, missing)


def _apply(session: Session, package: Package, before: Sequence[Entry], at: Reception) -> Result:
    """Let the newest version hold, or a publication wait, in the place of those before it."""
    if package.header.kind is headers.Kind.REPORT:
        reported.take(session, package, at.known, at.images)
        replaces = any(one.state is State.TAKEN for one in before)
        archive(session, before, State.TAKEN, State.CONFLICT, images=at.images)
        if replaces:
            reported_hamlets.forget(session, package, read_again, at.images)
        return Result.TAKEN
    published_changes.steps(session, package)
    archive(session, before, State.WAITING, State.CONFLICT, images=at.images)
    return Result.WAITING


def require_ours(header: Header, at: Reception) -> None:
    """Refuse what is for somebody else, or from a unit that nobody here knows. Raises PackageError."""
    if header.receiver is not None and header.receiver.id != at.own:
        raise PackageError(PackageReason.NOT_FOR_US, header.receiver.name)
    if header.unit.id == at.own:
        raise PackageError(PackageReason.OTHER_UNIT, "own")
    if header.unit.id not in at.known.units:
        raise PackageError(PackageReason.OTHER_UNIT, header.unit.code)
    if header.kind is headers.Kind.PUBLICATION and header.unit.id not in at.above:
        raise PackageError(PackageReason.OTHER_UNIT, header.unit.code)


def compare(header: Header, seen: Sequence[tuple[int, str]]) -> tuple[Result, int]:
    """Return what to do with a version, and the version before it that was never seen.

    `seen`: version and content of what was taken in of the same days, or of the publications.
    """
    newest = max((version for version, _ in seen), default=0)
    if header.version > newest:
        return Result.TAKEN, header.version - 1 if header.version - 1 > newest else 0
    same = [content for version, content in seen if version == newest]
    is_rival = header.version == newest and header.content not in same
    return (Result.CONFLICT if is_rival else Result.ARCHIVED), 0


def earlier(session: Session, header: Header) -> list[Entry]:
    """Return what was taken in before of the report of these days, or of the publications."""
    if header.kind is headers.Kind.REPORT:
        span = (header.period.first, header.period.last)
        known = ledger.of_period(session, header.unit.id, *span)
    else:
        known = ledger.of_kind(session, str(header.kind), header.unit.id)
    return [
        one
        for one in known
        if not one.out and one.id != header.package_id and one.state is not State.QUARANTINE
    ]


def _apply_receipt(session: Session, package: Package) -> None:
    """Let the versions of our reports stand where the receiver says they do."""
    own = settings.read(session).unit_id
    for one in package.of(Answer):
        if one.unit_id != own or not _keep_answer(session, package, one):
            continue
        period = Period(one.period.name, Rule(one.period.rule), one.period.first, one.period.last)
        for report in reports.versions(session, period):
            wanted = reports.State[one.state.upper()]
            if report.digest == one.content and _is_news(report.state, wanted):
                reports.mark(session, report, wanted)


def _keep_answer(session: Session, package: Package, answer: Answer) -> bool:
    """Keep what was decided on a package of ours; False when a later word is known."""
    entry = ledger.get(session, answer.package_id)
    ours = entry is not None and entry.out and entry.digest == answer.content
    if answer.state == "received" or not ours:
        return True
    said = returns.Said(
        answer.package_id, returns.State(answer.state), package.header.unit.name,
        answer.answered_at, answer.note,
    )  # fmt: skip
    found = [
        returns.Item(one.record, one.part, one.reason)
        for one in package.of(ReturnedItem)
        if one.package_id == answer.package_id
    ]
    return returns.keep(session, said, found)


_ORDER = (reports.State.LOCKED, reports.State.SENT, reports.State.RECEIVED)


def _is_news(now: reports.State, then: reports.State) -> bool:
    """Return whether a receipt tells more than is known; a late "received" undoes nothing."""
    if now is reports.State.REOPENED or now is then:
        return False
    return then not in _ORDER or (now in _ORDER and _ORDER.index(then) > _ORDER.index(now))


def _enter(
    session: Session, name: str, claim: Claim, file: bytes, state: State, at: Reception
) -> Entry:
    header = claim.header
    at.images.new(PackageRow, header.package_id)
    return ledger.add(
        session, header.package_id, state, file, out=False, kind=str(header.kind),
        unit_id=header.unit.id, device=header.device, seq=header.seq, digest=header.content,
        file_name=name, first=header.period.first, last=header.period.last,
        version=header.version, intake_id=at.images.intake_id,
    )  # fmt: skip


def _trusted(session: Session) -> reader.Trusted:
    def unit_of(public: bytes) -> str | None:
        found = keys.known(session, public.hex())
        closed = found is None or found.trust is keys.Trust.CLOSED
        return None if closed or found is None else found.unit_id

    return unit_of
