"""Where things lie on this machine. Makes no folder."""

import os
from pathlib import Path

import platformdirs

from db.address import PORTABLE

APP_FOLDER = "So Truyen Thong"
"""ASCII, because old backup tools and sticks lose other letters."""


def resources() -> Path:
    """Return the folder of what ships with the program: catalogues, icons, help, style."""
    return Path(__file__).resolve().parents[2] / "resources"


def home() -> Path:
    """Return the folder of an installed program, with its folder `program` (installer/windows)."""
    return resources().parent.parent.parent


def portable_folder() -> Path | None:
    """Return where data lie when the program was unpacked onto a stick, else None."""
    return home() / "data" if (home() / PORTABLE).is_file() else None


def default_data_folder() -> Path:
    """Return where the register of this Windows user lies unless the officer chose otherwise."""
    chosen = os.environ.get("SO_TRUYEN_THONG_DATA")
    if chosen:
        return Path(chosen)
    return portable_folder() or Path(platformdirs.user_data_dir(APP_FOLDER, appauthor=False))


def config_file() -> Path:
    """Return the small file with window size, letter size and the place of the register."""
    chosen = os.environ.get("SO_TRUYEN_THONG_CONFIG")
    if chosen:
        folder = Path(chosen)
    else:
        folder = portable_folder() or Path(
            platformdirs.user_config_dir(APP_FOLDER, appauthor=False)
        )
    return folder / "cua-so.ini"


def documents_folder() -> Path:
    """Return where exported reports go first: the officer's documents."""
    return Path(platformdirs.user_documents_dir())
