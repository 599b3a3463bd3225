"""The seal on paper: the code at the foot of each page, the QR beside the signature.

What the digits say stands in core.packages.sealing.
"""

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel, QRNumber
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.core.documents import fonts
from desktop.core.documents.fonts import REGULAR
from desktop.core.documents.layout_text import Page

QR_SIZE = 35.0
"""Side of the QR in mm, its white border included."""

_FIT_STRONGER = 580
"""Digits that version 13 holds at level Q: up to here a covered spot costs less, at no smaller
modules than what 60 figures need at level M."""

_BORDER = 4
"""White modules that the standard wants around a QR."""

_SIZE, _GAP = 10.0, 10.0
"""Of the letters in the footer, and between its two texts."""


def footer(canvas: Canvas, page: Page, code: str, about: str) -> None:
    """Write the code into the bottom margin, and at its left which report it is the code of.

    Raises MissingGlyphError.
    """
    fonts.require(about)
    about, mark = fonts.clean(about), f"Mã báo cáo: {code}"
    room = page.room[0] - fonts.width(mark, REGULAR) * _SIZE - _GAP
    y = page.bottom / 2
    canvas.saveState()
    canvas.setFont(REGULAR, _SIZE)
    canvas.drawRightString(page.left + page.room[0], y, mark)
    canvas.setFont(REGULAR, min(_SIZE, room / max(fonts.width(about, REGULAR), 1.0)))
    canvas.drawString(page.left, y, fonts.shaped(about, REGULAR))
    canvas.restoreState()


def qr(canvas: Canvas, x: float, y: float, size_mm: float, text: str) -> int:
    """Draw a QR of digits with its lower left corner at x, y; return its version.

    One path for all modules: viewers leave no light seams between them.
    """
    strong, usual = QRErrorCorrectLevel.Q, QRErrorCorrectLevel.M
    made = QRCode(None, strong if len(text) <= _FIT_STRONGER else usual)
    made.addData(QRNumber(text))
    made.make()
    step = size_mm * mm / (len(made.modules) + 2 * _BORDER)
    path = canvas.beginPath()
    for row, modules in enumerate(reversed(made.modules), start=_BORDER):
        for column, dark in enumerate(modules, start=_BORDER):
            if dark:
                path.rect(x + column * step, y + row * step, step, step)
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
    return int(made.version)
