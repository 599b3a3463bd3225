"""Taking old names out: what is shown is what goes, figures stay, history has no names."""

from datetime import date

import pytest

from db.rows import AttendanceRow, ContributionRow, HistoryRow, PurgeRow
from db.store import Store
from desktop.core import (
    activities,
    attendance,
    contributions,
    exemplars,
    retention,
    scopes,
    settings,
    totals,
)
from desktop.core.attendance import Person, Sex
from desktop.core.contributions import Contribution, DonorKind
from desktop.core.errors import WrongChoiceError
from desktop.core.exemplars import Exemplar
from desktop.core.periods import Rule, parse
from desktop.core.retention import GONE
from tests.builders import log

PEOPLE = (
    Person(name="Y Bí Mật Niê", sex=Sex.MALE, ethnic="Ê-đê", address="Buôn Đŭng", category="HN", note="mù"),
    Person(name="Nguyễn Kín", sex=Sex.FEMALE, ethnic="Kinh", address="Thôn 2", category="HCN"),
    Person(name="Lê Giấu", sex=Sex.FEMALE, address="UBND", salaried=True),
)  # fmt: skip
NAMES = ("Bí Mật", "Kín", "Giấu", "Buôn Đŭng", "Thôn 2")


@pytest.fixture
def lists(store: Store) -> list[activities.Activity]:
    """Lists of 2017, 2018 and of this year, with names."""
    made = []
    with store.write() as session:
        for day in (date(2017, 3, 1), date(2018, 5, 2), date(2024, 11, 14)):
            made.append(one := log(session, held_on=day))
            attendance.save(session, one.unit_id, one.id, PEOPLE)
    return made


@pytest.mark.both_kinds
def test_that_the_preview_says_lists_persons_and_years(store: Store, lists) -> None:
    with store.read() as session:
        due = retention.due(session)
    assert (due.years, due.lists, due.persons) == (5, 2, 6)
    assert [(one.year, one.lists, one.persons) for one in due.found] == [(2017, 1, 3), (2018, 1, 3)]


@pytest.mark.both_kinds
def test_that_names_go_and_all_figures_stay(store: Store, lists) -> None:
    periods = [parse(name, Rule.CALENDAR, None) for name in ("2017", "2018", "2024")]

    def figures():
        with store.read() as session:
            return (
                [totals.totals(session, one) for one in periods],
                [attendance.figures(attendance.of(session, one.unit_id, one.id)) for one in lists],
                [activities.get(session, one.unit_id, one.id) for one in lists],
            )

    before = figures()
    with store.write() as session:
        done = retention.purge(session, retention.due(session))
    assert done.persons == 6
    assert figures() == before
    with store.read() as session:
        rows = session.query(AttendanceRow).all()
        old = [row for row in rows if row.activity_id != lists[-1].id]
        assert {(row.name, row.address, row.note) for row in old} == {(GONE, "", "")}
        assert {row.name for row in rows if row not in old} == {one.name for one in PEOPLE}
        assert not retention.due(session).found


def test_that_the_history_says_how_many_and_no_name(store: Store, lists) -> None:
    with store.write() as session:
        retention.purge(session, retention.due(session))
    with store.read() as session:
        (row,) = session.query(PurgeRow).all()
        assert (row.lists, row.persons, row.by) == (2, 6, "H'Linh Niê")
        said = str([one.changes for one in session.query(HistoryRow)])
        assert "'persons': [None, 6]" in said
        assert not any(name in said for name in NAMES)


def test_that_nothing_but_what_was_shown_goes(store: Store, lists) -> None:
    with store.read() as session:
        seen = retention.due(session)
    with store.write() as session:
        one = log(session, held_on=date(2016, 1, 1))
        attendance.save(session, one.unit_id, one.id, PEOPLE[:1])
    with pytest.raises(WrongChoiceError), store.write() as session:
        retention.purge(session, seen)
    with store.read() as session:
        assert retention.due(session).persons == 7


def test_that_names_of_a_locked_period_go_too(store: Store, lists) -> None:
    from desktop.core import reports

    with store.write() as session:
        reports.lock(session, parse("2018", Rule.CALENDAR, None), b"{}", "0" * 64, nil=False)
    with store.write() as session:
        assert retention.purge(session, retention.due(session)).persons == 6


@pytest.mark.both_kinds
def test_that_old_private_donors_go_and_sums_and_firms_stay(store: Store) -> None:
    """A person and a household of 2018 lose their names; a firm and this year's person do not."""
    old, now = date(2018, 5, 2), date(2024, 11, 14)
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        for day, kind, donor, note in (
            (old, DonorKind.PERSON, "Bà Bí Mật", "số nhà 5"), (old, DonorKind.HOUSEHOLD, "", "Hộ Kín"),
            (old, DonorKind.PERSON, "", ""), (old, DonorKind.BUSINESS, "Công ty Sáng", "ký 2/5"),
            (now, DonorKind.PERSON, "Ông Mới", ""),
        ):  # fmt: skip
            contributions.save(session, Contribution(
                unit_id=unit_id, given_on=day, donor_kind=kind, donor=donor, note=note, cash=5_000,
            ))  # fmt: skip
    year = parse("2018", Rule.CALENDAR, None)
    with store.read() as session:
        due = retention.due(session)
        before = contributions.by_kind(session, scopes.read(session), year)
    assert [(one.year, one.lists, one.persons, one.donors) for one in due.found] == [
        (2018, 0, 0, 2)
    ]
    with store.write() as session:
        assert retention.purge(session, due).donors == 2
    with store.read() as session:
        assert contributions.by_kind(session, scopes.read(session), year) == before
        kept = {(row.donor, row.note) for row in session.query(ContributionRow)}
        said = str([one.changes for one in session.query(HistoryRow)])
        assert not retention.due(session).found
    assert kept == {("", ""), ("Công ty Sáng", "ký 2/5"), ("Ông Mới", "")}
    assert "'donors': [None, 2]" in said
    assert "Bí Mật" not in said


def test_that_exemplars_stay(store: Store) -> None:
    with store.write() as session:
        one = Exemplar(
            unit_id=settings.read(session).unit_id, found_on=date(2016, 3, 1), title="Mô hình",
            who="Ông A", story="Kể.",
        )  # fmt: skip
        exemplars.save(session, one)
        assert retention.purge(session, retention.due(session)).found == ()
        assert exemplars.get(session, one.unit_id, one.id).who == "Ông A"


@pytest.mark.parametrize("years", [0, 21, -1])
def test_that_the_rule_has_sense(store: Store, years: int) -> None:
    with pytest.raises(WrongChoiceError), store.write() as session:
        retention.keep_years(session, years)


def test_that_the_rule_decides(store: Store, lists) -> None:
    with store.write() as session:
        retention.keep_years(session, 7)
    with store.read() as session:
        assert [one.year for one in retention.due(session).found] == [2017]
