"""Lists of households by name: whom to invite, and whom no activity reached; as outlines.

Personal data: printed in the ward for its own use; every print is noted in the history.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

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
from desktop.core.periods import Period
from desktop.core.reach import Listed
from desktop.core.typed import show_date, show_number
from desktop.core.units import Unit

INVITED = "Danh sách hộ được mời"
UNREACHED = "Danh sách hộ chưa được truyền thông"
_INVITED = (
    Column("STT", 11, Kind.NUMBER),
    Column("Họ và tên chủ hộ", 55),
    Column("Thôn, buôn, tổ dân phố", 42),
    Column("Đối tượng", 36),
    Column("Chỉ số thiếu hụt", 0),
    Column("Ký tên", 34, Kind.HAND),
)
_UNREACHED = (
    Column("STT", 10, Kind.NUMBER),
    Column("Họ và tên chủ hộ", 42),
    Column("Mã hộ", 20),
    Column("Thôn, buôn, tổ dân phố", 31),
    Column("Đối tượng", 37),
    Column("Ghi chú", 0),
)
_WHY = (
    "Danh sách có dữ liệu cá nhân: chỉ dùng để mời và theo dõi hộ dự buổi truyền thông; không niêm "
    "yết, không gửi ra ngoài đơn vị."
)
_WHEN = "Thời gian: …… giờ ……, ngày …… tháng …… năm …………."
_WHERE = f"Địa điểm: {'…' * 36}"


@dataclass(frozen=True, kw_only=True)
class HouseholdsContent:
    """What such a list needs; `names` are those of indicators by code, `count` of all there are."""

    letterhead: Letterhead
    unit: Unit
    today: date
    households: tuple[Listed, ...]
    count: int
    categories: Mapping[str, str]
    place: str = ""
    classified: bool = True
    """Households have a category of the year; if none has, nobody knows who is missing."""

    names: Mapping[str, str] = field(default_factory=dict)


def invited(content: HouseholdsContent, year: int, topics: tuple[str, ...]) -> Outline:
    """Return Danh sách hộ được mời: who lacks what, with room to sign when they came."""
    rows = tuple(
        (number, one.head, one.hamlet, _category(content, one),
         "; ".join(content.names.get(code, code) for code in one.lacks), None)
        for number, one in enumerate(content.households, start=1)
    )  # fmt: skip
    about = f" về {', '.join(_in_sentence(one) for one in topics)}" if topics else ""
    lacking = ", ".join(_in_sentence(one) for one in content.names.values())
    not_yet = f"trong năm {year} chưa dự buổi truyền thông nào về nội dung này"
    said = (
        f"Có {show_number(content.count)} hộ dưới đây thiếu hụt {lacking} và {not_yet}."
        if rows
        else f"Không còn hộ nào thiếu hụt {lacking} mà {not_yet}."
    )
    note = f"({content.place}, năm {year})" if content.place else f"(Năm {year})"
    title = Title("DANH SÁCH", f"Hộ được mời dự buổi truyền thông{about}", note)
    grid = Grid(_INVITED, rows, notes=_notes(content), size=12, name="Hộ được mời")
    parts = (Text(_WHEN), Text(_WHERE), grid) if rows else ()
    return _finished(content, INVITED, (title, Text(said), *parts), landscape=True)


def unreached(content: HouseholdsContent, period: Period, category: str) -> Outline:
    """Return the list of households that no list of the period names; `category`: only of this."""
    rows = tuple(
        (number, one.head, one.code, one.hamlet, _category(content, one), None)
        for number, one in enumerate(content.households, start=1)
    )
    what = content.categories.get(category, "Hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo")
    day = min(content.today, period.last)
    listed = "có tên trong danh sách tham dự của hoạt động truyền thông nào"
    how_many = (
        f"có {show_number(content.count)} hộ dưới đây chưa {listed}"
        if rows
        else f"không còn hộ nào chưa {listed}"
    )
    said = f"Đến ngày {show_date(day)}, {how_many} ({period.span})."
    if not (rows or content.classified):
        said = (
            f"Sổ chưa có danh sách {_in_sentence(what)} năm {period.last.year}, nên chưa biết hộ nào "
            "chưa được truyền thông."
        )
    where = f"{content.place}, " if content.place else ""
    title = Title(
        "DANH SÁCH",
        f"{what} chưa được truyền thông",
        f"({where}{period.title if where else period.heading})",
    )
    grid = Grid(_UNREACHED, rows, notes=_notes(content), size=12, name="Hộ chưa được truyền thông")
    return _finished(content, UNREACHED, (title, Text(said), *((grid,) if rows else ())))


def _finished(
    content: HouseholdsContent, name: str, parts: tuple[Part, ...], *, landscape: bool = False
) -> Outline:
    foot = phrases.made_and_signed(content.letterhead)
    title = " – ".join(part for part in (name, content.place) if part)
    whole = (Head(content.letterhead), *parts, foot)
    return Outline(title, content.unit.committee, whole, landscape)


def _notes(content: HouseholdsContent) -> tuple[str, ...]:
    return (*_more(content), _WHY)


def _more(content: HouseholdsContent) -> Iterator[str]:
    shown = len(content.households)
    if shown < content.count:
        yield f"Danh sách ghi {show_number(shown)} hộ đầu trong {show_number(content.count)} hộ."


def _category(content: HouseholdsContent, one: Listed) -> Value:
    return content.categories.get(one.category, "")


def _in_sentence(name: str) -> str:
    """Return a name as it stands in a sentence: "nước sạch và vệ sinh"."""
    return f"{name[:1].lower()}{name[1:]}"
