"""Where a register may lie: on a disk of this machine that nobody else copies or writes."""

import os
import re
from pathlib import Path

from desktop.core import drives
from desktop.core.errors import PlaceError

_SYNCHRONISED = re.compile(
    r"onedrive( - .+)?|google ?drive|my drive|dropbox|icloud ?drive|zalo.*", re.IGNORECASE
)
_FOLDERS_OF_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def is_synchronised(folder: Path) -> bool:
    """Whether a program copies the folder to the Internet: it may copy a half-written register."""
    inside = {folder, *folder.parents}
    known = {Path(root) for name in _FOLDERS_OF_ONEDRIVE if (root := os.environ.get(name))}
    named = re.split(r"[\\/]", str(folder))
    return bool(inside & known) or any(_SYNCHRONISED.fullmatch(part) for part in named)


def is_elsewhere(folder: Path) -> bool:
    """Whether the folder lies on another machine: locks and flushes cannot be relied on there."""
    return str(folder).startswith(("\\\\", "//")) or drives.is_network(folder)


def require_safe(folder: Path) -> None:
    """Refuse a folder that a register must not lie in. Raises PlaceError."""
    if is_elsewhere(folder):
        raise PlaceError(folder, network=True)
    if is_synchronised(folder):
        raise PlaceError(folder, network=False)


def on_one_drive(one: Path, other: Path) -> bool:
    """Whether two folders lie on the same drive, so that both are lost with it."""
    return drives.number(one) == drives.number(other)
