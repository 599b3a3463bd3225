"""The list of points that are checked, and what they share."""

from collections.abc import Callable, Iterator
from typing import Literal

from tests.core.decree30_parts import Paper
from tests.core.pdf_reading import Line

Kind = Literal["official", "list"]
Point = Callable[[Paper, Kind], Iterator[str]]

NEAR = 1.0
POINTS: dict[str, Point] = {}


def point(check: Point) -> Point:
    """Take a check into POINTS under its name."""
    POINTS[check.__name__] = check
    return check


def set_as(line: Line, sizes: tuple[float, float], style: str) -> Iterator[str]:
    """Yield what is wrong with the letters of a line; `style` is a word or two."""
    if not sizes[0] - 0.05 <= line.size <= sizes[1] + 0.05:
        yield f"“{line.text}” is {line.size:.1f} pt, not {sizes[0]}–{sizes[1]}"
    rules = {"bold": line.bold, "italic": line.italic, "upright": line.upright,
             "capitals": line.text.isupper(), "plain": not line.bold}  # fmt: skip
    for word in style.split():
        if not rules[word]:
            yield f"“{line.text}” is not {word}"
