"""What the city says of households, money and gifts: its tables and sentences against plain sums."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.store import Store
from desktop.core import (
    city_report,
    consolidation,
    fund_moves,
    funds,
    listing,
    quality,
    registers,
    settings,
)
from desktop.core.documents import city_outline, report_outreach
from desktop.core.documents.content import CityContent
from desktop.core.documents.outline import Annex, Grid
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.funds import Fund
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests.builders import CLOCK, log
from tests.core import filled_ward
from tests.core.test_outreach_up import Q4, by_sql, city, locked, take

__all__ = ["city"]


@pytest.fixture
def wards(store: Store, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """A ward with everything, and one whose talks have declared numbers alone."""
    wanted = NewRegister(role=Role.WARD, unit_code="24163")
    other = registers.create(tmp_path / "other.sotr", wanted, CLOCK)
    with store.write() as session:
        filled_ward.fill(session)
    with other.write() as session:
        log(session, poor=9)
    yield store, other
    other.close()


def content_of(city: Store, *wards: Store) -> CityContent:
    take(city, *(locked(one) for one in wards))
    with city.read() as session:
        return city_report.read(session, Q4)


def grids(content: CityContent) -> list[Grid]:
    parts = city_outline.outline(content).parts
    start = next(
        n for n, one in enumerate(parts) if isinstance(one, Annex) and one.label == "Phụ lục VI"
    )
    return [one for one in parts[start:] if isinstance(one, Grid)]


@pytest.mark.both_kinds
def test_that_annex_vi_is_what_the_wards_reported(city: Store, wards: tuple[Store, Store]) -> None:
    content = content_of(city, *wards)
    by_unit, spent, flows, gifts = grids(content)
    reached = dict(by_sql(city, "SELECT category, sum(reached) FROM reaches GROUP BY category"))
    assert [row[1:6] for row in by_unit.rows] == [
        ("Xã Cư Êbur", reached["HN"], reached["HCN"], reached["HMTN"], 3)
    ]
    ((allotted, used),) = by_sql(city, "SELECT sum(allotted), sum(spent) FROM fund_flows")
    ((cash, goods),) = by_sql(city, "SELECT sum(cash), sum(in_kind) FROM contributions")
    assert by_unit.rows[0][6:] == (allotted, used, allotted - used, cash, goods, 1)
    assert list((by_unit.total or {}).values()) == ["–"] * 4 + list(by_unit.rows[0][6:])
    assert "chưa cộng được số hộ" in by_unit.notes[-1]
    ((everything,),) = by_sql(city, "SELECT sum(amount) FROM expenses")
    assert spent.total == {4: everything}
    assert flows.rows[0][1] == "Sự nghiệp, Xã Cư Êbur"
    assert gifts.total == {2: 2, 3: cash, 4: goods}


def test_that_households_of_all_units_are_added_up(city: Store, wards: tuple[Store, Store]) -> None:
    by_unit, *_ = grids(content_of(city, wards[0]))
    assert list((by_unit.total or {}).values()) == list(by_unit.rows[0][2:])
    assert len(by_unit.notes) == 1


def test_that_the_sentences_say_why_households_are_not_added_up(
    city: Store, wards: tuple[Store, Store]
) -> None:
    lines = report_outreach.households(content_of(city, *wards).report)
    assert lines == [
        (
            "Hộ có đại diện tham dự: 12 lượt hộ nghèo; 1 lượt hộ cận nghèo; 1 lượt hộ mới thoát nghèo "
            "(số khai báo của các buổi, một hộ dự nhiều buổi được tính nhiều lần)."
        ),
        (
            "Chưa cộng được số hộ tính mỗi hộ một lần: còn 1 đơn vị chưa có danh sách tham dự theo "
            "hộ của đúng kỳ này (Xã Ea Tu)."
        ),
    ]


def test_that_with_all_lists_the_city_counts_each_household_once(
    city: Store, wards: tuple[Store, Store]
) -> None:
    content = content_of(city, wards[0])
    lines = report_outreach.households(content.report)
    assert lines[0].startswith(
        "Số hộ được truyền thông theo danh sách tham dự, mỗi hộ tính một lần: 2 hộ nghèo; 1 hộ cận"
    )
    assert len(lines) == 2
    told = " ".join(line for _, some in city_outline.results(content) for line in some)
    ((cash, goods),) = by_sql(city, "SELECT sum(cash), sum(in_kind) FROM contributions")
    for amount in (cash, goods, 30_000_000, 1_900_000):
        assert re.search(rf"\b{amount:,}\b".replace(",", r"\."), told)
    assert "Canary" not in told


def test_that_the_page_shows_the_same_as_the_report(
    city: Store, wards: tuple[Store, Store]
) -> None:
    content = content_of(city, *wards)
    with city.read() as session:
        found = consolidation.outreach(session, Q4)
        whole = consolidation.read(session, "Q", "2024-Q4")
    assert list(found.units) == list(content.outreach)
    assert found.silent == ("Xã Ea Tu",)
    assert whole.funds == (30_000_000, 1_900_000)
    assert content.report.totals.indicators["CT20"]["allocated"] == 30_000_000


def own_fund(city: Store, name: str, amount: int, year: int = 2024) -> None:
    with city.write() as session:
        own = settings.read(session).unit_id
        fund = funds.save(session, Fund(unit_id=own, year=year, kind="NSTW", name=name))
        given = Move(
            fund_id=fund.id, kind=MoveKind.ALLOTTED, moved_on=Q4.first, amount=amount, decision=""
        )
        fund_moves.save(session, given)


@pytest.mark.both_kinds
def test_that_funds_of_another_year_stand_apart_and_are_not_added_up(
    city: Store, wards: tuple[Store, Store]
) -> None:
    own_fund(city, "Nguồn cũ", 9_000_000, year=2023)
    content = content_of(city, *wards)
    _, _, flows, others, _ = grids(content)
    given = content.report.totals.indicators["CT20"]["allocated"]
    assert flows.total
    assert flows.total[3] + flows.total[4] == given == 30_000_000
    assert [row[1:5] for row in others.rows] == [("Nguồn cũ", "2023", 0, 9_000_000)]
    assert others.total is None
    assert others.caption.startswith("4. Nguồn của năm khác")
    whole = content.report.outreach
    older = replace(whole.funds[0], counts=False, spent=5)
    for found, end in ((whole.funds, "nguồn nào."), ([*whole.funds, older], "của năm khác.")):
        said = report_outreach.money(
            replace(content.report, outreach=replace(whole, beside=7, funds=found))
        )
        assert said[-1].endswith(end)


@pytest.mark.both_kinds
def test_that_money_which_may_stand_at_both_levels_is_asked_about(
    city: Store, wards: tuple[Store, Store]
) -> None:
    own_fund(city, "sự  NGHIỆP", 40_000_000)
    own_fund(city, "Phần thành phố tự chi", 5_000_000)
    content = content_of(city, *wards)
    with city.read() as session:
        found = quality.read(session, Progress(), Q4)
        asked = [one for one in found.findings if one.kind is quality.Kind.FUND]
        assert listing.counts(session, [one.filter for one in asked])[0] > 0
    (one,) = asked
    assert (
        "“sự NGHIỆP” năm 2024 (40.000.000 đồng) cũng có ở Xã Cư Êbur (30.000.000 đồng)" in one.text
    )
    first, *_ = report_outreach.money(content.report)
    assert first == (
        "Kinh phí được giao năm 2024, kể cả năm trước chuyển sang: 75.000.000 đồng, gồm 45.000.000 "
        "đồng của cấp mình và 30.000.000 đồng của các đơn vị."
    )
