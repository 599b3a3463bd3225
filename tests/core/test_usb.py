"""The deeds of the page Gửi – nhận USB, without a page and without a real stick."""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from db.store import Store
from desktop.core import (
    exchange,
    intake,
    ledger,
    logged,
    periods,
    registers,
    reports,
    settings,
    usb,
)
from desktop.core.clock import FixedClock
from desktop.core.errors import NotFoundError, PackageError, PackageReason, WrongChoiceError
from desktop.core.intake import Result
from desktop.core.packages import header as headers, reader, sealing, writer
from desktop.core.packages.contents import Key
from desktop.core.packages.header import About
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.reports import State
from desktop.core.returns import Item
from desktop.core.settings import Role
from desktop.core.usb import Parcel, Standing
from tests.builders import CLOCK, MOMENT, WARD, log

Q3, Q4 = periods.parse("2024-Q3"), periods.parse("2024-Q4")
LATER = FixedClock(MOMENT.replace(day=20))


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    wanted = NewRegister(role=Role.CITY, unit_code="643", officer="A")
    made = registers.create(tmp_path / "city.sotr", wanted, LATER)
    yield made
    made.close()


@pytest.fixture
def ward(store: Store) -> Store:
    with store.write() as session:
        log(session)
        log(session, held_on=date(2024, 8, 5))
        exchange.lock(session, Q4)
    return store


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


def send(ward: Store, stick: Path, period: periods.Period = Q4) -> Parcel:
    with ward.write() as session:
        parcel = usb.prepare(session, period)
    with ward.read() as session:
        usb.deliver(session, Progress(), parcel, stick)
    with ward.write() as session:
        usb.sent(session, parcel)
    return parcel


def answered(
    city: Store, parcel: Parcel, stick: Path, state: str, note: str = "", items: Sequence[Item] = ()
) -> Path:
    """The city takes the report in and puts its receipt on the stick."""
    with city.write() as session:
        intake.receive(session, parcel.name, parcel.data)
        if ledger.get(session, parcel.id).state is ledger.State.QUARANTINE:
            intake.trust_blindly(session, parcel.id)
        receipt = intake.answer(session, parcel.id, state, note, items)
    path = stick / receipt.entry.file_name
    path.write_bytes(receipt.file)
    return path


def tail(receipt: Path) -> str:
    return intake.key_code(reader.look(receipt.read_bytes()).signer)[-9:]


def standings(ward: Store, stick: Path) -> dict[str, Standing]:
    with ward.read() as session:
        found = usb.on_stick(session, usb.look(stick, 1, WARD))
    return {one.carried.found.path.name: one.standing for one in found}


def take(ward: Store, path: Path) -> usb.Taken:
    with ward.write() as session:
        return usb.take(session, path.name, path.read_bytes())


def test_that_what_was_never_sent_comes_before_what_has_no_receipt(
    ward: Store, stick: Path
) -> None:
    send(ward, stick)
    with ward.write() as session:
        exchange.lock(session, Q3)
        found = usb.sendable(session)
    assert [(one.period.name, one.state) for one in found] == [
        ("2024-Q3", State.LOCKED),
        ("2024-Q4", State.SENT),
    ]


def test_that_reports_with_a_receipt_or_opened_again_are_not_offered(
    ward: Store, city: Store, stick: Path
) -> None:
    receipt = answered(city, send(ward, stick), stick, "received")
    take(ward, receipt)
    with ward.write() as session:
        usb.trust(session, reader.look(receipt.read_bytes()).header.package_id, tail(receipt))
        assert usb.sendable(session) == ()
        exchange.lock(session, Q3)
        reports.reopen(session, Q3, "sửa")
        assert usb.sendable(session) == ()


def test_that_a_report_counts_as_sent_only_after_the_read_back(ward: Store, stick: Path) -> None:
    with ward.write() as session:
        parcel = usb.prepare(session, Q4)
    with ward.read() as session:
        usb.deliver(session, Progress(), parcel, stick)
        assert usb.versions(session)[0].report.state is State.LOCKED
    with ward.write() as session:
        usb.sent(session, parcel)
        assert usb.versions(session)[0].report.state is State.SENT
    assert (stick / parcel.name).read_bytes() == parcel.data


def test_that_a_parcel_carries_the_code_of_its_paper_and_stays_the_same(ward: Store) -> None:
    with ward.write() as session:
        first, again = usb.prepare(session, Q4), usb.prepare(session, Q4)
        report = reports.current(session, Q4)
    assert first == again
    assert first.code == sealing.code(bytes.fromhex(report.digest))


def test_that_nothing_locked_cannot_be_prepared(ward: Store) -> None:
    with pytest.raises(NotFoundError), ward.write() as session:
        usb.prepare(session, Q3)


def test_that_a_parcel_says_of_itself_whether_it_is_encrypted(
    ward: Store, city: Store, stick: Path
) -> None:
    first = send(ward, stick)
    receipt = answered(city, first, stick, "received")
    take(ward, receipt)
    with ward.write() as session:
        assert not usb.desk(session).encrypted
        usb.trust(session, reader.look(receipt.read_bytes()).header.package_id, tail(receipt))
        assert usb.desk(session).encrypted
        # made before the key came: still the old file, which anyone can read
        assert not usb.prepare(session, Q4).encrypted
        exchange.lock(session, Q3)
        assert usb.prepare(session, Q3).encrypted


def test_that_the_room_is_that_of_the_largest_report(ward: Store) -> None:
    with ward.write() as session:
        parcel, desk = usb.prepare(session, Q4), usb.desk(session)
    assert len(parcel.data) <= desk.need < len(parcel.data) + (8 << 10)


def test_that_no_report_needs_no_room(store: Store) -> None:
    with store.read() as session:
        desk = usb.desk(session)
    assert (desk.need, desk.sendable, desk.versions, desk.quarantined) == (0, (), (), ())


def test_that_each_package_on_a_stick_is_told_for_what_it_is(
    ward: Store, city: Store, stick: Path, tmp_path: Path
) -> None:
    parcel = send(ward, stick)
    new = answered(city, parcel, stick, "received")
    other = registers.create(
        tmp_path / "other.sotr", NewRegister(role=Role.WARD, unit_code="24163"), CLOCK
    )
    with other.write() as session:
        log(session)
        exchange.lock(session, Q4)
        (stick / "la.sott").write_bytes(exchange.package(session, Q4).file)
    other.close()
    (stick / "hong.sott").write_bytes(parcel.data[:-400])
    (stick / "cong-bo.sott").write_bytes(published(city))
    assert standings(ward, stick) == {
        parcel.name: Standing.OWN,
        new.name: Standing.NEW,
        "la.sott": Standing.OTHERS,
        "hong.sott": Standing.REFUSED,
        "cong-bo.sott": Standing.NEW,
    }
    take(ward, new)
    assert standings(ward, stick)[new.name] is Standing.QUARANTINE
    with ward.write() as session:
        usb.trust(session, reader.look(new.read_bytes()).header.package_id, tail(new))
    assert standings(ward, stick)[new.name] is Standing.KNOWN


def published(city: Store) -> bytes:
    with city.write() as session:
        about = About(
            kind=headers.Kind.PUBLICATION,
            unit=exchange.unit_in_header(exchange.receiver(session)),
            period=exchange.period_in_header(Q4),
            version=1,
            catalogue={},
        )
        key = Key("receiver", exchange.recipient_of(exchange.own_device(session)))
        return exchange.send(session, writer.freeze(about, [key]), None).file


def test_that_a_damaged_package_says_why_and_only_receipts_are_kept_in_memory(
    ward: Store, city: Store, stick: Path
) -> None:
    parcel = send(ward, stick)
    answered(city, parcel, stick, "received")
    (stick / "hong.sott").write_bytes(parcel.data[:-400])
    found = {one.found.path.name: one for one in usb.look(stick, 1, WARD).packages}
    assert isinstance(found["hong.sott"].error, PackageError)
    assert found["hong.sott"].error.reason is PackageReason.INCOMPLETE
    assert [one.claim.header.kind for one in found.values() if one.data] == ["receipt"]


def test_that_a_receipt_of_a_known_key_is_taken_in_and_says_where_the_version_stands(
    ward: Store, city: Store, stick: Path
) -> None:
    parcel = send(ward, stick)
    first = answered(city, parcel, stick, "received")
    take(ward, first)
    with ward.write() as session:
        usb.trust(session, reader.look(first.read_bytes()).header.package_id, tail(first))
    taken = take(ward, answered(city, parcel, stick, "returned", "Sai số lượt người."))
    assert taken.outcome.result is Result.TAKEN
    assert [(one.state, one.note) for one in taken.answers] == [
        (State.RETURNED, "Sai số lượt người.")
    ]
    with ward.read() as session:
        (version,) = usb.versions(session)
    assert version.report.state is State.RETURNED
    assert version.answer == taken.answers[0]
    assert version.on == LATER.now().date()


def test_that_a_receipt_names_what_is_to_be_mended(ward: Store, city: Store, stick: Path) -> None:
    parcel = send(ward, stick)
    with ward.read() as session:
        own = settings.read(session).unit_id
        (one,) = logged.between(session, own, Q4.first, Q4.last)
    items = [Item(one.id, "attendees", "Sai.\nVí dụ đúng: 40"), Item("difficulties", "", "Cụt.")]
    receipt = answered(city, parcel, stick, "returned", items=items)
    with ward.write() as session:
        take_in = usb.take(session, receipt.name, receipt.read_bytes())
        assert take_in.outcome.result is Result.QUARANTINE
        key = reader.look(receipt.read_bytes()).header.package_id
        (said,) = usb.trust(session, key, tail(receipt)).answers
    assert said.items == (
        "Chính sách hỗ trợ nhà ở – Tổng số người dự: Sai.",
        "Lời báo cáo – Tồn tại, khó khăn, vướng mắc: Cụt.",
    )


def test_that_the_day_is_that_of_the_deed(ward: Store, stick: Path) -> None:
    register = ward.path
    ward.close()
    for day, deed in ((17, lambda store: send(store, stick)), (18, reopen)):
        opened = registers.open_(register, FixedClock(MOMENT.replace(day=day)))
        deed(opened)
        with opened.read() as session:
            assert usb.versions(session)[0].on == date(2024, 12, day)
        opened.close()


def reopen(store: Store) -> None:
    with store.write() as session:
        reports.reopen(session, Q4, "sửa")


def test_that_versions_stand_newest_first(ward: Store) -> None:
    with ward.write() as session:
        exchange.lock(session, Q3)
        reports.reopen(session, Q4, "sửa")
        exchange.lock(session, Q4)
        found = usb.versions(session)
    assert [(one.report.period.name, one.report.version) for one in found] == [
        ("2024-Q4", 2),
        ("2024-Q4", 1),
        ("2024-Q3", 1),
    ]


def test_that_wrong_digits_leave_a_package_in_quarantine(
    ward: Store, city: Store, stick: Path
) -> None:
    receipt = answered(city, send(ward, stick), stick, "received")
    key = take(ward, receipt).outcome.header.package_id
    wrong = "00000000" if tail(receipt).replace(" ", "") != "00000000" else "11111111"
    for typed, error in ((wrong, WrongChoiceError), ("123", sealing.SealError)):
        with pytest.raises(error), ward.write() as session:
            usb.trust(session, key, typed)
    with ward.read() as session:
        (found,) = usb.quarantined(session)
    assert (found.id, found.sender) == (key, "Thành phố Buôn Ma Thuột")
    assert (found.period, found.believed) == (Q4, False)


def test_that_one_trust_lets_the_other_packages_of_the_key_in(
    ward: Store, city: Store, stick: Path
) -> None:
    parcel = send(ward, stick)
    first, second = (answered(city, parcel, stick, state) for state in ("received", "accepted"))
    one, other = (take(ward, path).outcome.header.package_id for path in (first, second))
    with ward.write() as session:
        assert usb.trust(session, one, tail(first)).outcome.result is Result.TAKEN
        (found,) = usb.quarantined(session)
        assert (found.id, found.believed) == (other, True)
        assert usb.take_quarantined(session, other).answers[0].state is State.ACCEPTED
        assert usb.quarantined(session) == ()
        assert usb.versions(session)[0].report.state is State.ACCEPTED


def test_that_chosen_folders_are_there_while_they_can_be_reached(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usb.sticks, "removable", lambda: [stick])
    gone = stick / "khong-co"
    assert usb.places([stick, gone]) == (stick,)
    gone.mkdir()
    assert usb.places([stick, gone]) == (stick, gone)


def test_that_a_receipt_for_another_unit_is_left_alone(
    ward: Store, city: Store, stick: Path, tmp_path: Path
) -> None:
    receipt = answered(city, send(ward, stick), stick, "received")
    other = registers.create(
        tmp_path / "other.sotr", NewRegister(role=Role.WARD, unit_code="24163"), CLOCK
    )
    assert standings(other, stick)[receipt.name] is Standing.OTHERS
    other.close()


def test_that_strange_and_endless_names_of_files_can_be_shown_and_kept(stick: Path) -> None:
    names = {b"a\xff\nb.sott": "a b.sott", b"x" * 200 + b".sott": f"{'x' * 40}…{'x' * 15}.sott"}
    for name in names:
        (stick / os.fsdecode(name)).write_bytes(b"")
    found = {one.name for one in usb.look(stick, 1, WARD).packages}
    assert found == set(names.values())
