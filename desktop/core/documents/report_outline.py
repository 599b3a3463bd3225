"""Báo cáo kết quả: the six-part report of a period with annexes I–III, as an outline.

Outline by office practice (decree 30/2020/NĐ-CP, form 1.4 for the layout). Figures and their
sentences come from the register, the rest from the officer; what nobody wrote is a dotted gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import count

from desktop.core.documents import phrases, report_outreach, report_sentences
from desktop.core.documents.content import Entry, ReportContent
from desktop.core.documents.outline import (
    Annex,
    Column,
    Foot,
    Grid,
    Head,
    Heading,
    Kind,
    Outline,
    Part,
    Recipients,
    Text,
    Title,
    To,
    Value,
)
from desktop.core.narratives import Narrative
from desktop.core.totals import Sums

NAME = "BÁO CÁO"
GAP = "…" * 100
NOT_HELD = "Trong kỳ không phát sinh hoạt động truyền thông về giảm nghèo đa chiều."

_PEOPLE, _HOUSEHOLDS = "Lượt người tham dự", "Lượt hộ có đại diện dự"
_SUMS = tuple(one.name for one in fields(Sums) if one.name not in ("activities", "items"))


_MANY_TOPICS = (
    "Ghi chú: một hoạt động có thể đề cập nhiều nội dung nên cộng cột (4) có thể lớn hơn tổng số "
    "hoạt động."
)


def outline(content: ReportContent) -> Outline:
    """Return the report of the period: letter, six parts, foot, three annexes."""
    subject = f"Kết quả truyền thông về giảm nghèo đa chiều {content.period.title}"
    nil = not content.totals.everything.activities
    parts: list[Part] = [
        Head(content.letterhead, f"BC-{content.letterhead.symbol}", content.letterhead.written_on,
             day_open=True),
        Title(NAME, subject, phrases.span(content.period)),
        *(To((name,)) for name in phrases.addressees(content)),
        Text(_opening(content)),
        *(_nil(content) if nil else six_parts(
            content.narrative, results(content), report_outreach.place(content.outreach))),
        *closing(content),
        *([] if nil else _annexes(content)),
    ]  # fmt: skip
    seal = content.seal
    return Outline(
        f"{NAME} {subject}", content.unit.committee, tuple(parts),
        code=seal.code if seal else "", version=seal.version if seal else 0,
    )  # fmt: skip


def _opening(content: ReportContent) -> str:
    return (
        f"{phrases.by_plan(content)}{content.unit.committee} báo cáo kết quả truyền thông về giảm "
        f"nghèo đa chiều {phrases.days(content.period)} như sau:"
    )


def six_parts(
    said: Narrative, found: Sequence[tuple[str, Sequence[str]]], place: Sequence[str] = ()
) -> Iterator[Part]:
    """Yield the six parts: what the officer wrote, and in part III the sections that were found.

    `place` are the sentences that part I begins with.
    """
    yield Heading("I. ĐẶC ĐIỂM TÌNH HÌNH", 1)
    yield from map(Text, place)
    yield from written(said.situation)
    yield Heading("II. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TRIỂN KHAI", 1)
    yield from written(said.direction)
    yield Heading("III. KẾT QUẢ THỰC HIỆN", 1)
    for number, (name, lines) in enumerate(found, start=1):
        yield Heading(f"{number}. {name}", 2)
        yield from map(Text, lines)
    yield Heading("IV. ĐÁNH GIÁ", 1)
    for number, (name, text) in enumerate(
        (
            ("Ưu điểm", said.strengths),
            ("Tồn tại, hạn chế, khó khăn, vướng mắc", said.difficulties),
            ("Nguyên nhân", said.causes),
        ),
        start=1,
    ):
        yield Heading(f"{number}. {name}", 2)
        yield from written(text)
    yield Heading("V. PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI", 1)
    yield from written(said.next_steps)
    yield Heading("VI. ĐỀ XUẤT, KIẾN NGHỊ", 1)
    yield from written(said.proposals)


def results(content: ReportContent) -> list[tuple[str, list[str]]]:
    """Return the sections of part III: name and sentences that follow from the figures."""
    events = report_sentences.events(content)
    return [
        ("Truyền thông trực tiếp", report_sentences.direct(content) + events),
        ("Truyền thanh cơ sở, thông tin lưu động", report_sentences.radio(content)),
        ("Truyền thông trực quan, ấn phẩm", report_sentences.visual(content)),
        ("Báo, đài, cổng thông tin điện tử, mạng xã hội", report_sentences.press(content)),
        ("Phong trào thi đua, vận động nguồn lực", report_sentences.movement(content)),
        ("Gương điển hình, mô hình, sáng kiến", report_sentences.exemplars(content)),
        ("Kinh phí", report_outreach.money(content)),
    ]


def _nil(content: ReportContent) -> Iterator[Part]:
    """A period without activities is a report too."""
    yield Text(NOT_HELD)
    said = content.narrative
    yield Text(said.nil_reason or GAP, bold_start="Lý do: ")
    beside = report_outreach.gifts(content) + report_outreach.stories(content.outreach)
    yield from map(Text, beside)
    for name, text in (("Khó khăn, vướng mắc", said.difficulties),
                       ("Phương hướng, nhiệm vụ kỳ tới", said.next_steps),
                       ("Đề xuất, kiến nghị", said.proposals)):  # fmt: skip
        if text:
            yield Heading(name, 2)
            yield from written(text)


def written(text: str) -> Iterator[Part]:
    """Yield a paragraph for each line; a dotted gap where nothing was written."""
    lines = [line for line in text.splitlines() if line] or [GAP]
    yield from map(Text, lines)


def closing(content: ReportContent) -> Iterator[Part]:
    """Yield the last sentence, and the foot."""
    days = content.period.title
    author = content.unit.committee
    yield Text(
        f"Trên đây là báo cáo kết quả truyền thông về giảm nghèo đa chiều {days} của {author}./."
    )
    digits = content.seal.digits if content.seal else ""
    left = Recipients(phrases.recipients(content), digits)
    yield Foot((left, phrases.signer(content.letterhead)))


def _annexes(content: ReportContent) -> Iterator[Part]:
    belongs_to = phrases.belongs_to(content)
    yield Annex("Phụ lục I", "TỔNG HỢP KẾT QUẢ TRUYỀN THÔNG", belongs_to)
    yield channels(content)
    yield topics(content)
    if content.totals.by_hamlet:
        yield _hamlets(content)
    yield Annex("Phụ lục II", "DANH SÁCH HOẠT ĐỘNG TRUYỀN THÔNG", belongs_to)
    yield _activities(content)
    yield Annex("Phụ lục III", "KINH PHÍ THỰC HIỆN", belongs_to)
    yield from _expenses(content)


def _sums_columns(name: str, *, items: bool) -> tuple[Column, ...]:
    narrow = 14.0
    quantity = (Column("Số lượng", 26, Kind.CENTRED),) if items else ()
    return (
        Column("STT", 10, Kind.NUMBER), Column(name, 0), Column("Số hoạt động", narrow, Kind.COUNT),
        *quantity, Column("Lượt phát", narrow, Kind.COUNT),
        Column("Thời lượng (phút)", 16, Kind.COUNT), Column("Diện tích (m²)", narrow, Kind.DECIMAL),
        *(Column((_PEOPLE, one), narrow, Kind.COUNT) for one in ("Tổng", "Nữ", "DTTS", "Cán bộ")),
        *(Column((_HOUSEHOLDS, one), narrow, Kind.COUNT)
          for one in ("Nghèo", "Cận nghèo", "Mới thoát", "Khác")),
    )  # fmt: skip


def channels(content: ReportContent) -> Grid:
    """Return the sums of each channel that was used."""
    found = content.totals.by_channel
    rows: list[tuple[Value, ...]] = []
    for channel in content.catalogue.channels:
        if channel.code in found:
            sums = found[channel.code]
            items = "" if sums.items is None else f"{sums.items} {channel.items_word}"
            rows.append((len(rows) + 1, channel.name, sums.activities, items, *_values(sums)))
    total = dict(enumerate((content.totals.everything.activities, None,
                            *_values(content.totals.everything)), start=2))  # fmt: skip
    del total[3]
    return Grid(
        _sums_columns("Hình thức truyền thông", items=True), tuple(rows), total,
        caption="1. Theo hình thức truyền thông", size=10, name="Hình thức",
        notes=("Ghi chú: ô trống là chưa có số liệu hoặc không áp dụng, không phải bằng 0.",),
    )  # fmt: skip


def topics(content: ReportContent) -> Grid:
    """Return how many activities each topic had."""
    found = content.totals.by_topic
    known = [topic for topic in content.catalogue.topics if topic.code in found]
    rows = tuple(
        (number, topic.name, found[topic.code].main, found[topic.code].all)
        for number, topic in enumerate(known, start=1)
    )
    columns = (
        Column("STT", 10, Kind.NUMBER), Column("Nội dung, chủ đề", 0),
        Column(("Số hoạt động", "Là nội dung chính"), 32, Kind.COUNT),
        Column(("Số hoạt động", "Có đề cập"), 32, Kind.COUNT),
    )  # fmt: skip
    return Grid(
        columns, rows, caption="2. Theo nội dung, chủ đề", size=10, name="Chủ đề",
        notes=(_MANY_TOPICS,),
    )  # fmt: skip


def _hamlets(content: ReportContent) -> Grid:
    rows = tuple(
        (number, name, sums.activities, *_values(sums))
        for number, (name, sums) in enumerate(content.totals.by_hamlet.items(), start=1)
    )
    return Grid(
        _sums_columns("Thôn, buôn, tổ dân phố", items=False), rows, size=10, name="Thôn, buôn",
        caption="3. Theo thôn, buôn, tổ dân phố",
        notes=("Ghi chú: hoạt động tổ chức cho nhiều nơi được tính ở từng nơi.",),
    )  # fmt: skip


def _activities(content: ReportContent) -> Grid:
    columns = (
        Column("STT", 9, Kind.NUMBER), Column("Ngày", 20, Kind.DATE), Column("Hình thức", 24),
        Column("Nội dung", 0), Column("Địa điểm", 34), Column("Số lượng", 16, Kind.CENTRED),
        Column((_PEOPLE, "Tổng"), 12, Kind.COUNT), Column((_PEOPLE, "Nữ"), 11, Kind.COUNT),
        Column((_PEOPLE, "DTTS"), 11, Kind.COUNT),
        Column((_HOUSEHOLDS, "Nghèo"), 12, Kind.COUNT),
        Column((_HOUSEHOLDS, "Cận nghèo"), 12, Kind.COUNT),
        Column((_HOUSEHOLDS, "Mới thoát"), 12, Kind.COUNT),
        Column("Báo cáo viên", 30),
    )  # fmt: skip
    rows = tuple(
        (
            number, one.held_on, one.channel, one.title or one.topics, one.place,
            "" if one.items is None else f"{one.items} {one.items_word}", one.attendees, one.women,
            one.minority, one.poor, one.near_poor, one.escaped, one.speakers,
        )
        for number, one in enumerate(content.entries, start=1)
    )  # fmt: skip
    sums = content.totals.everything
    total = dict(enumerate((sums.attendees, sums.women, sums.minority, sums.poor, sums.near_poor,
                            sums.escaped), start=6))  # fmt: skip
    return Grid(columns, rows, total, size=9, name="Hoạt động")


def _expenses(content: ReportContent) -> Iterator[Part]:
    found = content.outreach
    paid = [one for one in content.entries if one.amount is not None]
    if not paid:
        yield Text(report_outreach.NOT_SPENT)
    number = count(1)
    if found.spent:
        yield report_outreach.spent(found, f"{next(number)}. Theo nguồn và nội dung chi")
    yield from report_outreach.funds(found, number)
    if paid:
        yield _paid(paid, f"{next(number)}. Theo hoạt động")
    if found.gifts:
        name = "Vận động ủng hộ Quỹ “Vì người nghèo”"
        yield report_outreach.given(found, f"{next(number)}. {name}")


def _paid(paid: Sequence[Entry], caption: str) -> Grid:
    columns = (
        Column("STT", 10, Kind.NUMBER), Column("Ngày", 24, Kind.DATE), Column("Nội dung chi", 0),
        Column("Nguồn chi", 60), Column("Số tiền (đồng)", 34, Kind.MONEY, total=True),
    )  # fmt: skip
    rows = tuple(
        (number, one.held_on, _spent_on(one), one.payer, one.amount)
        for number, one in enumerate(paid, start=1)
    )
    total = {4: sum(one.amount or 0 for one in paid)}
    return Grid(columns, rows, total, caption=caption, unit="đồng", size=11, name="Kinh phí")


def _spent_on(one: Entry) -> str:
    return f"{one.channel}: {one.title or one.topics}".strip(": ")


def _values(sums: Sums) -> Sequence[Value]:
    return [getattr(sums, name) for name in _SUMS]
