from datetime import date, time, timedelta
from typing import Any

import pytest

from db.store import Store
from desktop.core import listing, quality
from desktop.core.activities import Activity
from desktop.core.packages import values
from desktop.core.packages.contents import Activity as Record
from desktop.core.periods import parse
from desktop.core.progress import Progress
from desktop.core.quality import Kind
from tests.builders import make_activity
from tests.core.city_figures import MERGED_2025, hold, ward
from tests.core.test_sums import city, template
from tests.wards import make_wards, records

__all__ = ["city", "template"]
Q4 = parse("2024-Q4")
EAKAO, TANLAP, TUAN = "Xã Ea Kao", "Phường Tân Lập", "Phường Tự An"


def look(store: Store) -> quality.Quality:
    with store.read() as session:
        found = quality.read(session, Progress(), Q4)
        for one in found.findings:
            assert one.unit in one.text
            assert one.ask.startswith("Đề nghị")
            assert listing.counts(session, [one.filter])[0] >= max(len(one.activity_ids), 1)
    return found


def kinds(found: quality.Quality) -> list[Kind]:
    return [one.kind for one in found.findings]


def days(unit_id: str, *attendees: int, **more: Any) -> list[Activity]:
    """Return one meeting a week with so many people."""
    return [
        make_activity(
            unit_id, held_on=date(2024, 9, 16) + timedelta(3 * number), attendees=count, women=None,
            title=f"Buổi {number}", revision=1, **more,
        )
        for number, count in enumerate(attendees)
    ]  # fmt: skip


@pytest.mark.both_kinds
def test_that_sound_figures_raise_no_question(city: Store) -> None:
    with city.write() as session:
        for one in make_wards(21):
            made = [
                values.activity(r, one.unit.id) for r in records(one, 60) if isinstance(r, Record)
            ]
            hold(session, *(vars_without_parts(activity) for activity in made))
    assert look(city).findings == ()


def vars_without_parts(one: Activity) -> Activity:
    return Activity(**{**vars(one), "hamlets": ()})


@pytest.mark.both_kinds
def test_that_a_figure_far_from_the_units_own_is_found(city: Store) -> None:
    with city.write() as session:
        usual = (41, 38, 52, 47, 36, 44, 59, 48, 43, 51)
        hold(session, *days(ward(session, EAKAO), *usual, 440))
        hold(session, *days(ward(session, TANLAP), *(10 * one + 1 for one in usual)))
    (found,) = look(city).findings
    assert (found.kind, found.unit) == (Kind.OUTLIER, EAKAO)
    assert "số người dự 440, gấp 9 lần mức thường thấy" in found.text
    assert "(trung vị 47)" in found.text
    assert "16/10/2024 “Buổi 10”" in found.text


def test_that_few_figures_have_no_usual_one(city: Store) -> None:
    with city.write() as session:
        hold(session, *days(ward(session, EAKAO), 41, 38, 52, 47, 36, 44, 440))
    assert look(city).findings == ()


def test_that_the_history_before_the_period_counts_but_is_not_asked_about(city: Store) -> None:
    with city.write() as session:
        unit_id = ward(session, EAKAO)
        old = [
            make_activity(
                unit_id, held_on=date(2024, 5, 2 + n), attendees=count, women=None, revision=1
            )
            for n, count in enumerate((41, 38, 52, 47, 36, 44, 43, 900))
        ]
        hold(session, *old, make_activity(unit_id, attendees=700, women=None, revision=1))
    (found,) = look(city).findings
    assert "số người dự 700" in found.text


@pytest.mark.both_kinds
def test_that_a_habit_of_round_numbers_is_found(city: Store) -> None:
    with city.write() as session:
        hold(session, *days(ward(session, EAKAO), *[40, 45, 50, 35] * 5, 41, 52))
        hold(session, *days(ward(session, TANLAP), *range(30, 52)))
    (found,) = look(city).findings
    assert (found.kind, found.unit) == (Kind.ROUND, EAKAO)
    assert "20/22 số người dự (91 %)" in found.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"attendees": 20, "women": 22}, "Số nữ (22) lớn hơn tổng số người dự (20)"),
     ({"attendees": None, "women": 4}, "chưa có tổng số người dự"),
     ({"attendees": 9, "women": 2, "poor": 6, "near_poor": 5}, "Cộng các hộ có mặt (11)"),
     ({"channel": "PHAT_THANH", "attendees": None, "women": None, "items": 5, "airings": 3},
      "Số lượt phát (3) ít hơn số tin, bài (5)")],
)  # fmt: skip
def test_that_arithmetic_is_checked_again(city: Store, wrong: dict[str, Any], words: str) -> None:
    with city.write() as session:
        unit_id = ward(session, EAKAO)
        hold(
            session,
            make_activity(unit_id, **wrong, revision=1),
            make_activity(unit_id, women=0, revision=1),
        )
    (found,) = look(city).findings
    assert found.kind is Kind.ARITHMETIC
    assert words in found.text


def twin(session: Any, name: str, **more: Any) -> Activity:
    known: dict[str, Any] = {
        "title": "Hội nghị chính sách nhà ở", "venue": "Hội trường Thành ủy",
        "started_at": time(8), "attendees": 64, "women": 31,
    }  # fmt: skip
    return make_activity(ward(session, name), revision=1, **(known | more))


@pytest.mark.parametrize(
    "more",
    [{}, {"title": "Hoi nghi  CHINH SACH nha o"}, {"title": "Chính sách nhà ở – Hội nghị"},
     {"attendees": 70, "women": None}, {"venue": ""}, {"started_at": None}],
)  # fmt: skip
def test_that_one_meeting_logged_by_two_units_is_found(city: Store, more: dict[str, Any]) -> None:
    with city.write() as session:
        hold(session, twin(session, TANLAP), twin(session, EAKAO, **more))
    (found,) = look(city).findings
    assert found.kind is Kind.TWIN
    assert {TANLAP, EAKAO} <= {name for name in (TANLAP, EAKAO) if name in found.text}


@pytest.mark.parametrize(
    "more",
    [{"title": "Hội nghị vay vốn"}, {"title": "Hội nghị chính sách nhà ở 2"},
     {"held_on": date(2024, 11, 15)}, {"channel": "TOA_DAM"}, {"started_at": time(9), "venue": "Trụ sở"},
     {"venue": "", "started_at": None}, {"organiser": True}],
)  # fmt: skip
def test_that_two_meetings_are_not_taken_for_one(city: Store, more: dict[str, Any]) -> None:
    with city.write() as session:
        if more.pop("organiser", False):
            more["organiser_id"] = ward(session, TANLAP)
        hold(session, twin(session, TANLAP), twin(session, EAKAO, **more))
    assert look(city).findings == ()


def test_that_a_venue_called_alike_everywhere_is_no_sign(city: Store) -> None:
    with city.write() as session:
        hold(session, *(
            twin(session, name, attendees=count, women=None, venue="Nhà văn hóa thôn 2")
            for name, count in ((TANLAP, 41), (EAKAO, 52), (TUAN, 33))
        ))  # fmt: skip
    assert look(city).findings == ()


@pytest.mark.both_kinds
@pytest.mark.parametrize(
    ("lead", "asked"),
    [
        ({}, False),
        ({"held_on": date(2024, 11, 13)}, True),
        ({"channel": "TOA_DAM"}, True),
        (None, True),
    ],
)
def test_that_a_part_whose_leader_has_no_such_activity_is_not_lost(
    city: Store, lead: dict[str, Any] | None, asked: bool
) -> None:
    with city.write() as session:
        leader = ward(session, TANLAP)
        part = make_activity(ward(session, EAKAO), organiser_id=leader, revision=1)
        hold(session, part, *([] if lead is None else [make_activity(leader, revision=1, **lead)]))
    found = look(city)
    assert kinds(found) == ([Kind.JOINT] if asked else [])
    if asked:
        assert f"{TANLAP} chủ trì" in found.findings[0].text
        assert "chưa được tính ở đâu" in found.findings[0].text


def test_that_units_of_elsewhere_are_named(city: Store) -> None:
    with city.write() as session:
        strange = ward(session, "Phường Buôn Ma Thuột", MERGED_2025)
        hold(session, make_activity(strange, revision=1))
    (found,) = look(city).findings
    assert (found.kind, found.unit) == (Kind.OUTSIDE, "Phường Buôn Ma Thuột")


def test_that_much_of_a_kind_is_counted_and_the_first_are_listed(
    city: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "MOST", 3)
    with city.write() as session:
        hold(session, *days(ward(session, EAKAO), *[4] * 5, officials=9))
    found = look(city)
    assert (found.counts[Kind.ARITHMETIC], len(found.findings)) == (5, 3)
