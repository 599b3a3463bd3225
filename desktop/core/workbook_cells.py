"""What a cell of a foreign workbook can hold, and how much of a workbook is read. Nothing of files."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto

COLUMNS = 200
"""Columns further right are not looked at."""
LONGEST_CELL = 40_000
"""Letters kept of one cell; Excel itself stops at 32,767."""

_LAST_SERIAL = 2_958_466
_SHIFT_1904 = 1_462
_LEAP_BUG = 60
_DAY_S = 86_400
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_FORMAT = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[\\_*].', re.IGNORECASE)


class FaultKind(StrEnum):
    """Why a cell has no value that can be used."""

    ERROR = auto()
    NO_CACHED_VALUE = auto()
    NOT_A_NUMBER = auto()


@dataclass(frozen=True)
class Fault:
    """A cell that shows an error ("#REF!"), or a formula whose result was never kept."""

    kind: FaultKind
    text: str = ""


Value = str | float | bool | date | datetime | time | Fault
Cells = dict[int, Value]
"""Values by column, the first column is 1; empty cells are left out."""
Fonts = dict[int, str]
"""Names of fonts by column; cells whose font is not known are left out."""
Merged = tuple[int, int, int, int]
"""Cells that are one: first row and column, last row and column."""
MOST_MERGED = 20_000
"""Merged cells beyond these are not looked at."""


def letters_of(column: int) -> str:
    """Return "A", "Z", "AA" for 1, 26, 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number_of(letters: str) -> int:
    """Return 27 for "AA". Raises ValueError."""
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        column = column * 26 + ord(letter) - 64
    return column


def is_date_format(number: int, code: str | None) -> bool:
    """Return whether a number format shows a day or an hour."""
    if code is None:
        return number in _BUILT_IN_DATES
    bare = _NOT_FORMAT.sub("", code).split(";")[0].casefold()
    return bare != "general" and any(sign in bare for sign in "dmyhs")


def from_serial(number: float, since_1904: bool = False) -> Value:
    """Return the day, hour or moment that Excel keeps as a number; the number if it is none."""
    if since_1904:
        number += _SHIFT_1904
    if not 0 <= number < _LAST_SERIAL:
        return number
    seconds = round(number * _DAY_S)
    if number < 1:
        return (datetime.min + timedelta(seconds=min(seconds, _DAY_S - 1))).time()
    start = datetime(1899, 12, 31) if number < _LEAP_BUG else datetime(1899, 12, 30)
    moment = start + timedelta(seconds=seconds)
    return moment if seconds % _DAY_S else moment.date()
