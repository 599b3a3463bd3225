"""Figures far from what a unit has itself: one rule for every page that asks about them.

The usual figure is the median of all that a unit has of a channel; the width is 1.4826 × the median
distance from it (MAD), at least 15 % of it and 2. More than six widths away is unusual.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.typed import show_number

FIELDS = {"attendees": "số người dự", "airings": "số lượt phát", "items": "số lượng"}
"""The figures of an activity that are looked at, as they stand inside a sentence."""
HISTORY = 8
"""Figures a unit needs before one of them can be called unusual."""
_WIDTHS = 6.0


@dataclass(frozen=True)
class Usual:
    """The median of a unit's figures, and how far one of them may be from it."""

    middle: float
    reach: float

    def is_far(self, number: float) -> bool:
        """Return whether a figure is unusual."""
        return abs(number - self.middle) > self.reach

    def words(self, name: str, number: int) -> str:
        """Return "số người dự 290, gấp 10 lần mức thường thấy …" for a field of FIELDS."""
        share = (
            f"gấp {round(number / self.middle)} lần" if number > 2 * self.middle > 0 else "cách xa"
        )
        return (
            f"{FIELDS[name]} {show_number(number)}, {share} mức thường thấy của chính đơn vị ở hình "
            f"thức này (trung vị {show_number(round(self.middle))})."
        )


def usual(numbers: Sequence[float]) -> Usual | None:
    """Return what is usual among a unit's figures of one channel; None where there are few."""
    if len(numbers) < HISTORY:
        return None
    middle = statistics.median(numbers)
    width = 1.4826 * statistics.median(abs(one - middle) for one in numbers)
    return Usual(middle, _WIDTHS * max(width, 0.15 * middle, 2.0))
