"""The command that takes a newer program from a stick, for support staff."""

import argparse
from pathlib import Path
from typing import Any

from desktop.cli_parts import DONE
from desktop.core import updates
from desktop.core.errors import FileMissingError
from desktop.core.progress import Progress


def add_commands(add: Any) -> None:
    """Add the command to the parser."""
    one = add("update", help="kiểm tra bộ cài của bản mới trên USB rồi cài")
    one.add_argument("place", type=Path, metavar="NƠI", help="USB, thư mục hoặc chính bộ cài")
    one.set_defaults(run=_update)


def _update(chosen: argparse.Namespace) -> int:
    place: Path = chosen.place
    found = updates.find([place]) if place.is_dir() else [place]
    if not found:
        raise FileMissingError(place / "so-truyen-thong-…")
    update = updates.take(None, Progress(), found[0])
    print(f"Bản {update.version}: chữ ký đúng, đã chép vào {update.path}")
    if updates.can_install():
        updates.start(update)
        print("Đang cài. Sổ không đổi; mở lại chương trình sau chừng một phút.")
    return DONE
