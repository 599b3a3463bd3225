"""Canonical JSON: one line, keys sorted, no spaces, UTF-8 in NFC, one LF at the end."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")
_HARMLESS_ESCAPE = re.compile(rb'\\["\\n]')
_PLAIN = bytes(range(0x20, 0x7F)) + b"\n"


def encode(value: Any) -> bytes:
    """Return the one form of a value."""
    return _ENCODER.encode(value) + b"\n"


def decode(line: bytes | memoryview, kind: Any) -> Any:
    """Return the value of a line, of this kind. Raises ValueError; forms other than ours pass."""
    try:
        return _decoder(kind).decode(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def encode_lines(values: Sequence[Any]) -> bytes:
    """Return the one form of several values, each on a line."""
    return _ENCODER.encode_lines(values)


def decode_lines(lines: bytes | memoryview, kind: Any) -> list[Any]:
    """Return the values of lines, all of this kind, as `decode` does; empty lines pass."""
    try:
        return _decoder(kind).decode_lines(lines)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def is_clean(lines: bytes) -> bool:
    """Return whether the texts in lines of our form are NFC, without control or invisible signs.

    The end of a line inside a text is the one control sign allowed; it stands escaped (\\n).
    """
    if b"\\" in lines and b"\\" in _HARMLESS_ESCAPE.sub(b"", lines):
        return False
    rest = lines.translate(None, _PLAIN)  # what is quick to throw away is no letter of interest
    return rest.decode("utf-8").isprintable() and unicodedata.is_normalized("NFC", lines.decode())


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)
