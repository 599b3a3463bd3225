"""What the city's page Nhận – gửi USB says while there is nothing to list. Knows no widget."""

from collections.abc import Sequence

from desktop.core.city_desk import Parked
from desktop.core.errors import CancelledError
from desktop.core.intake import Outcome, Result
from desktop.core.usb import Stick
from desktop.ui import words as words
from desktop.ui.messages import describe
from desktop.ui.usb_words import is_stick

READING = "Đang đọc và so các gói với sổ"
NO_STICK = (
    "Cắm USB của đơn vị vào máy",
    (
        "USB hiện ra sau vài giây; mọi gói trên đó được liệt kê và so với sổ trước khi nhận gì. "
        "Không có USB thì chọn một thư mục, hoặc kéo tệp .sott thả vào cửa sổ."
    ),
)
LOOKING = ("Đang xem USB…", "Chờ một chút, xin đừng rút USB.")
NOT_OPEN = (
    "Không mở được USB",
    "USB đã bị rút, lỏng, hoặc máy chưa nhận. Cắm lại rồi nhấn Tìm lại USB (F5).",
)
NEED_PLACE = "Cắm USB, hoặc chọn một thư mục ở khung bên trái trước."
_TRUSTED = {
    Result.TAKEN: "đã tin khóa và nhận gói; biên nhận chờ ghi",
    Result.ARCHIVED: "đã tin khóa; gói là bản cũ nên chỉ lưu",
    Result.CONFLICT: "đã tin khóa; gói trùng bản số với một gói khác, cần chọn",
    Result.WAITING: "đã tin khóa; bản công bố chờ xem trước khi dùng",
}


def not_looked(error: BaseException) -> tuple[str, str]:
    """Return why the packages could not be listed, and what to do."""
    if isinstance(error, CancelledError):
        return "Đã dừng xem USB", "Chưa nhận gì. Nhấn Tìm lại USB (F5) để xem lại từ đầu."
    said = describe(error)
    if said is None:
        raise error
    return "Không đọc được USB", f"{said.why} Cắm lại USB rồi nhấn Tìm lại USB (F5)."


def no_package(own: int) -> tuple[str, str]:
    """Return that nothing lies there that could be taken in."""
    if own:
        return (
            "Không có gói nào của đơn vị khác",
            f"Ở đây chỉ có {own} tệp do sổ này ghi ra (biên nhận, bản công bố).",
        )
    return (
        "Ở đây không có gói nào",
        "Không thấy tệp .sott nào. Hỏi đơn vị đã ghi gói ra USB này chưa; có thể cắm nhầm USB.",
    )


def trusted(parked: Parked, found: Sequence[Outcome]) -> str:
    """Return what became of a package whose key is believed now, and of others of this key."""
    said = _TRUSTED.get(found[0].result, "đã tin khóa; gói đã nhận từ trước")
    also = f" Xử lý luôn {len(found) - 1} gói khác cùng khóa." if len(found) > 1 else ""
    return f"Mã khớp. {parked.unit.full_name}: {said}.{also}"


def place_name(stick: Stick) -> str:
    """Return what a stick, or a folder used like one, is called; never a path."""
    drive = stick.drive
    return drive.name if is_stick(stick) else drive.folder.name or drive.name


def receipts_written(count: int, stick: Stick) -> str:
    """Return that receipts stand on a stick."""
    return f"Đã ghi {count} biên nhận lên {place_name(stick)} và đọc lại đúng."


def deadlines_kept(count: int) -> str:
    """Return that the deadlines were kept."""
    return f"Đã lưu {count} thời hạn. Công bố bản mới để các đơn vị biết."
