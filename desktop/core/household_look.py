"""Looking at a workbook of households: which sheets, which columns, which letters, which year.

Nothing of the register changes here; what a person must confirm is asked, three things at most.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.core import catalogue, clock, household_columns, households
from desktop.core.catalogue import Deprivation
from desktop.core.errors import NotFoundError, WorkbookError, WorkbookReason
from desktop.core.hamlets import Hamlet
from desktop.core.household_cells import sheet_place
from desktop.core.household_columns import Layout
from desktop.core.legacy_text import Guess, Seen, detect
from desktop.core.progress import Progress
from desktop.core.texts import fold, nfc
from desktop.core.workbook_cells import Cells, Fonts, Merged
from desktop.core.workbook_read import MOST_LETTERS, MOST_ROWS, open_book

_Rows = tuple[tuple[int, Cells, Fonts], ...]
_SHOWN = 12
_MOST_FILLED = 400_000
"""Cells filled from merged ones: honest sheets have far fewer, hostile ones overlap."""
_WORD = re.compile(r"\w+")


class Question(StrEnum):
    """What a person confirms before a workbook is read."""

    COLUMNS = auto()
    LEGACY = auto()
    YEAR = auto()


@dataclass(frozen=True)
class SheetLook:
    """A sheet: its headings (None: no list of households), and the first rows as they look."""

    name: str
    count: int
    layout: Layout | None
    first_rows: tuple[tuple[int, Cells], ...]
    rows: _Rows


@dataclass(frozen=True)
class Answers:
    """What a person says; None where what was guessed is right.

    `columns` is {column: field} of all sheets chosen. `category` is a code for rows that do not say
    it. `hamlets` says which known hamlet (id) an unknown name means.
    """

    sheets: tuple[str, ...] | None = None
    columns: Mapping[int, str] | None = None
    convert: bool | None = None
    year: int | None = None
    category: str | None = None
    hamlets: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Looked:
    """A workbook looked at: its sheets, those chosen, and what must be asked.

    `legacy` is the likely old encoding with samples; `year` and `category` what titles tell.
    """

    path_name: str
    sheets: tuple[SheetLook, ...]
    chosen: tuple[str, ...]
    layout: Layout
    legacy: Guess | None
    year: int | None
    category: str
    needs_category: bool
    questions: tuple[Question, ...]

    @property
    def suggested(self) -> Answers:
        """Return the answers of one who agrees with everything."""
        return Answers(
            self.chosen, self.layout.columns, self.legacy is not None, self.year,
            self.category or None,
        )  # fmt: skip


def look(session: Session, path: Path, progress: Progress | None = None) -> Looked:
    """Return what the workbook seems to be, and what must be confirmed; changes nothing.

    Raises WorkbookError, FileProblemError, CancelledError.
    """
    progress = progress or Progress()
    book = open_book(path)
    left = MOST_ROWS
    raw: list[tuple[str, _Rows]] = []
    merged: list[list[Merged]] = []
    for sheet in book.sheets:
        progress.step("Đang đọc bảng tính")
        rows = tuple(islice(book.rows_and_fonts(sheet), left + 1))
        left -= len(rows)
        if left < 0 or sum(map(_length, rows)) > MOST_LETTERS:
            raise WorkbookError(path, WorkbookReason.TOO_MANY_ROWS, str(MOST_ROWS))
        raw.append((nfc(sheet.name), rows))
        merged.append(book.merged)
    legacy = detect(_seen(raw))
    known = catalogue.deprivations(session, clock.of(session).today().year)
    categories = catalogue.household_categories(session)
    sheets = [
        _filled(_sheet(session, name, rows, legacy, categories, known), joined)
        for (name, rows), joined in zip(raw, merged, strict=True)
    ]
    lists = [one for one in sheets if one.layout]
    if not lists:
        reason = WorkbookReason.WRONG_HEADINGS if any(r for _, r in raw) else WorkbookReason.EMPTY
        raise WorkbookError(path, reason, "không thấy cột “Họ và tên chủ hộ”")
    return _looked(nfc(path.name), tuple(sheets), lists, legacy, categories)


def _seen(raw: Iterable[tuple[str, _Rows]]) -> Iterable[Seen]:
    for _, rows in raw:
        for _, cells, fonts in rows:
            for at, value in cells.items():
                if isinstance(value, str):
                    yield at, value, fonts.get(at, "")


def _length(row: tuple[int, Cells, Fonts]) -> int:
    return sum(len(value) for value in row[1].values() if isinstance(value, str))


def converted(cells: Cells, fonts: Fonts, legacy: Guess | None) -> Cells:
    """Return the cells with old letters turned into Unicode; as they are without a guess."""
    if legacy is None:
        return cells
    return {
        at: legacy.apply(at, value, fonts.get(at, "")) if isinstance(value, str) else value
        for at, value in cells.items()
    }


def _sheet(
    session: Session,
    name: str,
    rows: _Rows,
    legacy: Guess | None,
    categories: Mapping[str, str],
    known: tuple[Deprivation, ...],
) -> SheetLook:
    start = rows[: household_columns.HEADING_ROWS]
    first = [(number, converted(cells, fonts, legacy)) for number, cells, fonts in start]
    layout = household_columns.guess(first, categories, known)
    if layout is not None:
        kept = household_columns.remembered(session, layout.signature)
        if kept is not None:
            layout = replace(layout, columns=kept, unknown=(), is_remembered=True)
    return SheetLook(name, len(rows), layout, tuple(first[:_SHOWN]), rows)


def _filled(sheet: SheetLook, merged: Iterable[Merged]) -> SheetLook:
    """Return the sheet with cells merged downwards ("Buôn Đŭng" beside its households) in each row."""
    last = sheet.layout.last if sheet.layout else 0
    numbers = [number for number, _, _ in sheet.rows]
    rows, filled = list(sheet.rows), 0
    for top, left, bottom, right in merged:
        at = bisect_left(numbers, top)
        if left != right or bottom == top or top <= last or at == len(rows):
            continue
        number, cells, fonts = rows[at]
        end = bisect_right(numbers, bottom)
        filled += end - at
        if number != top or left not in cells or filled > _MOST_FILLED:
            continue
        for below in range(at + 1, end):
            row, others, theirs = rows[below]
            font = {left: fonts[left]} if left in fonts else {}
            rows[below] = (row, {left: cells[left], **others}, {**font, **theirs})
    return replace(sheet, rows=tuple(rows))


def _looked(
    path_name: str,
    sheets: tuple[SheetLook, ...],
    lists: list[SheetLook],
    legacy: Guess | None,
    categories: Mapping[str, str],
) -> Looked:
    best = max(lists, key=lambda one: (_layout(one).is_remembered, one.count))
    layout = _layout(best)
    chosen = [one for one in lists if _layout(one).signature == layout.signature]
    titles = [text for one in chosen for text in _titles(one, legacy)]
    year = household_columns.year_told([*titles, *(one.name for one in chosen), path_name])
    told = {category(one, legacy, categories) for one in chosen}
    names = set(layout.columns.values())
    in_rows = any(name.startswith("category") for name in names)
    title = told.pop() if len(told) == 1 and not in_rows else ""
    untold = [one for one in chosen if not category(one, legacy, categories)]
    needs = bool(untold) and not in_rows and not _has_sections(untold, legacy, categories)
    questions = [
        *([] if layout.is_remembered else [Question.COLUMNS]),
        *([Question.LEGACY] if legacy else []),
        *([Question.YEAR] if year is None or needs else []),
    ]
    return Looked(
        path_name, sheets, tuple(one.name for one in chosen), layout, legacy, year, title,
        needs, tuple(questions),
    )  # fmt: skip


def _layout(one: SheetLook) -> Layout:
    if one.layout is None:
        raise NotFoundError
    return one.layout


def _titles(sheet: SheetLook, legacy: Guess | None) -> list[str]:
    first = sheet.layout.first if sheet.layout else 0
    above = (
        converted(cells, fonts, legacy) for number, cells, fonts in sheet.rows if number < first
    )
    return [nfc(value) for cells in above for value in cells.values() if isinstance(value, str)]


def category(sheet: SheetLook, legacy: Guess | None, categories: Mapping[str, str]) -> str:
    """Return the category that title or name of a sheet tells, or nothing where several are named."""
    for texts in (_titles(sheet, legacy), [sheet.name]):
        whole = " ".join(fold(one) for one in texts)
        found = {code for code in categories if _names(whole, code)}
        if len(found) == 1:
            return found.pop()
        if found:
            return ""
    return household_columns.category_of(sheet.name, categories) or ""


def place(sheet: SheetLook, legacy: Guess | None, known: Iterable[Hamlet]) -> str:
    """Return the hamlet that the name of a sheet or its title tells, or nothing."""
    if sheet_place(sheet.name):
        return sheet_place(sheet.name)
    whole = f" {' '.join(_WORD.findall(fold(' '.join(_titles(sheet, legacy)))))} "
    named = {one.full_name: " ".join(_WORD.findall(fold(one.full_name))) for one in known}
    found = [name for name, words in named.items() if f" {words} " in whole]
    return max(found, key=len) if found else ""


def _names(whole: str, code: str) -> bool:
    near, escaped = whole.count("can ngheo"), whole.count("thoat ngheo")
    if code == households.NEAR_POOR:
        return near > 0
    if code == households.ESCAPED:
        return escaped > 0
    poor = whole.count("ho ngheo") - whole.count("ra soat ho ngheo")
    return code == households.POOR and poor > 0


def _has_sections(
    sheets: Iterable[SheetLook], legacy: Guess | None, categories: Mapping[str, str]
) -> bool:
    """Say whether lines between the households name their category."""
    for sheet in sheets:
        last = sheet.layout.last if sheet.layout else 0
        for number, cells, fonts in sheet.rows:
            texts = [o for o in converted(cells, fonts, legacy).values() if isinstance(o, str)]
            for text in texts if number > last and len(texts) < 3 else ():
                plain = fold(nfc(text))
                if "ho " in plain and household_columns.category_of(
                    plain[plain.index("ho ") :], categories
                ):
                    return True
    return False
