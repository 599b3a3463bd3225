"""A ward locks and sends, the city takes in and answers; no window, no stick."""

import gzip
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from db.store import Store
from desktop.core import (
    activities,
    attendance,
    exchange,
    hamlets,
    intake,
    keys,
    ledger,
    narratives,
    periods,
    registers,
    reports,
    settings,
    totals,
    units,
)
from desktop.core.attendance import Person
from desktop.core.clock import FixedClock
from desktop.core.errors import (
    NotFoundError,
    PackageError,
    PackageReason,
    PeriodLockedError,
    WrongChoiceError,
)
from desktop.core.exchange import Made
from desktop.core.intake import Result
from desktop.core.narratives import Narrative
from desktop.core.packages import reader, sealing
from desktop.core.registers import NewRegister
from desktop.core.reports import State
from desktop.core.settings import Role
from tests.builders import CLOCK, add_hamlet, log

Q4 = periods.parse("2024-Q4")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    made = registers.create(
        tmp_path / "city.sotr", NewRegister(role=Role.CITY, unit_code="643", officer="A"), CLOCK
    )
    yield made
    made.close()


@pytest.fixture
def ward(store: Store) -> Store:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng")
        log(session, hamlets=(place.id,), poor=12)
        log(session, channel="PHAT_THANH", items=2, airings=20, minutes=5, attendees=None,
            women=None, title="Loa", languages=("EDE",))  # fmt: skip
        narratives.save(session, Q4, Narrative(difficulties="Loa hỏng"))
    return store


def made(ward: Store) -> Made:
    with ward.write() as session:
        exchange.lock(session, Q4)
        return exchange.package(session, Q4)


def take(city: Store, one: Made) -> intake.Outcome:
    with city.write() as session:
        return intake.receive(session, one.entry.file_name, one.file)


def trusted(city: Store, one: Made) -> intake.Outcome:
    take(city, one)
    with city.write() as session:
        return intake.trust_blindly(session, one.entry.id)


def next_version(ward: Store, change: Callable[[str, activities.Activity], object]) -> Made:
    with ward.write() as session:
        reports.reopen(session, Q4, "sửa")
        unit_id = settings.read(session).unit_id
        ids = activities.counted(session, unit_id, Q4.first, Q4.last)
        change(unit_id, activities.get(session, unit_id, ids[0]))
        activities.save(
            session, replace(activities.get(session, unit_id, ids[0]), note=f"{len(ids)} {ids[0]}")
        )
        log(session, title=f"thêm {len(ids)}", held_on=date(2024, 12, len(ids)))
    return made(ward)


def state_of(city: Store, unit_id: str) -> list[tuple[object, ...]]:
    query = text(
        "SELECT id, revision, title, held_on, note FROM activities WHERE unit_id = :unit ORDER BY id"
    )
    with city.read() as session:
        return [tuple(row) for row in session.execute(query, {"unit": unit_id})]


@pytest.mark.both_kinds
def test_that_the_city_holds_what_the_ward_sent(ward: Store, city: Store) -> None:
    one = made(ward)
    assert trusted(city, one).result is Result.TAKEN
    with ward.read() as session:
        unit_id = settings.read(session).unit_id
        ids = activities.counted(session, unit_id, Q4.first, Q4.last)
        sent = [activities.get(session, unit_id, key) for key in ids]
    with city.read() as session:
        assert [activities.get(session, unit_id, key) for key in ids] == sent
        assert narratives.of(session, Q4, unit_id).difficulties == "Loa hỏng"


def test_that_an_unknown_key_waits_for_the_paper(ward: Store, city: Store) -> None:
    one = made(ward)
    outcome = take(city, one)
    assert outcome.result is Result.QUARANTINE
    assert state_of(city, one.entry.unit_id) == []
    code = sealing.code(bytes.fromhex(one.entry.digest))
    with pytest.raises(WrongChoiceError), city.write() as session:
        intake.trust(session, one.entry.id, "00000000" if code[-8:] != "00000000" else "1" * 8)
    with city.write() as session:
        assert (
            intake.trust(session, one.entry.id, code[-9:].replace(" ", "")).result is Result.TAKEN
        )
    again = next_version(ward, lambda *_: None)
    assert take(city, again).result is Result.TAKEN


@pytest.mark.both_kinds
def test_that_a_second_delivery_changes_nothing(ward: Store, city: Store) -> None:
    one = made(ward)
    trusted(city, one)
    before = state_of(city, one.entry.unit_id)
    assert take(city, one).result is Result.ALREADY
    assert state_of(city, one.entry.unit_id) == before


def test_that_the_package_of_a_lock_is_made_once(ward: Store) -> None:
    first = made(ward)
    with ward.write() as session:
        assert exchange.package(session, Q4).file == first.file


def test_that_any_order_and_repetition_gives_one_state(ward: Store, tmp_path: Path) -> None:
    versions = [made(ward)]
    versions += [next_version(ward, lambda *_: None) for _ in range(3)]
    unit_id = versions[0].entry.unit_id
    found = set()
    orders = list(itertools.permutations(range(4)))[::3]
    for number, order in enumerate([*orders, (0, 1, 0, 2, 3, 3, 1)]):
        city = registers.create(
            tmp_path / f"{number}.sotr", NewRegister(role=Role.CITY, unit_code="643"), CLOCK
        )
        for place in order:
            outcome = take(city, versions[place])
            if outcome.result is Result.QUARANTINE:
                with city.write() as session:
                    intake.trust_blindly(session, versions[place].entry.id)
        with city.read() as session:
            ledger_states = tuple(
                (one.version, one.state)
                for one in ledger.of_period(session, unit_id, Q4.first, Q4.last)
            )
        found.add((tuple(state_of(city, unit_id)), ledger_states))
        city.close()
    assert len(found) == 1


def test_that_a_missing_version_is_said_and_the_newer_applied(ward: Store, city: Store) -> None:
    trusted(city, made(ward))
    next_version(ward, lambda *_: None)
    third = next_version(ward, lambda *_: None)
    outcome = take(city, third)
    assert (outcome.result, outcome.missing) == (Result.TAKEN, 2)


def test_that_other_content_of_the_same_version_is_a_conflict(
    ward: Store, city: Store, tmp_path: Path
) -> None:
    one = made(ward)
    trusted(city, one)
    with ward.write() as session:
        device = exchange.own_device(session)
        content = exchange.freeze(session, Q4, 1, [])
        other = exchange.send(session, content, exchange.receiver(session))
        assert other.entry.device == device.id
    before = state_of(city, one.entry.unit_id)
    assert take(city, other).result is Result.CONFLICT
    assert state_of(city, one.entry.unit_id) == before


def test_that_a_withdrawn_activity_leaves_the_city_too(ward: Store, city: Store) -> None:
    one = made(ward)
    trusted(city, one)
    with ward.write() as session:
        reports.reopen(session, Q4, "ghi nhầm")
        unit_id = settings.read(session).unit_id
        gone = activities.counted(session, unit_id, Q4.first, Q4.last)[0]
        activities.withdraw(session, unit_id, gone)
    assert take(city, made(ward)).result is Result.TAKEN
    assert gone not in [row[0] for row in state_of(city, unit_id)]


@pytest.mark.both_kinds
def test_that_receipts_alone_say_where_a_version_stands(ward: Store, city: Store) -> None:
    one = made(ward)
    with ward.write() as session:
        assert reports.current(session, Q4).state is State.LOCKED
        exchange.delivered(session, one.entry.id)
        assert reports.current(session, Q4).state is State.SENT
    trusted(city, one)
    with city.write() as session:
        received = intake.answer(session, one.entry.id)
        accepted = intake.answer(session, one.entry.id, "accepted", "tốt")
    assert received.entry.file_name != accepted.entry.file_name
    assert accepted.encrypted
    assert trusted(ward, accepted).result is Result.TAKEN
    take(ward, received)
    with ward.read() as session:
        assert reports.current(session, Q4).state is State.ACCEPTED


def test_that_a_receipt_brings_the_key_to_encrypt_the_next_report(ward: Store, city: Store) -> None:
    one = made(ward)
    assert not one.encrypted
    trusted(city, one)
    with city.write() as session:
        receipt = intake.answer(session, one.entry.id)
    trusted(ward, receipt)
    second = next_version(ward, lambda *_: None)
    assert second.encrypted
    assert take(city, second).result is Result.TAKEN


def test_that_a_package_for_others_or_a_damaged_one_is_refused(
    ward: Store, city: Store, tmp_path: Path
) -> None:
    one = made(ward)
    wanted = NewRegister(role=Role.WARD, unit_code="24163")
    other = registers.create(tmp_path / "other.sotr", wanted, CLOCK)
    with pytest.raises(PackageError) as caught, other.write() as session:
        intake.receive(session, "a.sott", one.file)
    other.close()
    assert caught.value.reason is PackageReason.NOT_FOR_US
    damaged = one.file[:-30] + bytes([one.file[-30] ^ 1]) + one.file[-29:]
    with pytest.raises(PackageError), city.write() as session:
        intake.receive(session, "a.sott", damaged)
    assert state_of(city, one.entry.unit_id) == []


def test_that_the_own_package_is_known_already(ward: Store) -> None:
    assert take(ward, made(ward)).result is Result.ALREADY


def test_that_a_closed_key_is_believed_no_longer(ward: Store, city: Store) -> None:
    one = made(ward)
    trusted(city, one)
    with city.write() as session:
        keys.close(session, reader.look(one.file).signer.hex())
    with pytest.raises(PackageError), city.write() as session:
        intake.receive(session, "b.sott", next_version(ward, lambda *_: None).file)


@pytest.mark.both_kinds
def test_that_two_machines_freeze_the_same_bytes(ward: Store, tmp_path: Path) -> None:
    with ward.read() as session:
        unit_id = settings.read(session).unit_id
        ids = activities.counted(session, unit_id, Q4.first, Q4.last)
        found = [activities.get(session, unit_id, key) for key in ids]
    with ward.write() as session:
        first = exchange.freeze(session, Q4, 1, found)
    ward.close()
    later = FixedClock(datetime(2031, 5, 5, 5, 5))
    opened = registers.open_(ward.path, later)
    with opened.write() as session:
        assert exchange.freeze(session, Q4, 1, list(reversed(found))) == first
    opened.close()


def test_that_nothing_wrong_is_locked(ward: Store) -> None:
    with ward.write() as session:
        session.execute(text("UPDATE activities SET women = 99 WHERE attendees = 40"))
    with pytest.raises(WrongChoiceError) as caught, ward.write() as session:
        exchange.lock(session, Q4)
    assert "Còn 1 hoạt động sai" in str(caught.value.reason)


def test_that_a_nil_report_is_locked_and_sent_like_any_other(store: Store, city: Store) -> None:
    with store.write() as session:
        narratives.save(session, Q4, Narrative(nil_reason="Lũ lụt"))
        assert exchange.lock(session, Q4).nil
        one = exchange.package(session, Q4)
    assert trusted(city, one).result is Result.TAKEN
    with city.read() as session:
        assert narratives.of(session, Q4, one.entry.unit_id).nil_reason == "Lũ lụt"


@pytest.mark.both_kinds
def test_that_the_seal_of_the_paper_is_that_of_the_package(ward: Store) -> None:
    one = made(ward)
    with ward.write() as session:
        report = reports.current(session, Q4)
        assert report is not None
        seal = sealing.read_qr(exchange.seal_digits(session, report))
        figures = totals.totals(session, Q4).indicators
        unit = units.get(session, settings.read(session).unit_id)
    assert (seal.digest.hex(), seal.version, seal.unit_code) == (one.entry.digest, 1, unit.code)
    assert (seal.period, seal.signer) == (Q4, reader.look(one.file).signer)
    assert seal.figures["CT01"] == figures["CT01"]
    assert seal.figures["CT05"] == figures["CT05"]


def test_that_no_name_of_a_list_is_in_a_package(ward: Store) -> None:
    canary = "Hờ Canary Niê"
    with ward.write() as session:
        unit_id = settings.read(session).unit_id
        key = activities.counted(session, unit_id, Q4.first, Q4.last)[0]
        attendance.save(session, unit_id, key, [Person(name=canary, address="Số 1 đường Canary")])
    one = made(ward)
    with ward.read() as session:
        report = reports.current(session, Q4)
        assert report is not None
        plain = gzip.decompress(reports.content(session, report))
    for data in (one.file, plain):
        assert b"Canary" not in data


def test_that_unknown_packages_are_not_trusted(city: Store) -> None:
    with pytest.raises(NotFoundError), city.write() as session:
        intake.trust_blindly(session, "0" * 36)


def test_that_locked_lists_are_locked_too(ward: Store) -> None:
    made(ward)
    with ward.read() as session:
        unit_id = settings.read(session).unit_id
        key = activities.counted(session, unit_id, Q4.first, Q4.last)[0]
    with pytest.raises(PeriodLockedError), ward.write() as session:
        attendance.save(session, unit_id, key, [Person(name="A")])


def test_that_a_hamlet_may_name_a_successor_that_comes_later_or_never(
    ward: Store, city: Store
) -> None:
    with ward.write() as session:
        unit_id = settings.read(session).unit_id
        (old,) = hamlets.all_of(session, unit_id)
        new = hamlets.named("Buôn Ako", unit_id)
        hamlets.add(session, replace(new, id="ffffffff-ffff-4fff-8fff-ffffffffffff"))
        hamlets.keep_many(
            session, [], [replace(old, successor_id="ffffffff-ffff-4fff-8fff-ffffffffffff")]
        )
    assert trusted(city, made(ward)).result is Result.TAKEN
    with city.read() as session:
        found = {one.name: one for one in hamlets.all_of(session, unit_id)}
    assert found["Đŭng"].successor_id == "ffffffff-ffff-4fff-8fff-ffffffffffff"


def test_that_a_hamlet_of_another_unit_is_never_taken_over(ward: Store, city: Store) -> None:
    one = made(ward)
    take(city, one)
    with ward.read() as session:
        (hamlet,) = hamlets.all_of(session, settings.read(session).unit_id)
    with city.write() as session:
        other = units.by_code(session, "24163", Q4.last)
        hamlets.add(session, replace(hamlet, unit_id=other.id, name="của nơi khác"))
    with pytest.raises(PackageError), city.write() as session:
        intake.trust_blindly(session, one.entry.id)
    with city.read() as session:
        assert hamlets.of_ids(session, [hamlet.id])[hamlet.id].unit_id == other.id


def test_that_a_parked_package_is_not_replaced_by_another_of_its_id(
    ward: Store, city: Store
) -> None:
    one = made(ward)
    take(city, one)
    again = replace(one, file=one.file[:-1] + bytes([one.file[-1] ^ 1]))
    with pytest.raises(PackageError), city.write() as session:
        intake.receive(session, "a.sott", again.file)
    with city.read() as session:
        assert ledger.file_of(session, one.entry.id) == one.file
