"""The hamlets that were not reached in a period (nơi chưa được truyền thông), as an outline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.core.coverage import Coverage
from desktop.core.documents import phrases
from desktop.core.documents.content import Letterhead
from desktop.core.documents.outline import (
    Column,
    Grid,
    Head,
    Kind,
    Outline,
    Part,
    Text,
    Title,
    Value,
)
from desktop.core.typed import show_date, show_number
from desktop.core.units import Unit

NAME = "THÔN, BUÔN, TỔ DÂN PHỐ CHƯA CÓ TRUYỀN THÔNG TRỰC TIẾP"
_COLUMNS = (
    Column("STT", 10, Kind.NUMBER),
    Column("Đơn vị", 45),
    Column("Thôn, buôn, tổ dân phố", 0),
    Column("Hoạt động khác", 24, Kind.COUNT),
    Column("Lần gần nhất", 26, Kind.DATE),
)
_UNITS = (
    Column("STT", 10, Kind.NUMBER),
    Column("Đơn vị", 0),
    Column("Thôn, buôn, TDP", 24, Kind.COUNT, total=True),
    Column("Có hoạt động", 24, Kind.COUNT, total=True),
    Column("Có truyền thông trực tiếp", 28, Kind.COUNT, total=True),
)

_UNKNOWN = (
    "Ghi chú: ô trống là đơn vị chưa gửi danh sách thôn, buôn, tổ dân phố, không phải bằng 0."
)


@dataclass(frozen=True)
class CoverageContent:
    """All that the paper needs; `today` is the day it is made."""

    letterhead: Letterhead
    unit: Unit
    coverage: Coverage
    today: date


def outline(content: CoverageContent) -> Outline:
    """Return the paper: what is covered in words, the hamlets that are not, the units, who signs."""
    period = content.coverage.period
    rows, units = tuple(_rows(content.coverage)), tuple(_units(content.coverage))
    parts: tuple[Part, ...] = (
        Head(content.letterhead),
        Title(NAME, period.heading, f"(Số liệu {period.span})"),
        Text(_sentence(content)),
        *((Grid(_COLUMNS, rows, size=11, name="Chưa đến"),) if rows else ()),
        Grid(_UNITS, units, _totals(units), caption="Độ phủ theo đơn vị", size=11, name="Độ phủ",
             notes=(_UNKNOWN,) if any(row[2] is None for row in units) else ()),
        phrases.made_and_signed(content.letterhead, "NGƯỜI LẬP BIỂU"),
    )  # fmt: skip
    return Outline(f"{NAME} {period.title}", content.unit.committee, parts)


def _sentence(content: CoverageContent) -> str:
    found = content.coverage
    day = min(content.today, found.period.last)
    whole, met = len(found.hamlets), len(found.hamlets) - len(found.never_direct)
    known = sum(1 for one in found.units if one.hamlets)
    if not whole:
        return f"Đến ngày {show_date(day)}, chưa có danh sách thôn, buôn, tổ dân phố nào."
    of = f" của {known}/{len(found.units)} đơn vị có danh sách" if known < len(found.units) else ""
    return (
        f"Đến ngày {show_date(day)}, {show_number(met)}/{show_number(whole)} thôn, "
        f"buôn, tổ dân phố{of} đã có ít nhất một hoạt động truyền thông trực tiếp; "
        f"{_never(len(found.never))}."
    )


def _never(count: int) -> str:
    return (
        f"{show_number(count)} nơi chưa có hoạt động nào" if count else "nơi nào cũng có hoạt động"
    )


def _rows(found: Coverage) -> Iterator[tuple[Value, ...]]:
    for number, one in enumerate(found.never_direct, start=1):
        yield number, one.unit, one.name, one.activities, one.last_on


def _units(found: Coverage) -> Iterator[tuple[Value, ...]]:
    for number, one in enumerate(found.units, start=1):
        known = (one.hamlets, one.reached, one.direct) if one.hamlets else (None,) * 3
        yield number, one.name, *known


def _totals(rows: tuple[tuple[Value, ...], ...]) -> dict[int, Value]:
    return {
        place: sum(cell for row in rows if isinstance(cell := row[place], int))
        for place in (2, 3, 4)
    }
