"""Python source made into .pyc files: they start four times faster, and nobody edits them by chance."""

import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from installer.common import HERE, files_below, run

_DAY = (2026, 1, 1, 0, 0, 0)
_NOT_SHIPPED = {
    "__pycache__", "config-3.11-x86_64-linux-gnu", "curses", "dbm", "distutils", "ensurepip",
    "idlelib", "lib-dynload", "lib2to3", "msilib", "pydoc_data", "site-packages", "sqlite3",
    "test", "tests", "tkinter", "turtledemo", "venv", "wsgiref", "xmlrpc",
    "_pydecimal.py", "_pyio.py", "cgi.py", "chunk.py", "cookiejar.py", "ftplib.py", "imaplib.py", "mailbox.py", "nntplib.py",
    "pickletools.py", "poplib.py", "pydoc.py", "sndhdr.py", "smtpd.py", "smtplib.py", "sunau.py",
    "telnetlib.py", "this.py", "turtle.py", "wave.py",
}  # fmt: skip


def compile_folder(folder: Path) -> None:
    """Put a .pyc beside every .py below the folder. Raises BuildError for one that is no Python."""
    run([sys.executable, "-I", HERE / "docless.py", folder], PYTHONHASHSEED="0")


def drop_source(folder: Path) -> None:
    """Remove every .py that has its .pyc beside it."""
    for path in files_below(folder):
        if path.suffix == ".py" and path.with_suffix(".pyc").is_file():
            path.unlink()


def standard_library() -> Path:
    """Return the folder of this machine's own standard library: pure Python, alike everywhere."""
    return Path(sysconfig.get_path("stdlib"))


def zip_library(target: Path, *, for_linux: bool = False) -> None:
    """Write the compiled standard library as one archive; `for_linux` with how Python was built."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "lib"
        shutil.copytree(standard_library(), folder, ignore=_ignored)
        if not for_linux:
            for path in folder.glob("_sysconfigdata*"):
                path.unlink()
        compile_folder(folder)
        compiled = [path for path in files_below(folder) if path.suffix == ".pyc"]
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for path in compiled:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())


def _ignored(folder: str, names: list[str]) -> set[str]:
    """Name what is not copied: other platforms, tests, and all that is no module."""
    return {
        name
        for name in names
        if name in _NOT_SHIPPED or not (name.endswith(".py") or (Path(folder) / name).is_dir())
    }
