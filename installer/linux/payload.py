"""The folder /opt/so-truyen-thong: this machine's Python, the locked libraries, and we.

Qt's and Python's own needs (X11, fonts, compression) are left to the distribution, see `control`.
"""

import shutil
import sys
import sysconfig
from pathlib import Path

from installer import compiled, libraries, wheels
from installer.common import HERE, BuildError, empty, files_below, run

_QT = ("Core", "Gui", "Widgets", "PrintSupport", "Svg")
_PLUGINS = (
    "iconengines/libqsvgicon", "imageformats/libqjpeg", "imageformats/libqsvg",
    "platforminputcontexts/libcomposeplatforminputcontextplugin",
    "platforminputcontexts/libibusplatforminputcontextplugin",
    "platforms/libqoffscreen", "platforms/libqxcb", "platformthemes/libqxdgdesktopportal",
    "printsupport/libcupsprintersupport",
    "xcbglintegrations/libqxcb-egl-integration", "xcbglintegrations/libqxcb-glx-integration",
)  # fmt: skip
_KEPT = {
    "PySide6": {
        "__init__.py", "_config.py", "_git_pyside_version.py", "libpyside6.abi3.so.6.11",
        *(f"Qt{part}.abi3.so" for part in _QT),
        *(f"Qt/lib/libQt6{part}.so.6" for part in (*_QT, "DBus", "XcbQpa")),
        *(f"Qt/lib/libicu{part}.so.73" for part in ("data", "i18n", "uc")),
        *(f"Qt/plugins/{name}.so" for name in _PLUGINS),
    },
    "shiboken6": {
        "__init__.py", "_config.py", "_git_shiboken_module_version.py", "Shiboken.abi3.so",
        "libshiboken6.abi3.so.6.11",
    },
}  # fmt: skip
_MODULES_NOT_SHIPPED = (
    "_bz2", "_crypt", "_ctypes_test", "_curses", "_dbm", "_gdbm", "_hashlib", "_lsprof", "_lzma",
    "_multiprocessing", "_posixshmem", "_sqlite3",
    "_ssl", "_test", "_tkinter", "_xx", "audioop", "nis", "ossaudiodev", "readline", "spwd", "xx",
)  # fmt: skip
"""No network, so no OpenSSL; the register has its own encrypted SQLite."""


def lay_out(folder: Path, cache: Path, version: str, keys: Path | None = None) -> None:
    """Make the folder anew with all that ships; the same sources give the same bytes."""
    empty(folder)
    _python(folder)
    lib = empty(folder / "lib" / "python3.11" / "site-packages")
    for wheel in wheels.fetch(wheels.LINUX_LOCK, cache, wheels.THIS_MACHINE):
        wheels.unpack(wheel, lib)
    libraries.collect_licences(lib, folder / "giay-phep")
    libraries.prune(lib, _KEPT)
    for path in files_below(lib):
        if ".so" in path.name and not path.name.startswith("libicudata"):
            run(["strip", "--strip-unneeded", path])
    libraries.compile_libraries(lib)
    libraries.lay_program(folder / "app", version, keys)
    shutil.copyfile(HERE / "linux" / "start.sh", folder / "so-truyen-thong")


def _python(folder: Path) -> None:
    """Copy the interpreter that builds; its library is looked for beside it."""
    if sys.version_info[:2] != (3, 11):
        raise BuildError("Gói .deb cần Python 3.11, bản mà các thư viện đã khóa dùng.")
    modules = folder / "lib" / "python3.11" / "lib-dynload"
    modules.mkdir(parents=True)
    program = folder / "python"
    shutil.copyfile(Path(sys.base_prefix) / "bin" / "python3.11", program)
    name = str(sysconfig.get_config_var("INSTSONAME"))
    library = Path(str(sysconfig.get_config_var("LIBDIR"))) / name
    if name.endswith(".so.1.0") and name in run(["readelf", "-d", program]):
        shutil.copyfile(library, folder / "lib" / name)
        run(["strip", "--strip-unneeded", folder / "lib" / name])
        run(["patchelf", "--set-rpath", "$ORIGIN/lib", program])
    run(["strip", program])
    for path in sorted((compiled.standard_library() / "lib-dynload").glob("*.so")):
        if not path.name.startswith(_MODULES_NOT_SHIPPED):
            shutil.copyfile(path, modules / path.name)
            run(["strip", "--strip-unneeded", modules / path.name])
    compiled.zip_library(folder / "lib" / "python311.zip", for_linux=True)
