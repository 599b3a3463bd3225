"""The log for support: codes and counts. Never a name, a title or any other typed text."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop.core.files import disk_problems

_SIZE, _KEPT = 1_000_000, 5


def start(folder: Path) -> Path:
    """Log into `folder`/nhat-ky.txt, five files of 1 MB at most; return the file."""
    path = folder / "nhat-ky.txt"
    with disk_problems(path):
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
