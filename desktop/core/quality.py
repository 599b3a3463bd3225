"""What a consolidating unit should ask its units about the figures of a period. Reading only.

Each finding is a sentence with the unit, the record and what to ask. A finding is a question, not
a judgement: nothing is changed or left out because of it.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.rows import ActivityRow
from desktop.core import (
    activities,
    catalogue,
    funds,
    outreach_figures,
    problems,
    quality_twins,
    scopes,
    unit_sums,
    units,
    unusual,
)
from desktop.core.activities import COUNTED, HOUSEHOLDS, PEOPLE
from desktop.core.funds import Flow
from desktop.core.listing import Filter, UnitDays
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.core.scopes import Scope
from desktop.core.texts import fold
from desktop.core.typed import show_date, show_number
from desktop.core.unusual import Usual

MOST = 200
"""Findings of one kind that are listed; the rest is counted."""
_ROUND_FROM, _ROUND_SHARE, _ROUND_EXPECTED = 15, 0.6, 0.2


class Kind(StrEnum):
    """What is odd about the figures."""

    ARITHMETIC = "arithmetic"
    OUTLIER = "outlier"
    TWIN = "twin"
    JOINT = "joint"
    ROUND = "round"
    OUTSIDE = "outside"
    FUND = "fund"


KIND_NAMES = {
    Kind.ARITHMETIC: "Số không khớp nhau",
    Kind.OUTLIER: "Khác thường so với chính đơn vị",
    Kind.TWIN: "Có thể một buổi ghi ở hai đơn vị",
    Kind.JOINT: "Phối hợp nhưng thiếu đơn vị chủ trì",
    Kind.ROUND: "Thói quen làm tròn số",
    Kind.OUTSIDE: "Đơn vị ngoài phạm vi",
    Kind.FUND: "Có thể một nguồn tiền ghi ở hai cấp",
}


@dataclass(frozen=True)
class Finding:
    """A question to a unit: what is odd (`text`), what to ask, and the activities it is about."""

    kind: Kind
    unit_id: str
    unit: str
    text: str
    ask: str
    filter: Filter
    activity_ids: tuple[str, ...] = ()

    @property
    def id(self) -> tuple[str, str, str]:
        """Return what tells the finding from others."""
        return (self.kind, self.unit_id, self.text)


@dataclass(frozen=True)
class Quality:
    """The findings of a period by kind, and how many of each kind there are in all."""

    period: Period
    findings: tuple[Finding, ...]
    counts: Mapping[Kind, int]


@dataclass(frozen=True)
class _Reading:
    """What every check reads."""

    session: Session
    scope: Scope
    period: Period
    names: Mapping[str, str]
    channels: Mapping[str, catalogue.Channel]

    @property
    def where(self) -> tuple[ColumnElement[bool], ...]:
        """Return the condition of the counted activities of the period."""
        return (
            self.scope.has(ActivityRow.unit_id),
            ActivityRow.held_on.between(self.period.first, self.period.last),
            ActivityRow.status.in_(COUNTED),
        )

    def finding(
        self, kind: Kind, unit_id: str, text: str, ask: str, days: tuple[date, date] | None = None,
        ids: tuple[str, ...] = (), others: tuple[str, ...] = (), channel: str = "",
    ) -> Finding:  # fmt: skip
        """Return a finding that opens the activities of these units, days and channel."""
        first, last = days or (self.period.first, self.period.last)
        wanted = Filter(
            unit_id="" if others else unit_id, units=tuple(map(UnitDays, (unit_id, *others)))
            if others else (), first=first, last=last, channels=(channel,) if channel else (),
        )  # fmt: skip
        return Finding(kind, unit_id, self.names[unit_id], text, ask, wanted, ids)

    def record(self, row: Any) -> str:
        """Return "nói chuyện chuyên đề ngày 14/11/2024 “Chính sách nhà ở”"."""
        known = self.channels.get(row.channel)
        word = known.short_name.lower() if known else row.channel
        return f"{word} ngày {show_date(row.held_on)} “{row.title}”"


def read(session: Session, progress: Progress, period: Period) -> Quality:
    """Return what to ask about the period; `progress` counts the checks."""
    scope = scopes.read(session)
    reading = _Reading(
        session, scope, period, scopes.names(scope.units.values()),
        {one.code: one for one in catalogue.channels(session)},
    )  # fmt: skip
    found: list[Finding] = []
    counts: dict[Kind, int] = {}
    for kind, check in progress.each(list(_CHECKS.items()), "Đang xem số liệu"):
        counts[kind] = 0
        for one in check(reading):
            counts[kind] += 1
            if counts[kind] <= MOST:
                found.append(one)
    return Quality(period, tuple(found), counts)


def _arithmetic(reading: _Reading) -> Iterator[Finding]:
    """Find parts larger than their whole; the sentences are those of the form's checks."""
    total = ActivityRow.attendees
    parts = [getattr(ActivityRow, name) for name in (*PEOPLE[1:], *HOUSEHOLDS)]
    households = sum((func.coalesce(one, 0) for one in parts[3:]), cast(0, BigInteger))
    wrong = or_(
        *(one > total for one in parts), households > total,
        and_(total.is_(None), or_(*(one > 0 for one in parts[:3]))),
        ActivityRow.airings < ActivityRow.items,
    )  # fmt: skip
    rows = reading.session.execute(
        select(ActivityRow.unit_id, ActivityRow.id, ActivityRow.channel, ActivityRow.held_on,
               ActivityRow.title).where(*reading.where, wrong).order_by(*_ORDER)
    ).all()  # fmt: skip
    for row in rows:
        one = activities.get(reading.session, row.unit_id, row.id)
        said = problems.arithmetic(one)
        if said:
            yield reading.finding(
                Kind.ARITHMETIC, row.unit_id,
                f"{reading.names[row.unit_id]}, {reading.record(row)}: {said[0].text}",
                "Đề nghị đối chiếu biên bản, danh sách dự rồi sửa và gửi lại.",
                (row.held_on, row.held_on), (row.id,), channel=row.channel,
            )  # fmt: skip


def _outliers(reading: _Reading) -> Iterator[Finding]:
    """Find figures far from the unit's own (`unusual`), the history before the period included."""
    for name in unusual.FIELDS:
        column: ColumnElement[Any] = getattr(ActivityRow, name)
        query = (
            select(ActivityRow.unit_id, ActivityRow.channel, ActivityRow.held_on, ActivityRow.id, column)
            .where(reading.scope.has(ActivityRow.unit_id), ActivityRow.status.in_(COUNTED))
            .where(ActivityRow.held_on <= reading.period.last, column.is_not(None))
            .order_by(ActivityRow.unit_id)
        )  # fmt: skip
        for rows in _by_unit(reading.session.execute(query.execution_options(yield_per=10_000))):
            for row, number, known in _unusual(rows, reading.period):
                yield _outlier(reading, row, known.words(name, number))


def _outlier(reading: _Reading, row: Any, words: str) -> Finding:
    one = activities.get(reading.session, row.unit_id, row.id)
    return reading.finding(
        Kind.OUTLIER, row.unit_id, f"{reading.names[row.unit_id]}, {reading.record(one)}: {words}",
        "Đề nghị hỏi: số này có gõ thừa chữ số, hay gộp nhiều buổi?",
        (row.held_on, row.held_on), (row.id,), channel=row.channel,
    )  # fmt: skip


def _by_unit(rows: Any) -> Iterator[list[Any]]:
    """Yield the rows of one unit after the other."""
    some: list[Any] = []
    for row in rows:
        if some and some[0].unit_id != row.unit_id:
            yield some
            some = []
        some.append(row)
    if some:
        yield some


def _unusual(rows: list[Any], period: Period) -> Iterator[tuple[Any, int, Usual]]:
    """Yield row, figure and what is usual of what stands out among a unit's rows, by channel."""
    by_channel: dict[str, list[Any]] = {}
    for row in rows:
        by_channel.setdefault(row.channel, []).append(row)
    for some in by_channel.values():
        known = unusual.usual([row[4] for row in some])
        for row in some:
            if known and row.held_on in period and known.is_far(row[4]):
                yield row, row[4], known


def _rounded(reading: _Reading) -> Iterator[Finding]:
    """Find units most of whose numbers of people end in 0 or 5; by chance a fifth of them do."""
    ends = case((ActivityRow.attendees % 5 == 0, 1), else_=0)
    rows = reading.session.execute(
        select(ActivityRow.unit_id, func.count(), cast(func.sum(ends), BigInteger))
        .where(*reading.where, ActivityRow.attendees >= 10)
        .group_by(ActivityRow.unit_id)
        .order_by(ActivityRow.unit_id)
    )
    for unit_id, count, many in rows:
        chance = math.sqrt(_ROUND_EXPECTED * (1 - _ROUND_EXPECTED) * count)
        surprising = many - _ROUND_EXPECTED * count > 4 * chance
        if count >= _ROUND_FROM and many >= _ROUND_SHARE * count and surprising:
            yield reading.finding(
                Kind.ROUND, unit_id,
                f"{reading.names[unit_id]}: {many}/{count} số người dự ({round(100 * many / count)} %) "
                "tận cùng là 0 hoặc 5; đếm thật thì chỉ khoảng 20 %.",
                "Đề nghị hỏi: số người dự lấy từ danh sách ký tên hay ước lượng?",
            )  # fmt: skip


def _orphans(reading: _Reading) -> Iterator[Finding]:
    """Find parts of joint activities whose leader has none of that day and channel."""
    led = aliased(ActivityRow)
    leads = select(led.id).where(
        led.unit_id == ActivityRow.organiser_id, led.held_on == ActivityRow.held_on,
        led.channel == ActivityRow.channel, led.status.in_(COUNTED),
        or_(led.organiser_id.is_(None), led.organiser_id == led.unit_id),
    )  # fmt: skip
    rows = reading.session.execute(
        select(ActivityRow.unit_id, ActivityRow.id, ActivityRow.channel, ActivityRow.held_on,
               ActivityRow.title, ActivityRow.organiser_id)
        .where(*reading.where, unit_sums.is_part(), ~leads.exists())
        .order_by(*_ORDER)
    )  # fmt: skip
    for row in rows:
        leader = reading.names.get(row.organiser_id) or "đơn vị ngoài phạm vi tổng hợp"
        yield reading.finding(
            Kind.JOINT, row.unit_id,
            f"{reading.names[row.unit_id]}, {reading.record(row)}: ghi là {leader} chủ trì, nhưng "
            f"trong sổ {leader} không có buổi nào cùng ngày, cùng hình thức, nên buổi này chưa được "
            "tính ở đâu.",
            f"Đề nghị hỏi {leader} đã ghi buổi này chưa; nếu không phối hợp thì đơn vị bỏ ô chủ trì.",
            (row.held_on, row.held_on), (row.id,), channel=row.channel,
        )  # fmt: skip


def _twins(reading: _Reading) -> Iterator[Finding]:
    """Find activities of two units that look like one."""
    for one, other, because in quality_twins.find(reading.session, reading.where):
        yield reading.finding(
            Kind.TWIN, one.unit_id,
            f"{reading.names[one.unit_id]}, {reading.record(one)} và "
            f"{reading.names[other.unit_id]} “{other.title}” cùng ngày, cùng hình thức, {because}.",
            "Đề nghị hỏi hai đơn vị: nếu là một buổi phối hợp thì bên không chủ trì ghi đơn vị chủ trì.",
            (one.held_on, one.held_on), (one.id, other.id), (other.unit_id,), one.channel,
        )  # fmt: skip


def _outside(reading: _Reading) -> Iterator[Finding]:
    """Find units with activities of the period that are not among those added up."""
    query = (
        select(ActivityRow.unit_id, func.count())
        .where(ActivityRow.held_on.between(reading.period.first, reading.period.last))
        .where(ActivityRow.status.in_(COUNTED), ~reading.scope.has(ActivityRow.unit_id))
        .group_by(ActivityRow.unit_id)
    )
    for unit_id, count in reading.session.execute(query):
        unit = units.get(reading.session, unit_id)
        yield Finding(
            Kind.OUTSIDE, unit_id, unit.full_name,
            f"{unit.full_name} ({unit.code}): {show_number(count)} hoạt động đã nhận nhưng đơn vị "
            "không thuộc phạm vi tổng hợp nên không được cộng.",
            "Đề nghị xem đơn vị này nộp nhầm nơi, hay danh mục đơn vị chưa cập nhật.",
            Filter(unit_id=unit_id, first=reading.period.first, last=reading.period.last),
        )  # fmt: skip


def _funds(reading: _Reading) -> Iterator[Finding]:
    """Find the unit's own funds that units below have as well: money passed down counts twice."""
    session, scope, period = reading.session, reading.scope, reading.period
    counted = outreach_figures.programme_kinds(session)
    theirs: dict[tuple[int, str, str], list[tuple[str, int]]] = {}
    for unit_id, flows in outreach_figures.reported_flows(session, scope, period).items():
        for one in flows:
            theirs.setdefault(_called(one), []).append((unit_id, one.given))
    for one in funds.flows(session, period):
        there = theirs.get(_called(one), [])
        if one.kind in counted and one.year == period.last.year and one.given and there:
            said = ", ".join(
                f"{reading.names[key]} ({show_number(given)} đồng)" for key, given in there
            )
            yield reading.finding(
                Kind.FUND, scope.unit.id,
                f"{reading.names[scope.unit.id]}: nguồn “{one.name}” năm {one.year} "
                f"({show_number(one.given)} đồng) cũng có ở {said}. Tiền đã giao xuống mà còn ghi ở "
                "cấp mình thì được cộng hai lần vào kinh phí được giao.",
                "Đề nghị đối chiếu quyết định giao: ở sổ của mình chỉ ghi phần giữ lại để tự chi.",
                others=tuple(key for key, _ in there),
            )  # fmt: skip


def _called(fund: Flow) -> tuple[int, str, str]:
    return fund.year, fund.kind, fold(fund.name)


_ORDER = (ActivityRow.unit_id, ActivityRow.held_on, ActivityRow.id)
_CHECKS: Mapping[Kind, Callable[[_Reading], Iterator[Finding]]] = {
    Kind.ARITHMETIC: _arithmetic, Kind.OUTLIER: _outliers, Kind.TWIN: _twins,
    Kind.JOINT: _orphans, Kind.ROUND: _rounded, Kind.OUTSIDE: _outside, Kind.FUND: _funds,
}  # fmt: skip
