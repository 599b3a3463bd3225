import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pypdfium2
import pytest

from desktop.core.documents import figures_pdf, fonts, layout_text, register_pdf
from desktop.core.documents.content import ReportContent
from desktop.core.errors import CancelledError, MissingGlyphError
from desktop.core.progress import Progress
from tests.core.documents_content import make_content, make_entry, make_letterhead

Write = Callable[[ReportContent, Path, Progress], None]
MM = 72 / 25.4
BOTH = pytest.mark.parametrize("write", [register_pdf.write, figures_pdf.write])


def written(write: Write, content: ReportContent, path: Path) -> Path:
    write(content, path, Progress())
    return path


def texts(path: Path) -> list[str]:
    """The text of each page as pdftotext gives it."""
    run = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    )
    return run.stdout.split("\f")[:-1]


def sizes(path: Path) -> list[tuple[int, int]]:
    """Width and height of the pages in mm."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in pdf]


def ink(path: Path) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of the ink of each page without its number line, in mm."""
    found = []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            image = page.render(scale=2, grayscale=True).to_pil().point(lambda v: 255 * (v < 200))
            image.paste(0, (0, 0, image.width, int(18 * MM * 2)))
            box = image.getbbox()
            assert box is not None
            found.append(tuple(round(side / 2 / MM, 1) for side in box))
    return found


@BOTH
def test_that_pages_are_a4_and_fonts_embedded(write: Write, tmp_path: Path) -> None:
    path = written(write, make_content(30), tmp_path / "a.pdf")
    assert set(sizes(path)) <= {(210, 297), (297, 210)}
    run = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True)
    lines = run.stdout.splitlines()[2:]
    assert lines
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


@BOTH
def test_that_the_same_content_gives_the_same_bytes(write: Write, tmp_path: Path) -> None:
    one = written(write, make_content(30), tmp_path / "a.pdf")
    other = written(write, make_content(30), tmp_path / "b.pdf")
    assert one.read_bytes() == other.read_bytes()


@BOTH
def test_that_letters_come_back_composed(write: Write, tmp_path: Path) -> None:
    text = "\n".join(texts(written(write, make_content(60), tmp_path / "a.pdf")))
    assert unicodedata.is_normalized("NFC", text)
    for word in ("PHƯỜNG TÂN LẬP", "Ƀuôr", "Čuôr", "Kăp", "Knư̆r", "Dhŏng", "Ñơ̆ng", "Nguyễn Thị"):
        assert word in text


@BOTH
def test_that_pages_are_numbered_from_the_second_and_annexes_anew(
    write: Write, tmp_path: Path
) -> None:
    pages = texts(written(write, make_content(60), tmp_path / "a.pdf"))
    first = [page.strip().splitlines()[0].strip() for page in pages]
    numbers = [int(line) if line.isdigit() else 1 for line in first]
    parts = [index for index, number in enumerate(numbers) if number == 1]
    assert len(parts) == (1 if write is register_pdf.write else 3)
    for start, end in zip(parts, [*parts[1:], len(numbers)], strict=True):
        assert numbers[start:end] == list(range(1, end - start + 1))


def test_that_headings_and_their_numbers_stand_on_every_page(tmp_path: Path) -> None:
    pages = texts(written(register_pdf.write, make_content(200), tmp_path / "a.pdf"))
    assert len(pages) > 10
    assert all("STT" in page and "(17)" in page for page in pages)


@BOTH
def test_that_nothing_is_printed_in_the_margins(write: Write, tmp_path: Path) -> None:
    path = written(write, make_content(60), tmp_path / "a.pdf")
    for (width, height), (left, top, right, bottom) in zip(sizes(path), ink(path), strict=True):
        own = write is register_pdf.write
        margins = (30, 20, 15) if own else (30, 20, 20) if width < height else (20, 30, 20)
        assert left >= margins[0] - 0.5
        assert top >= margins[1] - 0.5
        assert right <= width - margins[2] + 0.5
        assert bottom <= height - 20 + 0.5


def test_that_missing_letters_stop_the_document_and_are_all_named(tmp_path: Path) -> None:
    entries = (make_entry(1, title="Vui 😀 ไทย"), make_entry(2, note="ก😀"))
    with pytest.raises(MissingGlyphError) as caught:
        written(register_pdf.write, make_content(entries=entries), tmp_path / "a.pdf")
    assert caught.value.letters == "😀ไทยก"
    assert caught.value.where.startswith("hoạt động ngày")
    assert not (tmp_path / "a.pdf").exists()


def test_that_a_missing_letter_in_the_letterhead_stops_the_document(tmp_path: Path) -> None:
    content = make_content(1, letterhead=make_letterhead(officer="Y 🙂"))
    with pytest.raises(MissingGlyphError):
        written(register_pdf.write, content, tmp_path / "a.pdf")


@BOTH
def test_that_an_empty_period_says_so(write: Write, tmp_path: Path) -> None:
    pages = texts(written(write, make_content(0), tmp_path / "a.pdf"))
    assert "Trong kỳ không phát sinh hoạt động." in "".join(pages)


def test_that_giant_texts_go_over_pages_without_a_loss(tmp_path: Path) -> None:
    title = " ".join(f"chữ{number}" for number in range(600))
    entries = (make_entry(1), make_entry(2, title=title, note="x" * 4_000), make_entry(3))
    path = written(register_pdf.write, make_content(entries=entries), tmp_path / "a.pdf")
    text = " ".join(texts(path))
    assert all(f"chữ{number}" in text for number in (0, 299, 599))
    assert text.count("x") >= 4_000
    assert all(bottom <= 190.5 for *_, bottom in ink(path))


def test_that_signatures_never_stand_alone(tmp_path: Path) -> None:
    for count in range(1, 40):
        path = written(register_pdf.write, make_content(count), tmp_path / f"{count}.pdf")
        last = texts(path)[-1]
        assert "NGƯỜI LẬP SỔ" in last
        assert "Tổng cộng" in last


def test_that_two_thousand_rows_are_all_there_in_order(tmp_path: Path) -> None:
    path = written(register_pdf.write, make_content(2_000), tmp_path / "a.pdf")
    found = [
        int(line.split()[0])
        for page in texts(path)
        for line in page.splitlines()
        if len(line.split()) > 1 and line.split()[0].isdigit() and line.split()[1].count("/") == 2
    ]
    assert found == list(range(1, 2_001))


def test_that_the_register_can_be_cancelled_at_a_page(tmp_path: Path) -> None:
    class Impatient(Progress):
        def step(self, text: str = "", done: int | None = None, total: int | None = None) -> None:
            if text == "Đang viết trang 3":
                self.cancel()
            super().step(text, done, total)

    with pytest.raises(CancelledError):
        register_pdf.write(make_content(200), tmp_path / "a.pdf", Impatient())
    assert not (tmp_path / "a.pdf").exists()


def test_that_what_was_not_entered_is_a_dash_and_explained(tmp_path: Path) -> None:
    text = texts(written(figures_pdf.write, make_content(60), tmp_path / "a.pdf"))
    front = " ".join(" ".join(text[:2]).split())
    assert "Tỷ lệ hộ nghèo được tiếp cận thông tin (%) % –" in front
    assert "không phải bằng 0" in front
    assert "(số khai báo) lượt hộ 88" in front
    assert "10/2024 11/2024 12/2024" in front


def test_that_the_register_has_title_author_and_language(tmp_path: Path) -> None:
    path = written(register_pdf.write, make_content(3), tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(path) as pdf:
        known = pdf.get_metadata_dict()
    assert known["Title"].endswith("quý IV năm 2024")
    assert known["Author"] == "UBND phường Tân Lập"
    assert b"/Lang (vi)" in path.read_bytes()


def test_that_a_long_letterhead_and_no_signatory_still_fit(tmp_path: Path) -> None:
    head = make_letterhead(
        lines=("UBND THÀNH PHỐ BUÔN MA THUỘT", "PHÒNG VĂN HOÁ VÀ THÔNG TIN"), signatories=()
    )
    content = replace(make_content(5), letterhead=head)
    path = written(figures_pdf.write, content, tmp_path / "a.pdf")
    assert "THỦ TRƯỞNG ĐƠN VỊ" in " ".join(texts(path))


def test_that_lone_marks_stand_over_their_letter() -> None:
    fonts.letters()
    for letter in "êôơưÊÔƠƯ":
        marked = f"{letter}\u0306"
        mark = vars(fonts.shaped(marked, fonts.REGULAR))["__shapeData__"][1]
        assert mark.x_offset < 0
        assert mark.y_offset >= (0 if letter in "ơư" else 1)
        assert fonts.width(marked, fonts.REGULAR) == fonts.width(letter, fonts.REGULAR)


def test_that_words_too_long_for_a_line_are_cut_without_losing_marks() -> None:
    lines = layout_text.wrap("ư̆" * 40, fonts.REGULAR, 5.0)
    assert "".join(line.text for line in lines) == "ư̆" * 40
    assert all(len(list(groupby(line.text))) % 2 == 0 for line in lines)
    assert all(line.width <= 5.0 for line in lines)


def test_that_invisible_signs_do_not_stop_a_document() -> None:
    assert fonts.missing("Ê\u200b-đê\ufeff\u00ad") == ""
