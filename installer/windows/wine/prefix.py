"""A Windows of its own for one run: wine on a screen in memory, with the fonts a real PC has.

wine 8 lacks two libraries that Windows 10 has; small stand-ins are put there. Python under wine
wants a pipe as its output, never a file, and a program that stays must not hold our pipe.
"""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from installer.common import HERE, BuildError, empty, run
from installer.windows.runtime import GCC

POLL, REST, LONGEST = 0.3, 3, 15
LAST_WORDS = 0.5
"""Seconds for what an ended program still has in its pipe."""
KILLED = -9
STAND_INS = {"icuuc": (), "bcryptprimitives": ("-ladvapi32",)}
_ON_SCREEN = ("truetype/noto/NotoSans-Regular.ttf", "truetype/noto/NotoSans-Bold.ttf")
"""wine registers for Qt only what it finds outside C:, and takes a wrong style if it finds more."""
_ON_PAPER = tuple(
    f"truetype/liberation2/LiberationSerif-{style}.ttf"
    for style in ("Regular", "Bold", "Italic", "BoldItalic")
)
_ONLY_OURS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/font-cache</cachedir></fontconfig>
"""
_SILENT = subprocess.DEVNULL


class Prefix:
    """One Windows: drive C:, registry, screen."""

    def __init__(self, folder: Path) -> None:
        self.folder = empty(folder)
        self.drive = folder / "prefix" / "drive_c"
        fonts = folder / "fonts.conf"
        fonts.write_text(_ONLY_OURS.format(folder=folder))
        self._screen, number = _screen()
        self._environment = {
            **os.environ, "WINEPREFIX": str(folder / "prefix"), "WINEARCH": "win64",
            "WINEDEBUG": "-all", "DISPLAY": f":{number}", "FONTCONFIG_FILE": str(fonts),
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
        }  # fmt: skip
        self._environment.pop("QT_QPA_PLATFORM", None)
        self._make()
        users = (self.drive / "users").iterdir()
        (self.user,) = (path for path in users if path.name != "Public")

    def _make(self) -> None:
        paper, screen = self.drive / "windows" / "Fonts", self.folder / "fonts"
        for place, fonts in ((paper, _ON_PAPER), (screen, _ON_SCREEN)):
            place.mkdir(parents=True)
            for font in fonts:
                shutil.copy(Path("/usr/share/fonts") / font, place)
        self.run("wineboot", "-i")
        subprocess.run(["wineserver", "-w"], env=self._environment, check=False)
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")
        system = self.drive / "windows" / "system32"
        for name, libraries in STAND_INS.items():
            source = HERE / "windows" / "wine" / f"{name}.c"
            run([GCC, "-O2", "-s", "-shared", "-Wall", source, *libraries,
                 "-o", system / f"{name}.dll"])  # fmt: skip

    def windows(self, path: Path) -> str:
        """Return how Windows calls a file of drive C:."""
        return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")

    def run(
        self, *words: str | Path, seconds: float = 300, folder: Path | None = None
    ) -> tuple[int, str]:
        """Run a Windows program to its end; return its exit code and what it printed.

        After `seconds` it is killed and its exit code is KILLED. The pipe is not waited for: the first
        program wakes services of wine, which inherit it and stay.
        """
        process = subprocess.Popen(
            ["wine", *map(str, words)], env=self._environment, cwd=folder,
            stdin=_SILENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said: list[bytes] = []
        reader = threading.Thread(target=_listen, args=(process.stdout, said), daemon=True)
        reader.start()
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = KILLED
        reader.join(LAST_WORDS)
        return code, b"".join(said).decode("utf-8", "replace").replace("\r\n", "\n")

    def start(self, *words: str | Path, **environment: str) -> "subprocess.Popen[Any]":
        """Start a Windows program and leave it running."""
        return subprocess.Popen(
            ["wine", *map(str, words)], env={**self._environment, **environment},
            stdin=_SILENT, stdout=_SILENT, stderr=_SILENT,
        )  # fmt: skip

    def running(self, name: str) -> list[int]:
        """Return the processes of this prefix whose program has this name."""
        found = []
        mark = f"WINEPREFIX={self._environment['WINEPREFIX']}".encode()
        for place in Path("/proc").iterdir():
            if place.name.isdigit() and _holds(place / "cmdline", name.encode()):
                if _holds(place / "environ", mark):
                    found.append(int(place.name))
        return found

    def end(self, name: str) -> None:
        """Close all programs of this name, and wait until they are gone."""
        for process in self.running(name):
            os.kill(process, 15)
        wait_until(lambda: not self.running(name), f"{name} không đóng lại")

    def has_window(self, title: str) -> bool:
        """Whether a window whose title holds these words is on the screen."""
        found = subprocess.run(
            ["xwininfo", "-root", "-tree"], env=self._environment, capture_output=True, check=False
        )
        return title in found.stdout.decode("utf-8", "replace")

    def registry(self, key: str, value: str | None = None) -> str:
        """Return what the registry says of a key, or "" if there is none."""
        code, said = self.run("reg", "query", key, *(("/v", value) if value else ()))
        return "" if code else said

    def picture(self, name: str) -> Path:
        """Take a picture of the screen once it is at rest: nothing moved on it for REST seconds.

        A caret that blinks never rests, so after LONGEST seconds the picture is taken anyway.
        """
        target = self.folder / "hinh" / f"{name}.png"
        target.parent.mkdir(exist_ok=True)
        words = ["import", "-window", "root", "-strip", str(target)]
        begun = since = time.monotonic()
        before = b""
        while (now := time.monotonic()) - since < REST and now - begun < LONGEST:
            subprocess.run(words, env=self._environment, check=True)
            if (seen := target.read_bytes()) != before:
                before, since = seen, time.monotonic()
            time.sleep(POLL)
        return target

    def close(self) -> None:
        """End all that runs here."""
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False)
        self._screen.terminate()
        self._screen.wait()


def wait_until(true: Callable[[], object], otherwise: str, seconds: float = 60) -> None:
    """Wait; raise AssertionError with these words when it does not come true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(otherwise)
        time.sleep(POLL)


def _listen(pipe: IO[bytes], said: list[bytes]) -> None:
    while part := os.read(pipe.fileno(), 65536):
        said.append(part)


def _holds(path: Path, wanted: bytes) -> bool:
    try:
        return wanted in path.read_bytes()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False


def _screen() -> "tuple[subprocess.Popen[bytes], str]":
    """Start a screen in memory on a free number."""
    read, write = os.pipe()
    started = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,), stdin=_SILENT, stdout=_SILENT, stderr=_SILENT,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as said:
        number = said.readline().strip()
    if not number:
        raise BuildError("Không mở được màn hình trong bộ nhớ (Xvfb).")
    return started, number
