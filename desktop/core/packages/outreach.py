"""The records of a report beside its activities: hamlets, households reached, money, the movement.

Counts and sums travel; names and codes of households, donors and exemplars never do: no record has
a field for them. Part of the format, as `header` and `contents` are.
"""

from datetime import date
from typing import Annotated

from msgspec import Meta

from desktop.core.packages.header import Code, Count, Id, Line, Money, Quantity, Record

Year = Annotated[int, Meta(ge=1, le=9_999)]
IdOrNone = Annotated[str, Meta(pattern=r"\A([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?\Z")]
"""An id, or empty: it stands in a key, and keys are put in order."""


class HamletYear(Record, frozen=True, tag="hamlet_year"):
    """How many households a hamlet had in a year, in all and by category; None: not known."""

    KEY = ("hamlet_id", "year")

    hamlet_id: Id
    year: Year
    households: Count | None
    poor: Count | None
    near_poor: Count | None
    escaped: Count | None


class Reach(Record, frozen=True, tag="reach"):
    """Distinct households of a hamlet (empty: none named) and category on attendance lists.

    `first_time` of them had not been reached before in the year.
    """

    KEY = ("hamlet_id", "category")

    hamlet_id: IdOrNone
    category: Code
    reached: Count
    first_time: Count


class Contribution(Record, frozen=True, tag="contribution"):
    """A contribution to the Fund for the Poor in đồng, of what kind of donor; never who."""

    id: Id
    given_on: date
    donor_kind: Code
    cash: Money | None
    in_kind: Money | None


class Exemplar(Record, frozen=True, tag="exemplar"):
    """A person, model or initiative that sets an example: its kind and where it was made known."""

    id: Id
    kind: Code
    hamlet_id: Id | None
    found_on: date
    publicised: Line
    publicised_on: date | None


class MaterialFlow(Record, frozen=True, tag="material_flow"):
    """What was there of a printed material before the period, received and handed out in it."""

    KEY = ("material_id",)

    material_id: Id
    name: Line
    unit_word: Line
    opening: Quantity
    received: Quantity
    handed_out: Quantity


class FundFlow(Record, frozen=True, tag="fund_flow"):
    """What came into a fund of the unit and went out of it in the period, in đồng."""

    KEY = ("fund_id",)

    fund_id: Id
    year: Year
    kind: Code
    name: Line
    carried_in: Quantity
    allotted: Quantity
    spent: Quantity
    returned: Quantity
    carried_out: Quantity
