"""Taking in many packages as one deed: any order gives one register, and undo gives back the last."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.rows import ActivityRow, AnswerRow, IntakeImageRow, PackageRow, RefusalRow
from desktop.core import (
    answers,
    city_desk,
    city_today,
    conflicts,
    history_words,
    intakes,
    keys,
    ledger,
)
from desktop.core.errors import CancelledError, NotFoundError, WrongChoiceError
from desktop.core.history import Wanted
from desktop.core.intake import Result
from desktop.core.ledger import State
from desktop.core.packages import sealing
from desktop.core.progress import Progress
from tests import wards
from tests.builders import MOMENT
from tests.dump import dump
from tests.wards import City

pytestmark = pytest.mark.both_kinds

SMALL = 5


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    made = wards.empty_city(tmp_path / "city", wards=21)
    yield made
    made.store.close()


def put(city: City, number: int = 0, version: int = 1, count: int = SMALL, **more: Any) -> Path:
    """Lay a package of a ward into the folder."""
    ward = city.wards[number]
    records = [*wards.records(ward, count, version), *wards.outreach(ward, version)]
    return wards.write(city.folder, wards.package(ward, records, version, **more))


def take(city: City, *paths: Path) -> tuple[str, tuple[intakes.Taken, ...]]:
    with city.store.write() as session:
        key = intakes.begin(session, "USB của phường")
        return key, intakes.take(session, Progress(), key, paths)


def undo(city: City, key: str) -> None:
    with city.store.write() as session:
        intakes.undo(session, key)


def results(taken: tuple[intakes.Taken, ...]) -> list[Result | None]:
    return [one.outcome.result if one.outcome else None for one in taken]


def states(city: City) -> dict[str, State]:
    with city.store.read() as session:
        return {one.file_name: one.state for one in ledger.newest(session, 100, out=False)}


@pytest.mark.parametrize("seed", range(3))
def test_that_any_order_and_repetition_gives_one_register(tmp_path: Path, seed: int) -> None:
    chance, found = random.Random(seed), []
    right = wards.empty_city(tmp_path / "right", wards=21, seed=seed)
    versions = {number: chance.choice((1, 1, 2, 3)) for number in range(21)}
    paths = [put(right, number, v + 1) for number, n in versions.items() for v in range(n)]
    mixed = [*paths, *chance.sample(paths, 8)]
    chance.shuffle(mixed)
    other = wards.empty_city(tmp_path / "other", wards=21, seed=seed)
    take(right, *paths)
    for start in range(0, len(mixed), 7):
        take(other, *mixed[start : start + 7])
    for one in (right, other):
        found.append(dump(one.store, without=("at", "since", "intake_id")))
        one.store.close()
    for tables in found:
        for own in ("devices", "letterheads", "officers"):  # each register has made its own
            tables.pop(own)
    assert found[0] == found[1]
    activities = found[0]["activities"]
    sent = [
        record
        for number, n in versions.items()
        for record in wards.records(right.wards[number], SMALL, n)[13:]
    ]
    assert len(activities) == len(sent)
    for name in ("attendees", "poor", "airings"):
        assert total(row[name] for row in activities) == total(getattr(one, name) for one in sent)


def total(values: Any) -> int:
    return sum(value for value in values if value is not None)


def test_that_undo_after_each_taking_in_gives_back_an_equal_register(city: City) -> None:
    chance = random.Random(7)
    versions = dict.fromkeys(range(4), 0)
    done: list[tuple[str, dict[str, Any]]] = []
    for _ in range(8):
        before = dump(city.store)
        paths = []
        for number in chance.sample(list(versions), 2):
            versions[number] += chance.choice((1, 1, 2))
            paths.append(put(city, number, versions[number]))
        (city.folder / "hong.sott").write_bytes(b"PK\3\4 hong")
        key, _ = take(city, *paths, city.folder / "hong.sott")
        assert dump(city.store) != before
        done.append((key, before))
    for key, before in reversed(done):
        undo(city, key)
        assert dump(city.store) == before
    with city.store.read() as session:
        assert intakes.last(session) is None
        assert len(intakes.newest(session)) == len(done)
        assert session.scalar(select(func.count()).select_from(IntakeImageRow)) == 0


def test_that_undo_brings_back_activities_that_moved_and_left_other_days(city: City) -> None:
    ward = city.wards[0]
    november, december = wards.parse("2024-11"), wards.parse("2024-12")
    first = wards.records(ward, SMALL, period=november)
    take(city, wards.write(city.folder, wards.package(ward, first, period=november)))
    before = dump(city.store)
    moved = wards.structs.replace(first[-1], held_on=december.first, revision=2)
    later = [*first[:13], moved]
    key, _ = take(city, wards.write(city.folder, wards.package(ward, later, period=december)))
    with city.store.read() as session:
        assert session.scalar(select(func.count()).select_from(ActivityRow)) == SMALL
    undo(city, key)
    assert dump(city.store) == before


def test_that_only_the_newest_can_be_undone_and_only_once(city: City) -> None:
    first, _ = take(city, put(city, 0))
    second, _ = take(city, put(city, 1))
    with pytest.raises(WrongChoiceError, match="mới nhất"):
        undo(city, first)
    undo(city, second)
    with pytest.raises(NotFoundError):
        undo(city, second)
    undo(city, first)


def test_that_what_was_undone_can_be_taken_in_again(city: City) -> None:
    path = put(city)
    key, _ = take(city, path)
    after = dump(city.store, without=("intake_id",))
    undo(city, key)
    _, taken = take(city, path)
    assert results(taken) == [Result.TAKEN]
    assert dump(city.store, without=("intake_id",)) == after


def test_that_an_answered_package_keeps_its_taking_in_from_being_undone(city: City) -> None:
    key, taken = take(city, put(city))
    assert taken[0].outcome
    answered(city, taken[0].outcome.header.package_id)
    before = dump(city.store)
    with pytest.raises(WrongChoiceError, match="đã được trả lời"):
        undo(city, key)
    assert dump(city.store) == before


def test_that_an_answer_to_an_older_version_does_not_stand_in_the_way(city: City) -> None:
    _, taken = take(city, put(city))
    assert taken[0].outcome
    answered(city, taken[0].outcome.header.package_id)
    before = dump(city.store)
    key, _ = take(city, put(city, version=2))
    undo(city, key)
    assert dump(city.store) == before


def answered(city: City, package_id: str) -> None:
    with city.store.write() as session:
        session.add(AnswerRow(package_id=package_id, state="returned", by="", at=MOMENT, note=""))


def test_that_a_damaged_file_is_kept_with_its_reason_and_the_rest_is_taken(city: City) -> None:
    whole, broken = put(city, 0), put(city, 1)
    broken.write_bytes(broken.read_bytes()[:-200])
    key, taken = take(city, whole, broken, city.folder / "khong-co.sott")
    assert results(taken) == [Result.TAKEN, None, None]
    with city.store.read() as session:
        rows = session.scalars(select(RefusalRow).order_by(RefusalRow.position)).all()
        assert [(row.reason, row.unit_id, row.version) for row in rows] == [
            ("incomplete", city.wards[1].unit.id, 1), ("file", None, None),
        ]  # fmt: skip
        assert session.get_one(PackageRow, package_of(taken[0])).intake_id == key


def package_of(taken: intakes.Taken) -> str:
    assert taken.outcome is not None
    return taken.outcome.header.package_id


def test_that_a_package_refused_inside_leaves_nothing_and_no_image(city: City) -> None:
    ward = city.wards[0]
    bad = [wards.structs.replace(one, channel="KHONG_CO") if hasattr(one, "channel") else one
           for one in wards.records(ward, SMALL)]  # fmt: skip
    before = dump(city.store)
    key, taken = take(city, wards.write(city.folder, wards.package(ward, bad)))
    assert results(taken) == [None]
    after = dump(city.store)
    (refused,) = after.pop("refusals")
    assert (refused["reason"], refused["unit_id"]) == ("reference", ward.unit.id)
    before.pop("refusals")
    assert after == before
    undo(city, key)


def test_that_a_cancelled_lot_takes_nothing_and_lots_before_it_stay(city: City) -> None:
    paths = [put(city, number) for number in range(4)]
    key, _ = take(city, *paths[:2])
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError), city.store.write() as session:
        intakes.take(session, progress, key, paths[2:])
    assert len(states(city)) == 2
    undo(city, key)
    assert states(city) == {}


def test_that_lots_hold_all_files_in_their_order() -> None:
    paths = [Path(str(number)) for number in range(60)]
    lots = list(intakes.batches(paths))
    assert [len(lot) for lot in lots] == [25, 25, 10]
    assert [path for lot in lots for path in lot] == paths


def test_that_a_copy_is_known_and_an_older_version_changes_nothing(city: City) -> None:
    first, second = put(city, version=1), put(city, version=2)
    copy = wards.write(city.folder, second.read_bytes(), "ban-sao.sott")
    _, taken = take(city, second, copy, first)
    assert results(taken) == [Result.TAKEN, Result.ALREADY, Result.ARCHIVED]
    assert taken[0].outcome
    assert taken[0].outcome.missing == 1


def test_that_trusting_is_a_taking_in_of_its_own(city: City) -> None:
    stranger = wards.Ward(city.wards[0].unit, b"\7" * 32, "fremd")
    data = wards.package(stranger, wards.records(stranger, SMALL))
    parked, taken = take(city, wards.write(city.folder, data))
    assert results(taken) == [Result.QUARANTINE]
    before = dump(city.store)
    code = sealing.code(bytes.fromhex(wards.header(data).content)).replace(" ", "")
    with city.store.write() as session:
        outcome = intakes.trust(session, package_of(taken[0]), code[-8:])
    assert outcome.result is Result.TAKEN
    with city.store.read() as session:
        assert keys.known(session, stranger.public)
        newest = intakes.last(session)
    with pytest.raises(WrongChoiceError):
        undo(city, parked)
    assert newest
    undo(city, newest.id)
    assert dump(city.store) == before
    undo(city, parked)
    assert states(city) == {}


def test_that_one_word_of_trust_is_for_all_that_waits_for_the_key(city: City) -> None:
    stranger = wards.Ward(city.wards[0].unit, b"\7" * 32, "fremd")
    other = wards.Ward(city.wards[1].unit, b"\6" * 32, "noch fremder")
    versions = [wards.package(stranger, wards.records(stranger, SMALL, v), v) for v in (1, 2)]
    files = (*versions, wards.package(other, wards.records(other, SMALL)))
    _, taken = take(city, *(wards.write(city.folder, one) for one in files))
    assert results(taken) == [Result.QUARANTINE] * 3
    before = dump(city.store)
    code = sealing.code(bytes.fromhex(wards.header(versions[1]).content))
    with city.store.write() as session:
        found = intakes.trust_key(session, package_of(taken[1]), code[-9:])
    assert [one.result for one in found] == [Result.TAKEN, Result.ARCHIVED]
    with city.store.read() as session:
        assert [one.id for one in ledger.quarantined(session)] == [package_of(taken[2])]
        newest = intakes.last(session)
    assert newest
    undo(city, newest.id)
    assert dump(city.store) == before


def rivals(city: City) -> tuple[Path, Path]:
    ward = city.wards[0]
    one, other = wards.records(ward, SMALL), wards.records(ward, SMALL)
    other[-1] = wards.activity(ward, SMALL - 1, revision=9)
    return (
        wards.write(city.folder, wards.package(ward, one), "mot.sott"),
        wards.write(city.folder, wards.package(ward, other[:-2] + other[-1:], seq=9), "hai.sott"),
    )


def test_that_a_person_chooses_between_two_contents_and_may_undo_it(city: City) -> None:
    paths = rivals(city)
    _, taken = take(city, *paths)
    assert results(taken) == [Result.TAKEN, Result.CONFLICT]
    before = dump(city.store)
    with city.store.write() as session:
        intakes.settle(session, package_of(taken[1]))
    assert states(city) == {"mot.sott": State.ARCHIVED, "hai.sott": State.TAKEN}
    with city.store.read() as session:
        assert session.scalar(select(func.count()).select_from(ActivityRow)) == SMALL - 1
        newest = intakes.last(session)
    with pytest.raises(NotFoundError), city.store.write() as session:
        intakes.settle(session, package_of(taken[0]))
    assert newest
    undo(city, newest.id)
    assert dump(city.store) == before
    with city.store.write() as session:
        intakes.settle(session, package_of(taken[0]))
    assert states(city) == {"mot.sott": State.TAKEN, "hai.sott": State.ARCHIVED}


def test_that_a_choice_is_not_undone_once_the_report_was_answered(city: City) -> None:
    _, taken = take(city, *rivals(city))
    with city.store.write() as session:
        city_desk.settle(session, package_of(taken[0]), "mã trên giấy")
        answers.accept(session, package_of(taken[0]))
        newest = intakes.last(session)
    assert newest
    with pytest.raises(WrongChoiceError, match="đã được trả lời"):
        undo(city, newest.id)
    assert states(city) == {"mot.sott": State.TAKEN, "hai.sott": State.ARCHIVED}


def test_that_an_answered_report_is_not_replaced_by_its_rival(city: City) -> None:
    first, second = rivals(city)
    _, taken = take(city, first)
    with city.store.write() as session:
        answers.accept(session, package_of(taken[0]))
    _, later = take(city, second)
    with city.store.write() as session:
        with pytest.raises(WrongChoiceError, match="đã được duyệt hoặc trả lại"):
            city_desk.settle(session, package_of(later[0]), "x")
        city_desk.settle(session, package_of(taken[0]), "mã trên giấy")
        _, second, first = city_desk.past(session)
        came = {one.id: one.unused for one in city_today.came(session)}
    assert states(city) == {"mot.sott": State.TAKEN, "hai.sott": State.ARCHIVED}
    assert [(one.kept, one.unused) for one in (first, second)] == [(1, 0), (1, 1)]
    assert (came[first.id], came[second.id]) == (0, 1)


def test_that_no_receipt_waits_for_a_choice_that_was_undone(city: City) -> None:
    _, taken = take(city, *rivals(city))
    chosen = package_of(taken[1])
    for _ in range(2):
        with city.store.write() as session:
            city_desk.settle(session, chosen, "mã trên giấy")
            assert [one.entry.reason for one in answers.pending(session)] == [chosen]
            newest = intakes.last(session)
        assert newest
        with city.store.read() as session:
            assert city_desk.detail(session, newest.id).chosen == ("mã trên giấy",)
            (told,) = history_words.page(session, Wanted(("package",), chosen)).lines[:1]
            assert [new for _, _, new in told.changes] == ["mã trên giấy"]
        undo(city, newest.id)
        with city.store.read() as session:
            assert answers.pending(session) == []


def test_that_a_newer_version_ends_a_conflict(city: City) -> None:
    take(city, *rivals(city))
    take(city, put(city, version=2))
    assert sorted(states(city).values()) == ["archived", "archived", "taken"]


def test_that_both_sides_of_a_conflict_stand_beside_each_other(city: City) -> None:
    _, taken = take(city, *rivals(city))
    with city.store.read() as session:
        found = conflicts.of(session, package_of(taken[1]))
    assert (found.left.entry.file_name, found.right.entry.file_name) == ("mot.sott", "hai.sott")
    assert found.left.entry.state is State.TAKEN
    gone, changed = sorted(found.records, key=lambda one: one.right is not None)
    assert gone.left
    assert gone.right is None
    assert changed.left
    assert changed.right
    assert "revision" not in changed.fields
    assert all(one != other for one, other in changed.fields.values())
    assert changed.fields
    with city.store.read() as session, pytest.raises(NotFoundError):
        conflicts.of(session, "khong co")
