"""What every builder needs: where things lie, the version, running a tool, files without a date."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
HERE = ROOT / "installer"
KEYS = "update-keys.txt"
"""In resources: the public keys whose updates the program accepts."""

MOMENT = 1_767_225_600
"""2026-01-01: every file that ships carries this day, so that two builds are alike."""


class BuildError(Exception):
    """Something that keeps a build from being made; the text is a Vietnamese sentence."""


def version() -> str:
    """Return the version of the program, three numbers."""
    text = (ROOT / "desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', text, re.MULTILINE)
    if not found:
        raise BuildError("desktop/__init__.py không ghi phiên bản dạng 1.2.3.")
    return found[1]


def schema() -> int:
    """Return the number of the newest step of the register's schema."""
    text = (ROOT / "db" / "migrations" / "__init__.py").read_text("utf-8")
    numbers = re.findall(r'"(\d{4})"', text)
    if not numbers:
        raise BuildError("db/migrations/__init__.py không kể bước nào.")
    return max(map(int, numbers))


def copy_sources(folder: Path, new_version: str, keys: Path | None = None) -> None:
    """Copy our own code and resources, under this version, accepting updates of these keys."""
    left_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("desktop", "db", "resources"):
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    place = folder / "desktop" / "__init__.py"
    line = f'__version__ = "{new_version}"'
    place.write_text(re.sub(r'__version__ = "[^"]*"', line, place.read_text("utf-8")), "utf-8")
    if keys is not None:
        shutil.copyfile(keys, folder / "resources" / KEYS)


def run(command: Sequence[str | Path], folder: Path = ROOT, **environment: str) -> str:
    """Run a tool and return what it said. Raises BuildError with its last lines."""
    words = [str(word) for word in command]
    if shutil.which(words[0]) is None:
        raise BuildError(f"Máy này chưa có lệnh {words[0]}.")
    done = subprocess.run(
        words,
        cwd=folder,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(MOMENT), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        last = "\n".join(said.splitlines()[-15:])
        raise BuildError(f"Lệnh {words[0]} không xong (mã {done.returncode}):\n{last}")
    return said


def empty(folder: Path) -> Path:
    """Return the folder, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as 64 digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> list[Path]:
    """Return all files below a folder, in one order on every machine."""
    return sorted(
        (path for path in folder.rglob("*") if path.is_file()),
        key=lambda path: path.relative_to(folder).as_posix(),
    )


def take_away_dates(folder: Path) -> None:
    """Give every file and folder the same day."""
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (MOMENT, MOMENT), follow_symlinks=False)


def size_of(folder: Path) -> int:
    """Return how many bytes the files below a folder have."""
    return sum(path.stat().st_size for path in files_below(folder))


def digest_of(folder: Path) -> str:
    """Return one SHA-256 over names and contents of all files below a folder."""
    whole = hashlib.sha256()
    for path in files_below(folder):
        whole.update(f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n".encode())
    return whole.hexdigest()
