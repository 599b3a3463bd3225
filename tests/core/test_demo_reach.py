"""Sample lists: they agree with the numbers of their meetings and name households."""

from pathlib import Path

from desktop.core import (
    activities,
    attendance,
    demo,
    demo_households,
    demo_reach,
    matching,
    periods,
    reach,
    settings,
)
from desktop.core.listing import Filter, find


def test_that_sample_lists_reach_households_and_agree_with_their_meetings(tmp_path: Path) -> None:
    store = demo.make_register(tmp_path / "so.sotr")
    demo.fill(store, tmp_path)
    with store.write() as session:
        if not demo_households.households.all_of(session, settings.read(session).unit_id):
            demo_households.fill(session)
        count = demo_reach.fill(session)
    with store.read() as session:
        unit_id = settings.read(session).unit_id
        found = reach.read(session, periods.parse(demo.PERIOD)).by_category
        rows = matching.read(session, 2024).rows
        lists = [
            (activities.get(session, unit_id, line.id), attendance.of(session, unit_id, line.id))
            for line in find(session, Filter(unit_id=unit_id), limit=1_000).lines
        ]
    store.close()
    with_households = [
        (one, people) for one, people in lists if any(person.household_id for person in people)
    ]
    assert count == len(with_households) > 10
    for one, people in with_households:
        assert len(people) == one.attendees
        counted = attendance.figures(people)
        assert (counted["poor"] or 0, counted["near_poor"] or 0) == (
            one.poor or 0,
            one.near_poor or 0,
        )
    for code in ("HN", "HCN", "HMTN"):
        one = found[code]
        assert one.reached is not None
        assert one.households is not None
        assert 0 < one.reached < one.households
    assert any(row.left for row in rows)
    assert any(row.reached for row in rows)
