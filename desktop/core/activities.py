"""Outreach activities (hoạt động, buổi truyền thông): what one is, and keeping them.

Only kept through `save`, `withdraw`, `restore`, so history and the search index stay true.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db import bulk, search
from db.rows import (
    ActivityHamletRow,
    ActivityLanguageRow,
    ActivityPartnerRow,
    ActivityRow,
    ActivitySpeakerRow,
    ActivityTopicRow,
    AttendanceRow,
    ExpenseRow,
    HistoryRow,
    PaperChoiceRow,
    VoucherRow,
)
from desktop.core import clock, history, reports, search_words
from desktop.core.errors import ConflictError, NotFoundError
from desktop.core.ids import new_id
from desktop.core.search_words import Names
from desktop.core.texts import nfc, nfc_lines


class Status(StrEnum):
    """Where an activity stands."""

    DRAFT = "DRAFT"
    HELD = "HELD"
    COMPLETE = "COMPLETE"
    WITHDRAWN = "WITHDRAWN"


STATUS_NAMES = {
    Status.DRAFT: "Bản nháp",
    Status.HELD: "Thiếu hồ sơ",
    Status.COMPLETE: "Đủ hồ sơ",
    Status.WITHDRAWN: "Đã thu hồi",
}

COUNTED = (Status.HELD, Status.COMPLETE)
"""Drafts and withdrawn activities are in no figure."""

PEOPLE = ("attendees", "women", "minority", "officials")
HOUSEHOLDS = ("poor", "near_poor", "escaped", "other_households")
QUANTITIES = ("items", "airings", "minutes", "area_m2", "views", *PEOPLE, *HOUSEHOLDS)
_AT_ONCE = 500
_LINE_TEXTS = ("title", "venue", "host_event", "chair", "secretary")
_LONG_TEXTS = ("result", "difficulties", "note")


@dataclass(frozen=True)
class Expense:
    """What an activity cost: whole đồng (None: not known) and who pays (code of payers).

    `item` is a code of expenditure_items, `fund_id` a fund of the own unit, `voucher` the number
    and day of the paper; of other units only the item is known.
    """

    payer: str
    amount: int | None = None
    item: str | None = None
    fund_id: str | None = None
    voucher: str = ""


EXPENSE = tuple(one.name for one in fields(Expense))


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One outreach activity of a unit (buổi truyền thông).

    None means "not filled in" and is never 0. `topics[0]` is the main topic; hamlets and
    speakers are ids. `minutes` is per airing for broadcasts, in all elsewhere. A household
    figure counts households present. Set only the fields that the channel owns. A joint
    activity (phối hợp) is led by `organiser_id` (None: this unit) and held with `partners`.
    """

    unit_id: str
    channel: str
    held_on: date
    title: str = ""
    until_on: date | None = None
    started_at: time | None = None
    ended_at: time | None = None
    hamlets: tuple[str, ...] = ()
    venue: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    host_event: str = ""
    organiser_id: str | None = None
    partners: tuple[str, ...] = ()
    chair: str = ""
    secretary: str = ""
    speakers: tuple[str, ...] = ()
    items: int | None = None
    airings: int | None = None
    minutes: int | None = None
    area_m2: Decimal | None = None
    views: int | None = None
    attendees: int | None = None
    women: int | None = None
    minority: int | None = None
    officials: int | None = None
    poor: int | None = None
    near_poor: int | None = None
    escaped: int | None = None
    other_households: int | None = None
    expenses: tuple[Expense, ...] = ()
    result: str = ""
    difficulties: str = ""
    note: str = ""
    status: Status = Status.HELD
    id: str = field(default_factory=new_id)
    revision: int = 0


PARTS: dict[str, tuple[Any, str]] = {
    "topics": (ActivityTopicRow, "topic"),
    "hamlets": (ActivityHamletRow, "hamlet_id"),
    "speakers": (ActivitySpeakerRow, "speaker_id"),
    "languages": (ActivityLanguageRow, "language"),
    "partners": (ActivityPartnerRow, "partner_id"),
}
COLUMNS = tuple(
    one.name for one in fields(Activity) if one.name not in (*PARTS, "expenses", "revision")
)


def save(session: Session, activity: Activity, import_id: str | None = None) -> Activity:
    """Keep the activity, new (revision 0) or changed; return it as it is kept now.

    It must be free of stopping problems (problems.problems). Raises ConflictError when it was
    changed since it was read, NotFoundError when it is not there any more.
    """
    activity = tidy(activity)
    before = _find(session, activity.unit_id, activity.id)
    reports.require_open(session, [one.held_on for one in (before, activity) if one])
    if activity.revision == 0 and before is None:
        return _insert(session, [activity], import_id)[0]
    if before is None:
        raise NotFoundError
    if before.revision != activity.revision:
        raise ConflictError(before.revision)
    changes = differences(before, activity)
    if not changes:
        return before
    kept = replace(activity, revision=before.revision + 1)
    words = _words(kept, _names(session, [kept]))
    search_id = search.keep(session, _search_id(session, kept), words)
    session.execute(
        update(ActivityRow)
        .where(ActivityRow.unit_id == kept.unit_id, ActivityRow.id == kept.id)
        .values(**_row(kept, clock.of(session).now()), search_id=search_id)
    )
    _delete_parts(session, kept.unit_id, [kept.id])
    _insert_parts(session, [kept])
    history.note(session, "activity", kept.id, "changed", changes)
    return kept


def save_many(
    session: Session, new: Sequence[Activity], import_id: str | None = None
) -> list[Activity]:
    """Keep many new activities at once, as `save` would, with few statements."""
    reports.require_open(session, [one.held_on for one in new])
    return _insert(session, [tidy(one) for one in new], import_id)


def get(session: Session, unit_id: str, activity_id: str) -> Activity:
    """Return one activity. Raises NotFoundError."""
    found = _find(session, unit_id, activity_id)
    if found is None:
        raise NotFoundError
    return found


def counted(session: Session, unit_id: str, first: date, last: date) -> list[str]:
    """Return the ids of the activities of these days that count, oldest first."""
    query = (
        select(ActivityRow.id)
        .where(ActivityRow.unit_id == unit_id, ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(first, last))
        .order_by(ActivityRow.held_on, ActivityRow.id)
    )
    return list(session.scalars(query))


def withdraw(session: Session, unit_id: str, activity_id: str) -> Activity:
    """Take an activity out of all figures (thu hồi); it stays in the register."""
    return _set_status(session, unit_id, activity_id, Status.WITHDRAWN, "withdrawn")


def restore(session: Session, unit_id: str, activity_id: str) -> Activity:
    """Bring a withdrawn activity back as it was; any other stays as it is."""
    before = get(session, unit_id, activity_id)
    if before.status is not Status.WITHDRAWN:
        return before
    events = history.of(session, "activity", activity_id)
    old = next((e.changes["status"][0] for e in events if e.deed == "withdrawn"), Status.HELD)
    return _set_status(session, unit_id, activity_id, Status(old), "restored")


def remove(session: Session, unit_id: str, activity_ids: list[str]) -> None:
    """Delete activities never sent nor changed, with their papers: only to undo an import."""
    for start in range(0, len(activity_ids), _AT_ONCE):
        some = activity_ids[start : start + _AT_ONCE]
        days = select(ActivityRow.held_on).where(
            ActivityRow.unit_id == unit_id, ActivityRow.id.in_(some)
        )
        reports.require_open(session, session.scalars(days))
    drop(session, unit_id, activity_ids)
    history.note_many(session, "activity", activity_ids, "removed")


def drop(session: Session, unit_id: str, activity_ids: Sequence[str]) -> None:
    """Take rows and their parts away without asking or noting: for `remove` and for snapshots."""
    for start in range(0, len(activity_ids), _AT_ONCE):
        some = activity_ids[start : start + _AT_ONCE]
        wanted = (ActivityRow.unit_id == unit_id, ActivityRow.id.in_(some))
        search.forget(session, session.scalars(select(ActivityRow.search_id).where(*wanted)).all())
        _delete_parts(session, unit_id, some, (AttendanceRow, PaperChoiceRow, VoucherRow))
        session.execute(delete(ActivityRow).where(*wanted))


def add(
    session: Session, new: Sequence[Activity], names: Names, import_id: str | None = None
) -> None:
    """Write many activities as they come, by few statements, without asking or noting."""
    if not new:
        return
    now = clock.of(session).now()
    found = search.keep_many(session, [_words(one, names) for one in new])
    rows = ((*_values(one), import_id, row, now) for one, row in zip(new, found, strict=True))
    columns = (*COLUMNS, "revision", "import_id", "search_id", "changed_at")
    bulk.insert(session, _table(ActivityRow), columns, rows)
    _insert_parts(session, new)


def tidy(activity: Activity) -> Activity:
    """Return the activity with its texts composed (NFC), cleaned, and lists without repeats."""
    cleaned: dict[str, Any] = {name: nfc(getattr(activity, name)) for name in _LINE_TEXTS}
    cleaned |= {name: nfc_lines(getattr(activity, name)) for name in _LONG_TEXTS}
    cleaned |= {name: tuple(dict.fromkeys(getattr(activity, name))) for name in PARTS}
    return replace(activity, **cleaned)


def differences(before: Activity, after: Activity) -> dict[str, list[Any]]:
    """Return {field: [old, new]} of what was changed, as JSON can hold it."""
    return {
        one.name: [_plain(getattr(before, one.name)), _plain(getattr(after, one.name))]
        for one in fields(Activity)
        if one.name != "revision" and getattr(before, one.name) != getattr(after, one.name)
    }


def _insert(
    session: Session, activities: Sequence[Activity], import_id: str | None
) -> list[Activity]:
    kept = [replace(one, revision=one.revision or 1) for one in activities]
    add(session, kept, _names(session, kept), import_id)
    deed = "imported" if import_id else "logged"
    history.note_many(session, "activity", [one.id for one in kept], deed)
    return kept


def _row(activity: Activity, now: datetime) -> dict[str, Any]:
    row = dict(zip((*COLUMNS, "revision"), _values(activity), strict=True))
    return row | {"status": str(activity.status), "changed_at": now}


_values = attrgetter(*COLUMNS, "revision")


def _insert_parts(session: Session, activities: Sequence[Activity]) -> None:
    for name, (kind, column) in PARTS.items():
        rows = [
            (one.unit_id, one.id, position, value)
            for one in activities
            for position, value in enumerate(getattr(one, name))
        ]
        bulk.insert(session, _table(kind), (*_PART, column), rows)
    expenses = [
        (one.unit_id, one.id, position, *_expense_values(expense))
        for one in activities
        for position, expense in enumerate(one.expenses)
    ]
    bulk.insert(session, _table(ExpenseRow), (*_PART, *EXPENSE), expenses)


_PART = ("unit_id", "activity_id", "position")
_expense_values = attrgetter(*EXPENSE)


def _table(kind: Any) -> Any:
    return kind.__table__


def _delete_parts(
    session: Session, unit_id: str, activity_ids: Sequence[str], more: Sequence[Any] = ()
) -> None:
    for kind in (*(kind for kind, _ in PARTS.values()), ExpenseRow, *more):
        session.execute(
            delete(kind).where(kind.unit_id == unit_id, kind.activity_id.in_(activity_ids))
        )


def _find(session: Session, unit_id: str, activity_id: str) -> Activity | None:
    row = session.get(ActivityRow, (unit_id, activity_id), populate_existing=True)
    if row is None:
        return None
    parts: dict[str, Any] = {}
    for name, (kind, column) in PARTS.items():
        parts[name] = tuple(
            session.scalars(
                select(getattr(kind, column))
                .where(kind.unit_id == unit_id, kind.activity_id == activity_id)
                .order_by(kind.position)
            )
        )
    expenses = session.execute(
        select(*(getattr(ExpenseRow, name) for name in EXPENSE))
        .where(ExpenseRow.unit_id == unit_id, ExpenseRow.activity_id == activity_id)
        .order_by(ExpenseRow.position)
    )
    values = {name: getattr(row, name) for name in COLUMNS} | parts
    values["status"] = Status(row.status)
    return Activity(
        **values, expenses=tuple(Expense(*one) for one in expenses), revision=row.revision
    )


def _set_status(
    session: Session, unit_id: str, activity_id: str, status: Status, deed: str
) -> Activity:
    before = get(session, unit_id, activity_id)
    if before.status is status:
        return before
    reports.require_open(session, [before.held_on])
    after = replace(before, status=status, revision=before.revision + 1)
    session.execute(
        update(ActivityRow)
        .where(ActivityRow.unit_id == unit_id, ActivityRow.id == activity_id)
        .values(status=str(status), revision=after.revision, changed_at=clock.of(session).now())
    )
    history.note(session, "activity", activity_id, deed, differences(before, after))
    return after


def _search_id(session: Session, activity: Activity) -> int | None:
    return session.scalar(
        select(ActivityRow.search_id).where(
            ActivityRow.unit_id == activity.unit_id, ActivityRow.id == activity.id
        )
    )


def _names(session: Session, activities: Sequence[Activity]) -> Names:
    hamlets = [key for one in activities for key in one.hamlets]
    return search_words.read(session, hamlets, [key for one in activities for key in one.speakers])


def _words(one: Activity, names: Names) -> str:
    texts = (one.title, one.venue, one.host_event, one.note)
    return names.words(texts, one.channel, one.topics, one.hamlets, one.speakers, one.held_on)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Expense):
        more = [value.item, value.fund_id, value.voucher]
        return [value.payer, value.amount, *(more if any(more) else ())]
    if isinstance(value, date | time | datetime | Decimal | StrEnum):
        return str(value)
    return value


def last_saved_at(session: Session) -> datetime | None:
    """Return when the register was last changed."""
    return session.scalar(select(HistoryRow.at).order_by(HistoryRow.id.desc()).limit(1))
