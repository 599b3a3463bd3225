"""Reading an old .xls (BIFF8 in an OLE2 file), bounded. Values only: no formulas, no macros.

Not by calamine: a far cell there costs half a gigabyte, and an error cell reads as empty.
Record numbers are those of Microsoft's [MS-XLS], the file's those of [MS-CFB].
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from desktop.core.errors import WorkbookError, WorkbookReason
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
    is_date_format,
)
from desktop.core.workbook_parts import LONGEST_FONT, MOST_ELEMENTS
from desktop.core.workbook_xlsx import Sheet

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FORMULA, _EOF, _DATE_MODE, _FILE_PASS, _CONTINUE = 0x06, 0x0A, 0x22, 0x2F, 0x3C
_FONT, _MERGED = 0x31, 0xE5
_SHEET, _MULTI_RK, _RICH_TEXT, _XF, _STRINGS, _TEXT_CELL = 0x85, 0xBD, 0xD6, 0xE0, 0xFC, 0xFD
_NUMBER, _LABEL, _BOOL_OR_ERROR, _RESULT_TEXT = 0x203, 0x204, 0x205, 0x207
_RK, _FORMAT, _START = 0x27E, 0x41E, 0x809
_BIFF8 = 0x600
_CELLS = {_FORMULA, _MULTI_RK, _RICH_TEXT, _TEXT_CELL, _NUMBER, _LABEL, _BOOL_OR_ERROR, _RK}
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_BROKEN = (struct.error, IndexError, ValueError, OverflowError)


class Xls:
    """An .xls, its sheets and shared strings."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path = path
        self.sheets: list[Sheet] = []
        self._strings: list[str] = []
        self._formats: dict[int, str] = {}
        self._styles: list[tuple[int, int]] = []
        self._fonts: list[str] = []
        self.merged: list[Merged] = []
        self._since_1904 = False
        try:
            self._stream = self._workbook_stream(content)
            self._read_globals()
        except _BROKEN as error:
            raise WorkbookError(path, WorkbookReason.NOT_A_WORKBOOK, "tệp hỏng") from error

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, Cells]]:
        """Yield the rows that hold something, with their numbers, as they stand in the file."""
        for number, cells, _ in self.rows_and_fonts(sheet):
            yield number, cells

    def rows_and_fonts(self, sheet: Sheet) -> Iterator[tuple[int, Cells, Fonts]]:
        """Yield the same rows, each with the fonts of its texts; then `merged` is known."""
        self.merged = []
        current, cells, fonts = 0, Cells(), Fonts()
        try:
            for row, column, value, style in self._cells(int(sheet.part)):
                if row != current and cells:
                    yield current, cells, fonts
                    cells, fonts = {}, {}
                current = row
                if column <= COLUMNS and value != "":
                    cells[column] = value
                    if isinstance(value, str) and (font := self._font(style)):
                        fonts[column] = font
        except _BROKEN as error:
            raise WorkbookError(self._path, WorkbookReason.NOT_A_WORKBOOK, "tệp hỏng") from error
        if cells:
            yield current, cells, fonts

    def _font(self, style: int) -> str:
        """Return the font of a style; there is no font number 4."""
        at = self._styles[style][1] if style < len(self._styles) else 0
        at -= at > 4
        return self._fonts[at] if at < len(self._fonts) else ""

    def _workbook_stream(self, content: bytes) -> bytes:
        streams = _streams(content)
        if "EncryptedPackage" in streams:
            raise WorkbookError(self._path, WorkbookReason.ENCRYPTED)
        found = streams.get("Workbook")
        if found is None:
            what = {"WordDocument": "tệp Word", "Book": "bảng tính Excel 95"}
            detail = next((words for name, words in what.items() if name in streams), "tệp lạ")
            raise WorkbookError(self._path, WorkbookReason.NOT_A_WORKBOOK, detail)
        return found.read()

    def _read_globals(self) -> None:
        for kind, body, at in self._records(0):
            match kind:
                case 0x809 if struct.unpack_from("<H", body)[0] != _BIFF8:
                    detail = "bảng tính Excel 95"
                    raise WorkbookError(self._path, WorkbookReason.NOT_A_WORKBOOK, detail)
                case 0x2F:
                    raise WorkbookError(self._path, WorkbookReason.ENCRYPTED)
                case 0x22:
                    self._since_1904 = body[:1] == b"\1"
                case 0x85 if body[5] == 0:
                    offset = struct.unpack_from("<I", body)[0]
                    name = _Pieces([body[6:]]).text(body[6], skip=1)
                    self.sheets.append(Sheet(name, str(offset)))
                case 0xFC:
                    self._strings = list(self._shared(body, at))
                case 0x0A:
                    return
                case _:
                    self._read_style(kind, body)

    def _read_style(self, kind: int, body: bytes) -> None:
        if kind == _XF:
            font, shown = struct.unpack_from("<HH", body)
            self._styles.append((shown, font))
        elif kind == _FONT:
            self._fonts.append(_Pieces([body[15:]]).text(body[14])[:LONGEST_FONT])
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", body)
            self._formats[number] = _Pieces([body[4:]]).text(length)

    def _records(self, at: int) -> Iterator[tuple[int, bytes, int]]:
        count = 0
        while at + 4 <= len(self._stream):
            kind, length = struct.unpack_from("<HH", self._stream, at)
            yield kind, self._stream[at + 4 : at + 4 + length], at
            at += 4 + length
            count += 1
            if count > MOST_ELEMENTS:
                raise WorkbookError(self._path, WorkbookReason.TOO_LARGE, "quá nhiều ô")

    def _shared(self, first: bytes, at: int) -> Iterator[str]:
        pieces = [first[8:]]
        for kind, body, where in self._records(at):
            if where > at:
                if kind != _CONTINUE:
                    break
                pieces.append(body)
        reader = _Pieces(pieces)
        for _ in range(struct.unpack_from("<I", first, 4)[0]):
            if reader.is_done():
                return
            yield reader.rich_text()

    def _cells(self, start: int) -> Iterator[tuple[int, int, Value, int]]:
        waiting: tuple[int, int, int] | None = None
        for kind, body, _ in self._records(start):
            if kind == _EOF:
                return
            if kind == _RESULT_TEXT and waiting:
                length = struct.unpack_from("<H", body)[0]
                row, column, style = waiting
                yield row, column, _Pieces([body[2:]]).text(length), style
                waiting = None
            if kind not in _CELLS:
                self._read_merged(kind, body)
                continue
            row, column, style = struct.unpack_from("<HHH", body)
            if kind == _MULTI_RK:
                for number in range((len(body) - 6) // 6):
                    style, rk = struct.unpack_from("<HI", body, 4 + 6 * number)
                    yield row + 1, column + number + 1, self._number(_rk(rk), style), style
                continue
            value = self._value(kind, body, style)
            if value is None:
                waiting = (row + 1, column + 1, style)
            else:
                yield row + 1, column + 1, value, style

    def _read_merged(self, kind: int, body: bytes) -> None:
        if kind != _MERGED or len(self.merged) >= MOST_MERGED:
            return
        for number in range(struct.unpack_from("<H", body)[0]):
            top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * number)
            self.merged.append((top + 1, left + 1, bottom + 1, right + 1))

    def _value(self, kind: int, body: bytes, style: int) -> Value | None:
        """Return the value of a cell; None for a text that the next record holds."""
        match kind:
            case 0xFD:
                return self._strings[int.from_bytes(body[6:10], "little")]
            case 0x203:
                return self._number(struct.unpack_from("<d", body, 6)[0], style)
            case 0x27E:
                return self._number(_rk(struct.unpack_from("<I", body, 6)[0]), style)
            case 0x205:
                return _error(body[6]) if body[7] else bool(body[6])
            case 0x204 | 0xD6:
                return _Pieces([body[8:]]).text(struct.unpack_from("<H", body, 6)[0])
        if body[12:14] != b"\xff\xff":
            return self._number(struct.unpack_from("<d", body, 6)[0], style)
        results: dict[int, Value | None] = {0: None, 1: bool(body[8]), 2: _error(body[8])}
        return results.get(body[6], "")

    def _number(self, number: float, style: int) -> Value:
        if not isfinite(number):
            return Fault(FaultKind.NOT_A_NUMBER)
        shown = self._styles[style][0] if style < len(self._styles) else 0
        if is_date_format(shown, self._formats.get(shown)):
            return from_serial(number, self._since_1904)
        return number


class _Pieces:
    """Text that goes on over several records; each piece begins with its own width of letters."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece, self._at = 0, 0

    def is_done(self) -> bool:
        self._turn()
        return self._piece >= len(self._pieces)

    def text(self, letters: int, skip: int = 0) -> str:
        self._at += skip
        return self._letters(letters, self._take(1)[0])

    def rich_text(self) -> str:
        letters, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        aids = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        text = self._letters(letters, flags)
        self._take(runs * 4 + aids)
        return text

    def _letters(self, letters: int, flags: int) -> str:
        found: list[str] = []
        while letters:
            if self._at >= len(self._pieces[self._piece]):
                self._piece, self._at = self._piece + 1, 1
                flags = self._pieces[self._piece][0]
            width = 1 + (flags & 1)
            piece = self._pieces[self._piece][self._at : self._at + letters * width]
            found.append(piece.decode("utf-16-le" if width > 1 else "latin-1", "ignore"))
            if not piece[: len(piece) // width]:
                raise ValueError(letters)
            letters -= len(piece) // width
            self._at += len(piece)
        return "".join(found)[:LONGEST_CELL]

    def _take(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            self._turn()
            piece = self._pieces[self._piece][self._at : self._at + count - len(found)]
            found += piece
            self._at += len(piece)
        return found

    def _turn(self) -> None:
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0


@dataclass(frozen=True)
class _Stream:
    content: bytes
    table: list[int]
    sector: int
    first: int
    size: int
    shift: int = 1

    def read(self) -> bytes:
        pieces: list[bytes] = []
        at, left = self.first, self.size
        while left > 0 and at < len(self.table) and len(pieces) <= len(self.table):
            start = (at + self.shift) * self.sector
            pieces.append(self.content[start : start + self.sector])
            at, left = self.table[at], left - self.sector
        return b"".join(pieces)[: self.size]


def _streams(content: bytes) -> dict[str, _Stream]:
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    if sector not in (512, 4096):
        raise ValueError(sector)
    table = _table(content, sector)
    first, cutoff, mini_first, mini_count = struct.unpack_from("<I4xIII", content, 48)
    directory = _Stream(content, table, sector, first, len(content)).read()
    minis = _Stream(content, table, sector, mini_first, mini_count * sector).read()
    mini_table = list(struct.unpack(f"<{len(minis) // 4}I", minis))
    found: dict[str, _Stream] = {}
    mini_content = b""
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "ignore")
        begin, size = struct.unpack_from("<II", directory, at + 116)
        stream = _Stream(content, table, sector, begin, size)
        if kind == 5:
            mini_content = stream.read()
        elif kind == 2:
            small = _Stream(mini_content, mini_table, 64, begin, size, 0)
            found.setdefault(name, small if size < cutoff else stream)
    return found


def _table(content: bytes, sector: int) -> list[int]:
    count = struct.unpack_from("<I", content, 44)[0]
    more, more_count = struct.unpack_from("<II", content, 68)
    places = list(struct.unpack_from("<109I", content, 76))
    each = sector // 4
    for _ in range(min(more_count, len(content) // sector)):
        piece = struct.unpack_from(f"<{each}I", content, (more + 1) * sector)
        places += piece[:-1]
        more = piece[-1]
    table: list[int] = []
    for place in places[: min(count, len(content) // sector // each + 1)]:
        table += struct.unpack_from(f"<{each}I", content, (place + 1) * sector)
    return table


def _rk(value: int) -> float:
    if value & 2:
        number = float((value >> 2) - ((value & 0x8000_0000) >> 1))
    else:
        number = float(struct.unpack("<d", struct.pack("<II", 0, value & ~3))[0])
    return number / 100 if value & 1 else number


def _error(code: int) -> Fault:
    return Fault(FaultKind.ERROR, _ERRORS.get(code, "#?"))
