"""What a report says beside its activities, as values: households, money, gifts, exemplars, leaflets.

None where nobody entered anything, which is not 0. All amounts are whole đồng.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """The unit's hamlets on the last day, and their households of the year."""

    year: int
    hamlets: int
    households: int | None = None
    poor: int | None = None
    near_poor: int | None = None
    escaped: int | None = None


@dataclass(frozen=True)
class SpentLine:
    """What was spent of a source (a fund, or who pays) for an item; `programme`: its own money."""

    source: str
    item: str
    sub_item: str
    amount: int
    programme: bool


@dataclass(frozen=True)
class FundLine:
    """A fund from its beginning to the last day: what was given = spent + returned + carried + left.

    `counts`: it is money of the programme, of the budget year in which the period ends. `own`: it
    stands in the register itself, not in the report of a unit below.
    """

    name: str
    year: int
    carried_in: int
    allotted: int
    spent: int
    returned: int
    carried_out: int
    left: int
    counts: bool = True
    own: bool = True

    @property
    def given(self) -> int:
        """Return what may be spent: carried in and allotted."""
        return self.carried_in + self.allotted


@dataclass(frozen=True)
class GiftLine:
    """Contributions of one kind of donor: how many, in cash, value of goods."""

    kind: str
    count: int
    cash: int | None
    in_kind: int | None


@dataclass(frozen=True)
class StoryLine:
    """Exemplars of one kind: how many, and how many of them were publicised."""

    kind: str
    count: int
    publicised: int


@dataclass(frozen=True)
class LeafletLine:
    """A printed material: there before, received, handed out in the period."""

    name: str
    unit_word: str
    opening: int
    received: int
    handed_out: int


@dataclass(frozen=True)
class Outreach:
    """All of it for one report; `titles` are the exemplars' own (a ward's alone has them).

    `silent` names the units that reported no list of households, so that none can be added up.
    `beside`: what was spent of the programme's money since the year began that no fund of it paid.
    """

    place: Place | None = None
    spent: Sequence[SpentLine] = field(default=())
    funds: Sequence[FundLine] = field(default=())
    beside: int = 0
    gifts: Sequence[GiftLine] = field(default=())
    stories: Sequence[StoryLine] = field(default=())
    titles: Sequence[str] = field(default=())
    leaflets: Sequence[LeafletLine] = field(default=())
    silent: Sequence[str] = field(default=())


HOUSEHOLDS = ("poor", "near_poor", "escaped", "first_time")
"""What a unit says of its households, each counted once."""


@dataclass(frozen=True)
class UnitOutreach:
    """The same of one unit in the consolidated report; None: it said nothing of it."""

    name: str
    poor: int | None = None
    near_poor: int | None = None
    escaped: int | None = None
    first_time: int | None = None
    given: int | None = None
    spent: int | None = None
    left: int | None = None
    cash: int | None = None
    in_kind: int | None = None
    stories: int | None = None
