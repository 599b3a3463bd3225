"""The sentences of the report that follow from the figures by rule; nothing is invented.

What nobody entered is left out; what is nothing says so. Each number is one of the totals.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from desktop.core.catalogue import DIRECT, Catalogue
from desktop.core.documents import phrases, report_outreach
from desktop.core.documents.content import ReportContent
from desktop.core.totals import PRESS, PRINTED, VISUAL, Sums, Totals
from desktop.core.typed import show_decimal, show_number

NONE_HELD = "Trong kỳ không phát sinh."
_MOBILE = ("LOA_LUU_DONG", "XE_LUU_DONG")
_EVENTS = ("SAN_KHAU", "HOI_THI", "TAP_HUAN", "TU_VAN_HO")
_MOVEMENT = ("PHAT_DONG", "VAN_DONG_QUY")
_MOST_TOPICS = 3


def direct(content: ReportContent) -> list[str]:
    """Return the sentences on people meeting (CT01–CT09)."""
    totals, found = content.totals, content.totals.indicators
    if not found["CT01"]:
        return [NONE_HELD]
    first = (
        f"Đã tổ chức {show_number(found['CT01'])} cuộc, buổi truyền thông trực tiếp"
        f"{_in_brackets(totals, content.catalogue, DIRECT)}"
        f"{_at_hamlets(found['CT09'])}.{_compared(content, 'CT01', 'cuộc, buổi')}"
    )
    lines = [first]
    people = _people(totals.everything)
    if people:
        lines.append(
            f"Tổng số lượt người tham dự các hoạt động: {people}."
            f"{_compared(content, 'CT02', 'lượt người')}"
        )
    lines += report_outreach.households(content)
    topics = _main_topics(content)
    if topics:
        lines.append(f"Nội dung chính: {topics}.")
    return lines


def events(content: ReportContent) -> list[str]:
    """Return the sentences on households visited, plays, contests, training."""
    return _counted(content, _EVENTS)


def radio(content: ReportContent) -> list[str]:
    """Return the sentences on broadcasts and mobile loudspeakers (CT10–CT13)."""
    found = content.totals.indicators
    parts = [
        f"{show_number(found[code])} {word}"
        for code, word in (("CT10", "tin, bài"), ("CT11", "lượt phát"), ("CT12", "phút"))
        if found[code] is not None
    ]
    lines = []
    if parts:
        minority = found["CT13"]
        also = (
            f", trong đó {show_number(minority)} phút bằng tiếng Ê-đê, M'nông" if minority else ""
        )
        compared = _compared(content, "CT11", "lượt phát")
        lines.append(f"Truyền thanh cơ sở: {', '.join(parts)}{also}.{compared}")
    return lines + _counted(content, _MOBILE) or [NONE_HELD]


def visual(content: ReportContent) -> list[str]:
    """Return the sentences on visual means and printed matter (CT14, CT15)."""
    lines = _counted(content, VISUAL)
    area = content.totals.indicators["CT14"]
    if lines and isinstance(area, Mapping) and area.get("area_m2") is not None:
        lines.append(f"Tổng diện tích các hình thức trực quan: {_shown(area['area_m2'])} m².")
    lines += _counted(content, PRINTED)
    return lines + report_outreach.leaflets(content.outreach) or [NONE_HELD]


def press(content: ReportContent) -> list[str]:
    """Return the sentences on newspapers, portals, film reports and social media."""
    return _counted(content, (*PRESS, "PHONG_SU")) or [NONE_HELD]


def movement(content: ReportContent) -> list[str]:
    """Return the sentences on launches, and on contributions (CT19): never the programme's money."""
    return _counted(content, _MOVEMENT) + report_outreach.gifts(content) or [NONE_HELD]


def exemplars(content: ReportContent) -> list[str]:
    """Return the sentences on people and models made known, each by its name in the register."""
    told = _counted(content, ("DIEN_HINH",))
    lines = [f"Tuyên truyền bằng hoạt động riêng – {one[:1].lower()}{one[1:]}" for one in told]
    names = content.catalogue.channel.get("DIEN_HINH")
    titles = [one.title for one in content.entries if names and one.channel == names.short_name]
    lines += phrases.dashed([title for title in titles if title])
    return lines + report_outreach.stories(content.outreach) or [NONE_HELD]


def _people(sums: Sums) -> str:
    if sums.attendees is None:
        return ""
    parts = [
        f"{show_number(value)} {word}"
        for value, word in (
            (sums.women, "nữ"), (sums.minority, "người dân tộc thiểu số"),
            (sums.officials, "cán bộ"),
        )
        if value is not None
    ]  # fmt: skip
    inside = f", trong đó: {'; '.join(parts)}" if parts else ""
    return f"{show_number(sums.attendees)} lượt người{inside}"


def _main_topics(content: ReportContent) -> str:
    names = content.catalogue.topic
    counted = sorted(
        ((one.main, code) for code, one in content.totals.by_topic.items() if one.main),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return "; ".join(
        f"{names[code].name} ({show_number(count)} hoạt động)"
        for count, code in counted[:_MOST_TOPICS]
        if code in names
    )


def _in_brackets(totals: Totals, known: Catalogue, codes: Sequence[str]) -> str:
    parts = [
        f"{known.channel[code].short_name.lower()}: {show_number(totals.by_channel[code].activities)}"
        for code in codes
        if code in totals.by_channel and code in known.channel
    ]
    return f" ({'; '.join(parts)})" if len(parts) > 1 else ""


def _at_hamlets(count: int | None) -> str:
    return f" tại {show_number(count)} thôn, buôn, tổ dân phố" if count else ""


def _compared(content: ReportContent, code: str, word: str) -> str:
    """Return " So với quý III năm 2024: tăng 3 cuộc, buổi." where both periods have the figure."""
    if content.before is None:
        return ""
    now, then = content.totals.indicators[code], content.before.indicators[code]
    if now is None or then is None or not content.before.everything.activities:
        return ""
    start = f" So với {content.before.period.title}"
    if now == then:
        return f"{start}: không thay đổi."
    change = "tăng" if now > then else "giảm"
    return f"{start}: {change} {show_number(abs(now - then))} {word}."


def _counted(content: ReportContent, codes: Sequence[str]) -> list[str]:
    return list(_count_lines(content, codes))


def _count_lines(content: ReportContent, codes: Sequence[str]) -> Iterator[str]:
    for code in codes:
        sums, channel = content.totals.by_channel.get(code), content.catalogue.channel.get(code)
        if sums is None or channel is None:
            continue
        items = "" if sums.items is None else f": {show_number(sums.items)} {channel.items_word}"
        same = sums.items == sums.activities
        count = "" if same else f" ({show_number(sums.activities)} hoạt động)"
        yield f"{channel.name}{items}{count}."


def _shown(value: Any) -> str:
    return show_number(value) if isinstance(value, int) else show_decimal(Decimal(str(value)))
