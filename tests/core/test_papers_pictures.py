"""Every paper as a picture of its pages, compared with the one that a person looked at.

`SOTT_GOLDEN=write` makes the pictures anew: look at each before it is committed.
"""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from desktop.core.documents import outline_pdf, report_outline
from desktop.core.documents.forms import FORMS
from desktop.core.documents.outline import Outline
from desktop.core.progress import Progress
from tests.core.documents_content import make_content
from tests.core.forms_content import content_of

FOLDER = Path(__file__).parent.parent / "golden" / "pictures"
DPI = 36
ALIKE = 1.5
"""Mean difference of grey, of 255; a line that moves by its own height gives more."""


def pages(outline: Outline) -> Image.Image:
    """All pages below each other."""
    document = pypdfium2.PdfDocument(outline_pdf.to_bytes(outline, Progress()))
    made = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    whole = Image.new("L", (max(one.width for one in made), sum(one.height for one in made)), 200)
    top = 0
    for one in made:
        whole.paste(one, (0, top))
        top += one.height
    return whole


def difference(one: Image.Image, other: Image.Image) -> float:
    if one.size != other.size:
        return 255.0
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


PAPERS = {form.code: form for form in FORMS}


def drawn(code: str) -> Image.Image:
    if code == "BC":
        return pages(report_outline.outline(make_content(60)))
    return pages(PAPERS[code].outline(content_of(code)))


@pytest.mark.parametrize("code", [*PAPERS, "BC"])
def test_that_a_paper_looks_as_it_did(code: str) -> None:
    found, path = drawn(code), FOLDER / f"{code}.png"
    if os.environ.get("SOTT_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        found.quantize(16).save(path, optimize=True)
    assert difference(found, Image.open(path).convert("L")) < ALIKE


def test_that_a_line_that_moved_is_seen() -> None:
    found = drawn("GM")
    moved = found.copy()
    part = found.crop((0, 200, found.width, 300))
    moved.paste(part, (0, 207))
    assert difference(found, moved) > ALIKE
