"""Pages, lines and paragraphs on reportlab's canvas. All lengths in points, `y` counts upwards.

Pages go straight to the canvas, so memory grows only by what the file itself needs.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from desktop.core.documents import fonts
from desktop.core.documents.fonts import REGULAR
from desktop.core.progress import Progress

LEFT, CENTER, RIGHT, JUSTIFY = 0.0, 0.5, 1.0, -1.0
"""Where a line stands in its width; JUSTIFY stretches all lines but the last."""

LEADING = 1.15
"""Distance of lines in sizes: Times New Roman's single spacing."""

ASCENT = 0.9
"""From the top of a line down to its letters' feet, in sizes."""

BODY = 14.0
AFTER = 6.0
INDENT = 12.7 * mm

_DOTS = re.compile(r"…{2,}|\.{4,}")
_DOTS_AT_END = re.compile(r"(…{2,}|\.{4,})$")
_LEAST_DOTS, _LONG = 3, 10
"""Dots are room for handwriting; as many as the second go on to the end of their line."""


class Line(NamedTuple):
    """A line as it fits; `width` and `indent` in ems; so many letters at its start are `bold`."""

    text: str
    width: float
    last: bool
    indent: float = 0.0
    bold: int = 0


@dataclass(frozen=True)
class Page:
    """A sheet and its margins, in points."""

    width: float
    height: float
    top: float = 20 * mm
    bottom: float = 20 * mm
    left: float = 30 * mm
    right: float = 20 * mm

    @property
    def room(self) -> tuple[float, float]:
        """Return width and height inside the margins."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom


PORTRAIT = Page(210 * mm, 297 * mm)
LANDSCAPE = Page(297 * mm, 210 * mm, right=15 * mm)
"""A document that is landscape throughout is bound at its own left."""

ANNEX = Page(297 * mm, 210 * mm, top=30 * mm, left=20 * mm)
"""A landscape annex of a portrait document: turned, its top lies in the binding edge."""


@lru_cache(maxsize=2_048)
def wrap(
    text: str, style: str, room: float, indent: float = 0.0, bold: int = 0
) -> tuple[Line, ...]:
    """Return the lines of a text in a width of `room` ems; paragraphs start `indent` ems later.

    The first `bold` words are bold. Raises MissingGlyphError. Words that are too long are cut
    between letters, dots (room for handwriting) wherever a line ends.
    """
    fonts.require(text)
    found: list[Line] = []
    for part in fonts.clean(text).split("\n"):
        words = [word for word in part.split(" ") if word]
        _wrap_part(words, style, room, indent, bold, found)
        bold = max(bold - len(words), 0)
    return tuple(found)


def _wrap_part(
    words: Sequence[str], style: str, room: float, indent: float, bold: int, found: list[Line]
) -> None:
    space = fonts.width(" ", style)
    line: list[str] = []
    used, heavy = 0.0, 0
    for number, whole in enumerate(words):
        word = whole
        own_style = fonts.BOLD if number < bold else style
        own = fonts.width(word, own_style)
        gap = space if line else 0.0
        if used + gap + own > room - indent:
            dots, word = _dots(word, own_style, room - indent - used - gap)
            if dots:
                line.append(dots)
                used += gap + fonts.width(dots, own_style)
            if line:
                found.append(_line(line, used, indent, heavy, last=False))
                line, used, heavy, gap, indent = [], 0.0, 0, 0.0, 0.0
            *pieces, word = _pieces(word, own_style, room - indent)
            for piece in pieces:
                own = fonts.width(piece, own_style)
                found.append(_line([piece], own, indent, number < bold, last=True))
                indent = 0.0
            own = fonts.width(word, own_style)
        used += gap + own
        line.append(word)
        heavy += number < bold
    found.append(_line(line, used, indent, heavy, last=True))


def _line(words: Sequence[str], used: float, indent: float, heavy: int, *, last: bool) -> Line:
    bold = len(" ".join(words[:heavy])) if heavy else 0
    return Line(" ".join(words), used, last, indent, bold)


def _dots(word: str, style: str, room: float) -> tuple[str, str]:
    """Split a word of dots so that its first part fits; any other word stays whole."""
    if not _DOTS.fullmatch(word):
        return "", word
    count = int(room / fonts.width(word[0], style))
    return (word[:count], word[count:]) if count >= _LEAST_DOTS else ("", word)


def _pieces(word: str, style: str, room: float) -> list[str]:
    """Cut a word that is wider than a line; marks stay with their letter."""
    if fonts.width(word, style) <= room:
        return [word]
    pieces, piece, used = [], "", 0.0
    for sign in word:
        own = 0.0 if fonts.needs_shaping(sign) else fonts.width(sign, style)
        if piece and used + own > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + sign, used + own
    return [*pieces, piece]


class Paper:
    """A document under way: pages, and text from the top down."""

    def __init__(self, target: Path | BytesIO, title: str, author: str, progress: Progress) -> None:
        fonts.letters()
        for text in (title, author):
            fonts.require(text)
        first_font: Any = REGULAR
        self.canvas = Canvas(
            str(target) if isinstance(target, Path) else target,
            invariant=1,
            initialFontName=first_font,
            initialFontSize=BODY,
            lang="vi",
        )
        self.canvas.setTitle(fonts.clean(title))
        self.canvas.setAuthor(fonts.clean(author))
        self.canvas.setCreator("Sổ Truyền Thông")
        self.canvas.setProducer("Sổ Truyền Thông")
        self.page = PORTRAIT
        self.y = 0.0
        self.each_page: Callable[[Canvas, Page], object] | None = None
        """Draws what stands in the margins of every page."""
        self._pages = 0
        self._number = 0
        self._progress = progress

    @property
    def left(self) -> float:
        """Return where lines begin."""
        return self.page.left

    @property
    def width(self) -> float:
        """Return how wide lines may be."""
        return self.page.room[0]

    @property
    def room(self) -> float:
        """Return the height that is free on this page."""
        return self.y - self.page.bottom

    @property
    def at_top(self) -> bool:
        """Return whether nothing stands on this page yet."""
        return self.y == self.page.height - self.page.top

    def begin(self, page: Page) -> None:
        """Start a part (the document, an annex) on a new page; its pages count from 1."""
        self._number = 0
        self._turn(page)

    def next_page(self) -> None:
        """Go on at the top of the next page. Raises CancelledError."""
        self._turn(self.page)

    def need(self, height: float) -> None:
        """Go to the next page unless so much is free on this one."""
        if self.room < height and not self.at_top:
            self.next_page()

    def skip(self, height: float) -> None:
        """Leave so much free."""
        self.y -= height

    def finish(self) -> None:
        """Write the file."""
        self.canvas.showPage()
        self._progress.step("Đang ghi tệp")
        self.canvas.save()

    def draw_lines(
        self,
        lines: Sequence[Line],
        style: str = REGULAR,
        size: float = BODY,
        align: float = LEFT,
        box: tuple[float, float] | None = None,
    ) -> None:
        """Draw lines from `y` down inside `box` (left, width)."""
        left, width = box or (self.left, self.width)
        text = self.canvas.beginText()
        text.setFont(style, size)
        for line in lines:
            start = line.indent * size
            free = width - start - line.width * size
            shift = start + (free * align if align > 0 else 0.0)
            text.setTextOrigin(left + shift, self.y - ASCENT * size)
            if align == JUSTIFY:
                _stretch(text, line, free, size)
            if line.bold:
                text.setFont(fonts.BOLD, size)
                text.textOut(fonts.shaped(line.text[: line.bold], fonts.BOLD))
                text.setFont(style, size)
            text.textOut(fonts.shaped(line.text[line.bold :], style))
            self.y -= size * LEADING
        text.setWordSpace(0)
        text.setCharSpace(0)
        self.canvas.drawText(text)

    def lines(
        self,
        content: str,
        style: str = REGULAR,
        size: float = BODY,
        align: float = CENTER,
        box: tuple[float, float] | None = None,
    ) -> None:
        """Draw a text that stays on this page."""
        width = (box or (self.left, self.width))[1]
        self.draw_lines(wrap(content, style, width / size), style, size, align, box)

    def paragraph(
        self,
        content: str,
        style: str = REGULAR,
        size: float = BODY,
        keep: float = 0.0,
        start: str = "",
    ) -> None:
        """Draw a justified paragraph with its indent; `keep` must fit below its end.

        `start` stands bold before it. Where it goes over to the next page, at least two lines
        stand on either side.
        """
        lines = self.paragraph_lines(content, style, size, start)
        step = size * LEADING
        below = keep + AFTER if keep else 0.0
        while lines:
            fitting = min(int((self.room - 0.01) / step), len(lines))
            if fitting == len(lines) and self.room < fitting * step + below:
                fitting -= 2
            elif fitting == len(lines) - 1:
                fitting -= 1
            if fitting < min(2, len(lines)) and not self.at_top:
                self.next_page()
                continue
            part, lines = lines[: max(fitting, 1)], lines[max(fitting, 1) :]
            self.draw_lines(part, style, size, JUSTIFY)
            if lines:
                self.next_page()
        self.skip(AFTER)

    def paragraph_lines(
        self, content: str, style: str = REGULAR, size: float = BODY, start: str = ""
    ) -> list[Line]:
        """Return the lines of a paragraph; dots at its end are led to the end of the line."""
        room = self.width / size
        bold = sum(map(bool, fonts.clean(start).replace("\n", " ").split(" ")))
        *lines, last = wrap(f"{start} {content}".strip(), style, room, INDENT / size, bold)
        dots = _DOTS_AT_END.search(last.text)
        if dots and dots[0] == last.text and lines and last.width < room / 3:
            return lines
        if dots and len(dots[0]) >= _LONG:
            dot = fonts.width(dots[0][0], style)
            more = int((room - last.indent - last.width) / dot)
            text = last.text + dots[0][0] * more
            last = last._replace(text=text, width=last.width + more * dot)
        return [*lines, last]

    def heading(self, content: str, style: str = fonts.BOLD, keep: float = 4 * BODY) -> None:
        """Draw a line that stays with `keep` of what follows."""
        lines = wrap(content, style, self.width / BODY, INDENT / BODY)
        self.need(len(lines) * BODY * LEADING + AFTER + keep)
        self.draw_lines(lines, style, BODY, JUSTIFY)
        self.skip(AFTER)

    def rule(self, middle: float, length: float) -> None:
        """Draw a thin rule of that length, centred, just below `y`."""
        self.canvas.setLineWidth(0.6)
        self.canvas.line(middle - length / 2, self.y - 2, middle + length / 2, self.y - 2)
        self.y -= 4

    def _turn(self, page: Page) -> None:
        if self._pages:
            self.canvas.showPage()
        self._pages += 1
        self._number += 1
        self._progress.step(f"Đang viết trang {self._pages}")
        self.page = page
        self.canvas.setPageSize((page.width, page.height))
        self.y = page.height - page.top
        if self.each_page:
            self.each_page(self.canvas, page)
        if self._number > 1:
            self.canvas.setFont(REGULAR, 13)
            self.canvas.drawCentredString(
                page.width / 2, page.height - page.top / 2 - 4, str(self._number)
            )


def _stretch(text: PDFTextObject, line: Line, free: float, size: float) -> None:
    """Fill the room of a line: a full one by its gaps, dots at its end by all its letters."""
    dotted = free < size and _DOTS_AT_END.search(line.text) is not None
    gaps = 0 if dotted or line.last else _gaps(line.text)
    text.setWordSpace(free / gaps if gaps else 0)
    text.setCharSpace(free / len(line.text) if dotted else 0)


def _gaps(text: str) -> int:
    """Count what the canvas stretches: it writes a no-break space as a space."""
    return text.count(" ") + text.count("\u00a0")


def put(text: PDFTextObject, x: float, y: float, content: str, style: str) -> None:
    """Draw one line at a place with the text object's own font."""
    text.setTextOrigin(x, y)
    text.textOut(fonts.shaped(content, style))
