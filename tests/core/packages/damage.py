"""Ways to change one layer of a package; what is above it is sealed again unless that is the point.

Each takes the chance and layers of which nothing above the changed one is filled in.
"""

import base64
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.core.packages import age_files
from tests.core.packages.age_files import AgeFile
from tests.core.packages.damage_records import (
    Damage,
    in_nothing,
    in_record,
    in_record_form,
    in_records,
    in_size,
    in_text,
)
from tests.core.packages.damage_values import Chance, in_bytes, in_form, in_value
from tests.core.packages.layers import (
    KEY,
    OTHER_KEY,
    OTHER_RECIPIENT,
    OTHER_WARD,
    RECIPIENT,
    SECRET,
    STRANGER,
    WARD,
    Layers,
    armor,
    by_zipfile,
    container,
    encrypted,
    gzipped,
    line,
    sha,
    signature,
)
from tests.core.packages.samples import UNITS


def in_file(chance: Chance, made: Layers) -> None:
    """Bytes of the file, nothing sealed again."""
    whole = made.sound().data or b""
    early = chance.random() < 0.1
    made.data = in_bytes(chance, whole[:4]) + whole[4:] if early else in_bytes(chance, whole)


def in_container(chance: Chance, made: Layers) -> None:
    """The same members in another container, or others beside them."""
    members = list(made.sound().members or [])
    if chance.random() < 0.4:
        chance.choice(_OTHER_MEMBERS)(chance, members)
        made.data = container(members)
        return
    odd, target = chance.randrange(len(members)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, (name, content) in enumerate(members):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            if number == odd:
                chance.choice(_ODDITIES)(info)
            archive.writestr(info, content, info.compress_type)
        if chance.random() < 0.1:
            archive.comment = b"x"
    made.data = target.getvalue()


def _renamed(chance: Chance, members: list[tuple[str, bytes]]) -> None:
    at = chance.randrange(len(members))
    name, content = members[at]
    names = (
        "../" + name,
        "/" + name,
        "C:" + name,
        name.upper(),
        name + "/",
        name + "\0.exe",
        "tệp",
    )
    members[at] = (chance.choice(names), content)


_OTHER_MEMBERS: tuple[Callable[[Chance, list[tuple[str, bytes]]], object], ...] = (
    lambda chance, members: members.insert(chance.randrange(7), ("virus.exe", b"MZ")),
    lambda chance, members: members.pop(chance.randrange(len(members))),
    lambda chance, members: chance.shuffle(members),
    lambda chance, members: members.append(chance.choice(members)),
    _renamed,
)
_ODDITIES: tuple[Callable[[zipfile.ZipInfo], object], ...] = (
    lambda info: setattr(info, "compress_type", zipfile.ZIP_DEFLATED),
    lambda info: setattr(info, "compress_type", zipfile.ZIP_BZIP2),
    lambda info: setattr(info, "date_time", (2024, 12, 16, 8, 0, 0)),
    lambda info: setattr(info, "external_attr", 0o120777 << 16),
    lambda info: setattr(info, "extra", b"\x99\x99\x04\0abcd"),
    lambda info: setattr(info, "comment", b"x"),
    lambda info: setattr(info, "create_system", 0),
    lambda info: None,
)


def in_member(chance: Chance, made: Layers) -> None:
    """Bytes of one member; the container is whole again, the seal is not."""
    made.build()
    members = list(made.members or [])
    at = chance.randrange(len(members))
    members[at] = (members[at][0], in_bytes(chance, members[at][1]))
    made.data = container(members)


def in_sealed_member(chance: Chance, made: Layers) -> None:
    """Bytes of one member, sealed again by somebody."""
    base = made.sound()
    layer = chance.choice(("readme", "package_json", "content", "evidence", "sums"))
    made.private = chance.choice((KEY, KEY, OTHER_KEY, STRANGER))
    setattr(made, layer, in_bytes(chance, getattr(base, layer)))
    if layer == "content" and made.open:
        made.zipped = made.content


def in_seal(chance: Chance, made: Layers) -> None:
    """Another signature, or the same one in another form."""
    base = made.sound()
    message, good = base.sums or b"", base.signature or b""
    blob = base64.b64decode("".join(good.decode().splitlines()[1:-1]))
    made.signature = chance.choice(
        (
            lambda: signature(KEY, message, b"so-truyen-thong/package/v2"),
            lambda: signature(KEY, message, b"file"),
            lambda: signature(STRANGER, message),
            lambda: signature(OTHER_KEY, message),
            lambda: signature(KEY, message + b"\n"),
            lambda: signature(KEY, b""),
            lambda: armor(blob, 64),
            lambda: armor(blob, 76),
            lambda: armor(blob) + b"\n",
            lambda: armor(blob).replace(b"\n", b"\r\n"),
            lambda: armor(blob + b"\0"),
            lambda: armor(blob[:-1]),
            lambda: armor(blob.replace(b"sha512", b"sha256", 1)),
            lambda: armor(blob.replace(b"\0\0\0\1", b"\0\0\0\2", 1)),
            lambda: armor(blob[:-64] + bytes(64)),
            lambda: armor(blob[:-64] + blob[-64:-32] + _plus_order(blob[-32:])),
            lambda: armor(in_bytes(chance, blob)),
            lambda: good.replace(b"\n-----END", b"=\n-----END"),
            lambda: _spare_bit(good),
            lambda: b"",
            lambda: blob,
            lambda: in_bytes(chance, good),
        )
    )()


def _plus_order(scalar: bytes) -> bytes:
    """The same signature with S + L: what a lax verifier lets pass (RFC 8032, 8.4)."""
    order = 2**252 + 27742317777372353535851937790883648493
    return (int.from_bytes(scalar, "little") + order).to_bytes(32, "little")


def _spare_bit(good: bytes) -> bytes:
    end = good.index(b"==\n-----END") if b"==\n-----END" in good else good.index(b"\n-----END")
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = good[end - 1]
    other = letters[letters.index(last) ^ 1] if last in letters else last
    return good[: end - 1] + bytes([other]) + good[end:]


def in_signer(chance: Chance, made: Layers) -> None:
    """Another key signs all of it, for its own unit or for another."""
    made.private = chance.choice((KEY, OTHER_KEY, STRANGER))
    made.header["unit"] = dict(UNITS[chance.choice((WARD, OTHER_WARD))])
    if chance.random() < 0.3:
        made.header["signer"] = "SHA256:" + base64.b64encode(bytes(32)).decode()[:43]
    if chance.random() < 0.5:
        made.records = [one.replace(WARD.encode(), OTHER_WARD.encode()) for one in made.records]


def in_header(chance: Chance, made: Layers) -> None:
    """A value of the header, the same everywhere."""
    in_value(chance, made.header)
    if chance.random() < 0.1:
        made.header["format"] = chance.choice((0, 2, 7, -1, 1.0, "1", None, True, 2**70))
    elif chance.random() < 0.1:
        made.header["content"] = sha(chance.randbytes(3))


def in_outer_header(chance: Chance, made: Layers) -> None:
    """package.json alone, as a value or in its form."""
    base = made.sound()
    if chance.random() < 0.5:
        made.package_json = in_form(chance, base.package_json or b"")
        return
    value = json.loads(base.package_json or b"")
    in_value(chance, value)
    made.package_json = line(value)


def in_inner_header(chance: Chance, made: Layers) -> None:
    """The repeated header or the line that says what the content is about."""
    base = made.sound()
    layer = chance.choice(("first", "about"))
    content = getattr(base, layer)
    if chance.random() < 0.3:
        setattr(made, layer, in_form(chance, content))
        return
    value = json.loads(content)
    in_value(chance, value)
    setattr(made, layer, line(value))


def in_plain(chance: Chance, made: Layers) -> None:
    """Bytes of what is packed; the digest in the header is that of the new bytes."""
    base = made.sound()
    first, plain = base.first or b"", base.plain or b""
    changed = in_bytes(chance, plain)
    header = json.loads(base.package_json or b"")
    if chance.random() < 0.7:
        changed = first + in_bytes(chance, plain[len(first) :])
        header["content"] = sha(changed[len(first) :])
    made.plain, made.package_json = changed, line(header)


def in_gzip(chance: Chance, made: Layers) -> None:
    """How the content is packed."""
    base = made.sound()
    plain, good = base.plain or b"", base.zipped or b""
    named = io.BytesIO()
    with gzip.GzipFile("a.txt", "wb", 6, named, 0) as file:
        file.write(plain)
    made.zipped = chance.choice(
        (
            lambda: gzipped(plain, 1),
            lambda: gzipped(plain, 9),
            lambda: gzipped(plain, 0),
            lambda: good + b"\0",
            lambda: good + good,
            lambda: good + gzipped(b""),
            lambda: gzipped(plain[:99]) + gzipped(plain[99:]),
            lambda: gzip.compress(plain, 6, mtime=0),
            lambda: gzip.compress(plain, 6, mtime=1_700_000_000),
            lambda: named.getvalue(),
            lambda: zlib.compress(plain),
            lambda: plain,
            lambda: good[:-1],
            lambda: good[:-8] + struct.pack("<2I", zlib.crc32(plain), len(plain) + 1),
            lambda: good[:-8] + struct.pack("<2I", zlib.crc32(plain) ^ 1, len(plain)),
            lambda: gzipped(plain + b"\0" * 300_000),
            lambda: gzipped(plain + b"{}\n" * 9_000),
            lambda: b"",
            lambda: in_bytes(chance, good),
            lambda: in_bytes(chance, good),
        )
    )()


def in_age(chance: Chance, made: Layers) -> None:
    """For whom, or with what, the content is encrypted."""
    made.open = False
    if chance.random() < 0.3:
        made.to = chance.choice(
            ((OTHER_RECIPIENT,), (OTHER_RECIPIENT, RECIPIENT), (RECIPIENT,) * 2)
        )
        return
    made.content = chance.choice(odd_age_files(made.sound().zipped or b""))


def odd_age_files(content: bytes) -> list[bytes]:
    """Files that hold this content for our key, and ask for something else beside it; others."""
    other = age_files.share_of(age_files.SECRET)
    more = [
        age_files.stanza((b"ssh-ed25519", b"aaaa", age_files.b64(other)), bytes(32)),
        age_files.stanza((b"scrypt", age_files.b64(bytes(16)), b"22"), bytes(32)),
        age_files.stanza((b"X25519-grease",), bytes(32)),
        age_files.x25519(other, bytes(32)) * 9,
    ]
    ours = age_files.x25519(*age_files.wrapped(to=SECRET))
    files = [AgeFile(stanzas=[one, ours], chunks=[(content, True)]).build() for one in more]
    good, head = encrypted(content), b"age-encryption.org/v1\n"
    lone = AgeFile(stanzas=[more[1]]).build()
    return [*files, lone, good.replace(b"v1", b"v2", 1), head, b"", b"\0" * 300, AgeFile().build()]


def in_evidence(chance: Chance, made: Layers) -> None:
    """Scans: right, misnamed, in the wrong order, too many, in another container, open."""
    scans = [f"bản quét {number}".encode() * 3 for number in range(chance.randrange(5))]
    kinds = chance.choice((("pdf", "jpg"), ("pdf", "jpg"), ("pdf", "exe"), ("PDF",)))
    made.scans = sorted((f"{sha(one)}.{chance.choice(kinds)}", one) for one in scans)
    if made.scans:
        chance.choice(_OTHER_SCANS)(chance, made)
    else:
        made.bundle = chance.choice((None, container([]), b"", b"PK"))


def _misnamed(chance: Chance, made: Layers) -> None:
    names = ("../x.pdf", "a.pdf", sha(b"") + ".pdf")
    made.scans[0] = (chance.choice(names), made.scans[0][1])


def _bundle(chance: Chance, made: Layers) -> None:
    right = container(made.scans)
    deflated = by_zipfile(made.scans, zipfile.ZIP_DEFLATED)
    made.bundle = chance.choice((in_bytes(chance, right), deflated, right + b"x"))


def _open_scans(chance: Chance, made: Layers) -> None:
    right = container(made.scans)
    made.evidence = chance.choice((right, b"x", *odd_age_files(right)))


def _large_scan(chance: Chance, made: Layers) -> None:
    made.scans = [(f"{sha(one)}.jpg", one) for one in (b"anh" * chance.choice((5_000, 14_000)),)]


_OTHER_SCANS: tuple[Damage, ...] = (
    lambda chance, made: chance.shuffle(made.scans),
    lambda chance, made: made.scans.append(made.scans[0]),
    lambda chance, made: None,
    _misnamed, _bundle, _bundle, _open_scans, _large_scan,
)  # fmt: skip


ALL: dict[Damage, int] = {
    in_file: 2, in_container: 2, in_member: 2, in_sealed_member: 3, in_seal: 2, in_signer: 1,
    in_header: 3, in_outer_header: 2, in_inner_header: 2, in_record: 6, in_record_form: 3,
    in_text: 3, in_records: 4, in_plain: 2, in_gzip: 2, in_age: 2, in_evidence: 2, in_size: 2, in_nothing: 1,
}  # fmt: skip
"""How often each is chosen."""
