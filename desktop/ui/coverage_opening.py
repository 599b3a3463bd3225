"""What a preview shows of the coverage: the list of hamlets that were not reached."""

from desktop.core import coverage_papers
from desktop.core.periods import Period
from desktop.ui.one_paper import OnePaper

CODE = "DSCD"


def never_reached(period: Period) -> OnePaper:
    """Return the list of a period."""
    name = "Danh sách nơi chưa truyền thông"
    return OnePaper(
        CODE, name, f"Noi-chua-truyen-thong_{period.name.replace('..', '_den_')}",
        f"{name} – {period.title}",
        lambda session: coverage_papers.never_reached(session, period), word=True, excel=True,
    )  # fmt: skip
