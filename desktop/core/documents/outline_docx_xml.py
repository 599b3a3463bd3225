"""WordprocessingML as text: runs, paragraphs, cells, rows and tables. Lengths in millimetres.

Knows the order in which Word wants properties, nothing about papers.
"""

from collections.abc import Iterable, Sequence
from html import escape

from desktop.core.documents.outline_shown import clean
from desktop.core.documents.workbook_table import ems

_BOLDER = 1.05
"""How much wider bold letters are."""

_BORDERLESS = (
    '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
)


def twips(millimetres: float) -> int:
    """Return a length as Word counts it."""
    return round(millimetres / 25.4 * 1440)


def points(millimetres: float) -> float:
    """Return a length in points."""
    return millimetres / 25.4 * 72


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is, in millimetres."""
    return ems(clean(text)) * size * (_BOLDER if bold else 1) / 72 * 25.4


def run(text: str, *, bold: bool = False, size: float = 0) -> str:
    """Return a run; looks that its paragraph's style has need not be said."""
    looks = "<w:b/><w:bCs/>" if bold else ""
    if size:
        looks += f'<w:sz w:val="{size * 2:g}"/><w:szCs w:val="{size * 2:g}"/>'
    lines = (
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' if line else ""
        for line in clean(text).split("\n")
    )
    return f"<w:r>{_all('w:rPr', looks)}{'<w:br/>'.join(lines)}</w:r>"


def dotted(lines: int) -> str:
    """Return room for handwriting up to the line's end, and that many lines in all."""
    return f"<w:r>{'<w:br/>'.join(['<w:tab/>'] * lines)}</w:r>"


def paragraph(
    content: str = "", style: str = "", *, keep: bool = False, leader: float = 0,
    indents: tuple[float, float] | None = None, hanging: float = 0, align: str = "",
) -> str:  # fmt: skip
    """Return a paragraph of runs; `keep` with the next one, dots up to `leader`.

    `hanging`: how much further to the left its first line begins.
    """
    parts = f'<w:pStyle w:val="{style}"/>' if style else ""
    if keep:
        parts += "<w:keepNext/>"
    if leader:
        tab = f'<w:tab w:val="right" w:leader="dot" w:pos="{twips(leader)}"/>'
        parts += f"<w:tabs>{tab}</w:tabs>"
    if indents is not None:
        left, right = map(twips, indents)
        hangs = f' w:hanging="{twips(hanging)}"' if hanging else ""
        parts += f'<w:ind w:left="{left}" w:right="{right}"{hangs}/>'
    if align:
        parts += f'<w:jc w:val="{align}"/>'
    return f"<w:p>{_all('w:pPr', parts)}{content}</w:p>"


def cell(
    content: str, width: float, *, span: int = 1, merged: str = "", middle: bool = False
) -> str:  # fmt: skip
    """Return a cell; `merged` with those below: "restart" where it begins, then "continue"."""
    parts = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    if span > 1:
        parts += f'<w:gridSpan w:val="{span}"/>'
    if merged:
        parts += f'<w:vMerge w:val="{merged}"/>'
    if middle:
        parts += '<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{parts}</w:tcPr>{content}</w:tc>"


def row(cells: Iterable[str], *, least: float = 0, heads: bool = False) -> str:
    """Return a row that never splits, at least so high; `heads` come back on every page."""
    parts = "<w:cantSplit/>"
    if least:
        parts += f'<w:trHeight w:val="{twips(least)}" w:hRule="atLeast"/>'
    if heads:
        parts += "<w:tblHeader/>"
    return f"<w:tr><w:trPr>{parts}</w:trPr>{''.join(cells)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[float], style: str = "") -> str:
    """Return a table of fixed widths; without a style it has neither lines nor margins."""
    parts = f'<w:tblStyle w:val="{style}"/>' if style else ""
    parts += f'<w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/>'
    parts += '<w:tblLayout w:type="fixed"/>'
    parts += "" if style else _BORDERLESS
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{parts}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _all(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if content else ""
