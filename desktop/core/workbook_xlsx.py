"""Reading an .xlsx as a stream: bounded in time and memory whatever the file says of itself.

Not by calamine: there a far cell aborts the whole program, #REF! reads as an empty cell and so
does a formula without a kept value. No part with a DOCTYPE is read, so there are no entities.
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from desktop.core.errors import WorkbookError, WorkbookReason
from desktop.core.workbook_cells import Cells, Fonts, Merged, is_date_format
from desktop.core.workbook_parts import (
    LONGEST_FONT,
    Elements,
    ForbiddenError,
    Look,
    Reader,
    Rows,
    Strings,
    TooMuchError,
    refuse,
    whole,
)

MOST_UNPACKED = 50 << 20
MOST_PARTS = 200
MOST_RATIO = 200
_SMALL_PART = 100_000
_DIRECTORY = 100_000
_CHUNK = 1 << 20
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"

_BROKEN = (
    expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError,
    NotImplementedError, RuntimeError, struct.error, ForbiddenError,
)  # fmt: skip


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
        self._look: Look | None = None
        self.merged: list[Merged] = []
        self.sheets: list[Sheet] = []
        self._since_1904 = False
        self._read_book(book)

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, Cells]]:
        """Yield the rows that hold something, with their numbers, as they stand in the file."""
        for number, cells, _ in self.rows_and_fonts(sheet):
            yield number, cells

    def rows_and_fonts(self, sheet: Sheet) -> Iterator[tuple[int, Cells, Fonts]]:
        """Yield the same rows, each with the fonts of its texts; then `merged` is known."""
        if self._look is None:
            strings = self._read_strings()
            dates, fonts = self._read_styles()
            self._look = Look(strings.found, strings.fonts, dates, fonts, self._since_1904)
        reader = Rows(self._look)
        self.merged = reader.merged
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

    def _read_strings(self) -> Strings:
        reader = Strings()
        if self._strings:
            for _ in self._parse(self._strings, reader):
                pass
        return reader

    def _read_styles(self) -> tuple[list[bool], list[str]]:
        """Return for each style of a cell whether it shows a day, and its font."""
        codes: dict[str, str] = {}
        names: list[str] = []
        styles: list[tuple[bool, int]] = []
        inside = ""
        for tag, values in self._elements(self._styles) if self._styles else ():
            if tag == "numFmt":
                codes[values.get("numFmtId", "")] = values.get("formatCode", "")
            elif tag in ("fonts", "fills", "cellXfs", "cellStyles", "dxfs"):
                inside = tag
            elif tag == "font" and inside == "fonts":
                names.append("")
            elif tag == "name" and inside == "fonts" and names:
                names[-1] = values.get("val", "")[:LONGEST_FONT]
            elif tag == "xf" and inside == "cellXfs":
                number = values.get("numFmtId", "0")
                is_day = is_date_format(whole(number), codes.get(number))
                styles.append((is_day, whole(values.get("fontId", "0"))))
        fonts = [names[at] if at < len(names) else "" for _, at in styles]
        return [is_day for is_day, _ in styles], fonts

    def _elements(self, part: str) -> list[tuple[str, dict[str, str]]]:
        if part not in self._zip.NameToInfo:
            return []
        reader = Elements()
        for _ in self._parse(part, reader):
            pass
        return reader.found

    def _parse(self, part: str, reader: Reader) -> Iterator[None]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = reader.start_counted
        parser.EndElementHandler = reader.end_counted
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = refuse
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
                    yield
            parser.Parse(b"", True)
        except TooMuchError as error:
            raise WorkbookError(self._path, WorkbookReason.TOO_LARGE, part) from error
        except _BROKEN as error:
            raise WorkbookError(self._path, WorkbookReason.NOT_A_WORKBOOK, "tệp hỏng") from error
        yield


def _check_directory(path: Path, content: bytes) -> None:
    at = content.rfind(_END, max(0, len(content) - 65_557))
    if at < 0 or len(content) < at + 22:
        raise WorkbookError(path, WorkbookReason.NOT_A_WORKBOOK, "tệp hỏng")
    parts, size = struct.unpack_from("<HI", content, at + 10)
    if parts > MOST_PARTS or size > _DIRECTORY or content[at - 20 : at - 16] == _END_64:
        raise WorkbookError(path, WorkbookReason.TOO_LARGE, "quá nhiều phần")
