from datetime import date, timedelta

import pytest

from db.store import Store
from desktop.core import (
    coverage,
    hamlet_years,
    hamlets,
    history,
    history_words,
    households,
    reports,
    settings,
)
from desktop.core.errors import NotFoundError, PeriodLockedError, WrongChoiceError
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Household, Query, Yearly
from desktop.core.periods import parse
from tests.builders import add_hamlet, log

ON = date(2025, 9, 15)
BEFORE, AFTER = date(2025, 9, 14), date(2025, 12, 31)
RENAMED = {
    "Tổ dân phố 2": "Tổ dân phố 2 Cư Êbur", "Tổ dân phố 3": "Tổ dân phố 3 Cư Êbur",
    "Thôn 1": "Tổ dân phố 1A Thành Công", "Buôn Kdũn": "Buôn Kdũn",
}  # fmt: skip
"""A made-up decision: new names, and a thôn that becomes a tổ dân phố."""


@pytest.mark.both_kinds
def test_that_a_renamed_set_of_hamlets_leaves_last_years_figures(store: Store) -> None:
    year = parse("2024")
    with store.write() as session:
        old = {name: add_hamlet(session, name) for name in RENAMED}
        unit_id = settings.read(session).unit_id
        for number, one in enumerate(old.values()):
            log(session, hamlets=(one.id,), held_on=date(2024, 11, 1 + number))
            home = Household(unit_id=unit_id, head=f"Lê An {number}", hamlet_id=one.id)
            households.save(session, home, {2024: Yearly("HN"), 2025: Yearly("HCN")})
        hamlet_years.save(session, 2024, [HamletYear(o.id, 2024, 90, 9) for o in old.values()])
        reached, counted = coverage.read(session, year), hamlet_years.lines(session, 2024)
        new = {
            name: hamlets.rename(session, one.id, RENAMED[name], ON)
            for name, one in old.items()
            if RENAMED[name] != name
        }
    with store.read() as session:
        assert coverage.read(session, year) == reached
        assert [(o.hamlet.id, o.entered, o.counted) for o in hamlet_years.lines(session, 2024)] == [
            (o.hamlet.id, o.entered, o.counted) for o in counted
        ]
        now = [one.full_name for one in hamlets.valid_on(session, unit_id, AFTER)]
        assert sorted(now) == sorted(RENAMED.values())
        assert sorted(
            one.full_name for one in hamlets.valid_on(session, unit_id, BEFORE)
        ) == sorted(RENAMED)
        this_year = hamlet_years.counted(session, 2025)
        assert {key: one.near_poor for key, one in this_year.items()} == {
            **{one.id: 1 for one in new.values()}, old["Buôn Kdũn"].id: 1,
        }  # fmt: skip


def test_that_several_hamlets_become_one_new_one(store: Store) -> None:
    with store.write() as session:
        some = [add_hamlet(session, f"Thôn {n}") for n in (5, 7)]
        new = hamlets.merge(session, [one.id for one in some], "Thôn 5 - 7", ON)
        kept = hamlets.of_ids(session, [one.id for one in some])
    assert {one.valid_to for one in kept.values()} == {BEFORE}
    assert {one.successor_id for one in kept.values()} == {new.id}
    assert (new.full_name, new.valid_from) == ("Thôn 5 - 7", ON)
    with store.read() as session:
        assert sorted(hamlets.family(session, new.id)) == sorted([new.id, *kept])
        stands = hamlets.standing(session, AFTER)
        assert {stands[one.id] for one in some} == {new.id}
        assert {stands[one.id] for one in some} != set(hamlets.standing(session, BEFORE).values())
        assert hamlets.standing(session, BEFORE)[new.id] == new.id


def test_that_a_renamed_hamlet_is_known_backwards_when_it_had_one_predecessor(store: Store) -> None:
    with store.write() as session:
        old = add_hamlet(session, "Thôn 1")
        new = hamlets.rename(session, old.id, "Tổ dân phố 1", ON)
        last = hamlets.rename(session, new.id, "Tổ dân phố 1 Tân Lợi", date(2026, 1, 1))
        assert hamlets.standing(session, BEFORE)[last.id] == old.id
        assert hamlets.standing(session, AFTER)[old.id] == new.id
        assert hamlets.standing(session, date(2026, 5, 1))[old.id] == last.id


def test_that_hamlets_can_join_one_that_is_there(store: Store) -> None:
    with store.write() as session:
        big, small = add_hamlet(session, "Thôn 1"), add_hamlet(session, "Thôn 2")
        home = Household(unit_id=big.unit_id, head="Lê An", hamlet_id=small.id)
        households.save(session, home, {2025: Yearly("HN")})
        hamlets.join(session, [small.id], big.id, ON)
        assert households.find(session, Query(hamlet_id=big.id)).count == 1
        assert households.find(session, Query(hamlet_id=small.id)).count == 1
        assert hamlet_years.counted(session, 2025)[big.id].poor == 1


def test_that_a_hamlet_can_end_with_nothing_in_its_place(store: Store) -> None:
    with store.write() as session:
        one = add_hamlet(session, "Thôn 9")
        hamlets.close(session, one.id, BEFORE)
        assert hamlets.valid_on(session, one.unit_id, ON) == []
        assert hamlets.standing(session, AFTER)[one.id] == one.id


def test_that_a_misspelt_name_is_mended_for_the_past_too(store: Store) -> None:
    with store.write() as session:
        one = add_hamlet(session, "Buôn Kdun")
        after = hamlets.correct(session, one.id, "Buôn Kdũn", date(1990, 1, 1))
        assert hamlets.all_of(session, one.unit_id) == [after]
    assert (after.id, after.full_name, after.valid_from) == (one.id, "Buôn Kdũn", date(1990, 1, 1))


def test_that_a_name_on_a_locked_paper_is_not_mended(store: Store) -> None:
    q4 = parse("2024-Q4")
    with store.write() as session:
        old, new = add_hamlet(session, "Buôn Kdun"), add_hamlet(session, "Buôn Nuo")
        hamlets.correct(session, new.id, "Buôn Nuo", q4.last + timedelta(days=1))
        reports.lock(session, q4, b"", "0" * 64, nil=True)
        with pytest.raises(PeriodLockedError):
            hamlets.correct(session, old.id, "Buôn Kdũn", None)
        assert hamlets.correct(session, old.id, "Buôn Kdun", None) == old
        after = hamlets.correct(session, new.id, "Buôn Nuôr", q4.last + timedelta(days=1))
        assert after.name == "Nuôr"
        hamlets.rename(session, old.id, "Buôn Kdũn", q4.last + timedelta(days=1))


def test_that_history_says_what_became_of_a_hamlet(store: Store) -> None:
    with store.write() as session:
        one = add_hamlet(session, "Thôn 1")
        hamlets.rename(session, one.id, "Tổ dân phố 1", ON)
        lines = history_words.page(session, history.Wanted(record_id=one.id)).lines
    assert [line.deed for line in lines] == ["Kết thúc thôn, buôn", "Thêm thôn, buôn"]
    assert ("Nay thuộc", "", "Tổ dân phố 1") in lines[0].changes
    assert ("Đến hết ngày", "", "14/09/2025") in lines[0].changes


def test_that_names_taken_and_days_that_do_not_fit_are_refused(store: Store) -> None:
    with store.write() as session:
        one, other = add_hamlet(session, "Thôn 1"), add_hamlet(session, "Thôn 2")
        with pytest.raises(WrongChoiceError, match="đã có Thôn 2"):
            hamlets.rename(session, one.id, "thôn 2", ON)
        with pytest.raises(WrongChoiceError, match="đã có"):
            hamlets.correct(session, one.id, "Thôn 2", None)
        with pytest.raises(NotFoundError):
            hamlets.merge(session, [one.id, "không có"], "Thôn 3", ON)
        with pytest.raises(NotFoundError):
            hamlets.merge(session, [], "Thôn 3", ON)
        hamlets.rename(session, one.id, "Thôn 1", ON)
        with pytest.raises(WrongChoiceError, match="không tồn tại"):
            hamlets.rename(session, one.id, "Thôn 4", AFTER)
        with pytest.raises(WrongChoiceError, match="không phải"):
            hamlets.join(session, [other.id], one.id, AFTER)


def test_that_the_hamlets_of_a_locked_report_stay(store: Store) -> None:
    period = parse("2025-Q3")
    with store.write() as session:
        one, other, gone = (add_hamlet(session, name) for name in ("Thôn 1", "Thôn 2", "Thôn 3"))
        hamlets.close(session, gone.id, period.first)
        reports.lock(session, period, b"", "", nil=True)
        last = period.last - timedelta(days=1)
        for deed in (
            lambda: hamlets.close(session, one.id, last),
            lambda: hamlets.rename(session, one.id, "Thôn 1A", period.first),
            lambda: hamlets.rename(session, one.id, "Thôn 1A", date(2025, 1, 1)),
            lambda: hamlets.join(session, [one.id], other.id, period.last),
            lambda: hamlets.reopen(session, gone.id),
            lambda: hamlets.correct(session, one.id, "Thôn 1", period.last),
            lambda: hamlets.correct(session, one.id, "Thôn Một", None),
        ):
            with pytest.raises(PeriodLockedError, match="quý III"):
                deed()
        after = period.last + timedelta(days=1)
        assert hamlets.rename(session, one.id, "Thôn 1A", after).valid_from == after
        assert hamlets.close(session, other.id, period.last).valid_to == period.last


def test_that_numbers_can_move_on_in_one_decision(store: Store) -> None:
    with store.write() as session:
        some = [add_hamlet(session, f"Tổ dân phố {n}") for n in (1, 2, 3, 4)]
        names = {some[0].id: "Tổ dân phố 2", some[1].id: "Tổ dân phố 3", some[2].id: "tdp 3"}
        new = hamlets.rename_many(session, names, ON)
        now = [one.full_name for one in hamlets.valid_on(session, some[0].unit_id, ON)]
        assert now == ["Tổ dân phố 2", "Tổ dân phố 3", "Tổ dân phố 4"]
        assert new[some[1].id] == new[some[2].id] != new[some[0].id]
        with pytest.raises(WrongChoiceError, match="đã có Tổ dân phố 4"):
            hamlets.rename_many(session, {new[some[0].id].id: "Tổ dân phố 4"}, AFTER)
