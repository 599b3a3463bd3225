from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.rows import ImportRow, PlannedRow
from db.store import Store
from desktop.core import (
    activities,
    attendance,
    hamlets,
    history,
    listing,
    papers,
    periods,
    planned,
    reports,
    settings,
    vouchers,
    workbook_undo,
)
from desktop.core.attendance import Person
from desktop.core.documents.content import Choice
from desktop.core.errors import NotFoundError
from desktop.core.planned import Planned
from desktop.core.workbook_import import import_workbook
from tests.builders import log
from tests.core.hostile import GOOD, book, changed, write
from tests.core.importing import dump, kept, take


def test_that_undo_leaves_the_register_as_before_the_import(store: Store, tmp_path: Path) -> None:
    before = dump(store)
    result = take(
        store, write(tmp_path, changed(speakers="Y Thịnh Êban", amount=5, payer="KHONG_"))
    )
    assert not result.written
    result = take(store, write(tmp_path, changed(speakers="Y Thịnh Êban", languages="EDE")))
    with store.write() as session:
        undone = workbook_undo.undo(session, str(result.import_id))
    assert (undone.removed, undone.kept, undone.hamlets, undone.speakers) == (1, (), 1, 1)
    after = dump(store)
    assert {name for name in before if before[name] != after[name]} == {"history", "imports"}
    with store.read() as session:
        row = session.get_one(ImportRow, result.import_id)
        assert (row.activities, row.file_name, row.undone_at is not None) == (
            1,
            "hoat-dong.xlsx",
            True,
        )
        deeds = [one.deed for one in history.of(session, "import", row.id)]
    assert deeds == ["undone", "imported"]


def test_that_undo_keeps_and_names_what_was_changed_since(store: Store, tmp_path: Path) -> None:
    rows = [GOOD, GOOD | {"title": "Đổi", "hamlets": "Buôn Kdũn"}]
    import_id = str(take(store, write(tmp_path, book(*rows))).import_id)
    with store.write() as session:
        one = next(one for one in kept(session) if one.title == "Đổi")
        activities.save(session, replace(one, women=5))
        undone = workbook_undo.undo(session, import_id)
    assert (undone.removed, undone.kept, undone.hamlets) == (1, ((one.id, "Đổi"),), 1)
    with store.read() as session:
        assert [h.full_name for h in hamlets.all_of(session, one.unit_id)] == ["Buôn Kdũn"]
        assert [one.women for one in kept(session)] == [5]


def test_that_undo_keeps_what_something_hangs_on(store: Store, tmp_path: Path) -> None:
    names = ("danh sách", "chứng từ", "giấy", "dự kiến", "không gì")
    path = write(tmp_path, book(*(GOOD | {"title": name} for name in names)))
    import_id = str(take(store, path).import_id)
    with store.write() as session:
        ids = {one.title: one.id for one in kept(session)}
        own = settings.read(session).unit_id
        attendance.save(session, own, ids["danh sách"], [Person(name="Lê An")])
        vouchers.save(session, ids["chứng từ"], {"KE_HOACH": "1"})
        papers.keep_choice(session, own, ids["giấy"], "GIAY_MOI", Choice())
        wanted = Planned(
            unit_id=own, channel="NOI_CHUYEN", title="x", topics=("DV06",),
            planned_on=date(2024, 11, 14),
        )  # fmt: skip
        one = planned.save(session, wanted)
        session.get_one(PlannedRow, one.id).activity_id = ids["dự kiến"]
    with store.write() as session:
        undone = workbook_undo.undo(session, import_id)
    assert undone.removed == 1
    assert {title for _, title in undone.kept} == set(names[:-1])
    with store.read() as session:
        assert attendance.of(session, own, ids["danh sách"])


def test_that_undo_keeps_what_stood_in_a_locked_report(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, book(GOOD, GOOD | {"held_on": "16/12/2024", "title": "Kỳ sau"}))
    import_id = str(take(store, path).import_id)
    with store.write() as session:
        q4 = periods.parse("2024-Q4")
        reports.lock(session, q4, b"", "0" * 64, nil=False)
        reports.reopen(session, q4, "sửa")
        undone = workbook_undo.undo(session, import_id)
    assert undone.removed == 1
    assert [title for _, title in undone.kept] == [GOOD["title"]]


def test_that_undo_keeps_a_hamlet_that_another_activity_uses(store: Store, tmp_path: Path) -> None:
    import_id = str(take(store, write(tmp_path, book(GOOD))).import_id)
    with store.write() as session:
        (place,) = hamlets.all_of(session, settings.read(session).unit_id)
        log(session, title="Buổi khác", hamlets=(place.id,))
        assert workbook_undo.undo(session, import_id).hamlets == 0


def test_that_undo_twice_and_of_nothing_does_no_harm(store: Store, tmp_path: Path) -> None:
    import_id = str(take(store, write(tmp_path, book(GOOD))).import_id)
    with store.write() as session:
        workbook_undo.undo(session, import_id)
        assert workbook_undo.undo(session, import_id).removed == 0
        with pytest.raises(NotFoundError):
            workbook_undo.undo(session, "khong-co")


def test_that_an_undone_workbook_can_be_brought_again_and_found(
    store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path, book(GOOD))
    with store.write() as session:
        first = import_workbook(session, path)
        workbook_undo.undo(session, str(first.import_id))
        import_workbook(session, path)
        unit_id = settings.read(session).unit_id
        found = listing.find(session, listing.Filter(unit_id=unit_id, text="nha o dung"))
    assert len(found.lines) == 1
