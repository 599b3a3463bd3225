"""Reading an .xlsx as a stream: bounded in time and memory whatever the file says of itself.

Not by calamine: there a far cell aborts the whole program, #REF! reads as an empty cell and so
does a formula without a kept value. No part with a DOCTYPE is read, so there are no entities.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import isfinite
from pathlib import Path
from xml.parsers import expat

from desktop.core.errors import WorkbookError, WorkbookReason
from desktop.core.workbook_cells import (
    COLUMNS,
    LONGEST_CELL,
    Cells,
    Fault,
    FaultKind,
    Value,
    from_serial,
    is_date_format,
    number_of,
)

MOST_UNPACKED = 50 << 20
MOST_PARTS = 200
MOST_RATIO = 200
MOST_ELEMENTS = 2_000_000
_SMALL_PART = 100_000
_DIRECTORY = 100_000
_DEEPEST = 64
_MOST_KEPT = 300_000
_CHUNK = 1 << 20
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000))
_KEPT = {"Relationship", "sheet", "workbookPr", "numFmt", "cellXfs", "cellStyles", "dxfs", "xf"}
_LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook and the part that holds it."""

    name: str
    part: str


class Xlsx:
    """An .xlsx whose parts were counted before anything was unpacked."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        _check_directory(path, content)
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, struct.error, ValueError, EOFError) as error:
            raise WorkbookError(path, WorkbookReason.NOT_A_WORKBOOK, "tệp hỏng") from error
        self._check_parts()
        book = self._target("", "officeDocument") or "xl/workbook.xml"
        self._strings = self._target(book, "sharedStrings")
        self._styles = self._target(book, "styles")
        self._text: list[str] | None = None
        self._dates: list[bool] | None = None
        self.sheets: list[Sheet] = []
        self._since_1904 = False
        self._read_book(book)

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, Cells]]:
        """Yield the rows that hold something, with their numbers, as they stand in the file."""
        if self._text is None or self._dates is None:
            self._text, self._dates = self._read_strings(), self._read_styles()
        reader = _Rows(self._text, self._dates, self._since_1904)
        for _ in self._parse(sheet.part, reader):
            yield from reader.take()

    def _check_parts(self) -> None:
        parts = self._zip.infolist()
        names = {one.filename for one in parts}
        if "[Content_Types].xml" not in names:
            raise WorkbookError(self._path, WorkbookReason.NOT_A_WORKBOOK, "tệp nén")
        if any(one.flag_bits & 1 for one in parts):
            raise WorkbookError(self._path, WorkbookReason.ENCRYPTED)
        too_large = len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED
        for one in parts:
            ratio = one.file_size / max(one.compress_size, 1)
            too_large = too_large or (one.file_size > _SMALL_PART and ratio > MOST_RATIO)
        if too_large:
            raise WorkbookError(self._path, WorkbookReason.TOO_LARGE, "khi giải nén")

    def _target(self, part: str, kind: str) -> str | None:
        return next((p for k, _, p in self._relations(part) if k == kind), None)

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        folder, name = posixpath.split(part)
        found: list[tuple[str, str, str]] = []
        for tag, values in self._elements(posixpath.join(folder, "_rels", f"{name}.rels")):
            if tag == "Relationship" and values.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, values.get("Target", "")))
                kind = values.get("Type", "").rpartition("/")[2]
                found.append((kind, values.get("Id", ""), target.lstrip("/")))
        return found

    def _read_book(self, book: str) -> None:
        places = {key: part for kind, key, part in self._relations(book) if kind == "worksheet"}
        root = ""
        for tag, values in self._elements(book):
            root = root or tag
            if tag == "workbookPr":
                self._since_1904 = values.get("date1904") in ("1", "true")
            if tag == "sheet":
                key = next((v for k, v in values.items() if k.rpartition(":")[2] == "id"), "")
                if key in places:
                    self.sheets.append(Sheet(values.get("name", ""), places[key]))
        if root != "workbook":
            detail = "tệp Word" if book.startswith("word/") else "tệp nén"
            raise WorkbookError(self._path, WorkbookReason.NOT_A_WORKBOOK, detail)

    def _read_strings(self) -> list[str]:
        reader = _Strings()
        if self._strings:
            for _ in self._parse(self._strings, reader):
                pass
        return reader.found

    def _read_styles(self) -> list[bool]:
        codes: dict[str, str] = {}
        dates: list[bool] = []
        inside = False
        for tag, values in self._elements(self._styles) if self._styles else ():
            if tag == "numFmt":
                codes[values.get("numFmtId", "")] = values.get("formatCode", "")
            elif tag in ("cellXfs", "cellStyles", "dxfs"):
                inside = tag == "cellXfs"
            elif tag == "xf" and inside:
                number = values.get("numFmtId", "0")
                dates.append(is_date_format(_whole(number), codes.get(number)))
        return dates

    def _elements(self, part: str) -> list[tuple[str, dict[str, str]]]:
        if part not in self._zip.NameToInfo:
            return []
        reader = _Elements()
        for _ in self._parse(part, reader):
            pass
        return reader.found

    def _parse(self, part: str, reader: "_Reader") -> Iterator[None]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = reader.start_counted
        parser.EndElementHandler = reader.end_counted
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = _refuse
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
                    yield
            parser.Parse(b"", True)
        except _TooMuchError as error:
            raise WorkbookError(self._path, WorkbookReason.TOO_LARGE, part) from error
        except _BROKEN as error:
            raise WorkbookError(self._path, WorkbookReason.NOT_A_WORKBOOK, "tệp hỏng") from error
        yield


class _TooMuchError(Exception):
    pass


class _ForbiddenError(Exception):
    pass


_BROKEN = (
    expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError,
    NotImplementedError, RuntimeError, struct.error, _ForbiddenError,
)  # fmt: skip


def _refuse(*_: object) -> None:
    raise _ForbiddenError


class _Reader:
    """Counts elements and depth, so that no part can be endless."""

    def __init__(self) -> None:
        self._elements = 0
        self._depth = 0

    def start_counted(self, tag: str, values: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS or self._depth > _DEEPEST:
            raise _TooMuchError
        self.start(tag.rpartition(":")[2] if ":" in tag else tag, values)

    def end_counted(self, tag: str) -> None:
        self._depth -= 1
        self.end(tag.rpartition(":")[2] if ":" in tag else tag)

    def start(self, tag: str, values: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, tag: str) -> None:
        """Nothing to do for most."""

    def text(self, text: str) -> None:
        """Nothing to do for most."""


class _Elements(_Reader):
    """Collects the root and the elements that matter of a small part."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, tag: str, values: dict[str, str]) -> None:
        if not self.found or tag in _KEPT:
            self.found.append((tag, values))
        if len(self.found) > _MOST_KEPT:
            raise _TooMuchError


class _Strings(_Reader):
    """Collects the shared strings, without the reading aids (rPh) of rich text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._length = 0
        self._wanted = False
        self._aid = False

    def start(self, tag: str, _values: dict[str, str]) -> None:
        if tag == "si":
            self._pieces, self._length = [], 0
        elif tag == "rPh":
            self._aid = True
        elif tag == "t":
            self._wanted = not self._aid

    def end(self, tag: str) -> None:
        self._wanted = False
        if tag == "si":
            self.found.append(_plain("".join(self._pieces)))
        elif tag == "rPh":
            self._aid = False

    def text(self, text: str) -> None:
        if self._wanted and self._length < LONGEST_CELL:
            self._pieces.append(text[: LONGEST_CELL - self._length])
            self._length += len(text)


class _Rows(_Reader):
    """Collects rows of cells that hold something."""

    def __init__(self, strings: list[str], dates: list[bool], since_1904: bool) -> None:
        super().__init__()
        self._strings, self._dates, self._since_1904 = strings, dates, since_1904
        self._ready: list[tuple[int, Cells]] = []
        self._row, self._column = 0, 0
        self._cells: Cells = {}
        self._kind, self._style = "n", 0
        self._formula, self._wanted, self._aid = False, False, False
        self._pieces: list[str] | None = None
        self._length = 0
        self._columns: dict[str, int] = {}

    def take(self) -> list[tuple[int, Cells]]:
        """Return the rows that are complete and forget them."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, tag: str, values: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(values)
        elif tag == "row":
            number = values.get("r")
            self._row = int(number) if number else self._row + 1
            if not 1 <= self._row <= _LAST_ROW:
                raise ValueError(number)
            self._column, self._cells = 0, {}
        elif tag in ("v", "t"):
            self._wanted = not self._aid
            self._pieces = [] if self._pieces is None else self._pieces
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._aid = True

    def end(self, tag: str) -> None:
        self._wanted = False
        if tag == "c":
            value = self._value()
            if value is not None and value != "" and 0 < self._column <= COLUMNS:
                self._cells[self._column] = value
        elif tag == "row" and self._cells:
            self._ready.append((self._row, self._cells))
            self._cells = {}
        elif tag == "rPh":
            self._aid = False

    def text(self, text: str) -> None:
        if self._wanted and self._pieces is not None and self._length < LONGEST_CELL:
            self._pieces.append(text[: LONGEST_CELL - self._length])
            self._length += len(text)

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
        self._style = _whole(values.get("s", "0"))
        self._formula, self._pieces, self._length = False, None, 0

    def _value(self) -> Value | None:
        text = "".join(self._pieces or ())
        if not text:
            missing = self._formula and self._kind != "str"
            return Fault(FaultKind.NO_CACHED_VALUE) if missing else None
        match self._kind:
            case "s":
                place = _whole(text)
                known = 0 <= place < len(self._strings)
                return self._strings[place] if known else Fault(FaultKind.NOT_A_NUMBER, text[:40])
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
        if self._style < len(self._dates) and self._dates[self._style]:
            return from_serial(number, self._since_1904)
        return number


def _plain(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).translate(_SURROGATES)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _check_directory(path: Path, content: bytes) -> None:
    at = content.rfind(_END, max(0, len(content) - 65_557))
    if at < 0 or len(content) < at + 22:
        raise WorkbookError(path, WorkbookReason.NOT_A_WORKBOOK, "tệp hỏng")
    parts, size = struct.unpack_from("<HI", content, at + 10)
    if parts > MOST_PARTS or size > _DIRECTORY or content[at - 20 : at - 16] == _END_64:
        raise WorkbookError(path, WorkbookReason.TOO_LARGE, "quá nhiều phần")
