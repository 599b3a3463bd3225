"""Bars on paper: a line for each, in one grey that any printer can show."""

from collections.abc import Sequence
from decimal import Decimal

from reportlab.lib.units import mm

from desktop.core.documents.fonts import BOLD, REGULAR, width
from desktop.core.documents.layout_text import ASCENT, LEFT, Paper, wrap
from desktop.core.typed import show_decimal, show_number

_GREY = 0.6
_SIZE, _STEP, _BAR = 10.0, 15.0, 7.0
_NAMES = 0.36
"""The share of the line that names may take."""

_GAP = 2 * mm
_AT_LEAST = 3
"""So many bars stay with the title where not all fit on a page."""

Bars = Sequence[tuple[str, int | Decimal | None]]


def height(found: Bars) -> float:
    """Return how much of a chart must stand on the page where it begins."""
    return 30 + min(len(found), _AT_LEAST) * _STEP


def bars(paper: Paper, title: str, found: Bars) -> None:
    """Draw a bar for each name below the title; one without a figure has a dash."""
    paper.need(min(30 + len(found) * _STEP, paper.page.room[1]))
    paper.skip(6)
    paper.lines(title, BOLD, 12)
    paper.skip(2)
    said = ["–" if value is None else _shown(value) for _, value in found]
    names = min(_widest([name for name, _ in found]), paper.width * _NAMES) + _GAP
    room = paper.width - names - _widest(said) - _GAP
    longest = float(max((value for _, value in found if value), default=0))
    for (name, value), figure in zip(found, said, strict=True):
        paper.need(_STEP)
        long = room * float(value) / longest if value and longest else 0.0
        _line(paper, name, figure, names, long)
    paper.skip(6)


def _line(paper: Paper, name: str, figure: str, names: float, long: float) -> None:
    top = paper.y
    paper.canvas.setFillGray(_GREY)
    base = top - ASCENT * _SIZE
    paper.canvas.rect(paper.left + names, base - 0.5, long, _BAR, stroke=0, fill=1)
    paper.canvas.setFillGray(0)
    _put(paper, name, paper.left, names - _GAP)
    paper.y = top
    _put(paper, figure, paper.left + names + long + _GAP, paper.width)
    paper.y = top - _STEP


def _put(paper: Paper, text: str, left: float, room: float) -> None:
    """Write one line; what is too long for it is cut with dots."""
    lines = wrap(text, REGULAR, room / _SIZE)
    if len(lines) > 1:
        words = text.split(" ")
        while len(words) > 1 and len(wrap(" ".join(words) + "…", REGULAR, room / _SIZE)) > 1:
            words.pop()
        lines = wrap(" ".join(words) + "…", REGULAR, room / _SIZE)
    paper.draw_lines(lines[:1], REGULAR, _SIZE, LEFT, (left, room))


def _widest(texts: Sequence[str]) -> float:
    return max((width(text, REGULAR) * _SIZE for text in texts), default=0.0)


def _shown(value: int | Decimal) -> str:
    return show_number(value) if isinstance(value, int) else show_decimal(value)
