"""Answers to packages (duyệt, trả lại để sửa): what was said, which records are to be mended.

Knows no package file: the deeds of the city and the ward stand in `answers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import AnswerRow, ReturnedItemRow
from desktop.core import catalogue, history

ACTIVITY_FIELDS = {
    "held_on": "Ngày tổ chức", "until_on": "Đến ngày", "started_at": "Giờ bắt đầu",
    "ended_at": "Giờ kết thúc", "hamlets": "Thôn, buôn, tổ dân phố", "channel": "Hình thức",
    "topics": "Chủ đề", "title": "Tên hoạt động", "attendees": "Tổng số người dự",
    "women": "Số nữ", "minority": "Số người DTTS", "officials": "Số cán bộ",
    "poor": "Số hộ nghèo", "near_poor": "Số hộ cận nghèo", "escaped": "Số hộ mới thoát nghèo",
    "other_households": "Số hộ khác", "items": "Số lượng", "airings": "Số lượt phát",
    "minutes": "Thời lượng", "area_m2": "Diện tích", "views": "Lượt xem",
    "expenses": "Kinh phí, nguồn chi", "venue": "Địa điểm", "languages": "Ngôn ngữ",
    "speakers": "Báo cáo viên", "host_event": "Lồng ghép với cuộc họp",
    "organiser_id": "Đơn vị chủ trì", "partners": "Đơn vị phối hợp", "chair": "Chủ trì",
    "secretary": "Thư ký", "result": "Kết quả", "difficulties": "Khó khăn, vướng mắc",
    "note": "Ghi chú", "status": "Hồ sơ, minh chứng",
}  # fmt: skip
"""The fields of an activity by which it can be returned, in the order of the form."""

NARRATIVE_PARTS = {
    "situation": "Đặc điểm tình hình", "direction": "Công tác lãnh đạo, chỉ đạo",
    "strengths": "Ưu điểm", "difficulties": "Tồn tại, khó khăn, vướng mắc",
    "causes": "Nguyên nhân", "next_steps": "Phương hướng, nhiệm vụ kỳ tới",
    "proposals": "Đề xuất, kiến nghị", "nil_reason": "Lý do không phát sinh",
}  # fmt: skip
"""The parts of the narrative, which are records of their own when returned."""

_EXAMPLE = "Ví dụ đúng: "


class State(StrEnum):
    """What was decided on a package."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True)
class Reason:
    """A usual reason; `fields` it fits (none: any), `problems` (checks) it answers."""

    number: int
    code: str
    words: str
    fields: tuple[str, ...]
    problems: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class Item:
    """What is to be mended and why.

    `record`: the id of an activity, a part of the narrative, or the code of an indicator. `part`:
    the field of the activity as in `activities.Activity`; empty for the whole of it.
    """

    record: str
    part: str
    reason: str


@dataclass(frozen=True)
class Said:
    """The last word on a package: whose (in a ward: of which unit), when, with which remark."""

    package_id: str
    state: State
    by: str
    at: datetime
    note: str


@cache
def reasons() -> tuple[Reason, ...]:
    """Return the shipped reasons, in the order of their numbers."""
    return tuple(
        Reason(
            int(one["position"]), one["code"], one["words"], _parts(one["fields"]),
            _parts(one["problems"]), one["example"],
        )
        for one in catalogue.table("return_reasons")
    )  # fmt: skip


def composed(reason: Reason | None, words: str) -> str:
    """Return what the ward reads: the reason, what was added, and an example of a right answer."""
    own = " ".join(words.split()).rstrip(".")
    said = [one for one in (reason.words if reason else "", own) if one]
    if reason is not None:
        said.append(f"{_EXAMPLE}{reason.example}")
    return "".join(f"{one[:1].upper()}{one[1:]}. " for one in said).rstrip()


def divided(reason: str) -> tuple[str, str]:
    """Return what is wrong, and the example of a right answer (empty: none was given)."""
    wrong, _, example = reason.partition(_EXAMPLE)
    return wrong.strip(), example.strip()


def of(session: Session, package_id: str) -> Said | None:
    """Return the last word on a package, or None while nothing was decided."""
    row = session.get(AnswerRow, package_id)
    return None if row is None else _said(row)


def all_of(session: Session) -> list[Said]:
    """Return the last word on each package, oldest first."""
    rows = session.scalars(select(AnswerRow).order_by(AnswerRow.at, AnswerRow.package_id))
    return [_said(row) for row in rows]


def items(session: Session, package_id: str) -> tuple[Item, ...]:
    """Return what is to be mended by the last word on a package, in the order it was said."""
    rows = session.scalars(
        select(ReturnedItemRow)
        .where(ReturnedItemRow.package_id == package_id)
        .order_by(ReturnedItemRow.position)
    )
    return tuple(Item(row.record, row.part, row.reason) for row in rows)


def keep(session: Session, said: Said, found: Sequence[Item]) -> bool:
    """Keep the last word and its items instead of those before; False for an older word."""
    before = session.get(AnswerRow, said.package_id)
    if before is not None and before.at > said.at:
        return False
    session.merge(
        AnswerRow(
            package_id=said.package_id, state=str(said.state), by=said.by, at=said.at,
            note=said.note,
        )
    )  # fmt: skip
    session.execute(delete(ReturnedItemRow).where(ReturnedItemRow.package_id == said.package_id))
    session.add_all(
        ReturnedItemRow(
            package_id=said.package_id, position=position, record=one.record, part=one.part,
            reason=one.reason,
        )
        for position, one in enumerate(found)
    )  # fmt: skip
    session.flush()
    changes = {"items": [None, len(found)], "note": [None, said.note]}
    history.note(session, "answer", said.package_id, str(said.state), changes)
    return True


def _said(row: AnswerRow) -> Said:
    return Said(row.package_id, State(row.state), row.by, row.at, row.note)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
