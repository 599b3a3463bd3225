"""Households that may be entered twice, and making one of two. Never decides by itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from rapidfuzz import fuzz
from sqlalchemy import update
from sqlalchemy.orm import Session

from db.rows import AttendanceRow
from desktop.core import hamlets, history, households, settings
from desktop.core.errors import NotFoundError
from desktop.core.households import Household, name_key
from desktop.core.texts import fold

MOST = 500
"""Groups shown at a time: no honest register has more."""
ALIKE = 92.0
"""Of 100: below this two names are two people ("Y Bhiang Niê" and "Y Bhiông Niê" are 91.7)."""
_LARGEST_BLOCK = 400


@dataclass(frozen=True)
class Twins:
    """Households that look like one; `reason` is a Vietnamese phrase."""

    reason: str
    households: tuple[Household, ...]


def twins(session: Session) -> tuple[Twins, ...]:
    """Return which of the own unit's households may be one, same codes first; those gone are not.

    Same code; or in one hamlet the same name, or nearly the same name without two codes.
    """
    stands = hamlets.standing(session, date.max)
    everyone = households.all_of(session, settings.read(session).unit_id)
    here = [one for one in everyone if one.gone_on is None]
    found = [*_same_code(here), *among(here, stands)]
    return tuple(found[:MOST])


def among(some: Iterable[Household], stands: Mapping[str, str]) -> Iterator[Twins]:
    """Yield those with the same, then with nearly the same name in one hamlet.

    `stands` says which hamlet stands for which.
    """
    places: dict[str, dict[str, list[Household]]] = defaultdict(lambda: defaultdict(list))
    for one in some:
        if one.hamlet_id:
            places[stands.get(one.hamlet_id, one.hamlet_id)][name_key(one.head)].append(one)
    alike = [same for names in places.values() for same in names.values() if len(same) > 1]
    yield from (Twins("Trùng họ tên chủ hộ trong cùng thôn, buôn", tuple(one)) for one in alike)
    for names in places.values():
        for first, second in near(list(names)):
            pair = (names[first][0], names[second][0])
            if not (pair[0].code and pair[1].code):
                yield Twins("Họ tên chủ hộ gần giống nhau trong cùng thôn, buôn", pair)


def near(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of name keys that differ by a letter or two, those with the same beginning only."""
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in keys:
        words = key.split()
        if words:
            blocks[words[0][:1], words[-1][:1]].append(key)
    for block in blocks.values():
        for one, other in combinations(block[:_LARGEST_BLOCK], 2):
            if is_near(one, other):
                yield one, other


def is_near(one: str, other: str) -> bool:
    """Return whether two different name keys are nearly the same; Y and H' are two people."""
    sexes = {key.split()[0] == "y" if key else False for key in (one, other)}
    return len(sexes) == 1 and fuzz.ratio(one, other, score_cutoff=ALIKE) > 0


def merge(session: Session, keep_id: str, drop_id: str) -> Household:
    """Make one household of two: what the first lacks comes from the other, which vanishes.

    Years of both: the first's. Attendance follows. Raises NotFoundError.
    """
    if keep_id == drop_id:
        raise NotFoundError
    kept, dropped = households.get(session, keep_id), households.get(session, drop_id)
    one, other = kept.household, dropped.household
    whole = replace(
        one, code=one.code or other.code, hamlet_id=one.hamlet_id or other.hamlet_id,
        ethnic=one.ethnic or other.ethnic, note=one.note or other.note,
    )  # fmt: skip
    session.execute(
        update(AttendanceRow)
        .where(AttendanceRow.household_id == drop_id)
        .values(household_id=keep_id)
    )
    households.drop_many(session, [drop_id])
    households.put_many(session, [], [whole])
    more = {year: one for year, one in dropped.years.items() if year not in kept.years}
    households.put_years(session, {keep_id: more})
    history.note(session, "household", keep_id, "merged", {"households": [2, 1]})
    return whole


def _same_code(some: Iterable[Household]) -> Iterator[Twins]:
    codes: dict[str, list[Household]] = defaultdict(list)
    for one in some:
        if one.code:
            codes[fold(one.code)].append(one)
    for same in codes.values():
        if len(same) > 1:
            yield Twins("Trùng mã hộ", tuple(same))
