"""The header of a package, and the kinds of fields that headers and records have.

This is read for years by programs on other machines: a change needs a new FORMAT.
Whoever imports this loads msgspec (50 ms).
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

from desktop.core.texts import LONGEST

FORMAT = 1

_UUID = r"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PERIOD = rf"\A[0-9]{{4}}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?\Z|\A{_DAY}\.\.{_DAY}\Z"
_LONGEST_TEXT = 2 * LONGEST
"""A letter may be two signs (ư̆); letters are counted by the reader."""

Id = Annotated[str, Meta(pattern=_UUID)]
Code = Annotated[str, Meta(pattern=r"\A[A-Z0-9_]{1,32}\Z")]
UnitCode = Annotated[str, Meta(pattern=r"\A[0-9]{1,10}\Z")]
Part = Annotated[str, Meta(pattern=r"\A[a-z0-9_]{0,32}\Z")]
Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Line = Annotated[str, Meta(max_length=_LONGEST_TEXT, pattern=r"\A[^\n]*\Z")]
Lines = Annotated[str, Meta(max_length=_LONGEST_TEXT)]
Word = Annotated[str, Meta(max_length=64, pattern=r"\A[^\n]*\Z")]
Moment = Annotated[datetime, Meta(tz=False)]
"""In Vietnamese time: there is only one."""
Hour = Annotated[time, Meta(tz=False)]
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Number = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Quantity = Annotated[int, Meta(ge=0, le=10**15)]
Version = Annotated[int, Meta(ge=1, le=9_999)]
Money = Annotated[int, Meta(ge=0, le=1_000_000_000_000)]
Ids = Annotated[tuple[Id, ...], Meta(max_length=1_000)]
Codes = Annotated[tuple[Code, ...], Meta(max_length=100)]
Tag = Annotated[str, Meta(pattern=r"\A[a-z_]{1,32}\Z")]
Versions = dict[Tag, Number]
"""The version of each catalogue."""
Texts = Annotated[tuple[Line, ...], Meta(max_length=100)]


class Kind(StrEnum):
    """What a package is for."""

    REPORT = "report"
    RECEIPT = "receipt"
    PUBLICATION = "publication"


class Strict(Struct, frozen=True, forbid_unknown_fields=True):
    """Base: every field is written, no other is read."""


class Unit(Strict, frozen=True):
    """A unit as a header names it."""

    id: Id
    code: UnitCode
    name: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\A[^\n]*\Z")]


class Period(Strict, frozen=True):
    """The days that a package is about, both ends included."""

    name: Annotated[str, Meta(pattern=_PERIOD)]
    rule: Literal["administrative", "calendar", "plan"]
    first: date = field(name="from")
    last: date = field(name="to")


class About(Strict, frozen=True, tag_field="type", tag="about"):
    """What a content is about: its own first line, fixed when a report is locked."""

    kind: Kind
    unit: Unit
    period: Period
    version: Version
    catalogue: Versions


class Dispatch(Strict, frozen=True):
    """What is said of one sending; `receiver` None: all units. `prev`: this device's last one."""

    package_id: Id
    receiver: Unit | None
    device: Id
    seq: Number
    prev: Digest | None
    made_at: Moment
    program: Word


class Header(Strict, frozen=True):
    """package.json: `About`, `Dispatch`, and what follows from the key and the content.

    `content` is the SHA-256 of the plain content behind its first line, which repeats this header
    without `content`: the same records give the same digest whenever and wherever they are sent.
    """

    format: int
    kind: Kind
    package_id: Id
    unit: Unit
    receiver: Unit | None
    period: Period
    version: Version
    device: Id
    seq: Number
    prev: Digest | None
    signer: Annotated[str, Meta(pattern=r"\ASHA256:[A-Za-z0-9+/]{43}\Z")]
    made_at: Moment
    program: Word
    catalogue: Versions
    counts: dict[Tag, Annotated[int, Meta(ge=1)]]
    content: Digest


class Record(Strict, frozen=True, tag_field="type"):
    """A line of the content; `KEY` names the fields that tell it from others of its type."""

    KEY: ClassVar[tuple[str, ...]] = ("id",)
