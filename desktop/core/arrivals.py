"""What lies on a stick or in a folder, looked at before anything is taken in; nothing is changed.

Each package is compared with what the register holds of the same unit and days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ExpenseRow, PayerRow
from desktop.core import (
    files,
    intake,
    intakes,
    keys,
    ledger,
    remarks,
    reported,
    snapshots,
    sticks,
    units,
)
from desktop.core.activities import COUNTED, Activity
from desktop.core.errors import AppError, FileProblemError, NotFoundError, PackageError
from desktop.core.intake import Reception, Result
from desktop.core.ledger import State
from desktop.core.packages import header as headers, reader, values
from desktop.core.packages.contents import HamletEntry
from desktop.core.packages.header import Header
from desktop.core.packages.outreach import HamletYear
from desktop.core.packages.reader import Claim, Package
from desktop.core.problems import Severity
from desktop.core.progress import Progress
from desktop.core.remarks import Desk, Remark
from desktop.core.snapshots import Difference
from desktop.core.texts import nfc
from desktop.core.units import Unit


class Standing(StrEnum):
    """What a file is to the register."""

    NEW = "new"
    """A report that would hold from now on."""
    OLDER = "older"
    """A report that would only be kept: a newer version or the same content is there."""
    ALREADY = "already"
    CONFLICT = "conflict"
    """Other content of a version that is there, or lies beside it: a person chooses."""
    UNKNOWN_KEY = "unknown_key"
    """Sound outside; its inside is read once somebody vouches for the key (`Arrival.code`)."""
    PARKED = "parked"
    """Parked when it was looked at before: a person decides on it where it lies."""
    RECEIPT = "receipt"
    PUBLICATION = "publication"
    """To be looked at by itself, then applied."""
    REFUSED = "refused"


NEEDED = {
    headers.Kind.REPORT: (
        "Khóa ký chưa được tin nên chỉ xem được bên ngoài. Cần bản giấy đã ký, đóng dấu của báo cáo "
        "này: gõ 8 số cuối của mã ở chân trang."
    ),
    headers.Kind.RECEIPT: (
        "Khóa ký chưa được tin nên chỉ xem được bên ngoài. Cần công văn của cấp trên: gõ 8 số cuối "
        "của mã khóa ghi trong công văn."
    ),
    headers.Kind.PUBLICATION: (
        "Khóa ký chưa được tin nên chỉ xem được bên ngoài. Cần công văn của cấp trên: gõ 8 số cuối "
        "của mã khóa ghi trong công văn."
    ),
}
"""What a person needs to let a package with an unknown key in."""


@dataclass(frozen=True)
class Figures:
    """Sums of a unit's days; None where nothing was entered.

    `households`: poor, near-poor and newly escaped ones present; `money`: đồng of the programme.
    """

    activities: int = 0
    attendees: int | None = None
    households: int | None = None
    money: int | None = None


@dataclass(frozen=True)
class Arrival:
    """A file as it lies there, and what would become of it.

    `claim` is None for what cannot be read, `error` says why; a damaged inside has both.
    `missing`: the version before it that was never seen. What is compared is None where it is not
    a sound report of a known key. `code`: the 24 digits of an unknown key's paper. Never show it:
    nobody would look at the paper any more.
    """

    path: Path
    standing: Standing
    claim: Claim | None = None
    error: AppError | None = None
    unit: Unit | None = None
    missing: int = 0
    change: Difference | None = None
    before: Figures | None = None
    after: Figures | None = None
    remarks: tuple[Remark, ...] = ()
    code: str = ""

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return nfc(self.path.name)

    @property
    def header(self) -> Header | None:
        """Return what the package says of itself."""
        return None if self.claim is None else self.claim.header

    @property
    def is_clean(self) -> bool:
        """Return whether it can be taken in without a person deciding; one known already need not."""
        stops = any(one.problem.severity is Severity.STOP for one in self.remarks)
        return self.standing in _CLEAN and not stops


_CLEAN = (Standing.NEW, Standing.OLDER, Standing.RECEIPT, Standing.PUBLICATION)


@dataclass(frozen=True)
class _Table:
    """What packages are looked at with, read once."""

    at: Reception
    desk: Desk
    programme: frozenset[str]


def look(session: Session, progress: Progress, place: Path | Sequence[Path]) -> tuple[Arrival, ...]:
    """Return what lies in a folder, or what these files are, by unit, days and version.

    Raises FileProblemError when the folder cannot be read, CancelledError.
    """
    paths = [one.path for one in sticks.packages_in(place)] if isinstance(place, Path) else place
    table = _table(session)
    found = [_look(session, table, path) for path in progress.each(list(paths), "Xem các gói")]
    return tuple(sorted(_together(session, found), key=_order))


def _table(session: Session) -> _Table:
    desk = remarks.desk(session)
    paid = frozenset(one.code for one in desk.catalogue.payer.values() if one.programme_money)
    return _Table(intake.reception(session), desk, paid)


def _look(session: Session, table: _Table, path: Path) -> Arrival:
    claim = None
    try:
        data = files.read_bytes(path, intakes.LARGEST)
        claim = reader.look(data)
        found = _judged(session, table, path, claim, data)
    except (PackageError, FileProblemError) as error:
        found = Arrival(path, Standing.REFUSED, claim, error)
    return replace(found, unit=_unit(session, claim))


def _judged(session: Session, table: _Table, path: Path, claim: Claim, data: bytes) -> Arrival:
    header = claim.header
    known = ledger.get(session, header.package_id)
    intake.require_same(session, known, data)
    if known is not None and known.state is not State.QUARANTINE:
        is_open = known.state is State.CONFLICT
        return Arrival(path, Standing.PARKED if is_open else Standing.ALREADY, claim)
    intake.require_ours(header, table.at)
    if keys.known(session, claim.signer.hex()) is None:
        code = intake.code_on_paper(claim)
        standing = Standing.UNKNOWN_KEY if known is None else Standing.PARKED
        return Arrival(path, standing, claim, code=code)
    package = intake.read(session, data, table.at)
    if header.kind is headers.Kind.REPORT:
        return _compared(session, table, path, claim, package)
    is_receipt = header.kind is headers.Kind.RECEIPT
    return Arrival(path, Standing.RECEIPT if is_receipt else Standing.PUBLICATION, claim)


def _compared(
    session: Session, table: _Table, path: Path, claim: Claim, package: Package
) -> Arrival:
    header = claim.header
    days = (header.unit.id, header.period.first, header.period.last)
    brought = reported.activities_of(package)
    reported.require_known(brought, table.at.known)
    after = {one.id: one for one in brought}
    before = snapshots.held(session, *days, also=after)
    hamlets = [values.hamlet(one) for one in package.of(HamletEntry)]
    homes = map(values.hamlet_year, package.of(HamletYear))
    return Arrival(
        path,
        Standing.NEW,
        claim,
        change=snapshots.compare(before, after),
        before=figures(session, *days),
        after=_figures(brought, table.programme),
        remarks=remarks.asking(
            brought, remarks.of(session, table.desk, days[0], days[1:], brought, hamlets, homes)
        ),
    )


def figures(session: Session, unit_id: str, first: date, last: date) -> Figures:
    """Return what the register holds of a unit's days."""
    where = (
        ActivityRow.unit_id == unit_id,
        ActivityRow.held_on.between(first, last),
        ActivityRow.status.in_(COUNTED),
    )
    columns = (ActivityRow.attendees, *(getattr(ActivityRow, one) for one in _POOR))
    count, people, *poor = session.execute(
        select(func.count(), *(func.sum(one) for one in columns)).where(*where)
    ).one()
    same = (ExpenseRow.unit_id == ActivityRow.unit_id) & (ExpenseRow.activity_id == ActivityRow.id)
    money = session.scalar(
        select(func.sum(ExpenseRow.amount))
        .join(ActivityRow, same)
        .join(PayerRow, PayerRow.code == ExpenseRow.payer)
        .where(*where, PayerRow.programme_money)
    )
    return Figures(count, people, _sum(poor), money)


_POOR = ("poor", "near_poor", "escaped")


def _figures(brought: Sequence[Activity], programme: frozenset[str]) -> Figures:
    """Return the sums of what is not in the register yet."""
    return Figures(
        len(brought),
        _sum(one.attendees for one in brought),
        _sum(getattr(one, name) for one in brought for name in _POOR),
        _sum(cost.amount for one in brought for cost in one.expenses if cost.payer in programme),
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [one for one in numbers if one is not None]
    return sum(known) if known else None


def _together(session: Session, found: Sequence[Arrival]) -> list[Arrival]:
    """Say what each report is to the versions that are known or lie beside it."""
    done: list[Arrival] = []
    seen: set[str] = set()
    for one in found:
        header = one.header if one.error is None else None
        is_copy = header is not None and header.package_id in seen
        done.append(replace(one, standing=Standing.ALREADY) if is_copy else one)
        seen |= {header.package_id} if header else set()
    return [_placed(session, one, done) if one.standing is Standing.NEW else one for one in done]


def _placed(session: Session, arrival: Arrival, found: Sequence[Arrival]) -> Arrival:
    header = arrival.claim.header if arrival.claim else None
    if header is None:
        return arrival
    beside = [
        one.header
        for one in found
        if one.standing is Standing.NEW and one.header and one is not arrival
        and _days(one.header) == _days(header)
    ]  # fmt: skip
    known = [(one.version, one.digest) for one in intake.earlier(session, header)]
    result, missing = intake.compare(header, known)
    if result is Result.CONFLICT or any(_is_rival(header, one) for one in beside):
        return replace(arrival, standing=Standing.CONFLICT)
    if result is Result.ARCHIVED or any(one.version > header.version for one in beside):
        return replace(arrival, standing=Standing.OLDER)
    if missing and any(one.version == missing for one in beside):
        missing = 0
    return replace(arrival, missing=missing)


def _is_rival(header: Header, other: Header) -> bool:
    return other.version == header.version and other.content != header.content


def _days(header: Header) -> tuple[str, date, date]:
    return header.unit.id, header.period.first, header.period.last


def _order(arrival: Arrival) -> tuple[bool, str, date, int, str]:
    header = arrival.header
    if header is None:
        return True, "", date.max, 0, arrival.name
    return False, header.unit.code, header.period.first, header.version, arrival.name


def _unit(session: Session, claim: Claim | None) -> Unit | None:
    if claim is None:
        return None
    try:
        return units.get(session, claim.header.unit.id)
    except NotFoundError:
        return None
