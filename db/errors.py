"""What the register file refuses through no fault of ours. Light: imports no database.

StoreError
├─ StoreMissingError    there is no such register
├─ StoreExistsError     a register of that name is there already
├─ StoreKeyError        the key file beside the register is missing or unreadable
├─ StoreDamagedError    the file is not a register, or its pages are damaged
├─ StoreTooNewError     written by a newer version of this program
├─ StoreBusyError       another program has it open
└─ StoreUnwritableError the disk is full, read-only or failing (`full` tells)
"""

from pathlib import Path


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


class StoreDamagedError(StoreError):
    """The file is not a register, or its pages are damaged."""


class StoreTooNewError(StoreError):
    """The register was written by a newer version of this program."""


class StoreBusyError(StoreError):
    """Another program has the register open."""


class StoreUnwritableError(StoreError):
    """The register cannot be written; `full` when the disk has no room."""

    full = False
