"""Reading packages: bytes in, a Package or one named reason out. Nothing is unpacked to a path.

`look` needs no secret and returns what a package says of itself; `read` also asks who signed it,
decrypts it and reads its records. Whether it is known already is for its receiver to say.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import container, contents, encryption, inside, outside
from desktop.core.packages.header import Header, Record
from desktop.core.packages.inside import Inside
from desktop.core.packages.outside import EVIDENCE, OPEN_CONTENT, Outside

Trusted = Callable[[bytes], str | None]
"""Says to which unit (id) a public key belongs; None for a key that is unknown or closed."""

R = TypeVar("R")

_SCAN = re.compile(r"([0-9a-f]{64})\.(?:pdf|jpg)", re.ASCII)


@dataclass(frozen=True)
class Claim:
    """What a sound package says of itself, not yet trusted; `digest` is of the whole file."""

    header: Header
    signer: bytes
    digest: str
    encrypted: bool


@dataclass(frozen=True)
class Package:
    """What a package of a trusted key holds; scans by their name (<sha256>.pdf or .jpg)."""

    header: Header
    signer: bytes
    digest: str
    records: tuple[Record, ...]
    evidence: Mapping[str, bytes]

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the records of a kind, in their order."""
        return cast(tuple[R, ...], self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> Mapping[type, tuple[Record, ...]]:
        return inside.by_kind(self.records)


@dataclass
class Reading:
    """A package that is being read, and with what."""

    outside: Outside
    trusted: Trusted
    identities: Sequence[str]
    inside: Inside = field(init=False)
    scans: bytes = b""
    listed: list[tuple[str, memoryview]] = field(default_factory=list)


def look(data: bytes) -> Claim:
    """Return what a package says of itself once its outside is sound. Raises PackageError."""
    found = _look(data)
    encrypted = found.content != OPEN_CONTENT
    return Claim(found.header, found.key, hashlib.sha256(data).hexdigest(), encrypted)


def read(data: bytes, trusted: Trusted, identities: Sequence[str]) -> Package:
    """Return what a package holds. Raises PackageError with the first reason against it."""
    reading = Reading(_look(data), trusted, identities)
    for step in STEPS:
        step(reading)
    return Package(
        header=reading.outside.header,
        signer=reading.outside.key,
        digest=hashlib.sha256(data).hexdigest(),
        records=tuple(reading.inside.records),
        evidence={name: bytes(scan) for name, scan in reading.listed},
    )


def check_scans(scans: Sequence[container.Member]) -> None:
    """Raise PackageError unless each scan is called by its own digest, in order, and not too many."""
    names = [name for name, _ in scans]
    if len(names) > contents.SCANS_LIMIT or names != sorted(set(names)):
        raise PackageError(PackageReason.EVIDENCE, "order")
    for name, scan in scans:
        found = _SCAN.fullmatch(name)
        if found is None or found[1] != hashlib.sha256(scan).hexdigest():
            raise PackageError(PackageReason.EVIDENCE, name)


def key_of_unit(reading: Reading) -> None:
    """Guard: the key is known, and known for the unit in the header."""
    unit_id = reading.trusted(reading.outside.key)
    if unit_id is None:
        raise PackageError(PackageReason.UNKNOWN_KEY, reading.outside.header.signer)
    if unit_id != reading.outside.header.unit.id:
        raise PackageError(PackageReason.OTHER_UNIT, reading.outside.header.unit.code)


def x25519_only(reading: Reading) -> None:
    """Guard: nothing that is encrypted makes us work before we know that it is for us."""
    members = reading.outside.members
    encrypted = [name for name in (reading.outside.content, EVIDENCE) if name != OPEN_CONTENT]
    for name in encrypted:
        if not encryption.is_x25519_only(members[name]) and (name != EVIDENCE or members[name]):
            raise PackageError(PackageReason.ENCRYPTION_KIND, name)


def take_content(reading: Reading) -> None:
    """Decrypt the content."""
    found = reading.outside
    zipped = bytes(found.members[found.content])
    if found.content != OPEN_CONTENT:
        zipped = encryption.decrypt(zipped, reading.identities)
    reading.inside = Inside(found.header, len(outside.repeated(found.header)), zipped)


def take_unpacked(reading: Reading) -> None:
    """Inflate the content, through guards of its own."""
    for step in inside.UNPACKING:
        step(reading.inside)


def same_header_inside(reading: Reading) -> None:
    """Guard: what is encrypted belongs to this header, with its unit, and to no other."""
    if not reading.inside.plain.startswith(outside.repeated(reading.outside.header)):
        raise PackageError(PackageReason.INNER_HEADER)


def take_records(reading: Reading) -> None:
    """Read the records, through guards of their own."""
    for step in inside.RECORDS:
        step(reading.inside)


def counts_true(reading: Reading) -> None:
    """Guard: the header counts what is there."""
    if inside.counted(reading.inside.records) != reading.outside.header.counts:
        raise PackageError(PackageReason.COUNTS)


def content_as_said(reading: Reading) -> None:
    """Guard: the digest in the header, which is printed on paper, is that of this content."""
    content = memoryview(reading.inside.plain)[reading.inside.start :]
    if inside.digest(content) != reading.outside.header.content:
        raise PackageError(PackageReason.CONTENT)


def take_evidence(reading: Reading) -> None:
    """Decrypt the scans, if there are any."""
    encrypted = reading.outside.members[EVIDENCE]
    if not encrypted:
        return
    reading.scans = encryption.decrypt(encrypted, reading.identities)
    try:
        reading.listed = container.split(reading.scans, contents.SCANS_LIMIT + 1)
    except PackageError as error:
        raise PackageError(PackageReason.EVIDENCE, str(error.reason)) from error


def evidence_form(reading: Reading) -> None:
    """Guard: the scans stand in the one form of a container."""
    there = bool(reading.outside.members[EVIDENCE])
    if there and container.missing(reading.scans, reading.listed) != 0:
        raise PackageError(PackageReason.EVIDENCE, "form")


def evidence_named(reading: Reading) -> None:
    """Guard: each scan is called by its own digest, in order, and there are not too many."""
    check_scans(reading.listed)


STEPS: tuple[Callable[[Reading], None], ...] = (
    key_of_unit, x25519_only, take_content, take_unpacked, same_header_inside, take_records,
    counts_true, content_as_said, take_evidence, evidence_form, evidence_named,
)  # fmt: skip


def _look(data: bytes) -> Outside:
    found = Outside(data)
    for step in (*outside.SHELL, *outside.HEADING):
        step(found)
    return found
