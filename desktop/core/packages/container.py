"""The outer shell: a ZIP of stored members that has exactly one form for the same members.

Time 1980-01-01, mode 0644, nothing optional. Nothing is ever unpacked to a path.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence

from desktop.core.errors import PackageError, PackageReason

Member = tuple[str, bytes | memoryview]

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_VERSION = 20
_UNIX = 3 << 8
_STORED = 0
_MIDNIGHT, _FIRST_DAY = 0, 0x21
_MODE = 0o100644 << 16


def pack(members: Sequence[Member]) -> bytes:
    """Return the one form of a container of these members, in this order."""
    return b"".join(_pieces(members))


def split(content: bytes, most: int) -> list[tuple[str, memoryview]]:
    """Return at most so many members as views; `missing` must still be asked.

    Raises PackageError where no member can be found.
    """
    view, offset = memoryview(content), 0
    found: list[tuple[str, memoryview]] = []
    while len(found) < most and not _CENTRAL_SIGN.startswith(content[offset : offset + 4]):
        name, start, end = _member(content, offset)
        found.append((name, view[start:end]))
        offset = end
    return found


def missing(content: bytes, members: Iterable[Member]) -> int | None:
    """Return how many bytes of the one form of these members are missing at the end.

    0: the content is the one form. None: it is another form.
    """
    view, offset = memoryview(content), 0
    for piece in _pieces(list(members)):
        have = view[offset : offset + len(piece)]
        if have != piece[: len(have)]:
            return None
        offset += len(piece)
    return offset - len(content) if offset >= len(content) else None


def _member(content: bytes, offset: int) -> tuple[str, int, int]:
    """Return the name of the member at the offset, and where its bytes begin and end."""
    head = content[offset : offset + _LOCAL.size]
    if head[:4] != _LOCAL_SIGN[: len(head)]:
        reason = PackageReason.CONTAINER if offset else PackageReason.NOT_A_PACKAGE
        raise PackageError(reason, f"byte {offset}")
    if len(head) < _LOCAL.size:
        raise PackageError(PackageReason.INCOMPLETE)
    *_, size, _, name_size, extra_size = _LOCAL.unpack(head)
    name_start = offset + _LOCAL.size
    start = name_start + name_size + extra_size
    if start + size > len(content):
        raise PackageError(PackageReason.INCOMPLETE)
    name = content[name_start : name_start + name_size]
    if not name.isascii():
        raise PackageError(PackageReason.CONTAINER, "name")
    return name.decode("ascii"), start, start + size


def _pieces(members: Sequence[Member]) -> Iterator[bytes | memoryview]:
    """Yield the container piece by piece; members themselves are not copied."""
    central: list[bytes] = []
    offset = 0
    for name, content in members:
        encoded, size = name.encode("ascii"), len(content)
        facts = (_STORED, _MIDNIGHT, _FIRST_DAY, zlib.crc32(content), size, size, len(encoded), 0)
        local = _LOCAL.pack(_LOCAL_SIGN, _VERSION, 0, *facts) + encoded
        central.append(
            _CENTRAL.pack(
                _CENTRAL_SIGN, _UNIX | _VERSION, _VERSION, 0, *facts, 0, 0, 0, _MODE, offset
            )
            + encoded
        )
        yield local
        yield content
        offset += len(local) + size
    directory = b"".join(central)
    yield directory
    count = len(central)
    yield _END.pack(_END_SIGN, 0, 0, count, count, len(directory), offset, 0)
