"""What is said of each known error: what happened, why, what to do. Registered on import.

Every sentence is for an officer: no code words, nobody blamed, the data named as safe.
"""

from desktop.core.errors import (
    ConflictError,
    DeliveryError,
    DiskFullError,
    DriveReason,
    FileExistsAlreadyError,
    FileMissingError,
    FileProblemError,
    InUseError,
    InvalidActivityError,
    MissingGlyphError,
    NotFoundError,
    NotInForceError,
    PeriodError,
    PeriodLockedError,
    PeriodOpenError,
    StoreDamagedError,
    StoreError,
    StoreExistsError,
    StoreMissingError,
    StoreTooNewError,
    StoreUnwritableError,
    UnknownNameError,
    WorkbookError,
    WorkbookReason,
    WrongChoiceError,
)
from desktop.core.typed import show_date
from desktop.ui import (
    fault_words as fault_words,
    package_words as package_words,
    people_words as people_words,
    server_words as server_words,
    update_words as update_words,
)
from desktop.ui.messages import Message, describe

UNCHANGED = "Sổ không có gì thay đổi."
_WRONG_PLACE = ("EISDIR", "ENOTDIR", "EEXIST")
_KINDS = {
    "unit": "đơn vị",
    "profile": "bộ đơn vị",
    "rule": "cách tính kỳ",
    "form": "mẫu giấy tờ",
    "suffix": "loại tệp",
    "activity": "buổi duy nhất nào của ngày",
    "package": "gói đang để riêng nào tên",
    "record": "hoạt động, phần lời hay chỉ tiêu nào của gói này tên",
    "field": "ô",
    "reason": "lý do trả lại",
}
_PERIODS = {
    "unreadable": "Kỳ báo cáo viết như 2024-Q4, 2024-11, 2024-H1, 2024 hoặc 2024-10-01..2024-12-31.",
    "no_such": "Kỳ này không có trong lịch, hoặc ngoài các năm chương trình nhận.",
    "backwards": "Ngày đầu đứng sau ngày cuối.",
    "no_plan": "Sổ chưa có kế hoạch nên không tính theo thời gian kế hoạch được.",
    "outside_plan": "Kỳ này nằm ngoài thời gian của kế hoạch.",
}
_WORKBOOKS = {
    WorkbookReason.NOT_A_WORKBOOK: (
        "Tệp không phải bảng tính Excel (.xlsx, .xls), hoặc đã hỏng.",
        "Mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi nhập lại.",
    ),
    WorkbookReason.ENCRYPTED: (
        "Bảng tính có đặt mật khẩu nên không đọc được.",
        "Mở tệp bằng Excel, bỏ mật khẩu, lưu lại rồi nhập.",
    ),
    WorkbookReason.TOO_LARGE: (
        "Bảng tính quá lớn so với một sổ hoạt động.",
        "Chép các dòng cần nhập sang bảng tính mẫu mới rồi nhập lại.",
    ),
    WorkbookReason.NO_SHEET: (
        "Trong tệp không có trang tính “Hoạt động”.",
        "Dùng bảng tính mẫu của chương trình (Lấy bảng tính mẫu).",
    ),
    WorkbookReason.WRONG_HEADINGS: (
        "Thiếu cột cần có ở dòng tiêu đề.",
        "Giữ nguyên dòng tiêu đề của bảng tính mẫu, hoặc chép dữ liệu sang mẫu mới.",
    ),
    WorkbookReason.TOO_MANY_ROWS: (
        "Bảng tính có quá nhiều dòng cho một lần nhập.",
        "Chia thành nhiều tệp, mỗi tệp không quá 20.000 dòng.",
    ),
    WorkbookReason.EMPTY: (
        "Bảng tính chưa có dòng hoạt động nào, không kể dòng ví dụ.",
        "Điền các hoạt động từ dòng 3 trở đi rồi nhập lại.",
    ),
}
_DELIVERIES = {
    DriveReason.GONE: (
        "Không còn thấy USB: USB đã bị rút ra, lỏng, hoặc chưa mở được.",
        "Cắm lại USB, chờ máy nhận rồi bấm Ghi lại.",
    ),
    DriveReason.FULL: (
        "Nơi ghi không còn đủ chỗ trống.",
        "Xóa bớt tệp ở đó hoặc dùng USB khác, rồi bấm Ghi lại.",
    ),
    DriveReason.READ_ONLY: (
        "USB chỉ cho đọc: có thể đang bật khóa chống ghi, hoặc máy khóa vì USB lỗi.",
        "Gạt khóa chống ghi trên USB, hoặc dùng USB khác, rồi bấm Ghi lại.",
    ),
    DriveReason.DENIED: (
        "Máy không cho ghi vào USB này: USB bật khóa chống ghi, hoặc một chương trình đang giữ tệp.",
        "Gạt khóa chống ghi, đóng cửa sổ đang mở USB rồi bấm Ghi lại.",
    ),
    DriveReason.FAULT: (
        "USB báo lỗi khi ghi hoặc đọc, có thể do lỏng, bị rút ra hoặc sắp hỏng.",
        "Cắm lại USB rồi bấm Ghi lại; vẫn lỗi thì dùng USB khác.",
    ),
    DriveReason.VANISHED: (
        "Tệp vừa ghi biến mất khỏi USB, thường do phần mềm diệt vi-rút xóa.",
        "Xem thông báo của phần mềm diệt vi-rút rồi bấm Ghi lại, hoặc dùng USB khác.",
    ),
    DriveReason.READS_DIFFERENTLY: (
        "Đọc lại từ USB thì không giống bản đã ghi: USB này không giữ đúng dữ liệu.",
        "Dùng USB khác rồi bấm Ghi lại. Tệp sai đã bị xóa; nếu vẫn còn thấy thì đừng nộp.",
    ),
    DriveReason.OTHER_CONTENT: (
        "Trên USB đã có một tệp cùng tên nhưng nội dung khác; chương trình không ghi đè.",
        "Chuyển tệp đó đi nơi khác, hoặc dùng USB khác, rồi bấm Ghi lại.",
    ),
}


@describe.register
def _(error: InvalidActivityError) -> Message:
    found = tuple(problem.text for problem in error.problems)
    return Message("Chưa lưu được hoạt động", "Còn chỗ phải sửa:", found, UNCHANGED)


@describe.register
def _(error: NotFoundError) -> Message:
    return Message(
        "Không tìm thấy mục này trong sổ",
        "Mục vừa chọn không còn, hoặc sổ chưa được thiết lập.",
        ("Mở lại danh sách và chọn lại.",),
    )


@describe.register
def _(error: ConflictError) -> Message:
    return Message(
        "Hoạt động này đã được sửa ở nơi khác",
        "Sau khi mở ra, nội dung trong sổ đã thay đổi, nên không ghi đè.",
        ("Đóng biểu mẫu, mở lại hoạt động và sửa trên nội dung mới.",),
        "Nội dung đang gõ vẫn còn trong bản nháp.",
    )


@describe.register
def _(error: PeriodLockedError) -> Message:
    return Message(
        f"Báo cáo {error.title} đã khóa (bản số {error.version})",
        f"Việc này đụng tới ngày {show_date(error.day)}, nằm trong kỳ đã khóa, nên không làm được: số "
        "liệu sẽ lệch với bản đã in, đã gửi.",
        ("Nếu thật cần sửa: mở trang Báo cáo, chọn kỳ này, nhấn Mở khóa và ghi lý do.",),
    )


@describe.register
def _(error: PeriodOpenError) -> Message:
    return Message(
        f"Báo cáo {error.title} chưa khóa",
        "Chỉ báo cáo đã khóa mới có gói để gửi, có mã trên giấy và có gì để mở khóa.",
        ("Vào trang Báo cáo, chọn kỳ này, xem lại các việc còn thiếu rồi nhấn Khóa.",),
    )


@describe.register
def _(error: NotInForceError) -> Message:
    if not error.newer:
        return Message(
            "Chưa trả lời được gói này",
            "Gói còn để riêng, chưa được nhận vào sổ, nên chưa có gì để duyệt hay trả lại.",
            ("Nhận gói xong (tin khóa, hoặc chọn bản dùng) rồi duyệt hoặc trả lại.",),
            UNCHANGED,
        )
    return Message(
        "Gói này đã có bản khác thay",
        f"Đơn vị đã gửi bản số {error.newer}; chỉ bản đang dùng mới được duyệt hoặc trả lại.",
        (f"Mở bản số {error.newer} và trả lời bản đó.",),
        UNCHANGED,
    )


@describe.register
def _(error: InUseError) -> Message:
    return Message(
        "Không bỏ được mục này",
        f"Có {error.count} mục khác đang dùng nó.",
        ("Sửa các mục đó trước.",),
        UNCHANGED,
    )


@describe.register
def _(error: UnknownNameError) -> Message:
    kind = _KINDS.get(error.kind, "mục")
    known = ("Có thể chọn: " + "; ".join(error.choices[:40]) + ".",) if error.choices else ()
    return Message(
        f"Không có {kind} “{error.name}”", "Mã hoặc tên này không có trong danh mục.", known
    )


@describe.register
def _(error: PeriodError) -> Message:
    return Message(f"Không hiểu kỳ báo cáo “{error.text}”", _PERIODS[error.reason])


@describe.register
def _(error: WrongChoiceError) -> Message:
    return Message("Chưa thực hiện được", error.reason)


@describe.register
def _(error: FileProblemError) -> Message:
    if error.system in _WRONG_PLACE:
        return Message(
            f"Không đọc hoặc ghi được “{error.path.name}”",
            f"{error.path} là thư mục chứ không phải tệp, hoặc {error.path.parent} là tệp chứ không phải thư mục.",
            ("Kiểm tra lại tên và nơi lưu rồi thử lại.",),
        )
    return Message(
        f"Không đọc hoặc ghi được “{error.path.name}”",
        "Tệp đang mở ở chương trình khác (Excel, phần mềm diệt vi-rút…), hoặc không có quyền ở thư mục "
        f"{error.path.parent}.",
        ("Đóng Excel hoặc chương trình đang mở tệp.", "Thử lại, hoặc chọn thư mục khác."),
    )


@describe.register
def _(error: FileMissingError) -> Message:
    return Message(
        f"Không tìm thấy “{error.path.name}”",
        f"Trong thư mục {error.path.parent} không có tệp này, hoặc ổ đĩa đã rút ra.",
        ("Kiểm tra lại tên và nơi lưu, cắm lại USB nếu có.",),
    )


@describe.register
def _(error: FileExistsAlreadyError) -> Message:
    return Message(
        f"Đã có tệp “{error.path.name}”", "Chương trình không ghi đè tệp cũ.", ("Chọn tên khác.",)
    )


@describe.register
def _(error: DiskFullError) -> Message:
    return Message(
        "Ổ đĩa đã đầy",
        f"Không còn chỗ để ghi “{error.path.name}”. Tệp viết dở đã được bỏ đi.",
        ("Xóa bớt tệp không cần trên ổ đĩa.", "Thử lại, hoặc chọn ổ khác."),
    )


@describe.register
def _(error: DeliveryError) -> Message:
    why, step = _DELIVERIES[error.reason]
    name = f"“{error.path.name}”"
    safe = f"Trên USB không có tệp ghi dở nào mang tên {name}. Bản trong máy còn nguyên."
    if error.reason is DriveReason.OTHER_CONTENT:
        safe = f"Tệp {name} trên USB và bản trong máy đều còn nguyên."
    elif error.reason is DriveReason.READS_DIFFERENTLY:
        safe = f"Bản {name} trong máy còn nguyên."
    return Message("Chưa ghi được gói ra USB", why, (step,), safe)


@describe.register
def _(error: WorkbookError) -> Message:
    why, step = _WORKBOOKS[error.reason]
    detail = f" ({error.detail})" if error.detail else ""
    title = f"Không nhập được “{error.path.name}”"
    return Message(title, f"{why[:-1]}{detail}.", (step,), "Chưa nhập dòng nào; sổ không thay đổi.")


@describe.register
def _(error: MissingGlyphError) -> Message:
    return Message(
        "Chưa in được vì thiếu chữ trong phông",
        f"Không phông chữ nào trên máy có: {error.letters}"
        + (f" (ở “{error.where}”)." if error.where else "."),
        ("Sửa các chữ đó, hoặc cài phông Times New Roman / Liberation Serif 2.",),
        "Không có tệp nào được viết ra.",
    )


@describe.register
def _(error: StoreError) -> Message:
    return Message(
        f"Không mở được sổ “{error.path.name}”",
        "Sổ chưa dùng được lúc này.",
        ("Thử lại; vẫn không được thì gọi người hỗ trợ.",),
        "Không có gì trong sổ bị xóa.",
    )


@describe.register
def _(error: StoreMissingError) -> Message:
    return Message(
        f"Không tìm thấy sổ “{error.path.name}”",
        f"Trong thư mục {error.path.parent} không có tệp này.",
        ("Kiểm tra lại nơi lưu dữ liệu.", "Chưa có sổ thì lập sổ mới."),
    )


@describe.register
def _(error: StoreExistsError) -> Message:
    return Message(
        f"Đã có sổ “{error.path.name}”",
        "Chương trình không bao giờ ghi đè một sổ đang có.",
        ("Mở sổ đó, hoặc chọn tên hay thư mục khác.",),
        "Sổ đang có không bị đụng tới.",
    )


@describe.register
def _(error: StoreDamagedError) -> Message:
    why = "Tệp này không phải sổ của chương trình."
    if error.reason != "not_a_register":
        why = "Nội dung tệp bị hỏng, hoặc tệp khóa không phải của sổ này."
    return Message(
        f"Không đọc được sổ “{error.path.name}”",
        why,
        (
            "Đừng xóa tệp này.",
            "Đóng chương trình rồi mở lại: chương trình sẽ kiểm tra sổ và đưa ra bản sao lưu gần nhất.",
        ),
        "Tệp được giữ nguyên như đang có.",
    )


@describe.register
def _(error: StoreTooNewError) -> Message:
    return Message(
        "Sổ do phiên bản mới hơn ghi",
        "Phiên bản đang chạy cũ hơn sổ nên không mở, để khỏi làm sai dữ liệu.",
        ("Cập nhật chương trình rồi mở lại.",),
        "Sổ không có gì thay đổi.",
    )


@describe.register
def _(error: StoreUnwritableError) -> Message:
    if error.full:
        return Message(
            "Ổ đĩa đã đầy nên chưa lưu được",
            "Không còn chỗ để ghi vào sổ.",
            ("Xóa bớt tệp không cần trên ổ đĩa.", "Bấm lưu lại."),
            "Những gì đã lưu trước đó vẫn nguyên vẹn; nội dung đang gõ còn trên màn hình.",
        )
    return Message(
        "Không ghi được vào sổ",
        "Thư mục chỉ cho đọc, hoặc ổ đĩa gặp lỗi.",
        ("Kiểm tra quyền ghi của thư mục và ổ đĩa.", "Đóng chương trình, mở lại rồi thử lại."),
        "Những gì đã lưu trước đó vẫn nguyên vẹn.",
    )
