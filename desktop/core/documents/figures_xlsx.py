"""Báo cáo số liệu as a workbook: indicators with a chart, annex I (totals), annex II (activities).

"–" among the indicators stands where nothing was entered; elsewhere the cell is empty. Never 0.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from desktop.core.activities import STATUS_NAMES, Status
from desktop.core.documents import (
    phrases,
    register_xlsx as register,
    workbook,
    workbook_chart,
    workbook_pages,
)
from desktop.core.documents.content import Entry, ReportContent
from desktop.core.documents.register_xlsx import HOUSEHOLDS, NOTHING, PEOPLE
from desktop.core.documents.workbook import Shell
from desktop.core.documents.workbook_table import (
    CELL,
    COUNT,
    DATE,
    HEADING,
    MEASURE,
    MIDDLE,
    PLAIN,
    Column,
    Formula,
    Look,
    Value,
    height_of,
    largest,
    lines_of,
    summed,
    widths_for,
)
from desktop.core.progress import Progress
from desktop.core.totals import Sums

NONE = "–"
DECLARED = "Số khai báo"
_DECLARED_NOTE = (
    "“Số khai báo”: cộng số hộ ghi ở từng buổi; một hộ dự nhiều buổi được tính nhiều lần, nên "
    "không phải số hộ phân biệt."
)

_INDICATORS = (
    Column("Mã", 7, MIDDLE),
    Column("Chỉ tiêu", 42),
    Column("Đơn vị tính", 13, MIDDLE),
    Column("Kết quả", 15, COUNT),
    Column("Ghi chú", 27, replace(CELL, size=10)),
)
_PARTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    **dict.fromkeys(
        ("CT05", "CT06", "CT07"),
        (("distinct", "Đếm theo danh sách tham dự", "hộ"),
         ("declared", "Theo số khai báo của các buổi", "lượt hộ")),
    ),
    "CT14": (("items", "Số lượng", "cái"), ("area_m2", "Diện tích", "m²")),
    "CT19": (("cash", "Tiền mặt", "đồng"), ("in_kind", "Hiện vật quy ra tiền", "đồng")),
    "CT20": (("allocated", "Được giao", "đồng"), ("spent", "Đã chi trong kỳ", "đồng"),
             ("rate", "Tỷ lệ giải ngân (khoản chi ghi nguồn của năm)", "%")),
}  # fmt: skip


def _sum(heading: str, group: str = "", look: Look = COUNT, total: str = "sum") -> Column:
    return Column(heading, 7.6, look, group, total)


_TOTALS = (
    Column("STT", 5, MIDDLE),
    Column("Nội dung", 32),
    _sum("Số hoạt động"),
    Column("Kể cả chủ đề phụ", 8.6, COUNT),
    Column("Số lượng", 7.6, COUNT, total="x"),
    Column("Đơn vị tính", 9, MIDDLE),
    _sum("Số lượt phát"),
    _sum("Tổng số phút"),
    _sum("Diện tích (m²)", look=MEASURE),
    _sum("Tổng số", PEOPLE),
    _sum("Nữ", PEOPLE),
    _sum("Dân tộc thiểu số", PEOPLE),
    _sum("Cán bộ", PEOPLE),
    _sum("Hộ nghèo", HOUSEHOLDS),
    _sum("Hộ cận nghèo", HOUSEHOLDS),
    _sum("Hộ mới thoát nghèo", HOUSEHOLDS),
    _sum("Hộ khác", HOUSEHOLDS),
)
_SUMS: Callable[[Sums], tuple[Value, ...]] = attrgetter(
    "airings", "minutes", "area_m2", "attendees", "women", "minority", "officials", "poor",
    "near_poor", "escaped", "other_households",
)  # fmt: skip
_LIST = (
    Column("STT", 5, replace(COUNT, across="center")),
    Column("Ngày", 10.4, DATE),
    Column("Hình thức", 11),
    Column("Nội dung hoạt động", 28),
    Column("Địa điểm (thôn, buôn, TDP)", 15),
    Column("Số lượng", 5.2, COUNT, total="x", turned=True),
    Column("Đơn vị tính", 7.5, MIDDLE, turned=True),
    Column("Số lượt phát", 5.2, COUNT, total="sum", turned=True),
    Column("Tổng số phút", 5.2, COUNT, total="sum", turned=True),
    Column("Tổng số", 5.2, COUNT, PEOPLE, "sum", turned=True),
    Column("Nữ", 5.2, COUNT, PEOPLE, "sum", turned=True),
    Column("Dân tộc thiểu số", 5.2, COUNT, PEOPLE, "sum", turned=True),
    Column("Hộ nghèo", 5.2, COUNT, HOUSEHOLDS, "sum", turned=True),
    Column("Hộ cận nghèo", 5.2, COUNT, HOUSEHOLDS, "sum", turned=True),
    Column("Hộ mới thoát nghèo", 5.2, COUNT, HOUSEHOLDS, "sum", turned=True),
    Column("Báo cáo viên", 12),
    Column("Kinh phí (đồng)", 10.5, COUNT, total="sum"),
    Column("Ghi chú", 13),
)
_TOPIC_NOTE = (
    "Một hoạt động có thể có nhiều chủ đề. Cột (3) tính theo chủ đề chính, mỗi hoạt động "
    "một lần; cột (4) tính ở mọi chủ đề của hoạt động nên cộng lại nhiều hơn số hoạt động."
)
_HAMLET_NOTE = (
    "Hoạt động tổ chức cho nhiều thôn, buôn, tổ dân phố được tính ở từng nơi; hoạt động "
    "không ghi địa bàn không có trong mục này. Vì vậy mục C không cộng lại."
)
_MARK_NOTE = "Dấu “x”: không cộng vì khác đơn vị tính. Ô trống: chưa nhập số liệu, không phải 0."


def write(content: ReportContent, path: Path, progress: Progress) -> None:
    """Write the figures of the period. Raises CancelledError."""
    title = f"BÁO CÁO SỐ LIỆU {content.period.title}"
    shell = Shell(title, content.letterhead.written_on)
    _indicators(shell, content)
    _annex_of_totals(shell, content)
    _annex_of_activities(shell, content)
    shell.write(path, progress)


def _indicators(shell: Shell, content: ReportContent) -> None:
    rows = list(_indicator_rows(content))
    widths = widths_for(_INDICATORS, largest(rows, _INDICATORS))
    sheet = shell.sheet("Chỉ tiêu", widths, landscape=False)
    row = register.letterhead(shell, sheet, content.letterhead, 2)
    lines = ["BÁO CÁO SỐ LIỆU", "KẾT QUẢ TRUYỀN THÔNG GIẢM NGHÈO THEO CHỈ TIÊU"]
    row = register.titles(shell, sheet, row, len(widths), lines, content.period)
    row = _simple_head(shell, sheet, row, _INDICATORS)
    sheet.freeze_panes = f"A{row}"
    for values in rows:
        _indicator(shell, sheet, row, values)
        row += 1
    measures = [replace(one, look=MEASURE if one.look == COUNT else CELL) for one in _INDICATORS]
    workbook.short_decimals(sheet, measures, row - len(rows), row - 1)
    for text in (f"“{NONE}”: chưa nhập hoặc chưa có số liệu, không phải bằng 0.", _DECLARED_NOTE):
        row = _note(shell, sheet, row, text, len(widths))
    if content.totals.everything.activities:
        workbook_pages.fix_scale(sheet)
        sheet.row_breaks.append(Break(id=row))
        row = _months(shell, sheet, row + 1, content)
    else:
        sheet.page_setup.fitToHeight = 1
        row = _note(shell, sheet, row, NOTHING, len(widths))
    spans = ((1, 2), (3, len(widths)))
    register.signatures(shell, sheet, row + 1, content.letterhead, spans)


def _indicator_rows(content: ReportContent) -> Iterator[tuple[Value, ...]]:
    """Yield code, name, unit, result, note; what has parts has a row for each of them."""
    for one in content.catalogue.indicators:
        value = content.totals.indicators.get(one.code)
        parts = _PARTS.get(one.code)
        if parts is None:
            unknown = one.code == "CT08" and phrases.lacks_lists(content.totals.indicators)
            note = f"C{phrases.NO_LISTS[1:]}" if unknown else ""
            yield one.code, one.name, one.unit_word, NONE if unknown else _result(value), note
            continue
        yield one.code, one.name, "", None, ""
        for key, name, unit in parts:
            found = (value or {}).get(key)
            note = DECLARED if key == "declared" and found is not None else ""
            yield "", f"– {name}", unit, _result(found), note


def _result(value: Any) -> Value:
    return NONE if value is None else value


def _indicator(shell: Shell, sheet: Worksheet, row: int, values: Sequence[Value]) -> None:
    lines = 1
    for number, (column, value) in enumerate(zip(_INDICATORS, values, strict=True), 1):
        look = column.look
        if isinstance(value, Decimal | float):
            look = MEASURE
        shell.put(sheet, row, number, value, look)
        if isinstance(value, str):
            lines = max(lines, lines_of(value, column.width))
    sheet.row_dimensions[row].height = max(height_of(lines), 18)


def _months(shell: Shell, sheet: Worksheet, row: int, content: ReportContent) -> int:
    """Put the activities of each month as a small table with its chart; return the row below."""
    months = content.totals.by_month
    title = replace(PLAIN, bold=True, size=12)
    shell.put(sheet, row, 1, "SỐ HOẠT ĐỘNG THEO THÁNG", title, to=5)
    sheet.row_dimensions[row].height = 20
    first = row + 1
    for number, text in ((1, "STT"), (2, "Tháng"), (3, "Số hoạt động")):
        shell.put(sheet, first, number, text, HEADING)
    for at, (name, count) in enumerate(months, 1):
        shell.put(sheet, first + at, 1, at, MIDDLE)
        shell.put(sheet, first + at, 2, _month(name), CELL)
        shell.put(sheet, first + at, 3, count, COUNT)
    last = first + len(months)
    bold = replace(COUNT, bold=True)
    shell.put(sheet, last + 1, 1, "Cộng", replace(MIDDLE, bold=True), to=2)
    total = Formula(f"SUM(C{first + 1}:C{last})", sum(count for _, count in months))
    shell.put(sheet, last + 1, 3, total, bold)
    for at in range(first, last + 2):
        sheet.row_dimensions[at].height = 18
    rows = range(first + 1, last + 1)
    workbook_chart.columns(sheet, "Số hoạt động theo tháng", (2, 3), rows, last + 3)
    return last + 3 + 17


def _annex_of_totals(shell: Shell, content: ReportContent) -> None:
    totals, names = content.totals, content.catalogue
    forms: list[list[Value]] = [
        [number, one.name, sums.activities, None, sums.items, one.items_word, *_SUMS(sums)]
        for number, one in enumerate((c for c in names.channels if c.code in totals.by_channel), 1)
        for sums in [totals.by_channel[one.code]]
    ]
    topics: list[list[Value]] = [
        [number, one.name, count.main, count.all, *[None] * 13]
        for number, one in enumerate((t for t in names.topics if t.code in totals.by_topic), 1)
        for count in [totals.by_topic[one.code]]
    ]
    hamlets: list[list[Value]] = [
        [number, name, sums.activities, None, None, "", *_SUMS(sums)]
        for number, (name, sums) in enumerate(totals.by_hamlet.items(), 1)
    ]
    sums = summed(forms, _TOTALS)
    widths = widths_for(_TOTALS, largest(forms, _TOTALS), sums)
    sheet = shell.sheet("Phụ lục I", widths, landscape=True)
    row = _annex_head(shell, sheet, content, "PHỤ LỤC I", "TỔNG HỢP KẾT QUẢ TRUYỀN THÔNG", 17)
    row = workbook.head(shell, sheet, row, _TOTALS)
    sheet.freeze_panes = f"A{row}"
    first = row
    row = _section(shell, sheet, row, "A. THEO HÌNH THỨC TRUYỀN THÔNG", _MARK_NOTE, forms)
    if forms:
        span = (row - len(forms), row - 1)
        workbook.total_row(shell, sheet, row, _TOTALS, span, sums, "Tổng cộng (theo hình thức)")
        row += 1
    row = _section(shell, sheet, row, "B. THEO CHỦ ĐỀ", _TOPIC_NOTE, topics)
    row = _section(shell, sheet, row, "C. THEO THÔN, BUÔN, TỔ DÂN PHỐ", _HAMLET_NOTE, hamlets)
    workbook.short_decimals(sheet, _TOTALS, first, row - 1)
    sheet.print_area = f"A1:Q{row - 1}"


def _section(
    shell: Shell, sheet: Worksheet, row: int, title: str, note: str,
    rows: Sequence[Sequence[Value]],
) -> int:  # fmt: skip
    last = len(_TOTALS)
    shell.put(sheet, row, 1, title, replace(CELL, bold=True), to=last)
    sheet.row_dimensions[row].height = 20
    row += 1
    shell.put(sheet, row, 1, note, replace(CELL, italic=True), to=last)
    width = sum(workbook.widths_of(sheet, _TOTALS))
    sheet.row_dimensions[row].height = max(height_of(lines_of(note, width)), 18)
    for values in rows:
        row += 1
        for number, (column, value) in enumerate(zip(_TOTALS, values, strict=True), 1):
            shell.put(sheet, row, number, value, column.look)
        lines = max(lines_of(str(values[n]), _TOTALS[n].width) for n in (1, 5))
        sheet.row_dimensions[row].height = max(height_of(lines), 18)
    if not rows:
        row += 1
        shell.put(sheet, row, 1, NOTHING, replace(MIDDLE, italic=True), to=len(_TOTALS))
        sheet.row_dimensions[row].height = 20
    return row + 1


def _annex_of_activities(shell: Shell, content: ReportContent) -> None:
    rows = [_listed(number, entry) for number, entry in enumerate(content.entries, 1)]
    sums = summed(rows, _LIST)
    widths = widths_for(_LIST, largest(rows, _LIST), sums)
    sheet = shell.sheet("Phụ lục II", widths, landscape=True)
    last = len(_LIST)
    row = _annex_head(shell, sheet, content, "PHỤ LỤC II", "DANH SÁCH HOẠT ĐỘNG TRUYỀN THÔNG", last)
    late = content.totals.incomplete
    row = register.activity_table(shell, sheet, row, _LIST, rows, sums, late)
    sheet.print_area = f"A1:R{row - 1}"


def _listed(number: int, entry: Entry) -> tuple[Value, ...]:
    status = STATUS_NAMES[entry.status] if entry.status is Status.HELD else ""
    note = "; ".join(part for part in (status, entry.payer, entry.note) if part)
    return (
        number, entry.held_on, entry.channel, entry.title or entry.topics, entry.place,
        entry.items, entry.items_word, entry.airings, register.minutes(entry), entry.attendees,
        entry.women, entry.minority, entry.poor, entry.near_poor, entry.escaped, entry.speakers,
        entry.amount, note,
    )  # fmt: skip


def _annex_head(
    shell: Shell, sheet: Worksheet, content: ReportContent, name: str, title: str, last: int
) -> int:  # fmt: skip
    beneath = (
        f"(Kèm theo Báo cáo số        /BC-UBND ngày … tháng … năm {content.letterhead.written_on.year} "
        f"của {content.unit.committee})"
    )
    return register.titles(shell, sheet, 1, last, [name, title], content.period, beneath)


def _simple_head(shell: Shell, sheet: Worksheet, row: int, columns: Sequence[Column]) -> int:
    for number, column in enumerate(columns, 1):
        shell.put(sheet, row, number, column.heading, HEADING)
    sheet.row_dimensions[row].height = 22
    return row + 1


def _note(shell: Shell, sheet: Worksheet, row: int, text: str, last: int) -> int:
    look = replace(PLAIN, italic=True)
    shell.put(sheet, row, 1, text, look, to=last)
    width = sum(workbook.widths_of(sheet, range(last)))
    sheet.row_dimensions[row].height = height_of(lines_of(text, width))
    return row + 1


def _month(name: str) -> str:
    year, _, month = name.partition("-")
    return f"Tháng {int(month)}/{year}"
