"""One hamlet under several ids, and what counts as one where hamlets are counted or added up.

Reading only. A ward that makes its register anew sends its hamlets once more: those of one unit that
are called alike, and were there at the same time, are one. What packages say is kept as they say it,
so any order of them gives one state and undo stays exact. And a hamlet that was renamed, or went
into another, counts as the one that stands for it at the end of the days that are looked at.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, literal, select
from sqlalchemy.orm import Session, aliased

from db.rows import ActivityHamletRow, HamletRow
from desktop.core import hamlets, scopes
from desktop.core.hamlets import Hamlet
from desktop.core.scopes import Scope


@dataclass(frozen=True)
class Same:
    """By id the one hamlet that counts for others; most have no other.

    Of those that are the same it has the smallest id, the earliest beginning, and an end if one of
    them has ended. `merged` says of hamlets that stood side by side before they became one which.
    """

    found: Mapping[str, Hamlet]
    merged: Mapping[str, str] = field(default_factory=dict)

    def id(self, hamlet_id: str) -> str:
        """Return the id under which a hamlet is counted."""
        return self.found[hamlet_id].id if hamlet_id in self.found else hamlet_id

    def once(self, some: Iterable[Hamlet]) -> list[Hamlet]:
        """Return each of the hamlets once, in the order given."""
        return list(
            {one.id: one for one in (self.found.get(each.id, each) for each in some)}.values()
        )

    def counted_once(self) -> list[ColumnElement[bool]]:
        """Return conditions on `ActivityHamletRow`: of merged hamlets an activity has but one."""
        if not self.merged:
            return []
        one, other = ActivityHamletRow, aliased(ActivityHamletRow)
        heir, others = (case(dict(self.merged), value=row.hamlet_id) for row in (one, other))
        earlier = exists().where(
            other.unit_id == one.unit_id, other.activity_id == one.activity_id,
            other.hamlet_id < one.hamlet_id, others == heir,
        )  # fmt: skip
        return [one.hamlet_id.not_in(sorted(self.merged)) | ~earlier]


def read(session: Session, scope: Scope | None = None, day: date | None = None) -> Same:
    """Return which hamlets of the own unit and the units below count as one.

    With a day also those in whose place another stood on it (`hamlets.standing`).
    """
    scope = scope or scopes.read(session)
    alike = _alike(session, scope) if scope.is_city else {}
    heirs = hamlets.replaced(session, day) if day else {}
    if not heirs:
        return Same(alike)
    known = hamlets.of_ids(session, {*heirs, *heirs.values()})
    of_group = {alike[old].id: new for old, new in heirs.items() if old in alike}
    stands = {key: of_group[one.id] for key, one in alike.items() if one.id in of_group} | heirs
    found = {old: alike.get(new, known[new]) for old, new in stands.items()}
    return Same({**alike, **found}, dict(_merged(known, found)))


def _merged(known: Mapping[str, Hamlet], found: Mapping[str, Hamlet]) -> Iterator[tuple[str, str]]:
    """Yield the ids of hamlets that became one and of which two were there on one day, and of that one."""
    groups: dict[str, set[str]] = {}
    for old, new in found.items():
        groups.setdefault(new.id, {new.id}).add(old)
    for heir, group in groups.items():
        some = [known[key] for key in sorted(group) if key in known]
        if any(len(together) > 1 for together in _together(some)):
            yield from ((key, heir) for key in sorted(group))


def _alike(session: Session, scope: Scope) -> dict[str, Hamlet]:
    below = scope.has(HamletRow.unit_id)
    often = (
        select(HamletRow.unit_id, HamletRow.folded).where(below)
        .group_by(HamletRow.unit_id, HamletRow.folded).having(func.count() > 1).subquery()
    )  # fmt: skip
    ids = session.scalars(
        select(HamletRow.id).join(
            often,
            (HamletRow.unit_id == often.c.unit_id) & (HamletRow.folded == often.c.folded),
        )
    )
    alike: dict[tuple[str, str], list[Hamlet]] = {}
    for one in hamlets.of_ids(session, list(ids)).values():
        alike.setdefault((one.unit_id, hamlets.key(one.full_name)), []).append(one)
    return {
        one.id: whole
        for some in alike.values() for group in _together(some) if len(group) > 1
        for whole in [_whole(group)] for one in group
    }  # fmt: skip


def ids_of(hamlet_id: str, last: date | None = None) -> Any:
    """Return the query of the ids that count as a hamlet up to a day, as `Same.id` has it.

    Its own, those of others that are the same, and of those in whose place it stood on that day.
    """
    one, other, older = aliased(HamletRow), aliased(HamletRow), aliased(HamletRow)
    found = (
        select(other.id)
        .join(one, (one.unit_id == other.unit_id) & (one.folded == other.folded))
        .where(one.id == hamlet_id)
        .where(_from(one) <= _to(other), _from(other) <= _to(one))
        .cte(recursive=True)
    )
    gone = (older.valid_to < last,) if last else ()
    heirs = select(older.id).join(found, older.successor_id == found.c.id).where(*gone)
    return select(found.union(heirs).c.id)


def _from(one: Any) -> ColumnElement[date]:
    return func.coalesce(one.valid_from, literal(date.min))


def _to(one: Any) -> ColumnElement[date]:
    return func.coalesce(one.valid_to, literal(date.max))


def _together(some: Iterable[Hamlet]) -> list[list[Hamlet]]:
    """Return groups of hamlets whose days have one in common, from one to the next."""
    groups: list[list[Hamlet]] = []
    last = date.min
    for one in sorted(some, key=lambda one: (one.valid_from or date.min, one.id)):
        if groups and (one.valid_from or date.min) <= last:
            groups[-1].append(one)
        else:
            groups.append([one])
            last = date.min
        last = max(last, one.valid_to or date.max)
    return groups


def _whole(group: Iterable[Hamlet]) -> Hamlet:
    """Return what stands for hamlets that are the same, whatever the order in which they came."""
    some = sorted(group, key=lambda one: one.id)
    ended = [one for one in some if one.valid_to is not None]
    newest = max(ended, key=lambda one: (one.valid_to or date.max, one.id)) if ended else some[0]
    began = [one.valid_from for one in some if one.valid_from is not None]
    return replace(
        some[0], valid_from=min(began) if len(began) == len(some) else None,
        valid_to=newest.valid_to, successor_id=newest.successor_id,
    )  # fmt: skip
