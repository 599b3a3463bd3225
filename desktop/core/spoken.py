"""Languages (ngôn ngữ truyền thông): how often and how long each was spoken in each hamlet.

Reading only. An activity in two languages counts in both, and one for two hamlets in both, so lines
must not be added up. A part of a joint activity was heard in its own hamlets, so it counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, select
from sqlalchemy.orm import Session

from db.rows import ActivityHamletRow, ActivityLanguageRow, ActivityRow, HamletRow
from desktop.core import hamlets, same_hamlets, scopes, sums, unit_sums
from desktop.core.activities import COUNTED
from desktop.core.hamlets import Hamlet
from desktop.core.periods import Period
from desktop.core.same_hamlets import Same
from desktop.core.scopes import Scope
from desktop.core.texts import sort_key

UNSAID = ""
"""Stands for activities that say no language."""


@dataclass(frozen=True)
class Heard:
    """Activities in a language and their minutes: airings × minutes of broadcasts (None: not known)."""

    activities: int
    minutes: int | None = None


@dataclass(frozen=True)
class Spoken:
    """A hamlet (None: activities that name none) and what was heard there, by language code."""

    hamlet_id: str | None
    unit_id: str
    unit: str
    name: str
    kind: str
    languages: Mapping[str, Heard] = field(default_factory=dict)


@dataclass(frozen=True)
class Languages:
    """All hamlets of the period by unit and name, and each language over all activities once."""

    period: Period
    rows: tuple[Spoken, ...]
    everywhere: Mapping[str, Heard]


def read(session: Session, period: Period) -> Languages:
    """Return what was spoken in the period where, hamlets where nothing was included."""
    scope = scopes.read(session)
    names = scopes.names(scope.units.values())
    same = same_hamlets.read(session, scope, period.last)
    found: dict[tuple[str | None, str | None], dict[str, Heard]] = {}
    for hamlet_id, unit_id, language, *heard in session.execute(_by_hamlet(scope, period, same)):
        there = found.setdefault((same.id(hamlet_id) if hamlet_id else None, unit_id), {})
        there[language or UNSAID] = _added(there.get(language or UNSAID), Heard(*heard))
    rows = []
    for one in same.once(hamlets.of_units(session, scope.has(HamletRow.unit_id))):
        heard_there = found.get((one.id, None), {})
        if heard_there or _existed(one, period):
            unit = names[one.unit_id]
            rows.append(Spoken(one.id, one.unit_id, unit, one.full_name, one.kind, heard_there))
    rows += [
        Spoken(None, unit_id, names[unit_id], "", "", heard)
        for (_, unit_id), heard in found.items()
        if unit_id is not None
    ]
    rows.sort(key=lambda one: (sort_key(one.unit), one.hamlet_id is None, sort_key(one.name)))
    everywhere = {
        language or UNSAID: Heard(*heard)
        for language, *heard in session.execute(_everywhere(scope, period))
    }
    return Languages(period, tuple(rows), everywhere)


def _added(one: Heard | None, other: Heard) -> Heard:
    if one is None:
        return other
    minutes = sums.total((one.minutes, other.minutes))
    return Heard(one.activities + other.activities, minutes)


def _by_hamlet(scope: Scope, period: Period, same: Same) -> Any:
    nowhere = case((ActivityHamletRow.hamlet_id.is_(None), ActivityRow.unit_id))
    return (
        select(
            ActivityHamletRow.hamlet_id, nowhere, ActivityLanguageRow.language, func.count(),
            _minutes(),
        )
        .select_from(ActivityRow)
        .outerjoin(ActivityHamletRow, _part(ActivityHamletRow))
        .outerjoin(ActivityLanguageRow, _part(ActivityLanguageRow))
        .where(*_where(scope, period), *same.counted_once())
        .group_by(ActivityHamletRow.hamlet_id, nowhere, ActivityLanguageRow.language)
    )  # fmt: skip


def _everywhere(scope: Scope, period: Period) -> Any:
    return (
        select(ActivityLanguageRow.language, func.count(), _minutes())
        .select_from(ActivityRow)
        .outerjoin(ActivityLanguageRow, _part(ActivityLanguageRow))
        .where(*_where(scope, period))
        .group_by(ActivityLanguageRow.language)
        .order_by(ActivityLanguageRow.language)
    )


def _minutes() -> ColumnElement[Any]:
    return cast(func.sum(unit_sums.of_activity()["minutes"]), BigInteger)


def _where(scope: Scope, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        scope.has(ActivityRow.unit_id),
        ActivityRow.held_on.between(period.first, period.last),
        ActivityRow.status.in_(COUNTED),
    )


def _part(kind: Any) -> ColumnElement[bool]:
    return and_(kind.unit_id == ActivityRow.unit_id, kind.activity_id == ActivityRow.id)


def _existed(one: Hamlet, period: Period) -> bool:
    began = one.valid_from is None or one.valid_from <= period.last
    return began and (one.valid_to is None or one.valid_to >= period.first)
