"""Packages put together layer by layer, each of which a test may replace, sealed again above it.

Nothing here calls the writer: containers are zipfile's, signatures are spelled out once more.
"""

import base64
import hashlib
import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.core.packages import age_files
from tests.core.packages.age_files import CHUNK, AgeFile

NAMES = (
    "DOC-TOI.txt",
    "package.json",
    "content.age",
    "evidence.age",
    "SHA256SUMS",
    "SHA256SUMS.sig",
)
OPEN_CONTENT = "content.jsonl.gz"
NAMESPACE = b"so-truyen-thong/package/v1"

WARD = "0190f2b4-3c00-7a10-8b60-2f7c6d1e9b01"
OTHER_WARD = "0190f2b4-3c00-7a10-8b60-2f7c6d1e9b02"
CITY = "0190f2b4-3c00-7a10-8b60-2f7c6d1e9b03"
KEY, OTHER_KEY, STRANGER = b"\1" * 32, b"\2" * 32, b"\3" * 32
"""Secret signing keys: of the ward, of another ward, of nobody."""

SECRET, OTHER_SECRET = b"\4" * 32, b"\5" * 32
"""Secret X25519 keys: of the receiver, of somebody else."""
IDENTITY = age_files.identity(SECRET)
RECIPIENT, OTHER_RECIPIENT = age_files.recipient(SECRET), age_files.recipient(OTHER_SECRET)


@cache
def _key(private: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(private)


@cache
def public(private: bytes) -> bytes:
    return _key(private).public_key().public_bytes_raw()


UNIT_OF = {public(KEY): WARD, public(OTHER_KEY): OTHER_WARD}


def trusted(key: bytes) -> str | None:
    """What a receiver's register says of a key."""
    return UNIT_OF.get(key)


def line(value: Any) -> bytes:
    """Canonical JSON, as the standard library writes it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def ssh_string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


@cache
def fingerprint(private: bytes) -> str:
    blob = ssh_string(b"ssh-ed25519") + ssh_string(public(private))
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


@lru_cache(maxsize=64)
def signature(private: bytes, message: bytes, namespace: bytes = NAMESPACE) -> bytes:
    """An SSHSIG by PROTOCOL.sshsig."""
    digest = hashlib.sha512(message).digest()
    head = ssh_string(namespace) + ssh_string(b"") + ssh_string(b"sha512")
    bare = _key(private).sign(b"SSHSIG" + head + ssh_string(digest))
    key = ssh_string(b"ssh-ed25519") + ssh_string(public(private))
    blob = b"SSHSIG" + struct.pack(">I", 1) + ssh_string(key) + head
    blob += ssh_string(ssh_string(b"ssh-ed25519") + ssh_string(bare))
    return armor(blob)


def armor(blob: bytes, width: int = 70) -> bytes:
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    ends = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
    return "\n".join([ends[0], *lines, ends[1], ""]).encode()


def gzipped(plain: bytes, level: int = 6) -> bytes:
    engine = zlib.compressobj(level, zlib.DEFLATED, -15)
    body = engine.compress(plain) + engine.flush()
    head = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3])
    return head + body + struct.pack("<2I", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)


def by_zipfile(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            archive.writestr(info, content, method)
    return target.getvalue()


def container(members: list[tuple[str, bytes]]) -> bytes:
    """The same as zipfile writes (a test compares), only quicker."""
    return _container(tuple(members))


@lru_cache(maxsize=16)
def _container(members: tuple[tuple[str, bytes], ...]) -> bytes:
    body, central = b"", b""
    for name, content in members:
        encoded = name.encode("utf-8")
        flags = 0 if name.isascii() else 0x800
        facts = struct.pack(
            "<5H3I2H",
            20,
            flags,
            0,
            0,
            33,
            zlib.crc32(content),
            *[len(content)] * 2,
            len(encoded),
            0,
        )
        central += (
            b"PK\1\2\x14\3"
            + facts
            + struct.pack("<3H2I", 0, 0, 0, 0o100644 << 16, len(body))
            + encoded
        )
        body += b"PK\3\4" + facts + encoded + content
    ends = struct.pack("<4H2IH", 0, 0, len(members), len(members), len(central), len(body), 0)
    return body + central + b"PK\5\6" + ends


@lru_cache(maxsize=256)
def encrypted(plain: bytes, to: tuple[str, ...] = (RECIPIENT,)) -> bytes:
    """An age file without chance in it: the same bytes each time."""
    starts = range(0, max(1, len(plain)), CHUNK)
    chunks = [(plain[start : start + CHUNK], start + CHUNK >= len(plain)) for start in starts]
    secrets = {RECIPIENT: SECRET, OTHER_RECIPIENT: OTHER_SECRET}
    return AgeFile(stanzas=[_stanza(secrets[one]) for one in to], chunks=chunks).build()


@cache
def _stanza(secret: bytes) -> bytes:
    return age_files.x25519(*age_files.wrapped(to=secret))


def sums(members: list[tuple[str, bytes]]) -> bytes:
    return "".join(f"{sha(content)}  {name}\n" for name, content in members).encode()


@dataclass
class Layers:
    """A package before it is put together. What is None is made from the layers below it."""

    header: dict[str, Any]
    records: list[bytes]
    private: bytes = KEY
    open: bool = False
    to: tuple[str, ...] = (RECIPIENT,)
    readme: bytes = "Gói dữ liệu của phường Tân Lập\n".encode()
    first: bytes | None = None
    about: bytes | None = None
    plain: bytes | None = None
    zipped: bytes | None = None
    content: bytes | None = None
    package_json: bytes | None = None
    scans: list[tuple[str, bytes]] = field(default_factory=list)
    bundle: bytes | None = None
    evidence: bytes | None = None
    sums: bytes | None = None
    signature: bytes | None = None
    members: list[tuple[str, bytes]] | None = None
    data: bytes | None = None

    original: "Layers | None" = None

    def sound(self) -> "Layers":
        """Return the package before anything was changed, all its layers filled in."""
        if self.original is None:
            self.original = replace(self, header=dict(self.header), records=list(self.records))
            self.original.build()
        return self.original

    def filled(self) -> "Layers":
        """Fill in every layer that was not given; return itself."""
        self.build()
        return self

    def build(self) -> bytes:
        """Fill in every layer that was not given; return the package."""
        if self.about is None:
            told = ("kind", "unit", "period", "version", "catalogue")
            about = {name: self.header[name] for name in told if name in self.header}
            self.about = line({"type": "about"} | about)
        body = self.about + b"".join(self.records)
        header = {
            "signer": fingerprint(self.private), "counts": self._counts(), "content": sha(body),
        } | self.header  # fmt: skip
        if self.first is None:
            self.first = line({k: v for k, v in header.items() if k != "content"})
        if self.plain is None:
            self.plain = self.first + body
        if self.zipped is None:
            self.zipped = gzipped(self.plain)
        if self.content is None:
            self.content = self.zipped if self.open else encrypted(self.zipped, self.to)
        if self.package_json is None:
            self.package_json = line(header)
        return self._shell()

    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for one in self.records:
            counts[_type(one)] = counts.get(_type(one), 0) + 1
        return counts

    def _shell(self) -> bytes:
        if self.bundle is None and self.scans:
            self.bundle = container(self.scans)
        if self.evidence is None:
            self.evidence = encrypted(self.bundle, self.to) if self.bundle is not None else b""
        name = OPEN_CONTENT if self.open else NAMES[2]
        four = [
            (NAMES[0], self.readme), (NAMES[1], self.package_json or b""),
            (name, self.content or b""), (NAMES[3], self.evidence),
        ]  # fmt: skip
        if self.sums is None:
            self.sums = sums(four)
        if self.signature is None:
            self.signature = signature(self.private, self.sums)
        if self.members is None:
            self.members = [*four, (NAMES[4], self.sums), (NAMES[5], self.signature)]
        if self.data is None:
            self.data = container(self.members)
        return self.data


@lru_cache(maxsize=4096)
def _type(record: bytes) -> str:
    try:
        return str(json.loads(record)["type"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return "activity"
