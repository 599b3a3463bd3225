"""Lists of households by name as papers: who is on them, what they say, and that printing is noted."""

from pathlib import Path

import pytest

from db.store import Store
from desktop.core import invited_papers, paper_files, reach
from desktop.core.documents.outline import Grid, Outline, Text, Title
from desktop.core.periods import parse
from desktop.core.progress import Progress
from tests.core.reach_world import World, add, meet, small

Q4 = parse("2024-Q4")


@pytest.fixture
def world(store: Store) -> World:
    with store.write() as session:
        made = small(session)
        here, there = made.places
        came = add(session, made, "Y Bí", here, code="A0", y2024=("HN", {"NSH"}))
        add(session, made, "H'Linh Niê", here, code="A1", y2024=("HN", {"NSH", "NT"}))
        add(session, made, "Lê An", here, code="A2", y2024=("HCN", {"NT"}))
        add(session, made, "Lê Xa", there, code="A3", y2024=("HMTN", {"NSH"}))
        meet(session, made, Q4.last, [came], topics=("DV07",))
    return made


def grid(paper: Outline) -> Grid:
    (found,) = [part for part in paper.parts if isinstance(part, Grid)]
    return found


def words(paper: Outline) -> str:
    texts = [part.text for part in paper.parts if isinstance(part, Text)]
    return " ".join([*texts, *(part.subject for part in paper.parts if isinstance(part, Title))])


@pytest.mark.both_kinds
def test_that_the_invitation_list_says_whom_to_invite_and_why(
    store: Store, world: World, tmp_path: Path
) -> None:
    with store.read() as session:
        paper = invited_papers.invited(session, 2024, world.places[0], ["NSH", "NT"])
    assert grid(paper).rows == (
        (1, "H'Linh Niê", "Buôn Đŭng", "Hộ nghèo", "Nguồn nước sinh hoạt; Nhà tiêu hợp vệ sinh", None),
        (2, "Lê An", "Buôn Đŭng", "Hộ cận nghèo", "Nhà tiêu hợp vệ sinh", None),
    )  # fmt: skip
    assert "về nước sạch và vệ sinh" in words(paper)
    assert "Có 2 hộ dưới đây thiếu hụt nguồn nước sinh hoạt, nhà tiêu hợp vệ sinh" in words(paper)
    assert any("dữ liệu cá nhân" in note for note in grid(paper).notes)
    for suffix in (".pdf", ".docx", ".xlsx"):
        assert paper_files.write(Progress(), paper, tmp_path / f"a{suffix}").stat().st_size > 3_000


def test_that_without_households_nobody_says_that_all_were_reached(store: Store) -> None:
    with store.read() as session:
        paper = invited_papers.unreached(session, Q4)
    assert "không còn hộ nào" not in words(paper)
    assert "Sổ chưa có danh sách hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo năm 2024" in words(
        paper
    )


def test_that_a_list_of_nobody_says_so_without_a_table(store: Store, world: World) -> None:
    with store.read() as session:
        paper = invited_papers.invited(session, 2024, world.places[1], ["VT"])
        missed = invited_papers.unreached(session, Q4, "KHAC")
    for one in (paper, missed):
        assert not [part for part in one.parts if isinstance(part, Grid)]
        assert paper_files.pdf(one)
    assert "Không còn hộ nào thiếu hụt" in words(paper)
    assert "không còn hộ nào chưa" in words(missed)


def test_that_the_list_of_those_not_reached_is_that_of_the_period(
    store: Store, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.read() as session:
        paper = invited_papers.unreached(session, Q4)
        some = invited_papers.unreached(session, Q4, "HMTN", world.places[1])
        assert [row[1:3] for row in grid(paper).rows] == [
            ("H'Linh Niê", "A1"), ("Lê An", "A2"), ("Lê Xa", "A3"),
        ]  # fmt: skip
        assert [row[1] for row in grid(some).rows] == ["Lê Xa"]
        assert "Hộ mới thoát nghèo chưa được truyền thông" in words(some)
        assert reach.not_reached(session, Q4).count == len(grid(paper).rows)
        monkeypatch.setattr(reach.not_reached, "__defaults__", (None, None, 2, 0))
        bounded = invited_papers.unreached(session, Q4)
    assert len(grid(bounded).rows) == 2
    assert "Danh sách ghi 2 hộ đầu trong 3 hộ." in grid(bounded).notes
