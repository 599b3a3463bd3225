import re
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from db.store import Store
from desktop.core import neighbours, problems, settings, speakers
from desktop.core.activities import Activity, Expense, Status
from desktop.core.neighbours import Neighbour
from desktop.core.problems import LARGEST, Context, Problem, Severity
from desktop.core.speakers import Speaker
from tests.builders import add_hamlet, log, make_activity

STOP, EXPLAIN, NOTICE = Severity.STOP, Severity.EXPLAIN, Severity.NOTICE

THANG_LOI = "51273d2e-b1a5-5ea8-8c23-1f7cfa192f42"
"""Phường Thắng Lợi, dissolved on 01/11/2024."""

CU_EBUR = "d3a59846-fef8-5cc4-8962-9da8545c5005"
"""The unit of the register itself."""

RADIO: dict[str, Any] = {
    "channel": "PHAT_THANH", "attendees": None, "women": None, "items": 4, "airings": 12,
    "minutes": 15,
}  # fmt: skip
PANO: dict[str, Any] = {
    "channel": "PANO", "attendees": None, "women": None, "area_m2": Decimal("4.80"),
}  # fmt: skip

CASES: list[tuple[str, Severity, dict[str, Any]]] = [
    ("channel_unknown", STOP, {"channel": "XYZ"}),
    ("content_missing", STOP, {"title": "", "topics": ()}),
    ("hamlet_missing", STOP, {"channel": "SINH_HOAT_CD"}),
    ("attendees_missing", EXPLAIN, {"attendees": None, "women": None}),
    ("topic_unknown", STOP, {"topics": ("DV06", "XX")}),
    ("date_implausible", STOP, {"held_on": date(2014, 12, 31)}),
    ("date_implausible", STOP, {"held_on": date(2027, 1, 1)}),
    ("date_in_future", EXPLAIN, {"held_on": date(2024, 12, 17)}),
    ("period_locked", STOP, {"held_on": date(2024, 7, 31)}),
    ("until_before_start", STOP, {"until_on": date(2024, 11, 13)}),
    ("until_far", EXPLAIN, {"until_on": date(2025, 11, 16)}),
    ("hours_backwards", STOP, {"started_at": time(9, 0), "ended_at": time(8, 0)}),
    ("hours_backwards", STOP, {"started_at": time(9, 0), "ended_at": time(9, 0)}),
    ("unit_not_valid", EXPLAIN, {"held_on": date(2025, 7, 1)}),
    ("outside_plan", NOTICE, {"held_on": date(2024, 9, 30)}),
    ("negative", STOP, {"items": -1}),
    ("too_large", STOP, {"items": LARGEST["items"] + 1}),
    ("amount_wrong", STOP, {"expenses": (Expense("CAP_TREN", -1),)}),
    ("amount_wrong", STOP, {"expenses": (Expense("CAP_TREN", 10**12 + 1),)}),
    ("payer_unknown", STOP, {"expenses": (Expense("AI", 1),)}),
    ("payer_amount", STOP, {"expenses": (Expense("KHONG", 1),)}),
    ("women_over_total", STOP, {"women": 41}),
    ("minority_over_total", STOP, {"minority": 41}),
    ("officials_over_total", STOP, {"officials": 41}),
    ("poor_over_total", STOP, {"poor": 41}),
    ("near_poor_over_total", STOP, {"near_poor": 41}),
    ("escaped_over_total", STOP, {"escaped": 41}),
    ("other_households_over_total", STOP, {"other_households": 41}),
    ("total_missing", STOP, {"attendees": None}),
    ("households_over_total", EXPLAIN, {"poor": 20, "near_poor": 10, "escaped": 10, "other_households": 1}),
    ("many_people", EXPLAIN, {"attendees": 2_001}),
    ("airings_below_items", STOP, RADIO | {"airings": 3}),
    ("airings_none", STOP, RADIO | {"items": None, "airings": 0}),
    ("airing_too_long", STOP, RADIO | {"minutes": 1_441}),
    ("area_decimals", STOP, PANO | {"area_m2": Decimal("4.805")}),
    ("not_of_channel", STOP, {"minutes": 90}),
    ("not_of_channel", STOP, RADIO | {"attendees": 5}),
    ("too_long", STOP, {"title": "ư" * 501}),
    ("too_long", STOP, {"chair": "a" * 201}),
    ("too_long", STOP, {"note": "a" * 4_001}),
    ("hamlet_unknown", STOP, {"hamlets": ("x",)}),
    ("hamlet_not_valid", EXPLAIN, {"hamlets": ("h-cũ",)}),
    ("joint_with_itself", STOP, {"organiser_id": CU_EBUR}),
    ("joint_with_itself", STOP, {"partners": (CU_EBUR,)}),
    ("partner_unknown", STOP, {"organiser_id": "x"}),
    ("partner_unknown", STOP, {"partners": ("x",)}),
    ("partner_not_valid", EXPLAIN, {"partners": (THANG_LOI,)}),
    ("maybe_twice", EXPLAIN, {"title": "TRÙNG ten", "held_on": date(2024, 11, 20)}),
    ("speaker_twice", EXPLAIN,
     {"speakers": ("s1",), "held_on": date(2024, 11, 20), "started_at": time(8, 30)}),
    ("cost_without_papers", NOTICE, {"expenses": (Expense("CAP_TREN", 500_000),)}),
]  # fmt: skip

CLEAN: list[dict[str, Any]] = [
    {},
    {"held_on": date(2024, 12, 16)},
    {"held_on": date(2024, 10, 1)},
    {"held_on": date(2024, 10, 31), "organiser_id": THANG_LOI},
    {"title": ""},
    {"topics": ()},
    {"women": 40, "minority": 40, "officials": 40, "poor": 40},
    {"women": None, "attendees": 0},
    {"attendees": 2_000},
    {"poor": 10, "near_poor": 10, "escaped": 10, "other_households": 10},
    {"started_at": time(8, 0), "ended_at": time(8, 1)},
    {"started_at": time(22, 0), "ended_at": time(2, 0), "until_on": date(2024, 11, 15)},
    {"until_on": date(2024, 11, 14)},
    {"title": "ư̆" * 500, "note": "a" * 4_000},
    {"hamlets": ("h-mới",)},
    {"minutes": 0, "area_m2": None},
    {"expenses": (Expense("KHONG"), Expense("KHONG", 0), Expense("CAP_TREN", 0))},
    {"expenses": (Expense("CAP_TREN", 10**12),), "status": Status.COMPLETE},
    RADIO,
    RADIO | {"airings": 4},
    RADIO | {"airings": None},
    PANO,
    {"held_on": date(2024, 11, 20), "title": "Khác"},
    {"held_on": date(2024, 11, 20), "speakers": ("s1",), "started_at": time(9, 0)},
    {"held_on": date(2024, 11, 20), "speakers": ("s1",)},
    {"held_on": date(2024, 11, 20), "speakers": ("s2",), "started_at": time(8, 30)},
]


@pytest.fixture
def context(store: Store) -> Context:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        add_hamlet(session, "Buôn Đŭng", id="h-mới", valid_from=date(2024, 11, 14))
        add_hamlet(session, "Thôn 2", id="h-cũ", valid_to=date(2024, 11, 13))
        add_hamlet(session, "Thôn 3", id="h3")
        for key in ("s1", "s2"):
            speakers.add(session, Speaker(id=key, name="Nguyễn Thị Ái", unit_id=unit_id))
        log(session, title="Trùng tên", held_on=date(2024, 11, 20), speakers=("s1",),
            started_at=time(8, 0), ended_at=time(9, 0))  # fmt: skip
        known = problems.context(session, date(2024, 10, 1), date(2024, 12, 31))
        return replace(known, locked=((date(2024, 7, 1), date(2024, 7, 31)),))


def about(context: Context, **changes: Any) -> list[Problem]:
    return problems.problems(make_activity(context.unit.id, **changes), context)


@pytest.mark.parametrize(("code", "severity", "changes"), CASES)
def test_that_each_mistake_is_found(
    context: Context, code: str, severity: Severity, changes: dict[str, Any]
) -> None:
    found = about(context, **changes)
    assert (code, severity) in [(one.code, one.severity) for one in found]
    for one in found:
        assert one.fields
        assert set(one.fields) <= {*Activity.__dataclass_fields__, "payer", "amount"}
        assert_is_a_sentence(one.text)


@pytest.mark.parametrize(("code", "severity", "changes"), CASES)
def test_that_a_mistake_brings_no_other_severe_one(
    context: Context, code: str, severity: Severity, changes: dict[str, Any]
) -> None:
    stops = {one.code for one in problems.stops(about(context, **changes))}
    assert stops == ({code} if severity is STOP else set())


@pytest.mark.parametrize("changes", CLEAN)
def test_that_a_clean_activity_has_no_problems(context: Context, changes: dict[str, Any]) -> None:
    assert about(context, **changes) == []


def test_that_every_check_is_tested() -> None:
    source = problems.__spec__.loader.get_source(problems.__name__)
    codes = set(re.findall(r'Problem\(f?"([^"]+)"', source)) - {"{name}_over_total"}
    parts = {f"{name}_over_total" for name in (*problems.PEOPLE[1:], *problems.HOUSEHOLDS)}
    assert {code for code, _, _ in CASES} == codes | parts


@pytest.mark.parametrize("name", list(LARGEST))
def test_that_every_number_has_its_bounds(context: Context, name: str) -> None:
    for value, code in ((-1, "negative"), (LARGEST[name] + 1, "too_large")):
        found = about(context, **{name: value})
        assert (code, (name,)) in [(one.code, one.fields) for one in found]
    assert "too_large" not in {one.code for one in about(context, **{name: LARGEST[name]})}


def test_that_all_mistakes_are_told_at_once_the_worst_first(context: Context) -> None:
    found = about(
        context, channel="SINH_HOAT_CD", title="", topics=(), held_on=date(2024, 9, 1),
        until_on=date(2024, 8, 1), attendees=10, women=11, poor=6, near_poor=6, items=-1,
        expenses=(Expense("CAP_TREN", 5), Expense("AI", -1)), hamlets=(), note="a" * 5_000,
    )  # fmt: skip
    assert {one.code for one in found} == {
        "content_missing", "hamlet_missing", "until_before_start", "women_over_total", "negative",
        "payer_unknown", "amount_wrong", "too_long", "households_over_total", "outside_plan",
        "cost_without_papers",
    }  # fmt: skip
    order = [list(Severity).index(one.severity) for one in found]
    assert order == sorted(order)
    assert len(problems.stops(found)) == 8


def test_that_an_activity_is_no_clash_with_itself(store: Store, context: Context) -> None:
    mine = make_activity(context.unit.id, hamlets=("h3",), started_at=time(8, 0), speakers=("s1",))
    around = replace(context, neighbours={mine.held_on: [neighbours.of(mine)]})
    assert problems.problems(mine, around) == []
    twin = replace(mine, id="khác")
    codes = {one.code for one in problems.problems(twin, around)}
    assert codes == {"maybe_twice", "speaker_twice"}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"title": "chinh sach HO TRO nha o"}, True),
        ({"title": ""}, True),
        ({"title": "Khác"}, False),
        ({"channel": "TOA_DAM"}, False),
        ({"hamlets": ("h3", "h-mới")}, True),
        ({"hamlets": ("h-mới",)}, False),
        ({"hamlets": ()}, False),
        ({"started_at": None}, True),
        ({"started_at": time(14, 0)}, False),
    ],
)
def test_that_only_a_likeness_is_called_twice(
    context: Context, changes: dict[str, Any], same: bool
) -> None:
    mine = make_activity(context.unit.id, hamlets=("h3",), started_at=time(8, 0))
    around = replace(context, neighbours={mine.held_on: [neighbours.of(mine)]})
    found = problems.problems(replace(mine, id="khác", **changes), around)
    assert ("maybe_twice" in {one.code for one in found}) is same


@pytest.mark.parametrize(
    ("start", "end", "twice"),
    [
        (time(7, 0), time(8, 0), False),
        (time(7, 0), time(8, 1), True),
        (time(8, 0), None, True),
        (time(8, 59), None, True),
        (time(9, 0), time(10, 0), False),
        (time(7, 0), None, False),
        (time(7, 0), time(10, 0), True),
    ],
)
def test_that_a_speaker_is_in_one_place_at_a_time(
    context: Context, start: time, end: time | None, twice: bool
) -> None:
    found = about(
        context, held_on=date(2024, 11, 20), speakers=("s1",), started_at=start, ended_at=end
    )
    assert ("speaker_twice" in {one.code for one in found}) is twice


def test_that_only_counted_activities_are_neighbours(store: Store) -> None:
    with store.write() as session:
        add_hamlet(session, "Thôn 3", id="h3")
        kept = log(session, hamlets=("h3",))
        log(session, status=Status.DRAFT)
        log(session, status=Status.WITHDRAWN)
        log(session, held_on=date(2024, 11, 15))
        day = kept.held_on
        found = neighbours.between(session, kept.unit_id, day, day)
    wanted = Neighbour(
        kept.id, "NOI_CHUYEN", kept.title, day, None, None, frozenset({"h3"}), frozenset()
    )
    assert found == {day: [wanted]}
    assert wanted == neighbours.of(kept)


def assert_is_a_sentence(text: str) -> None:
    assert text.endswith(".")
    assert not text.endswith("..")
    assert text == text.strip()
    assert text[0].isupper() or text[0].isdigit()
    assert re.search(r"[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]", text)
    assert "None" not in text
    assert "  " not in text
    assert "{" not in text
