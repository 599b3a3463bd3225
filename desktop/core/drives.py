"""What the operating system says of drives: which can be pulled out, what they are called, eject.

Linux: the table of mounts and /sys. Windows: kernel32 through ctypes, best effort.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import DiskFullError, DriveReason, FileProblemError
from desktop.core.files import disk_problems

_MOUNTS = Path("/proc/self/mounts")
_SYSTEM = Path("/sys")
_PLACES = (Path("/media"), Path("/run/media"), Path("/mnt"))
_STICK_SYSTEMS = {"vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk"}
_SHOWN = {"vfat": "FAT32", "msdos": "FAT", "exfat": "exFAT", "ntfs": "NTFS", "ntfs3": "NTFS"}
_OVER_THE_NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "davfs", "fuse.sshfs",
    "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse",
}  # fmt: skip
_LONGEST_S = 60.0
_GONE = {"ENODEV", "ENXIO", "ENOTCONN", "ECONNABORTED", "ESTALE", "ENOMEDIUM", "ENOTDIR"}
_REASONS = {
    "EROFS": DriveReason.READ_ONLY,
    "EACCES": DriveReason.DENIED,
    "EPERM": DriveReason.DENIED,
    "EISDIR": DriveReason.OTHER_CONTENT,
    "ENOENT": DriveReason.VANISHED,
    **dict.fromkeys(_GONE, DriveReason.GONE),
}


@dataclass(frozen=True)
class Volume:
    """The drive under a folder. `name` is what the officer sees in the file manager."""

    name: str
    file_system: str
    free: int
    total: int
    removable: bool


@dataclass(frozen=True)
class _Mount:
    source: str
    point: Path
    system: str

    def is_stick(self) -> bool:
        """Whether it looks like something that can be pulled out."""
        if not any(place in self.point.parents for place in _PLACES):
            return False
        if self.system in _STICK_SYSTEMS or self.system.startswith("fuse."):
            return True
        return self.source.startswith("/dev/") and _is_removable(Path(self.source).name)


def reason(error: FileProblemError, folder: Path, number: int | None = None) -> DriveReason:
    """Return why a drive refused, in our words; `number` as in `is_there`."""
    if not is_there(folder, number):
        return DriveReason.GONE
    if isinstance(error, DiskFullError):
        return DriveReason.FULL
    return _REASONS.get(error.system, DriveReason.FAULT)


def is_there(folder: Path, number: int | None = None) -> bool:
    """Whether the folder can be reached, on the same drive as before if its `number` is given."""
    with suppress(FileProblemError), disk_problems(folder):
        now = folder.stat().st_dev
        if number is not None and now != number:
            return False
        return _is_plugged_in(now)
    return False


def volume(folder: Path) -> Volume:
    """Return the drive under a folder. Raises FileProblemError if there is none."""
    with disk_problems(folder):
        usage = shutil.disk_usage(folder)
        if sys.platform == "win32":
            name, system = _windows_names(folder)
            removable_ = _windows_type(folder.anchor) == _WINDOWS_REMOVABLE
        else:
            mount = _mount(folder)
            name, system = mount.point.name or str(folder), _SHOWN.get(mount.system, mount.system)
            removable_ = mount.is_stick()
    return Volume(name, system, usage.free, usage.total, removable_)


def removable() -> list[Path]:
    """Return the drives that are plugged in and can be pulled out."""
    if sys.platform == "win32":
        letters = (f"{letter}:\\" for letter in "DEFGHIJKLMNOPQRSTUVWXYZAB")
        return [Path(root) for root in letters if _windows_type(root) == _WINDOWS_REMOVABLE]
    return sorted({mount.point for mount in _mounts() if mount.is_stick()})


def is_network(folder: Path) -> bool:
    """Whether a folder, or the nearest above it that is there, lies on another machine."""
    with suppress(FileProblemError), disk_problems(folder):
        if sys.platform == "win32":
            return _windows_type(folder.anchor) == _WINDOWS_REMOTE
        return _mount(folder).system in _OVER_THE_NETWORK
    return False


def number(folder: Path) -> int | None:
    """Return the system's number of the drive under a folder; None where there is no such folder."""
    with suppress(FileProblemError), disk_problems(folder):
        return folder.stat().st_dev
    return None


def eject(folder: Path) -> bool:
    """Let the system finish with the drive. True if it can be pulled out; never raises."""
    with suppress(FileProblemError, subprocess.TimeoutExpired), disk_problems(folder):
        if sys.platform == "win32":
            return _windows_eject(folder)
        mount = _mount(folder)
        if not mount.is_stick():
            return False
        if _done("udisksctl", "unmount", "--no-user-interaction", "-b", mount.source):
            _done("udisksctl", "power-off", "--no-user-interaction", "-b", mount.source)
            return True
        return _done("umount", str(mount.point)) or _done("fusermount", "-u", str(mount.point))
    return False


def _done(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    ended = subprocess.run(command, check=False, capture_output=True, timeout=_LONGEST_S)
    return not ended.returncode


def _mounts() -> Iterator[_Mount]:
    with disk_problems(_MOUNTS):
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    for line in lines:
        source, point, system, *_ = (_plain(word) for word in line.split(" "))
        yield _Mount(source, Path(point), system)


def _mount(folder: Path) -> _Mount:
    """Return where the folder is mounted: the deepest, and of those in one place the last.

    In a container the table may not show what lies under the root; that is no stick.
    """
    inside = (folder.resolve(), *folder.resolve().parents)
    found = [mount for mount in _mounts() if mount.point in inside]
    deepest = max((len(mount.point.parts) for mount in found), default=0)
    root = _Mount("", Path("/"), "")
    return [root, *(mount for mount in found if len(mount.point.parts) == deepest)][-1]


def _plain(word: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), word)


def _is_plugged_in(number: int) -> bool:
    """Whether a disk is still there, though what was read of it may be in the cache."""
    disks = _SYSTEM / "dev" / "block"
    if sys.platform == "win32" or not os.major(number) or not disks.is_dir():
        return True
    return (disks / f"{os.major(number)}:{os.minor(number)}").exists()


def _is_removable(name: str) -> bool:
    """Whether the disk of a partition says that it can be pulled out, or hangs on USB."""
    device = (_SYSTEM / "class" / "block" / name).resolve()
    flags = [place / "removable" for place in (device, device.parent)]
    return "/usb" in str(device) or any(
        flag.is_file() and flag.read_text().strip() == "1" for flag in flags
    )


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _WINDOWS_REMOVABLE, _WINDOWS_REMOTE = 2, 4
    _NOTHING = wintypes.HANDLE(-1).value
    _READ_AND_WRITE, _SHARED, _OPEN_EXISTING = 0xC000_0000, 3, 3
    _LOCK, _DISMOUNT, _EJECT = 0x0009_0018, 0x0009_0020, 0x002D_4808
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.restype = wintypes.HANDLE
    _kernel.CreateFileW.argtypes = (
        wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID,
        wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE,
    )  # fmt: skip
    _kernel.DeviceIoControl.argtypes = (
        wintypes.HANDLE, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD,
        wintypes.LPVOID, wintypes.DWORD, wintypes.LPDWORD, wintypes.LPVOID,
    )  # fmt: skip
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)

    def _windows_type(root: str) -> int:
        return int(_kernel.GetDriveTypeW(root))

    def _windows_names(folder: Path) -> tuple[str, str]:
        """Return "KINGSTON (E:)" and the file system."""
        label, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        if not _kernel.GetVolumeInformationW(
            folder.anchor, label, 261, None, None, None, system, 261
        ):
            raise ctypes.WinError(ctypes.get_last_error())
        return f"{label.value or 'USB'} ({folder.drive})", system.value

    def _windows_eject(folder: Path) -> bool:
        if _windows_type(folder.anchor) != _WINDOWS_REMOVABLE:
            return False
        handle = _kernel.CreateFileW(
            rf"\\.\{folder.drive}", _READ_AND_WRITE, _SHARED, None, _OPEN_EXISTING, 0, None
        )
        if handle == _NOTHING:
            return False
        try:
            safe = _windows_control(handle, _LOCK) and _windows_control(handle, _DISMOUNT)
            if safe:
                _windows_control(handle, _EJECT)
            return safe
        finally:
            _kernel.CloseHandle(handle)

    def _windows_control(handle: int, code: int) -> bool:
        count = wintypes.DWORD()
        return bool(
            _kernel.DeviceIoControl(handle, code, None, 0, None, 0, ctypes.byref(count), None)
        )
