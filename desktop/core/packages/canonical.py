"""Canonical JSON: one line, keys sorted, no spaces, UTF-8 in NFC, one LF at the end."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import msgspec

_HARMLESS_ESCAPE = re.compile(r'\\["\\n]')


def encode(value: Any) -> bytes:
    """Return the one form of a value."""
    return _encoder().encode(value) + b"\n"


def decode(line: bytes | memoryview, kind: Any) -> Any:
    """Return the value of a line, of this kind. Raises ValueError; forms other than ours pass."""
    try:
        return _decoder(kind).decode(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def is_clean(line: bytes) -> bool:
    """Return whether the texts in a line of our form are NFC, without control or invisible signs.

    The end of a line inside a text is the one control sign allowed; it stands escaped (\\n).
    """
    text = line.decode("utf-8").removesuffix("\n")
    if "\\" in text and "\\" in _HARMLESS_ESCAPE.sub("", text):
        return False
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


@cache
def _encoder() -> "msgspec.json.Encoder":
    import msgspec

    return msgspec.json.Encoder(order="sorted")


@cache
def _decoder(kind: Any) -> "msgspec.json.Decoder[Any]":
    import msgspec

    return msgspec.json.Decoder(kind)
