"""What is said when a newer program is not taken: one sentence for each reason. Registered on import."""

from desktop.core.errors import UpdateError, UpdateReason
from desktop.ui.messages import Message, describe

UNCHANGED = "Chương trình đang dùng và sổ không có gì thay đổi."
_COPY_AGAIN = "Nhờ nơi phát hành chép lại cả hai tệp lên USB khác, rồi cập nhật lại."
_NOT_FROM_US = (
    "Không mở tệp này. Rút USB và báo cho người hỗ trợ.",
    "Chỉ dùng bản do nơi phát hành đưa.",
)
_WORDS: dict[UpdateReason, tuple[str, tuple[str, ...]]] = {
    UpdateReason.NO_KEYS: (
        "Chương trình này chưa có khóa của nơi phát hành nên không kiểm tra được bản mới.",
        ("Nhờ người hỗ trợ cài bản mới bằng bộ cài.",),
    ),
    UpdateReason.NO_SIGNATURE: (
        "Cạnh bộ cài không có tệp chữ ký (đuôi .minisig) nên không biết ai làm ra nó.",
        (_COPY_AGAIN,),
    ),
    UpdateReason.NOT_A_SIGNATURE: (
        "Tệp chữ ký (đuôi .minisig) đọc không được hoặc không đúng mẫu.",
        (_COPY_AGAIN,),
    ),
    UpdateReason.UNKNOWN_KEY: (
        "Bộ cài do một khóa lạ ký, không phải khóa của nơi phát hành.",
        _NOT_FROM_US,
    ),
    UpdateReason.ALTERED: (
        "Bộ cài hoặc chữ ký đã thay đổi sau khi phát hành: chép bị lỗi, hoặc có người sửa.",
        (_COPY_AGAIN, "Vẫn báo như vậy thì báo cho người hỗ trợ."),
    ),
    UpdateReason.OTHER_PROGRAM: (
        "Chữ ký này dành cho một chương trình khác, không phải Sổ Truyền Thông.",
        _NOT_FROM_US,
    ),
    UpdateReason.OTHER_PLATFORM: (
        "Bộ cài này dành cho loại máy khác ({detail}).",
        ("Chọn bộ cài dành cho máy này.",),
    ),
    UpdateReason.NOT_NEWER: (
        "Bộ cài là bản {detail}, không mới hơn bản đang dùng.",
        ("Không cần làm gì: máy này đã có bản mới.",),
    ),
    UpdateReason.OLD_REGISTER: (
        "Bản {detail} không đọc được sổ đang dùng, vì sổ đã theo cách ghi mới hơn.",
        ("Hỏi nơi phát hành để lấy bản mới hơn.",),
    ),
}


@describe.register
def _(error: UpdateError) -> Message:
    why, steps = _WORDS[error.reason]
    return Message("Chưa cập nhật chương trình", why.format(detail=error.detail), steps, UNCHANGED)
