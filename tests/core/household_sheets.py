"""Lists of households as offices make them: twenty-odd messy workbooks, and what they say."""

import random
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from desktop.core import legacy_text
from desktop.core.legacy_text import Encoding

INDICATORS = (
    "VL", "PT", "DD", "BHYT", "GDNL", "GDTE", "NOCL", "NODT", "NSH", "NT", "VT", "PTTT",
)  # fmt: skip
NAMES = (
    "Việc làm", "Người phụ thuộc trong hộ gia đình", "Dinh dưỡng", "Bảo hiểm y tế",
    "Trình độ giáo dục của người lớn", "Tình trạng đi học của trẻ em", "Chất lượng nhà ở",
    "Diện tích nhà ở bình quân đầu người", "Nguồn nước sinh hoạt", "Nhà tiêu hợp vệ sinh",
    "Sử dụng dịch vụ viễn thông", "Phương tiện phục vụ tiếp cận thông tin",
)  # fmt: skip
PLACES = ("Buôn Đung", "Thôn 2", "Buôn Êa Bông", "Thôn 10")
EDE = ("Y Bhiông Niê", "H'Yim Kđoh", "Y Wing Êban", "H'Nga Kbuôr", "Y Blim Mlô", "H'Mrĕk Ayŭn")
KINH = (
    "Nguyễn Thị Hoa", "Trần Văn Đức", "Lê Bá Hoàng", "Phạm Thị Ngọc Ánh", "Đỗ Hữu Quý",
    "Tống Văn Cộng", "Bùi Thị Thủy", "Vũ Đình Ước", "Hồ Thị Mỹ", "Đặng Quốc Khánh",
    "Tổng Thị Ba", "Nông Thị Ỉ", "Ông Văn Ân", "Lý A Ửng",
)  # fmt: skip
LETTERHEAD = [
    ["ỦY BAN NHÂN DÂN", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["XÃ CƯ ÊBUR", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
]
SIGNED = [
    [], [None, None, None, "Cư Êbur, ngày 05 tháng 12 năm 2024"],
    [None, "NGƯỜI LẬP BIỂU", None, "TM. ỦY BAN NHÂN DÂN"], [None, "Nguyễn Văn Tám", None, "CHỦ TỊCH"],
]  # fmt: skip
TEXT_CATEGORIES = {"HN": "Hộ nghèo", "HCN": "Hộ cận nghèo", "HMTN": "Hộ mới thoát nghèo"}


@dataclass(frozen=True)
class One:
    """A household of a list."""

    head: str
    hamlet: str
    category: str
    code: str = ""
    ethnic: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[Any, ...]:
        """Return what must stand in the register."""
        return (
            self.code, self.head, self.hamlet, self.ethnic, self.category, tuple(sorted(self.lacks))
        )  # fmt: skip


@dataclass
class Case:
    """A workbook: how it is made, what it says; `asks` is how many confirmations it needs."""

    name: str
    make: Callable[[Path], None]
    expected: list[One]
    asks: int
    year: int = 2024
    answers: dict[str, Any] = field(default_factory=dict)


def people(count: int, seed: int, ede: bool = True, lacking: bool = False) -> list[One]:
    """Households with codes, different heads in each hamlet."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        base = (*KINH, *EDE)[number % 20] if ede else KINH[number % len(KINH)]
        turn = number // 20 if ede else number // len(KINH)
        category = dice.choice(tuple(TEXT_CATEGORIES))
        many = {"HN": 4, "HCN": 2}.get(category, 0)
        found.append(
            One(
                base, PLACES[turn % len(PLACES)], category, f"CE-{number + 1:04}",
                "Ê-đê" if base in EDE else "Kinh",
                tuple(dice.sample(INDICATORS, many)) if lacking else (),
            )
        )  # fmt: skip
    return found


def encoded(text: str, encoding: Encoding) -> str:
    """Write a Unicode text as an office of 1999 would; capitals with a tone need a capital font."""
    table = legacy_text.TCVN3 if encoding is Encoding.TCVN3 else legacy_text.VNI
    back: dict[str, str] = {}
    for old, new in table.items():
        kept = back.setdefault(new, old)
        if old == (old.upper() if new.isupper() else old.lower()):
            back[new] = old if kept != old else kept
    found = "".join(back.get(sign, sign) for sign in unicodedata.normalize("NFC", text))
    if encoding is Encoding.TCVN3:
        found = "".join(
            back.get(sign.lower(), sign) if ord(sign) > 0xFF else sign for sign in found
        )
        found = "".join(
            back[sign.lower()] if sign in "ÀÁÃÈÉÌÍÒÓÕÙÚÝ" and sign not in table else sign
            for sign in found
        )
    return found


def book(
    path: Path, sheets: dict[str, list[list[Any]]], merged: Iterable[str] = (), font: str = ""
) -> None:
    """Write sheets of rows; `merged` are ranges of the first one."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if font:
            _set_font(sheet, font)
    for cells in merged:
        made.worksheets[0].merge_cells(cells)
    made.save(path)


def _set_font(sheet: Worksheet, font: str) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                capitals = isinstance(cell.value, str) and font == ".VnTime" and cell.row < 5
                cell.font = Font(name=f"{font}H" if capitals else font)


def marks(one: One, mark: Any = "x") -> list[Any]:
    """Return twelve cells, marked where the household lacks."""
    return [mark if code in one.lacks else None for code in INDICATORS]


def of_category(one: One, mark: Any = "x") -> list[Any]:
    """Return three cells: nghèo, cận nghèo, mới thoát nghèo."""
    return [mark if one.category == code else None for code in TEXT_CATEGORIES]


def plain_rows(some: Sequence[One]) -> list[list[Any]]:
    """Return a list under one row of headings."""
    head = ["STT", "Mã hộ", "Họ và tên chủ hộ", "Thôn, buôn", "Dân tộc", "Phân loại hộ"]
    return [head] + [
        [n, o.code, o.head, o.hamlet, o.ethnic, TEXT_CATEGORIES[o.category]]
        for n, o in enumerate(some, start=1)
    ]


def case(name: str, rows: list[list[Any]], expected: list[One], **more: Any) -> Case:
    options = {key: more.pop(key) for key in ("merged", "font") if key in more}
    sheet = more.pop("sheet", "Danh sách")
    return Case(name, lambda path: book(path, {sheet: rows}, **options), expected, **more)


def title(text: str) -> list[list[Any]]:
    return [*LETTERHEAD, [text], []]
