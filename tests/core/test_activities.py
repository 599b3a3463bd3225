import unicodedata
from dataclasses import fields, replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.rows import ActivityRow, ActivityTopicRow, ExpenseRow, HistoryRow
from db.store import Store
from desktop.core import activities, drafts, history, listing, settings, speakers, units
from desktop.core.activities import Activity, Expense, Status
from desktop.core.errors import ConflictError, NotFoundError
from desktop.core.listing import Filter
from desktop.core.speakers import Speaker
from tests.builders import MOMENT, add_hamlet, log, make_activity

pytestmark = pytest.mark.both_kinds

FULL = {
    "channel": "PHAT_THANH",
    "held_on": date(2024, 10, 3),
    "title": "Vay vốn ưu đãi; “nhà ở” – H'Linh Ƀlô",
    "until_on": date(2024, 10, 9),
    "started_at": time(5, 30),
    "ended_at": time(6, 0),
    "venue": "Nhà văn hóa Buôn Đŭng",
    "topics": ("CS07", "DV06", "DV01"),
    "languages": ("EDE", "VIET"),
    "host_event": "Họp thôn",
    "chair": "Y Bhiôc Niê",
    "secretary": "Trần Thị Mỹ",
    "items": 4,
    "airings": 12,
    "minutes": 0,
    "area_m2": Decimal("4.80"),
    "views": 1_000_000_000,
    "attendees": 41,
    "women": 0,
    "minority": 7,
    "officials": 3,
    "poor": 9,
    "near_poor": 8,
    "escaped": 1,
    "other_households": 2,
    "expenses": (Expense("CAP_TREN", 1_000_000_000_000), Expense("KHONG"), Expense("KHONG", 0)),
    "result": "Dòng một\n\nDòng ba",
    "difficulties": "Mưa lớn",
    "note": "Ghi chú",
    "status": Status.COMPLETE,
}


def full(session: Session) -> Activity:
    unit_id = settings.read(session).unit_id
    first, second = add_hamlet(session, "Buôn Đŭng"), add_hamlet(session, "Thôn 2")
    one, two = (Speaker(name=name, unit_id=unit_id) for name in ("Nguyễn Văn Ân", "H'Bia"))
    for speaker in (one, two):
        speakers.add(session, speaker)
    places, talkers = (second.id, first.id), (two.id, one.id)
    leads, *joined = [one.id for one in units.valid_on(session, FULL["held_on"])[3:6]]
    return make_activity(
        unit_id,
        **FULL,
        hamlets=places,
        speakers=talkers,
        organiser_id=leads,
        partners=tuple(joined),
    )


def rows(session: Session, kind: type = HistoryRow) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def found(session: Session, text: str, **more: object) -> list[str]:
    unit_id = settings.read(session).unit_id
    page = listing.find(session, Filter(unit_id=unit_id, text=text, **more))
    return [line.id for line in page.lines]


def test_that_every_field_comes_back_as_it_was_kept(store: Store) -> None:
    with store.write() as session:
        wanted = full(session)
        assert activities.save(session, wanted) == replace(wanted, revision=1)
    with store.read() as session:
        kept = activities.get(session, wanted.unit_id, wanted.id)
    assert kept == replace(wanted, revision=1)
    for one in fields(Activity):
        assert type(getattr(kept, one.name)) is type(getattr(wanted, one.name)), one.name
        assert getattr(wanted, one.name) not in (None, "", ()), one.name


def test_that_a_changed_field_comes_back_changed(store: Store) -> None:
    with store.write() as session:
        kept = activities.save(session, full(session))
    empty = make_activity(
        kept.unit_id, id=kept.id, revision=1, title="Chỉ còn tên", topics=(), items=None,
        attendees=None, women=None,
    )  # fmt: skip
    with store.write() as session:
        activities.save(session, empty)
    with store.read() as session:
        assert activities.get(session, kept.unit_id, kept.id) == replace(empty, revision=2)
        assert rows(session, ActivityTopicRow) == rows(session, ExpenseRow) == 0


def test_that_text_is_composed_and_cleaned_on_the_way_in(store: Store) -> None:
    typed = unicodedata.normalize("NFD", "  Chính\u200b sách   nhà ở Buôn Đŭng ")
    lines = unicodedata.normalize("NFD", "\n Kết quả  một \n\nhai\t\n\n")
    with store.write() as session:
        kept = log(session, title=typed, venue=typed, host_event=typed, chair=typed,
                   secretary=typed, result=lines, difficulties=lines, note=lines)  # fmt: skip
    with store.read() as session:
        again = activities.get(session, kept.unit_id, kept.id)
    assert again == kept
    for name in ("title", "venue", "host_event", "chair", "secretary"):
        assert getattr(again, name) == "Chính sách nhà ở Buôn Đŭng"
    for name in ("result", "difficulties", "note"):
        assert getattr(again, name) == "Kết quả một\n\nhai"


def test_that_a_list_holds_nothing_twice(store: Store) -> None:
    with store.write() as session:
        assert log(session, topics=("DV06", "DV01", "DV06")).topics == ("DV06", "DV01")


@pytest.mark.parametrize("name", [*activities.QUANTITIES])
def test_that_nothing_entered_is_not_zero(store: Store, name: str) -> None:
    with store.write() as session:
        empty, zero = log(session, **{name: None}), log(session, **{name: 0})
    with store.read() as session:
        assert getattr(activities.get(session, empty.unit_id, empty.id), name) is None
        assert getattr(activities.get(session, zero.unit_id, zero.id), name) == 0


def test_that_an_unknown_cost_is_not_a_cost_of_zero(store: Store) -> None:
    with store.write() as session:
        kept = log(session, expenses=(Expense("CAP_TREN"), Expense("CAP_TREN", 0)))
    with store.read() as session:
        again = activities.get(session, kept.unit_id, kept.id)
    assert [one.amount for one in again.expenses] == [None, 0]


def test_that_each_change_counts_up_the_revision(store: Store) -> None:
    with store.write() as session:
        one = log(session)
        two = activities.save(session, replace(one, attendees=41))
        three = activities.save(session, replace(two, attendees=42))
    assert [one.revision, two.revision, three.revision] == [1, 2, 3]


def test_that_an_old_revision_changes_nothing(store: Store) -> None:
    with store.write() as session:
        old = log(session)
        activities.save(session, replace(old, attendees=41))
    with pytest.raises(ConflictError) as refused, store.write() as session:
        activities.save(session, replace(old, attendees=99))
    assert refused.value.revision == 2
    with store.read() as session:
        assert activities.get(session, old.unit_id, old.id).attendees == 41


def test_that_a_new_activity_does_not_replace_one_of_the_same_id(store: Store) -> None:
    with store.write() as session:
        old = log(session)
        with pytest.raises(ConflictError):
            activities.save(session, replace(old, revision=0, attendees=99))


def test_that_a_changed_activity_must_be_there(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        with pytest.raises(NotFoundError):
            activities.save(session, make_activity(unit_id, revision=1))
        with pytest.raises(NotFoundError):
            activities.get(session, unit_id, "x")


def test_that_an_unchanged_save_writes_nothing(store: Store) -> None:
    with store.write() as session:
        kept = activities.save(session, full(session))
        before = rows(session)
        again = activities.save(session, replace(kept, title=f" {kept.title} "))
        assert again == kept
        assert rows(session) == before


def test_that_history_tells_who_changed_what(store: Store) -> None:
    with store.write() as session:
        kept = log(session, started_at=time(8, 0), women=None)
        activities.save(
            session,
            replace(kept, attendees=41, women=0, held_on=date(2024, 11, 15), topics=("DV01",),
                    started_at=None, area_m2=Decimal("1.5"), expenses=(Expense("KHONG"),)),
        )  # fmt: skip
    with store.read() as session:
        changed, logged = history.of(session, "activity", kept.id)
    assert (logged.deed, logged.who, logged.at) == ("logged", "H'Linh Niê", MOMENT)
    assert logged.changes == {}
    assert (changed.deed, changed.who) == ("changed", "H'Linh Niê")
    assert changed.changes == {
        "attendees": [40, 41],
        "women": [None, 0],
        "held_on": ["2024-11-14", "2024-11-15"],
        "topics": [["DV06"], ["DV01"]],
        "started_at": ["08:00:00", None],
        "area_m2": [None, "1.5"],
        "expenses": [[], [["KHONG", None]]],
    }


def test_that_a_failed_save_leaves_no_history(store: Store) -> None:
    with store.write() as session:
        first = log(session)
        before = rows(session)
    with pytest.raises(IntegrityError), store.write() as session:
        activities.save_many(session, [make_activity(first.unit_id, channel="XYZ")])
    with store.read() as session:
        assert rows(session) == before
        assert found(session, "") == found(session, "nha o") == [first.id]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.HELD, Status.COMPLETE])
def test_that_a_restored_activity_has_its_old_status(store: Store, status: Status) -> None:
    with store.write() as session:
        kept = log(session, status=status)
        gone = activities.withdraw(session, kept.unit_id, kept.id)
        back = activities.restore(session, kept.unit_id, kept.id)
        deeds = [event.deed for event in history.of(session, "activity", kept.id)]
    assert gone == replace(kept, status=Status.WITHDRAWN, revision=2)
    assert back == replace(kept, revision=3)
    assert deeds == ["restored", "withdrawn", "logged"]
    with store.read() as session:
        assert activities.get(session, kept.unit_id, kept.id) == back


def test_that_the_newest_withdrawal_is_undone(store: Store) -> None:
    with store.write() as session:
        kept = log(session)
        for status in (Status.HELD, Status.COMPLETE):
            kept = activities.save(session, replace(kept, status=status))
            activities.withdraw(session, kept.unit_id, kept.id)
            kept = activities.restore(session, kept.unit_id, kept.id)
            assert kept.status is status


def test_that_withdrawing_twice_is_withdrawing_once(store: Store) -> None:
    with store.write() as session:
        kept = log(session, status=Status.COMPLETE)
        once = activities.withdraw(session, kept.unit_id, kept.id)
        assert activities.withdraw(session, kept.unit_id, kept.id) == once
        assert activities.restore(session, kept.unit_id, kept.id).status is Status.COMPLETE


def test_that_only_a_withdrawn_activity_is_restored(store: Store) -> None:
    with store.write() as session:
        kept = log(session, status=Status.HELD)
        activities.withdraw(session, kept.unit_id, kept.id)
        kept = activities.restore(session, kept.unit_id, kept.id)
        kept = activities.save(session, replace(kept, status=Status.COMPLETE))
        assert activities.restore(session, kept.unit_id, kept.id) == kept


def test_that_a_removed_activity_is_gone_with_its_parts_and_words(store: Store) -> None:
    with store.write() as session:
        kept = activities.save(session, full(session))
        other = log(session, title="Vay vốn ưu đãi")
        activities.remove(session, kept.unit_id, [kept.id])
    with store.read() as session:
        with pytest.raises(NotFoundError):
            activities.get(session, kept.unit_id, kept.id)
        assert found(session, "vay von") == [other.id]
        assert rows(session, ActivityTopicRow) == 1
        assert rows(session, ExpenseRow) == 0
        assert history.of(session, "activity", kept.id)[0].deed == "removed"
    assert store.problems() == []


def test_that_a_long_import_is_removed_as_a_whole(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        other = log(session)
        many = activities.save_many(session, [make_activity(unit_id) for _ in range(1_001)])
        activities.remove(session, unit_id, [one.id for one in many])
    with store.read() as session:
        assert found(session, "") == found(session, "nha o") == [other.id]
        assert rows(session, ActivityTopicRow) == 1


def test_that_many_are_kept_as_one_by_one(store: Store) -> None:
    with store.write() as session:
        one = full(session)
        bare = make_activity(one.unit_id, title=unicodedata.normalize("NFD", "Đối thoại"))
        singly = [
            activities.save(session, replace(new, id=f"s{new.id}"[:36])) for new in (one, bare)
        ]
        together = activities.save_many(session, [one, bare])
    assert together == [
        replace(new, id=kept.id) for new, kept in zip(singly, (one, bare), strict=True)
    ]
    with store.read() as session:
        assert [activities.get(session, one.unit_id, new.id) for new in together] == together
        words = session.scalars(
            select(func.count()).where(ActivityRow.search_id.is_not(None))
        ).one()
        assert words == 4
        for text, wanted in (("vay von dung", {singly[0].id, one.id}),
                             ("doi thoai", {singly[1].id, bare.id})):  # fmt: skip
            assert set(found(session, text)) == wanted
        for single, many in zip(singly, together, strict=True):
            deeds = [
                [
                    (one.at, one.who, one.deed, one.changes)
                    for one in history.of(session, "activity", kept.id)
                ]
                for kept in (single, many)
            ]
            assert deeds[0] == deeds[1]


def test_that_many_of_none_is_nothing(store: Store) -> None:
    with store.write() as session:
        before = rows(session)
        assert activities.save_many(session, []) == []
        assert rows(session) == before


def test_that_imported_activities_are_marked(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        kept = activities.save_many(session, [make_activity(unit_id)], "nhap-1")[0]
        log(session)
    with store.read() as session:
        assert history.of(session, "activity", kept.id)[0].deed == "imported"
        assert found(session, "", import_id="nhap-1") == [kept.id]
    with store.write() as session:
        activities.save(session, replace(kept, attendees=41))
        assert found(session, "", import_id="nhap-1") == [kept.id]


def test_that_a_changed_activity_is_found_by_its_new_words_only(store: Store) -> None:
    with store.write() as session:
        kept = log(session, title="Nước sạch")
        activities.save(session, replace(kept, title="Việc làm", held_on=date(2024, 12, 1)))
    with store.read() as session:
        assert found(session, "viec lam 1/12") == [kept.id]
        assert found(session, "nuoc sach") == found(session, "14/11") == []


def test_that_the_last_save_is_told(store: Store) -> None:
    with store.write() as session:
        log(session)
    with store.read() as session:
        assert activities.last_saved_at(session) == MOMENT


def test_that_a_draft_is_kept_until_it_is_forgotten(store: Store) -> None:
    content = {"title": "Đối thoại", "attendees": "4o", "hamlets": ["a", "b"], "women": None}
    with store.write() as session:
        assert drafts.keep(session, "moi", {"title": "Đ"}) == MOMENT
    with store.write() as session:
        drafts.keep(session, "moi", content)
        drafts.keep(session, "khac", {})
    with store.read() as session:
        kept = {draft.key: draft.content for draft in drafts.all_of(session)}
    assert kept == {"moi": content, "khac": {}}
    with store.write() as session:
        drafts.forget(session, "moi")
        drafts.forget(session, "khong-co")
    with store.read() as session:
        assert [draft.key for draft in drafts.all_of(session)] == ["khac"]


def test_that_a_draft_is_in_no_list(store: Store) -> None:
    with store.write() as session:
        drafts.keep(session, "moi", {"title": "Đối thoại"})
        assert found(session, "") == []


def test_that_moments_are_kept_to_the_second(store: Store) -> None:
    with store.write() as session:
        log(session)
        assert session.scalar(select(ActivityRow.changed_at)) == datetime(2024, 12, 16, 8, 0)
