"""What a publication changes in a ward, and what stays the ward's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.core import (
    activities,
    catalogue,
    exchange,
    hamlets,
    keys,
    plan_tasks,
    plans,
    publishing,
    settings,
    units,
)
from desktop.core.changes import Sort
from desktop.core.keys import Kind
from tests.builders import add_hamlet, keep_hamlet, log
from tests.core import publications as cases
from tests.core.publications import Pair, dump


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make_templates(tmp_path_factory.mktemp("goc-cong-bo"))


@pytest.fixture
def pair(templates: Path, tmp_path: Path) -> Iterator[Pair]:
    with cases.pair_in(templates, tmp_path) as pair:
        yield pair


@pytest.mark.both_kinds
def test_that_a_new_plan_is_used_and_the_old_one_stays(pair: Pair) -> None:
    with pair.ward.read() as session:
        old = settings.read(session).plan_id
    pair.apply(pair.offer(cases.next_plan, cases.change_targets))
    with pair.ward.read() as session:
        mine = settings.read(session)
        plan = plans.get(session, mine.plan_id)
        assert (plan.short_title, plan.bases) == ("Kế hoạch 2025", ("Luật", "Nghị định"))
        assert [one.at_least for one in plan.targets] == [6, 6]
        assert plans.get(session, old).targets
        assert mine.officer == "H'Linh Niê"


@pytest.mark.both_kinds
def test_that_a_new_standard_changes_the_years_it_is_for_and_no_other(pair: Pair) -> None:
    def of(year: int) -> list[tuple[str, str]]:
        with pair.ward.read() as session:
            found = catalogue.deprivations(session, year)
        return [(one.indicator, one.standard) for one in found]

    before = {year: of(year) for year in (2024, 2025)}
    pair.apply(pair.offer(cases.new_standard))
    assert {year: of(year) for year in before} == before
    assert of(2027) == of(2031) == [("VL", "THU_2027"), ("SO", "THU_2027")]


def test_that_what_the_city_notes_on_its_tasks_stays_there(pair: Pair) -> None:
    made = pair.offer(cases.change_tasks)
    pair.apply(made)
    with pair.ward.read() as session:
        tasks = plan_tasks.of(session, settings.read(session).plan_id)
    assert [(one.state, one.note) for one in tasks] == [("DONE", ""), ("OPEN", "")]
    assert "chỉ để ở thành phố" not in str(dump(pair.ward))


def test_that_retired_topics_stay_usable_for_old_activities(pair: Pair) -> None:
    with pair.ward.write() as session:
        kept = log(session, topics=("DV06",))
    pair.apply(pair.offer(cases.retire_topic))
    with pair.ward.write() as session:
        assert "DV06" in catalogue.read(session).topic
        found = activities.get(session, kept.unit_id, kept.id)
        assert found.topics == ("DV06",)
        assert found.revision == kept.revision
        assert not exchange.lock(session, cases.Q4).nil


def test_that_an_older_catalogue_changes_nothing(pair: Pair) -> None:
    with pair.ward.write() as session:
        cases.add_topic(session)
        cases.newer(session, "topics")
    made = pair.offer(cases.rename_topic)
    with pair.ward.read() as session:
        listed = publishing.preview(session, made.entry.id)
    assert [one for one in listed if one.sort is Sort.CATALOGUE] == []
    pair.apply(made)
    with pair.ward.read() as session:
        assert catalogue.read(session).topic["DV01"].name == "Việc làm"


def test_that_the_wards_own_hamlets_win(pair: Pair) -> None:
    with pair.ward.write() as session:
        own = settings.read(session).unit_id
        mine = add_hamlet(session, "Buôn Kang")
        twin = add_hamlet(session, "Buôn Ea Bông")

    def edit(session: cases.Session) -> None:
        keep_hamlet(session, hamlets.Hamlet(**(vars(mine) | {"name": "Tên khác"})))
        cases.change_hamlets(session)

    pair.apply(pair.offer(edit))
    with pair.ward.read() as session:
        assert {one.id: one.name for one in hamlets.all_of(session, own)} == {
            mine.id: "Kang", twin.id: "Ea Bông",
        }  # fmt: skip
        other = hamlets.all_of(session, cases.unit_id(session, cases.OTHER_WARD))
        assert [one.full_name for one in other] == ["Thôn 3"]


def test_that_hamlets_the_city_brought_follow_the_city(pair: Pair) -> None:
    pair.apply(pair.offer(cases.change_hamlets))
    pair.apply(pair.offer(cases.rename_hamlets))
    with pair.ward.read() as session:
        own = hamlets.all_of(session, settings.read(session).unit_id)
    assert [one.name for one in own] == ["Ea Bông mới"]


def test_that_a_merged_hamlet_leads_to_the_one_the_ward_has(pair: Pair) -> None:
    with pair.ward.write() as session:
        own = settings.read(session).unit_id
        twin = add_hamlet(session, "Buôn Ea Bông")

    def edit(session: cases.Session) -> None:
        cases.change_hamlets(session)
        into = next(one for one in hamlets.all_of(session, own) if one.name == "Ea Bông").id
        past = hamlets.named("Buôn Cũ", own)
        keep_hamlet(session, hamlets.Hamlet(**(vars(past) | {"successor_id": into})))

    pair.apply(pair.offer(edit))
    with pair.ward.read() as session:
        found = {one.name: one for one in hamlets.all_of(session, own)}
    assert found["Cũ"].successor_id == twin.id


def test_that_new_keys_of_the_receiver_take_the_place_of_the_old(pair: Pair) -> None:
    pair.apply(pair.offer())
    pair.apply(pair.offer(cases.new_keys))
    with pair.city.read() as session:
        city = settings.read(session).unit_id
        new = exchange.recipient_of(exchange.own_device(session))
    with pair.ward.read() as session:
        assert [one.public for one in keys.of_unit(session, city, Kind.BOX)] == [new]


def test_that_no_activity_is_touched(pair: Pair) -> None:
    with pair.ward.write() as session:
        log(session)
        query = text("SELECT * FROM activities")
        before = [tuple(row) for row in session.execute(query)]
    pair.apply(pair.offer(*cases.EDITS))
    with pair.ward.read() as session:
        assert [tuple(row) for row in session.execute(query)] == before
        assert units.get(session, settings.read(session).unit_id).full_name == "Xã Cư Êbur"
