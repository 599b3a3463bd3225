"""Single deeds of an officer, each with how it is seen that it was done, once and whole."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from db.rows import ActivityRow, IntakeRow, PackageRow
from db.store import Store
from desktop.core import (
    backups,
    delivery,
    drafts,
    exchange,
    exports,
    intakes,
    periods,
    registers,
    reports,
    safekeeping,
    workbook_import as imports,
)
from desktop.core.backups import Occasion
from desktop.core.errors import StoreError
from desktop.core.ledger import State
from desktop.core.progress import Progress
from tests import torture_sessions as sessions
from tests.builders import CLOCK, log
from tests.torture_sessions import REGISTER, ROWS, USB

TITLE = "Vừa nhập"


@dataclass(frozen=True)
class Deed:
    """`act` does it in a prepared folder; `count` says how many times it was done; 1 is wanted."""

    prepare: Callable[[Path], None]
    act: Callable[[Store], None]
    count: Callable[[Store], int]


def _save(store: Store) -> None:
    with store.write() as session:
        log(session, title=TITLE, note="ghi chú " * 400)
        drafts.keep(session, "moi", {"title": TITLE})


def _saved(store: Store) -> int:
    with store.read() as session:
        kept = len(drafts.all_of(session))
    return kept if kept == _titled(store, TITLE) else -1


def _import(store: Store) -> None:
    with store.write() as session:
        imports.import_workbook(session, store.path.parent / "hoat-dong.xlsx")


def _imported(store: Store) -> int:
    found = _titled(store, "Buổi %")
    return -1 if found % ROWS else found // ROWS


def _take(store: Store) -> None:
    with store.write() as session:
        key = intakes.begin(session, USB)
        paths = sorted((store.path.parent / USB).glob("1-*.sott"))
        intakes.take(session, Progress(), key, paths)


def _taken(store: Store) -> int:
    with store.read() as session:
        begun = session.scalar(select(func.count()).select_from(IntakeRow)) or 0
        query = select(func.count()).where(PackageRow.state == State.TAKEN)
        packages = session.scalar(query) or 0
    return begun if packages == 3 * begun else -1


def _undo(store: Store) -> None:
    with store.write() as session:
        known = intakes.last(session)
        if known is not None:
            intakes.undo(session, known.id)


def _undone(store: Store) -> int:
    with store.read() as session:
        return 1 if intakes.last(session) is None else 0


def _taken_before(folder: Path) -> None:
    sessions.city(folder)
    store = registers.open_(folder / REGISTER, CLOCK)
    _take(store)
    store.close()


def _back_up(store: Store) -> None:
    with store.read() as session:
        safekeeping.back_up(session, Occasion.DAY)


def _backed_up(store: Store) -> int:
    found = backups.find(safekeeping.folder_of(store.path))
    try:
        for one in found:
            backups.require_sound(one.path)
    except StoreError:
        return -1
    return len(found)


def _send(store: Store) -> None:
    quarter = periods.parse("2024-Q4")
    with store.write() as session:
        if not reports.versions(session, quarter):
            exchange.lock(session, quarter)
        made = exchange.package(session, quarter)
    stick = store.path.parent / USB
    delivery.deliver(made.file, stick, made.entry.file_name, Progress())
    with store.write() as session:
        exchange.delivered(session, made.entry.id)


def _sent(store: Store) -> int:
    with store.read() as session:
        query = select(PackageRow.file_name, PackageRow.file, PackageRow.state)
        known = {name: (file, state) for name, file, state in session.execute(query)}
    stick = {one.name: one.read_bytes() for one in (store.path.parent / USB).glob("*.sott")}
    if any(known[name][0] != content for name, content in stick.items()):
        return -1
    marked = [name for name, (_, state) in known.items() if state == State.DELIVERED]
    return len(marked) if set(marked) <= stick.keys() else -1


def _export(store: Store) -> None:
    with store.read() as session:
        exports.template(session, store.path.with_name("mau.xlsx"))


def _exported(store: Store) -> int:
    path = store.path.with_name("mau.xlsx")
    return int(path.exists()) if not path.exists() or not zipfile.ZipFile(path).testzip() else -1


def _titled(store: Store, title: str) -> int:
    with store.read() as session:
        query = select(func.count()).where(ActivityRow.title.like(title))
        return session.scalar(query) or 0


def _ward_with_a_stick(folder: Path) -> None:
    sessions.ward(folder)
    (folder / USB).mkdir()


DEEDS = {
    "saving": Deed(sessions.ward, _save, _saved),
    "importing": Deed(sessions.ward_with_a_workbook, _import, _imported),
    "taking in": Deed(sessions.city, _take, _taken),
    "undoing": Deed(_taken_before, _undo, _undone),
    "backing up": Deed(sessions.ward, _back_up, _backed_up),
    "sending": Deed(_ward_with_a_stick, _send, _sent),
    "exporting": Deed(sessions.ward, _export, _exported),
}
"""What is done while the disk fails, and while the program is killed."""
