"""What the page Phong trào reads, its papers, its words in the history, and its sample data."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from db.store import Store
from desktop.core import (
    contributions,
    demo_movement,
    exemplars,
    history,
    history_words,
    materials,
    movement,
    movement_papers,
    movement_words,
    reports,
    settings,
)
from desktop.core.contributions import Contribution, Given
from desktop.core.documents import outline_pdf, story_outline
from desktop.core.documents.outline import Foot, Grid
from desktop.core.documents.story_outline import StoryContent
from desktop.core.errors import NotFoundError
from desktop.core.exemplars import Counted, Exemplar, Kind
from desktop.core.history import Wanted
from desktop.core.materials import Way
from desktop.core.periods import parse
from desktop.core.progress import Progress
from desktop.core.units import Unit
from tests.builders import add_hamlet
from tests.core import decree30
from tests.core.city_figures import place, say_movement, ward
from tests.core.forms_content import make_head
from tests.core.outline_text import dump
from tests.core.test_sums import city, template

__all__ = ["city", "template"]

GOLDEN = Path(__file__).parents[1] / "golden" / "movement"
"""Readable texts of the papers; SOTT_GOLDEN=write writes them anew (then read them)."""
Q4 = parse("2024-Q4")
UNIT = Unit("w", "24160", "Xã", "Cư Êbur", "c", None, None)
STORY = replace(demo_movement._STORIES[0], unit_id="w")


def same_as_golden(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("SOTT_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write() as session:
        for name in ("Buôn Đŭng", "Thôn 3", "Buôn Êa Bông", "Thôn 7"):
            add_hamlet(session, name)
        demo_movement.fill(session)
    return store


# --- the page


def test_that_the_newest_period_that_holds_something_is_shown(store: Store) -> None:
    with store.write() as session:
        assert movement.choose(session).period.name == "2025-Q1"  # today: 16/12/2024
        unit_id = settings.read(session).unit_id
        contributions.save(
            session, Contribution(unit_id=unit_id, given_on=date(2024, 7, 1), cash=1)
        )
        found = movement.choose(session)
        assert found.period.name == "2024-Q3"
        assert [one.name for one in found.periods] == ["2025-Q1", "2024-Q4", "2024-Q3"]
        assert movement.choose(session, "Q", "2024-Q4").period == Q4
        assert not found.is_locked
        reports.lock(session, Q4, b"", "", nil=True)
        assert movement.choose(session, "Q", "2024-Q4").is_locked
        assert movement.choose(session).period.name == "2024-Q3"  # open, with records
        reports.lock(session, parse("2024-Q3"), b"", "", nil=False)
        assert movement.choose(session).period.name == "2025-Q1"


def test_that_a_ward_reads_its_own_records(filled: Store) -> None:
    with filled.read() as session:
        gifts = movement.gifts(session, Q4)
        assert (len(gifts.listed), gifts.everything) == (8, Given(44_800_000, 11_850_000, 8))
        assert gifts.units == ()
        stories = movement.stories(session, Q4)
        assert stories.everything == Counted(3, 2)
        assert set(stories.places.values()) == {"Buôn Đŭng", "Thôn 3"}
        stocks = movement.stocks(session, Q4)
        assert [one.left for one in stocks.stock] == [6, 65, 560]
        assert [(one.place, one.count) for one in stocks.hamlets][-1] == ("Nơi khác", 10)
        assert stocks.units == ()


@pytest.mark.both_kinds
def test_that_a_city_reads_what_its_units_reported(city: Store) -> None:
    with city.write() as session:
        unit_id = ward(session, "Xã Cư Êbur")
        hamlet = place(session, unit_id, "Buôn Đŭng")
        say_movement(session, unit_id, hamlet)
        session.flush()
        found = movement.choose(session)
        assert (found.period, found.is_city, found.hamlets) == (Q4, True, ())
        gifts, stories, stocks = (
            read(session, Q4) for read in (movement.gifts, movement.stories, movement.stocks)
        )
        assert [(one.name, one.found) for one in gifts.units] == [("Xã Cư Êbur", Given(5, None, 1))]
        assert [(one.name, one.found) for one in stories.units] == [("Xã Cư Êbur", Counted(1, 1))]
        assert stories.places == {hamlet: "Buôn Đŭng"}
        assert [(one.name, one.found.closing) for one in stocks.units] == [("Xã Cư Êbur", 0)]
        assert stocks.moves == stocks.stock == ()


# --- the papers


def sheet(**changes: Any) -> StoryContent:
    return StoryContent(make_head(), UNIT, replace(STORY, **changes), "Buôn Đŭng")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("guong", sheet()),
        ("mo-hinh-trong", sheet(kind=Kind.MODEL, who="", story="", publicised="",
                                publicised_on=None, note="Cần chụp thêm ảnh.")),
    ],
)  # fmt: skip
def test_that_a_story_sheet_says_what_it_says(name: str, content: StoryContent) -> None:
    same_as_golden(name, dump(story_outline.outline(content)))


def test_that_the_longest_story_takes_one_page_and_keeps_the_decree() -> None:
    long = "chữ " * 24 + "chữ."
    content = sheet(story="\n".join([long] * 5), title="Tên " * 49, publicised="Đài " * 20)
    pdf = outline_pdf.to_bytes(story_outline.outline(content), Progress())
    assert decree30.broken(pdf, "list") == []
    assert len(PdfDocument(pdf)) == 1


def test_that_the_story_sheet_names_place_and_signers(filled: Store) -> None:
    with filled.write() as session:
        (one,) = [e for e in movement.stories(session, Q4).listed if e.kind is Kind.EXEMPLAR]
        paper = movement_papers.story(session, one.unit_id, one.id)
        assert "Địa chỉ: Buôn Đŭng, xã Cư Êbur." in dump(paper)
        foot = paper.parts[-1]
        assert isinstance(foot, Foot)
        assert len(foot.signers) == 3
        movement_papers.note_printed(session, one.id)
        assert history.of(session, "exemplar", one.id)[0].deed == "printed"
        with pytest.raises(NotFoundError):
            movement_papers.story(session, one.unit_id, "nowhere")


def test_that_papers_of_materials_hold_what_moved_that_day(filled: Store) -> None:
    with filled.read() as session:
        moves = materials.moves(session, Q4)
        (came, *_) = [m for m in moves if m.kind is Way.IN and m.moved_on == date(2024, 10, 4)]
        (went, *_) = [m for m in moves if m.kind is Way.OUT and m.moved_on == date(2024, 10, 15)]
        same_as_golden("ban-giao", dump(movement_papers.handover(session, came.id)))
        out = movement_papers.handed_out(session, went.id)
        same_as_golden("cap-phat", dump(out))
        for paper in (movement_papers.handover(session, came.id), out):
            pdf = outline_pdf.to_bytes(paper, Progress())
            assert decree30.broken(pdf, "list" if paper is out else "official") == []
        (grid,) = [part for part in out.parts if isinstance(part, Grid)]
        assert grid.total == {5: 24}


# --- the history


def test_that_the_history_says_gifts_and_moves_in_words(filled: Store) -> None:
    with filled.write() as session:
        one = movement.gifts(session, Q4).listed[0]
        contributions.save(session, replace(one, cash=1_500, given_on=date(2024, 12, 7), note="x"))
        story = movement.stories(session, Q4).listed[0]
        exemplars.save(session, replace(story, kind=Kind.MODEL))
        page = history_words.page(session, Wanted(movement_words.NOUNS))
    last, before = page.lines[0], page.lines[1]
    assert (last.deed, last.short) == ("Sửa gương, mô hình", "Loại: Sáng kiến → Mô hình")
    assert before.deed == "Sửa khoản ủng hộ"
    assert set(before.short.split("; ")) == {
        "Tiền mặt (đồng): 15.000.000 → 1.500", "Ngày ủng hộ: 06/12/2024 → 07/12/2024",
        "Ghi chú: đã sửa",
    }  # fmt: skip
    assert {one.deed for one in page.lines} >= {"Thêm tài liệu", "Ghi nhận, cấp phát tài liệu"}


def test_that_every_field_has_a_word() -> None:
    for kind in (Contribution, Exemplar, materials.Material, materials.Move):
        names = set(kind.__annotations__) - {"id", "unit_id"}
        assert names <= set(movement_words.LABELS)
