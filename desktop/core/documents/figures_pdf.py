"""Báo cáo số liệu: the figures of a period, with annex I (totals) and II (list of activities).

"–" stands where nothing was entered and never means 0.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportlab.graphics import renderPDF
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm

from desktop.core.charts import ChartData
from desktop.core.documents import layout, layout_tables, phrases, register_pdf
from desktop.core.documents.content import ReportContent
from desktop.core.documents.fonts import BOLD, REGULAR
from desktop.core.documents.layout import Recipients
from desktop.core.documents.layout_tables import Column, Row, Table
from desktop.core.documents.layout_text import ANNEX, LEFT, PORTRAIT, RIGHT, Paper
from desktop.core.documents.register_pdf import shown
from desktop.core.progress import Progress
from desktop.core.totals import Sums
from desktop.core.typed import show_decimal, show_number

NAME = "BÁO CÁO SỐ LIỆU"
NONE = "–"
DECLARED = "(số khai báo)"

_FIRST = Column("STT", 10)
_PEOPLE, _HOUSEHOLDS = "Lượt người tham dự", "Lượt hộ có đại diện dự"
_INDICATORS = Table(
    (
        _FIRST,
        Column("Chỉ tiêu", 91, LEFT),
        Column("Đơn vị tính", 38),
        Column("Kết quả", 21, RIGHT),
    ),
    size=11,
)
_BY_TOPIC = Table(
    (
        _FIRST,
        Column("Nội dung, chủ đề", 177, LEFT),
        Column(("Số hoạt động", "Là nội dung chính"), 35, RIGHT),
        Column(("Số hoạt động", "Có đề cập"), 35, RIGHT),
    )
)


def write(content: ReportContent, path: Path, progress: Progress) -> None:
    """Write the report of figures. Raises MissingGlyphError, CancelledError."""
    register_pdf.require(content.entries)
    title = f"{NAME} {content.period.title}"
    paper = Paper(path, title, content.unit.committee, progress)
    _report(paper, content)
    _annex(paper, content, "Phụ lục I", "TỔNG HỢP KẾT QUẢ TRUYỀN THÔNG")
    _totals(paper, content)
    _annex(paper, content, "Phụ lục II", "DANH SÁCH HOẠT ĐỘNG TRUYỀN THÔNG")
    register_pdf.draw_entries(paper, content)
    paper.finish()


def _report(paper: Paper, content: ReportContent) -> None:
    period, totals = content.period, content.totals
    paper.begin(PORTRAIT)
    layout.letterhead(paper, content.letterhead, f"BC-{content.letterhead.symbol}")
    name = period.title if phrases.is_named(period) else ""
    subject = f"Kết quả truyền thông về giảm nghèo đa chiều {name}".strip()
    layout.title(paper, NAME, subject, phrases.span(period))
    for name in phrases.addressees(content):
        paper.lines(f"Kính gửi: {name}")
        paper.skip(6)
    paper.paragraph(_opening(content))
    if not totals.everything.activities:
        paper.paragraph(register_pdf.NOTHING)
    rows = list(indicator_rows(content))
    _with_notes(paper, _INDICATORS, rows, _footnotes(rows))
    if totals.everything.activities:
        _chart(paper, by_month(totals.by_month))
    _closing(paper, content)


def _closing(paper: Paper, content: ReportContent) -> None:
    right = phrases.signer(content.letterhead)
    left = Recipients(phrases.recipients(content))
    foot = layout.signatures_height(paper, left, right)
    paper.paragraph(
        f"Trên đây là báo cáo số liệu kết quả truyền thông về giảm nghèo đa chiều "
        f"{content.period.title} của {content.unit.committee}./.",
        keep=foot,
    )
    layout.signatures(paper, left, right)


def _opening(content: ReportContent) -> str:
    return (
        f"{phrases.by_plan(content)}{content.unit.committee} báo cáo số liệu kết quả truyền thông "
        f"về giảm nghèo đa chiều {phrases.days(content.period)} như sau:"
    )


def indicator_rows(content: ReportContent) -> Iterator[Row]:
    """Yield number, name, unit and figure of the indicators; parts of one in rows of their own."""
    for number, indicator in enumerate(content.catalogue.indicators, start=1):
        code, value = indicator.code, content.totals.indicators.get(indicator.code)
        first = str(number)
        if code in phrases.PARTS:
            for name, unit, key in phrases.PARTS[code]:
                figure = _plain((value or {}).get(key)) if key else ""
                yield (first, name or indicator.name, unit, figure)
                first = ""
        elif isinstance(value, Mapping):
            figure, unit, declared = phrases.households(value)
            name = f"{indicator.name} {DECLARED}" if declared else indicator.name
            yield (first, name, unit, _plain(figure))
        elif code == "CT08":
            share = _plain(phrases.share_of_poor(content.totals.indicators))
            yield (first, indicator.name, indicator.unit_word, share)
        else:
            yield (first, indicator.name, indicator.unit_word, _plain(value))


def _plain(value: Any) -> str:
    if value is None:
        return NONE
    if isinstance(value, float | Decimal):
        return show_decimal(Decimal(str(value)))
    return show_number(value)


def _footnotes(rows: list[Row]) -> list[str]:
    notes = []
    if any(row[-1] == NONE for row in rows):
        notes.append(f"Ghi chú: dấu “{NONE}” là chưa có số liệu, không phải bằng 0.")
    if any(DECLARED in str(row[1]) for row in rows):
        notes.append(
            "Số khai báo: cộng số hộ có đại diện dự ở từng hoạt động, một hộ dự nhiều hoạt động "
            "được tính nhiều lần; tỷ lệ hộ nghèo chỉ tính được theo danh sách tham dự."
        )
    return notes


def by_month(counts: Sequence[tuple[str, int]]) -> ChartData:
    """Return the activities per month, months as 9/2024."""
    return ChartData(
        "Biểu đồ. Số hoạt động truyền thông theo tháng",
        tuple(_month(name) for name, _ in counts),
        (("Số hoạt động", tuple(count for _, count in counts)),),
    )


def _chart(paper: Paper, data: ChartData) -> None:
    """Draw columns in one grey, readable on any printer."""
    drawing: Any = Drawing(paper.width, 46 * mm)
    drawing.initialFontName = REGULAR
    chart: Any = VerticalBarChart()
    chart.x, chart.y, chart.width, chart.height = 30, 20, paper.width - 40, 34 * mm
    chart.data = [values for _, values in data.series]
    chart.categoryAxis.categoryNames = data.labels
    most = max(value or 0 for values in chart.data for value in values)
    step = next(size for size in _STEPS if size * 5 >= most)
    chart.valueAxis.valueMin, chart.valueAxis.valueStep = 0, step
    chart.valueAxis.valueMax = step * (most // step + 1)
    chart.valueAxis.visibleGrid, chart.valueAxis.gridStrokeColor = True, _PALE
    chart.valueAxis.gridStrokeWidth = 0.4
    chart.valueAxis.labelTextFormat = chart.barLabelFormat = _whole
    chart.barLabels.nudge = 7
    chart.groupSpacing = 10
    chart.bars[0].fillColor, chart.bars[0].strokeColor = _GREY, black
    chart.bars[0].strokeWidth = 0.4
    for labels in (chart.categoryAxis.labels, chart.valueAxis.labels, chart.barLabels):
        labels.fontName, labels.fontSize = REGULAR, _label_size(data)
    drawing.add(chart)
    paper.need(drawing.height + 26)
    paper.skip(6)
    paper.lines(data.title, BOLD, 12)
    renderPDF.draw(drawing, paper.canvas, paper.left, paper.y - drawing.height)
    paper.skip(drawing.height + 6)


def _label_size(data: ChartData) -> float:
    """Return letters small enough that the months of a long span stay apart."""
    return 11 if len(data.labels) <= _FEW_LABELS else max(132 / len(data.labels), 4)


_FEW_LABELS = 12
_GREY, _PALE = Color(0.62, 0.62, 0.62), Color(0.8, 0.8, 0.8)
_STEPS = tuple(digit * 10**power for power in range(7) for digit in (1, 2, 5))


def _whole(value: float) -> str:
    return show_number(int(value))


def _month(name: str) -> str:
    year, month = name.split("-")
    return f"{int(month)}/{year}"


def _annex(paper: Paper, content: ReportContent, label: str, name: str) -> None:
    layout.annex(paper, ANNEX, label, name, phrases.belongs_to(content))


def _totals(paper: Paper, content: ReportContent) -> None:
    totals = content.totals
    if not totals.everything.activities:
        paper.paragraph(register_pdf.NOTHING)
        return
    layout.caption(paper, "1. Theo hình thức truyền thông", keep=90)
    table = _sums_table("Hình thức truyền thông", 52, items=True)
    _with_notes(
        paper, table, _channel_rows(content),
        [f"Ghi chú: dấu “{NONE}” là chưa có số liệu hoặc không áp dụng."], (_sums_total(content),),
    )  # fmt: skip
    layout.caption(paper, "2. Theo nội dung, chủ đề", keep=90)
    _with_notes(paper, _BY_TOPIC, _topic_rows(content), [_MANY_TOPICS])
    if totals.by_hamlet:
        layout.caption(paper, "3. Theo thôn, buôn, tổ dân phố", keep=90)
        table = _sums_table("Thôn, buôn, tổ dân phố", 66.5, items=False)
        _with_notes(paper, table, _hamlet_rows(content), [_MANY_HAMLETS])


_MANY_TOPICS = (
    "Ghi chú: cột (4) kể cả hoạt động có nội dung đó là nội dung chính; một hoạt động có thể đề "
    "cập nhiều nội dung nên cộng cột (4) có thể lớn hơn tổng số hoạt động."
)
_MANY_HAMLETS = "Ghi chú: hoạt động tổ chức cho nhiều thôn, buôn, tổ dân phố được tính ở từng nơi."


def _with_notes(
    paper: Paper,
    table: Table,
    rows: Iterable[Row],
    notes: Sequence[str],
    totals: Sequence[Row] = (),
) -> None:
    layout_tables.draw(paper, table, rows, totals, layout.notes_height(paper, notes))
    layout.notes(paper, notes)


def _sums_table(name: str, width: float, *, items: bool) -> Table:
    """Return the columns of sums; `items` only where all rows count the same thing."""
    quantity = (Column("Số lượng", 24.5, RIGHT),) if items else ()
    rest = 257 - 10 - width - (24.5 if items else 0.0)
    narrow = rest / 12
    return Table(
        (
            _FIRST, Column(name, width, LEFT), Column("Số hoạt động", narrow, RIGHT), *quantity,
            Column("Lượt phát", narrow, RIGHT), Column("Thời lượng (phút)", narrow, RIGHT),
            Column("Diện tích (m²)", narrow, RIGHT),
            *(Column((_PEOPLE, one), narrow, RIGHT) for one in ("Tổng", "Nữ", "DTTS", "Cán bộ")),
            *(Column((_HOUSEHOLDS, one), narrow, RIGHT)
              for one in ("Nghèo", "Cận nghèo", "Mới thoát nghèo", "Khác")),
        )
    )  # fmt: skip


def _channel_rows(content: ReportContent) -> Iterator[Row]:
    found = content.totals.by_channel
    known = [channel for channel in content.catalogue.channels if channel.code in found]
    for number, channel in enumerate(known, start=1):
        sums = found[channel.code]
        items = NONE if sums.items is None else f"{show_number(sums.items)} {channel.items_word}"
        activities, *others = _cells(sums)
        yield (str(number), channel.name, activities, items, *others)


def _sums_total(content: ReportContent) -> Row:
    activities, *others = _cells(content.totals.everything)
    return ("Tổng cộng", None, activities, "", *others)


def _hamlet_rows(content: ReportContent) -> Iterator[Row]:
    for number, (name, sums) in enumerate(content.totals.by_hamlet.items(), start=1):
        yield (str(number), name, *_cells(sums))


def _topic_rows(content: ReportContent) -> Iterator[Row]:
    found = content.totals.by_topic
    known = [topic for topic in content.catalogue.topics if topic.code in found]
    for number, topic in enumerate(known, start=1):
        count = found[topic.code]
        yield (str(number), topic.name, show_number(count.main), show_number(count.all))


def _cells(sums: Sums) -> tuple[str, ...]:
    area = NONE if sums.area_m2 is None else show_decimal(sums.area_m2)
    return (
        show_number(sums.activities), shown(sums.airings, NONE), shown(sums.minutes, NONE), area,
        *(shown(value, NONE) for value in (
            sums.attendees, sums.women, sums.minority, sums.officials, sums.poor,
            sums.near_poor, sums.escaped, sums.other_households,
        )),
    )  # fmt: skip
