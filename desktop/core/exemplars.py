"""Exemplars (gương điển hình), models and initiatives, each with its five-line story.

Personal data stay in the ward: upward go the kind, the hamlet, the days and where it was
publicised. The story sheet is signed by the person it tells of (law 91/2025/QH15: consent).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import ExemplarRow
from desktop.core import clock, differences, hamlets, history, reports, settings
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.ids import new_id
from desktop.core.periods import YEARS, Period
from desktop.core.problems import Problem, Severity
from desktop.core.scopes import Scope
from desktop.core.texts import letters, nfc, nfc_lines
from desktop.core.typed import show_date

STORY_LINES, STORY_LETTERS = 5, 100
LONGEST_TITLE, LONGEST_TEXT = 200, 500
MOST_SHOWN = 1_000
"""A list shows no more than these; counts are of all."""


class Kind(StrEnum):
    """What sets the example."""

    EXEMPLAR = "GUONG"
    MODEL = "MO_HINH"
    INITIATIVE = "SANG_KIEN"


KINDS = {
    Kind.EXEMPLAR: "Gương điển hình",
    Kind.MODEL: "Mô hình",
    Kind.INITIATIVE: "Sáng kiến",
}


@dataclass(frozen=True, kw_only=True)
class Exemplar:
    """One that sets an example; `publicised` says where, `publicised_on` when first."""

    unit_id: str
    found_on: date
    kind: Kind = Kind.EXEMPLAR
    title: str = ""
    who: str = ""
    hamlet_id: str | None = None
    story: str = ""
    publicised: str = ""
    publicised_on: date | None = None
    note: str = ""
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class Counted:
    """How many there are, and how many of them were publicised."""

    count: int = 0
    publicised: int = 0


_TOLD = ("kind", "found_on", "publicised", "publicised_on")
_LIMITS = {
    "title": ("Tên", LONGEST_TITLE), "who": ("Người, tập thể", LONGEST_TITLE),
    "publicised": ("Nơi đăng, phát", LONGEST_TEXT), "note": ("Ghi chú", LONGEST_TEXT),
}  # fmt: skip


def problems(one: Exemplar, today: date) -> list[Problem]:
    """Return everything that is wrong with an exemplar; all are stops."""
    return [Problem("STORY", Severity.STOP, fields, text) for fields, text in _wrong(one, today)]


def save(session: Session, exemplar: Exemplar) -> Exemplar:
    """Keep an exemplar of the own unit, new or changed; return it as kept.

    Raises WrongChoiceError (the first problem, or of another unit), PeriodLockedError.
    """
    after = _tidy(exemplar)
    if after.unit_id != settings.read(session).unit_id:
        raise WrongChoiceError("Gương, mô hình này do đơn vị khác báo cáo, không sửa được ở đây.")
    for problem in problems(after, clock.of(session).today()):
        raise WrongChoiceError(problem.text)
    if after.hamlet_id and after.hamlet_id not in hamlets.of_ids(session, [after.hamlet_id]):
        raise NotFoundError
    row = session.get(ExemplarRow, (after.unit_id, after.id), populate_existing=True)
    before = None if row is None else _value(row)
    days = (after.found_on,) if before is None else (before.found_on, after.found_on)
    reports.require_open(session, days)
    if before == after:
        return after
    session.merge(ExemplarRow(**(vars(after) | {"kind": str(after.kind)})))
    session.flush()
    changes = differences.of(before, after, _TOLD)
    history.note(session, "exemplar", after.id, "added" if before is None else "changed", changes)
    return after


def withdraw(session: Session, unit_id: str, exemplar_id: str) -> Exemplar:
    """Take an exemplar away; return it, so that it can be saved again.

    Raises NotFoundError, PeriodLockedError, and WrongChoiceError for one of another unit.
    """
    if unit_id != settings.read(session).unit_id:
        raise WrongChoiceError("Gương, mô hình này do đơn vị khác báo cáo, không xóa được ở đây.")
    found = get(session, unit_id, exemplar_id)
    reports.require_open(session, [found.found_on])
    session.delete(session.get(ExemplarRow, (unit_id, exemplar_id)))
    session.flush()
    history.note(session, "exemplar", exemplar_id, "removed")
    return found


def get(session: Session, unit_id: str, exemplar_id: str) -> Exemplar:
    """Return an exemplar. Raises NotFoundError."""
    row = session.get(ExemplarRow, (unit_id, exemplar_id), populate_existing=True)
    if row is None:
        raise NotFoundError
    return _value(row)


def find(session: Session, scope: Scope, period: Period) -> tuple[Exemplar, ...]:
    """Return those found in the period, newest first, at most `MOST_SHOWN`."""
    rows = session.scalars(
        select(ExemplarRow)
        .where(*_within(scope, period))
        .order_by(ExemplarRow.found_on.desc(), ExemplarRow.id.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(_value(row) for row in rows)


def count(session: Session, scope: Scope, period: Period) -> int:
    """Return how many exemplars, models and initiatives were found in the period."""
    return session.scalar(select(func.count()).where(*_within(scope, period))) or 0


def by_kind(session: Session, scope: Scope, period: Period) -> Mapping[Kind, Counted]:
    """Return how many there are of each kind, and how many of them were publicised."""
    found = _grouped(session, scope, period, ExemplarRow.kind)
    return {kind: found.get(kind, Counted()) for kind in Kind}


def by_unit(session: Session, scope: Scope, period: Period) -> Mapping[str, Counted]:
    """Return how many there are in each unit that has any, by id."""
    return _grouped(session, scope, period, ExemplarRow.unit_id)


def _grouped(session: Session, scope: Scope, period: Period, column: Any) -> dict[Any, Counted]:
    rows = session.execute(
        select(column, func.count(), func.count(func.nullif(ExemplarRow.publicised, "")))
        .where(*_within(scope, period))
        .group_by(column)
    )
    return {key: Counted(all_, said) for key, all_, said in rows}


def _within(scope: Scope, period: Period) -> tuple[Any, ...]:
    return (
        scope.has(ExemplarRow.unit_id),
        ExemplarRow.found_on.between(period.first, period.last),
    )


def _wrong(one: Exemplar, today: date) -> Iterable[tuple[tuple[str, ...], str]]:
    if not one.title:
        yield ("title",), "Chưa có tên. Hãy ghi ngắn, ví dụ “Mô hình nuôi bò sinh sản buôn Đŭng”."
    for name, day in (("found_on", one.found_on), ("publicised_on", one.publicised_on)):
        if day is not None and day > today:
            yield (name,), f"Ngày {show_date(day)} chưa đến. Hãy ghi ngày đã qua."
        if day is not None and day.year not in YEARS:
            yield (name,), f"Năm {day.year} ngoài các năm của sổ. Hãy gõ lại ngày."
    if one.publicised_on is not None and not one.publicised:
        yield (
            ("publicised",),
            ("Có ngày đăng, phát nhưng chưa ghi ở đâu. Hãy ghi, ví dụ “Đài truyền thanh xã”."),
        )
    yield from _story(one.story)
    for name, (label, most) in _LIMITS.items():
        if letters(getattr(one, name)) > most:
            yield (name,), f"{label} dài quá {most} chữ. Hãy viết gọn lại."


def _story(story: str) -> Iterable[tuple[tuple[str, ...], str]]:
    lines = story.splitlines()
    if len(lines) > STORY_LINES:
        yield (
            ("story",),
            (
                f"Câu chuyện có {len(lines)} dòng, phiếu chỉ có chỗ cho {STORY_LINES}. "
                "Hãy bỏ bớt hoặc nối các dòng."
            ),
        )
    for number, line in enumerate(lines, start=1):
        if letters(line) > STORY_LETTERS:
            yield (
                ("story",),
                (
                    f"Dòng {number} của câu chuyện có {letters(line)} chữ, nhiều hơn {STORY_LETTERS}. "
                    "Hãy viết gọn hoặc xuống dòng."
                ),
            )


def _tidy(one: Exemplar) -> Exemplar:
    lines = (nfc(line) for line in one.story.splitlines())
    return replace(
        one, title=nfc(one.title), who=nfc(one.who), publicised=nfc(one.publicised),
        story="\n".join(line for line in lines if line), note=nfc_lines(one.note),
        hamlet_id=one.hamlet_id or None,
    )  # fmt: skip


def _value(row: ExemplarRow) -> Exemplar:
    return Exemplar(
        unit_id=row.unit_id, id=row.id, kind=Kind(row.kind), found_on=row.found_on,
        title=row.title, who=row.who, hamlet_id=row.hamlet_id, story=row.story,
        publicised=row.publicised, publicised_on=row.publicised_on, note=row.note,
    )  # fmt: skip
