"""Looking at a drive before something is written to it or read from it. Runs nothing on it.

What is found are values with a sentence; names of files are hints only: who sent what for whom
is said by the content, which the reader of packages checks.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.core import drives
from desktop.core.errors import DriveReason, FileProblemError
from desktop.core.files import discard, disk_problems, flush
from desktop.core.texts import nfc

KINDS = {"baocao": "report", "biennhan": "receipt", "congbo": "publication"}
"""How the file name of a package begins, and what kind of package that is."""
_NAME = re.compile(
    r"(?P<kind>[A-Za-z]+)_(?P<unit>\d{1,10})-[A-Za-z0-9-]+_(?P<period>[^_]+)"
    r"_v(?P<version>\d{1,4})_[0-9A-Za-z]{4,16}\b.*\.sott",
    re.IGNORECASE,
)
_SUFFIX = ".sott"
_PROGRAMS = {
    ".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".vbs", ".vbe", ".js", ".jse", ".wsf",
    ".hta", ".ps1", ".msi", ".cpl", ".jar",
}  # fmt: skip
_OF_THE_SYSTEM = {"system volume information", "$recycle.bin", "lost+found", "found.000"}
_MOST_ENTRIES = 5_000
_MOST_NAMED = 5
_DEPTH = 3
_LARGEST_ON_FAT32 = 2**32 - 1
_PROBE = ".so-truyen-thong.tam"
_NOT_WRITABLE = {
    DriveReason.GONE: (
        "Không mở được USB: đã bị rút ra, lỏng, hoặc máy chưa nhận. "
        "Cắm lại USB, chờ máy nhận rồi bấm Tìm lại USB."
    ),
    DriveReason.READ_ONLY: (
        "USB chỉ cho đọc: có thể đang bật khóa chống ghi, hoặc máy khóa vì USB lỗi. "
        "Gạt khóa chống ghi hoặc dùng USB khác."
    ),
    DriveReason.DENIED: (
        "Máy không cho ghi vào nơi này: USB bật khóa chống ghi, hoặc tài khoản không có quyền. "
        "Gạt khóa chống ghi, hoặc chọn USB hay thư mục khác."
    ),
    DriveReason.FULL: (
        "Nơi này đã đầy, không ghi thêm được tệp nào. "
        "Xóa bớt tệp không cần ở đó hoặc dùng USB khác."
    ),
}
_FAULT = (
    "USB báo lỗi khi ghi thử một tệp nhỏ: USB lỏng hoặc sắp hỏng. "
    "Cắm lại USB; vẫn lỗi thì dùng USB khác."
)


class Severity(StrEnum):
    """How much a finding matters."""

    STOP = "stop"
    WARN = "warn"
    OK = "ok"


@dataclass(frozen=True)
class Finding:
    """One thing seen on the drive; `text` says what, why and what to do, in Vietnamese."""

    code: str
    severity: Severity
    text: str


@dataclass(frozen=True)
class PackageFile:
    """A package by its name; what a name does not tell is empty."""

    path: Path
    size: int
    kind: str = ""
    unit_code: str = ""
    period: str = ""
    version: int = 0


@dataclass(frozen=True)
class DriveLook:
    """What a drive is and what was found on it; stops come first."""

    folder: Path
    name: str
    file_system: str = ""
    free: int = 0
    total: int = 0
    findings: tuple[Finding, ...] = ()
    packages: tuple[PackageFile, ...] = ()
    receipts: tuple[PackageFile, ...] = ()
    """Those of the packages that are receipts for us."""

    @property
    def usable(self) -> bool:
        """Whether a package can be written to it."""
        return all(finding.severity is not Severity.STOP for finding in self.findings)


def removable() -> list[Path]:
    """Return the drives that are plugged in and can be pulled out."""
    return drives.removable()


def look(folder: Path, need: int, mine: str) -> DriveLook:
    """Look at a drive for a package of `need` bytes; `mine` is the code of our unit.

    Writes and removes one small file. A drive that fails is a finding, not an error.
    """
    try:
        volume = drives.volume(folder)
        with disk_problems(folder):
            entries = list(_entries(folder))
    except FileProblemError as error:
        return DriveLook(folder, folder.name or str(folder), findings=(_refusal(error, folder),))
    packages = tuple(sorted(_packages(entries), key=lambda package: package.path))
    findings = [
        *_place(volume),
        *_writing(folder),
        *_room(volume, need),
        *_strange(folder, entries),
    ]
    return DriveLook(
        folder=folder,
        name=volume.name,
        file_system=volume.file_system,
        free=volume.free,
        total=volume.total,
        findings=tuple(sorted(findings, key=lambda one: list(Severity).index(one.severity))),
        packages=packages,
        receipts=tuple(one for one in packages if (one.kind, one.unit_code) == ("receipt", mine)),
    )


def packages_in(folder: Path) -> tuple[PackageFile, ...]:
    """Return the packages in a folder and the folders in it. Raises FileProblemError."""
    with disk_problems(folder):
        return tuple(_packages(list(_entries(folder))))


def named(path: Path, size: int) -> PackageFile:
    """Read the name of a package file; copies such as "… (1).sott" are known too."""
    found = _NAME.fullmatch(path.name)
    kind = KINDS.get(found["kind"].lower(), "") if found else ""
    if not found or not kind:
        return PackageFile(path, size)
    return PackageFile(path, size, kind, found["unit"], found["period"], int(found["version"]))


def show_size(count: int) -> str:
    """Return "6,2 GB" as the file manager counts it, in steps of 1024."""
    size, unit = float(count), "byte"
    for larger in ("KB", "MB", "GB", "TB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.0f} byte" if unit == "byte" else f"{size:.1f} {unit}".replace(".", ",")


def _place(volume: drives.Volume) -> Iterator[Finding]:
    if not volume.removable:
        yield Finding(
            "not_a_stick",
            Severity.WARN,
            "Đây là thư mục trên ổ của máy, không phải USB; tệp ghi vào đây chưa mang đi nộp được. "
            "Chọn USB, hoặc ghi xong thì tự chép tệp sang USB.",
        )


def _writing(folder: Path) -> Iterator[Finding]:
    """Find out by doing: drives say that they can be written and cannot."""
    probe = folder / _PROBE
    try:
        with disk_problems(probe):
            discard(probe)
            probe.write_bytes(b"thu ghi")
            flush(probe)
            probe.unlink()
    except FileProblemError as error:
        yield _refusal(error, folder)
    else:
        yield Finding("writable", Severity.OK, "Ghi thử và xóa thử một tệp nhỏ: được.")
    finally:
        discard(probe)


def _refusal(error: FileProblemError, folder: Path) -> Finding:
    reason = drives.reason(error, folder)
    return Finding(reason.value, Severity.STOP, _NOT_WRITABLE.get(reason, _FAULT))


def _room(volume: drives.Volume, need: int) -> Iterator[Finding]:
    free, wanted = show_size(volume.free), show_size(2 * need)
    if volume.file_system == "FAT32" and need > _LARGEST_ON_FAT32:
        yield Finding(
            "too_large_for_fat32",
            Severity.STOP,
            f"Gói lớn {show_size(need)}, mà USB dạng FAT32 chỉ chứa được tệp dưới 4 GB. "
            "Bớt minh chứng kèm theo, hoặc dùng USB dạng exFAT.",
        )
    if volume.free < 2 * need:
        yield Finding(
            "no_room",
            Severity.STOP,
            f"Nơi này chỉ còn trống {free}, cần {wanted} (gấp đôi gói) để ghi an toàn. "
            "Xóa bớt tệp không cần ở đó hoặc dùng USB khác.",
        )
    else:
        yield Finding("room", Severity.OK, f"Còn trống {free}, gói cần {show_size(need)}.")


def _strange(folder: Path, entries: list[os.DirEntry[str]]) -> Iterator[Finding]:
    top = [entry for entry in entries if Path(entry.path).parent == folder]
    found = [*_autorun(top), *_shortcuts(top), *_programs(entries)]
    yield from found
    if not found:
        yield Finding("nothing_strange", Severity.OK, "Không thấy tệp chạy được hay lối tắt lạ.")


def _autorun(top: list[os.DirEntry[str]]) -> Iterator[Finding]:
    """A file; a folder of that name is what protective tools put there."""
    if any(entry.name.lower() == "autorun.inf" and _is_file(entry) for entry in top):
        yield Finding(
            "autorun",
            Severity.WARN,
            "USB có tệp tự chạy autorun.inf, cách vi-rút thường dùng để lây. "
            "Chương trình không chạy tệp này; nhờ người phụ trách quét vi-rút USB.",
        )


def _shortcuts(top: list[os.DirEntry[str]]) -> Iterator[Finding]:
    """The virus hides what is there and puts shortcuts of the same names in its place.

    Or it moves all into a folder whose name cannot be seen, behind one shortcut.
    """
    links = [entry.name for entry in top if entry.name.lower().endswith(".lnk")]
    others = [entry for entry in top if entry.name not in links]
    names = {_key(name) for one in others for name in (one.name, Path(one.name).stem)}
    twins = [name for name in links if _key(Path(name).stem) in names]
    unseen = any(not _key(entry.name) for entry in others)
    if twins or (links and unseen):
        yield Finding(
            "shortcut_virus",
            Severity.WARN,
            f"USB có dấu hiệu vi-rút: thư mục bị ẩn, thay bằng lối tắt ({_some(twins or links)}). "
            "Đừng nhấn vào lối tắt; nhờ người phụ trách quét vi-rút USB. "
            "Dữ liệu của sổ không bị ảnh hưởng.",
        )


def _programs(entries: list[os.DirEntry[str]]) -> Iterator[Finding]:
    names = [
        entry.name
        for entry in entries
        if Path(entry.name).suffix.lower() in _PROGRAMS and _is_file(entry)
    ]
    if names:
        yield Finding(
            "programs",
            Severity.WARN,
            f"USB có tệp chạy được: {_some(names)}. "
            "Không phải của mình thì đừng mở, nhờ người phụ trách quét vi-rút USB.",
        )


def _packages(entries: list[os.DirEntry[str]]) -> Iterator[PackageFile]:
    for entry in entries:
        if entry.name.lower().endswith(_SUFFIX) and not entry.name.startswith("."):
            with suppress(FileProblemError), disk_problems(Path(entry.path)):
                if _is_file(entry):
                    size = entry.stat(follow_symlinks=False).st_size
                    yield named(Path(entry.path), size)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what is on the drive, hidden things too, to a depth and a number; follows no links."""
    waiting, count = [(folder, 1)], 0
    while waiting:
        place, depth = waiting.pop(0)
        found: list[os.DirEntry[str]] = []
        if depth == 1:
            found = _scan(place)
        else:
            with suppress(FileProblemError), disk_problems(place):
                found = _scan(place)
        for entry in found:
            count += 1
            if count > _MOST_ENTRIES:
                return
            yield entry
            if depth < _DEPTH and _is_folder(entry):
                waiting.append((Path(entry.path), depth + 1))


def _scan(place: Path) -> list[os.DirEntry[str]]:
    with os.scandir(place) as found:
        return sorted(found, key=lambda entry: entry.name)


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if name in _OF_THE_SYSTEM or name.startswith(".trash"):
        return False
    return entry.is_dir(follow_symlinks=False)


def _some(names: list[str]) -> str:
    shown = ", ".join(f"“{nfc(name)}”" for name in names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown} và {len(names) - _MOST_NAMED} tệp khác"


def _key(name: str) -> str:
    """Fold a name; one of nothing but blanks and signs that cannot be seen becomes empty."""
    return nfc(name).casefold()
