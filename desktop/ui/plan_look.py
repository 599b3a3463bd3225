"""What the pages of a plan show: the plan, its tasks, its targets and how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.core import catalogue, clock, pace, plan_tasks, plans, scopes, settings, units
from desktop.core.catalogue import Indicator
from desktop.core.pace import Pace
from desktop.core.plan_tasks import PlanTask, State
from desktop.core.plans import Plan, Target
from desktop.core.settings import Role
from desktop.core.texts import sort_key
from desktop.core.typed import show_date, show_number
from desktop.ui.table import Column

WHOLE = plans.WHOLE
_NARROW = {
    "CT01": "Trực tiếp", "CT02": "Lượt người", "CT03": "Lượt nữ", "CT04": "Lượt DTTS",
    "CT05": "Hộ nghèo", "CT06": "Hộ cận nghèo", "CT07": "Hộ mới thoát", "CT08": "% hộ nghèo",
    "CT09": "Thôn, buôn", "CT10": "Tin phát thanh", "CT11": "Lượt phát", "CT12": "Phút phát",
    "CT13": "Phát tiếng DTTS", "CT14": "Trực quan", "CT15": "Tài liệu", "CT16": "Tin, bài",
    "CT17": "Phóng sự", "CT18": "Gương, mô hình", "CT19": "Quỹ (đồng)", "CT20": "Kinh phí (đồng)",
}  # fmt: skip
_ROOM, _WIDEST = 880, 132
"""Room for all indicators beside the names of the units, and for one of them."""
TASK_TONES = {State.OPEN: "none", State.DOING: "info", State.DONE: "ok"}


@dataclass(frozen=True)
class PlanFound:
    """A plan with all that belongs to it; `units` are those that may have targets, by name."""

    plan: Plan
    issuer: str
    tasks: tuple[PlanTask, ...]
    paces: tuple[Pace, ...]
    units: Mapping[str, str]
    indicators: tuple[Indicator, ...]
    today: date

    def target(self, unit_id: str | None, indicator: str) -> Target | None:
        """Return what is wanted of a unit (None: of all together)."""
        return next(
            (one for one in self.plan.targets
             if (one.unit_id, one.indicator) == (unit_id, indicator)), None,
        )  # fmt: skip

    @property
    def wanted(self) -> list[Indicator]:
        """Return the indicators that have a target, in the order of the report."""
        codes = {one.indicator for one in self.plan.targets}
        return [one for one in self.indicators if one.code in codes]


@dataclass(frozen=True)
class Row:
    """A unit (None: all together) in the table of targets."""

    unit_id: str | None
    name: str

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        return self.unit_id or ""


def look(session: Any) -> PlanFound | None:
    """Return the register's plan, or None where there is none."""
    plan = plans.own(session)
    if plan is None:
        return None
    today, scope = clock.of(session).today(), scopes.read(session)
    is_city = settings.read(session).role is Role.CITY
    below = [
        one for one in scope.units.values()
        if is_city and one.id != scope.unit.id and (one.is_valid(plan.first) or one.is_valid(plan.last))
    ]  # fmt: skip
    names = scopes.names(below)
    return PlanFound(
        plan=plan,
        issuer=units.get(session, plan.issuer_id).running_name,
        tasks=plan_tasks.of(session, plan.id),
        paces=pace.read(session, plan, today),
        units={key: names[key] for key in sorted(names, key=lambda key: sort_key(names[key]))},
        indicators=catalogue.read(session).indicators,
        today=today,
    )


def amount(one: Target | None) -> str:
    """Return "8" or "1 – 2", or a dash where nothing is wanted."""
    if one is None:
        return "–"
    most = f" – {show_number(one.at_most)}" if one.at_most and one.at_most != one.at_least else ""
    return f"{show_number(one.at_least)}{most}"


def columns(found: PlanFound) -> list[Column]:
    """Return the columns of the table of targets: the unit, then one for each indicator."""

    def value(code: str) -> Any:
        return lambda row: amount(found.target(row.unit_id, code))

    def due(code: str) -> Any:
        def shown(row: Row) -> str:
            one = found.target(row.unit_id, code)
            if one is None or one.due_on is None:
                return ""
            year = "" if one.due_on.year == found.plan.first.year else f"/{one.due_on.year}"
            return f"hạn {one.due_on:%d/%m}{year}"

        return shown

    wide = min(_WIDEST, _ROOM // max(len(found.wanted), 1))
    first = Column("name", "Đơn vị", lambda row: row.name)
    return [first, *(
        Column(one.code, narrow(one), value(one.code), second=due(one.code), right=True, width=wide)
        for one in found.wanted
    )]  # fmt: skip


def rows(found: PlanFound) -> list[Row]:
    """Return all units together, then each."""
    return [Row(None, WHOLE), *(Row(key, name) for key, name in found.units.items())]


def narrow(one: Indicator) -> str:
    """Return what an indicator is called over a narrow column."""
    return _NARROW.get(one.code, one.code)


def number_words(plan: Plan) -> str:
    """Return "Số 212/KH-UBND ngày 27/09/2024", with what is still empty said so."""
    number = f"Số {plan.number}" if plan.number else "Chưa có số"
    day = f"ngày {show_date(plan.signed_on)}" if plan.signed_on else plan.date_text
    return ", ".join(filter(None, (number, day)))
