"""How the parts of a paper are written down, whatever the file: values, widths, lines.

Knows no file format. The looks are decree 30/2020's.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from desktop.core.documents.forms_parts import day_text
from desktop.core.documents.outline import (
    Foot,
    Grid,
    Head,
    Kind,
    Outline,
    Recipients,
    Signature,
    Value,
)
from desktop.core.documents.phrases import NUMBER_GAP, place_and_date
from desktop.core.typed import show_date, show_decimal, show_number

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

Signer: TypeAlias = Signature | Recipients | None

_BODIES = ("ỦY BAN", "UỶ BAN", "UBND", "HỘI ĐỒNG", "SỞ", "PHÒNG", "TRUNG TÂM", "VĂN PHÒNG", "ĐẢNG")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LEAST_WIDTH = 20.0
"""What a column that takes the rest gets at least, in mm."""

_UNDATED = date(2024, 1, 1)


def clean(text: str) -> str:
    """Return the text composed (NFC), without the characters that XML refuses."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _CONTROL.sub("", unicodedata.normalize("NFC", lines))


def shown(value: Value, kind: Kind) -> str:
    """Return a cell as it is written."""
    match value:
        case None:
            return ""
        case int() if kind is Kind.NUMBER:
            return str(value)
        case int():
            return show_number(value)
        case Decimal():
            return show_decimal(value)
        case date():
            return show_date(value)
    return value


def widths(grid: Grid, room: float) -> list[float]:
    """Return the widths in mm: 0 shares the rest, too wide ones are made narrower alike."""
    wanted = [column.width for column in grid.columns]
    fixed, open_ = sum(wanted), wanted.count(0)
    for_fixed = room - open_ * _LEAST_WIDTH
    scale = min(for_fixed / fixed, 1.0) if fixed else 1.0
    rest = (room - fixed * scale) / open_ if open_ else 0.0
    return [width * scale or rest for width in wanted]


def levels(head: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the heading of a column from its top level down."""
    return (head,) if isinstance(head, str) else head


def bodies(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Split the lines of the letterhead into the superior body (plain) and the issuing one."""
    starts = [number for number, line in enumerate(lines) if line.upper().startswith(_BODIES)]
    first = starts[-1] if starts else 0
    return lines[:first], lines[first:]


def number_line(head: Head) -> str:
    """Return "Số:      /BC-UBND", or nothing for a paper without a number."""
    return f"Số:{NUMBER_GAP}/{head.symbol}" if head.symbol else ""


def place_and_day(head: Head) -> str:
    """Return "Tân Lập, ngày 05 tháng 01 năm 2024", the day open if so wanted, or nothing."""
    place = head.letterhead.place
    if head.day is None:
        return ""
    if head.day_open:
        return place_and_date(place, head.day)
    day = day_text(head.day)
    return f"{place}, {day}" if place else f"{day[:1].upper()}{day[1:]}"


def signing(foot: Foot) -> Sequence[Signer]:
    """Return who stands at the foot from the left; a single one stands at the right."""
    return foot.signers if len(foot.signers) > 1 else (None, *foot.signers)


def listed(lines: Sequence[str]) -> list[str]:
    """Return the lines with their stops; the last one ends the list."""
    return [*(f"{line};" for line in lines[:-1]), *(f"{line}." for line in lines[-1:])]


def written_on(outline: Outline) -> date:
    """Return the day that the file itself bears, so that the same paper is the same file."""
    heads = (part.letterhead.written_on for part in outline.parts if isinstance(part, Head))
    return next(heads, _UNDATED)
