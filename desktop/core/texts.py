"""Text as it comes in: composed (NFC) once, and folded for searching. Nothing about screens."""

import unicodedata

from db.vietnamese import fold as fold, nfc as nfc, sort_key as sort_key

LONGEST = 4_000
"""Longest text a field takes, in letters (a workbook cell holds 32,767)."""


def nfc_lines(text: str) -> str:
    """Compose a text of several lines: each line cleaned, empty lines at both ends dropped."""
    return "\n".join(nfc(line) for line in text.splitlines()).strip("\n")


def letters(text: str) -> int:
    """Count what a person counts as letters: marks that stand alone (ư̆) belong to their letter."""
    return sum(1 for sign in text if not unicodedata.combining(sign))
