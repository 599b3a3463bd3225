"""Sentences and tables of a report on households, money, gifts, exemplars and printed matter.

Contributions to the Fund for the Poor stand apart from the programme's money, never in one sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from desktop.core.documents import phrases
from desktop.core.documents.content import ReportContent
from desktop.core.documents.outline import Column, Grid, Kind, Value
from desktop.core.documents.outreach import FundLine, Outreach
from desktop.core.typed import show_decimal, show_number

DECLARED = "số khai báo của các buổi, một hộ dự nhiều buổi được tính nhiều lần"
NOT_SPENT = "Trong kỳ không ghi nhận khoản chi nào trong sổ."
_CATEGORIES = (("CT05", "hộ nghèo"), ("CT06", "hộ cận nghèo"), ("CT07", "hộ mới thoát nghèo"))
_UNNAMED = 6
_ROUNDED = Decimal("0.06")
"""How far apart a share and its figure with one decimal may be."""


def place(found: Outreach) -> list[str]:
    """Return the sentence on hamlets and households of the area (part I)."""
    one = found.place
    if one is None:
        return []
    first = f"Địa bàn có {show_number(one.hamlets)} thôn, buôn, tổ dân phố"
    known = [
        f"{show_number(count)} {word}"
        for count, word in ((one.poor, "hộ nghèo"), (one.near_poor, "hộ cận nghèo"),
                            (one.escaped, "hộ mới thoát nghèo"))
        if count is not None
    ]  # fmt: skip
    if one.households is not None:
        first += f" với {show_number(one.households)} hộ"
    if not known:
        return [f"{first}."]
    return [f"{first}; theo số liệu năm {one.year} có {'; '.join(known)}."]


def households(content: ReportContent) -> list[str]:
    """Return the sentences on households reached (CT05–CT08): each once where lists say so."""
    found = content.totals.indicators
    lines = [*_reached(content), *_share(content)]
    silent = content.outreach.silent
    if silent and any(_part(found[code], "declared") is not None for code, _ in _CATEGORIES):
        count = show_number(len(silent))
        named = f" ({', '.join(silent)})" if len(silent) <= _UNNAMED else ""
        lines.append(
            f"Chưa cộng được số hộ tính mỗi hộ một lần: còn {count} đơn vị chưa có danh sách tham "
            f"dự theo hộ của đúng kỳ này{named}."
        )
    return lines


def _reached(content: ReportContent) -> Iterator[str]:
    found, new = content.totals.indicators, content.totals.households.first_time
    parts = [(_part(found[code], "distinct"), word) for code, word in _CATEGORIES]
    if any(value is not None for value, _ in parts):
        listed = "; ".join(
            f"{show_number(value)} {word}" for value, word in parts if value is not None
        )
        also = f"; trong đó {show_number(new)} hộ lần đầu trong năm" if new else ""
        yield f"Số hộ được truyền thông theo danh sách tham dự, mỗi hộ tính một lần: {listed}{also}."
        return
    parts = [(_part(found[code], "declared"), word) for code, word in _CATEGORIES]
    if any(value is not None for value, _ in parts):
        listed = "; ".join(
            f"{show_number(value)} lượt {word}" for value, word in parts if value is not None
        )
        yield f"Hộ có đại diện tham dự: {listed} ({DECLARED})."


def _share(content: ReportContent) -> Iterator[str]:
    found, poor = content.totals.indicators, content.totals.households.poor
    share, (figure, _, declared) = phrases.share_of_poor(found), phrases.households(found["CT05"])
    name = "tỷ lệ hộ nghèo được tiếp cận thông tin"
    if figure is None or poor is None:
        return
    if share is not None:
        of_all = f"{show_number(figure)}/{show_number(poor)} hộ nghèo của địa bàn"
        yield f"{name.capitalize()}: {show_decimal(share, 1)}% ({of_all})."
    elif declared:
        yield f"Chưa tính được {name}: {phrases.NO_LISTS}, mới có số lượt hộ khai báo."
    elif figure > poor:
        yield (
            f"Chưa tính được {name}: danh sách tham dự có {show_number(figure)} hộ, nhiều hơn "
            f"{show_number(poor)} hộ nghèo của địa bàn."
        )


def leaflets(found: Outreach) -> list[str]:
    """Return a sentence for each printed material: what came, went out and is left."""
    return [
        f"{one.name}: trước kỳ có {show_number(one.opening)}, nhận {show_number(one.received)}, "
        f"cấp phát {show_number(one.handed_out)}, cuối kỳ còn "
        f"{show_number(one.opening + one.received - one.handed_out)} {one.unit_word}."
        for one in found.leaflets
    ]


def gifts(content: ReportContent) -> list[str]:
    """Return the sentences on contributions (CT19)."""
    value, found = content.totals.indicators["CT19"], content.outreach.gifts
    count = sum(one.count for one in found)
    lines = []
    if count:
        kinds = "; ".join(f"{one.kind.lower()}: {show_number(one.count)}" for one in found)
        lines.append(
            f"Có {show_number(count)} khoản vận động ủng hộ Quỹ “Vì người nghèo” ({kinds})."
        )
    for key, word in (("cash", "tiền"), ("in_kind", "hiện vật quy ra tiền")):
        amount = _part(value, key)
        if amount is not None:
            lines.append(
                f"Vận động ủng hộ Quỹ “Vì người nghèo”: {word} {show_number(amount)} đồng."
            )
    return lines


def stories(found: Outreach) -> list[str]:
    """Return the sentences on exemplars, models and initiatives that were found."""
    if not found.stories:
        return []
    parts = "; ".join(f"{show_number(one.count)} {one.kind.lower()}" for one in found.stories)
    publicised = sum(one.publicised for one in found.stories)
    also = f", trong đó {show_number(publicised)} đã được đăng, phát" if publicised else ""
    return [f"Phát hiện, ghi nhận {parts}{also}.", *phrases.dashed(found.titles)]


def money(content: ReportContent) -> list[str]:
    """Return the sentences on the programme's money (CT20), and where its funds stand."""
    value = content.totals.indicators["CT20"]
    given, spent, rate = (_part(value, key) for key in ("allocated", "spent", "rate"))
    lines = []
    if given is not None:
        year = content.period.last.year
        lines.append(
            f"Kinh phí được giao năm {year}, kể cả năm trước chuyển sang: {show_number(given)} đồng"
            f"{_whose(content.outreach)}."
        )
    if spent is not None:
        share = (
            f"; tỷ lệ giải ngân nguồn được giao: {show_decimal(rate, 1)}%{_of_what(value)}"
            if rate is not None
            else ""
        )
        lines.append(f"Kinh phí đã thực hiện trong kỳ: {show_number(spent)} đồng{share}.")
    lines += _standing(content.outreach)
    return lines or ["Trong kỳ chưa ghi nhận kinh phí của chương trình trong sổ."]


def _whose(found: Outreach) -> str:
    """Say how much of it the units below were given, where the unit has funds of its own too."""
    counted = [one for one in found.funds if one.counts]
    own = sum(one.given for one in counted if one.own)
    theirs = sum(one.given for one in counted if not one.own)
    if not own or not theirs:
        return ""
    return (
        f", gồm {show_number(own)} đồng của cấp mình và {show_number(theirs)} đồng của các đơn vị"
    )


def _of_what(value: Any) -> str:
    """Say what the rate counts where it is not the share of the figure in front of it."""
    given, spent, rate = (_part(value, key) for key in ("allocated", "spent", "rate"))
    if given and abs(Decimal(spent * 100) / given - rate) < _ROUNDED:
        return ""
    return " (chỉ tính các khoản chi từ nguồn này)"


def _standing(found: Outreach) -> Iterator[str]:
    counted = [one for one in found.funds if one.counts]
    if counted:
        sums = {
            word: sum(getattr(one, name) for one in counted)
            for name, word in (("spent", "đã chi"), ("returned", "hủy"),
                               ("carried_out", "chuyển năm sau"), ("left", "còn lại"))
        }  # fmt: skip
        said = ", ".join(f"{word} {show_number(amount)} đồng" for word, amount in sums.items())
        yield f"Lũy kế từ đầu năm đến cuối kỳ, các nguồn kinh phí: {said}."
        if found.beside:
            older = any(one.spent and not one.counts for one in found.funds)
            also = ", hoặc chi từ nguồn của năm khác" if older else ""
            yield (
                f"Ngoài các nguồn này, từ đầu năm đã chi {show_number(found.beside)} đồng không ghi "
                f"nguồn nào{also}."
            )


def spent(found: Outreach, caption: str) -> Grid:
    """Return what was spent in the period by fund (else by who pays) and item."""
    rows = tuple(
        (number, one.source, one.item, one.sub_item, one.amount)
        for number, one in enumerate(found.spent, start=1)
    )
    total = sum(one.amount for one in found.spent)
    own = sum(one.amount for one in found.spent if one.programme)
    notes = (
        () if own == total else (f"Trong đó kinh phí của chương trình: {show_number(own)} đồng.",)
    )
    columns = (
        Column("STT", 10, Kind.NUMBER), Column("Nguồn kinh phí", 70), Column("Nội dung chi", 0),
        Column("Tiểu mục", 24, Kind.CENTRED), Column("Số tiền (đồng)", 34, Kind.MONEY, total=True),
    )  # fmt: skip
    return Grid(
        columns, rows, {4: total}, caption=caption, unit="đồng", size=11,
        notes=notes, name="Nguồn và nội dung chi",
    )  # fmt: skip


_FUND = ("carried_in", "allotted", "spent", "returned", "carried_out", "left")


def funds(found: Outreach, number: Iterator[int]) -> Iterator[Grid]:
    """Yield where the funds stand on the last day: given = spent + returned + carried over + left.

    Those that CT20 counts have a sum, which is what the text says. Those of other years or of
    other money stand apart and are not added up: what one carried over, another got.
    """
    counted = [one for one in found.funds if one.counts]
    others = [one for one in found.funds if not one.counts]
    if counted:
        total = {
            at: sum(getattr(one, name) for one in counted) for at, name in enumerate(_FUND, start=3)
        }
        caption = f"{next(number)}. Tình hình các nguồn kinh phí"
        yield _funds(counted, total, caption, "Nguồn kinh phí")
    if others:
        caption = f"{next(number)}. Nguồn của năm khác, nguồn ngoài chương trình (để theo dõi)"
        yield _funds(others, None, caption, "Nguồn khác")


def _funds(
    lines: Sequence[FundLine], total: dict[int, Value] | None, caption: str, name: str
) -> Grid:
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (number, one.name, str(one.year), *(getattr(one, field) for field in _FUND))
        for number, one in enumerate(lines, start=1)
    )
    columns = (
        Column("STT", 10, Kind.NUMBER), Column("Nguồn kinh phí", 0), Column("Năm", 14, Kind.CENTRED),
        *(Column(head, 31, Kind.MONEY, total=total is not None) for head in (
            ("Dự toán được giao", "Năm trước chuyển sang"), ("Dự toán được giao", "Giao trong năm"),
            "Đã chi", "Hủy dự toán", "Chuyển năm sau", "Còn lại",
        )),
    )  # fmt: skip
    return Grid(
        columns, rows, total, caption=caption, unit="đồng", size=11, name=name,
        notes=("Ghi chú: số lũy kế từ khi được giao đến ngày cuối kỳ báo cáo.",),
    )  # fmt: skip


def given(found: Outreach, caption: str) -> Grid:
    """Return the contributions by kind of donor; they are no money of the programme."""
    rows = tuple(
        (number, one.kind, one.count, one.cash, one.in_kind)
        for number, one in enumerate(found.gifts, start=1)
    )
    total = {
        at: _sum(getattr(one, name) for one in found.gifts)
        for at, name in enumerate(("count", "cash", "in_kind"), start=2)
    }
    columns = (
        Column("STT", 10, Kind.NUMBER), Column("Đối tượng ủng hộ", 0),
        Column("Số khoản", 26, Kind.COUNT, total=True),
        Column("Tiền (đồng)", 40, Kind.MONEY, total=True),
        Column("Hiện vật quy ra tiền (đồng)", 46, Kind.MONEY, total=True),
    )  # fmt: skip
    return Grid(
        columns, rows, total, caption=caption, unit="đồng", size=11, name="Vận động ủng hộ",
        notes=("Ghi chú: không thuộc kinh phí của chương trình và không cộng vào các bảng trên.",),
    )  # fmt: skip


def _sum(values: Iterator[Any]) -> Value:
    known = [one for one in values if one is not None]
    return sum(known) if known else None


def _part(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None
