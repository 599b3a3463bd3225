"""The program renews itself from a stick, and refuses what it must refuse."""

import shutil
import subprocess
from pathlib import Path

from installer import signing
from installer.common import schema
from installer.windows.wine.lab import TERMINAL, WINDOW, Lab, fingerprints, next_version
from installer.windows.wine.life import setup_version
from installer.windows.wine.prefix import wait_until

_PLATFORM = "windows-x64"


def refuses_wrong_updates(lab: Lab) -> None:
    """A changed byte, an older version, another machine, an unknown key: each says its sentence."""
    assert lab.install(lab.setups.now) == 0
    before = fingerprints(lab.program)
    version = next_version(setup_version(lab))
    good = signing.comment(version, _PLATFORM, schema())
    for words, key, change, said in (
        (good, lab.setups.key, True, "đã thay đổi sau khi phát hành"),
        (good.replace(version, "0.0.1"), lab.setups.key, False, "không mới hơn"),
        (good.replace(_PLATFORM, "linux-amd64"), lab.setups.key, False, "loại máy khác"),
        (good, signing.new_key(_folder(lab, "khoa-la")), False, "khóa lạ"),
    ):
        stick = _folder(lab, "usb-sai")
        setup = stick / lab.setups.next.name
        setup.write_bytes(b"MZ" + b"a setup" * 1000)
        _sign(setup, key, words)
        if change:
            setup.write_bytes(b"MZ" + b"a setuq" * 1000)
        code, found = lab.terminal("update", lab.windows(stick))
        assert code == 1, found
        assert said in found, found
    assert fingerprints(lab.program) == before


def renews_itself_from_a_stick(lab: Lab) -> None:
    """Copied, checked, replaced, opened again with the same data."""
    stick = _folder(lab, "usb cập nhật")
    shutil.copy(lab.setups.next, stick)
    version = next_version(setup_version(lab))
    _sign(
        stick / lab.setups.next.name, lab.setups.key, signing.comment(version, _PLATFORM, schema())
    )
    kept = {name: mark for name, mark in fingerprints(lab.data).items() if name.startswith("so.")}
    before = lab.log()
    going = lab.prefix.start(lab.program / TERMINAL, "update", lab.windows(stick))
    assert going.wait(120) == 0
    wait_until(lambda: lab.prefix.running(WINDOW), "chương trình không tự mở lại", 180)
    lab.wait_for_pages(before)
    assert lab.prefix.has_window("Sổ Truyền Thông")
    lab.prefix.picture("sau-cap-nhat")
    lab.prefix.end(WINDOW)
    assert lab.version() == lab.listed_version() == version
    assert kept
    assert {name: mark for name, mark in fingerprints(lab.data).items() if name in kept} == kept
    assert lab.uninstall() == 0


def _folder(lab: Lab, name: str) -> Path:
    folder = lab.prefix.drive / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _sign(file: Path, key: Path, words: str) -> None:
    subprocess.run(
        ["minisign", "-S", "-s", key, "-m", file, "-t", words],
        check=True, capture_output=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
