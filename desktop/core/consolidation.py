"""The figures of all units of a period, for the consolidating unit's page and report.

Reading only. Every line knows the filter that finds the activities behind it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import UnitSumsRow
from desktop.core import (
    catalogue,
    clock,
    ledger,
    listing,
    outreach_figures,
    pace,
    period_choice,
    periods,
    plans,
    report_content,
    scopes,
    settings,
    sums,
    totals,
    units,
)
from desktop.core.activities import COUNTED
from desktop.core.catalogue import DIRECT, Catalogue
from desktop.core.documents.outreach import UnitOutreach
from desktop.core.listing import Filter, UnitDays
from desktop.core.pace import UnitPace, Verdict
from desktop.core.periods import Period, Rule
from desktop.core.plans import Plan
from desktop.core.scopes import Scope
from desktop.core.sums import NOTHING, Booked, Sums
from desktop.core.texts import sort_key


@dataclass(frozen=True)
class Line:
    """One line of a table; `before` is the same of the period before (None: there is none).

    `done` is the part of the unit's own targets reached since the plan began, 0 to 1, `needed` what
    should be; `short` is the channel's short name. `nil`: the unit reported that nothing happened.
    """

    id: str
    name: str
    sums: Sums
    filter: Filter
    before: Sums | None = None
    done: float | None = None
    needed: float | None = None
    short: str = ""
    nil: bool = False


@dataclass(frozen=True)
class TopicLine:
    """How many activities have a topic as their main one, and at all (they count in each)."""

    id: str
    name: str
    main: int
    all: int
    filter: Filter


@dataclass(frozen=True)
class OutreachLines:
    """What each unit reported for exactly a period; `silent` named no household reached."""

    units: tuple[UnitOutreach, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Goal:
    """A target (chỉ tiêu) of all units together, from the plan's first day to the last shown.

    `need` is what has to be reached by `until` at an even pace, of each unit by its own due day: by
    today, or the last day of a period that is over.
    """

    first: date
    until: date
    target: int
    done: int
    need: int
    verdict: Verdict

    @property
    def is_late(self) -> bool:
        """Return whether less was done than should be by then."""
        return self.done < self.need

    @property
    def word(self) -> str:
        """Return how it stands, in the words of all other pages."""
        return pace.VERDICT_NAMES[self.verdict]


@dataclass(frozen=True)
class Consolidation:
    """What the units of a register did in a period, by unit, channel and month.

    `units` are as they report themselves; everything = Σ units - joint. `spent` is what the
    activities cost of the programme's money, `funds` what its funds were given for the year and paid
    of it: what names no fund is only in the first. `pace` is the part of its targets that a unit
    should have reached on average on the day `pace_until`: today, or the last of a period that is
    over (None: no unit has any). `outside` counts activities of units that are not below this one.
    """

    period: Period
    periods: tuple[Period, ...]
    units_as: str
    everything: Sums
    before: Sums | None
    joint: Sums
    units: tuple[Line, ...]
    channels: tuple[Line, ...]
    months: tuple[tuple[str, int, int | None], ...]
    goals: Mapping[str, Goal]
    spent: int | None
    funds: tuple[int | None, int | None]
    pace: float | None
    pace_until: date | None
    filter: Filter
    outside: int


def read(
    session: Session,
    kind: str = "Q",
    name: str | None = None,
    rule: Rule | None = None,
    units_as: str = "then",
) -> Consolidation:
    """Return the figures of a period; without a name of the newest one with activities."""
    mine, scope = settings.read(session), scopes.read(session)
    plan = plans.get(session, mine.plan_id) if mine.plan_id else None
    rule = rule or mine.rule
    days, today = _days(session), clock.of(session).today()
    window = plan.window if plan else None
    offered = period_choice.offered(days, today, kind, rule, window)
    chosen = next((one for one in offered if one.name == name), offered[0])
    return of_period(session, scope, chosen, units_as, plan, offered)


def of_period(
    session: Session,
    scope: Scope,
    period: Period,
    units_as: str,
    plan: Plan | None,
    offered: tuple[Period, ...] = (),
) -> Consolidation:
    """Return the figures of this period."""
    known = catalogue.read(session)
    span = Filter(unit_id="", first=period.first, last=period.last)
    earlier = periods.previous(period)
    channels, _, _ = sums.by_channel(session, scope, period)
    old = (sums.by_channel(session, scope, earlier)[0] if earlier else None) or None
    earlier = earlier if old else None
    today, last = clock.of(session).today(), min(period.last, plan.last) if plan else period.last
    paces = pace.of_units(session, plan, today, scope=scope, last=last) if plan else ()
    progress = _progress(scope, None if units_as == "now" else last, paces)
    return Consolidation(
        period=period,
        periods=offered,
        units_as=units_as,
        everything=sums.add_up(channels.values()),
        before=None if old is None else sums.add_up(old.values()),
        joint=sums.joint(session, scope, period),
        units=_units(session, scope, period, earlier, units_as, span, progress),
        channels=_channels(known, channels, old, span),
        months=_months(session, scope, period, earlier),
        goals=_goals(session, scope, period, plan, known),
        spent=totals.spent(session, scope, period),
        funds=outreach_figures.fund_sums(session, scope, period),
        pace=pace.mean_needed(paces),
        pace_until=min(today, last) if paces else None,
        filter=replace(span, statuses=COUNTED),
        outside=_outside(session, scope, span),
    )


def topics(session: Session, period: Period) -> tuple[TopicLine, ...]:
    """Return the activities by topic, in the order of the catalogue."""
    found = totals.by_topic(session, scopes.read(session), period)
    span = Filter(unit_id="", first=period.first, last=period.last)
    return tuple(
        TopicLine(
            one.code, one.short_name, found[one.code].main, found[one.code].all,
            replace(span, topic=one.code),
        )
        for one in catalogue.read(session).topics
        if one.code in found
    )  # fmt: skip


def outreach(session: Session, period: Period) -> OutreachLines:
    """Return households reached, money, gifts and exemplars of each unit, as it reported them."""
    scope = scopes.read(session)
    found = report_content.by_unit(session, scope, period)
    households = outreach_figures.households(session, scope, period)
    names = scopes.names(scope.units.values())
    return OutreachLines(
        tuple(sorted(found.values(), key=lambda one: sort_key(one.name))),
        tuple(sorted((names[one] for one in households.silent if one in names), key=sort_key)),
    )


def cross(session: Session, period: Period) -> list[sums.Cell]:
    """Return the sums by unit, channel and month of the period."""
    return sums.cells(session, scopes.read(session), period)


def _units(
    session: Session,
    scope: Scope,
    period: Period,
    earlier: Period | None,
    units_as: str,
    span: Filter,
    done: Mapping[str, tuple[float, float]],
) -> tuple[Line, ...]:
    found = sums.by_unit(session, scope, period, units_as)
    old = sums.by_unit(session, scope, earlier, units_as) if earlier else {}
    keys = {*found, *done, *_reporting(scope, period, units_as)}
    known = {key: scope.units.get(key) or units.get(session, key) for key in keys}
    names = scopes.names(known.values())
    nothing = Booked(NOTHING, ())
    nil = ledger.reporters(session, period.first, period.last) - set(found)
    lines = (
        Line(
            key, names[key], found.get(key, nothing).sums, _of(span, key, found.get(key, nothing)),
            old.get(key, nothing).sums if earlier else None,
            *(done.get(key, (None, None)) if key in found else (None, None)),
        )
        for key in sorted(keys, key=lambda key: (sort_key(known[key].name), names[key]))
    )  # fmt: skip
    return tuple(replace(one, nil=True) if one.id in nil else one for one in lines)


def _of(span: Filter, key: str, booked: Booked) -> Filter:
    """Return the filter that finds exactly what was booked on a unit."""
    whose = tuple(dict.fromkeys(UnitDays(*one) for one in booked.sources))
    return replace(span, units=whose or (UnitDays(key),))


def _reporting(scope: Scope, period: Period, units_as: str) -> set[str]:
    """Return the units directly below that existed in the period: they are shown without figures."""
    there = [
        one.id
        for one in scope.units.values()
        if one.parent_id == scope.unit.id
        and (one.valid_from is None or one.valid_from <= period.last)
        and (one.valid_to is None or one.valid_to >= period.first)
    ]
    leaves = {one.parent_id for one in scope.units.values()}
    day = None if units_as == "now" else period.first
    return {scope.booked(one, day) for one in there if one not in leaves}


def _progress(
    scope: Scope, day: date | None, paces: Iterable[UnitPace]
) -> dict[str, tuple[float, float]]:
    """Return how far each unit of a day has come and should have; one that took others over: their mean."""
    parts: dict[str, list[UnitPace]] = {}
    for one in paces:
        parts.setdefault(scope.booked(one.unit_id, day), []).append(one)
    return {
        key: (
            sum(one.done or 0.0 for one in some) / len(some),
            sum(one.needed for one in some) / len(some),
        )
        for key, some in parts.items()
    }


def _channels(
    known: Catalogue, found: Mapping[str, Sums], old: Mapping[str, Sums] | None, span: Filter
) -> tuple[Line, ...]:
    return tuple(
        Line(
            one.code, one.name, found.get(one.code, NOTHING), replace(span, channels=(one.code,)),
            None if old is None else old.get(one.code, NOTHING), short=one.short_name,
        )
        for one in known.channels
        if one.code in found or one.code in (old or {})
    )  # fmt: skip


def _months(
    session: Session, scope: Scope, period: Period, earlier: Period | None
) -> tuple[tuple[str, int, int | None], ...]:
    """Return name, activities, and those of the month in the same place of the period before."""
    found = sums.by_month(session, scope, period)
    old = sums.by_month(session, scope, earlier) if earlier else ()
    before: list[int | None] = [count for _, count in old]
    before += [None] * (len(found) - len(before))
    return tuple(
        (f"T{int(month.name.split('-')[1])}", count, past)
        for (month, count), past in zip(found, before, strict=False)
    )


def _goals(
    session: Session, scope: Scope, period: Period, plan: Plan | None, known: Catalogue
) -> dict[str, Goal]:
    """Return the targets for direct activities and people, of the whole or of all units together."""
    last = min(period.last, plan.last) if plan else period.last
    if plan is None or last < plan.first:
        return {}
    found = {}
    since = Period("", Rule.PLAN, plan.first, last)
    channels, _, _ = sums.by_channel(session, scope, since)
    attended = tuple(one.code for one in known.channels if one.attends == "yes")
    until, wanted = min(clock.of(session).today(), last), pace.of_all(plan, scope)
    for code, some, part in (("CT01", DIRECT, "activities"), ("CT02", attended, "attendees")):
        targets = wanted.get(code, [])
        if target := sum(one.at_least for one in targets):
            done = sums.total(getattr(channels[key], part) for key in some if key in channels) or 0
            need = pace.needed_of(targets, plan, until)
            is_due = all(pace.due(one, plan) < until for one in targets)
            verdict = pace.verdict(done, target, need, is_due=is_due)
            found[code] = Goal(plan.first, until, target, done, need, verdict)
    return found


def _days(session: Session) -> tuple[date, date] | None:
    """Return days of the oldest and the newest half month with activities, ours included."""
    ends = session.execute(select(func.min(UnitSumsRow.half), func.max(UnitSumsRow.half))).one()
    found = [date.fromisoformat(one) for one in ends if one is not None]
    own = listing.first_and_last_day(session, settings.read(session).unit_id)
    found += own or ()
    return (min(found), max(found)) if found else None


def _outside(session: Session, scope: Scope, span: Filter) -> int:
    """Return how many activities of the days belong to units that are not added up."""
    strange = [one for one in _with_activities(session) if one not in scope.units]
    if not strange:
        return 0
    whose = tuple(UnitDays(one) for one in strange)
    return listing.counts(session, [replace(span, units=whose)])[0]


def _with_activities(session: Session) -> Iterable[str]:
    return session.scalars(select(UnitSumsRow.unit_id).distinct()).all()
