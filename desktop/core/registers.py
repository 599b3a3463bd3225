"""Registers: making one with its unit, catalogues and plan, and opening one."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db import key_file
from db.address import Place as Place, Server
from db.store import Store
from desktop.core import (
    catalogue,
    history,
    letterheads,
    officers,
    plans,
    settings,
    speakers,
    switching,
    units,
)
from desktop.core.clock import Clock
from desktop.core.errors import WrongChoiceError
from desktop.core.letterheads import UnitHead
from desktop.core.periods import Rule
from desktop.core.settings import Role, Settings
from desktop.core.speakers import Signatory
from desktop.core.texts import nfc
from desktop.core.units import Unit

FILE_NAME = "so.sotr"


@dataclass(frozen=True, kw_only=True)
class NewRegister:
    """What a register starts with."""

    role: Role
    unit_code: str
    profile: str = "bmt-2024"
    officer: str = ""
    office: str = ""
    signatories: list[Signatory] = field(default_factory=list)
    rule: Rule = Rule.ADMINISTRATIVE


def create(place: Place, wanted: NewRegister, clock: Clock | None = None) -> Store:
    """Make a register in a new file or in an empty database; on any failure nothing is left.

    Raises StoreError, UnknownNameError, PlaceError for a folder that others copy or write.
    """
    units.profile(wanted.profile)
    info = {"clock": clock or Clock()}
    if isinstance(place, Server):
        from db import server

        made: Store = server.create(place, lambda session: set_up(session, wanted), info)
    else:
        made = _create_file(place, wanted, info)
    officers.enter(made)
    return made


def _create_file(path: Path, wanted: NewRegister, info: dict[str, Any]) -> Store:
    """Make the file. A key that lies there without it is used, never removed: backups need it."""
    from desktop.core import places  # asks the system of drives; opening a register need not

    places.require_safe(path.absolute().parent)
    had_key = key_file.place(path).exists()
    store = Store.create(path, info)
    try:
        with store.write() as session:
            set_up(session, wanted)
    except BaseException:
        store.close()
        _remove(path, with_key=not had_key)
        raise
    return store


def open_(place: Place, clock: Clock | None = None) -> Store:
    """Open a register and take in newer shipped catalogues. Raises StoreError.

    A restore that a power cut broke off is finished first.
    """
    store = _open(place, {"clock": clock or Clock()})
    try:
        with store.read() as session:
            stale = catalogue.stale(session)
        if stale:
            with store.write() as session:
                catalogue.load_shipped(session)
        officers.enter(store)
    except BaseException:
        store.close()
        raise
    return store


def _open(place: Place, info: dict[str, Any]) -> Store:
    if isinstance(place, Server):
        from db import server

        return server.open_(place, info)
    switching.finish(place)
    return Store.open(place, info)


def set_up(session: Session, wanted: NewRegister) -> Settings:
    """Fill an empty register with units, catalogues, the plan and its owner."""
    profile = units.profile(wanted.profile)
    catalogue.load_shipped(session)
    units.load_shipped(session)
    unit = units.by_code(session, wanted.unit_code, profile.day)
    is_city = wanted.unit_code == profile.city_code
    if is_city != (wanted.role is Role.CITY):
        whole = "là đơn vị tổng hợp" if is_city else "là xã, phường"
        raise WrongChoiceError(
            f"{unit.full_name} {whole} nên không hợp với vai trò đã chọn. Hãy chọn vai trò khác."
        )
    mine = Settings(
        unit_id=unit.id,
        role=wanted.role,
        profile=profile.code,
        plan_id=plans.load_shipped(session, profile),
        rule=wanted.rule,
        officer=wanted.officer,
        office=wanted.office,
    )
    settings.save(session, mine)
    officers.begin(session, mine.officer, mine.office)
    lines = ("ỦY BAN NHÂN DÂN", unit.full_name.upper())
    letterheads.save(session, UnitHead(lines=lines, place=unit.name))
    speakers.save_signatories(session, wanted.signatories)
    return mine


@dataclass(frozen=True)
class Owner:
    """Whose register it is, and what stands on its papers."""

    unit: Unit
    settings: Settings
    head: UnitHead
    signatories: list[Signatory]


def owner(session: Session) -> Owner:
    """Return what the page Cài đặt shows."""
    mine = settings.read(session)
    head = letterheads.all_of(session)[-1]
    return Owner(units.get(session, mine.unit_id), mine, head, speakers.signatories(session))


def save_owner(
    session: Session, mine: Settings, head: UnitHead, signatories: list[Signatory]
) -> None:
    """Keep officer, rule, head of papers and signatories; the unit stays.

    A head with another day than before is a new one; the old one stays for reprints.
    """
    before = settings.read(session)
    kept = replace(
        mine,
        officer=nfc(mine.officer),
        office=nfc(mine.office),
    )
    if not kept.officer:
        raise WrongChoiceError("Chưa có tên người phụ trách. Hãy nhập họ và tên.")
    if not any(map(nfc, head.lines)):
        raise WrongChoiceError("Tiêu đề văn bản phải có ít nhất một dòng. Hãy nhập tên cơ quan.")
    settings.save(session, replace(kept, unit_id=before.unit_id, role=before.role))
    officers.follow(session, before.officer, kept.officer, kept.office)
    letterheads.save(session, head)
    speakers.save_signatories(session, [one for one in signatories if nfc(one.name)])
    history.note(session, "setting", before.unit_id, "saved")


def _remove(path: Path, *, with_key: bool) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-wal").unlink(missing_ok=True)
    if with_key:
        key_file.place(path).unlink(missing_ok=True)
