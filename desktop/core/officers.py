"""Officers of the register (cán bộ dùng sổ): who there is, who works now, their passwords.

Passwords open the key file of a register on this machine; a server asks for its own.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import key_file, key_slots
from db.backup import FOLDER
from db.key_slots import Kind
from db.rows import OfficerRow, SettingRow
from db.store import Store
from desktop.core import clock, files, history, recovery_code, working
from desktop.core.errors import (
    FileProblemError,
    NotAllowedError,
    NotFoundError,
    StoreError,
    WrongChoiceError,
)
from desktop.core.ids import new_id
from desktop.core.texts import nfc
from desktop.core.working import Role, Worker

SHORTEST = 10
"""Letters of a password: shorter ones are guessed within days from a stolen file."""
LOCK_MINUTES = 10
_LOCK_SETTING = "lock_minutes"
_FREE_TRIES, _LONGEST_WAIT_S = 3, 60


@dataclass(frozen=True, kw_only=True)
class Officer:
    """One who works with the register; `left_on` is the day on which he or she left."""

    name: str
    office: str = ""
    role: Role = Role.ENTRY
    since: date | None = None
    left_on: date | None = None
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class Spread:
    """Backups that open with the passwords of today: `changed` ones; those in `left` could not be
    written and open as before.
    """

    changed: int = 0
    left: tuple[Path, ...] = ()


def all_of(session: Session) -> list[Officer]:
    """Return the officers, those who left at the end, else in the order in which they came."""
    rows = session.scalars(select(OfficerRow))
    found = [
        Officer(id=row.id, name=row.name, office=row.office, role=Role(row.role), since=row.since,
                left_on=row.left_on)
        for row in rows
    ]  # fmt: skip
    return sorted(
        found, key=lambda one: (one.left_on is not None, one.since or date.min, one.name, one.id)
    )


def active(session: Session) -> list[Officer]:
    """Return the officers who have not left."""
    return [one for one in all_of(session) if one.left_on is None]


def get(session: Session, officer_id: str) -> Officer:
    """Return one officer. Raises NotFoundError."""
    found = next((one for one in all_of(session) if one.id == officer_id), None)
    if found is None:
        raise NotFoundError
    return found


def save(session: Session, officer: Officer) -> Officer:
    """Keep an officer, new or changed. Raises WrongChoiceError.

    Somebody who logs must remain, or nobody could change anything any more.
    """
    name = nfc(officer.name)
    if not name:
        raise WrongChoiceError("Chưa có tên cán bộ. Hãy nhập họ và tên.")
    others = [one for one in active(session) if one.id != officer.id]
    if officer.left_on is None and name in [one.name for one in others]:
        raise WrongChoiceError(
            f"Đã có cán bộ tên {name}. Hai người trùng tên: thêm chức vụ hoặc thôn vào tên để phân biệt."
        )
    logs = officer.role is Role.ENTRY and officer.left_on is None
    if not logs and all(one.role is not Role.ENTRY for one in others):
        raise WrongChoiceError("Sổ phải còn ít nhất một người có vai trò Nhập liệu.")
    before = session.get(OfficerRow, officer.id)
    kept = replace(officer, name=name, office=nfc(officer.office))
    if before is None:
        kept = replace(kept, since=kept.since or clock.of(session).today())
    old = [before.role, before.left_on] if before else [None, None]
    _keep(session, kept)
    changes = {"name": [None, name], "role": [old[0], str(kept.role)]}
    deed = "left" if kept.left_on and not old[1] else "saved" if before else "added"
    history.note(session, "officer", kept.id, deed, changes)
    return kept


def begin(session: Session, name: str, office: str) -> None:
    """Keep the first officer of a new register; there is no history yet."""
    if nfc(name):
        _keep(session, Officer(name=nfc(name), office=nfc(office), since=clock.of(session).today()))


def leave(session: Session, officer_id: str, elsewhere: Sequence[Path] = ()) -> Spread:
    """Let an officer have left today; his or her password opens the register no more.

    `elsewhere` are more folders with backups. Raises NotFoundError, WrongChoiceError, FileProblemError.
    """
    gone = save(session, replace(get(session, officer_id), left_on=clock.of(session).today()))
    register = _register(session)
    if register is not None and officer_id in owners(register):
        if len(owners(register)) == 1:
            raise WrongChoiceError(
                f"Chỉ {gone.name} có mật khẩu mở sổ. Hãy đặt mật khẩu cho người tiếp quản trước."
            )
        with files.disk_problems(key_file.place(register)):
            key_file.drop(register, officer_id)
        return _spread(register, elsewhere)
    return Spread()


def follow(session: Session, before: str, name: str, office: str) -> None:
    """Give the officer who was named as responsible the name and office that stand there now.

    A name nobody had is a new officer.
    """
    found = active(session)
    wanted = (before, name) if name not in [one.name for one in found] else (name,)
    named = next((one for one in found if one.name in wanted), None)
    if named is None:
        save(session, Officer(name=name, office=office))
    elif (named.name, named.office) != (name, office):
        save(session, replace(named, name=name, office=office))


def at_work(session: Session, preferred: str = "") -> Worker:
    """Return who works: whose password it was, else the preferred officer, else the first one."""
    found = active(session)
    register = _register(session)
    wanted = (key_file.opener(register) if register is not None else "") or preferred
    one = next((one for one in found if one.id == wanted), found[0] if found else None)
    return Worker(one.id, one.name, one.office, one.role) if one else Worker("", "")


def enter(store: Store, preferred: str = "") -> Worker:
    """Let the sessions of the store know who works, and return it."""
    with store.read() as session:
        worker = at_work(session, preferred)
    if worker.id:
        store.sign(worker)
    return worker


def owners(register: Path) -> set[str]:
    """Return the officers who have a password; none while the register is open to all."""
    return {slot.owner for slot in key_file.slots(register) if slot.kind is Kind.PASSWORD}


def has_passwords(register: Path) -> bool:
    """Whether the register opens only with a password. Raises StoreKeyError."""
    return bool(owners(register))


def is_locked_file(register: Path) -> bool:
    """Whether the register asks for a password; False too where no key file can be read."""
    with suppress(StoreError):
        return has_passwords(register)
    return False


def opener(register: Path) -> str:
    """Return the officer whose password opened the register; empty for the recovery code."""
    return key_file.opener(register)


def needs_password(register: Path) -> bool:
    """Whether a password must be given before the register, or a backup, can be read."""
    return key_file.is_locked(register)


def has_recovery(register: Path) -> bool:
    """Whether there is a recovery code in an envelope. Raises StoreKeyError."""
    return any(slot.kind is Kind.RECOVERY for slot in key_file.slots(register))


def trouble(password: str, again: str) -> str:
    """Return why this is no password, or nothing."""
    if len(nfc(password)) < SHORTEST:
        return (
            f"Mật khẩu cần ít nhất {SHORTEST} ký tự. Dễ nhớ: ghép ba, bốn từ không liên quan nhau."
        )
    if len(set(password.casefold())) < 4:
        return "Mật khẩu lặp lại quá ít ký tự nên dễ đoán. Hãy chọn mật khẩu khác."
    return "" if nfc(password) == nfc(again) else "Hai lần gõ mật khẩu không giống nhau."


def set_password(
    session: Session, officer_id: str, password: str, elsewhere: Sequence[Path] = ()
) -> Spread:
    """Let a password of the officer open the register and its backups, here and `elsewhere`.

    Takes about a second for each password there is. Raises WrongChoiceError when it is another
    officer's too, NotAllowedError, FileProblemError.
    """
    get(session, officer_id)
    worker = working.now(session)
    if worker.role is not Role.ENTRY and worker.id != officer_id:
        raise NotAllowedError(working.ROLE_NAMES[worker.role])
    register = _required(session)
    found = key_file.opened_by(register, Kind.PASSWORD, nfc(password))
    if found and found[0].owner != officer_id:
        raise WrongChoiceError("Mật khẩu này không dùng được. Hãy chọn mật khẩu khác.")
    history.note(session, "secret", officer_id, "password")
    return _put(register, Kind.PASSWORD, nfc(password), elsewhere, officer_id)


def keep_recovery(session: Session, code: str, elsewhere: Sequence[Path] = ()) -> Spread:
    """Let a recovery code open the register instead of the one before; it is kept nowhere.

    Raises WrongChoiceError, FileProblemError.
    """
    history.note(session, "secret", working.now(session).id or "all", "envelope")
    return _put(_required(session), Kind.RECOVERY, recovery_code.required(code), elsewhere)


def unlock(register: Path, typed: str, first: str = "") -> str | None:
    """Return the officer whose password this is, empty for the recovery code; None for neither.

    From now on the register opens. Takes about a second for each password. Raises StoreKeyError.
    """
    code = recovery_code.read(typed)
    kind, secret = (Kind.RECOVERY, code) if code else (Kind.PASSWORD, nfc(typed))
    slot = key_file.unlock(register, kind, secret, first)
    return None if slot is None else slot.owner


def wait_s(tries: int) -> int:
    """Return how many seconds to wait after so many wrong passwords: never for good."""
    if tries < _FREE_TRIES:
        return 0
    return min(1 << (tries - _FREE_TRIES + 1), _LONGEST_WAIT_S)


def lock_minutes(session: Session) -> int:
    """Return after how many idle minutes the window is covered; 0 for never."""
    kept = session.scalar(select(SettingRow.value).where(SettingRow.key == _LOCK_SETTING))
    return LOCK_MINUTES if kept is None else int(str(kept))


def keep_lock_minutes(session: Session, minutes: int) -> None:
    """Keep after how many idle minutes the window is covered."""
    before = lock_minutes(session)
    session.merge(SettingRow(key=_LOCK_SETTING, value=minutes))
    session.flush()
    history.note(session, "setting", "lock", "saved", {"lock_minutes": [before, minutes]})


def _keep(session: Session, one: Officer) -> None:
    session.merge(OfficerRow(
        id=one.id, name=one.name, office=one.office, role=str(one.role), since=one.since,
        left_on=one.left_on,
    ))  # fmt: skip
    session.flush()


def _put(
    register: Path, kind: Kind, secret: str, elsewhere: Sequence[Path], owner: str = ""
) -> Spread:
    place = key_file.place(register)
    new = key_slots.seal(kind, key_file.require(register), secret, owner)
    with files.disk_problems(place):
        key_file.put(register, new, secret)
    return _spread(register, elsewhere)


def _spread(register: Path, elsewhere: Sequence[Path]) -> Spread:
    """Let backups and registers set aside open with the passwords of today."""
    changed, left = 0, []
    for folder in dict.fromkeys((register.parent, register.parent / FOLDER, *elsewhere)):
        for path in _key_files(folder):
            try:
                with files.disk_problems(path):
                    if key_file.holds_same(register, path):
                        key_file.share(register, path)
                        changed += 1
            except FileProblemError:
                left.append(path)
    return Spread(changed, tuple(left))


def _key_files(folder: Path) -> list[Path]:
    with suppress(FileProblemError), files.disk_problems(folder):
        return sorted(folder.glob("*.khoa.json*"))
    return []


def _register(session: Session) -> Path | None:
    """Return the register's file; None for one on a server."""
    store: Store = session.info["store"]
    is_file = session.get_bind().dialect.name == "sqlite"
    return store.path if is_file else None


def _required(session: Session) -> Path:
    register = _register(session)
    if register is None:
        raise WrongChoiceError("Sổ này nằm trên máy chủ: mật khẩu do người quản trị máy chủ đặt.")
    return register
