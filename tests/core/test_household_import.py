from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.rows import HouseholdImportRow
from db.store import Store
from desktop.core import (
    hamlets,
    history,
    household_import,
    households,
)
from desktop.core.errors import CancelledError, NotFoundError, WorkbookError, WrongChoiceError
from desktop.core.household_import import Answers, Change, Looked, Question, Ready, Taken
from desktop.core.households import Query
from desktop.core.progress import Progress
from tests.builders import add_hamlet
from tests.core import hostile, household_cases as sheets, old_workbook
from tests.core.household_cases import all_cases
from tests.core.household_sheets import Case, One, book, encoded, people, plain_rows

CASES = all_cases()
HEAVY = (
    "zip bomb",
    "bomb within the limit of size",
    "many elements",
    "more than 20 MB",
    "20,001 rows",
)
HOSTILE = {name: one[1] for name, one in hostile.REFUSED.items() if name not in HEAVY}
HEAD = ["STT", "Mã hộ", "Họ và tên chủ hộ", "Thôn, buôn", "Loại hộ"]


def look(store: Store, path: Path) -> Looked:
    with store.read() as session:
        return household_import.look(session, path)


def read(store: Store, path: Path, **answers: Any) -> Ready:
    looked = look(store, path)
    with store.read() as session:
        return household_import.read(session, looked, replace(looked.suggested, **answers))


def take(store: Store, path: Path, skip_bad: bool = False, **answers: Any) -> Taken:
    ready = read(store, path, **answers)
    with store.write() as session:
        return household_import.take(session, ready, skip_bad=skip_bad)


def write(folder: Path, *rows: list[Any], title: str = "Danh sách năm 2024") -> Path:
    path = folder / "ho.xlsx"
    book(path, {"Sheet1": [[title], HEAD, *rows]})
    return path


def kept(store: Store, year: int) -> list[tuple[Any, ...]]:
    with store.read() as session:
        found = households.find(session, Query(year=year), limit=10_000).rows
        places = hamlets.of_ids(session, [o.household.hamlet_id or "" for o in found])
    return sorted(
        One(
            o.household.head, places[o.household.hamlet_id or ""].full_name,
            o.yearly.category if o.yearly else "", o.household.code, o.household.ethnic,
            tuple(o.yearly.lacks if o.yearly else ()),
        ).said
        for o in found
    )  # fmt: skip


def dump(store: Store) -> dict[str, list[str]]:
    names = ("households", "household_years", "household_lacks", "hamlets", "hamlet_years")
    with store.read() as session:
        columns = {
            "households": "id, unit_id, code, head, folded, hamlet_id, ethnic, gone_on, note"
        }
        return {
            name: sorted(
                str(tuple(row))
                for row in session.execute(text(f"SELECT {columns.get(name, '*')} FROM {name}"))
            )
            for name in names
        }


@pytest.mark.parametrize("case", CASES, ids=[one.name for one in CASES])
def test_that_a_messy_workbook_comes_in_whole(store: Store, tmp_path: Path, case: Case) -> None:
    path = tmp_path / "ho.xlsx"
    case.make(path)
    looked = look(store, path)
    assert len(looked.questions) == case.asks <= 3, looked.questions
    ready = read(store, path, **case.answers)
    assert not ready.problems
    assert ready.year == case.year
    with store.write() as session:
        done = household_import.take(session, ready)
    assert done.added == len(case.expected)
    assert kept(store, case.year) == sorted(one.said for one in case.expected)


def test_that_there_are_twenty_messy_workbooks_and_more() -> None:
    assert len(CASES) >= 20


def test_that_confirmed_columns_are_not_asked_again(store: Store, tmp_path: Path) -> None:
    case = sheets.names_of_lacks()
    case.make(tmp_path / "a.xlsx")
    assert look(store, tmp_path / "a.xlsx").questions == (Question.COLUMNS,)
    take(store, tmp_path / "a.xlsx")
    assert look(store, tmp_path / "a.xlsx").questions == ()


def test_that_a_person_can_say_what_a_column_is(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ho.xlsx"
    rows = [["Năm 2024"], ["Họ tên chủ hộ", "Khu", "Nhóm"], ["Y Wing Êban", "Buôn Đung", "HN"]]
    book(path, {"A": rows})
    looked = look(store, path)
    assert looked.layout.unknown == (2, 3)
    take(store, path, columns={1: "head", 2: "hamlet", 3: "category"})
    assert kept(store, 2024) == [One("Y Wing Êban", "Buôn Đung", "HN").said]
    again = look(store, path)
    assert (again.questions, again.layout.columns[2]) == ((), "hamlet")


def test_that_old_letters_stay_unless_a_person_says_convert(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ho.xlsx"
    sheets.old(sheets.Encoding.TCVN3, ".VnTime").make(path)
    looked = look(store, path)
    assert looked.legacy is not None
    assert ("Hé míi tho¸t nghÌo", "Hộ mới thoát nghèo") in looked.legacy.samples
    ready = read(store, path, convert=False, category="HN")
    assert "NguyÔn ThÞ Hoa" in {row.draft.head for row in ready.rows}


def test_that_all_errors_are_said_at_once_with_their_cells(store: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [1, "A1", "Y Wing Êban", "Thôn 1", "HN"],
        [2, "A1", "Y Blim Mlô", "Thôn 1", "HN"],
        [3, "A3", None, "Thôn 1", "CN"],
        [4, "A4", "Lê Hoa", "Thôn 1", "giàu"],
        [5, "A5", "Lê Hà", "Thôn 1", None],
        [6, "B" * 40, "12345", "Thôn 1", "HN"],
        [7, None, "Trần Bình", "Thôn 1", "HN"],
        [8, None, "TRẦN BÌNH", "thôn 01", "HN"],
    )
    ready = read(store, path)
    assert [one.cell for one in ready.problems] == ["B4", "C5", "E6", "dòng 7", "B8", "C8", "C10"]
    assert all(one.reason.endswith(".") for one in ready.problems)
    assert "dòng 3" in ready.problems[0].reason
    assert (ready.count(Change.NEW), ready.count(Change.STOPPED)) == (2, 6)
    with store.write() as session, pytest.raises(WrongChoiceError):
        household_import.take(session, ready)
    assert kept(store, 2024) == []
    done = take(store, path, skip_bad=True)
    assert (done.added, done.left_out) == (2, 6)


def test_that_a_cell_with_an_error_is_named(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, [1, "A1", "=A1/0", "Thôn 1", "HN"])
    (problem,) = read(store, path).problems
    assert problem.cell == "C3"


def test_that_a_second_list_says_what_is_new_changed_unchanged_and_gone(
    store: Store, tmp_path: Path
) -> None:
    some = people(10, 1)
    book(tmp_path / "a.xlsx", {"2023": plain_rows(some)})
    take(store, tmp_path / "a.xlsx")
    fewer = [
        replace(some[0], category="HMTN"),
        *some[1:8],
        replace(some[8], code="N1", head="Lê An"),
    ]
    book(tmp_path / "b.xlsx", {"2024": plain_rows(fewer)})
    ready = read(store, tmp_path / "b.xlsx")
    assert (ready.count(Change.NEW), ready.count(Change.CHANGED)) == (1, 8)
    assert {one.head for one in ready.gone} == {some[8].head, some[9].head}
    before = kept(store, 2023)
    done = take(store, tmp_path / "b.xlsx")
    assert (done.added, done.changed, done.unchanged) == (1, 8, 0)
    assert [one for one in kept(store, 2023) if one[4]] == before
    again = take(store, tmp_path / "b.xlsx")
    assert (again.import_id, again.unchanged) == (None, 9)


def test_that_a_household_without_a_code_is_known_by_name_and_hamlet(
    store: Store, tmp_path: Path
) -> None:
    take(store, write(tmp_path, [1, None, "H’Nga Kbuôr", "Thôn 1", "HN"]))
    path = write(
        tmp_path,
        [1, "C7", "H'Nga  KBUÔR", "thôn 01", "CN"],
        [2, None, "H'Nga Kbuôr", "Thôn 2", "HN"],
    )
    ready = read(store, path)
    assert [one.change for one in ready.rows] == [Change.CHANGED, Change.NEW]
    assert "Mã hộ" in ready.rows[0].fields


@pytest.mark.both_kinds
def test_that_undoing_an_import_is_exact(store: Store, tmp_path: Path) -> None:
    some = people(30, 2, lacking=True)
    book(tmp_path / "a.xlsx", {"2023": plain_rows(some[:20])})
    take(store, tmp_path / "a.xlsx")
    before = dump(store)
    sheets.names_of_lacks().make(tmp_path / "b.xlsx")
    done = take(store, tmp_path / "b.xlsx")
    assert done.changed
    assert dump(store) != before
    with store.write() as session:
        undone = household_import.undo(session, done.import_id or "")
    assert (undone.removed, undone.restored) == (done.added, done.changed)
    assert dump(store) == before
    with store.write() as session:
        assert household_import.undo(session, done.import_id or "").restored == 0
        kept = session.get_one(HouseholdImportRow, done.import_id)
    assert kept.undone_at is not None


def test_that_undoing_takes_new_hamlets_out_and_leaves_what_was_changed_since(
    store: Store, tmp_path: Path
) -> None:
    done = take(
        store,
        write(tmp_path, [1, "A1", "Lê An", "Thôn 1", "HN"], [2, "A2", "Lê Bê", "Thôn 2", "HN"]),
    )
    assert done.hamlets == ("Thôn 1", "Thôn 2")
    with store.write() as session:
        one = households.find(session, Query(text="A1")).rows[0].household
        households.save(session, replace(one, note="Đã gọi"))
        undone = household_import.undo(session, done.import_id or "")
    assert (undone.removed, undone.kept, undone.hamlets) == (1, (one.id,), 1)
    with store.write() as session, pytest.raises(NotFoundError):
        household_import.undo(session, "không có")


def test_that_an_unknown_hamlet_brings_near_names_and_can_be_one_of_them(
    store: Store, tmp_path: Path
) -> None:
    with store.write() as session:
        known = add_hamlet(session, "Buôn Kdũn")
    path = write(
        tmp_path, [1, "A1", "Lê An", "Buôn Kdunn", "HN"], [2, "A2", "Lê B", "buon kdun", "HN"]
    )
    (new,) = read(store, path).new_hamlets
    assert (new.hamlet.full_name, new.rows, new.near) == ("Buôn Kdunn", 1, (known,))
    take(store, path, hamlets={"Buôn Kdunn": known.id})
    with store.read() as session:
        assert len(hamlets.all_of(session, known.unit_id)) == 1
        assert households.find(session, Query(hamlet_id=known.id)).count == 2


def test_that_likely_twins_are_shown(store: Store, tmp_path: Path) -> None:
    take(store, write(tmp_path, [1, None, "Nguyễn Thị Hoà", "Thôn 1", "HN"]))
    path = write(tmp_path, [1, "B1", "Nguyễn Thị Hoàn", "Thôn 1", "HN"])
    ready = read(store, path)
    ((first, second),) = [one.households for one in ready.twins]
    assert {first.head, second.head} == {"Nguyễn Thị Hoà", "Nguyễn Thị Hoàn"}


def test_that_names_stay_out_of_the_history(store: Store, tmp_path: Path) -> None:
    take(store, write(tmp_path, [1, "MA-77", "Lê Bá Hoàng", "Thôn 1", "HN"]))
    with store.read() as session:
        said = repr(history.page(session, history.Wanted()))
    assert "Nhập" not in said
    assert "Hoàng" not in said
    assert "MA-77" not in said


def test_that_a_workbook_without_heads_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "ho.xlsx"
    book(path, {"A": [["STT", "Xã"], [1, "Cư Êbur"]]})
    with pytest.raises(WorkbookError):
        look(store, path)


def test_that_missing_answers_are_asked_for(store: Store, tmp_path: Path) -> None:
    sheets.untold_year().make(tmp_path / "ho.xlsx")
    looked = look(store, tmp_path / "ho.xlsx")
    assert looked.questions == (Question.COLUMNS, Question.YEAR)
    with store.read() as session, pytest.raises(WrongChoiceError):
        household_import.read(session, looked, Answers())


def test_that_reading_can_be_cancelled(store: Store, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    path = write(tmp_path, [1, "A1", "Lê An", "Thôn 1", "HN"])
    with store.read() as session, pytest.raises(CancelledError):
        household_import.look(session, path, progress)


def test_that_the_only_hamlet_may_stand_in_the_title(store: Store, tmp_path: Path) -> None:
    with store.write() as session:
        for name in ("Buôn Đŭng", "Thôn 1", "Thôn 12"):
            add_hamlet(session, name)
    path = tmp_path / "ho.xlsx"
    rows = [["DANH SÁCH HỘ NGHÈO THÔN 12 NĂM 2024"], ["Họ tên chủ hộ"], ["Y Wing Êban"]]
    book(path, {"A": rows})
    take(store, path)
    assert kept(store, 2024) == [One("Y Wing Êban", "Thôn 12", "HN").said]


def test_that_a_row_without_a_name_is_named_and_is_no_heading(store: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        [1, "01", "Y Wăn Niê", "Thôn 1", "Hộ nghèo"],
        [2, None, None, "Thôn 2", "Hộ nghèo"],
        [3, "03", "Lê C", None, "Hộ nghèo"],
    )
    problems = read(store, path).problems
    assert [one.cell for one in problems] == ["C4", "D5"]
    assert "không có họ tên chủ hộ" in problems[0].reason


def test_that_a_row_without_its_hamlet_is_named(store: Store, tmp_path: Path) -> None:
    ready = read(store, write(tmp_path, [1, "A1", "Y Wing Êban", None, "HN"]))
    assert [one.cell for one in ready.problems] == ["D3"]


def test_that_a_workbook_of_overlapping_merged_cells_is_read_in_time(
    store: Store, tmp_path: Path
) -> None:
    lines = "".join(hostile.line(n, [f"Lê An {n}", f"A{n}", "HN"]) for n in range(2, 4_000))
    merged = "".join(f'<mergeCell ref="D{n}:D1048576"/>' for n in range(2, 20_000))
    head = hostile.line(1, ["Họ tên chủ hộ", "Mã hộ", "Loại hộ", "Thôn"])
    text_ = (
        f'<worksheet xmlns="{hostile.MAIN}"><sheetData>{head}{lines}</sheetData>'
        f"<mergeCells>{merged}</mergeCells></worksheet>"
    )
    path = hostile.write(tmp_path, hostile.pack(hostile.parts({"A": text_})))
    assert look(store, path).sheets[0].count == 3_999


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_that_a_hostile_or_other_workbook_is_refused(
    store: Store, tmp_path: Path, make: Callable[[], bytes]
) -> None:
    with pytest.raises(WorkbookError):
        look(store, hostile.write(tmp_path, make()))


def test_that_an_old_workbook_with_old_fonts_and_merged_cells_comes_in(
    store: Store, tmp_path: Path
) -> None:
    font, old = ".VnTime", sheets.Encoding.TCVN3
    lines = [
        ["Năm 2024"], ["Họ và tên chủ hộ", "Thôn", "Loại hộ"],
        ["Bế Thị Hộ", "Thôn 3", "HN"], ["Lê Văn Bé", "", "CN"],
    ]  # fmt: skip
    cells = [
        (row, column, encoded(value, old), font)
        for row, line in enumerate(lines, start=1)
        for column, value in enumerate(line, start=1)
        if value
    ]
    path = hostile.write(tmp_path, old_workbook.xls(cells, [(3, 2, 4, 2)]), "ho.xls")
    looked = look(store, path)
    assert looked.legacy is not None
    assert looked.legacy.by_font
    take(store, path)
    assert kept(store, 2024) == sorted(
        [One("Bế Thị Hộ", "Thôn 3", "HN").said, One("Lê Văn Bé", "Thôn 3", "HCN").said]
    )
