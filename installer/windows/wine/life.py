"""Installed, opened, upgraded, carried on a stick, removed: what a PC goes through."""

import shutil
import subprocess
import time
from typing import Any

from installer.windows.wine.lab import (
    KIND,
    LISTED,
    NAME,
    TERMINAL,
    WINDOW,
    Lab,
    fingerprints,
    next_version,
)
from installer.windows.wine.prefix import wait_until

INSTALL_SECONDS = 60
_MAY_CHANGE = ("nhat-ky/", "cua-so")


def installs_silently(lab: Lab) -> None:
    """A new PC: no question, no administrator, within a minute; everything in its place."""
    start = time.monotonic()
    assert lab.install(lab.setups.now) == 0
    spent = time.monotonic() - start
    assert spent <= INSTALL_SECONDS, f"cài mất {spent:.0f} giây"
    assert (lab.program / WINDOW).is_file()
    assert (lab.installed / "go-cai-dat.exe").is_file()
    assert list(lab.prefix.user.rglob("Sổ Truyền Thông.lnk")), "không có trong menu Start"
    assert lab.listed_version() == lab.version()
    assert KIND in lab.prefix.registry(r"HKCU\Software\Classes\.sott")
    assert not lab.prefix.registry(LISTED.replace("HKCU", "HKLM")), "ghi vào phần của mọi người"


def tests_itself(lab: Lab) -> None:
    """The report for the first real PC: every line well, no name of the user in it."""
    report = lab.prefix.drive / "Báo cáo thử.txt"
    code, said = lab.terminal("--self-test", lab.windows(report))
    text = report.read_text("utf-8-sig")
    assert code == 0, said + text
    assert "HỎNG" not in text
    print(text)


def shows_the_window(lab: Lab) -> None:
    """The real window over sample data; the picture is for a person to look at."""
    home = lab.prefix.drive / "mau"
    lab.prefix.start(lab.program / WINDOW, "--sample", r"C:\mau")
    lab.wait_for_pages("", home)
    assert (home / "so-mau-24160.sotr").is_file()
    assert lab.prefix.has_window("Sổ Truyền Thông")
    lab.prefix.picture("cua-so")
    assert "ERROR" not in lab.log(home), lab.log(home)[-600:]
    lab.prefix.end(WINDOW)


def asks_who_the_register_is_for(lab: Lab) -> None:
    """The first start on a new PC."""
    lab.prefix.start(lab.program / WINDOW)
    wait_until(lambda: lab.prefix.has_window("Cài đặt lần đầu"), "không thấy cửa sổ")
    lab.prefix.picture("lan-dau")
    lab.prefix.end(WINDOW)


def works_for_a_quarter(lab: Lab) -> None:
    """A register where the officer's lies: import, report, lock, send, inspect, with marks in names."""
    folder = lab.prefix.drive / "Gói gửi lên thành phố"
    folder.mkdir()
    register = lab.windows(lab.data / "so.sotr")
    workbook = lab.windows(lab.prefix.drive / "mau" / "hoat-dong-quy-IV-2024.xlsx")
    for words in (
        ("init", register, "--role", "ward", "--unit", "24160"),
        ("template", workbook),
        ("demo", "--out", r"C:\demo"),
        ("import", register, r"C:\demo\hoat-dong-quy-IV-2024.xlsx"),
        ("report", register, "--period", "2024-Q4", "--out", lab.windows(folder)),
        ("lock", register, "--period", "2024-Q4"),
        ("send", register, "--period", "2024-Q4", "--to", lab.windows(folder)),
    ):
        code, said = lab.terminal(*words)
        assert code == 0, f"{words[0]}: {said}"
    (package,) = folder.glob("*.sott")
    named = package.rename(folder / "gói số 1 – xã Cư Êbur.sott")
    code, said = lab.terminal("inspect", lab.windows(named))
    assert code == 0, said
    assert "Cư Êbur" in said
    assert {path.suffix for path in folder.iterdir()} >= {".pdf", ".docx", ".xlsx", ".sott"}


def opens_a_package_by_double_click(lab: Lab) -> None:
    """.sott → our program with that file; wine wants the user's classes copied to the machine's."""
    for name in (".sott", KIND):
        there, here = rf"HKCU\Software\Classes\{name}", rf"HKLM\Software\Classes\{name}"
        lab.prefix.run("reg", "copy", there, here, "/s", "/f")
    (package,) = (lab.prefix.drive / "Gói gửi lên thành phố").glob("*.sott")
    lab.prefix.start("start", lab.windows(package))
    wait_until(lambda: lab.prefix.running(WINDOW), "không mở chương trình")
    wait_until(lambda: "package given" in lab.log(), "chương trình không nhận được tên gói", 90)
    lab.prefix.picture("mo-goi")
    lab.prefix.end(WINDOW)


def hands_a_package_to_the_open_window(lab: Lab) -> None:
    """A second start ends by itself, and the window gets its package; the one before was killed.

    It comes while the first still builds its pages, as when an officer clicks twice too often.
    """
    (package,) = (lab.prefix.drive / "Gói gửi lên thành phố").glob("*.sott")
    before = lab.log().count("package given")
    held = lab.data / "so.sotr.dang-mo"
    assert held.is_file(), "cửa sổ bị tắt ngang phải để lại tệp này"
    held.unlink()
    lab.prefix.start(lab.program / WINDOW)
    wait_until(held.is_file, "cửa sổ không mở sổ")
    second = lab.prefix.start(lab.program / WINDOW, lab.windows(package))
    assert second.wait(60) == 0
    wait_until(
        lambda: lab.log().count("package given") == before + 1, "cửa sổ không nhận được tên gói", 10
    )
    assert not list(lab.data.glob("cua-so-*.goi"))
    lab.prefix.picture("mo-lan-hai")
    lab.prefix.end(WINDOW)


def waits_for_the_program_to_close(lab: Lab) -> None:
    """An upgrade begun while the window is open goes on as soon as it is closed."""
    before = fingerprints(lab.data)
    (lab.program / "con-sot.txt").write_text("của bản cũ")
    lab.prefix.start(lab.program / WINDOW, "--sample", r"C:\mau")
    wait_until(lambda: lab.prefix.has_window("Sổ Truyền Thông"), "không thấy cửa sổ")
    going = lab.prefix.start(lab.setups.next, "/S")
    assert _goes_on(going, 6), "không chờ chương trình đóng"
    lab.prefix.end(WINDOW)
    assert going.wait(120) == 0
    assert lab.version() == lab.listed_version() == next_version(setup_version(lab))
    assert not (lab.program / "con-sot.txt").exists(), "tệp của bản cũ còn lại"
    assert not [path for path in lab.installed.iterdir() if path.name.startswith("_")]
    _same(before, fingerprints(lab.data))


def gives_up_when_it_stays_open(lab: Lab) -> None:
    """Half a minute later the setup ends with its own code and nothing has changed."""
    before = fingerprints(lab.program)
    lab.prefix.start(lab.program / WINDOW, "--sample", r"C:\mau")
    wait_until(lambda: lab.prefix.has_window("Sổ Truyền Thông"), "không thấy cửa sổ")
    assert lab.install(lab.setups.next) == 4
    lab.prefix.end(WINDOW)
    assert fingerprints(lab.program) == before


def refuses_an_older_version(lab: Lab) -> None:
    """The register may have been changed for the newer one."""
    before = fingerprints(lab.installed)
    assert lab.install(lab.setups.now) == 7
    assert fingerprints(lab.installed) == before


def works_with_the_same_data_after(lab: Lab) -> None:
    """The newer program opens the register."""
    code, said = lab.terminal("check", lab.windows(lab.data / "so.sotr"))
    assert code == 0, said
    assert "58 hoạt động" in said, said


def removed_it_leaves_the_data(lab: Lab) -> None:
    """Program, menu, list of programs and association are gone; the register is not."""
    before = fingerprints(lab.data)
    assert before
    assert lab.uninstall() == 0
    assert not lab.installed.exists()
    assert not list(lab.prefix.user.rglob("Sổ Truyền Thông.lnk"))
    assert not lab.prefix.registry(LISTED)
    assert not lab.prefix.registry(rf"HKCU\Software\Classes\{KIND}")
    assert not lab.prefix.registry(r"HKCU\Software\Classes\.sott")
    assert fingerprints(lab.data) == before


def twenty_rounds_leave_the_data(lab: Lab) -> None:
    """Install, upgrade, remove, twenty times: the same script with few files in it."""
    before = fingerprints(lab.data)
    for _round in range(20):
        for small in lab.setups.small:
            assert lab.install(small) == 0
        assert lab.uninstall() == 0
    assert fingerprints(lab.data) == before


def lives_on_a_stick(lab: Lab) -> None:
    """Unpacked from the archive: data beside the program, nothing in the registry or the profile."""
    stick = lab.prefix.drive / "usb"
    shutil.unpack_archive(lab.setups.portable, stick)
    before = fingerprints(lab.data)
    home = stick / NAME
    (home / "data").mkdir(exist_ok=True)
    tool, register = home / "program" / TERMINAL, home / "data" / "so.sotr"
    code, said = lab.prefix.run(
        tool, "init", lab.windows(register), "--role", "ward", "--unit", "24160"
    )
    assert code == 0, said
    assert {path.name for path in register.parent.iterdir()} == {"so.sotr", "so.khoa.json"}
    lab.prefix.start(home / "program" / WINDOW)
    lab.wait_for_pages("", home / "data")
    assert lab.prefix.has_window("Sổ Truyền Thông")
    lab.prefix.picture("mang-theo")
    lab.prefix.end(WINDOW)
    assert not register.with_name("so.sotr-wal").exists()
    assert fingerprints(lab.data) == before
    assert not lab.prefix.registry(LISTED)


def upgrades_a_stick(lab: Lab) -> None:
    """The setup renews a portable program and makes nothing of it that belongs to a PC."""
    home = lab.prefix.drive / "usb" / NAME
    before = fingerprints(home / "data")
    assert lab.install(lab.setups.next, "/PORTABLE", f"/D={lab.windows(home)}") == 0
    assert (
        (home / "program" / "phien-ban.txt")
        .read_text("utf-8")
        .startswith(next_version(setup_version(lab)))
    )
    assert not (home / "go-cai-dat.exe").exists()
    assert not lab.prefix.registry(LISTED)
    assert fingerprints(home / "data") == before


def setup_version(lab: Lab) -> str:
    """Return the version of the older setup."""
    return lab.setups.now.name.split("-")[3]


def _goes_on(process: "subprocess.Popen[Any]", seconds: float) -> bool:
    """Whether a process is still at work after so long."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def _same(before: dict[str, str], after: dict[str, str]) -> None:
    """Compare what was kept; the log grows, and the window remembers its size."""
    kept = {name: mark for name, mark in after.items() if not name.startswith(_MAY_CHANGE)}
    assert kept == {name: mark for name, mark in before.items() if not name.startswith(_MAY_CHANGE)}
