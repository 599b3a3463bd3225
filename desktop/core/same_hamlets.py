"""One hamlet under several ids: a ward that makes its register anew sends its hamlets once more.

Reading only. What packages say is kept as they say it, so any order of them gives one state and
undo stays exact; only where hamlets are counted or added up are those of one unit that are called
alike, and were there at the same time, taken as one. A ward's own register has each hamlet once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session, aliased

from db.rows import HamletRow
from desktop.core import hamlets, scopes
from desktop.core.hamlets import Hamlet
from desktop.core.scopes import Scope


@dataclass(frozen=True)
class Same:
    """By id the one hamlet that stands for others that are the same; most have no other.

    It has the smallest id, the earliest beginning, and an end if one of them has ended.
    """

    found: Mapping[str, Hamlet]

    def id(self, hamlet_id: str) -> str:
        """Return the id under which a hamlet is counted."""
        return self.found[hamlet_id].id if hamlet_id in self.found else hamlet_id

    def once(self, some: Iterable[Hamlet]) -> list[Hamlet]:
        """Return each of the hamlets once, in the order given."""
        return list(
            {one.id: one for one in (self.found.get(each.id, each) for each in some)}.values()
        )


def read(session: Session, scope: Scope | None = None) -> Same:
    """Return which hamlets of the units below are the same; in a ward's register none."""
    scope = scope or scopes.read(session)
    if not scope.is_city:
        return Same({})
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
    return Same({
        one.id: whole
        for some in alike.values() for group in _together(some) if len(group) > 1
        for whole in [_whole(group)] for one in group
    })  # fmt: skip


def ids_of(hamlet_id: str) -> Any:
    """Return the query of the ids of a hamlet: its own, and those of others that are the same."""
    one, other = aliased(HamletRow), aliased(HamletRow)
    return (
        select(other.id)
        .join(one, (one.unit_id == other.unit_id) & (one.folded == other.folded))
        .where(one.id == hamlet_id)
        .where(_from(one) <= _to(other), _from(other) <= _to(one))
    )


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
