"""Lists that people sign: who came, who received money or printed matter."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from desktop.core.attendance import Person, Sex
from desktop.core.documents import forms_parts as parts
from desktop.core.documents.content import FormContent
from desktop.core.documents.forms_parts import HINT, NUMBER
from desktop.core.documents.outline import (
    Column,
    Foot,
    Grid,
    Kind,
    Outline,
    Part,
    Signature,
    Text,
    Value,
)

Row: TypeAlias = tuple[Value, ...]

_NAME = Column("Họ và tên", 48)
_ADDRESS = Column("Địa chỉ (thôn, buôn, tổ dân phố)", 0)
_NOTE = Column("Ghi chú", 24)
_ATTENDANCE = (
    NUMBER,
    _NAME,
    Column("Nam", 12, Kind.CENTRED),
    Column("Nữ", 12, Kind.CENTRED),
    Column("Dân tộc", 20, Kind.CENTRED),
    Column("Chức vụ/Đơn vị hoặc Địa chỉ (thôn, buôn, tổ dân phố)", 0),
    Column("Đối tượng (hộ nghèo/hộ cận nghèo/hộ mới thoát nghèo/khác)", 42),
    Column("Ký tên", 28, Kind.HAND),
    Column("Ghi chú", 22),
)
_SUPPORT = (
    NUMBER,
    _NAME,
    _ADDRESS,
    Column("Đối tượng", 36),
    Column("Số buổi (ngày)", 16, Kind.COUNT),
    Column("Mức hỗ trợ (đồng)", 24, Kind.MONEY),
    Column("Thành tiền (đồng)", 26, Kind.MONEY, total=True),
    Column("Ký nhận", 30, Kind.HAND),
    _NOTE,
)
_FEES = (
    NUMBER,
    Column("Họ và tên", 36),
    Column("Chức vụ, đơn vị công tác", 40),
    Column("Nội dung (chuyên đề) trình bày", 0),
    Column("Số buổi", 13, Kind.COUNT),
    Column("Mức chi (đồng/buổi)", 22, Kind.MONEY),
    Column("Thành tiền (đồng)", 24, Kind.MONEY, total=True),
    Column("Thuế TNCN khấu trừ (nếu có)", 24, Kind.MONEY, total=True),
    Column("Thực nhận (đồng)", 24, Kind.MONEY, total=True),
    Column("Ký nhận", 24, Kind.HAND),
)
_HANDED_OUT = (
    NUMBER,
    Column("Họ và tên người nhận", 48),
    Column("Địa chỉ/Đơn vị", 0),
    Column("Loại tài liệu", 44),
    Column("Số lượng", 18, Kind.COUNT, total=True),
    Column("Ngày nhận", 24, Kind.DATE),
    Column("Ký nhận", 30, Kind.HAND),
    Column("Ghi chú", 26),
)
_WHY = (
    "Thông tin trong danh sách chỉ được dùng để báo cáo và thanh quyết toán hoạt động truyền thông."
)
_UNPAID = "Danh sách chỉ gồm người không hưởng lương từ ngân sách nhà nước."
_FOR_ANOTHER = "Người ký nhận thay ghi rõ họ tên, quan hệ với người được nhận ở cột Ghi chú."


def attendance(content: FormContent) -> Outline:
    """Return Danh sách đại biểu tham dự: those entered, then room up to the chosen rows."""
    people = content.people
    rows = [(n, *_came(content, one)) for n, one in enumerate(people, start=1)]
    men, women = (sum(one.sex is sex for one in people) or None for sex in (Sex.MALE, Sex.FEMALE))
    grid = Grid(
        _ATTENDANCE,
        (*rows, *parts.empty_rows(_ATTENDANCE, len(rows) + 1, content.choice.rows)),
        total={2: men, 3: women},
        notes=(_WHY,),
        name="Đại biểu tham dự",
    )
    return parts.finished(content, "Danh sách đại biểu", _attendance(content, grid), landscape=True)


def support(content: FormContent) -> Outline:
    """Return the payment sheet of those who came and are on no payroll."""
    choice = content.choice
    amount = None if choice.rate is None else choice.rate * choice.days
    people = [one for one in content.people if not one.salaried]
    rows = [
        (n, one.name, one.address, _category(content, one), choice.days, choice.rate, amount, None,
         one.note)
        for n, one in enumerate(people, start=1)
    ]  # fmt: skip
    total = parts.added(amount for _ in people)
    grid = Grid(
        _SUPPORT,
        _or_empty(content, _SUPPORT, rows),
        total={6: total},
        notes=(_UNPAID, _FOR_ANOTHER),
        name="Ký nhận tiền hỗ trợ",
    )
    name, subject = "Danh sách ký nhận tiền", "Ký nhận tiền hỗ trợ người tham dự"
    return parts.finished(content, name, _money(content, subject, grid, total), landscape=True)


def fees(content: FormContent) -> Outline:
    """Return the payment sheet of the speakers; tax is written by hand, where there is any."""
    choice = content.choice
    amount = None if choice.rate is None else choice.rate * choice.days
    about = parts.theme(content)
    rows = [
        (n, one.name, one.office, about, choice.days, choice.rate, amount, None, amount, None)
        for n, one in enumerate(content.speakers, start=1)
    ]
    total = parts.added(amount for _ in rows)
    grid = Grid(
        _FEES,
        _or_empty(content, _FEES, rows),
        total={6: total, 7: None, 8: total},
        size=11,
        name="Bồi dưỡng báo cáo viên",
    )
    name, subject = "Danh sách báo cáo viên", "Ký nhận tiền bồi dưỡng báo cáo viên"
    return parts.finished(content, name, _money(content, subject, grid, total), landscape=True)


def handed_out(content: FormContent) -> Outline:
    """Return Danh sách cấp phát tài liệu; who gets how many is written by hand."""
    matter = "" if content.choice.blank else content.channel.short_name
    rows = [
        (n, one.name, one.address, matter, None, None, None, one.note)
        for n, one in enumerate(content.people, start=1)
    ]
    grid = Grid(
        _HANDED_OUT,
        (*rows, *parts.empty_rows(_HANDED_OUT, len(rows) + 1, content.choice.rows)),
        total={4: None},
        name="Cấp phát tài liệu",
    )
    name = "Danh sách cấp phát tài liệu"
    return parts.finished(content, name, _handed_out(content, grid), landscape=True)


def _attendance(content: FormContent, grid: Grid) -> Iterator[Part]:
    subject = f"Đại biểu tham dự {parts.event_title(content)}"
    yield from parts.sheet(content, "DANH SÁCH", subject)
    yield grid
    yield Foot((_maker(content), parts.leader(content, dated=True)))


def _money(content: FormContent, what: str, grid: Grid, total: int | None) -> Iterator[Part]:
    yield from parts.sheet(content, "DANH SÁCH", f"{what} {parts.event_title(content)}")
    yield grid
    yield parts.in_words(total)
    accountant = Signature(("KẾ TOÁN",), "", HINT)
    yield Foot((_maker(content), accountant, parts.leader(content, dated=True)))


def _handed_out(content: FormContent, grid: Grid) -> Iterator[Part]:
    subject = parts.named("Cấp phát tài liệu truyền thông", parts.theme(content))
    yield from parts.sheet(content, "DANH SÁCH", subject)
    if not content.choice.blank:
        channel, items = content.channel, content.activity.items
        yield Text(f"Tài liệu: {channel.short_name}; số lượng: {parts.count(items)} "
                   f"{channel.items_word}.")  # fmt: skip
    yield grid
    yield Foot((_maker(content), parts.leader(content, dated=True)))


def _maker(content: FormContent) -> Signature:
    return Signature(("NGƯỜI LẬP",), content.choice.left or content.letterhead.officer, HINT)


def _came(content: FormContent, one: Person) -> Row:
    tick = {Sex.MALE: ("x", None), Sex.FEMALE: (None, "x"), Sex.UNKNOWN: (None, None)}[one.sex]
    return (one.name, *tick, one.ethnic, one.address, _category(content, one), None, one.note)


def _category(content: FormContent, one: Person) -> str:
    return content.categories.get(one.category, "")


def _or_empty(
    content: FormContent, columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[Row, ...]:
    """Nobody may write himself below those who are paid, so there is room only without them."""
    return tuple(rows) or tuple(parts.empty_rows(columns, 1, content.choice.rows))
