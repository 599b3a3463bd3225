"""What a ward says beside its activities travels as counts and sums, and comes to stand in the city."""

import gzip
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from db.store import Store
from desktop.core import (
    exchange,
    fund_moves,
    hamlet_years,
    intakes,
    keys,
    periods,
    registers,
    reports,
    totals,
    units,
)
from desktop.core.errors import PackageError, PackageReason
from desktop.core.exchange import Made
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.hamlet_years import HamletYear
from desktop.core.intake import Result
from desktop.core.keys import Kind
from desktop.core.packages import header as headers, reader, sealing, writer
from desktop.core.packages.contents import Expense
from desktop.core.packages.header import About, Record
from desktop.core.packages.outreach import Contribution, Exemplar, FundFlow, Reach
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.texts import fold
from tests import wards
from tests.builders import CLOCK, log
from tests.core import filled_ward
from tests.core.filled_ward import Filled
from tests.dump import dump

Q3, Q4, YEAR = (periods.parse(name) for name in ("2024-Q3", "2024-Q4", "2024"))
TABLES = ("reaches", "fund_flows", "material_flows", "contributions", "exemplars", "hamlet_years")


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    made = registers.create(
        tmp_path / "city.sotr", NewRegister(role=Role.CITY, unit_code="643", officer="A"), CLOCK
    )
    yield made
    made.close()


@pytest.fixture
def filled(store: Store) -> Filled:
    with store.write() as session:
        return filled_ward.fill(session)


def locked(ward: Store, period: periods.Period = Q4) -> Made:
    with ward.write() as session:
        exchange.lock(session, period)
        return exchange.package(session, period)


def take(city: Store, *many: Made) -> None:
    """Take packages of the ward in; its key is believed."""
    for made in many:
        with city.write() as session:
            public = reader.look(made.file).signer.hex()
            if keys.known(session, public) is None:
                keys.trust(session, public, made.entry.unit_id, Kind.SIGNING)
            assert intakes.take_one(session, "a.sott", made.file).result is Result.TAKEN


def held(store: Store, *tables: str) -> dict[str, list[Any]]:
    found = dump(store)
    return {name: found[name] for name in tables or TABLES}


def by_sql(store: Store, query: str, **values: Any) -> list[tuple[Any, ...]]:
    with store.read() as session:
        return [tuple(row) for row in session.execute(text(query), values)]


@pytest.mark.both_kinds
def test_that_the_city_holds_what_the_ward_counts(
    store: Store, city: Store, filled: Filled
) -> None:
    """The counts are made here once more by plain SQL over the ward's own rows."""
    take(city, locked(store))
    reached = by_sql(
        store,
        "SELECT coalesce(h.hamlet_id, ''), y.category, count(DISTINCT h.id) FROM attendances a "
        "JOIN activities v ON v.unit_id = a.unit_id AND v.id = a.activity_id "
        "JOIN households h ON h.id = a.household_id "
        "JOIN household_years y ON y.household_id = h.id AND y.year = 2024 "
        "WHERE v.held_on BETWEEN '2024-09-15' AND '2024-12-14' "
        "GROUP BY h.hamlet_id, y.category",
    )
    found = held(city)
    assert sorted(reached) == sorted(
        (one["hamlet_id"], one["category"], one["reached"]) for one in found["reaches"]
    )
    assert sum(one["first_time"] for one in found["reaches"]) == 4  # one came in March
    given = by_sql(
        store,
        "SELECT id, donor_kind, cash, in_kind FROM contributions "
        "WHERE given_on BETWEEN '2024-09-15' AND '2024-12-14' ORDER BY id",
    )
    assert [
        (one["id"], one["donor_kind"], one["cash"], one["in_kind"])
        for one in found["contributions"]
    ] == given
    (flow,) = found["fund_flows"]
    assert (flow["allotted"], flow["spent"], flow["kind"]) == (30_000_000, 1_900_000, "NSTW")
    (leaflet,) = found["material_flows"]
    assert (leaflet["opening"], leaflet["received"], leaflet["handed_out"]) == (100, 400, 450)
    (exemplar,) = found["exemplars"]
    assert (exemplar["kind"], exemplar["hamlet_id"]) == ("MO_HINH", filled.places[1])
    poor = {one["hamlet_id"]: one["poor"] for one in found["hamlet_years"]}
    assert poor[filled.places[0]] == 12


def test_that_no_name_and_no_code_of_a_household_is_in_a_package(
    store: Store, city: Store, filled: Filled
) -> None:
    """Every household, donor and exemplar of a filled register, in any form of its letters."""
    made = [locked(store, one) for one in (Q4, YEAR)]
    with store.read() as session:
        plain = [gzip.decompress(reports.content(session, reports.current(session, one)))
                 for one in (Q4, YEAR)]  # fmt: skip
    take(city, *made)
    kept = str(dump(city, without=("file",)))
    rows = by_sql(store, "SELECT head, code, id FROM households")
    secrets = {one for row in rows for one in row} | {*filled_ward.SECRETS}
    assert len(secrets) >= 15
    whole = [one.decode() for one in plain] + [kept]
    for secret in secrets:
        for form in ("NFC", "NFD"):
            wanted = unicodedata.normalize(form, secret)
            assert not [one for one in whole if wanted in one], secret
            assert not [one for one in made if wanted.encode() in one.file], secret
        assert not [one for one in whole if fold(secret) in fold(one)], secret
    assert "canary" not in fold(kept)


@pytest.mark.both_kinds
def test_that_the_sums_of_the_city_are_those_of_its_wards(
    store: Store, city: Store, filled: Filled
) -> None:
    take(city, locked(store))
    with store.read() as ward_session, city.read() as session:
        own, all_of_them = (totals.totals(one, Q4).indicators for one in (ward_session, session))
    assert own == all_of_them
    assert own["CT05"] == {"declared": 3, "distinct": 2}
    assert (own["CT06"]["distinct"], own["CT07"]["distinct"]) == (1, 1)
    assert own["CT08"] == Decimal("15.4")  # of 12 as entered and 1 that the register counts
    assert own["CT19"] == {"cash": 5_200_000, "in_kind": 1_250_000}
    assert own["CT20"] == {
        "allocated": 30_000_000, "spent": 2_150_000, "rate": Decimal("6.3"),  # 1.900.000 of its fund
    }  # fmt: skip


@pytest.mark.both_kinds
def test_that_the_seal_on_the_paper_says_the_same_figures(store: Store, filled: Filled) -> None:
    locked(store)
    with store.write() as session:
        report = reports.current(session, Q4)
        assert report is not None
        digits = exchange.seal_digits(session, report)
        figures = totals.totals(session, Q4).indicators
    assert dict(sealing.read_qr(digits).figures) == figures
    assert len(digits) <= 796  # what a QR of version 13 takes at error correction M


def test_that_nothing_distinct_is_said_for_days_nobody_reported_as_such(
    store: Store, city: Store, filled: Filled
) -> None:
    take(city, locked(store))
    with city.read() as session:
        found = totals.totals(session, YEAR)
    assert found.indicators["CT05"]["distinct"] is None
    assert found.households.silent == (filled.unit_id,)


@pytest.mark.both_kinds
def test_that_funds_are_taken_from_the_newest_report_that_ends_in_time(
    store: Store, city: Store, filled: Filled
) -> None:
    third = locked(store, Q3)
    with store.write() as session:
        more = Move(
            fund_id=filled.fund_id, kind=MoveKind.ALLOTTED, moved_on=Q4.first, amount=5_000_000
        )
        fund_moves.save(session, more)
    take(city, locked(store, Q4), third)
    with city.read() as session:
        allotted = {
            one.name: totals.totals(session, one).indicators["CT20"]["allocated"]
            for one in (Q3, Q4, YEAR, periods.parse("2024-Q2"), periods.parse("2025-Q1"))
        }
    assert allotted == {
        "2024-Q3": 30_000_000, "2024-Q4": 35_000_000, "2024": 35_000_000, "2024-Q2": None,
        "2025-Q1": None,
    }  # fmt: skip


def test_that_a_ward_without_lists_is_named_and_none_is_said(
    store: Store, city: Store, filled: Filled, tmp_path: Path
) -> None:
    wanted = NewRegister(role=Role.WARD, unit_code="24163")
    other = registers.create(tmp_path / "other.sotr", wanted, CLOCK)
    with other.write() as session:
        log(session, poor=9)
    take(city, locked(store), locked(other))
    other.close()
    with city.read() as session:
        found = totals.totals(session, Q4)
        silent = units.by_code(session, "24163", date(2024, 10, 1)).id
    assert found.indicators["CT05"] == {"declared": 12, "distinct": None}
    assert found.households.silent == (silent,)
    assert found.indicators["CT08"] is None  # that ward's poor households are not known


@pytest.mark.both_kinds
def test_that_what_a_new_version_leaves_out_is_gone_and_comes_back_by_undo(
    store: Store, city: Store, filled: Filled
) -> None:
    take(city, locked(store))
    before = dump(city)
    with store.write() as session:
        reports.reopen(session, Q4, "sửa")
        session.execute(text("DELETE FROM contributions WHERE donor_kind = 'DN'"))
        session.execute(text("UPDATE contributions SET cash = 1, given_on = '2024-10-30'"))
        session.execute(text("DELETE FROM exemplars"))
        session.execute(text("DELETE FROM material_moves"))
        session.execute(text("UPDATE attendances SET household_id = NULL"))
        hamlet_years.save(session, 2024, [HamletYear(filled.places[0], 2024, 130, 15, 8, 2)])
    take(city, locked(store))
    found = held(city)
    assert [one["cash"] for one in found["contributions"]] == [1, 1]
    assert found["reaches"] == found["exemplars"] == found["material_flows"] == []
    assert {one["poor"] for one in found["hamlet_years"]} >= {15}
    with city.write() as session:
        last = intakes.last(session)
        assert last is not None
        intakes.undo(session, last.id)
    assert dump(city) == before


@pytest.mark.both_kinds
def test_that_the_latest_days_of_a_year_say_how_many_households_there_are(
    store: Store, city: Store, filled: Filled, tmp_path: Path
) -> None:
    third = locked(store, Q3)
    with store.write() as session:
        hamlet_years.save(session, 2024, [HamletYear(filled.places[0], 2024, 130, 15, 8, 2)])
    fourth = locked(store, Q4)
    take(city, third, fourth)
    other = registers.create(
        tmp_path / "other.sotr", NewRegister(role=Role.CITY, unit_code="643"), CLOCK
    )
    take(other, fourth, third)
    assert held(city) == held(other)
    (one,) = [one for one in held(city)["hamlet_years"] if one["hamlet_id"] == filled.places[0]]
    assert one["poor"] == 15
    other.close()


def test_that_a_gift_moved_to_other_days_stands_there_alone(
    store: Store, city: Store, filled: Filled
) -> None:
    with store.write() as session:
        session.execute(text("UPDATE contributions SET given_on = '2024-08-30'"))
    take(city, locked(store, Q3))
    with store.write() as session:
        reports.reopen(session, Q3, "ghi nhầm ngày")
        session.execute(text("UPDATE contributions SET given_on = '2024-09-30'"))
    take(city, locked(store, Q4))
    assert [one["given_on"] for one in held(city)["contributions"]] == [date(2024, 9, 30)] * 3


def reach(**changes: Any) -> Reach:
    return Reach(**({"hamlet_id": "", "category": "HN", "reached": 2, "first_time": 1} | changes))


KEY = "0190f2b4-3c00-7a10-8b60-00000000000a"
DAY = date(2024, 11, 1)
STRANGE: dict[str, Record] = {
    "category": reach(category="LA"),
    "kind of donor": Contribution(KEY, DAY, "LA", 1, None),
    "kind of exemplar": Exemplar(KEY, "LA", None, DAY, "", None),
    "kind of fund": FundFlow(KEY, 2024, "LA", "Nguồn", 0, 0, 0, 0, 0),
}


@pytest.mark.parametrize("case", [*STRANGE, "item of an expense"])
def test_that_a_code_nobody_knows_is_refused_and_nothing_changed(tmp_path: Path, case: str) -> None:
    city = wards.empty_city(tmp_path, wards=1)
    spent = wards.structs.replace(
        wards.activity(city.wards[0], 1), expenses=(Expense("CAP_TREN", 1, "LA"),)
    )
    bad = STRANGE.get(case, spent)
    before = dump(city.store)
    data = wards.package(city.wards[0], [*city.wards[0].hamlets, bad])
    with pytest.raises(PackageError) as caught, city.store.write() as session:
        intakes.take_one(session, "a.sott", data)
    assert (caught.value.reason, caught.value.detail) == (PackageReason.REFERENCE, "LA")
    assert dump(city.store) == before
    city.store.close()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (reach(first_time=3), PackageReason.SUMS_FALSE),
        (reach(hamlet_id=KEY), PackageReason.REFERENCE),
        (Exemplar(KEY, "GUONG", KEY, DAY, "", None), PackageReason.REFERENCE),
        (Contribution(KEY, date(2024, 9, 14), "DN", 1, None), PackageReason.PERIOD),
        (Exemplar(KEY, "GUONG", None, date(2024, 12, 15), "", None), PackageReason.PERIOD),
    ],
)
def test_that_a_report_that_contradicts_itself_is_not_even_written(
    store: Store, bad: Record, reason: PackageReason
) -> None:
    with store.read() as session:
        unit = units.by_code(session, "24160", DAY)
    about = About(
        headers.Kind.REPORT, exchange.unit_in_header(unit), exchange.period_in_header(Q4), 1, {}
    )
    with pytest.raises(PackageError) as caught:
        writer.freeze(about, [bad])
    assert caught.value.reason is reason


def test_that_lists_without_a_poor_household_say_0_and_not_nothing(
    store: Store, city: Store, filled: Filled
) -> None:
    with store.write() as session:
        session.execute(text("DELETE FROM household_years"))
    take(city, locked(store))
    with city.read() as session:
        found = totals.totals(session, Q4)
    assert found.indicators["CT05"]["distinct"] == 0
