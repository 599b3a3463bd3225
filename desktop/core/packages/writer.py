"""Writing packages: values in, bytes out, without a clock or a random number of its own.

`freeze` fixes the content when a report is locked: the same values give the same bytes and the
same digest on every machine. `seal` signs and encrypts it; only encryption draws random numbers.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence

from desktop.core.packages import canonical, container, encryption, inside, outside, signing
from desktop.core.packages.header import FORMAT, About, Dispatch, Header, Record
from desktop.core.packages.inside import Inside
from desktop.core.packages.outside import Outside
from desktop.core.packages.readme import readme

_LEVEL = 6
_RAW_DEFLATE = -15


def freeze(about: About, records: Iterable[Record]) -> bytes:
    """Return the content of these records, in any order: to be kept, and sealed when it is sent.

    `inside.digest` of it is its digest. Raises PackageError where a reader would refuse it.
    """
    in_order = sorted(records, key=lambda record: inside.place(about, record))
    content = b"".join([inside.first_line(about), *map(canonical.encode, in_order)])
    _read(about, content)
    return content


def seal(
    content: bytes,
    dispatch: Dispatch,
    private: bytes,
    recipients: Sequence[str],
    evidence: Iterable[tuple[str, bytes]] = (),
) -> bytes:
    """Return the package; without recipients its content can be read by everybody.

    Evidence: (pdf or jpg, scan), always encrypted. Raises PackageError where a reader would.
    """
    header = _header(content, dispatch, signing.public_of(private))
    scans = {f"{hashlib.sha256(scan).hexdigest()}.{suffix}": scan for suffix, scan in evidence}
    if scans and not recipients:
        raise ValueError("evidence is never sent open")
    names = outside.ENCRYPTED if recipients else outside.OPEN
    zipped = _gzip(outside.repeated(header) + content)
    members = {
        outside.README: readme(header, encrypted=bool(recipients)),
        outside.HEADER: canonical.encode(header),
        names[2]: encryption.encrypt(zipped, recipients) if recipients else zipped,
        outside.EVIDENCE: b"",
    }
    if scans:
        bundle = container.pack(sorted(scans.items()))
        members[outside.EVIDENCE] = encryption.encrypt(bundle, recipients)
    members[outside.SUMS] = outside.sums(members, names)
    members[outside.SIGNATURE] = signing.sign(private, members[outside.SUMS])
    return container.pack([(name, members[name]) for name in names])


def _header(content: bytes, dispatch: Dispatch, signer: bytes) -> Header:
    """Return the header of a content, as a reader accepts it."""
    about = canonical.decode(content[: content.index(b"\n") + 1], About)
    header = Header(
        **{name: getattr(dispatch, name) for name in Dispatch.__struct_fields__},
        **{name: getattr(about, name) for name in About.__struct_fields__},
        format=FORMAT,
        signer=signing.fingerprint(signer),
        counts=inside.counted(_read(about, content)),
        content=inside.digest(content),
    )
    written = memoryview(canonical.encode(header))
    check = Outside(b"", members={outside.HEADER: written}, key=signer)
    for step in outside.HEADING:
        step(check)
    return check.header


def _read(about: About, content: bytes) -> list[Record]:
    """Return the records of a content, through all the guards of a reader."""
    check = Inside(about, plain=content)
    for step in inside.RECORDS:
        step(check)
    return check.records


def _gzip(plain: bytes) -> bytes:
    engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW_DEFLATE)
    deflated = engine.compress(plain) + engine.flush()
    return inside.GZIP_HEADER + deflated + struct.pack("<2I", zlib.crc32(plain), len(plain))
