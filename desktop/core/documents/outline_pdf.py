"""A paper as PDF: draws the parts of an outline one below the other on A4 pages.

Knows what belongs together (headings and what they head, signatures and the text before them).
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TypeGuard

from reportlab.lib.units import mm

from desktop.core.documents import fonts, layout, layout_charts, layout_tables, seal_mark
from desktop.core.documents.fonts import BOLD, ITALIC, REGULAR
from desktop.core.documents.layout_tables import Row, Table
from desktop.core.documents.layout_text import (
    AFTER,
    ANNEX,
    BODY,
    CENTER,
    INDENT,
    LANDSCAPE,
    LEADING,
    LEFT,
    PORTRAIT,
    RIGHT,
    Paper,
    wrap,
)
from desktop.core.documents.outline import (
    Annex,
    Chart,
    Foot,
    Grid,
    Head,
    Heading,
    Kind,
    Outline,
    Part,
    Recipients,
    Signature,
    Text,
    Title,
    To,
    Value,
)
from desktop.core.documents.outline_shown import place_and_day, shown
from desktop.core.errors import MissingGlyphError
from desktop.core.progress import Progress

_ALIGN = {Kind.TEXT: LEFT, Kind.COUNT: RIGHT, Kind.DECIMAL: RIGHT, Kind.MONEY: RIGHT}
"""Where cells stand; those not named here in the middle."""

_TO_SIGN = 9.0
_NARROW, _LEAST_WIDTH = 10.0, 20.0
"""No column is made narrower than the first; one that takes the rest gets the second (mm)."""

_LOWEST = 3
"""The level of headings that are not bold."""

_UNTORN = 3
"""A paragraph of so many lines is never torn: two lines stand on either side."""

_QUOTED = 40
_SHORT = 3
"""About so many lines between a table and the signatures stay with both."""

_STEP = BODY * LEADING
_SLACK = 0.5


def write(outline: Outline, path: Path, progress: Progress) -> None:
    """Write the paper as PDF. Raises MissingGlyphError, CancelledError."""
    path.write_bytes(to_bytes(outline, progress))


def to_bytes(outline: Outline, progress: Progress) -> bytes:
    """Return the paper as PDF. Raises MissingGlyphError, CancelledError."""
    _require(outline)
    target = BytesIO()
    paper = Paper(target, outline.title, outline.author, progress)
    if outline.code:
        about = f"Bản số {outline.version}"
        paper.each_page = lambda canvas, page: seal_mark.footer(canvas, page, outline.code, about)
    if not isinstance(outline.parts[0], Annex):
        paper.begin(LANDSCAPE if outline.landscape else PORTRAIT)
    for number, part in enumerate(outline.parts, start=1):
        if isinstance(part, Annex):
            turned = LANDSCAPE if outline.landscape else ANNEX
            page = turned if part.landscape else PORTRAIT
            layout.annex(paper, page, part.label, part.name, part.belongs_to)
        else:
            _draw(paper, part, outline.parts[number:])
    paper.finish()
    return target.getvalue()


def _draw(paper: Paper, part: Part, after: Sequence[Part]) -> None:
    """Draw a part, together with the beginning of those after it that belong to it."""
    match part:
        case Text():
            belongs = bool(after) and isinstance(after[0], Grid | Foot)
            keep = _start(paper, after) if belongs else 0.0
            style = ITALIC if part.italic else REGULAR
            paper.paragraph(part.text, style, keep=keep, start=part.bold_start)
        case Heading():
            paper.heading(part.text, _style(part), _start(paper, after))
        case Grid():
            _draw_grid(paper, part, after)
        case Chart():
            layout_charts.bars(paper, part.title, part.bars())
        case Foot():
            layout.signatures(paper, *part.signers)
        case _:
            _draw_opening(paper, part)


def _draw_opening(paper: Paper, part: Part) -> None:
    match part:
        case Head(head, symbol):
            layout.opening(paper, head, symbol, place_and_day(part), part.about)
        case Title(kind, subject, note):
            layout.title(paper, kind, subject, note)
        case To(names):
            layout.addressees(paper, names)


def _draw_grid(paper: Paper, grid: Grid, after: Sequence[Part]) -> None:
    if grid.caption or grid.unit:
        layout.caption(paper, grid.caption, grid.unit, _table_start(paper, grid, after))
    table, tail = _table(paper, grid), _tail(paper, grid, after)
    layout_tables.draw(paper, table, _cells(grid), _totals(grid), tail)
    layout.notes(paper, grid.notes)


def _start(paper: Paper, parts: Sequence[Part]) -> float:
    """Return how much of these parts must stand on the page of what is before them."""
    match parts:
        case [Heading() as first, *after]:
            lines = wrap(first.text, _style(first), paper.width / BODY, INDENT / BODY)
            return len(lines) * _STEP + AFTER + _start(paper, after)
        case [Grid() as first, *after]:
            caption = 2 * _STEP + AFTER if first.caption or first.unit else 0.0
            return caption + _table_start(paper, first, after)
        case [Chart() as first, *_]:
            return layout_charts.height(first.bars())
        case [Foot() as first, *_]:
            return layout.signatures_height(paper, *first.signers)
        case [Text() as first, *after]:
            height = _height(paper, first)
            closes = bool(after) and isinstance(after[0], Foot)
            whole = height < (_UNTORN + 1) * _STEP
            begins = height if whole else 2 * _STEP
            return height + _start(paper, after) if closes else begins
    return 0.0


def _table_start(paper: Paper, grid: Grid, after: Sequence[Part]) -> float:
    """Return how much of a table must stand below its caption: its first row; of one row all."""
    table, first = _table(paper, grid), list(islice(_cells(grid), 1))
    if len(grid.rows) > 1:
        return layout_tables.height(paper, table, first)
    return layout_tables.height(paper, table, first, _totals(grid)) + _tail(paper, grid, after)


def _tail(paper: Paper, grid: Grid, after: Sequence[Part]) -> float:
    """Return the height of what stays with a table's end: notes, short texts, the signatures."""
    notes = layout.notes_height(paper, grid.notes) + AFTER + _SLACK
    height = 0.0
    for part in after:
        match part:
            case Foot(signers):
                return notes + height + layout.signatures_height(paper, *signers)
            case Text() if height < _SHORT * _STEP:
                height += _height(paper, part)
            case _:
                break
    return notes


def _height(paper: Paper, part: Text) -> float:
    style = ITALIC if part.italic else REGULAR
    return len(paper.paragraph_lines(part.text, style, start=part.bold_start)) * _STEP + AFTER


def _style(part: Heading) -> str:
    return BOLD if part.level < _LOWEST else REGULAR


def _table(paper: Paper, grid: Grid) -> Table:
    widths = _widths([column.width for column in grid.columns], paper.width / mm)
    columns = tuple(
        layout_tables.Column(column.head, width, _ALIGN.get(column.kind, CENTER))
        for column, width in zip(grid.columns, widths, strict=True)
    )
    signed = any(column.kind is Kind.HAND for column in grid.columns)
    return Table(columns, grid.size, grid.numbered, _TO_SIGN if signed else 0.0)


def _widths(wanted: Sequence[float], room: float) -> list[float]:
    """Return the widths in mm: 0 shares the rest; too wide ones give up of what is over 10 mm."""
    open_ = wanted.count(0)
    excess = sum(wanted) + open_ * _LEAST_WIDTH - room
    spare = sum(max(width - _NARROW, 0.0) for width in wanted)
    cut = min(max(excess / spare, 0.0), 1.0) if spare else 0.0
    widths = [width - max(width - _NARROW, 0.0) * cut for width in wanted]
    rest = (room - sum(widths)) / open_ if open_ else 0.0
    return [width or rest for width in widths]


def _cells(grid: Grid) -> Iterator[Row]:
    """Yield the rows as they are written; a table without rows gets an empty one."""
    kinds = [column.kind for column in grid.columns]
    for row in grid.rows or ((None,) * len(kinds),):
        yield [shown(value, kind) for value, kind in zip(row, kinds, strict=True)]


def _totals(grid: Grid) -> list[Row]:
    if grid.total is None:
        return []
    first = min(grid.total, default=len(grid.columns))
    figures = [
        shown(grid.total.get(number), column.kind) for number, column in enumerate(grid.columns)
    ]
    label = [grid.total_label, *[None] * (first - 1)] if first else []
    return [[*label, *figures[first:]]]


def _require(outline: Outline) -> None:
    """Raise MissingGlyphError with all letters that no font has, and the first place of one."""
    lacking, where = "", ""
    for place, text in _texts(outline):
        if found := fonts.missing(text):
            lacking, where = lacking + found, where or place
    if lacking:
        raise MissingGlyphError("".join(dict.fromkeys(lacking)), where)


def _texts(outline: Outline) -> Iterator[tuple[str, str]]:
    """Yield all that will be written, and where it stands."""
    yield "tên tệp", f"{outline.title}{outline.author}"
    for part in outline.parts:
        match part:
            case Text(text, _, start):
                yield f"đoạn: {start} {text[:_QUOTED]}", start + text
            case Heading(text):
                yield f"mục {text}", text
            case Annex(label, name, belongs_to):
                yield label, label + name + belongs_to
            case Foot(signers):
                yield "phần ký", "".join(map(_foot_text, signers))
            case Grid():
                yield from _grid_texts(part)
            case Chart():
                yield f"biểu đồ {part.title}", part.title
            case _:
                yield from _opening_texts(part)


def _opening_texts(part: Part) -> Iterator[tuple[str, str]]:
    match part:
        case Head(head, symbol):
            yield "phần đầu văn bản", "".join((*head.lines, head.place, symbol, part.about))
        case Title(kind, subject, note):
            yield "tên văn bản", kind + subject + note
        case To(names):
            yield "nơi kính gửi", "".join(names)


def _grid_texts(grid: Grid) -> Iterator[tuple[str, str]]:
    heads = (column.head for column in grid.columns)
    words = ["".join(head) for head in heads]
    words += [grid.caption, grid.unit, grid.total_label, *grid.notes]
    yield f"bảng {grid.name}", "".join(words)
    for number, row in enumerate(grid.rows, start=1):
        yield f"bảng {grid.name}, dòng {number}", "".join(filter(_is_text, row))
    if grid.total:
        yield f"bảng {grid.name}", "".join(filter(_is_text, grid.total.values()))


def _is_text(value: Value) -> TypeGuard[str]:
    return isinstance(value, str)


def _foot_text(one: Signature | Recipients | None) -> str:
    match one:
        case Signature(block, name, hint, above):
            return "".join((*block, name, hint, above))
        case Recipients(lines):
            return "".join(lines)
    return ""
