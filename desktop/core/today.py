"""The ward's first page (Hôm nay): what is next, in one sentence, and how everything stands.

Reading only, in statements whose number does not grow with the register. What needs a look at each
activity of a period (its report's steps, items mended) is `duties`, read once this stands.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ReportRow
from desktop.core import (
    deadlines,
    listing,
    measures,
    narratives,
    pace,
    periods,
    plans,
    scopes,
    settings,
    sums,
    today_parts,
)
from desktop.core.activities import Status
from desktop.core.charts import ChartData
from desktop.core.deadlines import Deadline
from desktop.core.listing import Filter
from desktop.core.measures import Measure as Measure
from desktop.core.pace import Pace
from desktop.core.periods import Period, Rule
from desktop.core.plans import Plan
from desktop.core.reports import State
from desktop.core.today_parts import Backup, Coverage, Day, Entry, Returned
from desktop.core.typed import show_date

SENT = (State.SENT, State.RECEIVED, State.ACCEPTED)
FORGOTTEN_DAYS = 365
"""A deadline that is older than this is not asked for any more."""
SOON_DAYS = 10
"""So many days before a deadline the steps of its report are the next task."""


class Lead(StrEnum):
    """Where a task leads."""

    REPORT = "report"
    """The page Báo cáo, at a period."""
    USB = "usb"
    PLAN = "plan"
    """The planned activities, to be confirmed."""
    ACTIVITIES = "activities"
    """The activities that a filter finds."""
    BACKUP = "backup"
    FORM = "form"
    """A new activity."""
    BOARD = "board"
    """The city's board of submissions, at a period."""


@dataclass(frozen=True)
class Next:
    """The next task: one sentence, the words of the link, where it leads; `tone` bad, warn, info, ok."""

    text: str
    link: str
    lead: Lead
    tone: str = "warn"
    period: Period | None = None
    filter: Filter | None = None
    words: str = ""


@dataclass(frozen=True)
class Due:
    """The report that is next: its period, the last day on time (None: not said), what it lacks.

    `locked` and `sent` are about the version in force; `lacking` activities have no papers yet.
    """

    period: Period
    last_day: date | None
    days_left: int | None
    working_days: int | None
    locked: bool
    sent: bool
    written: bool
    lacking: int


@dataclass(frozen=True)
class Today:
    """Everything the page shows. `window` are the days from the plan's first to today or its end."""

    day: date
    plan: Plan | None
    window: Period
    next: Next
    due: Due
    is_empty: bool
    sessions: Measure
    people: Measure
    households: Measure
    money: Measure
    paces: tuple[Pace, ...]
    months: ChartData
    audience: ChartData
    coverage: Coverage
    week: tuple[Day, ...]
    coming: tuple[Entry, ...]
    overdue: int
    overdue_since: date | None
    returned: tuple[Returned, ...]
    backup: Backup
    filter: Filter


def read(session: Session, day: date) -> Today:
    """Return what the first page shows on a day."""
    mine, scope = settings.read(session), scopes.read(session)
    plan = plans.get(session, mine.plan_id) if mine.plan_id else None
    window, unit_id = pace.window(plan, day), scope.unit.id
    year, summed = window.last.year, sums.by_channel(session, scope, window)
    by_channel = summed[0]
    paces = pace.read(session, plan, day, scope=scope, summed=summed) if plan else ()
    span = Filter(unit_id=unit_id, first=window.first, last=window.last)
    overdue, oldest = today_parts.overdue(session, unit_id, day)
    found = Today(
        day=day, plan=plan, window=window, next=_NOTHING,
        due=_due(session, unit_id, mine.rule, day),
        is_empty=not by_channel and listing.is_empty(session, unit_id),
        sessions=measures.sessions(paces, by_channel, span),
        people=measures.people(paces, by_channel, span),
        households=measures.households(session, by_channel, span, year),
        money=measures.money(session, scope, span, year, day), paces=paces,
        months=today_parts.months(session, scope, plan.window if plan else window, day),
        audience=measures.audience(by_channel),
        coverage=today_parts.coverage(session, scope, window, day),
        week=today_parts.week(session, unit_id, day),
        coming=today_parts.coming(session, unit_id, day), overdue=overdue, overdue_since=oldest,
        returned=today_parts.returned(session, mine.rule),
        backup=today_parts.backup(session, day), filter=span,
    )  # fmt: skip
    return replace(found, next=next_task(found))


def next_task(found: Today) -> Next:
    """Return the most pressing task: what was returned, what is late, what lacks, what comes next."""
    for make in (_mend, _late, _confirm, _papers, _step, _keep_safe, _begin):
        if made := make(found):
            return made
    return replace(_NOTHING, text=_nothing(found))


_NOTHING = Next("", "Ghi hoạt động", Lead.FORM, "ok")


def _mend(found: Today) -> Next | None:
    if not found.returned:
        return None
    one = found.returned[0]
    what = f"{one.items} mục phải sửa" if one.items else "đọc ý kiến và gửi lại"
    return Next(
        f"Cấp trên trả lại báo cáo {one.period.title}: {what}.", "Xem mục trả lại", Lead.REPORT,
        "bad", one.period,
    )  # fmt: skip


def _late(found: Today) -> Next | None:
    due = found.due
    if due.sent or due.last_day is None or due.days_left is None or due.days_left >= 0:
        return None
    text = (
        f"Báo cáo {due.period.title} quá hạn nộp {-due.days_left} ngày "
        f"(hạn {show_date(due.last_day)})"
    )
    if due.locked:
        return Next(f"{text}: đã khóa, chưa gửi.", "Ghi ra USB", Lead.USB, "bad", due.period)
    return Next(f"{text}.", "Làm báo cáo", Lead.REPORT, "bad", due.period)


def _confirm(found: Today) -> Next | None:
    if not found.overdue:
        return None
    oldest = found.overdue_since
    since = f", sớm nhất ngày {show_date(oldest)}" if oldest else ""
    return Next(
        f"{found.overdue} buổi dự kiến đã qua ngày mà chưa ghi{since}.",
        "Xác nhận các buổi", Lead.PLAN,
    )  # fmt: skip


def _papers(found: Today) -> Next | None:
    due = found.due
    if not due.lacking:
        return None
    wanted = Filter(
        unit_id=found.filter.unit_id, first=due.period.first, last=due.period.last,
        statuses=(Status.HELD,),
    )  # fmt: skip
    return Next(
        f"{due.lacking} hoạt động {due.period.title} chưa đủ hồ sơ (thiếu biên bản, danh sách hoặc ảnh). "
        f"{deadline_words(due)}".strip(),
        f"Xem {due.lacking} hoạt động này", Lead.ACTIVITIES, "warn", due.period, wanted,
        "hoạt động chưa đủ hồ sơ",
    )  # fmt: skip


def _step(found: Today) -> Next | None:
    """Return the next step of the report once its period is over or its deadline is near."""
    due = found.due
    is_near = due.days_left is not None and due.days_left <= SOON_DAYS
    if due.sent or found.is_empty or not (is_near or due.period.last < found.day):
        return None
    title, tail = due.period.title, deadline_words(due)
    if due.locked:
        text, link, lead = f"Báo cáo {title} đã khóa, chưa gửi.", "Ghi ra USB", Lead.USB
    elif due.written:
        text, link, lead = f"Xem trước và khóa báo cáo {title}.", "Mở báo cáo", Lead.REPORT
    else:
        text = f"Viết khó khăn, đề xuất cho báo cáo {title}."
        link, lead = "Mở báo cáo", Lead.REPORT
    return Next(f"{text} {tail}".strip(), link, lead, "info", due.period)


def _keep_safe(found: Today) -> Next | None:
    return keep_safe(found.backup, found.day)


def keep_safe(backup: Backup, day: date) -> Next | None:
    """Return a backup as the next task where one is due; the city's first page asks too."""
    if not backup.due:
        return None
    at = backup.at
    text = f"Đã {(day - at.date()).days} ngày chưa sao lưu." if at else "Sổ chưa được sao lưu."
    return Next(text, "Sao lưu ngay", Lead.BACKUP)


def _begin(found: Today) -> Next | None:
    if not found.is_empty:
        return None
    return Next(
        "Sổ chưa có hoạt động nào. Hãy ghi buổi đầu tiên, hoặc nhập từ Excel ở trang Hoạt động.",
        "Ghi hoạt động đầu tiên", Lead.FORM, "info",
    )  # fmt: skip


def _nothing(found: Today) -> str:
    text = "Hôm nay không có việc gấp."
    if found.coming:
        one = found.coming[0]
        when = "hôm nay" if one.day == found.day else f"ngày {show_date(one.day)}"
        return f"{text} Buổi dự kiến gần nhất: {when}, {one.title}."
    return f"{text} {deadline_words(found.due)}".strip()


def deadline_words(due: Due) -> str:
    """Return the deadline of the next report as a sentence; empty where none was set."""
    if due.last_day is None or due.days_left is None or due.sent:
        return ""
    left = (
        f"quá hạn {-due.days_left} ngày" if due.days_left < 0
        else "hết hạn hôm nay" if not due.days_left else f"còn {due.days_left} ngày"
    )  # fmt: skip
    return f"Hạn nộp báo cáo {due.period.title}: {show_date(due.last_day)}, {left}."


def _due(session: Session, unit_id: str, rule: Rule, day: date) -> Due:
    rows = session.execute(
        select(ReportRow.first, ReportRow.last, ReportRow.state)
        .where(ReportRow.state != State.REOPENED)
        .order_by(ReportRow.version)
    )
    states = {(row.first, row.last): State(row.state) for row in rows}
    wanted = _next_deadline(deadlines.all_of(session), states, day)
    period = wanted.period if wanted else _unsent_quarter(session, unit_id, rule, states, day)
    last_day = wanted.last_day if wanted else None
    state = states.get((period.first, period.last))
    said = narratives.of(session, period)
    lacking = listing.counts(session, [
        Filter(unit_id=unit_id, first=period.first, last=period.last, statuses=(Status.HELD,))
    ])[0]  # fmt: skip
    return Due(
        period, last_day, (last_day - day).days if last_day else None,
        today_parts.working_days(day, last_day) if last_day else None,
        state is not None, state in SENT, bool(said.difficulties or said.nil_reason), lacking,
    )  # fmt: skip


def _unsent_quarter(
    session: Session,
    unit_id: str,
    rule: Rule,
    states: dict[tuple[date, date], State],
    day: date,
) -> Period:
    """Return the quarter that ended lately and was logged but not sent; else that of the day."""
    now = periods.containing(day, "Q", rule)
    before = periods.containing(now.first - timedelta(days=1), "Q", rule)
    forgotten = (day - before.last).days > FORGOTTEN_DAYS
    if forgotten or states.get((before.first, before.last)) in SENT:
        return now
    logged = listing.counts(
        session, [Filter(unit_id=unit_id, first=before.first, last=before.last)]
    )
    return before if logged[0] else now


def _next_deadline(
    known: list[Deadline], states: dict[tuple[date, date], State], day: date
) -> Deadline | None:
    """Return the first deadline of days that have begun whose report was not sent."""
    since = day - timedelta(days=FORGOTTEN_DAYS)
    begun = [one for one in known if one.period.first <= day and one.last_day >= since]
    return next(
        (one for one in begun if states.get((one.period.first, one.period.last)) not in SENT), None
    )
