from datetime import date

import pytest

from db.store import Store
from desktop.core import deadlines, periods
from desktop.core.deadlines import Deadline
from desktop.core.errors import WrongChoiceError

Q4 = Deadline("Báo cáo quý IV", periods.parse("2024-Q4"), date(2024, 12, 18))
YEAR = Deadline("Báo cáo năm", periods.parse("2024"), date(2024, 12, 10))


def test_that_deadlines_come_back_the_earliest_first(store: Store) -> None:
    with store.write() as session:
        deadlines.save(session, [Q4, YEAR])
        assert deadlines.all_of(session) == [YEAR, Q4]
        deadlines.save(session, [Q4])
        assert deadlines.all_of(session) == [Q4]


def test_that_each_deadline_has_a_name_of_its_own(store: Store) -> None:
    for wrong in ([Q4, Q4], [Deadline(" ", YEAR.period, YEAR.due_on)]):
        with pytest.raises(WrongChoiceError), store.write() as session:
            deadlines.save(session, wrong)


def test_that_one_period_gets_another_deadline_and_the_others_stay(store: Store) -> None:
    with store.write() as session:
        deadlines.save(session, [Q4, YEAR])
        deadlines.put(session, Q4.period, date(2024, 12, 20))
        found = deadlines.of_period(session, Q4.period)
        assert found is not None
        assert (found.name, found.due_on) == ("Báo cáo quý IV năm 2024", date(2024, 12, 20))
        deadlines.put(session, Q4.period, None)
        assert deadlines.all_of(session) == [YEAR]


def test_that_a_report_is_not_due_before_its_period_is_over(store: Store) -> None:
    with pytest.raises(WrongChoiceError), store.write() as session:
        deadlines.put(session, Q4.period, date(2024, 12, 13))


def test_that_a_deadline_on_a_saturday_lasts_until_monday() -> None:
    assert Deadline("Quý", Q4.period, date(2024, 12, 14)).last_day == date(2024, 12, 16)
