"""How a plan's targets stand today (tiến độ chỉ tiêu): done so far, needed by today, a verdict.

Reading only. What is needed by today is the target spread evenly over whole days, from the plan's
first day to the day it is due, today included, and rounded up (nothing while less than 1 is needed).
The figures are those of the report.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import IndicatorRow
from desktop.core import board_rows, scopes, sums, unit_sums
from desktop.core.catalogue import DIRECT, PRESS, PRINTED, VISUAL, attended
from desktop.core.listing import Filter
from desktop.core.periods import Period, Rule
from desktop.core.plans import Plan, Target
from desktop.core.scopes import Scope
from desktop.core.sums import RADIO, Sums
from desktop.core.texts import sort_key

AHEAD_FROM, SLIGHT_FROM = Decimal("1.2"), Decimal(2) / Decimal(3)
"""Of what is needed by today: from here it is ahead; below it and down to here slightly behind."""


class Verdict(StrEnum):
    """How a target stands; one that is common to all units is not held against one of them."""

    DONE = "done"
    """The target is reached."""
    AHEAD = "ahead"
    """At least a fifth more than is needed by today."""
    ON_TIME = "on_time"
    BEHIND = "behind"
    """At least two thirds of what is needed by today."""
    LATE = "late"
    """Less than that, or not reached on the day it was due."""
    COMMON = "common"


VERDICT_NAMES = {
    Verdict.DONE: "Hoàn thành",
    Verdict.AHEAD: "Vượt tiến độ",
    Verdict.ON_TIME: "Đúng tiến độ",
    Verdict.BEHIND: "Hơi chậm",
    Verdict.LATE: "Chậm",
    Verdict.COMMON: "Chỉ tiêu chung",
}
LATE = (Verdict.BEHIND, Verdict.LATE)

_SHORT = {
    "CT01": "Buổi truyền thông trực tiếp", "CT02": "Lượt người tham dự",
    "CT03": "Lượt nữ tham dự", "CT04": "Lượt người dân tộc thiểu số tham dự",
    "CT09": "Thôn, buôn, tổ dân phố có truyền thông", "CT10": "Tin, bài phát thanh",
    "CT11": "Lượt phát trên loa", "CT12": "Thời lượng phát thanh",
    "CT13": "Phát thanh tiếng Ê-đê, M'nông", "CT14": "Pa-nô, băng rôn, khẩu hiệu", "CT16": "Tin, bài báo, mạng xã hội",
    "CT17": "Phóng sự", "CT18": "Gương điển hình, mô hình",
    "CT19": "Ủng hộ Quỹ “Vì người nghèo”", "CT20": "Kinh phí đã thực hiện",
}  # fmt: skip
"""For a narrow column; any other indicator is called as in the catalogue."""
_WORDS = {
    "cuộc, buổi": "buổi", "thôn, buôn, tổ dân phố": "nơi", "lượt người": "lượt", "tin, bài": "tin",
}  # fmt: skip
_SUMMED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "CT01": ("activities", DIRECT), "CT10": ("items", (RADIO,)), "CT11": ("airings", (RADIO,)),
    "CT14": ("items", VISUAL), "CT15": ("items", PRINTED), "CT16": ("items", PRESS),
    "CT17": ("items", ("PHONG_SU",)),
}  # fmt: skip
Summed = tuple[dict[str, Sums], int, int | None]
"""What sums.by_channel gives."""
_ALSO = {"CT09": DIRECT, "CT12": (RADIO,), "CT13": (RADIO,), "CT18": ("DIEN_HINH",)}
"""Channels behind the indicators that are not added up from one column of them."""
_PEOPLE = {"CT02": "attendees", "CT03": "women", "CT04": "minority"}


@dataclass(frozen=True)
class Pace:
    """A target and what was done for it from the plan's first day to today (None: no figure yet).

    `common`: it is a target of all units together, seen from one of them. `filter` finds the
    activities behind the figure.
    """

    indicator: str
    name: str
    word: str
    done: int | Decimal | None
    target: int
    at_most: int | None
    needed: int
    due_on: date
    verdict: Verdict
    filter: Filter
    common: bool = False

    @property
    def id(self) -> tuple[str, bool]:
        """Return what tells the line from others."""
        return self.indicator, self.common

    @property
    def share(self) -> float:
        """Return the part of the target that is done; more than 1 where it was exceeded."""
        return float(self.done or 0) / self.target

    @property
    def due_share(self) -> float:
        """Return the part of the target that is needed by today, 0 to 1."""
        return self.needed / self.target


@dataclass(frozen=True)
class UnitPace:
    """How far a unit has come with its own targets: parts of them, 0 to 1, on average.

    A target that is exceeded counts as reached, so that one cannot hide another. `done` is None for
    a unit of which nothing is known yet. `behind` counts the targets for which less was done than is
    needed by today.
    """

    unit_id: str
    name: str
    done: float | None
    needed: float
    targets: int
    behind: int
    filter: Filter

    @property
    def id(self) -> str:
        """Return the id of the unit."""
        return self.unit_id

    @property
    def is_behind(self) -> bool:
        """Return whether the unit as a whole has done less than is needed by today."""
        return self.done is not None and self.done < self.needed


def window(plan: Plan | None, today: date, *, is_city: bool = False) -> Period:
    """Return the plan's days up to today, at least its first; without a plan this year's.

    Of a city up to the end of the half month: what packages bring is added up by half months, and
    nothing they bring was held after today.
    """
    first = plan.first if plan else date(today.year, 1, 1)
    end = unit_sums.half_end(today) if is_city else today
    last = max(min(end, plan.last) if plan else end, first)
    return Period(f"{first}..{last}", Rule.PLAN, first, last)


def read(
    session: Session, plan: Plan, today: date, *, scope: Scope | None = None,
    summed: Summed | None = None,
) -> tuple[Pace, ...]:  # fmt: skip
    """Return how the targets of this register's unit stand, those common to all units last.

    A consolidating unit's are those of the whole; where there is none for an indicator, the
    targets of its units added up. `scope` and `summed` (sums.by_channel of `window`) where they
    are known already.
    """
    scope = scope or scopes.read(session)
    wanted = _of_one(plan, scope)
    if scope.is_city:
        wanted = [some for some in of_all(plan, scope).values() if _at_least(some) > 0]
    if not wanted:
        return ()
    codes = {some[0].indicator for some in wanted}
    days = window(plan, today, is_city=scope.is_city)
    figures = _figures(session, scope, days, codes, summed) if today >= plan.first else {}
    named: dict[str, Any] = {
        code: (position, _SHORT.get(code, name), _word(unit_word))
        for code, position, name, unit_word in session.execute(
            select(
                IndicatorRow.code, IndicatorRow.position, IndicatorRow.name, IndicatorRow.unit_word
            )
        )
    }
    found = [
        _pace(some, named.get(code := some[0].indicator, (99, code, "")), figures.get(code),
              plan, today, days, scope)
        for some in wanted
    ]  # fmt: skip
    return tuple(
        sorted(found, key=lambda one: (one.common, named.get(one.indicator, (99,))[0], one.target))
    )


def of_units(
    session: Session, plan: Plan, today: date, *, scope: Scope | None = None,
    last: date | None = None,
) -> tuple[UnitPace, ...]:  # fmt: skip
    """Return how far each unit has come with its own targets, who is furthest behind first.

    What was done up to `last` counts (None: as in `window`), what is needed by then, or by today if
    that is sooner. Only indicators that are added up per unit (board_rows.TARGETED) are looked at.
    """
    scope = scope or scopes.read(session)
    own: dict[str, list[Target]] = {}
    for one in plan.targets:
        if one.unit_id in scope.units and one.at_least > 0 and one.indicator in board_rows.TARGETED:
            own.setdefault(one.unit_id or "", []).append(one)
    days = window(plan, today, is_city=scope.is_city)
    if last is not None:
        last, today = min(last, plan.last), min(last, plan.last, today)
        days = Period(f"{plan.first}..{last}", Rule.PLAN, plan.first, max(last, plan.first))
    codes = {one.indicator for some in own.values() for one in some}
    begun = today >= plan.first
    done = board_rows.reached(session, scope, codes, days.first, days.last) if begun else {}
    names = scopes.names(scope.units[key] for key in own)
    found = [
        _unit(key, names[key], some, done.get(key), plan, today, days) for key, some in own.items()
    ]
    return tuple(
        sorted(found, key=lambda one: ((one.done or 0.0) - one.needed, sort_key(one.name)))
    )


def mean_needed(units: Collection[UnitPace]) -> float | None:
    """Return the part of their targets that units need on average, 0 to 1; None without any."""
    return sum(one.needed for one in units) / len(units) if units else None


def needed(target: int, first: date, due_on: date, today: date) -> int:
    """Return how much of a target is needed by the end of today, at an even pace, rounded up.

    Nothing before a whole piece is: the one film of a year is not late in January.
    """
    days = max((due_on - first).days + 1, 1)
    over = min(max((today - first).days + 1, 0), days)
    return -(-target * over // days) if target * over >= days else 0


def of_all(plan: Plan, scope: Scope) -> dict[str, list[Target]]:
    """Return by indicator the target of the whole, or those of its units to be added up."""
    found = {one.indicator: [one] for one in plan.targets if one.unit_id is None}
    for one in plan.targets:
        if one.unit_id in scope.units:
            some = found.setdefault(one.indicator, [])
            if not some or some[0].unit_id is not None:
                some.append(one)
    return found


def needed_of(some: Iterable[Target], plan: Plan, today: date) -> int:
    """Return how much of these targets is needed by today; each has a due day of its own."""
    return sum(needed(one.at_least, plan.first, due(one, plan), today) for one in some)


def due(one: Target, plan: Plan) -> date:
    """Return the day by which a target is to be reached."""
    return one.due_on or plan.last


def verdict(done: int | Decimal | None, target: int, need: int, *, is_due: bool) -> Verdict:
    """Return how a target stands; `is_due`: the day it was due is over. No figure counts as 0."""
    figure = Decimal(done or 0)
    if figure >= target:
        return Verdict.DONE
    if is_due:
        return Verdict.LATE
    if figure >= need:
        return Verdict.AHEAD if need and figure >= AHEAD_FROM * need else Verdict.ON_TIME
    return Verdict.BEHIND if figure >= SLIGHT_FROM * need else Verdict.LATE


def number(value: Any) -> int | Decimal | None:
    """Return the one number of an indicator that a target is about.

    Households: distinct where lists name them, else declared. Visuals: pieces. Contributions: cash
    and value in kind. Money: what was spent.
    """
    if not isinstance(value, dict):
        return None if value is None else value if isinstance(value, Decimal) else int(value)
    for key in ("distinct", "declared", "items", "spent"):
        if value.get(key) is not None:
            return int(value[key])
    given: int | None = sums.total(value.get(key) for key in ("cash", "in_kind"))
    return given


def _of_one(plan: Plan, scope: Scope) -> list[list[Target]]:
    own = [one for one in plan.targets if one.unit_id == scope.unit.id]
    common = [one for one in plan.targets if one.unit_id is None]
    return [[one] for one in (*own, *common) if one.at_least > 0]


def _at_least(some: Iterable[Target]) -> int:
    return sum(one.at_least for one in some)


def _pace(
    some: list[Target], named: tuple[int, str, str], done: int | Decimal | None, plan: Plan,
    today: date, days: Period, scope: Scope,
) -> Pace:  # fmt: skip
    one, target = some[0], _at_least(some)
    due_on, need = max(due(one, plan) for one in some), needed_of(some, plan, today)
    common = one.unit_id is None and not scope.is_city
    at_most = one.at_most if len(some) == 1 else None
    span = Filter(
        unit_id="" if scope.is_city else scope.unit.id, first=days.first, last=days.last,
        channels=_channels(one.indicator),
    )  # fmt: skip
    found = verdict(done, target, need, is_due=today > due_on)
    return Pace(
        one.indicator, named[1], named[2], done, target, at_most, need, due_on,
        Verdict.COMMON if common and found is not Verdict.DONE else found, span, common,
    )  # fmt: skip


def _unit(
    key: str,
    name: str,
    wanted: list[Target],
    done: Mapping[str, Any] | None,
    plan: Plan,
    today: date,
    days: Period,
) -> UnitPace:
    parts, dues, behind = [], [], 0
    for one in wanted:
        figure = (done or {}).get(one.indicator) or 0
        need = needed_of([one], plan, today)
        parts.append(min(float(figure) / one.at_least, 1.0))
        dues.append(need / one.at_least)
        behind += done is not None and figure < need
    return UnitPace(
        key, name, None if done is None else sum(parts) / len(parts), sum(dues) / len(dues), len(wanted), behind,
        Filter(unit_id=key, first=days.first, last=days.last),
    )  # fmt: skip


def _figures(
    session: Session, scope: Scope, days: Period, codes: Iterable[str], summed: Summed | None
) -> dict[str, int | Decimal | None]:
    """Return the figures of these indicators in these days.

    One query says what activities add up to; the rest is asked of the totals, where wanted.
    """
    wanted = set(codes)
    if wanted - {*_SUMMED, *_PEOPLE, "CT12"}:
        from desktop.core import totals  # brings half of core: only where a target needs it

        found = totals.totals(session, days).indicators
        return {code: number(found.get(code)) for code in wanted}
    by_channel, _, minutes = summed or sums.by_channel(session, scope, days)
    of_people = [by_channel[code] for code in attended(session) if code in by_channel]
    figures: dict[str, int | Decimal | None] = {
        code: sums.total(getattr(one, name) for one in of_people) for code, name in _PEOPLE.items()
    }
    figures |= {code: _sum(by_channel, *what) for code, what in _SUMMED.items()}
    return figures | {"CT01": figures["CT01"] or 0, "CT12": minutes}


def _sum(by_channel: Mapping[str, Sums], name: str, channels: tuple[str, ...]) -> int | None:
    found: int | None = sums.total(
        getattr(by_channel[code], name) for code in channels if code in by_channel
    )
    return found


def _channels(indicator: str) -> tuple[str, ...]:
    """Return the channels behind an indicator; none for one of all."""
    summed = _SUMMED.get(indicator)
    return summed[1] if summed else _ALSO.get(indicator, ())


def _word(unit_word: str) -> str:
    first = unit_word.split(";")[0]
    return _WORDS.get(first, first)
