"""From a period to a package on a stick: freezing, locking, sealing, noting what was delivered.

Knows no drive and no screen; what is done with a package taken in stands in `intake`.
"""

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from desktop import __version__
from desktop.core import (
    activities,
    catalogue,
    clock,
    exports,
    hamlets,
    keys,
    ledger,
    locked,
    narratives,
    problems,
    report_records,
    reports,
    settings,
    totals,
    units,
)
from desktop.core.activities import Activity, Status
from desktop.core.documents.content import SealMark
from desktop.core.errors import NotFoundError, PackageError, PeriodOpenError, WrongChoiceError
from desktop.core.evidence import Scan
from desktop.core.ids import new_id
from desktop.core.keys import Device, Kind
from desktop.core.packages import header as headers, inside, reader, readme, values, writer
from desktop.core.packages.contents import Key, Tombstone
from desktop.core.packages.header import About, Dispatch, Record
from desktop.core.packages.sealing import SealContent, qr_text
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.core.reports import Report, State
from desktop.core.units import Unit

PROGRAM = f"so-truyen-thong {__version__}"


@dataclass(frozen=True)
class Made:
    """A package ready to be written; without a key of the receiver its content is open."""

    entry: ledger.Entry
    file: bytes
    encrypted: bool


def own_device(session: Session) -> Device:
    """Return this register's device; the first time its keys are made."""
    return keys.device(session) or new_device(session)


def new_device(session: Session) -> Device:
    """Make this register a device of its own from now on: new keys, numbers from 1."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from pyrage import x25519

    signing = Ed25519PrivateKey.generate().private_bytes_raw()
    return keys.keep_device(session, signing, str(x25519.Identity.generate()))


def recipient_of(device: Device) -> str:
    """Return the public key that others encrypt for this device with (age1…)."""
    from pyrage import x25519

    return str(x25519.Identity.from_str(device.box_key).to_public())


def signer_of(device: Device) -> bytes:
    """Return the public key by which others know the packages of this device."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(device.signing_key)
    return key.public_key().public_bytes_raw()


def receiver(session: Session) -> Unit:
    """Return the unit that reports go to: the consolidating one of the register's profile."""
    profile = units.profile(settings.read(session).profile)
    return units.by_code(session, profile.city_code, profile.day)


def lock(session: Session, period: Period) -> Report:
    """Freeze the period as the next version of its report.

    Raises WrongChoiceError naming what stops it, PeriodLockedError when it is locked already.
    """
    found = _counted(session, period)
    wrong = _stopping(session, found)
    if wrong:
        raise WrongChoiceError(
            f"Còn {len(wrong)} hoạt động sai cần sửa trước khi khóa, đầu tiên là: {wrong[0]}."
        )
    own_device(session)
    versions = reports.versions(session, period)
    number = versions[-1].version + 1 if versions else 1
    content = freeze(session, period, number, found)
    packed = gzip.compress(content, mtime=0)
    return reports.lock(session, period, packed, inside.digest(content), nil=not found)


def freeze(session: Session, period: Period, version: int, found: Iterable[Activity]) -> bytes:
    """Return the canonical content of a report: the same records give the same bytes anywhere."""
    unit_id = settings.read(session).unit_id
    known = list(found)
    records: list[Record] = [
        values.narrative_record(narratives.of(session, period)),
        *values.figure_records(totals.totals(session, period).indicators),
        *map(values.hamlet_record, hamlets.all_of(session, unit_id)),
        *map(values.activity_record, known),
        *_tombstones(session, period, {one.id for one in known}),
        *report_records.of(session, period),
        Key("sender", recipient_of(own_device(session))),
    ]
    unit = units.get(session, unit_id)
    about = About(
        kind=headers.Kind.REPORT,
        unit=unit_in_header(unit),
        period=period_in_header(period),
        version=version,
        catalogue=catalogue.versions(session),
    )
    return writer.freeze(about, records)


def seal_content(session: Session, report: Report) -> SealContent:
    """Return what the paper of a locked report says of it."""
    unit = units.get(session, settings.read(session).unit_id)
    figures = locked.figures(locked.lines(session, report))
    digest = bytes.fromhex(report.digest)
    return SealContent(unit.code, unit.id, report.period, report.version, digest, figures)


def seal_digits(session: Session, report: Report) -> str:
    """Return the digits of the QR on the paper of a locked report."""
    return qr_text(seal_content(session, report), own_device(session).signing_key)


def seal_mark(session: Session, period: Period) -> SealMark | None:
    """Return what is printed on the paper of the period; None while it is not locked."""
    report = reports.current(session, period)
    if report is None:
        return None
    code = seal_content(session, report).code
    return SealMark(report.version, code, seal_digits(session, report))


def write_report(session: Session, progress: Progress, period: Period, folder: Path) -> list[Path]:
    """Write all files of the period's report; a locked one bears its seal."""
    return exports.report(session, progress, period, folder, seal=seal_mark(session, period))


def report_pdf(session: Session, progress: Progress, period: Period) -> bytes:
    """Return the report as PDF, the very bytes that are previewed and printed."""
    from desktop.core.documents import outline_pdf, report_outline

    content = replace(exports.read(session, period), seal=seal_mark(session, period))
    return outline_pdf.to_bytes(report_outline.outline(content), progress)


def package(session: Session, period: Period, scans: Sequence[Scan] = ()) -> Made:
    """Return the package of the locked report; made once, then the same file again.

    Scans that the newest one does not hold make another. Raises PeriodOpenError when nothing is
    locked, WrongChoiceError for scans that cannot be encrypted.
    """
    report = reports.current(session, period)
    if report is None:
        raise PeriodOpenError(period.title)
    unit_id = settings.read(session).unit_id
    known = ledger.of_period(session, unit_id, period.first, period.last)
    made = [one for one in known if one.out and one.digest == report.digest]
    if made:
        file = ledger.file_of(session, made[-1].id)
        if not scans or _holds(session, file, scans):
            return Made(made[-1], file, reader.look(file).encrypted)
    content = gzip.decompress(reports.content(session, report))
    return send(session, content, receiver(session), scans)


def send(session: Session, content: bytes, to: Unit | None, scans: Sequence[Scan] = ()) -> Made:
    """Seal a content for a unit (None: for all) with this device's key and enter it in the ledger.

    Raises WrongChoiceError for scans that cannot be encrypted: they hold names of people.
    """
    device = own_device(session)
    recipients = _recipients(session, to) if to else []
    if recipients:
        recipients.append(recipient_of(device))
    elif scans:
        raise WrongChoiceError(
            "Chưa có khóa của nơi nhận nên không gửi kèm bản scan được: scan có tên người, phải mã hóa. "
            "Bỏ bản scan ra, hoặc nhận bản công bố của cấp trên trước."
        )
    dispatch = Dispatch(
        package_id=new_id(),
        receiver=unit_in_header(to) if to else None,
        device=device.id,
        seq=device.seq + 1,
        prev=device.last_digest or None,
        made_at=clock.of(session).now().replace(microsecond=0),
        program=PROGRAM,
    )
    packed = [(one.kind, one.data) for one in scans]
    file = writer.seal(content, dispatch, device.signing_key, recipients, packed)
    header = reader.look(file).header
    keys.count_package(session, device, inside.digest(file))
    entry = ledger.add(
        session, dispatch.package_id, ledger.State.MADE, file, out=True, kind=str(header.kind),
        unit_id=header.unit.id, device=device.id, seq=dispatch.seq, digest=header.content,
        file_name=readme.file_name(header), first=header.period.first, last=header.period.last,
        version=header.version,
    )  # fmt: skip
    return Made(entry, file, bool(recipients))


def delivered(session: Session, package_id: str) -> ledger.Entry:
    """Note that a package was written and read back; only then its report counts as sent."""
    entry = ledger.mark(session, package_id, ledger.State.DELIVERED)
    if entry.kind == headers.Kind.REPORT and entry.first and entry.last:
        period = Period("", settings.read(session).rule, entry.first, entry.last)
        for report in reports.versions(session, period):
            if report.state is State.LOCKED and report.digest == entry.digest:
                reports.mark(session, report, State.SENT)
    return entry


def unit_in_header(unit: Unit) -> headers.Unit:
    """Return a unit as a header names it."""
    return headers.Unit(unit.id, unit.code, unit.full_name)


def period_in_header(period: Period) -> headers.Period:
    """Return a period as a header names it."""
    return headers.Period(period.name, str(period.rule), period.first, period.last)  # type: ignore[arg-type]  # a Rule's values


def _recipients(session: Session, to: Unit) -> list[str]:
    found = [*keys.of_unit(session, to.id, Kind.BOX), *keys.of_unit(session, to.id, Kind.RECOVERY)]
    return [one.public for one in found]


def _holds(session: Session, file: bytes, scans: Sequence[Scan]) -> bool:
    """Whether a package of our own holds just these scans."""
    try:
        held = reader.read(
            file, lambda _key: settings.read(session).unit_id, keys.box_keys(session)
        ).evidence
    except PackageError:  # made by a device whose key is gone
        return False
    return set(held) == {f"{one.digest}.{one.kind}" for one in scans}


def _counted(session: Session, period: Period) -> list[Activity]:
    unit_id = settings.read(session).unit_id
    ids = activities.counted(session, unit_id, period.first, period.last)
    return [activities.get(session, unit_id, key) for key in ids]


def _stopping(session: Session, found: Iterable[Activity]) -> list[str]:
    context = problems.context(session)
    return [
        f"{one.title or 'hoạt động'} ngày {one.held_on:%d/%m/%Y} – {stops[0].text}"
        for one in found
        if (stops := problems.stops(problems.problems(one, context)))
    ]


def _tombstones(session: Session, period: Period, kept: set[str]) -> list[Tombstone]:
    """Return what an earlier version held and this one does not."""
    before: dict[str, int] = {}
    for report in reports.versions(session, period):
        for one in locked.lines(session, report):
            if one["type"] in ("activity", "tombstone"):
                before[one["id"]] = one["revision"]
    unit_id = settings.read(session).unit_id
    return [
        Tombstone(key, _revision(session, unit_id, key, known))
        for key, known in before.items()
        if key not in kept
    ]


def _revision(session: Session, unit_id: str, activity_id: str, known: int) -> int:
    try:
        one = activities.get(session, unit_id, activity_id)
    except NotFoundError:
        return known + 1
    return max(one.revision, known + (one.status is Status.WITHDRAWN))
