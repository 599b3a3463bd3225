import logging
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import text

from db.rows import AttendanceRow, PaperChoiceRow
from db.store import Store
from desktop.core import (
    activities,
    attendance,
    attendance_in,
    catalogue,
    history,
    papers,
    workbook_undo,
)
from desktop.core.activities import Activity
from desktop.core.attendance import MOST_PEOPLE, Person, Sex
from desktop.core.attendance_cells import Found
from desktop.core.documents.content import Choice
from desktop.core.errors import (
    CancelledError,
    InvalidActivityError,
    NotFoundError,
    WorkbookError,
)
from desktop.core.progress import Progress
from tests.builders import log
from tests.core.hostile import GOOD, REFUSED, book, write
from tests.core.importing import take

CATEGORIES = {
    one["code"]: one["name"]
    for one in sorted(catalogue.table("household_categories"), key=lambda one: int(one["position"]))
}
LINH = Person(name="H'Linh Niê", sex=Sex.FEMALE, ethnic="Ê-đê", address="Buôn Đŭng", category="HN")
DUC = Person(name="Trần Văn Đức", sex=Sex.MALE, ethnic="Kinh", category="KHAC", salaried=True)


def paste(value: str) -> Found:
    return attendance_in.pasted(value, CATEGORIES)


def read(folder: Path, rows: list[list[Any]], *more: list[list[Any]]) -> Found:
    made = Workbook()
    made.active.title = "DS buôn Đŭng"
    for row in rows:
        made.active.append(row)
    for other in more:
        sheet = made.create_sheet()
        for row in other:
            sheet.append(row)
    made.save(folder / "ds.xlsx")
    return attendance_in.workbook(folder / "ds.xlsx", Progress(), CATEGORIES)


def keep(store: Store, *people: Person, **numbers: Any) -> Activity:
    with store.write() as session:
        one = log(session, **numbers)
        attendance.save(session, one.unit_id, one.id, people)
    return one


def now(store: Store, one: Activity) -> Activity:
    with store.read() as session:
        return activities.get(session, one.unit_id, one.id)


def test_that_rows_of_the_office_form_need_no_headings() -> None:
    found = paste(
        "1\tH'Linh Niê\t\tx\tÊ-đê\tBuôn Đŭng\tHN\t\t\r\n"
        "2\tTrần Văn Đức\tX\t\tKinh\t\tHộ khác\t✓\t\r\n"
    )
    assert found == Found((LINH, DUC))


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("H'Linh Niê", Person(name="H'Linh Niê")),
        ("1. H'Linh Niê", Person(name="H'Linh Niê")),
        ("7\tH'Linh Niê", Person(name="H'Linh Niê")),
        ("H'Linh Niê\tBuôn Đŭng", Person(name="H'Linh Niê", address="Buôn Đŭng")),
        ("H'Linh Niê\tNữ\tÊ Đê\tBuôn Đŭng\tnghèo", replace(LINH, ethnic="Ê Đê")),
        ("H'Linh Niê;nu;E de", Person(name="H'Linh Niê", sex=Sex.FEMALE, ethnic="E de")),
        ("H'Linh Niê\tÊ-đê\tBuôn Đŭng\tHN", replace(LINH, sex=Sex.UNKNOWN)),
    ],
)
def test_that_columns_without_headings_are_told_by_what_stands_in_them(
    line: str, person: Person
) -> None:
    assert paste(f"{line}\n") == Found((person,))


@pytest.mark.parametrize("line", ["Lê A\tx", "Lê A\t12\tgì đó\t5", "a\tb\tc\td"])
def test_that_columns_nobody_can_tell_are_refused_and_not_guessed(line: str) -> None:
    found = paste(line)
    assert found.people == ()
    assert "dòng tiêu đề" in found.problems[0].reason


def test_that_headings_are_known_without_marks_and_in_any_order() -> None:
    found = paste(
        "GHI CHU\tDoi tuong\tHo va ten dai bieu\tGIOI TINH\tDan toc\tDon vi cong tac\tKý tên\tMàu\n"
        "đến muộn\tHo ngheo\tH'Linh Niê\tnữ\tÊ-đê\tBuôn Đŭng\t\txanh\n"
    )
    assert found.people == (replace(LINH, note="đến muộn"),)
    assert found.ignored == ("Màu",)


def test_that_a_real_list_with_letterhead_two_rows_of_headings_groups_and_total_is_read(
    tmp_path: Path,
) -> None:
    rows = [
        ["ỦY BAN NHÂN DÂN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["XÃ CƯ ÊBUR"],
        [None],
        ["DANH SÁCH ĐẠI BIỂU THAM DỰ"],
        ["Tên hoạt động: Chính sách nhà ở"],
        [None],
        ["TT", "Họ và tên", "Giới tính", None, "Dân tộc", "Chức vụ", "Đơn vị", "Đối tượng", None],
        [None, None, "Nam", "Nữ", None, None, None, "Hộ nghèo", "Hộ cận nghèo"],
        [f"({n})" for n in range(1, 10)],
        ["I", "Đại biểu xã"],
        [1, "Trần Văn Đức", 1985, None, "Kinh", "Công chức", "UBND xã", None, None],
        ["II", "Người dân"],
        [2, "H'Linh Niê", None, "02/3/1990", "Ê-đê", None, "Buôn Đŭng", "x", None],
        [3, "Tống Công Minh", "x", None, None, None, None, None, True],
        [4],
        [None, "Tổng cộng", 2, 1],
        [None, None, None, None, None, "NGƯỜI LẬP"],
    ]
    found = read(tmp_path, rows)
    assert found.problems == ()
    assert found.sheet == "DS buôn Đŭng"
    assert found.people == (
        Person(name="Trần Văn Đức", sex=Sex.MALE, ethnic="Kinh", address="Công chức, UBND xã"),
        LINH,
        Person(name="Tống Công Minh", sex=Sex.MALE, category="HCN"),
    )


def test_that_a_list_on_another_sheet_is_found(tmp_path: Path) -> None:
    found = read(tmp_path, [["Thu", "Chi"], [1, 2]], [["Họ tên"], ["H'Linh Niê"]])
    assert [one.name for one in found.people] == ["H'Linh Niê"]
    assert found.sheet == "Sheet"


def test_that_every_bad_cell_is_named_with_line_value_and_reason() -> None:
    found = paste(
        "STT\tHọ và tên\tNam\tNữ\tĐối tượng\tHưởng lương\n"
        "1\tLê A\tx\tx\t\t\n"
        "2\t\tx\t\t\t\n"
        "3\tLê C\tabc\t\tgiàu\tmột nửa\n"
        "4\t12345\t\t\t\t\n"
    )
    assert [(one.line, one.column, one.value, one.person) for one in found.problems] == [
        (2, "Nữ", "x", 0),
        (3, "Họ và tên", "2 · x", -1),
        (4, "Nam", "abc", 1),
        (4, "Đối tượng", "giàu", 1),
        (4, "Hưởng lương", "một nửa", 1),
        (5, "Họ và tên", "12345", -1),
    ]
    assert all(one.reason for one in found.problems)
    assert found.people == (Person(name="Lê A"), Person(name="Lê C"))


def test_that_a_quoted_cell_may_hold_lines_tabs_and_quotes() -> None:
    found = paste('Họ tên\tĐịa chỉ\n"H\'Linh\nNiê"\t"Buôn ""Đŭng""\t2"\nLê B\tThôn 3')
    assert found.people == (
        Person(name="H'Linh Niê", address='Buôn "Đŭng" 2'),
        Person(name="Lê B", address="Thôn 3"),
    )


def test_that_a_lonely_quote_does_not_swallow_the_lines_after_it() -> None:
    assert [one.name for one in paste('Lê "A\nLê B\nLê C').people] == ['Lê "A', "Lê B", "Lê C"]


def test_that_decomposed_letters_are_composed() -> None:
    found = paste(
        unicodedata.normalize("NFD", "Họ tên\tDân tộc\tĐối tượng\nH'Bĕč Mlô\tÊ-đê\tcận nghèo")
    )
    assert found == Found((Person(name="H'Bĕč Mlô", ethnic="Ê-đê", category="HCN"),))
    assert all(
        unicodedata.is_normalized("NFC", one) for one in vars(found.people[0]).values() if one
    )


def test_that_a_list_is_bounded(tmp_path: Path) -> None:
    names = [f"Người {letter}" for letter in ["A"] * (MOST_PEOPLE + 5)]
    for found in (
        paste("\n".join(names)),
        read(tmp_path, [["Họ tên"], *([name] for name in names)]),
    ):
        assert len(found.people) == MOST_PEOPLE
        assert "2.000" in found.problems[0].reason
    assert paste("x" * 3_000_000).people == ()
    assert paste(f"{'Â' * 300}\nLê B").people == (Person(name="Lê B"),)
    assert paste("") == paste(" \n\t") == Found(())


def test_that_a_formula_without_result_is_a_bad_cell(tmp_path: Path) -> None:
    found = read(tmp_path, [["Họ tên", "Dân tộc"], ["Lê A", "=A1"]])
    assert found.people == (Person(name="Lê A"),)
    assert found.problems[0].column == "Dân tộc"


@pytest.mark.parametrize("name", [one for one in REFUSED if REFUSED[one][0] == "not_a_workbook"])
def test_that_a_hostile_file_is_refused_as_in_the_other_import(name: str, tmp_path: Path) -> None:
    reason, make = REFUSED[name]
    with pytest.raises(WorkbookError) as caught:
        attendance_in.workbook(write(tmp_path, make()), Progress(), CATEGORIES)
    assert caught.value.reason == reason


def test_that_a_workbook_without_names_says_which_column_is_missing(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="wrong_headings") as caught:
        attendance_in.workbook(write(tmp_path, book(GOOD)), Progress(), CATEGORIES)
    assert "Họ và tên" in caught.value.detail


def test_that_reading_can_be_stopped(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        attendance_in.workbook(write(tmp_path, book(GOOD)), progress, CATEGORIES)


def test_that_the_list_counts_only_what_somebody_entered() -> None:
    names = [Person(name="Lê A"), Person(name="Lê B"), Person(name=" ")]
    assert {key: n for key, n in attendance.figures(names).items() if n is not None} == {
        "attendees": 2
    }
    assert attendance.figures([LINH, DUC, replace(LINH, category="MSTB")]) == {
        "attendees": 3, "women": 2, "minority": 2, "officials": 1, "poor": 1, "near_poor": 0,
        "escaped": 0, "other_households": 2,
    }  # fmt: skip
    assert set(attendance.figures([]).values()) == {None}


def test_that_differences_name_both_numbers_and_none_is_not_nought(store: Store) -> None:
    one = keep(store, attendees=2, women=None, poor=3)
    men = [replace(DUC, category="", salaried=False), replace(DUC, name="Lê A", category="")]
    (found,) = attendance.compare(one, [replace(one, salaried=False) for one in men])[:1]
    assert (found.field, found.label, found.listed, found.entered) == ("women", "Số nữ", 0, None)
    assert "poor" not in {one.field for one in attendance.compare(one, men)}
    assert attendance.compare(one, []) == []


def test_that_a_list_that_agrees_has_no_differences(store: Store) -> None:
    numbers = attendance.figures([LINH, DUC])
    assert attendance.compare(keep(store, **numbers), [LINH, DUC]) == []


def test_that_only_the_numbers_asked_for_are_taken_over_and_history_knows(store: Store) -> None:
    one = keep(store, LINH, DUC, attendees=40, women=22)
    with store.write() as session:
        attendance.take_over(session, one.unit_id, one.id, ["attendees", "women"])
    kept = now(store, one)
    assert (kept.attendees, kept.women, kept.minority, kept.poor) == (2, 1, None, None)
    with store.read() as session:
        event = history.of(session, "activity", one.id)[0]
    assert event.changes == {"attendees": [40, 2], "women": [22, 1]}


def test_that_what_the_list_does_not_count_stays(store: Store) -> None:
    one = keep(store, Person(name="Lê A"), attendees=40, women=None, minority=7)
    with store.write() as session:
        attendance.take_over(session, one.unit_id, one.id, ["minority"])
    assert now(store, one).minority == 7


def test_that_numbers_that_stop_an_activity_are_not_taken_over(store: Store) -> None:
    one = keep(store, *[LINH] * 30, attendees=25, women=22)
    with pytest.raises(InvalidActivityError), store.write() as session:
        attendance.take_over(session, one.unit_id, one.id, ["women"])
    assert now(store, one).women == 22


def test_that_an_explanation_goes_to_the_end_of_the_note(store: Store) -> None:
    one = keep(store, LINH, note="Trời mưa")
    for why in ("3 người về sớm", "2 người đến muộn", " "):
        with store.write() as session:
            attendance.explain(session, one.unit_id, one.id, why)
    kept = now(store, one)
    assert kept.note == (
        "Trời mưa\nChênh lệch so với danh sách: 3 người về sớm"
        "\nChênh lệch so với danh sách: 2 người đến muộn"
    )
    assert attendance.explanation(kept) == "2 người đến muộn"
    assert attendance.explanation(one) == ""


def test_that_the_same_name_at_the_same_address_is_noticed() -> None:
    people = [LINH, DUC, replace(LINH, name="h’linh niê"), replace(LINH, address="Thôn 3")]
    assert attendance.repeated([*people, Person(name=""), Person(name="")]) == [(0, 2)]


def test_that_a_list_is_kept_in_its_order_and_comes_back_the_same(store: Store) -> None:
    one = keep(store, DUC, Person(name=" "), LINH)
    with store.read() as session:
        assert attendance.of(session, one.unit_id, one.id) == (DUC, LINH)


def test_that_a_list_needs_its_activity(store: Store) -> None:
    one = keep(store)
    with pytest.raises(NotFoundError), store.write() as session:
        attendance.save(session, one.unit_id, "khong-co", [LINH])


def test_that_names_go_neither_to_the_history_nor_to_the_log(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    one = keep(store, replace(LINH, name="Y Thịnh Êban"), DUC)
    with store.write() as session:
        attendance.take_over(session, one.unit_id, one.id, ["attendees", "women"])
        attendance.save(session, one.unit_id, one.id, [DUC])
    with store.read() as session:
        told = "\n".join(map(str, session.execute(text("SELECT * FROM history"))))
    for name in ("Thịnh", "Đức", "Đŭng"):
        assert name not in told + caplog.text
    assert '"people"' in told


def test_that_undoing_an_import_leaves_what_has_a_list_or_a_choice(
    store: Store, tmp_path: Path
) -> None:
    import_id = str(take(store, write(tmp_path, book(GOOD))).import_id)
    with store.write() as session:
        query = text("SELECT unit_id, id FROM activities WHERE import_id IS NOT NULL")
        (key,) = session.execute(query).all()
        attendance.save(session, *key, [LINH, DUC])
        papers.keep_choice(session, *key, "giay-moi", Choice())
    with store.write() as session:
        undone = workbook_undo.undo(session, import_id)
    assert (undone.removed, [one for one, _ in undone.kept]) == (0, [key[1]])
    with store.read() as session:
        names = {row.name for row in session.query(AttendanceRow)}
        assert names == {LINH.name, DUC.name}
        assert session.query(PaperChoiceRow).count() == 1
