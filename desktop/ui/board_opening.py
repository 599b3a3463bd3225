"""What a preview shows of the board: Tình hình nộp báo cáo, or a letter that reminds units."""

from desktop.core import board_papers
from desktop.core.periods import Period
from desktop.ui.one_paper import OnePaper

STATUS, REMINDER = "THNBC", "CVDD"


def status(period: Period) -> OnePaper:
    """Return Tình hình nộp báo cáo of a period."""
    return OnePaper(
        STATUS, "Tình hình nộp báo cáo", f"Tinh-hinh-nop-bao-cao_{_span(period)}",
        f"Tình hình nộp báo cáo – {period.title}",
        lambda session: board_papers.status(session, period), excel=True,
    )  # fmt: skip


def reminder(period: Period, unit_ids: tuple[str, ...]) -> OnePaper:
    """Return one letter to these units."""
    return OnePaper(
        REMINDER, "Công văn đôn đốc", f"Cong-van-don-doc_{_span(period)}",
        f"Công văn đôn đốc – {period.title}",
        lambda session: board_papers.reminder(session, period, unit_ids), word=True,
    )  # fmt: skip


def _span(period: Period) -> str:
    return period.name.replace("..", "_den_")
