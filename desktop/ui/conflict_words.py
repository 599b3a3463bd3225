"""What differs between two reports of the same version, line by line, in words. Knows no widget."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from desktop.core.activities import STATUS_NAMES
from desktop.core.catalogue import Catalogue
from desktop.core.conflicts import Conflict, Pair
from desktop.core.ledger import Entry
from desktop.core.returns import ACTIVITY_FIELDS, NARRATIVE_PARTS, Said, State
from desktop.core.review import parts_shown
from desktop.core.typed import show_date, show_decimal, show_number

_THERE, _LACKING = "có", "không có"
_MANY = ("hamlets", "languages", "speakers", "expenses", "partners")


@dataclass(frozen=True)
class Line:
    """One place where they differ."""

    key: str
    what: str
    where: str
    left: str
    right: str


def days(entry: Entry) -> str:
    """Return from when to when a report is."""
    if entry.first is None or entry.last is None:
        return ""
    return f"từ {show_date(entry.first)} đến {show_date(entry.last)}"


def in_use(answer: Said | None) -> str:
    """Return how the one in use is called; what was answered already is said."""
    if answer is None:
        return "Đang dùng trong sổ"
    deed = "đã duyệt" if answer.state is State.ACCEPTED else "đã trả lại"
    return f"Đang dùng trong sổ, {deed} {show_date(answer.at.date())}"


def settled(code: str, *, was_used: bool) -> str:
    """Return what to say once a person chose the one with this code on its paper."""
    kept = "bản kia được lưu lại, không dùng"
    if was_used:
        return f"Đã giữ bản đang dùng, mã {code}; {kept}."
    return f"Đã dùng bản mã {code}; {kept}. Biên nhận chờ ghi."


def differences(known: Catalogue, found: Conflict) -> list[Line]:
    """Return all places where the two differ: figures first, then activities, then words."""
    records = _records(known, found.records)
    return [*_figures(known, found.figures), *records, *_words(found.words)]


def _figures(known: Catalogue, figures: Mapping[str, tuple[Any, Any]]) -> Iterator[Line]:
    for code, (left, right) in figures.items():
        one = known.indicator.get(code)
        name = one.name if one else "Số liệu tổng hợp"
        sides = (parts_shown(left), parts_shown(right))
        yield Line(f"figure/{code}", f"Chỉ tiêu {code}", name, *sides)


def _records(known: Catalogue, records: tuple[Pair, ...]) -> Iterator[Line]:
    for pair in records:
        where = f"{pair.title} ({show_date(pair.held_on)})"
        if pair.left is None or pair.right is None:
            sides = (_THERE if one is not None else _LACKING for one in (pair.left, pair.right))
            yield Line(pair.id, "Cả hoạt động", where, *sides)
        for name in pair.fields:
            sides = (_shown(known, name, getattr(one, name)) for one in (pair.left, pair.right))
            what = ACTIVITY_FIELDS.get(name, "Chi tiết khác")
            yield Line(f"{pair.id}/{name}", what, where, *sides)
        if pair.left is not None and pair.right is not None and not pair.fields:
            yield Line(pair.id, "Số lần sửa", where, *_revisions(pair))


def _revisions(pair: Pair) -> tuple[str, str]:
    assert pair.left is not None
    assert pair.right is not None
    return f"lần {pair.left.revision}", f"lần {pair.right.revision}"


def _words(words: Mapping[str, tuple[str, str]]) -> Iterator[Line]:
    for name, (left, right) in words.items():
        yield Line(f"words/{name}", NARRATIVE_PARTS.get(name, name), "Lời báo cáo", _one_line(left),
                   _one_line(right))  # fmt: skip


def _shown(known: Catalogue, name: str, value: Any) -> str:
    if name == "channel" and value in known.channel:
        return known.channel[value].name
    if name == "topics":
        return "; ".join(known.topic[one].name for one in value if one in known.topic) or _LACKING
    if name == "status":
        return STATUS_NAMES.get(value, str(value))
    if name in _MANY and isinstance(value, list | tuple):
        return f"{len(value)} mục" if value else _LACKING
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, Decimal):
        return show_decimal(value)
    if isinstance(value, int):
        return show_number(value)
    if isinstance(value, date):
        return show_date(value)
    return f"{value:%H:%M}" if isinstance(value, time) else _one_line(str(value))


def _one_line(text: str) -> str:
    return " ".join(text.split()) or "–"
