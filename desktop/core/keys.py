"""Keys of this device and of other units. What they are used for stands in core.packages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.rows import DeviceRow, KnownKeyRow
from desktop.core import clock, history
from desktop.core.ids import new_id


class Kind(StrEnum):
    """What a public key of another unit is for."""

    SIGNING = "signing"
    BOX = "box"
    RECOVERY = "recovery"


class Trust(StrEnum):
    """Whether packages of a signing key are taken in."""

    TRUSTED = "trusted"
    CLOSED = "closed"


@dataclass(frozen=True)
class Device:
    """This register on this machine; keys are raw, `seq` and `last_digest` of its last package."""

    id: str
    signing_key: bytes
    box_key: str
    seq: int
    last_digest: str


@dataclass(frozen=True)
class KnownKey:
    """A public key of a unit (signing: hexadecimal; box and recovery: age1…)."""

    public: str
    unit_id: str
    kind: Kind
    trust: Trust
    since: datetime


def device(session: Session) -> Device | None:
    """Return this register's device, or None before its first key."""
    row = session.scalar(select(DeviceRow).order_by(DeviceRow.made_at.desc()).limit(1))
    if row is None:
        return None
    return Device(row.id, bytes.fromhex(row.signing_key), row.box_key, row.seq, row.last_digest)


def box_keys(session: Session) -> tuple[str, ...]:
    """Return the secret keys that open what was encrypted for this register, the newest first.

    A restored register has those of the device it was before: answers to that one are still read.
    """
    return tuple(session.scalars(select(DeviceRow.box_key).order_by(DeviceRow.made_at.desc())))


def keep_device(session: Session, signing_key: bytes, box_key: str) -> Device:
    """Keep new keys: from now on this register is this device, also if the clock was turned back."""
    newest = session.scalar(select(func.max(DeviceRow.made_at)))
    now = clock.of(session).now()
    made_at = now if newest is None else max(now, newest + timedelta(seconds=1))
    made = Device(new_id(), signing_key, box_key, 0, "")
    session.add(
        DeviceRow(
            id=made.id, signing_key=signing_key.hex(), box_key=box_key, seq=0, last_digest="",
            made_at=made_at,
        )
    )  # fmt: skip
    session.flush()
    history.note(session, "device", made.id, "made")
    return made


def count_package(session: Session, own: Device, digest: str) -> None:
    """Note that this device made another package with this digest."""
    row = session.get_one(DeviceRow, own.id)
    row.seq, row.last_digest = own.seq + 1, digest
    session.flush()


def of_unit(session: Session, unit_id: str, kind: Kind) -> list[KnownKey]:
    """Return the unit's keys of a kind that are not closed, oldest first."""
    rows = session.scalars(
        select(KnownKeyRow)
        .where(KnownKeyRow.unit_id == unit_id, KnownKeyRow.kind == kind)
        .where(KnownKeyRow.state == Trust.TRUSTED)
        .order_by(KnownKeyRow.since, KnownKeyRow.public)
    )
    return [_known(row) for row in rows]


def known(session: Session, public: str) -> KnownKey | None:
    """Return what is known of a public key."""
    row = session.get(KnownKeyRow, public)
    return None if row is None else _known(row)


def trust(session: Session, public: str, unit_id: str, kind: Kind) -> KnownKey:
    """Believe that the key is the unit's from now on."""
    return _keep(session, public, unit_id, kind, Trust.TRUSTED, "trusted")


def close(session: Session, public: str) -> KnownKey | None:
    """Believe the key no longer (a lost machine); None for a key nobody knows."""
    before = known(session, public)
    if before is None:
        return None
    return _keep(session, public, before.unit_id, before.kind, Trust.CLOSED, "closed")


def _keep(
    session: Session, public: str, unit_id: str, kind: Kind, state: Trust, deed: str
) -> KnownKey:
    row = KnownKeyRow(
        public=public, unit_id=unit_id, kind=str(kind), state=str(state),
        since=clock.of(session).now(),
    )  # fmt: skip
    session.merge(row)
    session.flush()
    history.note(session, "key", public[:36], deed)
    return KnownKey(public, unit_id, kind, state, row.since)


def _known(row: KnownKeyRow) -> KnownKey:
    return KnownKey(row.public, row.unit_id, Kind(row.kind), Trust(row.state), row.since)
