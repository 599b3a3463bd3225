"""Five thousand damaged packages at a city's door: each refused with the right reason, nothing taken.

What a damage must lead to is said by the same oracle that tries the reader (packages/model.py);
wrong unit, wrong receiver, future versions and replays are judged by the register.
"""

import copy
import random
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, KnownKeyRow, PackageRow, RefusalRow, UnitRow
from desktop.core import intake, intakes
from desktop.core.errors import PackageError, PackageReason
from desktop.core.intake import Result
from desktop.core.packages import contents, reader
from desktop.core.progress import Progress
from tests import wards
from tests.builders import CLOCK
from tests.core.packages import damage, samples
from tests.core.packages.fuzz import LIMITS
from tests.core.packages.layers import (
    CITY,
    IDENTITY,
    KEY,
    OTHER_KEY,
    OTHER_WARD,
    STRANGER,
    WARD,
    line,
    public,
    trusted,
)
from tests.core.packages.model import must_accept
from tests.dump import dump
from tests.wards import City

COUNT = 2_500
"""Packages of each of the two runs, which are spread over the cores."""


SEEDS = (1, 2)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """A city that knows the two wards of the samples, and their keys."""
    made = wards.empty_city(tmp_path / "city", wards=1)
    with made.store.write() as session:
        for unit_id, code, key in ((WARD, "24118", KEY), (OTHER_WARD, "24160", OTHER_KEY)):
            session.add(
                UnitRow(id=unit_id, code=code, kind="Xã", name=code, parent_id=None,
                        valid_from=None, valid_to=None)
            )  # fmt: skip
            session.flush()
            session.add(
                KnownKeyRow(public=public(key).hex(), unit_id=unit_id, kind="signing",
                            state="trusted", since=CLOCK.now())
            )  # fmt: skip
    yield made
    made.store.close()


def door(session: Session) -> intake.Reception:
    """The city of the samples, with its secret key."""
    return replace(intake.reception(session), own=CITY, box_keys=(IDENTITY,))


@pytest.mark.parametrize("seed", SEEDS)
def test_that_each_damaged_package_is_refused_and_nothing_is_taken(city: City, seed: int) -> None:
    before, reasons, wrong = dump(city.store), Counter[PackageReason](), []
    with mock.patch.multiple(contents, **LIMITS), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile about names that come twice
        with city.store.write() as session:
            at = door(session)
            for number, data in enumerate(damaged(seed)):
                found = refusal(lambda data=data: intake.receive(session, "a.sott", data, at))
                meant = refusal(lambda data=data: reader.read(data, trusted, [IDENTITY]))
                if found is None or found not in (meant, *REGISTER):
                    wrong.append(f"{number}: {found}, not {meant}")
                reasons[found or PackageReason.RECORD] += 1
    assert not wrong
    assert sum(reasons.values()) == COUNT
    assert len(reasons) > 20
    assert dump(city.store) == before


REGISTER = (PackageReason.OTHER_UNIT, PackageReason.NOT_FOR_US)
"""What the register says before the inside is read: not from or not for us."""


def refusal(work: Callable[[], object]) -> PackageReason | None:
    try:
        work()
    except PackageError as error:
        return error.reason
    return None


def damaged(seed: int) -> Iterator[bytes]:
    """Yield packages that no reader may accept; one of an unknown key is parked, not refused."""
    chance, count, base = random.Random(seed), 0, samples.layers("report")
    while count < COUNT:
        made = replace(
            base, header=copy.deepcopy(base.header), records=list(base.records),
            original=base.sound(),
        )  # fmt: skip
        change = chance.choices(list(damage.ALL), list(damage.ALL.values()))[0]
        change(chance, made)
        data = made.build()
        if not must_accept(made, LIMITS) and made.private != STRANGER:
            count += 1
            yield data


def made(**changes: Any) -> bytes:
    return samples.layers(**changes).build()


def first_activity(records: list[dict[str, Any]]) -> dict[str, Any]:
    return next(one for one in records if one["type"] == "activity")


def outside_period() -> bytes:
    records = samples.report_records()
    first_activity(records)["held_on"] = "2025-01-01"
    return made(records=[line(one) for one in records])


def with_members(change: Callable[[list[Any]], object]) -> bytes:
    members = list(samples.layers().sound().members or [])
    change(members)
    return made(members=members)


NAMED = {
    "cut": (lambda: made()[:-50], PackageReason.INCOMPLETE),
    "flipped": (lambda: made().replace("Tân Lập".encode(), b"Tan Lap__", 1), PackageReason.CONTAINER),
    "no package": (lambda: b"%PDF-1.7", PackageReason.NOT_A_PACKAGE),
    "missing member": (lambda: with_members(lambda all_: all_.pop(3)), PackageReason.MEMBERS),
    "extra member": (
        lambda: with_members(lambda all_: all_.append(("virus.exe", b"MZ"))), PackageReason.MEMBERS,
    ),
    "another unit's key": (lambda: made(private=OTHER_KEY), PackageReason.OTHER_UNIT),
    "a unit nobody knows": (
        lambda: made(header=samples.header(unit={"id": samples.uuid(9), "code": "1", "name": "A"})),
        PackageReason.OTHER_UNIT,
    ),
    "for another city": (
        lambda: made(header=samples.header(receiver=samples.UNITS[OTHER_WARD])),
        PackageReason.NOT_FOR_US,
    ),
    "outside the period": (outside_period, PackageReason.PERIOD),
    "a later format": (lambda: made(header=samples.header(format=2)), PackageReason.NEWER),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_that_a_named_damage_has_its_reason_and_its_row(city: City, name: str) -> None:
    build, reason = NAMED[name]
    with city.store.write() as session:
        assert refusal(lambda: intake.receive(session, "a.sott", build(), door(session))) is reason
        assert not session.scalars(select(PackageRow)).all()


def test_that_a_replay_under_the_same_name_is_refused_and_the_first_stays(city: City) -> None:
    changed = samples.report_records()
    first_activity(changed)["attendees"] = 41
    with city.store.write() as session:
        at = door(session)
        assert intake.receive(session, "a.sott", made(), at).result is Result.TAKEN
        assert intake.receive(session, "b.sott", made(), at).result is Result.ALREADY
        replay = made(records=[line(one) for one in changed])
        found = refusal(lambda: intake.receive(session, "c.sott", replay, at))
        assert found is PackageReason.ORDER
        people = session.scalars(select(ActivityRow.attendees).order_by(ActivityRow.id)).all()
        assert people == [40, 40]


def test_that_refused_files_are_written_down_and_undone_with_the_rest(city: City) -> None:
    before = dump(city.store)
    paths = []
    for number, (build, _) in enumerate(NAMED.values()):
        paths.append(city.folder / f"BaoCao_24118-Tan-Lap_2024-Q4_v{number + 1}_a1b2c3.sott")
        paths[-1].write_bytes(build())
    with city.store.write() as session:
        key = intakes.begin(session, "USB")
        intakes.take(session, Progress(), key, paths)
    with city.store.write() as session:
        rows = session.scalars(select(RefusalRow).order_by(RefusalRow.position)).all()
        assert len(rows) == len(NAMED)
        unknown = list(NAMED).index("a unit nobody knows")
        assert [row.unit_id for row in rows].count(None) == 1
        assert rows[unknown].unit_id is None
        assert rows[0].version == 1
        intakes.undo(session, key)
    assert dump(city.store) == before
