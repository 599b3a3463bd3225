"""What can go wrong that is not a bug. The words for the officer are in ui/messages.py.

AppError
├─ InvalidActivityError    an activity has problems that stop it from being kept
├─ NotFoundError           the record was removed or never existed
├─ ConflictError           the record was changed since it was read
├─ InUseError              a record cannot go because others need it
├─ UnknownNameError        a unit, profile or period that does not exist
├─ PeriodError             a period that cannot be read, or has no days
├─ WrongChoiceError        one of several choices in the set-up that do not fit together
├─ FileProblemError        a file or drive cannot be read or written
│  ├─ FileMissingError
│  ├─ FileExistsAlreadyError
│  ├─ DiskFullError
│  ├─ BackupError          a backup was not made; those made before are still there
│  ├─ PlaceError           a folder in which a register must not lie
│  └─ DeliveryError        a file was not written to a stick, with its reason
├─ WorkbookError           a workbook that cannot be taken in, with its reason
├─ PackageError            a package that is refused, with its reason
├─ UpdateError             a newer program that is not taken, with its reason
├─ NotAllowedError         the role of the officer at work does not cover this
├─ NotInForceError         a package that cannot be answered: another version is in its place
├─ MissingGlyphError       no font on this machine has a letter that a document needs
└─ CancelledError          the officer pressed Hủy; shows nothing

What the register file itself refuses is StoreError and its kinds, from db/errors.py.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum, auto
from pathlib import Path
from typing import Any

from db.errors import (
    ServerError as ServerError,
    ServerReason as ServerReason,
    StoreBusyError as StoreBusyError,
    StoreDamagedError as StoreDamagedError,
    StoreError as StoreError,
    StoreExistsError as StoreExistsError,
    StoreKeyError as StoreKeyError,
    StoreLockedError as StoreLockedError,
    StoreMissingError as StoreMissingError,
    StoreTooNewError as StoreTooNewError,
    StoreUnwritableError as StoreUnwritableError,
)


class AppError(Exception):
    """Base of everything an officer can understand and act on."""


class InvalidActivityError(AppError):
    """An activity cannot be kept as it is; `problems` are the reasons, all of them."""

    def __init__(self, problems: Sequence[Any]) -> None:
        super().__init__([problem.code for problem in problems])
        self.problems = tuple(problems)


class NotFoundError(AppError):
    """The record is not in the register (any more)."""


class ConflictError(AppError):
    """The record was changed after it was read: `revision` is the one now kept."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


class PeriodLockedError(AppError):
    """`day` lies in the locked report of the period `title`, which is at this `version`."""

    def __init__(self, title: str, version: int, day: date) -> None:
        super().__init__(title, version)
        self.title, self.version, self.day = title, version, day


class PeriodOpenError(AppError):
    """The report of the period `title` is not locked, so there is nothing to send or to open."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class InUseError(AppError):
    """A record cannot be removed because `count` others need it."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class UnknownNameError(AppError):
    """`name` is not one of the known `choices` of this `kind` (unit, profile, rule)."""

    def __init__(self, kind: str, name: str, choices: Sequence[str] = ()) -> None:
        super().__init__(kind, name)
        self.kind, self.name, self.choices = kind, name, tuple(choices)


class PeriodError(AppError):
    """The text of a period cannot be understood, or the period holds no day."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text, reason)
        self.text, self.reason = text, reason


class WrongChoiceError(AppError):
    """A set-up whose parts do not fit; `reason` is a Vietnamese sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FileProblemError(AppError):
    """A file or drive cannot be read or written; `system` is the system's own code."""

    def __init__(self, path: Path, system: str = "") -> None:
        super().__init__(path.name, system)
        self.path, self.system = path, system


class FileMissingError(FileProblemError):
    """There is no such file or folder."""


class FileExistsAlreadyError(FileProblemError):
    """A file of that name is there already and is not to be overwritten."""


class DiskFullError(FileProblemError):
    """The drive has no room left."""


class BackupError(FileProblemError):
    """No backup was made in this folder; `full`: the drive has no room."""

    def __init__(self, path: Path, system: str = "", *, full: bool = False) -> None:
        super().__init__(path, system)
        self.full = full


class PlaceError(FileProblemError):
    """A register must not lie in this folder: it is synchronised, or on another machine."""

    def __init__(self, path: Path, *, network: bool) -> None:
        super().__init__(path)
        self.network = network


class DriveReason(StrEnum):
    """Why a drive does not take a file."""

    GONE = auto()
    FULL = auto()
    READ_ONLY = auto()
    DENIED = auto()
    FAULT = auto()
    VANISHED = auto()
    READS_DIFFERENTLY = auto()
    OTHER_CONTENT = auto()


class DeliveryError(FileProblemError):
    """A file was not written to a stick; nothing half-written has its name there."""

    def __init__(self, path: Path, reason: DriveReason, system: str = "") -> None:
        super().__init__(path, system)
        self.reason = reason


class WorkbookReason(StrEnum):
    """Why a workbook is refused as a whole."""

    NOT_A_WORKBOOK = auto()
    ENCRYPTED = auto()
    TOO_LARGE = auto()
    NO_SHEET = auto()
    WRONG_HEADINGS = auto()
    TOO_MANY_ROWS = auto()
    EMPTY = auto()


class WorkbookError(AppError):
    """A workbook cannot be taken in; `detail` names what was found."""

    def __init__(self, path: Path, reason: WorkbookReason, detail: str = "") -> None:
        super().__init__(path.name, reason, detail)
        self.path, self.reason, self.detail = path, reason, detail


class PackageReason(StrEnum):
    """Why a package is refused, in the order in which it is looked at."""

    TOO_LARGE = auto()
    NOT_A_PACKAGE = auto()
    INCOMPLETE = auto()
    CONTAINER = auto()
    MEMBERS = auto()
    SUMS = auto()
    SIGNATURE_FORM = auto()
    SIGNATURE = auto()
    NEWER = auto()
    HEADER = auto()
    HEADER_FORM = auto()
    HEADER_TEXT = auto()
    SIGNER = auto()
    UNKNOWN_KEY = auto()
    OTHER_UNIT = auto()
    ENCRYPTION_KIND = auto()
    NOT_FOR_US = auto()
    ENCRYPTION = auto()
    GZIP = auto()
    BOMB = auto()
    INNER_HEADER = auto()
    TOO_MANY_RECORDS = auto()
    ABOUT = auto()
    RECORD = auto()
    RECORD_FORM = auto()
    RECORD_TEXT = auto()
    LONG_TEXT = auto()
    KIND = auto()
    ORDER = auto()
    COUNTS = auto()
    REFERENCE = auto()
    PERIOD = auto()
    SUMS_FALSE = auto()
    CONTENT = auto()
    EVIDENCE = auto()


class PackageError(AppError):
    """A package is refused as a whole; `detail` says where, for those who look closer."""

    def __init__(self, reason: PackageReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class UpdateReason(StrEnum):
    """Why a newer program on a stick is not taken."""

    NO_KEYS = auto()
    NO_SIGNATURE = auto()
    NOT_A_SIGNATURE = auto()
    UNKNOWN_KEY = auto()
    ALTERED = auto()
    OTHER_PROGRAM = auto()
    OTHER_PLATFORM = auto()
    NOT_NEWER = auto()
    OLD_REGISTER = auto()


class UpdateError(AppError):
    """A setup is not run; `detail` is the version or the kind of machine that it names."""

    def __init__(self, reason: UpdateReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class NotAllowedError(AppError):
    """The officer at work may not do this; `role` is the name of the role."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


class NotInForceError(AppError):
    """A package is not the one in use; `newer` is the version in its place (0: none, it waits)."""

    def __init__(self, newer: int) -> None:
        super().__init__(newer)
        self.newer = newer


class MissingGlyphError(AppError):
    """No font on this machine can draw `letters`; the document is not made."""

    def __init__(self, letters: str, where: str = "") -> None:
        super().__init__(letters, where)
        self.letters, self.where = letters, where


class CancelledError(AppError):
    """The officer pressed Hủy."""
