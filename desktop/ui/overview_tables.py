"""The tables of the page Tổng hợp: their columns, and the words under them."""

from collections.abc import Callable, Sequence
from typing import Any

from desktop.core.consolidation import Consolidation, Line, OutreachLines
from desktop.core.documents.outreach import HOUSEHOLDS
from desktop.core.quality import KIND_NAMES
from desktop.core.sums import Sums
from desktop.core.typed import show_date, show_number, show_share
from desktop.ui.table import Column, TableView, ValueTable


def units() -> TableView:
    """Return the table of units."""
    return _table("Số liệu theo đơn vị", [
        Column("name", "Đơn vị", lambda one: one.name + " – không phát sinh" * one.nil),
        *_sums(), _before(),
        Column("done", "So với chỉ tiêu", _share, portion=lambda one: one.done,
               pace=lambda one: one.needed, width=160),
    ])  # fmt: skip


def channels() -> TableView:
    """Return the table of channels."""
    return _table("Số liệu theo hình thức", [
        Column("name", "Hình thức", lambda one: one.name),
        _number("items", "Số lượng", lambda one: one.sums.items, 95),
        *_sums(), _before(),
    ])  # fmt: skip


def topics() -> TableView:
    """Return the table of topics."""
    return _table("Số liệu theo chủ đề", [
        Column("name", "Chủ đề", lambda one: one.name),
        _number("main", "Là chủ đề chính", lambda one: one.main, 160),
        _number("all", "Có chủ đề này", lambda one: one.all, 150),
    ])  # fmt: skip


def hamlets() -> TableView:
    """Return the table of hamlets and how often each was reached."""
    return _table("Địa bàn", [
        Column("name", "Thôn, buôn, TDP", lambda one: one.name),
        Column("unit", "Đơn vị", lambda one: one.unit, width=150),
        _number("activities", "Hoạt động", lambda one: one.activities, 100),
        _number("direct", "Trực tiếp", lambda one: one.direct, 90),
        _number("attendees", "Lượt người", lambda one: one.attendees, 102),
        Column("last", "Lần gần nhất",
               lambda one: show_date(one.last_on) if one.last_on else "chưa có", right=True, width=118),
    ])  # fmt: skip


def coverage_units() -> TableView:
    """Return the table of units and how many of their hamlets were reached."""
    return _table("Độ phủ theo đơn vị", [
        Column("name", "Đơn vị", lambda one: one.name),
        Column("share", "Có hoạt động", _reached, portion=lambda one: one.share, width=150),
    ])  # fmt: skip


def outreach() -> TableView:
    """Return the table of households reached, money, gifts and exemplars of each unit."""
    return _table("Hộ được truyền thông, kinh phí, vận động theo đơn vị", [
        Column("name", "Đơn vị", lambda one: one.name),
        _number("poor", "Hộ nghèo", lambda one: one.poor, 88),
        _number("near_poor", "Cận nghèo", lambda one: one.near_poor, 100),
        _number("escaped", "Mới thoát", lambda one: one.escaped, 92),
        _number("first", "Lần đầu", lambda one: one.first_time, 82),
        _number("given", "Được giao", lambda one: one.given, 118),
        _number("spent", "Đã chi", lambda one: one.spent, 118),
        _number("cash", "Ủng hộ: tiền", lambda one: one.cash, 118),
        _number("in_kind", "Hiện vật", lambda one: one.in_kind, 108),
        _number("stories", "Gương", lambda one: one.stories, 72),
    ])  # fmt: skip


def outreach_sums(found: OutreachLines) -> tuple[str, list[str]]:
    """Return what the units reported together, for the foot of their table.

    Households of some units are no sum while others are silent about theirs.
    """

    def total(name: str) -> int | None:
        if found.silent and name in HOUSEHOLDS:
            return None
        known = [value for one in found.units if (value := getattr(one, name)) is not None]
        return sum(known) if known else None

    parts = (
        (total("poor"), "hộ nghèo"), (total("near_poor"), "cận nghèo"),
        (total("escaped"), "mới thoát"), (total("cash"), "đồng ủng hộ"),
        (total("stories"), "gương, mô hình"),
    )  # fmt: skip
    words = f"{show_number(len(found.units))} đơn vị có báo cáo các số này"
    sums = [f"{show_number(value)} {word}" for value, word in parts if value is not None]
    return words, ["– hộ (chưa đủ danh sách)", *sums] if found.silent else sums


def outreach_note(found: OutreachLines) -> str:
    """Return what to know about the table: what it counts, and who is missing in it."""
    words = (
        "Hộ đếm theo danh sách tham dự, mỗi hộ một lần trong đúng kỳ này; kinh phí tính bằng đồng, "
        "lũy kế đến cuối kỳ; tiền ủng hộ Quỹ không thuộc kinh phí."
    )
    if not found.units:
        words = f"Chưa đơn vị nào báo cáo các số này cho đúng những ngày đang xem. {words}"
    if not found.silent:
        return words
    return f"{silent_words(found.silent)} {words}"


def silent_words(silent: Sequence[str]) -> str:
    """Return which units say no distinct households, and what follows from it."""
    more = len(silent) - _NAMED
    others = f" và {show_number(more)} đơn vị khác" if more > 0 else ""
    return (
        f"Chưa có danh sách theo hộ: {', '.join(silent[:_NAMED])}{others}, nên chưa cộng được số hộ "
        "của tất cả đơn vị."
    )


_NAMED = 3


def findings() -> TableView:
    """Return the table of what should be asked."""
    return _table("Cần hỏi lại", [
        Column("unit", "Đơn vị", lambda one: one.unit, width=190),
        Column("kind", "Loại", lambda one: KIND_NAMES[one.kind], width=240),
        Column("text", "Nội dung", lambda one: one.text),
    ])  # fmt: skip


def added_up(found: Consolidation) -> tuple[str, list[str]]:
    """Return how the units' sums become the sum of all, for the foot of their table."""
    units_sum = sum(one.sums.activities for one in found.units)
    words = (
        f"{show_number(sum(bool(one.sums.activities) for one in found.units))} đơn vị có hoạt động"
    )
    if found.joint.activities:
        words += (
            f" · Cộng các đơn vị {show_number(units_sum)}, trừ {show_number(found.joint.activities)} "
            "buổi phối hợp đã tính ở đơn vị chủ trì"
        )
    return words, totals(found.everything)


def totals(found: Sums) -> list[str]:
    """Return the sums that stand at the foot of a table."""
    parts = (
        (found.activities, "hoạt động"), (found.attendees, "lượt người"), (found.women, "nữ"),
        (found.minority, "DTTS"), (found.poor, "lượt hộ nghèo"),
    )  # fmt: skip
    return [f"{show_number(value)} {word}" for value, word in parts if value is not None]


def compared(now: int | None, before: int | None) -> str:
    """Return "kỳ trước 280 (+11 %)"; nothing where there was no period before."""
    if before is None:
        return ""
    change = ""
    if now is not None and before:
        change = f" ({'+' if now >= before else '−'}{abs(round(100 * (now - before) / before))} %)"
    return f"kỳ trước {show_number(before)}{change}"


def _sums() -> list[Column]:
    return [
        _number("activities", "Hoạt động", lambda one: one.sums.activities or None, 108),
        _number("attendees", "Lượt người", lambda one: one.sums.attendees, 112),
        _number("women", "Nữ", lambda one: one.sums.women, 80),
        _number("minority", "DTTS", lambda one: one.sums.minority, 80),
    ]


def _before() -> Column:
    return _number("before", "Kỳ trước", lambda one: one.before and one.before.activities, 90)


def _number(key: str, title: str, value: Callable[[Any], int | None], width: int) -> Column:
    def shown(one: Any) -> str:
        number = value(one)
        return "–" if number is None else show_number(number)

    return Column(key, title, shown, right=True, width=width)


def _share(line: Line) -> str:
    return "–" if line.done is None else show_share(line.done)


def _reached(line: Any) -> str:
    return f"{show_number(line.reached)}/{show_number(line.hamlets)}" if line.hamlets else "chưa rõ"


def _table(name: str, columns: list[Column]) -> TableView:
    made = TableView(ValueTable(columns), row_height=34)
    made.setAccessibleName(name)
    return made
