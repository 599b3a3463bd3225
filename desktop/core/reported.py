"""What the package of a report says, taken into the register: hamlets, activities, words, keys.

A report is a whole snapshot of its days. What many packages are held against is read once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import HamletRow, KnownKeyRow, LanguageRow, PayerRow, ReportTextRow, UnitRow
from desktop.core import (
    activities,
    hamlets,
    keys,
    narratives,
    reported_rows,
    search_words,
    snapshots,
)
from desktop.core.errors import PackageError, PackageReason
from desktop.core.hamlets import Hamlet
from desktop.core.images import Images
from desktop.core.keys import Kind
from desktop.core.packages import values
from desktop.core.packages.contents import Activity, HamletEntry, Key, Narrative
from desktop.core.packages.header import Header
from desktop.core.packages.reader import Package
from desktop.core.periods import Period, Rule
from desktop.core.reported_rows import Codes
from desktop.core.search_words import Names


@dataclass(frozen=True)
class Known:
    """What the packages of others are held against: names of codes, and ids of units."""

    names: Names
    languages: frozenset[str]
    payers: frozenset[str]
    units: frozenset[str]
    codes: Codes


def known(session: Session) -> Known:
    """Return what the register knows now."""
    languages, payers, units = (
        frozenset(session.scalars(select(one)))
        for one in (LanguageRow.code, PayerRow.code, UnitRow.id)
    )
    return Known(search_words.read(session), languages, payers, units, reported_rows.codes(session))


def activities_of(package: Package) -> list[activities.Activity]:
    """Return the activities that a package brings; the names of speakers stay in the ward."""
    unit_id = package.header.unit.id
    nameless = (structs.replace(one, speakers=()) for one in package.of(Activity))
    return [values.activity(one, unit_id) for one in nameless]


def period(header: Header) -> Period:
    """Return the days that a package is about."""
    one = header.period
    return Period(one.name, Rule(one.rule), one.first, one.last)


def take(session: Session, package: Package, known: Known, images: Images) -> None:
    """Let the register hold what the report says. Raises PackageError."""
    header = package.header
    unit_id, days = header.unit.id, (header.period.first, header.period.last)
    found = activities_of(package)
    require_known(found, known)
    reported_rows.require_known(package.records, known.codes)
    own = [values.hamlet(one) for one in package.of(HamletEntry)]
    _keep_hamlets(session, own, images)
    images.days(snapshots.hold(session, unit_id, *days, found, known.names.of_hamlets(own)))
    reported_rows.hold(session, package, images)
    for said in package.of(Narrative):
        _keep_words(session, header, values.narrative(said), images)


def take_keys(session: Session, package: Package, images: Images) -> None:
    """Encrypt for these keys of the sender from now on; a closed one stays closed."""
    unit_id = package.header.unit.id
    for one in package.of(Key):
        kind = Kind.RECOVERY if one.role == "recovery" else Kind.BOX
        there = keys.known(session, one.recipient)
        if there is not None and (there.unit_id, there.kind) != (unit_id, kind):
            raise PackageError(PackageReason.REFERENCE, "key of another unit")
        if there is None:
            images.new(KnownKeyRow, one.recipient)
            keys.trust(session, one.recipient, unit_id, kind)


def require_known(found: Iterable[activities.Activity], known: Known) -> None:
    """Raise PackageError for a code or a unit that nobody here knows."""
    for one in found:
        for codes, there in _codes(one, known):
            for code in codes:
                if code not in there:
                    raise PackageError(PackageReason.REFERENCE, code)


def _codes(one: activities.Activity, known: Known) -> tuple[tuple[Iterable[str], Any], ...]:
    led = (one.organiser_id,) if one.organiser_id else ()
    return (
        ((one.channel,), known.names.channels),
        (one.topics, known.names.topics),
        (one.languages, known.languages),
        ([expense.payer for expense in one.expenses], known.payers),
        ([expense.item for expense in one.expenses if expense.item], known.codes.items),
        ((*led, *one.partners), known.units),
    )


def _keep_hamlets(session: Session, found: list[Hamlet], images: Images) -> None:
    """Keep the hamlets of the package's unit; a successor that nobody knows is left out."""
    named = [key for one in found for key in (one.id, one.successor_id) if key]
    there = hamlets.of_ids(session, named)
    if any(one.id in there and there[one.id].unit_id != one.unit_id for one in found):
        raise PackageError(PackageReason.REFERENCE, "hamlet of another unit")
    all_ids = {*there, *(one.id for one in found)}
    whole = [
        one if one.successor_id in all_ids else replace(one, successor_id=None) for one in found
    ]
    new = [one for one in whole if one.id not in there]
    changed = [one for one in whole if one.id in there and there[one.id] != one]
    for one in new:
        images.new(HamletRow, one.id)
    for one in changed:
        images.row(HamletRow, one.id)
    hamlets.keep_many(session, new, changed)


def _keep_words(
    session: Session, header: Header, said: narratives.Narrative, images: Images
) -> None:
    unit_id, days = header.unit.id, period(header)
    before: Mapping[str, str] = vars(narratives.of(session, days, unit_id))
    changed = [part for part in narratives.PARTS if before[part] != getattr(said, part)]
    for part in changed:
        key = (unit_id, days.first, days.last, part)
        if before[part]:
            images.row(ReportTextRow, *key)
        else:
            images.new(ReportTextRow, *key)
    if changed:
        narratives.keep(session, days, said, unit_id)
