"""The check of papers finds what is wrong: each of its points is broken once on purpose."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.core.documents import fonts, layout, layout_tables, layout_text, outline_pdf
from desktop.core.documents.fonts import BOLD, ITALIC, REGULAR
from desktop.core.documents.layout_text import CENTER, LEFT, Page, Paper
from desktop.core.documents.outline import Outline, Text, To
from desktop.core.progress import Progress
from tests.core import outline_examples as examples
from tests.core.decree30 import POINTS, broken
from tests.core.pdf_reading import MM

Patch = pytest.MonkeyPatch
MINUTES, INVITATION, REPORT = examples.minutes(), examples.invitation(), examples.report(60)
LETTER = examples.letter()
LIST = examples.payments(30)


def points(outline: Outline) -> set[str]:
    """The names of the points that the drawn paper breaks."""
    kind = "list" if outline.parts[0] == LIST.parts[0] else "official"
    sentences = broken(outline_pdf.to_bytes(outline, Progress()), kind)
    return {sentence.partition(":")[0] for sentence in sentences}


def redraw(monkeypatch: Patch, start: str, **changes: Any) -> None:
    """Let lines that begin so be drawn in another way."""
    drawn = Paper.draw_lines

    def draw_lines(self, lines, style=REGULAR, size=14.0, align=LEFT, box=None):
        known = {"style": style, "size": size, "align": align}
        if lines[0].text.startswith(start):
            known |= {key: value for key, value in changes.items() if key != "text"}
            texts = [changes.get("text")] if "text" in changes else [line.text for line in lines]
            lines = [
                line._replace(text=text, width=fonts.width(text, known["style"]))
                for text, line in zip(texts, lines, strict=False)
            ]
        drawn(self, lines, box=box, **known)

    monkeypatch.setattr(Paper, "draw_lines", draw_lines)


LETTERS = (
    ("national_name", MINUTES, "CỘNG HÒA", {"style": REGULAR}),
    ("national_name", MINUTES, "CỘNG HÒA", {"size": 14}),
    ("national_name", MINUTES, "CỘNG HÒA", {"text": "Cộng hòa xã hội chủ nghĩa Việt Nam"}),
    ("national_name", MINUTES, "CỘNG HÒA", {"text": "VIỆT NAM"}),
    ("motto", MINUTES, "Độc lập", {"style": ITALIC}),
    ("motto", MINUTES, "Độc lập", {"align": LEFT}),
    ("motto", MINUTES, "Độc lập", {"text": "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"}),
    ("issuing_body", MINUTES, "PHƯỜNG", {"style": REGULAR}),
    ("issuing_body", MINUTES, "PHƯỜNG", {"text": "Phường Tân Lập"}),
    ("number_line", MINUTES, "Số:", {"size": 14}),
    ("number_line", MINUTES, "Số:", {"align": LEFT}),
    ("number_line", MINUTES, "Số:", {"text": "Số: 5/BB-UBND"}),
    ("number_line", MINUTES, "Số:", {"text": "Số: 05 / BB - UBND"}),
    ("subject_of_letter", LETTER, "V/v", {"style": BOLD}),
    ("subject_of_letter", LETTER, "V/v", {"size": 14}),
    ("place_and_date", MINUTES, "Tân Lập,", {"style": REGULAR}),
    ("place_and_date", MINUTES, "Tân Lập,", {"align": LEFT}),
    ("dates_have_their_zeros", MINUTES, "Tân Lập,", {"text": "Tân Lập, ngày 5 tháng 01 năm 2024"}),
    ("dates_have_their_zeros", MINUTES, "Tân Lập,", {"text": "Tân Lập, ngày 05 tháng 1 năm 2024"}),
    ("dates_have_their_zeros", MINUTES, "Tân Lập,", {"text": "Tân Lập, ngày 05 tháng 06 năm 2024"}),
    ("kind_of_paper", MINUTES, "BIÊN BẢN", {"style": REGULAR}),
    ("kind_of_paper", MINUTES, "BIÊN BẢN", {"text": "Biên bản"}),
    ("subject", MINUTES, "Buổi", {"style": REGULAR}),
    ("addressee", INVITATION, "Kính gửi", {"style": BOLD}),
    ("text_size", MINUTES, "Ông (bà)", {"size": 12}),
    ("justified", MINUTES, "Ông (bà)", {"align": LEFT}),
    ("first_line_indent", MINUTES, "Ông (bà)", {"align": CENTER}),
    ("legal_bases", MINUTES, "Căn cứ", {"style": REGULAR}),
    ("legal_bases", MINUTES, "I. THỜI GIAN", {"style": ITALIC, "text": "Theo kế hoạch."}),
    ("headings", MINUTES, "I. THỜI GIAN", {"style": REGULAR}),
    ("headings", MINUTES, "I. THỜI GIAN", {"text": "I. Thời gian"}),
    ("recipients", INVITATION, "Nơi nhận", {"style": BOLD}),
    ("recipients", INVITATION, "Nơi nhận", {"text": "Kính chuyển:"}),
    ("recipients", INVITATION, "- Như trên", {"size": 12}),
    ("recipients", INVITATION, "- Lưu", {"text": "- Lưu: VT, VHXH;"}),
    ("signing_power", INVITATION, "PHÓ CHỦ TỊCH", {"style": REGULAR}),
    ("signer_name", INVITATION, "Nguyễn Thị Ngọc Ánh", {"style": REGULAR}),
    ("signer_name", INVITATION, "Nguyễn Thị Ngọc Ánh", {"text": "ThS. Nguyễn Thị Ánh"}),
    ("annex_labels", REPORT, "Phụ lục II", {"text": "Phụ lục 2"}),
    ("annex_labels", REPORT, "Phụ lục II", {"style": REGULAR}),
    ("annex_titles", REPORT, "TỔNG HỢP", {"style": REGULAR}),
    ("annex_titles", REPORT, "TỔNG HỢP", {"align": LEFT}),
    ("annex_references", REPORT, "(Kèm theo", {"style": REGULAR}),
    ("end_mark", MINUTES, "Cuộc họp", {"text": "Cuộc họp kết thúc."}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "outline", "start", "changes"), LETTERS)
def test_that_wrong_letters_are_found(
    monkeypatch: Patch, name: str, outline: Outline, start: str, changes: dict[str, Any]
) -> None:
    assert points(outline) == set()
    redraw(monkeypatch, start, **changes)
    assert name in points(outline)


def sheet(**changes: float) -> Callable[[Patch], None]:
    """Another sheet of paper."""
    known = {"width": 210 * MM, "height": 297 * MM} | {k: v * MM for k, v in changes.items()}
    return lambda monkeypatch: monkeypatch.setattr(outline_pdf, "PORTRAIT", Page(**known))


def constant(module: Any, name: str, value: Any) -> Callable[[Patch], None]:
    return lambda monkeypatch: monkeypatch.setattr(module, name, value)


def blue(monkeypatch: Patch) -> None:
    turned = Paper._turn

    def turn(self, page):
        turned(self, page)
        self.canvas.setFillColorRGB(0, 0, 1)

    monkeypatch.setattr(Paper, "_turn", turn)


def rules_as(share: float) -> Callable[[Patch], None]:
    """Rules of another length; none for 0."""
    rule = Paper.rule

    def other(self, middle, length):
        if share:
            rule(self, middle, length * share)

    return constant(Paper, "rule", other)


def shifted(monkeypatch: Patch) -> None:
    put = layout_tables.put
    monkeypatch.setattr(
        layout_tables,
        "put",
        lambda text, x, y, content, style: put(text, x + 40, y, content, style),
    )


def decomposed(monkeypatch: Patch) -> None:
    layout_text.wrap.cache_clear()
    monkeypatch.setattr(fonts, "clean", lambda text: unicodedata.normalize("NFD", text))


def alone(monkeypatch: Patch) -> None:
    """Signatures begin on a page of their own."""
    draw = layout.signatures

    def on_next_page(paper, *signers):
        paper.next_page()
        draw(paper, *signers)

    monkeypatch.setattr(layout, "signatures", on_next_page)


def once(monkeypatch: Patch) -> None:
    """Tables have their headings on their first page only."""
    begin = layout_tables._Grid._begin

    def other(self):
        if self.begun:
            self._headings, self._levels, self._numbers = [], [0.0], None
        begin(self)

    monkeypatch.setattr(layout_tables._Grid, "_begin", other)


def counted_on(monkeypatch: Patch) -> None:
    """Annexes go on with the numbers of the paper."""
    monkeypatch.setattr(Paper, "begin", lambda self, page: self._turn(page))


LAYOUTS = (
    ("a4", MINUTES, sheet(width=216, height=279)),
    ("inside_margins", MINUTES, sheet(left=25)),
    ("inside_margins", MINUTES, sheet(right=10)),
    ("inside_margins", MINUTES, sheet(top=15)),
    ("inside_margins", examples.minutes(paragraphs=30), sheet(bottom=10)),
    ("inside_margins", REPORT, constant(outline_pdf, "ANNEX", layout_text.LANDSCAPE)),
    ("inside_margins", LIST, constant(outline_pdf, "LANDSCAPE", layout_text.ANNEX)),
    ("margins_not_wider", MINUTES, sheet(left=40)),
    ("margins_not_wider", MINUTES, sheet(right=30)),
    ("margins_not_wider", MINUTES, sheet(top=35)),
    ("black", MINUTES, blue),
    ("text_comes_back", MINUTES, decomposed),
    ("no_overlap", MINUTES, constant(layout_text, "LEADING", 0.5)),
    ("no_text_on_rules", LIST, shifted),
    ("motto_rule", MINUTES, rules_as(0.5)),
    ("motto_rule", MINUTES, rules_as(0)),
    ("issuing_body_rule", MINUTES, rules_as(2)),
    ("issuing_body_rule", MINUTES, rules_as(0)),
    ("subject_rule", MINUTES, rules_as(2)),
    ("kind_of_paper", MINUTES, constant(layout, "title", lambda *_: None)),
    ("first_line_indent", MINUTES, constant(layout_text, "INDENT", 5 * MM)),
    ("line_spacing", MINUTES, constant(layout_text, "LEADING", 1.9)),
    ("line_spacing", MINUTES, constant(layout_text, "LEADING", 1.0)),
    ("paragraph_spacing", MINUTES, constant(layout_text, "AFTER", 3.0)),
    ("table_headings_repeat", LIST, once),
    ("table_headings_repeat", REPORT, once),
    ("signatures_not_alone", INVITATION, alone),
    ("page_numbers", REPORT, counted_on),
)


@pytest.mark.parametrize(("name", "outline", "change"), LAYOUTS)
def test_that_wrong_layouts_are_found(
    monkeypatch: Patch, name: str, outline: Outline, change: Callable[[Patch], None]
) -> None:
    change(monkeypatch)
    assert name in points(outline)
    layout_text.wrap.cache_clear()


@pytest.mark.parametrize(("x", "y", "size"), [(500, 810, 13), (298, 30, 13), (298, 810, 10)])
def test_that_a_misplaced_page_number_is_found(
    monkeypatch: Patch, x: float, y: float, size: float
) -> None:
    def draw(self, _x, _y, text):
        self.setFont(REGULAR, size)
        self.drawString(x, y, text)

    monkeypatch.setattr(Canvas, "drawCentredString", draw)
    assert points(MINUTES) & {"page_numbers", "inside_margins"}


def test_that_a_number_on_the_first_page_is_found(monkeypatch: Patch) -> None:
    turned = Paper._turn

    def turn(self, page):
        turned(self, page)
        self.canvas.setFont(REGULAR, 13)
        self.canvas.drawString(page.width / 2, page.height - 30, "1")

    monkeypatch.setattr(Paper, "_turn", turn)
    assert "page_numbers" in points(INVITATION)


def test_that_a_name_after_the_text_breaks_the_order() -> None:
    to = next(part for part in INVITATION.parts if isinstance(part, To))
    others = [part for part in INVITATION.parts if part is not to]
    where = next(n for n, part in enumerate(others) if isinstance(part, Text)) + 1
    wrong = replace(INVITATION, parts=(*others[:where], to, *others[where:]))
    assert "order" in points(wrong)


def test_that_a_heading_at_the_end_of_a_page_is_found(monkeypatch: Patch) -> None:
    monkeypatch.setattr(outline_pdf, "_start", lambda *_: 0.0)
    heading = next(part for part in MINUTES.parts if getattr(part, "level", 0) == 2)
    assert any(
        "headings_stay_with_text"
        in points(
            replace(MINUTES, parts=(*MINUTES.parts[:6], *[heading] * count, MINUTES.parts[6]))
        )
        for count in range(25, 35)
    )


def test_that_a_plain_font_that_is_not_in_the_file_is_found() -> None:
    target = BytesIO()
    canvas = Canvas(target)
    canvas.drawString(100, 700, "Danh sach")
    canvas.save()
    names = {sentence.partition(":")[0] for sentence in broken(target.getvalue(), "official")}
    assert {"fonts_embedded", "fonts_serif", "national_name", "number_line"} <= names
    assert {"recipients", "signing_power", "issuing_body"} <= names


def test_that_every_point_is_broken_by_a_test() -> None:
    tried = {case[0] for case in (*LETTERS, *LAYOUTS)}
    tried |= {"order", "headings_stay_with_text", "fonts_embedded", "fonts_serif"}
    assert tried == set(POINTS)
