"""The programme's money on paper: estimate, settlement, vouchers of an activity, as outlines.

Bảng dự toán and Bảng quyết toán as offices have them (STT, nội dung chi, …); whole đồng throughout.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.core.budget import Line
from desktop.core.catalogue import ExpenditureItem
from desktop.core.documents import phrases
from desktop.core.documents.content import Letterhead
from desktop.core.documents.forms_parts import HINT, LEADER_HINT, capital, in_words
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
    Value,
)
from desktop.core.expenses import ItemSum
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.funds import Flow
from desktop.core.money_words import LARGEST
from desktop.core.typed import show_date, show_money, show_number
from desktop.core.units import Unit

ESTIMATE, SETTLEMENT = "BẢNG DỰ TOÁN KINH PHÍ", "BẢNG QUYẾT TOÁN KINH PHÍ"
_DONG = "đồng"
_NO_ITEM = "Chưa ghi nội dung chi"
_STT = Column("STT", 9, Kind.NUMBER)
_WIDE = 26.5
"""Room for 1.000.000.000.000 in size 9."""

_ESTIMATE = (
    Column("STT", 11, Kind.NUMBER),
    Column("Nội dung chi", 0),
    Column("ĐVT", 22, Kind.CENTRED),
    Column("Số lượng", 25, Kind.DECIMAL),
    Column("Số buổi/lần", 16, Kind.COUNT),
    Column("Đơn giá (đồng)", 34, Kind.MONEY),
    Column("Thành tiền (đồng)", 34, Kind.MONEY, total=True),
    Column("Căn cứ/Ghi chú", 44),
)
_SETTLEMENT = (
    _STT,
    Column("Nội dung chi", 0),
    Column("Mục/Tiểu mục", 15, Kind.CENTRED),
    Column("Dự toán được giao (đồng)", _WIDE, Kind.MONEY, total=True),
    Column(("Trong đó", "Năm trước chuyển sang"), _WIDE, Kind.MONEY, total=True),
    Column(("Trong đó", "Giao trong năm"), _WIDE, Kind.MONEY, total=True),
    Column("Số đề nghị quyết toán (đồng)", _WIDE, Kind.MONEY, total=True),
    Column("Chứng từ (số, ngày)", 21),
    Column(("Chênh lệch", "Còn lại hủy dự toán"), _WIDE, Kind.MONEY, total=True),
    Column(("Chênh lệch", "Chuyển năm sau"), _WIDE, Kind.MONEY, total=True),
    Column("Ghi chú", 21),
)
_ITEMS = (
    _STT,
    Column("Nội dung chi", 0),
    Column("Mục/Tiểu mục", 18, Kind.CENTRED),
    Column("Dự toán chi tiết (đồng)", 30, Kind.MONEY, total=True),
    Column("Số đề nghị quyết toán (đồng)", 30, Kind.MONEY, total=True),
    Column("Dự toán trừ quyết toán (đồng)", 30, Kind.MONEY, total=True),
    Column("Chứng từ (số, ngày)", 60),
)
_SPENT = (
    Column("STT", 11, Kind.NUMBER),
    Column("Nội dung chi", 0),
    Column("Mục/Tiểu mục", 18, Kind.CENTRED),
    Column("Nguồn kinh phí", 34),
    Column("Số chứng từ", 28),
    Column("Số tiền (đồng)", 30, Kind.MONEY, total=True),
)
_VOUCHERS = (
    Column("STT", 11, Kind.NUMBER),
    Column("Loại chứng từ", 44),
    Column("Cần cho khoản chi (STT ở bảng 1)", 0),
    Column("Đã có", 13, Kind.CENTRED),
    Column("Số, ngày", 58),
)
_PROVISIONAL = (
    "Số liệu tạm tính. Dự toán được giao = số đề nghị quyết toán + còn lại hủy dự toán + chuyển "
    "năm sau + số chưa xử lý ghi ở cột Ghi chú."
)
_RULE = "Dự toán được giao = số đề nghị quyết toán + còn lại hủy dự toán + chuyển năm sau."
_PRODUCT = (
    "Thành tiền = số lượng x số buổi/lần x đơn giá, làm tròn đến đồng (từ nửa đồng trở lên làm "
    "tròn lên)."
)


@dataclass(frozen=True)
class FundPart:
    """A fund with all that papers say about it; `kind` is the name of its kind."""

    flow: Flow
    kind: str
    moves: tuple[Move, ...] = ()
    estimate: tuple[Line, ...] = ()
    spent: tuple[ItemSum, ...] = ()


@dataclass(frozen=True)
class MoneyContent:
    """What the papers of a budget year are made from; `items` by code, in their order."""

    letterhead: Letterhead
    unit: Unit
    year: int
    parts: tuple[FundPart, ...]
    items: Mapping[str, ExpenditureItem]


@dataclass(frozen=True)
class SpentLine:
    """One expense of an activity with its names."""

    item: str
    sub_item: str
    fund: str
    voucher: str
    amount: int | None


@dataclass(frozen=True)
class VoucherLine:
    """One kind of voucher: for which items it is needed, and what is there (None: missing)."""

    name: str
    needed_for: tuple[str, ...]
    there: str | None


@dataclass(frozen=True)
class DossierContent:
    """What the voucher checklist of an activity is made from."""

    letterhead: Letterhead
    unit: Unit
    title: str
    held_on: date
    spent: tuple[SpentLine, ...]
    vouchers: tuple[VoucherLine, ...]


def estimate(content: MoneyContent) -> Outline:
    """Return Bảng dự toán: a table for each fund that has an estimate, the sum in words."""
    parts = [one for one in content.parts if one.estimate]
    whole = sum(line.amount for one in parts for line in one.estimate)
    body: list[Part] = [_estimate_grid(content, one, last=one is parts[-1]) for one in parts]
    if not parts:
        body.append(Grid(_ESTIMATE, ((None,) * len(_ESTIMATE),), unit=_DONG, name="Dự toán"))
    if len(parts) > 1:
        body.append(Text(f"Cộng {len(parts)} nguồn: {show_money(whole)}."))
    body.append(_said(whole if parts else None))
    return _paper(content.letterhead, content.unit, ESTIMATE, f"Năm {content.year}", "", body)


def settlement(content: MoneyContent) -> Outline:
    """Return Bảng quyết toán: a row for each fund, then each fund by what was bought.

    In each row and in the totals what was given = spent + cancelled + carried over, unless a fund
    is not closed yet: then the paper says so, and the row says how much is open.
    """
    open_ = any(one.flow.left for one in content.parts)
    rows = tuple(_settled(content, n, one) for n, one in enumerate(content.parts, start=1))
    grid = Grid(
        _SETTLEMENT,
        rows or ((None,) * len(_SETTLEMENT),),
        _added(rows, (3, 4, 5, 6, 8, 9)),
        unit=_DONG,
        notes=(_PROVISIONAL if open_ else _RULE,),
        size=9,
        name="Quyết toán",
    )
    spent = sum(one.flow.spent for one in content.parts)
    body: list[Part] = [
        *_bases(content), grid, _said(spent if content.parts else None, "đề nghị quyết toán"),
        *(_items_grid(content, one) for one in content.parts if one.estimate or one.spent),
    ]  # fmt: skip
    note = "(Tạm tính, chưa xử lý hết số dư các nguồn)" if open_ else ""
    return _paper(content.letterhead, content.unit, SETTLEMENT, f"Năm {content.year}", note, body)


def dossier(content: DossierContent) -> Outline:
    """Return the list of vouchers of an activity: what was spent, which papers are there."""
    spent = tuple(
        (n, one.item or _NO_ITEM, one.sub_item or None, one.fund or None, one.voucher or None,
         one.amount)
        for n, one in enumerate(content.spent, start=1)
    )  # fmt: skip
    whole = sum(one.amount for one in content.spent if one.amount is not None)
    known = any(one.amount is not None for one in content.spent)
    papers = tuple(
        (n, one.name, _for(content, one), None if one.there is None else "x",
         one.there or None)
        for n, one in enumerate(content.vouchers, start=1)
    )  # fmt: skip
    body: list[Part] = [
        Grid(_SPENT, spent or ((None,) * len(_SPENT),), {5: whole} if known else None,
             caption="1. Các khoản chi", unit=_DONG, size=11, name="Khoản chi"),
        _said(whole if known else None),
        Grid(_VOUCHERS, papers or ((None,) * len(_VOUCHERS),), caption="2. Chứng từ",
             size=11, name="Chứng từ"),
        Text(_lacking(content)),
    ]  # fmt: skip
    subject = f"{content.title}, ngày {show_date(content.held_on)}"
    kind = "BẢNG KÊ CHỨNG TỪ CHI"
    return _paper(content.letterhead, content.unit, kind, subject, "", body, landscape=False)


def _lacking(content: DossierContent) -> str:
    """Say which papers are missing; nothing is complete while it is not known what was bought."""
    missing = [one.name for one in content.vouchers if one.there is None and one.needed_for]
    said = [f"Còn thiếu: {'; '.join(missing)}."] if missing else []
    if not all(one.item for one in content.spent):
        said.append("Khoản chi chưa ghi nội dung thì chưa xác định được chứng từ cần có.")
    elif not content.spent:
        said.append("Hoạt động chưa ghi khoản chi nào.")
    return " ".join(said) or "Đủ chứng từ theo nội dung chi."


def _for(content: DossierContent, line: VoucherLine) -> str | None:
    """Return the numbers of the expenses that need a voucher: "1, 2, 4"."""
    numbered = enumerate(content.spent, start=1)
    return ", ".join(str(n) for n, one in numbered if one.item in line.needed_for) or None


def _paper(
    head: Letterhead, unit: Unit, kind: str, subject: str, note: str, body: list[Part],
    *, landscape: bool = True,
) -> Outline:  # fmt: skip
    leader = head.signatories[0].name if head.signatories else ""
    above = phrases.place_and_date(head.place, head.written_on)
    foot = Foot((
        Signature(("NGƯỜI LẬP",), head.officer, HINT),
        Signature(("KẾ TOÁN",), "", HINT),
        Signature(("THỦ TRƯỞNG ĐƠN VỊ",), leader, LEADER_HINT, above),
    ))  # fmt: skip
    parts = (Head(head), Title(kind, subject, note), *body, foot)
    return Outline(f"{kind} – {subject}", unit.committee, parts, landscape)


def _estimate_grid(content: MoneyContent, part: FundPart, *, last: bool) -> Grid:
    rows = tuple(
        (n, one.text or content.items[one.item].name, one.unit_word or None, one.quantity,
         one.times, one.unit_price, one.amount, one.note or None)
        for n, one in enumerate(part.estimate, start=1)
    )  # fmt: skip
    return Grid(
        _ESTIMATE,
        rows,
        _added(rows, (6,)),
        caption=f"Nguồn: {_name(part)} – được giao {show_money(part.flow.given)}",
        unit=_DONG,
        notes=(_PRODUCT,) if last else (),
        size=11,
        name=_sheet("Dự toán", content, part),
    )


def _settled(content: MoneyContent, number: int, part: FundPart) -> tuple[Value, ...]:
    one = part.flow
    codes = [content.items[line.item].sub_item for line in part.spent if line.item]
    known = sorted({code for code in codes if code})
    papers = sum(len(line.vouchers) for line in part.spent)
    return (
        number, _name(part), ", ".join(known) or None, one.given, one.carried_in, one.allotted,
        one.spent, f"{papers} chứng từ, kê ở bảng chi tiết" if papers else None, one.returned,
        one.carried_out, _open(one),
    )  # fmt: skip


def _open(flow: Flow) -> str | None:
    if flow.left < 0:
        return f"Chi vượt {show_number(-flow.left)} đồng"
    return f"Còn {show_number(flow.left)} đồng chưa xử lý" if flow.left else None


def _items_grid(content: MoneyContent, part: FundPart) -> Grid:
    planned: dict[str | None, int] = {}
    for line in part.estimate:
        planned[line.item] = planned.get(line.item, 0) + line.amount
    spent = {line.item: line for line in part.spent}
    codes = [code for code in (*content.items, None) if code in planned or code in spent]
    rows = tuple(
        _item_row(n, content.items.get(code or ""), planned.get(code, 0), spent.get(code))
        for n, code in enumerate(codes, start=1)
    )
    return Grid(
        _ITEMS,
        rows,
        _added(rows, (3, 4, 5)),
        caption=f"Chi tiết nguồn: {_name(part)}",
        unit=_DONG,
        size=10,
        name=_sheet("Chi tiết", content, part),
    )


def _item_row(
    number: int, item: ExpenditureItem | None, planned: int, spent: ItemSum | None
) -> tuple[Value, ...]:
    amount = spent.amount if spent else 0
    return (
        number, item.name if item else _NO_ITEM,
        (item.sub_item or None) if item else None, planned, amount, planned - amount,
        "; ".join(spent.vouchers) or None if spent else None,
    )  # fmt: skip


def _bases(content: MoneyContent) -> Iterator[Text]:
    """Yield the decisions by which money was given, each once."""
    given = (MoveKind.ALLOTTED, MoveKind.CARRIED_IN)
    said = [
        f"Căn cứ {move.decision}: {_what(move.kind)} {show_money(move.amount)}"
        for part in content.parts
        for move in part.moves
        if move.kind in given and move.decision
    ]
    for number, text in enumerate(said, start=1):
        yield Text(f"{text}{'.' if number == len(said) else ';'}", italic=True)


def _what(kind: MoveKind) -> str:
    return "giao" if kind is MoveKind.ALLOTTED else "chuyển từ năm trước sang"


def _said(amount: int | None, of_what: str = "") -> Text:
    """Return the amount in words; room to write where there is none or it is beyond words."""
    text = in_words(amount if amount is not None and amount <= LARGEST else None)
    return Text(text.text.replace("Tổng số tiền", f"Tổng số tiền {of_what}")) if of_what else text


def _name(part: FundPart) -> str:
    return capital(f"{part.flow.name} – {part.kind}")


def _sheet(word: str, content: MoneyContent, part: FundPart) -> str:
    number = [one.flow.fund_id for one in content.parts].index(part.flow.fund_id) + 1
    return f"{word} {number}" if len(content.parts) > 1 else word


def _added(rows: tuple[tuple[Value, ...], ...], places: tuple[int, ...]) -> dict[int, Value]:
    return {
        place: sum(cell for row in rows if isinstance(cell := row[place], int)) for place in places
    }
