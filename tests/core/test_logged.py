from dataclasses import replace
from datetime import date

import pytest

from db.store import Store
from desktop.core import activities, logged, settings
from desktop.core.activities import Expense, Status
from tests.builders import add_hamlet, log


@pytest.mark.both_kinds
def test_that_activities_read_together_are_those_read_alone(store: Store) -> None:
    with store.write() as session:
        places = [add_hamlet(session, name) for name in ("Buôn Đŭng", "Thôn 2")]
        kept = [
            log(session, held_on=date(2024, 11, 20), topics=("DV06", "DV01", "CS07"),
                hamlets=tuple(one.id for one in places), languages=("VIET", "EDE"),
                expenses=(Expense("CAP_TREN", 5), Expense("XA_PHUONG", None, voucher="01"))),
            log(session, held_on=date(2024, 11, 1), status=Status.COMPLETE),
        ]  # fmt: skip
        log(session, held_on=date(2024, 11, 2), status=Status.DRAFT)
        log(session, held_on=date(2024, 12, 1))
        gone = log(session, held_on=date(2024, 11, 3))
        activities.withdraw(session, gone.unit_id, gone.id)
    with store.read() as session:
        own = settings.read(session).unit_id
        found = logged.between(session, own, date(2024, 11, 1), date(2024, 11, 30))
        assert found == [activities.get(session, own, one.id) for one in reversed(kept)]
    assert found[1] == replace(kept[0])
