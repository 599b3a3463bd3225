"""What a chart shows, for the screen, the PDF and the workbook. Knows no way of drawing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChartData:
    """Series of numbers over the same labels; None where there is nothing to show yet."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]
    highlighted: int | None = None
