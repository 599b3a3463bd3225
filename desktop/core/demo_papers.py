"""Sample papers: one attendance list and the words of one report. All names are invented."""

import random

from sqlalchemy.orm import Session

from desktop.core import activities, attendance, listing, narratives, periods
from desktop.core.activities import Activity
from desktop.core.attendance import Person, Sex
from desktop.core.listing import Filter
from desktop.core.narratives import Narrative

PERIOD = "2024-Q4"
NARRATIVE = Narrative(
    situation=(
        "Xã có các thôn, buôn người Kinh và người Ê-đê cùng sinh sống, phần lớn làm cà phê, sầu riêng "
        "và chăn nuôi nhỏ; nhiều hộ nghèo thiếu việc làm ổn định ngoài mùa thu hoạch."
    ),
    direction=(
        "UBND xã đã phân công công chức Văn hóa - Xã hội chủ trì, phối hợp với Mặt trận, các đoàn thể "
        "và ban tự quản thôn, buôn lồng ghép nội dung giảm nghèo vào các buổi sinh hoạt cộng đồng."
    ),
    strengths=(
        "Các buổi nói chuyện bằng hai thứ tiếng được bà con hưởng ứng; già làng, người có uy tín cùng "
        "tham gia vận động."
    ),
    difficulties=(
        "Mùa thu hoạch cà phê khó mời đủ người dự ban ngày.\n"
        "Một số cụm loa truyền thanh cũ, tiếng nhỏ, hay hỏng khi mưa."
    ),
    causes="Thời gian triển khai trùng vụ thu hoạch; kinh phí sửa chữa loa chưa được bố trí.",
    next_steps="Tăng buổi tối tại nhà sinh hoạt cộng đồng; phát lại các bài bằng tiếng Ê-đê.",
    proposals="Đề nghị thành phố hỗ trợ tài liệu in song ngữ Việt - Ê-đê và sửa chữa cụm loa.",
)

_EDE = ("H'Yim Kđoh", "Y Bhiông Niê", "H'Nguôm Êban", "Y Drĭm Knul", "H'Bliă Kbuôr", "Y Ƀhơ̆m Mlô",
        "H'Ñuê̆ Byă", "Y Suăn Ayŭn", "H'Loan Hđơk", "Y Khĭm Êñuôl", "H'Ƀlô Niê", "Y Mơ̆ Ktla")  # fmt: skip
_KINH = ("Nguyễn Thị Ánh Tuyết", "Trần Văn Đức", "Lê Thị Hồng Nhung", "Phạm Quốc Huy",
         "Đỗ Thị Mỹ Lệ", "Hoàng Văn Thắng", "Vũ Thị Ngọc", "Bùi Xuân Phong")  # fmt: skip
_CATEGORIES = ("HN", "HN", "HN", "HCN", "HCN", "HMTN", "KHAC")


def add(session: Session, unit_id: str) -> None:
    """Give the report its words, and a meeting in a buôn its attendance list."""
    narratives.save(session, periods.parse(PERIOD), NARRATIVE)
    wanted = Filter(unit_id=unit_id, channels=("SINH_HOAT_CD",))
    for line in listing.find(session, wanted).lines:
        if line.attendees and "Đŭng" in line.place:
            attendance.save(session, unit_id, line.id, people(line.attendees, line.place))
            return


def people(count: int, address: str) -> list[Person]:
    """Return so many invented people of a place, the same ones each time."""
    dice = random.Random(count)
    found: list[Person] = []
    met: set[str] = set()
    for number in range(count):
        ede = dice.random() < 0.6
        name = dice.choice(_EDE if ede else _KINH)
        name = name if name not in met else f"{name} {chr(65 + number % 26)}"
        met.add(name)
        woman = "Thị" in name or name.startswith("H'")
        found.append(
            Person(
                name=name, sex=Sex.FEMALE if woman else Sex.MALE, ethnic="Ê-đê" if ede else "Kinh",
                address=address, category=dice.choice(_CATEGORIES), salaried=number % 17 == 16,
            )
        )  # fmt: skip
    return found


def printed(session: Session, unit_id: str) -> Activity | None:
    """Return the meeting whose papers the demo prints: the first with an attendance list."""
    for line in listing.find(session, Filter(unit_id=unit_id), limit=1_000).lines:
        if attendance.of(session, unit_id, line.id):
            return activities.get(session, unit_id, line.id)
    return None
