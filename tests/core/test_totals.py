"""Each indicator by itself, from a few activities."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.store import Store
from desktop.core import activities, listing, periods, totals
from desktop.core.activities import Expense, Status
from desktop.core.listing import Filter
from desktop.core.periods import Rule
from desktop.core.totals import Sums, TopicCount, Totals
from tests.builders import add_hamlet, log, make_activity
from tests.core.plain_totals import DIRECT, EMPTY, HAMLETS, Q4

pytestmark = pytest.mark.both_kinds


def nothing(channel: str, **changes: Any) -> dict[str, Any]:
    """An activity of the channel in which nothing was entered but the changes."""
    blank = {"items": None, "attendees": None, "women": None, "topics": (), "channel": channel}
    return blank | changes


def of(store: Store, *many: dict[str, Any], name: str = "2024-Q4") -> Totals:
    with store.write() as session:
        for hamlet_id in sorted({one for each in many for one in each.get("hamlets", ())}):
            add_hamlet(session, HAMLETS[hamlet_id], id=hamlet_id)
        for one in many:
            log(session, **one)
    with store.read() as session:
        return totals.totals(session, periods.parse(name))


def changed(found: Totals) -> dict[str, Any]:
    """Return the indicators that are not those of an empty register."""
    return {code: value for code, value in found.indicators.items() if value != EMPTY[code]}


def test_that_an_empty_register_has_no_figures(store: Store) -> None:
    found = of(store)
    assert dict(found.indicators) == EMPTY
    assert found.everything == Sums(0)
    assert not any((found.by_channel, found.by_topic, found.by_hamlet, found.by_unit))
    assert found.incomplete == 0


@pytest.mark.parametrize("channel", sorted(DIRECT))
def test_that_each_kind_of_meeting_counts_in_ct01(store: Store, channel: str) -> None:
    found = of(store, nothing(channel), nothing(channel, items=7), nothing("HOI_THI"))
    assert changed(found) == {"CT01": 2}


def test_that_people_are_counted_where_people_come(store: Store) -> None:
    found = of(
        store,
        nothing("HOI_NGHI", attendees=100, women=60, minority=30, officials=9),
        nothing("NOI_CHUYEN", attendees=40, women=0),
        nothing("TU_VAN_HO", attendees=5, minority=5),
        nothing("TAP_HUAN", attendees=20, women=11),
        nothing("PHAT_DONG", attendees=1),
        nothing("HOI_THI", attendees=2),
        nothing("SAN_KHAU", attendees=1_000, women=500, minority=400),
    )
    assert changed(found) == {"CT01": 2, "CT02": 168, "CT03": 71, "CT04": 35}
    assert found.everything.attendees == 1_168
    assert found.everything.officials == 9


def test_that_households_are_declared(store: Store) -> None:
    found = of(
        store,
        nothing("HOI_NGHI", poor=12, near_poor=8, escaped=1, other_households=30),
        nothing("TU_VAN_HO", poor=3, near_poor=0),
        nothing("SAN_KHAU", poor=5),
    )
    assert changed(found) == {
        "CT01": 1,
        "CT05": {"declared": 20, "distinct": None},
        "CT06": {"declared": 8, "distinct": None},
        "CT07": {"declared": 1, "distinct": None},
    }
    assert found.everything.other_households == 30


def test_that_each_hamlet_counts_once_and_only_by_meetings(store: Store) -> None:
    found = of(
        store,
        nothing("NOI_CHUYEN", hamlets=("h1", "h2")),
        nothing("TOA_DAM", hamlets=("h1",)),
        nothing("LOA_LUU_DONG", hamlets=("h3",)),
        nothing("TU_VAN_HO", hamlets=("h3",)),
    )
    assert changed(found) == {"CT01": 2, "CT09": 2}
    assert {name: sums.activities for name, sums in found.by_hamlet.items()} == {
        "Buôn Đŭng": 2, "Thôn 2": 1, "Tổ dân phố 10": 2,
    }  # fmt: skip
    assert found.hamlet_ids == {"Buôn Đŭng": "h1", "Thôn 2": "h2", "Tổ dân phố 10": "h3"}


def test_that_loudspeakers_count_items_airings_and_minutes(store: Store) -> None:
    found = of(
        store,
        nothing("PHAT_THANH", items=4, airings=12, minutes=15, languages=("VIET", "EDE")),
        nothing("PHAT_THANH", items=2, airings=3, minutes=10, languages=("MNONG", "EDE")),
        nothing("PHAT_THANH", items=1, airings=1, minutes=100, languages=("VIET",)),
        nothing("PHAT_THANH", items=1, airings=1, minutes=50, languages=("KHAC",)),
        nothing("PHAT_THANH", airings=5, languages=("EDE",)),
        nothing("PHAT_THANH", minutes=7, languages=("EDE",)),
        nothing("LOA_LUU_DONG", items=9, minutes=30, languages=("EDE",)),
    )
    assert changed(found) == {"CT10": 8, "CT11": 22, "CT12": 360, "CT13": 210}


def test_that_visual_means_count_pieces_and_square_metres(store: Store) -> None:
    found = of(
        store,
        nothing("PANO", items=1, area_m2=Decimal("24.00")),
        nothing("BANG_RON", items=10, area_m2=Decimal("48.10")),
        nothing("PHUON", items=20, area_m2=Decimal("0.20")),
        nothing("KHAU_HIEU", items=3),
        nothing("AP_PHICH", items=1, area_m2=Decimal("9.00")),
    )
    assert changed(found) == {
        "CT14": {"items": 34, "area_m2": Decimal("72.30")},
        "CT15": 1,
    }


def test_that_ten_dimes_are_a_whole(store: Store) -> None:
    found = of(store, *(nothing("PANO", area_m2=Decimal("0.10")) for _ in range(10)))
    assert found.indicators["CT14"]["area_m2"] == Decimal(1)


def test_that_printed_things_and_press_are_summed(store: Store) -> None:
    found = of(
        store,
        *(nothing(code, items=count) for code, count in (
            ("AP_PHICH", 100), ("TO_ROI", 2_000), ("TO_GAP", 30), ("SO_TAY", 4),
            ("TIN_BAI", 5), ("CHUYEN_MUC", 6), ("VIDEO_CLIP", 7), ("MXH", 80),
            ("PHONG_SU", 2), ("DIEN_HINH", 3), ("XE_LUU_DONG", 11), ("VAN_DONG_QUY", 12),
        )),
    )  # fmt: skip
    assert changed(found) == {"CT15": 2_134, "CT16": 98, "CT17": 2, "CT18": 3}


def test_that_only_money_of_the_programme_is_spent(store: Store) -> None:
    found = of(
        store,
        nothing("HOI_NGHI", expenses=(
            Expense("CAP_TREN", 1_500_000), Expense("XA_PHUONG", 250_000),
            Expense("LONG_GHEP", 900_000), Expense("CAP_TREN"), Expense("CAP_TREN", 50_000),
        )),
        nothing("MXH", expenses=(Expense("KHONG", 0),)),
    )  # fmt: skip
    spent = {"allocated": None, "spent": 1_800_000, "rate": None}
    assert changed(found) == {"CT01": 1, "CT20": spent}


@pytest.mark.parametrize(
    ("name", "rule", "days"),
    [
        ("2024-Q4", Rule.ADMINISTRATIVE, ["2024-09-15", "2024-10-01", "2024-12-14"]),
        ("2024-Q4", Rule.CALENDAR, ["2024-10-01", "2024-12-14", "2024-12-15", "2024-12-31"]),
        ("2024-Q4", Rule.PLAN, ["2024-10-01", "2024-12-14", "2024-12-15", "2024-12-31"]),
        ("2024-Q3", Rule.ADMINISTRATIVE, ["2024-09-14"]),
        ("2025-Q1", Rule.ADMINISTRATIVE, ["2024-12-15", "2024-12-31", "2025-01-01"]),
        ("2024-10-01..2024-10-01", Rule.ADMINISTRATIVE, ["2024-10-01"]),
    ],
)
def test_that_days_at_the_border_count_where_they_belong(
    store: Store, name: str, rule: Rule, days: list[str]
) -> None:
    around = ("2024-09-14", "2024-09-15", "2024-10-01", "2024-12-14", "2024-12-15", "2024-12-31",
              "2025-01-01")  # fmt: skip
    with store.write() as session:
        for day in around:
            log(session, held_on=date.fromisoformat(day), title=day, until_on=date(2025, 6, 1))
        plan = periods.parse("2024-10-01..2024-12-31")
        period = periods.parse(name, rule, plan)
        found = totals.totals(session, period)
        wanted = Filter(unit_id=found.unit.id, first=period.first, last=period.last)
        assert sorted(line.title for line in listing.find(session, wanted).lines) == days
    assert found.indicators["CT01"] == found.everything.activities == len(days)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_that_drafts_and_withdrawn_ones_never_count(store: Store, status: Status) -> None:
    many = {
        "status": status, "hamlets": ("h1",), "items": 5, "airings": 5, "minutes": 5, "poor": 5,
        "area_m2": Decimal(5), "languages": ("EDE",), "expenses": (Expense("CAP_TREN", 5),),
    }  # fmt: skip
    channels = ("HOI_NGHI", "PHAT_THANH", "PANO", "TO_ROI", "MXH", "PHONG_SU", "DIEN_HINH")
    found = of(store, *(many | {"channel": code} for code in channels))
    assert dict(found.indicators) == EMPTY
    assert found.everything == Sums(0)
    assert not any((found.by_channel, found.by_topic, found.by_hamlet, found.by_unit))
    assert {count for _, count in found.by_month} == {0}


def test_that_a_withdrawn_activity_leaves_and_comes_back(store: Store) -> None:
    with store.write() as session:
        kept = log(session)
        counts = [totals.totals(session, Q4).indicators["CT01"]]
        for deed in (activities.withdraw, activities.restore):
            deed(session, kept.unit_id, kept.id)
            counts.append(totals.totals(session, Q4).indicators["CT01"])
    assert counts == [1, 0, 1]


def test_that_nothing_entered_is_not_zero(store: Store) -> None:
    zero = {"attendees": 0, "women": None, "poor": 0}
    found = of(store, nothing("HOI_NGHI", **zero), nothing("HOI_NGHI"))
    assert found.indicators["CT02"] == 0
    assert found.indicators["CT03"] is None
    assert found.indicators["CT05"]["declared"] == 0
    assert found.by_channel["HOI_NGHI"].attendees == 0
    assert found.by_channel["HOI_NGHI"].women is None


def test_that_minutes_are_meant_per_airing(store: Store) -> None:
    found = of(
        store,
        nothing("PHAT_THANH", airings=4, minutes=15),
        nothing("PHONG_SU", airings=2, minutes=10),
        nothing("VIDEO_CLIP", minutes=3),
    )
    assert {code: sums.minutes for code, sums in found.by_channel.items()} == {
        "PHAT_THANH": 60, "PHONG_SU": 20, "VIDEO_CLIP": 3,
    }  # fmt: skip
    assert found.everything.minutes == 83


def test_that_an_activity_counts_in_each_of_its_topics(store: Store) -> None:
    found = of(
        store,
        nothing("TOA_DAM", topics=("DV06", "DV01", "CS07")),
        nothing("TOA_DAM", topics=("DV01",)),
        nothing("TOA_DAM", topics=()),
    )
    assert found.by_topic == {
        "CS07": TopicCount(0, 1), "DV01": TopicCount(1, 2), "DV06": TopicCount(1, 1),
    }  # fmt: skip
    assert found.everything.activities == 3


def test_that_figures_are_booked_on_the_unit_then_or_now(store: Store) -> None:
    with store.write() as session:
        log(session)
        then, now = (totals.totals(session, Q4, units_as) for units_as in ("then", "now"))
    assert then.by_unit == {"Xã Cư Êbur": then.everything}
    assert now.by_unit == {"Phường Buôn Ma Thuột": now.everything}
    assert then.unit == now.unit
    assert then.indicators == now.indicators


def test_that_other_units_are_not_counted(store: Store) -> None:
    with store.write() as session:
        mine = log(session)
        other = listing.Filter(unit_id=mine.unit_id)
        moved = totals.units.by_code(session, "24163", date(2024, 10, 1)).id
        activities.save(session, make_activity(moved))
        assert totals.totals(session, Q4).everything.activities == 1
        assert listing.summary(session, other).activities == 1


def test_that_incomplete_papers_are_counted(store: Store) -> None:
    found = of(store, {"status": Status.HELD}, {"status": Status.HELD}, {"status": Status.COMPLETE})
    assert found.incomplete == 2


def test_that_the_json_is_that_of_the_design(store: Store) -> None:
    found = totals.as_json(of(store, nothing("PANO", area_m2=Decimal("4.80"), hamlets=("h1",))))
    assert json.loads(json.dumps(found)) == found
    assert found["unit"]["code"] == "24160"
    assert found["period"] == {
        "name": "2024-Q4", "rule": "administrative", "from": "2024-09-15", "to": "2024-12-14",
    }  # fmt: skip
    assert list(found["indicators"]) == [f"CT{number:02d}" for number in range(1, 21)]
    assert found["indicators"]["CT14"] == {"items": None, "area_m2": 4.8}
    wanted = {
        "activities", "items", "airings", "minutes", "area_m2", "attendees", "women", "minority",
        "officials", "poor", "near_poor", "escaped", "other_households",
    }  # fmt: skip
    assert set(found["by_channel"]["PANO"]) == set(found["by_hamlet"]["Buôn Đŭng"]) == wanted
