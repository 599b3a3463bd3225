"""A seal of known content, put together by hand as the docstring of core.packages.sealing says it."""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.core import periods
from desktop.core.packages.sealing import SealContent, SealError, SealReason

KEY = bytes(range(32))
PUBLIC = bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")
DIGEST = hashlib.sha256(b"content").digest()
FIGURES = {
    "CT01": 12, "CT02": 480, "CT03": 0, "CT04": None,
    "CT05": {"declared": 35, "distinct": None}, "CT09": 7, "CT12": 1_440,
    "CT14": {"items": 6, "area_m2": Decimal("38.5")},
    "CT19": {"cash": 123_456_789_012, "in_kind": 0},
    "CT20": {"allocated": 50_000_000, "spent": 12_345_678, "rate": Decimal("24.69")},
}  # fmt: skip
CONTENT = SealContent(
    "24118", "5f56243b-266d-5a7b-a364-18d6db32017e", periods.parse("2024-Q4"), 2, DIGEST, FIGURES
)

UNIT = f"05 24118 {0x5F56243B266D5A7BA36418D6DB32017E:039d}"
DAYS, RULE, NAME, VERSION = "20240915 20241214", "0", "3 2024 04", "0002"
DIGEST_DIGITS = f"{int.from_bytes(DIGEST, 'big'):078d}"
FIGURE_DIGITS = """
    20  0 212  0 3480  0 10  0 0  1 235 0  9 9 9  0 17  9 9  0 41440  9  2 16 9 1 03 385
    9 9 9 9  3 9 0 12 123456789012 10  4 850000000 812345678 9 2 04 2469
"""
SIGNER = f"{int.from_bytes(PUBLIC, 'big'):078d}"


def body(**changes: str) -> str:
    """Return what stands between frame and signature, with other parts than CONTENT's."""
    parts = {
        "unit": UNIT, "days": DAYS, "rule": RULE, "name": NAME, "version": VERSION,
        "digest": DIGEST_DIGITS, "figures": FIGURE_DIGITS, "signer": SIGNER,
    }  # fmt: skip
    assert changes.keys() <= parts.keys()
    return "".join("".join((parts | changes).values()).split())


def signed(digits: str) -> str:
    """Return a QR with whatever body, whose frame, signature and check digits are right."""
    digits = f"838401{10 + len(digits) + 155 + 2:04d}{digits}"
    key = Ed25519PrivateKey.from_private_bytes(KEY)
    signature = key.sign(b"so-truyen-thong/seal/v1\n" + digits.encode())
    return checked(f"{digits}{int.from_bytes(signature, 'big'):0155d}")


def checked(digits: str) -> str:
    """Add check digits."""
    return next(f"{digits}{n:02d}" for n in range(2, 99) if int(f"{digits}{n:02d}") % 97 == 1)


def refusal(read: Callable[[str], Any], text: str) -> tuple[SealReason, str]:
    """Return why a text is refused."""
    with pytest.raises(SealError) as caught:
        read(text)
    return caught.value.reason, caught.value.detail
