"""The empty Word file of a paper: styles, lists and settings that the officer finds and can change.

Sizes are decree 30/2020's (annex I). python-docx's own template keeps only its frame.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from desktop.core.documents.outline_docx_xml import twips
from desktop.core.documents.outline_shown import clean

FONT = "Times New Roman"
LANGUAGE = "vi-VN"
INDENT = 12.7

_KEPT_PARTS = ("styles", "settings", "numbering", "theme", "officeDocument", "core-properties")
_LISTS = {
    "ListBullet": f'w:left="0" w:firstLine="{twips(INDENT)}"',
    "KinhGuiDanhSach": 'w:left="164" w:hanging="164"',
    "NoiNhanDanhSach": 'w:left="128" w:hanging="128"',
}
"""Styles with a dash before each paragraph, and their indents; in the order of their numbers."""


@dataclass(frozen=True)
class _Style:
    """A paragraph style; `line` is an exact height, `ruled` draws a line at its top (points)."""

    id: str
    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "center"
    indent: float = 0
    before: float = 0
    after: float = 0
    line: float = 0
    level: int = 0
    keep: bool = False
    ruled: bool = False
    then: str = ""


_STYLES = (
    _Style("Normal", "Normal", align="both", indent=INDENT, after=6),
    _Style("Heading1", "heading 1", bold=True, align="both", indent=INDENT, after=6, level=1,
           keep=True, then="Normal"),
    _Style("Heading2", "heading 2", bold=True, align="both", indent=INDENT, after=6, level=2,
           keep=True, then="Normal"),
    _Style("Heading3", "heading 3", align="both", indent=INDENT, after=6, level=3, keep=True,
           then="Normal"),
    _Style("CanCu", "Căn cứ", italic=True, align="both", indent=INDENT, after=6),
    _Style("ListBullet", "List Bullet", align="both", after=6),
    _Style("DongCham", "Dòng chấm", align="left", after=6),
    _Style("Title", "Title", bold=True, before=8, keep=True, then="Subtitle"),
    _Style("Subtitle", "Subtitle", bold=True, keep=True, then="Normal"),
    _Style("GhiChuTieuDe", "Ghi chú tiêu đề", italic=True, before=2, after=2, keep=True),
    _Style("DauVanBan", "Đầu văn bản", size=13),
    _Style("TrichYeu", "Trích yếu công văn", size=12, before=6),
    _Style("NgayThang", "Địa danh, ngày tháng", italic=True),
    _Style("DuongKe", "Đường kẻ", size=2, line=4, before=2, ruled=True),
    _Style("KhoangCach", "Khoảng cách", size=2, line=6, align="left"),
    _Style("CuoiPhan", "Cuối phần", size=1, line=1, align="left"),
    _Style("KinhGui", "Kính gửi", after=6),
    _Style("KinhGuiDau", "Kính gửi, đầu danh sách", align="left", keep=True),
    _Style("KinhGuiDanhSach", "Kính gửi, danh sách", align="left"),
    _Style("PhuLuc", "Phụ lục", bold=True, level=1, keep=True),
    _Style("Caption", "caption", size=13, bold=True, align="left", before=3, after=3, keep=True),
    _Style("DonViTinh", "Đơn vị tính", size=12, italic=True, align="right", after=3, keep=True),
    _Style("DauBang", "Đầu bảng", size=12, bold=True, keep=True),
    _Style("OBang", "Ô bảng", size=12, align="left"),
    _Style("GhiChu", "Ghi chú", size=11, italic=True, align="left", before=3),
    _Style("ChuKy", "Chữ ký", bold=True, keep=True),
    _Style("ChuKyGhiChu", "Chữ ký, ghi chú", size=12, italic=True, keep=True),
    _Style("NoiNhan", "Nơi nhận", size=12, bold=True, italic=True, align="left", keep=True),
    _Style("NoiNhanDanhSach", "Nơi nhận, danh sách", size=11, align="left"),
    _Style("Header", "header", size=13),
)  # fmt: skip

_DEFAULTS = f"""
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>
<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="{LANGUAGE}" w:eastAsia="en-US" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>
<w:uiPriority w:val="99"/><w:semiHidden/></w:style>
"""
_SIDES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = f"""
<w:style w:type="table" w:customStyle="1" w:styleId="Bang"><w:name w:val="Bảng"/>
<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{_SIDES}</w:tblBorders>
<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="40" w:type="dxa"/>
<w:bottom w:w="28" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
"""
_SETTINGS = f"""
<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode"
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="{LANGUAGE}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>
"""


_LONGEST = 255
"""Letters that a property of the file can have."""


def blank(title: str, author: str, day: date) -> Paper:
    """Return an A4 file without text whose properties bear this day."""
    document = Document()
    for part in (document.part.package, document.part):
        for key, one in list(part.rels.items()):
            if not one.reltype.endswith(_KEPT_PARTS):
                del part.rels[key]
    styles = _DEFAULTS + "".join(map(_style, _STYLES)) + _TABLE
    fill(document.styles.element, styles)
    fill(document.settings.element, _SETTINGS)
    fill(document.part.numbering_part.element, _numbering())
    first: Any = document.sections[0]._sectPr
    first.find(qn("w:cols")).addprevious(*_elements('<w:pgNumType w:start="1"/>'))
    about: Any = document.core_properties
    about.title, about.author = clean(title)[:_LONGEST], clean(author)[:_LONGEST]
    about.last_modified_by = about.author
    about.comments, about.language = "", LANGUAGE
    about.created = about.modified = datetime.combine(day, time())
    return document


def fill(element: Any, content: str) -> None:
    """Let these elements be all that the part consists of."""
    for child in list(element):
        element.remove(child)
    element.extend(_elements(content))


def append(document: Paper, content: str) -> None:
    """Put these paragraphs and tables at the document's end."""
    body: Any = document.element.body
    for element in _elements(content):
        rows = list(element.iterchildren(qn("w:tr")))
        for row in rows:
            element.remove(row)
        body[-1].addprevious(element)
        for row in rows:  # one by one: lxml takes n² for n elements that move at once
            element.append(row)


def begin_section(document: Paper) -> None:
    """Begin a section on a new page; the one before ends in its last paragraph, not in a new one."""
    end_section(document)
    document.add_section(WD_SECTION.NEW_PAGE)
    broken: Any = document.paragraphs[-1]._p
    last = broken.getprevious()
    last.get_or_add_pPr().append(broken.pPr.find(qn("w:sectPr")))
    broken.getparent().remove(broken)


def end_section(document: Paper) -> None:
    """Make the gap at the end so low that it begins no page of its own."""
    last: Any = document.element.body[-2]
    if last.tag == qn("w:p") and last.style == "KhoangCach":
        last.style = "CuoiPhan"


def _elements(content: str) -> list[Any]:
    return list(parse_xml(f"<w:all {nsdecls('w')}>{content}</w:all>"))


def _style(one: _Style) -> str:
    own = "" if one.name.isascii() else ' w:customStyle="1"'
    first = one.id == "Normal"
    links = ' w:default="1"' if first else ""
    parts = "" if first else '<w:basedOn w:val="Normal"/>'
    parts += f'<w:next w:val="{one.then}"/>' if one.then else ""
    parts += (
        f"<w:qFormat/><w:pPr>{_paragraph_looks(one)}</w:pPr><w:rPr>{_letter_looks(one)}</w:rPr>"
    )
    return (
        f'<w:style w:type="paragraph"{links}{own} w:styleId="{one.id}">'
        f'<w:name w:val="{one.name}"/>{parts}</w:style>'
    )


def _paragraph_looks(one: _Style) -> str:
    looks = "<w:keepNext/>" if one.keep else ""
    looks += "<w:widowControl/>"
    if one.id in _LISTS:
        looks += f'<w:numPr><w:numId w:val="{list(_LISTS).index(one.id) + 1}"/></w:numPr>'
    if one.ruled:
        looks += '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    height = f'w:line="{one.line * 20:g}" w:lineRule="exact"' if one.line else (
        'w:line="240" w:lineRule="auto"')  # fmt: skip
    looks += f'<w:spacing w:before="{one.before * 20:g}" w:after="{one.after * 20:g}" {height}/>'
    if one.id not in _LISTS:
        looks += f'<w:ind w:firstLine="{twips(one.indent)}"/>'
    looks += f'<w:jc w:val="{one.align}"/>'
    return looks + (f'<w:outlineLvl w:val="{one.level - 1}"/>' if one.level else "")


def _letter_looks(one: _Style) -> str:
    looks = "<w:b/><w:bCs/>" if one.bold else ""
    looks += "<w:i/><w:iCs/>" if one.italic else ""
    return f'{looks}<w:sz w:val="{one.size * 2:g}"/><w:szCs w:val="{one.size * 2:g}"/>'


def _numbering() -> str:
    """Return the lists: the text goes on at the left margin, or hangs behind the dash."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:pStyle w:val="{style}"/><w:suff w:val="space"/><w:lvlText w:val="-"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind {indent}/></w:pPr></w:lvl></w:abstractNum>'
        for number, (style, indent) in enumerate(_LISTS.items(), start=1)
    )
    numbers = (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in range(1, len(_LISTS) + 1)
    )
    return kinds + "".join(numbers)
