"""What activities cost (khoản chi): found, added up and changed; kept as parts of the activity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ExpenditureItemRow, ExpenseRow, FundRow
from desktop.core import activities, problems, reports, settings
from desktop.core.activities import COUNTED, Activity, Expense
from desktop.core.catalogue import NOBODY_PAYS
from desktop.core.errors import ConflictError, InvalidActivityError, WrongChoiceError
from desktop.core.texts import nfc

PAGE = 200
"""Expenses that are read at a time."""
MOST_OF_ONE = 100
"""Expenses of one activity (a package holds no more)."""
_CANDIDATES = 2_000
_VOUCHERS = 500
_LONGEST_VOUCHER = 200


@dataclass(frozen=True)
class Query:
    """Which expenses of the own unit are looked at; None and False leave a question open.

    `lacking`: without item or without fund, though money was spent.
    """

    first: date | None = None
    last: date | None = None
    fund_id: str | None = None
    item: str | None = None
    payer: str | None = None
    activity_id: str | None = None
    lacking: bool = False


@dataclass(frozen=True)
class Line:
    """One expense as a list shows it; `position` is its place in the activity, from 0."""

    activity_id: str
    position: int
    held_on: date
    title: str
    expense: Expense

    @property
    def id(self) -> tuple[str, int]:
        """Return what tells it from others."""
        return self.activity_id, self.position


@dataclass(frozen=True)
class Found:
    """Some of the expenses, the newest first; how many there are in all, and their sum.

    `amount` is None when no amount is known; `unfunded` is the part of it that names no fund.
    """

    lines: tuple[Line, ...]
    count: int
    amount: int | None
    unfunded: int = 0


@dataclass(frozen=True)
class ItemSum:
    """What was spent for an item (None: not said for what) out of a fund, and by which papers."""

    item: str | None
    amount: int
    vouchers: tuple[str, ...]


@dataclass(frozen=True)
class Candidate:
    """An activity to which an expense can be added."""

    id: str
    held_on: date
    title: str


def find(session: Session, wanted: Query, offset: int = 0, limit: int = PAGE) -> Found:
    """Return the expenses of counted activities of the own unit, newest first, and their sum.

    Where nobody pays (KHONG) there is no expense.
    """
    conditions = _conditions(session, wanted)
    no_fund = case((ExpenseRow.fund_id.is_(None), ExpenseRow.amount))
    count, amount, unfunded = session.execute(
        select(func.count(), func.sum(ExpenseRow.amount), func.sum(no_fund))
        .select_from(ActivityRow)
        .join(ExpenseRow, of_same_activity())
        .where(*conditions)
    ).one()
    rows = session.execute(
        select(
            ExpenseRow.activity_id, ExpenseRow.position, ActivityRow.held_on, ActivityRow.title,
            *(getattr(ExpenseRow, name) for name in activities.EXPENSE),
        )
        .select_from(ActivityRow)
        .join(ExpenseRow, of_same_activity())
        .where(*conditions)
        .order_by(ActivityRow.held_on.desc(), ActivityRow.id.desc(), ExpenseRow.position)
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    lines = tuple(_line(*row) for row in rows)
    return Found(lines, count, None if amount is None else int(amount), int(unfunded or 0))


def by_item(session: Session, fund_id: str, last: date | None = None) -> tuple[ItemSum, ...]:
    """Return what was spent out of a fund for each item up to a day, in the catalogue's order."""
    wanted = _conditions(session, Query(last=last, fund_id=fund_id))
    sums = session.execute(
        select(ExpenseRow.item, func.sum(ExpenseRow.amount))
        .select_from(ActivityRow)
        .join(ExpenseRow, of_same_activity())
        .where(*wanted)
        .group_by(ExpenseRow.item)
    ).all()
    papers: dict[str | None, list[str]] = {}
    for item, voucher in session.execute(
        select(ExpenseRow.item, ExpenseRow.voucher)
        .select_from(ActivityRow)
        .join(ExpenseRow, of_same_activity())
        .where(*wanted, ExpenseRow.voucher != "")
        .order_by(ActivityRow.held_on, ActivityRow.id, ExpenseRow.position)
        .limit(_VOUCHERS)
    ):
        papers.setdefault(item, []).append(voucher)
    order = list(session.scalars(select(ExpenditureItemRow.code).order_by(_ITEM_PLACE)))
    found = [
        ItemSum(item, int(amount or 0), tuple(dict.fromkeys(papers.get(item, ()))))
        for item, amount in sums
    ]
    return tuple(sorted(found, key=lambda one: order.index(one.item) if one.item else len(order)))


def candidates(session: Session, first: date, last: date) -> tuple[Candidate, ...]:
    """Return the counted activities of the own unit in these days, newest first, 2,000 at most.

    Those of a locked period are left out: their expenses cannot be changed.
    """
    own = settings.read(session).unit_id
    locked = [ActivityRow.held_on.between(*days) for days in reports.locked_days(session)]
    rows = session.execute(
        select(ActivityRow.id, ActivityRow.held_on, ActivityRow.title)
        .where(ActivityRow.unit_id == own, ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(first, last), ~or_(false(), *locked))
        .order_by(ActivityRow.held_on.desc(), ActivityRow.id.desc())
        .limit(_CANDIDATES)
    )
    return tuple(Candidate(*row) for row in rows)


def of_activity(session: Session, activity_id: str) -> Activity:
    """Return the activity whose expenses are to be changed. Raises NotFoundError."""
    return activities.get(session, settings.read(session).unit_id, activity_id)


def keep(
    session: Session, activity_id: str, revision: int, expenses: Sequence[Expense]
) -> Activity:
    """Keep these expenses of an activity instead of those before; return it as it is now.

    `revision` is the one that was read. Raises ConflictError, InvalidActivityError with all that
    stops, WrongChoiceError for an item or fund that is not there, PeriodLockedError, NotFoundError.
    """
    before = of_activity(session, activity_id)
    if before.revision != revision:
        raise ConflictError(before.revision)
    wanted = tuple(replace(one, voucher=nfc(one.voucher)) for one in expenses)
    _require_known(session, before.unit_id, wanted)
    after = replace(before, expenses=wanted)
    context = problems.context(session, after.held_on, after.held_on)
    new = [one for one in problems.stops(problems.problems(after, context))
           if set(one.fields) & {"amount", "payer"}]  # fmt: skip
    if new:
        raise InvalidActivityError(new)
    return activities.save(session, after)


def _line(activity_id: str, position: int, held_on: date, title: str, *spent: Any) -> Line:
    return Line(activity_id, position, held_on, title, Expense(*spent))


def of_same_activity() -> ColumnElement[bool]:
    """Return the condition that joins an expense with its activity."""
    return and_(ExpenseRow.unit_id == ActivityRow.unit_id, ExpenseRow.activity_id == ActivityRow.id)


def _require_known(session: Session, unit_id: str, expenses: Sequence[Expense]) -> None:
    items = set(session.scalars(select(ExpenditureItemRow.code)))
    funds = set(session.scalars(select(FundRow.id).where(FundRow.unit_id == unit_id)))
    if len(expenses) > MOST_OF_ONE:
        raise WrongChoiceError(f"Một hoạt động có tối đa {MOST_OF_ONE} khoản chi. Hãy gộp bớt.")
    for number, one in enumerate(expenses, start=1):
        if one.item is not None and one.item not in items:
            raise WrongChoiceError(f"Khoản {number}: nội dung chi không có trong danh mục.")
        if one.fund_id is not None and one.fund_id not in funds:
            raise WrongChoiceError(f"Khoản {number}: nguồn kinh phí không còn. Hãy chọn lại.")
        if len(one.voucher) > _LONGEST_VOUCHER:
            raise WrongChoiceError(
                f"Khoản {number}: số chứng từ dài tối đa {_LONGEST_VOUCHER} chữ. Hãy rút gọn."
            )


def _conditions(session: Session, wanted: Query) -> list[ColumnElement[bool]]:
    own = settings.read(session).unit_id
    found: list[ColumnElement[bool]] = [
        ActivityRow.unit_id == own,
        ActivityRow.status.in_(COUNTED),
        or_(ExpenseRow.payer != NOBODY_PAYS, ExpenseRow.amount.is_not(None)),
    ]
    if wanted.first is not None:
        found.append(ActivityRow.held_on >= wanted.first)
    if wanted.last is not None:
        found.append(ActivityRow.held_on <= wanted.last)
    for name in ("fund_id", "item", "payer", "activity_id"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(getattr(ExpenseRow, name) == value)
    if wanted.lacking:
        found += [
            ExpenseRow.amount > 0,
            or_(ExpenseRow.item.is_(None), ExpenseRow.fund_id.is_(None)),
        ]
    return found


_ITEM_PLACE: Any = ExpenditureItemRow.position
