"""The paper with the recovery key (khóa dự phòng), as an outline: printed once, kept in the safe."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.core.documents import phrases
from desktop.core.documents.content import Letterhead
from desktop.core.documents.outline import Foot, Head, Outline, Part, Recipients, Text, Title
from desktop.core.units import Unit

_GROUP = 4


@dataclass(frozen=True)
class RecoveryContent:
    """Whose key it is, and its secret."""

    letterhead: Letterhead
    unit: Unit
    secret: str
    on: date


def recovery(content: RecoveryContent) -> Outline:
    """Return the paper: what the key is for, the key in groups, how to keep it."""
    title = f"Khóa dự phòng – {content.unit.full_name}"
    return Outline(title, content.unit.committee, tuple(_parts(content)))


def groups(secret: str) -> str:
    """Return a key in groups of four letters after its head, as it is read out and typed."""
    head, mark, rest = secret.rpartition("-1")
    parts = (rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP))
    return " ".join((f"{head}{mark}", *parts))


def _parts(content: RecoveryContent) -> Iterator[Part]:
    yield Head(content.letterhead, "", content.on)
    yield Title("KHÓA DỰ PHÒNG", f"mở các gói gửi {content.unit.running_name}")
    yield Text(
        "Khóa này mở được mọi gói mà các đơn vị gửi lên, kể cả khi máy đang dùng bị hỏng hoặc mất. "
        "Ai có khóa này đọc được các gói, vì vậy giấy này được giữ như con dấu."
    )
    yield Text(groups(content.secret))
    yield Text(
        "Chữ hoa, chữ thường như nhau; khoảng trắng chỉ để dễ đọc. Chương trình không giữ khóa này "
        "và không in lại được."
    )
    yield Text(
        "Cách giữ: in một bản, cho vào phong bì dán kín, người phụ trách ký vào mép dán, cất trong "
        "két. Không chụp ảnh, không gửi qua mạng; phải lưu thành tệp để in ở máy khác thì in xong xóa "
        "ngay tệp đó. Khi nghi giấy bị lộ hoặc mất, đóng khóa này và tạo khóa mới./."
    )
    yield Foot((Recipients(("Lưu: két",)), phrases.signer(content.letterhead)))
