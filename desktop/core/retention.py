"""Old names (thời hạn lưu tên) of those who came and of private donors: what is due, taking it out.

Law 91/2025/QH15: personal data are kept no longer than needed. Names, addresses and remarks go;
what was counted stays, so the figures of a list and of all reports are the same afterwards. The
household chosen on a line stays too: without it nobody could count distinct households again. It
says no longer who came, and what the register of households says of it has its own rules. Of gifts
of persons and households the donor and the remark go; sums, goods and what they were used for stay,
and so do enterprises and organisations. Exemplars stay: they were published, by consent.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from db.rows import ActivityRow, AttendanceRow, ContributionRow, PurgeRow, SettingRow
from desktop.core import clock, history, working
from desktop.core.contributions import DonorKind
from desktop.core.errors import WrongChoiceError
from desktop.core.ids import new_id

YEARS = 5
SHORTEST, LONGEST = 1, 20
GONE = "(đã xóa tên)"
"""What stands in the place of a name: the person is still counted."""
_SETTING = "names_years"
_PRIVATE = (DonorKind.PERSON, DonorKind.HOUSEHOLD)


@dataclass(frozen=True)
class Year:
    """The lists of a year that are due, and gifts of persons and households that name the donor."""

    year: int
    lists: int
    persons: int
    donors: int = 0


@dataclass(frozen=True)
class Due:
    """Which lists and gifts are older than the rule: those of before this day."""

    years: int
    before: date
    found: tuple[Year, ...]

    @property
    def lists(self) -> int:
        """Return how many lists in all."""
        return sum(one.lists for one in self.found)

    @property
    def persons(self) -> int:
        """Return how many names in all."""
        return sum(one.persons for one in self.found)

    @property
    def donors(self) -> int:
        """Return how many gifts in all."""
        return sum(one.donors for one in self.found)


def years(session: Session) -> int:
    """Return for how many years names are kept."""
    kept = session.scalar(select(SettingRow.value).where(SettingRow.key == _SETTING))
    return YEARS if kept is None else int(str(kept))


def keep_years(session: Session, wanted: int) -> None:
    """Keep names for so many years. Raises WrongChoiceError."""
    if not SHORTEST <= wanted <= LONGEST:
        raise WrongChoiceError(f"Số năm giữ tên phải từ {SHORTEST} đến {LONGEST}.")
    before = years(session)
    session.merge(SettingRow(key=_SETTING, value=wanted))
    session.flush()
    history.note(session, "setting", _SETTING, "saved", {_SETTING: [before, wanted]})


def due(session: Session) -> Due:
    """Return what would be taken out today; nothing is changed."""
    kept = years(session)
    today = clock.of(session).today()
    before = date(today.year - kept, today.month, min(today.day, 28))
    rows = session.execute(
        select(ActivityRow.held_on, ActivityRow.id, func.count())
        .join(AttendanceRow, _same())
        .where(ActivityRow.held_on < before, AttendanceRow.name != GONE)
        .group_by(ActivityRow.held_on, ActivityRow.id)
    )
    gifts = session.scalars(select(ContributionRow.given_on).where(*_named(before)))
    return Due(kept, before, tuple(_by_year(rows, gifts)))


def purge(session: Session, seen: Due) -> Due:
    """Take out the names that were shown; return how many. The history says so without names.

    Raises WrongChoiceError when it is no longer what was shown.
    """
    found = due(session)
    if found != seen:
        raise WrongChoiceError("Danh sách vừa thay đổi. Hãy xem lại trước khi xóa tên.")
    old = select(ActivityRow.id).where(ActivityRow.held_on < found.before)
    session.execute(
        update(AttendanceRow)
        .where(AttendanceRow.activity_id.in_(old), AttendanceRow.name != GONE)
        .values(name=GONE, address="", note="")
    )
    session.execute(update(ContributionRow).where(*_named(found.before)).values(donor="", note=""))
    worker = working.now(session)
    session.add(
        PurgeRow(
            id=(key := new_id()), at=clock.of(session).now(), by=worker.name, before=found.before,
            lists=found.lists, persons=found.persons,
        )
    )  # fmt: skip
    session.flush()
    changes = {
        "before": [None, found.before.isoformat()],
        "lists": [None, found.lists],
        "persons": [None, found.persons],
        "donors": [None, found.donors],
    }
    history.note(session, "purge", key, "purged", changes)
    return found


def _same() -> ColumnElement[bool]:
    return (AttendanceRow.unit_id == ActivityRow.unit_id) & (
        AttendanceRow.activity_id == ActivityRow.id
    )


def _named(before: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of old gifts of persons and households that say who gave."""
    return (
        ContributionRow.given_on < before, ContributionRow.donor_kind.in_(_PRIVATE),
        or_(ContributionRow.donor != "", ContributionRow.note != ""),
    )  # fmt: skip


def _by_year(rows: Iterable[Any], gifts: Iterable[date]) -> Iterable[Year]:
    found: dict[int, list[int]] = {}
    for held_on, _, persons in rows:
        found.setdefault(held_on.year, []).append(persons)
    donors = Counter(day.year for day in gifts)
    for year in sorted({*found, *donors}):
        lists = found.get(year, [])
        yield Year(year, len(lists), sum(lists), donors[year])
