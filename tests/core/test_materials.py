from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings as examples, strategies as st

from db.rows import MaterialMoveRow
from db.store import Store
from desktop.core import exchange, history, material_flows, materials, scopes, settings
from desktop.core.errors import NotFoundError, PeriodLockedError, WrongChoiceError
from desktop.core.material_flows import Flow
from desktop.core.materials import Material, Move, Way
from desktop.core.periods import parse
from tests.builders import add_hamlet
from tests.core.city_figures import ward
from tests.core.test_sums import city, template

__all__ = ["city", "template"]

Q4 = parse("2024-Q4")
FIRST = date(2024, 10, 1)


def leaflet(session: Any, name: str = "Tờ gấp Chuẩn nghèo", word: str = "tờ") -> Material:
    return materials.named(session, name, word)


def move(session: Any, material: Material, kind: Way, quantity: int, day: int, **more: Any) -> Move:
    made = Move(
        material_id=material.id, moved_on=FIRST + timedelta(day), kind=kind, quantity=quantity,
        **({"party": "Phòng VHTT"} | more),
    )  # fmt: skip
    return materials.save_move(session, made)


@pytest.mark.both_kinds
def test_that_stock_and_flows_say_what_came_and_went(store: Store) -> None:
    with store.write() as session:
        one = leaflet(session)
        dung = add_hamlet(session, "Buôn Đŭng")
        move(session, one, Way.IN, 100, -30)
        move(session, one, Way.OUT, 40, 0, hamlet_id=dung.id)
        move(session, one, Way.IN, 500, 5)
        move(session, one, Way.OUT, 60, 9, party="Trường học", hamlet_id=dung.id)
        move(session, one, Way.OUT, 7, 9, party="Trạm y tế")
        leaflet(session, "Sổ tay hỏi đáp", "cuốn")
    with store.read() as session:
        assert [(s.material.name, s.received, s.left) for s in material_flows.stock(session)] == [
            ("Sổ tay hỏi đáp", 0, 0), ("Tờ gấp Chuẩn nghèo", 600, 493),
        ]  # fmt: skip
        assert material_flows.stock(session, FIRST)[1].left == 60
        assert material_flows.flows(session, Q4) == (
            Flow(one.id, "Tờ gấp Chuẩn nghèo", "tờ", 100, 500, 107),
        )
        assert material_flows.flows(session, Q4)[0].closing == 493
        assert material_flows.by_hamlet(session, Q4) == {(dung.id, one.id): 100, (None, one.id): 7}
        assert len(materials.moves(session, Q4)) == 4


def test_that_more_than_there_is_cannot_go_out(store: Store) -> None:
    with store.write() as session:
        one = leaflet(session)
        move(session, one, Way.IN, 50, 3)
    with pytest.raises(WrongChoiceError, match="02/10/2024, “Tờ gấp Chuẩn nghèo” thiếu 10 tờ"), \
            store.write() as session:  # fmt: skip
        move(session, one, Way.OUT, 10, 1)
    with store.write() as session:
        move(session, one, Way.OUT, 50, 3)
        with pytest.raises(WrongChoiceError, match="thiếu 1 tờ"):
            move(session, one, Way.OUT, 1, 3)
        assert material_flows.stock(session)[0].left == 0


def test_that_an_earlier_move_cannot_be_changed_or_taken_away_below_zero(store: Store) -> None:
    with store.write() as session:
        one, other = leaflet(session), leaflet(session, "Áp phích", "tấm")
        came = move(session, one, Way.IN, 50, 0)
        went = move(session, one, Way.OUT, 45, 4)
        for wrong in (
            lambda: materials.withdraw_move(session, came.id),
            lambda: materials.save_move(session, replace(came, quantity=44)),
            lambda: materials.save_move(session, replace(came, moved_on=FIRST + timedelta(5))),
            lambda: materials.save_move(session, replace(came, kind=Way.OUT)),
            lambda: materials.save_move(session, replace(came, material_id=other.id)),
            lambda: materials.save_move(session, replace(went, moved_on=FIRST - timedelta(1))),
        ):
            with pytest.raises(WrongChoiceError, match="thiếu"):
                wrong()
            assert [s.left for s in material_flows.stock(session)] == [0, 5]
        materials.save_move(session, replace(came, moved_on=FIRST + timedelta(4), quantity=45))
        materials.withdraw_move(session, went.id)
        materials.withdraw_move(session, came.id)
        assert [s.left for s in material_flows.stock(session)] == [0, 0]
        with pytest.raises(NotFoundError):
            materials.withdraw_move(session, came.id)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("in", "out", "change", "withdraw")), st.integers(0, 6),
        st.integers(1, 30), st.integers(0, 9), st.booleans(),
    ),
    max_size=14,
)  # fmt: skip


@examples(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_that_the_stock_of_no_day_is_ever_below_zero(store: Store, steps: Any) -> None:
    with store.write() as session:
        session.query(MaterialMoveRow).delete()
        one = leaflet(session)
        kept: dict[str, Move] = {}
        for deed, day, quantity, which, turn in steps:
            chosen = list(kept.values())[which % len(kept)] if kept else None
            new = Move(material_id=one.id, moved_on=FIRST + timedelta(day), quantity=quantity,
                       kind=Way.OUT if deed == "out" else Way.IN, party="x")  # fmt: skip
            if deed == "change" and chosen:
                kind = Way.OUT if turn else chosen.kind
                new = replace(new, id=chosen.id, kind=kind)
            after = {**kept, new.id: new}
            if deed == "withdraw":
                if chosen is None:
                    continue
                after = {key: value for key, value in kept.items() if key != chosen.id}
            fits = lowest(after) >= 0
            try:
                if deed == "withdraw":
                    materials.withdraw_move(session, chosen.id)
                else:
                    materials.save_move(session, new)
            except WrongChoiceError:
                assert not fits
            else:
                assert fits
                kept = after
            assert material_flows.stock(session)[0].left == sum(map(signed, kept.values()))


def signed(one: Move) -> int:
    return one.quantity if one.kind is Way.IN else -one.quantity


def lowest(kept: dict[str, Move]) -> int:
    days = {one.moved_on for one in kept.values()}
    return min(
        (sum(signed(one) for one in kept.values() if one.moved_on <= day) for day in days),
        default=0,
    )


def test_that_a_material_has_a_name_of_its_own_and_stays_while_it_moved(store: Store) -> None:
    with store.write() as session:
        one = leaflet(session)
        assert leaflet(session, "tờ gấp chuẩn NGHÈO") == one
        mine = settings.read(session).unit_id
        for wrong in ("", "  ", "to gap chuan ngheo"):
            with pytest.raises(WrongChoiceError):
                materials.save(session, Material(unit_id=mine, name=wrong))
        came = move(session, one, Way.IN, 5, 0)
        with pytest.raises(WrongChoiceError, match="1 lần nhận, cấp phát"):
            materials.drop(session, one.id)
        materials.withdraw_move(session, came.id)
        materials.drop(session, one.id)
        assert materials.all_of(session) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"quantity": 0}, "từ 1 đến"),
        ({"moved_on": date(2024, 12, 17)}, "chưa đến"),
        ({"kind": Way.OUT, "party": ""}, "cấp cho đâu"),
        ({"party": "A" * 201}, "dài quá"),
    ],
)
def test_that_a_wrong_move_is_not_kept(store: Store, changes: dict[str, Any], why: str) -> None:
    with store.write() as session:
        one = leaflet(session)
        move(session, one, Way.IN, 5, 0)
        with pytest.raises(WrongChoiceError, match=why):
            materials.save_move(session, replace(
                Move(material_id=one.id, moved_on=FIRST, kind=Way.IN, quantity=1), **changes
            ))  # fmt: skip


def test_that_a_locked_period_keeps_its_moves_and_history_no_names(store: Store) -> None:
    with store.write() as session:
        one = leaflet(session)
        came = move(session, one, Way.IN, 5, 0, party="Bà H'Linh Niê")
        (event,) = history.of(session, "material_move", came.id)
        exchange.lock(session, Q4)
    assert event.changes == {
        "material_id": [None, "đã sửa"], "moved_on": [None, "2024-10-01"], "kind": [None, "IN"],
        "quantity": [None, 5], "party": [None, "đã sửa"],
    }  # fmt: skip
    for deed in (
        lambda session: materials.withdraw_move(session, came.id),
        lambda session: materials.save_move(session, replace(came, moved_on=date(2024, 9, 2))),
    ):
        with pytest.raises(PeriodLockedError), store.write() as session:
            deed(session)


def test_that_a_city_shows_what_units_reported_for_these_days(city: Store) -> None:
    from db.rows import MaterialFlowRow

    with city.write() as session:
        unit_id = ward(session, "Xã Cư Êbur")
        for last, count in ((Q4.last, 7), (date(2024, 10, 14), 3)):
            session.add(
                MaterialFlowRow(unit_id=unit_id, first=Q4.first, last=last, material_id="m",
                                name="Tờ rơi", unit_word="tờ", opening=0, received=10,
                                handed_out=count)
            )  # fmt: skip
        session.flush()
        found = material_flows.reported(session, scopes.read(session), Q4)
        assert found == {unit_id: (Flow("m", "Tờ rơi", "tờ", 0, 10, 7),)}
