"""Who works with the register now, and what that role may do. Asked at each noted change."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import SettingRow
from desktop.core.errors import NotAllowedError


class Role(StrEnum):
    """What an officer does with the register.

    It prevents mistakes, not intent: whoever has a password has the key of the whole register.
    """

    ENTRY = "entry"
    LEAD = "lead"
    SUPPORT = "support"


ROLE_NAMES = {Role.ENTRY: "Nhập liệu", Role.LEAD: "Lãnh đạo", Role.SUPPORT: "Hỗ trợ kỹ thuật"}
ROLE_WORDS = {
    Role.ENTRY: "Làm mọi việc: ghi, sửa, in, khóa báo cáo, gửi nhận, cài đặt.",
    Role.LEAD: "Xem tất cả và in; không ghi, không sửa.",
    Role.SUPPORT: "Chỉ vào trang Cài đặt: kiểm tra sổ, sao lưu, khôi phục, cập nhật chương trình.",
}
_DEEDS = {Role.LEAD: ("printed", "password"), Role.SUPPORT: ("restored", "password")}
"""The deeds of the history that these may do; all others may do everything."""


@dataclass(frozen=True)
class Worker:
    """The officer at work in a session; the id is empty where nobody said who it is."""

    id: str
    name: str
    office: str = ""
    role: Role = Role.ENTRY


def now(session: Session) -> Worker:
    """Return who works: who was signed in, else the one the register names."""
    found = session.info.get("worker")
    if isinstance(found, Worker):
        return found
    kept = session.scalar(select(SettingRow.value).where(SettingRow.key == "officer"))
    return Worker("", str(kept or ""))


def require(worker: Worker, deed: str) -> None:
    """Raise NotAllowedError if the role does not cover a deed."""
    allowed = _DEEDS.get(worker.role)
    if allowed is not None and deed not in allowed:
        raise NotAllowedError(ROLE_NAMES[worker.role])
