"""Tasks that a plan gives to bodies (phần IV, tổ chức thực hiện), with how each stands.

The consolidating unit keeps them; a ward reads what was published.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import PlanTaskRow
from desktop.core import history, plans
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.ids import new_id
from desktop.core.texts import LONGEST, letters, nfc, nfc_lines

MOST = 200
"""Tasks of a plan at most."""


class State(StrEnum):
    """How a task stands."""

    OPEN = "OPEN"
    DOING = "DOING"
    DONE = "DONE"


STATE_NAMES = {
    State.OPEN: "Chưa làm", State.DOING: "Đang làm", State.DONE: "Đã xong",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PlanTask:
    """What a body has to do (nhiệm vụ), in the words of the plan; `note` says how it goes."""

    body: str
    text: str
    state: State = State.OPEN
    note: str = ""
    id: str = field(default_factory=new_id)


def of(session: Session, plan_id: str) -> tuple[PlanTask, ...]:
    """Return the tasks of a plan in their order."""
    rows = session.scalars(
        select(PlanTaskRow)
        .where(PlanTaskRow.plan_id == plan_id)
        .order_by(PlanTaskRow.position, PlanTaskRow.id)
        .limit(MOST)
    )
    return tuple(
        PlanTask(id=row.id, body=row.body, text=row.text, state=State(row.state), note=row.note)
        for row in rows
    )


def by_body(tasks: Sequence[PlanTask]) -> Mapping[str, tuple[PlanTask, ...]]:
    """Return the tasks of each body; bodies in the order in which the plan names them."""
    found: dict[str, list[PlanTask]] = {}
    for one in tasks:
        found.setdefault(one.body, []).append(one)
    return {body: tuple(of_body) for body, of_body in found.items()}


def save(session: Session, plan_id: str, tasks: Sequence[PlanTask]) -> None:
    """Keep these tasks, in this order, instead of those the plan had. Raises WrongChoiceError."""
    plans.require_issuer(session)
    plans.get(session, plan_id)
    before = of(session, plan_id)
    wanted = [_tidy(one) for one in tasks]
    if wrong := problems(wanted):
        raise WrongChoiceError(wrong[0])
    session.execute(delete(PlanTaskRow).where(PlanTaskRow.plan_id == plan_id))
    session.add_all(
        PlanTaskRow(
            id=one.id, plan_id=plan_id, position=position, body=one.body, text=one.text,
            state=str(one.state), note=one.note,
        )
        for position, one in enumerate(wanted)
    )  # fmt: skip
    session.flush()
    if tuple(wanted) != before:
        history.note(session, "plan", plan_id, "tasks", {"tasks": [len(before), len(wanted)]})


def set_state(session: Session, task_id: str, state: State, note: str | None = None) -> PlanTask:
    """Say how a task stands, with a note (None: the note stays). Raises NotFoundError."""
    plans.require_issuer(session)
    row = session.get(PlanTaskRow, task_id)
    if row is None:
        raise NotFoundError
    changes = {"state": [row.state, str(state)]}
    row.state = str(state)
    if note is not None:
        changes["note"] = [row.note, nfc_lines(note)]
        row.note = nfc_lines(note)
    session.flush()
    history.note(session, "plan", row.plan_id, "task", changes)
    return PlanTask(id=row.id, body=row.body, text=row.text, state=State(row.state), note=row.note)


def problems(tasks: Sequence[PlanTask]) -> list[str]:
    """Return what keeps tasks from being kept, as sentences."""
    return list(_problems(tasks))


def _problems(tasks: Sequence[PlanTask]) -> Iterator[str]:
    if len(tasks) > MOST:
        yield f"Kế hoạch có quá nhiều nhiệm vụ. Chương trình nhận tối đa {MOST}."
    if any(not one.body or not one.text for one in tasks):
        yield "Mỗi nhiệm vụ cần cơ quan thực hiện và nội dung. Hãy nhập ô còn trống."
    if any(letters(part) > LONGEST for one in tasks for part in (one.body, one.text, one.note)):
        yield "Một nhiệm vụ dài quá mức chương trình nhận. Hãy viết gọn lại."


def _tidy(one: PlanTask) -> PlanTask:
    return PlanTask(
        id=one.id, body=nfc(one.body), text=nfc_lines(one.text), state=one.state,
        note=nfc_lines(one.note),
    )  # fmt: skip
