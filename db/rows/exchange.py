"""What goes from machine to machine: locked reports, keys, and the ledger of packages."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class ReportRow(Row):
    """One version of the report of some days; `content` is what was frozen (canonical, gzip)."""

    __tablename__ = "reports"

    first: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    rule: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    nil: Mapped[bool]
    digest: Mapped[str]
    content: Mapped[bytes]
    locked_at: Mapped[datetime]
    locked_by: Mapped[str]
    reopened_at: Mapped[datetime | None]
    reason: Mapped[str]


class DeviceRow(Row):
    """This register's own device and its two secret keys (hexadecimal; the file is encrypted)."""

    __tablename__ = "devices"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    signing_key: Mapped[str]
    box_key: Mapped[str]
    seq: Mapped[int]
    last_digest: Mapped[str]
    made_at: Mapped[datetime]


class KnownKeyRow(Row):
    """A public key of another unit; `kind` is "signing", "box" or "recovery"."""

    __tablename__ = "known_keys"

    public: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)
    kind: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    since: Mapped[datetime]


class PackageRow(Row):
    """A package this register made or took in, kept whole; `direction` is "out" or "in".

    `file` is read only when it is asked for: lists of packages do without it.
    """

    __tablename__ = "packages"
    __table_args__ = (Index("ix_packages_period", "unit_id", "first", "last"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    direction: Mapped[str] = mapped_column(Code)
    kind: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"))
    first: Mapped[date | None]
    last: Mapped[date | None]
    version: Mapped[int]
    device: Mapped[str] = mapped_column(Id)
    seq: Mapped[int]
    digest: Mapped[str]
    file_name: Mapped[str]
    file: Mapped[bytes] = mapped_column(deferred=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(index=True)
    intake_id: Mapped[str | None] = mapped_column(Id, ForeignKey("intakes.id"), index=True)
