"""Households as they were before an import, so that undoing it is exact."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import bulk
from db.rows import (
    ActivityHamletRow,
    AttendanceRow,
    ExemplarRow,
    HamletRow,
    HamletYearRow,
    HouseholdImageRow,
    HouseholdRow,
    MaterialMoveRow,
    PlannedRow,
    RecurrenceRow,
)
from desktop.core import history, households
from desktop.core.households import Household, Yearly

_AT_ONCE = 500


@dataclass(frozen=True)
class Undone:
    """What an undone import left: households taken out, put back, and those that stay (ids).

    Some stay because they were changed since, or stand on an attendance list.
    """

    removed: int
    restored: int
    kept: tuple[str, ...]
    hamlets: int = 0


def of(session: Session, ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the households that are there with all their years, as plain values, by id."""
    years = households.years_of(session, ids)
    return {
        key: _image(one, years.get(key, {})) for key, one in households.of_ids(session, ids).items()
    }


def keep(
    session: Session,
    import_id: str,
    before: Mapping[str, dict[str, Any]],
    after: Mapping[str, dict[str, Any]],
) -> None:
    """Keep what an import found and what it left."""
    rows = [(import_id, key, before.get(key), image) for key, image in sorted(after.items())]
    table: Any = HouseholdImageRow.__table__
    bulk.insert(session, table, ("import_id", "household_id", "before", "after"), rows)


def put_back(session: Session, import_id: str) -> Undone:
    """Put everything back that is still as the import left it."""
    rows = session.execute(
        select(HouseholdImageRow.__table__).where(HouseholdImageRow.import_id == import_id)
    ).all()
    now = of(session, [row.household_id for row in rows])
    same = [row for row in rows if now.get(row.household_id) == row.after]
    on_lists = _on_lists(session, [row.household_id for row in same if row.before is None])
    removed = [r.household_id for r in same if r.before is None and r.household_id not in on_lists]
    restored = [row for row in same if row.before is not None]
    households.drop_many(session, removed)
    was = [(_household(row.before), row.before["years"]) for row in restored]
    households.put_many(session, [], [one for one, _ in was])
    households.put_years(
        session,
        {
            one.id: {
                int(year): _yearly(years.get(year))
                for year in {*years, *now[one.id]["years"]}
                if years.get(year) != now[one.id]["years"].get(year)
            }
            for one, years in was
        },
    )
    done = {*removed, *(one.id for one, _ in was)}
    kept = [row.household_id for row in rows if row.household_id not in done]
    kept = [one for one in kept if one in now]
    places = _remove_hamlets(session, import_id)
    return Undone(len(removed), len(restored), tuple(sorted(kept)), places)


def _remove_hamlets(session: Session, import_id: str) -> int:
    """Take the hamlets out that the import brought and nobody uses; return how many."""
    brought = set(session.scalars(select(HamletRow.id).where(HamletRow.import_id == import_id)))
    if not brought:
        return 0
    for column in (
        ActivityHamletRow.hamlet_id, HouseholdRow.hamlet_id, HamletYearRow.hamlet_id,
        ExemplarRow.hamlet_id, MaterialMoveRow.hamlet_id, HamletRow.successor_id,
    ):  # fmt: skip
        brought -= set(session.scalars(select(column).where(column.in_(sorted(brought)))))
    for planned in (PlannedRow.hamlets, RecurrenceRow.hamlets):
        brought -= {one for some in session.scalars(select(planned)) for one in some}
    for hamlet_id in sorted(brought):
        session.execute(delete(HamletRow).where(HamletRow.id == hamlet_id))
        history.note(session, "hamlet", hamlet_id, "removed")
    return len(brought)


def _on_lists(session: Session, ids: Collection[str]) -> set[str]:
    found: set[str] = set()
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        used = select(AttendanceRow.household_id).where(AttendanceRow.household_id.in_(some))
        found |= {one for one in session.scalars(used) if one}
    return found


def _image(household: Household, years: Mapping[int, Yearly]) -> dict[str, Any]:
    values = {one.name: getattr(household, one.name) for one in fields(household)}
    values["gone_on"] = household.gone_on.isoformat() if household.gone_on else None
    values["years"] = {
        str(year): [one.category, sorted(one.lacks)] for year, one in sorted(years.items())
    }
    return values


def _household(image: Mapping[str, Any]) -> Household:
    values = {key: value for key, value in image.items() if key != "years"}
    gone = values["gone_on"]
    return Household(**{**values, "gone_on": date.fromisoformat(gone) if gone else None})


def _yearly(image: Any) -> Yearly | None:
    return Yearly(image[0], frozenset(image[1])) if image else None
