"""The records of a publication: the plan, its targets, catalogues, units, deadlines.

Part of the format, as `header` and `contents` are.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from desktop.core.packages.header import (
    Code,
    Codes,
    Count,
    Id,
    Line,
    Lines,
    Number,
    Period,
    Quantity,
    Record,
    Texts,
    UnitCode,
)

_Names = Annotated[
    tuple[Annotated[str, Meta(pattern=r"\A[a-z0-9_]{1,32}\Z")], ...], Meta(max_length=20)
]


class Plan(Record, frozen=True, tag="plan"):
    """A plan; number and day stay empty until the registry gives them."""

    id: Id
    number: Line
    signed_on: date | None
    date_text: Line
    issuer_id: Id
    title: Line
    short_title: Line
    first: date
    last: date
    signer_block: Lines
    signer_name: Line
    bases: Texts


class PlanTask(Record, frozen=True, tag="plan_task"):
    """A task that a plan gives to a body (part IV), and where it stands at its issuer."""

    id: Id
    plan_id: Id
    position: Count
    body: Line
    text: Lines
    state: Literal["OPEN", "DOING", "DONE"]


class Target(Record, frozen=True, tag="target"):
    """What a plan wants of an indicator; no unit: of the issuer as a whole."""

    id: Id
    plan_id: Id
    unit_id: Id | None
    indicator: Code
    at_least: Quantity
    at_most: Quantity | None
    due_on: date | None


class Deadline(Record, frozen=True, tag="deadline"):
    """Until when the report of a period is due."""

    KEY = ("name",)

    name: Line
    period: Period
    due_on: date


class UnitEntry(Record, frozen=True, tag="unit"):
    """A unit of the administrative map with its days of validity."""

    id: Id
    code: UnitCode
    kind: Line
    name: Line
    parent_id: Id | None
    valid_from: date | None
    valid_to: date | None


class Succession(Record, frozen=True, tag="succession"):
    """From `since` on, the old unit is part of the new one."""

    KEY = ("old_id", "new_id")

    old_id: Id
    new_id: Id
    since: date
    resolution: Line


class Item(Record, frozen=True):
    """What every item of a catalogue has; `position` is the number people type."""

    KEY = ("code",)

    code: Code
    position: Number
    name: Line
    retired_on: date | None


class Channel(Item, frozen=True, tag="channel"):
    """A form of communication, with the quantities that apply to it."""

    group: Line
    short_name: Line
    icon: Line
    quantities: _Names
    items_label: Line
    items_word: Line
    attends: Literal["yes", "no", "estimate"]
    hamlet_needed: bool
    evidence: Texts


class Topic(Item, frozen=True, tag="topic"):
    """A topic, with the deprivation indicators it is about."""

    group: Line
    short_name: Line
    indicators: Texts


class Language(Item, frozen=True, tag="language"):
    """A language; `minority` ones have a figure of their own."""

    minority: bool


class HouseholdCategory(Item, frozen=True, tag="household_category"):
    """A category of households."""


class Payer(Item, frozen=True, tag="payer"):
    """Who pays; `programme_money` counts as the programme's."""

    programme_money: bool


class Indicator(Item, frozen=True, tag="indicator"):
    """A figure of the report."""

    unit_word: Line


class Deprivation(Item, frozen=True, tag="deprivation"):
    """An indicator of a poverty standard, with the days on which the standard is in force."""

    standard: Code
    standard_name: Line
    indicator: Code
    dimension: Line
    threshold: Line
    valid_from: date
    valid_to: date


class ExpenditureItem(Item, frozen=True, tag="expenditure_item"):
    """What money is spent on, and the kinds of vouchers that it needs."""

    unit_word: Line
    sub_item: Line
    unsalaried_only: bool
    vouchers: Codes


class FundKind(Item, frozen=True, tag="fund_kind"):
    """A kind of source of money; `programme_money` counts as the programme's."""

    programme_money: bool


class VoucherKind(Item, frozen=True, tag="voucher_kind"):
    """A kind of paper in the dossier of an activity."""
