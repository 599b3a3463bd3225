"""Taking packages in: one package, one transaction; any order and repetition gives one state.

A report is a whole snapshot, so there is nothing to merge: the newest version of a unit's period
is applied, older ones are kept. What a person must decide is parked, never guessed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, TypeAlias, TypeVar

from sqlalchemy.orm import Session

from desktop.core import (
    activities,
    catalogue,
    clock,
    exchange,
    hamlets,
    keys,
    ledger,
    narratives,
    published_changes,
    reports,
    settings,
    units,
)
from desktop.core.errors import NotFoundError, PackageError, PackageReason, WrongChoiceError
from desktop.core.exchange import Made
from desktop.core.keys import Kind
from desktop.core.ledger import Entry, State
from desktop.core.packages import header as headers
from desktop.core.packages import reader, sealing, values, writer
from desktop.core.packages.contents import Activity, Answer, HamletEntry, Key, Narrative
from desktop.core.packages.header import About, Header
from desktop.core.packages.reader import Claim, Package
from desktop.core.periods import Period, Rule

R = TypeVar("R")
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


def receive(session: Session, name: str, file: bytes) -> Outcome:
    """Take one package in. Raises PackageError: then nothing was changed."""
    claim = reader.look(file)
    header = claim.header
    known = ledger.get(session, header.package_id)
    if known is not None and ledger.file_of(session, known.id) != file:
        raise PackageError(PackageReason.ORDER, "package_id")
    if known is not None and known.state is not State.QUARANTINE:
        return Outcome(Result.ALREADY, header)
    _require_ours(session, header)
    key = keys.known(session, claim.signer.hex())
    if key is None:
        if known is None:
            _enter(session, name, claim, file, State.QUARANTINE)
        return Outcome(Result.QUARANTINE, header)
    package = reader.read(file, _trusted(session), _identities(session))
    return _take(session, name, package, claim, file, known)


def key_code(public: bytes) -> str:
    """Return the 24 digits by which people compare a key with the one on paper."""
    return sealing.code(hashlib.sha256(public).digest())


def trust(session: Session, package_id: str, tail: str) -> Outcome:
    """Believe the key of a parked package, and take the package in.

    `tail` are the last 8 digits of the code on paper: for a report that in its footer, for others
    the code of the key in the receiver's letter. Raises NotFoundError, WrongChoiceError, PackageError.
    """
    entry = ledger.get(session, package_id)
    if entry is None or entry.state is not State.QUARANTINE:
        raise NotFoundError
    file = ledger.file_of(session, package_id)
    claim = reader.look(file)
    is_report = claim.header.kind is headers.Kind.REPORT
    code = (
        sealing.code(bytes.fromhex(claim.header.content)) if is_report else key_code(claim.signer)
    )
    if not sealing.is_tail(code, tail):
        raise WrongChoiceError(
            "Tám số cuối không khớp với mã của gói này. Xem lại mã in ở chân trang bản giấy đã ký, "
            "đóng dấu; nếu vẫn không khớp thì giấy và gói không phải của nhau, không được tin."
        )
    return trust_blindly(session, package_id)


def trust_blindly(session: Session, package_id: str) -> Outcome:
    """Believe the key of a parked package without comparing: for a first set-up and for tests."""
    entry = ledger.get(session, package_id)
    if entry is None or entry.state is not State.QUARANTINE:
        raise NotFoundError
    file = ledger.file_of(session, package_id)
    signer = reader.look(file).signer
    keys.trust(session, signer.hex(), entry.unit_id, Kind.SIGNING)
    return receive(session, entry.file_name, file)


def read_again(session: Session, package_id: str) -> Package:
    """Return what a package in the ledger holds. Raises PackageError if its key was closed."""
    return reader.read(ledger.file_of(session, package_id), _trusted(session), _identities(session))


def archive(session: Session, entries: Iterable[Entry], *states: State) -> None:
    """Keep those that stand in one of the states as older ones."""
    for one in entries:
        if one.state in states:
            ledger.mark(session, one.id, State.ARCHIVED)


def answer(
    session: Session, package_id: str, state: AnswerState = "received", note: str = ""
) -> Made:
    """Return the receipt for a package that was taken in: received, accepted or returned."""
    entry = ledger.get(session, package_id)
    if entry is None or entry.first is None or entry.last is None:
        raise NotFoundError
    unit, own = units.get(session, entry.unit_id), settings.read(session).unit_id
    said = reader.look(ledger.file_of(session, package_id)).header
    earlier = ledger.of_period(session, own, entry.first, entry.last, str(headers.Kind.RECEIPT))
    about = About(
        kind=headers.Kind.RECEIPT,
        unit=exchange.unit_in_header(units.get(session, own)),
        period=said.period,
        version=len(earlier) + 1,
        catalogue={},
    )
    record = Answer(
        package_id, said.content, unit.id, said.period, said.version, said.seq,
        state,
        clock.of(session).now().replace(microsecond=0), note,
    )  # fmt: skip
    sender = Key("receiver", exchange.recipient_of(exchange.own_device(session)))
    made = exchange.send(session, writer.freeze(about, [record, sender]), unit)
    ledger.mark(session, made.entry.id, made.entry.state, reason=package_id)
    return made


def wants_answer(session: Session, package_id: str) -> bool:
    """Return whether the package was taken in from a unit that has no receipt for it yet."""
    entry, own = ledger.get(session, package_id), settings.read(session).unit_id
    if entry is None or entry.out or entry.first is None or entry.last is None:
        return False
    made = ledger.of_period(session, own, entry.first, entry.last, str(headers.Kind.RECEIPT))
    return all(one.reason != package_id for one in made)


def _take(
    session: Session, name: str, package: Package, claim: Claim, file: bytes, known: Entry | None
) -> Outcome:
    header = package.header
    result, missing = Result.TAKEN, 0
    if header.kind is headers.Kind.REPORT:
        result, missing = _compare(session, header)
        if result is Result.TAKEN:
            _apply_report(session, package)
            archive(session, _earlier(session, header), State.TAKEN)
    elif header.kind is headers.Kind.RECEIPT:
        _apply_receipt(session, package)
    else:
        result, missing = _compare(session, header)
        if result is Result.TAKEN:
            result = Result.WAITING
            published_changes.steps(session, package)
            archive(session, _earlier(session, header), State.WAITING, State.CONFLICT)
    if header.kind is not headers.Kind.PUBLICATION:
        _take_keys(session, package)
    state = State(str(result)) if result is not Result.TAKEN else State.TAKEN
    if known is None:
        _enter(session, name, claim, file, state)
    else:
        ledger.mark(session, known.id, state)
    return Outcome(result, header, missing)


def _take_keys(session: Session, package: Package) -> None:
    """Encrypt for these keys of the sender from now on; a closed one stays closed."""
    unit_id = package.header.unit.id
    for one in _of(package, Key):
        kind = Kind.RECOVERY if one.role == "recovery" else Kind.BOX
        known = keys.known(session, one.recipient)
        if known is not None and (known.unit_id, known.kind) != (unit_id, kind):
            raise PackageError(PackageReason.REFERENCE, "key of another unit")
        if known is None:
            keys.trust(session, one.recipient, unit_id, kind)


def _require_ours(session: Session, header: Header) -> None:
    """Refuse what is for somebody else, or from a unit that nobody here knows."""
    own = settings.read(session).unit_id
    if header.receiver is not None and header.receiver.id != own:
        raise PackageError(PackageReason.NOT_FOR_US, header.receiver.name)
    if header.unit.id == own:
        raise PackageError(PackageReason.OTHER_UNIT, "own")
    try:
        units.get(session, header.unit.id)
    except NotFoundError as error:
        raise PackageError(PackageReason.OTHER_UNIT, header.unit.code) from error
    if header.kind is headers.Kind.PUBLICATION:
        above = {exchange.receiver(session).id, units.get(session, own).parent_id}
        if header.unit.id not in above:
            raise PackageError(PackageReason.OTHER_UNIT, header.unit.code)


def _compare(session: Session, header: Header) -> tuple[Result, int]:
    """Return what to do with a version, and the version before it that was never seen."""
    seen = _earlier(session, header)
    if any(one.version == header.version and one.digest != header.content for one in seen):
        return Result.CONFLICT, 0
    newest = max((one.version for one in seen), default=0)
    if header.version <= newest:
        return Result.ARCHIVED, 0
    return Result.TAKEN, header.version - 1 if header.version - 1 > newest else 0


def _earlier(session: Session, header: Header) -> list[Entry]:
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


def _apply_report(session: Session, package: Package) -> None:
    header, unit_id = package.header, package.header.unit.id
    found = [values.activity(one, unit_id) for one in _of(package, Activity)]
    _require_known_codes(session, found)
    _keep_hamlets(session, [values.hamlet(one) for one in _of(package, HamletEntry)])
    without_people = [replace(one, speakers=()) for one in found]
    activities.replace_days(
        session, unit_id, header.period.first, header.period.last, without_people
    )
    for said in _of(package, Narrative):
        narratives.keep(session, _period(header), values.narrative(said), unit_id)


def _keep_hamlets(session: Session, found: list[hamlets.Hamlet]) -> None:
    """Keep the hamlets of the package's unit; successors once all of them are there."""
    for one in found:
        owner = hamlets.owner(session, one.id)
        if owner not in (None, one.unit_id):
            raise PackageError(PackageReason.REFERENCE, "hamlet of another unit")
        hamlets.keep(session, replace(one, successor_id=None))
    for one in found:
        if one.successor_id and hamlets.owner(session, one.successor_id):
            hamlets.keep(session, one)


def _apply_receipt(session: Session, package: Package) -> None:
    """Let the versions of our reports stand where the receiver says they do."""
    own = settings.read(session).unit_id
    for one in _of(package, Answer):
        if one.unit_id != own:
            continue
        period = Period(one.period.name, Rule(one.period.rule), one.period.first, one.period.last)
        for report in reports.versions(session, period):
            wanted = reports.State[one.state.upper()]
            if report.digest == one.content and _is_news(report.state, wanted):
                reports.mark(session, report, wanted)


_ORDER = (reports.State.LOCKED, reports.State.SENT, reports.State.RECEIVED)


def _is_news(now: reports.State, then: reports.State) -> bool:
    """Return whether a receipt tells more than is known; a late "received" undoes nothing."""
    if now is reports.State.REOPENED or now is then:
        return False
    return then not in _ORDER or (now in _ORDER and _ORDER.index(then) > _ORDER.index(now))


def _require_known_codes(session: Session, found: Iterable[activities.Activity]) -> None:
    known = catalogue.read(session)
    for one in found:
        for codes, there in _codes(one, known):
            for code in codes:
                if code not in there:
                    raise PackageError(PackageReason.REFERENCE, code)


def _codes(
    one: activities.Activity, known: catalogue.Catalogue
) -> tuple[tuple[Iterable[str], Mapping[str, object]], ...]:
    return (
        ((one.channel,), known.channel),
        (one.topics, known.topic),
        (one.languages, known.language),
        ([expense.payer for expense in one.expenses], known.payer),
    )


def _enter(session: Session, name: str, claim: Claim, file: bytes, state: State) -> Entry:
    header = claim.header
    return ledger.add(
        session, header.package_id, state, file, out=False, kind=str(header.kind),
        unit_id=header.unit.id, device=header.device, seq=header.seq, digest=header.content,
        file_name=name, first=header.period.first, last=header.period.last,
        version=header.version,
    )  # fmt: skip


def _trusted(session: Session) -> reader.Trusted:
    def unit_of(public: bytes) -> str | None:
        found = keys.known(session, public.hex())
        closed = found is None or found.trust is keys.Trust.CLOSED
        return None if closed or found is None else found.unit_id

    return unit_of


def _identities(session: Session) -> list[str]:
    return [exchange.own_device(session).box_key]


def _of(package: Package, kind: type[R]) -> list[R]:
    return [one for one in package.records if isinstance(one, kind)]


def _period(header: Header) -> Period:
    one = header.period
    return Period(one.name, Rule(one.rule), one.first, one.last)
