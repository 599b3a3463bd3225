"""What is said of backups: when, why, what they hold, what would be missing."""

from datetime import date
from pathlib import Path

from desktop.core.backups import Backup, Facts, Occasion
from desktop.core.safekeeping import Rescue
from desktop.core.typed import show_date, show_moment, show_number

OCCASIONS = {
    Occasion.DAY: "hằng ngày",
    Occasion.HAND: "bấm Sao lưu",
    Occasion.UPGRADE: "trước khi nâng cấp",
    Occasion.INTAKE: "trước khi nhận gói",
    Occasion.RESTORE: "trước khi khôi phục",
}


def newest(found: Backup | None, today: date) -> str:
    """Return what the status bar says of the newest backup."""
    if found is None:
        return "Chưa có bản sao lưu"
    return f"Sao lưu gần nhất: {show_moment(found.at, today)}"


def second(place: Path | None, at: date | None, today: date) -> str:
    """Return what is said of the second place; empty when a copy there is younger than a week."""
    if place is None:
        return "chưa có nơi sao lưu thứ hai"
    if at is None:
        return "chưa chép ra nơi thứ hai"
    days = abs((today - at).days)  # a clock that is wrong is no reason to stay silent
    return f"đã {days} ngày chưa chép ra nơi thứ hai" if days >= 7 else ""


def second_place(place: Path | None, at: date | None) -> str:
    """Return what the card says of the second place."""
    if place is None:
        return "Nơi thứ hai (USB, ổ khác): chưa chọn. Máy hỏng là mất cả sổ lẫn bản sao lưu."
    return (
        f"Nơi thứ hai: {place}, {f'chép gần nhất {show_date(at)}' if at else 'chưa chép lần nào'}."
    )


def holds(found: Facts) -> str:
    """Return in a line what a backup holds."""
    changed = f", sửa lần cuối {found.changed_at:%d/%m/%Y %H:%M}" if found.changed_at else ""
    return (
        f"{show_number(found.activities)} hoạt động, "
        f"{show_number(found.reports)} bản báo cáo đã khóa{changed}"
    )


def occasion(found: Backup) -> str:
    """Return why a backup was made; for a file with another name, that name."""
    return OCCASIONS[found.occasion] if found.occasion else found.path.name


def missing(offer: Rescue, today: date) -> str:
    """Return what would not be in the register after the newest sound backup is restored."""
    if offer.newest is None:
        return ""
    since = show_moment(offer.newest.at, today)
    if offer.lost is not None:
        if not offer.lost:
            return "Bản này có đủ mọi thay đổi mà tệp hỏng còn đọc được."
        return f"Sẽ thiếu {show_number(offer.lost)} lần ghi sau {since}."
    days = (offer.written_at.date() - offer.newest.at.date()).days if offer.written_at else 0
    span = f" (khoảng {days} ngày)" if days > 0 else ""
    return f"Sẽ thiếu những gì ghi sau {since}{span}, nếu có."
