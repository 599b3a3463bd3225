from datetime import date
from pathlib import Path

from desktop.core import clashes, clock, confirming, demo, demo_plan, pace, planned, plans
from desktop.core.planned import State

DECEMBER = (date(2024, 12, 1), date(2024, 12, 31))


def test_that_the_sample_ward_has_a_month_of_plans(tmp_path: Path) -> None:
    store = demo.make_register(tmp_path / "so.sotr")
    with store.write() as session:
        demo_plan.fill(session)
        found = planned.between(session, *DECEMBER)
        today = clock.of(session).today()
        lines = confirming.look(session, today)
        (clash,) = clashes.read(session, *DECEMBER)
        plan = plans.own(session)
        assert plan is not None
        targets = pace.read(session, plan, today)
        overdue = planned.count_overdue(session, today)
    store.close()
    assert len([one for one in found if one.recurrence_id]) == 26
    assert [one.reason for one in found if one.state is State.SKIPPED] == ["Mất điện cả buổi sáng"]
    assert overdue == 12
    assert [one.is_ready for one in lines] == [False, *[True] * 12]
    assert "Trần Văn Bình được mời ở cả" in clash.text
    assert [one.indicator for one in targets] == ["CT01", "CT02", "CT09", "CT11", "CT16", "CT17"]
