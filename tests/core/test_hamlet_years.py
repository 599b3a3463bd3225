from dataclasses import replace

import pytest

from db.store import Store
from desktop.core import hamlet_years, history, households, settings
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
