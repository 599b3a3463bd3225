"""The XML parts of an .xlsx, read element by element: strings, styles, rows. Nothing of zips.

Each reader counts what it reads, so that no part can be endless.
"""

import re
from dataclasses import dataclass
from math import isfinite

from desktop.core.workbook_cells import (
    COLUMNS,
    LONGEST_CELL,
    MOST_MERGED,
    Cells,
    Fault,
    FaultKind,
    Fonts,
    Merged,
    Value,
    from_serial,
    number_of,
)

MOST_ELEMENTS = 2_000_000
_DEEPEST = 64
_MOST_KEPT = 300_000
LONGEST_FONT = 60
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", re.ASCII)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000))
_KEPT = {
    "Relationship", "sheet", "workbookPr", "numFmt", "cellXfs", "cellStyles", "dxfs", "xf",
    "fonts", "fills", "font", "name",
}  # fmt: skip
_LAST_ROW = 1_048_576


class TooMuchError(Exception):
    """A part holds more than any honest one."""


class ForbiddenError(Exception):
    """A part has a DOCTYPE."""


def refuse(*_: object) -> None:
    """Refuse a DOCTYPE: it could bring entities. Raises ForbiddenError."""
    raise ForbiddenError


class Reader:
    """Counts elements and depth, so that no part can be endless."""

    def __init__(self) -> None:
        self._elements = 0
        self._depth = 0

    def start_counted(self, tag: str, values: dict[str, str]) -> None:
        """Count an element that begins. Raises TooMuchError."""
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS or self._depth > _DEEPEST:
            raise TooMuchError
        self.start(tag.rpartition(":")[2] if ":" in tag else tag, values)

    def end_counted(self, tag: str) -> None:
        """Note that an element ends."""
        self._depth -= 1
        self.end(tag.rpartition(":")[2] if ":" in tag else tag)

    def start(self, tag: str, values: dict[str, str]) -> None:
        """Take an element that begins."""
        raise NotImplementedError

    def end(self, tag: str) -> None:
        """Take the end of an element; nothing to do for most."""

    def text(self, text: str) -> None:
        """Take letters; nothing to do for most."""


class Elements(Reader):
    """Collects the root and the elements that matter of a small part."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, tag: str, values: dict[str, str]) -> None:
        """Take an element that begins."""
        if not self.found or tag in _KEPT:
            self.found.append((tag, values))
        if len(self.found) > _MOST_KEPT:
            raise TooMuchError


class Strings(Reader):
    """Collects the shared strings, without the reading aids (rPh) of rich text.

    `fonts` is the first font that a string names itself, empty for most.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.fonts: list[str] = []
        self._font = ""
        self._pieces: list[str] = []
        self._length = 0
        self._wanted = False
        self._aid = False

    def start(self, tag: str, values: dict[str, str]) -> None:
        """Take an element that begins."""
        if tag == "si":
            self._pieces, self._length, self._font = [], 0, ""
        elif tag == "rFont":
            self._font = self._font or values.get("val", "")[:LONGEST_FONT]
        elif tag == "rPh":
            self._aid = True
        elif tag == "t":
            self._wanted = not self._aid

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._wanted = False
        if tag == "si":
            self.found.append(_plain("".join(self._pieces)))
            self.fonts.append(self._font)
        elif tag == "rPh":
            self._aid = False

    def text(self, text: str) -> None:
        """Take letters."""
        if self._wanted and self._length < LONGEST_CELL:
            self._pieces.append(text[: LONGEST_CELL - self._length])
            self._length += len(text)


@dataclass(frozen=True)
class Look:
    """What cells point at: strings with their own fonts; for each style its font, and if a day."""

    strings: list[str]
    string_fonts: list[str]
    dates: list[bool]
    fonts: list[str]
    since_1904: bool


class Rows(Reader):
    """Collects rows of cells that hold something."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.merged: list[Merged] = []
        self._ready: list[tuple[int, Cells, Fonts]] = []
        self._row, self._column = 0, 0
        self._cells: Cells = {}
        self._fonts: Fonts = {}
        self._kind, self._style, self._own = "n", 0, ""
        self._formula, self._wanted, self._aid = False, False, False
        self._pieces: list[str] | None = None
        self._length = 0
        self._columns: dict[str, int] = {}

    def take(self) -> list[tuple[int, Cells, Fonts]]:
        """Return the rows that are complete and forget them."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, tag: str, values: dict[str, str]) -> None:
        """Take an element that begins."""
        if tag == "c":
            self._start_cell(values)
        elif tag == "row":
            number = values.get("r")
            self._row = int(number) if number else self._row + 1
            if not 1 <= self._row <= _LAST_ROW:
                raise ValueError(number)
            self._column, self._cells, self._fonts = 0, {}, {}
        elif tag in ("v", "t"):
            self._wanted = not self._aid
            self._pieces = [] if self._pieces is None else self._pieces
        elif tag == "f":
            self._formula = True
        else:
            self._start_other(tag, values)

    def _start_other(self, tag: str, values: dict[str, str]) -> None:
        if tag == "rPh":
            self._aid = True
        elif tag == "mergeCell" and len(self.merged) < MOST_MERGED:
            self.merged += _merged(values.get("ref", ""))
        elif tag == "rFont":
            self._own = self._own or values.get("val", "")[:LONGEST_FONT]

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._wanted = False
        if tag == "c":
            value = self._value()
            if value is not None and value != "" and 0 < self._column <= COLUMNS:
                self._cells[self._column] = value
                if isinstance(value, str) and (font := self._font()):
                    self._fonts[self._column] = font
        elif tag == "row" and self._cells:
            self._ready.append((self._row, self._cells, self._fonts))
            self._cells, self._fonts = {}, {}
        elif tag == "rPh":
            self._aid = False

    def text(self, text: str) -> None:
        """Take letters."""
        if self._wanted and self._pieces is not None and self._length < LONGEST_CELL:
            self._pieces.append(text[: LONGEST_CELL - self._length])
            self._length += len(text)

    def _font(self) -> str:
        own = self._own
        if self._kind == "s":
            place = whole("".join(self._pieces or ()))
            own = self._look.string_fonts[place] if place < len(self._look.string_fonts) else ""
        styles = self._look.fonts
        return own or (styles[self._style] if self._style < len(styles) else "")

    def _start_cell(self, values: dict[str, str]) -> None:
        letters = values.get("r", "").rstrip("0123456789")
        if letters:
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = number_of(letters)
            self._column = column
        else:
            self._column += 1
        self._kind = values.get("t", "n")
        self._style = whole(values.get("s", "0"))
        self._formula, self._pieces, self._length, self._own = False, None, 0, ""

    def _value(self) -> Value | None:
        text = "".join(self._pieces or ())
        if not text:
            missing = self._formula and self._kind != "str"
            return Fault(FaultKind.NO_CACHED_VALUE) if missing else None
        match self._kind:
            case "s":
                place = whole(text)
                known = 0 <= place < len(self._look.strings)
                return (
                    self._look.strings[place] if known else Fault(FaultKind.NOT_A_NUMBER, text[:40])
                )
            case "str" | "inlineStr" | "d":
                return _plain(text)
            case "b":
                return text.strip() in ("1", "true")
            case "e":
                return Fault(FaultKind.ERROR, text[:40])
        return self._number(text)

    def _number(self, text: str) -> Value:
        try:
            number = float(text) if "_" not in text else float("nan")
        except ValueError:
            number = float("nan")
        if not isfinite(number):
            return Fault(FaultKind.NOT_A_NUMBER, text[:40])
        if self._style < len(self._look.dates) and self._look.dates[self._style]:
            return from_serial(number, self._look.since_1904)
        return number


def _plain(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).translate(_SURROGATES)


def _merged(ref: str) -> list[Merged]:
    found = _RANGE.fullmatch(ref)
    if not found:
        return []
    first, top, last, bottom = found.groups()
    return [(int(top), number_of(first), int(bottom), number_of(last))]


def whole(text: str) -> int:
    """Return a number of an attribute, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
