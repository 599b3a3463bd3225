"""What a package holds: one record on a line, each spelled out field by field with its limits.

Part of the format, as `header` and `published` are: a change needs a new FORMAT.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from desktop.core.packages.header import (
    Code,
    Codes,
    Count,
    Digest,
    Hour,
    Id,
    Ids,
    Kind,
    Line,
    Lines,
    Moment,
    Money,
    Number,
    Part,
    Period,
    Quantity,
    Record,
    Strict,
    Version,
)
from desktop.core.packages.outreach import (
    Contribution,
    Exemplar,
    FundFlow,
    HamletYear,
    MaterialFlow,
    Reach,
)
from desktop.core.packages.published import (
    Channel,
    Deadline,
    Deprivation,
    ExpenditureItem,
    FundKind,
    HouseholdCategory,
    Indicator,
    Language,
    Payer,
    Plan,
    PlanTask,
    Succession,
    Target,
    Topic,
    UnitEntry,
    VoucherKind,
)

SIZE_LIMIT = 64 << 20
"""Largest package without its evidence, in bytes."""
EVIDENCE_LIMIT = 256 << 20
SCANS_LIMIT = 5_000
TEXT_MEMBER_LIMIT = 16 << 10
"""Largest DOC-TOI.txt, package.json, SHA256SUMS, SHA256SUMS.sig."""
PLAIN_LIMIT = 128 << 20
RECORD_LIMIT = 200_000


class Expense(Strict, frozen=True):
    """What an activity cost in đồng (None: not known), who pays, and for what (None: not said)."""

    payer: Code
    amount: Money | None
    item: Code | None


class Activity(Record, frozen=True, tag="activity"):
    """An activity that counts, of the unit in the header. None means "not filled in", never 0.

    `area_dm2` is in hundredths of a square metre. Hamlets stand in the package; speakers are
    ids without names. `organiser_id` leads a joint activity of several units (None: this unit).
    """

    id: Id
    revision: Number
    status: Literal["HELD", "COMPLETE"]
    channel: Code
    title: Line
    held_on: date
    until_on: date | None
    started_at: Hour | None
    ended_at: Hour | None
    hamlets: Ids
    venue: Line
    topics: Codes
    languages: Codes
    host_event: Line
    organiser_id: Id | None
    partners: Ids
    chair: Line
    secretary: Line
    speakers: Ids
    items: Count | None
    airings: Count | None
    minutes: Count | None
    area_dm2: Count | None
    views: Count | None
    attendees: Count | None
    women: Count | None
    minority: Count | None
    officials: Count | None
    poor: Count | None
    near_poor: Count | None
    escaped: Count | None
    other_households: Count | None
    expenses: Annotated[tuple[Expense, ...], Meta(max_length=100)]
    result: Lines
    difficulties: Lines
    note: Lines


class Tombstone(Record, frozen=True, tag="tombstone"):
    """An activity that was withdrawn (thu hồi) after an earlier version held it."""

    id: Id
    revision: Number


class Figure(Record, frozen=True, tag="figure"):
    """A figure of the report: `value` in steps of 10^-`places`; None where nothing was entered.

    `part` is empty, or names one of several figures of an indicator (declared, distinct).
    """

    KEY = ("indicator", "part")

    indicator: Code
    part: Part
    value: Quantity | None
    places: Annotated[int, Meta(ge=0, le=4)]


class Narrative(Record, frozen=True, tag="narrative"):
    """What the officer wrote for the report."""

    KEY = ()

    situation: Lines
    direction: Lines
    strengths: Lines
    difficulties: Lines
    causes: Lines
    next_steps: Lines
    proposals: Lines
    nil_reason: Lines


class HamletEntry(Record, frozen=True, tag="hamlet"):
    """A hamlet of a unit."""

    id: Id
    unit_id: Id
    kind: Line
    name: Line
    valid_from: date | None
    valid_to: date | None
    successor_id: Id | None


class Key(Record, frozen=True, tag="key"):
    """A key to encrypt for: of the sender, or the receiver's (working key, recovery key)."""

    KEY = ("role",)

    role: Literal["receiver", "recovery", "sender"]
    recipient: Annotated[str, Meta(pattern=r"\Aage1[02-9ac-hj-np-z]{58}\Z")]


class Answer(Record, frozen=True, tag="answer"):
    """What became of a package: received, accepted, or returned to be mended."""

    KEY = ("package_id",)

    package_id: Id
    content: Digest
    unit_id: Id
    period: Period
    version: Version
    seq: Number
    state: Literal["received", "accepted", "returned"]
    answered_at: Moment
    note: Lines


class ReturnedItem(Record, frozen=True, tag="returned"):
    """A record of a returned package that is to be mended, and why; `part` names the field."""

    KEY = ("package_id", "record", "part")

    package_id: Id
    record: Line
    part: Part
    reason: Lines


AnyRecord = (
    Activity | Tombstone | Figure | Narrative | HamletEntry | Key | Answer | ReturnedItem | Plan
    | Target | Deadline | UnitEntry | Succession | Channel | Topic | Language | HouseholdCategory
    | Payer | Indicator | Deprivation | ExpenditureItem | FundKind | VoucherKind | PlanTask
    | HamletYear | Reach | Contribution | Exemplar | MaterialFlow | FundFlow
)  # fmt: skip

OF_KIND: dict[Kind, tuple[type[Record], ...]] = {
    Kind.REPORT: (
        Narrative, Figure, HamletEntry, HamletYear, Activity, Tombstone, Reach, Contribution,
        Exemplar, MaterialFlow, FundFlow, Key,
    ),
    Kind.RECEIPT: (Answer, ReturnedItem, Key),
    Kind.PUBLICATION: (
        UnitEntry, Succession, HamletEntry, Channel, Topic, Language, HouseholdCategory, Payer,
        Indicator, Deprivation, ExpenditureItem, FundKind, VoucherKind, Plan, PlanTask, Target,
        Deadline, Key,
    ),
}  # fmt: skip
"""The records that a package of each kind may hold, in their order."""
