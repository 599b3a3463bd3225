"""Encryption by age (age-encryption.org/v1), for X25519 keys alone.

Keys are the texts that age itself prints and reads: age1… and AGE-SECRET-KEY-1….
"""

import re
from collections.abc import Sequence

from desktop.core.errors import PackageError, PackageReason

_MOST_RECIPIENTS = 8
_LONGEST_HEADER = 4_096
_32_BYTES = rb"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]"
_X25519 = rb"-> X25519 " + _32_BYTES + rb"\n" + _32_BYTES + rb"\n"
_GREASE = rb"-> [!-~]+-grease(?: [!-~]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n"
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n(?:" + _X25519 + rb"){1,%d}" % _MOST_RECIPIENTS
    + rb"(?:" + _GREASE + rb")?--- " + _32_BYTES + rb"\n"
)  # fmt: skip
_NO_MATCH = "No matching keys found"


def encrypt(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Return the age file that each of the recipients can read."""
    import pyrage

    keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    return bytes(pyrage.encrypt(plain, keys))


def is_x25519_only(content: bytes | memoryview) -> bool:
    """Return whether the file asks for nothing but X25519 keys; ask before decrypting.

    A passphrase stanza can cost a reader minutes (scrypt). The one other thing allowed is the
    stanza named …-grease at the end: it stands for nothing, and our own library always adds it.
    """
    return _HEADER.match(bytes(content[:_LONGEST_HEADER])) is not None


def decrypt(content: bytes | memoryview, identities: Sequence[str]) -> bytes:
    """Return the plain content. Raises PackageError."""
    import pyrage

    keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
    try:
        return bytes(pyrage.decrypt(bytes(content), keys))
    except pyrage.DecryptError as error:
        for_others = str(error) == _NO_MATCH
        reason = PackageReason.NOT_FOR_US if for_others else PackageReason.ENCRYPTION
        raise PackageError(reason, str(error)) from error
