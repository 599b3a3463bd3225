"""Where things lie on this machine. Makes no folder."""

import os
from pathlib import Path

import platformdirs

APP_FOLDER = "So Truyen Thong"
"""ASCII, because old backup tools and sticks lose other letters."""


def resources() -> Path:
    """Return the folder of what ships with the program: catalogues, icons, help, style."""
    return Path(__file__).resolve().parents[2] / "resources"


def default_data_folder() -> Path:
    """Return where the register of this Windows user lies unless the officer chose otherwise."""
    chosen = os.environ.get("SO_TRUYEN_THONG_DATA")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir(APP_FOLDER, appauthor=False))


def config_file() -> Path:
    """Return the small file with window size, letter size and the place of the register."""
    chosen = os.environ.get("SO_TRUYEN_THONG_CONFIG")
    folder = (
        Path(chosen) if chosen else Path(platformdirs.user_config_dir(APP_FOLDER, appauthor=False))
    )
    return folder / "cua-so.ini"


def documents_folder() -> Path:
    """Return where exported reports go first: the officer's documents."""
    return Path(platformdirs.user_documents_dir())
