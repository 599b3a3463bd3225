"""Sample money: the plan's two funds of 2024, a small one of the ward, expenses and vouchers.

Numbers of decisions are those of the plan; all amounts are invented. One item is overspent and one
dossier lacks papers, so that the checks have something to say.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.core import activities, budget, expenses, fund_moves, funds, settings, vouchers
from desktop.core.activities import Activity, Expense
from desktop.core.budget import Line
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.funds import Fund

YEAR = 2024
_DAYS = (date(YEAR, 9, 15), date(YEAR, 12, 14))
_CENTRAL, _BEFORE, _OWN = (
    "Tiểu dự án 2, giao năm 2024",
    "Tiểu dự án 2, chuyển nguồn năm 2023",
    "Kinh phí xã chi tuyên truyền",
)
_FUNDS = (
    (_CENTRAL, "NSTW", MoveKind.ALLOTTED, date(YEAR, 6, 4), 60_000_000,
     "Quyết định số 3182/QĐ-UBND ngày 04/6/2024"),
    (_BEFORE, "NSTW", MoveKind.CARRIED_IN, date(YEAR, 3, 1), 12_500_000,
     "Quyết định số 948/QĐ-UBND ngày 01/3/2024"),
    (_OWN, "NSDP", MoveKind.ALLOTTED, date(YEAR, 1, 15), 6_000_000,
     "Quyết định số 15/QĐ-UBND ngày 15/01/2024"),
)  # fmt: skip
_CITY = (
    "Tiểu dự án 2, phần thành phố tự chi năm 2024", "NSTW", MoveKind.ALLOTTED, date(YEAR, 6, 4),
    24_000_000, "Quyết định số 3182/QĐ-UBND ngày 04/6/2024",
)  # fmt: skip
"""What the consolidating unit keeps for itself: what it passes down stands in the wards' registers."""
_ESTIMATES = {
    _CITY[0]: (
        Line(item="BCV", quantity=Decimal(2), times=6, unit_price=500_000, unit_word="người"),
        Line(item="INTL", quantity=Decimal(4_000), unit_price=4_500, unit_word="tờ"),
    ),
    _CENTRAL: (
        Line(item="TIEN_AN", quantity=Decimal(40), times=8, unit_price=100_000,
             unit_word="người", note="TT 40/2017/TT-BTC"),
        Line(item="BCV", quantity=Decimal(1), times=8, unit_price=500_000, unit_word="người"),
        Line(item="PANO_BR", quantity=Decimal("154.5"), unit_price=85_000, unit_word="m²",
             text="In, treo pa-nô, băng rôn, phướn"),
        Line(item="INTL", quantity=Decimal(1_500), unit_price=4_500, unit_word="tờ"),
    ),
    _BEFORE: (
        Line(item="HOI_TRUONG", quantity=Decimal(1), times=5, unit_price=800_000,
             unit_word="buổi"),
        Line(item="NUOC_UONG", quantity=Decimal(40), times=8, unit_price=20_000,
             unit_word="người"),
    ),
    _OWN: (
        Line(item="VPP", quantity=Decimal(2), unit_price=750_000, unit_word="bộ"),
        Line(item="PHAT_THANH_VIEN", quantity=Decimal(1), times=30, unit_price=100_000,
             unit_word="buổi"),
    ),
}  # fmt: skip
_MEETING = (
    ("TIEN_AN", _CENTRAL, 4_000_000), ("BCV", _CENTRAL, 500_000),
    ("HOI_TRUONG", _BEFORE, 900_000), ("NUOC_UONG", _BEFORE, 800_000),
)  # fmt: skip
_BY_CHANNEL = {
    "NOI_CHUYEN": _MEETING,
    "SINH_HOAT_CD": _MEETING[:2],
    "BANG_RON": (("PANO_BR", _CENTRAL, 1_640_500),),
    "TO_ROI": (("INTL", _CENTRAL, 6_750_000),),
    "PHAT_THANH": (("PHAT_THANH_VIEN", _OWN, 300_000),),
}
_ITEM_OF = {"PANO": "PANO_BR", "PHUON": "PANO_BR", "BANG_RON": "PANO_BR"}
"""For what the other expenses of the sample are, out of the central fund; the rest name none."""

_MOST = {"NOI_CHUYEN": 5, "SINH_HOAT_CD": 2, "BANG_RON": 2, "TO_ROI": 1, "PHAT_THANH": 4}
_PAPERS = ("KE_HOACH", "GIAY_MOI", "BIEN_BAN", "DS_KY_NHAN", "HOP_DONG", "NGHIEM_THU", "HOA_DON")


def fill(session: Session) -> None:
    """Put the sample money beside the sample activities of the register's own unit.

    Activities keep who pays; the amounts replace theirs. What the quarter does not have is left out.
    """
    own = settings.read(session).unit_id
    known = {one[0]: _fund(session, own, *one) for one in _FUNDS}
    used: dict[str, int] = {}
    number = 0
    for key in activities.counted(session, own, *_DAYS):
        one = activities.get(session, own, key)
        place = used.get(one.channel, 0)
        used[one.channel] = place + 1
        if place < _MOST.get(one.channel, 0):
            number = _spend(session, one, known, number)
        elif one.channel in _ITEM_OF:
            item, fund = _ITEM_OF[one.channel], known[_CENTRAL]
            told = [replace(cost, item=item, fund_id=fund) for cost in one.expenses if cost.amount]
            expenses.keep(session, one.id, one.revision, told or one.expenses)
        else:
            continue
        _bring_papers(session, one, lacking=(one.channel, place) == ("NOI_CHUYEN", 2))


def fill_city(session: Session) -> None:
    """Put the programme's money of the consolidating unit into its register."""
    own = settings.read(session).unit_id
    _fund(session, own, *_CITY)


def _fund(
    session: Session, own: str, name: str, kind: str, how: MoveKind, day: date, amount: int,
    decision: str,
) -> str:  # fmt: skip
    fund = funds.save(session, Fund(unit_id=own, year=YEAR, kind=kind, name=name))
    fund_moves.save(
        session,
        Move(fund_id=fund.id, kind=how, moved_on=day, amount=amount, decision=decision),
    )
    budget.save(session, fund.id, _ESTIMATES[name])
    return fund.id


def _spend(session: Session, one: Activity, known: dict[str, str], number: int) -> int:
    made = []
    for item, fund, amount in _BY_CHANNEL[one.channel]:
        number += 1
        voucher = f"PC {number:02d}, {one.held_on:%d/%m/%Y}"
        made.append(Expense("XA_PHUONG", amount, item, known[fund], voucher))
    expenses.keep(session, one.id, one.revision, made)
    return number


def _bring_papers(session: Session, one: Activity, *, lacking: bool) -> None:
    needed = list(vouchers.of(session, one.id).needed)
    there = [kind for kind in _PAPERS if kind in needed]
    if lacking:
        there = [kind for kind in there if kind not in ("BIEN_BAN", "HOA_DON")]
    day = f"{one.held_on:%d/%m/%Y}"
    texts = {kind: f"Số {place:02d}, {day}" for place, kind in enumerate(there, start=1)}
    vouchers.save(session, one.id, texts)
