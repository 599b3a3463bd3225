"""Reading a report from its paper alone: kept until the file comes, refused where it cannot be."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.core import board_detail, keys, paper_in
from desktop.core.board import Standing
from desktop.core.errors import WrongChoiceError
from desktop.core.packages import sealing
from desktop.core.packages.sealing import SealContent, SealError
from desktop.core.paper_in import Result
from desktop.core.periods import parse
from tests import wards
from tests.core.test_board import City, city, template
from tests.wards import Q4, Ward

__all__ = ["city", "template"]
FIGURES = {
    "CT01": 12, "CT02": 480, "CT05": {"declared": 90, "distinct": None},
    "CT06": {"declared": 60, "distinct": None}, "CT07": {"declared": None, "distinct": None},
    "CT14": {"items": 4, "area_m2": Decimal("19.2")},
}  # fmt: skip


def digits(ward: Ward, count: int = 3, version: int = 1, signing: bytes = b"") -> str:
    """The QR on the paper of a package."""
    header = wards.header(wards.package(ward, wards.records(ward, count, version), version))
    content = SealContent(
        ward.unit.code, ward.unit.id, Q4, version, bytes.fromhex(header.content), FIGURES
    )
    return sealing.qr_text(content, signing or ward.signing)


def take(city: City, text: str) -> paper_in.Taken:
    with city.store.write() as session:
        return paper_in.take_paper(session, text)


def test_that_a_paper_alone_gives_figures_until_the_file_comes(city: City) -> None:
    ward = city.wards["Tân Lập"]
    found = take(city, digits(ward))
    assert (found.result, found.vouched, found.unit.name) == (Result.KEPT, True, "Tân Lập")
    line = city.line("Tân Lập")
    assert line.standing is Standing.PAPER
    assert line.figures is not None
    assert (line.figures.sessions, line.figures.attendees, line.figures.households) == (
        12,
        480,
        150,
    )
    assert (city.board().counts.missing, city.board().counts.paper) == (19, 1)
    city.take("Tân Lập")
    line = city.line("Tân Lập")
    assert line.standing is Standing.WAITING
    assert line.figures is not None
    assert line.figures.activities == 3


def test_that_a_paper_whose_file_is_here_is_only_compared(city: City) -> None:
    city.take("Tân Lập")
    assert take(city, digits(city.wards["Tân Lập"])).result is Result.SAME
    city.take("Tân Lập", version=3)
    assert take(city, digits(city.wards["Tân Lập"], version=2)).result is Result.OLDER
    assert city.line("Tân Lập").standing is Standing.WAITING
    old = take(city, digits(city.wards["Tân Lập"]))
    assert (old.result, old.newest) == (Result.SAME, 3)


def test_that_a_paper_newer_than_the_file_is_told_on_the_board(city: City) -> None:
    city.take("Tân Lập")
    assert take(city, digits(city.wards["Tân Lập"], version=2)).result is Result.KEPT
    line = city.line("Tân Lập")
    assert (line.standing, line.version, line.paper_version) == (Standing.WAITING, 1, 2)
    assert line.note.endswith("Có giấy bản số 2")
    with city.store.read() as session:
        first = board_detail.read(session, Q4, line).checks[0]
    assert first.text.startswith("Đã đọc giấy bản số 2 nhưng chưa có tệp")
    city.take("Tân Lập", version=2)
    assert city.line("Tân Lập").paper_version == 0


def test_that_paper_and_file_that_differ_are_told(city: City) -> None:
    city.take("Tân Lập")
    with pytest.raises(WrongChoiceError, match="không phải của nhau"):
        take(city, digits(city.wards["Tân Lập"], count=4))


def test_that_a_paper_of_an_unknown_key_is_taken_with_a_warning(city: City) -> None:
    found = take(city, digits(city.wards["Tân Lập"], signing=b"n" * 32))
    assert (found.result, found.vouched) == (Result.KEPT, False)


def test_that_a_paper_of_days_to_come_is_refused(city: City) -> None:
    ward = city.wards["Tân Lập"]
    ahead = SealContent(ward.unit.code, ward.unit.id, parse("2030-Q1"), 1, b"x" * 32, FIGURES)
    with pytest.raises(WrongChoiceError, match="quý I năm 2030, kỳ chưa bắt đầu"):
        take(city, sealing.qr_text(ahead, ward.signing))


def test_that_a_key_of_another_unit_or_a_closed_one_is_refused(city: City) -> None:
    ward, other = city.wards["Tân Lập"], city.wards["Tân An"]
    with pytest.raises(WrongChoiceError, match="khóa"):
        take(city, digits(ward, signing=other.signing))
    with city.store.write() as session:
        keys.close(session, ward.public)
    with pytest.raises(WrongChoiceError, match="khóa"):
        take(city, digits(ward))
    assert city.line("Tân Lập").standing is Standing.MISSING


def test_that_a_paper_of_somebody_else_s_unit_is_refused(city: City) -> None:
    ward = city.wards["Tân Lập"]
    city_id = ward.unit.parent_id
    assert city_id is not None
    content = SealContent("643", city_id, Q4, 1, b"x" * 32, FIGURES)
    with pytest.raises(WrongChoiceError, match="643"):
        take(city, sealing.qr_text(content, ward.signing))


def test_that_a_wrong_digit_is_found(city: City) -> None:
    text = digits(city.wards["Tân Lập"])
    wrong = text[:200] + str((int(text[200]) + 1) % 10) + text[201:]
    for broken in (wrong, text[:-1], "", "chữ"):
        with pytest.raises(SealError):
            take(city, broken)


def test_that_two_papers_keep_the_newer_version(city: City) -> None:
    papers = [digits(city.wards["Tân Lập"], version=version) for version in (2, 1)]
    assert [take(city, one).result for one in papers] == [Result.KEPT, Result.OLDER]
    assert city.line("Tân Lập", on=date(2024, 12, 17)).version == 2
