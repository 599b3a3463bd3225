"""Contributions to the Fund for the Poor (vận động ủng hộ Quỹ “Vì người nghèo”).

They are reported, never booked: no figure of the programme's money knows them. Who gave and
what it was used for stay in the ward; upward go kind of donor, day and amounts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import ContributionRow
from desktop.core import clock, differences, history, reports, settings
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.ids import new_id
from desktop.core.periods import YEARS, Period
from desktop.core.problems import LARGEST_AMOUNT, Problem, Severity
from desktop.core.scopes import Scope
from desktop.core.texts import letters, nfc, nfc_lines
from desktop.core.typed import show_date, show_money

LONGEST_NAME, LONGEST_TEXT = 200, 500
MOST_SHOWN = 1_000
"""A list shows no more than these; sums are of all."""


class DonorKind(StrEnum):
    """Who gives."""

    BUSINESS = "DN"
    ORGANISATION = "CQ"
    PERSON = "CN"
    HOUSEHOLD = "HO"
    OTHER = "KHAC"


DONOR_KINDS = {
    DonorKind.BUSINESS: "Doanh nghiệp",
    DonorKind.ORGANISATION: "Tổ chức, cơ quan",
    DonorKind.PERSON: "Cá nhân",
    DonorKind.HOUSEHOLD: "Hộ gia đình",
    DonorKind.OTHER: "Khác",
}


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What somebody gave on a day: đồng in cash, goods and their value in đồng; None: not known."""

    unit_id: str
    given_on: date
    donor_kind: DonorKind = DonorKind.BUSINESS
    donor: str = ""
    cash: int | None = None
    in_kind: int | None = None
    goods: str = ""
    used_for: str = ""
    note: str = ""
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class Given:
    """Sums of contributions in đồng (None where nobody entered any) and how many they are."""

    cash: int | None = None
    in_kind: int | None = None
    count: int = 0


_TOLD = ("given_on", "donor_kind", "cash", "in_kind")
_LIMITS = {
    "donor": ("Tên đơn vị, người ủng hộ", LONGEST_NAME), "goods": ("Hiện vật", LONGEST_TEXT),
    "used_for": ("Dùng vào việc", LONGEST_TEXT), "note": ("Ghi chú", LONGEST_TEXT),
}  # fmt: skip


def problems(one: Contribution, today: date) -> list[Problem]:
    """Return everything that is wrong with a contribution; all are stops."""
    return [Problem("GIVEN", Severity.STOP, fields, text) for fields, text in _wrong(one, today)]


def save(session: Session, contribution: Contribution) -> Contribution:
    """Keep a contribution of the own unit, new or changed; return it as kept.

    Raises WrongChoiceError (the first problem, or of another unit), PeriodLockedError.
    """
    after = _tidy(contribution)
    if after.unit_id != settings.read(session).unit_id:
        raise WrongChoiceError("Khoản ủng hộ này do đơn vị khác báo cáo, không sửa được ở đây.")
    for problem in problems(after, clock.of(session).today()):
        raise WrongChoiceError(problem.text)
    row = session.get(ContributionRow, (after.unit_id, after.id), populate_existing=True)
    before = None if row is None else _value(row)
    days = (after.given_on,) if before is None else (before.given_on, after.given_on)
    reports.require_open(session, days)
    if before == after:
        return after
    session.merge(ContributionRow(**(vars(after) | {"donor_kind": str(after.donor_kind)})))
    session.flush()
    changes = differences.of(before, after, _TOLD)
    deed = "added" if before is None else "changed"
    history.note(session, "contribution", after.id, deed, changes)
    return after


def withdraw(session: Session, unit_id: str, contribution_id: str) -> Contribution:
    """Take a contribution away; return it, so that it can be saved again.

    Raises NotFoundError, PeriodLockedError, and WrongChoiceError for one of another unit.
    """
    if unit_id != settings.read(session).unit_id:
        raise WrongChoiceError("Khoản ủng hộ này do đơn vị khác báo cáo, không xóa được ở đây.")
    row = session.get(ContributionRow, (unit_id, contribution_id))
    if row is None:
        raise NotFoundError
    found = _value(row)
    reports.require_open(session, [found.given_on])
    session.delete(row)
    session.flush()
    history.note(session, "contribution", contribution_id, "removed")
    return found


def find(session: Session, scope: Scope, period: Period) -> tuple[Contribution, ...]:
    """Return the contributions of the period, newest first, at most `MOST_SHOWN`."""
    rows = session.scalars(
        select(ContributionRow)
        .where(*_within(scope, period))
        .order_by(ContributionRow.given_on.desc(), ContributionRow.id.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(_value(row) for row in rows)


def sums(session: Session, scope: Scope, period: Period) -> Given:
    """Return what was given in the period to all units of the scope."""
    return _given(session.execute(select(*_SUMS).where(*_within(scope, period))).one())


def by_kind(session: Session, scope: Scope, period: Period) -> Mapping[DonorKind, Given]:
    """Return what was given by each kind of donor that gave, in the order of the kinds."""
    found = _grouped(session, scope, period, ContributionRow.donor_kind)
    return {kind: found[kind] for kind in DonorKind if kind in found}


def by_unit(session: Session, scope: Scope, period: Period) -> Mapping[str, Given]:
    """Return what was given in each unit that reported any, by id."""
    return _grouped(session, scope, period, ContributionRow.unit_id)


_SUMS: tuple[Any, ...] = (
    func.sum(ContributionRow.cash), func.sum(ContributionRow.in_kind), func.count(),
)  # fmt: skip


def _grouped(session: Session, scope: Scope, period: Period, column: Any) -> dict[Any, Given]:
    rows = session.execute(select(column, *_SUMS).where(*_within(scope, period)).group_by(column))
    return {row[0]: _given(row[1:]) for row in rows}


def _within(scope: Scope, period: Period) -> tuple[Any, ...]:
    return (
        scope.has(ContributionRow.unit_id),
        ContributionRow.given_on.between(period.first, period.last),
    )


def _given(row: Any) -> Given:
    cash, in_kind, count = row
    return Given(
        None if cash is None else int(cash), None if in_kind is None else int(in_kind), count
    )


def _wrong(one: Contribution, today: date) -> Iterable[tuple[tuple[str, ...], str]]:
    if one.given_on > today:
        yield (
            ("given_on",),
            (
                f"Ngày ủng hộ {show_date(one.given_on)} chưa đến. Hãy ghi ngày đã nhận tiền hoặc hiện vật."
            ),
        )
    if one.given_on.year not in YEARS:
        yield ("given_on",), f"Năm {one.given_on.year} ngoài các năm của sổ. Hãy gõ lại ngày."
    if not one.cash and not one.in_kind and not one.goods:
        yield (
            ("cash", "in_kind", "goods"),
            ("Chưa có tiền, giá trị hoặc tên hiện vật. Hãy ghi ít nhất một trong ba ô."),
        )
    if one.in_kind and not one.goods:
        yield (
            ("goods",),
            ("Có giá trị hiện vật nhưng chưa ghi hiện vật gì. Hãy ghi, ví dụ “20 suất quà”."),
        )
    yield from _too_large(one)


def _too_large(one: Contribution) -> Iterable[tuple[tuple[str, ...], str]]:
    for name in ("cash", "in_kind"):
        amount = getattr(one, name)
        if amount is not None and not 0 <= amount <= LARGEST_AMOUNT:
            yield (name,), f"Số tiền phải từ 0 đến {show_money(LARGEST_AMOUNT)}. Hãy xem lại."
    for name, (label, most) in _LIMITS.items():
        if letters(getattr(one, name)) > most:
            yield (name,), f"{label} dài quá {most} chữ. Hãy viết gọn lại."


def _tidy(one: Contribution) -> Contribution:
    cleaned: dict[str, Any] = {
        name: nfc(getattr(one, name)) for name in ("donor", "goods", "used_for")
    }
    return replace(one, **cleaned, note=nfc_lines(one.note))


def _value(row: ContributionRow) -> Contribution:
    return Contribution(
        unit_id=row.unit_id, id=row.id, given_on=row.given_on, donor_kind=DonorKind(row.donor_kind),
        donor=row.donor, cash=row.cash, in_kind=row.in_kind, goods=row.goods,
        used_for=row.used_for, note=row.note,
    )  # fmt: skip
