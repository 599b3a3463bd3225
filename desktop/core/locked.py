"""What a locked report says, read from its frozen content.

A lock refuses changes of what was held, spent and given. Households belong to a year: their numbers
may be mended after a lock, and must not change a paper that bears the code of what was sent.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import hamlet_years, outreach_figures, reports, totals
from desktop.core.documents.outreach import Place
from desktop.core.outreach_figures import HouseholdFigures
from desktop.core.packages import values
from desktop.core.packages.contents import Figure
from desktop.core.periods import Period
from desktop.core.reports import Report
from desktop.core.totals import Totals

Line = dict[str, Any]


def lines(session: Session, report: Report) -> list[Line]:
    """Return the records of a report as it was locked, in their order."""
    content = gzip.decompress(reports.content(session, report))
    return [json.loads(line) for line in content.splitlines()[1:]]


def figures(found: Iterable[Line]) -> dict[str, Any]:
    """Return the figures among records, in the form of `totals.Totals.indicators`."""
    return values.figures(
        Figure(one["indicator"], one["part"], one["value"], one["places"])
        for one in found
        if one["type"] == "figure"
    )


def totals_of(session: Session, period: Period, units_as: str = "then") -> Totals:
    """Return the figures of a period (`totals.totals`); those of a locked one are as locked."""
    found = totals.totals(session, period, units_as)
    report = reports.current(session, period)
    if report is None:
        return found
    kept = lines(session, report)
    indicators = _as_shown(found.indicators, figures(kept))
    known = found.households
    poor = _sum(_of_year(kept, period), "poor")
    households = HouseholdFigures(_distinct(indicators), _first_time(kept), poor, known.silent)
    return replace(found, indicators=indicators, households=households)


def place_of(session: Session, period: Period, place: Place | None) -> Place | None:
    """Return hamlets and households of the report of a period; those of a locked one as locked."""
    report = reports.current(session, period)
    if report is None:
        return place
    kept = lines(session, report)
    there = [one for one in kept if one["type"] == "hamlet" and _is_there(one, period.last)]
    counts = _of_year(kept, period)
    sums = {name: _sum(counts, name) for name in hamlet_years.COUNTS}
    return Place(period.last.year, len(there), **sums) if there else None


def _as_shown(live: Mapping[str, Any], frozen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the frozen figures in the order in which they are shown; what was not there is None."""
    return {
        code: {part: (frozen.get(code) or {}).get(part) for part in value}
        if isinstance(value, Mapping)
        else frozen.get(code)
        for code, value in live.items()
    }


def _of_year(kept: Iterable[Line], period: Period) -> list[Line]:
    year = period.last.year
    return [one for one in kept if one["type"] == "hamlet_year" and one["year"] == year]


def _sum(found: Sequence[Line], name: str) -> int | None:
    known = [one[name] for one in found if one[name] is not None]
    return sum(known) if known else None


def _distinct(indicators: dict[str, Any]) -> dict[str, int | None]:
    return {code: indicators[code]["distinct"] for code in outreach_figures.CATEGORIES}


def _first_time(kept: Iterable[Line]) -> int | None:
    codes = outreach_figures.CATEGORIES.values()
    reached = [one for one in kept if one["type"] == "reach"]
    new = sum(one["first_time"] for one in reached if one["category"] in codes)
    return new if reached else None


def _is_there(hamlet: Line, day: date) -> bool:
    first, last = hamlet["valid_from"], hamlet["valid_to"]
    return (first is None or first <= day.isoformat()) and (last is None or last >= day.isoformat())
