"""Báo cáo tổng hợp: the six-part report of the consolidating unit over all of its units.

The sentences on results are those of a ward's report, over the figures of all; what the units
wrote stands in annex V with its source, and in the text only as far as the officer took it there.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from desktop.core.catalogue import DIRECT
from desktop.core.documents import city_outreach, phrases, report_outline, report_outreach
from desktop.core.documents.content import CityContent, Said, TargetLine, UnitLine
from desktop.core.documents.outline import (
    Annex,
    Chart,
    Column,
    Grid,
    Head,
    Kind,
    Outline,
    Part,
    Text,
    Title,
    To,
    Value,
)
from desktop.core.documents.report_outline import NAME
from desktop.core.periods import Rule
from desktop.core.totals import PRINTED, RADIO, Sums
from desktop.core.typed import show_date, show_decimal, show_number

_MEETING = "SINH_HOAT_CD"
_TALKS = tuple(code for code in DIRECT if code != _MEETING)
_BANNERS = ("BANG_RON", "PHUON", "KHAU_HIEU")
_VISUAL = ("PANO", *_BANNERS)
_PORTAL = ("TIN_BAI", "CHUYEN_MUC", "VIDEO_CLIP")
_MONTHS = "Ghi chú: tháng báo cáo tính từ ngày 15 tháng trước đến ngày 14 của tháng."
_ADDED = "; số liệu dưới đây cộng từ các báo cáo này."
_NOTHING_CAME = "Chưa có số liệu: chưa có báo cáo nào của các đơn vị để cộng."
_UNNAMED = 6
"""So many missing units are named in a sentence; more stand in annex I alone."""


def outline(content: CityContent) -> Outline:
    """Return the consolidated report: letter, six parts, foot, five annexes."""
    whole = content.report
    subject = f"Tổng hợp kết quả truyền thông về giảm nghèo đa chiều {whole.period.title}"
    head = whole.letterhead
    parts: list[Part] = [
        Head(head, f"BC-{head.symbol}", head.written_on, day_open=True),
        Title(NAME, subject, phrases.span(whole.period)),
        *(To((name,)) for name in phrases.addressees(whole)),
        Text(_opening(content)),
        *report_outline.six_parts(
            whole.narrative, results(content), report_outreach.place(whole.outreach)
        ),
        *report_outline.closing(whole),
        *_annexes(content),
    ]
    return Outline(f"{NAME} {subject}", whole.unit.committee, tuple(parts))


def tables(content: CityContent) -> Outline:
    """Return the annexes alone, for the workbook."""
    title = f"Phụ lục báo cáo tổng hợp {content.report.period.title}"
    return Outline(title, content.report.unit.committee, tuple(_annexes(content)))


def _opening(content: CityContent) -> str:
    whole = content.report
    return (
        f"{phrases.by_plan(whole)}{whole.unit.committee} tổng hợp kết quả truyền thông về giảm "
        f"nghèo đa chiều của các đơn vị {phrases.days(whole.period)} như sau:"
    )


def results(content: CityContent) -> list[tuple[str, list[str]]]:
    """Return the sections of part III: name and the sentences that follow from the figures."""
    found = [("Tình hình nộp báo cáo của các đơn vị", list(_sending(content)))]
    sections = report_outline.results(content.report)
    if not _is_known(content):
        sections = [(name, [_NOTHING_CAME]) for name, _ in sections]
    found += sections
    if content.targets:
        found.append(("So với chỉ tiêu của kế hoạch", list(_targets(content))))
    if content.hamlets:
        found.append(("Độ phủ thôn, buôn, tổ dân phố", [_coverage(content)]))
    return found


def _sending(content: CityContent) -> Iterator[str]:
    count = len(content.others)
    named = f": {', '.join(map(_running, content.others))}" if count <= _UNNAMED else ""
    more = f" và {show_number(count)} đơn vị ngoài danh sách{named}" if count else ""
    yield (
        f"Đã nhận báo cáo của {show_number(content.received)}/{show_number(content.expected)} "
        f"đơn vị phải báo cáo{more}{_ADDED if _is_known(content) else '.'}"
    )
    if content.other_days:
        yield (
            f"Số liệu dưới đây còn gồm hoạt động trong kỳ của {show_number(len(content.other_days))} "
            f"đơn vị chưa nộp báo cáo đúng kỳ này ({', '.join(map(_running, content.other_days))}), lấy "
            "từ báo cáo của những ngày khác."
        )
    if content.nil:
        said = [(one.unit, one.text.rstrip(".") or "không ghi lý do") for one in content.nil]
        named = "; ".join(f"{_running(unit)}: {text}" for unit, text in said)
        yield f"Có {show_number(len(content.nil))} đơn vị báo cáo không phát sinh ({named})."
    if content.missing:
        names = content.missing if len(content.missing) <= _UNNAMED else ()
        which = f": {', '.join(map(_running, names))}" if names else " (xem Phụ lục\u00a0I)"
        yield f"Còn {show_number(len(content.missing))} đơn vị chưa có báo cáo{which}."
    if content.unusable:
        names = content.unusable if len(content.unusable) <= _UNNAMED else ()
        which = f": {', '.join(map(_running, names))}" if names else " (xem Phụ lục\u00a0I)"
        yield (
            f"Có {show_number(len(content.unusable))} đơn vị đã gửi gói nhưng chưa dùng được, số "
            f"liệu chưa cộng{which}."
        )
    if content.twice:
        yield (
            f"Có {show_number(content.twice)} hoạt động do nhiều đơn vị phối hợp tổ chức được tính "
            "một lần, ở đơn vị chủ trì; người dự của các đơn vị được cộng đủ."
        )


def _is_known(content: CityContent) -> bool:
    """Return whether any report came: without one, nobody knows that nothing was held."""
    return bool(content.received or content.others)


def _running(name: str) -> str:
    """Return a unit's name as it stands inside a sentence: "phường Tân Lập"."""
    return f"{name[:1].lower()}{name[1:]}"


def _targets(content: CityContent) -> Iterator[str]:
    """Yield how far the plan is, counted from its own first day: that may not be the period's."""
    plan, period = content.report.plan, content.report.period
    if plan is not None and plan.first != period.first:
        last = min(period.last, plan.last)
        yield (
            f"Tính từ ngày {show_date(plan.first)}, ngày đầu của kế hoạch, đến ngày "
            f"{show_date(last)}:"
        )
    yield from map(_target, content.targets)


def _target(one: TargetLine) -> str:
    wanted = show_number(one.at_least)
    if one.at_most is not None and one.at_most != one.at_least:
        wanted += f" đến {show_number(one.at_most)}"
    if one.done is None:
        return f"{one.name}: chưa có số liệu, chỉ tiêu {wanted} {one.unit_word}."
    rate = f", đạt {_share(one.done, one.at_least)}%" if one.at_least else ""
    return (
        f"{one.name}: {show_number(one.done)} {one.unit_word}, chỉ tiêu {wanted} {one.unit_word}"
        f"{rate}."
    )


def _share(part: int, whole: int) -> str:
    return show_decimal(Decimal(part * 1000) / whole / 10, 1)


def _coverage(content: CityContent) -> str:
    never = sum(len(names) for names in content.unreached.values())
    reached = content.hamlets - never
    rest = f"; còn {show_number(never)} nơi chưa có (Phụ lục\u00a0IV)" if never else ""
    return (
        f"Có {show_number(reached)}/{show_number(content.hamlets)} thôn, buôn, tổ dân phố"
        f"{_of_known(content)} có ít nhất một hoạt động truyền thông trực tiếp trong kỳ{rest}."
    )


def _of_known(content: CityContent) -> str:
    """Say that hamlets of units which sent nothing usable are not counted."""
    return " của các đơn vị đã gửi danh sách" if content.missing or content.unusable else ""


def _annexes(content: CityContent) -> Iterator[Part]:
    belongs_to = phrases.belongs_to(content.report)
    yield Annex("Phụ lục I", "KẾT QUẢ TRUYỀN THÔNG THEO ĐƠN VỊ", belongs_to)
    table = by_unit(content)
    yield table
    yield Chart(table, "Số cuộc, buổi truyền thông trực tiếp theo đơn vị", 1, 2)
    yield Annex("Phụ lục II", "KẾT QUẢ THEO HÌNH THỨC, NỘI DUNG", belongs_to)
    yield report_outline.channels(content.report)
    yield report_outline.topics(content.report)
    yield Annex("Phụ lục III", "KẾT QUẢ THEO THÁNG", belongs_to, landscape=False)
    months = _months(content)
    yield months
    yield Chart(months, "Số hoạt động theo tháng", 1, 2)
    yield Annex("Phụ lục IV", "NƠI CHƯA CÓ HOẠT ĐỘNG TRỰC TIẾP", belongs_to, landscape=False)
    yield _unreached(content)
    yield Annex("Phụ lục V", "KHÓ KHĂN, ĐỀ XUẤT CỦA CÁC ĐƠN VỊ", belongs_to, landscape=False)
    yield _texts("1. Khó khăn, vướng mắc", "Khó khăn", content.difficulties)
    yield _texts("2. Đề xuất, kiến nghị", "Đề xuất", content.proposals)
    if city_outreach.is_there(content):
        name = "HỘ ĐƯỢC TRUYỀN THÔNG, KINH PHÍ, VẬN ĐỘNG CỦA CÁC ĐƠN VỊ"
        yield Annex("Phụ lục VI", name, belongs_to)
        yield from city_outreach.annex(content)


_COUNTS: tuple[tuple[str | tuple[str, str], tuple[str, ...], str], ...] = (
    (("Cuộc, buổi", "Tổng"), DIRECT, "activities"),
    (("Cuộc, buổi", "Hội nghị, nói chuyện"), _TALKS, "activities"),
    (("Cuộc, buổi", "Sinh hoạt cộng đồng"), (_MEETING,), "activities"),
    (("Lượt người dự", "Tổng"), (), "attendees"),
    (("Lượt người dự", "Nữ"), (), "women"),
    (("Lượt người dự", "DTTS"), (), "minority"),
    (("Lượt hộ dự", "Nghèo"), (), "poor"),
    (("Lượt hộ dự", "Cận nghèo"), (), "near_poor"),
    (("Lượt hộ dự", "Mới thoát"), (), "escaped"),
    (("Phát thanh", "Tin, bài"), (RADIO,), "items"),
    (("Phát thanh", "Lượt phát"), (RADIO,), "airings"),
    (("Phát thanh", "Phút"), (RADIO,), "minutes"),
    (("Trực quan", "Pa-nô"), ("PANO",), "items"),
    (("Trực quan", "Băng rôn, phướn"), _BANNERS, "items"),
    (("Trực quan", "m²"), _VISUAL, "area_m2"),
    ("Ấn phẩm cấp phát", PRINTED, "items"),
    ("Tin, bài cổng TTĐT", _PORTAL, "items"),
    ("Tin mạng xã hội", ("MXH",), "items"),
)  # fmt: skip
"""Columns of the annex by unit: heading, channels that count (none named: all), which sum.

After the annex that the offices use (PL_KQ of the team's reference, from practice, not from law).
"""


_BY_UNIT = (
    "Ghi chú: ô trống là chưa có số liệu, không phải bằng 0; “Hội nghị, nói chuyện” gồm cả tọa đàm, "
    "đối thoại."
)


def by_unit(content: CityContent) -> Grid:
    """Return the table with a row for each unit; the last row is the figure of all together."""
    columns = (
        Column("STT", 9, Kind.NUMBER), Column("Đơn vị", 0),
        *(Column(head, 11.5, Kind.DECIMAL if name == "area_m2" else Kind.COUNT)
          for head, _, name in _COUNTS),
        Column("Kinh phí (đồng)", 20, Kind.MONEY), Column("Ghi chú", 19),
    )  # fmt: skip
    rows = tuple(_unit_row(number, one) for number, one in enumerate(content.lines, start=1))
    sums = [*_counts(content.report.totals.by_channel), _spent(content)]
    total = dict(enumerate(sums if _is_known(content) else [None] * len(sums), start=2))
    notes = [_BY_UNIT]
    if content.twice:
        notes.append(
            f"Dòng tổng cộng nhỏ hơn cộng các dòng {show_number(content.twice)} hoạt động phối "
            "hợp, vì mỗi hoạt động chỉ tính một lần."
        )
    return Grid(columns, rows, total, size=8, notes=tuple(notes), name="Theo đơn vị")


def _unit_row(number: int, one: UnitLine) -> tuple[Value, ...]:
    counts = _counts(one.by_channel) if one.by_channel is not None else [None] * len(_COUNTS)
    return (number, one.name, *counts, one.spent, one.state)


def _counts(by_channel: Mapping[str, Sums]) -> list[Value]:
    return [_sum(by_channel, channels, name) for _, channels, name in _COUNTS]


def _sum(by_channel: Mapping[str, Sums], channels: Sequence[str], name: str) -> Any:
    values = [
        getattr(sums, name) for code, sums in by_channel.items() if not channels or code in channels
    ]
    known = [value for value in values if value is not None]
    return sum(known) if known or name == "activities" else None


def _spent(content: CityContent) -> Value:
    found = content.report.totals.indicators["CT20"]
    return found["spent"] if isinstance(found, Mapping) else None


def _months(content: CityContent) -> Grid:
    rows = tuple(
        (number, _month(name), count)
        for number, (name, count) in enumerate(content.report.totals.by_month, start=1)
    )
    columns = (
        Column("STT", 12, Kind.NUMBER), Column("Tháng", 0, Kind.CENTRED),
        Column("Số hoạt động", 40, Kind.COUNT, total=True),
    )  # fmt: skip
    notes = (_MONTHS,) if content.report.period.rule is Rule.ADMINISTRATIVE else ()
    return Grid(columns, rows, {2: sum(row[2] for row in rows)}, notes=notes, name="Theo tháng")


def _month(name: str) -> str:
    year, month = name.split("-")
    return f"{int(month)}/{year}"


def _unreached(content: CityContent) -> Grid:
    rows = tuple(
        (number, unit, len(names), ", ".join(names))
        for number, (unit, names) in enumerate(content.unreached.items(), start=1)
    )
    columns = (
        Column("STT", 11, Kind.NUMBER), Column("Đơn vị", 42),
        Column("Số nơi", 18, Kind.COUNT, total=True), Column("Thôn, buôn, tổ dân phố", 0),
    )  # fmt: skip
    total: dict[int, Value] = {2: sum(row[2] for row in rows)}
    none = (
        f"Không có nơi nào: mọi thôn, buôn, tổ dân phố{_of_known(content)} đều đã có hoạt động "
        "trực tiếp trong kỳ."
    )
    notes = () if rows else (none if content.hamlets else "Chưa nhận danh sách thôn, buôn nào.",)
    return Grid(columns, rows, total, size=11, notes=notes, name="Nơi chưa có")


def _texts(caption: str, name: str, found: Sequence[Said]) -> Grid:
    rows = tuple((number, one.unit, one.text) for number, one in enumerate(found, start=1))
    columns = (Column("STT", 11, Kind.NUMBER), Column("Đơn vị", 42), Column("Nội dung", 0))
    notes = () if rows else ("Không đơn vị nào nêu.",)
    return Grid(columns, rows, caption=caption, size=11, notes=notes, name=name)
