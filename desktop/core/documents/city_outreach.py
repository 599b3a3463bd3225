"""Annex VI of the consolidated report: households reached, money and gifts, unit by unit.

Distinct households of the units may be added up, each household belongs to one of them, once every
unit has reported a list of them. A unit that reported none has empty cells, never 0.
"""

from collections.abc import Iterator, Sequence
from itertools import count

from desktop.core.documents import report_outreach
from desktop.core.documents.content import CityContent
from desktop.core.documents.outline import Column, Grid, Kind, Part, Value
from desktop.core.documents.outreach import HOUSEHOLDS, UnitOutreach

NONE = "–"
_COUNTS = (
    (("Hộ được truyền thông (mỗi hộ tính một lần)", "Nghèo"), 17, Kind.COUNT, "poor"),
    (("Hộ được truyền thông (mỗi hộ tính một lần)", "Cận nghèo"), 17, Kind.COUNT, "near_poor"),
    (("Hộ được truyền thông (mỗi hộ tính một lần)", "Mới thoát nghèo"), 19, Kind.COUNT, "escaped"),
    (
        ("Hộ được truyền thông (mỗi hộ tính một lần)", "Trong đó lần đầu"),
        19,
        Kind.COUNT,
        "first_time",
    ),
    (("Kinh phí của đơn vị (đồng)", "Được giao"), 28, Kind.MONEY, "given"),
    (("Kinh phí của đơn vị (đồng)", "Đã chi"), 28, Kind.MONEY, "spent"),
    (("Kinh phí của đơn vị (đồng)", "Còn lại"), 28, Kind.MONEY, "left"),
    (("Ủng hộ Quỹ “Vì người nghèo” (đồng)", "Tiền"), 26, Kind.MONEY, "cash"),
    (("Ủng hộ Quỹ “Vì người nghèo” (đồng)", "Hiện vật"), 26, Kind.MONEY, "in_kind"),
    ("Gương, mô hình", 16, Kind.COUNT, "stories"),
)
_NOTES = (
    (
        "Ghi chú: ô trống là đơn vị chưa báo cáo số liệu này, không phải bằng 0. Kinh phí là số lũy kế "
        "đến cuối kỳ của các nguồn do đơn vị quản lý; tiền ủng hộ Quỹ không cộng vào kinh phí."
    ),
)
_NOT_ADDED = (
    f"“{NONE}”: chưa cộng được số hộ, vì còn đơn vị chưa có danh sách tham dự theo hộ của kỳ này."
)


def is_there(content: CityContent) -> bool:
    """Return whether there is anything to put into the annex."""
    whole = content.report.outreach
    return bool(content.outreach or whole.spent or whole.funds or whole.gifts)


def annex(content: CityContent) -> Iterator[Part]:
    """Yield the tables: by unit; money by source and item; funds; gifts by kind of donor."""
    whole, number = content.report.outreach, count(1)
    if content.outreach:
        yield by_unit(content.outreach, whole.silent, f"{next(number)}. Theo đơn vị")
    if whole.spent:
        yield report_outreach.spent(whole, f"{next(number)}. Chi theo nguồn và nội dung chi")
    yield from report_outreach.funds(whole, number)
    if whole.gifts:
        name = "Vận động ủng hộ Quỹ “Vì người nghèo”"
        yield report_outreach.given(whole, f"{next(number)}. {name}")


def by_unit(units: Sequence[UnitOutreach], silent: Sequence[str], caption: str) -> Grid:
    """Return the table with a row for each unit that reported any of it.

    Where a unit is `silent` about its households, those of the others are no sum of all.
    """
    rows = tuple(
        (number, one.name, *(getattr(one, name) for _, _, _, name in _COUNTS))
        for number, one in enumerate(units, start=1)
    )
    columns = (
        Column("STT", 9, Kind.NUMBER), Column("Đơn vị", 0),
        *(Column(head, width, kind, total=True) for head, width, kind, _ in _COUNTS),
    )  # fmt: skip
    total: dict[int, Value] = {
        at: NONE if silent and name in HOUSEHOLDS else _sum(units, name)
        for at, (_, _, _, name) in enumerate(_COUNTS, start=2)
    }
    notes = (*_NOTES, _NOT_ADDED) if silent else _NOTES
    return Grid(columns, rows, total, caption=caption, size=9, notes=notes, name="Hộ, kinh phí")


def _sum(units: Sequence[UnitOutreach], name: str) -> int | None:
    known = [value for one in units if (value := getattr(one, name)) is not None]
    return sum(known) if known else None
