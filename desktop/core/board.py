"""Who has to report for a period and how far each unit's report has come (tình hình nộp báo cáo).

Reading only, in a number of queries that does not depend on how many units there are. "Không phát
sinh" is not 0: such a unit has reported, with its reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import PackageRow
from desktop.core import board_rows, clock, deadlines, pace, periods, plans, scopes, settings
from desktop.core.board_rows import Arrived, Paper, Refused, UnitFigures
from desktop.core.ledger import State
from desktop.core.pace import UnitPace
from desktop.core.periods import Period, Rule
from desktop.core.scopes import Scope
from desktop.core.texts import sort_key
from desktop.core.typed import show_date
from desktop.core.units import Unit


class Standing(StrEnum):
    """How far a unit's report has come, in the order in which it needs the officer."""

    WAITING = "waiting"
    UNKNOWN_KEY = "unknown_key"
    CONFLICT = "conflict"
    UNREADABLE = "unreadable"
    RETURNED = "returned"
    PAPER = "paper"
    MISSING = "missing"
    ACCEPTED = "accepted"


STANDING_NAMES = {
    Standing.WAITING: "Chờ duyệt",
    Standing.UNKNOWN_KEY: "Chờ đối chiếu mã",
    Standing.CONFLICT: "Hai bản khác nhau",
    Standing.UNREADABLE: "Lỗi gói",
    Standing.RETURNED: "Trả lại – chờ sửa",
    Standing.PAPER: "Từ giấy, chờ tệp",
    Standing.MISSING: "Chưa nộp",
    Standing.ACCEPTED: "Đã duyệt",
}
TROUBLE = (Standing.UNKNOWN_KEY, Standing.CONFLICT, Standing.UNREADABLE, Standing.RETURNED)
"""Sent, but something has to be done before it can be approved."""

NOT_SENT = (Standing.PAPER, Standing.MISSING)
_ORDER = tuple(Standing)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit in a period.

    `outside`: it has no duty to report any more (or never had), but has sent. `package_id` is the
    package its standing is about (empty: none), `came_on` the day that one came; `counted_id` the one
    whose figures are shown, which may be another while a person has to decide. `received_on` is
    the day the first of its packages came; `late`: after the deadline, or still missing after it (None: there is no deadline).
    `figures` are those taken in, else those of its paper; None while there are neither, and for a
    unit that reported that nothing was held (`nil`).
    `progress` is the part of its own targets reached, 0 to 1 (None: it has none), `needed` the part
    that it should have reached. `paper_version`: a newer one was read from paper, without its file.
    """

    unit: Unit
    standing: Standing
    outside: bool = False
    package_id: str = ""
    counted_id: str = ""
    version: int = 0
    received_on: date | None = None
    came_on: date | None = None
    answered_on: date | None = None
    late: bool | None = None
    figures: UnitFigures | None = None
    nil: bool = False
    nil_reason: str = ""
    progress: float | None = None
    needed: float | None = None
    warnings: int = 0
    refused_file: str = ""
    paper_version: int = 0
    became: str = ""

    @property
    def id(self) -> str:
        """Return what tells the line from others."""
        return self.unit.id

    @property
    def is_summed(self) -> bool:
        """Return whether a file of it was taken in; the figures of its paper are not summed."""
        return self.nil or (self.figures is not None and self.standing is not Standing.PAPER)

    @property
    def note(self) -> str:
        """Return what is remarkable, in a few words."""
        parts = ("Ngoài danh sách" if self.outside else "", self.became,
                 "Không phát sinh" if self.nil else "",
                 ("Nộp trễ" if self.received_on else "Quá hạn") if self.late else "",
                 f"{self.warnings} cảnh báo" if self.warnings else "",
                 f"Bản số {self.version}" if self.version > 1 else "",
                 f"Có giấy bản số {self.paper_version}" if self.paper_version else "")  # fmt: skip
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Counts:
    """How many units stand where; those outside the list are counted only as such."""

    expected: int
    accepted: int
    waiting: int
    trouble: int
    missing: int
    paper: int
    outside: int
    late: int
    nil: int

    @property
    def sent(self) -> int:
        """Return how many of the expected units have sent a file."""
        return self.accepted + self.waiting + self.trouble


@dataclass(frozen=True)
class Board:
    """The standing of all units in a period; lines in the order in which they need the officer.

    `due_on` is the last day on time, weekends and holidays considered. `pace` is the part of its
    targets that a unit should have reached on average (None: none has any).
    """

    period: Period
    today: date
    due_on: date | None
    lines: tuple[Line, ...]
    counts: Counts
    pace: float | None = None

    @property
    def days_left(self) -> int | None:
        """Return how many days are left; negative after the deadline, None without one."""
        return None if self.due_on is None else (self.due_on - self.today).days

    @property
    def summed(self) -> int:
        """Return how many of the expected units are in the totals; more may have sent a file."""
        return sum(one.is_summed for one in self.lines if not one.outside)

    def with_warnings(self, counts: Mapping[str, int]) -> "Board":
        """Return the board with how many activities of each waiting package ask for a look."""
        lines = (
            replace(one, warnings=counts.get(one.package_id, 0))
            if one.standing is Standing.WAITING
            else one
            for one in self.lines
        )
        return replace(self, lines=tuple(lines))

    def line(self, unit_id: str) -> Line | None:
        """Return the line of a unit."""
        return next((one for one in self.lines if one.unit.id == unit_id), None)


def read(session: Session, period: Period) -> Board:
    """Return the board of a period."""
    mine, today = settings.read(session), clock.of(session).today()
    deadline = deadlines.of_period(session, period)
    due_on = deadline.last_day if deadline else None
    known = {one.id: one for one in board_rows.below(session, mine.unit_id)}
    scope = scopes.read(session)
    seen = _Seen(session, scope, period, known, due_on, today)
    paces: tuple[UnitPace, ...] = ()
    if mine.plan_id:
        plan = plans.get(session, mine.plan_id)
        paces = pace.of_units(session, plan, today, scope=scope, last=period.last)
        seen.paces = {one.unit_id: one for one in paces}
    found = [seen.line(one) for one in known.values() if seen.belongs(one)]
    lines = tuple(sorted(found, key=_order))
    return Board(period, today, due_on, lines, _counts(lines), pace.mean_needed(paces))


def total(lines: Iterable[Line]) -> UnitFigures:
    """Return the sums of the files that were taken in; figures from paper are never added up."""
    found = [one.figures for one in lines if one.figures and one.standing is not Standing.PAPER]
    return UnitFigures(
        activities=sum(one.activities for one in found),
        sessions=_sum(one.sessions for one in found),
        attendees=_sum(one.attendees for one in found),
        households=_sum(one.households for one in found),
        incomplete=sum(one.incomplete for one in found),
    )


def _sum(values: Iterable[int | None]) -> int | None:
    known = [one for one in values if one is not None]
    return sum(known) if known else None


def offered(session: Session) -> list[Period]:
    """Return the periods to choose from, newest first: with packages, deadlines, and the usual ones."""
    mine, today = settings.read(session), clock.of(session).today()
    quarter = periods.containing(today, "Q", mine.rule)
    before = periods.previous(quarter)
    spans = session.execute(
        select(PackageRow.first, PackageRow.last)
        .where(PackageRow.direction == "in", PackageRow.kind == "report")
        .distinct()
    )
    found = [one.period for one in deadlines.all_of(session)]
    found += [named(first, last, mine.rule) for first, last in spans if first and last]
    found += [one for one in (quarter, before) if one]
    by_days = {(one.first, one.last): one for one in found}
    return sorted(by_days.values(), key=lambda one: (one.last, one.first), reverse=True)


def usual(session: Session) -> Period:
    """Return the period that is being collected: the newest of `offered` that is over."""
    known, today = offered(session), clock.of(session).today()
    whole = [one for one in known if ".." not in one.name] or known
    return next((one for one in whole if one.last < today), whole[0])


def named(first: date, last: date, rule: Rule) -> Period:
    """Return the period of these days under the name people know, or as a free range."""
    for kind in "QMHY":
        for by in (rule, Rule.ADMINISTRATIVE, Rule.CALENDAR):
            period = periods.containing(last, kind, by)
            if (period.first, period.last) == (first, last):
                return period
    return Period(f"{first}..{last}", rule, first, last)


@dataclass(frozen=True)
class Past:
    """How a unit reported for an earlier period."""

    period: Period
    version: int
    received_on: date
    accepted: bool
    late: bool | None


def history(session: Session, unit_id: str, limit: int = 4) -> list[Past]:
    """Return the last periods a unit sent a report for, newest first."""
    rule = settings.read(session).rule
    due = {(one.period.first, one.period.last): one.last_day for one in deadlines.all_of(session)}
    found: list[Past] = []
    everything = Period("", rule, date.min, date.max)
    spans: dict[tuple[date, date], list[Arrived]] = {}
    for one in board_rows.arrived(session, everything, unit_id).get(unit_id, []):
        spans.setdefault((one.first, one.last), []).append(one)
    for span in sorted(spans, key=lambda one: (one[1], one[0]), reverse=True)[:limit]:
        came, newest = spans[span], _newest_taken(spans[span]) or spans[span][-1]
        received_on = min(one.at for one in came).date()
        late = received_on > due[span] if span in due else None
        accepted = newest.answer == "accepted"
        found.append(Past(named(*span, rule), newest.version, received_on, accepted, late))
    return found


class _Seen:
    """Everything that was read of a period, and how it becomes a line."""

    def __init__(
        self,
        session: Session,
        scope: Scope,
        period: Period,
        known: Mapping[str, Unit],
        due_on: date | None,
        today: date,
    ) -> None:
        self._period, self._due_on, self._today = period, due_on, today
        self._arrived = board_rows.arrived(session, period)
        listed = [one for one in known.values() if one.is_valid(period.last)]
        self._expected = {one.id for one in listed}
        self._refused = board_rows.refused(session, period)
        self._papers = board_rows.papers(session, period)
        self._figures = board_rows.figures(session, scope, period)
        self._nil = board_rows.nil_reasons(session, period)
        self._became = board_rows.successors(session)
        self.paces: Mapping[str, UnitPace] = {}

    def belongs(self, unit: Unit) -> bool:
        """Return whether the unit has to report, or has sent although it has not."""
        sent = self._packages(unit.id) or unit.id in self._papers or unit.id in self._refused
        return unit.id in self._expected or bool(sent)

    def line(self, unit: Unit) -> Line:
        """Return where the unit stands."""
        came = self._packages(unit.id)
        taken, refusal, paper = (
            _newest_taken(came), self._refused.get(unit.id), self._papers.get(unit.id),
        )  # fmt: skip
        standing, about = _standing(came, taken, refusal, paper)
        figures = self._figures.get(unit.id) if taken else None
        nil = taken is not None and figures is None
        if standing is Standing.PAPER and paper:
            figures = paper.unit_figures()
        received_on = min(one.at for one in came).date() if came else None
        own = self.paces.get(unit.id) if taken and not nil else None
        outside = unit.id not in self._expected
        became, on = self._became.get(unit.id, ("", None)) if outside else ("", None)
        return Line(
            unit=unit, standing=standing, outside=outside, received_on=received_on,
            package_id=about.id if about else "", counted_id=taken.id if taken else "",
            version=_version(about, refusal, paper),
            answered_on=_day(about.answered_at) if about else None,
            came_on=_day(about.at) if about else received_on,
            late=self._is_late(received_on), figures=figures,
            nil=nil, nil_reason=self._nil.get(unit.id, "") if nil else "",
            progress=own.done or 0.0 if own else None, needed=own.needed if own else None,
            paper_version=paper.version if paper and taken and paper.version > taken.version else 0,
            refused_file=refusal.file_name if refusal and standing is Standing.UNREADABLE else "",
            became=f"Đã nhập vào {became} từ {show_date(on)}" if on else "",
        )  # fmt: skip

    def _packages(self, unit_id: str) -> list[Arrived]:
        """Return the unit's reports of exactly these days; of a dissolved one also of fewer days."""
        span = (self._period.first, self._period.last)
        return [
            one
            for one in self._arrived.get(unit_id, ())
            if (one.first, one.last) == span or unit_id not in self._expected
        ]

    def _is_late(self, received_on: date | None) -> bool | None:
        if self._due_on is None:
            return None
        return (received_on or self._today) > self._due_on


def _newest_taken(came: Iterable[Arrived]) -> Arrived | None:
    taken = [one for one in came if one.state == State.TAKEN]
    return max(taken, key=lambda one: (one.last, one.version), default=None)


def _standing(
    came: list[Arrived], taken: Arrived | None, refusal: Refused | None, paper: Paper | None
) -> tuple[Standing, Arrived | None]:
    """Return the standing and the package it is about: what is newer than was taken asks first.

    A package of an unknown key asks nothing of a unit whose same version was taken.
    """
    newest = taken.version if taken else 0
    for state, standing, least in (
        (State.CONFLICT, Standing.CONFLICT, newest),
        (State.QUARANTINE, Standing.UNKNOWN_KEY, newest + 1),
    ):
        parked = [one for one in came if one.state == state and one.version >= least]
        if parked:
            return standing, parked[-1]
    if refusal and (taken is None or refusal.version > taken.version):
        return Standing.UNREADABLE, taken
    if taken is None:
        return (Standing.PAPER if paper else Standing.MISSING), None
    by_answer = {"accepted": Standing.ACCEPTED, "returned": Standing.RETURNED}
    return by_answer.get(taken.answer or "", Standing.WAITING), taken


def _version(about: Arrived | None, refusal: Refused | None, paper: Paper | None) -> int:
    if about is not None:
        return about.version
    return paper.version if paper else refusal.version if refusal else 0


def _counts(lines: Iterable[Line]) -> Counts:
    listed = [one for one in lines if not one.outside]
    outside = sum(1 for one in lines if one.outside)

    def count(*wanted: Standing) -> int:
        return sum(1 for one in listed if one.standing in wanted)

    return Counts(
        expected=len(listed), accepted=count(Standing.ACCEPTED), waiting=count(Standing.WAITING),
        trouble=count(*TROUBLE), missing=count(*NOT_SENT), paper=count(Standing.PAPER),
        outside=outside, late=sum(1 for one in listed if one.late),
        nil=sum(1 for one in listed if one.nil),
    )  # fmt: skip


def _order(line: Line) -> tuple[int, bool, bool, object]:
    late_first = not line.late
    return _ORDER.index(line.standing), late_first, line.outside, sort_key(line.unit.name)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
