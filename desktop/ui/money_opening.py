"""What a preview shows of the money: the estimate, the settlement, an activity's vouchers."""

from desktop.core import money_papers
from desktop.core.typed import show_date
from desktop.core.vouchers import Dossier
from desktop.ui.one_paper import OnePaper


def estimate(year: int) -> OnePaper:
    """Return Bảng dự toán of a budget year."""
    return OnePaper(
        "DU_TOAN", "Bảng dự toán kinh phí", f"Du-toan_{year}", f"Bảng dự toán kinh phí năm {year}",
        lambda session: money_papers.estimate(session, year), word=True, excel=True,
    )  # fmt: skip


def settlement(year: int) -> OnePaper:
    """Return Bảng quyết toán of a budget year."""
    return OnePaper(
        "QUYET_TOAN", "Bảng quyết toán kinh phí", f"Quyet-toan_{year}",
        f"Bảng quyết toán kinh phí năm {year}",
        lambda session: money_papers.settlement(session, year), word=True, excel=True,
    )  # fmt: skip


def dossier(one: Dossier) -> OnePaper:
    """Return the list of vouchers of an activity."""
    return OnePaper(
        "CHUNG_TU", "Bảng kê chứng từ chi", f"Chung-tu_{one.held_on:%Y-%m-%d}_{one.activity_id[-6:]}",
        f"Bảng kê chứng từ chi – {one.title}, {show_date(one.held_on)}",
        lambda session: money_papers.dossier(session, one.activity_id), word=True, excel=True,
    )  # fmt: skip
