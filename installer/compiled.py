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
    "idlelib", "lib-dynload", "lib2to3", "macholib", "msilib", "multiprocessing", "pydoc_data",
    "site-packages", "sqlite3", "test", "tests", "tkinter", "turtledemo", "unittest", "venv",
    "wsgiref", "xmlrpc",
    # for who writes programs
    "_pydecimal.py", "_pyio.py", "antigravity.py", "bdb.py", "cProfile.py", "cmd.py", "code.py", "codeop.py",
    "compileall.py", "doctest.py", "imp.py", "modulefinder.py", "pdb.py", "pickletools.py", "profile.py",
    "pstats.py", "py_compile.py", "pyclbr.py", "pydoc.py", "rlcompleter.py", "symtable.py", "tabnanny.py",
    "this.py", "trace.py", "tracemalloc.py", "turtle.py", "zipapp.py",
    # networks, mail, browsers; http.client stays, which xml.sax.saxutils wants
    "asynchat.py", "asyncore.py", "cgi.py", "cgitb.py", "cookiejar.py", "cookies.py", "ftplib.py", "imaplib.py",
    "mailbox.py", "mailcap.py", "netrc.py", "nntplib.py", "poplib.py", "robotparser.py", "smtpd.py", "smtplib.py",
    "socketserver.py", "ssl.py", "telnetlib.py", "webbrowser.py", "xdrlib.py",
    # kinds of files and machines that nobody brings
    "_aix_support.py", "_bootsubprocess.py", "_osx_support.py", "aifc.py", "bz2.py", "bz2_codec.py", "chunk.py",
    "crypt.py", "dom", "fileinput.py", "imghdr.py", "lzma.py", "optparse.py", "pipes.py", "plistlib.py",
    "pty.py", "sched.py", "shelve.py", "sndhdr.py", "sunau.py", "tarfile.py", "tty.py", "uu.py", "uu_codec.py", "wave.py",
    # alphabets of large old machines, of Apple's, and of East Asia
    *(f"cp{number}.py" for number in (
        "037", 273, 424, 500, 875, 932, 949, 950, 1026, 1140,
    )),
    *(f"mac_{name}.py" for name in (
        "arabic", "croatian", "cyrillic", "farsi", "greek", "iceland", "latin2", "romanian", "turkish",
    )),
    "hp_roman8.py", "kz1048.py", "ptcp154.py",
}  # fmt: skip


def compile_folder(folder: Path) -> None:
    """Put a .pyc beside every .py below the folder. Raises BuildError for one that is no Python."""
    words = ("-I", "-X", "no_debug_ranges")  # columns would underline a source that does not ship
    run([sys.executable, *words, HERE / "docless.py", folder], PYTHONHASHSEED="0")


def drop_source(folder: Path) -> None:
    """Remove every .py that has its .pyc beside it."""
    for path in files_below(folder):
        if path.suffix == ".py" and path.with_suffix(".pyc").is_file():
            path.unlink()


def standard_library() -> Path:
    """Return the folder of this machine's own standard library: pure Python, alike everywhere."""
    return Path(sysconfig.get_path("stdlib"))


def zip_library(target: Path, *, for_linux: bool = False) -> None:
    """Write the compiled standard library as one archive; `for_linux` with how Python was built.

    Nothing in it is packed: setup and .deb pack it better than an archive within them could.
    """
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "lib"
        shutil.copytree(standard_library(), folder, ignore=_ignored)
        if not for_linux:
            for path in folder.glob("_sysconfigdata*"):
                path.unlink()
        compile_folder(folder)
        compiled = [path for path in files_below(folder) if path.suffix == ".pyc"]
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for path in compiled:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _DAY)
                archive.writestr(entry, path.read_bytes())


def _ignored(folder: str, names: list[str]) -> set[str]:
    """Name what is not copied: other platforms, tests, and all that is no module."""
    return {
        name
        for name in names
        if name in _NOT_SHIPPED or not (name.endswith(".py") or (Path(folder) / name).is_dir())
    }
