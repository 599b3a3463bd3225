"""One slot of a key file: the register's key, wrapped with a password or a recovery code.

scrypt makes the wrapping key slow to guess; AES-256-GCM notices a wrong one and any change of the
slot. The parameters stand in the slot, so that later versions may take stronger ones.
"""

import hashlib
import json
import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

COST = 2**16
"""scrypt's N; with r = 8 a try takes 0.2 s and 64 MB of a PC of today."""
_BLOCK, _LANES = 8, 1
_MOST_MEMORY = 300 * 1024 * 1024
KEY = re.compile(r"[0-9a-f]{96}")


class Kind(StrEnum):
    """What opens a slot."""

    OPEN = "open"
    """Nothing: the key lies there as it is."""
    PASSWORD = "password"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class Slot:
    """The key as one of them has it; `owner` is the officer's id, empty but for passwords.

    An open slot has the key itself in `sealed`; all others salt, nonce and cost too.
    """

    kind: Kind
    sealed: str
    owner: str = ""
    salt: str = ""
    nonce: str = ""
    cost: int = 0


def seal(kind: Kind, key: str, secret: str, owner: str = "") -> Slot:
    """Return a slot that only the secret opens."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    shell = Slot(kind, "", owner, salt.hex(), nonce.hex(), COST)
    sealed = AESGCM(_wrapping(shell, secret)).encrypt(nonce, bytes.fromhex(key), _about(shell))
    return Slot(kind, sealed.hex(), owner, shell.salt, shell.nonce, COST)


def unseal(slot: Slot, secret: str) -> str | None:
    """Return the key, or None when the secret is another one or the slot was tampered with."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if slot.kind is Kind.OPEN:
        return slot.sealed
    cipher, nonce = AESGCM(_wrapping(slot, secret)), bytes.fromhex(slot.nonce)
    try:
        key = cipher.decrypt(nonce, bytes.fromhex(slot.sealed), _about(slot))
    except InvalidTag:
        return None
    return key.hex()


def written(slot: Slot) -> dict[str, Any]:
    """Return the slot as JSON has it."""
    if slot.kind is Kind.OPEN:
        return {"kind": "open", "key": slot.sealed}
    return {
        "kind": str(slot.kind), "owner": slot.owner, "kdf": "scrypt", "n": slot.cost, "r": _BLOCK,
        "p": _LANES, "salt": slot.salt, "cipher": "aes-256-gcm", "nonce": slot.nonce,
        "sealed": slot.sealed,
    }  # fmt: skip


def read(found: Any) -> Slot | None:
    """Return a slot as JSON had it, or None for anything else."""
    if not isinstance(found, dict):
        return None
    if found.get("kind") == "open":
        key = found.get("key")
        return Slot(Kind.OPEN, key) if isinstance(key, str) and KEY.fullmatch(key) else None
    texts = [found.get(name) for name in ("owner", "salt", "nonce", "sealed")]
    cost = found.get("n")
    if not all(isinstance(one, str) for one in texts) or not _is_cost(cost):
        return None
    owner, salt, nonce, sealed = (str(one) for one in texts)
    try:
        kind = Kind(str(found.get("kind")))
    except ValueError:
        return None
    slot = Slot(kind, sealed, owner, salt, nonce, int(str(cost)))
    fits = _is_hex(salt, 16) and _is_hex(nonce, 12) and _is_hex(sealed, 64) and len(owner) <= 64
    return slot if fits and found == written(slot) else None


def _wrapping(slot: Slot, secret: str) -> bytes:
    return hashlib.scrypt(
        _plain(secret), salt=bytes.fromhex(slot.salt), n=slot.cost, r=_BLOCK, p=_LANES,
        maxmem=_MOST_MEMORY, dklen=32,
    )  # fmt: skip


def _plain(secret: str) -> bytes:
    return unicodedata.normalize("NFC", secret).encode()


def _about(slot: Slot) -> bytes:
    """What is not secret but must not be changed either."""
    shell = Slot(slot.kind, "", slot.owner, slot.salt, slot.nonce, slot.cost)
    return json.dumps(written(shell), sort_keys=True).encode()


def _is_cost(found: Any) -> bool:
    return (
        isinstance(found, int)
        and not isinstance(found, bool)
        and 1 < found <= _MOST_MEMORY // (128 * _BLOCK) - 64
        and found & (found - 1) == 0
    )


def _is_hex(text: str, count: int) -> bool:
    return re.fullmatch(rf"[0-9a-f]{{{2 * count}}}", text) is not None
