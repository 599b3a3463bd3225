"""Identities of records: UUID version 7, made where the record is born."""

import os
import time

_VERSION_AND_VARIANT = (7 << 76) | (2 << 62)


def new_id() -> str:
    """Return a UUIDv7 (RFC 9562) as text: 48 bits of milliseconds, the rest random.

    Ids of one machine sort by birth, which keeps the register's pages full.
    """
    random = int.from_bytes(os.urandom(10), "big")
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    value |= _VERSION_AND_VARIANT | (random >> 68 & 0xFFF) << 64 | random & (1 << 62) - 1
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
