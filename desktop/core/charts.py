"""What a chart shows, for the screen, the PDF and the workbook. Knows no way of drawing."""

from dataclasses import dataclass

from desktop.core.periods import Period, Rule

BY_MONTH = "Số hoạt động theo tháng"


@dataclass(frozen=True)
class ChartData:
    """Series of numbers over the same labels; None where there is nothing to show yet."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | None, ...]], ...]
    highlighted: int | None = None


def by_month(period: Period) -> str:
    """Return the title of a chart of the months of a period: which months they are."""
    return f"{BY_MONTH} (15 đến 14)" if period.rule is Rule.ADMINISTRATIVE else BY_MONTH
