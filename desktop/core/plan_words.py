"""What the history calls the deeds on plans, planned activities and broadcasts that repeat."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import PlannedRow, PlanRow, RecurrenceRow
from desktop.core.plan_tasks import STATE_NAMES, State
from desktop.core.typed import show_date, show_number

NOUNS = ("plan", "planned", "recurrence")
LABELS = {
    "number": "Số", "signed_on": "Ngày ký", "date_text": "Ngày tháng in", "title": "Tên kế hoạch",
    "short_title": "Tên gọi tắt", "first": "Từ ngày", "last": "Đến ngày", "bases": "Số căn cứ",
    "signer_block": "Chức vụ người ký", "signer_name": "Người ký", "targets": "Số chỉ tiêu",
    "tasks": "Số nhiệm vụ", "state": "Tình trạng", "note": "Ghi chú", "days": "Số ngày",
    "activities": "Số hoạt động",
}  # fmt: skip
DEEDS = {
    ("plan", "changed"): "Sửa kế hoạch", ("plan", "targets"): "Đặt chỉ tiêu",
    ("plan", "tasks"): "Sửa nhiệm vụ", ("plan", "task"): "Đổi tình trạng nhiệm vụ",
    ("planned", "added"): "Thêm buổi dự kiến", ("planned", "changed"): "Sửa buổi dự kiến",
    ("planned", "skipped"): "Không tổ chức buổi dự kiến",
    ("planned", "reopened"): "Đưa lại vào dự kiến", ("planned", "removed"): "Xóa buổi dự kiến",
    ("planned", "done"): "Buổi dự kiến đã ghi sổ",
    ("recurrence", "added"): "Thêm lịch phát", ("recurrence", "changed"): "Sửa lịch phát",
    ("recurrence", "stopped"): "Dừng lịch phát",
}  # fmt: skip


def value(name: str, raw: Any) -> str:
    """Return a value of a change as people read it; nothing where nothing stood."""
    if raw is None or raw == "":
        return ""
    if name == "state":
        return STATE_NAMES[State(raw)]
    if name in ("signed_on", "first", "last"):
        return show_date(date.fromisoformat(raw))
    return show_number(raw) if isinstance(raw, int) else str(raw).replace("\n", "; ")


def records(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return what plans, planned activities and broadcasts are called, by id."""
    found = {
        row.id: f"{row.title or 'Buổi dự kiến'}, {show_date(row.planned_on)}"
        for row in session.execute(
            select(PlannedRow.id, PlannedRow.title, PlannedRow.planned_on).where(
                PlannedRow.id.in_(ids)
            )
        )
    }
    plans = select(PlanRow.id, PlanRow.short_title).where(PlanRow.id.in_(ids))
    repeats = select(RecurrenceRow.id, RecurrenceRow.title).where(RecurrenceRow.id.in_(ids))
    for query in (plans, repeats):
        found |= {key: name or "Lịch phát" for key, name in session.execute(query)}
    return found
