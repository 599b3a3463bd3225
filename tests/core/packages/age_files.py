"""age files made by hand, so that each part can be wrong (age-encryption.org/v1)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024
SECRET = bytes(range(32))
FILE_KEY = b"so truyen thong!"
NONCE = b"0123456789abcdef"
EPHEMERAL = bytes(range(1, 33))


def b64(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(secret)


def bech32(prefix: str, content: bytes) -> str:
    """BIP 173, as age writes its keys."""
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = "".join(f"{byte:08b}" for byte in content)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]
    check = 1
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    for value in [*spread, *values, 0, 0, 0, 0, 0, 0]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, poly in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= poly if top >> bit & 1 else 0
    check ^= 1
    values += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return prefix + "1" + "".join(letters[value] for value in values)


def identity(secret: bytes = SECRET) -> str:
    return bech32("age-secret-key-", secret).upper()


def recipient(secret: bytes = SECRET) -> str:
    return bech32("age", share_of(secret))


def share_of(secret: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def wrapped(
    file_key: bytes = FILE_KEY,
    ephemeral: bytes = EPHEMERAL,
    to: bytes = SECRET,
    share: bytes | None = None,
) -> tuple[bytes, bytes]:
    """The share and the wrapped file key of an X25519 stanza; with a share given, that one is used."""
    receiver = share_of(to)
    secret = X25519PrivateKey.from_private_bytes(ephemeral)
    if share is None:
        share = share_of(ephemeral)
        shared = secret.exchange(X25519PublicKey.from_public_bytes(receiver))
    else:
        shared = bytes(32)  # of a point of low order
    key = hkdf(shared, share + receiver, b"age-encryption.org/v1/X25519")
    return share, ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)


def x25519(share: bytes, body: bytes) -> bytes:
    return stanza((b"X25519", b64(share)), body)


def stanza(arguments: tuple[bytes, ...], body: bytes) -> bytes:
    text = b64(body)
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    if len(text) % 64 == 0:
        lines.append(b"")
    return b" ".join((b"->", *arguments)) + b"\n" + b"\n".join(lines) + b"\n"


@dataclass
class AgeFile:
    """An age file in parts; what is None is as it should be."""

    version: bytes = b"age-encryption.org/v1\n"
    stanzas: list[bytes] = field(default_factory=lambda: [x25519(*wrapped())])
    mac_line: bytes | None = None
    nonce: bytes = NONCE
    chunks: list[tuple[bytes, bool]] = field(default_factory=lambda: [(b"age", True)])
    tail: bytes = b""
    payload: bytes | None = None

    @property
    def head(self) -> bytes:
        return self.version + b"".join(self.stanzas) + b"---"

    @property
    def mac(self) -> bytes:
        key = hkdf(FILE_KEY, b"", b"header")
        return hmac.new(key, self.head, hashlib.sha256).digest()

    def build(self) -> bytes:
        line = b" " + b64(self.mac) + b"\n" if self.mac_line is None else self.mac_line
        payload = self.sealed() if self.payload is None else self.payload
        return self.head + line + self.nonce + payload + self.tail

    def sealed(self) -> bytes:
        """STREAM: each chunk under its number, the last one marked."""
        key = ChaCha20Poly1305(hkdf(FILE_KEY, self.nonce, b"payload"))
        return b"".join(
            key.encrypt(number.to_bytes(11, "big") + bytes([last]), chunk, None)
            for number, (chunk, last) in enumerate(self.chunks)
        )
