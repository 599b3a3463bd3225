"""The figures of a period as a page shows them: lines of text, each with the way to its activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import catalogue, clock, listing, locked, period_choice, plans, reports, settings
from desktop.core.activities import COUNTED, Status
from desktop.core.catalogue import DIRECT, Catalogue, Indicator
from desktop.core.documents import phrases
from desktop.core.listing import Filter
from desktop.core.periods import Period, Rule
from desktop.core.totals import PRESS, PRINTED, VISUAL, Sums, Totals
from desktop.core.typed import show_decimal, show_number

CHANNELS_OF: Mapping[str, tuple[str, ...]] = {
    "CT01": DIRECT,
    "CT09": DIRECT,
    "CT10": ("PHAT_THANH",),
    "CT11": ("PHAT_THANH",),
    "CT12": ("PHAT_THANH",),
    "CT13": ("PHAT_THANH",),
    "CT14": VISUAL,
    "CT15": PRINTED,
    "CT16": PRESS,
    "CT17": ("PHONG_SU",),
    "CT18": ("DIEN_HINH",),
}
LATER = ("CT08", "CT19")
"""Indicators that no activities make up."""


@dataclass(frozen=True)
class Line:
    """One line of a table; `filter` finds the activities that make up its numbers."""

    id: str
    name: str
    filter: Filter | None
    count: int = 0
    main: int = 0
    attendees: int | None = None
    women: int | None = None
    minority: int | None = None
    shown: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Figures:
    """Everything the page Báo cáo shows of one period.

    `distinct`: households are counted by the lists, each once; else as the activities declare.
    """

    period: Period
    periods: tuple[Period, ...]
    activities: int
    incomplete: int
    incomplete_filter: Filter
    counted_filter: Filter
    large: Mapping[str, str]
    lines: Mapping[str, tuple[Line, ...]]
    months: tuple[tuple[str, int], ...]
    distinct: bool = False


def read(
    session: Session, kind: str = "Q", name: str | None = None, rule: Rule | None = None
) -> Figures:
    """Return the figures of a period; without a name of the one that is due (reports.due_first)."""
    mine = settings.read(session)
    rule = rule or mine.rule
    plan = plans.get(session, mine.plan_id).window if mine.plan_id else None
    days = listing.first_and_last_day(session, mine.unit_id)
    today = clock.of(session).today()
    offered = period_choice.offered(days, today, kind, rule, plan, name)
    chosen = next((one for one in offered if one.name == name), None)
    chosen = chosen or reports.due_first(session, offered, today)
    found = locked.totals_of(session, chosen)
    known = catalogue.read(session)
    span = Filter(unit_id=mine.unit_id, first=chosen.first, last=chosen.last)
    return Figures(
        period=chosen,
        periods=offered,
        activities=found.everything.activities,
        incomplete=found.incomplete,
        incomplete_filter=_narrow(span, statuses=(Status.HELD,)),
        counted_filter=_narrow(span, statuses=COUNTED),
        large={code: show(value) for code, value in found.indicators.items()},
        distinct=found.indicators["CT05"]["distinct"] is not None,
        lines={
            "indicator": _indicators(found, known, span),
            "channel": _channels(found, known, span),
            "topic": _topics(found, known, span),
            "hamlet": _hamlets(found, span),
        },
        months=tuple((_month(name), count) for name, count in found.by_month),
    )


def show(value: Any) -> str:
    """Return a figure as people read it; "–" where nothing was entered."""
    if isinstance(value, dict):
        if "distinct" in value:
            return show(phrases.households(value)[0])
        known = [show(one) for key, one in value.items() if one is not None]
        return " / ".join(known) if known else "–"
    if isinstance(value, Decimal):
        return show_decimal(value)
    return "–" if value is None else show_number(value)


def _indicators(found: Totals, known: Catalogue, span: Filter) -> tuple[Line, ...]:
    minority = tuple(one.code for one in known.languages if one.minority and one.code != "KHAC")
    attended = tuple(one.code for one in known.channels if one.attends == "yes")
    lines: list[Line] = []
    for one in known.indicators:
        channels = CHANNELS_OF.get(
            one.code, attended if one.code in ("CT02", "CT03", "CT04") else ()
        )
        wanted = _narrow(span, channels=channels, languages=minority if one.code == "CT13" else ())
        figures = _figures(one, found)
        lines += [
            Line(key, name, None if one.code in LATER else wanted, shown=show(value), unit=unit)
            for key, name, value, unit in figures
        ]
    return tuple(lines)


def _figures(one: Indicator, found: Totals) -> list[tuple[str, str, Any, str]]:
    """Return id, name, value and unit of an indicator: a line for each figure that it has."""
    value, name = found.indicators[one.code], f"{one.code}. {one.name}"
    if one.code in phrases.PARTS:
        return [
            (f"{one.code}.{key}" if at else one.code,
             f"{one.code}. {own}" if own and not at else own or name, value[key], unit)
            for at, (own, unit, key) in enumerate(phrases.PARTS[one.code])
        ]  # fmt: skip
    if one.code == "CT08" and phrases.lacks_lists(found.indicators):
        return [(one.code, f"{name}: {phrases.NO_LISTS}", None, one.unit_word)]
    if isinstance(value, Mapping):
        value, unit, declared = phrases.households(value)
        return [(one.code, f"{name} (số khai báo)" if declared else name, value, unit)]
    return [(one.code, name, value, one.unit_word)]


def _channels(found: Totals, known: Catalogue, span: Filter) -> tuple[Line, ...]:
    return tuple(
        _sums(one.code, one.name, found.by_channel[one.code], _narrow(span, channels=(one.code,)))
        for one in known.channels
        if one.code in found.by_channel
    )


def _topics(found: Totals, known: Catalogue, span: Filter) -> tuple[Line, ...]:
    return tuple(
        Line(
            one.code, one.short_name, _narrow(span, topic=one.code),
            count=found.by_topic[one.code].all, main=found.by_topic[one.code].main,
        )
        for one in known.topics
        if one.code in found.by_topic
    )  # fmt: skip


def _hamlets(found: Totals, span: Filter) -> tuple[Line, ...]:
    return tuple(
        _sums(name, name, sums, _narrow(span, hamlet_id=found.hamlet_ids[name]))
        for name, sums in found.by_hamlet.items()
    )


def _sums(key: str, name: str, sums: Sums, wanted: Filter) -> Line:
    return Line(
        key, name, wanted, count=sums.activities, attendees=sums.attendees, women=sums.women,
        minority=sums.minority,
    )  # fmt: skip


def _narrow(span: Filter, **changes: Any) -> Filter:
    return Filter(**{**vars(span), **changes})


def _month(name: str) -> str:
    parts: Sequence[str] = name.split("-")
    return f"T{int(parts[1])}"
