"""Small real drives for tests: a tmpfs, an ext4 image, an exFAT image behind FUSE. Needs root."""

import fcntl
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

KINDS = ("tmpfs", "ext4", "exfat")
_TOOLS = {
    "tmpfs": ("mount", "umount"),
    "ext4": ("mount", "umount", "losetup", "mkfs.ext4"),
    "exfat": ("mount", "umount", "losetup", "mkfs.exfat", "mount.exfat-fuse"),
}
_SHUTDOWN_EXT4, _WITHOUT_FLUSH = 0x8004587D, 2
SIZE = 16 << 20


class Drive:
    """One drive, mounted at `folder`; its content outlives pulling out (not on tmpfs)."""

    def __init__(self, kind: str, place: Path) -> None:
        self.kind, self.folder, self._image = kind, place / "KINGSTON", place / "image"
        self.folder.mkdir()
        self._device, self._server = "", 0
        if kind != "tmpfs":
            with self._image.open("wb") as file:
                file.truncate(SIZE)
            _run(f"mkfs.{kind}", *(["-q", "-m", "0"] if kind == "ext4" else []), self._image)
            self._device = _run("losetup", "-f", "--show", self._image).strip()

    def plug_in(self, *, read_only: bool = False) -> None:
        """Mount it."""
        if self.kind == "tmpfs":
            size = f"size={SIZE // 1024}k"
            _run("mount", "-t", "tmpfs", "-o", size, "tmpfs", self.folder)
        elif self.kind == "ext4":
            _run("mount", self._device, self.folder)
        elif read_only:
            _run("mount.exfat-fuse", "-o", "ro", self._device, self.folder)
        else:
            server = subprocess.Popen(["mount.exfat-fuse", "-d", self._device, self.folder],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            self._server = server.pid
            self._process = server
            while not os.path.ismount(self.folder):
                time.sleep(0.01)
        if read_only and self.kind != "exfat":
            _run("mount", "-o", "remount,ro", self.folder)

    def pull_out(self) -> None:
        """Take it away without a word: nothing that is in the cache gets written."""
        if self.kind == "tmpfs":
            _run("umount", "-l", self.folder)
        elif self.kind == "ext4":
            handle = os.open(self.folder, os.O_RDONLY)
            fcntl.ioctl(handle, _SHUTDOWN_EXT4, struct.pack("I", _WITHOUT_FLUSH))
            os.close(handle)
        else:
            self._process.kill()
            self._process.wait()

    def flip_a_bit(self, content: bytes) -> None:
        """Change this content behind the back of the system; only ext4."""
        with self._image.open("rb+") as file:
            place = file.read().index(content)
            file.seek(place)
            file.write(bytes([content[0] ^ 1]))

    def hang(self) -> None:
        """Let it answer no more for a while; only exFAT."""
        os.kill(self._server, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        os.kill(self._server, signal.SIGCONT)

    def unplug(self) -> None:
        """Unmount it, pulled out or not."""
        while os.path.ismount(self.folder) or self._is_dead():
            _run("umount", self.folder)
        if self._server:
            self._process.wait()
            self._server = 0

    def throw_away(self) -> None:
        """Unmount it and free its device."""
        self.unplug()
        if self._device:
            _run("losetup", "-d", self._device)

    def _is_dead(self) -> bool:
        """A FUSE drive without its server is mounted and cannot be looked at."""
        return f" {self.folder} " in Path("/proc/self/mounts").read_text()


@contextmanager
def drive(kind: str, place: Path) -> Iterator[Drive]:
    """Give a drive that is plugged in, or skip with the reason."""
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("mounting real drives needs Linux and root")
    missing = [tool for tool in _TOOLS[kind] if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"{kind}: not installed: {' '.join(missing)}")
    made = Drive(kind, place)
    try:
        made.plug_in()
        yield made
    finally:
        made.throw_away()


def _run(*command: str | Path) -> str:
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    if ended.returncode:
        raise RuntimeError(f"{command}: {ended.stderr}")
    return ended.stdout
