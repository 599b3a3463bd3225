"""Giấy mời and the two kinds of minutes: decree 30/2020/NĐ-CP annex III (forms 1.7 and 1.9),
decree 59/2023/NĐ-CP form 03 for the meeting of a community.

What nobody entered is a dotted gap: opinions and conclusions are only known in the room.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from desktop.core.documents import forms_parts as parts
from desktop.core.documents.content import FormContent
from desktop.core.documents.forms_parts import count, gap, paragraphs, said
from desktop.core.documents.outline import (
    Foot,
    Head,
    Heading,
    Outline,
    Part,
    Signature,
    Text,
    Title,
)
from desktop.core.typed import weekday

_AHEAD = timedelta(days=3)
"""So long before people are invited; the clerk writes the day, the month is printed."""

_OPINIONS = 5
_CLOSED = (
    "Biên bản đã được đọc lại cho những người tham dự cùng nghe, thống nhất thông qua và được lập "
    "thành 02 bản có giá trị như nhau./."
)


def invitation(content: FormContent) -> Outline:
    """Return Giấy mời."""
    return parts.finished(content, "Giấy mời", _invitation(content))


def minutes(content: FormContent) -> Outline:
    """Return Biên bản of a meeting of the unit."""
    return parts.finished(content, "Biên bản", _minutes(content))


def community_minutes(content: FormContent) -> Outline:
    """Return Biên bản of a meeting of a hamlet's community, which counts households."""
    return parts.finished(content, "Biên bản họp cộng đồng dân cư", _community(content))


def _invitation(content: FormContent) -> Iterator[Part]:
    one, head = content.activity, content.letterhead
    organ = parts.organ(content)
    yield Head(head, f"GM-{head.symbol}", one.held_on - _AHEAD, day_open=True)
    yield Title("GIẤY MỜI", f"Tham dự {parts.event_title(content)}")
    plan = parts.by_plan(content)
    yield Text(f"{plan}{organ} trân trọng kính mời:")
    yield said("Ông (bà)", "")
    yield Text(f"Tới dự {parts.event_title(content)}.")
    yield said("Nội dung", "; ".join(content.topics))
    yield said("Chủ trì", one.chair)
    named = f" ({weekday(one.held_on)})" if parts.last_day(one) == one.held_on else ""
    yield Text(f"Thời gian: {parts.when(content)}{named}.")
    yield Text(f"Địa điểm: {parts.where(content)}.")
    yield Text(f"{organ} rất mong ông (bà) đến dự đúng thời gian và địa điểm nêu trên./.")
    yield Foot((parts.recipients(content, "Như trên"), parts.leader(content)))


def _minutes(content: FormContent) -> Iterator[Part]:
    one, head, choice = content.activity, content.letterhead, content.choice
    yield Head(head, f"BB-{head.symbol}")
    yield Title("BIÊN BẢN", parts.capital(parts.event_title(content)))
    yield Text(f"Thời gian bắt đầu: {parts.hours(one.started_at)}, {parts.day_text(one.held_on)}.")
    yield Text(f"Địa điểm: {parts.where(content)}.")
    yield Text("Thành phần tham dự:")
    yield said("- Đại diện cơ quan, đoàn thể", "")
    yield Text(f"- {_people(content)}")
    yield Text(f"- Đại diện hộ gia đình: {_households(content)}.")
    yield said("Chủ trì (chủ tọa)", one.chair)
    yield said("Thư ký (người ghi biên bản)", one.secretary)
    yield said("Báo cáo viên", _speakers(content))
    yield Text("Nội dung (theo diễn biến):")
    yield from _talk(content)
    yield Heading("2. Ý kiến của người tham dự và trả lời")
    yield from paragraphs("", _OPINIONS)
    yield Heading("3. Kết quả, kết luận")
    yield from paragraphs(one.result, 3)
    yield Heading("4. Khó khăn, vướng mắc")
    yield from paragraphs(one.difficulties, 2)
    ended = f"{parts.hours(one.ended_at)}, {parts.day_text(parts.last_day(one))}"
    yield Text(f"{parts.capital(parts.event(content))} kết thúc vào {ended}. {_CLOSED}")
    yield Foot((
        Signature(("THƯ KÝ",), choice.left or parts.bare_name(one.secretary), parts.HINT),
        Signature(("CHỦ TỌA",), choice.right or parts.bare_name(one.chair), parts.HINT),
    ))  # fmt: skip


def _community(content: FormContent) -> Iterator[Part]:
    one, choice = content.activity, content.choice
    hamlet = content.place or f"thôn, buôn, tổ dân phố {gap(4)}"
    above = f"UBND {content.unit.full_name}"
    yield Head(replace(content.letterhead, lines=(above.upper(), hamlet.upper())))
    yield Title("BIÊN BẢN", "Cuộc họp của cộng đồng dân cư")
    yield Text(f"{_opened(content)}.")
    yield Heading("I. THÀNH PHẦN THAM DỰ", 1)
    yield said("1. Chủ trì", one.chair)
    yield said("2. Thư ký", one.secretary)
    yield Text("3. Thành phần tham dự:")
    present = parts.added((one.poor, one.near_poor, one.escaped, one.other_households))
    yield Text(
        f"- Số hộ gia đình có đại diện tham dự: {count(present)} hộ; trong đó: "
        f"{_households(content)}."
    )
    yield Text(f"- Số hộ gia đình không có người đại diện tham dự: {gap()} hộ.")
    yield Text(f"- {_people(content)}")
    yield said("4. Báo cáo viên", _speakers(content))
    yield Heading("II. NỘI DUNG", 1)
    yield from _talk(content)
    yield Heading("2. Ý kiến của người dân và trả lời")
    yield from paragraphs("", _OPINIONS)
    yield Heading("3. Khó khăn, vướng mắc")
    yield from paragraphs(one.difficulties, 2)
    yield Heading("III. KẾT QUẢ CUỘC HỌP", 1)
    yield from paragraphs(one.result, 3)
    ended = f"{parts.hours(one.ended_at)} phút, {parts.day_text(parts.last_day(one))}"
    yield Text(f"Cuộc họp kết thúc vào hồi {ended}. {_CLOSED}")
    yield Foot((
        Signature(("THƯ KÝ",), choice.left or parts.bare_name(one.secretary), parts.HINT),
        Signature(("CHỦ TRÌ",), choice.right or parts.bare_name(one.chair), parts.HINT),
        Signature(("ĐẠI DIỆN HỘ GIA ĐÌNH",), "", parts.HINT),
    ))  # fmt: skip


def _opened(content: FormContent) -> str:
    one = content.activity
    hamlet = parts.hamlets(content) or f"thôn, buôn, tổ dân phố {gap(4)}"
    about = parts.named("truyền thông về nội dung", parts.theme(content))
    within = f"{parts.small(one.host_event) or 'họp'}, lồng ghép {about if one.title else 'truyền thông'}"
    return (
        f"Hôm nay, vào hồi {parts.hours(one.started_at)} phút, {parts.day_text(one.held_on)}, tại "
        f"{parts.where(content)}, cộng đồng dân cư {hamlet} tổ chức {within}"
    )


def _talk(content: FormContent) -> Iterator[Part]:
    yield Heading("1. Nội dung truyền thông")
    yield from paragraphs("\n".join(f"- {topic}." for topic in content.topics), 3)
    yield said("Ngôn ngữ sử dụng", parts.small(parts.listed(content.languages)))


def _speakers(content: FormContent) -> str:
    names = [", ".join(part for part in (s.name, s.office) if part) for s in content.speakers]
    return "; ".join(names)


def _people(content: FormContent) -> str:
    one = content.activity
    return (
        f"Tổng số người tham dự: {count(one.attendees)} người; trong đó: nữ {count(one.women)} "
        f"người, dân tộc thiểu số {count(one.minority)} người, cán bộ {count(one.officials)} người."
    )


def _households(content: FormContent) -> str:
    one = content.activity
    return (
        f"hộ nghèo {count(one.poor)} hộ, hộ cận nghèo {count(one.near_poor)} hộ, hộ mới thoát "
        f"nghèo {count(one.escaped)} hộ, hộ khác {count(one.other_households)} hộ"
    )
