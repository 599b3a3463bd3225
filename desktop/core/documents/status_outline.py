"""Tình hình nộp báo cáo: who has sent the report of a period, who has not, as an outline."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core import scopes
from desktop.core.board import NOT_SENT, STANDING_NAMES, Board, Line, Standing
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
from desktop.core.texts import sort_key
from desktop.core.typed import show_date, show_number
from desktop.core.units import Unit

NAME = "TÌNH HÌNH NỘP BÁO CÁO"
_COLUMNS = (
    Column("STT", 9, Kind.NUMBER),
    Column("Đơn vị", 0),
    Column("Tình trạng", 30),
    Column("Ngày nhận", 21, Kind.DATE),
    Column("Số buổi", 11, Kind.COUNT),
    Column("Lượt người", 13, Kind.COUNT),
    Column("Lượt hộ", 12, Kind.COUNT),
    Column("Ghi chú", 28),
)
_NOTE = (
    "Ghi chú: số buổi là các buổi truyền thông trực tiếp; lượt hộ là hộ nghèo, cận nghèo, mới thoát "
    "nghèo, một hộ dự nhiều buổi được tính nhiều lần; ngày nhận là ngày nhận gói đầu tiên của kỳ; ô "
    "trống là chưa có số liệu, không phải bằng 0."
)


@dataclass(frozen=True)
class StatusContent:
    """All that the paper needs; `board` is of the day it is printed on."""

    letterhead: Letterhead
    unit: Unit
    board: Board


def outline(content: StatusContent) -> Outline:
    """Return the paper: the counts, who is missing, the table of all units, who signs."""
    period = content.board.period
    subject = f"Báo cáo kết quả truyền thông về giảm nghèo đa chiều {period.title}"
    parts: tuple[Part, ...] = (
        Head(content.letterhead),
        Title(NAME, subject, f"(Tính đến ngày {show_date(content.board.today)})"),
        *(Text(text) for text in sentences(content.board)),
        Grid(_COLUMNS, tuple(_rows(content.board)), size=11, name="Tình hình nộp", notes=(_NOTE,)),
        phrases.made_and_signed(content.letterhead, "NGƯỜI LẬP BIỂU"),
    )  # fmt: skip
    return Outline(f"{NAME} {period.title}", content.unit.committee, parts)


def sentences(board: Board) -> Iterator[str]:
    """Yield what the board says in words: the deadline, how many stand where, who is missing."""
    found = board.counts
    if board.due_on is not None:
        yield f"Thời hạn nộp: hết ngày {show_date(board.due_on)}."
    yield (
        f"Có {show_number(found.sent)}/{show_number(found.expected)} đơn vị đã nộp, trong đó "
        f"{show_number(found.accepted)} đã duyệt, {show_number(found.waiting)} chờ duyệt, "
        f"{show_number(found.trouble)} phải sửa hoặc xử lý; {show_number(found.missing)} đơn vị "
        "chưa nộp."
    )
    groups = (
        ("Chưa nộp", [one for one in board.lines if one.standing in NOT_SENT]),
        ("Phải sửa, nộp lại", [one for one in board.lines if one.standing is Standing.RETURNED]),
        ("Báo cáo không phát sinh", [one for one in board.lines if one.nil]),
        ("Nộp trễ", [one for one in board.lines if one.late and one.received_on]),
    )
    for words, lines in groups:
        names = [one.unit.running_name for one in _by_name(lines) if not one.outside]
        if names:
            yield f"{words}: {', '.join(names)}."


def _rows(board: Board) -> Iterator[tuple[Value, ...]]:
    names = scopes.names(one.unit for one in board.lines)
    for number, one in enumerate(_by_name(board.lines), start=1):
        found = one.figures
        yield (
            number, names[one.unit.id], STANDING_NAMES[one.standing], one.received_on,
            found.sessions if found else None, found.attendees if found else None,
            found.households if found else None, _remarks(one) or None,
        )  # fmt: skip


def _remarks(line: Line) -> str:
    """Return what stands out; what only the officer has to look at is left out."""
    parts = [one for one in line.note.split(" · ") if one and not one.endswith("cảnh báo")]
    return "; ".join(parts)


def _by_name(lines: tuple[Line, ...] | list[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: (one.outside, sort_key(one.unit.name), one.unit.id))
