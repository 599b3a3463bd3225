"""Sample plans of the sample ward: meetings ahead, a daily broadcast, some not yet logged, targets."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.rows import TargetRow
from desktop.core import hamlets, planned, recurrences, settings, speakers
from desktop.core.ids import new_id
from desktop.core.planned import Planned
from desktop.core.recurrences import Recurrence

FIRST, LAST = date(2024, 12, 2), date(2024, 12, 31)
WEEKDAYS = (0, 1, 2, 3, 4, 5)
"""From Monday to Saturday: 26 days of the month."""

_TARGETS = (
    ("CT01", 30, date(2024, 12, 31)), ("CT02", 1_400, date(2024, 12, 31)),
    ("CT09", 10, date(2024, 12, 31)), ("CT11", 160, date(2024, 12, 31)),
    ("CT16", 8, date(2024, 12, 20)),
)  # fmt: skip
_MEETINGS: tuple[dict[str, Any], ...] = (
    {"day": 12, "channel": "SINH_HOAT_CD", "title": "Rà soát hộ nghèo, hộ cận nghèo cuối năm",
     "topics": ("CS13", "CS08"), "hamlet": "Thôn 5", "venue": "Hội trường thôn",
     "hours": (time(19, 0), time(20, 30)), "speaker": 0},
    {"day": 17, "channel": "SINH_HOAT_CD", "title": "Vay vốn ưu đãi và cách dùng vốn hiệu quả",
     "topics": ("CS07",), "hamlet": "Buôn Êa Bông", "venue": "Nhà sinh hoạt cộng đồng",
     "hours": (time(19, 0), time(20, 45)), "speaker": 0, "languages": ("VIET", "EDE")},
    {"day": 18, "channel": "NOI_CHUYEN", "title": "Đi làm việc ở nước ngoài theo hợp đồng",
     "topics": ("DV03", "DV01"), "hamlet": "Thôn 7", "venue": "Hội trường thôn",
     "hours": (time(8, 0), time(10, 30)), "speaker": 2, "note": "Mượn máy chiếu của trường tiểu học."},
    {"day": 18, "channel": "TU_VAN_HO", "title": "Tư vấn tại hộ về học nghề",
     "topics": ("DV02",), "hamlet": "Buôn Kdũn", "venue": "",
     "hours": (time(9, 30), time(11, 0)), "speaker": 2, "languages": ("EDE",)},
    {"day": 20, "channel": "SINH_HOAT_CD", "title": "Bảo hiểm y tế cho người thuộc hộ cận nghèo",
     "topics": ("DV04",), "hamlet": "Buôn Dhă Prông", "venue": "Nhà sinh hoạt cộng đồng",
     "hours": (time(19, 0), time(20, 30)), "speaker": 4, "languages": ("VIET", "EDE")},
    {"day": 24, "channel": "NOI_CHUYEN", "title": "Quyền được trợ giúp pháp lý của người nghèo",
     "topics": ("DV09",), "hamlet": "Thôn 2", "venue": "Hội trường thôn",
     "hours": (time(14, 0), time(16, 0)), "speaker": 1},
)  # fmt: skip


def fill(session: Session) -> None:
    """Plan December of the sample ward, and give it targets as the city would publish them."""
    mine = settings.read(session)
    places = {one.full_name: one.id for one in hamlets.all_of(session, mine.unit_id)}
    names = ("Y Thịnh Êban", "H'Nga Kbuôr", "Trần Văn Bình", "Ama Bhiăng", "Nguyễn Thị Hòa")
    people = {one.name: one.id for one in speakers.all_of(session, mine.unit_id)}
    for one in _MEETINGS:
        speaker = people.get(names[one["speaker"]])
        hamlet = places.get(one["hamlet"])
        planned.save(
            session,
            Planned(
                unit_id=mine.unit_id, channel=one["channel"], planned_on=date(2024, 12, one["day"]),
                title=one["title"], topics=one["topics"], venue=one["venue"],
                hamlets=(hamlet,) if hamlet else (), speakers=(speaker,) if speaker else (),
                started_at=one["hours"][0], ended_at=one["hours"][1],
                languages=one.get("languages", ("VIET",)), note=one.get("note", ""),
            ),
        )  # fmt: skip
    _broadcast(session, mine.unit_id)
    _give_targets(session, mine.plan_id, mine.unit_id)


def _broadcast(session: Session, unit_id: str) -> None:
    kept = recurrences.save(
        session,
        Recurrence(
            unit_id=unit_id, channel="PHAT_THANH", weekdays=WEEKDAYS, first=FIRST, last=LAST,
            title="Bản tin giảm nghèo hằng ngày", topics=("CS08", "CS11"), started_at=time(6, 0),
            airings=1, minutes=15, languages=("VIET", "EDE"), venue="Toàn xã, 9 cụm loa",
        ),
    )  # fmt: skip
    days = planned.between(session, kept.first, kept.first + timedelta(days=7))
    no_power = next(one for one in days if one.planned_on == date(2024, 12, 6))
    planned.skip(session, [no_power.id], "Mất điện cả buổi sáng")


def _give_targets(session: Session, plan_id: str, unit_id: str) -> None:
    session.add_all(
        TargetRow(
            id=new_id(), plan_id=plan_id, unit_id=unit_id, indicator=indicator,
            at_least=at_least, at_most=None, due_on=due_on,
        )
        for indicator, at_least, due_on in _TARGETS
    )  # fmt: skip
    session.flush()
