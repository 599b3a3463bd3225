import time
import unicodedata
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from desktop.core.documents import outline_pdf
from desktop.core.documents.outline import (
    Annex,
    Column,
    Foot,
    Grid,
    Heading,
    Kind,
    Outline,
    Signature,
    Text,
    Title,
    To,
)
from desktop.core.errors import CancelledError, MissingGlyphError
from desktop.core.progress import Progress
from tests.core import pdf_reading
from tests.core.decree30 import broken
from tests.core.outline_examples import (
    AUTHOR,
    BARE,
    DAY,
    DOTS,
    EVERYTHING_EMPTY,
    LONG,
    LONG_TITLES,
    SIGNS,
    decomposed,
    head,
    invitation,
    minutes,
    payments,
    report,
)
from tests.core.pdf_reading import MM, Line, Page

EDE = ("Yŭê̆", "Ñơ̆ng", "Knư̆r", "Ƀhơ̆m", "Êa Čuôr Kăp", "ô̆", "Ô̆", "Ê̆", "Ơ̆", "Ư̆")
LONG_NAME = "Nguyễn Thị Hoàng Ngọc Phương Thảo Ê-ban Niê Kđăm " * 3


def pages(outline: Outline) -> list[Page]:
    """The pages of the paper as they come back."""
    return pdf_reading.read(outline_pdf.to_bytes(outline, Progress()))


def text(page: Page) -> str:
    return "\n".join(line.text for line in page.lines)


def line(page: Page, start: str) -> Line:
    return next(one for one in page.lines if one.text.startswith(start))


def paper(*parts: Any, **changes: Any) -> Outline:
    """A short paper with these parts."""
    return Outline("Thử", AUTHOR, (head(), Title("BIÊN BẢN", "Thử"), *parts), **changes)


def grid(*columns: Column, rows: Any, **changes: Any) -> Grid:
    return Grid(columns, tuple(rows), **changes)


PAPERS = {
    "minutes": (minutes(), "official"),
    "long minutes": (minutes(paragraphs=30), "official"),
    "invitation": (invitation(), "official"),
    "invitation of several": (invitation(("Ông Y Bhiŏk Êban", LONG_NAME, "Hội Phụ nữ")), "official"),
    "report": (report(), "official"),
    "long titles": (LONG_TITLES, "official"),
    "bare": (BARE, "official"),
    "empty table": (EVERYTHING_EMPTY, "list"),
    **{f"payments {n}": (payments(n), "list") for n in (1, 2, 30, 400)},
    **{f"upright payments {n}": (payments(n, landscape=False), "list") for n in (1, 2, 30)},
    "decomposed": (decomposed(minutes()), "official"),
}  # fmt: skip


@pytest.mark.parametrize(("outline", "kind"), PAPERS.values(), ids=PAPERS)
def test_that_papers_keep_to_the_decree(outline: Outline, kind: Any) -> None:
    assert broken(outline_pdf.to_bytes(outline, Progress()), kind) == []


@pytest.mark.parametrize("paragraphs", range(4, 30))
def test_that_minutes_of_any_length_keep_to_the_decree(paragraphs: int) -> None:
    assert (
        broken(outline_pdf.to_bytes(minutes(paragraphs=paragraphs), Progress()), "official") == []
    )


@pytest.mark.parametrize("rows", range(1, 34))
def test_that_signatures_stand_with_the_totals_and_a_row(rows: int) -> None:
    for landscape in (True, False):
        last = pages(payments(rows, landscape=landscape))[-1]
        assert {"NGƯỜI LẬP", "Tổng cộng"} <= {one.text for one in last.lines}
        inside = [one.text for one in last.lines if last.in_table(one)]
        assert str(rows) in inside
        assert rows < 3 or str(rows - 1) in inside


def test_that_rows_stand_in_order_under_headings_on_every_page() -> None:
    found = pages(payments(400))
    assert all("STT" in text(page) and "(9)" in text(page) for page in found)
    left = [min(page.tables)[0] for page in found]
    numbers = [
        int(one.text)
        for page, edge in zip(found, left, strict=True)
        for one in page.lines
        if page.in_table(one) and one.text.isdigit() and one.right < edge + 12 * MM
    ]
    assert numbers == list(range(1, 401))


def test_that_400_rows_take_less_than_a_second() -> None:
    outline = payments(400)
    started = time.perf_counter()
    outline_pdf.to_bytes(outline, Progress())
    assert time.perf_counter() - started < 1


def test_that_the_same_paper_gives_the_same_bytes(tmp_path: Path) -> None:
    outline_pdf.write(report(), tmp_path / "a.pdf", Progress())
    assert (tmp_path / "a.pdf").read_bytes() == outline_pdf.to_bytes(report(), Progress())


def test_that_decomposed_letters_give_the_same_paper() -> None:
    given = decomposed(payments(30))
    assert given != payments(30)
    assert outline_pdf.to_bytes(given, Progress()) == outline_pdf.to_bytes(payments(30), Progress())


def test_that_ede_letters_come_back_from_texts_and_tables() -> None:
    table = grid(Column("Tên", 60), Column("Chữ", 0), rows=[(word, word) for word in EDE])
    found = pages(paper(Text(", ".join(EDE)), table))[0]
    assert line(found, "Yŭê̆,").text == ", ".join(EDE)
    cells = [one.text for one in found.lines if found.in_table(one)]
    assert all(cells.count(word) == 2 for word in EDE)


def test_that_marks_stand_over_the_middle_of_their_letter() -> None:
    table = grid(Column("Chữ", 0), rows=[(f"x{word}",) for word in ("ê̆", "ô̆", "ơ̆", "ư̆")])
    found = pages(paper(Text("xê̆ xô̆ xơ̆ xư̆"), table))[0]
    pairs = [
        (letter, mark)
        for one in found.lines
        for letter, mark in pairwise(one.signs)
        if unicodedata.combining(mark.text)
    ]
    assert len(pairs) == 8
    for letter, mark in pairs:
        assert letter.left < (mark.left + mark.right) / 2 < letter.right
        assert mark.y > letter.y or letter.text in "ơư"


def test_that_a_missing_letter_stops_the_paper_and_says_where() -> None:
    rows = [("Y Bhiŏk", "đủ"), ("Niê 😀", "ก")]
    table = grid(Column("Tên", 60), Column("Chữ", 0), rows=rows, name="Danh sách")
    wrong = paper(Text("đủ chữ"), table, Foot((Signature(("CHỦ TỌA",), "Ян ☃"),)))
    with pytest.raises(MissingGlyphError) as caught:
        outline_pdf.to_bytes(wrong, Progress())
    assert set("😀ก☃") <= set(caught.value.letters)
    assert caught.value.where == "bảng Danh sách, dòng 2"


@pytest.mark.parametrize(
    ("part", "where"),
    [
        (Text("Ghi ☃"), "đoạn"), (Text("a", bold_start="☃"), "đoạn"), (Heading("1. ☃"), "mục"),
        (To(("☃",)), "nơi kính gửi"), (Annex("Phụ lục I", "☃", ""), "Phụ lục I"),
        (Foot((Signature(("☃",)),)), "phần ký"), (head(symbol="☃"), "phần đầu"),
        (Title("☃"), "tên văn bản"), (Grid((Column("☃", 0),), (), name="X"), "bảng X"),
        (Grid((Column("a", 0),), (), {0: "☃"}, name="X"), "bảng X"),
        (Grid((Column("a", 0),), (), notes=("☃",), name="X"), "bảng X"),
    ],
)  # fmt: skip
def test_that_letters_are_checked_everywhere(part: Any, where: str, tmp_path: Path) -> None:
    with pytest.raises(MissingGlyphError) as caught:
        outline_pdf.write(paper(part), tmp_path / "a.pdf", Progress())
    assert caught.value.letters == "☃"
    assert caught.value.where.startswith(where)
    assert not (tmp_path / "a.pdf").exists()


def test_that_a_paper_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        outline_pdf.to_bytes(payments(30), progress)


def test_that_the_day_is_written_left_open_or_not_there() -> None:
    def shown(**changes: Any) -> str:
        return text(pages(Outline("Thử", AUTHOR, (head(**changes), Title("BIÊN BẢN"))))[0])

    assert "Tân Lập, ngày 05 tháng 01 năm 2024" in shown()
    assert "Tân Lập, ngày tháng 01 năm 2024" in shown(day_open=True)
    assert "ngày" not in shown(day=None)
    assert "Số:" not in shown(symbol="")


def test_that_several_addressees_have_their_dashes_below_the_colon() -> None:
    found = pages(invitation(("Ông Y Bhiŏk Êban", "Bà H'Linh Niê")))[0]
    label, first, last = (line(found, start) for start in ("Kính gửi:", "- Ông", "- Bà"))
    colon = label.seen[-1]
    assert abs(first.left - colon.left) < 1
    assert first.left == last.left
    assert first.text.endswith(";")
    assert last.text.endswith(".")


def test_that_only_the_start_of_a_text_is_bold() -> None:
    found = line(pages(minutes())[0], "Thời gian bắt đầu")
    bold = "".join(sign.text for sign in found.signs if "Bold" in sign.font)
    assert bold.strip() == "Thời gian bắt đầu:"
    assert found.text == "Thời gian bắt đầu: 08 giờ 00 phút, ngày 05 tháng 01 năm 2024."


def test_that_a_long_bold_start_goes_over_lines_and_stops_where_it_should() -> None:
    found = pages(paper(Text("hết.", bold_start=LONG)))[0]
    signs = [sign for one in found.free if one.y < 680 for sign in one.seen]
    bold = "".join(sign.text for sign in signs if "Bold" in sign.font)
    assert bold == unicodedata.normalize("NFC", LONG).replace(" ", "")
    assert "".join(sign.text for sign in signs)[-4:] == "hết."


@pytest.mark.parametrize("dots", ["…" * 15, "…" * 33, DOTS, "." * 200, f"Họ và tên: {'…' * 30}"])
def test_that_dots_stay_dots_and_fill_their_lines(dots: str) -> None:
    found = pages(paper(Text(dots), Text(LONG)))[0]
    edge = max(one.right for one in found.lines)
    lines = [one for one in found.lines if one.text[-3:] in ("………", "...")]
    assert lines
    assert all(one.right > edge - 1.5 for one in lines)
    assert set("".join(one.text for one in lines)) <= set(dots) | {" "}


def test_that_short_dots_do_not_grow() -> None:
    found = pages(paper(Text("Kết thúc vào …… giờ …… ngày …… tháng …… năm ……")))[0]
    assert line(found, "Kết thúc").text.endswith("năm ……")


def test_that_cells_are_written_and_placed_by_their_kind() -> None:
    columns = (
        Column("A", 16, Kind.NUMBER), Column("B", 24, Kind.COUNT), Column("C", 24, Kind.DECIMAL),
        Column("D", 26, Kind.DATE), Column("E", 30, Kind.MONEY), Column("F", 20),
        Column("G", 0, Kind.CENTRED),
    )  # fmt: skip
    row = (1_234, 1_234, Decimal("1234.50"), DAY, 2_500_000, "chữ", "x")
    found = pages(paper(grid(*columns, rows=[row, (None,) * 7], numbered=False)))[0]
    cells = {one.text: one for one in found.lines if found.in_table(one)}
    assert set(cells) == {
        *"ABCDEFG",
        "1234",
        "1.234",
        "1.234,5",
        "05/01/2024",
        "2.500.000",
        "chữ",
        "x",
    }
    edges = [30 * MM + width * MM for width in (0, 16, 40, 64, 90, 120, 140, 160)]
    for name, place in (("1.234", 2), ("1.234,5", 3), ("2.500.000", 5)):
        assert abs(edges[place] - 4.5 - cells[name].right) < 0.5  # clear of the line
    assert abs(cells["chữ"].left - edges[5] - 2) < 0.5
    for name, place in (("1234", 0), ("05/01/2024", 3), ("x", 6)):
        assert abs(cells[name].middle - (edges[place] + edges[place + 1]) / 2) < 0.5


def test_that_rows_that_people_sign_are_9_mm_high() -> None:
    for page in pages(payments(30)):
        rules = sorted({round(one.top, 1) for one in page.strokes if one.flat}, reverse=True)
        below = next(one.y for one in page.lines if one.text == "(1)")
        rows = [one for one in rules if one < below]
        steps = [a - b for a, b in pairwise(rows)]
        last = 1 if "Tổng cộng" in text(page) else 0
        assert all(step >= 9 * MM - 0.2 for step in steps[: len(steps) - last])


@pytest.mark.parametrize("widths", [(10, 0), (10, 300, 50), (10, 0, 0), (10, 60, 90), (200, 0, 50)])
def test_that_tables_stay_between_the_margins(widths: tuple[int, ...]) -> None:
    columns = [Column(f"Cột {n}", width) for n, width in enumerate(widths)]
    found = pages(paper(grid(*columns, rows=[("chữ",) * len(widths)])))[0]
    left, _, right, _ = found.tables[0]
    assert (round(left / MM), round(right / MM)) == (30, 190)
    walls = sorted({round(one.left / MM, 1) for one in found.strokes if one.upright})
    gaps = [b - a for a, b in pairwise(walls)]
    assert len(gaps) == len(widths)
    assert min(gaps) >= 9.9


def test_that_the_label_of_the_totals_reaches_up_to_the_first_total() -> None:
    found = pages(payments(2))[0]
    label, total = line(found, "Tổng cộng"), line(found, "250.000")
    edges = sorted({round(one.left, 1) for one in found.strokes if one.upright})
    assert abs(label.middle - (edges[0] + edges[6]) / 2) < 1
    assert label.bold
    assert total.bold
    assert edges[6] < total.left < total.right < edges[7]
    assert not any(
        one.upright and edges[0] + 1 < one.left < edges[6] - 1 and one.bottom < label.y < one.top
        for one in found.strokes
    )


def test_that_rows_are_never_split() -> None:
    rows = [(number, f"đầu{number} {LONG} cuối{number}") for number in range(1, 80)]
    found = pages(paper(grid(Column("STT", 12, Kind.NUMBER), Column("Nội dung", 40), rows=rows)))
    assert len(found) > 5
    for number in range(1, 80):
        sides = [n for n, page in enumerate(found) for word in (f"đầu{number}", f"cuối{number}")
                 if word in text(page).split()]  # fmt: skip
        assert len(sides) == 2
        assert sides[0] == sides[1]


@pytest.mark.parametrize("lines", range(22, 34))
def test_that_headings_and_captions_stay_with_their_table(lines: int) -> None:
    table = grid(Column("Tên", 0), rows=[("chữ",)] * 8, caption="Bảng 1. Danh sách", unit="đồng")
    found = pages(paper(*[Text("Một dòng.")] * lines, Heading("1. Kết quả"), table))
    page = next(one for one in found if "Bảng 1." in text(one))
    assert "1. Kết quả" in text(page)
    assert "Đơn vị tính: đồng" in text(page)
    assert "Tên" in text(page)


@pytest.mark.parametrize(("landscape", "width"), [(False, 160), (True, 252)])
def test_that_three_sign_in_thirds_and_names_stand_at_one_height(
    landscape: bool, width: int
) -> None:
    found = pages(payments(2, landscape=landscape))[-1]
    blocks = [line(found, start) for start in ("NGƯỜI LẬP", "KẾ TOÁN", "THỦ TRƯỞNG")]
    names = [line(found, start) for start in ("H'Linh Niê", "Trần Văn Đức", "Nguyễn Thị Ngọc Ánh")]
    thirds = [(30 + width * (n + 0.5) / 3) * MM for n in range(3)]
    for one, name, middle in zip(blocks, names, thirds, strict=True):
        assert abs(one.middle - middle) < 1
        assert abs(name.middle - middle) < 1
    assert len({name.y for name in names}) == len({one.y for one in blocks}) == 1
    assert 50 < blocks[0].y - names[0].y < 120
    assert line(found, "Tân Lập, ngày").right <= (30 + width) * MM + 1


def test_that_one_who_signs_stands_right() -> None:
    for signers in ((SIGNS,), (None, SIGNS)):
        found = pages(paper(Text("Hết./."), Foot(signers)))[0]
        assert line(found, "TM. ỦY BAN").left > found.width / 2 - 20
        assert line(found, "Nguyễn Thị Ngọc Ánh").y < line(found, "PHÓ CHỦ TỊCH").y - 40


def test_that_annexes_are_turned_as_they_say_and_numbered_anew() -> None:
    found = pages(report())
    starts = [n for n, page in enumerate(found) if page.free[0].text.startswith("Phụ lục")]
    assert len(starts) == 2
    assert [found[n].landscape for n in starts] == [True, False]
    for start, end in zip([0, *starts], [*starts, len(found)], strict=True):
        numbers = [page.free[0].text for page in found[start + 1 : end]]
        assert numbers == [str(n) for n in range(2, end - start + 1)]


def test_that_a_paper_that_begins_with_an_annex_has_no_empty_page() -> None:
    table = grid(Column("Tên", 0), rows=[("chữ",)])
    found = pages(Outline("Thử", AUTHOR, (Annex("Phụ lục", "DANH SÁCH", "(Kèm theo)"), table)))
    assert len(found) == 1


def test_that_lines_of_a_cell_and_of_a_text_are_kept() -> None:
    table = grid(Column("Tên", 0), rows=[("một\nhai",)])
    found = pages(paper(Text("ba\nbốn"), table))[0]
    assert {"một", "hai", "ba", "bốn"} <= {one.text for one in found.lines}
    assert line(found, "ba").left == line(found, "bốn").left


def test_that_dates_before_2000_and_negative_figures_are_written() -> None:
    columns = (Column("Ngày", 40, Kind.DATE), Column("Số", 0, Kind.COUNT))
    found = text(pages(paper(grid(*columns, rows=[(date(1998, 2, 3), -1_000)])))[0])
    assert "03/02/1998" in found
    assert "-1.000" in found
