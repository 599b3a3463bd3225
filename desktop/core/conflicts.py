"""Two reports of the same unit, days and version with other content, side by side for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import activities, intake, intakes, ledger, narratives, reported
from desktop.core.activities import Activity
from desktop.core.errors import NotFoundError
from desktop.core.ledger import Entry, State
from desktop.core.packages import sealing, values
from desktop.core.packages.contents import Figure, Narrative
from desktop.core.packages.reader import Package


@dataclass(frozen=True)
class Side:
    """One of the two: where it stands, when it was made, the code on its paper, what it counts."""

    entry: Entry
    made_at: datetime
    code: str
    activities: int
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """A record that differs; None on the side that lacks it. `fields`: {name: [left, right]}."""

    id: str
    title: str
    held_on: date
    left: Activity | None
    right: Activity | None
    fields: Mapping[str, list[Any]]


@dataclass(frozen=True)
class Conflict:
    """Two sides, the one in use first, and what differs; figures and words: {name: (left, right)}."""

    left: Side
    right: Side
    records: tuple[Pair, ...]
    figures: Mapping[str, tuple[Any, Any]]
    words: Mapping[str, tuple[str, str]]


def of(session: Session, package_id: str) -> Conflict:
    """Return the conflict that a package is in, beside the one in use or the first that came.

    Raises NotFoundError where there is nothing to choose, PackageError if a key was closed.
    """
    entry = ledger.get(session, package_id)
    others = intakes.rivals(session, entry) if entry is not None else []
    if entry is None or not others:
        raise NotFoundError
    both = sorted(
        (entry, others[0]), key=lambda one: (one.state is not State.TAKEN, one.at, one.id)
    )
    left, right = (intake.read_again(session, one.id) for one in both)
    sides = _side(both[0], left), _side(both[1], right)
    return Conflict(
        *sides,
        _records(left, right),
        _differing(sides[0].figures, sides[1].figures),
        _differing(_words(left), _words(right)),
    )


def _side(entry: Entry, package: Package) -> Side:
    figures = values.figures(package.of(Figure))
    code = sealing.code(bytes.fromhex(entry.digest))
    count = len(reported.activities_of(package))
    return Side(entry, package.header.made_at, code, count, figures)


def _records(left: Package, right: Package) -> tuple[Pair, ...]:
    one, other = (
        {each.id: each for each in reported.activities_of(side)} for side in (left, right)
    )
    pairs = []
    for key in one.keys() | other.keys():
        a, b = one.get(key), other.get(key)
        shown = a or b
        if a != b and shown is not None:
            fields = activities.differences(a, b) if a and b else {}
            pairs.append(Pair(key, shown.title, shown.held_on, a, b, fields))
    return tuple(sorted(pairs, key=lambda pair: (pair.held_on, pair.id)))


def _words(package: Package) -> dict[str, str]:
    said = package.of(Narrative)
    found = values.narrative(said[0]) if said else narratives.Narrative()
    return dict(vars(found))


def _differing(left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = dict.fromkeys((*left, *right))
    return {
        name: (left.get(name), right.get(name))
        for name in names
        if left.get(name) != right.get(name)
    }
