"""Papers of the loudspeakers: the confirmation of a broadcast and the month's log."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from desktop.core.activities import Activity
from desktop.core.documents import forms_parts as parts, phrases
from desktop.core.documents.content import Entry, FormContent
from desktop.core.documents.forms_parts import HINT, gap, said
from desktop.core.documents.outline import (
    Column,
    Foot,
    Grid,
    Head,
    Kind,
    Outline,
    Part,
    Signature,
    Text,
    Title,
    Value,
)
from desktop.core.typed import show_date, show_time

_BLANK_LINES = 4
_CONFIRMED = (
    Column("STT", 9, Kind.NUMBER),
    Column("Tên tin, bài, chương trình", 0),
    Column("Thể loại", 14),
    Column("Ngôn ngữ", 17),
    Column("Ngày phát", 21, Kind.CENTRED),
    Column("Khung giờ phát", 15, Kind.CENTRED),
    Column("Thời lượng (phút)", 14, Kind.COUNT),
    Column("Số lượt phát", 12, Kind.COUNT, total=True),
    Column("Tổng thời lượng (phút)", 14, Kind.COUNT, total=True),
    Column("Ghi chú", 13),
)
_LOGGED = (
    Column("STT", 11, Kind.NUMBER),
    Column("Ngày phát", 24, Kind.CENTRED),
    Column("Khung giờ phát", 26, Kind.CENTRED),
    Column("Tên tin, bài, chương trình", 0),
    Column("Ngôn ngữ", 26),
    Column("Phạm vi phát", 32),
    Column("Thời lượng (phút)", 19, Kind.COUNT),
    Column("Số lượt phát", 16, Kind.COUNT, total=True),
    Column("Tổng thời lượng (phút)", 21, Kind.COUNT, total=True),
    Column("Ghi chú", 24),
)


def confirmation(content: FormContent) -> Outline:
    """Return Giấy xác nhận phát thanh."""
    return parts.finished(content, "Giấy xác nhận phát thanh", _confirmation(content))


def log(content: FormContent) -> Outline:
    """Return Nhật ký phát thanh of the month of the activity."""
    title = f"Nhật ký phát thanh {_month(content)}"
    return replace(parts.finished(content, "", _log(content), landscape=True), title=title)


def _confirmation(content: FormContent) -> Iterator[Part]:
    one, choice = content.activity, content.choice
    yield Head(content.letterhead, day=parts.last_day(one), day_open=True)
    yield Title("GIẤY XÁC NHẬN", "Phát thanh trên hệ thống truyền thanh cơ sở")
    yield Text(
        f"{parts.by_plan(content)}{parts.organ(content)} xác nhận hệ thống truyền thanh {content.unit.running_name} đã "
        "phát các tin, bài, chương trình sau:"
    )
    columns = parts.writable(_CONFIRMED) if choice.blank else _CONFIRMED
    spare = parts.empty_rows(_CONFIRMED, 2, _BLANK_LINES) if choice.blank else []
    yield Grid(
        columns,
        (_confirmed(content), *spare),
        total={7: one.airings, 8: _whole(one.minutes, one.airings)},
        size=10.5,
        name="Xác nhận phát thanh",
    )
    yield said("Phạm vi phát", parts.hamlets(content))
    yield Text("Giấy xác nhận này làm căn cứ báo cáo, thanh quyết toán./.")
    yield Foot((
        parts.recipients(content),
        Signature(("NGƯỜI PHỤ TRÁCH", "TRUYỀN THANH"), choice.left, HINT),
        _confirming(content),
    ))  # fmt: skip


def _confirming(content: FormContent) -> Signature:
    """The unit confirms; its signatory says only once in whose name."""
    head = content.letterhead
    body = "XÁC NHẬN CỦA UBND" if head.symbol.startswith("UBND") else "XÁC NHẬN CỦA ĐƠN VỊ"
    signed = parts.leader(content, (body,))
    if not head.signatories:
        return signed
    own = (line for line in signed.block if not line.startswith("TM."))
    return replace(signed, block=(body, *own))


def _confirmed(content: FormContent) -> tuple[Value, ...]:
    one = content.activity
    return (
        1, parts.theme(content), None, parts.listed(content.languages),
        _days(one), _slot(one), one.minutes, one.airings, _whole(one.minutes, one.airings), None,
    )  # fmt: skip


def _log(content: FormContent) -> Iterator[Part]:
    head, choice = content.letterhead, content.choice
    yield Head(head)
    yield Title("NHẬT KÝ PHÁT THANH", parts.capital(_month(content)))
    entries = content.broadcasts
    rows = [_logged(n, one) for n, one in enumerate(entries, start=1)]
    yield Grid(
        _LOGGED if rows else parts.writable(_LOGGED),
        tuple(rows or parts.empty_rows(_LOGGED, 1, choice.rows)),
        total={
            7: _known_sum(one.airings for one in entries),
            8: _known_sum(_whole(one.minutes, one.airings) for one in entries),
        },
        size=11,
        name="Nhật ký phát thanh",
    )
    day = f"ngày {gap()} tháng {gap()} năm {gap()}"
    above = f"{head.place}, {day}" if head.place else parts.capital(day)
    yield Foot((
        Signature(("NGƯỜI GHI",), choice.left or head.officer, HINT),
        Signature(("PHỤ TRÁCH",), choice.right, HINT, above),
    ))  # fmt: skip


def _logged(number: int, one: Entry) -> tuple[Value, ...]:
    return (
        number, _days(one), _slot(one), one.title, one.languages, one.place, one.minutes,
        one.airings, _whole(one.minutes, one.airings), one.note,
    )  # fmt: skip


def _month(content: FormContent) -> str:
    day = content.activity.held_on
    return f"tháng {phrases.month(day)} năm {day.year}"


def _days(one: Activity | Entry) -> str:
    last = parts.last_day(one)
    first = show_date(one.held_on)
    return f"{first} đến {show_date(last)}" if last > one.held_on else first


def _slot(one: Activity | Entry) -> str:
    known = [show_time(moment) for moment in (one.started_at, one.ended_at) if moment]
    return " - ".join(known)


def _whole(minutes: int | None, airings: int | None) -> int | None:
    return None if minutes is None or airings is None else minutes * airings


def _known_sum(values: Iterable[int | None]) -> int | None:
    known = [one for one in values if one is not None]
    return sum(known) if known else None
