"""The papers of an activity's dossier (chứng từ): which its expenses need, and which are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, delete, func, or_, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ExpenseRow, VoucherRow
from desktop.core import activities, catalogue, expenses, history, settings
from desktop.core.activities import COUNTED
from desktop.core.errors import WrongChoiceError
from desktop.core.texts import nfc

MOST = 2_000
"""Dossiers that are listed at a time."""
_LONGEST = 300


@dataclass(frozen=True)
class Dossier:
    """The vouchers of an activity by code of the voucher kinds, in the catalogue's order.

    `needed` says for which items (codes) each is needed; `there` has number and day of what is
    there (empty: it is there without a number). `amount` is what was spent, None when not known;
    `unfunded` is the part of it that names no fund.
    """

    activity_id: str
    held_on: date
    title: str
    count: int
    amount: int | None
    needed: Mapping[str, tuple[str, ...]]
    there: Mapping[str, str]
    unfunded: int = 0

    @property
    def id(self) -> str:
        """Return what tells it from others."""
        return self.activity_id

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the codes of what is needed and not there."""
        return tuple(code for code in self.needed if code not in self.there)

    @property
    def have(self) -> int:
        """Return how many of the needed ones are there."""
        return len(self.needed) - len(self.missing)


def of(session: Session, activity_id: str) -> Dossier:
    """Return the vouchers of an activity of the own unit. Raises NotFoundError."""
    own = settings.read(session).unit_id
    one = activities.get(session, own, activity_id)
    found = _dossiers(session, own, [activity_id])
    if found:
        return found[0]
    there = _there(session, own, [activity_id]).get(activity_id, {})
    return Dossier(activity_id, one.held_on, one.title, 0, None, {}, there)


def between(session: Session, first: date, last: date) -> tuple[Dossier, ...]:
    """Return the dossiers of the counted activities of these days that cost money, newest first.

    At most 2,000; those that lack something come first.
    """
    own = settings.read(session).unit_id
    ids = session.scalars(
        select(ActivityRow.id)
        .join(ExpenseRow, expenses.of_same_activity())
        .where(ActivityRow.unit_id == own, ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(first, last))
        .where(or_(ExpenseRow.amount > 0, ExpenseRow.item.is_not(None)))
        .group_by(ActivityRow.id, ActivityRow.held_on)
        .order_by(ActivityRow.held_on.desc(), ActivityRow.id.desc())
        .limit(MOST)
    )
    found = _dossiers(session, own, list(ids))
    return tuple(sorted(found, key=lambda one: not one.missing))


def save(session: Session, activity_id: str, there: Mapping[str, str]) -> Dossier:
    """Keep which vouchers are there (code: number and day), instead of those before.

    Raises NotFoundError, WrongChoiceError for a kind that is not in the catalogue.
    """
    before = of(session, activity_id)
    own = settings.read(session).unit_id
    kinds = catalogue.voucher_kinds(session)
    wanted = {code: nfc(text) for code, text in there.items()}
    if any(code not in kinds or len(text) > _LONGEST for code, text in wanted.items()):
        raise WrongChoiceError(
            f"Chứng từ phải có trong danh mục, số và ngày dài tối đa {_LONGEST} chữ. Hãy sửa lại."
        )
    if wanted == dict(before.there):
        return before
    session.execute(
        delete(VoucherRow).where(VoucherRow.unit_id == own, VoucherRow.activity_id == activity_id)
    )
    session.add_all(
        VoucherRow(unit_id=own, activity_id=activity_id, kind=code, text=text)
        for code, text in wanted.items()
    )
    session.flush()
    changes = {"vouchers": [len(before.there), len(wanted)]}
    history.note(session, "voucher", activity_id, "saved", changes)
    return of(session, activity_id)


def _dossiers(session: Session, own: str, ids: Sequence[str]) -> list[Dossier]:
    """Return the dossiers of those of the activities that have expenses, in the order given."""
    spent = session.execute(
        select(
            ActivityRow.id, ActivityRow.held_on, ActivityRow.title, ExpenseRow.item, func.count(),
            func.sum(ExpenseRow.amount),
            func.sum(case((ExpenseRow.fund_id.is_(None), ExpenseRow.amount))),
        )
        .join(ExpenseRow, expenses.of_same_activity())
        .where(ActivityRow.unit_id == own, ActivityRow.id.in_(ids))
        .group_by(ActivityRow.id, ActivityRow.held_on, ActivityRow.title, ExpenseRow.item)
    )  # fmt: skip
    lines: dict[str, list[tuple[date, str, str | None, int, int | None]]] = {}
    unfunded: dict[str, int] = {}
    for activity_id, held_on, title, item, count, amount, no_fund in spent:
        known = None if amount is None else int(amount)
        lines.setdefault(activity_id, []).append((held_on, title, item, count, known))
        unfunded[activity_id] = unfunded.get(activity_id, 0) + int(no_fund or 0)
    there = _there(session, own, ids)
    kinds, needs = _needs(session)
    return [
        replace(_dossier(one, lines[one], needs, kinds, there.get(one, {})), unfunded=unfunded[one])
        for one in ids
        if one in lines
    ]


def _dossier(
    activity_id: str,
    lines: Sequence[tuple[date, str, str | None, int, int | None]],
    needs: Mapping[str, tuple[str, ...]],
    kinds: Sequence[str],
    there: Mapping[str, str],
) -> Dossier:
    amounts = [amount for *_, amount in lines if amount is not None]
    items = [item for item in needs if item in {line[2] for line in lines if line[4] != 0}]
    needed = {
        kind: tuple(item for item in items if kind in needs[item])
        for kind in kinds
        if any(kind in needs[item] for item in items)
    }
    return Dossier(
        activity_id, lines[0][0], lines[0][1], sum(line[3] for line in lines),
        sum(amounts) if amounts else None, needed,
        {kind: there[kind] for kind in kinds if kind in there},
    )  # fmt: skip


def _needs(session: Session) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Return the kinds in their order, and which kinds each item needs, in the items' order."""
    items = catalogue.expenditure_items(session)
    return tuple(catalogue.voucher_kinds(session)), {one.code: one.vouchers for one in items}


def _there(session: Session, own: str, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    rows = session.execute(
        select(VoucherRow.activity_id, VoucherRow.kind, VoucherRow.text).where(
            VoucherRow.unit_id == own, VoucherRow.activity_id.in_(ids)
        )
    )
    for activity_id, kind, text in rows:
        found.setdefault(activity_id, {})[kind] = text
    return found
