"""SSHSIG signatures by Ed25519 keys, as `ssh-keygen -Y verify` checks them (PROTOCOL.sshsig).

Keys are their 32 bytes (RFC 8032).
"""

import base64
import hashlib
import struct

NAMESPACE = "so-truyen-thong/package/v1"

_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH = 70
_KIND, _HASH = b"ssh-ed25519", b"sha512"
_KEY_SIZE, _SIGNATURE_SIZE = 32, 64


def public_of(private: bytes) -> bytes:
    """Return the public key of a private one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Return the armored signature of a message."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(private)
    return armored(key.public_key().public_bytes_raw(), key.sign(_signed(message)))


def parse(armor: bytes) -> tuple[bytes, bytes]:
    """Return the public key and the bare signature that an armor of our form holds.

    Raises ValueError. Other forms may pass: compare with `armored`.
    """
    lines = armor.decode("ascii").split("\n")
    blob = base64.b64decode("".join(lines[1:-2]))
    frame = len(_blob(bytes(_KEY_SIZE), bytes(_SIGNATURE_SIZE)))
    if len(blob) != frame:
        raise ValueError("length of the signature")
    start = len(b"SSHSIG") + 4 + 4 + 4 + len(_KIND) + 4
    return blob[start : start + _KEY_SIZE], blob[-_SIGNATURE_SIZE:]


def armored(public: bytes, signature: bytes) -> bytes:
    """Return the one form in which we write a signature."""
    text = base64.b64encode(_blob(public, signature)).decode("ascii")
    lines = [text[start : start + _WIDTH] for start in range(0, len(text), _WIDTH)]
    return "\n".join([_BEGIN, *lines, _END, ""]).encode("ascii")


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether the bare signature is one of this message by this key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(message))
    except InvalidSignature:
        return False
    return True


def ssh_key(public: bytes) -> bytes:
    """Return the key as OpenSSH keeps it; in base64 it stands in an allowed_signers file."""
    return _string(_KIND) + _string(public)


def fingerprint(public: bytes) -> str:
    """Return what `ssh-keygen -l` says of the key: SHA256:…"""
    digest = hashlib.sha256(ssh_key(public)).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")


def _blob(public: bytes, signature: bytes) -> bytes:
    parts = (ssh_key(public), NAMESPACE.encode(), b"", _HASH, _string(_KIND) + _string(signature))
    return b"SSHSIG" + struct.pack(">I", 1) + b"".join(map(_string, parts))


def _signed(message: bytes) -> bytes:
    """Return what is signed in the place of the message."""
    parts = (NAMESPACE.encode(), b"", _HASH, hashlib.sha512(message).digest())
    return b"SSHSIG" + b"".join(map(_string, parts))


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content
