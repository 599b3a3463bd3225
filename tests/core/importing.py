"""What tests of the import share: taking a workbook in, and looking at what is kept."""

from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import (
    activities,
    listing,
    settings,
    workbook_import,
)
from desktop.core.activities import Activity
from desktop.core.workbook_import import ImportPreview, ImportResult, import_workbook
from tests.core.hostile import changed, write

EXPORT = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'activity_search_%'"


def dump(store: Store) -> dict[str, list[Any]]:
    """Everything the register holds, table by table."""
    with store.read() as session:
        names = [name for (name,) in session.execute(text(EXPORT))]
        return {
            name: sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"'))))
            for name in names
        }


def take(store: Store, path: Path, skip_bad: bool = False) -> ImportResult:
    with store.write() as session:
        return import_workbook(session, path, skip_bad=skip_bad)


def look(store: Store, path: Path) -> ImportPreview:
    with store.read() as session:
        return workbook_import.preview(session, path)


def kept(session: Session) -> list[Activity]:
    unit_id = settings.read(session).unit_id
    lines = listing.find(session, listing.Filter(unit_id=unit_id), limit=10_000).lines
    found = [activities.get(session, unit_id, line.id) for line in lines]
    return sorted(found, key=lambda one: one.id)


def only(store: Store) -> Activity:
    with store.read() as session:
        (activity,) = kept(session)
    return activity


def imported(store: Store, folder: Path, **fields: Any) -> Activity:
    assert take(store, write(folder, changed(**fields))).written
    return only(store)
