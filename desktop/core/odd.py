"""Figures of an activity far from what is known of its unit: asked about, never refused.

The form, the list, the steps of a report and the receiver of one all ask here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ActivityRow
from desktop.core import clock, hamlet_years, settings, unusual
from desktop.core.activities import COUNTED, Activity
from desktop.core.problems import Problem, Severity
from desktop.core.typed import show_number
from desktop.core.unusual import Usual

_CROWD = 2
"""People for each household of a place; more of them are asked about."""
_OF_LATE = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Known:
    """What is usual for a unit, by channel and field, and the households of its hamlets, by id."""

    usual: Mapping[tuple[str, str], Usual] = field(default_factory=dict)
    households: Mapping[str, int] = field(default_factory=dict)


def known(session: Session, unit_id: str = "") -> Known:
    """Return what a unit (none named: our own) is known for of late, and its hamlets' households."""
    today = clock.of(session).today()
    year = today.year
    counts = {**hamlet_years.of_year(session, year - 1), **hamlet_years.of_year(session, year)}
    return Known(
        usual(session, unit_id or settings.read(session).unit_id, since=today - _OF_LATE),
        {key: one.households for key, one in counts.items() if one.households},
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


def _crowd(one: Activity, known: Known) -> Iterator[Problem]:
    there = [known.households.get(key) for key in one.hamlets]
    homes = sum(count or 0 for count in there)
    if there and None not in there and one.attendees and one.attendees > _CROWD * homes:
        text = (
            f"Số người dự {show_number(one.attendees)} gấp {one.attendees // homes} lần số hộ của "
            f"nơi tổ chức ({show_number(homes)} hộ). Hãy xem lại: gõ thừa chữ số, hay gộp nhiều buổi?"
        )
        yield Problem("crowd", Severity.EXPLAIN, ("attendees",), text)
