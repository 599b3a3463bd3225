"""DOC-TOI.txt and the name of the file: what people see of a package without the program."""

import re
import unicodedata

from desktop.core.packages.header import Header, Kind, Unit

SUFFIX = ".sott"
_LONGEST_NAME = 63
_DEVICE = 6
_FILE_KINDS = {Kind.REPORT: "BaoCao", Kind.RECEIPT: "BienNhan", Kind.PUBLICATION: "CongBo"}
_TITLES = {
    Kind.REPORT: "BÁO CÁO TRUYỀN THÔNG",
    Kind.RECEIPT: "BIÊN NHẬN BÁO CÁO",
    Kind.PUBLICATION: "KẾ HOẠCH, DANH MỤC VÀ THỜI HẠN CÔNG BỐ",
}
_KINDS_OF_UNITS = re.compile(r"(?:Phường|Xã|Thị trấn|Thị xã|Thành phố|Huyện|Quận|Tỉnh)\s+")
_OTHER_SIGNS = re.compile(r"[^A-Za-z0-9]+")
_PLAIN = str.maketrans({"đ": "d", "Đ": "D", "ƀ": "b", "Ƀ": "B"})


def readme(header: Header, *, encrypted: bool) -> bytes:
    """Return what stands in DOC-TOI.txt; nothing in it is personal."""
    receiver, period = header.receiver, header.period
    to = f"{receiver.name} (mã {receiver.code})" if receiver else "các đơn vị trực thuộc"
    span = f"từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}"
    lines = [
        f"{_TITLES[header.kind]} – gói dữ liệu của chương trình Sổ Truyền Thông",
        "",
        f"Đơn vị gửi:  {header.unit.name} (mã {header.unit.code})",
        f"Đơn vị nhận: {to}",
        f"Kỳ:          {period.name} ({span})",
        f"Bản số:      {header.version}",
        "",
        "Việc cần làm: mở Sổ Truyền Thông, vào Gửi – nhận USB và chọn tệp này.",
        "Không sửa hay nén lại tệp: chương trình sẽ từ chối gói đã bị thay đổi.",
        "",
        _CLOSED if encrypted else _OPEN,
        "Chữ ký trong gói cho biết gói của máy nào và còn nguyên vẹn; không thay cho ký số.",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def file_name(header: Header) -> str:
    """Return BaoCao_24118-Tan-Lap_2024-Q4_v1_a1b2c3.sott; a receipt names whom it is for."""
    unit = (header.receiver or header.unit) if header.kind is Kind.RECEIPT else header.unit
    start = f"{_FILE_KINDS[header.kind]}_{unit.code}"
    period = header.period.name.replace("..", "--")
    end = f"_{period}_v{header.version}_{header.device[-_DEVICE:]}{SUFFIX}"
    place = _place(unit)[: max(0, _LONGEST_NAME - len(start) - len(end) - 1)].rstrip("-")
    return f"{start}-{place}{end}" if place else start + end


def _place(unit: Unit) -> str:
    """Return the name of a unit in plain letters, without its kind: Tan-Lap."""
    bare = unicodedata.normalize("NFD", _KINDS_OF_UNITS.sub("", unit.name, count=1))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return _OTHER_SIGNS.sub("-", letters.translate(_PLAIN)).strip("-")


_CLOSED = "Nội dung đã mã hóa: chỉ đơn vị nhận và đơn vị gửi đọc được."
_OPEN = "Nội dung không mã hóa vì không chứa thông tin cá nhân; ai cũng kiểm tra được."
