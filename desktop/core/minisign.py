"""Reading signatures of minisign (Ed25519 over the BLAKE2b of a file). Signs nothing.

A signature file has four lines: a free comment, the signature of the file, a trusted comment, and
the signature of both. Only the prehashed form ("ED") is taken; minisign writes it since 0.11.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.core.errors import UpdateError, UpdateReason

LONGEST = 4096
"""Bytes of a signature file; longer ones are not read."""
_TRUSTED = "trusted comment: "


@dataclass(frozen=True)
class PublicKey:
    """Who may sign; `number` tells keys apart in signatures."""

    number: bytes
    key: bytes


@dataclass(frozen=True)
class Signature:
    """What a signature file says. Nothing in it is true before it was checked."""

    number: bytes
    over_file: bytes
    comment: str
    over_comment: bytes


def public_keys(text: str) -> list[PublicKey]:
    """Return the keys of a list: one in each line, as minisign prints them; # begins a remark."""
    found = []
    for line in text.splitlines():
        if line.strip() and not line.startswith(("#", "untrusted comment:")):
            raw = _decoded(line, 42)
            if raw[:2] != b"Ed":
                raise UpdateError(UpdateReason.NOT_A_SIGNATURE)
            found.append(PublicKey(raw[2:10], raw[10:]))
    return found


def read(content: bytes) -> Signature:
    """Read a signature file. Raises UpdateError for anything that is none."""
    lines = content.decode("utf-8", "replace").splitlines()
    if len(content) > LONGEST or len(lines) != 4 or not lines[2].startswith(_TRUSTED):
        raise UpdateError(UpdateReason.NOT_A_SIGNATURE)
    raw = _decoded(lines[1], 74)
    if raw[:2] != b"ED":
        raise UpdateError(UpdateReason.NOT_A_SIGNATURE)
    return Signature(raw[2:10], raw[10:], lines[2].removeprefix(_TRUSTED), _decoded(lines[3], 64))


def trusted_comment(signature: Signature, keys: Iterable[PublicKey]) -> str:
    """Return the comment after checking that a key of ours signed it.

    Raises UpdateError: unknown key, or altered. Says nothing about the file yet.
    """
    key = _key(signature, keys)
    _require(key, signature.over_comment, signature.over_file + signature.comment.encode())
    return signature.comment


def check_file(signature: Signature, keys: Iterable[PublicKey], digest: bytes) -> None:
    """Check the signature over a file with this digest. Raises UpdateError if it was altered."""
    _require(_key(signature, keys), signature.over_file, digest)


def new_digest() -> "hashlib.blake2b":
    """Return the sum that is fed with the file's bytes."""
    return hashlib.blake2b(digest_size=64)


def _key(signature: Signature, keys: Iterable[PublicKey]) -> PublicKey:
    for key in keys:
        if key.number == signature.number:
            return key
    raise UpdateError(UpdateReason.UNKNOWN_KEY)


def _require(key: PublicKey, signature: bytes, message: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(signature, message)
    except InvalidSignature as error:
        raise UpdateError(UpdateReason.ALTERED) from error


def _decoded(line: str, length: int) -> bytes:
    try:
        raw = base64.b64decode(line.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UpdateError(UpdateReason.NOT_A_SIGNATURE) from error
    if len(raw) != length:
        raise UpdateError(UpdateReason.NOT_A_SIGNATURE)
    return raw
