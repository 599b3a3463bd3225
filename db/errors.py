"""What the register file refuses through no fault of ours. Light: imports no database.

StoreError
├─ StoreMissingError    there is no such register
├─ StoreExistsError     a register of that name is there already
├─ StoreKeyError        the key file beside the register is missing or unreadable
├─ StoreLockedError     a password is needed
├─ StoreDamagedError    the file is not a register, or its pages are damaged
├─ StoreTooNewError     written by a newer version of this program
├─ StoreBusyError       another program has it open
├─ StoreUnwritableError the disk is full, read-only or failing (`full` tells)
└─ ServerError          the PostgreSQL server that holds it says no (`reason` tells)
"""

from enum import StrEnum
from pathlib import Path

from db import holder
from db.address import Server


class StoreError(Exception):
    """The register cannot be used right now, through no fault of this program."""

    def __init__(self, path: Path, reason: str = "") -> None:
        super().__init__(path.name, reason)
        self.path, self.reason = path, reason


class StoreMissingError(StoreError):
    """There is no such register."""


class StoreExistsError(StoreError):
    """A register of that name is there already."""


class StoreKeyError(StoreError):
    """The key file beside the register is missing or unreadable."""


class StoreLockedError(StoreError):
    """The register opens with a password or the recovery code, and nobody gave one yet."""


class StoreDamagedError(StoreError):
    """The file is not a register, or its pages are damaged."""


class StoreTooNewError(StoreError):
    """The register was written by a newer version of this program."""


class StoreBusyError(StoreError):
    """Another program has the register open; `holder` is who said so, if anybody did."""

    def __init__(self, path: Path, reason: str = "") -> None:
        super().__init__(path, reason)
        self.holder = holder.read(path)


class StoreUnwritableError(StoreError):
    """The register cannot be written; `full` when the disk has no room."""

    full = False


class ServerReason(StrEnum):
    """Why a register on a server cannot be used."""

    ADDRESS = "address"
    """The URL cannot be read."""
    NO_DRIVER = "no_driver"
    """psycopg is not installed."""
    UNREACHABLE = "unreachable"
    """No answer, or the server is starting or stopping."""
    LOGIN = "login"
    """User or password is wrong or missing, or this machine may not connect."""
    NO_DATABASE = "no_database"
    NO_REGISTER = "no_register"
    """The database has no register in it."""
    NOT_OURS = "not_ours"
    """The database has tables of something else."""
    ENCODING = "encoding"
    """The database cannot hold Vietnamese text (not UTF8)."""
    TOO_OLD = "too_old"
    """The server is older than PostgreSQL 13."""
    RIGHTS = "rights"
    """The user may not read, write or make tables there; or the server only reads."""
    BUSY = "busy"
    """Others are writing for longer than one waits, or there are too many of them."""
    LOST = "lost"
    """The connection broke during the work."""
    FULL = "full"
    """The server's disk or memory is full."""
    COPIES = "copies"
    """Copies of it are made at the server (pg_dump), not here."""
    FAULT = "fault"
    """The server cannot read or write its own files."""


class ServerError(StoreError):
    """The server that holds the register says no, or nothing; `path` is the database's name."""

    def __init__(self, place: Server, reason: ServerReason) -> None:
        super().__init__(Path(place.database or "?"), str(reason))
        self.place, self.why = place, reason
