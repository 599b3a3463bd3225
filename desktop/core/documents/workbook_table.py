"""What workbooks are laid out by: looks, columns, and how much room words and numbers take.

Opens no library, so that a module which only might write a workbook starts at once.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from math import ceil
from typing import cast

FONT = "Times New Roman"
WHOLE = "[$-42A]#,##0"
AREA = "[$-42A]#,##0.00"
DAY = "dd/mm/yyyy"
HOUR = "hh:mm"
MOST_LINES = 27
"""Lines of size 11 that a row can hold: no row is higher than 409 points."""

_LINE = 14.5
_TALLEST = 409
_PIXELS_PER_EM, _PIXELS_PER_DIGIT, _PADDING = 14.67, 7, 7
_SAFETY = 0.95
"""Printers break lines a little sooner than screens."""
_AIR = 1.6
_BOLD = 0.92
"""So much of a line has room for bold letters."""

_SPACE = 0.25
_GROUPS = {
    _SPACE: " \u00a0", 0.278: "ijlt.,:;/'|", 0.333: "fr-()I!", 0.389: "sJ", 0.444: "acez",
    0.556: "FPS", 0.611: "ELTZ", 0.667: "BCR", 0.722: "wADGHKNOQUVXYĐ", 0.778: "m", 0.889: "M", 0.944: "W", 1.0: "…",
}  # fmt: skip
_WIDTHS = {sign: width for width, signs in _GROUPS.items() for sign in signs}

Number = int | float | Decimal
Value = str | Number | date | time | None


@dataclass(frozen=True)
class Look:
    """How a cell looks; `turned` writes upwards."""

    size: float = 11
    bold: bool = False
    italic: bool = False
    underline: bool = False
    across: str = "left"
    up: str = "center"
    wrap: bool = True
    frame: bool = False
    shade: str = ""
    colour: str = "000000"
    turned: bool = False
    numbers: str = "General"
    shrink: bool = False
    """Letters get smaller where the line is too long for its room; not together with `wrap`."""


PLAIN = Look()
CELL = Look(frame=True)
MIDDLE = Look(frame=True, across="center")
HEADING = Look(frame=True, across="center", bold=True, shade="EDEDED")
COUNT = Look(frame=True, across="right", numbers=WHOLE, wrap=False)
MEASURE = replace(COUNT, numbers=AREA)
DATE = replace(MIDDLE, numbers=DAY, wrap=False)
TIME = replace(MIDDLE, numbers=HOUR, wrap=False)


@dataclass(frozen=True)
class Column:
    """A column of a table; `total` is "sum", "x" (must not be added up) or "" (empty)."""

    heading: str
    width: float
    look: Look = CELL
    group: str = ""
    total: str = ""
    turned: bool = False


@dataclass(frozen=True)
class Formula:
    """A formula with the value it has now, for viewers that do not calculate."""

    text: str
    value: Number


@dataclass(frozen=True)
class Rich:
    """A text whose parts look different; only size, bold and italic count."""

    parts: tuple[tuple[str, Look], ...]

    def __str__(self) -> str:
        """Return the whole text."""
        return "".join(text for text, _ in self.parts)


def lines_of(text: str, width: float, size: float = 11, *, bold: bool = False) -> int:
    """Return how many lines the text takes in a column so wide (in digits)."""
    room = (width * _PIXELS_PER_DIGIT - _PADDING) / _PIXELS_PER_EM * 11 / size * _SAFETY
    return _lines(text, max(room * (_BOLD if bold else 1), 1.0))


def height_of(lines: int, size: float = 11) -> float:
    """Return the height of a row with so many lines, in points."""
    return min(lines * _LINE * size / 11 + 3, _TALLEST)


@lru_cache(50_000)
def ems(text: str) -> float:
    """Return the width of a text in ems, as Times New Roman has it."""
    letters = unicodedata.normalize("NFD", text)
    return sum(_WIDTHS.get(sign, 0.5) for sign in letters if not unicodedata.combining(sign))


def width_of_words(heading: str) -> float:
    """Return the width (in digits) in which no word of a bold heading is broken."""
    longest = max(map(ems, heading.split()), default=0)
    return (longest * _PIXELS_PER_EM / _BOLD / _SAFETY + _PADDING + 1) / _PIXELS_PER_DIGIT


def widths_for(columns: Sequence[Column], *rows: Iterable[Value]) -> list[float]:
    """Return the widths of the columns, wider where a number of these rows needs it."""
    widths = [column.width for column in columns]
    for row in rows:
        widths = [max(w, _digits(v) + _AIR) for w, v in zip(widths, row, strict=True)]
    return widths


def largest(rows: Sequence[Sequence[Value]], columns: Sequence[Column]) -> list[Value]:
    """Return the greatest number of each column of numbers, None elsewhere."""
    found: list[Value] = []
    for number, column in enumerate(columns):
        counts = column.look.numbers in (WHOLE, AREA)
        found.append(max(_numbers(rows, number), default=None) if counts else None)
    return found


def summed(rows: Sequence[Sequence[Value]], columns: Sequence[Column]) -> list[Value]:
    """Return the sum of each column that is added up; None where nothing was entered."""
    found: list[Value] = []
    for number, column in enumerate(columns):
        values = _numbers(rows, number) if column.total == "sum" else []
        found.append(sum(values) if values else None)
    return found


def overlong(
    rows: Sequence[Sequence[Value]], columns: Sequence[Column], widths: Sequence[float]
) -> list[tuple[int, int, str]]:
    """Return the texts that no row is high enough for: number of the row, of the column, text."""
    wrapped = [n for n, one in enumerate(columns) if one.look.wrap]
    found: list[tuple[int, int, str]] = []
    for at, row in enumerate(rows):
        for number in wrapped:
            text = row[number]
            if isinstance(text, str) and len(text) > MOST_LINES * 3:
                if lines_of(text, widths[number]) > MOST_LINES:
                    found.append((at, number, text))
    return found


def _numbers(rows: Sequence[Sequence[Value]], number: int) -> list[Number]:
    values = [v for row in rows if (v := row[number]) is not None and type(v) is not str]
    return cast("list[Number]", values)


def _digits(value: Value) -> int:
    if isinstance(value, int):
        return len(f"{value:,}")
    return len(f"{value:,.2f}") if isinstance(value, float | Decimal) else 0


@lru_cache(50_000)
def _lines(text: str, room: float) -> int:
    count = 0
    for paragraph in text.splitlines():
        used = -_SPACE
        count += 1
        for word in paragraph.split(" "):
            width = ems(word)
            if used + _SPACE + width <= room:
                used += _SPACE + width
                continue
            more = ceil(width / room)
            count += more - (used < 0)
            used = width - (more - 1) * room
    return max(count, 1)
