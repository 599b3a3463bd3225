"""Many wards and their packages, made quickly: no register of a ward is opened for them.

The same seed gives the same wards, activities and bytes. `make_city` writes the packages of one
quarter into a folder and makes a city's register that knows the wards and trusts their keys:

    city = make_city(tmp_path, wards=21, activities=200, seed=1)
    with city.store.write() as session: intake.receive(session, path.name, path.read_bytes())
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs as structs
from sqlalchemy import insert

from db.rows import KnownKeyRow, UnitRow
from db.store import Store
from desktop.core import exchange, registers, units
from desktop.core.packages import readme, writer
from desktop.core.packages.contents import Activity, Expense, HamletEntry, Narrative
from desktop.core.packages.header import About, Dispatch, Header, Kind
from desktop.core.packages.outreach import (
    Contribution,
    Exemplar,
    FundFlow,
    HamletYear,
    MaterialFlow,
    Reach,
)
from desktop.core.periods import Period, parse
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.units import Unit
from tests.builders import CLOCK

CITY, DAY = "643", date(2024, 10, 1)
Q4 = parse("2024-Q4")
_HAMLETS = 12
_NO_FIGURES: dict[str, Any] = dict.fromkeys(
    ("items", "airings", "minutes", "area_dm2", "views", "attendees", "women", "minority",
     "officials", "poor", "near_poor", "escaped", "other_households")
)  # fmt: skip
_TOPICS = ("DV01", "DV02", "DV06", "CS07")
_SUBJECTS = (
    "Chính sách hỗ trợ nhà ở cho hộ nghèo", "Vay vốn tín dụng ưu đãi", "Giáo dục nghề nghiệp",
    "Bảo hiểm y tế hộ cận nghèo", "Nước sạch và vệ sinh", "Gương thoát nghèo bền vững",
)  # fmt: skip


@dataclass(frozen=True)
class Ward:
    """A made ward: its unit, its secret signing key, and the seed of its activities."""

    unit: Unit
    signing: bytes
    seed: str

    @cached_property
    def public(self) -> str:
        """Return the public signing key as a register keeps it."""
        key = Ed25519PrivateKey.from_private_bytes(self.signing)
        return key.public_key().public_bytes_raw().hex()

    @cached_property
    def hamlets(self) -> tuple[HamletEntry, ...]:
        """Return twelve hamlets of the ward."""
        chance = random.Random(f"{self.seed}/hamlets")
        return tuple(
            HamletEntry(_id(chance), self.unit.id, "Buôn", f"Ea {number}", None, None, None)
            for number in range(1, _HAMLETS + 1)
        )


@dataclass(frozen=True)
class City:
    """A city's register, the wards it knows, and the folder with their packages."""

    store: Store
    wards: tuple[Ward, ...]
    folder: Path

    @property
    def packages(self) -> list[Path]:
        """Return the packages in the folder, by name."""
        return sorted(self.folder.glob("*.sott"))


def make_city(folder: Path, wards: int = 21, activities: int = 200, seed: int = 1) -> City:
    """Write one package for each ward into folder/usb; make the register folder/thanh-pho.sotr."""
    city = empty_city(folder, wards, seed)
    for ward in city.wards:
        write(city.folder, package(ward, records(ward, activities)))
    return city


def empty_city(folder: Path, wards: int = 21, seed: int = 1) -> City:
    """Make the register alone, and an empty folder; wards beyond the 21 real ones are made up."""
    usb = folder / "usb"
    usb.mkdir(parents=True, exist_ok=True)
    store = registers.create(
        folder / "thanh-pho.sotr", NewRegister(role=Role.CITY, unit_code=CITY, officer="Lê Mai"), CLOCK
    )  # fmt: skip
    known = tuple(make_wards(wards, seed))
    with store.write() as session:
        exchange.own_device(session)
        real = {one.id for one in units.valid_on(session, DAY)}
        made_up = [vars(one.unit) for one in known if one.unit.id not in real]
        if made_up:
            session.execute(insert(UnitRow), made_up)
        session.execute(insert(KnownKeyRow), [
            {"public": one.public, "unit_id": one.unit.id, "kind": "signing", "state": "trusted",
             "since": CLOCK.now()} for one in known
        ])  # fmt: skip
    return City(store, known, usb)


def make_wards(count: int, seed: int = 1) -> Iterator[Ward]:
    """Yield the 21 wards of the first profile, then made-up ones."""
    real = units.shipped(units.profile("bmt-2024"))
    city_id = real[0].parent_id
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        made_up = Unit(_id(chance), f"9{number:04d}", "Xã", f"Số {number}", city_id, None, None)
        unit = real[number] if number < len(real) else made_up
        yield Ward(unit, chance.randbytes(32), f"{seed}/{unit.code}")


def records(ward: Ward, count: int, version: int = 1, period: Period = Q4) -> list[Any]:
    """Return what a ward reports: a higher version changes, adds and leaves out some activities."""
    kept = [activity(ward, number, 1, period) for number in range(count)]
    for step in range(2, version + 1):
        chance = random.Random(f"{ward.seed}/{period.name}/{step}")
        places = chance.sample(range(len(kept)), min(len(kept), 1 + count // 10))
        for place in places[1:]:
            kept[place] = activity(ward, place, step, period)
        if kept:
            kept[places[0]] = activity(ward, count * step + places[0], step, period)
    said = Narrative("", "", "", f"Khó khăn của {ward.unit.name}", "", "", f"Bản {version}", "")
    return [said, *ward.hamlets, *kept]


def outreach(ward: Ward, version: int = 1, period: Period = Q4) -> list[Any]:
    """Return what a ward reports beside its activities: some stays, changes, comes and goes."""
    chance = random.Random(f"{ward.seed}/{period.name}/outreach/{version}")
    fixed = random.Random(f"{ward.seed}/{period.name}/outreach")
    ids = [_id(fixed) for _ in range(12)]
    places = [one.id for one in ward.hamlets]
    day = period.first + timedelta(fixed.randrange(_days(period)))
    year = period.last.year
    flow = {"carried_in": 0, "allotted": 30_000_000, "returned": 0, "carried_out": 0}
    reached = [chance.randrange(1, 60) for _ in places]
    return [
        *(HamletYear(one, year, 200, n, None, chance.choice((None, n))) for one, n in
          zip(places, reached, strict=True)),
        *(Reach(one, "HN", n, n // 2) for one, n in
          chance.sample([*zip(["", *places], [3, *reached], strict=True)], 8)),
        *(Contribution(one, day, "DN", 1_000 * chance.randrange(9), None) for one in
          chance.sample(ids[:4], 3)),
        *(Exemplar(one, "MO_HINH", chance.choice([None, *places]), day, "Đài xã", None) for one in
          chance.sample(ids[4:7], 2)),
        MaterialFlow(ids[8], "Tờ rơi", "tờ", 0, 500, chance.randrange(500)),
        *(FundFlow(one, year, "NSTW", "Sự nghiệp", spent=chance.randrange(9) * 1_000, **flow)
          for one in chance.sample(ids[9:], 2)),
    ]  # fmt: skip


def activity(ward: Ward, number: int, revision: int = 1, period: Period = Q4) -> Activity:
    """Return an activity of a ward; a higher revision keeps id and day and has other figures."""
    fixed = random.Random(f"{ward.seed}/{period.name}/{number}")
    key, day = _id(fixed), period.first + timedelta(fixed.randrange(_days(period)))
    chance = random.Random(f"{ward.seed}/{period.name}/{number}/{revision}")
    channel, figures = _figures(chance)
    paid = chance.random() < 0.4
    return Activity(
        id=key, revision=revision, status="COMPLETE" if chance.random() < 0.8 else "HELD",
        channel=channel, title=f"{chance.choice(_SUBJECTS)}, buổi {number}", held_on=day,
        until_on=None, started_at=time(chance.randrange(7, 20), 30), ended_at=None,
        hamlets=tuple(one.id for one in chance.sample(ward.hamlets, 1 + (chance.random() < 0.1))),
        venue=f"Nhà văn hóa số {chance.randrange(_HAMLETS)}",
        topics=tuple(chance.sample(_TOPICS, chance.choice((1, 1, 2)))),
        languages=("VIET", "EDE")[: chance.choice((1, 1, 2))], host_event="", organiser_id=None, partners=(), chair="H'Linh Niê",
        secretary="", speakers=(), **(_NO_FIGURES | figures),
        expenses=(Expense("CAP_TREN", 50_000 * chance.randrange(1, 40), None),) if paid else (),
        result=f"Bà con hiểu chính sách; {chance.randrange(9)} hộ đăng ký.", difficulties="", note="",
    )  # fmt: skip


def package(
    ward: Ward, of: list[Any], version: int = 1, period: Period = Q4, seq: int = 0
) -> bytes:
    """Return the signed package of these records, open, for the city. Raises PackageError."""
    city = units.profile("bmt-2024").city_code
    to = next(one for one in units.catalogue.table("units") if one["code"] == city)
    about = About(
        Kind.REPORT, exchange.unit_in_header(ward.unit), exchange.period_in_header(period), version,
        {"topics": 1},
    )  # fmt: skip
    chance = random.Random(f"{ward.seed}/{period.name}/{version}/{seq}/{len(of)}")
    dispatch = Dispatch(
        _id(chance), exchange.headers.Unit(to["id"], city, "Thành phố Buôn Ma Thuột"),
        _id(random.Random(f"{ward.seed}/device")), seq or version, None,
        datetime(2024, 12, 16, 8), "0.1.0",
    )  # fmt: skip
    return writer.seal(writer.freeze(about, of), dispatch, ward.signing, ())


def write(folder: Path, data: bytes, name: str = "") -> Path:
    """Put a package into a folder under its own name, or another one."""
    path = folder / (name or readme.file_name(header(data)))
    path.write_bytes(data)
    return path


def header(data: bytes) -> Header:
    """Return the header of a package."""
    return writer.reader.look(data).header


def _figures(chance: random.Random) -> tuple[str, dict[str, Any]]:
    draw = chance.random()
    if draw < 0.3:
        return "PHAT_THANH", {"items": 1, "airings": chance.randrange(1, 15), "minutes": 5}
    if draw < 0.4:
        return "BANG_RON", {"items": chance.randrange(1, 5), "area_dm2": 100 * chance.randrange(20)}
    people = chance.randrange(20, 120)
    return "NOI_CHUYEN", {
        "items": 1, "attendees": people, "women": chance.randrange(people),
        "minority": chance.randrange(people), "officials": chance.randrange(6),
        "poor": chance.choice((None, 0, 2, 5)), "near_poor": chance.randrange(6),
        "escaped": chance.choice((None, 1)), "other_households": None,
    }  # fmt: skip


def _days(period: Period) -> int:
    return (period.last - period.first).days + 1


def _id(chance: random.Random) -> str:
    """Return a UUID version 7 of the same time: sorted by nothing but chance."""
    value = (0x0193_0000_0000 + chance.getrandbits(28)) << 80 | chance.getrandbits(76)
    return str(uuid.UUID(int=value & ~(0b11 << 62) | 7 << 76 | 2 << 62))
