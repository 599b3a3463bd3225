from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.rows import AttendanceRow, DeprivationRow
from db.store import Store
from desktop.core import (
    catalogue,
    demo_households,
    hamlet_years,
    history,
    household_twins,
    households,
    settings,
)
from desktop.core.errors import InUseError, NotFoundError, WrongChoiceError
from desktop.core.households import Household, Query, Yearly
from tests.builders import add_hamlet, log

NSH = frozenset({"NSH"})


def make(store: Store, head: str, hamlet: str | None = None, **more: object) -> Household:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        one = Household(unit_id=unit_id, head=head, hamlet_id=hamlet, **more)
        return households.save(session, one)


def place(store: Store, name: str) -> str:
    with store.write() as session:
        return add_hamlet(session, name).id


def heads(store: Store, **query: object) -> list[str]:
    with store.read() as session:
        found = households.find(session, Query(**query))
    assert found.count == len(found.rows)
    return [one.household.head for one in found.rows]


@pytest.mark.both_kinds
def test_that_a_household_is_kept_with_its_years(store: Store) -> None:
    one = make(store, "  H’Nga   Kbuôr ", code=" CE-01 ", ethnic="Ê-đê", gone_on=date(2026, 1, 2))
    with store.write() as session:
        households.save(session, one, {2023: Yearly("HN", NSH), 2024: Yearly("HCN")})
        households.save(session, replace(one, note="Nhà ở cuối buôn"), {2023: None})
        kept = households.get(session, one.id)
    assert (one.head, one.code) == ("H’Nga Kbuôr", "CE-01")
    assert kept.household == replace(one, note="Nhà ở cuối buôn")
    assert kept.years == {2024: Yearly("HCN")}


@pytest.mark.both_kinds
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hoa", ["Đỗ Thị Hoa"]), ("DO", ["Đỗ Thị Hoa"]), ("thị đỗ", ["Đỗ Thị Hoa"]), ("thi do", ["Đỗ Thị Hoa"]),
        ("h'nga", ["H'Nga Kbuôr"]), ("hnga", ["H'Nga Kbuôr"]), ("h nga", ["H'Nga Kbuôr"]),
        ("kbuor", ["H'Nga Kbuôr", "Y Bhiông Kbuôr"]), ("ce-02", ["H'Nga Kbuôr"]), ("%", []), ("_", []),
    ],
)  # fmt: skip
def test_that_any_part_of_head_or_code_finds_a_household(
    store: Store, text: str, found: list[str]
) -> None:
    for number, head in enumerate(("Y Bhiông Kbuôr", "H'Nga Kbuôr", "Đỗ Thị Hoa"), start=1):
        make(store, head, code=f"CE-0{number}")
    assert heads(store, text=text) == found


def test_that_people_stand_by_given_name_and_ede_names_by_the_first_word(store: Store) -> None:
    for head in ("Trần Văn Út", "Y Wing Êban", "Lê Anh", "H'Nga Niê", "Bùi Thị Hoa", "Y Blim Mlô"):
        make(store, head)
    assert heads(store) == [
        "Lê Anh", "H'Nga Niê", "Bùi Thị Hoa", "Trần Văn Út", "Y Blim Mlô", "Y Wing Êban",
    ]  # fmt: skip


@pytest.mark.both_kinds
def test_that_lists_narrow_by_hamlet_category_lack_and_year(store: Store) -> None:
    here, there = place(store, "Thôn 1"), place(store, "Thôn 2")
    made = [
        make(store, f"Lê {word}", at) for word, at in (("An", here), ("Ba", there), ("Cư", None))
    ]
    with store.write() as session:
        households.save(session, made[0], {2024: Yearly("HN", NSH), 2025: Yearly("HCN")})
        households.save(session, made[1], {2024: Yearly("HN")})
    assert heads(store, hamlet_id=here) == ["Lê An"]
    assert heads(store, hamlet_id="") == ["Lê Cư"]
    assert heads(store, category="HN", year=2024) == ["Lê An", "Lê Ba"]
    assert heads(store, category="HN", year=2025) == []
    assert heads(store, indicator="NSH", year=2024) == ["Lê An"]
    assert heads(store, indicator="NSH", year=2025) == []
    with store.read() as session:
        assert households.find(session, Query(year=2024)).rows[0].yearly == Yearly("HN", NSH)
        assert households.find(session, Query(year=2024)).rows[2].yearly is None


def test_that_pages_follow_each_other(store: Store) -> None:
    for number in range(7):
        make(store, f"Lê An {number}")
    with store.read() as session:
        pages = [households.find(session, Query(), 3, start) for start in (0, 3, 6)]
    assert [one.household.head[-1] for page in pages for one in page.rows] == list("0123456")
    assert {page.count for page in pages} == {7}


def test_that_those_gone_are_left_out_but_for_the_years_they_were_here(store: Store) -> None:
    make(store, "Lê An", gone_on=date(2025, 5, 1))
    assert heads(store) == heads(store, year=2026) == []
    assert heads(store, year=2025) == heads(store, with_gone=True) == ["Lê An"]


def test_that_everything_wrong_is_said_at_once(store: Store) -> None:
    make(store, "Lê An", code="A1")
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        one = Household(unit_id=unit_id, head=" 12 ", code="A1", hamlet_id="không có")
        years = {2024: Yearly("HN", frozenset({"RT"})), 2025: Yearly("?"), 1800: Yearly("HN")}
        found = households.problems(session, one, years)
        assert [problem.field for problem in found] == [
            "head", "hamlet_id", "code", "2024", "2025", "1800",
        ]  # fmt: skip
        with pytest.raises(WrongChoiceError):
            households.save(session, one, years)


def test_that_a_2027_standard_needs_catalogue_rows_only_and_last_year_stays(store: Store) -> None:
    here = place(store, "Thôn 1")
    one = make(store, "Lê An", here)
    with store.write() as session:
        households.save(session, one, {2026: Yearly("HN", frozenset({"PTTT", "NSH", "BHYT"}))})
        before = hamlet_years.counted(session, 2026)
        for row in session.scalars(select(DeprivationRow)):
            if row.valid_from.year == 2027:
                session.delete(row)
        for place_, code in enumerate(("NSH", "SO"), start=1):
            session.add(
                DeprivationRow(
                    code=f"BIA_{code}", position=90 + place_, name=f"Chỉ số bịa {code}",
                    standard="BIA", standard_name="Chuẩn bịa", indicator=code, dimension="Bịa",
                    threshold="", valid_from=date(2027, 1, 1), valid_to=date(2030, 12, 31),
                )
            )  # fmt: skip
    with store.write() as session:
        assert [o.indicator for o in catalogue.deprivations(session, 2027)] == ["NSH", "SO"]
        households.save(session, one, {2027: Yearly("HN", frozenset({"SO"}))})
        with pytest.raises(WrongChoiceError):
            households.save(session, one, {2027: Yearly("HN", frozenset({"PTTT"}))})
        years = households.get(session, one.id).years
        assert years[2026].lacks == {"PTTT", "NSH", "BHYT"}
        assert years[2027].lacks == {"SO"}
        assert hamlet_years.counted(session, 2026) == before
        assert households.find(session, Query(year=2026, indicator="PTTT")).count == 1
        assert households.find(session, Query(year=2027, indicator="PTTT")).count == 0


def test_that_history_names_fields_but_nobody(store: Store) -> None:
    one = make(store, "Lê Bá Hoàng", code="MA-77")
    with store.write() as session:
        households.save(session, replace(one, head="Lê Bá Hùng"), {2024: Yearly("HN")})
        households.save(session, replace(one, head="Lê Bá Hùng"), {2024: Yearly("HN")})
        deeds = history.of(session, "household", one.id)
    assert [deed.deed for deed in deeds] == ["changed", "added"]
    assert deeds[0].changes == {"fields": ["", "Họ tên chủ hộ, phân loại năm 2024"]}
    assert "Hùng" not in repr(deeds)
    assert "MA-77" not in repr(deeds)


def test_that_a_household_on_attendance_lists_cannot_go(store: Store) -> None:
    one, free = make(store, "Lê An"), make(store, "Lê Ba")
    with store.write() as session:
        activity = log(session)
        session.add(
            AttendanceRow(
                unit_id=activity.unit_id, activity_id=activity.id, position=0, name="Lê An", sex="",
                ethnic="", address="", category="HN", salaried=False, note="", household_id=one.id,
            )
        )  # fmt: skip
        session.flush()
        with pytest.raises(InUseError):
            households.remove(session, one.id)
        households.remove(session, free.id)
        with pytest.raises(NotFoundError):
            households.get(session, free.id)
        twin = Household(unit_id=one.unit_id, head="Lê An", code="A9")
        households.save(session, twin, {2024: Yearly("HN")})
        whole = household_twins.merge(session, twin.id, one.id)
        assert session.scalar(select(AttendanceRow.household_id)) == twin.id == whole.id
        assert list(households.of_ids(session, [one.id, twin.id])) == [twin.id]


def test_that_a_union_of_twins_takes_what_the_first_lacks(store: Store) -> None:
    here = place(store, "Thôn 1")
    first, other = make(store, "Lê An"), make(store, "Le An", here, code="A2", ethnic="Kinh")
    with store.write() as session:
        households.save(session, first, {2024: Yearly("HN")})
        households.save(session, other, {2023: Yearly("HCN", NSH), 2024: Yearly("HCN")})
        household_twins.merge(session, first.id, other.id)
        kept = households.get(session, first.id)
    assert kept.household == replace(first, hamlet_id=here, code="A2", ethnic="Kinh")
    assert kept.years == {2023: Yearly("HCN", NSH), 2024: Yearly("HN")}


def test_that_likely_twins_are_found_and_others_are_not(store: Store) -> None:
    here, there = place(store, "Buôn Đŭng"), place(store, "Thôn 2")
    for head, at, code in (
        ("H'Nga Kbuôr", here, ""), ("H’ Nga Kbuor", here, "7"), ("H'Nga Kbuôr", there, "8"),
        ("Nguyễn Thị Hoàn", there, ""), ("Nguyễn Thị Hoan", there, "1"), ("Nguyễn Thị Hoàng", there, ""),
        ("Y Bhiông Niê", here, ""), ("Y Bhiang Niê", here, ""), ("H'Bhiông Niê", here, ""),
        ("Trần Thị Lan Hương", there, "21"), ("Trần Thị Lan Hươngg", there, "22"),
    ):  # fmt: skip
        make(store, head, at, code=code)
    with store.read() as session:
        found = household_twins.twins(session)
    assert [[one.head for one in group.households] for group in found] == [
        ["H'Nga Kbuôr", "H’ Nga Kbuor"],
        ["Nguyễn Thị Hoàn", "Nguyễn Thị Hoan"],
        ["Nguyễn Thị Hoàn", "Nguyễn Thị Hoàng"],
    ]


def test_that_same_codes_are_twins_whatever_the_name(store: Store) -> None:
    one, other = make(store, "Lê An", code="a-1"), make(store, "Trần Bê")
    with store.write() as session:
        households.put_many(session, [], [replace(other, code="A-1")])
        (found,) = household_twins.twins(session)
    assert found.reason == "Trùng mã hộ"
    assert {o.id for o in found.households} == {one.id, other.id}


def test_that_the_sample_ward_has_a_plausible_register(store: Store) -> None:
    for name in ("Buôn Đŭng", "Buôn Kdũn", "Thôn 1", "Thôn 2"):
        place(store, name)
    with store.write() as session:
        count = demo_households.fill(session)
        found = households.find(session, Query(year=2024), limit=500)
        lines = hamlet_years.lines(session, 2024)
        assert not household_twins.twins(session)
    assert found.count == count > 50
    for line in found.rows:
        assert line.yearly is not None
        many = len(line.yearly.lacks)
        assert {"HN": many >= 3, "HCN": many in (1, 2), "HMTN": not many}[line.yearly.category]
    assert sum(bool(one.different) for one in lines) == 1
