"""python.org's archive: what is refused before anything is made of it, each in one sentence."""

import re
import zipfile
from pathlib import Path

import pytest

from installer.common import BuildError, sha256
from installer.windows import runtime
from installer.windows.wine import embed

AMD64, I386, ARM64 = 0x8664, 0x14C, 0xAA64


def library(machine: int) -> bytes:
    """The head of a Windows program for a kind of machine."""
    return b"MZ" + bytes(0x3A) + (0x80).to_bytes(4, "little") + bytes(0x40) + b"PE\0\0" + (
        machine.to_bytes(2, "little")
    )  # fmt: skip


def archive(place: Path, machine: int = AMD64, python: str = "python311") -> Path:
    names = dict.fromkeys((*embed.FROM_WHEEL, *embed.FROM_QT, "python3.dll", "LICENSE.txt"), b"")
    del names["python311.dll"]
    names |= {f"{python}.dll": library(machine), f"{python}.zip": b"", f"{python}._pth": b""}
    with zipfile.ZipFile(place, "w") as made:
        for name, content in names.items():
            made.writestr(name, content)
    return place


def refusal(place: Path, known: str = "") -> str:
    with pytest.raises(BuildError) as caught:
        runtime.from_embeddable(place, known or sha256(place), place.parent / "runtime")
    assert not (place.parent / "runtime").exists()
    said = str(caught.value)
    assert re.fullmatch(r"[^\n]+\.", said), said
    return said


def test_that_a_missing_archive_is_told(tmp_path: Path) -> None:
    assert "Không có tệp" in refusal(tmp_path / "x.zip", "0" * 64)


def test_that_an_archive_with_another_hash_is_refused(tmp_path: Path) -> None:
    place = archive(tmp_path / "x.zip")
    assert "không có mã SHA-256" in refusal(place, "0" * 64)
    assert "không có mã SHA-256" in refusal(place, sha256(place)[:-1])


def test_that_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "python-3.11.9-embed-amd64.zip"
    place.write_bytes(b"<html>404</html>")
    assert "không phải tệp .zip" in refusal(place)


@pytest.mark.parametrize("machine", [I386, ARM64])
def test_that_another_kind_of_machine_is_refused(tmp_path: Path, machine: int) -> None:
    assert "64-bit (amd64)" in refusal(archive(tmp_path / "x.zip", machine))


def test_that_another_python_is_named(tmp_path: Path) -> None:
    assert "là Python 3.12" in refusal(archive(tmp_path / "x.zip", python="python312"))


def test_that_another_archive_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "x.zip"
    with zipfile.ZipFile(place, "w") as made:
        made.writestr("readme.txt", "")
    assert "không phải bản embed" in refusal(place)


def test_that_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    whole = archive(tmp_path / "whole.zip")
    place = tmp_path / "x.zip"
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(place, "w") as made:
        for name in before.namelist():
            if name not in ("python311.zip", "_ctypes.pyd"):
                made.writestr(name, before.read(name))
    assert "thiếu tệp: _ctypes.pyd, python311.zip." in refusal(place)


def test_that_another_python_of_this_machine_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime.sys, "version_info", (3, 12, 1, "final", 0))
    assert "máy này có 3.12.1" in refusal(archive(tmp_path / "x.zip"))
