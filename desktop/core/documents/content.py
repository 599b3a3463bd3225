"""What the documents of a period are made from: values only, names already resolved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from desktop.core.activities import Status
from desktop.core.catalogue import Catalogue
from desktop.core.periods import Period
from desktop.core.plans import Plan
from desktop.core.speakers import Signatory
from desktop.core.totals import Totals
from desktop.core.units import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register (sổ theo dõi), as people read it; None where nothing was entered."""

    held_on: date
    until_on: date | None
    started_at: time | None
    ended_at: time | None
    channel: str
    title: str
    place: str
    topics: str
    languages: str
    items: int | None
    items_word: str
    airings: int | None
    minutes: int | None
    area_m2: Decimal | None
    attendees: int | None
    women: int | None
    minority: int | None
    officials: int | None
    poor: int | None
    near_poor: int | None
    escaped: int | None
    other_households: int | None
    speakers: str
    amount: int | None
    payer: str
    status: Status
    note: str


@dataclass(frozen=True)
class Letterhead:
    """What decree 30/2020 wants at the top and under the text of a unit's paper."""

    lines: tuple[str, ...]
    place: str
    signatories: tuple[Signatory, ...]
    written_on: date
    officer: str = ""


@dataclass(frozen=True)
class ReportContent:
    """Everything the documents of one period need; `entries` are oldest first."""

    unit: Unit
    issuer: Unit
    period: Period
    plan: Plan | None
    letterhead: Letterhead
    catalogue: Catalogue
    totals: Totals
    entries: Sequence[Entry]
