"""Sổ theo dõi hoạt động as a workbook: every activity of a period, every figure in its own cell.

Also the head and the signatures that the other workbooks share. Changes no figure.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from operator import attrgetter
from pathlib import Path

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop.core.activities import STATUS_NAMES
from desktop.core.documents import phrases, workbook, workbook_sign
from desktop.core.documents.content import Entry, Letterhead, ReportContent
from desktop.core.documents.outline import Signature
from desktop.core.documents.workbook import Shell
from desktop.core.documents.workbook_table import (
    COUNT,
    DATE,
    MEASURE,
    MIDDLE,
    PLAIN,
    TIME,
    WHOLE,
    Column,
    Formula,
    Value,
    height_of,
    largest,
    lines_of,
    overlong,
    summed,
    widths_for,
)
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.core.typed import show_number

SHEET = "Sổ theo dõi"
NAME = "SỔ THEO DÕI HOẠT ĐỘNG TRUYỀN THÔNG GIẢM NGHÈO"
NOTHING = "Trong kỳ không phát sinh hoạt động."
PEOPLE, HOUSEHOLDS = "Lượt người tham dự", "Lượt hộ có đại diện dự"

_WHEN, _QUANTITY, _MONEY = "Thời gian", "Khối lượng thực hiện", "Kinh phí"
_CENTRED = replace(PLAIN, across="center")


def _figure(heading: str, group: str, width: float = 4.6) -> Column:
    return Column(heading, width, COUNT, group, "sum", turned=True)


COLUMNS = (
    Column("STT", 4.8, replace(COUNT, across="center")),
    Column("Ngày", 10.4, DATE, _WHEN),
    Column("Đến ngày", 10.4, DATE, _WHEN),
    Column("Từ giờ", 5.8, TIME, _WHEN),
    Column("Đến giờ", 5.8, TIME, _WHEN),
    Column("Hình thức", 9.6),
    Column("Nội dung hoạt động", 20.5),
    Column("Địa điểm (thôn, buôn, TDP)", 12),
    Column("Chủ đề", 12),
    Column("Ngôn ngữ", 7),
    Column("Số lượng", 4.6, COUNT, _QUANTITY, "x", turned=True),
    Column("Đơn vị tính", 7, MIDDLE, _QUANTITY, turned=True),
    _figure("Số lượt phát", _QUANTITY),
    Column("Số phút một lượt", 4.6, COUNT, _QUANTITY, "x", turned=True),
    _figure("Tổng số phút", _QUANTITY),
    Column("Diện tích (m²)", 5.6, MEASURE, _QUANTITY, "sum", turned=True),
    _figure("Tổng số", PEOPLE),
    _figure("Nữ", PEOPLE),
    _figure("Dân tộc thiểu số", PEOPLE),
    _figure("Cán bộ", PEOPLE),
    _figure("Hộ nghèo", HOUSEHOLDS),
    _figure("Hộ cận nghèo", HOUSEHOLDS),
    _figure("Hộ mới thoát nghèo", HOUSEHOLDS),
    _figure("Hộ khác", HOUSEHOLDS),
    Column("Báo cáo viên", 10.5),
    Column("Số tiền (đồng)", 9.6, COUNT, _MONEY, "sum"),
    Column("Nguồn chi", 8, group=_MONEY),
    Column("Hồ sơ", 6.8, MIDDLE),
    Column("Ghi chú", 10.5),
)

_UNIT = Column("Đơn vị", 11)

_READ: Callable[[Entry], tuple[Value, ...]] = attrgetter(
    "held_on", "until_on", "started_at", "ended_at", "channel", "title", "place", "topics",
    "languages", "items", "items_word", "airings", "minutes",
)  # fmt: skip
_READ_MORE: Callable[[Entry], tuple[Value, ...]] = attrgetter(
    "area_m2", "attendees", "women", "minority", "officials", "poor", "near_poor", "escaped",
    "other_households", "speakers", "amount", "payer",
)  # fmt: skip


def write(content: ReportContent, path: Path, progress: Progress) -> None:
    """Write the register of the period; of several units with their names. Raises CancelledError."""
    numbers = count(1)
    rows = [row_of(None if one.is_part else next(numbers), one) for one in content.entries]
    shell = Shell(f"{NAME} {content.period.title}", content.letterhead.written_on)
    columns = _fitting(content.entries)
    if any(one.unit for one in content.entries):
        columns.insert(1, _UNIT)
        rows = [
            (row[0], entry.unit, *row[1:]) for row, entry in zip(rows, content.entries, strict=True)
        ]
    sums = summed(rows, columns)
    sheet = shell.sheet(SHEET, widths_for(columns, largest(rows, columns), sums), landscape=True)
    row = letterhead(shell, sheet, content.letterhead, 7)
    row = titles(shell, sheet, row, len(columns), [NAME], content.period)
    row = activity_table(shell, sheet, row, columns, rows, sums, content.totals.incomplete)
    spans = ((2, 8), (18, len(columns)))
    signatures(shell, sheet, row + 1, content.letterhead, spans, "NGƯỜI LẬP SỔ")
    shell.write(path, progress)


def activity_table(
    shell: Shell, sheet: Worksheet, row: int, columns: Sequence[Column],
    rows: Sequence[Sequence[Value]], sums: Sequence[Value], incomplete: int,
) -> int:  # fmt: skip
    """Put a table of activities with totals and count, or that there were none; return the row below."""
    first = workbook.head(shell, sheet, row, columns)
    sheet.freeze_panes = f"A{first}"
    sheet.sheet_view.zoomScale = 90
    if not rows:
        shell.put(sheet, first, 1, NOTHING, replace(MIDDLE, italic=True), to=len(columns))
        sheet.row_dimensions[first].height = 26
        return first + 1
    below = shell.rows(sheet, first, columns, rows)
    sheet.auto_filter.ref = f"A{first - 1}:{letter(len(columns))}{below - 1}"
    workbook.total_row(shell, sheet, below, columns, (first, below - 1), sums)
    workbook.short_decimals(sheet, columns, first, below)
    numbered = Formula(f"COUNT(A{first}:A{below - 1})", sum(one[0] is not None for one in rows))
    _counts(shell, sheet, below + 1, numbered, incomplete)
    return _in_full(shell, sheet, below + 2, columns, rows)


def minutes(entry: Entry) -> int | None:
    """Return the minutes in all: once per airing where there are airings."""
    if entry.minutes is None:
        return None
    return entry.minutes * (1 if entry.airings is None else entry.airings)


def titles(
    shell: Shell, sheet: Worksheet, row: int, last: int, lines: Sequence[str], period: Period,
    beneath: str = "",
) -> int:  # fmt: skip
    """Put title lines (the last one large), the period, a line beneath, the days; return the row."""
    named = ".." not in period.name
    head = [(line, replace(_CENTRED, bold=True, size=14 if line == lines[-1] else 12))
            for line in lines]  # fmt: skip
    if named:
        name = period.heading
        head.append((name, replace(_CENTRED, bold=True, size=12)))
    if beneath:
        head.append((beneath, replace(_CENTRED, italic=True, size=12)))
    head.append((f"(Số liệu tính {period.span})", replace(_CENTRED, italic=True, size=12)))
    for line, look in head:
        shell.put(sheet, row, 1, line, look, to=last)
        sheet.row_dimensions[row].height = look.size + 6
        row += 1
    sheet.row_dimensions[row].height = 6
    return row + 1


def letterhead(shell: Shell, sheet: Worksheet, head: Letterhead, last: int) -> int:
    """Put the lines of the unit at the top left; return the row below."""
    row = 0
    for row, line in enumerate(head.lines, 1):
        own = row == len(head.lines)
        shell.put(sheet, row, 1, line, replace(_CENTRED, bold=own, size=12), to=last)
        sheet.row_dimensions[row].height = 17
    sheet.row_dimensions[row + 1].height = 8
    return row + 2


def signatures(
    shell: Shell, sheet: Worksheet, row: int, head: Letterhead, spans: Sequence[tuple[int, int]],
    drawn_up: str = "NGƯỜI LẬP",
) -> int:  # fmt: skip
    """Put who drew the table up (left) and who signs (right) in one row, which no page tears."""
    foot = phrases.made_and_signed(head, drawn_up)
    signs = [one for one in foot.signers if isinstance(one, Signature)]
    cells = workbook_sign.cells(signs, dated=True)
    for (left, right), sign in zip(spans, cells, strict=True):
        shell.put(sheet, row, left, sign, workbook_sign.FOOT, to=right)
    lines = max(str(one).count("\n") + 1 for one in cells)
    sheet.row_dimensions[row].height = height_of(lines, workbook_sign.FOOT.size)
    widest = max(sheet.max_column, *(right for _, right in spans))
    sheet.print_area = f"A1:{letter(widest)}{row}"
    return row


def _fitting(entries: Sequence[Entry]) -> list[Column]:
    """Return the columns, "Đến ngày" narrow when every activity took one day."""
    long = any(entry.until_on for entry in entries)
    return [
        one if long or one.heading != "Đến ngày" else replace(one, width=4.6, turned=True)
        for one in COLUMNS
    ]


def row_of(number: int | None, entry: Entry) -> tuple[Value, ...]:
    """Return the cells of an activity, in the order of COLUMNS; a part has no number."""
    status = STATUS_NAMES[entry.status]
    return (
        number, *_READ(entry), minutes(entry), *_READ_MORE(entry), status, entry.note,
    )  # fmt: skip


def _counts(
    shell: Shell, sheet: Worksheet, row: int, numbered: Formula, incomplete: int
) -> None:  # fmt: skip
    bold = replace(PLAIN, bold=True, wrap=False)
    shell.put(sheet, row, 1, "Số hoạt động trong kỳ:", bold, to=4)
    shell.put(sheet, row, 5, numbered, replace(bold, numbers=WHOLE, across="left"))
    late = f"Trong đó còn thiếu hồ sơ: {show_number(incomplete)}"
    shell.put(
        sheet, row, 6, late if incomplete else "Tất cả đã đủ hồ sơ.", replace(PLAIN, wrap=False)
    )
    sheet.row_dimensions[row].height = 20


def _in_full(
    shell: Shell, sheet: Worksheet, row: int, columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
) -> int:  # fmt: skip
    """Put once more, over the whole width, the texts that are longer than a row is high."""
    widths = workbook.widths_of(sheet, columns)
    found = overlong(rows, columns, widths)
    if not found:
        return row
    row += 1
    shell.put(sheet, row, 1, "Nội dung dài, ghi đầy đủ theo số thứ tự:", replace(PLAIN, bold=True),
              to=12)  # fmt: skip
    for at, number, text in found:
        row += 1
        whole = f"{rows[at][0] or '–'}. {columns[number].heading}: {text}"
        shell.put(sheet, row, 1, whole, replace(PLAIN, up="top"), to=len(columns))
        sheet.row_dimensions[row].height = height_of(lines_of(whole, sum(widths)))
    return row + 1
