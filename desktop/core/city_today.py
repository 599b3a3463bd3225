"""The consolidating unit's first page: what is next, who is behind, what came in. Reading only.

The number of statements does not depend on how many units and activities there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from db.rows import IntakeRow, PackageRow, RefusalRow
from desktop.core import (
    board,
    clock,
    deadlines,
    ledger,
    measures,
    pace,
    plans,
    scopes,
    settings,
    sums,
    today_parts,
)
from desktop.core.board import Board
from desktop.core.charts import ChartData
from desktop.core.ledger import State
from desktop.core.listing import Filter
from desktop.core.measures import Measure
from desktop.core.pace import Pace, UnitPace
from desktop.core.periods import Period
from desktop.core.plans import Plan
from desktop.core.today import Lead, Next, keep_safe
from desktop.core.today_parts import Backup, Coverage
from desktop.core.typed import show_date, show_number

CAME = 6
"""So many of the last takings in are shown."""
SOON_DAYS = 7


@dataclass(frozen=True)
class Came:
    """A taking in: when and from where, how many packages of it are kept, wait, and were refused.

    `unused` of those kept are not in use: another version, or the other of two, is.
    """

    id: str
    at: datetime
    place: str
    packages: int
    parked: int
    refused: int
    undone: bool
    unused: int = 0


@dataclass(frozen=True)
class Deadline:
    """A deadline that is not long past: its period, the last day on time, the days left."""

    period: Period
    last_day: date
    days_left: int


@dataclass(frozen=True)
class CityToday:
    """Everything the page shows; `board` is that of the period being collected.

    `receipts` wait for a stick, `parked` packages for a person.
    """

    day: date
    plan: Plan | None
    window: Period
    next: Next
    board: Board
    sessions: Measure
    people: Measure
    paces: tuple[Pace, ...]
    units: tuple[UnitPace, ...]
    months: ChartData
    audience: ChartData
    came: tuple[Came, ...]
    parked: int
    receipts: int
    deadlines: tuple[Deadline, ...]
    backup: Backup
    filter: Filter


def read(session: Session) -> CityToday:
    """Return what the first page shows today."""
    mine, scope, day = settings.read(session), scopes.read(session), clock.of(session).today()
    plan = plans.get(session, mine.plan_id) if mine.plan_id else None
    window = pace.window(plan, day, is_city=True)
    summed = sums.by_channel(session, scope, window)
    by_channel = summed[0]
    paces = pace.read(session, plan, day, scope=scope, summed=summed) if plan else ()
    span = Filter(unit_id="", first=window.first, last=window.last)
    found = CityToday(
        day=day, plan=plan, window=window, next=_NOTHING,
        board=board.read(session, board.usual(session)),
        sessions=measures.sessions(paces, by_channel, span),
        people=measures.people(paces, by_channel, span),
        paces=paces, units=pace.of_units(session, plan, day, scope=scope) if plan else (),
        months=today_parts.months(session, scope, plan.window if plan else window, day),
        audience=measures.audience(by_channel),
        came=came(session), parked=ledger.count_parked(session), receipts=_count_receipts(session),
        deadlines=tuple(_deadlines(session, day)), backup=today_parts.backup(session, day),
        filter=span,
    )  # fmt: skip
    return replace(found, next=next_task(found))


@dataclass(frozen=True)
class Second:
    """What the page shows a moment later: it is read from all activities, not from their sums."""

    money: Measure
    coverage: Coverage


def second(session: Session, found: CityToday) -> Second:
    """Return the money spent this budget year and how many hamlets were reached."""
    scope = scopes.read(session)
    return Second(
        measures.money(session, scope, found.filter, found.window.last.year, found.day),
        today_parts.coverage(session, scope, found.window, found.day),
    )


def next_task(found: CityToday) -> Next:
    """Return the most pressing task: packages that wait for a person, answers, who is missing."""
    for make in (_decide, _approve, _urge, _hand_out, _collect, _keep_safe):
        if made := make(found):
            return made
    return replace(_NOTHING, text="Hôm nay không có việc gấp.")


_NOTHING = Next("", "Xem tình hình nộp", Lead.BOARD, "ok")


def _decide(found: CityToday) -> Next | None:
    if not found.parked:
        return None
    text = f"{show_number(found.parked)} gói chờ đối chiếu mã hoặc chọn bản đúng, chưa được cộng."
    return Next(text, "Xem các gói này", Lead.USB)


def _approve(found: CityToday) -> Next | None:
    period, waiting = found.board.period, found.board.counts.waiting
    if not waiting:
        return None
    text = f"{show_number(waiting)} đơn vị chờ duyệt báo cáo {period.title}."
    return Next(f"{text} {_left(found)}".strip(), "Duyệt báo cáo", Lead.BOARD, "warn", period)


def _urge(found: CityToday) -> Next | None:
    """Return who is to be reminded once the deadline is over."""
    period, missing, left = found.board.period, found.board.counts.missing, found.board.days_left
    if not missing or left is None or left >= 0:
        return None
    text = f"{show_number(missing)} đơn vị chưa nộp báo cáo {period.title}, quá hạn {-left} ngày."
    return Next(text, "Đôn đốc đơn vị", Lead.BOARD, "bad", period)


def _hand_out(found: CityToday) -> Next | None:
    if not found.receipts:
        return None
    text = f"{show_number(found.receipts)} biên nhận chờ ghi ra USB của đơn vị."
    return Next(text, "Ghi biên nhận", Lead.USB, "info")


def _collect(found: CityToday) -> Next | None:
    period, missing, left = found.board.period, found.board.counts.missing, found.board.days_left
    if not missing or left is None or left > SOON_DAYS:
        return None
    text = f"{show_number(missing)} đơn vị chưa nộp báo cáo {period.title}. {_left(found)}"
    return Next(text.strip(), "Xem tình hình nộp", Lead.BOARD, "info", period)


def _keep_safe(found: CityToday) -> Next | None:
    return keep_safe(found.backup, found.day)


def _left(found: CityToday) -> str:
    due_on, left = found.board.due_on, found.board.days_left
    if due_on is None or left is None:
        return ""
    words = (
        f"còn {left} ngày" if left > 0 else "hết hạn hôm nay" if not left else f"quá {-left} ngày"
    )
    return f"Hạn nộp: {show_date(due_on)}, {words}."


def came(session: Session, limit: int = CAME) -> tuple[Came, ...]:
    """Return the newest takings in and what came of them, without decisions: nothing came then."""
    brought = or_(
        IntakeRow.undone_at.is_not(None),
        exists().where(PackageRow.intake_id == IntakeRow.id),
        exists().where(RefusalRow.intake_id == IntakeRow.id),
    )
    rows = session.execute(
        select(IntakeRow.id, IntakeRow.at, IntakeRow.place, IntakeRow.undone_at)
        .where(brought)
        .order_by(IntakeRow.at.desc())
        .limit(limit)
    ).all()
    states, refused = ledger.of_intakes(session, [row.id for row in rows])
    return tuple(_came(row, states.get(row.id, {}), refused.get(row.id, 0)) for row in rows)


def _came(row: Any, states: Mapping[State, int], refused: int) -> Came:
    parked = sum(states.get(one, 0) for one in ledger.PARKED)
    taken = sum(states.values()) - parked
    undone, unused = row.undone_at is not None, states.get(State.ARCHIVED, 0)
    return Came(row.id, row.at, row.place, taken, parked, refused, undone, unused)


def _count_receipts(session: Session) -> int:
    """Return how many units' receipts wait: the last word on each package counts alone."""
    newest = (
        select(PackageRow.reason, func.max(PackageRow.version).label("version"))
        .where(PackageRow.kind == "receipt", PackageRow.direction == "out")
        .group_by(PackageRow.reason)
        .subquery()
    )
    query = (
        select(func.count())
        .select_from(PackageRow)
        .join(
            newest,
            (newest.c.reason == PackageRow.reason) & (newest.c.version == PackageRow.version),
        )
        .where(PackageRow.kind == "receipt", PackageRow.direction == "out")
        .where(PackageRow.state == State.MADE)
    )
    return session.scalar(query) or 0


def _deadlines(session: Session, day: date) -> Iterable[Deadline]:
    """Yield the deadlines from two weeks ago on."""
    for one in deadlines.all_of(session):
        left = (one.last_day - day).days
        if left >= -14:
            yield Deadline(one.period, one.last_day, left)
