from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db.rows import ExemplarRow
from db.store import Store
from desktop.core import exchange, exemplars, history, scopes, settings
from desktop.core.errors import NotFoundError, PeriodLockedError, WrongChoiceError
from desktop.core.exemplars import Counted, Exemplar, Kind
from desktop.core.periods import parse
from tests.builders import add_hamlet
from tests.core.city_figures import ward
from tests.core.test_sums import city, template

__all__ = ["city", "template"]

Q4 = parse("2024-Q4")


def story(session: Any, **changes: Any) -> Exemplar:
    known: dict[str, Any] = {
        "unit_id": settings.read(session).unit_id, "found_on": date(2024, 10, 20),
        "title": "Nuôi bò sinh sản thoát nghèo", "who": "Ông Y Bhiông Kbuôr",
        "story": "Năm 2022 là hộ nghèo, bốn khẩu.\nVay 50 triệu đồng mua hai con bò.",
    }  # fmt: skip
    return exemplars.save(session, Exemplar(**(known | changes)))


@pytest.mark.both_kinds
def test_that_exemplars_are_listed_and_counted(store: Store) -> None:
    with store.write() as session:
        dung = add_hamlet(session, "Buôn Đŭng")
        first = story(session, hamlet_id=dung.id, publicised="Loa buôn Đŭng")
        second = story(
            session, kind=Kind.MODEL, found_on=date(2024, 11, 1), title=" Tổ  tiết kiệm "
        )
        story(session, found_on=date(2024, 9, 14))
    with store.read() as session:
        scope = scopes.read(session)
        assert exemplars.find(session, scope, Q4) == (second, first)
        assert second.title == "Tổ tiết kiệm"
        assert exemplars.count(session, scope, Q4) == 2
        assert exemplars.by_kind(session, scope, Q4) == {
            Kind.EXEMPLAR: Counted(1, 1), Kind.MODEL: Counted(1, 0), Kind.INITIATIVE: Counted(),
        }  # fmt: skip
        assert exemplars.get(session, first.unit_id, first.id) == first


@pytest.mark.both_kinds
def test_that_a_city_counts_those_of_all_units(city: Store) -> None:
    with city.write() as session:
        keys = [ward(session, name) for name in ("Phường Tân Lập", "Xã Cư Êbur")]
        for number, unit_id in enumerate((*keys, keys[0])):
            session.add(
                ExemplarRow(
                    unit_id=unit_id, id=f"e{number}", kind="MO_HINH", found_on=date(2024, 11, 2),
                    title="", who="", hamlet_id=None, story="", note="",
                    publicised="Báo Đắk Lắk" if number else "", publicised_on=None,
                )
            )  # fmt: skip
        session.flush()
        scope = scopes.read(session)
        assert exemplars.count(session, scope, Q4) == 3
        assert exemplars.by_unit(session, scope, Q4) == {
            keys[0]: Counted(2, 1),
            keys[1]: Counted(1, 1),
        }
        with pytest.raises(WrongChoiceError, match="đơn vị khác"):
            exemplars.save(session, replace(exemplars.get(session, keys[0], "e0"), title="Tên"))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": "  "}, "Chưa có tên"),
        ({"found_on": date(2024, 12, 17)}, "chưa đến"),
        ({"publicised_on": date(2024, 11, 1)}, "chưa ghi ở đâu"),
        ({"story": "\n".join("abcdef")}, "có 6 dòng, phiếu chỉ có chỗ cho 5"),
        ({"story": "ngắn\n" + "ă" * 101}, "Dòng 2 của câu chuyện có 101 chữ"),
        ({"who": "A" * 201}, "dài quá 200 chữ"),
    ],
)
def test_that_a_story_fits_its_sheet(store: Store, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(WrongChoiceError, match=why), store.write() as session:
        story(session, **changes)


def test_that_empty_lines_of_a_story_do_not_count(store: Store) -> None:
    with store.write() as session:
        kept = story(session, story="\n\nMột\n\nHai \n\n Ba\nBốn\nNăm\n\n")
    assert kept.story == "Một\nHai\nBa\nBốn\nNăm"


def test_that_a_locked_period_keeps_its_exemplars_and_history_no_names(store: Store) -> None:
    with store.write() as session:
        kept = story(session)
        (event,) = history.of(session, "exemplar", kept.id)
        exchange.lock(session, Q4)
    assert event.changes["who"] == event.changes["story"] == [None, "đã sửa"]
    for deed in (
        lambda session: story(session),
        lambda session: exemplars.save(session, replace(kept, found_on=date(2024, 9, 1))),
        lambda session: exemplars.withdraw(session, kept.unit_id, kept.id),
    ):
        with pytest.raises(PeriodLockedError), store.write() as session:
            deed(session)


def test_that_what_was_taken_away_can_be_put_back(store: Store) -> None:
    with store.write() as session:
        kept = story(session)
        gone = exemplars.withdraw(session, kept.unit_id, kept.id)
        with pytest.raises(NotFoundError):
            exemplars.get(session, kept.unit_id, kept.id)
        assert exemplars.save(session, gone) == kept
