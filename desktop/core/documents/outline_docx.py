"""A paper as Word file that an officer finishes by hand: the parts of an outline, one by one.

Real headings, lists, tables and page numbers; what belongs together stays on one page. The same
outline gives the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.enum.section import WD_ORIENT
from docx.section import Section
from docx.shared import Mm

from desktop.core.documents import outline_docx_frame as frame, outline_docx_styles as styles
from desktop.core.documents.outline import (
    Annex,
    Chart,
    Foot,
    Grid,
    Heading,
    Outline,
    Part,
    Text,
)
from desktop.core.documents.outline_docx_frame import Page
from desktop.core.documents.outline_docx_grid import chart, grid
from desktop.core.documents.outline_docx_xml import dotted, paragraph, run, width_of
from desktop.core.documents.outline_shown import clean, written_on
from desktop.core.progress import Progress

_SHORT, _LONG = 210.0, 297.0
_BODY, _INDENT = 14.0, 12.7
_DASH = "- "
_DOTS = re.compile(r"\s*(…{10,}|\.{20,})$")
"""Room for handwriting up to the end of the line: becomes a dotted tab."""

_NUMBER = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'


def write(outline: Outline, path: Path, progress: Progress) -> None:
    """Write the paper as Word file. Raises CancelledError."""
    document = styles.blank(outline.title, outline.author, written_on(outline))
    for number, parts in enumerate(_sections(outline.parts)):
        if number:
            styles.begin_section(document)
        page = _set_up(document.sections[-1], outline, parts[0])
        for xml in _body(parts, page, progress):
            styles.append(document, xml)
    styles.end_section(document)
    target = BytesIO()
    document.save(target)
    _rewrite(target, path, written_on(outline))


def _sections(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Yield the parts page set-up by page set-up: each annex begins a new one."""
    starts = [number for number, part in enumerate(parts) if isinstance(part, Annex) and number]
    for start, end in zip([0, *starts], [*starts, len(parts)], strict=True):
        yield parts[start:end]


def _set_up(section: Section, outline: Outline, first: Part) -> Page:
    """Set paper, margins and page number; a landscape annex has the binding edge above."""
    landscape = first.landscape if isinstance(first, Annex) else outline.landscape
    turned = landscape and not outline.landscape
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(_SHORT), Mm(_LONG)
    if landscape:
        section.page_width, section.page_height = Mm(_LONG), Mm(_SHORT)
    left, right = (20, 20) if turned else (30, 15 if landscape else 20)
    section.top_margin, section.bottom_margin = Mm(30 if turned else 20), Mm(20)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    styles.fill(section.header.part.element, paragraph(_NUMBER, "Header"))
    return Page((_LONG if landscape else _SHORT) - left - right, upright=not landscape)


def _body(parts: Sequence[Part], page: Page, progress: Progress) -> Iterator[str]:
    """Yield the paragraphs and tables of a section."""
    kept = _kept(parts)
    for number, part in enumerate(parts):
        progress.step()
        match part:
            case Text():
                yield from _text(part, page.width, keep=number in kept)
            case Heading():
                yield paragraph(run(part.text), f"Heading{part.level}")
            case Grid():
                yield from grid(part, page.width, progress, keep=number in kept)
            case Chart():
                yield from chart(part, page.width)
            case _:
                yield from frame.drawn(part, page)


def _kept(parts: Sequence[Part]) -> set[int]:
    """Return which texts and tables stay with what follows: with a table, with signatures.

    A table stays with the signatures even when texts stand between.
    """
    found: set[int] = set()
    for number, part in enumerate(parts):
        if not isinstance(part, Grid | Foot):
            continue
        before = number - 1
        while before > 0 and isinstance(parts[before], Text):
            before -= 1
        closes = isinstance(part, Foot) and isinstance(parts[before], Grid)
        found |= set(range(before, number)) if closes else {number - 1}
    return found


def _text(part: Text, width: float, *, keep: bool) -> Iterator[str]:
    """Yield a paragraph for each line of the text."""
    start = f"{part.bold_start.rstrip()} " if part.bold_start else ""
    style = "CanCu" if part.italic else ""
    for line in clean(part.text).split("\n"):
        lead = run(start, bold=True) if start else ""
        found = _DOTS.search(line)
        if line.startswith(_DASH) and not start and not found:
            yield paragraph(run(line.removeprefix(_DASH)), "ListBullet", keep=keep)
        elif found:
            text = line[: found.start()]
            lines = _lines_to_write(start + text, found[1], width)
            content = lead + (run(f"{text} ") if text else "") + dotted(lines)
            style = style if text or start else "DongCham"
            yield paragraph(content, style, keep=keep, leader=width)
        else:
            yield paragraph(lead + run(line), style, keep=keep)
        start = ""


def _lines_to_write(text: str, dots: str, width: float) -> int:
    """Return how many lines the dots fill, with the one in which the text ends."""
    used = _INDENT + width_of(text, _BODY) if text else 0.0
    return max(round((used + width_of(dots, _BODY)) / width) - int(used / width), 1)


def _rewrite(source: BytesIO, path: Path, day: date) -> None:
    """Copy the file with one day for all of its parts: the same paper is the same bytes."""
    with ZipFile(source) as made, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in made.namelist():
            member = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type, member.create_system = ZIP_DEFLATED, 0
            target.writestr(member, made.read(name))
