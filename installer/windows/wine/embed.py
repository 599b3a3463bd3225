"""python -m installer.windows.wine.embed ZIP: an archive as python.org's "embeddable package" is laid out.

Made of the pinned wheel and this machine's standard library, to try `--runtime embed` with: no
registry has the real one. python.exe, pythonw.exe and python.cat are empty here; the build takes none of them.
"""

import shutil
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from installer import compiled, wheels
from installer.common import BUILD, sha256
from installer.windows import runtime

FROM_WHEEL = (
    "_asyncio.pyd", "_bz2.pyd", "_ctypes.pyd", "_decimal.pyd", "_elementtree.pyd", "_hashlib.pyd", "_lzma.pyd",
    "_msi.pyd", "_multiprocessing.pyd", "_overlapped.pyd", "_queue.pyd", "_socket.pyd", "_sqlite3.pyd", "_ssl.pyd",
    "_uuid.pyd", "_zoneinfo.pyd", "libcrypto-3.dll", "libffi-8.dll", "libssl-3.dll", "pyexpat.pyd",
    "python311.dll", "select.pyd", "sqlite3.dll", "unicodedata.pyd", "winsound.pyd",
)  # fmt: skip
FROM_QT = ("vcruntime140.dll", "vcruntime140_1.dll")
_EMPTY = ("python.cat", "python.exe", "pythonw.exe")
_PATHS = "python311.zip\n.\n\n# Uncomment to run site.main() automatically\n#import site\n"
_NOT_INSIDE = (
    "ensurepip",
    "idlelib",
    "lib-dynload",
    "site-packages",
    "test",
    "tests",
    "tkinter",
    "venv",
)


def write(target: Path, cache: Path) -> str:
    """Write the archive; return its SHA-256."""
    (wheel,) = wheels.fetch(wheels.RUNTIME_LOCK, cache)
    (qt,) = (one for one in wheels.fetch(wheels.WINDOWS_LOCK, cache) if "pyside6" in one.name)
    with (
        TemporaryDirectory() as scratch,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        folder = Path(scratch)
        with zipfile.ZipFile(wheel) as archive:
            for name in FROM_WHEEL:
                made.writestr(name, archive.read(f"deploy_libs/{name}"))
            (folder / "python311.dll").write_bytes(archive.read("deploy_libs/python311.dll"))
        with zipfile.ZipFile(qt) as archive:
            for name in FROM_QT:
                made.writestr(name, archive.read(f"PySide6/{name}"))
        runtime.forward(folder / "python311.dll", folder / "python3.dll")
        _zip_library(folder / "python311.zip", folder / "lib")
        for name in ("python3.dll", "python311.zip"):
            made.write(folder / name, name)
        made.write(compiled.standard_library() / "LICENSE.txt", "LICENSE.txt")
        made.writestr("python311._pth", _PATHS)
        for name in _EMPTY:
            made.writestr(name, b"")
    return sha256(target)


def _zip_library(target: Path, folder: Path) -> None:
    """Write the whole library as python.org does: compiled with its docstrings, packed."""
    apart = shutil.ignore_patterns("__pycache__", *_NOT_INSIDE)
    shutil.copytree(compiled.standard_library(), folder, ignore=apart)
    with zipfile.PyZipFile(str(target), "w", zipfile.ZIP_DEFLATED) as library:
        library.writepy(str(folder))
        for package in sorted(folder.glob("*/__init__.py")):
            library.writepy(str(package.parent))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    print(f"--runtime embed {place} {write(place, BUILD / 'windows' / 'wheels')}")
