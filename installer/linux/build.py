"""The .deb: the program with its own Python, desktop entry, icon and kind of file."""

import gzip
import os
import shutil
from pathlib import Path

from installer import icon
from installer.common import (
    BUILD,
    HERE,
    ROOT,
    BuildError,
    empty,
    run,
    size_of,
    take_away_dates,
)
from installer.linux import payload

NAME = "so-truyen-thong"
FOLDER = BUILD / "linux"
_ICON_SIZES = (48, 256)


def name_of(version: str) -> str:
    """Return the name of the package; the program's update page looks for it."""
    return f"{NAME}_{version}_amd64.deb"


def build(version: str, target: Path, keys: Path | None = None) -> Path:
    """Lay the program and its entries out as a Debian package and pack it."""
    if os.uname().machine != "x86_64":
        raise BuildError("Gói .deb chỉ làm được trên máy amd64.")
    root = empty(FOLDER / "root")
    payload.lay_out(root / "opt" / NAME, FOLDER / "wheels", version, keys)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / NAME).symlink_to(f"/opt/{NAME}/{NAME}")
    share = root / "usr" / "share"
    _install(HERE / "linux" / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _install(HERE / "linux" / f"{NAME}.xml", share / "mime" / "packages" / f"{NAME}.xml")
    icons = share / "icons" / "hicolor"
    _install(HERE / f"{NAME}.svg", icons / "scalable" / "apps" / f"{NAME}.svg")
    for size in _ICON_SIZES:
        _draw(icons / f"{size}x{size}" / "apps" / f"{NAME}.png", size)
    _install(ROOT / "LICENSE", share / "doc" / NAME / "copyright")
    changes = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    (share / "doc" / NAME / "changelog.gz").write_bytes(changes)
    facts = {"version": version, "kilobytes": size_of(root) // 1024}
    control = (HERE / "linux" / "control").read_text("utf-8").format(**facts)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(control, "utf-8")
    _set_rights(root)
    take_away_dates(root)
    run(
        ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z19", "--build", root, target],
    )
    return target


def _install(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _draw(target: Path, size: int) -> None:
    target.parent.mkdir(parents=True)
    target.write_bytes(icon.picture(size))


def _set_rights(root: Path) -> None:
    for path in root.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path.parent == root / "opt" / NAME
            path.chmod(0o755 if runs else 0o644)
