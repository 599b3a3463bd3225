"""What the checks share: two setups of neighbouring versions, their throw-away key, one Windows."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from installer import signing
from installer.common import empty, files_below, sha256, version
from installer.windows import payload, setup
from installer.windows.payload import Kit
from installer.windows.wine.prefix import Prefix, wait_until

NAME = "So Truyen Thong"
LISTED = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{NAME}"
OURS = rf"HKCU\Software\{NAME}"
"""The last that an uninstaller takes away."""
KIND = "SoTruyenThong.Goi.1"
WINDOW, TERMINAL = "so-truyen-thong.exe", "so-truyen-thong-cli.exe"
READY = "pages ready"
UNINSTALL = "go-cai-dat.exe"


@dataclass(frozen=True)
class Setups:
    """The version of the sources, the one after it, and small ones that only move files."""

    now: Path
    next: Path
    small: tuple[Path, Path]
    portable: Path
    program: Path
    key: Path


def next_version(of: str) -> str:
    """Return the version after one."""
    first, second, _ = of.split(".")
    return f"{first}.{int(second) + 1}.0"


def make_setups(folder: Path, wanted: Kit) -> Setups:
    """Build all setups, packed quickly; their programs accept updates signed by one new key."""
    key = signing.new_key(empty(folder))
    program, later = folder / "program", folder / "program-next"
    kit = replace(wanted, keys=key.with_suffix(".pub"))
    found = payload.lay_out(program, kit)
    shutil.copytree(program, later)
    after = next_version(version())
    payload.lay_program(later, replace(kit, version=after), found)
    for number, whole in ((version(), program), (after, later)):
        part = empty(folder / f"small-{number}")
        (part / "runtime").mkdir()
        for name in (WINDOW, TERMINAL, payload.VERSION_FILE, "runtime/python311.dll"):
            shutil.copyfile(whole / name, part / name)
        setup.write_setup(part, number, folder / f"small-{number}.exe", setup.QUICK)
    write = setup.write_setup
    write(program, version(), folder / setup.name_of(version()), setup.QUICK)
    write(later, after, folder / setup.name_of(after), setup.QUICK)
    setup.write_portable(program, folder / setup.portable_name_of(version()))
    return setups_of(folder)


def setups_of(folder: Path) -> Setups:
    """Return what make_setups wrote into a folder."""
    after = next_version(version())
    return Setups(
        folder / setup.name_of(version()),
        folder / setup.name_of(after),
        (folder / f"small-{version()}.exe", folder / f"small-{after}.exe"),
        folder / setup.portable_name_of(version()),
        folder / "program",
        folder / "thu.key",
    )


class Lab:
    """One Windows in which the program is installed, used and removed."""

    def __init__(self, prefix: Prefix, setups: Setups) -> None:
        self.prefix, self.setups = prefix, setups
        local = prefix.user / "AppData" / "Local"
        self.installed = local / "Programs" / NAME
        self.program = self.installed / "program"
        self.data = local / NAME

    def install(self, source: Path, *words: str) -> int:
        """Run a setup silently; return its exit code. wine would put /D= in quotation marks."""
        if not words:
            return self.prefix.run(source, "/S")[0]
        line = self.prefix.drive / "cai.bat"
        setup_ = str(source).replace("/", "\\")
        line.write_text(
            f'"Z:{setup_}" /S {" ".join(words)}\r\nexit /b %errorlevel%\r\n', newline=""
        )
        return self.prefix.run("cmd", "/c", self.windows(line))[0]

    def uninstall(self) -> int:
        """Remove the program as Windows does; its first process ends long before it is done."""
        code, _ = self.prefix.run(self.installed / UNINSTALL, "/S")
        wait_until(lambda: not self.installed.exists(), "chưa gỡ hết tệp của chương trình")
        wait_until(lambda: not self.prefix.registry(OURS), "chưa gỡ hết trong registry")
        return code

    def windows(self, path: Path) -> str:
        """Return how Windows calls a file."""
        return self.prefix.windows(path)

    def terminal(self, *words: str | Path, seconds: float = 300) -> tuple[int, str]:
        """Run the installed program's command line."""
        return self.prefix.run(self.program / TERMINAL, *words, seconds=seconds)

    def version(self) -> str:
        """Return the version that is installed."""
        text = (self.program / payload.VERSION_FILE).read_text("utf-8")
        return text.split()[0]

    def listed_version(self) -> str:
        """Return the version that Windows lists among its programs, or ""."""
        said = self.prefix.registry(LISTED, "DisplayVersion").split()
        return said[-1] if said else ""

    def log(self, data: Path | None = None) -> str:
        """Return what the program wrote into its log, beside the officer's data or elsewhere."""
        place = (data or self.data) / "nhat-ky" / "nhat-ky.txt"
        return place.read_text("utf-8") if place.is_file() else ""

    def wait_for_pages(self, before: str, data: Path | None = None) -> None:
        """Wait until a window has built its pages; `before` is the log before it was started."""
        now = before.count(READY) + 1
        wait_until(
            lambda: self.log(data).count(READY) >= now, "cửa sổ không mở xong các trang", 120
        )


def fingerprints(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a folder."""
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files_below(folder)}
