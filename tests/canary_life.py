"""A program that works with lists of names until somebody kills it: `python -m tests.canary_life`.

Arguments: folder, seed, and "once" to come to an end by itself. The papers it prints with names
on them go to folder/ra, where the officer wanted them; nothing else may show a name.
"""

import random
import shutil
import sys
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop import cli
from desktop.core import (
    activities,
    attendance,
    drafts,
    log,
    officers,
    papers,
    registers,
    safekeeping,
    settings,
    speakers,
)
from desktop.core.attendance import Person, Sex
from desktop.core.backups import Occasion
from desktop.core.errors import AppError
from desktop.core.officers import Officer
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.speakers import Speaker
from desktop.ui import crash_box
from tests.builders import CLOCK, WARD, make_activity

LISTED = ("Hoàng Yến Chimvàng", "Trần Thị Bí Mậtđỏ", "Y Bhăm Knulxanh", "Nguyễn Đệ Hộnghèo")
STAFF = ("Lê Thị Cánbộmột", "Phạm Thị Báocáoviên", "H'Linh Chủtọa")
"""Names that nobody bears: those on lists must be in no package, those of officers only there."""

PASSWORD = "mật khẩu dài 2024"
PAPERS = ("DS_DB.xlsx", "DS_DB.pdf", "BB_TT.docx")
PEOPLE = 120
STEPS_ONCE = 1


def main(folder: Path, seed: int, *, once: bool) -> None:
    """Work; say "ready" on standard output once something was kept."""
    crash = crash_box.CrashHook(log.start(folder / "nhat-ky"))
    chance, register = random.Random(seed), folder / "du-lieu" / "so.sotr"
    (folder / "ra").mkdir(exist_ok=True)
    if not register.exists():
        make(register)
        _lock(register, folder / "du-lieu-hai")
    print("ready", flush=True)
    for step in range(STEPS_ONCE if once else 1_000_000):
        day = date(2024, 10, 1) + timedelta(chance.randrange(60))
        with closing(registers.open_(register, CLOCK)) as store:
            _work(store, day, crash, folder / "ra" / str(step))
        if step % 2 == 0:
            _type(register, folder)


def people(first: int) -> list[Person]:
    """Return a list of people, most of them poor households."""
    return [
        Person(
            name=f"{LISTED[number % len(LISTED)]} {first + number}", sex=Sex.FEMALE, ethnic="Ê-đê",
            address="Buôn Đŭng", category="HN", note=f"con của {LISTED[0]}",
        )
        for number in range(PEOPLE)
    ]  # fmt: skip


def make(register: Path) -> None:
    """Make the register of a ward whose officers have names that nobody bears."""
    wanted = NewRegister(role=Role.WARD, unit_code=WARD, officer=STAFF[0])
    with closing(registers.create(register, wanted, CLOCK)) as store, store.write() as session:
        unit_id = settings.read(session).unit_id
        speakers.add(session, Speaker(id="s1", name=STAFF[1], unit_id=unit_id))


def _lock(register: Path, folder: Path) -> None:
    """A copy of the register gets a password, so that its key file names no officer."""
    folder.mkdir()
    for one in (register, register.with_name("so.khoa.json")):
        shutil.copyfile(one, folder / one.name)
    with closing(registers.open_(folder / register.name, CLOCK)) as store, store.write() as session:
        one = officers.save(session, Officer(name=STAFF[2]))
        officers.set_password(session, one.id, PASSWORD)


def listed(store: Any, day: date) -> str:
    """Keep an activity with a list of people; return its id."""
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        wanted = make_activity(
            unit_id, held_on=day, channel="HOI_NGHI", chair=STAFF[2], speakers=("s1",),
            attendees=PEOPLE, women=PEOPLE,
        )  # fmt: skip
        made = activities.save(session, wanted)
        attendance.save(session, unit_id, made.id, people(1))
        drafts.keep(session, "danh sách", {"names": [one.name for one in people(1)]})
    return made.id


def _work(store: Any, day: date, crash: crash_box.CrashHook, out: Path) -> None:
    key = listed(store, day)
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        attendance.save(session, unit_id, key, people(500))
    try:
        with store.write() as session:
            broken: Any = replace(people(1)[0], category=object())
            attendance.save(session, unit_id, key, [broken])
    except Exception:  # noqa: BLE001  a fault of the program, as the crash hook sees it
        crash.caught(*sys.exc_info())
    out.mkdir(exist_ok=True)
    with store.read() as session:
        for code in PAPERS:
            with suppress(AppError):
                papers.write(session, Progress(), unit_id, key, code[:5], out / code)
    with store.read() as session:
        safekeeping.back_up(session, Occasion.DAY)


def _type(register: Path, folder: Path) -> None:
    """The same from the terminal: what it says is kept in the folder, too."""
    for words in (
        ["check", str(register)],
        ["totals", str(register), "--period", "2024-Q4"],
        ["unlock", str(register), "--period", "2024-Q4", "--reason", "Sửa"],
        ["lock", str(register), "--period", "2024-Q4"],
        ["send", str(register), "--period", "2024-Q4", "--to", str(folder / "usb")],
        ["form", str(register), "--activity", LISTED[0], "--form", "DS_DB", "--out", "x.pdf"],
    ):
        with suppress(SystemExit):
            cli.main(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), once=sys.argv[3:] == ["once"])
