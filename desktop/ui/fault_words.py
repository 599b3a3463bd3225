"""What is said of faults in daily life: no room, a wrong place, somebody else has the register.

Registered on import; light, because it is loaded before the first paint.
"""

from desktop.core.errors import BackupError, PlaceError, StoreBusyError
from desktop.core.typed import show_date
from desktop.ui.messages import Message, describe

NETWORK = (
    "Thư mục này nằm trên máy khác trong mạng: mạng chập chờn hoặc hai máy cùng ghi là hỏng sổ. "
    "Hãy chọn thư mục trên máy này."
)
SYNCHRONISED = (
    "Thư mục này được chép lên mạng (OneDrive, Google Drive, Zalo…): sổ có thể bị chép dở và hỏng, "
    "dữ liệu cá nhân ra khỏi máy. Hãy chọn thư mục trên máy này."
)


@describe.register
def _(error: BackupError) -> Message:
    why = "Ổ đĩa không còn đủ chỗ cho bản sao lưu." if error.full else (
        f"Không ghi được vào thư mục {error.path}: thư mục chỉ cho đọc, hoặc ổ đĩa gặp lỗi."
    )  # fmt: skip
    step = "Xóa bớt tệp không cần trên ổ đĩa." if error.full else "Kiểm tra ổ đĩa và quyền ghi."
    return Message(
        "Chưa sao lưu được",
        why,
        (step, "Vào Cài đặt, bấm Sao lưu ngay; hoặc sao lưu ra USB."),
        "Sổ đang dùng và các bản sao lưu trước vẫn nguyên vẹn.",
    )


@describe.register
def _(error: PlaceError) -> Message:
    return Message(
        "Không đặt sổ ở thư mục này được",
        f"{NETWORK if error.network else SYNCHRONISED} Thư mục vừa chọn: {error.path}",
        ("Chọn thư mục chương trình gợi ý, hoặc một thư mục khác trên ổ đĩa của máy này.",),
        "Chưa có gì được ghi.",
    )


@describe.register
def _(error: StoreBusyError) -> Message:
    who = error.holder
    if who is None:
        return Message(
            "Sổ đang được mở ở nơi khác",
            "Mỗi lúc chỉ một chương trình mở được sổ.",
            ("Tìm cửa sổ Sổ Truyền Thông đang mở trên máy này.", "Đóng cửa sổ kia rồi mở lại."),
        )
    since = f"{who.since:%H:%M} ngày {show_date(who.since.date())}"
    if who.is_me:
        where = f"Sổ đang mở trên máy này từ {since}. Mỗi lúc chỉ một cửa sổ mở được sổ."
        step = "Tìm cửa sổ Sổ Truyền Thông đang mở trên thanh tác vụ."
    else:
        where = f"Người dùng “{who.user}” đang mở sổ trên máy “{who.machine}” từ {since}."
        step = f"Nhờ “{who.user}” đóng Sổ Truyền Thông (hoặc đăng xuất khỏi máy)."
    title = f"Sổ đang được mở ở {'cửa sổ' if who.is_me else 'nơi'} khác"
    return Message(title, where, (step, "Sau đó mở lại chương trình."))
