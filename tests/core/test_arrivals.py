"""What lies on a stick is listed with all that matters before anything is taken in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.core import arrivals, hamlets, intake, intakes, keys, remarks, review
from desktop.core.arrivals import Arrival, Figures, Standing
from desktop.core.errors import FileProblemError, PackageError, PackageReason
from desktop.core.packages import sealing
from desktop.core.packages.outreach import HamletYear
from desktop.core.progress import Progress
from tests import wards
from tests.dump import dump
from tests.wards import City, structs

SMALL = 6


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    made = wards.empty_city(tmp_path / "city", wards=21)
    yield made
    made.store.close()


def put(city: City, number: int = 0, version: int = 1) -> Path:
    ward = city.wards[number]
    data = wards.package(ward, wards.records(ward, SMALL, version), version)
    return wards.write(city.folder, data)


def look(city: City) -> tuple[Arrival, ...]:
    before = dump(city.store)
    with city.store.read() as session:
        found = arrivals.look(session, Progress(), city.folder)
    assert dump(city.store) == before
    return found


def take(city: City, *paths: Path) -> None:
    with city.store.write() as session:
        intakes.take(session, Progress(), intakes.begin(session, "USB"), paths)


def test_that_a_new_report_is_compared_with_nothing(city: City) -> None:
    put(city)
    (one,) = look(city)
    sent = wards.records(city.wards[0], SMALL)[13:]
    assert (one.standing, one.is_clean, one.missing, one.error) == (Standing.NEW, True, 0, None)
    assert one.unit == city.wards[0].unit
    assert one.before == Figures()
    assert one.after
    assert one.after.activities == SMALL
    assert one.after.attendees == sum(each.attendees or 0 for each in sent)
    assert one.after.money == sum(cost.amount or 0 for each in sent for cost in each.expenses)
    assert one.change
    assert (len(one.change.added), one.change.withdrawn) == (SMALL, ())


def test_that_what_was_foretold_is_what_is_held_afterwards(city: City) -> None:
    take(city, put(city))
    second = put(city, version=2)
    (old, new) = look(city)
    assert (old.standing, new.standing) == (Standing.ALREADY, Standing.NEW)
    assert new.change
    assert [len(part) for part in vars(new.change).values()] == [1, 0, 1, SMALL - 1]
    take(city, second)
    with city.store.read() as session:
        days = (city.wards[0].unit.id, wards.Q4.first, wards.Q4.last)
        assert arrivals.figures(session, *days) == new.after
    assert old.before is None


def test_that_versions_beside_each_other_are_seen_together(city: City) -> None:
    for version in (1, 2, 4):
        put(city, version=version)
    found = look(city)
    assert [(one.standing, one.missing) for one in found] == [
        (Standing.OLDER, 0), (Standing.OLDER, 0), (Standing.NEW, 3),
    ]  # fmt: skip
    copy = wards.write(city.folder, found[0].path.read_bytes(), "z-ban-sao.sott")
    assert {one.path: one.standing for one in look(city)}[copy] is Standing.ALREADY


def test_that_two_contents_of_one_version_are_for_a_person(city: City) -> None:
    first, ward = put(city), city.wards[0]
    other = wards.package(ward, wards.records(ward, SMALL - 1), seq=7)
    wards.write(city.folder, other, "khac.sott")
    assert [one.standing for one in look(city)] == [Standing.CONFLICT] * 2
    take(city, first)
    assert {one.name: (one.standing, one.is_clean) for one in look(city)}["khac.sott"] == (
        Standing.CONFLICT, False,
    )  # fmt: skip


def test_that_an_unknown_key_shows_the_outside_and_what_is_needed(city: City) -> None:
    stranger = wards.Ward(city.wards[0].unit, b"\7" * 32, "la")
    data = wards.package(stranger, wards.records(stranger, SMALL))
    wards.write(city.folder, data)
    (one,) = look(city)
    assert (one.standing, one.is_clean, one.change, one.after) == (
        Standing.UNKNOWN_KEY, False, None, None,
    )  # fmt: skip
    assert one.header
    assert one.code == sealing.code(bytes.fromhex(one.header.content))
    assert "chân trang" in arrivals.NEEDED[one.header.kind]


def test_that_what_was_parked_before_is_not_offered_again(city: City) -> None:
    stranger = wards.Ward(city.wards[0].unit, b"\7" * 32, "la")
    unknown = wards.write(city.folder, wards.package(stranger, wards.records(stranger, SMALL)))
    known, ward = put(city, 1), city.wards[1]
    rival = wards.write(
        city.folder, wards.package(ward, wards.records(ward, SMALL - 1), seq=7), "khac.sott"
    )
    take(city, unknown, known, rival)
    found = {one.path: one for one in look(city)}
    assert {path: one.standing for path, one in found.items()} == {
        unknown: Standing.PARKED, known: Standing.ALREADY, rival: Standing.PARKED,
    }  # fmt: skip
    assert not any(one.is_clean for one in found.values())
    with city.store.write() as session:
        keys.trust(session, stranger.public, stranger.unit.id, keys.Kind.SIGNING)
    assert {one.path: one.standing for one in look(city)}[unknown] is not Standing.PARKED


def test_that_a_damaged_file_says_why_and_does_not_hide_the_others(city: City) -> None:
    put(city, 0)
    broken = put(city, 1)
    broken.write_bytes(broken.read_bytes()[:-1])
    good, bad = look(city)
    assert (good.standing, bad.standing, bad.claim) == (Standing.NEW, Standing.REFUSED, None)
    assert isinstance(bad.error, PackageError)
    assert bad.error.reason is PackageReason.INCOMPLETE


def test_that_a_code_nobody_knows_is_refused_with_its_claim(city: City) -> None:
    ward = city.wards[0]
    records = wards.records(ward, SMALL)
    records[-1] = structs.replace(records[-1], topics=("KHONG_CO",))
    wards.write(city.folder, wards.package(ward, records))
    (one,) = look(city)
    assert (one.standing, one.unit) == (Standing.REFUSED, ward.unit)
    assert isinstance(one.error, PackageError)
    assert (one.error.reason, one.error.detail) == (PackageReason.REFERENCE, "KHONG_CO")


def test_that_the_checks_speak_and_a_stop_is_for_a_person(city: City) -> None:
    ward = city.wards[0]
    records = wards.records(ward, SMALL)
    talk = structs.replace(
        wards.activity(ward, 0), channel="NOI_CHUYEN", airings=None, minutes=None, area_dm2=None,
        items=1, attendees=None, women=None, minority=None, officials=None, poor=None,
        near_poor=None, escaped=None,
    )  # fmt: skip
    kept = records[:13]
    wards.write(city.folder, wards.package(ward, [*kept, talk]), "a.sott")
    (one,) = look(city)
    assert one.is_clean
    assert [(each.activity_id, each.problem.code) for each in one.remarks] == [
        (talk.id, "attendees_missing")
    ]
    assert one.after == Figures(1, None, None, one.after.money if one.after else None)
    wrong = structs.replace(talk, attendees=10, women=11)
    wards.write(city.folder, wards.package(ward, [*kept, wrong]), "a.sott")
    (one,) = look(city)
    assert not one.is_clean
    assert one.standing is Standing.NEW


def test_that_more_households_than_a_hamlet_has_are_asked_about_everywhere(city: City) -> None:
    ward = city.wards[0]
    records = wards.records(ward, SMALL)[:13]
    place = ward.hamlets[0].id
    talk = structs.replace(
        wards.activity(ward, 0), channel="NOI_CHUYEN", airings=None, minutes=None, area_dm2=None,
        items=1, attendees=40, women=20, minority=None, officials=None, poor=9, near_poor=None,
        escaped=None, hamlets=(place,), expenses=(),
    )  # fmt: skip
    homes = HamletYear(place, 2024, 200, 8, None, None)
    path = wards.write(city.folder, wards.package(ward, [*records, homes, talk]))
    (one,) = look(city)
    assert [each.problem.code for each in one.remarks] == ["more_than_there"]
    with city.store.write() as session:
        key = intake.receive(session, path.name, path.read_bytes()).header.package_id
        held = remarks.held(session, remarks.desk(session), ward.unit.id, wards.Q4)
        (line,) = [each for each in review.read(session, key).lines if each.id == talk.id]
    assert [each.problem.code for each in held] == ["more_than_there"]
    assert [each.code for each in line.problems] == ["more_than_there"]


def test_that_a_joint_activity_is_no_fault(city: City) -> None:
    ward, leader = city.wards[0], city.wards[1]
    joint = structs.replace(wards.activity(ward, 0), organiser_id=leader.unit.id)
    records = wards.records(ward, SMALL)[:13]
    wards.write(city.folder, wards.package(ward, [*records, joint]))
    (one,) = look(city)
    assert one.remarks == ()
    assert one.is_clean


def test_that_an_empty_folder_is_empty_and_a_missing_one_an_error(city: City) -> None:
    assert look(city) == ()
    with pytest.raises(FileProblemError), city.store.read() as session:
        arrivals.look(session, Progress(), city.folder / "khong-co")


def test_that_a_moved_activity_counts_as_changed(city: City) -> None:
    ward, november, december = city.wards[0], wards.parse("2024-11"), wards.parse("2024-12")
    first = wards.records(ward, 1, period=november)
    take(city, wards.write(city.folder, wards.package(ward, first, period=november)))
    moved = structs.replace(first[-1], held_on=date(2024, 12, 2), revision=2)
    path = wards.write(
        city.folder, wards.package(ward, [*first[:13], moved], period=december), "b.sott"
    )
    found = {one.path: one for one in look(city)}[path]
    assert found.change
    assert (found.change.added, found.change.changed) == ((), (moved.id,))


def test_that_hamlets_of_the_package_are_those_that_are_checked(city: City) -> None:
    put(city)
    (one,) = look(city)
    assert not [each for each in one.remarks if each.problem.code == "hamlet_unknown"]
    with city.store.read() as session:
        assert hamlets.all_of(session, city.wards[0].unit.id) == []
