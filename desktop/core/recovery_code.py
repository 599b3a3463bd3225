"""The recovery code in the sealed envelope (mã khôi phục): making, reading, checking it. Pure.

25 letters in five groups, without those that look alike (0 O, 1 I L, S Z); the last one tells
whether one was misread or two were exchanged. 116 bits: it cannot be guessed.
"""

import secrets
from collections.abc import Iterator

from desktop.core.errors import WrongChoiceError

LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"
LENGTH, GROUP = 25, 5
_LOOKS_LIKE = str.maketrans("SZ", "52")


def make() -> str:
    """Return a new code, without its dashes."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH - 1))
    return drawn + next(one for one in LETTERS if _fits(drawn + one))


def read(typed: str) -> str:
    """Return the code that was typed, or nothing if it is none: letters or check do not fit."""
    code = "".join(one for one in typed.upper() if one.isalnum()).translate(_LOOKS_LIKE)
    known = len(code) == LENGTH and all(one in LETTERS for one in code)
    return code if known and _fits(code) else ""


def required(typed: str) -> str:
    """Return the code that was typed. Raises WrongChoiceError."""
    code = read(typed)
    if not code:
        raise WrongChoiceError(
            "Mã khôi phục gõ chưa đúng. Hãy gõ lại đủ năm nhóm, mỗi nhóm 5 ký tự."
        )
    return code


def shown(code: str) -> str:
    """Return the code in groups: ABCDE-FGHJK-…"""
    return "-".join(groups(code))


def groups(code: str) -> Iterator[str]:
    """Return its groups."""
    return (code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _fits(code: str) -> bool:
    """Weights are different and the number of letters is prime: any one or two are noticed."""
    total = sum(place * LETTERS.index(one) for place, one in enumerate(code, start=1))
    return total % len(LETTERS) == 0
