"""Writing packages: values in, bytes out, without a clock or a random number of its own.

`freeze` fixes the content when a report is locked: the same values give the same bytes and the
same digest on every machine. `seal` signs and encrypts it; only encryption draws random numbers.
"""

import hashlib
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from desktop.core.packages import (
    canonical,
    container,
    encryption,
    inside,
    outside,
    reader,
    signing,
)
from desktop.core.packages.header import FORMAT, About, Dispatch, Header, Record
from desktop.core.packages.inside import Inside
from desktop.core.packages.readme import readme

_LEVEL = 6
_RAW_DEFLATE = -15


def freeze(about: About, records: Iterable[Record]) -> bytes:
    """Return the content of these records, in any order: to be kept, and sealed when it is sent.

    `inside.digest` of it is its digest. Raises PackageError where a reader would refuse it.
    """
    in_order = sorted(records, key=lambda record: inside.place(about, record))
    content = inside.first_line(about) + canonical.encode_lines(in_order)
    check = Inside(about, plain=content)
    for step in (inside.not_a_bomb, *inside.RECORDS):
        step(check)
    return content


def seal(
    content: bytes,
    dispatch: Dispatch,
    private: bytes,
    recipients: Sequence[str],
    evidence: Iterable[tuple[str, bytes]] = (),
) -> bytes:
    """Return the package; without recipients its content can be read by everybody.

    Evidence: (pdf or jpg, scan), always encrypted. Raises PackageError for a header or size that a
    reader would refuse; the content is as `freeze` made it.
    """
    header = _header(content, dispatch, signing.public_of(private))
    names = outside.ENCRYPTED if recipients else outside.OPEN
    plain = outside.repeated(header) + content
    inside.not_a_bomb(Inside(header, plain=plain))
    zipped = _gzip(plain)
    members = {
        outside.README: readme(header, encrypted=bool(recipients)),
        outside.HEADER: canonical.encode(header),
        names[2]: encryption.encrypt(zipped, recipients) if recipients else zipped,
        outside.EVIDENCE: _evidence(evidence, recipients),
    }
    members[outside.SUMS] = outside.sums(members, names)
    members[outside.SIGNATURE] = signing.sign(private, members[outside.SUMS])
    data = container.pack([(name, members[name]) for name in names])
    reader.look(data)
    return data


def _evidence(evidence: Iterable[tuple[str, bytes]], recipients: Sequence[str]) -> bytes:
    scans = {f"{hashlib.sha256(scan).hexdigest()}.{kind}": scan for kind, scan in evidence}
    if not scans:
        return b""
    if not recipients:
        raise ValueError("evidence is never sent open")
    in_order = sorted(scans.items())
    reader.check_scans(in_order)
    return encryption.encrypt(container.pack(in_order), recipients)


def _header(content: bytes, dispatch: Dispatch, signer: bytes) -> Header:
    """Return the header of a content."""
    about = canonical.decode(content[: content.index(b"\n") + 1], About)
    return Header(
        **{name: getattr(dispatch, name) for name in Dispatch.__struct_fields__},
        **{name: getattr(about, name) for name in About.__struct_fields__},
        format=FORMAT,
        signer=signing.fingerprint(signer),
        counts=_counts(content),
        content=inside.digest(content),
    )


def _counts(content: bytes) -> dict[str, int]:
    """Return how many records a content has of each type."""
    lines = memoryview(content)[content.index(b"\n") + 1 :]
    return dict(Counter(one.type for one in canonical.decode_lines(lines, _OnlyType)))


def _gzip(plain: bytes) -> bytes:
    engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW_DEFLATE)
    deflated = engine.compress(plain) + engine.flush()
    return inside.GZIP_HEADER + deflated + struct.pack("<2I", zlib.crc32(plain), len(plain))


class _OnlyType(Struct):
    type: str
