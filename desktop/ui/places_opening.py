"""What a preview shows of households: whom to invite, and whom no activity reached."""

from collections.abc import Sequence

from desktop.core import invited_papers
from desktop.core.documents.invited_outline import INVITED, UNREACHED
from desktop.core.matching import Match
from desktop.core.periods import Period
from desktop.ui.one_paper import OnePaper


def invited(year: int, rows: Sequence[Match]) -> OnePaper:
    """Return the list of those to invite for these rows, which are of one hamlet."""
    hamlet_id, where = rows[0].hamlet_id, rows[0].hamlet
    indicators = tuple(one.indicator for one in rows)
    return OnePaper(
        "DSMOI", INVITED, f"Ho-duoc-moi_{year}", f"{INVITED} – {where}" if where else INVITED,
        lambda session: invited_papers.invited(session, year, hamlet_id, indicators),
        printed=lambda session: invited_papers.note_printed(session, INVITED),
        word=True, excel=True,
    )  # fmt: skip


def unreached(period: Period, category: str | None, hamlet_id: str | None) -> OnePaper:
    """Return the list of households that no activity of the period reached."""
    name = period.name.replace("..", "_den_")
    return OnePaper(
        "DSCHUA", UNREACHED, f"Ho-chua-truyen-thong_{name}", f"{UNREACHED} – {period.title}",
        lambda session: invited_papers.unreached(session, period, category, hamlet_id),
        printed=lambda session: invited_papers.note_printed(session, UNREACHED),
        word=True, excel=True,
    )  # fmt: skip
