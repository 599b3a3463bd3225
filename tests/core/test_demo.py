"""The demo: a ward's quarter, and the loop of all wards with the city."""

from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from db.store import Store
from desktop.core import board, demo, demo_loop, periods, totals
from desktop.core.board import Board, Standing
from desktop.core.registers import open_

Q4 = periods.parse(demo.PERIOD)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[demo.Demo, list[str]]:
    said: list[str] = []
    return demo.run(tmp_path_factory.mktemp("demo"), said.append), said


@pytest.fixture(scope="module")
def city(played: tuple[demo.Demo, list[str]]) -> Iterator[Store]:
    store = open_(played[0].register.with_name("thanh-pho.sotr"), demo.CLOCK)
    yield store
    store.close()


@pytest.fixture(scope="module")
def found(city: Store) -> Board:
    with city.read() as session:
        return board.read(session, Q4)


def test_that_the_demo_says_and_writes_a_quarter(played: tuple[demo.Demo, list[str]]) -> None:
    made, said = played
    assert made.activities == len(demo.rows())
    assert all(path.is_file() and path.stat().st_size > 1_000 for path in made.files)
    assert any(f"Đã nhập {made.activities} hoạt động" in line for line in said)


def test_that_the_sample_workbook_shows_days_and_numbers_as_the_template(
    played: tuple[demo.Demo, list[str]],
) -> None:
    path = next(one for one in played[0].files if one.name.startswith("hoat-dong"))
    sheet = load_workbook(path)["Hoạt động"]
    days = [row[1] for row in sheet.iter_rows(min_row=3) if row[1].value is not None]
    assert len(days) == played[0].activities
    assert {cell.number_format for cell in days} == {"dd/mm/yyyy"}


def test_that_the_demo_totals_are_those_of_its_rows(played: tuple[demo.Demo, list[str]]) -> None:
    store = open_(played[0].register, demo.CLOCK)
    with store.read() as session:
        sums = totals.totals(session, Q4)
    store.close()
    rows = demo.rows()
    assert sums.everything.activities == len(rows)
    attended = [row for row in rows if "attendees" in row]
    assert sums.indicators["CT02"] == sum(row["attendees"] for row in attended)
    assert sums.indicators["CT11"] == sum(row.get("airings", 0) for row in rows)


def test_that_each_ward_ends_where_its_story_leads(found: Board) -> None:
    lines = {line.unit.code: line for line in found.lines if not line.outside}
    assert len(found.lines) == 22
    assert {line.standing for line in found.lines} == {Standing.ACCEPTED}
    assert {code for code, line in lines.items() if line.late} == {
        demo_loop.LATE, demo_loop.DAMAGED,
    }  # fmt: skip
    assert lines[demo_loop.NIL].nil
    assert lines[demo_loop.NIL].nil_reason
    assert lines[demo_loop.RETURNED].version == 2
    assert {line.unit.name for line in found.lines if line.outside} == {
        "Thống Nhất", "Thắng Lợi", "Thành Công",
    }  # fmt: skip


def test_that_the_table_tells_each_ward(played: tuple[demo.Demo, list[str]], found: Board) -> None:
    said = "\n".join(played[1])
    for line in found.lines:
        assert f"\n{line.unit.full_name}" in said
    assert "1 gói hỏng bị từ chối" in said
    assert "bị trả lại 1 mục, sửa, gửi bản 2" in said


def test_that_the_old_and_the_new_map_have_the_same_sum(city: Store) -> None:
    with city.read() as session:
        then, now = (totals.totals(session, Q4, units_as=how) for how in ("then", "now"))
    assert then.everything == now.everything
    assert len(now.by_unit) < len(then.by_unit)
    for how in (then, now):
        assert sum(one.activities for one in how.by_unit.values()) == how.everything.activities


def test_that_a_second_demo_goes_into_a_folder_of_its_own(
    played: tuple[demo.Demo, list[str]],
) -> None:
    first = played[0].register
    assert demo._free_folder(first.parent) == first.parent / "lan-2"
