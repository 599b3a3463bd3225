"""Workbooks, quickly: openpyxl makes the shell, the rows of long tables are spliced in as XML text.

Knows paper and bytes; nothing about what the cells mean. The same input gives the same bytes.
Text stays text, whatever it begins with; None is an empty cell.
"""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from html import escape
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter as letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop.core.documents.workbook_table import (
    AREA,
    FONT,
    HEADING,
    MIDDLE,
    MOST_LINES,
    PLAIN,
    WHOLE,
    Column,
    Formula,
    Look,
    Number,
    Rich,
    Value,
    height_of,
    lines_of,
)
from desktop.core.progress import Progress

_MM = 1 / 25.4
_RISKY = ("=", "+", "-", "@")
_LEVEL = 4
_SHORT = ((200, WHOLE), (201, "[$-42A]#,##0.0"))
"""Formats (with numbers of their own) of measures that have no decimals, that have one."""

_TURNED_HEIGHT = 114
_LONGEST = 255
"""Letters that a property of the file can have."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)')


@dataclass(frozen=True)
class _Rows:
    first: int
    rows: Sequence[Sequence[Value]]
    columns: Sequence[Column]
    widths: Sequence[float]
    styles: Sequence[tuple[int, int, int]]


class Shell:
    """A workbook on its way: cells are put, long tables noted, `write` makes the file."""

    def __init__(self, title: str, written_on: date) -> None:
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self._written_on = written_on
        self._long: dict[str, _Rows] = {}
        self._values: dict[str, dict[str, Number]] = {}
        _use_serif(self.book)
        self.book.calculation = CalcProperties(calcId=191029, fullCalcOnLoad=False)
        self.book.properties.title = title[:_LONGEST]
        self.book.properties.creator = "Sổ Truyền Thông"
        self.book.properties.created = datetime.combine(written_on, time())

    def sheet(self, name: str, widths: Sequence[float], *, landscape: bool) -> Worksheet:
        """Return a new A4 sheet with columns so wide (in digits), numbered pages, fit to width."""
        sheet: Worksheet = self.book.create_sheet(name)
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[letter(number)].width = width
        sheet.sheet_format.defaultRowHeight = 15
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        setup = sheet.page_setup
        setup.paperSize, setup.fitToWidth, setup.fitToHeight = 9, 1, 0
        setup.orientation = "landscape" if landscape else "portrait"
        margins = sheet.page_margins
        margins.left = (20 if landscape else 30) * _MM
        margins.right, margins.top, margins.bottom = 15 * _MM, 20 * _MM, 20 * _MM
        margins.header = margins.footer = 10 * _MM
        sheet.print_options.horizontalCentered = True
        footer = sheet.oddFooter
        assert isinstance(footer, HeaderFooterItem)
        footer.center.text, footer.center.size = "Trang &P/&N", 11
        footer.center.font = f"{FONT},Regular"
        return sheet

    def put(
        self, sheet: Worksheet, row: int, column: int, value: Value | Formula | Rich,
        look: Look = PLAIN, to: int = 0, down: int = 0,
    ) -> None:  # fmt: skip
        """Fill a cell, merged up to the column `to` and the row `down` where given."""
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)
        _dress(cell, look)
        if isinstance(value, Formula):
            cell.value = f"={value.text}"
            self._values.setdefault(sheet.title, {})[cell.coordinate] = value.value
        elif isinstance(value, Rich):
            cell.value = _rich(value)
        elif isinstance(value, str):
            if text := clean(value):
                cell.value = text
                cell.data_type = "s"
                cell.quotePrefix = text[0] in _RISKY
        else:
            cell.value = value
        if to > column or down > row:
            sheet.merge_cells(None, row, column, max(row, down), max(column, to))

    def rows(
        self, sheet: Worksheet, first: int, columns: Sequence[Column],
        rows: Sequence[Sequence[Value]],
    ) -> int:  # fmt: skip
        """Let these rows begin at the row `first`; return the row after them. One table a sheet."""
        if not rows:
            return first
        styles = [
            _style_ids(sheet.cell(first, number), column.look)
            for number, column in enumerate(columns, 1)
        ]
        self._long[sheet.title] = _Rows(first, rows, columns, widths_of(sheet, columns), styles)
        return first + len(rows)

    def write(self, path: Path, progress: Progress) -> None:
        """Write the file. Raises CancelledError when the officer gave up."""
        shell = BytesIO()
        self.book.save(shell)
        names = {f"xl/worksheets/sheet{n}.xml": s for n, s in enumerate(self.book.worksheets, 1)}
        day = self._written_on
        with (
            ZipFile(shell) as source,
            ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as target,
        ):
            for name in source.namelist():
                content = source.read(name)
                if name == "docProps/core.xml":
                    content = _MODIFIED.sub(rb"\g<1>%b" % f"{day}T00:00:00Z".encode(), content)
                sheet = names.get(name)
                parts = iter([content]) if sheet is None else self._spliced(sheet, content)
                member: Any = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
                member.compress_type, member.create_system = ZIP_DEFLATED, 0
                member._compresslevel = _LEVEL
                with target.open(member, "w") as file:
                    for part in parts:
                        progress.step()
                        file.write(part)

    def _spliced(self, sheet: Worksheet, content: bytes) -> Iterator[bytes]:
        known = self._values.get(sheet.title, {})
        content = _FORMULA.sub(
            lambda found: b"%b<v>%b</v>" % (found[1], _number(known[found[2].decode()]).encode()),
            content,
        )
        long = self._long.get(sheet.title)
        if long is None:
            yield content
            return
        last = max(sheet.max_row, long.first + len(long.rows) - 1)
        ref = f'<dimension ref="A1:{letter(sheet.max_column)}{last}"'.encode()
        content = _DIMENSION.sub(ref, content, count=1)
        start = content.index(b'<row r="%d"' % long.first)
        end = content.index(b"</row>", start) + len(b"</row>")
        yield content[:start]
        yield from _as_xml(long)
        yield content[end:]


def head(shell: Shell, sheet: Worksheet, row: int, columns: Sequence[Column]) -> int:
    """Put groups, headings and (1) (2) (3); set what repeats; return the first row below."""
    for group, members in groupby(enumerate(columns, 1), lambda one: one[1].group):
        numbers = [number for number, _ in members]
        if group:
            shell.put(sheet, row, numbers[0], group, HEADING, to=numbers[-1])
        for number in numbers:
            column = columns[number - 1]
            look = replace(HEADING, turned=column.turned)
            at, down = (row + 1, 0) if group else (row, row + 1)
            shell.put(sheet, at, number, column.heading, look, down=down)
    for number in range(1, len(columns) + 1):
        look = replace(MIDDLE, italic=True, size=9, wrap=False)
        shell.put(sheet, row + 2, number, f"({number})", look)
    widths = widths_of(sheet, columns)
    level = [
        height_of(lines_of(one.heading, width, bold=True))
        for one, width in zip(columns, widths, strict=True)
        if not one.turned
    ]
    tallest = max([*level, _TURNED_HEIGHT if any(one.turned for one in columns) else 0])
    upper = _group_height(columns, widths)
    if not any(one.group for one in columns):
        upper = tallest = max(tallest + 4, 20) / 2
    for place, height in enumerate((upper, tallest, 14)):
        sheet.row_dimensions[row + place].height = height
    sheet.print_title_rows = f"{row}:{row + 2}"
    return row + 3


def _group_height(columns: Sequence[Column], widths: Sequence[float]) -> float:
    room: dict[str, float] = {}
    for column, width in zip(columns, widths, strict=True):
        room[column.group] = room.get(column.group, 0) + width
    return max(height_of(lines_of(name, width, bold=True)) for name, width in room.items()) + 2


def total_row(
    shell: Shell, sheet: Worksheet, row: int, columns: Sequence[Column],
    span: tuple[int, int], values: Sequence[Value], text: str = "Tổng cộng",
) -> None:  # fmt: skip
    """Put =SUM over the rows of `span` under each column that has a value here."""
    label = next(n for n, one in enumerate(columns, 1) if one.total) - 1
    shell.put(sheet, row, 1, text, replace(MIDDLE, bold=True), to=label)
    for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
        if number <= label:
            continue
        look = replace(column.look, bold=True)
        at = letter(number)
        if column.total == "x":
            shell.put(sheet, row, number, "x", replace(look, across="center"))
        elif isinstance(value, int | float | Decimal):
            cells = Formula(f"SUM({at}{span[0]}:{at}{span[1]})", value)
            shell.put(sheet, row, number, cells, look)
        else:
            shell.put(sheet, row, number, None, look)
    sheet.row_dimensions[row].height = 20


def short_decimals(sheet: Worksheet, columns: Sequence[Column], first: int, last: int) -> None:
    """Show measures of these rows with the decimals they have: 40 and not 40,00, now and later."""
    for number, column in enumerate(columns, 1):
        if column.look.numbers != AREA:
            continue
        at = f"{letter(number)}{first}"
        cells = f"{at}:{letter(number)}{last}"
        for places, (identity, numbers) in enumerate(_SHORT):
            style = DifferentialStyle(numFmt=NumberFormat(identity, numbers))
            rule = Rule("expression", dxf=style, formula=[f"ROUND({at},{places})={at}"])
            rule.stopIfTrue = True
            sheet.conditional_formatting.add(cells, rule)


def widths_of(sheet: Worksheet, columns: Sequence[Any]) -> list[float]:
    """Return the widths of the first columns of the sheet."""
    return [sheet.column_dimensions[letter(n)].width for n in range(1, len(columns) + 1)]


def clean(text: str) -> str:
    """Return the text without the control characters that a workbook cannot hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _use_serif(book: Any) -> None:
    """Make the serif the normal font: openpyxl has no public way to."""
    serif = Font(name=FONT, size=11, family=1)
    book._fonts.clear()
    book._fonts.add(serif)
    book._named_styles["Normal"].font = serif


@cache
def _parts(look: Look) -> tuple[Font, Alignment, Border, PatternFill]:
    line = Side(style="thin") if look.frame else Side()
    return (
        Font(name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.colour,
             family=1, underline="single" if look.underline else None),
        Alignment(horizontal=look.across, vertical=look.up, wrap_text=look.wrap, shrink_to_fit=look.shrink,
                  text_rotation=90 if look.turned else 0),
        Border(left=line, right=line, top=line, bottom=line),
        PatternFill("solid", fgColor=look.shade) if look.shade else PatternFill(),
    )  # fmt: skip


def _rich(value: Rich) -> CellRichText:
    return CellRichText(
        [
            TextBlock(InlineFont(rFont=FONT, sz=look.size, b=look.bold, i=look.italic), clean(text))
            for text, look in value.parts
        ]
    )


def _dress(cell: Cell, look: Look) -> None:
    cell.font, cell.alignment, cell.border, cell.fill = _parts(look)
    cell.number_format = look.numbers


def _style_ids(cell: Any, look: Look) -> tuple[int, int, int]:
    """Return the styles of the look: plain, for text like a formula, for text too long for a row."""
    found = []
    for up in (look.up, "top"):
        _dress(cell, replace(look, up=up))
        for quoted in (False, True):
            cell._style = copy(cell._style)
            cell.quotePrefix = quoted
            found.append(cell.style_id)
    cell._style = copy(cell._style)
    return found[0], found[1], found[3]


def _as_xml(long: _Rows) -> Iterator[bytes]:
    starts = [f'<c r="{letter(n)}' for n in range(1, len(long.columns) + 1)]
    styles = [tuple(f'" s="{one}"' for one in ids) for ids in long.styles]
    rooms = [
        (number, width)
        for number, (one, width) in enumerate(zip(long.columns, long.widths, strict=True))
        if one.look.wrap
    ]
    numbered = enumerate(long.rows, long.first)
    while part := list(islice(numbered, 500)):
        yield "".join(_row(at, row, starts, styles, rooms) for at, row in part).encode()


def _row(
    at: int, row: Sequence[Value], starts: Sequence[str], styles: Sequence[Sequence[str]],
    rooms: Sequence[tuple[int, float]],
) -> str:  # fmt: skip
    lines = 1
    for number, width in rooms:
        text = row[number]
        if isinstance(text, str) and len(text) * 2 > width:
            lines = max(lines, count := lines_of(text, width))
            if count > MOST_LINES:
                styles = [*styles[:number], (styles[number][2],) * 3, *styles[number + 1 :]]
    cells = [f'<row r="{at}" ht="{height_of(lines):g}" customHeight="1">']
    add = cells.append
    for value, start, (plain, quoted, _) in zip(row, starts, styles, strict=True):
        if value is None or value == "":
            add(f"{start}{at}{plain}/>")
        elif type(value) is int:
            add(f"{start}{at}{plain}><v>{value}</v></c>")
        elif isinstance(value, str):
            text = escape(clean(value), quote=False) if _ODD.search(value) else value
            style = quoted if text[:1] in _RISKY else plain
            string = f'<is><t xml:space="preserve">{text}</t></is>'
            add(f'{start}{at}{style} t="inlineStr">{string}</c>')
        else:
            add(f"{start}{at}{plain}><v>{_number(value)}</v></c>")
    add("</row>")
    return "".join(cells)


def _number(value: Value) -> str:
    if isinstance(value, date):
        return str(value.toordinal() - 693_594)
    if isinstance(value, time):
        return repr((value.hour * 3600 + value.minute * 60 + value.second) / 86_400)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
