"""A city's register whose units' activities are put there as packages bring them, and plain sums."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db.rows import ContributionRow, ExemplarRow, MaterialFlowRow
from desktop.core import hamlets, search_words, snapshots, units
from desktop.core.activities import COUNTED, HOUSEHOLDS, PEOPLE, Activity, Status
from desktop.core.hamlets import Hamlet
from desktop.core.sums import NAMES, NOTHING, ONCE, Sums
from tests.builders import make_activity

EARLY, LATE = date(2015, 1, 1), date(2030, 1, 1)
MERGED_2024, MERGED_2025 = date(2024, 11, 1), date(2025, 7, 1)
CHANNELS = ("NOI_CHUYEN", "SINH_HOAT_CD", "PHAT_THANH", "PANO")


def ward(session: Session, name: str, day: date = date(2024, 10, 1)) -> str:
    """Return the id of the unit called so on the day: "Phường Tân Lập"."""
    (found,) = [one.id for one in units.valid_on(session, day) if one.full_name == name]
    return found


def hold(session: Session, *found: Activity) -> None:
    """Let each unit have exactly these activities, as its packages would."""
    for unit_id in {one.unit_id for one in found}:
        own = [one for one in found if one.unit_id == unit_id]
        names = search_words.read(session, [key for one in own for key in one.hamlets])
        snapshots.hold(session, unit_id, EARLY, LATE, own, names)


def place(session: Session, unit_id: str, name: str, **changes: Any) -> str:
    """Keep a hamlet of a unit; return its id."""
    made = Hamlet(**(vars(hamlets.named(name, unit_id)) | changes))
    hamlets.keep_many(session, [made], [])
    return made.id


def say_movement(session: Session, unit_id: str, hamlet_id: str) -> None:
    """Let a unit report a gift, a model and a material of the last quarter of 2024."""
    day = date(2024, 10, 3)
    session.add_all((
        ContributionRow(unit_id=unit_id, id="g", given_on=day, donor_kind="DN", donor="", cash=5,
                        in_kind=None, goods="", used_for="Sửa nhà", note=""),
        ExemplarRow(unit_id=unit_id, id="e", kind="MO_HINH", found_on=day, title="", who="",
                    hamlet_id=hamlet_id, story="", publicised="Báo", publicised_on=None, note=""),
        MaterialFlowRow(unit_id=unit_id, first=date(2024, 9, 15), last=date(2024, 12, 14),
                        material_id="m", name="Tờ rơi", unit_word="tờ", opening=1, received=2,
                        handed_out=3),
    ))  # fmt: skip
    session.flush()


def anything(
    unit_ids: Sequence[str], count: int, seed: int, first: date, last: date
) -> list[Activity]:
    """Return activities of these units with figures of all kinds, some not filled in, some joint."""
    chance = random.Random(seed)

    def number(most: int) -> int | None:
        return chance.choice((None, 0, chance.randrange(most), chance.randrange(most)))

    def one() -> Activity:
        unit_id = chance.choice(unit_ids)
        figures: dict[str, Any] = {
            name: number(90) for name in ("items", "airings", "minutes", *PEOPLE, *HOUSEHOLDS)
        }
        area = number(900)
        return make_activity(
            unit_id, **figures, channel=chance.choice(CHANNELS),
            held_on=first + timedelta(chance.randrange((last - first).days + 1)),
            area_m2=None if area is None else Decimal(area) / 100,
            status=chance.choice((*Status, Status.HELD, Status.COMPLETE)), revision=1,
            organiser_id=chance.choice((None, None, None, chance.choice(unit_ids))),
            topics=tuple(chance.sample(("DV01", "DV06", "CS07"), chance.randrange(4))),
        )  # fmt: skip

    return [one() for _ in range(count)]


def is_part(one: Activity) -> bool:
    return one.organiser_id not in (None, one.unit_id)


def counted(found: Iterable[Activity], first: date = EARLY, last: date = LATE) -> list[Activity]:
    """Return those that count in these days."""
    return [one for one in found if one.status in COUNTED and first <= one.held_on <= last]


def plain(found: Sequence[Activity], *, once: bool = False) -> Sums:
    """Add up in Python, one by one: what the register's sums are held against."""
    if not found:
        return NOTHING
    sums: dict[str, Any] = dict.fromkeys(NAMES)
    sums["activities"] = 0
    for one in found:
        minutes = None if one.minutes is None else one.minutes * (
            1 if one.airings is None else one.airings
        )  # fmt: skip
        for name in NAMES:
            if once and name in ONCE and is_part(one):
                continue
            value = {"activities": 1, "minutes": minutes}.get(name, getattr(one, name, None))
            if value is not None:
                sums[name] = (sums[name] or 0) + value
    return Sums(**sums)
