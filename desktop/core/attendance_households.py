"""Names on an attendance list and households of the register: finding, and suggesting a match.

Never chooses: a suggestion becomes a choice only when the officer confirms it. Personal data, stays
in this register.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from db.rows import HouseholdRow
from desktop.core import hamlets, reach_rows
from desktop.core.attendance import Person
from desktop.core.hamlets import Hamlet
from desktop.core.households import name_key
from desktop.core.texts import fold, nfc, sort_key

MOST = 100_000
"""Most households that are offered."""
_PARTS = re.compile(r"[,;()\n]|\s[-–]\s")
_STEPS = 20


@dataclass(frozen=True)
class Known:
    """A household that may be chosen; `category` is that of the year, `words` are searched.

    `places` are the keys of its hamlet's names: its own, and those of what that has become.
    """

    id: str
    code: str
    head: str
    hamlet_id: str | None
    hamlet: str
    category: str
    words: str
    places: frozenset[str]


@dataclass(frozen=True)
class Register:
    """The households that may be chosen on the list of an activity, and where it was held."""

    households: tuple[Known, ...] = ()
    held_in: frozenset[str] = frozenset()
    by_id: Mapping[str, Known] = field(default_factory=dict)
    by_head: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    by_code: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)


EMPTY = Register()


def read(session: Session, unit_id: str, day: date, held_in: Collection[str] = ()) -> Register:
    """Return the households that were there on the day, and the hamlets of the activity."""
    places = {one.id: one for one in hamlets.all_of(session, unit_id)}
    keys = {one.id: _keys(one, places) for one in places.values()}
    query = (
        reach_rows.households(day.year)
        .where(HouseholdRow.unit_id == unit_id, reach_rows.is_there(day))
        .order_by(HouseholdRow.folded, HouseholdRow.id)
        .limit(MOST)
    )
    found = [
        _known(row, places.get(row.hamlet_id), keys.get(row.hamlet_id, frozenset()))
        for row in session.execute(query)
    ]
    return Register(
        tuple(found),
        frozenset(key for one in held_in for key in keys.get(one, ())),
        {one.id: one for one in found},
        _grouped(found, lambda one: name_key(one.head)),
        _grouped(found, lambda one: fold(one.code)),
    )


def find(register: Register, typed: str, limit: int = 12) -> list[Known]:
    """Return the households whose name, code or hamlet have words that begin so, the best first.

    Marks do not matter. A whole code comes first, then whole names, then who lives where it was held.
    """
    query = fold(nfc(typed))
    wanted = [f" {part}" for part in query.replace("'", " ").replace("-", " ").split()]
    if not wanted:
        return []
    matching = (one for one in register.households if all(part in one.words for part in wanted))
    found = list(islice(matching, _SORTED + 1))
    if len(found) <= _SORTED:
        found.sort(key=lambda one: (
            fold(one.head) != query, not one.places & register.held_in, sort_key(one.head)
        ))  # fmt: skip
    coded = list(register.by_code.get(query, ()))
    return (coded + [one for one in found if one not in coded])[:limit]


def near(register: Register, person: Person, limit: int = 12) -> list[Known]:
    """Return the households to be offered first for a person: those that match, then its hamlet's."""
    same = list(register.by_head.get(name_key(person.name), ()))
    places = _said(person.address) or register.held_in
    same.sort(key=lambda one: not one.places & places)
    if len(same) < limit:
        here = (one for one in register.households if one.places & places and one not in same)
        same += [one for one, _ in zip(here, range(limit - len(same)), strict=False)]
    return same[:limit]


def suggest(register: Register, people: Sequence[Person]) -> dict[int, Known]:
    """Return by place in the list the one household whose head has this name in this hamlet.

    The hamlet is the one the address names; without an address, where the activity was held. Where
    two households match, or none, nothing is suggested; nor where one is chosen already.
    """
    found = ((place, _like(register, one)) for place, one in enumerate(people))
    return {place: same[0] for place, same in found if len(same) == 1}


def doubtful(register: Register, people: Sequence[Person]) -> list[int]:
    """Return the places in the list of people with whom several households match."""
    return [place for place, one in enumerate(people) if len(_like(register, one)) > 1]


def meant(register: Register, typed: str) -> Known | None:
    """Return the one household that a text means: its id, its whole code, or the only one found."""
    text = nfc(typed)
    if text in register.by_id:
        return register.by_id[text]
    found = find(register, text, 2)
    coded = [one for one in found if one.code and fold(one.code) == fold(text)]
    some = coded or found
    return some[0] if len(some) == 1 else None


def why_not(register: Register, typed: str) -> str:
    """Return the sentence that says why a text means no household."""
    if find(register, typed, 1):
        return f"Có nhiều hộ khớp với “{nfc(typed)}”. Hãy chọn một hộ trong danh sách."
    return f"Không có hộ “{nfc(typed)}” trong sổ. Hãy gõ vài chữ của họ tên chủ hộ hoặc mã hộ."


def chosen(person: Person, known: Known | None) -> Person:
    """Return the person with this household; its hamlet and category fill what is empty."""
    if known is None:
        return replace(person, household_id=None)
    return replace(
        person, household_id=known.id, address=person.address or known.hamlet,
        category=person.category or known.category,
    )  # fmt: skip


def confirmed(people: Sequence[Person], found: Mapping[int, Known]) -> list[Person]:
    """Return the people with the suggestions that the officer confirms."""
    return [
        chosen(one, found[place]) if place in found else one for place, one in enumerate(people)
    ]


def _grouped(found: Iterable[Known], key: Callable[[Known], str]) -> dict[str, tuple[Known, ...]]:
    groups: defaultdict[str, list[Known]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return {key: tuple(some) for key, some in groups.items() if key}


def _known(row: tuple[str, str, str, str | None, str | None], place: Hamlet | None, keys: frozenset[str]) -> Known:  # fmt: skip
    key, code, head, hamlet_id, category = row
    hamlet = place.full_name if place else ""
    plain = f" {fold(head)} {fold(code)} {fold(hamlet)}"
    split = _split(plain)
    words = plain if split == plain else plain + split
    return Known(key, code, head, hamlet_id, hamlet, category or "", words, keys)


def _like(register: Register, person: Person) -> list[Known]:
    if person.household_id is not None or not person.name:
        return []
    heads = register.by_head.get(name_key(person.name), ())
    where = _said(person.address) if heads and nfc(person.address) else register.held_in
    return [one for one in heads if one.places & where]


def _split(plain: str) -> str:
    return plain.replace("'", " ").replace("-", " ").replace(".", " ").replace("/", " ")


def _said(address: str) -> frozenset[str]:
    """Return the keys of what may be hamlets in an address: "Trưởng buôn, Buôn Đŭng"."""
    return frozenset(hamlets.key(part) for part in _PARTS.split(nfc(address)) if part.strip())


def _keys(one: Hamlet, places: Mapping[str, Hamlet]) -> frozenset[str]:
    return frozenset(hamlets.key(place.full_name) for place in _chain(one, places))


def _chain(one: Hamlet, places: Mapping[str, Hamlet]) -> Iterable[Hamlet]:
    """Yield a hamlet and what it has become."""
    for _ in range(_STEPS):
        yield one
        later = places.get(one.successor_id or "")
        if later is None:
            return
        one = later


_SORTED = 500
"""Above so many the order is that of the register: more is to be typed anyway."""
