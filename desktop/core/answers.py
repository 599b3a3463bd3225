"""Answering a package: the city accepts it or returns records of it; the ward is asked to mend.

An answer replaces the one before and makes a new receipt; the unit's records are never edited here.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from db.rows import PackageRow
from desktop.core import (
    activities,
    catalogue,
    clock,
    intake,
    ledger,
    narratives,
    reports,
    returns,
    settings,
    totals,
    workdays,
    working,
)
from desktop.core.errors import (
    NotFoundError,
    NotInForceError,
    UnknownNameError,
    WrongChoiceError,
)
from desktop.core.exchange import Made
from desktop.core.ledger import Entry
from desktop.core.packages import values
from desktop.core.packages.header import Kind as PackageKind
from desktop.core.periods import Period
from desktop.core.reports import Report
from desktop.core.returns import (
    ACTIVITY_FIELDS,
    NARRATIVE_PARTS,
    Item,
    Reason,
    Said,
    State,
    composed as composed,
    divided,
    items as items,
    of as of,
    reasons as reasons,
)
from desktop.core.texts import LONGEST, letters, nfc, nfc_lines
from desktop.core.typed import show_date

RESEND_DAYS = 3
"""Working days a unit has to mend and send again, unless the officer says otherwise."""


class Kind(StrEnum):
    """What an item to be mended is about."""

    NOTE = "note"
    """A remark on the whole report."""
    ACTIVITY = "activity"
    NARRATIVE = "narrative"
    INDICATOR = "indicator"
    UNKNOWN = "unknown"
    """A record that is not in the report: it can only be read."""


@dataclass(frozen=True)
class Asked:
    """What the ward is asked to mend in a report; `done`: it differs from what was returned."""

    item: Item
    kind: Kind
    title: str
    label: str
    day: date | None
    period: Period
    version: int
    locked: bool
    done: bool

    @property
    def id(self) -> tuple[str, str, str]:
        """Return what tells it from others."""
        return (self.period.name, self.item.record, self.item.part)


def reason(code: str) -> Reason:
    """Return the reason with this code or number. Raises UnknownNameError."""
    for one in reasons():
        if code.strip().upper() in (one.code, str(one.number)):
            return one
    raise UnknownNameError(
        "reason", code, [f"{one.number} {one.code} – {one.words}" for one in reasons()]
    )


def resend_by(session: Session) -> date:
    """Return the day until which a unit is asked to send again: days off do not count."""
    day, left = clock.of(session).today(), RESEND_DAYS
    while left:
        day += timedelta(days=1)
        left -= workdays.is_working(day)
    return day


def return_(
    session: Session,
    package_id: str,
    items: Sequence[Item],
    note: str = "",
    until: date | None = None,
) -> Made:
    """Return a package to be mended; the receipt is ready for the stick.

    `until` is said at the end of the note. Raises NotFoundError, NotInForceError,
    UnknownNameError for a record or field that is not there, WrongChoiceError without a reason or
    for a day that is not to come.
    """
    entry = _in_force(session, package_id)
    found = _merged(_required(session, entry, one) for one in items)
    said = nfc_lines(note)
    if not found and not said:
        raise WrongChoiceError(
            "Chưa có mục nào để trả lại. Chọn ít nhất một mục, hoặc ghi ý kiến chung cho đơn vị."
        )
    if until is not None:
        if until <= clock.of(session).today():
            raise WrongChoiceError(
                f"Không gửi lại trước ngày {show_date(until)} được: hôm nay đã là ngày "
                f"{show_date(clock.of(session).today())}. Hãy chọn một ngày sau hôm nay."
            )
        said = f"{said}\nĐề nghị sửa và gửi lại trước ngày {show_date(until)}.".strip()
    return _answer(session, package_id, State.RETURNED, said, found)


def accept(session: Session, package_id: str, note: str = "") -> Made:
    """Accept a package; the receipt is ready for the stick. Raises NotFoundError, NotInForceError."""
    _in_force(session, package_id)
    return _answer(session, package_id, State.ACCEPTED, nfc_lines(note), ())


def pending(session: Session, unit_id: str = "") -> list[Made]:
    """Return the receipts that wait for a stick (of all units or one), only the last word each.

    None for a package on which a person must decide (again, after an undo): nothing was received.
    """
    receipt, answered = aliased(PackageRow), aliased(PackageRow)
    query = (
        select(receipt.id, receipt.reason)
        .join(answered, answered.id == receipt.reason)
        .where(receipt.unit_id == settings.read(session).unit_id)
        .where(receipt.kind == str(PackageKind.RECEIPT), receipt.direction == "out")
        .where(answered.state.not_in(ledger.PARKED))
        .order_by(receipt.version)
    )
    if unit_id:
        query = query.where(answered.unit_id == unit_id)
    newest = {package_id: key for key, package_id in session.execute(query)}
    entries = [ledger.get(session, key) for key in newest.values()]
    return [
        Made(one, ledger.file_of(session, one.id), encrypted=True)
        for one in entries
        if one is not None and one.state is ledger.State.MADE
    ]


def asked(session: Session) -> tuple[Asked, ...]:
    """Return what is still asked of this unit: the newest answered version of each period.

    A record is done once it differs from what was returned; all of it once a later version is
    locked. A figure that was right is explained in the record's note, which changes it too.
    """
    newest: dict[Period, tuple[Report, Said]] = {}
    for said in returns.all_of(session):
        entry = ledger.get(session, said.package_id)
        report = _report(session, entry) if entry is not None and entry.out else None
        if report is not None:
            before = newest.get(report.period)
            if before is None or before[0].version < report.version:
                newest[report.period] = (report, said)
    return tuple(
        one
        for report, said in newest.values()
        if said.state is State.RETURNED and not _replaced(session, report)
        for one in _asked_of(session, report, said)
    )


def unmended(found: Iterable[Asked], period: Period | None = None) -> int:
    """Return how many items are still to be mended (of one period, if named)."""
    return sum(
        not one.done and one.kind is not Kind.NOTE
        for one in found
        if period is None or one.period == period
    )


def label(session: Session, unit_id: str, item: Item) -> tuple[Kind, str, str, date | None]:
    """Return what an item is about, its title, the field's name, and the day of an activity."""
    if item.record in NARRATIVE_PARTS:
        return Kind.NARRATIVE, "Lời báo cáo", NARRATIVE_PARTS[item.record], None
    field = ACTIVITY_FIELDS.get(item.part, "Cả hoạt động")
    try:
        one = activities.get(session, unit_id, item.record)
    except NotFoundError:
        indicator = catalogue.read(session).indicator.get(item.record)
        if indicator is not None:
            return Kind.INDICATOR, f"Chỉ tiêu {indicator.code}", indicator.name, None
        return Kind.UNKNOWN, "Mục không có trong báo cáo này", field, None
    return Kind.ACTIVITY, one.title, field, one.held_on


def told(session: Session, unit_id: str, record: str, part: str, reason: str) -> str:
    """Return an item in one line: what it is about, the field, what is wrong with it."""
    _, title, field, _ = label(session, unit_id, Item(record, part, reason))
    return f"{title} – {field}: {divided(reason)[0] or reason}"


def _in_force(session: Session, package_id: str) -> Entry:
    entry = ledger.get(session, package_id)
    if entry is None or entry.out or entry.kind != PackageKind.REPORT:
        raise NotFoundError
    if entry.state is not ledger.State.TAKEN:
        newer = [
            one.version
            for one in ledger.of_period(session, entry.unit_id, *_days(entry))
            if one.state is ledger.State.TAKEN
        ]
        raise NotInForceError(max(newer, default=0))
    return entry


def _days(entry: Entry) -> tuple[date, date]:
    if entry.first is None or entry.last is None:
        raise NotFoundError
    return entry.first, entry.last


def _required(session: Session, entry: Entry, item: Item) -> Item:
    """Return the item with its texts cleaned; raise what is wrong with it."""
    known = replace(item, record=nfc(item.record), part=nfc(item.part))
    kind, title, _, day = label(session, entry.unit_id, known)
    first, last = _days(entry)
    if kind is Kind.UNKNOWN or (day is not None and not first <= day <= last):
        raise UnknownNameError("record", item.record)
    fields = ACTIVITY_FIELDS if kind is Kind.ACTIVITY else {}
    if known.part and known.part not in fields:
        choices = [f"{key} ({name})" for key, name in fields.items()]
        raise UnknownNameError("field", item.part, choices)
    why = nfc_lines(item.reason)
    if not why:
        raise WrongChoiceError(f"Mục “{title}” chưa có lý do. Hãy chọn hoặc ghi vì sao trả lại.")
    return replace(known, reason=why)


def _merged(found: Iterable[Item]) -> list[Item]:
    """Return the items, those of the same record and field as one."""
    together: dict[tuple[str, str], Item] = {}
    for one in found:
        before = together.setdefault((one.record, one.part), one)
        if one.reason not in before.reason:
            both = replace(one, reason=f"{before.reason}\n{one.reason}")
            together[one.record, one.part] = both
    return list(together.values())


def _answer(
    session: Session, package_id: str, state: State, note: str, found: Sequence[Item]
) -> Made:
    if any(letters(text) > LONGEST for text in (note, *(one.reason for one in found))):
        raise WrongChoiceError("Ý kiến hoặc lý do dài quá 4.000 chữ. Hãy viết gọn lại.")
    at = _moment(session, package_id)
    officer = working.now(session).name
    returns.keep(session, Said(package_id, state, officer, at, note), found)
    return intake.answer(session, package_id, state.value, note, found, at)


def _moment(session: Session, package_id: str) -> datetime:
    """Return now, but later than the answer before: the clock of this machine may go back."""
    now, before = clock.of(session).now().replace(microsecond=0), of(session, package_id)
    return now if before is None else max(now, before.at + timedelta(seconds=1))


def _report(session: Session, entry: Entry) -> Report | None:
    span = Period("", settings.read(session).rule, *_days(entry))
    found = reports.versions(session, span)
    return next((one for one in found if one.digest == entry.digest), None)


def _replaced(session: Session, report: Report) -> bool:
    now = reports.current(session, report.period)
    return now is not None and now.version > report.version


def _asked_of(session: Session, report: Report, said: Said) -> Iterator[Asked]:
    entry = ledger.get(session, said.package_id)
    assert entry is not None
    if said.note:
        whole = Item("", "", said.note)
        yield Asked(whole, Kind.NOTE, "Ý kiến chung", said.by, None, report.period,
                    report.version, report.in_force, done=False)  # fmt: skip
    sent = _Sent(session, report)
    for item in items(session, said.package_id):
        kind, title, field, day = label(session, entry.unit_id, item)
        yield Asked(item, kind, title, field, day, report.period, report.version,
                    report.in_force, sent.differs(session, kind, entry.unit_id, item))  # fmt: skip


class _Sent:
    """What was sent of a report, to see what differs by now."""

    def __init__(self, session: Session, report: Report) -> None:
        content = gzip.decompress(reports.content(session, report))
        lines: list[dict[str, Any]] = [json.loads(line) for line in content.splitlines()[1:]]
        self._period = report.period
        self._revisions = {one["id"]: one["revision"] for one in lines if one["type"] == "activity"}
        self._texts = next((one for one in lines if one["type"] == "narrative"), {})
        self._figures = [
            (one["indicator"], one["part"], one["value"])
            for one in lines
            if one["type"] == "figure"
        ]

    def differs(self, session: Session, kind: Kind, unit_id: str, item: Item) -> bool:
        """Return whether the record is another than was sent."""
        if kind is Kind.ACTIVITY:
            now = activities.get(session, unit_id, item.record)
            return now.revision != self._revisions.get(item.record)
        if kind is Kind.NARRATIVE:
            written = getattr(narratives.of(session, self._period), item.record)
            return bool(written != self._texts.get(item.record, ""))
        return kind is Kind.INDICATOR and self._figure_differs(session, item.record)

    def _figure_differs(self, session: Session, code: str) -> bool:
        found = totals.totals(session, self._period).indicators
        now = [
            (one.indicator, one.part, one.value)
            for one in values.figure_records({code: found[code]} if code in found else {})
        ]
        return now != [one for one in self._figures if one[0] == code]
