"""Papers as Word files: what an officer finds in them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from desktop.core.documents import fonts, outline_docx
from desktop.core.documents.outline import (
    Annex,
    Column,
    Foot,
    Grid,
    Kind,
    Outline,
    Recipients,
    Text,
    Title,
    To,
)
from desktop.core.progress import Progress
from tests.core import outline_examples as examples
from tests.core.documents_content import make_letterhead
from tests.core.outline_docx_read import found, grid_of, kept, opened, paper, part_of

HEADS = 3
"""Heading rows of the list of payments: two levels and (1) (2) (3)."""

Making = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Making:
    def made(outline: Outline, name: str = "giay") -> Path:
        path = tmp_path / f"{name}.docx"
        outline_docx.write(outline, path, Progress())
        return path

    return made


def test_that_headings_are_headings_in_black_times(make: Making) -> None:
    path = make(examples.minutes())
    headings = {p.text: p.style.name for p in opened(path).paragraphs if "Heading" in p.style.name}
    assert headings == {
        "I. THỜI GIAN, ĐỊA ĐIỂM": "Heading 1",
        "1. Thành phần tham dự": "Heading 2",
        "a) Ý kiến của người dân": "Heading 3",
    }
    styles = part_of(path, "word/styles.xml")
    assert not found(styles, "color")
    assert {one.get(qn("w:ascii")) for one in found(styles, "rFonts")} == {"Times New Roman"}
    known = opened(path).styles
    assert [known[f"Heading {n}"].font.size.pt for n in (1, 2, 3)] == [14, 14, 14]
    assert [known[f"Heading {n}"].font.bold for n in (1, 2, 3)] == [True, True, None]
    assert all(known[f"Heading {n}"].paragraph_format.keep_with_next for n in (1, 2, 3))


def test_that_normal_is_what_the_decree_wants(make: Making) -> None:
    normal = opened(make(examples.minutes())).styles["Normal"]
    assert normal.font.size.pt == 14
    assert normal.paragraph_format.alignment == ALIGN.JUSTIFY
    assert normal.paragraph_format.first_line_indent.cm == pytest.approx(1.27, abs=0.01)
    assert normal.paragraph_format.space_after.pt == 6


def test_that_pages_are_a4_with_the_margins_of_the_decree(make: Making) -> None:
    sections = [opened(make(one)).sections[0] for one in (examples.minutes(), examples.payments(2))]
    sizes = [(s.page_width.mm, s.page_height.mm, s.orientation) for s in sections]
    assert [(round(w), round(h), o) for w, h, o in sizes] == [
        (210, 297, WD_ORIENT.PORTRAIT), (297, 210, WD_ORIENT.LANDSCAPE)]  # fmt: skip
    upright = sections[0]
    margins = (upright.top_margin, upright.bottom_margin, upright.left_margin, upright.right_margin)
    assert [round(one.mm) for one in margins] == [20, 20, 30, 20]


def test_that_each_annex_has_its_own_pages_numbers_and_header(make: Making) -> None:
    path = make(examples.report(3))
    sections = opened(path).sections
    assert [s.orientation for s in sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]  # fmt: skip
    starts = [
        one.get(qn("w:start")) for one in found(part_of(path, "word/document.xml"), "pgNumType")
    ]
    assert starts == ["1", "1", "1"]
    for section in sections:
        assert section.different_first_page_header_footer
        assert not section.first_page_header.paragraphs[0].text
        assert not section.header.is_linked_to_previous
        line = section.header.paragraphs[0]
        assert line.alignment is None
        assert line.style.paragraph_format.alignment == ALIGN.CENTER
        assert [f.get(qn("w:instr")).strip() for f in found(line._p, "fldSimple")] == ["PAGE"]
    assert len({id(section.header.part) for section in sections}) == 3


def test_that_a_paper_may_begin_with_an_annex(make: Making) -> None:
    outline = paper(Annex("Phụ lục I", "BẢNG", "(Kèm theo)"), Text("Nội dung."))
    sections = opened(make(outline)).sections
    assert [one.orientation for one in sections] == [WD_ORIENT.LANDSCAPE]


@pytest.mark.parametrize("rows", [1, 2, 30, 400])
def test_that_a_table_has_all_rows_repeats_its_headings_and_never_splits_rows(
    make: Making, rows: int
) -> None:
    path = make(examples.payments(rows))
    table = grid_of(opened(path))._tbl
    lines = found(table, "tr")
    assert len(lines) == HEADS + rows + 1
    assert [bool(found(line, "tblHeader")) for line in lines] == [True] * HEADS + [False] * (
        rows + 1
    )
    assert all(found(line, "cantSplit") for line in lines)
    texts = [[cell.text for cell in row.cells] for row in grid_of(opened(path)).rows[: HEADS + 1]]
    assert texts[0][5:7] == ["Số tiền (đồng)"] * 2
    assert texts[1][5:7] == ["Mức hỗ trợ", "Thành tiền"]
    assert texts[2] == [f"({n})" for n in range(1, 10)]
    assert texts[3] == ["1", "Y Bhiŏk Êban 1", "Số 1, TDP 2", "Hộ cận nghèo", "1", "100.000",
                        "100.000", "", ""]  # fmt: skip


def test_that_a_table_fills_the_page_with_fixed_widths(make: Making) -> None:
    for outline, room in (
        (examples.payments(2), 252),
        (examples.payments(2, landscape=False), 160),
    ):
        table = grid_of(opened(make(outline)))
        widths = [int(one.get(qn("w:w"))) for one in found(table._tbl, "gridCol")]
        assert sum(widths) / 1440 * 25.4 == pytest.approx(room, abs=0.2)
        assert found(table._tbl, "tblLayout")[0].get(qn("w:type")) == "fixed"
        for row in found(table._tbl, "tr"):
            cells = [int(one.get(qn("w:w"))) for one in found(row, "tcW")]
            assert sum(cells) == pytest.approx(sum(widths), abs=8)


def test_that_totals_are_bold_and_numbers_right(make: Making) -> None:
    table = grid_of(opened(make(examples.payments(30))))
    total = table.rows[-1].cells
    assert (total[0].text, total[6].text, total[8].text) == ("Tổng cộng", "3.750.000", "")
    assert total[0]._tc is total[5]._tc
    assert total[6].paragraphs[0].runs[0].bold
    assert total[6].paragraphs[0].alignment == ALIGN.RIGHT
    row = table.rows[HEADS].cells
    aligned = [cell.paragraphs[0].alignment for cell in row]
    assert aligned[:4] == [ALIGN.CENTER, None, None, ALIGN.CENTER]
    assert aligned[5:7] == [ALIGN.RIGHT, ALIGN.RIGHT]
    assert not row[6].paragraphs[0].runs[0].bold


def test_that_values_are_written_as_vietnamese_do(make: Making) -> None:
    kinds = (Kind.NUMBER, Kind.COUNT, Kind.DECIMAL, Kind.DATE, Kind.MONEY, Kind.COUNT)
    values = (1_234, 1_234_567, Decimal("1234.50"), date(2024, 2, 5), 0, None)
    columns = tuple(Column(kind, 25, kind) for kind in kinds)
    table = grid_of(opened(make(paper(Grid(columns, (values,), numbered=False)))))
    assert [cell.text for cell in table.rows[1].cells] == [
        "1234", "1.234.567", "1.234,5", "05/02/2024", "0", ""]  # fmt: skip


def test_that_a_row_to_sign_in_is_high(make: Making) -> None:
    rows = found(grid_of(opened(make(examples.payments(2))))._tbl, "tr")
    heights = [found(row, "trHeight")[0] for row in rows[HEADS:-1]]
    assert {round(int(h.get(qn("w:val"))) / 1440 * 25.4) for h in heights} == {9}
    assert {h.get(qn("w:hRule")) for h in heights} == {"atLeast"}


def test_that_the_end_of_a_table_stays_with_the_signatures(make: Making) -> None:
    body = opened(make(examples.payments(30))).element.body
    table, foot = [one for one in body if one.tag == qn("w:tbl")][1:]
    rows = found(table, "tr")
    assert [kept(row) for row in rows[HEADS:]] == [False] * 29 + [True] * 2
    between = list(body)[body.index(table) + 1 : body.index(foot)]
    assert len(between) == 3
    assert all(kept(one) for one in between)
    signing = found(foot, "tr")
    assert all(found(row, "cantSplit") for row in signing)
    styles = {one.get(qn("w:val")) for row in signing[:-1] for one in found(row, "pStyle")}
    kept_styles = {"ChuKy", "ChuKyGhiChu", "NgayThang"}
    assert styles <= kept_styles


def test_that_a_table_without_what_belongs_to_it_is_free_to_break(make: Making) -> None:
    columns = (Column("Tên", 0),)
    outline = paper(Grid(columns, (("một",), ("hai",), ("ba",))), Text("Sau bảng."))
    rows = found(grid_of(opened(make(outline)))._tbl, "tr")
    assert [kept(row) for row in rows[2:]] == [False] * 3


def test_that_signers_stand_side_by_side_under_the_day(make: Making) -> None:
    foot = opened(make(examples.payments(2))).tables[-1]
    texts = [[cell.text for cell in row.cells] for row in foot.rows]
    assert texts[0][1:] == ["Tân Lập, ngày 05 tháng 01 năm 2024"] * 2
    assert [one.split("\n")[0] for one in texts[1]] == ["NGƯỜI LẬP", "KẾ TOÁN", "THỦ TRƯỞNG ĐƠN VỊ"]
    assert texts[3] == ["H'Linh Niê", "Trần Văn Đức", "Nguyễn Thị Ngọc Ánh"]


def test_that_recipients_are_a_list_beside_the_signature(make: Making) -> None:
    document = opened(make(examples.invitation()))
    left = document.tables[-1].rows[0].cells[0]
    assert [(p.text, p.style.name) for p in left.paragraphs[:4]] == [
        ("Nơi nhận:", "Nơi nhận"),
        ("Như trên;", "Nơi nhận, danh sách"),
        ("Lãnh đạo UBND phường;", "Nơi nhận, danh sách"),
        ("Lưu: VT, VHXH.", "Nơi nhận, danh sách"),
    ]
    label, names = (document.styles[one].font for one in ("Nơi nhận", "Nơi nhận, danh sách"))
    assert (label.size.pt, label.bold, label.italic) == (12, True, True)
    assert (names.size.pt, names.bold, names.italic) == (11, None, None)
    listed = {one.get(qn("w:val")) for one in found(document.part.numbering_part.element, "pStyle")}
    assert "NoiNhanDanhSach" in listed


def test_that_one_signer_stands_at_the_right(make: Making) -> None:
    foot = opened(make(paper(Text("Hết."), Foot((examples.SIGNS,))))).tables[-1]
    assert [cell.text for cell in foot.rows[-1].cells] == ["", "Nguyễn Thị Ngọc Ánh"]


def test_that_the_letterhead_is_a_table_without_lines(make: Making) -> None:
    table = opened(make(examples.minutes())).tables[0]
    assert not found(table._tbl, "tblStyle")
    assert not found(table._tbl, "tblBorders")
    left, right = ([p.text for p in cell.paragraphs if p.text] for cell in table.rows[0].cells)
    assert left == ["ỦY BAN NHÂN DÂN", "PHƯỜNG TÂN LẬP"]
    assert right == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    number, day = table.rows[1].cells
    assert number.text.replace("\u00a0", "") == "Số:/BB-UBND"
    assert day.text == "Tân Lập, ngày 05 tháng 01 năm 2024"
    assert day.paragraphs[0].style.font.italic


def test_that_an_open_day_leaves_room_and_a_list_has_no_day(make: Making) -> None:
    head = opened(make(examples.invitation())).tables[0]
    day = head.rows[1].cells[1].text
    assert day == f"Tân Lập, ngày{chr(160) * 7}tháng 11 năm 2024"
    assert len(opened(make(examples.payments(1))).tables[0].rows) == 1


def test_that_a_long_place_stands_on_one_line_with_its_day(make: Making) -> None:
    for place, size in (("Tân Lập", None), ("Buôn Ma Thuột", 13)):
        lines = ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ BUÔN MA THUỘT")
        letterhead = replace(make_letterhead(), lines=lines, place=place)
        head = examples.head(letterhead=letterhead, day_open=True, day=date(2024, 12, 16))
        day = opened(make(paper(head))).tables[0].rows[1].cells[1].paragraphs[0]
        assert day.text.startswith(place)
        assert day.runs[0].font.size == (Pt(size) if size else None)


def test_that_the_lines_of_a_subject_below_the_number_are_about_as_long(make: Making) -> None:
    head = examples.head(about="V/v đôn đốc nộp báo cáo quý IV năm 2024")
    subject = opened(make(paper(head))).tables[0].rows[1].cells[0].paragraphs[1]
    assert subject.text.startswith("V/v")
    assert subject.paragraph_format.left_indent > Mm(5)


def test_that_rules_are_as_long_as_the_decree_says(make: Making) -> None:
    fonts.letters()
    document = opened(make(examples.minutes()))
    cells = document.tables[0].rows[0].cells
    room = [cell.width.pt for cell in cells]
    texts = ("PHƯỜNG TÂN LẬP", "Độc lập - Tự do - Hạnh phúc",
             "Buổi tuyên truyền chính sách giảm nghèo tại buôn Knư̆r")  # fmt: skip
    rules = [*(cell.paragraphs[-1] for cell in cells),
             next(p for p in document.paragraphs if p.style.name == "Đường kẻ")]  # fmt: skip
    shares = []
    for rule, text, size, width in zip(rules, texts, (13, 14, 14), [*room, 160 / 25.4 * 72],
                                       strict=True):  # fmt: skip
        assert rule.style.name == "Đường kẻ"
        sides = rule.paragraph_format.left_indent.pt + rule.paragraph_format.right_indent.pt
        shares.append((width - sides) / (fonts.width(text, fonts.BOLD) * size))
    assert 1 / 3 < shares[0] < 1 / 2
    assert shares[1] == pytest.approx(1, abs=0.04)
    assert 1 / 3 < shares[2] < 1 / 2


def test_that_long_subjects_have_lines_of_one_length(make: Making) -> None:
    document = opened(make(paper(Title("BÁO CÁO", examples.LONG))))
    subject = next(p for p in document.paragraphs if p.style.name == "Subtitle")
    assert subject.text == examples.LONG
    assert 0 < subject.paragraph_format.left_indent.mm < 30


def test_that_a_long_body_gets_a_smaller_letterhead(make: Making) -> None:
    lines = ("UBND THÀNH PHỐ BUÔN MA THUỘT", "ỦY BAN NHÂN DÂN PHƯỜNG TÂN LẬP")
    head = examples.head(letterhead=replace(make_letterhead(), lines=lines))
    cells = opened(make(paper(head))).tables[0].rows[0].cells
    assert [run.font.size.pt for p in cells[0].paragraphs for run in p.runs] == [12, 12]
    assert [bool(run.bold) for p in cells[0].paragraphs for run in p.runs] == [False, True]


def test_that_dots_at_the_end_are_a_dotted_tab(make: Making) -> None:
    document = opened(make(paper(Text("Ông (bà): " + "…" * 24), Text("…" * 120))))
    one, many = document.paragraphs[:2]
    assert one.text == "Ông (bà): \t"
    assert many.text == "\t\n\t\n\t\n\t"
    for line in (one, many):
        stop = line.paragraph_format.tab_stops[0]
        assert stop.position.mm == pytest.approx(160, abs=0.1)
        assert found(line._p, "tab")[0].get(qn("w:leader")) == "dot"


def test_that_short_dots_stay_text(make: Making) -> None:
    text = "Lúc …… giờ …… phút, ngày ……"
    assert opened(make(paper(Text(text)))).paragraphs[0].text == text


def test_that_lines_with_a_dash_are_a_list(make: Making) -> None:
    document = opened(make(paper(Text("- Đại diện hộ nghèo: 12 người."))))
    line = document.paragraphs[0]
    assert (line.text, line.style.name) == ("Đại diện hộ nghèo: 12 người.", "List Bullet")


def test_that_lines_of_a_text_become_paragraphs(make: Making) -> None:
    document = opened(make(paper(Text("Một.\nHai.", bold_start="Kết quả:"))))
    assert [p.text for p in document.paragraphs[:2]] == ["Kết quả: Một.", "Hai."]
    assert [run.bold for run in document.paragraphs[0].runs] == [True, None]


def test_that_legal_bases_are_italic_and_editable_by_style(make: Making) -> None:
    line = opened(make(paper(Text("Căn cứ Luật;", italic=True)))).paragraphs[0]
    assert (line.style.name, line.style.font.italic) == ("Căn cứ", True)


@pytest.mark.parametrize("names", [("UBND thành phố",), ("Ông A", "Bà B, buôn Knư̆r", "Ông C")])
def test_that_kinh_gui_names_all(make: Making, names: tuple[str, ...]) -> None:
    lines = [p.text for p in opened(make(paper(To(names)))).paragraphs if p.text]
    if len(names) == 1:
        assert lines == ["Kính gửi: UBND thành phố"]
    else:
        assert lines == ["Kính gửi:", "Ông A;", "Bà B, buôn Knư̆r;", "Ông C."]


def test_that_recipients_alone_may_stand_at_the_foot(make: Making) -> None:
    foot = opened(make(paper(Foot((Recipients(("Lưu: VT",)), None))))).tables[-1]
    assert foot.rows[0].cells[0].text.split("\n") == ["Nơi nhận:", "Lưu: VT."]
