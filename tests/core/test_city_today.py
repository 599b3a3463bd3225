from dataclasses import replace
from datetime import date

import pytest

from db.store import Store
from desktop.core import answers, board, city_today, deadlines, intakes, ledger
from desktop.core.city_today import CityToday
from desktop.core.progress import Progress
from desktop.core.today import Lead
from tests import wards
from tests.core.test_pace import want


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> wards.City:
    """A city of four wards: three packages came, of the third nobody knows the key."""
    made = wards.make_city(tmp_path_factory.mktemp("thanh-pho"), 4, 12)
    strange = replace(made.wards[2], signing=b"\x07" * 32)
    made.packages[2].unlink()
    wards.write(made.folder, wards.package(strange, wards.records(strange, 12)))
    with made.store.write() as session:
        want(session, *(("CT01", 4, one.unit.id) for one in made.wards))
        deadlines.put(session, wards.Q4, date(2024, 12, 14))
    return made


def found(store: Store) -> CityToday:
    with store.read() as session:
        return city_today.read(session)


def test_that_the_city_is_told_what_waits_in_the_order_of_its_weight(taken: wards.City) -> None:
    store = taken.store
    before = found(store)
    assert (before.next.lead, before.next.tone) == (Lead.BOARD, "info")
    assert before.came == ()
    assert before.sessions.done == 0
    with store.write() as session:
        key = intakes.begin(session, "KINGSTON")
        intakes.take(session, Progress(), key, taken.packages[:3])
    parked = found(store)
    assert (parked.parked, parked.next.lead) == (1, Lead.USB)
    assert parked.next.text.startswith("1 gói chờ đối chiếu mã hoặc chọn bản đúng")
    (came,) = parked.came
    assert (came.place, came.packages, came.parked, came.refused) == ("KINGSTON", 2, 1, 0)
    with store.write() as session:
        (strange,) = ledger.quarantined(session)
        intakes.trust(session, strange.id, None)
    waiting = found(store)
    assert [one.place for one in waiting.came] == ["KINGSTON"]
    assert (waiting.parked, waiting.next.lead) == (0, Lead.BOARD)
    assert waiting.next.text.startswith("3 đơn vị chờ duyệt báo cáo quý IV năm 2024.")
    assert [one.days_left for one in waiting.deadlines] == [0]
    assert sum(one.done is None for one in waiting.units) == 1
    with store.write() as session:
        ids = [one.package_id for one in board.read(session, wards.Q4).lines if one.package_id]
        for one in ids:
            answers.accept(session, one)
        pending = len(answers.pending(session))
    done = found(store)
    assert (done.receipts, pending) == (3, 3)
    assert done.next.text == "3 biên nhận chờ ghi ra USB của đơn vị."
    assert done.board.counts.sent == 3
    with store.read() as session:
        later = city_today.second(session, done)
    assert 0 < later.coverage.direct <= later.coverage.reached <= later.coverage.hamlets
    assert (later.money.done or 0) > 0
    assert done.months.highlighted == 5
