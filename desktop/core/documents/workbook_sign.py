"""Signatures in a workbook: each in one cell, for no page ever tears a row.

Opens no library; shared by the lists of outlines and the workbooks of a period.
"""

from collections.abc import Sequence
from dataclasses import replace

from desktop.core.documents.outline import Signature
from desktop.core.documents.workbook_table import PLAIN, Look, Rich

FOOT = replace(PLAIN, size=12, bold=True, across="center", up="top")
"""How the cell of a signature is laid out."""

_DAY = replace(FOOT, bold=False, italic=True)
_HINT = replace(_DAY, size=11)
_TO_SIGN = 4
"""Lines left free for the hand."""


def cells(signs: Sequence[Signature], *, dated: bool) -> list[Rich]:
    """Return each signature with its day if `dated`; blocks begin and names stand at one height."""
    high = max(len(one.block) + bool(one.hint) for one in signs)
    return [Rich(tuple(_parts(one, high, dated=dated))) for one in signs]


def _parts(one: Signature, high: int, *, dated: bool) -> Sequence[tuple[str, Look]]:
    free = high - len(one.block) - bool(one.hint) + _TO_SIGN
    return [
        *([(f"{one.above or ' '}\n", _DAY)] if dated else []),
        *((f"{line}\n", FOOT) for line in one.block),
        *([(f"{one.hint}\n", _HINT)] if one.hint else []),
        ("\n" * free + (one.name or " "), FOOT),
    ]
