"""A table of a paper in Word: headings that repeat, rows that never split, totals that stay."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from desktop.core.documents.outline import Chart, Grid, Kind, Value
from desktop.core.documents.outline_docx_xml import cell, paragraph, row, run, table
from desktop.core.documents.outline_shown import levels, shown, widths
from desktop.core.progress import Progress

_USUAL = 12.0
"""The size that the styles of cells have."""

_TO_SIGN = 9.0
_KEPT = 1
"""How many rows stay with the totals: with more, short tables one after another are torn apart."""

_STEP = 100
"""So many rows between two looks at whether the officer gave up."""

_NAMES, _BAR_SIZE, _MOST_BLOCKS = 0.34, 9.0, 40
"""Of a chart: the share of names, the size of letters, how many blocks the longest bar has."""

_ALIGN = {Kind.TEXT: "", Kind.COUNT: "right", Kind.DECIMAL: "right", Kind.MONEY: "right"}
"""Where cells stand; those not named here in the middle."""


def grid(part: Grid, room: float, progress: Progress, *, keep: bool) -> Iterator[str]:
    """Yield a table with caption and notes; its end is kept with what follows if `keep`."""
    if part.caption:
        yield paragraph(run(part.caption), "Caption")
    if part.unit:
        yield paragraph(run(f"Đơn vị tính: {part.unit}"), "DonViTinh")
    wide = widths(part, room)
    yield table([*_head(part, wide), *_body(part, wide, progress, keep=keep)], wide, "Bang")
    for note in part.notes:
        yield paragraph(run(note), "GhiChu", keep=keep)
    yield paragraph(style="KhoangCach", keep=keep)


def chart(part: Chart, room: float) -> Iterator[str]:
    """Yield a chart as a table of bars made of block letters: Word and people can change it."""
    yield paragraph(run(part.title), "Caption")
    found = part.bars()
    longest = float(max((value for _, value in found if value), default=0))
    wide = (room * _NAMES, room * (1 - _NAMES))
    yield table((row(_bar(name, value, longest, wide)) for name, value in found), wide)
    yield paragraph(style="KhoangCach")


def _bar(
    name: str, value: int | Decimal | None, longest: float, wide: Sequence[float]
) -> Iterator[str]:
    yield _middle(paragraph(run(name, size=_BAR_SIZE), "OBang", align="left"), wide[0])
    blocks = round(_MOST_BLOCKS * float(value) / longest) if value and longest else 0
    said = (
        "–"
        if value is None
        else shown(value, Kind.COUNT if isinstance(value, int) else Kind.DECIMAL)
    )
    text = f"{'▄' * blocks} {said}".strip()
    yield _middle(paragraph(run(text, size=_BAR_SIZE), "OBang", align="left"), wide[1])


def _head(part: Grid, wide: Sequence[float]) -> Iterator[str]:
    paths = [levels(column.head) for column in part.columns]
    for level in range(max(map(len, paths))):
        yield row(_level(part, paths, wide, level), heads=True)
    if part.numbered:
        numbers = [_written(f"({n})", part, keep=True) for n in range(1, len(wide) + 1)]
        yield row(map(_middle, numbers, wide), heads=True)


def _level(
    part: Grid, paths: Sequence[tuple[str, ...]], wide: Sequence[float], level: int
) -> Iterator[str]:
    """Yield the cells of one level of headings; the last heading of a column reaches down."""
    depth = max(map(len, paths))
    for path, members in groupby(range(len(paths)), key=lambda number: paths[number][: level + 1]):
        columns = list(members)
        merged, text = "", ""
        if len(path) <= level:
            merged = "continue"
        else:
            text = path[-1]
            if len(paths[columns[0]]) == level + 1 < depth:
                merged = "restart"
        content = paragraph(run(text, size=_size(part)) if text else "", "DauBang")
        width = sum(wide[number] for number in columns)
        yield cell(content, width, span=len(columns), merged=merged, middle=True)


def _body(part: Grid, wide: Sequence[float], progress: Progress, *, keep: bool) -> Iterator[str]:
    kinds = [column.kind for column in part.columns]
    least = _TO_SIGN if Kind.HAND in kinds else 0
    rows = part.rows or ((None,) * len(kinds),)
    staying = len(rows) - _KEPT if keep or part.total is not None else len(rows)
    for number, values in enumerate(rows):
        if number % _STEP == 0:
            progress.step()
        kept = number >= staying
        cells = (
            _written(shown(value, kind), part, _ALIGN.get(kind, "center"), keep=kept)
            for value, kind in zip(values, kinds, strict=True)
        )
        yield row(map(_middle, cells, wide), least=least)
    if part.total is not None:
        yield row(_total(part, part.total, wide, keep=keep))


def _total(
    part: Grid, total: Mapping[int, Value], wide: Sequence[float], *, keep: bool
) -> Iterator[str]:
    first = min(total, default=len(wide))
    if first:
        label = _written(part.total_label, part, keep=keep, bold=True)
        yield cell(label, sum(wide[:first]), span=first, middle=True)
    for number in range(first, len(wide)):
        kind = part.columns[number].kind
        text, align = shown(total.get(number), kind), _ALIGN.get(kind, "center")
        yield _middle(_written(text, part, align, keep=keep, bold=True), wide[number])


def _written(
    text: str, part: Grid, align: str = "center", *, keep: bool = False, bold: bool = False
) -> str:
    content = run(text, bold=bold, size=_size(part)) if text else ""
    return paragraph(content, "OBang", keep=keep, align=align)


def _middle(content: str, width: float) -> str:
    return cell(content, width, middle=True)


def _size(part: Grid) -> float:
    return part.size if part.size != _USUAL else 0
