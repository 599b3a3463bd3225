"""Names on a list and households of the register: found, suggested, and chosen only when confirmed."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from db.store import Store
from desktop.core import attendance, attendance_households, hamlets
from desktop.core.attendance import Person
from desktop.core.attendance_households import EMPTY, Register
from tests.builders import log
from tests.core.reach_world import World, add, small

DAY = date(2024, 11, 14)


@pytest.fixture
def world(store: Store) -> World:
    with store.write() as session:
        made = small(session)
        dung, two = made.places
        add(session, made, "H'Linh Niê", dung, code="0123", y2024="HN")
        add(session, made, "Y Thịnh Êban", dung, code="0124", y2023="HN")
        add(session, made, "Lê Văn An", two, code="0200", y2024="HCN")
        add(session, made, "Lê Văn An", two, code="0201", y2024="HN")
        add(session, made, "Lê Văn An", dung, y2024="HMTN")
        add(session, made, "Đã Đi Xa", dung, gone_on=date(2024, 6, 1), y2024="HN")
    return made


def read(store: Store, world: World, *held_in: str) -> Register:
    with store.read() as session:
        return attendance_households.read(session, world.unit_id, DAY, held_in)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("linh", ["0123"]), ("nie h", ["0123"]), ("0124", ["0124"]), ("thinh dung", ["0124"]),
        ("Lê Văn An", ["", "0200", "0201"]), ("an thon 2", ["0200", "0201"]), ("0201", ["0201"]),
        ("xa", []), ("inh", []), ("", []),
        (unicodedata.normalize("NFD", "Thịnh Êban"), ["0124"]),
    ],
)  # fmt: skip
def test_that_households_are_found_by_beginnings_of_words_without_marks(
    store: Store, world: World, typed: str, codes: list[str]
) -> None:
    found = attendance_households.find(read(store, world), typed)
    assert sorted(one.code for one in found) == codes


def test_that_those_who_live_where_it_was_held_are_found_first(store: Store, world: World) -> None:
    register = read(store, world)
    found = attendance_households.find(register, "le")
    last = next(one for one in reversed(found) if not one.places & found[0].places)
    there = replace(register, held_in=last.places)
    assert attendance_households.find(there, "le")[0].places & last.places


@pytest.mark.parametrize(
    ("name", "address", "code"),
    [
        ("H'Linh Niê", "Buôn Đŭng", "0123"), ("H’ Linh Nie", "buon dung", "0123"),
        ("H'Linh Niê", "Trưởng buôn, Buôn Đŭng", "0123"), ("H'Linh Niê", "Thôn 2", None),
        ("H'Linh Niê", "UBND xã", None), ("H'Linh Niê", "", "0123"), ("Y Thịnh Êban", "", "0124"),
        ("Lê Văn An", "", ""), ("Lê Văn An", "Thôn 2", None), ("Đã Đi Xa", "Buôn Đŭng", None),
        ("Linh", "Buôn Đŭng", None), ("", "Buôn Đŭng", None),
    ],
)  # fmt: skip
def test_that_name_and_hamlet_of_one_head_suggest_a_household(
    store: Store, world: World, name: str, address: str, code: str | None
) -> None:
    register = read(store, world, world.places[0])
    found = attendance_households.suggest(register, [Person(name=name, address=address)])
    assert {place: one.code for place, one in found.items()} == ({} if code is None else {0: code})


def test_that_nothing_is_suggested_where_neither_address_nor_activity_names_a_hamlet(
    store: Store, world: World
) -> None:
    people = [Person(name="H'Linh Niê")]
    assert attendance_households.suggest(read(store, world), people) == {}
    assert attendance_households.suggest(EMPTY, people) == {}


def test_that_those_with_several_households_are_in_doubt_and_those_chosen_are_done(
    store: Store, world: World
) -> None:
    register = read(store, world)
    people = [
        Person(name="Lê Văn An", address="Thôn 2"),
        Person(name="Lê Văn An", address="Thôn 2", household_id=register.households[0].id),
        Person(name="Phạm Khách", address="Thôn 2"),
    ]
    assert attendance_households.doubtful(register, people) == [0]
    assert attendance_households.suggest(register, people) == {}
    near = attendance_households.near(register, people[0])
    assert {one.code for one in near[:2]} == {"0200", "0201"}


def test_that_a_suggestion_is_no_choice_until_it_is_confirmed(store: Store, world: World) -> None:
    register = read(store, world, world.places[0])
    people = [
        Person(name="H'Linh Niê"), Person(name="Y Thịnh Êban", address="buôn dung", category="KHAC"),
        Person(name="Phạm Khách"),
    ]  # fmt: skip
    found = attendance_households.suggest(register, people)
    assert [one.household_id for one in people] == [None, None, None]
    after = attendance_households.confirmed(people, found)
    assert [one.household_id for one in after] == [found[0].id, found[1].id, None]
    assert (after[0].address, after[0].category) == ("Buôn Đŭng", "HN")
    assert (after[1].address, after[1].category) == ("buôn dung", "KHAC")
    assert attendance_households.chosen(after[0], None).household_id is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [("0123", "0123"), ("linh", "0123"), ("le van an", None), ("0200", "0200"), ("zz", None)],
)
def test_that_a_text_means_a_household_only_when_there_is_one(
    store: Store, world: World, typed: str, code: str | None
) -> None:
    register = read(store, world)
    found = attendance_households.meant(register, typed)
    assert (found and found.code) == code
    if found is None:
        assert "hộ" in attendance_households.why_not(register, typed)
    else:
        assert attendance_households.meant(register, found.id) == found


def test_that_old_and_new_names_of_a_hamlet_both_match(store: Store, world: World) -> None:
    with store.write() as session:
        hamlets.rename(session, world.places[0], "Buôn Mới", date(2024, 7, 1))
    register = read(store, world)
    for address in ("Buôn Đŭng", "Buôn Mới"):
        people = [Person(name="H'Linh Niê", address=address)]
        assert list(attendance_households.suggest(register, people)) == [0]


@pytest.mark.both_kinds
def test_that_a_list_keeps_its_households(store: Store, world: World) -> None:
    register = read(store, world)
    people = tuple(
        attendance_households.chosen(Person(name=f"Người {at}"), one)
        for at, one in enumerate(register.households[:2])
    )
    with store.write() as session:
        one = log(session)
        attendance.save(session, one.unit_id, one.id, people)
    with store.read() as session:
        assert attendance.of(session, one.unit_id, one.id) == people
