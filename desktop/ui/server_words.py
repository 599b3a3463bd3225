"""What is said when the server that holds a register says no. Registered on import."""

from desktop.core.errors import ServerError, ServerReason
from desktop.ui.messages import Message, describe

_SAFE = "Không có gì trong sổ bị mất hay thay đổi."
_ASK = "Hỏi người quản trị máy chủ; đọc cho họ dòng đầu của thông báo này."
_WORDS: dict[ServerReason, tuple[str, tuple[str, ...]]] = {
    ServerReason.ADDRESS: (
        "Địa chỉ máy chủ viết chưa đúng.",
        ("Viết như postgresql+psycopg://người_dùng@máy_chủ/tên_cơ_sở_dữ_liệu.",),
    ),
    ServerReason.NO_DRIVER: (
        "Bản cài đặt này không kèm phần kết nối PostgreSQL (psycopg).",
        ("Cài bản dành cho cơ quan dùng máy chủ, hoặc hỏi người hỗ trợ.",),
    ),
    ServerReason.UNREACHABLE: (
        "Máy chủ không trả lời: mạng đứt, máy chủ đang tắt hoặc đang khởi động.",
        ("Kiểm tra mạng của máy này.", "Chờ một phút rồi thử lại.", _ASK),
    ),
    ServerReason.LOGIN: (
        "Máy chủ không cho vào: sai tên, sai hoặc thiếu mật khẩu, hoặc máy này chưa được phép.",
        ("Kiểm tra tên và mật khẩu vào máy chủ.", _ASK),
    ),
    ServerReason.NO_DATABASE: (
        "Trên máy chủ không có cơ sở dữ liệu tên này.",
        ("Kiểm tra tên ở cuối địa chỉ.", _ASK),
    ),
    ServerReason.NO_REGISTER: (
        "Cơ sở dữ liệu này chưa có sổ.",
        ("Kiểm tra tên ở cuối địa chỉ.", "Chưa có sổ thì lập sổ mới bằng lệnh init."),
    ),
    ServerReason.NOT_OURS: (
        "Cơ sở dữ liệu này đang chứa bảng của phần mềm khác.",
        ("Xin người quản trị máy chủ một cơ sở dữ liệu trống rồi lập sổ ở đó.",),
    ),
    ServerReason.ENCODING: (
        "Cơ sở dữ liệu này không giữ được chữ Việt (mã chữ không phải UTF8).",
        ("Xin người quản trị máy chủ một cơ sở dữ liệu mới, mã chữ UTF8.",),
    ),
    ServerReason.TOO_OLD: (
        "Máy chủ chạy PostgreSQL cũ hơn bản 13.",
        ("Xin người quản trị nâng cấp máy chủ.",),
    ),
    ServerReason.RIGHTS: (
        "Tên này không được đọc, ghi hoặc lập bảng ở đó, hoặc máy chủ chỉ cho đọc.",
        ("Xin người quản trị máy chủ cho đủ quyền trên cơ sở dữ liệu này.",),
    ),
    ServerReason.BUSY: (
        "Người khác đang ghi lâu hơn thời gian chờ, hoặc máy chủ có quá nhiều người vào.",
        ("Chờ một phút rồi làm lại.",),
    ),
    ServerReason.LOST: (
        "Kết nối với máy chủ bị đứt giữa chừng.",
        ("Kiểm tra mạng.", "Mở lại danh sách xem việc vừa làm đã vào sổ chưa; chưa thì làm lại."),
    ),
    ServerReason.FULL: (
        "Máy chủ hết chỗ trên đĩa hoặc hết bộ nhớ.",
        ("Báo ngay cho người quản trị máy chủ.", "Làm lại sau khi máy chủ có chỗ."),
    ),
    ServerReason.COPIES: (
        "Sổ nằm trên máy chủ nên máy chủ tự sao lưu (pg_dump), chương trình không chép được.",
        ("Hỏi người quản trị máy chủ về lịch sao lưu và cách phục hồi.",),
    ),
    ServerReason.FAULT: (
        "Máy chủ báo không đọc hoặc ghi được tệp của chính nó.",
        ("Ngừng nhập liệu.", "Báo ngay cho người quản trị máy chủ."),
    ),
}


@describe.register
def _(error: ServerError) -> Message:
    why, steps = _WORDS[error.why]
    safe = "Mỗi việc được giữ trọn hoặc bỏ hẳn, không có gì ghi dở."
    if error.why is ServerReason.ADDRESS:
        return Message("Không hiểu địa chỉ máy chủ", why, steps)
    return Message(
        f"Không dùng được sổ “{error.place}”",
        why,
        steps,
        safe if error.why in (ServerReason.LOST, ServerReason.FULL, ServerReason.FAULT) else _SAFE,
    )
