"""The steps that read the content of a package, from gzip to its records.

In the order of `exchange.md`. A step called take_… brings something to light; every other one is
a guard: it only refuses, and the tests take each away to see that it is needed. Some guards ask
only of reports what would let one unit write into the figures of another unit or period.
"""

import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import pairwise
from typing import Any

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import canonical, contents
from desktop.core.packages.contents import OF_KIND, Activity, AnyRecord, HamletEntry, Tombstone
from desktop.core.packages.header import About, Header, Kind, Record
from desktop.core.packages.outreach import Contribution, Exemplar, HamletYear, MaterialFlow, Reach
from desktop.core.texts import LONGEST, letters

GZIP_HEADER = bytes.fromhex("1f8b0800000000000003")
"""No name, no time, from a Unix: the one beginning that is written and read."""

_GZIP = 31
_CHUNK = 1 << 18
_AT_ONCE = 1_000


@dataclass
class Inside:
    """What is known of the content so far."""

    about: About | Header
    start: int = 0
    """Where it begins in `plain`: behind the line that repeats the header."""
    zipped: bytes = b""
    plain: bytes = b""
    whole: bool = False
    records: list[Record] = field(default_factory=list)

    @property
    def body(self) -> int:
        """Return where the records begin: behind the line that says what they are about."""
        return self.plain.index(b"\n", self.start) + 1

    @property
    def chunks(self) -> Iterator[bytes]:
        """Return the records' lines, some at a time: texts take more room than bytes."""
        file = BytesIO(self.plain)
        file.seek(self.body)
        while chunk := file.read(_CHUNK):
            yield chunk + file.readline()

    def of(self, kind: type[Any]) -> tuple[Any, ...]:
        """Return the records of a kind."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[type, tuple[Record, ...]]:
        return by_kind(self.records)


def by_kind(records: Iterable[Record]) -> dict[type, tuple[Record, ...]]:
    """Return the records of each kind, in their order."""
    found: dict[type, list[Record]] = {}
    for record in records:
        found.setdefault(type(record), []).append(record)
    return {kind: tuple(some) for kind, some in found.items()}


def first_line(about: About | Header) -> bytes:
    """Return what a content begins with: what it is about."""
    values = {name: getattr(about, name) for name in About.__struct_fields__}
    return canonical.encode(About(**values))


def digest(content: bytes | memoryview) -> str:
    """Return the digest of a content: the code of a report is made of it."""
    return hashlib.sha256(content).hexdigest()


def counted(records: list[Record]) -> dict[str, int]:
    """Return how many records there are of each type."""
    return dict(Counter(str(type(one).__struct_config__.tag) for one in records))


def place(about: About | Header, record: Record) -> tuple[Any, ...]:
    """Return where a record stands among the others."""
    kinds = OF_KIND[about.kind]
    rank = kinds.index(type(record)) if type(record) in kinds else len(kinds)
    return (rank, *[getattr(record, name) for name in record.KEY])


def take_plain(inside: Inside) -> None:
    """Inflate, at most one byte more than is allowed."""
    engine = zlib.decompressobj(_GZIP)
    try:
        inside.plain = engine.decompress(inside.zipped, contents.PLAIN_LIMIT + 1)
        if not engine.eof:
            engine.decompress(engine.unconsumed_tail, 1)
    except zlib.error as error:
        raise PackageError(PackageReason.GZIP, str(error)) from error
    inside.whole = engine.eof and not engine.unused_data


def not_a_bomb(inside: Inside) -> None:
    """Guard: the size of what was packed."""
    if len(inside.plain) > contents.PLAIN_LIMIT:
        raise PackageError(PackageReason.BOMB)


def gzip_form(inside: Inside) -> None:
    """Guard: gzip says nothing of its own, ends, and nothing is behind it."""
    if not inside.whole or not inside.zipped.startswith(GZIP_HEADER):
        raise PackageError(PackageReason.GZIP)


def few_records(inside: Inside) -> None:
    """Guard: the number of records."""
    if inside.plain.count(b"\n", inside.start) - 1 > contents.RECORD_LIMIT:
        raise PackageError(PackageReason.TOO_MANY_RECORDS)


def about_first(inside: Inside) -> None:
    """Guard: the content is about what the header says."""
    if not inside.plain.startswith(first_line(inside.about), inside.start):
        raise PackageError(PackageReason.ABOUT)


def take_records(inside: Inside) -> None:
    """Read each line by the schema of its type."""
    lines = memoryview(inside.plain)[inside.body :]
    try:
        inside.records = canonical.decode_lines(lines, AnyRecord)
    except ValueError as error:
        raise PackageError(PackageReason.RECORD, str(error)) from error


def record_form(inside: Inside) -> None:
    """Guard: each record stands in its one form, on a line of its own."""
    place = inside.body
    for start in range(0, len(inside.records), _AT_ONCE):
        lines = canonical.encode_lines(inside.records[start : start + _AT_ONCE])
        if not inside.plain.startswith(lines, place):
            raise PackageError(PackageReason.RECORD_FORM, f"from record {start}")
        place += len(lines)
    if place != len(inside.plain):
        raise PackageError(PackageReason.RECORD_FORM, "end")


def record_text(inside: Inside) -> None:
    """Guard: no text deceives the eye."""
    if not all(map(canonical.is_clean, inside.chunks)):
        raise PackageError(PackageReason.RECORD_TEXT)


def short_texts(inside: Inside) -> None:
    """Guard: no text has more letters than a field takes."""
    lines = BytesIO(inside.plain)
    lines.seek(inside.body)
    for line, record in zip(lines, inside.records, strict=False):
        if len(line) > LONGEST and any(letters(text) > LONGEST for text in _texts(record)):
            raise PackageError(PackageReason.LONG_TEXT)


def kinds_allowed(inside: Inside) -> None:
    """Guard: a package of this kind holds such records."""
    for record in inside.records:
        if type(record) not in OF_KIND[inside.about.kind]:
            raise PackageError(PackageReason.KIND, type(record).__name__)


def in_order(inside: Inside) -> None:
    """Guard: records stand in their order, none twice."""
    places = [place(inside.about, record) for record in inside.records]
    if any(one >= following for one, following in pairwise(places)):
        raise PackageError(PackageReason.ORDER)


def hamlets_own(inside: Inside) -> None:
    """Guard: a report brings hamlets of its own unit only."""
    if inside.about.kind is Kind.REPORT:
        if any(one.unit_id != inside.about.unit.id for one in inside.of(HamletEntry)):
            raise PackageError(PackageReason.REFERENCE, "unit of a hamlet")


def hamlets_named(inside: Inside) -> None:
    """Guard: the hamlets of activities and of other records are there."""
    known = {one.id for one in inside.of(HamletEntry)}
    if any(not known.issuperset(one.hamlets) for one in inside.of(Activity)):
        raise PackageError(PackageReason.REFERENCE, "hamlet of an activity")
    for kind in (HamletYear, Reach, Exemplar):
        named = {one.hamlet_id for one in inside.of(kind) if one.hamlet_id}
        if not known.issuperset(named):
            raise PackageError(PackageReason.REFERENCE, f"hamlet of {kind.__name__}")


def withdrawn_gone(inside: Inside) -> None:
    """Guard: what was withdrawn is not there."""
    withdrawn = {one.id for one in inside.of(Tombstone)}
    if any(one.id in withdrawn for one in inside.of(Activity)):
        raise PackageError(PackageReason.REFERENCE, "withdrawn")


def within_period(inside: Inside) -> None:
    """Guard: what happened on a day belongs to the period of the report."""
    first, last = inside.about.period.first, inside.about.period.last
    days = [one.held_on for one in inside.of(Activity)]
    days += [one.given_on for one in inside.of(Contribution)]
    days += [one.found_on for one in inside.of(Exemplar)]
    if first > last or any(not first <= day <= last for day in days):
        raise PackageError(PackageReason.PERIOD)


def sums_true(inside: Inside) -> None:
    """Guard: no part is larger than its whole, and nothing was handed out that was not there."""
    if any(one.first_time > one.reached for one in inside.of(Reach)):
        raise PackageError(PackageReason.SUMS_FALSE, "reach")
    flows = inside.of(MaterialFlow)
    if any(one.handed_out > one.opening + one.received for one in flows):
        raise PackageError(PackageReason.SUMS_FALSE, "material")


UNPACKING: tuple[Callable[[Inside], None], ...] = (take_plain, not_a_bomb, gzip_form)
RECORDS: tuple[Callable[[Inside], None], ...] = (
    few_records, about_first, take_records, record_form, record_text, short_texts,
    kinds_allowed, in_order, hamlets_own, hamlets_named, withdrawn_gone, within_period,
    sums_true,
)  # fmt: skip


def _texts(record: Record) -> Iterator[str]:
    for value in (getattr(record, name) for name in record.__struct_fields__):
        parts = value if isinstance(value, tuple) else (value,)
        yield from (part for part in parts if isinstance(part, str))
