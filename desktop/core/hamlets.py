"""Hamlets (thôn, buôn, tổ dân phố) of a unit, each valid for a time, and what became of them.

A renamed or merged hamlet is never changed: it ends, and a new one stands for it from a day on. So
activities and counts of the time before keep their hamlet.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from db import bulk
from db.rows import HamletRow
from desktop.core import history, reports
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.ids import new_id
from desktop.core.texts import fold, nfc, sort_key

KINDS = ("Thôn", "Buôn", "Tổ dân phố")
_FIRST_WORDS = (
    ("tổ dân phố", "Tổ dân phố"), ("to dan pho", "Tổ dân phố"), ("tdp", "Tổ dân phố"),
    ("khối phố", "Tổ dân phố"), ("buôn", "Buôn"), ("buon", "Buôn"), ("thôn", "Thôn"),
    ("thon", "Thôn"),
)  # fmt: skip
_AT_ONCE = 500
_DAY = timedelta(days=1)
_SHORT = {"Tổ dân phố": "TDP"}


@dataclass(frozen=True, kw_only=True)
class Hamlet:
    """A hamlet; `name` is the bare name ("2", "Akŏ Dhŏng")."""

    kind: str
    name: str
    unit_id: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None
    id: str = field(default_factory=new_id)

    @property
    def full_name(self) -> str:
        """Return "Buôn Akŏ Dhŏng", "Tổ dân phố 2"."""
        return f"{self.kind} {self.name}"

    @property
    def short_name(self) -> str:
        """Return "TDP 2" for narrow columns."""
        return f"{_SHORT.get(self.kind, self.kind)} {self.name}"

    def is_valid(self, day: date) -> bool:
        """Return whether the hamlet existed on the day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day <= self.valid_to)


def named(text: str, unit_id: str, default_kind: str = "Thôn") -> Hamlet:
    """Return a new hamlet from what people write; its kind is told by the first word."""
    written = nfc(text)
    for words, kind in _FIRST_WORDS:
        rest = written[len(words) :]
        if fold(written).startswith(fold(words)) and (not rest or not rest[0].isalpha()):
            return Hamlet(kind=kind, name=rest.strip(" .:-") or written, unit_id=unit_id)
    return Hamlet(kind=default_kind, name=written, unit_id=unit_id)


def key(text: str) -> str:
    """Return what two spellings of one hamlet share: kind and folded name ("TDP 2" = "Tổ dân phố 2")."""
    hamlet = named(text, "", "")
    return fold(f"{hamlet.kind} {hamlet.name}".strip())


def all_of(session: Session, unit_id: str) -> list[Hamlet]:
    """Return the hamlets of a unit in Vietnamese order, those of the past included."""
    rows = session.scalars(select(HamletRow).where(HamletRow.unit_id == unit_id))
    return sorted((_value(row) for row in rows), key=lambda hamlet: sort_key(hamlet.full_name))


def of_units(session: Session, wanted: ColumnElement[bool]) -> list[Hamlet]:
    """Return the hamlets of several units, of the past too; `wanted` says which (`Scope.has`)."""
    return [_value(row) for row in session.execute(select(HamletRow.__table__).where(wanted))]


def add(session: Session, hamlet: Hamlet, import_id: str | None = None) -> None:
    """Keep a new hamlet."""
    session.add(
        HamletRow(
            id=hamlet.id, unit_id=hamlet.unit_id, kind=hamlet.kind, name=nfc(hamlet.name),
            folded=fold(hamlet.full_name), valid_from=hamlet.valid_from,
            valid_to=hamlet.valid_to, successor_id=hamlet.successor_id, import_id=import_id,
        )
    )  # fmt: skip
    session.flush()
    history.note(session, "hamlet", hamlet.id, "added")


def valid_on(session: Session, unit_id: str, day: date) -> list[Hamlet]:
    """Return the hamlets of a unit that exist on the day, in Vietnamese order."""
    return [one for one in all_of(session, unit_id) if one.is_valid(day)]


def rename(session: Session, hamlet_id: str, name: str, on: date) -> Hamlet:
    """Let a hamlet be called otherwise ("Tổ dân phố 2 Cư Êbur") from a day on; return the new one.

    Raises NotFoundError, WrongChoiceError, PeriodLockedError.
    """
    return merge(session, [hamlet_id], name, on)


def merge(session: Session, ids: Collection[str], name: str, on: date) -> Hamlet:
    """Let one new hamlet of this name stand for these from a day on; return it.

    The old ones end on the day before. Raises NotFoundError, WrongChoiceError, PeriodLockedError.
    """
    found = rename_many(session, dict.fromkeys(ids, name), on)
    return next(iter(found.values()))


def rename_many(session: Session, names: Mapping[str, str], on: date) -> dict[str, Hamlet]:
    """Let hamlets {id: new name} be called otherwise from a day on; return the new ones by old id.

    All at once: one may take the name that another gives up, and several that get one name become
    one. Raises NotFoundError, WrongChoiceError, PeriodLockedError.
    """
    old = _to_end(session, names, on)
    new: dict[str, Hamlet] = {}
    found: dict[str, Hamlet] = {}
    for one in old:
        fresh = replace(named(names[one.id], one.unit_id, one.kind), valid_from=on)
        found[one.id] = new.setdefault(key(fresh.full_name), fresh)
    for fresh in new.values():
        _require_free(session, fresh, set(names), on)
        add(session, fresh)
    for one in old:
        _end(session, one, on - _DAY, found[one.id].id)
    return found


def join(session: Session, ids: Collection[str], into_id: str, on: date) -> Hamlet:
    """Let a hamlet that is there stand for these from a day on; return it.

    Raises NotFoundError, WrongChoiceError, PeriodLockedError.
    """
    old = _to_end(session, [one for one in ids if one != into_id], on)
    into = of_ids(session, [into_id]).get(into_id)
    if into is None:
        raise NotFoundError
    if into.unit_id != old[0].unit_id or not into.is_valid(on):
        raise WrongChoiceError(
            f"{into.full_name} không phải là thôn, buôn của đơn vị vào ngày này. Hãy chọn nơi khác."
        )
    for one in old:
        _end(session, one, on - _DAY, into.id)
    return into


def close(session: Session, hamlet_id: str, last: date) -> Hamlet:
    """Let a hamlet end on a day, with no other in its place. Raises as `rename`."""
    (one,) = _to_end(session, [hamlet_id], last + _DAY)
    return _end(session, one, last, None)


def reopen(session: Session, hamlet_id: str) -> Hamlet:
    """Take back that a hamlet ended, or went into one that was there already; return it.

    Raises NotFoundError, WrongChoiceError, PeriodLockedError.
    """
    before = of_ids(session, [hamlet_id]).get(hamlet_id)
    if before is None or before.valid_to is None:
        raise NotFoundError
    reports.require_open_between(session, before.valid_to + _DAY, date.max)
    after = replace(before, valid_to=None, successor_id=None)
    _require_free(session, after, {before.id}, date.max)
    return _keep(session, before, after, "changed")


def correct(session: Session, hamlet_id: str, name: str, since: date | None) -> Hamlet:
    """Mend how a hamlet is written, or since when it exists, also for the past; return it.

    A name that a locked report has on its papers is not mended. Raises NotFoundError,
    WrongChoiceError, PeriodLockedError.
    """
    before = of_ids(session, [hamlet_id]).get(hamlet_id)
    if before is None:
        raise NotFoundError
    after = replace(
        named(name, before.unit_id, before.kind), id=before.id, valid_from=since,
        valid_to=before.valid_to, successor_id=before.successor_id,
    )  # fmt: skip
    if since and before.valid_to and since > before.valid_to:
        raise WrongChoiceError("Ngày bắt đầu sau ngày kết thúc của thôn, buôn này.")
    if after.full_name != before.full_name:
        days = (before.valid_from or date.min, before.valid_to or date.max)
        reports.require_open_between(session, *days)
    if since != before.valid_from:
        earlier, later = sorted(one or date.min for one in (since, before.valid_from))
        reports.require_open_between(session, earlier, later - _DAY)
    _require_free(session, after, {before.id}, after.valid_to or since or date.max)
    return _keep(session, before, after, "changed")


def standing(session: Session, day: date) -> dict[str, str]:
    """Return which hamlet stands for each hamlet on the day, by id; most stand for themselves.

    Forward along successors; back to a predecessor that was the only one; else itself.
    """
    heirs = replaced(session, day)
    return {key: heirs.get(key, key) for key in session.scalars(select(HamletRow.id))}


def replaced(session: Session, day: date) -> dict[str, str]:
    """Return which hamlet stands on the day for those that another stands for, by id (`standing`)."""
    follows = HamletRow.successor_id.is_not(None)
    heirs = select(HamletRow.successor_id).where(follows)
    changed = select(HamletRow.__table__).where(follows | HamletRow.id.in_(heirs))
    known = {row.id: _value(row) for row in session.execute(changed)}
    before: dict[str, list[Hamlet]] = {}
    for one in known.values():
        if one.successor_id:
            before.setdefault(one.successor_id, []).append(one)
    stands = ((key, _standing(one, known, before, day)) for key, one in known.items())
    return {key: heir for key, heir in stands if key != heir}


def family(session: Session, hamlet_id: str) -> list[str]:
    """Return a hamlet and all whose place it took, by id."""
    pairs = session.execute(
        select(HamletRow.id, HamletRow.successor_id).where(HamletRow.successor_id.is_not(None))
    ).all()
    found = [hamlet_id]
    for one in found:
        found += [old for old, new in pairs if new == one and old not in found]
    return found


def of_ids(session: Session, ids: Collection[str]) -> dict[str, Hamlet]:
    """Return those of the hamlets that are there, whatever their unit, by id."""
    wanted, found = sorted(set(ids)), {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        for row in session.execute(select(HamletRow.__table__).where(HamletRow.id.in_(some))):
            found[row.id] = _value(row)
    return found


def keep_many(session: Session, new: Sequence[Hamlet], changed: Sequence[Hamlet]) -> None:
    """Keep hamlets as their own units say they are; successors once all of them are there."""
    table: Any = HamletRow.__table__
    if new:
        rows = [_row(replace(one, successor_id=None)) for one in new]
        bulk.insert(session, table, list(rows[0]), [list(row.values()) for row in rows])
    for one in (*changed, *(one for one in new if one.successor_id)):
        session.execute(update(table).where(table.c.id == one.id).values(_row(one)))


def _to_end(session: Session, ids: Collection[str], on: date) -> list[Hamlet]:
    """Return the hamlets, all of one unit, that can end before the day.

    Raises PeriodLockedError: a locked report counts them on later days.
    """
    reports.require_open_between(session, on, date.max)
    found = list(of_ids(session, ids).values())
    if not found or len(found) < len(set(ids)):
        raise NotFoundError
    if len({one.unit_id for one in found}) > 1:
        raise WrongChoiceError("Các thôn, buôn này không cùng một đơn vị.")
    for one in found:
        if not one.is_valid(on - _DAY) or one.successor_id:
            raise WrongChoiceError(
                f"{one.full_name} không tồn tại vào ngày liền trước ngày này nên không đổi được."
            )
    return sorted(found, key=lambda one: sort_key(one.full_name))


def _require_free(session: Session, new: Hamlet, apart: Collection[str], day: date) -> None:
    written = key(new.full_name)
    for one in all_of(session, new.unit_id):
        if one.id not in apart and key(one.full_name) == written and one.is_valid(day):
            raise WrongChoiceError(
                f"Đơn vị đã có {one.full_name}. Hãy ghi tên khác, hoặc nhập vào thôn, buôn đó."
            )


def _end(session: Session, one: Hamlet, last: date, successor_id: str | None) -> Hamlet:
    return _keep(session, one, replace(one, valid_to=last, successor_id=successor_id), "ended")


def _keep(session: Session, before: Hamlet, after: Hamlet, deed: str) -> Hamlet:
    """Keep what the unit itself says of a hamlet, and note it.

    Whoever brought it (a publication, an import) has no say in it any more.
    """
    table: Any = HamletRow.__table__
    row = {**_row(after), "import_id": None}
    session.execute(update(table).where(table.c.id == after.id).values(row))
    session.expire_all()
    old, new = _said(session, before), _said(session, after)
    changes = {name: [old[name], new[name]] for name in old if old[name] != new[name]}
    history.note(session, "hamlet", after.id, deed, changes)
    return after


def _said(session: Session, hamlet: Hamlet) -> Mapping[str, str]:
    """Return what the history says of a hamlet."""
    heir = of_ids(session, [hamlet.successor_id or ""]).get(hamlet.successor_id or "")
    return {
        "hamlet": hamlet.full_name,
        "valid_from": hamlet.valid_from.isoformat() if hamlet.valid_from else "",
        "valid_to": hamlet.valid_to.isoformat() if hamlet.valid_to else "",
        "successor": heir.full_name if heir else "",
    }


def _standing(
    one: Hamlet, known: Mapping[str, Hamlet], before: Mapping[str, Iterable[Hamlet]], day: date
) -> str:
    seen = {one.id}
    while one.valid_to is not None and one.valid_to < day:
        heir = known.get(one.successor_id or "")
        if heir is None or heir.id in seen:
            break
        one = heir
        seen.add(one.id)
    while one.valid_from is not None and one.valid_from > day:
        older = [old for old in before.get(one.id, ()) if old.id not in seen]
        if len(older) != 1:
            break
        one = older[0]
        seen.add(one.id)
    return one.id


def _row(hamlet: Hamlet) -> dict[str, Any]:
    return {
        "id": hamlet.id, "unit_id": hamlet.unit_id, "kind": hamlet.kind, "name": nfc(hamlet.name),
        "folded": fold(hamlet.full_name), "valid_from": hamlet.valid_from,
        "valid_to": hamlet.valid_to, "successor_id": hamlet.successor_id,
    }  # fmt: skip


def _value(row: Any) -> Hamlet:
    return Hamlet(
        id=row.id, unit_id=row.unit_id, kind=row.kind, name=row.name,
        valid_from=row.valid_from, valid_to=row.valid_to, successor_id=row.successor_id,
    )  # fmt: skip
