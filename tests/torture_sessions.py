"""What an officer does while the power fails: sessions over a register, prepared and worked."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from db import key_file, migrations
from db.address import PORTABLE
from db.errors import StoreDamagedError
from db.store import Store
from desktop.core import (
    activities,
    drafts,
    intakes,
    registers,
    safekeeping,
    workbook_import as imports,
    workbook_undo,
)
from desktop.core.backups import Occasion
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests import wards
from tests.builders import CLOCK, WARD, add_hamlet, log
from tests.core import hostile

REGISTER = "so.sotr"
USB, ROWS = "usb", 4
Told = Callable[[], None]
TellFile = Callable[[str], None]


@dataclass(frozen=True)
class Session:
    """`work` does things in a folder that was prepared, says when all so far is kept, or a file."""

    prepare: Callable[[Path], None]
    work: Callable[[Path, Told, TellFile], None]


def ward(folder: Path) -> None:
    """Make the register of a ward with two activities."""
    wanted = NewRegister(role=Role.WARD, unit_code=WARD, officer="H'Linh Niê")
    with closing(registers.create(folder / REGISTER, wanted, CLOCK)) as store:
        with store.write() as session:
            add_hamlet(session, "Buôn Đŭng")
        for number in range(2):
            with store.write() as session:
                log(session, title=f"Đã có {number}")


def ward_on_a_stick(folder: Path) -> None:
    """Make the register of a ward beside the program on a stick: another journal."""
    (folder.parent / PORTABLE).touch()
    ward(folder)


def ward_with_a_workbook(folder: Path) -> None:
    """Make the register of a ward, and a workbook to import."""
    ward(folder)
    rows = [hostile.GOOD | {"title": f"Buổi {number}"} for number in range(ROWS)]
    hostile.write(folder, hostile.book(*rows))


def city(folder: Path) -> None:
    """Make the register of a city, and packages of wards: two versions, and one cut short."""
    with tempfile.TemporaryDirectory() as other:
        made = wards.empty_city(Path(other), 3)
        made.store.close()
        for old in Path(other).glob("thanh-pho.*"):
            shutil.copyfile(old, folder / old.name.replace("thanh-pho", "so"))
    usb = folder / USB
    usb.mkdir()
    for version in (1, 2):
        for number, one in enumerate(made.wards):
            data = wards.package(one, wards.records(one, 3, version), version)
            wards.write(usb, data, f"{version}-{number}.sott")
    (usb / "1-3.sott").write_bytes(data[:-300])


def ward_of(revision: str, folder: Path) -> None:
    """Make the register of a ward as an earlier version of this program left it."""
    with tempfile.TemporaryDirectory() as other:
        ward(Path(other))
        before = Store(Path(other) / REGISTER, key_file.require(Path(other) / REGISTER))
        with mock.patch.object(
            migrations, "upgrade", partial(migrations.upgrade, revision=revision)
        ):
            store = Store.create(folder / REGISTER)
        with closing(before), closing(store), before.read() as source, store.read() as target:
            _carry_over(_raw(source), _raw(target))


def saving(folder: Path, told: Told, _file: TellFile) -> None:
    """Save, change, withdraw, remove, keep drafts; close and open in between."""
    for day in range(2):
        with closing(registers.open_(folder / REGISTER, CLOCK)) as store:
            for number in range(4):
                with store.write() as session:
                    drafts.keep(session, "moi", {"title": "Đối thoại " * (1 + 90 * number)})
                told()
                with store.write() as session:
                    made = log(session, title=f"Buổi {day}.{number}", note="ghi chú " * 60 * number)
                    drafts.forget(session, "moi")
                told()
                with store.write() as session:
                    activities.save(session, replace(made, attendees=50 + number))
                told()
            with store.write() as session:
                activities.withdraw(session, made.unit_id, made.id)
            told()
        told()


def importing(folder: Path, told: Told, _file: TellFile) -> None:
    """Import a workbook, undo that, import it again."""
    with closing(registers.open_(folder / REGISTER, CLOCK)) as store:
        for undone in (True, False):
            with store.write() as session:
                result = imports.import_workbook(session, folder / "hoat-dong.xlsx")
            told()
            if undone and result.import_id:
                with store.write() as session:
                    workbook_undo.undo(session, result.import_id)
                told()


def taking_in(folder: Path, told: Told, file: TellFile) -> None:
    """Back up, take in a stick's packages, then later versions, undo those, take them in again."""
    with closing(registers.open_(folder / REGISTER, CLOCK)) as store:
        with store.read() as session:
            made = safekeeping.before(session, Occasion.INTAKE)
        if made:
            file(made.path.relative_to(folder).as_posix())
        for version, undone in ((1, False), (2, True), (2, False)):
            with store.write() as session:
                key = intakes.begin(session, "USB")
            told()
            with store.write() as session:
                found = sorted((folder / USB).glob(f"{version}-*.sott"))
                intakes.take(session, Progress(), key, found)
            told()
            if undone:
                with store.write() as session:
                    intakes.undo(session, key)
                told()


def upgrading(folder: Path, told: Told, _file: TellFile) -> None:
    """Open a register of an earlier version: backed up, brought up to date, worked with."""
    with closing(registers.open_(folder / REGISTER, CLOCK)) as store:
        told()
        with store.write() as session:
            log(session, title="Sau khi nâng cấp")
        told()


def backing_up(folder: Path, told: Told, file: TellFile) -> None:
    """Save and back up in turn."""
    with closing(registers.open_(folder / REGISTER, CLOCK)) as store:
        for number in range(3):
            with store.write() as session:
                log(session, title=f"Buổi {number}")
            told()
            with store.read() as session:
                made = safekeeping.back_up(session, Occasion.DAY)
            file(made.path.relative_to(folder).as_posix())


def go_on(folder: Path) -> None:
    """Open a register as the program does after a power cut, and work. Raises StoreError."""
    with closing(registers.open_(folder / REGISTER, CLOCK)) as store:
        with store.write() as session:
            log(session, title="Sau khi có điện")
        if found := store.problems():
            raise StoreDamagedError(store.path, found[0])


def _raw(session: Any) -> Any:
    return session.connection().connection.driver_connection


def _carry_over(source: Any, target: Any) -> None:
    """Copy what both schemas know; a column that is no more gets nothing of its kind."""
    if target.in_transaction:
        target.execute("ROLLBACK")
    target.execute("PRAGMA foreign_keys=OFF")
    target.execute("BEGIN")
    for (table,) in target.execute(_TABLES).fetchall():
        known = {column[1] for column in source.execute(f'PRAGMA table_info("{table}")')}
        columns = target.execute(f'PRAGMA table_info("{table}")').fetchall()
        wanted = [
            f'"{name}"' if name in known else "''" if kind == "TEXT" else "0"
            for _, name, kind, needed, default, is_key in columns
            if name in known or (needed and default is None) or is_key
        ]
        names = ", ".join(
            f'"{name}"'
            for _, name, _, needed, default, is_key in columns
            if name in known or (needed and default is None) or is_key
        )
        if known:
            rows = source.execute(f'SELECT {", ".join(wanted)} FROM "{table}"').fetchall()
            marks = ", ".join("?" * len(wanted))
            target.executemany(f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({marks})', rows)
    target.execute("COMMIT")


_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version' "
    "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'activity_search%'"
)
_OLD = [one for one in migrations.KNOWN[:-1] if one]

SESSIONS = {
    "saving": Session(ward, saving),
    "saving on a stick": Session(ward_on_a_stick, saving),
    "importing": Session(ward_with_a_workbook, importing),
    "taking in": Session(city, taking_in),
    "backing up": Session(ward, backing_up),
    **{f"upgrading {int(one)}": Session(partial(ward_of, one), upgrading) for one in _OLD},
}
"""What is worked while the power fails."""
