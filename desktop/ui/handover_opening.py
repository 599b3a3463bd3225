"""What a preview shows of a handover: the sheet both sides sign, and the sealed envelope."""

from collections.abc import Sequence
from pathlib import Path

from desktop.core import handover, officers
from desktop.core.handover import Elsewhere
from desktop.ui.one_paper import OnePaper


def handover_sheet(elsewhere: Elsewhere) -> OnePaper:
    """Return the sheet of what is handed over."""
    return OnePaper(
        "BG", "Biên bản bàn giao sổ", "Bien-ban-ban-giao-so", "Bàn giao sổ cho người tiếp quản",
        lambda session: handover.paper(session, elsewhere), word=True,
    )  # fmt: skip


def envelope(code: str, elsewhere: Sequence[Path]) -> OnePaper:
    """Return the paper with a recovery code: it opens the register once it was printed."""
    return OnePaper(
        "PBNP", "Phong bì niêm phong", "Phong-bi-niem-phong",
        "Mã có hiệu lực khi in xong. Lưu tệp để in ở máy khác thì in xong phải xóa tệp.",
        lambda session: handover.envelope(session, code),
        lambda session: officers.keep_recovery(session, code, elsewhere),
    )  # fmt: skip
