"""Whole deeds of the city's page of sticks: lots, receipts made with them, what a history says."""

from pathlib import Path

import pytest

from desktop.core import answers, city_desk, intakes, ledger, receipts
from desktop.core.errors import (
    CancelledError,
    FileMissingError,
    NotFoundError,
    WrongChoiceError,
)
from desktop.core.ledger import State
from desktop.core.progress import Progress
from tests import wards
from tests.dump import dump
from tests.wards import City


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = wards.make_city(tmp_path, wards=3, activities=4)
    yield made
    made.store.close()


def take(city: City, paths: list[Path], begun: str = "") -> city_desk.Lot:
    with city.store.write() as session:
        return city_desk.take(session, Progress(), begun, "KINGSTON", paths, city.folder)


def test_that_a_lot_makes_its_receipts_in_the_same_transaction(city: City) -> None:
    first = take(city, city.packages[:2])
    second = take(city, city.packages[2:], first.intake_id)
    assert second.intake_id == first.intake_id
    with city.store.read() as session:
        assert len(answers.pending(session)) == 3
        units = [one.unit.code for one in receipts.waiting(session)]
        (past,) = city_desk.past(session)
    assert units == sorted(units)
    assert (past.kept, past.parked, past.refused, past.can_undo) == (3, 0, 0, True)


def test_that_a_second_taking_in_makes_no_second_receipt(city: City) -> None:
    take(city, city.packages)
    take(city, city.packages)
    with city.store.read() as session:
        assert len(answers.pending(session)) == 3


def test_that_nothing_of_a_lot_is_kept_when_the_drive_is_gone(city: City) -> None:
    before = dump(city.store)
    paths = city.packages
    for path in paths:
        path.rename(city.folder.with_name(path.name))
    city.folder.rmdir()
    with pytest.raises(FileMissingError):
        take(city, paths)
    assert dump(city.store) == before
    with city.store.read() as session:
        assert city_desk.past(session) == ()


def test_that_cancelling_a_lot_keeps_nothing_of_it(city: City) -> None:
    whole = Progress()
    part = whole.part(5, 10)
    part.step(done=2, total=3)
    assert (whole.done, whole.total) == (7, 10)
    whole.cancel()
    with pytest.raises(CancelledError), city.store.write() as session:
        city_desk.take(session, part, "", "KINGSTON", city.packages, city.folder)
    with city.store.read() as session:
        assert city_desk.past(session) == ()


def test_that_the_history_tells_refused_files_and_undone_takings_in(city: City) -> None:
    (city.folder / "hong.sott").write_bytes(b"PK")
    lot = take(city, city.packages)
    with city.store.read() as session:
        found = city_desk.detail(session, lot.intake_id)
    assert [one.file_name for one in found.refused] == ["hong.sott"]
    assert len(found.packages) == 3
    assert found.on_sticks == 0
    with city.store.write() as session:
        intakes.undo(session, lot.intake_id)
    with city.store.read() as session:
        (past,) = city_desk.past(session)
        assert (past.kept, past.refused, past.can_undo) == (0, 0, False)
        assert past.intake.undone_at is not None
        with pytest.raises(NotFoundError):
            city_desk.detail(session, "khong co")


def test_that_an_answered_package_says_why_its_taking_in_cannot_be_undone(city: City) -> None:
    lot = take(city, city.packages)
    with city.store.write() as session:
        assert city_desk.detail(session, lot.intake_id).why_not == ""
        key = ledger.of_kind(session, "report")[0].id
        answers.accept(session, key)
        found = city_desk.detail(session, lot.intake_id)
        assert found.past.can_undo
        assert "đã được trả lời" in found.why_not
        with pytest.raises(WrongChoiceError) as refused:
            intakes.undo(session, lot.intake_id)
        assert refused.value.reason == found.why_not


def test_that_written_receipts_are_told_apart_from_those_that_wait(
    city: City, tmp_path: Path
) -> None:
    lot = take(city, city.packages)
    with city.store.read() as session:
        waiting = receipts.waiting(session)
        put = receipts.put(session, Progress(), [(one.made, city.folder) for one in waiting[:2]])
        gone = receipts.put(session, Progress(), [(waiting[2].made, tmp_path / "mat")])
    assert put.error is None
    assert (gone.done, gone.error is not None) == ((), True)
    with city.store.write() as session:
        receipts.noted(session, put.done)
    with city.store.read() as session:
        assert len(receipts.waiting(session)) == 1
        assert city_desk.detail(session, lot.intake_id).on_sticks == 2
        states = {ledger.get(session, key).state for key in put.done}
    assert states == {State.DELIVERED}
    ward = city.wards[0]
    newer = wards.write(city.folder, wards.package(ward, wards.records(ward, 4, 2), 2))
    lot = take(city, [newer])
    with city.store.read() as session:
        found = city_desk.detail(session, lot.intake_id)
    assert len(found.touched) == 1  # its receipt was written before
    assert found.on_sticks == 0
