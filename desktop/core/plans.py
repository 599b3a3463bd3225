"""Plans (kế hoạch) that activities serve: number, window, legal bases, targets."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import PlanBasisRow, PlanRow, TargetRow
from desktop.core import units
from desktop.core.errors import NotFoundError
from desktop.core.files import disk_problems
from desktop.core.paths import resources
from desktop.core.periods import Period, Rule


@dataclass(frozen=True)
class Target:
    """What a plan wants (chỉ tiêu): between at_least and at_most of an indicator."""

    indicator: str
    unit_id: str | None
    at_least: int
    at_most: int | None
    due_on: date | None


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

    @property
    def window(self) -> Period:
        """Return the days of the plan."""
        return Period(f"{self.first}..{self.last}", Rule.PLAN, self.first, self.last)


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
    targets = session.scalars(select(TargetRow).where(TargetRow.plan_id == plan_id))
    return Plan(
        row.id, row.number, row.signed_on, row.date_text, row.issuer_id, row.title,
        row.short_title, row.first, row.last, tuple(bases),
        tuple(
            Target(t.indicator, t.unit_id, t.at_least, t.at_most, t.due_on) for t in targets
        ),
    )  # fmt: skip


def shipped(name: str) -> dict[str, Any]:
    """Return a plan that ships with the program, as it stands in its file."""
    path = resources() / "catalogue" / f"plan-{name}.json"
    with disk_problems(path):
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def load_shipped(session: Session, profile: units.Profile) -> str:
    """Take in the plan of a profile; return its id."""
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
    session.flush()
    return str(plan["id"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
