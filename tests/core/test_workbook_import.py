import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.rows import HamletRow
from db.store import Store
from desktop.core import (
    activities,
    periods,
    reports,
    settings,
    speakers,
    totals,
    workbook_import,
)
from desktop.core.errors import CancelledError, WorkbookError
from desktop.core.problems import Severity
from desktop.core.progress import Progress
from desktop.core.workbook_import import import_workbook
from tests.builders import add_hamlet, log
from tests.core import hostile
from tests.core.hostile import GOOD, book, changed, write
from tests.core.importing import dump, imported, kept, look, only, take


@pytest.mark.parametrize("name", ["zero bytes", "wrong headings", "headings only", "examples only"])
def test_that_a_refused_workbook_leaves_the_register_as_it_was(
    store: Store, tmp_path: Path, name: str
) -> None:
    before = dump(store)
    reason, make = hostile.REFUSED[name]
    with pytest.raises(WorkbookError) as caught:
        take(store, write(tmp_path, make()))
    assert str(caught.value.reason) == reason
    assert dump(store) == before


@pytest.mark.parametrize(
    ("field", "value", "code"), hostile.BAD_CELLS.values(), ids=hostile.BAD_CELLS
)
def test_that_a_bad_cell_is_named_and_nothing_is_kept(
    store: Store, tmp_path: Path, field: str, value: Any, code: str
) -> None:
    before = dump(store)
    result = take(store, write(tmp_path, book(GOOD, GOOD | {"title": "Khác", field: value})))
    assert not result.written
    assert dump(store) == before
    at = {(one.row, one.code) for one in result.problems}
    assert (3, code) in at
    assert {row for row, _ in at} == {3}
    problem = next(one for one in result.problems if one.code == code)
    assert problem.text.endswith((".", "?"))
    assert len(problem.text) < 400
    assert len(problem.value) <= 60


def test_that_a_problem_stands_at_the_cell_of_its_field(store: Store, tmp_path: Path) -> None:
    preview = look(store, write(tmp_path, changed(women=41)))
    (problem,) = [one for one in preview.rows[0].problems if one.severity is Severity.STOP]
    assert (problem.cell, problem.column_letter, problem.field) == ("P2", "P", "women")
    assert problem.value == "41"


def test_that_a_row_of_a_locked_period_is_named_and_may_be_left_out(
    store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path, book(GOOD, GOOD | {"title": "Sau kỳ", "held_on": "20/12/2024"}))
    with store.write() as session:
        reports.lock(session, periods.parse("2024-Q4"), b"", "0" * 64, nil=False)
    found = look(store, path)
    (problem,) = [one for one in found.rows[0].problems if one.severity is Severity.STOP]
    assert (found.ready, found.bad) == (1, 1)
    assert (problem.cell, problem.code, problem.value) == ("B2", "period_locked", "14/11/2024")
    assert "15/09/2024 – 14/12/2024" in problem.text
    assert take(store, path, skip_bad=True).activities == 1


def test_that_all_problems_of_all_rows_are_said_at_once(store: Store, tmp_path: Path) -> None:
    rows = [
        GOOD | {"channel": "Gì đó", "held_on": "31/2/2024", "attendees": "nhiều", "women": 1.5},
        GOOD,
        GOOD | {"title": "Buổi 3", "women": 50, "minority": 60, "payer": "ai đó"},
        {"title": "Chỉ có tên"},
    ]
    result = take(store, write(tmp_path, book(*rows)))
    found = {(one.row, one.field) for one in result.problems}
    assert found == {
        (2, "channel"), (2, "held_on"), (2, "attendees"), (2, "women"), (4, "women"),
        (4, "minority"), (4, "payer"), (5, "channel"), (5, "held_on"),
    }  # fmt: skip
    assert (result.preview.ready, result.preview.bad, result.preview.duplicates) == (1, 3, 0)


def test_that_bad_rows_are_left_out_only_when_asked(store: Store, tmp_path: Path) -> None:
    rows = [GOOD, GOOD | {"title": "Xấu", "women": 41, "hamlets": "Buôn Lạ", "speakers": "A Lạ"}]
    path = write(tmp_path, book(*rows))
    assert not take(store, path).written
    result = take(store, path, skip_bad=True)
    assert (result.written, result.activities, len(result.problems)) == (True, 1, 1)
    assert result.hamlets == ("Buôn Đŭng",)
    assert only(store).title == GOOD["title"]
    with store.read() as session:
        assert speakers.all_of(session, settings.read(session).unit_id) == []


def test_that_a_trial_writes_nothing(store: Store, tmp_path: Path) -> None:
    before = dump(store)
    with store.write() as session:
        result = import_workbook(session, write(tmp_path, book(GOOD)), dry_run=True)
    assert (result.written, result.activities, result.preview.ready) == (False, 0, 1)
    assert dump(store) == before


def test_that_a_cancelled_preview_writes_nothing(store: Store, tmp_path: Path) -> None:
    before, progress = dump(store), Progress()
    progress.cancel()
    with store.write() as session, pytest.raises(CancelledError):
        workbook_import.preview(session, write(tmp_path, book(GOOD)), progress)
    assert dump(store) == before


def test_that_an_error_halfway_takes_everything_back(store: Store, tmp_path: Path) -> None:
    before = dump(store)

    def fail() -> None:
        with store.write() as session:
            import_workbook(session, write(tmp_path, book(GOOD)))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert dump(store) == before


def test_that_the_same_workbook_twice_brings_nothing_new(store: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path, book(GOOD, GOOD | {"title": "Khác", "area_m2": None, "started_at": "8:00"})
    )
    assert take(store, path).activities == 2
    before = dump(store)
    again = take(store, path)
    assert (again.written, again.activities, again.import_id) == (True, 0, None)
    assert (again.preview.duplicates, again.preview.ready, again.problems) == (2, 0, ())
    assert "đã có trong sổ" in str(again.preview.rows[0].duplicate_of)
    assert again.preview.rows[0].duplicate_id
    assert dump(store) == before


def test_that_a_repeat_inside_the_workbook_is_taken_once(store: Store, tmp_path: Path) -> None:
    rows = [GOOD, GOOD | {"title": "CHINH SACH NHA O"}, GOOD | {"attendees": 41}]
    result = take(store, write(tmp_path, book(*rows)))
    assert (result.activities, result.preview.duplicates) == (2, 1)
    assert result.preview.rows[1].duplicate_of == "dòng 2 của tệp này"
    assert "maybe_twice" in {one.code for one in result.remarks if one.row == 4}


def test_that_what_was_logged_by_hand_is_not_brought_again(store: Store, tmp_path: Path) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng")
        log(session, title="Chính sách nhà ở", hamlets=(place.id,))
    assert look(store, write(tmp_path, book(GOOD))).duplicates == 1


def test_that_a_withdrawn_activity_may_be_brought_again(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, book(GOOD))
    take(store, path)
    one = only(store)
    with store.write() as session:
        activities.withdraw(session, one.unit_id, one.id)
    assert take(store, path).activities == 1


def test_that_what_came_in_since_the_preview_is_not_brought_twice(
    store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path, changed(speakers="Y Thịnh Êban"))
    preview = look(store, path)
    take(store, path)
    with store.write() as session:
        result = workbook_import.take_in(session, preview)
    assert (result.written, result.activities, result.hamlets, result.preview.duplicates) == (
        True, 0, (), 1,
    )  # fmt: skip
    only(store)


def test_that_a_hamlet_added_since_the_preview_is_used(store: Store, tmp_path: Path) -> None:
    preview = look(store, write(tmp_path, book(GOOD)))
    with store.write() as session:
        place = add_hamlet(session, "buôn Đung")
        workbook_import.take_in(session, preview)
    assert only(store).hamlets == (place.id,)


def test_that_the_result_can_be_printed_as_json(store: Store, tmp_path: Path) -> None:
    result = take(store, write(tmp_path, book(GOOD, GOOD | {"women": 41})))
    told = json.loads(json.dumps(workbook_import.as_json(result), ensure_ascii=False))
    assert (told["written"], told["rows"], told["ready"], told["bad"]) == (False, 2, 1, 1)
    assert told["problems"][0]["cell"] == "P3"
    assert told["new_hamlets"] == ["Buôn Đŭng"]


def test_that_an_imported_activity_is_as_one_saved_by_hand(store: Store, tmp_path: Path) -> None:
    one = imported(store, tmp_path, languages="EDE", speakers="Y Thịnh Êban", payer="KHONG")
    with store.write() as session:
        twin = activities.save(session, replace(one, id="0" * 36, revision=0))
        columns = text("SELECT words FROM activity_search")
        assert len(set(session.scalars(columns))) == 1
        assert replace(activities.get(session, one.unit_id, twin.id), id=one.id) == one


CHANNELS = ("Hội nghị", "noi chuyen chuyen de", "TOA_DAM", "Sinh hoạt cộng đồng", "Phát thanh")
CODES = ("HOI_NGHI", "NOI_CHUYEN", "TOA_DAM", "SINH_HOAT_CD", "PHAT_THANH")
PLACES = ("Buôn Đŭng", "TDP 2", "Thôn 7", "Buôn Akŏ Dhŏng")
EDGES = (date(2024, 9, 14), date(2024, 9, 15), date(2024, 12, 14), date(2024, 12, 15))
FIRST, LAST = date(2024, 9, 15), date(2024, 12, 14)


def honest_rows() -> list[dict[str, Any]]:
    """Sixty rows as a careful but human officer writes them."""
    rows = []
    for number in range(60):
        day = EDGES[number] if number < 4 else FIRST + timedelta(days=number * 90 // 60)
        written = f"{day:%d/%m/%Y}" if number % 3 else (day - date(1899, 12, 30)).days
        people = 20 + number
        row: dict[str, Any] = {
            "channel": CHANNELS[number % 5],
            "held_on": unicodedata.normalize("NFD", str(written)) if number % 3 else written,
            "hamlets": unicodedata.normalize("NFD" if number % 2 else "NFC", PLACES[number % 4]),
            "title": unicodedata.normalize("NFD", f"Buổi thứ {number}: nhà ở, việc làm"),
            "topics": "Nhà ở; viec lam",
            "languages": "Tiếng Việt, Ê-đê" if number % 2 else "Kinh",
        }
        if number % 5 == 4:
            row |= {"items": 2, "airings": 10 + number, "minutes": 5}
        else:
            row |= {"attendees": people, "women": str(people // 2), "minority": people // 3}
            row |= {"poor": number % 10, "amount": f"{number + 1}.000", "payer": "xa chi"}
        rows.append(row)
    return rows


def counted(rows: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """The rows whose day is in the fourth quarter, counted without the program."""
    days = [
        EDGES[number] if number < 4 else FIRST + timedelta(days=number * 90 // 60)
        for number in range(60)
    ]
    return [(n, row) for n, row in enumerate(rows) if FIRST <= days[n] <= LAST]


def test_that_the_totals_of_an_honest_workbook_are_those_of_a_count_by_hand(
    store: Store, tmp_path: Path
) -> None:
    rows = honest_rows()
    result = take(store, write(tmp_path, book(*rows)))
    assert (result.written, result.activities, result.problems) == (True, 60, ())
    with store.read() as session:
        found = totals.as_json(totals.totals(session, periods.parse("2024-Q4")))
    inside = counted(rows)
    assert len(inside) == 58
    talks = [row for n, row in inside if n % 5 != 4]
    radio = [row for n, row in inside if n % 5 == 4]
    said: Mapping[str, Any] = found["indicators"]
    assert said["CT01"] == len(talks)
    assert said["CT02"] == sum(row["attendees"] for row in talks)
    assert said["CT03"] == sum(int(row["women"]) for row in talks)
    assert said["CT04"] == sum(row["minority"] for row in talks)
    assert said["CT05"]["declared"] == sum(row["poor"] for row in talks)
    assert said["CT10"] == sum(row["items"] for row in radio)
    assert said["CT11"] == sum(row["airings"] for row in radio)
    assert said["CT12"] == sum(row["airings"] * 5 for row in radio)
    ede = [row for row in radio if "Ê-đê" in row["languages"]]
    assert said["CT13"] == sum(row["airings"] * 5 for row in ede)
    for number, code in enumerate(CODES):
        ours = [n for n, _ in inside if n % 5 == number]
        assert found["by_channel"][code]["activities"] == len(ours)
    assert found["by_topic"] == {"DV06": {"main": 58, "all": 58}, "DV01": {"main": 0, "all": 58}}
    with store.read() as session:
        assert session.query(HamletRow).count() == 4
        spent = sum(one.expenses[0].amount or 0 for one in kept(session) if one.expenses)
    assert spent == sum((n + 1) * 1000 for n in range(60) if n % 5 != 4)
