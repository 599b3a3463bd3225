"""Tình hình nộp báo cáo and công văn đôn đốc: their words, their form, who is named."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.core import board_papers, city_report, paper_files
from desktop.core.board import Board, Counts, Line, Standing
from desktop.core.board_rows import UnitFigures
from desktop.core.documents import city_outline, reminder_outline, status_outline
from desktop.core.documents.outline import Outline
from desktop.core.documents.reminder_outline import ReminderContent
from desktop.core.documents.status_outline import StatusContent
from desktop.core.errors import WrongChoiceError
from desktop.core.periods import parse
from desktop.core.progress import Progress
from desktop.core.units import Unit
from tests.core.decree30 import broken
from tests.core.documents_content import make_letterhead, make_plan
from tests.core.outline_text import dump
from tests.core.test_board import City, city, template
from tests.wards import Q4, Ward

__all__ = ["city", "template"]
GOLDEN = Path(__file__).parents[1] / "golden" / "board"
"""Readable texts; SOTT_GOLDEN=write writes them anew (then read them)."""

CITY = Unit("c", "643", "Thành phố", "Buôn Ma Thuột", None, None, None)
HEAD = make_letterhead(
    lines=("ỦY BAN NHÂN DÂN", "THÀNH PHỐ BUÔN MA THUỘT"), place="Buôn Ma Thuột",
    written_on=date(2024, 12, 20), officer="Lê Thị Mai",
)  # fmt: skip


def unit(name: str, kind: str = "Phường") -> Unit:
    return Unit(name, "2", kind, name, "c", None, None)


LINES = (
    Line(unit=unit("Tân Lập"), standing=Standing.WAITING, version=2, late=True, warnings=2,
         received_on=date(2024, 12, 19), figures=UnitFigures(30, 18, 1_246, 142)),
    Line(unit=unit("Tân Thành"), standing=Standing.UNREADABLE, late=True, version=1),
    Line(unit=unit("Hòa Phú", "Xã"), standing=Standing.RETURNED, late=False,
         received_on=date(2024, 12, 16), figures=UnitFigures(20, 12, 620, None)),
    Line(unit=unit("Ea Tam"), standing=Standing.PAPER, late=True,
         figures=UnitFigures(0, 9, 300, 80)),
    Line(unit=unit("Hòa Thuận", "Xã"), standing=Standing.MISSING, late=True),
    Line(unit=unit("Ea Tu", "Xã"), standing=Standing.ACCEPTED, nil=True, late=False,
         received_on=date(2024, 12, 15), nil_reason="Cán bộ nghỉ."),
    Line(unit=unit("Thắng Lợi"), standing=Standing.ACCEPTED, outside=True, late=False,
         received_on=date(2024, 11, 4), figures=UnitFigures(5, 3, 90, 12),
         became="Đã nhập vào Phường Thành Công từ 01/11/2024"),
)  # fmt: skip
BOARD = Board(
    Q4, date(2024, 12, 20), date(2024, 12, 18), LINES,
    Counts(expected=6, accepted=1, waiting=1, trouble=2, missing=2, paper=1, outside=1, late=4, nil=1),
)  # fmt: skip


def reminder(lines: tuple[Line, ...]) -> Outline:
    return reminder_outline.outline(
        ReminderContent(
            letterhead=HEAD, unit=CITY, issuer=CITY, plan=make_plan(), period=Q4, lines=lines,
            due_on=BOARD.due_on, today=BOARD.today, until=date(2024, 12, 25),
        )
    )  # fmt: skip


MANY = tuple(
    Line(unit=unit(f"Số {number}", "Xã"), standing=Standing.MISSING) for number in range(1, 31)
)
PAPERS = {
    "tinh-hinh-nop": (status_outline.outline(StatusContent(HEAD, CITY, BOARD)), "list"),
    "don-doc-mot": (reminder(LINES[4:5]), "official"),
    "don-doc-may": (reminder(LINES[1:5]), "official"),
    "don-doc-nhieu": (reminder(MANY), "official"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_that_a_paper_says_what_it_should(name: str) -> None:
    text, path = dump(PAPERS[name][0]), GOLDEN / f"{name}.txt"
    if os.environ.get("SOTT_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAPERS)
def test_that_a_paper_follows_decree_30_and_is_the_same_each_time(name: str) -> None:
    outline, kind = PAPERS[name]
    pdf = paper_files.pdf(outline)
    assert broken(pdf, kind) == []
    assert paper_files.pdf(outline) == pdf


def test_that_word_and_excel_files_are_written(tmp_path: Path) -> None:
    status, letter = PAPERS["tinh-hinh-nop"][0], PAPERS["don-doc-may"][0]
    for outline, name in ((status, "a.xlsx"), (letter, "b.docx"), (letter, "c.pdf")):
        path = paper_files.write(Progress(), outline, tmp_path / name)
        assert path.stat().st_size > 3_000


def test_that_the_letter_goes_to_those_who_owe_something_only(city: City) -> None:
    city.due(date(2024, 12, 10))
    city.take("Tân Lập")
    ids = [city.wards[name].unit.id for name in ("Tân Lập", "Tân An", "Ea Tu")]
    with city.store.read() as session:
        text = dump(board_papers.reminder(session, Q4, ids))
        with pytest.raises(WrongChoiceError):
            board_papers.reminder(session, Q4, ids[:1])
    assert "phường Tân An" in text
    assert "phường Tân Lập" not in text
    assert "chậm nhất ngày 19/12/2024" in text


def test_that_before_the_deadline_the_letter_asks_for_the_deadline(city: City) -> None:
    city.due(date(2024, 12, 28))
    with city.store.read() as session:
        text = dump(board_papers.reminder(session, Q4, [city.wards["Tân An"].unit.id]))
    assert text.count("30/12/2024") == 2


def test_that_board_and_consolidated_report_say_the_same_of_a_parked_unit(city: City) -> None:
    city.take("Tân Lập")
    stranger = Ward(city.wards["Tân An"].unit, b"k" * 32, "x")
    city.wards = {**city.wards, "lạ": stranger}
    city.take("lạ")
    city.refuse("Ea Kao")
    counts = city.board().counts
    with city.store.read() as session:
        report = city_report.read(session, Q4)
        text = "\n".join(line for _, lines in city_outline.results(report) for line in lines)
        status = dump(board_papers.status(session, Q4))
    assert report.unusable == ["Phường Tân An", "Xã Ea Kao"]
    assert (report.received + len(report.unusable), len(report.missing)) == (
        counts.sent, counts.missing,
    )  # fmt: skip
    assert "Có 2 đơn vị đã gửi gói nhưng chưa dùng được, số liệu chưa cộng: phường Tân An" in text
    missing = next(line for line in text.splitlines() if "chưa có báo cáo" in line)
    unsent = next(line for line in status.splitlines() if line.startswith("Chưa nộp:"))
    for line in (missing, unsent):
        assert "Tân An" not in line
        assert "Ea Kao" not in line


def test_that_an_empty_board_makes_a_paper(city: City) -> None:
    with city.store.read() as session:
        outline = board_papers.status(session, parse("2025-Q4"))
    assert broken(paper_files.pdf(outline), "list") == []
    assert "Có 0/0 đơn vị" in dump(outline)


def test_that_without_plan_and_deadline_the_letter_still_reads_well() -> None:
    content = ReminderContent(
        letterhead=replace(HEAD, signatories=()), unit=CITY, issuer=CITY, plan=None, period=Q4,
        lines=LINES[4:5], due_on=None, today=BOARD.today, until=date(2024, 12, 25),
    )  # fmt: skip
    outline = reminder_outline.outline(content)
    assert "Theo chế độ báo cáo, các đơn vị" in dump(outline)
    assert broken(paper_files.pdf(outline), "official") == []
