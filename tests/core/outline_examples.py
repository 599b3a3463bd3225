"""Outlines as the forms make them: minutes, an invitation, a payment list, a report with annex."""

import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.core.documents.outline import (
    Annex,
    Column,
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
from desktop.core.documents.phrases import NUMBER_GAP
from tests.core.documents_content import HAMLETS, SPEAKERS, make_letterhead

DAY = date(2024, 1, 5)
AUTHOR = "UBND phường Tân Lập"
DOTS = "…" * 120
SIGNS = Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Ngọc Ánh")
RECIPIENTS = Recipients(("Như trên", "Lãnh đạo UBND phường", "Lưu: VT, VHXH"))
LONG = (
    "Phổ biến chuẩn nghèo đa chiều giai đoạn 2022 - 2025 theo Nghị định số 07/2021/NĐ-CP của Chính "
    "phủ; klei mtô blŏ hruê mlan kơ buôn sang ư̆n ƀun, Ñơ̆ng, Yŭê̆ và chính sách hỗ trợ nhà ở cho "
    "hộ nghèo, hộ cận nghèo trên địa bàn phường"
)
PAID = (
    Column("STT", 12, Kind.NUMBER),
    Column("Họ và tên", 0),
    Column("Địa chỉ (thôn, buôn, tổ dân phố)", 48),
    Column("Đối tượng", 26, Kind.CENTRED),
    Column("Số buổi", 16, Kind.DECIMAL),
    Column(("Số tiền (đồng)", "Mức hỗ trợ"), 24, Kind.MONEY),
    Column(("Số tiền (đồng)", "Thành tiền"), 26, Kind.MONEY, total=True),
    Column("Ký nhận", 32, Kind.HAND),
    Column("Ghi chú", 22),
)


def head(**changes: Any) -> Head:
    """The letterhead of a ward with number and the whole day."""
    known: dict[str, Any] = {"letterhead": make_letterhead(), "symbol": "BB-UBND", "day": DAY}
    return Head(**(known | changes))


def minutes(*middle: Part, paragraphs: int = 6, signers: Foot | None = None) -> Outline:
    """Minutes on portrait paper: texts, headings, a small table, two who sign."""
    return Outline(
        "Biên bản buổi tuyên truyền",
        AUTHOR,
        (
            head(),
            Title("BIÊN BẢN", "Buổi tuyên truyền chính sách giảm nghèo tại buôn Knư̆r"),
            Text("Căn cứ Kế hoạch số 168/KH-UBND ngày 26 tháng 8 năm 2022;", italic=True),
            Heading("I. THỜI GIAN, ĐỊA ĐIỂM", 1),
            Text("08 giờ 00 phút, ngày 05 tháng 01 năm 2024.", bold_start="Thời gian bắt đầu:"),
            Heading("1. Thành phần tham dự"),
            *(Text(f"Ông (bà) {name}, đại diện {HAMLETS[n % 10]}: {LONG}.")
              for n, name in enumerate(SPEAKERS * 5) if n < paragraphs),
            Heading("a) Ý kiến của người dân", 3),
            Text(DOTS),
            *middle,
            Text("Cuộc họp kết thúc vào 10 giờ 30 phút cùng ngày./."),
            signers or Foot((Signature(("THƯ KÝ",), "H'Yŭê̆ Ñơ̆ng"),
                             Signature(("CHỦ TỌA",), "Y Bhiŏk Êban"))),
        ),
    )  # fmt: skip


def invitation(names: tuple[str, ...] = ("Ông Y Bhiŏk Êban, buôn trưởng buôn Knư̆r",)) -> Outline:
    """One page that the head signs and that says who gets it."""
    return Outline(
        "Giấy mời",
        AUTHOR,
        (
            head(symbol="GM-UBND", day=date(2024, 11, 14), day_open=True),
            Title("GIẤY MỜI", "Dự buổi nói chuyện chuyên đề về giảm nghèo"),
            To(names),
            Text("Ủy ban nhân dân phường Tân Lập trân trọng kính mời các ông (bà) dự buổi nói "
                 f"chuyện chuyên đề: {LONG}."),
            Text("19 giờ 00 phút, ngày 14 tháng 11 năm 2024.", bold_start="Thời gian:"),
            Text("Đề nghị các ông (bà) sắp xếp thời gian tham dự đầy đủ, đúng giờ./."),
            Foot((RECIPIENTS, SIGNS)),
        ),
    )  # fmt: skip


def person(number: int) -> tuple[Value, ...]:
    """A line of the payment list."""
    return (
        number, f"{SPEAKERS[number % len(SPEAKERS)]} {number}", f"Số {number}, {HAMLETS[number % 10]}",
        ("Hộ nghèo", "Hộ cận nghèo", None)[number % 3], Decimal(number % 4 + 1) / 2, 100_000,
        50_000 * (number % 4 + 1), None, "Ký thay: vợ" if number % 7 == 0 else "",
    )  # fmt: skip


def payments(rows: int, *, landscape: bool = True, **changes: Any) -> Outline:
    """The list of those who get money: a long table, the sum in words, three who sign."""
    lines = tuple(map(person, range(1, rows + 1)))
    total: dict[int, Value] = {6: sum(50_000 * (number % 4 + 1) for number in range(1, rows + 1))}
    grid: dict[str, Any] = {"columns": PAID, "rows": lines, "total": total, "unit": "đồng"}
    when = "Tân Lập, ngày 05 tháng 01 năm 2024"
    return Outline(
        "Danh sách ký nhận tiền hỗ trợ",
        AUTHOR,
        (
            head(symbol="", day=None),
            Title("DANH SÁCH", "Ký nhận tiền hỗ trợ người tham dự", "(Kèm theo Biên bản)"),
            Grid(**(grid | changes)),
            Text("Hai mươi triệu không trăm năm mươi nghìn đồng.", bold_start="Bằng chữ:"),
            Foot((
                Signature(("NGƯỜI LẬP",), "H'Linh Niê", "(Ký, ghi rõ họ tên)"),
                Signature(("KẾ TOÁN",), "Trần Văn Đức", "(Ký, ghi rõ họ tên)"),
                Signature(("THỦ TRƯỞNG ĐƠN VỊ",), "Nguyễn Thị Ngọc Ánh", "(Ký, đóng dấu)", when),
            )),
        ),
        landscape=landscape,
    )  # fmt: skip


def report(rows: int = 60) -> Outline:
    """A report with recipients and two annexes, one landscape and one portrait."""
    belongs_to = f"(Kèm theo Báo cáo số{NUMBER_GAP}/BC-UBND ngày 05 tháng 01 năm 2024)"
    columns = (Column("STT", 12, Kind.NUMBER), Column("Nội dung", 0), Column("Ngày", 24, Kind.DATE),
               Column("Số lượng", 24, Kind.COUNT, total=True))  # fmt: skip
    lines = tuple((n, LONG[: 40 + n % 90], DAY, n * 1_000 or None) for n in range(rows))
    grid = Grid(columns, lines, {3: 1_234_567}, notes=("Ghi chú: ô trống là chưa có số liệu.",))
    return Outline(
        "Báo cáo kết quả",
        AUTHOR,
        (
            head(symbol="BC-UBND"),
            Title("BÁO CÁO", LONG),
            To(("Ủy ban nhân dân thành phố", "Phòng Văn hóa và Thông tin thành phố Buôn Ma Thuột")),
            Heading("I. KẾT QUẢ THỰC HIỆN", 1),
            Heading("1. Truyền thông trực tiếp"),
            *(Text(f"{name}: {LONG}. {LONG}.") for name in SPEAKERS),
            Text("Trên đây là báo cáo kết quả thực hiện./."),
            Foot((RECIPIENTS, SIGNS)),
            Annex("Phụ lục I", "TỔNG HỢP KẾT QUẢ TRUYỀN THÔNG", belongs_to),
            grid,
            Annex("Phụ lục II", "DANH SÁCH HOẠT ĐỘNG", belongs_to, landscape=False),
            grid,
        ),
    )


def letter() -> Outline:
    """A letter: no title, its subject below the number."""
    return Outline(
        "Công văn",
        AUTHOR,
        (
            head(symbol="UBND", about="V/v đôn đốc nộp báo cáo quý IV năm 2024"),
            To(("Ủy ban nhân dân phường Tân An",)),
            Text(f"{LONG}. {LONG}."),
            Text("Đề nghị đơn vị gửi báo cáo đúng thời hạn./."),
            Foot((RECIPIENTS, SIGNS)),
        ),
    )


def decomposed(outline: Outline) -> Outline:
    """The same paper with all marks apart from their letters."""

    def apart(value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Kind):
            return unicodedata.normalize("NFD", value)
        if isinstance(value, tuple):
            return tuple(map(apart, value))
        if hasattr(value, "__dataclass_fields__"):
            return replace(
                value, **{key: apart(getattr(value, key)) for key in value.__dataclass_fields__}
            )
        return value

    return apart(outline)


EVERYTHING_EMPTY = Outline(
    "Danh sách",
    AUTHOR,
    (
        head(symbol=""),
        Title("DANH SÁCH", "Người tham dự"),
        Grid((Column("STT", 10), Column("Họ và tên", 0)), ()),
        Foot((SIGNS,)),
    ),
)
BARE = replace(
    minutes(),
    parts=(
        head(letterhead=make_letterhead(lines=("XÃ CƯ ÊBUR",), place=""), day=None),
        Title("BIÊN BẢN"),
        Text("Không có gì./."),
        Foot((None, Signature(("CHỦ TRÌ",)))),
    ),
)
LONG_TITLES = replace(
    report(5),
    parts=(
        head(letterhead=make_letterhead(lines=("UBND THÀNH PHỐ BUÔN MA THUỘT",
                                               "PHÒNG VĂN HÓA, KHOA HỌC VÀ THÔNG TIN THÀNH PHỐ"))),
        Title("BÁO CÁO", f"{LONG}; {LONG}"),
        *report(5).parts[2:],
    ),
)  # fmt: skip
