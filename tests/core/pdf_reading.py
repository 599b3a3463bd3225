"""What stands on the pages of a PDF: lines of text with letters and sizes, rules, tables.

All lengths in points, `y` counts upwards, as the PDF has them.
"""

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pypdfium2
import pypdfium2.raw as c

MM = 72 / 25.4


@dataclass(frozen=True)
class Sign:
    """A letter: where its foot stands, how wide it is, in which font."""

    text: str
    left: float
    right: float
    y: float
    size: float
    font: str
    black: bool
    drawn_by: int


@dataclass
class Line:
    """Letters that stand beside each other: part of a line of text, or the line of a cell."""

    signs: list[Sign] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """Return the text; room between words is one space."""
        return " ".join("".join(sign.text for sign in self.signs).split())

    @cached_property
    def seen(self) -> list[Sign]:
        """Return the letters that are no spaces."""
        return [sign for sign in self.signs if not sign.text.isspace()]

    @property
    def left(self) -> float:
        return min(sign.left for sign in self.seen)

    @property
    def right(self) -> float:
        return max(sign.right for sign in self.seen)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def y(self) -> float:
        return self.seen[0].y

    @property
    def size(self) -> float:
        return max(sign.size for sign in self.seen)

    @property
    def bold(self) -> bool:
        return all("Bold" in sign.font for sign in self.seen)

    @property
    def italic(self) -> bool:
        return all("Italic" in sign.font for sign in self.seen)

    @property
    def upright(self) -> bool:
        return not any("Italic" in sign.font for sign in self.seen)


@dataclass(frozen=True)
class Stroke:
    """A straight line that is drawn."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def flat(self) -> bool:
        return self.top - self.bottom < 0.1

    @property
    def upright(self) -> bool:
        return self.right - self.left < 0.1


@dataclass(frozen=True)
class Font:
    """A font of the file."""

    name: str
    embedded: bool


@dataclass(frozen=True)
class Page:
    """A page: `lines` in the order they were drawn."""

    width: float
    height: float
    lines: list[Line]
    strokes: list[Stroke]
    fonts: frozenset[Font]

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @cached_property
    def tables(self) -> list[tuple[float, float, float, float]]:
        """Return left, bottom, right, top of each block of joined upright rules."""
        found: list[tuple[float, float, float, float]] = []
        for one in sorted((s for s in self.strokes if s.upright), key=lambda s: -s.top):
            if found and one.top >= found[-1][1] - 1:
                left, bottom, right, top = found[-1]
                found[-1] = (
                    min(left, one.left),
                    min(bottom, one.bottom),
                    max(right, one.right),
                    top,
                )
            else:
                found.append((one.left, one.bottom, one.right, one.top))
        return found

    @cached_property
    def free(self) -> list[Line]:
        """Return the lines outside tables, from the top down."""
        lines = [line for line in self.lines if not self.in_table(line)]
        return sorted(lines, key=lambda line: (-round(line.y), line.left))

    def in_table(self, line: Line) -> bool:
        """Return whether the line stands inside a table."""
        return any(
            left - 1 <= line.middle <= right + 1 and bottom <= line.y <= top
            for left, bottom, right, top in self.tables
        )


def read(pdf: bytes) -> list[Page]:
    """Return the pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(page) for page in document]


def _page(page: pypdfium2.PdfPage) -> Page:
    text = page.get_textpage()
    lines = [line for line in _lines(list(_signs(text))) if line.seen]
    objects = list(page.get_objects(max_depth=4))
    strokes = [one for item in objects if item.type == c.FPDF_PAGEOBJ_PATH for one in _path(item)]
    fonts = {_font(item) for item in objects if item.type == c.FPDF_PAGEOBJ_TEXT}
    return Page(page.get_width(), page.get_height(), lines, strokes, frozenset(fonts))


def _signs(text: pypdfium2.PdfTextPage) -> Iterator[Sign]:
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = c.FS_RECTF(), c.FS_MATRIX()
    colour = [ctypes.c_uint() for _ in range(4)]
    name = ctypes.create_string_buffer(200)
    for n in range(c.FPDFText_CountChars(text)):
        if c.FPDFText_IsGenerated(text, n) == 1:
            continue
        c.FPDFText_GetCharOrigin(text, n, x, y)
        c.FPDFText_GetLooseCharBox(text, n, box)
        c.FPDFText_GetMatrix(text, n, matrix)
        c.FPDFText_GetFontInfo(text, n, name, 200, None)
        c.FPDFText_GetFillColor(text, n, *colour)
        owner = ctypes.cast(c.FPDFText_GetTextObject(text, n), ctypes.c_void_p).value or 0
        yield Sign(
            _letter(c.FPDFText_GetUnicode(text, n)), box.left, box.right, y.value,
            c.FPDFText_GetFontSize(text, n) * matrix.d, name.value.decode(),
            not any(part.value for part in colour[:3]), owner,
        )  # fmt: skip


def _letter(code: int) -> str:
    """Return the letter; a hyphen at the end of a line comes as code 2."""
    return "-" if code == 2 else chr(code)


def _lines(signs: list[Sign]) -> Iterator[Line]:
    """Join what one text object draws, and objects that touch; marks go with their letter."""
    line, last = Line(), None
    for sign in signs:
        if unicodedata.combining(sign.text):
            line.signs.append(sign)
            continue
        if last is not None and not _joined(last, sign):
            yield line
            line = Line()
        line.signs.append(sign)
        last = sign
    yield line


def _joined(last: Sign, sign: Sign) -> bool:
    if last.drawn_by == sign.drawn_by:
        return True
    return abs(last.y - sign.y) < 0.5 and -1 < sign.left - last.right < 0.25 * sign.size


def _path(item: pypdfium2.PdfObject) -> Iterator[Stroke]:
    matrix = item.get_matrix()
    here = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(c.FPDFPath_CountSegments(item)):
        segment = c.FPDFPath_GetPathSegment(item, n)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        there = matrix.on_point(x.value, y.value)
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_LINETO:
            (left, right), (bottom, top) = map(sorted, zip(here, there, strict=True))
            yield Stroke(left, bottom, right, top)
        here = there


def _font(item: pypdfium2.PdfObject) -> Font:
    font = c.FPDFTextObj_GetFont(item)
    name = ctypes.create_string_buffer(200)
    c.FPDFFont_GetBaseFontName(font, name, 200)
    return Font(name.value.decode(), c.FPDFFont_GetIsEmbedded(font) == 1)
