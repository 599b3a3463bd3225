"""The blank workbook for activities that wait outside the register: headings, lists, an example.

The headings are a contract with the import (import_headings); nothing here reads a workbook.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.catalogue import Catalogue, Channel
from desktop.core.documents.import_headings import EXAMPLE, HEADINGS, SHEET
from desktop.core.documents.workbook_table import (
    CELL,
    DAY,
    HEADING,
    HOUR,
    MIDDLE,
    PLAIN,
    Look,
    Value,
    height_of,
    lines_of,
)
from desktop.core.hamlets import Hamlet
from desktop.core.progress import Progress

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from desktop.core.documents.workbook import Shell

LISTS, GUIDE = "Danh mục", "Hướng dẫn"
LAST_ROW = 5_001
EXAMPLE_NOTE = f"{EXAMPLE} – xóa dòng này trước khi nhập"

_NEEDED = ("channel", "held_on")
_COUNTS = (
    "items", "airings", "minutes", "attendees", "women", "minority", "officials", "poor",
    "near_poor", "escaped", "other_households", "amount",
)  # fmt: skip
_WIDTHS = {
    "channel": 36, "held_on": 12, "until_on": 12, "started_at": 9, "ended_at": 9, "hamlets": 24,
    "venue": 24, "title": 40, "topics": 30, "languages": 26, "speakers": 26, "amount": 14,
    "payer": 22, "note": 36,
}  # fmt: skip
_FORMATS = {
    "held_on": DAY, "until_on": DAY, "started_at": HOUR, "ended_at": HOUR, "area_m2": "#,##0.00",
    **dict.fromkeys(_COUNTS, "#,##0"),
}  # fmt: skip
_HOW = {
    "channel": "Bắt buộc. Bấm mũi tên để chọn, hoặc gõ mã hay tên ở trang “Danh mục” (không dấu cũng được).",
    "held_on": "Bắt buộc. Ngày tổ chức: ngày/tháng/năm, như 14/11/2024. Gõ xong hãy nhìn lại ô.",
    "until_on": "Ngày kết thúc, chỉ ghi khi kéo dài nhiều ngày.",
    "started_at": "Giờ:phút, như 08:00 hoặc 19:30.",
    "ended_at": "Giờ:phút; phải sau giờ bắt đầu.",
    "hamlets": "Tên thôn, buôn, tổ dân phố. Nhiều nơi thì cách nhau bằng dấu chấm phẩy (;). Nơi chưa có trong sổ sẽ được liệt kê và thêm khi nhập.",
    "venue": "Nơi cụ thể, như: Nhà văn hóa tổ dân phố.",
    "title": "Tên, nội dung hoạt động. Phải có tên hoạt động hoặc chủ đề.",
    "topics": "Mã hoặc tên ở trang “Danh mục”. Nhiều chủ đề thì cách nhau bằng dấu chấm phẩy (;), chủ đề chính ghi trước.",
    "languages": "Như: Tiếng Việt. Nhiều thứ tiếng thì cách nhau bằng dấu chấm phẩy (;).",
    "items": "Số buổi, cuộc, tin bài, cái, tờ… theo hình thức: xem cột “Số lượng là” ở trang “Danh mục”.",
    "airings": "Số lượt phát, chỉ cho phát thanh và phóng sự. Không ít hơn số tin, bài.",
    "minutes": "Phát thanh: số phút của một lượt phát. Hình thức khác: tổng số phút.",
    "area_m2": "Diện tích tổng cộng, tối đa hai số lẻ. Chỉ cho pa-nô, băng rôn, phướn, khẩu hiệu.",
    "attendees": "Tổng số người dự. Chưa biết thì để trống, không ghi 0.",
    "women": "Trong tổng số: số nữ.",
    "minority": "Trong tổng số: số người dân tộc thiểu số.",
    "officials": "Trong tổng số: số cán bộ.",
    "poor": "Số hộ nghèo có người dự.",
    "near_poor": "Số hộ cận nghèo có người dự.",
    "escaped": "Số hộ mới thoát nghèo có người dự.",
    "other_households": "Số hộ khác có người dự.",
    "speakers": "Họ và tên. Nhiều người thì cách nhau bằng dấu chấm phẩy (;).",
    "amount": "Số tiền bằng đồng, không ghi chữ “đồng”, không viết tắt.",
    "payer": "Bấm mũi tên để chọn. Không dùng kinh phí thì chọn dòng cuối và để trống số tiền.",
    "note": f"Tùy ý. Dòng có ghi chú bắt đầu bằng “{EXAMPLE}” không được nhập.",
}
_STEPS = (
    "Ghi mỗi hoạt động một dòng ở trang “Hoạt động”, từ dòng 3. Không đổi tên, không xóa tiêu đề ở dòng 1.",
    "Hai cột bắt buộc có nền đậm: Mã hình thức và Ngày. Ngoài ra phải có Tên hoạt động hoặc Chủ đề.",
    "Ô nào chưa biết thì để trống. Để trống nghĩa là chưa nhập, khác với số 0.",
    "Ô có mũi tên cho chọn sẵn. Nếu gõ khác danh sách, Excel hỏi lại: bấm “Yes” (Có) để giữ.",
    "Gõ ngày xong hãy nhìn lại: ô phải hiện đúng ngày/tháng/năm vừa gõ. Máy đặt kiểu Mỹ có thể đảo ngày và tháng.",
    "Xóa dòng ví dụ (dòng 2), lưu tệp, rồi trong Sổ Truyền Thông chọn “Nhập từ Excel”.",
    "Chương trình kiểm tra từng dòng trước khi nhập, nêu rõ ô nào sai và vì sao. Chưa sửa xong thì chưa dòng nào được ghi vào sổ.",
)
_EXAMPLE: dict[str, Value] = {
    "started_at": time(19), "ended_at": time(20, 30), "venue": "Nhà văn hóa",
    "title": "Chính sách hỗ trợ nhà ở cho hộ nghèo", "items": 1, "attendees": 45, "women": 24,
    "minority": 15, "officials": 3, "poor": 12, "near_poor": 8, "escaped": 4,
    "speakers": "Nguyễn Văn A; H'Linh Niê", "amount": 500_000, "note": EXAMPLE_NOTE,
}  # fmt: skip
_LIST_WIDTHS = (34, 34, 14, 18, 1.5, 36, 40, 1.5, 16, 1.5, 22, 1.5, 26)


def write(path: Path, catalogue: Catalogue, hamlets: Sequence[Hamlet], today: date) -> None:
    """Write the workbook with the catalogues and hamlets to choose from."""
    from desktop.core.documents.workbook import Shell

    places = [one for one in hamlets if one.is_valid(today)]
    shell = Shell("Mẫu nhập hoạt động truyền thông", today)
    widths = [_WIDTHS.get(key, 10.5) for key, _ in HEADINGS]
    sheet = shell.sheet(SHEET, widths, landscape=True)
    _headings(shell, sheet)
    _example(shell, sheet, catalogue, places, today)
    _guide(shell)
    spans = _lists(shell, catalogue, places)
    _validate(sheet, spans)
    shell.write(path, Progress())


def _headings(shell: "Shell", sheet: "Worksheet") -> None:
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter

    for number, (key, heading) in enumerate(HEADINGS, 1):
        shade = "BFBFBF" if key in _NEEDED else HEADING.shade
        shell.put(sheet, 1, number, heading, replace(HEADING, shade=shade))
        note = Comment(_HOW[key], "Sổ Truyền Thông", height=100, width=260)
        sheet.cell(1, number).comment = note
        column = sheet.column_dimensions[get_column_letter(number)]
        column.number_format = _FORMATS.get(key, "General")
    sheet.row_dimensions[1].height = 36
    sheet.page_setup.fitToWidth, sheet.print_options.gridLines = 2, True
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _example(
    shell: "Shell", sheet: "Worksheet", catalogue: Catalogue, places: Sequence[Hamlet], today: date
) -> None:
    channel, topics = catalogue.channel["NOI_CHUYEN"], catalogue.topics
    values = _EXAMPLE | {
        "channel": _named(channel.code, channel.short_name),
        "held_on": today,
        "hamlets": places[0].full_name if places else "Tổ dân phố 1",
        "topics": f"{_named(topics[5].code, topics[5].short_name)}; {topics[9].code}",
        "languages": "; ".join(one.name for one in catalogue.languages[:2]),
        "payer": catalogue.payers[1].name,
    }
    grey = Look(italic=True, colour="7F7F7F", wrap=False)
    for number, (key, _) in enumerate(HEADINGS, 1):
        look = replace(grey, numbers=_FORMATS.get(key, "General"))
        shell.put(sheet, 2, number, values.get(key), look)
    sheet.row_dimensions[2].height = 18


def _guide(shell: "Shell") -> None:
    sheet = shell.sheet(GUIDE, (5, 26, 70), landscape=False)
    title = replace(PLAIN, bold=True, size=14, across="center")
    shell.put(sheet, 1, 1, "HƯỚNG DẪN GHI TỆP NHẬP HOẠT ĐỘNG", title, to=3)
    sheet.row_dimensions[1].height = 26
    row = 2
    for number, text in enumerate(_STEPS, 1):
        shell.put(sheet, row, 1, number, replace(PLAIN, across="center", up="top"))
        shell.put(sheet, row, 2, text, replace(PLAIN, up="top"), to=3)
        sheet.row_dimensions[row].height = height_of(lines_of(text, 96)) + 3
        row += 1
    row += 1
    for number, text in enumerate(("STT", "Cột", "Cách ghi"), 1):
        shell.put(sheet, row, number, text, HEADING)
    sheet.print_title_rows = f"{row}:{row}"
    for number, (key, heading) in enumerate(HEADINGS, 1):
        row += 1
        shell.put(sheet, row, 1, number, MIDDLE)
        shell.put(sheet, row, 2, heading, replace(CELL, bold=True))
        shell.put(sheet, row, 3, _HOW[key], CELL)
        sheet.row_dimensions[row].height = max(height_of(lines_of(_HOW[key], 70)), 18)


def _lists(
    shell: "Shell", catalogue: Catalogue, places: Sequence[Hamlet]
) -> dict[str, tuple[str, int]]:
    """Put the lists side by side; return {field: (letter, last row)} of what can be chosen."""
    from openpyxl.utils import get_column_letter

    sheet = shell.sheet(LISTS, _LIST_WIDTHS, landscape=True)
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    spans: dict[str, tuple[str, int]] = {}
    heights: dict[int, int] = {}
    for column, key, headings, rows in _choices(catalogue, places):
        for place, heading in enumerate(headings):
            shell.put(sheet, 1, column + place, heading, HEADING)
        for row, values in enumerate(rows, 2):
            for at, text in enumerate(values, column):
                shell.put(sheet, row, at, text, CELL)
                heights[row] = max(heights.get(row, 1), lines_of(text, _LIST_WIDTHS[at - 1]))
        spans[key] = (get_column_letter(column), max(len(rows) + 1, 2))
    sheet.row_dimensions[1].height = 22
    for row, lines in heights.items():
        sheet.row_dimensions[row].height = max(height_of(lines), 18)
    return spans


def _choices(
    catalogue: Catalogue, places: Sequence[Hamlet]
) -> Iterator[tuple[int, str, tuple[str, ...], list[tuple[str, ...]]]]:
    channels = [
        (_named(c.code, c.short_name), c.name, c.items_label, _also(c)) for c in catalogue.channels
    ]
    topics = [(_named(one.code, one.short_name), one.name) for one in catalogue.topics]
    headings = ("Mã hình thức", "Tên đầy đủ", "Số lượng là", "Ghi thêm")
    yield 1, "channel", headings, [*channels]
    yield 6, "topics", ("Chủ đề", "Tên đầy đủ"), [*topics]
    yield 9, "languages", ("Ngôn ngữ",), [(one.name,) for one in catalogue.languages]
    yield 11, "payer", ("Nguồn chi",), [(one.name,) for one in catalogue.payers]
    yield 13, "hamlets", ("Thôn, buôn, tổ dân phố",), [(one.full_name,) for one in places]


def _also(channel: Channel) -> str:
    """Return which other columns of figures the channel uses."""
    names = {"airings": "số lượt phát", "minutes": "thời lượng", "area_m2": "diện tích"}
    found = [names[one] for one in channel.quantities if one in names]
    return ", ".join([*found, *(["người dự, hộ dự"] if channel.people_come else [])])


def _validate(sheet: "Worksheet", spans: dict[str, tuple[str, int]]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    def warn(key: str, text: str, **what: Any) -> None:
        number = next(n for n, (one, _) in enumerate(HEADINGS, 1) if one == key)
        check = DataValidation(
            errorStyle="warning", showErrorMessage=True, allow_blank=True,
            errorTitle="Sổ Truyền Thông", error=text, **what,
        )  # fmt: skip
        column = get_column_letter(number)
        check.add(f"{column}2:{column}{LAST_ROW}")
        sheet.add_data_validation(check)

    listed = "Không có đúng như vậy trong trang “Danh mục”. Nếu gõ tên không dấu hoặc nhiều tên cách nhau bằng dấu ; thì vẫn được. Giữ chữ này?"
    for key, (column, last) in spans.items():
        cells = f"'{LISTS}'!${column}$2:${column}${last}"
        warn(key, listed, type="list", formula1=cells)
    for key in _COUNTS:
        text = "Ô này ghi số nguyên từ 0 trở lên. Chưa biết thì để trống. Giữ như đã gõ?"
        warn(key, text, type="whole", operator="greaterThanOrEqual", formula1="0")


def _named(code: str, name: str) -> str:
    return f"{code} – {name}"
