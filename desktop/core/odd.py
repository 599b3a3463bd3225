"""Figures of an activity far from what is known of its unit: asked about, never refused.

The form, the list, the steps of a report and the receiver of one all ask here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ActivityRow
from desktop.core import clock, hamlet_years, settings, unusual
from desktop.core.activities import COUNTED, Activity
from desktop.core.hamlet_years import HamletYear
from desktop.core.problems import LABELS, Problem, Severity
from desktop.core.typed import show_decimal, show_number
from desktop.core.unusual import Usual

_CROWD = 2
"""People for each household of a place; more of them are asked about."""
_OF_LATE = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Known:
    """What is usual for a unit, by channel and field, and what its hamlets' households are, by id."""

    usual: Mapping[tuple[str, str], Usual] = field(default_factory=dict)
    homes: Mapping[str, HamletYear] = field(default_factory=dict)

    def count(self, name: str, hamlet_ids: Sequence[str]) -> int | None:
        """Return how many households (one of hamlet_years.COUNTS) places have; None: not known of all."""
        there = [getattr(self.homes[key], name) for key in hamlet_ids if key in self.homes]
        told = [count for count in there if count is not None]
        return sum(told) if told and len(told) == len(hamlet_ids) else None


def known(session: Session, unit_id: str = "") -> Known:
    """Return what a unit (none named: our own) is known for of late, and its hamlets' households."""
    today = clock.of(session).today()
    year = today.year
    counts = {**hamlet_years.of_year(session, year - 1), **hamlet_years.of_year(session, year)}
    return Known(
        usual(session, unit_id or settings.read(session).unit_id, since=today - _OF_LATE),
        counts,
    )


def usual(
    session: Session, unit_id: str, before: date = date.max, brought: Iterable[Activity] = (),
    since: date = date.min,
) -> dict[tuple[str, str], Usual]:  # fmt: skip
    """Return what is usual for a unit: all it had from a day on and before another, and what it brings."""
    rows = session.execute(
        select(ActivityRow.channel, *(getattr(ActivityRow, name) for name in unusual.FIELDS))
        .where(ActivityRow.unit_id == unit_id, ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on >= since, ActivityRow.held_on < before)
    )
    numbers: dict[tuple[str, str], list[float]] = {}
    for one in (*rows, *brought):
        for name in unusual.FIELDS:
            number = getattr(one, name)
            if number is not None:
                numbers.setdefault((one.channel, name), []).append(number)
    found = {key: unusual.usual(some) for key, some in numbers.items()}
    return {key: one for key, one in found.items() if one is not None}


def problems(one: Activity, known: Known) -> Iterator[Problem]:
    """Return what there is to ask about the figures of an activity."""
    for name in unusual.FIELDS:
        usual, number = known.usual.get((one.channel, name)), getattr(one, name)
        if usual is not None and number is not None and usual.is_far(number):
            words = usual.words(name, number)
            text = f"{words[0].upper()}{words[1:]} Hãy hỏi lại: gõ thừa chữ số, hay gộp nhiều buổi?"
            yield Problem("unusual", Severity.EXPLAIN, (name,), text)
        elif name == "attendees":
            yield from _crowd(one, known)
    yield from _too_many(one, known)


def _crowd(one: Activity, known: Known) -> Iterator[Problem]:
    homes = known.count("households", one.hamlets)
    if homes and one.attendees and one.attendees > _CROWD * homes:
        times = show_decimal(Decimal(one.attendees) / homes, 1)
        text = (
            f"Số người dự {show_number(one.attendees)} gấp {times} lần số hộ của nơi tổ chức "
            f"({show_number(homes)} hộ). Hãy xem lại: gõ thừa chữ số, hay gộp nhiều buổi?"
        )
        yield Problem("crowd", Severity.EXPLAIN, ("attendees",), text)


def _too_many(one: Activity, known: Known) -> Iterator[Problem]:
    """Ask about more households of a kind than the places have."""
    for name in ("poor", "near_poor", "escaped"):
        number, there = getattr(one, name), known.count(name, one.hamlets)
        if number and there is not None and number > there:
            text = (
                f"{LABELS[name]} dự là {show_number(number)}, nhiều hơn số hộ loại này của nơi tổ chức "
                f"({show_number(there)} hộ). Hãy xem lại: ghi nhầm số người, hay có hộ nơi khác đến dự?"
            )
            yield Problem("more_than_there", Severity.EXPLAIN, (name,), text)
