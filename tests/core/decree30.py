"""Checks a PDF against decree 30/2020/NĐ-CP, annex I: what it says of each part of a paper.

The numbers are those of the project's reference (nd30_layout). Each point is a generator of
sentences about what is wrong.
"""

from tests.core import decree30_body, decree30_head, pdf_reading
from tests.core.decree30_parts import Paper
from tests.core.decree30_points import POINTS, Kind

__all__ = ["POINTS", "broken", "decree30_body", "decree30_head"]


def broken(pdf: bytes, kind: Kind) -> list[str]:
    """Return "point: what is wrong" for all that is; lists have no number and no Nơi nhận."""
    paper = Paper(pdf_reading.read(pdf))
    return [f"{name}: {one}" for name, point in POINTS.items() for one in point(paper, kind)]
