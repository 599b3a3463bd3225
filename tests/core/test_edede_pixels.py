"""Ê-đê words on our PDF look as Qt's text engine (HarfBuzz) draws them in the same font."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPainter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop.core.documents import fonts
from desktop.core.documents.fonts import BOLD, REGULAR
from desktop.core.documents.layout_text import put

SIZE, SCALE = 48, 2
WIDE, HIGH = 520, 100
WORDS = ("H'Yim Kđoh", "Y Bhiông Niê", "Buôn Ƀuôr", "Čuôr Kăp", "Ñuĕl ĭ ŏ ŭ", "Nghị quyết ở Ắ Ổ Ữ")
MARKED = ("Mlê̆", "Kô̆", "Mơ̆", "Knư̆r", "Bliê̆ Ñơ̆ng")


def by_us(word: str, style: str) -> Image.Image:
    fonts.letters()
    target = BytesIO()
    first: str = style
    canvas = Canvas(target, pagesize=(WIDE, HIGH), initialFontName=first)
    text = canvas.beginText()
    text.setFont(style, SIZE)
    put(text, 10, 30, fonts.clean(word), style)
    canvas.drawText(text)
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    return ink(page.render(scale=SCALE).to_pil().convert("L"))


def by_qt(word: str, style: str) -> Image.Image:
    number = QFontDatabase.addApplicationFont(pdfmetrics.getFont(style).face.filename)
    family = QFontDatabase.applicationFontFamilies(number)[0]
    font = QFont(family)
    font.setPixelSize(SIZE * SCALE)
    font.setBold(style == BOLD)
    font.setKerning(False)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    image = QImage(WIDE * SCALE, HIGH * SCALE, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(10 * SCALE, (HIGH - 30) * SCALE, fonts.clean(word))
    painter.end()
    size = (WIDE * SCALE, HIGH * SCALE)
    return ink(
        Image.frombytes("L", size, bytes(image.constBits()), "raw", "L", image.bytesPerLine())
    )


def ink(grey: Image.Image) -> Image.Image:
    """White where there is ink, else black."""
    return grey.point(lambda shade: 255 if shade < 128 else 0)


def amount(one: Image.Image) -> int:
    return one.histogram()[255]


def alike(one: Image.Image, other: Image.Image) -> float:
    """How much of the ink is common to both, 1.0 for the same picture."""
    return amount(ImageChops.darker(one, other)) / amount(ImageChops.lighter(one, other))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("style", [REGULAR, BOLD])
@pytest.mark.parametrize("word", WORDS)
def test_that_a_word_looks_alike_in_both_engines(word: str, style: str) -> None:
    assert alike(by_us(word, style), by_qt(word, style)) > 0.85


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("style", [REGULAR, BOLD])
@pytest.mark.parametrize("word", MARKED)
def test_that_a_single_mark_stands_over_its_letter(word: str, style: str) -> None:
    """The base letters are alike; the breve adds ink above them and nowhere else."""
    bare = "".join(sign for sign in fonts.clean(word) if sign != "\u0306")
    ours, without = by_us(word, style), by_us(bare, style)
    added = ImageChops.subtract(ours, without)
    assert amount(added) > 40
    breve, letters = added.getbbox(), without.getbbox()
    assert breve is not None
    assert letters is not None
    assert breve[3] < (letters[1] + letters[3]) / 2
    assert alike(ImageChops.darker(ours, without), without) > 0.99
    assert alike(ours, by_qt(word, style)) > 0.8


@pytest.mark.usefixtures("qapp")
def test_that_the_comparison_sees_another_letter() -> None:
    assert alike(by_us("Knur", REGULAR), by_qt("Knir", REGULAR)) < 0.8
