"""Attendance lists from the clipboard and from workbooks: cells of text into people.

Reads lists as offices make them: a letterhead above, headings in one or two rows and any order,
groups between, a total below. Never guesses: what cannot be read stays empty and is named.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from desktop.core.attendance import MOST_PEOPLE
from desktop.core.attendance_cells import (
    ETHNIC_GROUPS,
    GROUP,
    ORDER,
    BadCell,
    Columns,
    Found,
    Reader,
    Row,
    category_of,
    is_tick,
    says_sex,
    sex_of,
    text_of,
)
from desktop.core.errors import WorkbookError, WorkbookReason
from desktop.core.progress import Progress
from desktop.core.texts import letters, nfc
from desktop.core.workbook_cells import Cells, Value
from desktop.core.workbook_read import heading_key, open_book

_WHOLE = {
    "stt": "number", "tt": "number", "sott": "number", "sothutu": "number", "ten": "name",
    "nam": "male", "nu": "female", "gioi": "sex", "dt": "ethnic", "thon": "address",
    "buon": "address",
}  # fmt: skip
_BEGINNINGS = {
    "hovaten": "name", "hoten": "name", "tendaibieu": "name", "tennguoi": "name",
    "gioitinh": "sex", "dantoc": "ethnic", "diachi": "address", "chucvu": "address",
    "donvi": "address", "coquan": "address", "thonbuon": "address", "noio": "address",
    "choo": "address", "doituong": "category", "loaiho": "category", "dienho": "category",
    "thuocdien": "category", "huongluong": "salaried", "cohuongluong": "salaried",
    "ghichu": "note", "ky": "unused", "chuky": "unused",
}  # fmt: skip
_LAYOUTS = (
    ORDER[1:],
    ("name", "sex", "ethnic", "address", "category", "salaried", "note"),
    ("name", "ethnic", "address", "category", "salaried", "note"),
    ("name", "address"),
    ("name",),
)
"""Columns without headings are one of these, the first that all cells fit."""
_HEADING_ROWS, _LONGEST_HEADING = 30, 30
_MOST_LETTERS = 2_000_000
_NUMBER = re.compile(r"\d{1,5}[.)]?")
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Z])\)?")


def pasted(text: str, categories: Mapping[str, str]) -> Found:
    """Return the people of a text as Excel puts it on the clipboard, with or without headings.

    Lines count from 1. `categories` are the names of the household categories by code.
    """
    if len(text) > _MOST_LETTERS:
        reason = "Nội dung dán vào dài quá. Hãy dán từng phần, hoặc nhập từ tệp Excel."
        return Found((), (BadCell(1, "", "", reason),))
    rows = list(islice(_lines(text), MOST_PEOPLE + _HEADING_ROWS + 1))
    end, columns, ignored = _headings(rows, categories)
    if not end:
        columns = _layout(rows, categories)
        if not columns:
            reason = (
                "Không rõ cột nào là gì. Hãy chép cả dòng tiêu đề (Họ và tên, Nam, Nữ, Dân tộc…)."
            )
            return Found((), (BadCell(1, "", "", reason),) if rows else ())
    return Reader(columns, categories, ignored).read(rows[end:])


def workbook(path: Path, progress: Progress, categories: Mapping[str, str]) -> Found:
    """Return the people of the first sheet that has a column Họ và tên.

    Raises WorkbookError, FileProblemError, CancelledError.
    """
    book = open_book(path)
    for sheet in book.sheets:
        progress.step("Đang đọc bảng tính")
        rows = book.rows(sheet)
        start = list(islice(rows, _HEADING_ROWS))
        end, columns, ignored = _headings(start, categories)
        if end:
            wanted = (*start[end:], *islice(rows, MOST_PEOPLE + 1))
            found = Reader(columns, categories, ignored).read(progress.each(wanted, "Đang đọc"))
            return replace(found, sheet=nfc(sheet.name))
    detail = "không thấy cột “Họ và tên”"
    raise WorkbookError(path, WorkbookReason.WRONG_HEADINGS, detail)


def _lines(text: str) -> Iterator[Row]:
    """Yield the rows of the clipboard; Excel quotes cells with line breaks, tabs or quotes."""
    separator = "\t" if "\t" in text else ";"
    lines = [line.split(separator) for line in text.splitlines()]
    if text.count('"') % 2 == 0:
        with suppress(csv.Error):
            lines = list(csv.reader(io.StringIO(text, ""), delimiter=separator))
    for number, line in enumerate(lines, start=1):
        cells: Cells = {at: cell for at, cell in enumerate(line, start=1) if nfc(cell)}
        if cells:
            yield number, cells


def _headings(
    rows: Sequence[Row], categories: Mapping[str, str]
) -> tuple[int, Columns, tuple[str, ...]]:
    """Return how many rows the headings end at (0: none), their columns, headings not used."""
    for place, (_, cells) in enumerate(rows[:_HEADING_ROWS], start=1):
        columns = _fields(cells, categories)
        names = [text_of(cells[at]) for at, name in columns.items() if name == "name"]
        if not names or (len(columns) == 1 and letters(names[0]) > _LONGEST_HEADING):
            continue
        end = place
        for _, below in rows[place : place + 2]:
            more = _fields(below, categories)
            if len(more) != len(below) and not _is_numbering(below):
                break
            columns, end = columns | more, end + 1
        unused = [text_of(value) for at, value in sorted(cells.items()) if at not in columns]
        return end, columns, tuple(unused)
    return 0, {}, ()


def _fields(cells: Mapping[int, Value], categories: Mapping[str, str]) -> dict[int, str]:
    found = {at: _field(text_of(value), categories) for at, value in cells.items()}
    return {at: name for at, name in found.items() if name}


def _field(heading: str, categories: Mapping[str, str]) -> str:
    key = heading_key(heading)
    if key in _WHOLE:
        return _WHOLE[key]
    for beginning, name in _BEGINNINGS.items():
        if key.startswith(beginning):
            return name
    names = {heading_key(name): code for code, name in categories.items()}
    return names.get(key) or names.get(f"ho{key}", "")


def _is_numbering(cells: Mapping[int, Value]) -> bool:
    """Say whether a row under the headings only numbers the columns: (1) (2) (3) or A B 1 2."""
    return len(cells) > 1 and all(_NUMBERING.fullmatch(text_of(one)) for one in cells.values())


def _layout(rows: Sequence[Row], categories: Mapping[str, str]) -> Columns:
    """Return what the columns are where no headings say it; nothing when that is not clear."""
    first = [text_of(cells[1]) for _, cells in rows if 1 in cells]
    numbered = any(_NUMBER.fullmatch(one) for one in first) and all(
        _NUMBER.fullmatch(one) or GROUP.fullmatch(one) for one in first
    )
    last = max((at for _, cells in rows for at in cells), default=0)
    for layout in _LAYOUTS:
        whole = ("number", *layout) if numbered else layout
        columns = dict(enumerate(whole, start=1))
        if last <= len(whole) and _fits(rows, columns, last, categories):
            return columns
    return {}


def _fits(rows: Sequence[Row], columns: Columns, last: int, categories: Mapping[str, str]) -> bool:
    """Say whether the cells whose kind can be told fit their columns."""
    ethnic = {heading_key(name) for name in ETHNIC_GROUPS}
    tests: dict[str, Callable[[str], bool]] = {
        "sex": lambda text: sex_of(text) is not None,
        "ethnic": lambda text: heading_key(text) in ethnic,
        "address": lambda text: is_tick(text) is None,
        "category": lambda text: category_of(text, categories) is not None,
    }
    places = {name: at for at, name in columns.items()}
    if "female" in places:
        if last < places["female"]:
            return False
        tests = {name: lambda text: says_sex(text) is not None for name in ("male", "female")}
    return all(
        tests[columns[at]](text_of(value))
        for _, cells in rows
        for at, value in cells.items()
        if columns[at] in tests
    )
