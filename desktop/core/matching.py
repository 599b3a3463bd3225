"""Matching (đối chiếu): households that lack something, and whether a topic about it reached them.

Reading only: nothing is scored. The indicators are those of the poverty standard of the year; which
topic is about which indicator stands in the catalogue of topics.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, select, union_all
from sqlalchemy.orm import Session

from db.rows import (
    ActivityRow,
    ActivityTopicRow,
    AttendanceRow,
    HouseholdLackRow,
    HouseholdRow,
    TopicRow,
)
from desktop.core import catalogue, clock, reach, reach_rows, scopes
from desktop.core.activities import COUNTED, Activity
from desktop.core.catalogue import Deprivation
from desktop.core.hamlets import Hamlet
from desktop.core.reach import MOST_LISTED, Listed
from desktop.core.texts import sort_key
from desktop.core.typed import show_number

CHANNELS = ("NOI_CHUYEN", "SINH_HOAT_CD")
"""How such a session is usually held, the first by default."""


@dataclass(frozen=True)
class Match:
    """Households of a hamlet (None: they name none) that lack one indicator in the year.

    `reached` of them were on a list of the year of an activity with one of the `topics` (codes that
    are about the indicator, in their order).
    """

    hamlet_id: str | None
    hamlet: str
    indicator: str
    name: str
    lacking: int
    reached: int
    topics: tuple[str, ...]

    @property
    def left(self) -> int:
        """Return how many no such activity reached yet."""
        return self.lacking - self.reached


@dataclass(frozen=True)
class Matching:
    """What is lacking in a year by hamlet and indicator, most households left first.

    `indicators` are those of the standard in force; `standard` is its name, empty if there is none.
    """

    year: int
    standard: str
    indicators: tuple[Deprivation, ...]
    rows: tuple[Match, ...]


@dataclass(frozen=True)
class Suggestion:
    """A session to be held (gợi ý buổi mới): how the form begins, and how many are invited."""

    activity: Activity
    hamlet: str
    indicators: tuple[str, ...]
    households: int


def read(session: Session, year: int) -> Matching:
    """Return what households lack in the year, and whom a topic about it reached in that year."""
    unit_id = scopes.read(session).unit.id
    known = catalogue.deprivations(session, year)
    places = reach.in_force(session, unit_id, _day(session, year))
    about = _topics(session)
    counts: dict[tuple[str | None, str], tuple[int, int]] = {}
    for hamlet_id, indicator, lacking, reached in session.execute(_counts(session, unit_id, year)):
        key = (places[hamlet_id].id if hamlet_id in places else None, indicator)
        before = counts.get(key, (0, 0))
        counts[key] = (before[0] + lacking, before[1] + reached)
    names = {one.indicator: one.name for one in known}
    full = {one.id: one.full_name for one in places.values()}
    rows = [
        Match(key, full.get(key or "", ""), code, names[code], *numbers, about.get(code, ()))
        for (key, code), numbers in counts.items()
        if code in names
    ]
    order = {one.indicator: at for at, one in enumerate(known)}
    rows.sort(
        key=lambda one: (-one.left, not one.hamlet, sort_key(one.hamlet), order[one.indicator])
    )
    return Matching(year, known[0].standard_name if known else "", known, tuple(rows))


def invited(
    session: Session,
    year: int,
    hamlet_id: str | None,
    indicators: Collection[str],
    limit: int = MOST_LISTED,
) -> tuple[Listed, ...]:
    """Return the households of a hamlet to invite: each with what it lacks of these indicators.

    One that a topic about an indicator reached in the year is not invited for that one again.
    """
    unit_id = scopes.read(session).unit.id
    places = reach.in_force(session, unit_id, _day(session, year))
    left: dict[str, list[str]] = {}
    wanted = sorted(
        {*indicators} & {one.indicator for one in catalogue.deprivations(session, year)}
    )
    for row in session.execute(_left(session, unit_id, year, places, hamlet_id, wanted)):
        left.setdefault(row.household_id, []).append(row.indicator)
    some = list(left)[:limit]
    found = reach.listed(_households(session, year, some), places)
    order = {code: at for at, code in enumerate(_order(session, year))}
    return tuple(
        replace(one, lacks=tuple(sorted(left[one.id], key=lambda code: order[code])))
        for one in found
    )


def suggestion(
    session: Session,
    year: int,
    hamlet_id: str | None,
    indicators: Sequence[str],
    channel: str = CHANNELS[0],
) -> Suggestion:
    """Return how the form of such a session begins: today, the hamlet, a topic for each indicator.

    The number of households to invite stands in the note; nobody's name, and no figure of people.
    """
    unit = scopes.read(session).unit
    known = {one.indicator: one.name for one in catalogue.deprivations(session, year)}
    about = _topics(session)
    topics = tuple(dict.fromkeys(about[code][0] for code in indicators if about.get(code)))
    count = len(invited(session, year, hamlet_id, indicators))
    names = tuple(known[code] for code in indicators if code in known)
    note = (
        f"Gợi ý từ đối chiếu thiếu hụt năm {year}: mời {show_number(count)} hộ thiếu hụt "
        f"{', '.join(names)}."
    )
    place = {one.id: one for one in reach.in_force(session, unit.id, _day(session, year)).values()}
    activity = Activity(
        unit_id=unit.id, channel=channel, held_on=clock.of(session).today(), topics=topics,
        hamlets=(hamlet_id,) if hamlet_id else (), note=note,
    )  # fmt: skip
    hamlet = place[hamlet_id].full_name if hamlet_id in place else ""
    return Suggestion(activity, hamlet, tuple(indicators), count)


def _day(session: Session, year: int) -> date:
    """Return the day whose hamlets are meant: today, within the year."""
    today = clock.of(session).today()
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def _order(session: Session, year: int) -> list[str]:
    return [one.indicator for one in catalogue.deprivations(session, year)]


def _topics(session: Session, *, retired: bool = False) -> dict[str, tuple[str, ...]]:
    """Return the topics about each indicator, in their order; with or without retired ones."""
    query = select(TopicRow.code, TopicRow.indicators).order_by(TopicRow.position, TopicRow.code)
    if not retired:
        today = clock.of(session).today()
        query = query.where(TopicRow.retired_on.is_(None) | (TopicRow.retired_on > today))
    found: dict[str, list[str]] = {}
    for code, indicators in session.execute(query):
        for one in indicators.split(";"):
            if one.strip():
                found.setdefault(one.strip(), []).append(code)
    return {code: tuple(topics) for code, topics in found.items()}


def _reached(session: Session, unit_id: str, year: int) -> Select[Any]:
    """Return the query of households reached in the year about an indicator, each pair once."""
    pairs = [
        select(literal(topic).label("topic"), literal(code).label("indicator"))
        for code, topics in _topics(session, retired=True).items()
        for topic in topics
    ] or [select(literal("").label("topic"), literal("").label("indicator")).where(false())]
    about = union_all(*pairs).subquery("about")
    return (
        select(AttendanceRow.household_id, about.c.indicator)
        .join(ActivityRow, reach_rows.of_activity())
        .join(ActivityTopicRow, _of_same())
        .join(about, about.c.topic == ActivityTopicRow.topic)
        .where(AttendanceRow.unit_id == unit_id, AttendanceRow.household_id.is_not(None))
        .where(ActivityRow.status.in_(COUNTED))
        .where(ActivityRow.held_on.between(date(year, 1, 1), date(year, 12, 31)))
        .distinct()
    )


def _of_same() -> ColumnElement[bool]:
    return and_(
        ActivityTopicRow.unit_id == ActivityRow.unit_id,
        ActivityTopicRow.activity_id == ActivityRow.id,
    )


def _lacking(session: Session, unit_id: str, year: int, columns: Any) -> tuple[Select[Any], Any]:
    """Return the query of what households that are still there lack, beside whom it reached."""
    done = _reached(session, unit_id, year).subquery("done")
    query = (
        select(*columns(done))
        .select_from(HouseholdLackRow)
        .join(HouseholdRow, HouseholdRow.id == HouseholdLackRow.household_id)
        .outerjoin(
            done,
            and_(
                done.c.household_id == HouseholdLackRow.household_id,
                done.c.indicator == HouseholdLackRow.indicator,
            ),
        )
        .where(HouseholdRow.unit_id == unit_id, HouseholdLackRow.year == year)
        .where(reach_rows.is_there(_day(session, year)))
    )
    return query, done


def _counts(session: Session, unit_id: str, year: int) -> Select[Any]:
    def columns(done: Any) -> tuple[Any, ...]:
        return (
            HouseholdRow.hamlet_id, HouseholdLackRow.indicator, func.count(),
            func.count(done.c.household_id),
        )  # fmt: skip

    query, _ = _lacking(session, unit_id, year, columns)
    return query.group_by(HouseholdRow.hamlet_id, HouseholdLackRow.indicator)


def _left(
    session: Session, unit_id: str, year: int, places: Mapping[str | None, Hamlet],
    hamlet_id: str | None, indicators: Sequence[str],
) -> Select[Any]:  # fmt: skip
    def columns(_done: Any) -> tuple[Any, ...]:
        return HouseholdLackRow.household_id, HouseholdLackRow.indicator

    query, done = _lacking(session, unit_id, year, columns)
    here = (
        HouseholdRow.hamlet_id.is_(None)
        if hamlet_id is None
        else HouseholdRow.hamlet_id.in_(reach.become(places, hamlet_id))
    )
    return query.where(
        here, HouseholdLackRow.indicator.in_(indicators), done.c.household_id.is_(None)
    ).order_by(HouseholdRow.folded, HouseholdRow.id, HouseholdLackRow.indicator)


def _households(session: Session, year: int, ids: Sequence[str]) -> list[Any]:
    """Return the rows of households with their category of the year, some hundred at a time."""
    rows: list[Any] = []
    for start in range(0, len(ids), _AT_ONCE):
        some = HouseholdRow.id.in_(ids[start : start + _AT_ONCE])
        rows += session.execute(reach_rows.households(year).where(some))
    return rows


_AT_ONCE = 500
