import hashlib
import random
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from itertools import cycle

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.core import periods
from desktop.core.documents import fonts, seal_mark
from desktop.core.documents.layout_text import ANNEX, LANDSCAPE, PORTRAIT, Page
from desktop.core.errors import MissingGlyphError
from desktop.core.packages import sealing
from desktop.core.packages.sealing import Figure, Figures, SealContent
from tests.core import pdf_reading

CODE = "3379 3970 0111 5665 0865 4994"
ABOUT = "Phường Tân Lập – quý IV năm 2024 – bản 1"
X, Y, SIZE = 60.0, 60.0, seal_mark.QR_SIZE
"""Where the QR stands on its page, in mm."""
DPI = 150

WARD: Figures = {
    "CT01": 34, "CT02": 2_180, "CT03": 1_204, "CT04": 866,
    "CT05": {"declared": 212, "distinct": 140}, "CT06": {"declared": 180, "distinct": 121},
    "CT07": {"declared": 45, "distinct": None}, "CT08": None, "CT09": 11, "CT10": 24, "CT11": 96,
    "CT12": 1_440, "CT13": 480, "CT14": {"items": 18, "area_m2": Decimal("126.5")}, "CT15": 1_500,
    "CT16": 12, "CT17": 2, "CT18": 3, "CT19": {"cash": 12_500_000, "in_kind": 3_200_000},
    "CT20": {"allocated": 85_000_000, "spent": 61_250_000, "rate": Decimal("72.06")},
}  # fmt: skip
"""A busy ward's quarter."""


def sixty(seed: int) -> Figures:
    """Return 60 figures: mostly counts, some decimals, money, nothing entered."""
    chance = random.Random(seed)

    def figure(number: int) -> Figure:
        if number % 10 == 0:
            return None
        if number % 10 == 5:
            return Decimal(chance.randrange(99_999)).scaleb(-chance.choice((1, 2)))
        return chance.randrange(10**9 if number > 56 else 10 ** chance.randint(1, 5))

    return {f"CT{number:02d}": figure(number) for number in range(1, 61)}


def digits(figures: Figures) -> str:
    content = SealContent(
        "24118", "5f56243b-266d-5a7b-a364-18d6db32017e", periods.parse("2024-Q4"), 1,
        hashlib.sha256(b"content").digest(), figures,
    )  # fmt: skip
    return sealing.qr_text(content, bytes(range(32)))


def draw(page: Page, *steps: Callable[[Canvas], object]) -> bytes:
    """Return a PDF with a page for each step."""
    fonts.letters()
    target = BytesIO()
    canvas = Canvas(target, pagesize=(page.width, page.height), invariant=1)
    for step in steps:
        step(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def printed(text: str) -> bytes:
    def last_page(canvas: Canvas) -> None:
        seal_mark.qr(canvas, X * mm, Y * mm, SIZE, text)
        seal_mark.footer(canvas, PORTRAIT, CODE, ABOUT)

    return draw(PORTRAIT, last_page)


def version(text: str) -> int:
    canvas = Canvas(BytesIO())
    return seal_mark.qr(canvas, 0, 0, SIZE, text)


def rendered(pdf: bytes, dpi: float = DPI) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
    return picture.convert("L")


def symbol(text: str, height: int, dpi: float = DPI) -> tuple[float, float, float, float]:
    """Return left, top, side and module of the QR without its white border, in pixels."""
    modules = 17 + 4 * version(text)
    module = SIZE * dpi / 25.4 / (modules + 8)
    top = height - (Y + SIZE) * dpi / 25.4
    return X * dpi / 25.4 + 4 * module, top + 4 * module, modules * module, module


def scan(
    page: Image.Image, angle: float, spot: tuple[float, float, float, float], shade: int
) -> Image.Image:
    """Return the page as a cheap scanner gives it: a spot, crooked, soft, noisy, as JPEG."""
    worn = page.copy()
    ImageDraw.Draw(worn).rectangle(spot, fill=shade)
    worn = worn.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    worn = worn.filter(ImageFilter.GaussianBlur(0.5))
    noise = random.Random(angle).randbytes(worn.width * worn.height)
    worn = Image.blend(worn, Image.frombytes("L", worn.size, noise), 0.05)
    target = BytesIO()
    worn.save(target, "JPEG", quality=60)
    return Image.open(target).convert("L")


def read(picture: Image.Image) -> str | None:
    found = zxingcpp.read_barcode(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text if found else None


def places(
    text: str, height: int, share: float, steps: int
) -> list[tuple[float, float, float, float]]:
    """Return square spots of this share of the symbol all over it, off its three corner marks."""
    left, top, side, module = symbol(text, height)
    spot, mark = side * share**0.5, 8 * module
    found = []
    for row in range(steps):
        for column in range(steps):
            x, y = (column * (side - spot) / (steps - 1), row * (side - spot) / (steps - 1))
            at_left, at_right = x < mark, x + spot > side - mark
            at_top, at_bottom = y < mark, y + spot > side - mark
            if not ((at_top and (at_left or at_right)) or (at_bottom and at_left)):
                found.append((left + x, top + y, left + x + spot, top + y + spot))
    return found


@pytest.mark.parametrize("angle", [-2.0, 2.0])
@pytest.mark.parametrize("figures", [WARD, sixty(1), sixty(2)], ids=["ward", "sixty", "sixty too"])
def test_that_a_worn_scan_of_the_page_is_read(figures: Figures, angle: float) -> None:
    text = digits(figures)
    page = rendered(printed(text))
    spots = places(text, page.height, 0.10, 4)
    assert len(spots) == 13
    unread = [
        (spot, shade)
        for spot, shade in zip(spots, cycle((0, 128, 255)), strict=False)
        if read(scan(page, angle, spot, shade)) != text
    ]
    assert not unread
    assert sealing.read_qr(text).figures == figures


def test_that_a_page_worn_too_much_is_not_read() -> None:
    """What the scans above would find if they covered nothing: these must fail."""
    text = digits(WARD)
    page = rendered(printed(text))
    for spot in places(text, page.height, 0.40, 3):
        assert read(scan(page, 2.0, spot, 128)) is None
    assert read(scan(page, 2.0, (0, 0, 1, 1), 255)) == text


def test_that_sixty_figures_fit_version_13() -> None:
    assert version(digits(WARD)) <= 13
    sizes = {len(digits(sixty(seed))) for seed in range(20)}
    assert max(sizes) > 700
    assert all(version("7" * size) <= 13 for size in sizes)


@pytest.mark.parametrize(
    ("count", "wanted", "level"),
    [
        (580, 13, "Q"),
        (581, 11, "M"),
        (604, 11, "M"),
        (605, 12, "M"),
        (796, 13, "M"),
        (797, 14, "M"),
    ],
)
def test_that_digits_take_the_room_of_numeric_mode(count: int, wanted: int, level: str) -> None:
    """The capacities are those of ISO/IEC 18004, table 7; as bytes no such text would fit."""
    text = "0123456789" * 80
    text = text[:count]
    assert version(text) == wanted
    found = zxingcpp.read_barcode(rendered(printed(text), 300))
    assert found is not None
    assert (found.text, found.bytes, found.ec_level) == (text, text.encode(), level)


def test_that_only_digits_are_drawn() -> None:
    with pytest.raises(ValueError, match=r"^$"):
        seal_mark.qr(Canvas(BytesIO()), 0, 0, SIZE, "12 34")


def test_that_the_qr_fills_its_square_but_for_the_white_border() -> None:
    text = digits(WARD)
    page = rendered(printed(text), 600)
    cut = page.crop((0, 0, page.width, round(page.height - 40 * 600 / 25.4)))
    box = cut.point(lambda shade: 255 * (shade < 128)).getbbox()
    left, top, side, _ = symbol(text, page.height, 600)
    assert box == pytest.approx((left, top, left + side, top + side), abs=2)
    assert side > 0.88 * SIZE * 600 / 25.4


def test_that_the_same_seal_is_the_same_bytes() -> None:
    assert printed(digits(WARD)) == printed(digits(WARD))
    assert printed(digits(WARD)) != printed(digits(WARD | {"CT08": 0}))


@pytest.mark.parametrize(
    "page", [PORTRAIT, LANDSCAPE, ANNEX], ids=["portrait", "landscape", "annex"]
)
@pytest.mark.parametrize(
    "about", [ABOUT, "Xã Ea Kao – từ ngày 01/10/2024 " * 6], ids=["usual", "long"]
)
def test_that_the_code_stands_at_the_foot_of_each_page(page: Page, about: str) -> None:
    def foot(canvas: Canvas) -> None:
        seal_mark.footer(canvas, page, CODE, about)

    pages = pdf_reading.read(draw(page, foot, foot))
    assert len(pages) == 2
    for one in pages:
        code, said = sorted(one.lines, key=lambda line: -line.left)
        assert code.text == f"Mã báo cáo: {CODE}"
        assert said.text == about.strip()
        assert said.right + 5 < code.left
        assert said.left == pytest.approx(page.left, abs=1)
        assert code.right == pytest.approx(page.width - page.right, abs=1)
        assert 5 * mm < code.y < page.bottom - code.size
        assert code.size == 10


def test_that_marks_leave_the_canvas_as_it_was() -> None:
    def text(canvas: Canvas) -> None:
        canvas.setFont(fonts.BOLD, 14)
        canvas.setFillGray(0.5)
        seal_mark.footer(canvas, PORTRAIT, CODE, ABOUT)
        seal_mark.qr(canvas, X * mm, Y * mm, SIZE, "123")
        canvas.drawString(100, 700, "Sau dấu")

    after = next(line for line in pdf_reading.read(draw(PORTRAIT, text))[0].lines if line.y == 700)
    assert (after.bold, after.size, after.seen[0].black) == (True, 14, False)


def test_that_a_letter_no_font_has_is_not_left_out() -> None:
    with pytest.raises(MissingGlyphError):
        draw(PORTRAIT, lambda canvas: seal_mark.footer(canvas, PORTRAIT, CODE, "Xã 𒀀"))
