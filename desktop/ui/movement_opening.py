"""What a preview shows of the movement: story sheets, minutes and lists of materials."""

from desktop.core import movement_papers
from desktop.core.exemplars import KINDS, Exemplar
from desktop.core.materials import Move, Way
from desktop.core.texts import fold
from desktop.core.typed import show_date
from desktop.ui.one_paper import OnePaper

_LONGEST = 40


def story(one: Exemplar) -> OnePaper:
    """Return the story sheet of an exemplar; printing it is noted, for it names a person."""
    words = "-".join("".join(sign if sign.isalnum() else " " for sign in fold(one.title)).split())
    return OnePaper(
        "PH_GUONG", "Phiếu giới thiệu gương, mô hình", f"Phieu-gioi-thieu_{words[:_LONGEST]}",
        f"{KINDS[one.kind]} – {one.title}",
        lambda session: movement_papers.story(session, one.unit_id, one.id),
        lambda session: movement_papers.note_printed(session, one.id),
        word=True,
    )  # fmt: skip


def of_move(one: Move) -> OnePaper:
    """Return the minutes of what came that day from the same party, or the list of what went out."""
    day = show_date(one.moved_on)
    if one.kind is Way.IN:
        return OnePaper(
            "BB_BG", "Biên bản bàn giao tài liệu", f"Bien-ban-ban-giao_{one.moved_on}",
            f"Biên bản bàn giao tài liệu – {day}",
            lambda session: movement_papers.handover(session, one.id), word=True,
        )  # fmt: skip
    return OnePaper(
        "DS_CAP_PHAT", "Danh sách cấp phát tài liệu", f"Danh-sach-cap-phat_{one.moved_on}",
        f"Danh sách cấp phát tài liệu – {day}",
        lambda session: movement_papers.handed_out(session, one.id), word=True, excel=True,
    )  # fmt: skip
