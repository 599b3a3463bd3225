"""Plans (kế hoạch) that activities serve: number, window, legal bases, targets.

The consolidating unit enters a plan and publishes it; a ward only reads it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import IndicatorRow, PlanBasisRow, PlanRow, PlanTaskRow, TargetRow
from desktop.core import history, scopes, settings, units
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.files import disk_problems
from desktop.core.ids import new_id
from desktop.core.paths import resources
from desktop.core.periods import Period, Rule
from desktop.core.settings import Role
from desktop.core.texts import nfc, nfc_lines
from desktop.core.typed import show_date

LARGEST_TARGET = 10**12
LONGEST_LINE = 1_000
WHOLE = "Toàn địa bàn"
"""Whose a target is that is of no unit alone."""
_LINES = ("number", "date_text", "title", "short_title", "signer_name")
_OPEN_TASK = "OPEN"


@dataclass(frozen=True)
class Target:
    """What a plan wants (chỉ tiêu): between at_least and at_most of an indicator.

    `unit_id` None: of the issuer as a whole.
    """

    indicator: str
    unit_id: str | None
    at_least: int
    at_most: int | None = None
    due_on: date | None = None
    id: str = field(default_factory=new_id, compare=False)


@dataclass(frozen=True)
class Plan:
    """A plan; the number is empty until the registry gives it (print the gap then)."""

    id: str
    number: str
    signed_on: date | None
    date_text: str
    issuer_id: str
    title: str
    short_title: str
    first: date
    last: date
    bases: tuple[str, ...]
    targets: tuple[Target, ...]
    signer_block: str = ""
    signer_name: str = ""
    """Who signed: lines over the name, joined by line feeds."""

    @property
    def window(self) -> Period:
        """Return the days of the plan."""
        return Period(f"{self.first}..{self.last}", Rule.PLAN, self.first, self.last)

    @property
    def heading(self) -> str:
        """Return its name and its days, which need not be those of a report."""
        days = f"{show_date(self.first)} – {show_date(self.last)}"
        return f"{self.short_title or self.title} · {days}"


def get(session: Session, plan_id: str) -> Plan:
    """Return a plan. Raises NotFoundError."""
    row = session.get(PlanRow, plan_id)
    if row is None:
        raise NotFoundError
    bases = session.scalars(
        select(PlanBasisRow.text)
        .where(PlanBasisRow.plan_id == plan_id)
        .order_by(PlanBasisRow.position)
    )
    targets = session.scalars(
        select(TargetRow)
        .where(TargetRow.plan_id == plan_id)
        .order_by(TargetRow.indicator, TargetRow.id)
    )
    return Plan(
        row.id, row.number, row.signed_on, row.date_text, row.issuer_id, row.title,
        row.short_title, row.first, row.last, tuple(bases), tuple(map(_target, targets)),
        row.signer_block, row.signer_name,
    )  # fmt: skip


def own(session: Session) -> Plan | None:
    """Return the plan that the register works by, or None."""
    plan_id = settings.read(session).plan_id
    return get(session, plan_id) if plan_id else None


def problems(plan: Plan) -> list[str]:
    """Return what keeps a plan from being kept, as sentences; none for a sound one."""
    return list(_problems(plan))


def save(session: Session, plan: Plan) -> Plan:
    """Keep head and legal bases of a plan as they are here; its targets stay.

    Raises WrongChoiceError for a ward and for a plan with problems, NotFoundError.
    """
    require_issuer(session)
    row = session.get(PlanRow, plan.id)
    if row is None:
        raise NotFoundError
    cleaned: dict[str, Any] = {name: nfc(getattr(plan, name)) for name in _LINES}
    bases = tuple(filter(None, map(nfc, plan.bases)))
    plan = replace(plan, **cleaned, signer_block=nfc_lines(plan.signer_block), bases=bases)
    if wrong := problems(plan):
        raise WrongChoiceError(wrong[0])
    before = get(session, plan.id)
    for name in (*_LINES, "signed_on", "first", "last", "signer_block"):
        setattr(row, name, getattr(plan, name))
    session.execute(delete(PlanBasisRow).where(PlanBasisRow.plan_id == plan.id))
    for position, text in enumerate(plan.bases):
        session.add(PlanBasisRow(plan_id=plan.id, position=position, text=text))
    session.flush()
    kept = get(session, plan.id)
    changed = _differences(before, kept)
    if changed:
        history.note(session, "plan", plan.id, "changed", changed)
    return kept


def target_problems(
    plan: Plan, wanted: Iterable[Target], names: Mapping[str, str] | None = None
) -> list[str]:
    """Return what keeps targets from being kept, as sentences that say whose and which target.

    `names` are those of units, by id, and of indicators, by code.
    """
    known, found = names or {}, list(wanted)
    return [
        f"{_called(one, known)}: {text}"
        for number, one in enumerate(found)
        for text in _target_problems(plan, one, found[:number])
    ]


def save_targets(session: Session, plan_id: str, wanted: Sequence[Target]) -> Plan:
    """Keep these targets instead of those the plan had. Raises as `save`."""
    require_issuer(session)
    before = get(session, plan_id)
    if wrong := target_problems(before, wanted, _target_names(session)):
        raise WrongChoiceError(wrong[0])
    ids = {(one.indicator, one.unit_id): one.id for one in before.targets}
    session.execute(delete(TargetRow).where(TargetRow.plan_id == plan_id))
    for one in wanted:
        session.add(
            TargetRow(
                id=ids.get((one.indicator, one.unit_id), one.id), plan_id=plan_id,
                unit_id=one.unit_id, indicator=one.indicator, at_least=one.at_least,
                at_most=one.at_most, due_on=one.due_on,
            )
        )  # fmt: skip
    session.flush()
    if set(before.targets) != set(wanted):
        counts = {"targets": [len(before.targets), len(wanted)]}
        history.note(session, "plan", plan_id, "targets", counts)
    return get(session, plan_id)


def require_issuer(session: Session) -> None:
    """Raise WrongChoiceError where the plan is only read: in a ward's register."""
    if settings.read(session).role is not Role.CITY:
        raise WrongChoiceError(
            "Kế hoạch, chỉ tiêu và nhiệm vụ do đơn vị tổng hợp nhập và công bố. Nếu có chỗ sai, "
            "hãy báo đơn vị tổng hợp sửa rồi nhận bản công bố mới."
        )


def shipped(name: str) -> dict[str, Any]:
    """Return a plan that ships with the program, as it stands in its file."""
    path = resources() / "catalogue" / f"plan-{name}.json"
    with disk_problems(path):
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def load_shipped(session: Session, profile: units.Profile) -> str:
    """Take in the plan of a profile, with its targets and tasks; return its id."""
    plan = shipped(profile.plan)
    issued_on = date.fromisoformat(plan["first"])
    issuer = units.by_code(session, plan["issuer_code"], issued_on)
    session.merge(
        PlanRow(
            id=plan["id"], number=plan["number"], signed_on=_day(plan["signed_on"]),
            date_text=plan["date_text"], issuer_id=issuer.id, title=plan["title"],
            short_title=plan["short_title"], first=issued_on,
            last=date.fromisoformat(plan["last"]), signer_block=plan["signer_block"],
            signer_name=plan["signer_name"],
        )
    )  # fmt: skip
    session.flush()
    for position, text in enumerate(plan["bases"]):
        session.merge(PlanBasisRow(plan_id=plan["id"], position=position, text=text))
    for target in plan["targets"]:
        code = target["unit_code"]
        unit_id = units.by_code(session, code, issued_on).id if code else None
        session.merge(
            TargetRow(
                id=target["id"], plan_id=plan["id"], unit_id=unit_id,
                indicator=target["indicator"], at_least=target["at_least"],
                at_most=target["at_most"], due_on=_day(target["due_on"]),
            )
        )  # fmt: skip
    for position, task in enumerate(plan["tasks"]):
        session.merge(
            PlanTaskRow(
                id=task["id"], plan_id=plan["id"], position=position, body=task["body"],
                text=task["text"], state=_OPEN_TASK, note="",
            )
        )  # fmt: skip
    session.flush()
    return str(plan["id"])


def _problems(plan: Plan) -> Iterator[str]:
    if not plan.title:
        yield "Chưa có tên (trích yếu) của kế hoạch. Hãy nhập tên."
    if not plan.short_title:
        yield "Chưa có tên gọi tắt của kế hoạch, dùng ở đầu các trang. Hãy nhập tên gọi tắt."
    if plan.first > plan.last:
        yield (
            f"Kế hoạch kết thúc {show_date(plan.last)} trước ngày bắt đầu {show_date(plan.first)}. "
            "Hãy sửa một trong hai ngày."
        )
    elif (plan.last - plan.first).days > 366 * 5:
        yield "Thời gian thực hiện dài hơn năm năm. Hãy xem lại ngày bắt đầu và kết thúc."
    if any(len(one) > LONGEST_LINE for one in (*plan.bases, plan.title)):
        yield "Tên kế hoạch hoặc một căn cứ dài quá 1.000 chữ. Hãy viết gọn lại."
    if len(plan.signer_block.splitlines()) > 3:
        yield "Chức vụ người ký chỉ có một đến ba dòng. Hãy bớt dòng."


def _target_problems(plan: Plan, one: Target, before: Iterable[Target]) -> Iterator[str]:
    if any((one.indicator, one.unit_id) == (other.indicator, other.unit_id) for other in before):
        yield "có hai mức cho cùng một chỉ tiêu. Hãy giữ lại một mức."
    if not 1 <= one.at_least <= LARGEST_TARGET:
        yield "mức cần đạt phải từ 1 trở lên. Để trống ô nếu không giao chỉ tiêu này."
    if one.at_most is not None and one.at_most < one.at_least:
        yield (
            f"mức cao nhất ({one.at_most}) nhỏ hơn mức cần đạt ({one.at_least}). "
            "Hãy sửa một trong hai."
        )
    if one.due_on is not None and one.due_on < plan.first:
        yield (
            f"hạn {show_date(one.due_on)} đứng trước ngày bắt đầu kế hoạch "
            f"{show_date(plan.first)}. Hãy chọn ngày sau."
        )
    if one.due_on is not None and one.due_on > plan.last:
        yield (
            f"hạn {show_date(one.due_on)} đứng sau ngày kết thúc kế hoạch {show_date(plan.last)}. "
            "Hãy chọn ngày trước, hoặc sửa ngày kết thúc của kế hoạch."
        )


def _called(one: Target, names: Mapping[str, str]) -> str:
    """Return whose target it is, and of what."""
    whose = WHOLE if one.unit_id is None else names.get(one.unit_id, "")
    return ", ".join(filter(None, (whose, names.get(one.indicator, one.indicator))))


def _target_names(session: Session) -> dict[str, str]:
    scope = scopes.read(session)
    indicators = session.execute(select(IndicatorRow.code, IndicatorRow.name))
    return {**scopes.names(scope.units.values()), **{one.code: one.name for one in indicators}}


def _differences(before: Plan, after: Plan) -> dict[str, list[Any]]:
    return {
        one.name: [_plain(getattr(before, one.name)), _plain(getattr(after, one.name))]
        for one in fields(Plan)
        if one.name != "targets" and getattr(before, one.name) != getattr(after, one.name)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return len(value) if isinstance(value, tuple) else value


def _target(row: TargetRow) -> Target:
    return Target(row.indicator, row.unit_id, row.at_least, row.at_most, row.due_on, row.id)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
