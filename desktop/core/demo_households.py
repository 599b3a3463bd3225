"""Sample households of the sample ward: two years of poor, near-poor and newly escaped ones.

Every name here is made up by lot.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop.core import catalogue, hamlet_years, hamlets, households, settings
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import ESCAPED, NEAR_POOR, POOR, Household, Yearly
from desktop.core.ids import new_id

YEARS = (2023, 2024)
_SEED = 24_160
_EDE_MEN = (
    "Y Bhiông", "Y Blim", "Y Wing", "Y Thịnh", "Y Khoa", "Y Ngăm", "Y Suôn", "Y Djuăn", "Y Bliă",
    "Y Krông", "Y Sĭr", "Y Păm", "Y Hăn", "Y Tuăl",
)  # fmt: skip
_EDE_WOMEN = (
    "H'Yim", "H'Linh", "H'Nga", "H'Bluăn", "H'Đen", "H'Juăl", "H'Mrĕk", "H'Răng", "H'Wĕn",
    "H'Ƀlia", "H'Tuyết", "H'Nĭm", "H'Luĭn", "H'Djuôm",
)  # fmt: skip
_CLANS = ("Niê", "Êban", "Kbuôr", "Mlô", "Kđoh", "Ayŭn", "Êñuôl", "Bkrông", "Byă", "Hđơk", "Knul")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Vũ", "Bùi", "Đỗ", "Hồ", "Nông", "Lý")
_MEN = (
    ("Văn", "Đức", "Hữu", "Minh", "Xuân", "Quang", "Đình"),
    ("An", "Bình", "Cường", "Dũng", "Lộc", "Nam", "Phúc", "Quý", "Sơn", "Tâm", "Toàn", "Vinh"),
)
_WOMEN = (
    ("Thị", "Thị Kim", "Thị Thu", "Thị Ngọc"),
    ("Bình", "Hà", "Hòa", "Hương", "Lan", "Mai", "Nhàn", "Tâm", "Thảo", "Thủy", "Tuyết", "Yến"),
)
_USUAL_LACKS = ("BHYT", "NT", "NSH", "GDNL", "VT", "NOCL", "VL", "NODT", "PTTT", "PT", "DD", "GDTE")
_WEIGHTS = (30, 28, 22, 20, 16, 18, 14, 8, 8, 9, 7, 4)
_IN_BUON, _IN_THON = (34, 44), (24, 34)


def fill(session: Session) -> int:
    """Give the own unit's hamlets households and yearly counts; return how many households."""
    dice = random.Random(_SEED)
    unit_id = settings.read(session).unit_id
    known = {year: _indicators(session, year) for year in YEARS}
    new: list[Household] = []
    years: dict[str, dict[int, Yearly | None]] = {}
    taken: set[str] = set()
    for number, place in enumerate(
        hamlets.valid_on(session, unit_id, date(YEARS[-1], 12, 31)), start=1
    ):
        in_buon = place.kind == "Buôn"
        for serial in range(1, dice.randint(*(_IN_BUON if in_buon else _IN_THON)) + 1):
            name, ethnic = _new_head(dice, in_buon, taken)
            one = Household(
                id=new_id(), unit_id=unit_id, head=name, ethnic=ethnic, hamlet_id=place.id,
                code=f"{number:02}-{serial:03}",
            )  # fmt: skip
            new.append(one)
            years[one.id] = _years(dice, known)
    households.put_many(session, new, [])
    households.put_years(session, years)
    _enter(session, dice)
    return len(new)


def _indicators(session: Session, year: int) -> tuple[str, ...]:
    there = {one.indicator for one in catalogue.deprivations(session, year)}
    return tuple(one for one in _USUAL_LACKS if one in there)


def head(dice: random.Random, in_buon: bool) -> tuple[str, str]:
    """Return a name by lot, and the ethnic group that goes with it."""
    if dice.random() < (0.9 if in_buon else 0.15):
        given = dice.choice(dice.choice((_EDE_MEN, _EDE_WOMEN)))
        return f"{given} {dice.choice(_CLANS)}", "Ê-đê"
    family = dice.choice(_FAMILY)
    middle, given_names = dice.choice((_MEN, _WOMEN))
    name = f"{family} {dice.choice(middle)} {dice.choice(given_names)}"
    return name, "Tày" if family in ("Nông", "Lý") else "Kinh"


def _new_head(dice: random.Random, in_buon: bool, taken: set[str]) -> tuple[str, str]:
    """Return a name nobody has yet."""
    while True:
        name, ethnic = head(dice, in_buon)
        if name not in taken:
            taken.add(name)
            return name, ethnic


def _years(dice: random.Random, known: Mapping[int, Sequence[str]]) -> dict[int, Yearly | None]:
    """Return a household's two years: some rise, some fall, some are new on the list."""
    first, last = YEARS
    before = dice.choices((POOR, NEAR_POOR, ESCAPED, None), (46, 32, 10, 12))[0]
    now = {
        POOR: dice.choices((POOR, NEAR_POOR, ESCAPED), (68, 20, 12)),
        NEAR_POOR: dice.choices((NEAR_POOR, ESCAPED, POOR), (66, 26, 8)),
        ESCAPED: [ESCAPED],
        None: dice.choices((POOR, NEAR_POOR), (55, 45)),
    }[before][0]
    lacks = _lacks(dice, before or now, known[first])
    found: dict[int, Yearly | None] = {first: Yearly(before, lacks)} if before else {}
    found[last] = Yearly(now, lacks if now == before else _lacks(dice, now, known[last]))
    return found


def _lacks(dice: random.Random, category: str, known: Sequence[str]) -> frozenset[str]:
    """Return what a household lacks: three at least if poor, fewer if near-poor, none if escaped."""
    many = {POOR: dice.randint(3, 5), NEAR_POOR: dice.randint(1, 2)}.get(category, 0)
    weights = dict(zip(_USUAL_LACKS, _WEIGHTS, strict=True))
    found: set[str] = set()
    while len(found) < min(many, len(known)):
        found.add(dice.choices(known, [weights[one] for one in known])[0])
    return frozenset(found)


def _enter(session: Session, dice: random.Random) -> None:
    """Enter the counts of the commune's decisions: in the first hamlet one more than registered."""
    for year in YEARS:
        counted = hamlet_years.counted(session, year)
        values = []
        for place, one in enumerate(counted.values()):
            total = dice.randint(190, 380)
            poor = (one.poor or 0) + (place == 0 and year == YEARS[-1])
            values.append(HamletYear(one.hamlet_id, year, total, poor, one.near_poor, one.escaped))
        hamlet_years.save(session, year, values)
