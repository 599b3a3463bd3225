"""What is said when a package is refused: one sentence for each reason. Registered on import."""

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages.sealing import SealError, SealReason
from desktop.ui.messages import Message, describe

_UNCHANGED = "Sổ không có gì thay đổi; tệp trên USB được giữ nguyên."
_AGAIN = ("Nhờ nơi gửi ghi lại gói lên USB rồi nhận lại.",)
_CHANGED = (
    "Không dùng gói này.",
    "Quét virus cho USB, rồi nhờ nơi gửi ghi lại gói từ chương trình.",
)
_SENDER = ("Báo cho nơi gửi và người hỗ trợ; gửi kèm tên tệp.",)
_ASK = ("Hỏi lại nơi gửi trước khi nhận bất cứ gói nào từ máy đó.",)

_WORDS: dict[PackageReason, tuple[str, tuple[str, ...]]] = {
    PackageReason.TOO_LARGE: ("Tệp lớn hơn mức một gói được phép có.", _SENDER),
    PackageReason.NOT_A_PACKAGE: (
        "Tệp này không phải gói của Sổ Truyền Thông.",
        ("Chọn tệp có đuôi .sott do chương trình ghi ra.",),
    ),
    PackageReason.INCOMPLETE: (
        "Tệp không đủ: USB bị rút sớm hoặc chép chưa xong.", _AGAIN,
    ),
    PackageReason.CONTAINER: ("Vỏ của gói đã bị sửa hoặc bị nén lại bằng chương trình khác.", _CHANGED),
    PackageReason.MEMBERS: ("Trong gói thiếu hoặc thừa tệp so với quy định.", _CHANGED),
    PackageReason.SUMS: ("Nội dung gói không khớp với mã kiểm tra đi kèm.", _CHANGED),
    PackageReason.SIGNATURE_FORM: ("Chữ ký trong gói viết không đúng mẫu nên không kiểm tra được.", _CHANGED),
    PackageReason.SIGNATURE: ("Chữ ký không khớp: gói đã bị sửa sau khi ký.", _CHANGED),
    PackageReason.NEWER: (
        "Gói do phiên bản mới hơn của chương trình ghi ra.",
        ("Cập nhật Sổ Truyền Thông trên máy này rồi nhận lại.",),
    ),
    PackageReason.HEADER: ("Phần đầu của gói có mục chương trình không hiểu.", _SENDER),
    PackageReason.HEADER_FORM: ("Phần đầu của gói viết không đúng mẫu duy nhất.", _SENDER),
    PackageReason.HEADER_TEXT: ("Phần đầu của gói có ký tự ẩn hoặc chữ gõ không đúng chuẩn.", _SENDER),
    PackageReason.SIGNER: ("Gói ghi tên một khóa nhưng do khóa khác ký.", _ASK),
    PackageReason.UNKNOWN_KEY: (
        "Chưa biết khóa của máy đã ghi gói này, nên gói được để riêng.",
        (
            "Đối chiếu mã trên màn hình với mã trên báo cáo giấy đã ký, đóng dấu.",
            "Nếu khớp, chọn “Tin khóa này cho đơn vị”.",
        ),
    ),
    PackageReason.OTHER_UNIT: ("Gói mang tên một đơn vị nhưng do khóa của đơn vị khác ký.", _ASK),
    PackageReason.ENCRYPTION_KIND: ("Nội dung được mã hóa theo cách chương trình không nhận.", _CHANGED),
    PackageReason.NOT_FOR_US: (
        "Nội dung mã hóa cho nơi khác: máy này không có khóa để đọc.",
        (
            "Xem đơn vị nhận trong DOC-TOI.txt của gói.",
            "Nếu đúng là gửi cho đơn vị mình, nhờ nơi gửi nhận lại bản công bố mới rồi ghi lại gói.",
        ),
    ),
    PackageReason.ENCRYPTION: ("Phần mã hóa của gói bị hỏng nên không giải mã được.", _AGAIN),
    PackageReason.GZIP: ("Phần nén bên trong gói bị hỏng hoặc có thêm dữ liệu lạ.", _SENDER),
    PackageReason.BOMB: ("Nội dung bung ra quá lớn so với một gói bình thường.", _SENDER),
    PackageReason.INNER_HEADER: ("Phần đầu bên ngoài và bên trong gói không giống nhau.", _ASK),
    PackageReason.TOO_MANY_RECORDS: ("Gói có quá 200.000 mục.", _SENDER),
    PackageReason.ABOUT: ("Nội dung thuộc đơn vị, kỳ hoặc bản khác với phần đầu của gói.", _ASK),
    PackageReason.RECORD: ("Trong gói có mục sai mẫu hoặc vượt giới hạn cho phép.", _SENDER),
    PackageReason.RECORD_FORM: ("Trong gói có mục viết không đúng mẫu duy nhất.", _SENDER),
    PackageReason.RECORD_TEXT: ("Trong gói có chữ chứa ký tự ẩn, hoặc gõ không đúng chuẩn.", _SENDER),
    PackageReason.LONG_TEXT: ("Trong gói có đoạn văn dài hơn 4.000 chữ cái.", _SENDER),
    PackageReason.KIND: ("Trong gói có loại mục không thuộc loại gói này.", _SENDER),
    PackageReason.ORDER: ("Các mục trong gói bị lặp hoặc đứng sai thứ tự.", _SENDER),
    PackageReason.COUNTS: ("Số mục trong gói khác với số ghi ở phần đầu.", _SENDER),
    PackageReason.REFERENCE: (
        "Trong gói có mục trỏ tới thôn, đơn vị, hoạt động hoặc mã danh mục không hợp lệ.", _SENDER
    ),
    PackageReason.PERIOD: ("Trong gói có hoạt động, khoản ủng hộ hoặc gương nằm ngoài kỳ báo cáo.", _SENDER),
    PackageReason.SUMS_FALSE: (
        "Trong gói có số liệu trái nhau: số lần đầu lớn hơn tổng số, hoặc phát nhiều hơn số có.", _SENDER
    ),
    PackageReason.CONTENT: ("Nội dung không khớp với mã nội dung ghi ở phần đầu của gói.", _ASK),
    PackageReason.EVIDENCE: ("Ảnh hoặc bản quét minh chứng trong gói không đúng quy định.", _SENDER),
}  # fmt: skip


@describe.register
def _(error: PackageError) -> Message:
    why, steps = _WORDS[error.reason]
    waits = error.reason is PackageReason.UNKNOWN_KEY
    title = "Gói này chờ xác nhận" if waits else "Không nhận được gói này"
    return Message(title, why, steps, _UNCHANGED)


_SEALS: dict[SealReason, str] = {
    SealReason.NOT_DIGITS: "Có ký tự không phải chữ số: “{}”.",
    SealReason.TOO_SHORT: "Còn thiếu chữ số ({}).",
    SealReason.TOO_LONG: "Thừa chữ số ({}).",
    SealReason.CHECK: "Số kiểm tra không khớp: có ít nhất một chữ số gõ hoặc đọc sai.",
    SealReason.NOT_A_SEAL: "Đây không phải mã in trên báo cáo của chương trình.",
    SealReason.NEWER: "Mã do phiên bản mới hơn của chương trình in ra.",
    SealReason.FORM: "Nội dung của mã không đọc được.",
    SealReason.SIGNATURE: "Chữ ký trong mã không đúng với các số: giấy đã bị sửa hoặc không do chương trình in.",
}


@describe.register
def _(error: SealError) -> Message:
    return Message(
        "Không đọc được mã báo cáo",
        _SEALS[error.reason].format(error.detail),
        ("Quét lại mã QR cạnh chữ ký; gõ tay thì so từng chữ số với những gì điện thoại đọc ra.",),
        "Sổ không có gì thay đổi.",
    )
