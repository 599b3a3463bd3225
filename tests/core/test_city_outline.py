"""The consolidated report as paper, and the bars that it has in each format."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.core.documents import city_outline, outline_docx, outline_pdf, outline_xlsx
from desktop.core.documents.content import Said, UnitLine
from desktop.core.documents.outline import Annex, Chart, Column, Grid, Heading, Outline, Text
from desktop.core.documents.workbook_table import lines_of
from desktop.core.progress import Progress
from tests.core import pdf_reading
from tests.core.city_content import make_city_content
from tests.core.decree30 import broken


def sentences(**changes: object) -> str:
    found = city_outline.results(make_city_content(**changes))
    return "\n".join(line for _, lines in found for line in lines)


def test_that_the_six_parts_and_five_annexes_stand_in_order() -> None:
    parts = city_outline.outline(make_city_content()).parts
    levels = [
        one.text.split(".")[0] for one in parts if isinstance(one, Heading) and one.level == 1
    ]
    assert levels == ["I", "II", "III", "IV", "V", "VI"]
    annexes = [one.label for one in parts if isinstance(one, Annex)]
    assert annexes == [f"Phụ lục {roman}" for roman in ("I", "II", "III", "IV", "V")]


def test_that_it_says_who_reported_who_had_nothing_and_who_is_missing() -> None:
    said = sentences()
    assert "Đã nhận báo cáo của 10/11 đơn vị" in said
    assert "Có 1 đơn vị báo cáo không phát sinh (phường Tân Hòa: Công chức nghỉ" in said
    assert "Còn 1 đơn vị chưa có báo cáo: phường Tân An." in said
    assert "không phát sinh (" not in sentences(nil=[]).splitlines()[1]


def test_that_units_besides_those_that_must_report_are_told_as_their_figures_are_in_the_sums() -> (
    None
):
    said = sentences(others=["Phường Thống Nhất", "Phường Thắng Lợi"])
    assert (
        "10/11 đơn vị phải báo cáo và 2 đơn vị ngoài danh sách: phường Thống Nhất, phường Thắng "
        "Lợi; số liệu dưới đây cộng từ các báo cáo này."
    ) in said
    assert "10/11 đơn vị phải báo cáo và 40 đơn vị ngoài danh sách; số" in sentences(
        others=[f"Xã {n}" for n in range(40)]
    )
    assert "ngoài danh sách" not in sentences()


def test_that_targets_say_from_which_day_they_count() -> None:
    content = make_city_content()
    plan = content.report.plan
    assert plan is not None
    assert plan.first != content.report.period.first
    day = f"{plan.first:%d/%m/%Y}"
    assert f"Tính từ ngày {day}, ngày đầu của kế hoạch, đến ngày 14/12/2024:" in sentences()
    same = replace(plan, first=content.report.period.first)
    assert "ngày đầu của kế hoạch" not in sentences(report=replace(content.report, plan=same))


def test_that_a_city_without_any_report_does_not_say_that_nothing_was_held() -> None:
    names = ["Phường Tân An", "Xã Ea Kao"]
    content = make_city_content(received=0, nil=[], missing=names, lines=[
        UnitLine(name, "Chưa nộp", None) for name in names
    ])  # fmt: skip
    said = "\n".join(line for _, lines in city_outline.results(content) for line in lines)
    assert "không phát sinh" not in said
    assert "cộng từ các báo cáo này" not in said
    assert said.count("Chưa có số liệu: chưa có báo cáo nào của các đơn vị để cộng.") == 7
    table = city_outline.by_unit(content)
    assert table.total is not None
    assert set(table.total.values()) == {None}


def test_that_a_long_list_of_missing_units_points_to_the_annex() -> None:
    said = sentences(missing=[f"Xã {n}" for n in range(40)])
    assert "Còn 40 đơn vị chưa có báo cáo (xem Phụ lục\u00a0I)." in said


def test_that_a_unit_without_report_has_empty_cells_and_one_with_nothing_has_zero() -> None:
    rows = {row[1]: row for row in city_outline.by_unit(make_city_content()).rows}
    assert rows["Phường Tân An"][2] is None
    assert rows["Phường Tân Hòa"][2] == 0
    assert rows["Phường Tân Hòa"][5] is None


def test_that_the_last_row_is_the_figure_of_all_and_not_the_sum_of_the_rows() -> None:
    content = make_city_content()
    table = city_outline.by_unit(content)
    assert table.total is not None
    assert table.total[2] == content.report.totals.indicators["CT01"]
    assert any("tính một lần" in note for note in table.notes)
    assert not any(
        "một lần" in note for note in city_outline.by_unit(make_city_content(twice=0)).notes
    )


def test_that_what_a_unit_wrote_stands_with_its_name() -> None:
    content = make_city_content(proposals=[Said("Xã Ea Kao", "Sửa 2 cụm loa.")])
    grids = [one for one in city_outline.outline(content).parts if isinstance(one, Grid)]
    assert ((1, "Xã Ea Kao", "Sửa 2 cụm loa."),) in [one.rows for one in grids]


def test_that_a_chart_shows_the_figures_of_its_table() -> None:
    chart = next(
        one for one in city_outline.outline(make_city_content()).parts if isinstance(one, Chart)
    )
    assert chart.bars() == tuple((row[1], row[2]) for row in chart.grid.rows)
    assert ("Phường Tân An", None) in chart.bars()


@pytest.mark.parametrize("wards", [3, 21, 102])
def test_that_each_bar_of_the_pdf_has_its_name_and_figure(wards: int) -> None:
    content = make_city_content(max(wards, 7))
    pdf = outline_pdf.to_bytes(city_outline.outline(content), Progress())
    assert broken(pdf, "official") == []
    lines = [line.text for page in pdf_reading.read(pdf) for line in page.lines]
    text = "\n".join(lines)
    after = text[text.index("Số cuộc, buổi truyền thông trực tiếp theo đơn vị") :]
    assert all(one.name in after for one in content.lines)


def test_that_word_has_bars_made_of_letters(tmp_path: Path) -> None:
    from docx import Document

    path = tmp_path / "bao-cao.docx"
    outline_docx.write(city_outline.outline(make_city_content()), path, Progress())
    cells = [cell.text for table in Document(str(path)).tables for row in table.rows
             for cell in row.cells]  # fmt: skip
    bars = [cell for cell in cells if cell.startswith("▄")]
    assert max(len(cell.split(" ")[0]) for cell in bars) == 40
    assert "–" in cells


def test_that_the_workbook_has_a_native_chart_of_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "phu-luc.xlsx"
    content = make_city_content()
    outline_xlsx.write(city_outline.tables(content), path, Progress())
    book = load_workbook(path)
    chart = book["Biểu đồ Theo đơn vị"]._charts[0]
    source = chart.series[0].val.numRef.f
    sheet = book["Theo đơn vị"]
    first, last = (int(part.split("$")[-1]) for part in source.split("!")[1].split(":"))
    shown = [sheet.cell(row, 3).value for row in range(first, last + 1)]
    assert shown == [row[2] for row in city_outline.by_unit(content).rows]


def _table(name: str) -> Grid:
    return Grid((Column("STT", 11), Column("Tên", 0)), ((1, "a"),), name=name)


def test_that_each_sheet_is_turned_as_its_annex(tmp_path: Path) -> None:
    path = tmp_path / "phu-luc.xlsx"
    annexes = (
        Annex("Phụ lục I", "A", ""), _table("Một"), _table("Hai"),
        Annex("Phụ lục II", "B", "", landscape=False), _table("Ba"),
    )  # fmt: skip
    outline_xlsx.write(Outline("Bảng", "UBND xã", annexes), path, Progress())
    book = load_workbook(path)
    turned = {name: book[name].page_setup.orientation for name in book.sheetnames}
    assert turned == {"Một": "landscape", "Hai": "landscape", "Ba": "portrait"}


def test_that_a_long_word_of_a_heading_is_not_broken(tmp_path: Path) -> None:
    path = tmp_path / "phu-luc.xlsx"
    outline_xlsx.write(city_outline.tables(make_city_content()), path, Progress())
    sheet = load_workbook(path)["Theo đơn vị"]
    for column, word in (("D", "chuyện"), ("P", "phướn")):
        room = sheet.column_dimensions[column].width
        assert lines_of(word, room, bold=True) == 1, column


def test_that_an_empty_annex_says_so() -> None:
    content = replace(make_city_content(), unreached={}, difficulties=[], proposals=[])
    notes = [one.notes for one in city_outline.tables(content).parts
             if isinstance(one, Grid) and not one.rows]  # fmt: skip
    assert ("Không đơn vị nào nêu.",) in notes
    assert any("Không có nơi nào" in one for note in notes for one in note)


def test_that_all_text_of_the_letter_is_about_all_units() -> None:
    texts = [one.text for one in city_outline.outline(make_city_content()).parts
             if isinstance(one, Text)]  # fmt: skip
    assert "tổng hợp kết quả truyền thông" in texts[0]


def test_that_a_launch_stands_under_the_movement_and_the_area_by_itself() -> None:
    whole = make_city_content().report
    channels = whole.totals.by_channel
    some = replace(
        whole.totals, by_channel={**channels, "PHAT_DONG": next(iter(channels.values()))}
    )
    parts = dict(city_outline.results(make_city_content(report=replace(whole, totals=some))))
    launch = "Lễ phát động phong trào"
    assert parts["Phong trào thi đua, vận động nguồn lực"][0].startswith(launch)
    assert not any(one.startswith(launch) for one in parts["Truyền thông trực tiếp"])
    said = sentences()
    assert "Tổng diện tích các hình thức trực quan: " in said
    assert "; tổng diện tích" not in said


def test_that_the_months_say_from_which_day_they_run() -> None:
    parts = city_outline.outline(make_city_content()).parts
    (months,) = [one for one in parts if isinstance(one, Grid) and one.name == "Theo tháng"]
    assert months.notes == (
        "Ghi chú: tháng báo cáo tính từ ngày 15 tháng trước đến ngày 14 của tháng.",
    )


def test_that_annex_i_says_what_a_column_holds_beside_its_heading() -> None:
    assert "gồm cả tọa đàm, đối thoại" in city_outline.by_unit(make_city_content()).notes[0]
