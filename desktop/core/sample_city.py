"""The sample of the consolidating unit: its register with a quarter's packages in every standing.

Every name is invented. Nothing is read from or written to the officer's own register.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from db.rows import TargetRow
from db.store import Store
from desktop.core import (
    deadlines,
    demo,
    demo_money,
    demo_wards,
    exchange,
    intakes,
    keys,
    periods,
    registers,
    settings,
    units,
)
from desktop.core.clock import FixedClock
from desktop.core.deadlines import Deadline
from desktop.core.ids import new_id
from desktop.core.packages import reader
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.speakers import Signatory
from desktop.core.units import Unit

CITY = "643"
REGISTER = "so-mau-thanh-pho.sotr"
QUARTER = periods.parse(demo.PERIOD)
_MISSING, _UNTRUSTED, _NIL = (4, 9, 15), 7, 12
_STICKS = ("USB-DOT-3", "USB-DOT-2", "USB-DOT-1")
"""From the newest to the oldest."""
_DUE_ON = date(2024, 12, 14)
_LEAST_SESSIONS = 20


def make(path: Path) -> None:
    """Make the register: most wards have sent, a few are missing, one is not trusted yet."""
    wanted = NewRegister(
        role=Role.CITY, unit_code=CITY, officer="Lê Thị Mai", office="Phòng Văn hóa và Thông tin",
        signatories=[Signatory(block=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Trần Văn Hùng")],
    )  # fmt: skip
    city = registers.create(path, wanted, FixedClock(demo.MOMENT))
    try:
        with city.write() as session:
            deadlines.save(session, [Deadline("Báo cáo quý IV", QUARTER, _DUE_ON)])
            _want(session, settings.read(session).plan_id)
            demo_money.fill_city(session)
        with tempfile.TemporaryDirectory() as folder:
            _take(city, list(_packages(Path(folder))))
    finally:
        city.close()


def _take(city: Store, sent: Sequence[tuple[int, str, Path]]) -> None:
    """Take the packages in from three sticks, one a day; all keys but one are known already."""
    progress = Progress()
    for ago, stick in reversed(list(enumerate(_STICKS))):
        some = [one for one in sent if one[0] % len(_STICKS) == ago]
        with city.write() as session:
            session.info["clock"] = FixedClock(demo.MOMENT - timedelta(days=ago))
            for number, unit_id, path in some:
                if number != _UNTRUSTED:
                    public = reader.look(path.read_bytes()).signer.hex()
                    keys.trust(session, public, unit_id, keys.Kind.SIGNING)
            intakes.take(session, progress, intakes.begin(session, stick), [p for *_, p in some])


def _want(session: Session, plan_id: str) -> None:
    """Give each ward a target of its own, as a plan may."""
    session.add_all(
        TargetRow(
            id=new_id(), plan_id=plan_id, unit_id=one.id, indicator="CT01",
            at_least=_LEAST_SESSIONS, at_most=None, due_on=None,
        )
        for one in _wards()
    )  # fmt: skip


def _wards() -> list[Unit]:
    known = units.shipped(units.profile("bmt-2024"))
    return [one for one in known if one.is_valid(QUARTER.last)]


def _packages(folder: Path) -> Iterator[tuple[int, str, Path]]:
    """Yield number, unit and package of each ward that has sent; the files lie in the folder."""
    known = _wards()
    scratch = demo_wards.make(folder / REGISTER, known[0], FixedClock(demo.MOMENT), 0)
    try:
        for number, unit in enumerate(known):
            if number not in _MISSING:
                name, file = _package(scratch, unit, number)
                path = folder / name
                path.write_bytes(file)
                yield number, unit.id, path
    finally:
        scratch.close()


def _package(scratch: Store, unit: Unit, number: int) -> tuple[str, bytes]:
    """Return name and bytes of a ward's package; the scratch register forgets the ward again."""
    with scratch.write() as session:
        settings.save(session, replace(settings.read(session), unit_id=unit.id))
        if number == _NIL:
            demo_wards.write_nil(session, QUARTER)
        else:
            fund_id = demo_wards.add_fund(session, unit, number)
            held = demo_wards.log(session, unit, number, fund_id)
            demo_wards.add_outreach(session, unit, number, held)
            demo_wards.write(session, QUARTER)
        exchange.lock(session, QUARTER)
        made = exchange.package(session, QUARTER)
        session.rollback()
    return made.entry.file_name, made.file
