"""The city returns a package, the ward mends and sends again, the city accepts."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from db.store import Store
from desktop.core import (
    activities,
    answers,
    exchange,
    intake,
    ledger,
    narratives,
    periods,
    registers,
    reports,
    review,
    settings,
    units,
)
from desktop.core.answers import Asked, Kind
from desktop.core.clock import FixedClock
from desktop.core.errors import (
    NotFoundError,
    NotInForceError,
    UnknownNameError,
    WrongChoiceError,
)
from desktop.core.exchange import Made
from desktop.core.ledger import Entry
from desktop.core.narratives import Narrative
from desktop.core.packages.contents import Answer, ReturnedItem
from desktop.core.registers import NewRegister
from desktop.core.reports import State
from desktop.core.returns import ACTIVITY_FIELDS, Item
from desktop.core.settings import Role
from tests.builders import CLOCK, MOMENT, add_hamlet, log, make_activity

pytestmark = pytest.mark.both_kinds

Q4 = periods.parse("2024-Q4")


@pytest.fixture(scope="module")
def city_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("city") / "city.sotr"
    wanted = NewRegister(role=Role.CITY, unit_code="643", officer="Nguyễn Văn Hùng")
    registers.create(path, wanted, CLOCK).close()
    return path


@pytest.fixture
def city(city_template: Path, tmp_path: Path) -> Iterator[Store]:
    for name in ("city.sotr", "city.khoa.json"):
        shutil.copyfile(city_template.with_name(name), tmp_path / name)
    made = Store.open(tmp_path / "city.sotr", {"clock": CLOCK})
    yield made
    made.close()


@pytest.fixture
def ward(store: Store) -> Store:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng")
        log(session, title="Chuẩn nghèo", hamlets=(place.id,), attendees=57, women=31)
        log(session, title="Nhà ở", attendees=40, held_on=date(2024, 11, 20))
        narratives.save(session, Q4, Narrative(difficulties="Loa hỏng"))
    return store


def send(ward: Store) -> Made:
    with ward.write() as session:
        exchange.lock(session, Q4)
        made = exchange.package(session, Q4)
        exchange.delivered(session, made.entry.id)
    return made


def take(at: Store, made: Made) -> intake.Outcome:
    """Take a package in, its key believed."""
    with at.write() as session:
        outcome = intake.receive(session, made.entry.file_name, made.file)
        if outcome.result is intake.Result.QUARANTINE:
            outcome = intake.trust_blindly(session, made.entry.id)
    return outcome


def ids(ward: Store) -> list[str]:
    with ward.read() as session:
        return activities.counted(
            session, settings.read(session).unit_id, Q4.first, Q4.last
        )  # oldest first


def edit(ward: Store, key: str, **changes: object) -> None:
    with ward.write() as session:
        one = activities.get(session, settings.read(session).unit_id, key)
        activities.save(session, replace(one, **changes))


def give_back(city: Store, made: Made, *items: Item, note: str = "") -> Made:
    with city.write() as session:
        return answers.return_(session, made.entry.id, items, note)


def asked(ward: Store) -> tuple[Asked, ...]:
    with ward.read() as session:
        return answers.asked(session)


def state(ward: Store, version: int) -> State:
    with ward.read() as session:
        return reports.versions(session, Q4)[version - 1].state


def entry(city: Store, made: Made) -> Entry:
    with city.read() as session:
        found = ledger.get(session, made.entry.id)
    assert found is not None
    return found


def test_that_a_returned_report_is_mended_sent_again_and_accepted(ward: Store, city: Store) -> None:
    first, (wrong, kept) = send(ward), ids(ward)
    take(city, first)
    receipt = give_back(city, first, Item(wrong, "women", "Nữ ghi theo danh sách."))
    take(ward, receipt)
    assert state(ward, 1) is State.RETURNED
    (one,) = asked(ward)
    assert (one.kind, one.title, one.label, one.day) == (
        Kind.ACTIVITY, "Chuẩn nghèo", "Số nữ", date(2024, 11, 14),
    )  # fmt: skip
    assert (one.item.reason, one.locked, one.done) == ("Nữ ghi theo danh sách.", True, False)
    with ward.write() as session:
        reports.reopen(session, Q4, "Cấp trên trả lại: Số nữ")
    edit(ward, wrong, women=30)
    (one,) = asked(ward)
    assert (one.locked, one.done) == (False, True)
    second = send(ward)
    assert asked(ward) == ()
    assert take(city, second).result is intake.Result.TAKEN
    assert entry(city, first).state is ledger.State.ARCHIVED
    with city.read() as session:
        seen = review.read(session, second.entry.id)
    assert {line.id: line.news for line in seen.lines if line.news} == {wrong: ("Số nữ: 31 › 30",)}
    assert [line.asked for line in seen.lines] == [
        (Item(wrong, "women", "Nữ ghi theo danh sách."),),
        (),
    ]
    assert (seen.before, kept in {line.id for line in seen.lines}) == ("bản số 1 đã trả lại", True)
    with city.write() as session:
        accepted = answers.accept(session, second.entry.id)
        said = answers.of(session, second.entry.id)
    assert said is not None
    assert (said.by, str(said.state)) == ("Nguyễn Văn Hùng", "accepted")
    take(ward, accepted)
    assert (state(ward, 2), asked(ward)) == (State.ACCEPTED, ())


def test_that_the_receipt_carries_the_items_and_waits_for_a_stick(ward: Store, city: Store) -> None:
    first, (wrong, _) = send(ward), ids(ward)
    take(city, first)
    made = give_back(city, first, Item(wrong, "women", "Sai."), note="Xem lại")
    with city.read() as session:
        waiting = answers.pending(session, first.entry.unit_id)
    assert [one.file for one in waiting] == [made.file]
    with ward.write() as session:
        intake.receive(session, "x", made.file)
        intake.trust_blindly(session, made.entry.id)
        records = intake.read_again(session, made.entry.id).records
    (answer,) = [one for one in records if isinstance(one, Answer)]
    (item,) = [one for one in records if isinstance(one, ReturnedItem)]
    assert (answer.state, answer.note) == ("returned", "Xem lại")
    assert (item.record, item.part, item.reason) == (wrong, "women", "Sai.")


def test_that_a_second_answer_replaces_the_first_and_makes_a_new_receipt(
    ward: Store, city: Store
) -> None:
    first, (one, two) = send(ward), ids(ward)
    take(city, first)
    old = give_back(city, first, Item(one, "women", "Sai."))
    new = give_back(city, first, Item(two, "title", "Chưa rõ."), note="Sửa")
    with city.read() as session:
        assert [found.entry.id for found in answers.pending(session)] == [new.entry.id]
        assert answers.items(session, first.entry.id) == (Item(two, "title", "Chưa rõ."),)
    for receipt in (new, old):  # the older one comes last, and tells nothing
        take(ward, receipt)
    assert [(found.kind, found.item.record) for found in asked(ward)] == [
        (Kind.NOTE, ""), (Kind.ACTIVITY, two),
    ]  # fmt: skip


def test_that_the_newest_answer_stands_in_any_order_of_receipts(ward: Store, city: Store) -> None:
    first, (one, two) = send(ward), ids(ward)
    take(city, first)
    with city.write() as session:
        received = intake.answer(session, first.entry.id)
    said = [give_back(city, first, Item(one, "women", "Sai."))]
    with city.write() as session:
        said.append(answers.accept(session, first.entry.id))
    city._info["clock"] = FixedClock(MOMENT.replace(year=2020))  # the battery of the city's clock
    said.append(give_back(city, first, Item(two, "title", "Chưa rõ.")))
    take(ward, received)
    seen = set()
    with ward.write() as session:
        for order in permutations(said):
            begun = session.begin_nested()
            for receipt in (*order, received):
                intake.receive(session, "x", receipt.file)
            found = [item.item for item in answers.asked(session)]
            seen.add((reports.versions(session, Q4)[0].state, *found))
            begun.rollback()
    assert seen == {(State.RETURNED, Item(two, "title", "Chưa rõ."))}


def test_that_accepted_after_returned_asks_nothing_more(ward: Store, city: Store) -> None:
    first, (one, _) = send(ward), ids(ward)
    take(city, first)
    take(ward, give_back(city, first, Item(one, "women", "Sai.")))
    with city.write() as session:
        accepted = answers.accept(session, first.entry.id)
    take(ward, accepted)
    assert (state(ward, 1), asked(ward)) == (State.ACCEPTED, ())


def test_that_only_the_version_in_force_is_answered(ward: Store, city: Store) -> None:
    first = send(ward)
    take(city, first)
    with ward.write() as session:
        reports.reopen(session, Q4, "sửa")
    edit(ward, ids(ward)[0], women=30)
    take(city, send(ward))
    for answer in (answers.accept, lambda s, key: answers.return_(s, key, (), "Sửa")):
        with pytest.raises(NotInForceError) as refused, city.write() as session:
            answer(session, first.entry.id)
        assert refused.value.newer == 2
    with pytest.raises(NotFoundError), city.write() as session:
        answers.accept(session, "0" * 8)


def test_that_what_waits_for_its_key_is_not_answered(ward: Store, city: Store) -> None:
    first = send(ward)
    with city.write() as session:
        intake.receive(session, first.entry.file_name, first.file)
    with pytest.raises(NotInForceError) as refused, city.write() as session:
        answers.accept(session, first.entry.id)
    assert refused.value.newer == 0


def test_that_nothing_empty_unknown_or_of_another_unit_is_returned(
    ward: Store, city: Store
) -> None:
    first, (one, _) = send(ward), ids(ward)
    take(city, first)
    with ward.write() as session:  # another quarter, so not in the package
        other = log(session, held_on=date(2024, 6, 3)).id
    with city.write() as session:
        neighbour = units.by_code(session, "24163", date(2024, 11, 14)).id
        foreign = activities.save(session, make_activity(neighbour)).id
    for wrong, error in (
        ((), WrongChoiceError),
        ((Item(one, "women", " \n"),), WrongChoiceError),
        ((Item(one, "women", "x" * 4001),), WrongChoiceError),
        ((Item(other, "women", "Sai."),), UnknownNameError),
        ((Item(foreign, "women", "Sai."),), UnknownNameError),
        ((Item("không có", "", "Sai."),), UnknownNameError),
        ((Item(one, "revision", "Sai."),), UnknownNameError),
        ((Item("difficulties", "women", "Sai."),), UnknownNameError),
        ((Item(one, "women", "Sai."), Item("CT99", "", "Sai.")), UnknownNameError),
    ):
        with pytest.raises(error), city.write() as session:
            answers.return_(session, first.entry.id, wrong)
    with city.read() as session:
        assert answers.of(session, first.entry.id) is None
        assert answers.pending(session) == []


def test_that_words_and_figures_are_returned_too(ward: Store, city: Store) -> None:
    first = send(ward)
    take(city, first)
    receipt = give_back(
        city, first, Item("causes", "", "Chưa nêu."), Item("CT02", "", "Không khớp.")
    )
    take(ward, receipt)
    with ward.write() as session:
        reports.reopen(session, Q4, "sửa")
    assert {one.label: one.done for one in asked(ward)} == {
        "Tổng lượt người tham dự": False, "Nguyên nhân": False,
    }  # fmt: skip
    edit(ward, ids(ward)[0], attendees=58)
    with ward.write() as session:
        narratives.save(session, Q4, Narrative(difficulties="Loa hỏng", causes="Thiếu loa"))
    assert [one.done for one in asked(ward)] == [True, True]


def test_that_the_same_field_twice_is_one_item_with_both_reasons(ward: Store, city: Store) -> None:
    first, (one, _) = send(ward), ids(ward)
    take(city, first)
    give_back(city, first, Item(one, "women", "Một."), Item(one, "women", "Hai."))
    with city.read() as session:
        assert answers.items(session, first.entry.id) == (Item(one, "women", "Một.\nHai."),)


def test_that_a_receipt_for_a_package_never_made_here_asks_nothing(
    ward: Store, city: Store
) -> None:
    first, (one, _) = send(ward), ids(ward)
    take(city, first)
    receipt = give_back(city, first, Item(one, "women", "Sai."))
    with ward.write() as session:  # as if the register were older than the package
        session.connection().exec_driver_sql("DELETE FROM packages")
    take(ward, receipt)
    assert asked(ward) == ()


def test_that_a_record_unknown_to_the_ward_can_only_be_read(ward: Store, city: Store) -> None:
    first, (one, _) = send(ward), ids(ward)
    take(city, first)
    take(ward, give_back(city, first, Item(one, "women", "Sai.")))
    with ward.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE returned_items SET record = '01900000-0000-7000-8000-000000000000'"
        )
    (found,) = asked(ward)
    assert (found.kind, found.done) == (Kind.UNKNOWN, False)


def test_that_the_catalogue_of_reasons_fits_the_fields_there_are() -> None:
    found = answers.reasons()
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    known = {*ACTIVITY_FIELDS, *narratives.PARTS}
    assert {field for one in found for field in one.fields} <= known
    assert all(one.words and one.example for one in found)
    assert answers.reason("1") == answers.reason("women_over") == found[0]
    with pytest.raises(UnknownNameError) as refused:
        answers.reason("99")
    assert len(refused.value.choices) == len(found)
    text = answers.composed(found[0], " nữ 62,  tổng 57. ")
    assert text == (
        "Số nữ lớn hơn tổng số người dự. Nữ 62, tổng 57. Ví dụ đúng: tổng 57, trong đó nữ 31."
    )


@pytest.mark.parametrize("days", [-15, 0])
def test_that_a_day_that_is_not_to_come_is_no_day_to_send_again(
    ward: Store, city: Store, days: int
) -> None:
    made = send(ward)
    take(city, made)
    today = MOMENT.date()
    with city.write() as session, pytest.raises(WrongChoiceError, match="sau hôm nay"):
        answers.return_(session, made.entry.id, (), "Sửa", today + timedelta(days))
    with city.write() as session:
        answers.return_(session, made.entry.id, (), "Sửa", today + timedelta(1))
