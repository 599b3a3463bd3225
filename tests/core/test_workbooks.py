import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from desktop.core import catalogue, hamlets, periods, totals
from desktop.core.documents import figures_xlsx, import_template_xlsx, register_xlsx
from desktop.core.documents.content import ReportContent
from desktop.core.documents.import_headings import EXAMPLE, HEADINGS
from desktop.core.documents.phrases import DAY_GAP
from desktop.core.errors import CancelledError
from desktop.core.progress import Progress
from tests.core.documents_content import make_content, make_entry
from tests.core.workbook_cells import formulas, from_openpyxl, in_the_register, plain, row_of

WRITERS = {"so": register_xlsx.write, "so-lieu": figures_xlsx.write}
INJECTIONS = ("=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "\t=1+1", '=HYPERLINK("x")', "#N/A")
DAY = date(2024, 12, 16)

Making = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Making:
    def written(kind: str, content: ReportContent, name: str = "") -> Path:
        path = tmp_path / f"{name or kind}.xlsx"
        WRITERS[kind](content, path, Progress())
        return path

    return written


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return write_template(tmp_path / "mau.xlsx")


def write_template(path: Path, known: int = 3) -> Path:
    names = ("Tổ dân phố 1", "Buôn Akŏ Dhŏng", "Buôn Knư̆r")[:known]
    places = [hamlets.named(name, "u") for name in names]
    import_template_xlsx.write(path, catalogue.shipped(), places, DAY)
    return path


def first_row(sheet: Worksheet) -> int:
    """The row below (1) (2) (3)."""
    return next(n for n in range(1, 30) if sheet.cell(n, 1).value == "(1)") + 1


def test_that_the_register_holds_every_value_in_its_own_cell(make: Making) -> None:
    content = make_content(60)
    entries = (replace(content.entries[0], until_on=date(2024, 9, 20)), *content.entries[1:])
    content = replace(content, entries=entries)
    sheet = load_workbook(make("so", content))["Sổ theo dõi"]
    first = first_row(sheet)
    for number, entry in enumerate(entries, 1):
        row = [from_openpyxl(sheet.cell(first + number - 1, n).value) for n in range(1, 30)]
        assert row == [plain(value) for value in in_the_register(number, entry)]


def test_that_calamine_reads_the_register_alike(make: Making) -> None:
    content = make_content(60)
    rows = CalamineWorkbook.from_path(make("so", content)).get_sheet_by_index(0).to_python()
    first = next(n for n, row in enumerate(rows) if row[0] == "(1)") + 1
    for number, entry in enumerate(content.entries, 1):
        wanted = [plain(value) for value in in_the_register(number, entry)]
        assert [None if one == "" else one for one in rows[first + number - 1]] == wanted
    sums = content.totals.everything
    total = next(row for row in rows if row[0] == "Tổng cộng")
    assert total[16:23] == [
        sums.attendees, sums.women, sums.minority, sums.officials, sums.poor, sums.near_poor,
        sums.escaped,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", WRITERS)
def test_that_a_sum_shows_what_its_cells_add_up_to(make: Making, kind: str) -> None:
    path = make(kind, make_content(60))
    shown, written = load_workbook(path, data_only=True), load_workbook(path)
    count = 0
    for sheet in written:
        for place, formula in formulas(sheet):
            found = re.fullmatch(r"=(SUM|COUNT)\(([A-Z]+\d+:[A-Z]+\d+)\)", formula)
            assert found is not None, formula
            values = [
                cell.value for row in shown[sheet.title][found[2]] for cell in row
                if isinstance(cell.value, int | float)
            ]  # fmt: skip
            wanted = sum(values) if found[1] == "SUM" else len(values)
            assert values
            assert shown[sheet.title][place].value == pytest.approx(wanted), place
            count += 1
    assert count > 10


def test_that_the_sums_of_the_register_are_the_computed_totals(make: Making) -> None:
    content = make_content(60)
    path = make("so", content)
    sheet = load_workbook(path, data_only=True)["Sổ theo dõi"]
    row, sums = row_of(sheet, "Tổng cộng"), content.totals.everything
    shown = [sheet.cell(row, n).value for n in range(11, 28)]
    assert shown == [
        "x", None, sums.airings, "x", sums.minutes, plain(sums.area_m2), sums.attendees,
        sums.women, sums.minority, sums.officials, sums.poor, sums.near_poor, sums.escaped,
        sums.other_households, None, sum(one.amount or 0 for one in content.entries), None,
    ]  # fmt: skip
    assert sheet.cell(row + 1, 5).value == 60
    assert f"hồ sơ: {content.totals.incomplete}" in sheet.cell(row + 1, 6).value


def test_that_the_indicators_are_those_of_the_totals(make: Making) -> None:
    content = make_content(60)
    sheet = load_workbook(make("so-lieu", content))["Chỉ tiêu"]
    found: dict[str, list[Any]] = {}
    code = ""
    for row in sheet.iter_rows(min_row=row_of(sheet, "CT01"), max_row=row_of(sheet, "– Tỷ lệ")):
        code = row[0].value or code
        found.setdefault(code, []).append(row[3].value)
    assert list(found) == [f"CT{n:02d}" for n in range(1, 21)]
    for code, value in content.totals.indicators.items():
        parts = [None, *value.values()] if isinstance(value, dict) else [value]
        if code in ("CT05", "CT06", "CT07"):
            parts = [None, value["distinct"], value["declared"]]
        shown = ["–" if one is None else plain(one) for one in parts]
        assert found[code] == ([None, *shown[1:]] if isinstance(value, dict) else shown)


def test_that_annex_one_holds_all_tables_and_annex_two_all_activities(make: Making) -> None:
    content = make_content(60)
    book = load_workbook(make("so-lieu", content), data_only=True)
    sheet, found = book["Phụ lục I"], content.totals
    known = content.catalogue
    rows = {row[1]: row for row in sheet.iter_rows(values_only=True)}
    for code, sums in found.by_channel.items():
        row = rows[known.channel[code].name]
        assert (row[2], row[4], row[5]) == (
            sums.activities,
            sums.items,
            known.channel[code].items_word,
        )
        assert row[6:9] == (sums.airings, sums.minutes, plain(sums.area_m2))
        assert row[9:12] == (sums.attendees, sums.women, sums.minority)
    for code, count in found.by_topic.items():
        assert rows[known.topic[code].name][2:5] == (count.main, count.all, None)
    for name, sums in found.by_hamlet.items():
        assert rows[name][2:6] == (sums.activities, None, None, None)
        assert rows[name][9] == sums.attendees
    total = sheet[row_of(sheet, "Tổng cộng")]
    assert (total[2].value, total[9].value) == (60, found.everything.attendees)
    assert row_of(sheet, "Một hoạt động có thể có nhiều chủ đề")
    listed = book["Phụ lục II"]
    titles = [row[3] for row in listed.iter_rows(min_row=first_row(listed), values_only=True)]
    assert titles[:60] == [entry.title for entry in content.entries]


def test_that_the_report_has_a_native_chart_of_the_months(make: Making) -> None:
    with ZipFile(make("so-lieu", make_content(60))) as file:
        chart = file.read("xl/charts/chart1.xml").decode()
    assert 'barDir val="col"' in chart
    assert "'Chỉ tiêu'!$C$" in chart
    assert set(re.findall('latin typeface="([^"]*)"', chart)) == {"Times New Roman"}
    assert chart.count("<a:latin") == 4  # title, both axes, figures over the bars


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("text", INJECTIONS)
def test_that_text_like_a_formula_stays_text(make: Making, kind: str, text: str) -> None:
    entry = make_entry(4, title=text, place=text, note=text, speakers=text)
    book = load_workbook(make(kind, make_content(entries=(entry,))))
    found = [c for s in book for row in s.iter_rows() for c in row if c.value == text]
    assert len(found) >= 3
    assert {cell.data_type for cell in found} <= {"s", "inlineStr"}
    assert {bool(cell.quotePrefix) for cell in found} == {text[0] in "=+-@"}


def test_that_a_letterhead_like_a_formula_stays_text(make: Making) -> None:
    content = make_content(3)
    head = replace(content.letterhead, lines=("=1+1", "@x"), officer="-1")
    sheet = load_workbook(make("so", replace(content, letterhead=head)))["Sổ theo dõi"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("kind", WRITERS)
def test_that_control_characters_are_dropped(make: Making, kind: str) -> None:
    entry = make_entry(4, title="a\x00b\x0bc\x1f\ufffe\ud800d\r\ne<&>\"'", note="\x07")
    book = load_workbook(make(kind, make_content(entries=(entry,))))
    sheet = book.worksheets[-1]
    row = [cell.value for cell in sheet[first_row(sheet)]]
    assert "abcd\ne<&>\"'" in row
    assert row[-1] is None or "\x07" not in row[-1]


def test_that_edede_letters_spaces_and_lines_come_back(make: Making) -> None:
    title = "  H'Yŭê̆ Ñơ̆ng – Klei mtô ƀuôn ư̆n ô̆  \nƀ č ĕ ĭ ñ ŏ ŭ  "
    sheet = load_workbook(make("so", make_content(entries=(make_entry(4, title=title),)))).active
    assert isinstance(sheet, Worksheet)
    assert sheet.cell(first_row(sheet), 7).value == title


def test_that_a_text_of_4000_letters_is_whole_and_printed_in_full(make: Making) -> None:
    note = " ".join(["nghèo đa chiều"] * 267)[:4000]
    entry = make_entry(4, note=note)
    sheet = load_workbook(make("so", make_content(entries=(entry,))))["Sổ theo dõi"]
    first = first_row(sheet)
    assert sheet.cell(first, 29).value == note
    assert sheet.row_dimensions[first].height <= 409
    row = row_of(sheet, "1. Ghi chú: ")
    assert sheet.cell(row, 1).value.endswith(note)
    assert 200 < sheet.row_dimensions[row].height < 409


def test_that_none_is_an_empty_cell_and_zero_a_zero(make: Making) -> None:
    entry = make_entry(4, women=None, minority=0, amount=None)
    sheet = load_workbook(make("so", make_content(entries=(entry,))))["Sổ theo dõi"]
    first, total = first_row(sheet), row_of(sheet, "Tổng cộng")
    assert [sheet.cell(first, n).value for n in (18, 19, 26)] == [None, 0, None]
    assert [sheet.cell(total, n).value for n in (18, 26)] == [None, None]
    assert sheet.cell(total, 19).value == f"=SUM(S{first}:S{first})"


@pytest.mark.parametrize("kind", WRITERS)
def test_that_an_empty_period_says_so(make: Making, kind: str) -> None:
    book = load_workbook(make(kind, make_content(0)))
    for sheet in book:
        assert row_of(sheet, "Trong kỳ không phát sinh hoạt động.")
        assert not list(formulas(sheet))


@pytest.mark.parametrize("kind", WRITERS)
def test_that_the_same_content_gives_the_same_bytes(make: Making, kind: str) -> None:
    content = make_content(60)
    assert make(kind, content).read_bytes() == make(kind, content, "lai").read_bytes()


def test_that_the_template_gives_the_same_bytes(template: Path, tmp_path: Path) -> None:
    assert template.read_bytes() == write_template(tmp_path / "lai.xlsx").read_bytes()


@pytest.mark.parametrize("kind", WRITERS)
def test_that_dimension_and_print_area_reach_the_last_row(make: Making, kind: str) -> None:
    path = make(kind, make_content(60))
    light = load_workbook(path, read_only=True)
    for sheet in load_workbook(path):
        assert light[sheet.title].max_row == sheet.max_row
        assert sheet.page_setup.paperSize == 9
        assert sheet.freeze_panes
        assert sheet.print_area.endswith(f"${sheet.max_row}")
        assert sheet.oddFooter.center.text == "Trang &P/&N"
    light.close()


def test_that_headings_repeat_and_filter_covers_the_entries(make: Making) -> None:
    sheet = load_workbook(make("so", make_content(60)))["Sổ theo dõi"]
    first = first_row(sheet)
    assert sheet.print_title_rows == f"${first - 3}:${first - 1}"
    assert sheet.auto_filter.ref == f"A{first - 1}:AC{first + 59}"
    assert sheet.freeze_panes == f"A{first}"


def test_that_a_free_range_and_a_missing_signer_are_said_rightly(make: Making) -> None:
    content = make_content(3, period=periods.parse("2024-10-01..2024-10-31"))
    head = replace(content.letterhead, signatories=(), written_on=date(2025, 1, 5))
    sheet = load_workbook(make("so", replace(content, letterhead=head)))["Sổ theo dõi"]
    assert row_of(sheet, "(Số liệu tính từ ngày 01/10/2024 đến ngày 31/10/2024)")
    signed = "\n".join(str(cell.value) for cell in sheet[sheet.max_row])
    assert f"Tân Lập, ngày{DAY_GAP}tháng 01 năm 2025\nTHỦ TRƯỞNG ĐƠN VỊ" in signed


@pytest.mark.parametrize("kind", ["so", "so-lieu"])
def test_that_signatures_stand_in_one_row_that_no_page_tears(make: Making, kind: str) -> None:
    content = make_content(60)
    sheet = load_workbook(make(kind, content)).worksheets[0]
    left, right = [str(cell.value) for cell in sheet[sheet.max_row] if cell.value]
    first = content.letterhead.signatories[0]
    assert left.split("\n")[1][:9] == "NGƯỜI LẬP"
    assert tuple(right.split("\n")[1 : 1 + len(first.block)]) == tuple(first.block)
    assert (left.split("\n")[-1], right.split("\n")[-1]) == (content.letterhead.officer, first.name)
    assert left.count("\n") == right.count("\n")


def test_that_a_cancelled_workbook_stops(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        register_xlsx.write(make_content(3), tmp_path / "so.xlsx", progress)


def test_that_the_template_has_the_headings_and_a_marked_example(template: Path) -> None:
    sheet = load_workbook(template)["Hoạt động"]
    assert [cell.value for cell in sheet[1]] == [heading for _, heading in HEADINGS]
    assert all(cell.comment and len(cell.comment.text) > 5 for cell in sheet[1])
    example = dict(zip([key for key, _ in HEADINGS], sheet[2], strict=True))
    assert example["note"].value.startswith(EXAMPLE)
    assert example["title"].font.i
    assert from_openpyxl(example["held_on"].value) == DAY
    assert example["started_at"].value == time(19)
    assert sheet.max_row == 2
    assert sheet.column_dimensions["B"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("known", [0, 3])
def test_that_the_lists_of_the_template_offer_all_choices(tmp_path: Path, known: int) -> None:
    book = load_workbook(write_template(tmp_path / "mau.xlsx", known))
    offered = {}
    for check in book["Hoạt động"].data_validations.dataValidation:
        assert check.errorStyle == "warning"
        assert len(check.error) <= 255
        if check.type == "list":
            cells = check.formula1.split("!")[1].replace("$", "")
            column = str(check.sqref).split(":")[0]
            offered[column] = [c.value for row in book["Danh mục"][cells] for c in row]
    shipped = catalogue.shipped()
    assert [one.split(" – ")[0] for one in offered["A2"]] == [c.code for c in shipped.channels]
    assert [one.split(" – ")[0] for one in offered["I2"]] == [t.code for t in shipped.topics]
    assert offered["J2"] == [one.name for one in shipped.languages]
    assert offered["Y2"] == [one.name for one in shipped.payers]
    assert len([one for one in offered["F2"] if one]) == known


def test_that_register_columns_carry_all_sums_of_the_totals() -> None:
    sums = {one.name for one in fields(totals.Sums)} - {"activities", "items"}
    assert sum(column.total == "sum" for column in register_xlsx.COLUMNS) == len(sums) + 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_that_libreoffice_opens_the_workbooks_and_shows_all_rows(
    make: Making, template: Path, tmp_path: Path
) -> None:
    paths = [make("so", make_content(60)), make("so-lieu", make_content(60)), template]
    profile = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    out = tmp_path / "lai"
    subprocess.run([*command, "--outdir", str(out), *map(str, paths)], check=True,
                   capture_output=True, timeout=180)  # fmt: skip
    for path in paths:
        ours, theirs = (load_workbook(one, data_only=True) for one in (path, out / path.name))
        assert theirs.sheetnames == ours.sheetnames
        for sheet in ours:
            for row in sheet.iter_rows():
                for cell in row:
                    other = theirs[sheet.title][cell.coordinate].value
                    if isinstance(cell.value, float):
                        assert other == pytest.approx(cell.value)
                    else:
                        assert other == cell.value, cell.coordinate
