"""Reading an honest or hostile workbook into rows of cells under known headings.

Says nothing about what the cells mean; never writes, never follows a link, never runs a formula.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

from desktop.core.errors import WorkbookError, WorkbookReason
from desktop.core.files import read_bytes
from desktop.core.progress import Progress
from desktop.core.texts import fold, nfc
from desktop.core.workbook_cells import Cells, Fonts, Merged, Value, letters_of
from desktop.core.workbook_xls import MAGIC as OLE2, Xls
from desktop.core.workbook_xlsx import Sheet, Xlsx

MOST_BYTES = 20 << 20
MOST_ROWS = 20_000
MOST_LETTERS = 30_000_000
HEADING_ROWS = 5
"""The headings stand in one of the first rows."""

_SHORT = 1_000
_ZIP = b"PK\x03\x04"
_KNOWN_OTHERS = {
    b"%PDF": "tệp PDF", b"{\\rt": "tệp Word", b"\xff\xd8\xff": "tệp ảnh", b"\x89PNG": "tệp ảnh",
    b"PK\x05\x06": "tệp nén trống", b"Rar!": "tệp nén", b"7z\xbc\xaf": "tệp nén",
}  # fmt: skip
_SIGNS = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Row:
    """A row with its number in the sheet; cells by field, empty ones left out."""

    number: int
    cells: Mapping[str, Value]


@dataclass(frozen=True)
class Table:
    """The rows of one sheet; `columns` are {field: letter}, the rest names what was not used."""

    sheet: str
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    missing: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Headings:
    """The name of the sheet, its headings, and groups of fields of which one each must be there."""

    sheet: str
    known: Sequence[tuple[str, str]]
    required: Sequence[Sequence[str]] = ()


class Book(Protocol):
    """What is common to .xlsx and .xls."""

    sheets: list[Sheet]
    merged: list[Merged]

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, Cells]]:
        """Yield the rows that hold something, with their numbers."""

    def rows_and_fonts(self, sheet: Sheet) -> Iterator[tuple[int, Cells, Fonts]]:
        """Yield the same rows, each with the fonts of its texts; then `merged` is that sheet's."""


@dataclass(frozen=True)
class _Match:
    row: int
    fields: Mapping[int, str]
    ignored: tuple[str, ...]
    repeated: tuple[str, ...]


def read(path: Path, headings: Headings, progress: Progress | None = None) -> Table:
    """Return the rows below the headings of the sheet of activities, empty rows left out.

    Raises WorkbookError, FileProblemError.
    """
    book = open_book(path)
    sheet = _sheet(path, book, headings)
    rows = book.rows(sheet)
    first, start = _first_rows(rows)
    match = _best_match(start, headings)
    _check(path, sheet, match, headings)
    wanted = chain(start, () if first is None else (first,), rows)
    found = tuple(_rows(path, wanted, match, progress or Progress()))
    names = dict(headings.known)
    present = {field: letters_of(column) for column, field in match.fields.items()}
    missing = tuple(names[field] for field in names if field not in present)
    return Table(sheet.name, present, match.ignored, missing, found)


def heading_key(text: str) -> str:
    """Return what two spellings of a heading or a name share: folded letters and digits."""
    return _SIGNS.sub("", fold(nfc(text)))


def open_book(path: Path) -> Book:
    """Return the bounded reader that fits the file. Raises WorkbookError, FileProblemError."""
    content = read_bytes(path, MOST_BYTES)
    if len(content) > MOST_BYTES:
        raise WorkbookError(path, WorkbookReason.TOO_LARGE, "20 MB")
    if content.startswith(_ZIP):
        return Xlsx(path, content)
    if content.startswith(OLE2):
        return Xls(path, content)
    what = next((name for sign, name in _KNOWN_OTHERS.items() if content.startswith(sign)), "")
    plain = "tệp chữ" if content and b"\0" not in content[:1000] else "tệp hỏng"
    raise WorkbookError(
        path, WorkbookReason.NOT_A_WORKBOOK, what or (plain if content else "tệp trống")
    )


def _sheet(path: Path, book: Book, headings: Headings) -> Sheet:
    named = [one for one in book.sheets if heading_key(one.name) == heading_key(headings.sheet)]
    if named:
        return named[0]
    matching = []
    for one in book.sheets:
        _, start = _first_rows(book.rows(one))
        match = _best_match(start, headings)
        if match.fields and not _lacking(match, headings):
            matching.append(one)
    if len(matching) == 1:
        return matching[0]
    names = ", ".join(nfc(one.name) for one in matching or book.sheets)
    raise WorkbookError(path, WorkbookReason.NO_SHEET, names[:300])


def _first_rows(
    rows: Iterator[tuple[int, Cells]],
) -> tuple[tuple[int, Cells] | None, list[tuple[int, Cells]]]:
    start: list[tuple[int, Cells]] = []
    for row in rows:
        if row[0] > HEADING_ROWS or len(start) >= HEADING_ROWS:
            return row, start
        start.append(row)
    return None, start


def _best_match(start: Sequence[tuple[int, Cells]], headings: Headings) -> _Match:
    names: dict[str, str] = {}
    for field, heading in headings.known:
        names[heading_key(heading)] = field
        names.setdefault(heading_key(_BRACKETS.sub("", heading)), field)
    matches = [_match(number, cells, names) for number, cells in start]
    nothing = _Match(0, {}, (), ())
    return max(matches, key=lambda match: len(match.fields), default=nothing)


def _match(number: int, cells: Cells, names: Mapping[str, str]) -> _Match:
    fields: dict[int, str] = {}
    ignored, repeated = [], []
    for column, value in sorted(cells.items()):
        text = nfc(value) if isinstance(value, str) else str(value)
        field = names.get(heading_key(text)) if isinstance(value, str) else None
        if field is None:
            ignored.append(f"{text[:60]} (cột {letters_of(column)})")
        elif field in fields.values():
            repeated.append(text)
        else:
            fields[column] = field
    return _Match(number, fields, tuple(ignored), tuple(repeated))


def _lacking(match: _Match, headings: Headings) -> list[str]:
    names, present = dict(headings.known), set(match.fields.values())
    return [
        " hoặc ".join(names[field] for field in group)
        for group in headings.required
        if not present.intersection(group)
    ]


def _check(path: Path, sheet: Sheet, match: _Match, headings: Headings) -> None:
    lacking = _lacking(match, headings)
    if not match.fields and not match.row:
        raise WorkbookError(path, WorkbookReason.EMPTY, nfc(sheet.name))
    if lacking:
        detail = f"thiếu cột {', '.join(lacking)}"
    elif match.repeated:
        detail = f"cột {', '.join(match.repeated)} có hai lần"
    else:
        return
    raise WorkbookError(path, WorkbookReason.WRONG_HEADINGS, detail)


def _rows(
    path: Path, rows: Iterable[tuple[int, Cells]], match: _Match, progress: Progress
) -> Iterator[Row]:
    count = length = 0
    for number, cells in rows:
        if number <= match.row:
            continue
        used = {
            field: value
            for column, field in match.fields.items()
            if (value := cells.get(column)) is not None and not _blank(value)
        }
        if not used:
            continue
        count += 1
        length += sum(len(value) for value in used.values() if isinstance(value, str))
        if count > MOST_ROWS:
            raise WorkbookError(path, WorkbookReason.TOO_MANY_ROWS, str(MOST_ROWS))
        if length > MOST_LETTERS:
            raise WorkbookError(path, WorkbookReason.TOO_LARGE, "quá nhiều chữ")
        if count % 100 == 0:
            progress.step("Đang đọc bảng tính", count)
        yield Row(number, used)


def _blank(value: Value) -> bool:
    return isinstance(value, str) and len(value) < _SHORT and not nfc(value)
