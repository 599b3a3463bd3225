"""A payment list of 400 people as PDF against a bare canvas that draws the same lines of text."""

from io import BytesIO
from itertools import groupby
from operator import itemgetter

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from desktop.core.documents import fonts, layout_text, outline_pdf
from desktop.core.progress import Progress
from tests.benchmarks.measure import Figure, interleaved, median, ratio
from tests.core.outline_examples import payments

ROWS, ROUNDS = 400, 15
LONGEST, GOAL = 1_000, 2.0
Drawn = tuple[float, float, str, str, float]


def run() -> list[Figure]:
    """Return the ratio and the time of a list nobody has printed before."""
    lines = _recorded()
    times = interleaved({"ours": _ours, "bare": lambda: _bare(lines)}, ROUNDS)
    found, taken = ratio(times, "ours", "bare"), median(times["ours"])
    return [
        Figure(
            f"list of {ROWS} people as PDF ÷ bare canvas lines",
            found,
            f"{taken:.0f} ÷ {median(times['bare']):.0f} ms",
            f"≤ {GOAL}, ≤ {LONGEST} ms",
            met=found <= GOAL and taken <= LONGEST,
        )
    ]


def _ours() -> bytes:
    """Write the list with nothing wrapped or measured before."""
    layout_text.wrap.cache_clear()
    for known in fonts._widths.values():
        known.clear()
    return outline_pdf.to_bytes(payments(ROWS), Progress())


def _bare(pages: list[list[Drawn]]) -> bytes:
    target = BytesIO()
    canvas = Canvas(target, pagesize=(842, 595), invariant=1)
    for page in pages:
        for (font, size), lines in groupby(page, key=itemgetter(3, 4)):
            canvas.setFont(font, size)
            for x, y, text, *_ in lines:
                canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _recorded() -> list[list[Drawn]]:
    """Return what the list draws: place, text and font of each line, by pages."""
    pages: list[list[Drawn]] = []
    out, show = PDFTextObject.textOut, layout_text.Paper._turn

    def noted(text: PDFTextObject, content: str) -> None:
        pages[-1].append((*text.getCursor(), content, text._fontname, text._fontsize))
        out(text, content)

    def turned(paper: layout_text.Paper, page: layout_text.Page) -> None:
        pages.append([])
        show(paper, page)

    PDFTextObject.textOut, layout_text.Paper._turn = noted, turned
    try:
        outline_pdf.to_bytes(payments(ROWS), Progress())
    finally:
        PDFTextObject.textOut, layout_text.Paper._turn = out, show
    return pages
