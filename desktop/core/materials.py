"""Printed materials (tài liệu): received, handed out to hamlets, in stock. No day's stock is below 0.

What came and went on one day counts as one: whoever receives in the morning may hand out at noon.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from db.rows import MaterialMoveRow, MaterialRow
from desktop.core import clock, differences, hamlets, history, reports, settings
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.ids import new_id
from desktop.core.periods import YEARS, Period, Rule
from desktop.core.problems import Problem, Severity
from desktop.core.texts import fold, letters, nfc, nfc_lines, sort_key
from desktop.core.typed import show_date, show_number

LONGEST_NAME, LONGEST_WORD, LONGEST_TEXT = 200, 30, 500
LARGEST = 10_000_000
MOST_SHOWN = 1_000
"""A list shows no more than these; stock and sums are of all."""


class Way(StrEnum):
    """Which way the material goes."""

    IN = "IN"
    OUT = "OUT"


WAYS = {Way.IN: "Nhận về", Way.OUT: "Cấp phát"}


@dataclass(frozen=True, kw_only=True)
class Material:
    """A leaflet, handbook or poster; `unit_word` is what one counts: tờ, cuốn, tấm."""

    unit_id: str
    name: str = ""
    unit_word: str = "tờ"
    note: str = ""
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class Move:
    """So many came from a party, or went to a hamlet (or another party), on a day."""

    material_id: str
    moved_on: date
    kind: Way
    quantity: int = 0
    hamlet_id: str | None = None
    party: str = ""
    note: str = ""
    id: str = field(default_factory=new_id)


_TOLD = ("moved_on", "kind", "quantity")
_SIGNED = case(
    (MaterialMoveRow.kind == str(Way.IN), MaterialMoveRow.quantity),
    else_=-MaterialMoveRow.quantity,
)


def all_of(session: Session) -> list[Material]:
    """Return the materials of the own unit, by name."""
    mine = settings.read(session).unit_id
    rows = session.scalars(select(MaterialRow).where(MaterialRow.unit_id == mine))
    return sorted((_material(row) for row in rows), key=lambda one: (sort_key(one.name), one.id))


def named(session: Session, name: str, unit_word: str = "tờ") -> Material:
    """Return the own material of this name, kept anew if there is none. Raises WrongChoiceError."""
    known = next((one for one in all_of(session) if fold(one.name) == fold(nfc(name))), None)
    mine = settings.read(session).unit_id
    return known or save(session, Material(unit_id=mine, name=name, unit_word=unit_word or "tờ"))


def save(session: Session, material: Material) -> Material:
    """Keep a material, new or changed; return it as kept. Raises WrongChoiceError."""
    after = replace(
        material, name=nfc(material.name), unit_word=nfc(material.unit_word),
        note=nfc_lines(material.note),
    )  # fmt: skip
    _require_sound(session, after)
    row = session.get(MaterialRow, after.id, populate_existing=True)
    before = None if row is None else _material(row)
    if before == after:
        return after
    session.merge(MaterialRow(**vars(after)))
    session.flush()
    changes = differences.of(before, after, ("name", "unit_word"))
    history.note(session, "material", after.id, "added" if before is None else "changed", changes)
    return after


def drop(session: Session, material_id: str) -> Material:
    """Take away a material that never moved; return it. Raises NotFoundError, WrongChoiceError."""
    found = _own(session, material_id)
    moves = session.scalar(select(func.count()).where(MaterialMoveRow.material_id == material_id))
    if moves:
        raise WrongChoiceError(
            f"“{found.name}” có {show_number(moves)} lần nhận, cấp phát nên không xóa được. "
            "Hãy xóa các lần đó trước."
        )
    session.delete(session.get(MaterialRow, material_id))
    session.flush()
    history.note(session, "material", material_id, "removed")
    return found


def problems(one: Move, today: date) -> list[Problem]:
    """Return everything that is wrong with a move by itself; the stock is asked by `save_move`."""
    return [Problem("MOVE", Severity.STOP, fields, text) for fields, text in _wrong(one, today)]


def save_move(session: Session, move: Move) -> Move:
    """Keep a move, new or changed; return it as kept.

    Raises NotFoundError, PeriodLockedError, and WrongChoiceError: the first problem, or a day on
    which more would have gone out than was there.
    """
    after = replace(
        move, party=nfc(move.party), note=nfc_lines(move.note), hamlet_id=move.hamlet_id or None
    )
    material = _own(session, after.material_id)
    for problem in problems(after, clock.of(session).today()):
        raise WrongChoiceError(problem.text)
    if after.hamlet_id and after.hamlet_id not in hamlets.of_ids(session, [after.hamlet_id]):
        raise NotFoundError
    row = session.get(MaterialMoveRow, after.id, populate_existing=True)
    before = None if row is None else _move(row)
    reports.require_open(session, {one.moved_on for one in (before, after) if one})
    if before == after:
        return after
    if before is not None and before.material_id != after.material_id:
        _require_stock(session, _own(session, before.material_id), before, None)
    _require_stock(session, material, before, after)
    session.merge(MaterialMoveRow(**(vars(after) | {"kind": str(after.kind)})))
    session.flush()
    changes = differences.of(before, after, _TOLD)
    history.note(
        session, "material_move", after.id, "added" if before is None else "changed", changes
    )
    return after


def save_first_move(session: Session, move: Move, name: str, unit_word: str = "tờ") -> Move:
    """Keep a move of a material that is named here, kept anew with it. Raises as `save_move`."""
    return save_move(session, replace(move, material_id=named(session, name, unit_word).id))


def withdraw_move(session: Session, move_id: str) -> Move:
    """Take a move away; return it, so that it can be saved again.

    Raises NotFoundError, PeriodLockedError, and WrongChoiceError when what came then has gone out.
    """
    found = move(session, move_id)
    reports.require_open(session, [found.moved_on])
    _require_stock(session, _own(session, found.material_id), found, None)
    session.delete(session.get(MaterialMoveRow, move_id))
    session.flush()
    history.note(session, "material_move", move_id, "removed")
    return found


def moves(session: Session, period: Period) -> tuple[Move, ...]:
    """Return the own moves of the period, newest first, at most `MOST_SHOWN`."""
    rows = session.scalars(
        select(MaterialMoveRow)
        .join(MaterialRow, MaterialRow.id == MaterialMoveRow.material_id)
        .where(
            MaterialRow.unit_id == settings.read(session).unit_id,
            MaterialMoveRow.moved_on.between(period.first, period.last),
        )
        .order_by(MaterialMoveRow.moved_on.desc(), MaterialMoveRow.id.desc())
        .limit(MOST_SHOWN)
    )
    return tuple(_move(row) for row in rows)


def move(session: Session, move_id: str) -> Move:
    """Return an own move. Raises NotFoundError."""
    row = session.get(MaterialMoveRow, move_id, populate_existing=True)
    if row is None:
        raise NotFoundError
    _own(session, row.material_id)
    return _move(row)


def of_day(session: Session, day: date, kind: Way) -> tuple[Move, ...]:
    """Return the own moves of a day and kind in the order they were written down."""
    wanted = Period("", Rule.CALENDAR, day, day)
    return tuple(one for one in reversed(moves(session, wanted)) if one.kind is kind)


def mine(session: Session) -> Any:
    """Return the query of the ids of the own unit's materials."""
    return select(MaterialRow.id).where(MaterialRow.unit_id == settings.read(session).unit_id)


def _require_stock(
    session: Session, material: Material, without: Move | None, new: Move | None
) -> None:
    """Raise WrongChoiceError if the stock would be below zero on a day with this move instead."""
    rows = session.execute(
        select(MaterialMoveRow.moved_on, func.sum(_SIGNED))
        .where(
            MaterialMoveRow.material_id == material.id,
            MaterialMoveRow.id != (without.id if without else ""),
        )
        .group_by(MaterialMoveRow.moved_on)
    )
    days = {day: int(count) for day, count in rows}
    if new is not None:
        signed = new.quantity if new.kind is Way.IN else -new.quantity
        days[new.moved_on] = days.get(new.moved_on, 0) + signed
    left = 0
    for day in sorted(days):
        before, left = left, left + days[day]
        if left < 0:
            raise WrongChoiceError(_short(material, day, before, left))


def _short(material: Material, day: date, before: int, left: int) -> str:
    word = material.unit_word
    return (
        f"Đến hết ngày {show_date(day)}, “{material.name}” thiếu {show_number(-left)} {word}: "
        f"trước ngày đó còn {show_number(before)} {word}. "
        "Hãy xem lại ngày, số lượng, hoặc ghi lần nhận về trước."
    )


def _require_sound(session: Session, one: Material) -> None:
    reason = ""
    others = [other for other in all_of(session) if other.id != one.id]
    if one.unit_id != settings.read(session).unit_id:
        reason = "Tài liệu này của đơn vị khác, không sửa được ở đây."
    elif not one.name or not one.unit_word:
        reason = "Tài liệu cần tên và đơn vị tính. Hãy ghi, ví dụ “Tờ gấp Chuẩn nghèo”, “tờ”."
    elif not any(sign.isalpha() for sign in one.name):
        reason = (
            f"Tên tài liệu “{one.name}” không có chữ nào. Hãy chọn trong danh sách, hoặc gõ tên."
        )
    elif letters(one.name) > LONGEST_NAME or letters(one.unit_word) > LONGEST_WORD:
        reason = f"Tên dài quá {LONGEST_NAME} chữ hoặc đơn vị tính dài quá {LONGEST_WORD} chữ."
    elif any(fold(other.name) == fold(one.name) for other in others):
        reason = f"Đã có tài liệu “{one.name}”. Hãy chọn tài liệu đó, hoặc đặt tên khác."
    if reason:
        raise WrongChoiceError(reason)


def _own(session: Session, material_id: str) -> Material:
    row = session.get(MaterialRow, material_id, populate_existing=True)
    if row is None or row.unit_id != settings.read(session).unit_id:
        raise NotFoundError
    return _material(row)


def _wrong(one: Move, today: date) -> Iterable[tuple[tuple[str, ...], str]]:
    if one.moved_on > today:
        yield ("moved_on",), f"Ngày {show_date(one.moved_on)} chưa đến. Hãy ghi ngày đã giao nhận."
    if one.moved_on.year not in YEARS:
        yield ("moved_on",), f"Năm {one.moved_on.year} ngoài các năm của sổ. Hãy gõ lại ngày."
    if not 0 < one.quantity <= LARGEST:
        yield ("quantity",), f"Số lượng phải từ 1 đến {show_number(LARGEST)}. Hãy nhập lại."
    if one.kind is Way.OUT and not one.hamlet_id and not one.party:
        yield ("hamlet_id", "party"), "Chưa ghi cấp cho đâu. Hãy chọn thôn, buôn hoặc ghi nơi nhận."
    if letters(one.party) > LONGEST_NAME or letters(one.note) > LONGEST_TEXT:
        yield ("party", "note"), f"Nơi giao, nhận hoặc ghi chú dài quá {LONGEST_NAME} chữ."


def _material(row: MaterialRow) -> Material:
    return Material(
        id=row.id, unit_id=row.unit_id, name=row.name, unit_word=row.unit_word, note=row.note
    )


def _move(row: MaterialMoveRow) -> Move:
    return Move(
        id=row.id, material_id=row.material_id, moved_on=row.moved_on, kind=Way(row.kind),
        quantity=row.quantity, hamlet_id=row.hamlet_id, party=row.party, note=row.note,
    )  # fmt: skip
