from dataclasses import replace
from datetime import date

import pytest

from db.store import Store
from desktop.core import hamlet_years, hamlets, history, households, places_desk, settings
from desktop.core.errors import WrongChoiceError
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Household, Yearly
from tests.builders import add_hamlet


def keep(store: Store, hamlet_id: str, *categories: str, year: int = 2024) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        for number, category in enumerate(categories):
            one = Household(unit_id=unit_id, head=f"Lê {'An' * (number + 1)}", hamlet_id=hamlet_id)
            households.save(session, one, {year: Yearly(category)})


@pytest.mark.both_kinds
def test_that_entered_and_counted_figures_are_both_shown(store: Store) -> None:
    with store.write() as session:
        one, bare = add_hamlet(session, "Buôn Đŭng"), add_hamlet(session, "Thôn 2")
        hamlet_years.save(session, 2024, [HamletYear(one.id, 2024, 210, 3, 1, None)])
    keep(store, one.id, "HN", "HN", "HCN", "HMTN", "KHAC")
    with store.read() as session:
        first, second = hamlet_years.lines(session, 2024)
        assert hamlet_years.best(session, 2024) == {one.id: first.best}
    assert first.entered == HamletYear(one.id, 2024, 210, 3, 1, None)
    assert first.counted == HamletYear(one.id, 2024, None, 2, 1, 1)
    assert first.different == ("poor",)
    assert first.best == HamletYear(one.id, 2024, 210, 3, 1, 1)
    assert (second.hamlet, second.entered, second.counted) == (bare, None, None)
    assert second.best.is_empty


def test_that_nothing_entered_is_not_nought(store: Store) -> None:
    with store.write() as session:
        one = add_hamlet(session, "Buôn Đŭng")
        hamlet_years.save(session, 2024, [HamletYear(one.id, 2024, 0, None)])
        assert hamlet_years.of_year(session, 2024)[one.id].households == 0
        hamlet_years.save(session, 2024, [HamletYear(one.id, 2024)])
        assert hamlet_years.of_year(session, 2024) == {}


def test_that_saving_notes_what_changed_and_leaves_other_hamlets_and_years(store: Store) -> None:
    with store.write() as session:
        one, other = add_hamlet(session, "Thôn 1"), add_hamlet(session, "Thôn 2")
        value = HamletYear(one.id, 2024, 100, 10)
        hamlet_years.save(session, 2024, [value, HamletYear(other.id, 2024, 50)])
        hamlet_years.save(session, 2023, [value])
        hamlet_years.save(session, 2024, [replace(value, poor=9)])
        hamlet_years.save(session, 2024, [replace(value, poor=9)])
        deeds = history.of(session, "hamlet_year", one.id)
        assert hamlet_years.of_year(session, 2023)[one.id].poor == 10
        assert hamlet_years.of_year(session, 2024)[other.id].households == 50
    assert deeds[0].changes == {"year": ["", "2024"], "poor": [10, 9]}
    assert len(deeds) == 3


def test_that_all_that_is_wrong_is_said_at_once(store: Store) -> None:
    with store.write() as session:
        one = add_hamlet(session, "Thôn 1")
        wrong = [HamletYear(one.id, 2024, 10, 8, 3, None), HamletYear(one.id + "x", 2024, -1)]
        assert len(hamlet_years.problems(wrong)) == 2
        with pytest.raises(WrongChoiceError, match="nhiều hơn tổng số hộ"):
            hamlet_years.save(session, 2024, wrong)
        assert hamlet_years.of_year(session, 2024) == {}


ON = date(2024, 12, 16)


@pytest.mark.both_kinds
def test_that_a_hamlet_renamed_within_the_year_counts_once(store: Store) -> None:
    with store.write() as session:
        one, other = add_hamlet(session, "Thôn 1"), add_hamlet(session, "Thôn 2")
        some = [HamletYear(one.id, 2024, 90, 9, 4, 1), HamletYear(other.id, 2024, 80, 8, 3, 0)]
        hamlet_years.save(session, 2024, some)
        hamlet_years.save(session, 2023, some)
    keep(store, one.id, "HN", "HCN")
    with store.write() as session:
        new = hamlets.rename(session, one.id, "Thôn 1A", ON)
        assert hamlet_years.best(session, 2024) == {
            new.id: HamletYear(new.id, 2024, 90, 9, 4, 1), other.id: some[1],
        }  # fmt: skip
        assert set(hamlet_years.best(session, 2023)) == {one.id, other.id}
        shown = [one for one in places_desk.places(session, 2024) if one.is_there]
        assert [one.hamlet.full_name for one in shown] == ["Thôn 1A", "Thôn 2"]
        assert [line.hamlet.id for line in hamlet_years.lines(session, 2024)] == [new.id, other.id]
        assert [one.is_there for one in places_desk.places(session, 2023)] == [True, False, True]


@pytest.mark.both_kinds
def test_that_hamlets_that_became_one_are_added_up_until_its_own_figures_are_saved(
    store: Store,
) -> None:
    with store.write() as session:
        big, small = add_hamlet(session, "Thôn 1"), add_hamlet(session, "Thôn 2")
        hamlet_years.save(
            session, 2024, [HamletYear(big.id, 2024, 90, 9, 4), HamletYear(small.id, 2024, 10, 1)]
        )
        hamlets.join(session, [small.id], big.id, ON)
        assert hamlet_years.of_year(session, 2024) == {big.id: HamletYear(big.id, 2024, 100, 10)}
        hamlet_years.save(session, 2024, [HamletYear(big.id, 2024, 101, 11, 5)])
        assert hamlet_years.of_year(session, 2024)[big.id] == HamletYear(big.id, 2024, 101, 11, 5)
        last = history.of(session, "hamlet_year", big.id)[0]
        assert last.changes["households"] == [100, 101]
        hamlet_years.save(session, 2024, [HamletYear(big.id, 2024)])
        assert hamlet_years.of_year(session, 2024) == {}


def test_that_a_hamlet_that_ended_with_none_in_its_place_keeps_its_figures(store: Store) -> None:
    with store.write() as session:
        one = add_hamlet(session, "Thôn 9")
        hamlet_years.save(session, 2024, [HamletYear(one.id, 2024, 90, 9)])
        hamlets.close(session, one.id, date(2024, 6, 30))
        assert hamlet_years.best(session, 2024)[one.id].poor == 9
        assert [place.is_there for place in places_desk.places(session, 2024)] == [True]
        assert [place.is_there for place in places_desk.places(session, 2025)] == [False]
