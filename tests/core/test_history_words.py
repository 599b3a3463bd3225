"""The history as people read it: words for every field and deed, pages, no JSON."""

import ast
import re
from dataclasses import fields, replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import desktop.core
from db.store import Store
from desktop.core import (
    activities,
    attendance,
    history,
    history_words,
    ledger,
    papers,
    reports,
    returns,
    settings,
    speakers,
    units,
)
from desktop.core.activities import Activity, Expense, Status
from desktop.core.attendance import Person
from desktop.core.clock import FixedClock
from desktop.core.documents.content import Choice
from desktop.core.history import Wanted
from desktop.core.periods import Rule, parse
from desktop.core.speakers import Speaker
from tests.builders import CLOCK, add_hamlet, log

OTHER = {
    "channel": ("HOI_NGHI", None, "Hội nghị tuyên truyền, phổ biến"),
    "held_on": (date(2024, 11, 15), "14/11/2024", "15/11/2024"),
    "title": ("Tên khác", "Chính sách hỗ trợ nhà ở", "Tên khác"),
    "until_on": (date(2024, 11, 16), "(chưa ghi)", "16/11/2024"),
    "started_at": (time(7, 30), "(chưa ghi)", "07:30"),
    "ended_at": (time(9), "(chưa ghi)", "09:00"),
    "venue": ("Nhà văn hóa", "(chưa ghi)", "Nhà văn hóa"),
    "languages": (("VIET",), "(chưa ghi)", "Tiếng Việt"),
    "host_event": ("Họp chi bộ", "(chưa ghi)", "Họp chi bộ"),
    "chair": ("Y Blim", "(chưa ghi)", "Y Blim"), "secretary": ("H'Nga", "(chưa ghi)", "H'Nga"),
    "items": (1200, "1", "1.200"), "airings": (2, "(chưa ghi)", "2"),
    "minutes": (90, "(chưa ghi)", "90"), "area_m2": (Decimal("4.50"), "(chưa ghi)", "4,5"),
    "views": (3, "(chưa ghi)", "3"), "attendees": (1044, "40", "1.044"), "women": (0, "22", "0"),
    "minority": (5, "(chưa ghi)", "5"), "officials": (1, "(chưa ghi)", "1"),
    "poor": (2, "(chưa ghi)", "2"), "near_poor": (3, "(chưa ghi)", "3"),
    "escaped": (4, "(chưa ghi)", "4"), "other_households": (6, "(chưa ghi)", "6"),
    "result": ("Tốt", "(chưa ghi)", "Tốt"), "difficulties": ("Mưa", "(chưa ghi)", "Mưa"),
    "note": ("Ghi", "(chưa ghi)", "Ghi"), "status": (Status.COMPLETE, None, "Đủ hồ sơ"),
}  # fmt: skip


def changed(store: Store, name: str, value: object) -> history_words.Line:
    with store.write() as session:
        one = log(session)
    with store.write() as session:
        activities.save(session, replace(one, **{name: value}))
    with store.read() as session:
        found = history_words.page(session, Wanted(nouns=("activity",), record_id=one.id))
    assert [line.event.deed for line in found.lines] == ["changed", "logged"]
    return found.lines[0]


def test_that_every_field_of_an_activity_has_its_word() -> None:
    assert {one.name for one in fields(Activity)} - {"revision"} == set(history_words.FIELDS)


def test_that_each_plain_field_is_said_old_and_new(store: Store) -> None:
    with store.write() as session:
        one = log(session)
    wanted = []
    for name, (value, old, new) in OTHER.items():
        with store.write() as session:
            one = activities.save(session, replace(one, **{name: value}))
        wanted.append((history_words.FIELDS[name], old, new))
    with store.read() as session:
        lines = history_words.page(session, Wanted(nouns=("activity",), record_id=one.id)).lines
    said = [line.changes for line in reversed(lines[:-1])]
    for changes, (label, old, new) in zip(said, wanted, strict=True):
        (change,) = changes
        assert change[0] == label
        assert change[2] == new
        assert old is None or change[1] == old
    untold = set(history_words.FIELDS) - set(OTHER)
    assert untold == {
        "unit_id", "hamlets", "topics", "organiser_id", "partners", "speakers", "expenses", "id",
    }  # fmt: skip


def test_that_ids_and_codes_are_named(store: Store) -> None:
    with store.write() as session:
        place, mine = add_hamlet(session, "Buôn Đŭng"), settings.read(session).unit_id
        person = Speaker(name="H'Nga Kbuôr", office="Hội Phụ nữ", unit_id=mine)
        speakers.add(session, person)
        other = next(one for one in units.valid_on(session, date(2024, 11, 14)) if one.id != mine)
    for name, value, said in (
        ("hamlets", (place.id,), "Buôn Đŭng"),
        ("speakers", (person.id,), "H'Nga Kbuôr"),
        ("organiser_id", other.id, f"{other.kind} {other.name}"),
        ("partners", (other.id,), f"{other.kind} {other.name}"),
    ):
        assert changed(store, name, value).changes[0][2] == said
    topics = changed(store, "topics", ("DV09",)).changes[0]
    assert "DV0" not in topics[1] + topics[2]
    money = changed(store, "expenses", (Expense("CAP_TREN", 1_500_000),))
    assert re.search(r": 1\.500\.000", money.changes[0][2]), money.changes
    assert "[" not in money.short


def noted() -> set[tuple[str, str]]:
    """Nouns and deeds of the calls of history.note, where both stand there as words."""
    found = set()
    for path in Path(desktop.core.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("history.note"):
                noun, deed = call.args[1], call.args[3]
                if isinstance(noun, ast.Constant) and isinstance(deed, ast.Constant):
                    found.add((noun.value, deed.value))
    return found


def test_that_every_deed_that_is_noted_has_words() -> None:
    assert len(noted()) > 20
    assert noted() - set(history_words.DEEDS) == set()
    states = {("package", str(one)) for one in ledger.State} | {
        ("answer", str(one)) for one in returns.State
    }
    assert states <= set(history_words.DEEDS)
    nouns = {noun for noun, _ in history_words.DEEDS}
    assert {noun for group in history_words.GROUPS.values() for noun in group} == nouns


def test_that_locks_reasons_lists_and_prints_are_said(store: Store) -> None:
    period = parse("2024-Q4", Rule.ADMINISTRATIVE, None)
    with store.write() as session:
        one = log(session)
        attendance.save(session, one.unit_id, one.id, [Person(name="Người Bí Mật")])
        papers.keep_choice(session, one.unit_id, one.id, "DS", Choice())
        reports.lock(session, period, b"{}", "0" * 64, nil=False)
        reports.reopen(session, period, "Sai số nữ buổi 14/11")
    with store.read() as session:
        lines = history_words.page(session, Wanted()).lines
    said = {line.deed: (line.record, line.short) for line in lines}
    assert said["Mở khóa báo cáo"] == ("Kỳ 15/09/2024 – 14/12/2024", "Lý do: Sai số nữ buổi 14/11")
    assert said["Khóa báo cáo"][1] == "Bản số: 1"
    assert said["Lưu danh sách tham dự"][1] == "Số người: 1"
    assert said["In hoặc lưu giấy tờ"][0].startswith("Chính sách hỗ trợ nhà ở")
    assert "Bí Mật" not in str(said)


@pytest.mark.both_kinds
def test_that_the_history_is_read_page_by_page(store: Store) -> None:
    with store.write() as session:
        one = log(session)
        for number in range(250):
            history.note(session, "paper", one.id, "printed", {"form": [None, f"{number}"]})
    sizes, last = [], None
    with store.read() as session:
        while True:
            found = history_words.page(session, Wanted(nouns=("paper",)), last)
            sizes.append(len(found.lines))
            if not found.more:
                break
            last = found.lines[-1]
    assert sizes == [100, 100, 50]


@pytest.mark.both_kinds
def test_that_officer_and_days_narrow_the_history(store: Store) -> None:
    today = CLOCK.today()
    with store.write() as session:
        log(session)
    store._info["clock"] = FixedClock(CLOCK.now() + timedelta(days=1))
    with store.write() as session:
        log(session)
    with store.read() as session:

        def count(**wanted) -> int:
            return len(history.page(session, Wanted(nouns=("activity",), **wanted))[0])

        assert (count(), count(first=today, last=today)) == (2, 1)
        assert (count(last=today), count(first=today + timedelta(days=1))) == (1, 1)
        assert (count(who="H'Linh Niê"), count(who="Ai đó")) == (2, 0)
        assert history.officers(session) == ["H'Linh Niê"]
