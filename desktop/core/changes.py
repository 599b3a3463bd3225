"""What a publication would change in a register: the changes in words, and the steps that make them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core import change_words, settings
from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages.header import Header, Record
from desktop.core.packages.published import PlanTask, Target, UnitEntry
from desktop.core.packages.published_values import ROWS, record, row

R = TypeVar("R", bound=Record)


class Sort(StrEnum):
    """What a change is about."""

    PLAN = "plan"
    TARGET = "target"
    CATALOGUE = "catalogue"
    UNIT = "unit"
    HAMLET = "hamlet"
    DEADLINE = "deadline"
    KEY = "key"


class Deed(StrEnum):
    """What becomes of it."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"


SORT_NAMES = {
    Sort.PLAN: "Kế hoạch",
    Sort.TARGET: "Chỉ tiêu",
    Sort.CATALOGUE: "Danh mục",
    Sort.UNIT: "Đơn vị",
    Sort.HAMLET: "Thôn, buôn",
    Sort.DEADLINE: "Thời hạn",
    Sort.KEY: "Khóa",
}
DEED_NAMES = {Deed.ADDED: "Thêm", Deed.CHANGED: "Đổi", Deed.RETIRED: "Thôi dùng"}


@dataclass(frozen=True)
class Change:
    """One thing that changes, with its old and new value in words (lines "Tên: …").

    `of_others`: it belongs to another unit than the one that is told.
    """

    sort: Sort
    deed: Deed
    name: str
    before: str
    after: str
    of_others: bool = False


@dataclass(frozen=True)
class Step:
    """A change and how it is made."""

    change: Change
    make: Callable[[Session], object]


class Asked:
    """What a publication says, beside what the register holds."""

    def __init__(self, session: Session, header: Header, records: Iterable[Record]) -> None:
        self.session, self.header, self._records = session, header, tuple(records)
        self.own = settings.read(session).unit_id
        self.publisher = header.unit.id
        new = {one.id: one for one in self.of(UnitEntry) if one.id != self.own}
        self.units = self.kept(UnitEntry, "id") | new
        self.names = {key: f"{one.kind} {one.name}" for key, one in self.units.items()}

    def of(self, kind: type[R]) -> list[R]:
        """Return the published records of a kind."""
        return [one for one in self._records if type(one) is kind]

    def kept(self, kind: type[R], key: str) -> dict[str, R]:
        """Return the register's records of a kind by their key."""
        found = (record(kind, one) for one in self.session.scalars(select(ROWS[kind])))
        return {getattr(one, key): one for one in found}


def compared(
    asked: Asked, sort: Sort, name: str, before: Record | None, after: Record, **more: Any
) -> Iterator[Step]:
    """Yield the change of a record, if it is one; `more`: columns that the record does not have."""
    if before == after:
        return
    kept = row(after)
    for column, value in more.items():
        setattr(kept, column, value)
    others = _of_others(asked, after)
    if before is None:
        fields = [one for one in _untold(after) if getattr(after, one) not in (None, "", ())]
        said = change_words.said(after, fields, asked.names)
        change = Change(sort, Deed.ADDED, name, "", said, others)
    else:
        fields = [one for one in _shown(after) if getattr(after, one) != getattr(before, one)]
        ends = any(one in _ENDS and getattr(before, one) is None for one in fields)
        old, new = (change_words.said(one, fields, asked.names) for one in (before, after))
        deed = Deed.RETIRED if ends else Deed.CHANGED
        change = Change(sort, deed, name, old, new, others)
    yield Step(change, keep(kept))


_ENDS = ("retired_on", "valid_to")


def _shown(one: Record) -> list[str]:
    return [name for name in one.__struct_fields__ if name != "id"]


_TOLD: Mapping[type[Record], tuple[str, ...]] = {
    Target: ("plan_id", "unit_id", "indicator"), PlanTask: ("plan_id", "position", "body"),
}  # fmt: skip
"""Fields that the name of a change tells already."""


def _untold(one: Record) -> list[str]:
    return [name for name in _shown(one) if name not in _TOLD.get(type(one), ())]


def _of_others(asked: Asked, one: Record) -> bool:
    return getattr(one, "unit_id", None) not in (None, asked.own)


def drop(asked: Asked, sort: Sort, name: str, one: Record) -> Step:
    """Return the step that takes a part of a whole away: a target of a plan, a deadline."""
    kind, keys_of = ROWS[type(one)], [getattr(one, name) for name in one.KEY]
    said = change_words.said(one, _untold(one), asked.names)

    def make(session: Session) -> None:
        session.delete(session.get_one(kind, keys_of))

    return Step(Change(sort, Deed.RETIRED, name, said, "", _of_others(asked, one)), make)


def keep(kept: Any) -> Callable[[Session], object]:
    """Return how a row is kept, new or changed."""
    return lambda session: session.merge(kept)


def in_order(edges: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return what is named by others before those who name it. Raises PackageError for a ring."""
    graph: TopologicalSorter[str] = TopologicalSorter()
    for one, named in edges:
        graph.add(one, *([named] if named else []))
    try:
        return list(graph.static_order())
    except CycleError as error:
        raise PackageError(PackageReason.REFERENCE, "ring") from error


def require(allowed: bool, detail: str) -> None:
    """Refuse the publication as a whole unless this is allowed. Raises PackageError."""
    if not allowed:
        raise PackageError(PackageReason.REFERENCE, detail)
