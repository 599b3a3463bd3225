"""What the documents of a period are made from: values only, names already resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from desktop.core.activities import Activity, Status
from desktop.core.attendance import Person
from desktop.core.catalogue import Catalogue, Channel
from desktop.core.documents.outreach import Outreach, UnitOutreach
from desktop.core.narratives import Narrative
from desktop.core.periods import Period
from desktop.core.plans import Plan
from desktop.core.speakers import Signatory, Speaker
from desktop.core.totals import Sums, Totals
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
    unit: str = ""
    """Its name in a list of several units."""
    is_part: bool = False
    """Another unit of the list leads this activity, so it is not counted again."""


@dataclass(frozen=True)
class Letterhead:
    """What decree 30/2020 wants at the top and under the text of a unit's paper."""

    lines: tuple[str, ...]
    place: str
    signatories: tuple[Signatory, ...]
    written_on: date
    officer: str = ""
    symbol: str = "UBND"
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """What the officer chose for a printed form; kept with the activity for the reprint.

    `blank`: only the activity's time and place are filled in. `rows`: empty rows of a list. `rate`:
    đồng per person (or speaker) and day. `days`: how many days are paid. `left`, `right`: names
    of who signs there (empty: as the form itself says). `lines`: what is handed over or accepted.
    """

    blank: bool = False
    rows: int = 30
    rate: int | None = None
    days: int = 1
    left: str = ""
    right: str = ""
    lines: tuple["ItemLine", ...] = ()


@dataclass(frozen=True)
class ItemLine:
    """One thing handed over or accepted: name, unit word, quantity, price, what it is like."""

    name: str
    unit_word: str = ""
    quantity: int | None = None
    price: int | None = None
    look: str = ""


@dataclass(frozen=True)
class FormContent:
    """Everything the forms of one activity need; names already resolved.

    `place` is "buôn Đŭng", `where` the whole place "nhà văn hóa buôn Đŭng, xã Cư Êbur".
    `broadcasts` are the broadcasts of the same month for the log, oldest first.
    """

    unit: Unit
    issuer: Unit
    plan: Plan | None
    letterhead: Letterhead
    activity: Activity
    channel: Channel
    place: str
    where: str
    speakers: tuple[Speaker, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    people: tuple[Person, ...]
    categories: dict[str, str]
    choice: Choice
    broadcasts: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class SealMark:
    """What ties the paper of a locked report to its file: version, code, digits of the QR."""

    version: int
    code: str
    digits: str


@dataclass(frozen=True)
class ReportContent:
    """Everything the documents of one period need; `entries` are oldest first.

    `narrative` is what the officer wrote; `before` are the figures of the period before, if any.
    """

    unit: Unit
    issuer: Unit
    period: Period
    plan: Plan | None
    letterhead: Letterhead
    catalogue: Catalogue
    totals: Totals
    entries: Sequence[Entry]
    seal: SealMark | None = None
    narrative: Narrative = field(default_factory=Narrative)
    before: Totals | None = None
    outreach: Outreach = field(default_factory=Outreach)


@dataclass(frozen=True)
class UnitLine:
    """A reporting unit in the consolidated report.

    `state` is where its report stands, in words; `by_channel` is None while nothing of it was
    received (which is not the same as nothing held); `spent` is money of the programme in đồng.
    """

    name: str
    state: str
    by_channel: Mapping[str, Sums] | None
    spent: int | None = None


@dataclass(frozen=True)
class TargetLine:
    """A target of the plan: what is wanted, what was done, in the words of its indicator."""

    name: str
    at_least: int
    at_most: int | None
    done: int | None
    unit_word: str


@dataclass(frozen=True)
class Said:
    """What a unit wrote in a part of its report."""

    unit: str
    text: str


@dataclass(frozen=True)
class CityContent:
    """Everything the consolidated report needs: all units together, and each of them.

    `expected` units had to report; `others` came besides (merged into one of them, or of other
    days), and their figures are in the sums too; `nil` had nothing and said why; `missing` sent nothing.
    `unusable` sent packages of which none can be used yet: they count as sent, not as missing.
    `other_days` did not report this period, yet reports of other days hold activities of it.
    `twice` counts the activities that several units held together and that count once.
    `unreached` are the hamlets without any direct activity, by unit, of `hamlets` in all.
    """

    report: ReportContent
    lines: Sequence[UnitLine]
    expected: int
    received: int
    others: Sequence[str]
    nil: Sequence[Said]
    missing: Sequence[str]
    targets: Sequence[TargetLine]
    twice: int
    hamlets: int
    unreached: Mapping[str, Sequence[str]]
    difficulties: Sequence[Said]
    proposals: Sequence[Said]
    outreach: Sequence[UnitOutreach] = ()
    unusable: Sequence[str] = ()
    other_days: Sequence[str] = ()
