"""A ward with everything that a report says beside activities, and names that must stay in it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.core import (
    activities,
    attendance,
    contributions,
    exemplars,
    fund_moves,
    funds,
    hamlet_years,
    households,
    materials,
    settings,
)
from desktop.core.activities import Expense
from desktop.core.attendance import Person
from desktop.core.contributions import Contribution, DonorKind
from desktop.core.exemplars import Exemplar, Kind
from desktop.core.fund_moves import MoveKind
from desktop.core.funds import Fund
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Household, Yearly
from desktop.core.materials import Material, Move, Way
from tests.builders import add_hamlet, log, make_activity

HEADS = ("H'Canary Niê", "Y Canarý Êban", "Hờ Kềnh Canary", "Nguyễn Văn Canary", "A Kháo Canary")
CODES = ("CANARY-HN-01", "CANARY-HN-02", "CANARY-CN-03", "CANARY-TN-04", "CANARY-TB-05")
CATEGORIES = ("HN", "HN", "HCN", "HMTN", "MSTB")
SECRETS = (*HEADS, *CODES, "Canary Phát", "gà Canary", "mua canary", "chuyện canary")


@dataclass(frozen=True)
class Filled:
    """Ids of what was made."""

    unit_id: str
    places: tuple[str, str]
    households: tuple[str, ...]
    fund_id: str


def fill(session: Session) -> Filled:
    """Log two talks whose lists overlap, money, gifts, an exemplar, leaflets, yearly counts."""
    unit_id = settings.read(session).unit_id
    one, two = (add_hamlet(session, name).id for name in ("Buôn Đŭng", "Thôn 2"))
    kept = []
    for number, (head, code, category) in enumerate(zip(HEADS, CODES, CATEGORIES, strict=True)):
        place = (one, two, None)[number % 3]
        household = Household(unit_id=unit_id, code=code, head=head, hamlet_id=place)
        households.save(session, household, {2024: Yearly(category, frozenset({"VL"}))})
        kept.append(household.id)
    hamlet_years.save(session, 2024, [HamletYear(one, 2024, 120, 12, 8, None)])
    fund = funds.save(session, Fund(unit_id=unit_id, year=2024, kind="NSTW", name="Sự nghiệp"))
    give = fund_moves.Move(
        fund_id=fund.id, kind=MoveKind.ALLOTTED, moved_on=date(2024, 3, 4), amount=30_000_000
    )
    fund_moves.save(session, give)
    _meet(session, unit_id, date(2024, 3, 5), kept[:1])
    _meet(session, unit_id, date(2024, 11, 5), kept[:3], poor=2, near_poor=1)
    _meet(session, unit_id, date(2024, 11, 20), kept[1:], expenses=(
        Expense("XA_PHUONG", 1_500_000, "TIEN_AN", fund.id, "PC 12 ngày 21/11/2024"),
        Expense("XA_PHUONG", 400_000, "NUOC_UONG", fund.id),
    ), poor=1, escaped=1, hamlets=(one, two))  # fmt: skip
    log(session, held_on=date(2024, 10, 1), expenses=(Expense("CAP_TREN", 250_000),))
    _movement(session, unit_id, two)
    return Filled(unit_id, (one, two), tuple(kept), fund.id)


def _meet(session: Session, unit_id: str, day: date, came: list[str], **changes: object) -> None:
    one = make_activity(unit_id, held_on=day, attendees=None, women=None, **changes)
    kept = activities.save(session, one)
    people = [Person(name="Người Canary", household_id=key) for key in came]
    attendance.save(session, unit_id, kept.id, people)


def _movement(session: Session, unit_id: str, place: str) -> None:
    for day, kind, cash, in_kind in (
        (date(2024, 10, 2), DonorKind.BUSINESS, 5_000_000, None),
        (date(2024, 11, 18), DonorKind.PERSON, 200_000, 1_250_000),
        (date(2024, 8, 1), DonorKind.OTHER, 77_000, None),
    ):
        contributions.save(
            session,
            Contribution(
                unit_id=unit_id, given_on=day, donor_kind=kind, donor="Canary Phát", cash=cash,
                in_kind=in_kind, goods="20 con gà Canary" if in_kind else "", used_for="mua canary",
            ),
        )  # fmt: skip
    exemplars.save(
        session,
        Exemplar(
            unit_id=unit_id, kind=Kind.MODEL, found_on=date(2024, 10, 20), title="Bò của Canary Phát",
            who="Canary Phát", hamlet_id=place, story="Một chuyện canary.",
            publicised="Đài truyền thanh xã", publicised_on=date(2024, 11, 1),
        ),
    )  # fmt: skip
    leaflet = materials.save(session, Material(unit_id=unit_id, name="Tờ rơi chính sách"))
    for way, day, quantity in (
        (Way.IN, date(2024, 9, 1), 100), (Way.IN, date(2024, 10, 1), 400),
        (Way.OUT, date(2024, 11, 2), 450),
    ):  # fmt: skip
        materials.save_move(
            session,
            Move(
                material_id=leaflet.id,
                moved_on=day,
                kind=way,
                quantity=quantity,
                party="Canary Phát",
            ),
        )
