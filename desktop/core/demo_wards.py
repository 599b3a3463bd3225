"""The other wards of the sample city: their registers, hamlets and a quarter of activities each.

All names and figures are invented; the same seed gives the same quarter.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import activities, hamlets, narratives, registers, units
from desktop.core.activities import Activity, Expense, Status
from desktop.core.catalogue import DIRECT
from desktop.core.clock import Clock
from desktop.core.narratives import Narrative
from desktop.core.periods import Period
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.speakers import Signatory
from desktop.core.units import Unit

_FIRST_DAY = date(2024, 9, 16)
_HELD_OVER = 86
_SUBJECTS = (
    ("Chính sách hỗ trợ nhà ở cho hộ nghèo", ("DV06", "CS01")),
    ("Bảo hiểm y tế cho người thuộc hộ cận nghèo", ("DV04",)),
    ("Vay vốn ưu đãi, dùng vốn đúng mục đích", ("CS07",)),
    ("Học nghề gắn với việc làm", ("DV02", "DV01")),
    ("Nước sạch và vệ sinh môi trường", ("DV07",)),
    ("Chuẩn nghèo đa chiều và cách rà soát", ("CS13",)),
)
_OFFICERS = (
    "Nguyễn Thị Lan", "Trần Quốc Bảo", "H'Yar Niê", "Lê Minh Tuấn", "Phạm Thu Hằng", "Y Khoa Mlô",
    "Đỗ Văn Lực",
)  # fmt: skip
_WORDS = Narrative(
    situation="Địa bàn đông dân, một số hộ nghèo đi làm ăn xa.",
    direction="Ủy ban nhân dân đã ban hành kế hoạch truyền thông và phân công cán bộ phụ trách.",
    strengths="Các buổi truyền thông có đông người dân tham dự.",
    difficulties="Một số hộ đi làm ăn xa nên khó mời dự họp.",
    causes="Mùa thu hoạch cà phê trùng với lịch truyền thông.",
    next_steps="Tiếp tục truyền thông tại từng khu dân cư.",
    proposals="Đề nghị cấp thêm tờ rơi bằng tiếng Ê-đê.",
)


def make(path: Path, unit: Unit, clock: Clock, number: int) -> Store:
    """Make the register of a ward; the caller closes it."""
    wanted = NewRegister(
        role=Role.WARD, profile=_profile(unit), unit_code=unit.code, officer=_OFFICERS[number % len(_OFFICERS)],
        office="Công chức Văn hóa - Xã hội",
        signatories=[
            Signatory(block=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name="Nguyễn Văn Thành")
        ],
    )  # fmt: skip
    return registers.create(path, wanted, clock)


def log(session: Session, unit: Unit, seed: int) -> int:
    """Put a quarter into an empty register, as far as the unit was there; return how many."""
    places = [hamlets.named(name, unit.id) for name in _places(unit)]
    for place in places:
        hamlets.add(session, place)
    made = _quarter(unit, [place.id for place in places], random.Random(seed))
    found = [one for one in made if unit.is_valid(one.held_on)]
    activities.save_many(session, found)
    return len(found)


def write(session: Session, period: Period) -> None:
    """Write the words of the report."""
    narratives.save(session, period, _WORDS)


def write_nil(session: Session, period: Period) -> None:
    """Say why nothing was held in the period."""
    reason = "Công chức phụ trách nghỉ thai sản, chưa có người thay; các buổi lùi sang quý sau."
    narratives.save(session, period, replace(Narrative(), nil_reason=reason))


def mend(session: Session, unit_id: str, activity_id: str) -> None:
    """Correct the figures of an activity that was returned."""
    one = activities.get(session, unit_id, activity_id)
    people = (one.attendees or 0) // 2
    activities.save(
        session,
        replace(one, attendees=people, women=people // 2, minority=people // 4, poor=people // 4),
    )


def _profile(unit: Unit) -> str:
    """Return the first state of the map in which the unit is there: a code alone names several."""
    return next(one.code for one in units.profiles() if unit.is_valid(one.day))


def _places(unit: Unit) -> Sequence[str]:
    if unit.kind == "Phường":
        return [f"Tổ dân phố {number}" for number in range(1, 9)]
    return [*(f"Thôn {number}" for number in range(1, 7)), "Buôn Kô Sia", "Buôn Ea Nhôl"]


def _quarter(unit: Unit, places: Sequence[str], dice: random.Random) -> Iterator[Activity]:
    for number in range(dice.randint(14, 24)):
        title, topics = _SUBJECTS[dice.randrange(len(_SUBJECTS))]
        yield _meeting(unit, places[number % len(places)], title, topics, dice)
    for number in range(dice.randint(6, 12)):
        day = _FIRST_DAY + timedelta(days=min(number * 7, _HELD_OVER))
        yield Activity(
            unit_id=unit.id, channel="PHAT_THANH", held_on=day, topics=("CS08",), items=1,
            title="Phát thanh về chính sách giảm nghèo", languages=("VIET",), airings=6,
            minutes=dice.choice((5, 7, 10)), status=Status.COMPLETE,
        )  # fmt: skip
    for channel, title in (("BANG_RON", "Băng rôn Ngày vì người nghèo 17/10"),
                           ("PANO", "Pa-nô “Không để ai bị bỏ lại phía sau”")):  # fmt: skip
        yield Activity(
            unit_id=unit.id, channel=channel, held_on=date(2024, 10, dice.randint(1, 16)),
            title=title, topics=("CS11",), items=dice.randint(1, 4),
            area_m2=Decimal(dice.randint(6, 20)), status=Status.COMPLETE,
            expenses=(Expense("XA_PHUONG", dice.randrange(800_000, 4_000_000, 50_000)),),
        )  # fmt: skip


def _meeting(
    unit: Unit, place: str, title: str, topics: tuple[str, ...], dice: random.Random
) -> Activity:
    people = _people(dice)
    channel = DIRECT[dice.randrange(len(DIRECT))]
    return Activity(
        unit_id=unit.id, channel=channel, title=title, topics=topics, hamlets=(place,),
        held_on=_FIRST_DAY + timedelta(days=dice.randint(0, _HELD_OVER)), started_at=time(19),
        ended_at=time(20, 45), venue="Nhà sinh hoạt cộng đồng", languages=("VIET",), items=1,
        status=Status.COMPLETE if dice.random() < 0.9 else Status.HELD, **people,
    )  # fmt: skip


def _people(dice: random.Random) -> dict[str, Any]:
    poor, near_poor, escaped, other = (
        dice.randint(*span) for span in ((6, 17), (5, 14), (2, 8), (5, 18))
    )
    attendees = poor + near_poor + escaped + other + dice.randint(2, 9)
    return {
        "attendees": attendees, "women": round(attendees * dice.uniform(0.45, 0.65)),
        "minority": round(attendees * dice.uniform(0.1, 0.6)), "officials": dice.randint(2, 5),
        "poor": poor, "near_poor": near_poor, "escaped": escaped, "other_households": other,
    }  # fmt: skip
