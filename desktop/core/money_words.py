"""Amounts of money in words (số tiền bằng chữ), as offices in the South and Centre write them.

Zero tens are "lẻ", 4 after "mươi" is "tư", inner groups keep "không trăm"; words end in "đồng".
"""

LARGEST = 10**15 - 1

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_MUOI = {5: "lăm"}
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_GROUPS = ((10**6, " triệu"), (10**3, " nghìn"), (1, ""))


def money_words(amount: int) -> str:
    """Return "Một nghìn không trăm lẻ năm đồng". Raises ValueError below 0 and from 10^15 on."""
    if not 0 <= amount <= LARGEST:
        raise ValueError(amount)
    billions, rest = divmod(amount, 10**9)
    parts = [f"{' '.join(_below_billion(billions, False))} tỷ"] if billions else []
    parts += _below_billion(rest, bool(parts))
    words = " ".join(parts) or _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _below_billion(amount: int, inner: bool) -> list[str]:
    """`inner`: something stands in front, so hundreds are said even when there are none."""
    parts: list[str] = []
    for size, name in _GROUPS:
        group = amount // size % 1000
        if group:
            parts.append(f"{_hundreds(group, inner or bool(parts))}{name}")
    return parts


def _hundreds(group: int, inner: bool) -> str:
    hundreds, rest = divmod(group, 100)
    if not hundreds and not inner:
        return _tens(rest)
    said = f"{_DIGITS[hundreds]} trăm"
    if not rest:
        return said
    return f"{said} lẻ {_DIGITS[rest]}" if rest < 10 else f"{said} {_tens(rest)}"


def _tens(rest: int) -> str:
    tens, ones = divmod(rest, 10)
    if not tens:
        return _DIGITS[ones]
    said, special = ("mười", _AFTER_MUOI) if tens == 1 else (f"{_DIGITS[tens]} mươi", _AFTER_TENS)
    return f"{said} {special.get(ones, _DIGITS[ones])}" if ones else said
