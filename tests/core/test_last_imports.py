from datetime import timedelta
from pathlib import Path

from db.rows import HouseholdImportRow
from db.store import Store
from desktop.core import household_import, last_imports
from desktop.core.clock import FixedClock
from tests.builders import MOMENT
from tests.core.test_household_import import take, write


def test_that_the_newest_import_of_these_days_is_offered_to_be_undone(
    store: Store, tmp_path: Path
) -> None:
    done = [
        take(store, write(tmp_path, [1, f"0{number}", name, "Thôn 1", "HN"]))
        for number, name in enumerate(("Y Wing Êban", "H'Nga Kbuôr"))
    ]
    for _ in done:
        with store.write() as session:
            last = last_imports.of_households(session)
            assert last is not None
            assert (last.added, last.changed) == (1, 0)
            household_import.undo(session, last.id)
    with store.write() as session:
        assert last_imports.of_households(session) is None
        session.get_one(HouseholdImportRow, done[0].import_id).undone_at = None
    with store.read() as session:
        session.info["clock"] = FixedClock(MOMENT + timedelta(days=31))
        assert last_imports.of_households(session) is None
