"""What is said of passwords and roles. Registered on import; light: loaded before the first paint."""

from desktop.core.errors import NotAllowedError, StoreKeyError, StoreLockedError
from desktop.ui.messages import Message, describe

_KEY_UNTOUCHED = "Sổ vẫn nguyên vẹn nhưng không đọc được nếu thiếu khóa."


@describe.register
def _(error: StoreLockedError) -> Message:
    return Message(
        "Sổ có mật khẩu",
        f"Phải có mật khẩu của một người dùng, hoặc mã khôi phục, mới mở được “{error.path.name}”.",
        (
            "Mở lại và nhập mật khẩu.",
            "Quên mật khẩu: dùng mã trong phong bì niêm phong của đơn vị.",
        ),
        "Sổ không có gì thay đổi.",
    )


@describe.register
def _(error: StoreKeyError) -> Message:
    file = f"{error.path.stem}.khoa.json"
    if error.reason == "newer":
        return Message(
            f"Tệp khóa của sổ “{error.path.name}” do phiên bản mới hơn ghi",
            f"Phiên bản đang chạy không đọc được {file}.",
            ("Cập nhật chương trình rồi mở lại.",),
            "Sổ và tệp khóa không có gì thay đổi.",
        )
    if error.reason == "damaged":
        return Message(
            f"Tệp khóa của sổ “{error.path.name}” đã hỏng",
            f"Nội dung tệp {file} nằm cạnh sổ bị sai, nên không mở được sổ dù mật khẩu đúng.",
            (
                "Tìm tệp khóa ở thư mục sao-luu hoặc ở USB sao lưu; bản nào cùng sổ cũng dùng được.",
                f"Đổi tên thành {file}, đặt cạnh sổ rồi mở lại.",
            ),
            _KEY_UNTOUCHED,
        )
    return Message(
        f"Thiếu tệp khóa của sổ “{error.path.name}”",
        f"Tệp khóa {file} phải nằm cạnh sổ; không thấy tệp này.",
        ("Tìm lại tệp khóa ở nơi đã chép sổ đi.", "Đặt tệp khóa cạnh sổ rồi mở lại."),
        _KEY_UNTOUCHED,
    )


@describe.register
def _(error: NotAllowedError) -> Message:
    return Message(
        f"Vai trò {error.role} không làm việc này",
        "Người đang dùng sổ chỉ được xem, hoặc chỉ được chăm sóc máy và bản sao lưu.",
        ("Bấm tên ở cuối cột bên trái để đổi sang người có vai trò Nhập liệu.",),
        "Sổ không có gì thay đổi.",
    )
