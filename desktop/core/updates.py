"""A newer program on a stick: found, compared, copied, and the copy's signature checked.

What is run is the copy on this machine, never the file on the stick, which may change meanwhile.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db import migrations
from desktop import __version__
from desktop.core import files, minisign, paths, safekeeping
from desktop.core.backups import Backup, Occasion
from desktop.core.errors import UpdateError, UpdateReason
from desktop.core.minisign import PublicKey, Signature
from desktop.core.progress import Progress

FOLDER = "cap-nhat"
WINDOWS, LINUX = "windows-x64", "linux-amd64"
COPYING, CHECKING = "Chép bản mới vào máy", "Kiểm tra chữ ký của bản đã chép"
_NAME = {
    WINDOWS: re.compile(r"so-truyen-thong-(\d+\.\d+\.\d+)-windows-x64\.exe", re.IGNORECASE),
    LINUX: re.compile(r"so-truyen-thong_(\d+\.\d+\.\d+)_amd64\.deb", re.IGNORECASE),
}
_COMMENT = re.compile(r"so-truyen-thong (\d+\.\d+\.\d+) (\S+) schema=(\d{1,4})")
_SLICE = 1 << 20
_LARGEST = 400_000_000


@dataclass(frozen=True)
class Update:
    """A newer version that lies on this machine, its signature found right."""

    version: str
    path: Path


def platform() -> str:
    """Return which kind of setup this machine needs."""
    return WINDOWS if sys.platform == "win32" else LINUX


def can_install() -> bool:
    """Whether the program can run the setup itself: as installed on Windows."""
    return sys.platform == "win32" and (paths.home() / "program").is_dir()


def find(places: Iterable[Path]) -> list[Path]:
    """Return the setups for this machine in the top folders of drives, the newest first."""
    found = []
    for place in places:
        with files.disk_problems(place):
            names = [path for path in place.iterdir() if _NAME[platform()].fullmatch(path.name)]
        found += [(_numbers(path.name), path) for path in names]
    return [path for _numbers_, path in sorted(found, key=lambda one: one[0], reverse=True)]


def keys() -> list[PublicKey]:
    """Return the keys whose updates this program takes: the present one and the next."""
    place = paths.resources() / "update-keys.txt"
    with files.disk_problems(place):
        return minisign.public_keys(place.read_text("utf-8"))


def take(
    _session: Session | None, progress: Progress, source: Path, folder: Path | None = None
) -> Update:
    """Compare the signed words, copy the setup into the data folder and check the copy.

    Raises UpdateError with its reason, FileProblemError; then no copy is left.
    """
    known = keys()
    if not known:
        raise UpdateError(UpdateReason.NO_KEYS)
    signature = _signature(source)
    version = _require_newer(minisign.trusted_comment(signature, known))
    place = (folder or paths.default_data_folder()) / FOLDER
    target = place / source.name
    with files.disk_problems(source):
        size = source.stat().st_size
    if size > _LARGEST:
        raise UpdateError(UpdateReason.ALTERED)
    _empty(place)
    progress.step(COPYING, 0, size)
    try:
        files.write_whole(target, lambda temporary: _copy(source, temporary, progress))
        progress.step(CHECKING)
        minisign.check_file(signature, known, _digest(target))
    except BaseException:
        files.discard(target)
        raise
    return Update(version, target)


def back_up(session: Session) -> Backup | None:
    """Back the register up before the program is replaced, if it changed since the last backup."""
    return safekeeping.before(session, Occasion.UPGRADE)


def start(update: Update) -> None:
    """Run the setup; it waits until this program is closed, and opens the new one afterwards.

    The folder must be the last word and stand without quotation marks, as NSIS wants it.
    """
    home = paths.home()
    portable = " /PORTABLE" if paths.portable_folder() else ""
    with files.disk_problems(update.path):
        subprocess.Popen(
            f'"{update.path}" /RESTART{portable} /D={home}',
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def _signature(source: Path) -> Signature:
    place = source.with_name(f"{source.name}.minisig")
    if not place.is_file():
        raise UpdateError(UpdateReason.NO_SIGNATURE)
    return minisign.read(files.read_bytes(place, minisign.LONGEST))


def _require_newer(comment: str) -> str:
    """Return the version that the signed words name, if it is one for us."""
    found = _COMMENT.fullmatch(comment)
    if not found:
        raise UpdateError(UpdateReason.OTHER_PROGRAM)
    version, made_for, schema = found.groups()
    if made_for != platform():
        raise UpdateError(UpdateReason.OTHER_PLATFORM, made_for)
    if _numbers(version) <= _numbers(__version__):
        raise UpdateError(UpdateReason.NOT_NEWER, version)
    if int(schema) < int(migrations.HEAD or 0):
        raise UpdateError(UpdateReason.OLD_REGISTER, version)
    return version


def _numbers(text: str) -> tuple[int, ...]:
    found = re.search(r"\d+\.\d+\.\d+", text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _empty(place: Path) -> None:
    """Remove setups of earlier updates."""
    with files.disk_problems(place):
        place.mkdir(parents=True, exist_ok=True)
        for path in place.iterdir():
            files.discard(path)


def _copy(source: Path, target: Path, progress: Progress) -> None:
    with source.open("rb") as reading, target.open("wb") as writing:
        while part := reading.read(_SLICE):
            writing.write(part)
            progress.step(done=progress.done + len(part))


def _digest(path: Path) -> bytes:
    sum_ = minisign.new_digest()
    with files.disk_problems(path), path.open("rb") as file:
        while part := file.read(_SLICE):
            sum_.update(part)
    return sum_.digest()
