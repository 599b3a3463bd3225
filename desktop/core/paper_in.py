"""Reading a report from its paper alone: when the stick is lost, the QR restores the figures.

The officer holds the signed and stamped paper; its QR carries a signature of its own. Such figures
stand on the board as "từ giấy, chờ tệp" and are never added up: they give way to the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import PaperReportRow
from desktop.core import clock, history, keys, ledger, settings, units, working
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.keys import Trust
from desktop.core.ledger import State
from desktop.core.packages import sealing
from desktop.core.packages.sealing import Seal
from desktop.core.typed import show_date
from desktop.core.units import Unit


class Result(StrEnum):
    """What became of a paper."""

    KEPT = "kept"
    SAME = "same"
    """The file is here already and has the same content."""
    OLDER = "older"
    """A later version of the report is here already."""


@dataclass(frozen=True)
class Taken:
    """What a paper said; `vouched`: its signature is of a key trusted for the unit.

    `newest`: the newest version of which there is a file or a paper here, this one included.
    """

    result: Result
    unit: Unit
    seal: Seal
    vouched: bool
    newest: int


def take_paper(session: Session, digits: str) -> Taken:
    """Keep the figures of a paper by the digits of its QR, typed or scanned.

    Raises SealError for digits that are no seal, WrongChoiceError when the paper cannot be taken.
    """
    seal = sealing.read_qr(digits)
    unit = _unit(session, seal)
    if seal.period.first > (today := clock.of(session).today()):
        raise WrongChoiceError(
            f"Giấy này ghi {seal.period.title}, kỳ chưa bắt đầu (hôm nay {show_date(today)}). Xem lại "
            "ngày của máy; ngày máy đúng thì giấy không đúng, hãy hỏi lại đơn vị."
        )
    vouched = _vouched(session, seal, unit)
    result, newest = _compare(session, seal, unit)
    if result is Result.KEPT:
        session.merge(
            PaperReportRow(
                unit_id=unit.id, first=seal.period.first, last=seal.period.last,
                version=seal.version, digest=seal.digest.hex(), figures=_plain(seal.figures),
                at=clock.of(session).now().replace(microsecond=0), by=working.now(session).name,
            )
        )  # fmt: skip
        session.flush()
        history.note(session, "paper", unit.id, "read", {"version": [None, seal.version]})
    return Taken(result, unit, seal, vouched, newest)


def _unit(session: Session, seal: Seal) -> Unit:
    own = settings.read(session).unit_id
    try:
        unit = units.get(session, seal.unit_id)
    except NotFoundError:
        unit = None
    if unit is None or unit.parent_id != own:
        raise WrongChoiceError(
            f"Giấy này của đơn vị mã {seal.unit_code}, không phải đơn vị gửi báo cáo về đây. "
            "Xem lại tên đơn vị trên giấy."
        )
    return unit


def _vouched(session: Session, seal: Seal, unit: Unit) -> bool:
    """Return whether the signer is known. A key of another unit or a closed one is refused."""
    key = keys.known(session, seal.signer.hex())
    if key is None:
        return False
    if key.unit_id != unit.id or key.trust is Trust.CLOSED:
        raise WrongChoiceError(
            f"Mã QR ký bằng khóa không còn dùng hoặc của đơn vị khác, không phải của "
            f"{unit.running_name}. Không nhận số liệu từ giấy này; hãy hỏi lại đơn vị."
        )
    return True


def _compare(session: Session, seal: Seal, unit: Unit) -> tuple[Result, int]:
    """Return what to do beside the files that are here, and the newest version known with this one.

    Raises WrongChoiceError where file and paper differ.
    """
    here = [
        one
        for one in ledger.of_period(session, unit.id, seal.period.first, seal.period.last)
        if not one.out and one.state in (State.TAKEN, State.ARCHIVED)
    ]
    same = [one for one in here if one.version == seal.version]
    if any(one.digest != seal.digest.hex() for one in same):
        raise WrongChoiceError(
            f"Tệp bản số {seal.version} của {unit.running_name} đã nhận có nội dung khác tờ giấy "
            "này: giấy và tệp không phải của nhau. Hãy hỏi lại đơn vị bản nào đúng."
        )
    papers = select(PaperReportRow.version).where(
        PaperReportRow.unit_id == unit.id, PaperReportRow.first == seal.period.first,
        PaperReportRow.last == seal.period.last,
    )  # fmt: skip
    newest = max([seal.version, *(one.version for one in here), *session.scalars(papers)])
    if same:
        return Result.SAME, newest
    return Result.OLDER if newest > seal.version else Result.KEPT, newest


def _plain(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures as JSON keeps them; decimals as text, so that no digit is lost."""
    return {code: _value(value) for code, value in figures.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {part: _value(one) for part, one in value.items()}
    return str(value) if isinstance(value, Decimal) else value
