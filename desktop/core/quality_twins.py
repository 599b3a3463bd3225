"""Activities that two units may both have logged though they were one. Reading only.

Only those of one day and channel are compared, and of these only such that share two of: the same
venue, the same hour, the same numbers of people. So the work grows with the activities, not with
their pairs.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db.rows import ActivityRow
from desktop.core.texts import fold
from desktop.core.unit_sums import is_part

LEAST_ALIKE = 90.0
"""Of 100: how alike two titles must be."""
WINDOW = 6
"""In a crowd that shares the same two signs, titles are compared with so many next in order."""
MOST_UNITS = 2
"""A venue is a sign as long as no more units have one called so."""
_FEW_PEOPLE = 10
_DIGITS = re.compile(r"\d+")


def find(session: Session, where: Sequence[ColumnElement[bool]]) -> Iterator[tuple[Any, Any, str]]:
    """Yield two rows of different units and why they look like one, by day, each pair once."""
    from rapidfuzz import fuzz

    query = (
        select(
            ActivityRow.held_on, ActivityRow.channel, ActivityRow.unit_id, ActivityRow.id,
            ActivityRow.title, ActivityRow.venue, ActivityRow.started_at, ActivityRow.attendees,
            ActivityRow.women,
        )
        .where(*where, ~is_part())
        .order_by(ActivityRow.held_on, ActivityRow.channel, ActivityRow.unit_id, ActivityRow.id)
    )  # fmt: skip
    common = _common_venues(session, where)
    for block in _blocks(session.execute(query.execution_options(yield_per=10_000))):
        yield from _in_block(block, common, fuzz.token_sort_ratio)


def _common_venues(session: Session, where: Sequence[ColumnElement[bool]]) -> set[str]:
    """Return venues called alike in three units or more: "Nhà văn hóa thôn 2" is no sign."""
    query = (
        select(ActivityRow.venue)
        .where(*where)
        .group_by(ActivityRow.venue)
        .having(func.count(ActivityRow.unit_id.distinct()) > MOST_UNITS)
    )
    return {fold(one) for one in session.scalars(query)}


def _blocks(rows: Any) -> Iterator[list[Any]]:
    """Yield the rows of one day and channel after the other."""
    block: list[Any] = []
    for row in rows:
        if block and (block[0].held_on, block[0].channel) != (row.held_on, row.channel):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _in_block(
    block: list[Any], common: set[str], alike: Callable[[str, str], float]
) -> Iterator[tuple[Any, Any, str]]:
    crowds: dict[tuple[Any, ...], list[Any]] = {}
    for row in block:
        for key in _keys(row, common):
            crowds.setdefault(key, []).append(row)
    seen: set[tuple[str, str]] = set()
    for key, crowd in crowds.items():
        in_order = sorted(crowd, key=lambda row: fold(row.title))
        for place, one in enumerate(in_order):
            for other in in_order[place + 1 : place + 1 + WINDOW]:
                pair = (one.id, other.id)
                if one.unit_id != other.unit_id and pair not in seen and _same(one, other, alike):
                    seen |= {pair, pair[::-1]}
                    first, second = sorted((one, other), key=lambda row: (row.unit_id, row.id))
                    yield first, second, key[0]


def _keys(row: Any, common: set[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the pairs of signs that a row has; the first part says in words what is the same."""
    venue = fold(row.venue)
    venue = "" if venue in common else venue
    people = (row.attendees, row.women) if (row.attendees or 0) >= _FEW_PEOPLE else None
    if venue and row.started_at:
        yield "cùng giờ, cùng nơi", venue, row.started_at
    if venue and people and row.women is not None:
        yield "cùng nơi, cùng số người dự và số nữ", venue, people
    if row.started_at and people and row.women is not None:
        yield "cùng giờ, cùng số người dự và số nữ", row.started_at, people


def _same(one: Any, other: Any, alike: Callable[[str, str], float]) -> bool:
    """Return whether two titles say the same: alike in letters, equal in their numbers."""
    left, right = fold(one.title), fold(other.title)
    return _DIGITS.findall(left) == _DIGITS.findall(right) and alike(left, right) >= LEAST_ALIKE
