"""Workbooks made by hand, down to the XML: honest rows, and everything that is not honest."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from desktop.core.documents.import_headings import HEADINGS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_PART = "xl/worksheets/sheet1.xml"
STRINGS_PART = "xl/sharedStrings.xml"
CODES = dict(HEADINGS)
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "' + f"&a{n - 1};" * 10 + '">' for n in range(1, 10))
    + "]>"
)
GOOD: dict[str, Any] = {
    "channel": "NOI_CHUYEN",
    "held_on": "14/11/2024",
    "hamlets": "Buôn Đŭng",
    "title": "Chính sách nhà ở",
    "topics": "DV06",
    "attendees": 40,
    "women": 22,
}


class Raw(str):
    """A cell as XML: its attributes and content, without the address."""


def letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(row: int, column: int, value: Any) -> str:
    address = f"{letters(column)}{row}"
    if isinstance(value, Raw):
        return f'<c r="{address}" {value}</c>'
    if isinstance(value, str):
        text = escape(value)
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{address}"><v>{value}</v></c>'


def line(number: int, values: Sequence[Any]) -> str:
    cells = (cell(number, at, one) for at, one in enumerate(values, start=1) if one is not None)
    return f'<row r="{number}">{"".join(cells)}</row>'


def sheet(
    rows: Sequence[Mapping[str, Any]],
    headings: Sequence[tuple[str, str]] = HEADINGS,
    more: str = "",
    after: str = "",
    dimension: str = "A1",
) -> str:
    lines = [line(1, [heading for _, heading in headings])]
    for number, row in enumerate(rows, start=2):
        lines.append(line(number, [row.get(key) for key, _ in headings]))
    return (
        f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{''.join(lines)}{more}</sheetData>{after}</worksheet>"
    )


def parts(sheets: Mapping[str, str], strings: str = "", styles: str = "") -> dict[str, str]:
    types = f'<Types xmlns="{PACKAGE}/content-types"/>'
    names = list(sheets)
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    relations = [
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    ]
    found = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
        ),
    }
    for name, text in (("sharedStrings", strings), ("styles", styles)):
        if text:
            relations.append(
                f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
            )
            found[f"xl/{name}.xml"] = text
    found["xl/_rels/workbook.xml.rels"] = _relations("".join(relations))
    for n, name in enumerate(names, start=1):
        found[f"xl/worksheets/sheet{n}.xml"] = sheets[name]
    return found


def pack(content: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def book(*rows: Mapping[str, Any], **options: Any) -> bytes:
    """A workbook with these rows under the official headings."""
    return pack(parts({"Hoạt động": sheet(rows, **options)}))


def changed(**fields: Any) -> bytes:
    """A workbook of one good row with these fields changed."""
    return book(GOOD | fields)


def write(folder: Path, content: bytes, name: str = "hoat-dong.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _ole2(stream: str) -> bytes:
    """An OLE2 file with one empty stream of this name and nothing else."""
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)

    def entry(name: str, kind: int) -> bytes:
        text = name.encode("utf-16-le")
        start = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
        return start.ljust(116, b"\0") + struct.pack("<IQ", 0xFFFFFFFE, 0)

    folder = entry("Root Entry", 5) + entry(stream, 2) + bytes(256)
    return head + table + folder


def _docx() -> bytes:
    return pack(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": _relations(
                f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": "<w:document xmlns:w='x'><w:body/></w:document>",
        }
    )


def _with_strings(strings: str, more: str = "") -> bytes:
    return pack(parts({"Hoạt động": sheet([GOOD], more=more)}, strings))


def _laughing_sheet() -> bytes:
    content = parts({"Hoạt động": sheet([GOOD])})
    text = content[SHEET_PART].replace("Chính sách nhà ở", "&a9;")
    return pack(content | {SHEET_PART: LAUGHS + text})


def _external(target: str) -> bytes:
    doctype = f'<!DOCTYPE x [<!ENTITY f SYSTEM "{target}">]>'
    strings = f'<sst xmlns="{MAIN}"><si><t>&f;</t></si></sst>'
    return _with_strings(doctype + strings)


def _many_parts() -> bytes:
    extra = {f"xl/media/{n}.bin": b"" for n in range(300)}
    return pack({**parts({"Hoạt động": sheet([GOOD])}), **extra})


def _locked() -> bytes:
    content = bytearray(book(GOOD))
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


def _lying_size() -> bytes:
    content = bytearray(book(GOOD))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 100)
    return bytes(content)


def _noise(length: int) -> str:
    dice = random.Random(1)
    return "".join(dice.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))


def _two_sheets() -> bytes:
    return pack(parts({"Một": sheet([GOOD]), "Hai": sheet([GOOD])}))


def _other(headings: Sequence[tuple[str, str]]) -> bytes:
    return book(GOOD, headings=headings)


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zero bytes": ("not_a_workbook", lambda: b""),
    "text renamed": ("not_a_workbook", lambda: "Mã hình thức,Ngày\n".encode()),
    "pdf renamed": ("not_a_workbook", lambda: b"%PDF-1.7\n..."),
    "docx renamed": ("not_a_workbook", _docx),
    "old doc renamed": ("not_a_workbook", lambda: _ole2("WordDocument")),
    "Excel 95": ("not_a_workbook", lambda: _ole2("Book")),
    "any zip": ("not_a_workbook", lambda: pack({"a.txt": "a"})),
    "truncated zip": ("not_a_workbook", lambda: book(GOOD)[:-200]),
    "half a zip": ("not_a_workbook", lambda: book(GOOD)[:400]),
    "lying size": ("not_a_workbook", _lying_size),
    "XML cut off": (
        "not_a_workbook",
        lambda: pack({**parts({"Hoạt động": ""}), SHEET_PART: sheet([GOOD])[:-60]}),
    ),
    "truncated OLE2": ("not_a_workbook", lambda: _ole2("Workbook")[:300]),
    "OLE2 of noise": ("not_a_workbook", lambda: _ole2("")[:8] + bytes(range(256)) * 8),
    "empty Workbook stream": ("no_sheet", lambda: _ole2("Workbook")),
    "encrypted by Excel": ("encrypted", lambda: _ole2("EncryptedPackage")),
    "encrypted zip": ("encrypted", _locked),
    "billion laughs": ("not_a_workbook", _laughing_sheet),
    "external entity": ("not_a_workbook", lambda: _external("file:///etc/passwd")),
    "entity of the network": ("not_a_workbook", lambda: _external("http://192.0.2.1/x")),
    "zip bomb": (
        "too_large",
        lambda: _with_strings(f'<sst xmlns="{MAIN}"><si><t>{"a" * 60_000_000}</t></si></sst>'),
    ),
    "bomb within the limit of size": (
        "too_large",
        lambda: book(GOOD, more="<row/>" * 5_000_000),
    ),
    "many elements": (
        "too_large",
        lambda: book(GOOD, after=f"<x {_noise(200_000)}='1'/>" + "<a/><b/><c/>" * 1_500_000),
    ),
    "deep nesting": ("too_large", lambda: book(GOOD, after="<a>" * 1000 + "</a>" * 1000)),
    "many parts": ("too_large", _many_parts),
    "more than 20 MB": ("too_large", lambda: b"PK\x03\x04" + bytes(21 << 20)),
    "20,001 rows": ("too_many_rows", lambda: book(*[{"title": "a"}] * 20_001)),
    "wrong headings": ("wrong_headings", lambda: _other([("title", "Tên"), ("note", "Gì đó")])),
    "no date": ("wrong_headings", lambda: _other([h for h in HEADINGS if h[0] != "held_on"])),
    "headings twice": ("wrong_headings", lambda: _other([*HEADINGS, ("x", "Nữ")])),
    "two sheets of activities": ("no_sheet", _two_sheets),
    "no sheet of activities": ("no_sheet", lambda: pack(parts({"Thu chi": sheet([], ())}))),
    "headings only": ("empty", lambda: book()),
    "examples only": ("empty", lambda: changed(note="VÍ DỤ: xóa dòng này")),
    "empty sheet": ("empty", lambda: pack(parts({"Hoạt động": f'<worksheet xmlns="{MAIN}"/>'}))),
}
"""What is refused as a whole, and why."""


def _formatted_rows() -> str:
    return "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(3, 1_048_577))


def _string_bomb() -> bytes:
    cells = "".join(f'<row r="{n}"><c r="H{n}" t="s"><v>0</v></c></row>' for n in range(3, 5_000))
    return _with_strings(f'<sst xmlns="{MAIN}"><si><t>{_noise(900_000)}</t></si></sst>', cells)


READ: dict[str, Callable[[], bytes]] = {
    "1,048,576 formatted rows": lambda: book(GOOD, more=_formatted_rows()),
    "far cell": lambda: book(GOOD, more='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "merge bomb": lambda: book(
        GOOD, after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "lying dimension": lambda: book(GOOD, dimension="A1:XFD1048576"),
    "link to elsewhere": lambda: book(
        GOOD, after='<hyperlinks><hyperlink ref="A1" location="http://192.0.2.1/"/></hyperlinks>'
    ),
    "long token": lambda: book(GOOD, after=f"<x y='{_noise(2_000_000)}'/>"),
}
"""What is read as if the hostile part were not there: one good row."""

BOMBS: dict[str, Callable[[], bytes]] = {
    **READ,
    **{name: make for name, (_, make) in REFUSED.items()},
    "string shown 5,000 times": _string_bomb,
}

HEAVY = (
    "1,048,576 formatted rows", "far cell", "merge bomb", "lying dimension", "zip bomb",
    "more than 20 MB", "20,001 rows", "billion laughs", "string shown 5,000 times",
)  # fmt: skip
"""Those that cost most memory where nobody counts."""

FORMULA = Raw("><f>SUM(A1:A9)</f>")
CACHED = Raw("><f>20+20</f><v>40</v>")
REFERENCE_ERROR = Raw('t="e"><f>A1</f><v>#REF!</v>')
INFINITE = Raw("><v>1e999</v>")
NOT_A_NUMBER = Raw("><v>nan</v>")
TRUE = Raw('t="b"><v>1</v>')

BAD_CELLS: dict[str, tuple[str, Any, str]] = {
    "infinite number": ("attendees", INFINITE, "not_a_number"),
    "nan": ("attendees", NOT_A_NUMBER, "not_a_number"),
    "underscored number": ("attendees", Raw("><v>4_0</v>"), "not_a_number"),
    "formula never computed": ("attendees", FORMULA, "no_cached_value"),
    "reference error": ("attendees", REFERENCE_ERROR, "error"),
    "error in a title": ("title", REFERENCE_ERROR, "error"),
    "31 February": ("held_on", "31/2/2024", "not_readable"),
    "day without month": ("held_on", "5", "not_a_date"),
    "today": ("held_on", "hôm nay", "not_a_date"),
    "number as day": ("held_on", 12, "not_a_date"),
    "day of 1850": ("held_on", "14/11/1850", "not_readable"),
    "day of 2011": ("held_on", "14/11/2011", "date_implausible"),
    "until before start": ("until_on", "13/11/2024", "until_before_start"),
    "25 o'clock": ("started_at", "25:00", "not_readable"),
    "day as time": ("started_at", 45_000, "not_a_time"),
    "negative": ("attendees", -40, "negative"),
    "negative text": ("attendees", "-40", "not_readable"),
    "huge": ("attendees", 10**9, "too_large"),
    "beyond the database": ("attendees", "1e300", "not_readable"),
    "beyond everything": ("attendees", 1e300, "too_large"),
    "fraction": ("attendees", 38.6, "fraction"),
    "true as number": ("attendees", TRUE, "not_a_number"),
    "words as number": ("attendees", "bốn mươi", "not_readable"),
    "long text as number": ("attendees", "9" * 40_000, "not_readable"),
    "huge money": ("amount", 10**13, "amount_wrong"),
    "money without payer": ("amount", 500_000, "payer_missing"),
    "women over total": ("women", 41, "women_over_total"),
    "unknown channel": ("channel", "Hội nghj", "unknown"),
    "no channel": ("channel", None, "channel_missing"),
    "no day": ("held_on", None, "held_on_missing"),
    "unknown topic": ("topics", "DV06; Trồng trọt", "unknown"),
    "code and name of two topics": ("topics", "DV06 – Y tế", "unknown"),
    "unknown language": ("languages", "Tiếng Pháp", "unknown"),
    "unknown payer": ("payer", "Ông hàng xóm", "unknown"),
    "40,000 letters as title": ("title", "a" * 40_000, "too_long"),
    "40,000 letters as hamlet": ("hamlets", "a" * 40_000, "too_many_names"),
    "300 letters as hamlet": ("hamlets", "Buôn " + "a" * 300, "too_long"),
    "40,000 letters as channel": ("channel", "a" * 40_000, "unknown"),
    "1,000 hamlets": ("hamlets", ";".join(f"Buôn {n}" for n in range(1000)), "too_many_names"),
    "area of a talk": ("area_m2", 12.5, "not_of_channel"),
}  # fmt: skip
"""Field, what stands in its cell, and the problem that is said there."""
