import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core import drives, sticks
from desktop.core.drives import Volume
from desktop.core.errors import DriveReason
from desktop.core.sticks import DriveLook, Severity, look, named, show_size

NEED, MINE = 24_000, "24118"
REPORT = "BaoCao_24118-Tan-Lap_2024-Q4_v1_a1b2c3.sott"
RECEIPT = "BienNhan_24118-Tan-Lap_2024-Q4_v2_b7c8d9.sott"
OTHER_RECEIPT = "BienNhan_24121-Ea-Tam_2024-Q4_v1_b7c8d9.sott"
PLAN = "CongBo_643-Buon-Ma-Thuot_2024_v3_b7c8d9.sott"
GOOD = Volume("KINGSTON", "FAT32", free=6 << 30, total=8 << 30, removable=True)


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(drives, "volume", lambda folder: GOOD)
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


def put(stick: Path, *names: str) -> None:
    for name in names:
        (stick / name).parent.mkdir(parents=True, exist_ok=True)
        (stick / name).write_bytes(b"1")


def seen(stick: Path, severity: Severity, need: int = NEED) -> list[str]:
    return [one.code for one in look(stick, need, MINE).findings if one.severity is severity]


def text(found: DriveLook, code: str) -> str:
    return next(finding.text for finding in found.findings if finding.code == code)


def test_that_a_good_stick_is_said_in_words(stick: Path) -> None:
    found = look(stick, NEED, MINE)
    assert (found.name, found.file_system, found.free, found.total) == (
        "KINGSTON", "FAT32", 6 << 30, 8 << 30,
    )  # fmt: skip
    assert found.usable
    assert [finding.severity for finding in found.findings] == [Severity.OK] * 3
    assert "6,0 GB" in text(found, "room")
    assert list(stick.iterdir()) == []


def test_that_packages_are_known_by_their_names(stick: Path) -> None:
    put(stick, REPORT, RECEIPT, OTHER_RECEIPT, PLAN, "thang 12/" + REPORT)
    found = look(stick, NEED, MINE)
    kinds = {package.path.relative_to(stick).as_posix(): package.kind for package in found.packages}
    assert kinds == {
        REPORT: "report", RECEIPT: "receipt", OTHER_RECEIPT: "receipt", PLAN: "publication",
        "thang 12/" + REPORT: "report",
    }  # fmt: skip
    assert [package.path.name for package in found.receipts] == [RECEIPT]
    assert look(stick, NEED, "").receipts == ()


@pytest.mark.parametrize(
    "name",
    [
        REPORT,
        REPORT.replace(".sott", " (1).sott"),
        REPORT.replace(".sott", " - Copy.sott"),
        REPORT.replace(".sott", " - Bản sao.SOTT"),
        REPORT.upper(),
    ],
)
def test_that_copies_of_a_package_are_known(name: str) -> None:
    found = named(Path("E:/") / name, 7)
    assert (found.kind, found.unit_code, found.period.upper()) == ("report", "24118", "2024-Q4")
    assert (found.version, found.size) == (1, 7)


def test_that_a_period_of_days_is_known() -> None:
    name = REPORT.replace("2024-Q4", "2024-10-01..2024-12-31")
    assert named(Path(name), 1).period == "2024-10-01..2024-12-31"


@pytest.mark.parametrize(
    "name",
    ["bao cao.sott", "Anh_24118-Tan-Lap_2024-Q4_v1_a1b2c3.sott", "BaoCao_24118_2024_v1_a1.sott"],
)
def test_that_a_package_of_another_name_is_listed_without_a_kind(stick: Path, name: str) -> None:
    put(stick, name)
    (package,) = look(stick, NEED, MINE).packages
    assert (package.path.name, package.kind, package.version) == (name, "", 0)


def test_that_what_is_no_package_is_not_listed(stick: Path) -> None:
    put(stick, "a.zip", f".{REPORT}.tam", f"._{REPORT}", "BaoCao.sott.txt")
    (stick / "b.sott").mkdir()
    (stick / "c.sott").symlink_to(stick / "a.zip")
    assert look(stick, NEED, MINE).packages == ()


def test_that_links_out_of_the_stick_are_not_followed(stick: Path, tmp_path: Path) -> None:
    put(tmp_path / "may", REPORT)
    (stick / "a").symlink_to(tmp_path / "may")
    assert look(stick, NEED, MINE).packages == ()


@pytest.mark.parametrize(
    ("free", "need", "stops"),
    [
        (2 * NEED, NEED, []),
        (2 * NEED - 1, NEED, ["no_room"]),
        (0, NEED, ["no_room"]),
        (20 << 30, (4 << 30) - 1, []),
        (20 << 30, 4 << 30, ["too_large_for_fat32"]),
    ],
)
def test_that_room_for_twice_the_size_is_wanted(
    stick: Path, monkeypatch: pytest.MonkeyPatch, free: int, need: int, stops: list[str]
) -> None:
    monkeypatch.setattr(drives, "volume", lambda folder: Volume("A", "FAT32", free, 32 << 30, True))
    found = look(stick, need, MINE)
    assert seen(stick, Severity.STOP, need) == stops
    assert found.usable == (not stops)
    assert all(finding.text.count(".") >= 2 for finding in found.findings[: len(stops)])


def test_that_exfat_takes_large_packages(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        drives, "volume", lambda folder: Volume("A", "exFAT", 1 << 40, 1 << 40, True)
    )
    assert seen(stick, Severity.STOP, 4 << 30) == []


def test_that_a_folder_of_this_machine_is_said(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        drives, "volume", lambda folder: Volume("A", "NTFS", 1 << 40, 1 << 40, False)
    )
    assert seen(stick, Severity.WARN) == ["not_a_stick"]
    assert look(stick, NEED, MINE).usable


def test_that_a_stick_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    found = look(tmp_path / "KINGSTON", NEED, MINE)
    assert [finding.code for finding in found.findings] == ["gone"]
    assert not found.usable
    assert found.name == "KINGSTON"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EROFS, DriveReason.READ_ONLY),
        (errno.EACCES, DriveReason.DENIED),
        (errno.ENOSPC, DriveReason.FULL),
        (errno.EIO, DriveReason.FAULT),
        (errno.ENODEV, DriveReason.GONE),
    ],
)
def test_that_writing_is_tried_and_not_believed(
    stick: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: DriveReason
) -> None:
    def failing(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", failing)
    assert seen(stick, Severity.STOP) == [code]
    assert list(stick.iterdir()) == []


def test_that_what_stops_is_said_first(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "volume", lambda folder: Volume("A", "FAT32", 1, 1, False))
    put(stick, "autorun.inf", "setup.exe")
    severities = [finding.severity for finding in look(stick, NEED, MINE).findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert set(severities) == set(Severity)


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["autorun.inf"], ["autorun"]),
        (["AutoRun.INF", "x.EXE"], ["autorun", "programs"]),
        (["a/autorun.inf"], []),
        (["autorun.inf/lpt3"], []),
        (["a/b/c.scr"], ["programs"]),
        (["Ảnh/1.jpg", "Ảnh.lnk"], ["shortcut_virus"]),
        (["ẢNH/1.jpg", "ảnh.LNK"], ["shortcut_virus"]),
        (["bao cao.docx", "bao cao.lnk"], ["shortcut_virus"]),
        (["bao cao.docx", "bao cao.docx.lnk"], ["shortcut_virus"]),
        (["\N{NO-BREAK SPACE}/Ảnh/1.jpg", "KINGSTON (8GB).lnk"], ["shortcut_virus"]),
        (["Ảnh/1.jpg", "Phim.lnk"], []),
        (["Ảnh/Ảnh.lnk"], []),
        (["bao cao.docx", "1.jpg", "x.pdf"], []),
        (["System Volume Information/x.exe", "$RECYCLE.BIN/y.exe"], []),
    ],
)
def test_that_signs_of_a_virus_are_warnings(
    stick: Path, names: list[str], codes: list[str]
) -> None:
    put(stick, *names)
    assert seen(stick, Severity.WARN) == codes
    assert ("nothing_strange" in seen(stick, Severity.OK)) == (not codes)
    assert look(stick, NEED, MINE).usable


def test_that_strange_files_are_named_without_signs_that_deceive(stick: Path) -> None:
    put(stick, "bao\N{RIGHT-TO-LEFT OVERRIDE}cod.exe", *(f"{number}.exe" for number in range(9)))
    said = text(look(stick, NEED, MINE), "programs")
    assert "“0.exe”" in said
    assert "và 5 tệp khác" in said
    assert said.isprintable()


def test_that_a_stick_of_very_many_files_is_looked_at_in_part(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sticks, "_MOST_ENTRIES", 10)
    put(stick, REPORT, *(f"Z/{number}.exe" for number in range(20)))
    found = look(stick, NEED, MINE)
    assert [package.path.name for package in found.packages] == [REPORT]
    assert "và 3 tệp khác" in text(found, "programs")


def test_that_a_folder_that_cannot_be_read_does_not_hide_the_rest(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(stick, "a/x.exe", "b/" + REPORT)
    scan: Callable[[Path], list[os.DirEntry[str]]] = sticks._scan

    def damaged(place: Path) -> list[os.DirEntry[str]]:
        if place.name == "a":
            raise OSError(errno.EIO, "")
        return scan(place)

    monkeypatch.setattr(sticks, "_scan", damaged)
    assert [package.path.name for package in look(stick, NEED, MINE).packages] == [REPORT]


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 byte"), (1_023, "1023 byte"), (24_000, "23,4 KB"), (13 << 20, "13,0 MB"),
        (int(6.2 * 2**30), "6,2 GB"), (2 << 40, "2,0 TB"),
    ],
)  # fmt: skip
def test_that_sizes_are_shown_as_the_file_manager_does(count: int, shown: str) -> None:
    assert show_size(count) == shown


MOUNTS = r"""proc /proc proc rw 0 0
/dev/sda2 / ext4 rw 0 0
/dev/sda1 /boot/efi vfat rw 0 0
/dev/sdb1 /media/hlinh/KINGSTON\0408GB vfat rw,nosuid 0 0
/dev/sdc1 /run/media/hlinh/ANH exfat rw 0 0
/dev/sdd1 /media/hlinh/DATA ext4 rw 0 0
/dev/sde1 /media/hlinh/O-DIA ext4 rw 0 0
/dev/sdf1 /mnt/usb fuseblk rw 0 0
tmpfs /mnt/tam tmpfs rw 0 0
"""


def test_that_sticks_are_found_among_the_mounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    disks = tmp_path / "sys" / "class" / "block"
    for disk, flag in (("sdd", "1"), ("sde", "0")):
        (disks / disk / f"{disk}1").mkdir(parents=True)
        (disks / disk / "removable").write_text(f"{flag}\n")
        (disks / f"{disk}1").symlink_to(disks / disk / f"{disk}1")
    monkeypatch.setattr(drives, "_MOUNTS", tmp_path / "mounts")
    monkeypatch.setattr(drives, "_SYSTEM", tmp_path / "sys")
    assert [str(folder) for folder in sticks.removable()] == [
        "/media/hlinh/DATA", "/media/hlinh/KINGSTON 8GB", "/mnt/usb", "/run/media/hlinh/ANH",
    ]  # fmt: skip


def test_that_a_disk_on_usb_can_be_pulled_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "devices" / "pci0" / "usb2" / "2-1" / "block" / "sde" / "sde1"
    disk.mkdir(parents=True)
    (tmp_path / "class" / "block").mkdir(parents=True)
    (tmp_path / "class" / "block" / "sde1").symlink_to(disk)
    (tmp_path / "mounts").write_text(MOUNTS)
    monkeypatch.setattr(drives, "_MOUNTS", tmp_path / "mounts")
    monkeypatch.setattr(drives, "_SYSTEM", tmp_path)
    assert Path("/media/hlinh/O-DIA") in sticks.removable()


def test_that_a_drive_is_gone_when_its_device_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = tmp_path.stat().st_dev
    blocks = tmp_path / "sys" / "dev" / "block"
    monkeypatch.setattr(drives, "_SYSTEM", tmp_path / "sys")
    assert drives.is_there(tmp_path, number)
    assert not drives.is_there(tmp_path, number + 1)
    if os.major(number):
        blocks.mkdir(parents=True)
        assert not drives.is_there(tmp_path, number)
        (blocks / f"{os.major(number)}:{os.minor(number)}").mkdir()
    assert drives.is_there(tmp_path, number)
    assert not drives.is_there(tmp_path / "không có")


def test_that_the_drive_under_a_folder_is_told(tmp_path: Path) -> None:
    found = drives.volume(tmp_path)
    assert 0 < found.free < found.total
    assert found.file_system
    assert not found.removable
