"""The consolidated report of a city: its numbers against the activities that came, one by one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from db.store import Store
from desktop.core import (
    catalogue,
    city_report,
    intake,
    logbook,
    narratives,
    scopes,
    snapshots,
    totals,
)
from desktop.core.documents import register_xlsx
from desktop.core.errors import WrongChoiceError
from desktop.core.narratives import Narrative
from desktop.core.packages.contents import Activity
from desktop.core.progress import Progress
from desktop.core.texts import sort_key
from desktop.core.units import Unit
from tests import wards as made
from tests.core.city_figures import hold
from tests.wards import Q4, City

ACTIVITIES = 24
EXPECTED, RECEIVED, OTHERS = 19, 17, 3
"""At the end of the quarter three of the 21 wards are no more, and a new one is there."""

MISSING, NIL = 4, 6
NUMBER = re.compile(r"(?<![\w/])\d[\d.]*(?:,\d+)?(?![\w/])")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """21 wards, of which one sends nothing and one says that nothing was held."""
    found = made.empty_city(tmp_path_factory.mktemp("tp"))
    for number, ward in enumerate(found.wards):
        if number == MISSING:
            continue
        records = made.records(ward, 0 if number == NIL else ACTIVITIES)
        package = made.package(ward, records)
        with found.store.write() as session:
            intake.receive(session, "goi.sott", package)
    yield found
    found.store.close()


@pytest.fixture(scope="module")
def came(city: City) -> list[tuple[str, Activity]]:
    """Return what was sent, with the name of the unit: not read back from the register."""
    return [
        (_name(ward.unit), one)
        for number, ward in enumerate(city.wards)
        if number not in (MISSING, NIL)
        for one in made.records(ward, ACTIVITIES)
        if isinstance(one, Activity)
    ]


def _name(unit: Unit) -> str:
    """Return the name with the code where a unit of the same name came after it."""
    return f"{unit.full_name} ({unit.code})" if unit.name == "Thành Công" else unit.full_name


def counted(came: list[tuple[str, Activity]]) -> set[str]:
    """Return every figure that may stand in a sentence, as people write it, counted one by one."""
    found: set[int | Decimal] = {EXPECTED, RECEIVED, OTHERS, 1, 2}
    everything = [one for _, one in came]
    by_channel: dict[str, list[Activity]] = defaultdict(list)
    by_topic: dict[str, int] = defaultdict(int)
    for one in everything:
        by_channel[one.channel].append(one)
        by_topic[one.topics[0]] += 1
    for some in (everything, *by_channel.values()):
        found |= {len(some)} | {_sum(some, name) for name in _NAMES}
        found.add(sum((one.airings or 0) * (one.minutes or 0) for one in some))
        found.add(
            sum((one.airings or 0) * (one.minutes or 0) for one in some if "EDE" in one.languages)
        )
        found.add(Decimal(_sum(some, "area_dm2")) / 100)
    met = [one for one in everything if one.channel == "NOI_CHUYEN"]
    places = {place for one in met for place in one.hamlets}
    found |= {len(places)} | set(by_topic.values())
    found |= {20 * 12, 20 * 12 - len(places)}
    found.add(sum(one.expenses[0].amount or 0 for one in everything if one.expenses))
    return {_written(one) for one in found}


_NAMES = (
    "items", "airings", "attendees", "women", "minority", "officials", "poor", "near_poor",
    "escaped",
)  # fmt: skip


def _sum(some: list[Activity], name: str) -> int:
    return sum(getattr(one, name) or 0 for one in some)


def _written(value: int | Decimal) -> str:
    text = f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return re.sub(r",?0+$", "", text) if "," in text else text


def test_that_every_number_of_the_word_file_is_counted_from_what_the_wards_sent(
    city: City, came: list[tuple[str, Activity]], tmp_path: Path
) -> None:
    with city.store.read() as session:
        files = city_report.write(session, Progress(), Q4, tmp_path)
        names = [one.name for one in catalogue.read(session).channels]
        known = counted(came)
    paragraphs = [one.text for one in Document(str(files[1])).paragraphs]
    start = next(n for n, text in enumerate(paragraphs) if text.startswith("III."))
    end = next(n for n, text in enumerate(paragraphs) if text.startswith("IV."))
    text = "\n".join(re.sub(r"^\d+\. ", "", one) for one in paragraphs[start:end])
    text = re.sub(r"\(\d{5}\)|\d{2}/\d{2}/\d{4}", "", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    found = set(NUMBER.findall(text.replace("/", " trên ").replace(" )", ")")))
    found = {one.rstrip(".") for one in found}
    assert len(found) > 20
    assert found - known - _targets(came) == set()


def _targets(came: list[tuple[str, Activity]]) -> set[str]:
    """The plan of 2024 wants one or two film reports; the made wards have none."""
    return {"1", "2"}


def test_that_each_row_by_unit_is_counted_from_what_that_ward_sent(
    city: City, came: list[tuple[str, Activity]], tmp_path: Path
) -> None:
    with city.store.read() as session:
        files = city_report.write(session, Progress(), Q4, tmp_path)
    sheet = load_workbook(files[2], data_only=True)["Theo đơn vị"]
    rows = {row[1]: row for row in sheet.iter_rows(values_only=True) if row[1]}
    for name in {name for name, _ in came}:
        mine = [one for unit, one in came if unit == name]
        talks = [one for one in mine if one.channel == "NOI_CHUYEN"]
        radio = [one for one in mine if one.channel == "PHAT_THANH"]
        expected: list[Any] = [
            len(talks), len(talks), 0, *(_sum(mine, part) for part in _NAMES[2:5]),
            *(_sum(mine, part) for part in _NAMES[6:]), _sum(radio, "items"),
            _sum(radio, "airings"), sum((one.airings or 0) * (one.minutes or 0) for one in radio),
        ]  # fmt: skip
        assert [value or 0 for value in rows[name][2:14]] == expected
        spent = sum(one.expenses[0].amount or 0 for one in mine if one.expenses)
        assert rows[name][20] == spent
    missing = rows[city.wards[MISSING].unit.full_name]
    assert missing[2:21] == (None,) * 19
    assert missing[21] == "Chưa nộp"
    nil = rows[city.wards[NIL].unit.full_name]
    assert (nil[2], nil[21]) == (0, "Không phát sinh")


def test_that_the_list_holds_every_activity_that_was_sent(
    city: City, came: list[tuple[str, Activity]], tmp_path: Path
) -> None:
    with city.store.read() as session:
        files = city_report.write(session, Progress(), Q4, tmp_path)
    sheet = load_workbook(files[3], data_only=True).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    listed = sorted((row[1], row[2].date(), row[7], row[17]) for row in rows)
    assert listed == sorted((unit, one.held_on, one.title, one.attendees) for unit, one in came)
    assert [row[0] for row in rows] == list(range(1, len(came) + 1))
    order = [row[1] for row in rows]
    assert order == sorted(order, key=sort_key)
    total = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Tổng cộng")
    assert total[17] == _sum([one for _, one in came], "attendees")


def test_that_the_list_counts_a_joint_activity_once(city: City, tmp_path: Path) -> None:
    leader, guest = (ward.unit.id for ward in city.wards[:2])
    with city.store.write() as session:
        days = (Q4.first, Q4.last)
        for unit_id in (leader, guest):
            (before, *_) = snapshots.held(session, unit_id, *days).values()
            joint = replace(before, organiser_id=leader, partners=(guest,), hamlets=())
            hold(session, joint)
        known = catalogue.read(session)
        found = logbook.of_all(session, scopes.read(session), Q4, known)
        whole = totals.totals(session, Q4)
        once, again = sorted(
            (one for one in found if "Phối hợp" in one.note), key=lambda one: one.is_part
        )
        assert (once.is_part, again.is_part) == (False, True)
        assert (once.unit, again.unit) == tuple(one.unit.full_name for one in city.wards[:2])
        assert "chủ trì" in again.note
        assert sum(not one.is_part for one in found) == whole.everything.activities
        for name in ("attendees", "women", "items", "airings", "area_m2"):
            listed = sum(getattr(one, name) or 0 for one in found)
            assert getattr(whole.everything, name) == listed, name
        content = replace(city_report.read(session, Q4).report, entries=tuple(found))
        session.rollback()
    register_xlsx.write(content, tmp_path / "a.xlsx", Progress())
    sheet = load_workbook(tmp_path / "a.xlsx", data_only=True).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    (part,) = [row for row in rows if row[0] is None and row[1] == again.unit]
    assert part[11] is None
    said = next(row for row in rows if row[0] == "Số hoạt động trong kỳ:")
    assert said[4] == whole.everything.activities


def test_that_the_letter_says_who_sent_and_who_did_not(city: City) -> None:
    with city.store.read() as session:
        content = city_report.read(session, Q4)
    assert (content.expected, content.received) == (EXPECTED, RECEIVED)
    assert content.others == [
        "Phường Thành Công (24139)", "Phường Thắng Lợi", "Phường Thống Nhất",
    ]  # fmt: skip
    assert [one.unit for one in content.nil] == [city.wards[NIL].unit.full_name]
    assert content.missing == ["Phường Thành Công (24133)", city.wards[MISSING].unit.full_name]


def test_that_what_the_wards_wrote_stands_with_its_source(city: City) -> None:
    with city.store.read() as session:
        said = {one.unit: one.text for one in city_report.said(session, Q4, "difficulties")}
    assert len(said) == 20
    first = city.wards[0].unit
    assert said[first.full_name] == f"Khó khăn của {first.name}"


def test_that_only_the_words_of_the_city_stand_in_the_six_parts(city: City) -> None:
    with city.store.write() as session:
        narratives.save(session, Q4, Narrative(difficulties="Một số xã thiếu loa."))
    with city.store.read() as session:
        content = city_report.read(session, Q4)
    assert content.report.narrative.difficulties == "Một số xã thiếu loa."


def test_that_the_same_register_gives_the_same_bytes(city: City, tmp_path: Path) -> None:
    with city.store.read() as session:
        first = city_report.write(session, Progress(), Q4, tmp_path / "a")
        second = city_report.write(session, Progress(), Q4, tmp_path / "b")
    about = "643-Buon-Ma-Thuot_2024-Q4"
    assert [one.name for one in first] == [
        *(f"Bao-cao-tong-hop_{about}{suffix}" for suffix in (".pdf", ".docx", ".xlsx")),
        f"So-theo-doi-cac-don-vi_{about}.xlsx",
    ]
    assert [one.read_bytes() for one in first] == [one.read_bytes() for one in second]


def test_that_a_ward_cannot_write_the_report_of_a_city(store: Store, tmp_path: Path) -> None:
    with store.read() as session, pytest.raises(WrongChoiceError):
        city_report.write(session, Progress(), Q4, tmp_path)
    assert not list(tmp_path.glob("Bao-cao*"))
