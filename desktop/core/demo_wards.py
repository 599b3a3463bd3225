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
from desktop.core import (
    activities,
    attendance,
    contributions,
    demo_households,
    exemplars,
    fund_moves,
    funds,
    hamlet_years,
    hamlets,
    households,
    narratives,
    registers,
    units,
)
from desktop.core.activities import Activity, Expense, Status
from desktop.core.attendance import Person
from desktop.core.catalogue import DIRECT
from desktop.core.clock import Clock
from desktop.core.contributions import Contribution, DonorKind
from desktop.core.exemplars import Exemplar, Kind as ExemplarKind
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.funds import Fund
from desktop.core.hamlet_years import HamletYear
from desktop.core.hamlets import Hamlet
from desktop.core.households import ESCAPED, NEAR_POOR, POOR, Household, Yearly
from desktop.core.narratives import Narrative
from desktop.core.periods import Period
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.speakers import Signatory
from desktop.core.units import Unit

_FIRST_DAY = date(2024, 9, 16)
_HELD_OVER = 86
YEAR = _FIRST_DAY.year
_SUBJECTS = (
    ("Chính sách hỗ trợ nhà ở cho hộ nghèo", ("DV06", "CS01")),
    ("Bảo hiểm y tế cho người thuộc hộ cận nghèo", ("DV04",)),
    ("Vay vốn ưu đãi, dùng vốn đúng mục đích", ("CS07",)),
    ("Học nghề gắn với việc làm", ("DV02", "DV01")),
    ("Nước sạch và vệ sinh môi trường", ("DV07",)),
    ("Chuẩn nghèo đa chiều và cách rà soát", ("CS13",)),
)
_WITH_LISTS, _HOUSEHOLDS, _LISTS = (2, 6, 13), 32, 8
"""Wards (numbers) whose lists name households of their registers."""
_FUND = "Kinh phí địa phương chi truyền thông giảm nghèo"
_DONORS = (
    (DonorKind.BUSINESS, "Công ty TNHH Vật liệu Ban Mai"),
    (DonorKind.ORGANISATION, "Hội Liên hiệp Phụ nữ"),
    (DonorKind.PERSON, "Bà Lê Thị Hiền"),
    (DonorKind.BUSINESS, "Hợp tác xã Nông nghiệp Đồng Tâm"),
    (DonorKind.OTHER, "Nhóm thiện nguyện Ánh Sáng"),
)
_STORIES = (
    ("Tổ tiết kiệm, vay vốn xoay vòng của phụ nữ", ExemplarKind.MODEL),
    ("Hộ mới thoát nghèo giúp hộ khác giống vật nuôi", ExemplarKind.EXEMPLAR),
    ("Bản tin giảm nghèo năm phút trên loa khu dân cư", ExemplarKind.INITIATIVE),
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


def log(session: Session, unit: Unit, seed: int, fund_id: str | None = None) -> list[Activity]:
    """Put a quarter into an empty register, as far as the unit was there; return it.

    What was spent comes out of a fund, if there is one.
    """
    places = [hamlets.named(name, unit.id) for name in _places(unit)]
    for place in places:
        hamlets.add(session, place)
    made = _quarter(unit, [place.id for place in places], random.Random(seed), fund_id)
    found = [one for one in made if unit.is_valid(one.held_on)]
    return activities.save_many(session, found)


def add_fund(session: Session, unit: Unit, seed: int) -> str:
    """Give a ward the year's own money for it; return the fund."""
    dice = random.Random(f"{seed}/money")
    fund = funds.save(session, Fund(unit_id=unit.id, year=YEAR, kind="NSDP", name=_FUND))
    fund_moves.save(session, Move(
        fund_id=fund.id, kind=MoveKind.ALLOTTED, moved_on=date(YEAR, 1, 15),
        amount=dice.randrange(9_000_000, 15_000_000, 500_000),
        decision="Quyết định giao dự toán ngày 15/01/2024",
    ))  # fmt: skip
    return fund.id


def add_outreach(session: Session, unit: Unit, seed: int, held: Sequence[Activity]) -> None:
    """Put beside a quarter what else a ward keeps: counts of households, a gift, an exemplar.

    A few wards have a short register of households, and lists of meetings that name them.
    """
    dice = random.Random(f"{seed}/outreach")
    places = hamlets.all_of(session, unit.id)
    hamlet_years.keep_many(session, [
        HamletYear(one.id, YEAR, dice.randint(180, 360), dice.randint(18, 30), dice.randint(15, 26),
                   dice.randint(9, 14))
        for one in places
    ])  # fmt: skip
    kind, donor = _DONORS[seed % len(_DONORS)]
    contributions.save(session, Contribution(
        unit_id=unit.id, given_on=date(YEAR, 10, dice.randint(8, 28)), donor_kind=kind, donor=donor,
        cash=dice.randrange(1_000_000, 12_000_000, 500_000), used_for="Quỹ “Vì người nghèo”",
        in_kind=dice.randrange(500_000, 4_000_000, 100_000) if seed % 3 else None,
        goods="Suất quà" if seed % 3 else "",
    ))  # fmt: skip
    title, sort = _STORIES[seed % len(_STORIES)]
    told = dice.random() < 0.6
    exemplars.save(session, Exemplar(
        unit_id=unit.id, kind=sort, found_on=date(YEAR, 11, dice.randint(4, 28)), title=title,
        who="Chi hội Phụ nữ", hamlet_id=dice.choice(places).id,
        publicised="Đài truyền thanh phường, xã" if told else "",
    ))  # fmt: skip
    if seed in _WITH_LISTS:
        _name_households(session, unit, places, held, dice)


def _name_households(
    session: Session, unit: Unit, places: Sequence[Hamlet], held: Sequence[Activity],
    dice: random.Random,
) -> None:  # fmt: skip
    """Register a few households and let the lists of some meetings name them."""
    made: list[tuple[Household, str]] = []
    for number in range(_HOUSEHOLDS):
        name, ethnic = demo_households.head(dice, places[number % len(places)].kind == "Buôn")
        one = Household(
            unit_id=unit.id, code=f"{number + 1:03}", head=name, ethnic=ethnic,
            hamlet_id=places[number % len(places)].id,
        )  # fmt: skip
        made.append((one, dice.choices((POOR, NEAR_POOR, ESCAPED), (5, 3, 2))[0]))
    households.put_many(session, [one for one, _ in made], [])
    households.put_years(session, {one.id: {YEAR: Yearly(code)} for one, code in made})
    meetings = [one for one in held if one.channel in DIRECT and one.hamlets][:_LISTS]
    for meeting in meetings:
        came = [each for each in made if each[0].hamlet_id in meeting.hamlets]
        attendance.save(session, unit.id, meeting.id, [
            Person(name=one.head, ethnic=one.ethnic, category=code, household_id=one.id)
            for one, code in came[: dice.randint(2, 5)]
        ])  # fmt: skip


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


def _quarter(
    unit: Unit, places: Sequence[str], dice: random.Random, fund_id: str | None
) -> Iterator[Activity]:
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
            expenses=(
                Expense("XA_PHUONG", dice.randrange(800_000, 4_000_000, 50_000),
                        "PANO_BR" if fund_id else None, fund_id),
            ),
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
