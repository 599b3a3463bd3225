"""Papers as Word files: that Word takes them, that no letter is lost, that nothing changes."""

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import etree

from desktop.core import papers
from desktop.core.documents import outline_docx
from desktop.core.documents.content import Choice
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
from desktop.core.errors import CancelledError
from desktop.core.progress import Progress
from tests.core import outline_examples as examples
from tests.core.documents_content import make_letterhead
from tests.core.forms_content import LINES, make_form_content
from tests.core.outline_docx_read import all_text, found, grid_of, opened, paper, part_of

GOLDEN = Path(__file__).parents[1] / "golden" / "docx"
"""The parts of a small paper; SOTT_GOLDEN=write writes them anew (then look at the paper)."""

ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
           "jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs i iCs color sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "trPr": "cantSplit trHeight tblHeader",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "sectPr": "headerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol "
                "listSeparator",
}  # fmt: skip
"""In which order Word wants elements (ECMA-376, wml.xsd); it calls other orders damaged."""

Making = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Making:
    def made(outline: Outline, name: str = "giay") -> Path:
        path = tmp_path / f"{name}.docx"
        outline_docx.write(outline, path, Progress())
        return path

    return made


def small() -> Outline:
    """One of each part, for the golden files."""
    columns = (Column("STT", 12, Kind.NUMBER), Column("Nội dung", 0),
               Column(("Tiền", "Đồng"), 30, Kind.MONEY, total=True))  # fmt: skip
    grid = Grid(columns, ((1, "Tờ gấp", 1_500_000), (2, None, None)), {2: 1_500_000},
                caption="1. Kinh phí", unit="đồng", notes=("Ghi chú.",))  # fmt: skip
    return paper(
        examples.head(), Title("BIÊN BẢN", "Buổi tuyên truyền", "(Dự thảo)"), To(("UBND thành phố",)),
        Text("Căn cứ Luật Tiếp cận thông tin;", italic=True), Heading("I. NỘI DUNG", 1),
        Text("19 giờ.", bold_start="Thời gian:"), Text("- Chủ tọa."), Text("Ý kiến: " + "…" * 30),
        grid, Text("Hết./."), Foot((examples.RECIPIENTS, examples.SIGNS)),
        Annex("Phụ lục I", "DANH SÁCH", "(Kèm theo Biên bản)"), grid,
    )  # fmt: skip


def test_that_nfd_comes_out_nfc_and_edede_letters_stay(make: Making) -> None:
    text = "H'Yŭê̆ Ñơ̆ng Kô̆, buôn sang ư̆n, Phường Tân Lập"
    nfd = unicodedata.normalize("NFD", text)
    assert nfd != text
    columns = (Column(nfd, 0),)
    outline = paper(Text(nfd), Grid(columns, ((nfd,),)), Foot((Signature((nfd,), nfd),)))
    shown = all_text(make(outline))
    assert shown.count(text) == 5
    assert unicodedata.is_normalized("NFC", shown)
    assert "ư\u0306" in shown


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", "a<b>&\"c'", "]]>", "{{x}}", "%s"])
def test_that_any_text_stays_as_it_is(make: Making, text: str) -> None:
    outline = paper(Text(text), Title(text, text, text), Grid((Column(text, 0),), ((text,),)))
    assert all_text(make(outline)).count(text) == 6


def test_that_control_characters_are_dropped(make: Making) -> None:
    bad = "a\x00b\x0bc\x1f\x85\ufffe\ud800d\te"
    outline = replace(paper(Text(bad), Grid((Column(bad, 0),), ((bad,),))), title=bad, author=bad)
    path = make(outline)
    assert all_text(path).count("abcd e") == 3
    assert opened(path).core_properties.title == "abcd e"


def test_that_lines_within_a_cell_are_line_breaks(make: Making) -> None:
    table = grid_of(opened(make(paper(Grid((Column("Tên", 0),), (("một\r\nhai",),))))))
    assert table.rows[-1].cells[0].text == "một\nhai"


def test_that_empty_parts_do_no_harm(make: Making) -> None:
    bare = replace(make_letterhead(), lines=(), place="")
    grid = Grid((Column("STT", 0, Kind.NUMBER), Column("Tên", 40)), (), {})
    outline = paper(
        examples.head(letterhead=bare, symbol=""), Title("GIẤY"), Text(""), grid, grid,
        Foot((None, Signature(()))),
    )  # fmt: skip
    document = opened(make(outline))
    assert document.tables[0].rows[1].cells[1].text == "Ngày 05 tháng 01 năm 2024"
    assert [len(table.rows) for table in document.tables if table.style.name == "Bảng"] == [4, 4]
    for table in document.tables:
        for row in table.rows:
            assert all(cell.paragraphs for cell in row.cells)


def test_that_tables_never_touch_nor_end_a_section(make: Making) -> None:
    grid = Grid((Column("Tên", 0),), (("một",),))
    foot = Foot((examples.SIGNS,))
    annex = Annex("Phụ lục", "BẢNG", "(Kèm theo)")
    body = opened(make(paper(grid, grid, foot, annex, grid))).element.body
    blocks = [one.tag for one in body]
    pairs = pairwise(blocks)
    assert (qn("w:tbl"), qn("w:tbl")) not in pairs
    assert blocks[-2:] == [qn("w:p"), qn("w:sectPr")]


def test_that_the_end_of_a_section_takes_no_room(make: Making) -> None:
    body = opened(make(examples.report(3))).element.body
    ends = [p for p in found(body, "p") if found(p, "sectPr")] + [body[-2]]
    assert len(ends) == 3
    assert [p.style for p in ends][:1] == ["CuoiPhan"]
    assert all(p.style in ("CuoiPhan", "GhiChu") for p in ends)
    assert not [p for p in found(body, "p") if p.style is None and not found(p, "r")]


def test_that_the_same_outline_gives_the_same_bytes(make: Making) -> None:
    one, other = (make(examples.report(30), name).read_bytes() for name in ("a", "b"))
    assert one == other
    with ZipFile(make(examples.report(30))) as file:
        assert {member.date_time for member in file.infolist()} == {file.infolist()[0].date_time}
        assert file.infolist()[0].date_time[:3] == (2024, 12, 16)


def test_that_the_file_says_what_it_is_in_vietnamese(make: Making) -> None:
    path = make(examples.minutes())
    about = opened(path).core_properties
    assert (about.title, about.author) == ("Biên bản buổi tuyên truyền", "UBND phường Tân Lập")
    assert about.created.date() == about.modified.date() == make_letterhead().written_on
    assert about.language == "vi-VN"
    assert {one.get(qn("w:val")) for one in found(part_of(path, "word/styles.xml"), "lang")} == {
        "vi-VN"
    }
    with ZipFile(path) as file:
        names = file.namelist()
        assert not [name for name in names if "thumbnail" in name or "customXml" in name]
        assert b"python-docx" not in b"".join(map(file.read, names))


@pytest.mark.parametrize("outline", [small(), examples.report(3), examples.invitation(("A", "B"))])
def test_that_word_finds_elements_in_its_order_and_all_styles(
    make: Making, outline: Outline
) -> None:
    path = make(outline)
    with ZipFile(path) as file:
        parts = [etree.fromstring(file.read(name)) for name in file.namelist() if "word/" in name
                 and name.endswith(".xml")]  # fmt: skip
    for name, order in ORDERS.items():
        wanted = order.split()
        for part in parts:
            for element in part.iter(qn(f"w:{name}")):
                places = [wanted.index(etree.QName(child).localname) for child in element]
                assert places == sorted(places), etree.tostring(element)[:900]
    styles = {one.get(qn("w:styleId")) for part in parts for one in found(part, "style")}
    used = {one.get(qn("w:val")) for part in parts for name in ("pStyle", "tblStyle", "basedOn", "next")
            for one in found(part, name)}  # fmt: skip
    assert used <= styles
    numbers = {one.get(qn("w:numId")) for part in parts for one in found(part, "num")}
    assert {one.get(qn("w:val")) for part in parts for one in found(part, "numId")} == numbers


@pytest.mark.parametrize("code", [form.code for form in papers.forms()])
def test_that_every_form_becomes_a_word_file(make: Making, code: str) -> None:
    choice = Choice(rows=10, rate=100_000, lines=LINES)
    for channel in ("NOI_CHUYEN", "PANO", "PHAT_THANH"):
        outline = papers.form(code).outline(make_form_content(channel, choice=choice))
        document = opened(make(outline))
        grids = sum(isinstance(part, Grid) for part in outline.parts)
        assert [table.style.name for table in document.tables].count("Bảng") == grids
        assert document.tables[0].rows[0].cells[1].text.startswith("CỘNG HÒA")


def test_that_the_title_of_the_file_is_as_long_as_one_may_be(make: Making) -> None:
    properties = opened(
        make(replace(paper(Text("Kính mời.")), title="Buổi " * 120))
    ).core_properties
    assert len(properties.title) == 255


def test_that_a_cancelled_paper_stops(make: Making) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        outline_docx.write(examples.payments(2), Path("/dev/null"), progress)


def test_that_a_small_paper_is_made_of_these_parts(make: Making) -> None:
    path = make(small())
    with ZipFile(path) as file:
        made = {name.replace("/", "_"): file.read(name) for name in file.namelist()
                if name.endswith(".xml") and "theme" not in name}  # fmt: skip
    for name, content in made.items():
        tree = etree.fromstring(content)
        etree.indent(tree)
        text = etree.tostring(tree, encoding="unicode") + "\n"
        golden = GOLDEN / name
        if os.environ.get("SOTT_GOLDEN") == "write":
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8"), name
    assert sorted(made) == sorted(one.name for one in GOLDEN.iterdir())


def funds(rows: int) -> Outline:
    """Short tables one after another, the last with the signatures."""
    columns = (Column("STT", 11, Kind.NUMBER), Column("Nội dung chi", 0),
               Column("Số tiền (đồng)", 34, Kind.MONEY, total=True))  # fmt: skip
    grids = [
        Grid(columns, tuple((n + 1, f"Khoản {n + 1}", 1_000_000) for n in range(count)),
             {2: count * 1_000_000}, caption=f"Nguồn {count}", unit="đồng")
        for count in (rows, 2, 2)
    ]  # fmt: skip
    foot = Foot((Signature(("NGƯỜI LẬP",), "H'Linh Niê"), examples.SIGNS))
    parts = (examples.head(), Title("BẢNG DỰ TOÁN", "Năm 2024"), *grids, foot)
    return paper(*parts, landscape=True)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("rows", [4, 6])
def test_that_libreoffice_fills_a_page_with_short_tables(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "nguon.docx"
    outline_docx.write(funds(rows), path, Progress())
    profile = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)
    with pypdfium2.PdfDocument(tmp_path / "nguon.pdf") as pdf:
        assert len(pdf) == 2
        first = pdf[0].get_textpage().get_text_range()
    assert f"Khoản {rows}" in first


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_that_libreoffice_prints_about_as_many_pages_as_the_pdf_has(tmp_path: Path) -> None:
    from desktop.core.documents import outline_pdf

    outlines = {
        "bien-ban": examples.minutes(), "giay-moi": examples.invitation(), "1": examples.payments(1),
        "2": examples.payments(2, landscape=False), "30": examples.payments(30),
        "400": examples.payments(400), "bao-cao": examples.report(),
        "dai": paper(Title("BÁO CÁO", f"{examples.LONG}. {examples.LONG}"), *[Text(examples.LONG)] * 9),
    }  # fmt: skip
    for name, outline in outlines.items():
        outline_docx.write(outline, tmp_path / f"{name}.docx", Progress())
    profile = f"-env:UserInstallation=file://{tmp_path / 'lo'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    paths = [str(tmp_path / f"{name}.docx") for name in outlines]
    subprocess.run([*command, *paths], check=True, capture_output=True, timeout=180)
    for name, outline in outlines.items():
        with pypdfium2.PdfDocument(tmp_path / f"{name}.pdf") as pdf:
            pages = len(pdf)
        with pypdfium2.PdfDocument(outline_pdf.to_bytes(outline, Progress())) as pdf:
            assert abs(pages - len(pdf)) <= 1, name
