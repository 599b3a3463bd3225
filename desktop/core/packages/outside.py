"""The steps that read the outside of a package: container, sums, signature, header. No secrets.

In the order of `exchange.md`. A step called take_… brings something to light; every other one is
a guard: it only refuses, and the tests take each away to see that it is needed.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Struct, to_builtins

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import canonical, container, contents, signing
from desktop.core.packages.header import FORMAT, Header

README, HEADER, CONTENT, OPEN_CONTENT, EVIDENCE, SUMS, SIGNATURE = (
    "DOC-TOI.txt", "package.json", "content.age", "content.jsonl.gz", "evidence.age",
    "SHA256SUMS", "SHA256SUMS.sig",
)  # fmt: skip
ENCRYPTED = (README, HEADER, CONTENT, EVIDENCE, SUMS, SIGNATURE)
OPEN = (README, HEADER, OPEN_CONTENT, EVIDENCE, SUMS, SIGNATURE)
"""The members of a package whose content is not encrypted: the receiver has no key yet."""

_MORE_THAN_ANY = len(ENCRYPTED) + 1


@dataclass
class Outside:
    """What is known of a package so far."""

    data: bytes
    listed: list[tuple[str, memoryview]] = field(default_factory=list)
    members: dict[str, memoryview] = field(default_factory=dict)
    key: bytes = b""
    signature: bytes = b""
    header: Header = field(init=False)

    @property
    def content(self) -> str:
        """Return the name of the member that holds the content."""
        return CONTENT if CONTENT in self.members else OPEN_CONTENT


def sums(members: dict[str, memoryview] | dict[str, bytes], names: tuple[str, ...]) -> bytes:
    """Return what SHA256SUMS has to say of the first four members."""
    lines = [f"{hashlib.sha256(members[name]).hexdigest()}  {name}\n" for name in names[:4]]
    return "".join(lines).encode("ascii")


def repeated(header: Header) -> bytes:
    """Return the first line of what is encrypted: the header without the digest of the content."""
    values = to_builtins(header)
    del values["content"]
    return canonical.encode(values)


def small_enough(outside: Outside) -> None:
    """Guard: the size of the file."""
    if len(outside.data) > contents.SIZE_LIMIT + contents.EVIDENCE_LIMIT:
        raise PackageError(PackageReason.TOO_LARGE)


def take_members(outside: Outside) -> None:
    """Find the members."""
    outside.listed = container.split(outside.data, _MORE_THAN_ANY)
    outside.members = dict(outside.listed)


def one_form(outside: Outside) -> None:
    """Guard: nothing is before, between or behind the members, and nothing is missing."""
    missing = container.missing(outside.data, outside.listed)
    if missing:
        raise PackageError(PackageReason.INCOMPLETE, f"{missing} bytes")
    if missing is None:
        raise PackageError(PackageReason.CONTAINER)


def right_members(outside: Outside) -> None:
    """Guard: exactly our members, in our order."""
    names = tuple(name for name, _ in outside.listed)
    if names not in (ENCRYPTED, OPEN):
        raise PackageError(PackageReason.MEMBERS, ", ".join(names))


def small_members(outside: Outside) -> None:
    """Guard: the size without evidence, and of what is read before anyone is trusted."""
    sizes = {name: len(content) for name, content in outside.members.items()}
    of_texts = [sizes[name] for name in (README, HEADER, SUMS, SIGNATURE)]
    if sum(sizes.values()) - sizes[EVIDENCE] > contents.SIZE_LIMIT:
        raise PackageError(PackageReason.TOO_LARGE, "content")
    if max(of_texts) > contents.TEXT_MEMBER_LIMIT:
        raise PackageError(PackageReason.TOO_LARGE, "texts")


def sums_match(outside: Outside) -> None:
    """Guard: SHA256SUMS is that of the members."""
    names = tuple(name for name, _ in outside.listed)
    if sums(outside.members, names) != outside.members[SUMS]:
        raise PackageError(PackageReason.SUMS)


def take_signature(outside: Outside) -> None:
    """Find who signed, and with what."""
    try:
        outside.key, outside.signature = signing.parse(bytes(outside.members[SIGNATURE]))
    except ValueError as error:
        raise PackageError(PackageReason.SIGNATURE_FORM, str(error)) from error


def signature_form(outside: Outside) -> None:
    """Guard: the signature is for our purpose, in its one form."""
    if signing.armored(outside.key, outside.signature) != outside.members[SIGNATURE]:
        raise PackageError(PackageReason.SIGNATURE_FORM)


def signature_holds(outside: Outside) -> None:
    """Guard: the signature is one of these sums by that key."""
    if not signing.holds(outside.key, outside.signature, bytes(outside.members[SUMS])):
        raise PackageError(PackageReason.SIGNATURE)


def known_format(outside: Outside) -> None:
    """Guard: a format of ours; a later one may look different in everything else."""
    try:
        number = canonical.decode(outside.members[HEADER], _OnlyFormat).format
    except ValueError as error:
        raise PackageError(PackageReason.HEADER, str(error)) from error
    if number != FORMAT:
        newer = number > FORMAT
        raise PackageError(PackageReason.NEWER if newer else PackageReason.HEADER, str(number))


def take_header(outside: Outside) -> None:
    """Read the header by its schema."""
    try:
        outside.header = canonical.decode(outside.members[HEADER], Header)
    except ValueError as error:
        raise PackageError(PackageReason.HEADER, str(error)) from error


def header_form(outside: Outside) -> None:
    """Guard: the header stands in its one form."""
    if canonical.encode(outside.header) != outside.members[HEADER]:
        raise PackageError(PackageReason.HEADER_FORM)


def header_text(outside: Outside) -> None:
    """Guard: no text of the header deceives the eye."""
    if not canonical.is_clean(bytes(outside.members[HEADER])):
        raise PackageError(PackageReason.HEADER_TEXT)


def signer_named(outside: Outside) -> None:
    """Guard: the header names the key that signed."""
    if outside.header.signer != signing.fingerprint(outside.key):
        raise PackageError(PackageReason.SIGNER)


SHELL: tuple[Callable[[Outside], None], ...] = (
    small_enough, take_members, one_form, right_members, small_members, sums_match,
    take_signature, signature_form, signature_holds,
)  # fmt: skip
HEADING: tuple[Callable[[Outside], None], ...] = (
    known_format, take_header, header_form, header_text, signer_named,
)  # fmt: skip
"""The steps that need no more than the header and the key."""


class _OnlyFormat(Struct):
    format: int
