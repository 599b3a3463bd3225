"""What a person looks at before answering a package: its activities, warnings, what is new in it.

Only looks; the package is read as it was taken in, so older versions can be seen too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import (
    activities,
    answers,
    catalogue,
    keys,
    ledger,
    remarks,
    returns,
    units,
)
from desktop.core.activities import Activity
from desktop.core.documents import phrases
from desktop.core.errors import NotFoundError
from desktop.core.hamlets import Hamlet
from desktop.core.ledger import Entry
from desktop.core.narratives import Narrative
from desktop.core.packages import contents, reader, sealing, values
from desktop.core.packages.header import Kind
from desktop.core.packages.outreach import HamletYear
from desktop.core.packages.reader import Package
from desktop.core.periods import Period, Rule
from desktop.core.problems import Problem, Severity
from desktop.core.returns import ACTIVITY_FIELDS, Item, Said
from desktop.core.typed import show_date, show_decimal, show_number
from desktop.core.units import Unit

_FIGURES = (
    ("CT01", "", "Buổi trực tiếp"), ("CT02", "", "Lượt người"),
    ("CT05", "declared", "Lượt hộ nghèo dự"), ("CT11", "", "Lượt phát"),
    ("CT20", "spent", "Kinh phí (đồng)"),
)  # fmt: skip

_PARTS = {
    "declared": "{} lượt hộ", "distinct": "{} hộ", "items": "{} cái", "area_m2": "{} m²",
    "cash": "tiền {}", "in_kind": "hiện vật {}", "allocated": "giao {}", "spent": "chi {}",
    "rate": "tỷ lệ {}",
}  # fmt: skip
"""How the parts of an indicator are told apart."""


@dataclass(frozen=True)
class Line:
    """An activity of the package; `news` says what changed against the version before.

    `asked` are the items by which the version before was returned.
    """

    activity: Activity
    channel: str
    place: str
    problems: tuple[Problem, ...]
    is_new: bool
    news: tuple[str, ...]
    asked: tuple[Item, ...]

    @property
    def id(self) -> str:
        """Return the id of the activity."""
        return self.activity.id

    @property
    def warned(self) -> bool:
        """Return whether a check asks for an explanation or finds it wrong."""
        return any(one.severity is not Severity.NOTICE for one in self.problems)


@dataclass(frozen=True)
class Figure:
    """A main figure, and what it was in the version before ("" without one)."""

    name: str
    now: str
    before: str


@dataclass(frozen=True)
class Review:
    """A package as it is looked at; `before` names the version it is compared with ("": none).

    `in_force`: it is the one that can be answered. `written`: parts of the narrative that changed.
    `asked`: by which items the version before was returned.
    """

    entry: Entry
    unit: Unit
    period: Period
    code: str
    in_force: bool
    said: Said | None
    items: tuple[Item, ...]
    before: str
    lines: tuple[Line, ...]
    withdrawn: tuple[str, ...]
    figures: tuple[Figure, ...]
    indicators: tuple[tuple[str, Figure], ...]
    """Each by its code."""
    narrative: Narrative
    written: tuple[str, ...]
    asked: tuple[Item, ...]


def read(session: Session, package_id: str) -> Review:
    """Return what there is to see of a report that was taken in. Raises NotFoundError."""
    entry = ledger.get(session, package_id)
    if entry is None or entry.out or entry.kind != Kind.REPORT:
        raise NotFoundError
    earlier, before_name = compared_with(session, entry) or (None, "")
    now = _package(session, entry)
    before = _package(session, earlier) if earlier else None
    said = now.header.period
    period = Period(said.name, Rule(said.rule), said.first, said.last)
    unit = units.get(session, entry.unit_id)
    old = {one.id: one for one in _activities(before)} if before else {}
    kept = {one.id for one in _activities(now)}
    asked = answers.items(session, earlier.id) if earlier else ()
    narrative, written = _narrative(now), _narrative(before) if before else Narrative()
    return Review(
        entry, unit, period, sealing.code(bytes.fromhex(entry.digest)),
        in_force=entry.state is ledger.State.TAKEN,
        said=answers.of(session, package_id), items=answers.items(session, package_id),
        before=before_name,
        lines=_lines(session, unit, period, now, old if before else None, asked),
        withdrawn=tuple(one.title for one in old.values() if one.id not in kept),
        figures=_figures(now, before), indicators=_indicators(session, now, before), narrative=narrative,
        written=tuple(
            part
            for part in returns.NARRATIVE_PARTS
            if before and getattr(narrative, part) != getattr(written, part)
        ),
        asked=asked,
    )  # fmt: skip


def compared_with(session: Session, entry: Entry) -> tuple[Entry, str] | None:
    """Return the version a report is compared with, and that in words; None where there is none.

    The newest one that was answered: a person looked at that, maybe not at those after it. Without
    an answer the newest that was seen.
    """
    if entry.first is None or entry.last is None:
        return None
    seen = [
        one
        for one in ledger.of_period(session, entry.unit_id, entry.first, entry.last)
        if not one.out
        and one.version < entry.version
        and one.state in (ledger.State.TAKEN, ledger.State.ARCHIVED)
    ]
    answered = [(one, said) for one in seen if (said := answers.of(session, one.id))]
    if answered:
        one, said = answered[-1]
        deed = "duyệt" if said.state is returns.State.ACCEPTED else "trả lại"
        return one, f"bản số {one.version} đã {deed}"
    return (seen[-1], f"bản số {seen[-1].version}") if seen else None


def _package(session: Session, entry: Entry) -> Package:
    """Read a package that was verified when it was taken in; its key may be closed by now."""
    file = ledger.file_of(session, entry.id)
    return reader.read(file, lambda _key: entry.unit_id, keys.box_keys(session))


def _activities(package: Package) -> list[Activity]:
    unit_id = package.header.unit.id
    found = package.of(contents.Activity)
    return [values.activity(one, unit_id) for one in found]


def _narrative(package: Package) -> Narrative:
    found = package.of(contents.Narrative)
    return values.narrative(found[0]) if found else Narrative()


def _lines(
    session: Session,
    unit: Unit,
    period: Period,
    package: Package,
    old: Mapping[str, Activity] | None,
    asked: tuple[Item, ...],
) -> tuple[Line, ...]:
    at, places = remarks.desk(session), _hamlets(package)
    known, days = at.catalogue, (period.first, period.last)
    brought = sorted(_activities(package), key=lambda one: (one.held_on, one.id))
    homes = map(values.hamlet_year, package.of(HamletYear))
    said = remarks.of(session, at, unit.id, days, brought, places.values(), homes)
    found = []
    for one in brought:
        before = old.get(one.id) if old else None
        where = ", ".join(places[key].full_name for key in one.hamlets if key in places)
        channel = known.channel.get(one.channel)
        found.append(
            Line(
                one, channel.short_name if channel else one.channel, where or one.venue,
                said[one.id],
                is_new=old is not None and before is None,
                news=_news(before, one) if before else (),
                asked=tuple(item for item in asked if item.record == one.id),
            )
        )  # fmt: skip
    return tuple(found)


def _hamlets(package: Package) -> dict[str, Hamlet]:
    found = package.of(contents.HamletEntry)
    return {one.id: values.hamlet(one) for one in found}


_NOT_SENT = "chi tiết chỉ có ở đơn vị, như nguồn của khoản chi"
"""What changed of an activity that was kept anew, but is the same in all that comes up."""


def _news(before: Activity, now: Activity) -> tuple[str, ...]:
    changes = activities.differences(before, now)
    if not changes and before.revision != now.revision:
        return (_NOT_SENT,)
    return tuple(
        f"{ACTIVITY_FIELDS[name]}{_step(getattr(before, name), getattr(now, name))}"
        for name in ACTIVITY_FIELDS
        if name in changes
    )


def _step(before: Any, now: Any) -> str:
    """Return ": 62 › 31" for what fits on a line."""
    if any(isinstance(one, str | tuple) for one in (before, now)):
        return ""
    return f": {_shown(before)} › {_shown(now)}"


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        return show_decimal(value)
    if isinstance(value, date):
        return show_date(value)
    return show_number(value) if isinstance(value, int) else f"{value:%H:%M}"


def _figures(now: Package, before: Package | None) -> tuple[Figure, ...]:
    after, earlier = _counted(now), _counted(before) if before else {}
    return tuple(Figure(name, shown, earlier.get(name, "")) for name, shown in after.items())


def _counted(package: Package) -> dict[str, str]:
    figures = {(one.indicator, one.part): one.value for one in package.of(contents.Figure)}
    found = {"Hoạt động": show_number(len(_activities(package)))}
    for code, part, name in _FIGURES:
        found[name] = _shown(figures.get((code, part)))
    return found


def _indicators(
    session: Session, now: Package, before: Package | None
) -> tuple[tuple[str, Figure], ...]:
    """Return the indicators of the report; the parts of one stand side by side."""
    known = catalogue.read(session).indicator
    after, earlier = _by_code(now), _by_code(before) if before else {}
    return tuple(
        (code, Figure(known[code].name, shown, earlier.get(code, "")))
        for code, shown in after.items()
        if code in known
    )


def differing(now: Package, before: Package) -> int:
    """Return how many indicators say something else than in the version before."""
    after, earlier = _by_code(now), _by_code(before)
    return sum(after.get(code) != earlier.get(code) for code in after | earlier)


def _by_code(package: Package) -> dict[str, str]:
    found = values.figures(package.of(contents.Figure))
    found |= {"CT08": phrases.share_of_poor(found)} if "CT08" in found else {}
    return {code: parts_shown(value) for code, value in found.items()}


def parts_shown(value: Any) -> str:
    """Return the figure of an indicator; of one of several parts each with what it counts."""
    if not isinstance(value, Mapping):
        return _shown(value)
    return " · ".join(
        _PARTS.get(part, "{}").format(_shown(figure)) for part, figure in value.items()
    )
