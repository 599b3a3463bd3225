"""Households of the poverty lists: head, hamlet, and year by year category and what they lack.

Names and codes are personal data: they stay in this register and never stand in the history.
Nothing is scored here; a category is what the commune's decision says (QĐ 24/2021/QĐ-TTg).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from db import bulk
from db.rows import AttendanceRow, HouseholdLackRow, HouseholdRow, HouseholdYearRow
from desktop.core import catalogue, hamlets, history, settings
from desktop.core.errors import InUseError, NotFoundError, WrongChoiceError
from desktop.core.ids import new_id
from desktop.core.texts import fold, letters, nfc

LONGEST_CODE, LONGEST_HEAD, LONGEST_NOTE = 30, 200, 500
YEARS = range(2005, 2101)
POOR, NEAR_POOR, ESCAPED = "HN", "HCN", "HMTN"
"""Categories that hamlets are counted by: nghèo, cận nghèo, mới thoát nghèo."""
FIELDS = {
    "code": "Mã hộ", "head": "Họ tên chủ hộ", "hamlet_id": "Thôn, buôn", "ethnic": "Dân tộc",
    "gone_on": "Ngày không còn ở địa bàn", "note": "Ghi chú",
}  # fmt: skip

_APOSTROPHES = str.maketrans({"'": "", "-": " ", ".": " ", ",": " "})
_AT_ONCE = 500
_NOWHERE = ""


@dataclass(frozen=True, kw_only=True)
class Household:
    """A household (hộ); `code` is what the office calls it, maybe empty, never computed with.

    `gone_on`: from this day it no longer lives here. `hamlet_id` stays when a hamlet is renamed:
    `hamlets.standing` says which hamlet that is on a day.
    """

    unit_id: str
    head: str
    code: str = ""
    hamlet_id: str | None = None
    ethnic: str = ""
    gone_on: date | None = None
    note: str = ""
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class Yearly:
    """The category (a code) of a household in a year and the indicators it lacks (thiếu hụt)."""

    category: str
    lacks: frozenset[str] = frozenset()


Years = Mapping[int, Yearly]


@dataclass(frozen=True)
class Kept:
    """A household with all its years."""

    household: Household
    years: Years


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field of a household (or with a year: "2024"), as a sentence."""

    field: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Query:
    """Which households are looked for; parts left out do not narrow.

    `text`: any parts of head and code, unaccented. `hamlet_id` brings those of its predecessors
    along; empty: households of no hamlet. `category` and `indicator` are of the year. Those gone
    are left out, but for those who were still here in the year.
    """

    text: str = ""
    hamlet_id: str | None = None
    year: int | None = None
    category: str | None = None
    indicator: str | None = None
    with_gone: bool = False


@dataclass(frozen=True)
class Line:
    """A household in a list, and what it was in the year of the query (None: not classed)."""

    household: Household
    yearly: Yearly | None


@dataclass(frozen=True)
class Found:
    """A page of households, and how many there are in all."""

    rows: tuple[Line, ...]
    count: int


def name_key(name: str) -> str:
    """Return what spellings of a person's name share: "H’ Linh Niê", "H'Linh Nie", "h linh niê"."""
    words = fold(nfc(name)).translate(_APOSTROPHES).split()
    if len(words) > 1 and words[0] == "h":
        words[:2] = [words[0] + words[1]]
    return " ".join(words)


def find(session: Session, query: Query, limit: int = 100, offset: int = 0) -> Found:
    """Return a page of the own unit's households by given name (Y, H' names by the first word)."""
    conditions = _conditions(session, query)
    ids = session.scalars(
        select(HouseholdRow.id)
        .where(*conditions)
        .order_by(HouseholdRow.folded, HouseholdRow.id)
        .limit(limit)
        .offset(offset)
    ).all()
    count = offset + len(ids)
    if len(ids) == limit or not ids:
        count = (
            session.scalar(select(func.count()).select_from(HouseholdRow).where(*conditions)) or 0
        )
    known = of_ids(session, ids)
    years = years_of(session, ids) if query.year else {}
    return Found(
        tuple(Line(known[key], years.get(key, {}).get(query.year or 0)) for key in ids), count
    )


def get(session: Session, household_id: str) -> Kept:
    """Return a household with all its years. Raises NotFoundError."""
    found = of_ids(session, [household_id]).get(household_id)
    if found is None:
        raise NotFoundError
    return Kept(found, years_of(session, [household_id]).get(household_id, {}))


def of_ids(session: Session, ids: Collection[str]) -> dict[str, Household]:
    """Return those of the households that are there, by id."""
    found: dict[str, Household] = {}
    for some in _portions(ids):
        rows = session.execute(select(HouseholdRow.__table__).where(HouseholdRow.id.in_(some)))
        found |= {row.id: _value(row) for row in rows}
    return found


def all_of(session: Session, unit_id: str) -> list[Household]:
    """Return all households of a unit, those gone included, by given name."""
    rows = session.execute(
        select(HouseholdRow.__table__)
        .where(HouseholdRow.unit_id == unit_id)
        .order_by(HouseholdRow.folded, HouseholdRow.id)
    )
    return [_value(row) for row in rows]


def years_of(session: Session, ids: Collection[str]) -> dict[str, dict[int, Yearly]]:
    """Return the years of the households, by id and year, the oldest year first."""
    lacks: dict[tuple[str, int], set[str]] = defaultdict(set)
    found: dict[str, dict[int, Yearly]] = {}
    for some in _portions(ids):
        for row in session.execute(
            select(HouseholdLackRow.__table__).where(HouseholdLackRow.household_id.in_(some))
        ):
            lacks[row.household_id, row.year].add(row.indicator)
        for row in session.execute(
            select(HouseholdYearRow.__table__)
            .where(HouseholdYearRow.household_id.in_(some))
            .order_by(HouseholdYearRow.household_id, HouseholdYearRow.year)
        ):
            lacking = frozenset(lacks.get((row.household_id, row.year), ()))
            found.setdefault(row.household_id, {})[row.year] = Yearly(row.category, lacking)
    return found


def problems(
    session: Session, household: Household, years: Mapping[int, Yearly | None]
) -> tuple[Problem, ...]:
    """Return everything that stops a household from being kept."""
    return (*_field_problems(session, household), *_year_problems(session, years))


def save(
    session: Session,
    household: Household,
    years: Mapping[int, Yearly | None] = MappingProxyType({}),
) -> Household:
    """Keep a household, new or changed; years named are replaced (None: taken out), others stay.

    History says which fields changed, never a name or code. Raises WrongChoiceError.
    """
    found = problems(session, household, years)
    if found:
        raise WrongChoiceError(" ".join(one.text for one in found))
    clean = _clean(household)
    before = of_ids(session, [clean.id]).get(clean.id)
    kept = years_of(session, [clean.id]).get(clean.id, {})
    changed = {year: one for year, one in years.items() if kept.get(year) != one}
    fields = [name for name in FIELDS if before and getattr(before, name) != getattr(clean, name)]
    if before and not fields and not changed:
        return clean
    put_many(session, [] if before else [clean], [clean] if before else [])
    put_years(session, {clean.id: changed})
    words = [FIELDS[name] for name in fields] + [f"phân loại năm {year}" for year in changed]
    note = {"fields": ["", ", ".join(words)]} if words else {}
    history.note(session, "household", clean.id, "changed" if before else "added", note)
    return clean


def remove(session: Session, household_id: str) -> None:
    """Take a household out that nobody needs. Raises NotFoundError, InUseError (attendance lists)."""
    if session.get(HouseholdRow, household_id) is None:
        raise NotFoundError
    used = session.scalar(select(func.count()).where(AttendanceRow.household_id == household_id))
    if used:
        raise InUseError(used)
    drop_many(session, [household_id])
    history.note(session, "household", household_id, "removed")


def put_many(
    session: Session,
    new: Sequence[Household],
    changed: Sequence[Household],
    import_id: str | None = None,
) -> None:
    """Write households as they are, without a word in the history: that is the caller's."""
    table: Any = HouseholdRow.__table__
    if new:
        rows = [{**_row(one), "import_id": import_id} for one in new]
        bulk.insert(session, table, list(rows[0]), [list(row.values()) for row in rows])
    for one in changed:
        session.execute(update(table).where(table.c.id == one.id).values(_row(one)))
    session.expire_all()


def put_years(session: Session, years: Mapping[str, Mapping[int, Yearly | None]]) -> None:
    """Write these years of households {id: {year: …}} instead of what was there; None: nothing."""
    there = [(key, year, one) for key, some in years.items() for year, one in some.items()]
    for year in sorted({year for _, year, _ in there}):
        for some in _portions([key for key, which, _ in there if which == year]):
            for row in (HouseholdLackRow, HouseholdYearRow):
                session.execute(delete(row).where(row.household_id.in_(some), row.year == year))
    classed = [
        {"household_id": key, "year": year, "category": one.category}
        for key, year, one in there
        if one is not None
    ]
    lacking = [
        {"household_id": key, "year": year, "indicator": indicator}
        for key, year, one in there
        if one is not None
        for indicator in sorted(one.lacks)
    ]
    if classed:
        session.execute(insert(HouseholdYearRow), classed)
    if lacking:
        session.execute(insert(HouseholdLackRow), lacking)


def drop_many(session: Session, ids: Collection[str]) -> None:
    """Take households and their years out, without a word in the history."""
    for some in _portions(ids):
        for row in (HouseholdLackRow, HouseholdYearRow):
            session.execute(delete(row).where(row.household_id.in_(some)))
        session.execute(delete(HouseholdRow).where(HouseholdRow.id.in_(some)))


def _conditions(session: Session, query: Query) -> list[ColumnElement[bool]]:
    words = name_key(query.text).split()
    found: list[ColumnElement[bool]] = [
        HouseholdRow.unit_id == settings.read(session).unit_id,
        *(HouseholdRow.folded.contains(word, autoescape=True) for word in words),
    ]
    if query.hamlet_id == _NOWHERE:
        found.append(HouseholdRow.hamlet_id.is_(None))
    elif query.hamlet_id:
        found.append(HouseholdRow.hamlet_id.in_(hamlets.family(session, query.hamlet_id)))
    if not query.with_gone:
        here = HouseholdRow.gone_on.is_(None)
        found.append(here | (HouseholdRow.gone_on > date(query.year, 1, 1)) if query.year else here)
    if query.category:
        found.append(_has(HouseholdYearRow, query.year, "category", query.category))
    if query.indicator:
        found.append(_has(HouseholdLackRow, query.year, "indicator", query.indicator))
    return found


def _has(row: Any, year: int | None, column: str, value: str) -> ColumnElement[bool]:
    of_year = (row.year == year,) if year else ()
    same = and_(row.household_id == HouseholdRow.id, getattr(row, column) == value, *of_year)
    return exists().where(same)


def _field_problems(session: Session, household: Household) -> Iterable[Problem]:
    head = nfc(household.head)
    if not any(sign.isalpha() for sign in head):
        yield Problem("head", "Chưa ghi họ tên chủ hộ.")
    if letters(head) > LONGEST_HEAD:
        yield Problem("head", f"Họ tên chủ hộ dài quá {LONGEST_HEAD} chữ.")
    if letters(nfc(household.code)) > LONGEST_CODE:
        yield Problem("code", f"Mã hộ dài quá {LONGEST_CODE} chữ.")
    if letters(nfc(household.note)) > LONGEST_NOTE:
        yield Problem("note", f"Ghi chú dài quá {LONGEST_NOTE} chữ.")
    if household.hamlet_id and not hamlets.of_ids(session, [household.hamlet_id]):
        yield Problem("hamlet_id", "Thôn, buôn này không còn trong sổ. Hãy chọn lại.")
    code = nfc(household.code)
    if code and session.scalar(
        select(HouseholdRow.id)
        .where(HouseholdRow.unit_id == household.unit_id, HouseholdRow.code == code)
        .where(HouseholdRow.id != household.id)
        .limit(1)
    ):
        yield Problem("code", "Mã hộ này đã có ở hộ khác. Hãy kiểm tra lại mã, hoặc để trống.")


def _year_problems(session: Session, years: Mapping[int, Yearly | None]) -> Iterable[Problem]:
    categories = catalogue.household_categories(session) if years else {}
    for year, one in years.items():
        if year not in YEARS:
            yield Problem(str(year), f"Năm {year} không đúng.")
        elif one and one.category not in categories:
            yield Problem(str(year), f"Năm {year}: chưa chọn hộ nghèo, cận nghèo hay loại khác.")
        elif one and one.lacks:
            known = {item.indicator for item in catalogue.deprivations(session, year)}
            if one.lacks - known:
                yield Problem(
                    str(year),
                    f"Năm {year}: có chỉ số thiếu hụt không thuộc chuẩn nghèo của năm này.",
                )


def _clean(household: Household) -> Household:
    return Household(
        id=household.id, unit_id=household.unit_id, code=nfc(household.code),
        head=nfc(household.head), hamlet_id=household.hamlet_id or None,
        ethnic=nfc(household.ethnic), gone_on=household.gone_on, note=nfc(household.note),
    )  # fmt: skip


def _row(household: Household) -> dict[str, Any]:
    clean = _clean(household)
    return {**vars(clean), "folded": _folded(clean.head, clean.code)}


def _folded(head: str, code: str) -> str:
    """Return what sorts and is searched: the given name first, then the whole name and the code."""
    key = name_key(head)
    words = key.split()
    whole_first = not words or words[0] == "y" or fold(head).startswith(("h'", "h "))
    return " ".join(part for part in ("" if whole_first else words[-1], key, fold(code)) if part)


def _value(row: Any) -> Household:
    return Household(
        id=row.id, unit_id=row.unit_id, code=row.code, head=row.head, hamlet_id=row.hamlet_id,
        ethnic=row.ethnic, gone_on=row.gone_on, note=row.note,
    )  # fmt: skip


def _portions(ids: Collection[str]) -> Iterable[list[str]]:
    wanted = sorted(set(ids))
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))
