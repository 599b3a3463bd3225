"""Minutes of two sides: printed matter handed over, hoardings and prints accepted."""

from collections.abc import Iterator

from desktop.core.documents import forms_parts as parts
from desktop.core.documents.content import FormContent, ItemLine
from desktop.core.documents.forms_parts import HINT, NUMBER, gap, paragraphs, said
from desktop.core.documents.outline import (
    Column,
    Foot,
    Grid,
    Head,
    Kind,
    Outline,
    Part,
    Signature,
    Text,
    Title,
)
from desktop.core.typed import show_decimal

_BLANK_LINES = 4
_HANDED_OVER = (
    NUMBER,
    Column("Tên tài liệu/ấn phẩm", 0),
    Column("Đơn vị tính", 18, Kind.CENTRED),
    Column("Số lượng", 20, Kind.COUNT, total=True),
    Column("Tình trạng", 28),
    Column("Ghi chú", 24),
)
_ACCEPTED = (
    Column("STT", 9, Kind.NUMBER),
    Column("Nội dung/Hạng mục", 0),
    Column("Quy cách (kích thước, chất liệu)", 25),
    Column("ĐVT", 11, Kind.CENTRED),
    Column("Số lượng theo hợp đồng", 15, Kind.COUNT),
    Column("Số lượng nghiệm thu", 15, Kind.COUNT),
    Column("Đơn giá (đồng)", 20, Kind.MONEY),
    Column("Thành tiền (đồng)", 22, Kind.MONEY, total=True),
    Column("Ghi chú", 13),
)
_TWO_COPIES = "Biên bản được lập thành 02 bản, mỗi bên giữ 01 bản có giá trị như nhau./."
_CONTRACT = f"Căn cứ Hợp đồng số {gap(6)} ngày {gap()} tháng {gap()} năm {gap()} giữa {gap(8)} và {gap(10)}."
_OFFICES = {"CHỦ TỊCH": "Chủ tịch", "PHÓ CHỦ TỊCH": "Phó Chủ tịch"}


def handover(content: FormContent) -> Outline:
    """Return Biên bản bàn giao tài liệu."""
    return parts.finished(content, "Biên bản bàn giao tài liệu", _handover(content))


def acceptance(content: FormContent) -> Outline:
    """Return Biên bản nghiệm thu."""
    return parts.finished(content, "Biên bản nghiệm thu", _acceptance(content))


def _handover(content: FormContent) -> Iterator[Part]:
    choice, items = content.choice, _items(content)
    yield from _top(content, "Bàn giao tài liệu tuyên truyền")
    yield from _side("1. Bên giao", "", choice.left, "")
    yield from _side("2. Bên nhận", "", choice.right, "")
    yield Text("Hai bên cùng tiến hành bàn giao tài liệu, cụ thể như sau:")
    rows = [
        (n, one.name, one.unit_word, one.quantity, one.look, None)
        for n, one in enumerate(items, start=1)
    ]
    same = len({one.unit_word for one in items}) == 1
    yield Grid(
        _HANDED_OVER if rows else parts.writable(_HANDED_OVER),
        tuple(rows or parts.empty_rows(_HANDED_OVER, 1, _BLANK_LINES)),
        total={3: parts.added(one.quantity for one in items)} if same else None,
        name="Bàn giao tài liệu",
    )
    yield Text("Bên nhận đã kiểm tra và nhận đủ số tài liệu nêu trên.")
    yield Text(_TWO_COPIES)
    yield Foot((
        Signature(("ĐẠI DIỆN BÊN GIAO",), choice.left, HINT),
        Signature(("ĐẠI DIỆN BÊN NHẬN",), choice.right, HINT),
    ))  # fmt: skip


def _acceptance(content: FormContent) -> Iterator[Part]:
    choice, items = content.choice, _items(content, _size(content))
    mine, office = _own_side(content)
    yield from _top(content, f"Nghiệm thu {parts.small(content.channel.short_name)}", _CONTRACT)
    yield from _side("1. Bên A", parts.organ(content), mine, office)
    yield from _side("2. Bên B", "", choice.right, "")
    yield Text("Hai bên cùng tiến hành nghiệm thu, kết quả như sau:")
    amounts = [_amount(one) for one in items]
    total = parts.added(amounts)
    rows = [
        (n, one.name, one.look, one.unit_word, None, one.quantity, one.price, amount, None)
        for n, (one, amount) in enumerate(zip(items, amounts, strict=True), start=1)
    ]
    yield Grid(
        _ACCEPTED if rows else parts.writable(_ACCEPTED),
        tuple(rows or parts.empty_rows(_ACCEPTED, 1, _BLANK_LINES)),
        total={7: total},
        size=10.5,
        name="Nghiệm thu",
    )
    yield parts.in_words(total)
    yield said("Nhận xét về chất lượng", "")
    yield said("Kết luận", "")
    yield from paragraphs("", 1)
    yield Text(_TWO_COPIES)
    yield Foot((
        Signature(("ĐẠI DIỆN BÊN A",), mine, HINT),
        Signature(("ĐẠI DIỆN BÊN B",), choice.right, HINT),
    ))  # fmt: skip


def _top(content: FormContent, subject: str, basis: str = "") -> Iterator[Part]:
    head = content.letterhead
    yield Head(head, f"BB-{head.symbol}")
    yield Title("BIÊN BẢN", subject)
    if basis:
        yield Text(basis, italic=True)
    day = parts.day_text(content.activity.held_on)
    yield Text(f"Hôm nay, {day}, tại {parts.where(content)}, chúng tôi gồm:")


def _side(side: str, body: str, name: str, office: str) -> Iterator[Part]:
    yield said(side, body)
    yield Text(f"Đại diện: {name or gap(11)}; chức vụ: {office or gap(9)}")


def _own_side(content: FormContent) -> tuple[str, str]:
    """Return who stands for the unit, and the office if the signature says it."""
    known = content.letterhead.signatories
    name = content.choice.left or (known[0].name if known else "")
    block = next((one.block for one in known if name and one.name == name), ())
    return name, _OFFICES.get(block[-1], "") if block else ""


def _items(content: FormContent, look: str = "") -> tuple[ItemLine, ...]:
    """Return what is handed over: the chosen lines, else what the activity itself says."""
    one, channel, choice = content.activity, content.channel, content.choice
    if choice.lines or choice.blank:
        return choice.lines
    name = parts.named(channel.short_name, parts.theme(content))
    return (ItemLine(name, channel.items_word, one.items, look=look),)


def _size(content: FormContent) -> str:
    area = content.activity.area_m2
    return "" if area is None else f"Tổng diện tích {show_decimal(area)} m²"


def _amount(one: ItemLine) -> int | None:
    return None if one.price is None or one.quantity is None else one.price * one.quantity
