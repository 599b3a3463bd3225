"""Lists as workbooks: what an accountant finds in the cells, and how they print."""

import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop.core import papers
from desktop.core.documents import outline_xlsx
from desktop.core.documents.content import Choice
from desktop.core.documents.outline import (
    Annex,
    Column,
    Foot,
    Grid,
    Heading,
    Kind,
    Outline,
    Part,
    Signature,
    Text,
    Title,
)
from desktop.core.errors import CancelledError
from desktop.core.progress import Progress
from tests.core import outline_examples as examples
from tests.core.forms_content import make_form_content

SHEET = "Danh sách"
Making = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Making:
    def made(outline: Outline, name: str = "danh-sach") -> Path:
        path = tmp_path / f"{name}.xlsx"
        outline_xlsx.write(outline, path, Progress())
        return path

    return made


def paper(*parts: Part, landscape: bool = False) -> Outline:
    return Outline("Danh sách", "UBND phường Tân Lập", parts, landscape)


def row_of(sheet: Worksheet, text: str) -> int:
    """The first row with a cell that begins like this."""
    return next(
        row[0].row for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(text)
    )


def first_row(sheet: Worksheet) -> int:
    return row_of(sheet, "(1)") + 1


def values(sheet: Worksheet, row: int) -> list[Any]:
    found = [cell.value for cell in sheet[row]]
    return [one.date() if isinstance(one, datetime) else one for one in found]


@pytest.mark.parametrize("rows", [1, 2, 30, 400])
def test_that_every_value_stands_in_its_own_cell(make: Making, rows: int) -> None:
    sheet = load_workbook(make(examples.payments(rows)))[SHEET]
    first = first_row(sheet)
    for number in range(1, rows + 1):
        wanted = [
            float(one) if isinstance(one, Decimal) else one for one in examples.person(number)
        ]
        assert values(sheet, first + number - 1) == [None if one == "" else one for one in wanted]
    assert sheet.cell(first + rows, 1).value == "Tổng cộng"


def test_that_days_numbers_and_nothing_keep_their_kind(make: Making) -> None:
    kinds = (Kind.NUMBER, Kind.COUNT, Kind.DECIMAL, Kind.DATE, Kind.MONEY, Kind.COUNT, Kind.DATE)
    line = (1, 1_234_567, Decimal("1.5"), date(2024, 2, 5), 0, None, "từ 5/2")
    grid = Grid(tuple(Column(kind, 25, kind) for kind in kinds), (line,))
    sheet = load_workbook(make(paper(grid)))[SHEET]
    first = first_row(sheet)
    assert values(sheet, first) == [1, 1_234_567, 1.5, date(2024, 2, 5), 0, None, "từ 5/2"]
    formats = [cell.number_format for cell in sheet[first]]
    assert formats[3] == "dd/mm/yyyy"
    assert "#,##0" in formats[1]
    assert formats[2].endswith("0.00")


def test_that_a_sum_is_a_formula_that_shows_the_given_total(make: Making) -> None:
    path = make(examples.payments(30))
    sheet, shown = load_workbook(path)[SHEET], load_workbook(path, data_only=True)[SHEET]
    first = first_row(sheet)
    total = row_of(sheet, "Tổng cộng")
    assert sheet.cell(total, 7).value == f"=SUM(G{first}:G{first + 29})"
    cells = [shown.cell(first + n, 7).value for n in range(30)]
    assert shown.cell(total, 7).value == sum(cells) == 3_750_000
    assert sheet.cell(total, 7).font.bold
    assert f"A{total}:F{total}" in {str(one) for one in sheet.merged_cells.ranges}


def test_that_a_total_that_is_no_sum_of_its_cells_is_no_formula(make: Making) -> None:
    columns = (
        Column("Họ và tên", 60), Column("Nam", 20, Kind.CENTRED),
        Column("Số tiền", 40, Kind.MONEY, total=True), Column("Thuế", 40, Kind.MONEY, total=True),
    )  # fmt: skip
    grid = Grid(columns, (("Ông A", "x", 100, None), ("Bà B", None, 200, None)),
                {1: 1, 2: 299, 3: None})  # fmt: skip
    sheet = load_workbook(make(paper(grid)))[SHEET]
    assert values(sheet, row_of(sheet, "Tổng cộng")) == ["Tổng cộng", 1, 299, None]


def test_that_letterhead_title_words_and_signatures_are_there(make: Making) -> None:
    sheet = load_workbook(make(examples.payments(3)))[SHEET]
    order = [
        "ỦY BAN NHÂN DÂN", "PHƯỜNG TÂN LẬP", "DANH SÁCH", "Ký nhận tiền hỗ trợ", "(Kèm theo",
        "Đơn vị tính: đồng", "STT", "(1)", "Tổng cộng", "Bằng chữ: Hai mươi triệu",
    ]  # fmt: skip
    rows = [row_of(sheet, text) for text in order]
    assert rows == sorted(rows)
    assert row_of(sheet, "CỘNG HÒA") == 1
    signed = "\n".join(str(cell.value) for cell in sheet[sheet.max_row])
    assert "Tân Lập, ngày 05 tháng 01 năm 2024\nTHỦ TRƯỞNG ĐƠN VỊ" in signed


def test_that_each_signature_is_in_one_row_that_no_page_tears(make: Making) -> None:
    sheet = load_workbook(make(examples.payments(3)))[SHEET]
    signed = [cell.value.split("\n") for cell in sheet[sheet.max_row] if cell.value]
    assert [lines[0] for lines in signed] == [" ", " ", "Tân Lập, ngày 05 tháng 01 năm 2024"]
    assert [lines[1] for lines in signed] == ["NGƯỜI LẬP", "KẾ TOÁN", "THỦ TRƯỞNG ĐƠN VỊ"]
    assert [lines[-1] for lines in signed] == [
        "H'Linh Niê", "Trần Văn Đức", "Nguyễn Thị Ngọc Ánh",
    ]  # fmt: skip
    assert len({len(lines) for lines in signed}) == 1
    assert all(lines[-5:-1] == [""] * 4 for lines in signed)
    assert "(Ký, ghi rõ họ tên)" in signed[0]
    assert sheet.row_dimensions[sheet.max_row].height > 15 * len(signed[0])


def test_that_only_titles_and_names_of_signers_are_bold(make: Making) -> None:
    sheet = load_workbook(make(examples.payments(3)), rich_text=True)[SHEET]
    first = sheet.cell(sheet.max_row, 1).value
    looks = {str(one).strip(): (bool(one.font.b), bool(one.font.i)) for one in first}
    assert looks["NGƯỜI LẬP"] == (True, False)
    assert looks["(Ký, ghi rõ họ tên)"] == (False, True)
    assert looks["H'Linh Niê"] == (True, False)
    assert {one.font.rFont for one in first} == {"Times New Roman"}


def test_that_the_day_over_the_last_of_three_stays_on_one_line(make: Making) -> None:
    columns = (Column("STT", 11, Kind.NUMBER), Column("Tên", 0), Column("Số", 30, Kind.MONEY))
    day = "Buôn Ma Thuột, ngày 05 tháng 01 năm 2024"
    foot = Foot((Signature(("A",)), Signature(("B",)), Signature(("C",), above=day)))
    sheet = load_workbook(make(paper(Grid(columns, ((1, "một", 2),)), foot)))[SHEET]
    row = row_of(sheet, day)
    assert row == sheet.max_row - 1
    assert sheet.row_dimensions[row].height < 22
    assert f"B{row}:C{row}" in {str(one) for one in sheet.merged_cells.ranges}


def test_that_the_nation_is_never_broken_into_two_lines(make: Making) -> None:
    columns = (Column("STT", 10, Kind.NUMBER), Column("Đơn vị", 0), Column("Số", 60, Kind.COUNT))
    outline = paper(examples.head(), Grid(columns, ((1, "Xã", 2),)))
    sheet = load_workbook(make(outline))[SHEET]
    nation = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("CỘNG"))
    assert not nation.alignment.wrap_text
    assert nation.alignment.shrink_to_fit
    assert sheet.cell(nation.row + 1, nation.column).font.underline == "single"
    assert sheet.row_dimensions[nation.row].height < 22


def test_that_measures_show_the_decimals_they_have(make: Making) -> None:
    columns = (Column("Tên", 80), Column("Số lượng", 30, Kind.DECIMAL))
    rows = tuple((text, Decimal(text)) for text in ("40", "154.5", "0.25"))
    sheet = load_workbook(make(paper(Grid(columns, rows))))[SHEET]
    first = first_row(sheet)
    (found,) = sheet.conditional_formatting
    assert str(found.sqref) == f"B{first}:B{first + 2}"
    assert [(rule.formula[0], rule.dxf.numFmt.formatCode) for rule in found.rules] == [
        (f"ROUND(B{first},0)=B{first}", "[$-42A]#,##0"),
        (f"ROUND(B{first},1)=B{first}", "[$-42A]#,##0.0"),
    ]
    assert sheet.cell(first, 2).number_format == "[$-42A]#,##0.00"


def test_that_cells_to_sign_in_are_empty_and_high(make: Making) -> None:
    sheet = load_workbook(make(examples.payments(2)))[SHEET]
    first = first_row(sheet)
    assert sheet.cell(first, 8).value is None
    assert all(sheet.row_dimensions[row].height >= 25 for row in (first, first + 1))
    assert sheet.cell(first, 8).border.left.style == "thin"


def test_that_long_texts_get_high_rows(make: Making) -> None:
    grid = Grid(
        (Column("STT", 12, Kind.NUMBER), Column("Nội dung", 0)), ((1, "ngắn"), (2, "dài " * 200))
    )
    sheet = load_workbook(make(paper(grid, Text(examples.LONG))))[SHEET]
    first = first_row(sheet)
    low, high = (sheet.row_dimensions[row].height for row in (first, first + 1))
    assert high > 5 * low
    assert sheet.row_dimensions[row_of(sheet, "Phổ biến")].height > 40


@pytest.mark.parametrize("landscape", [True, False])
def test_that_it_prints_on_a4_as_wide_as_the_page_with_headings(
    make: Making, landscape: bool
) -> None:
    sheet = load_workbook(make(examples.payments(30, landscape=landscape)))[SHEET]
    first = first_row(sheet)
    setup = sheet.page_setup
    assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, 1, 0)
    assert setup.orientation == ("landscape" if landscape else "portrait")
    assert sheet.print_title_rows == f"${first - 3}:${first - 1}"
    assert sheet.freeze_panes == f"A{first}"
    assert sheet.print_area == f"'{SHEET}'!$A$1:$I${sheet.max_row}"


def test_that_two_levels_of_headings_are_merged(make: Making) -> None:
    sheet = load_workbook(make(examples.payments(2)))[SHEET]
    row = row_of(sheet, "STT")
    assert sheet.cell(row, 6).value == "Số tiền (đồng)"
    assert [sheet.cell(row + 1, n).value for n in (6, 7)] == ["Mức hỗ trợ", "Thành tiền"]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {f"F{row}:G{row}", f"A{row}:A{row + 1}"} <= merged


def test_that_each_table_has_its_own_sheet(make: Making) -> None:
    columns = (Column("Tên", 60), Column("Số", 40, Kind.COUNT))
    one, two = (Grid(columns, ((name, 1),), name=name) for name in ("Một", "Hai"))
    outline = paper(
        Title("DANH SÁCH"), one, Text("Sau bảng một."), Annex("Phụ lục I", "BẢNG HAI", "(Kèm theo)"),
        Heading("1. Bảng"), two, Foot((examples.SIGNS,)), Heading("2. Hết"), Text("Cuối cùng."),
    )  # fmt: skip
    book = load_workbook(make(outline))
    assert book.sheetnames == ["Một", "Hai"]
    assert row_of(book["Một"], "Sau bảng một.")
    assert row_of(book["Hai"], "Phụ lục I") == 1
    last = book["Hai"]
    signed = row_of(last, examples.SIGNS.block[0])
    assert any("Nguyễn Thị Ngọc Ánh" in str(cell.value) for cell in last[signed])
    assert signed < row_of(last, "Cuối cùng.")
    assert [book[name].page_setup.orientation for name in book.sheetnames] == [
        "portrait", "landscape"]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", '=HYPERLINK("x")', "#N/A"])
def test_that_text_like_a_formula_stays_text(make: Making, text: str) -> None:
    grid = Grid((Column("Tên", 80), Column(text, 60)), ((text, text),), notes=(text,), caption=text)
    outline = paper(
        Title("DS", text, text), grid, Text(text), Foot((None, replace(examples.SIGNS, name=text)))
    )
    sheet = load_workbook(make(outline))[SHEET]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    found = [cell for cell in cells if cell.value == text]
    assert len(found) == 8
    (signed,) = (cell for cell in cells if str(cell.value).endswith(f"\n{text}"))
    assert signed.data_type == "s"
    assert {cell.data_type for cell in found} == {"s"}
    assert {bool(cell.quotePrefix) for cell in found} == {text[0] in "=+-@"}


def test_that_nfd_comes_out_nfc_and_control_characters_are_dropped(make: Making) -> None:
    text = "H'Yŭê̆ Ñơ̆ng, Phường Tân Lập"
    bad = unicodedata.normalize("NFD", text) + "\x00\x0b\ud800"
    outline = paper(Grid((Column(bad, 80),), ((bad,),)), Text(bad))
    sheet = load_workbook(make(replace(outline, title=bad)))[SHEET]
    assert [cell.value for row in sheet.iter_rows() for cell in row].count(text) == 3


def test_that_a_table_without_rows_has_room_for_one(make: Making) -> None:
    sheet = load_workbook(make(paper(Grid((Column("Tên", 80), Column("Số", 60)), (), {1: None}))))[
        SHEET
    ]
    first = first_row(sheet)
    assert values(sheet, first) == [None, None]
    assert sheet.cell(first, 1).border.left.style == "thin"
    assert values(sheet, first + 1) == ["Tổng cộng", None]


def test_that_a_paper_without_a_table_is_a_sheet_of_its_texts(make: Making) -> None:
    words = (
        examples.head(),
        Title("DANH SÁCH", "Hộ chưa được truyền thông"),
        Text("Không còn hộ."),
    )
    sheet = load_workbook(make(paper(*words, Foot((None, examples.SIGNS)))))[SHEET]
    for text in ("DANH SÁCH", "Không còn hộ.", "TM. ỦY BAN NHÂN DÂN"):
        row_of(sheet, text)
    assert sheet.print_area


def test_that_the_title_of_the_file_is_as_long_as_one_may_be(make: Making) -> None:
    book = load_workbook(make(replace(paper(Grid((Column("Tên", 80),), ())), title="Buổi " * 120)))
    assert len(book.properties.title) == 255


def test_that_the_same_outline_gives_the_same_bytes(make: Making) -> None:
    outline = examples.payments(30)
    assert make(outline).read_bytes() == make(outline, "lai").read_bytes()


@pytest.mark.parametrize("code", [form.code for form in papers.forms() if form.excel])
def test_that_every_list_becomes_a_workbook(make: Making, code: str) -> None:
    form = papers.form(code)
    for channel in ("NOI_CHUYEN", "TO_GAP", "PHAT_THANH"):
        outline = form.outline(make_form_content(channel, choice=Choice(rows=10, rate=100_000)))
        grid = next(part for part in outline.parts if isinstance(part, Grid))
        sheet = load_workbook(make(outline)).active
        assert isinstance(sheet, Worksheet)
        assert sheet.title == grid.name
        rows = [values(sheet, first_row(sheet) + n) for n in range(len(grid.rows))]
        assert rows == [[None if one == "" else one for one in row] for row in grid.rows]


def test_that_a_cancelled_list_stops() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        outline_xlsx.write(examples.payments(2), Path("/dev/null"), progress)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_that_libreoffice_opens_and_prints_a_list(make: Making, tmp_path: Path) -> None:
    path = make(examples.payments(30))
    profile = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
    for kind in ("xlsx:Calc MS Excel 2007 XML", "pdf"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir"]
        subprocess.run([*command, str(tmp_path / "lai"), str(path)], check=True,
                       capture_output=True, timeout=180)  # fmt: skip
    ours, theirs = (load_workbook(one, data_only=True)[SHEET]
                    for one in (path, tmp_path / "lai" / path.name))  # fmt: skip
    for row in ours.iter_rows():
        for cell in row:
            assert theirs[cell.coordinate].value == cell.value, cell.coordinate
    with pypdfium2.PdfDocument(tmp_path / "lai" / "danh-sach.pdf") as pdf:
        assert len(pdf) == 3
        assert {round(page.get_width() / 72 * 25.4) for page in pdf} == {297}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_that_signatures_never_print_on_a_page_without_a_row(make: Making, tmp_path: Path) -> None:
    counts = [*range(6, 18), 24, 25, 26, 40]
    paths = [make(examples.payments(count), f"d{count}") for count in counts]
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path / 'lo'}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for count in counts:
        with pypdfium2.PdfDocument(tmp_path / f"d{count}.pdf") as pdf:
            lines = pdf[len(pdf) - 1].get_textpage().get_text_range().split("\r\n")
        assert any("THỦ TRƯỞNG ĐƠN VỊ" in line for line in lines), count
        assert any(line.startswith(f"{count} ") for line in lines), count
