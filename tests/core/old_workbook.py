"""An .xls made by hand, record by record: texts with fonts, cells merged downwards."""

import struct
from collections.abc import Sequence

from desktop.core.workbook_cells import Merged

Text = tuple[int, int, str, str]
"""A cell: its row and column from 1, its text, its font."""


def xls(cells: Sequence[Text], merged: Sequence[Merged] = (), name: str = "DS") -> bytes:
    """Return a workbook of one sheet with these texts in their order."""
    fonts = list(dict.fromkeys(("Arial", "Arial 2", "Arial 3", "Arial 4", *(c[3] for c in cells))))
    start = _globals(fonts, name, 0)
    body = _globals(fonts, name, len(start)) + _record(0x809, struct.pack("<2H12x", 0x600, 0x10))
    for row, column, text, font in cells:
        head = struct.pack("<3HHB", row - 1, column - 1, fonts.index(font), len(text), 1)
        body += _record(0x204, head + text.encode("utf-16-le"))
    ranges = b"".join(
        struct.pack("<4H", top - 1, bottom - 1, left - 1, right - 1)
        for top, left, bottom, right in merged
    )
    body += _record(0xE5, struct.pack("<H", len(merged)) + ranges) + _record(0x0A, b"")
    return _container(body.ljust(4_608, b"\0"))


def _globals(fonts: Sequence[str], name: str, offset: int) -> bytes:
    found = _record(0x809, struct.pack("<2H12x", 0x600, 5))
    for one in fonts:
        text = struct.pack("<14xBB", len(one), 1) + one.encode("utf-16-le")
        found += _record(0x31, text)
    for place in range(len(fonts)):
        found += _record(0xE0, struct.pack("<2H16x", place + (place > 3), 0))
    sheet = struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name.encode("ascii")
    return found + _record(0x85, sheet) + _record(0x0A, b"")


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def _container(stream: bytes) -> bytes:
    sectors = -(-len(stream) // 512)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    folder = _entry("Root Entry", 5, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 2, len(stream))
    return head + table + folder.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    start = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return start.ljust(116, b"\0") + struct.pack("<IQ", first, size)
