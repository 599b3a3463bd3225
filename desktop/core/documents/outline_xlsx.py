"""A list as workbook: a sheet per table, numbers as numbers, sums as formulas, room to sign.

What stands before a table opens its sheet; texts and signatures after it close the sheet.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop.core.documents import workbook, workbook_chart, workbook_pages, workbook_sign
from desktop.core.documents.outline import (
    Annex,
    Chart,
    Column as GridColumn,
    Foot,
    Grid,
    Head,
    Heading,
    Kind,
    Outline,
    Part,
    Recipients,
    Signature,
    Text,
    Title,
    To,
    Value,
)
from desktop.core.documents.outline_shown import (
    MOTTO,
    NATION,
    Signer,
    bodies,
    clean,
    levels,
    listed,
    number_line,
    place_and_day,
    signing,
    widths,
    written_on,
)
from desktop.core.documents.workbook import Shell
from desktop.core.documents.workbook_table import (
    CELL,
    COUNT,
    DATE,
    MEASURE,
    MIDDLE,
    PLAIN,
    Column,
    Formula,
    Look,
    Rich,
    height_of,
    largest,
    lines_of,
    width_of_words,
    widths_for,
)
from desktop.core.progress import Progress

_ROOM, _ACROSS = 165.0, 262.0
"""Millimetres between the margins, upright and landscape."""

_DIGITS_PER_MM = 96 / 25.4 / 7
_HAND_HEIGHT = 27.0
_LEFT_SHARE = 0.42
_CHART_COLUMNS = 9
_LOOKS = {
    Kind.NUMBER: replace(COUNT, across="center"), Kind.TEXT: CELL, Kind.CENTRED: MIDDLE,
    Kind.COUNT: COUNT, Kind.DECIMAL: MEASURE, Kind.DATE: DATE, Kind.MONEY: COUNT, Kind.HAND: CELL,
}  # fmt: skip
_NO_TABLE = Grid((GridColumn("", 41),) * 4, ())
"""What a paper of texts alone is laid out by, such as a list in which nobody is left."""

_TEXT = replace(PLAIN, size=12)
_BOLD = replace(_TEXT, bold=True)
_ITALIC = replace(_TEXT, italic=True)
_DAY = replace(_ITALIC, across="center")
_ONE_LINE = replace(_BOLD, across="center", wrap=False, shrink=True)
_SMALL = replace(PLAIN, italic=True)


def write(outline: Outline, path: Path, progress: Progress) -> None:
    """Write a paper as workbook, a sheet for each of its tables. Raises CancelledError."""
    shell = Shell(clean(outline.title), written_on(outline))
    landscape = outline.landscape
    for parts in _sheets(outline.parts):
        progress.step()
        grid = next((part for part in parts if isinstance(part, Grid)), _NO_TABLE)
        annex = next((part for part in parts if isinstance(part, Annex)), None)
        landscape = annex.landscape if annex else landscape
        page = _Page(shell, grid, landscape=landscape)
        for part in parts:
            _put(page, part)
        page.finish()
    shell.write(path, progress)


def _sheets(parts: Sequence[Part]) -> list[list[Part]]:
    """Return the parts sheet by sheet, one table each; without any table all on one."""
    found: list[list[Part]] = [[]]
    waiting: list[Part] = []
    for part in parts:
        has_table = any(isinstance(one, Grid) for one in found[-1])
        if not has_table or (isinstance(part, Text | Chart | Foot) and not waiting):
            found[-1].append(part)
        else:
            waiting.append(part)
            if isinstance(part, Grid):
                found.append(waiting)
                waiting = []
    found[-1] += waiting
    return found


def _put(page: "_Page", part: Part) -> None:
    match part:
        case Head():
            _head(page, part)
        case Grid():
            _grid(page, part)
        case Chart():
            _chart(page, part)
        case Foot():
            _foot(page, part)
        case _:
            for text, look in _lines(part):
                page.line(text, look)


def _lines(part: Part) -> list[tuple[str, Look]]:
    """Return the texts of a part that go over the whole width."""
    match part:
        case Title(kind, subject, note):
            return [(kind, _centred(_BOLD, 14)), (subject, _centred(_BOLD)),
                    (note, _centred(_ITALIC))]  # fmt: skip
        case Annex(label, name, belongs_to):
            return [(label, _centred(_BOLD)), (name, _centred(_BOLD)),
                    (belongs_to, _centred(_ITALIC))]  # fmt: skip
        case To(names):
            return [(f"Kính gửi: {'; '.join(names)}", _TEXT)]
        case Heading(text):
            return [(text, _BOLD)]
        case Text(text, italic, start):
            return [(f"{start.rstrip()} {text}".strip(), _ITALIC if italic else _TEXT)]
    return []


def _centred(look: Look, size: float = 12) -> Look:
    return replace(look, size=size, across="center")


def _head(page: "_Page", part: Head) -> None:
    """Put who issues the paper at the left, the nation at the right, then number and day."""
    left, right = page.spans(_LEFT_SHARE, 1 - _LEFT_SHARE)
    superior, own = bodies(part.letterhead.lines)
    bold, plain = map(_centred, (_BOLD, _TEXT))
    sides = (
        [*((line, plain) for line in superior), *((line, bold) for line in own)],
        [(NATION, _ONE_LINE), (MOTTO, replace(_ONE_LINE, size=13, underline=True))],
    )
    page.beside((left, right), sides)
    numbers = [(line, plain) for line in (number_line(part), part.about) if line] or [("", plain)]
    page.beside((left, right), (numbers, [(place_and_day(part), _DAY)]))
    page.gap()


def _foot(page: "_Page", part: Foot) -> None:
    """Put the signatures side by side in one row: a row is never torn, so none stands alone."""
    signers = signing(part)
    spans = page.spans(*[1 / len(signers)] * len(signers))
    signs = [one if isinstance(one, Signature) else Signature(()) for one in signers]
    fits = all(
        page.lines(one.above, span, _DAY) == 1 for one, span in zip(signs, spans, strict=True)
    )
    page.gap()
    if not fits:
        page.beside(_day_spans(signs, spans), [[(one.above, _DAY)] for one in signs])
    dated = fits and any(one.above for one in signs)
    found = workbook_sign.cells(signs, dated=dated)
    page.beside(spans, [[_signed(*one)] for one in zip(signers, found, strict=True)])


def _day_spans(
    signs: Sequence[Signature], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return where the days stand: the last takes the free place beside it as well."""
    if len(spans) < 3 or signs[-2].above:
        return list(spans)
    return [*spans[:-1], (spans[-2][0], spans[-1][1])]


def _signed(one: Signer, sign: Rich) -> tuple[str | Rich, Look]:
    """Return what stands at one place of the foot, and how."""
    match one:
        case Signature():
            return sign, workbook_sign.FOOT
        case Recipients(lines):
            return "\n".join(["Nơi nhận:", *(f"- {line}" for line in listed(lines))]), PLAIN
    return "", PLAIN


def _grid(page: "_Page", part: Grid) -> None:
    page.line(part.caption, _BOLD)
    page.line(f"Đơn vị tính: {part.unit}" if part.unit else "", replace(_SMALL, across="right"))
    page.gap()
    first = workbook.head(page.shell, page.sheet, page.row, page.columns)
    page.sheet.freeze_panes = f"A{first}"
    rows = part.rows or ((None,) * len(part.columns),)
    least = _HAND_HEIGHT if any(one.kind is Kind.HAND for one in part.columns) else 0.0
    for page.row, values in enumerate(rows, first):
        page.cells(values, least)
    page.row += 1
    page.body = range(first, page.row)
    if part.total is not None:
        _total(page, part, first)
    workbook.short_decimals(page.sheet, page.columns, first, page.row - 1)
    for note in part.notes:
        page.line(note, _SMALL)


def _total(page: "_Page", part: Grid, first: int) -> None:
    """Put the totals: a sum where its cells add up to it, else the figure as it is."""
    total, last = part.total or {}, page.row - 1
    label = min(total, default=len(part.columns))
    if label:
        page.put(1, part.total_label, replace(MIDDLE, bold=True), to=label)
    for number, column in enumerate(part.columns[label:], label):
        value, at = total.get(number), letter(number + 1)
        shown: Value | Formula = value
        if column.total and isinstance(value, int | Decimal):
            cells = (row[number] for row in part.rows)
            if sum(cell for cell in cells if isinstance(cell, int | Decimal)) == value:
                shown = Formula(f"SUM({at}{first}:{at}{last})", value)
        page.put(number + 1, shown, replace(_LOOKS[column.kind], bold=True))
    page.sheet.row_dimensions[page.row].height = 20
    page.row += 1


def _chart(page: "_Page", part: Chart) -> None:
    """Put bars of a column of the page's table on a sheet of their own, printed on one page."""
    sheet = page.shell.sheet(f"Biểu đồ {part.grid.name}", [10.0] * _CHART_COLUMNS, landscape=False)
    sheet.page_setup.fitToHeight = 1
    column = (part.label + 1, part.value + 1)
    workbook_chart.lying(sheet, clean(part.title), page.sheet, column, page.body)


class _Page:
    """A sheet under way: its columns, and the row that comes next."""

    def __init__(self, shell: Shell, grid: Grid, *, landscape: bool) -> None:
        room = _ACROSS if landscape else _ROOM
        self.columns = [
            _column(one.head, width * _DIGITS_PER_MM, _LOOKS[one.kind])
            for one, width in zip(grid.columns, widths(grid, room), strict=True)
        ]
        total = [(grid.total or {}).get(number) for number in range(len(self.columns))]
        wide = widths_for(self.columns, largest(grid.rows, self.columns), total)
        self.shell, self.row = shell, 1
        self.body = range(0)
        """The rows of the table."""

        self.sheet: Worksheet = shell.sheet(grid.name, wide, landscape=landscape)
        self._widths = wide

    def put(self, column: int, value: Value | Formula | Rich, look: Look, to: int = 0) -> None:
        """Fill a cell of the row, merged up to the column `to` where given."""
        text = clean(value) if isinstance(value, str) else value
        self.shell.put(self.sheet, self.row, column, text, look, to=to)

    def line(self, text: str, look: Look) -> None:
        """Put a text over the whole width, as high as it is long; nothing for an empty one."""
        if text:
            self.beside([(1, len(self._widths))], [[(text, look)]])

    def beside(
        self, spans: Sequence[tuple[int, int]], sides: Sequence[Sequence[tuple[str | Rich, Look]]]
    ) -> None:
        """Put lists of lines side by side; rows are as high as their highest line."""
        texts = [[line for line in lines if str(line[0])] for lines in sides]
        for place in range(max(map(len, texts))):
            height = 0.0
            for (first, last), lines in zip(spans, texts, strict=True):
                if place < len(lines):
                    text, look = lines[place]
                    self.put(first, text, look, to=last)
                    count = self.lines(str(text), (first, last), look)
                    height = max(height, height_of(count, look.size))
            self.sheet.row_dimensions[self.row].height = height
            self.row += 1

    def lines(self, text: str, span: tuple[int, int], look: Look) -> int:
        """Return how many lines a text takes in these columns."""
        first, last = span
        room = sum(self._widths[first - 1 : last])
        return lines_of(clean(text), room, look.size, bold=look.bold) if look.wrap else 1

    def cells(self, values: Sequence[Value], least: float) -> None:
        """Put a row of the table, at least so high."""
        lines = 1
        for number, (value, column) in enumerate(zip(values, self.columns, strict=True), 1):
            look = column.look
            if isinstance(value, str):
                look = replace(look, wrap=True)
                lines = max(lines, lines_of(clean(value), self._widths[number - 1]))
            self.put(number, value, look)
        self.sheet.row_dimensions[self.row].height = max(height_of(lines), least)

    def gap(self) -> None:
        """Leave a low row free."""
        self.sheet.row_dimensions[self.row].height = 8
        self.row += 1

    def spans(self, *shares: float) -> list[tuple[int, int]]:
        """Return first and last column of parts that have about these shares of the width."""
        ends = list(accumulate(self._widths))
        lasts: list[int] = []
        for share in accumulate(shares):
            nearest = min(range(len(ends)), key=lambda n: abs(ends[n] - share * ends[-1]))
            lasts.append(max(nearest + 1, lasts[-1] + 1 if lasts else 1))
        return list(zip([1, *(last + 1 for last in lasts[:-1])], lasts, strict=True))

    def finish(self) -> None:
        """Set what is printed."""
        self.sheet.print_area = f"A1:{letter(len(self._widths))}{self.row - 1}"
        if self.body:
            workbook_pages.keep_end(self.sheet, self.body, self.row - 1)


def _column(head: str | tuple[str, ...], width: float, look: Look) -> Column:
    """Return the column as workbooks have it: one level of groups over the headings."""
    group, *own = map(clean, levels(head))
    heading = " – ".join(own) or group
    return Column(heading, max(width, width_of_words(heading)), look, group if own else "")
