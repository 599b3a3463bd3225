"""Settings that belong to the register: unit, role, officer, rule of periods. No window sizes."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import SettingRow
from desktop.core.errors import NotFoundError
from desktop.core.periods import Rule


class Role(StrEnum):
    """What this register is for."""

    WARD = "ward"
    CITY = "city"


ROLE_NAMES = {Role.WARD: "Đơn vị cơ sở (xã, phường)", Role.CITY: "Đơn vị tổng hợp"}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the register knows about its owner."""

    unit_id: str
    role: Role
    profile: str
    plan_id: str
    rule: Rule = Rule.ADMINISTRATIVE
    officer: str = ""
    office: str = ""


def read(session: Session) -> Settings:
    """Return the settings. Raises NotFoundError for a register that was never set up."""
    kept: dict[str, Any] = {
        row.key: row.value for row in session.scalars(select(SettingRow)) if row.value is not None
    }
    if "unit_id" not in kept:
        raise NotFoundError
    known = {name: value for name, value in kept.items() if name in Settings.__annotations__}
    known["role"], known["rule"] = Role(kept["role"]), Rule(kept["rule"])
    return Settings(**known)


def save(session: Session, settings: Settings) -> None:
    """Keep the settings."""
    for key, value in asdict(settings).items():
        session.merge(SettingRow(key=key, value=value))
    session.flush()
