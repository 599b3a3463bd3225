"""Công văn đôn đốc: a letter to the units whose report is missing or cannot be read.

A letter has no title; its subject stands below the number (decree 30/2020/NĐ-CP, annex I, form 1.5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.core.board import Line, Standing
from desktop.core.documents import phrases
from desktop.core.documents.content import Letterhead
from desktop.core.documents.outline import (
    Column,
    Foot,
    Grid,
    Head,
    Kind,
    Outline,
    Part,
    Recipients,
    Text,
    To,
    Value,
)
from desktop.core.periods import Period
from desktop.core.plans import Plan
from desktop.core.typed import show_date
from desktop.core.units import Unit

_NAMED = 6
"""Up to so many units stand under Kính gửi; more are named in the table alone."""

_STATES = {
    Standing.MISSING: "Chưa nộp",
    Standing.PAPER: "Mới có bản giấy, chưa có tệp",
    Standing.UNREADABLE: "Gói không đọc được",
    Standing.RETURNED: "Đã trả lại để sửa, chưa nộp lại",
}
_COLUMNS = (
    Column("STT", 12, Kind.NUMBER),
    Column("Đơn vị", 0),
    Column("Tình trạng", 72),
)


@dataclass(frozen=True)
class ReminderContent:
    """All that the letter needs: to whom, about which period, until when an answer is wanted.

    `due_on` is the deadline (None: none was set), `today` the day of the letter.
    """

    letterhead: Letterhead
    unit: Unit
    issuer: Unit
    plan: Plan | None
    period: Period
    lines: tuple[Line, ...]
    due_on: date | None
    today: date
    until: date


def outline(content: ReminderContent) -> Outline:
    """Return the letter."""
    about = f"V/v đôn đốc nộp báo cáo {content.period.title}"
    head = content.letterhead
    parts: tuple[Part, ...] = (
        Head(head, head.symbol, content.today, day_open=True, about=about),
        To(tuple(_addressees(content))),
        *_body(content),
        Foot((Recipients(_recipients(content)), phrases.signer(head))),
    )
    return Outline(f"Công văn {about}", content.unit.committee, parts)


def _addressees(content: ReminderContent) -> Iterator[str]:
    if len(content.lines) <= _NAMED:
        yield from (f"Ủy ban nhân dân {one.unit.running_name}" for one in content.lines)
    else:
        yield f"Ủy ban nhân dân {len(content.lines)} xã, phường có tên trong danh sách dưới đây"


def _body(content: ReminderContent) -> Iterator[Part]:
    due = f" chậm nhất ngày {show_date(content.due_on)}" if content.due_on else ""
    plan = phrases.by_plan_of(content.plan, content.issuer) or "Theo chế độ báo cáo, "
    yield Text(
        f"{plan}các đơn vị có trách nhiệm gửi báo cáo kết quả truyền thông về giảm nghèo đa chiều "
        f"{phrases.days(content.period)} về {content.unit.committee}{due}."
    )
    today = show_date(content.today)
    if len(content.lines) == 1:
        yield Text(f"Đến ngày {today}, {content.unit.committee} {_lacking(content.lines[0])}.")
    else:
        yield Text(
            f"Đến ngày {today}, {content.unit.committee} chưa nhận được báo cáo dùng được của "
            f"{len(content.lines):02d} đơn vị sau:"
        )
        yield Grid(_COLUMNS, tuple(_rows(content)), size=13, name="Đơn vị", numbered=False)
    yield Text(
        f"Để kịp tổng hợp, {content.unit.committee} đề nghị Ủy ban nhân dân {_who(content)} hoàn thành báo "
        "cáo, ghi gói báo cáo ra USB và gửi kèm bản giấy đã ký, đóng dấu chậm nhất ngày "
        f"{show_date(content.until)}."
    )
    yield Text(
        "Đơn vị không phát sinh hoạt động trong kỳ vẫn gửi báo cáo không phát sinh và nêu rõ lý do. "
        "Đơn vị có gói không đọc được thì ghi lại gói ra USB khác, không phải lập lại báo cáo."
    )
    yield Text(
        f"Quá thời hạn trên, {content.unit.committee} tổng hợp theo các báo cáo đã nhận và nêu tên đơn vị "
        "chưa nộp trong báo cáo chung./."
    )


def _lacking(line: Line) -> str:
    unit = f"Ủy ban nhân dân {line.unit.running_name}"
    return {
        Standing.PAPER: f"mới nhận được bản giấy, chưa nhận được tệp báo cáo của {unit}",
        Standing.UNREADABLE: f"chưa có báo cáo dùng được của {unit}: gói đã nhận không đọc được",
        Standing.RETURNED: f"chưa nhận lại được báo cáo đã trả lại để sửa của {unit}",
    }.get(line.standing, f"chưa nhận được báo cáo của {unit}")


def _rows(content: ReminderContent) -> Iterator[tuple[Value, ...]]:
    for number, one in enumerate(content.lines, start=1):
        yield number, one.unit.full_name, _STATES.get(one.standing, _STATES[Standing.MISSING])


def _who(content: ReminderContent) -> str:
    if len(content.lines) == 1:
        return content.lines[0].unit.running_name
    return "các xã, phường có tên trên"


def _recipients(content: ReminderContent) -> tuple[str, ...]:
    lines = ("Như trên", *content.letterhead.recipients, "Lưu: VT")
    return tuple(dict.fromkeys(lines))
