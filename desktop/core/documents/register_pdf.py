"""Sổ theo dõi hoạt động truyền thông: the register of a period on landscape paper.

Also the table of activities that annex II of the report shows. Writes what it is given, sums
nothing but the money column.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportlab.lib.units import mm

from desktop.core.activities import STATUS_NAMES, Status
from desktop.core.documents import fonts, layout, layout_tables, phrases
from desktop.core.documents.content import Entry, ReportContent
from desktop.core.documents.layout import Signature
from desktop.core.documents.layout_tables import Column, Row, Table
from desktop.core.documents.layout_text import LANDSCAPE, LEFT, RIGHT, Paper
from desktop.core.errors import MissingGlyphError
from desktop.core.progress import Progress
from desktop.core.typed import show_date, show_decimal, show_number

NOTHING = "Trong kỳ không phát sinh hoạt động."
NAME = "SỔ THEO DÕI HOẠT ĐỘNG TRUYỀN THÔNG GIẢM NGHÈO"

_WRITTEN = ("channel", "title", "place", "topics", "languages", "items_word", "speakers", "payer",
            "note")  # fmt: skip


def write(content: ReportContent, path: Path, progress: Progress) -> None:
    """Write the register of the period. Raises MissingGlyphError, CancelledError."""
    require(content.entries)
    head = content.letterhead
    paper = Paper(path, f"{NAME} {content.period.title}", content.unit.committee, progress)
    paper.begin(LANDSCAPE)
    layout.letterhead(paper, head, dated=False)
    layout.title(paper, NAME, phrases.subject(content.period), phrases.span(content.period))
    left = Signature(("NGƯỜI LẬP SỔ",), head.officer, "(Ký, ghi rõ họ tên)")
    right = phrases.signer(head, dated=True)
    draw_entries(paper, content, layout.signatures_height(paper, left, right))
    layout.signatures(paper, left, right)
    paper.finish()


def draw_entries(paper: Paper, content: ReportContent, tail: float = 0.0) -> None:
    """Draw the table of all activities, or the sentence that there were none."""
    if not content.entries:
        paper.paragraph(NOTHING, keep=tail)
        return
    table = entries_table(paper.width / mm)
    totals = _totals(content)
    layout_tables.draw(paper, table, entry_rows(content.entries), (totals,), tail)


def entries_table(width: float) -> Table:
    """Return the columns of the table of activities in a width in mm."""
    people, households = "Lượt người", "Lượt hộ"
    columns = (
        Column("STT", 8),
        Column("Ngày", 16.5),
        Column("Hình thức", 18.5, LEFT),
        Column("Nội dung, chủ đề", 0, LEFT),
        Column("Địa điểm (thôn, buôn, TDP)", 23, LEFT),
        Column("Số lượng", 12.5),
        Column("Lượt phát", 8.5, RIGHT),
        Column("Tổng số phút", 9.5, RIGHT),
        Column((people, "Tổng"), 9.5, RIGHT),
        Column((people, "Nữ"), 8.5, RIGHT),
        Column((people, "DTTS"), 10, RIGHT),
        Column((households, "Nghèo"), 10.5, RIGHT),
        Column((households, "Cận nghèo"), 10.5, RIGHT),
        Column((households, "Mới thoát"), 10.5, RIGHT),
        Column("Báo cáo viên", 19.5, LEFT),
        Column("Kinh phí (đồng)", 15.5, RIGHT),
        Column("Ghi chú", 19, LEFT),
    )
    rest = width - sum(column.width for column in columns)
    widened = [Column(column.head, column.width or rest, column.align) for column in columns]
    return Table(tuple(widened), size=9)


def entry_rows(entries: Sequence[Entry]) -> Iterator[Row]:
    """Yield the cells of the activities, numbered, in the order of `entries_table`."""
    for number, entry in enumerate(entries, start=1):
        yield (
            str(number), _days(entry), entry.channel, _subject(entry), entry.place,
            _items(entry), shown(entry.airings), shown(minutes(entry)), shown(entry.attendees),
            shown(entry.women), shown(entry.minority), shown(entry.poor),
            shown(entry.near_poor), shown(entry.escaped), entry.speakers,
            "" if entry.amount is None else show_number(entry.amount), _note(entry),
        )  # fmt: skip


def require(entries: Sequence[Entry]) -> None:
    """Raise MissingGlyphError with all letters of the entries that no font has, and the first day."""
    lacking, where = "", ""
    for entry in entries:
        if found := fonts.missing("".join(getattr(entry, name) for name in _WRITTEN)):
            lacking += found
            where = where or f"hoạt động ngày {show_date(entry.held_on)}"
    if lacking:
        raise MissingGlyphError("".join(dict.fromkeys(lacking)), where)


def minutes(entry: Entry) -> int | None:
    """Return the minutes in all: once per airing where there are airings."""
    if entry.minutes is None:
        return None
    return entry.minutes * (1 if entry.airings is None else entry.airings)


def shown(number: int | None, empty: str = "") -> str:
    """Return a number as people write it; `empty` where nothing was entered."""
    return empty if number is None else show_number(number)


def _days(entry: Entry) -> str:
    first = show_date(entry.held_on)
    return first if entry.until_on is None else f"{first} – {show_date(entry.until_on)}"


def _subject(entry: Entry) -> str:
    topics = f"Chủ đề: {entry.topics}" if entry.topics else ""
    return "\n".join(part for part in (entry.title, topics) if part)


def _items(entry: Entry) -> str:
    if entry.items is not None:
        return f"{show_number(entry.items)} {entry.items_word}"
    return "" if entry.area_m2 is None else f"{show_decimal(entry.area_m2)} m²"


def _note(entry: Entry) -> str:
    status = STATUS_NAMES[entry.status] if entry.status is Status.HELD else ""
    return "; ".join(part for part in (status, entry.payer, entry.note) if part)


def _totals(content: ReportContent) -> Row:
    sums = content.totals.everything
    amounts = [one.amount for one in content.entries if one.amount is not None]
    return (
        f"Tổng cộng: {show_number(len(content.entries))} hoạt động", None, None, None, None, "",
        shown(sums.airings), shown(sums.minutes), shown(sums.attendees), shown(sums.women),
        shown(sums.minority), shown(sums.poor), shown(sums.near_poor), shown(sums.escaped), "",
        show_number(sum(amounts)) if amounts else "", "",
    )  # fmt: skip
