"""The seal of a locked report: what ties the signed and stamped paper to the file.

This is a contract for years: paper lies in folders longer than any program runs. It changes only
by a new layout number.

CODE (footer of each page): 24 digits in 6 groups of 4.
  22 digits  SHA-256 of the content as a big-endian number, modulo 10^22
   2 digits  check, ISO 7064 MOD 97-10: the 24 digits as one number leave 1 when divided by 97
Found for certain: each wrong digit, each swap of neighbours or of next but one.

QR (last page): numeric mode, error correction M or better, digits only. Numbers are decimal with
leading zeros; bytes are one big-endian number.
  frame, the same in every layout
     4  8384
     2  layout, here 01
     4  how many digits in all
  content
     2  n: length of the unit's code (1 to 10), then n digits: the code
    39  unit id, the 128 bits of the UUID
     8  first day YYYYMMDD
     8  last day YYYYMMDD
     1  rule: 0 administrative, 1 calendar, 2 plan
     1  form of the period's name: 0 range of days, 1 year, 2 half, 3 quarter, 4 month
     4  the name's year (0000 for a range)
     2  the name's half, quarter or month (00 for a range or year)
     4  version of the report (0001 to 9999)
    78  SHA-256 of the content (32 bytes)
     2  highest number of an indicator (CT20: 20); then each indicator from CT01 up to it:
        1  parts: 0 one figure without parts · 1 declared, distinct · 2 items, area_m2 ·
           3 cash, in_kind · 4 allocated, spent, rate · 9 not in the report (no figure follows)
        then its figures in that order, each:
           0             nothing was entered (which is not 0)
           1 to 8        so many digits follow: a whole number without leading zeros
           9 P LL D…     anything else, 0 to 10^15 steps: P decimal places (0 to 4), LL digits D
        Equal numbers have equal digits: no places that end in 0, the shorter form if it will do.
    78  the signer's Ed25519 public key (32 bytes)
  155   signature (64 bytes), Ed25519 over "so-truyen-thong/seal/v1", LF and all digits before it
     2  check, MOD 97-10 over all digits, the same in every layout
The public key stands in the QR, so paper can be read without any register; whose key it is, only
a register knows.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum, auto
from typing import TypeAlias
from uuid import UUID

from desktop.core.errors import AppError
from desktop.core.periods import Period, Rule

CODE_LENGTH, TAIL_LENGTH, GROUP = 24, 8, 4
"""Digits of the code, of its end that people type to compare, and of one of its groups."""

PARTS = {
    "0": (),
    "1": ("declared", "distinct"),
    "2": ("items", "area_m2"),
    "3": ("cash", "in_kind"),
    "4": ("allocated", "spent", "rate"),
}
_ABSENT = "9"
_MAGIC, _LAYOUT, _FRAME = "8384", 1, 10
_PURPOSE = b"so-truyen-thong/seal/v1\n"
_BYTES = {16: 39, 32: 78, 64: 155}
"""So many bytes take so many digits."""
_CHECK = 2
_LONGEST = 2_000
_MOST_STEPS, _MOST_PLACES, _SHORT_FIGURE = 10**15, 4, 8

_RULES = (Rule.ADMINISTRATIVE, Rule.CALENDAR, Rule.PLAN)
_NAME = re.compile(r"([0-9]{4})(?:-([QH]?)([0-9]{1,2}))?")
_FORMS = ("", "", "H", "Q", "")
_RANGE, _YEAR, _MONTH = 0, 1, 4
_LAST = {1: 0, 2: 2, 3: 4, 4: 12}

_LOOK_ALIKE = str.maketrans("OoIl|", "00111")
_BETWEEN = re.compile(r"[\s.\u2212]+")

Figure: TypeAlias = int | Decimal | None
Figures: TypeAlias = Mapping[str, Figure | Mapping[str, Figure]]
"""Figures as core.totals gives them: by indicator, and by part where it has several."""


class SealReason(StrEnum):
    """Why typed or scanned digits are not a seal."""

    NOT_DIGITS = auto()
    TOO_SHORT = auto()
    TOO_LONG = auto()
    CHECK = auto()
    NOT_A_SEAL = auto()
    NEWER = auto()
    FORM = auto()
    SIGNATURE = auto()


class SealError(AppError):
    """Digits are refused. `detail`: the sign that is no digit, or how many of how many there are.

    Which group is wrong nobody can tell from check digits.
    """

    def __init__(self, reason: SealReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class SealContent:
    """What paper says of a report; `digest` is the SHA-256 of its frozen content."""

    unit_code: str
    unit_id: str
    period: Period
    version: int
    digest: bytes
    figures: Figures

    @property
    def code(self) -> str:
        """Return the code in the footer of the same paper."""
        return code(self.digest)


@dataclass(frozen=True)
class Seal(SealContent):
    """The content of a QR whose signature holds, with the public key that made it."""

    signer: bytes
    signature: bytes


def code(digest: bytes) -> str:
    """Return the code of a SHA-256 digest (of a report, of a key): 24 digits in 6 groups."""
    number = int.from_bytes(digest, "big") % 10 ** (CODE_LENGTH - _CHECK)
    return _grouped(_with_check(f"{number:0{CODE_LENGTH - _CHECK}d}"))


def read_code(text: str) -> str:
    """Return a typed code in its one form. Raises SealError."""
    digits = _digits(text)
    _require_length(digits, CODE_LENGTH)
    _require_check(digits)
    return _grouped(digits)


def is_tail(own_code: str, text: str) -> bool:
    """Return whether the 8 typed digits are the last of this code. Raises SealError."""
    digits = _digits(text)
    _require_length(digits, TAIL_LENGTH)
    return _digits(own_code).endswith(digits)


def qr_text(content: SealContent, signing_key: bytes) -> str:
    """Return the digits of the QR. Raises ValueError for what has no place in it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(signing_key)
    signed = _signed_digits(content, key.public_key().public_bytes_raw())
    return _with_check(signed + _big(key.sign(_PURPOSE + signed.encode("ascii")), 64))


def read_qr(text: str) -> Seal:
    """Return what a scanned or typed QR says, its signature checked. Raises SealError."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    digits = _digits(text)
    _require_frame(digits)
    signed = digits[: -_BYTES[64] - _CHECK]
    try:
        seal = _read(digits)
        if signed != _signed_digits(seal, seal.signer):
            raise ValueError("another form")
    except (ValueError, OverflowError, LookupError) as error:
        raise SealError(SealReason.FORM, str(error)) from error
    try:
        key = Ed25519PublicKey.from_public_bytes(seal.signer)
        key.verify(seal.signature, _PURPOSE + signed.encode("ascii"))
    except InvalidSignature as error:
        raise SealError(SealReason.SIGNATURE) from error
    return seal


def _digits(text: str) -> str:
    """Return the digits of a text that a person or a scanner typed."""
    if len(text) > 4 * _LONGEST:
        raise SealError(SealReason.TOO_LONG)
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKE))
    found = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Pd", "Cf"))
    wrong = re.search("[^0-9]", found)
    if wrong:
        raise SealError(SealReason.NOT_DIGITS, wrong[0])
    return found


def _grouped(digits: str) -> str:
    return " ".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))


def _with_check(digits: str) -> str:
    return f"{digits}{98 - int(digits) * 100 % 97:02d}"


def _require_check(digits: str) -> None:
    if _with_check(digits[:-_CHECK]) != digits:
        raise SealError(SealReason.CHECK)


def _require_length(digits: str, wanted: int) -> None:
    if len(digits) != wanted:
        reason = SealReason.TOO_SHORT if len(digits) < wanted else SealReason.TOO_LONG
        raise SealError(reason, f"{len(digits)}/{wanted}")


def _require_frame(digits: str) -> None:
    """Look at what is the same in every layout, and at the layout."""
    if not digits.startswith(_MAGIC):
        raise SealError(SealReason.NOT_A_SEAL)
    if len(digits) > _LONGEST:
        raise SealError(SealReason.TOO_LONG, f"{len(digits)}/{_LONGEST}")
    _require_length(digits, max(int(digits[6:_FRAME] or 0), _FRAME + _CHECK))
    _require_check(digits)
    layout = int(digits[4:6])
    if layout != _LAYOUT:
        raise SealError(SealReason.NEWER if layout > _LAYOUT else SealReason.FORM, str(layout))


def _signed_digits(content: SealContent, signer: bytes) -> str:
    """Return the one form of all digits before the signature. Raises ValueError."""
    if not 1 <= content.version <= 9_999:
        raise ValueError(f"version {content.version}")
    body = (
        f"{_unit(content)}{_period(content.period)}{content.version:04d}"
        f"{_big(content.digest, 32)}{_figures(content.figures)}{_big(signer, 32)}"
    )
    length = _FRAME + len(body) + _BYTES[64] + _CHECK
    if length > _LONGEST:
        raise ValueError(f"{length} digits are too many")
    return f"{_MAGIC}{_LAYOUT:02d}{length:04d}{body}"


def _unit(content: SealContent) -> str:
    if not re.fullmatch("[0-9]{1,10}", content.unit_code):
        raise ValueError(f"unit code {content.unit_code}")
    unit_id = UUID(content.unit_id)
    if str(unit_id) != content.unit_id:
        raise ValueError(f"unit id {content.unit_id}")
    return f"{len(content.unit_code):02d}{content.unit_code}{_big(unit_id.bytes, 16)}"


def _period(period: Period) -> str:
    if period.first > period.last:
        raise ValueError(f"period {period.first} to {period.last}")
    days = "".join(day.isoformat().replace("-", "") for day in (period.first, period.last))
    return f"{days}{_RULES.index(period.rule)}{_period_name(period)}"


def _period_name(period: Period) -> str:
    """Return form, year and number of the name; the name of a range follows from its days."""
    if period.name == f"{period.first}..{period.last}":
        return f"{_RANGE}000000"
    found = _NAME.fullmatch(period.name)
    if found is None:
        raise ValueError(f"period {period.name}")
    year, letter, number = found[1], found[2], int(found[3] or 0)
    form = _YEAR if letter is None else _FORMS.index(letter) if letter else _MONTH
    if _name(period, form, year, number) != period.name:
        raise ValueError(f"period {period.name}")
    return f"{form}{year}{number:02d}"


def _name(period: Period, form: int, year: str, number: int) -> str:
    """Return the name of a period of this form. Raises ValueError."""
    if form == _RANGE:
        return f"{period.first}..{period.last}"
    if not min(1, _LAST[form]) <= number <= _LAST[form]:
        raise ValueError(f"period {form} {number}")
    if form == _YEAR:
        return year
    return f"{year}-{number:02d}" if form == _MONTH else f"{year}-{_FORMS[form]}{number}"


def _figures(figures: Figures) -> str:
    for indicator in figures:
        if not re.fullmatch("CT[0-9]{2}", indicator) or indicator == "CT00":
            raise ValueError(f"indicator {indicator}")
    last = max((int(indicator[2:]) for indicator in figures), default=0)
    found = [f"{last:02d}"]
    for number in range(1, last + 1):
        indicator = f"CT{number:02d}"
        found.append(_indicator(figures[indicator]) if indicator in figures else _ABSENT)
    return "".join(found)


def _indicator(value: Figure | Mapping[str, Figure]) -> str:
    if not isinstance(value, Mapping):
        return f"0{_figure(value)}"
    for sign, parts in PARTS.items():
        if parts and set(parts) == set(value):
            return sign + "".join(_figure(value[part]) for part in parts)
    raise ValueError(f"parts {', '.join(value)}")


def _figure(value: Figure) -> str:
    if value is None:
        return "0"
    steps, places = _steps(value)
    if not (0 <= steps <= _MOST_STEPS and places <= _MOST_PLACES):
        raise ValueError(f"figure {value}")
    digits = str(steps)
    if places or len(digits) > _SHORT_FIGURE:
        return f"9{places}{len(digits):02d}{digits}"
    return f"{len(digits)}{digits}"


def _steps(value: int | Decimal) -> tuple[int, int]:
    """Return a number as whole steps of 10^-places, with the fewest places."""
    over, under = value.as_integer_ratio()
    places = next((n for n in range(_MOST_PLACES + 1) if 10**n % under == 0), _MOST_PLACES + 1)
    return over * 10**places // under, places


def _big(content: bytes, size: int) -> str:
    if len(content) != size:
        raise ValueError(f"{len(content)} bytes, not {size}")
    return f"{int.from_bytes(content, 'big'):0{_BYTES[size]}d}"


class _Cursor:
    """Digits taken from the left."""

    def __init__(self, digits: str) -> None:
        self._digits, self._at = digits, 0

    def take(self, count: int) -> str:
        self._at += count
        return self._digits[self._at - count : self._at]

    def number(self, count: int) -> int:
        return int(self.take(count))

    def bytes(self, size: int) -> bytes:
        return self.number(_BYTES[size]).to_bytes(size, "big")


def _read(digits: str) -> Seal:
    """Return what the digits say; forms other than ours may pass.

    Raises ValueError, OverflowError, LookupError.
    """
    cursor = _Cursor(digits)
    cursor.take(_FRAME)
    return Seal(
        unit_code=cursor.take(cursor.number(2)),
        unit_id=str(UUID(bytes=cursor.bytes(16))),
        period=_read_period(cursor),
        version=cursor.number(4),
        digest=cursor.bytes(32),
        figures=_read_figures(cursor),
        signer=cursor.bytes(32),
        signature=cursor.bytes(64),
    )


def _read_period(cursor: _Cursor) -> Period:
    first, last = _read_day(cursor), _read_day(cursor)
    period = Period("", _RULES[cursor.number(1)], first, last)
    name = _name(period, cursor.number(1), cursor.take(4), cursor.number(2))
    return replace(period, name=name)


def _read_day(cursor: _Cursor) -> date:
    return date(cursor.number(4), cursor.number(2), cursor.number(2))


def _read_figures(cursor: _Cursor) -> dict[str, Figure | Mapping[str, Figure]]:
    found: dict[str, Figure | Mapping[str, Figure]] = {}
    for number in range(1, cursor.number(2) + 1):
        sign = cursor.take(1)
        if sign == _ABSENT:
            continue
        parts = {part: _read_figure(cursor) for part in PARTS[sign]}
        found[f"CT{number:02d}"] = parts or _read_figure(cursor)
    return found


def _read_figure(cursor: _Cursor) -> Figure:
    length = cursor.number(1)
    if length <= _SHORT_FIGURE:
        return cursor.number(length) if length else None
    places, length = cursor.number(1), cursor.number(2)
    steps = cursor.number(length)
    return Decimal(steps).scaleb(-places) if places else steps
