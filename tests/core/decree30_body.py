"""Points of decree 30/2020 about text, tables, signatures, page numbers and annexes."""

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.core.decree30_parts import INDENTS, ROMAN, Paper, Part, is_block, page_number
from tests.core.decree30_points import NEAR, Kind, point, set_as
from tests.core.pdf_reading import MM, Line, Page

SINGLE = 1.15
"""Times New Roman's single line spacing, in sizes."""


@point
def addressee(paper: Paper, kind: Kind) -> Iterator[str]:
    for line in paper.to:
        yield from set_as(line, (13, 14), "upright plain")


@point
def text_size(paper: Paper, kind: Kind) -> Iterator[str]:
    for _, lines in paper.body:
        for line in lines:
            yield from set_as(line, (13, 14), "")


@point
def first_line_indent(paper: Paper, kind: Kind) -> Iterator[str]:
    for _, lines in paper.body:
        for line in lines:
            if all(abs(line.left - paper.left - indent) > NEAR for indent in INDENTS):
                yield f"“{line.text}” begins {(line.left - paper.left) / MM:.1f} mm in"


def neighbours(paper: Paper) -> Iterator[tuple[Line, Line, bool]]:
    """Yield lines of text that follow each other, and whether the second goes on with the first."""
    for page, lines in paper.body:
        for one, other in pairwise(lines):
            between = any(other.y < top < one.y for *_, top in page.tables)
            if not between and one.y - other.y > NEAR:
                yield one, other, other.left - paper.left < NEAR


@point
def justified(paper: Paper, kind: Kind) -> Iterator[str]:
    edge = max((line.right for _, lines in paper.body for line in lines), default=0.0)
    for one, _, goes_on in neighbours(paper):
        if goes_on and edge - one.right > 2 * NEAR:
            yield f"“{one.text}” ends {edge - one.right:.0f} pt before the others"


@point
def line_spacing(paper: Paper, kind: Kind) -> Iterator[str]:
    for one, other, goes_on in neighbours(paper):
        spacing = (one.y - other.y) / one.size / SINGLE
        if goes_on and not 0.95 <= spacing <= 1.55:
            yield f"“{other.text}” follows at {spacing:.2f} lines"


@point
def paragraph_spacing(paper: Paper, kind: Kind) -> Iterator[str]:
    for one, other, goes_on in neighbours(paper):
        if not goes_on and one.y - other.y < SINGLE * one.size + 5.9:
            yield f"“{other.text}” follows without 6 pt between the paragraphs"


@point
def legal_bases(paper: Paper, kind: Kind) -> Iterator[str]:
    for one, other, goes_on in neighbours(paper):
        if one.text.startswith("Căn cứ "):
            yield from set_as(one, (13, 14), "italic")
            if not goes_on and not one.text.endswith((";", ".", "…")):
                yield f"“{one.text}” ends without ;"
            if not goes_on and other.italic and not other.text.startswith("Căn cứ "):
                yield f"“{other.text}” is in italics like a legal basis"


@point
def headings(paper: Paper, kind: Kind) -> Iterator[str]:
    for _, lines in paper.body:
        for line in lines:
            if ROMAN.match(line.text):
                yield from set_as(line, (13, 14), "bold upright capitals")
            elif line.bold:
                yield from set_as(line, (13, 14), "upright")


@point
def headings_stay_with_text(paper: Paper, kind: Kind) -> Iterator[str]:
    for page, lines in paper.body:
        lowest = min((table[1] for table in page.tables), default=page.height)
        if lines and lines[-1].bold and lines[-1].y < lowest and not paper.foot(page):
            yield f"the heading “{lines[-1].text}” ends a page"


@point
def end_mark(paper: Paper, kind: Kind) -> Iterator[str]:
    texts = [line.text for _, lines in paper.body for line in lines]
    if kind == "official" and texts and not texts[-1].endswith("./."):
        yield f"the text ends with “{texts[-1][-20:]}”, not with ./."


# --- tables


@point
def table_headings_repeat(paper: Paper, kind: Kind) -> Iterator[str]:
    for part in paper.parts:
        for one, other in pairwise(part.pages):
            if _goes_on(one, other) and _headings(one, -1) != _headings(other, 0):
                yield f"the page after “{_first(one)}” does not repeat the table's headings"


def _goes_on(one: Page, other: Page) -> bool:
    """Return whether a table goes on at the top of the next page."""
    if not (one.tables and other.tables):
        return False
    (left, bottom, right, _), (next_left, _, next_right, top) = one.tables[-1], other.tables[0]
    last = all(line.y > bottom for line in one.free)
    first = all(line.y < top for line in other.free if line is not page_number(other))
    return last and first and abs(left - next_left) + abs(right - next_right) < NEAR


def _headings(page: Page, number: int) -> list[str]:
    """Return the bold cells at the top of a table."""
    _, bottom, _, top = page.tables[number]
    cells = [line for line in page.lines if page.in_table(line) and bottom <= line.y <= top]
    plain = max((line.y for line in cells if not line.bold), default=bottom)
    return sorted(line.text for line in cells if line.bold and line.y > plain)


def _first(page: Page) -> str:
    return page.free[0].text if page.free else page.lines[0].text


# --- signatures


@point
def recipients(paper: Paper, kind: Kind) -> Iterator[str]:
    labels = [(page, line) for page in paper.main.pages for line in page.free
              if line.text.startswith("Nơi nhận")]  # fmt: skip
    minutes = paper.kind is not None and paper.kind.text == "BIÊN BẢN"
    if not labels and kind == "official" and not minutes:
        yield "Nơi nhận is missing"
    for page, label in labels:
        yield from set_as(label, (12, 12), "bold italic")
        listed = [line for line in page.free if line.y < label.y and line.left < label.left + 9]
        yield from _recipient_lines(listed)
        blocks = [line for line in paper.foot(page) if is_block(line)]
        if blocks and abs(blocks[0].y - label.y) > 4:
            yield "Nơi nhận does not begin beside who signs"


def _recipient_lines(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        yield from set_as(line, (11, 11), "upright plain")
    text = " ".join(line.text for line in lines)
    if not re.fullmatch(r"(- [^;]+; )*- Lưu: [^;]+\.", text):
        yield f"“{text}” is not a list of “- …;” that ends with “- Lưu: ….”"


@point
def signing_power(paper: Paper, kind: Kind) -> Iterator[str]:
    blocks = [line for page in paper.main.pages for line in paper.foot(page) if is_block(line)]
    if not blocks:
        yield "nobody signs"
    for line in blocks:
        yield from set_as(line, (13, 14), "bold upright capitals")


@point
def signer_name(paper: Paper, kind: Kind) -> Iterator[str]:
    for page in paper.main.pages:
        foot = paper.foot(page)
        blocks = [line for line in foot if is_block(line)]
        for line in foot:
            below = blocks and line.y < min(block.y for block in blocks) - 40
            if below and line.left > blocks[0].left - 90 and not line.text.startswith("- "):
                yield from set_as(line, (13, 14), "bold upright")
                if re.match(r"(GS|PGS|TS|ThS|BS|CN|KS)\.", line.text):
                    yield f"“{line.text}” has a title"


@point
def signatures_not_alone(paper: Paper, kind: Kind) -> Iterator[str]:
    for page in paper.main.pages:
        foot = {id(line) for line in paper.foot(page)} | {id(page_number(page))}
        if all(id(line) in foot for line in page.lines):
            yield "a page holds nothing but the signatures"


# --- pages and annexes


@point
def page_numbers(paper: Paper, kind: Kind) -> Iterator[str]:
    for part in paper.parts:
        if page_number(part.pages[0]) is not None:
            yield "a first page has a number"
        for number, page in enumerate(part.pages[1:], 2):
            line = page_number(page)
            if line is None or line.text != str(number):
                yield f"page {number} has {line.text if line else 'no number'}"
            else:
                yield from _number_place(page, line)


def _number_place(page: Page, line: Line) -> Iterator[str]:
    yield from set_as(line, (13, 14), "upright plain")
    if not page.height - 20 * MM < line.y < page.height - 5 * MM:
        yield f"number {line.text} does not stand in the top margin"
    if abs(line.middle - page.width / 2) > 8 * MM:
        yield f"number {line.text} does not stand in the middle"


@point
def annex_labels(paper: Paper, kind: Kind) -> Iterator[str]:
    annexes = paper.parts[1:]
    romans = ["Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV", "Phụ lục V"]
    wanted = ["Phụ lục"] if len(annexes) == 1 else romans
    for part, text in zip(annexes, wanted, strict=False):
        label = part.label
        if label is None or label.text not in {text, romans[0] if len(annexes) == 1 else text}:
            yield f"“{label.text if label else ''}” should be “{text}”"
        if label is not None:
            yield from set_as(label, (14, 14), "bold upright")
            yield from _in_middle(part, label)


@point
def annex_titles(paper: Paper, kind: Kind) -> Iterator[str]:
    for part in paper.parts[1:]:
        titles = [line for line in part.pages[0].free[1:] if line.text.isupper()]
        if not titles:
            yield "an annex has no title"
        for line in titles:
            yield from set_as(line, (13, 14), "bold upright capitals")
            yield from _in_middle(part, line)


@point
def annex_references(paper: Paper, kind: Kind) -> Iterator[str]:
    for part in paper.parts[1:]:
        lines = [line for line in part.pages[0].free if line.text.startswith("(Kèm theo")]
        if not lines:
            yield "an annex does not say what it belongs to"
        for line in lines:
            yield from set_as(line, (13, 14), "italic plain")
            yield from _in_middle(part, line)


def _in_middle(part: Part, line: Line) -> Iterator[str]:
    if not part.centred(line):
        yield f"“{line.text}” is not in the middle"
