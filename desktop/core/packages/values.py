"""Between the program's own values and the records of a package."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter
from typing import Any

from msgspec import structs

from desktop.core import activities, hamlet_years, hamlets, narratives
from desktop.core.packages.contents import (
    Activity,
    Expense,
    Figure,
    HamletEntry,
    Narrative,
)
from desktop.core.packages.outreach import HamletYear

_HUNDREDTHS = 2
_SAME = tuple(
    one.name
    for one in fields(activities.Activity)
    if one.name not in ("unit_id", "area_m2", "expenses", "status")
)
_same = attrgetter(*_SAME)
_HAMLET = tuple(one.name for one in fields(hamlets.Hamlet))


def activity_record(activity: activities.Activity) -> Activity:
    """Return the record of an activity that counts; its unit is the one in the header."""
    tidy = activities.tidy(activity)
    area = None if tidy.area_m2 is None else int(tidy.area_m2.scaleb(_HUNDREDTHS).to_integral())
    return Activity(
        **{name: getattr(tidy, name) for name in _SAME},
        status=tidy.status.value,  # type: ignore[arg-type]  # drafts and withdrawn: refused later
        area_dm2=area,
        expenses=tuple(Expense(one.payer, one.amount, one.item) for one in tidy.expenses),
    )


def activity(record: Activity, unit_id: str) -> activities.Activity:
    """Return the activity of a record, for the unit that signed it."""
    area = None if record.area_dm2 is None else Decimal(record.area_dm2).scaleb(-_HUNDREDTHS)
    spent = [activities.Expense(one.payer, one.amount, one.item) for one in record.expenses]
    return activities.Activity(
        **dict(zip(_SAME, _same(record), strict=True)),
        unit_id=unit_id,
        status=activities.Status(record.status),
        area_m2=area,
        expenses=tuple(spent),
    )


def hamlet_record(hamlet: hamlets.Hamlet) -> HamletEntry:
    """Return the record of a hamlet."""
    return HamletEntry(**{name: getattr(hamlet, name) for name in _HAMLET})


def hamlet(record: HamletEntry) -> hamlets.Hamlet:
    """Return the hamlet of a record."""
    return hamlets.Hamlet(**{name: getattr(record, name) for name in _HAMLET})


def hamlet_year(record: HamletYear) -> hamlet_years.HamletYear:
    """Return the households of a hamlet in a year that a record says."""
    return hamlet_years.HamletYear(**structs.asdict(record))


def narrative_record(narrative: narratives.Narrative) -> Narrative:
    """Return the record of what the officer wrote."""
    return Narrative(**vars(narrative))


def narrative(record: Narrative) -> narratives.Narrative:
    """Return what the officer wrote."""
    return narratives.Narrative(**{name: getattr(record, name) for name in narratives.PARTS})


def figure_records(indicators: Mapping[str, Any]) -> list[Figure]:
    """Return the figures of `totals.Totals.indicators`, one record each."""
    found = []
    for code, value in indicators.items():
        parts = value if isinstance(value, Mapping) else {"": value}
        found += [_figure(code, part, number) for part, number in parts.items()]
    return found


def figures(records: Iterable[Figure]) -> dict[str, Any]:
    """Return figures in the form of `totals.Totals.indicators`."""
    found: dict[str, Any] = {}
    for one in records:
        number = one.value if not one.places or one.value is None else _decimal(one)
        if one.part:
            found.setdefault(one.indicator, {})[one.part] = number
        else:
            found[one.indicator] = number
    return found


def _figure(code: str, part: str, number: int | Decimal | None) -> Figure:
    if isinstance(number, Decimal):
        value = int(number.scaleb(_HUNDREDTHS).to_integral())
        return Figure(code, part, value, _HUNDREDTHS)
    return Figure(code, part, number, 0)


def _decimal(figure: Figure) -> Decimal:
    return Decimal(figure.value or 0).scaleb(-figure.places)
