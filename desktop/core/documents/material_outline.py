"""Papers of materials that came or went on a day: Biên bản bàn giao, Danh sách cấp phát."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from desktop.core.documents import forms_parts, phrases
from desktop.core.documents.content import Letterhead
from desktop.core.documents.forms_parts import HINT, NUMBER, gap, said
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
from desktop.core.units import Unit

_HANDED_OVER = (
    NUMBER,
    Column("Tên tài liệu/ấn phẩm", 0),
    Column("Đơn vị tính", 18, Kind.CENTRED),
    Column("Số lượng", 20, Kind.COUNT, total=True),
    Column("Tình trạng", 28),
    Column("Ghi chú", 24),
)
_HANDED_OUT = (
    NUMBER,
    Column("Thôn, buôn, tổ dân phố/Đơn vị nhận", 0),
    Column("Người nhận", 48),
    Column("Loại tài liệu", 56),
    Column("ĐVT", 14, Kind.CENTRED),
    Column("Số lượng", 20, Kind.COUNT, total=True),
    Column("Ký nhận", 30, Kind.HAND),
    Column("Ghi chú", 26),
)
_TWO_COPIES = "Biên bản được lập thành 02 bản, mỗi bên giữ 01 bản có giá trị như nhau./."


@dataclass(frozen=True)
class Receipt:
    """So many of a material went to a hamlet or a party, or came from the party."""

    name: str
    unit_word: str
    quantity: int
    place: str
    party: str
    note: str


@dataclass(frozen=True)
class MaterialContent:
    """All that the papers need: the head in force on the day, and what moved on it."""

    letterhead: Letterhead
    unit: Unit
    day: date
    receipts: tuple[Receipt, ...]


def handover(content: MaterialContent) -> Outline:
    """Return Biên bản bàn giao tài liệu: the unit takes over what a party brought."""
    return _paper(content, "Biên bản bàn giao tài liệu", _handover(content), landscape=False)


def handed_out(content: MaterialContent) -> Outline:
    """Return Danh sách cấp phát tài liệu, to be signed by those who take it."""
    return _paper(content, "Danh sách cấp phát tài liệu", _handed_out(content), landscape=True)


def _paper(
    content: MaterialContent, name: str, parts: Iterator[Part], *, landscape: bool
) -> Outline:
    title = f"{name} {forms_parts.day_text(content.day)}"
    return Outline(title, content.unit.committee, tuple(parts), landscape)


def _handover(content: MaterialContent) -> Iterator[Part]:
    head = content.letterhead
    party = next((one.party for one in content.receipts if one.party), "")
    yield Head(head, f"BB-{head.symbol}")
    yield Title("BIÊN BẢN", "Bàn giao tài liệu tuyên truyền")
    day = forms_parts.day_text(content.day)
    yield Text(f"Hôm nay, {day}, tại {content.unit.running_name}, chúng tôi gồm:")
    yield said("1. Bên giao", party)
    yield Text(f"Đại diện: {gap(11)}; chức vụ: {gap(9)}")
    yield said("2. Bên nhận", f"Ủy ban nhân dân {content.unit.running_name}")
    yield Text(f"Đại diện: {head.officer or gap(11)}; chức vụ: {gap(9)}")
    yield Text("Hai bên cùng tiến hành bàn giao tài liệu, cụ thể như sau:")
    rows = tuple(
        (number, one.name, one.unit_word, one.quantity, None, one.note or None)
        for number, one in enumerate(content.receipts, start=1)
    )
    yield Grid(_HANDED_OVER, rows, _total(content, 3), name="Bàn giao tài liệu")
    yield Text("Bên nhận đã kiểm tra và nhận đủ số tài liệu nêu trên.")
    yield Text(_TWO_COPIES)
    yield Foot((
        Signature(("ĐẠI DIỆN BÊN GIAO",), "", HINT),
        Signature(("ĐẠI DIỆN BÊN NHẬN",), head.officer, HINT),
    ))  # fmt: skip


def _handed_out(content: MaterialContent) -> Iterator[Part]:
    head = replace(content.letterhead, written_on=content.day)
    day = forms_parts.day_text(content.day)
    yield Head(head)
    yield Title("DANH SÁCH", "Cấp phát tài liệu truyền thông", f"({forms_parts.capital(day)})")
    rows = tuple(
        (number, one.place or content.unit.full_name, one.party or None, one.name, one.unit_word,
         one.quantity, None, one.note or None)
        for number, one in enumerate(content.receipts, start=1)
    )  # fmt: skip
    yield Grid(_HANDED_OUT, rows, _total(content, 5), name="Cấp phát tài liệu")
    yield phrases.made_and_signed(head)


def _total(content: MaterialContent, place: int) -> dict[int, int | None] | None:
    """Return the sum where all are counted in the same unit."""
    same = len({one.unit_word for one in content.receipts}) == 1
    return {place: sum(one.quantity for one in content.receipts)} if same else None
