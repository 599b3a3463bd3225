"""The commands about backups as support staff type them."""

import json
from pathlib import Path

import pytest

from db import key_file, key_slots
from desktop import cli
from desktop.core import backups, officers, registers, safekeeping


def test_that_a_register_is_backed_up_verified_and_restored(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    assert cli.main(["backup", str(register), "--to", str(stick)]) == 0
    (copy,) = backups.find(stick / "So-Truyen-Thong_sao-luu_24160")
    assert str(copy.path) in capsys.readouterr().out
    assert cli.main(["verify-backup", str(copy.path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["unit_code"], found["activities"], found["latest"]) == ("24160", 0, [])
    target = tmp_path / "máy mới" / "so.sotr"
    assert cli.main(["restore", str(copy.path), "--to", str(target)]) == 0
    assert "để riêng" not in capsys.readouterr().out
    assert cli.main(["check", str(target)]) == 0
    assert cli.main(["restore", str(copy.path), "--to", str(target)]) == 0
    assert "để riêng, không xóa" in capsys.readouterr().out


def test_that_a_backup_that_does_not_open_is_refused_with_the_reason(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["backup", str(register)]) == 0
    made = backups.newest(safekeeping.folder_of(register))
    assert made is not None
    key_file.place(made.path).unlink()
    before = register.read_bytes()
    assert cli.main(["verify-backup", str(made.path)]) == 1
    assert "Thiếu tệp khóa" in capsys.readouterr().err
    assert cli.main(["restore", str(made.path), "--to", str(register)]) == 1
    assert register.read_bytes() == before
    assert cli.main(["verify-backup", str(tmp_path / "không có.sotr")]) == 1


def test_that_a_second_place_that_is_not_there_is_said(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["backup", str(register), "--to", str(tmp_path / "không có")]) == 1
    assert "USB" in capsys.readouterr().err
    assert len(backups.find(safekeeping.folder_of(register))) == 1


def test_that_a_password_is_asked_for_and_taken_from_the_variable(
    register: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(key_slots, "COST", 16)
    store = registers.open_(register)
    with store.write() as session:
        officers.set_password(session, officers.active(session)[0].id, "con meo an com")
    store.close()
    key_file.forget()
    assert cli.main(["backup", str(register)]) == 1
    assert "Sổ có mật khẩu" in capsys.readouterr().err
    monkeypatch.setenv("SO_TRUYEN_THONG_MAT_KHAU", "sai mat khau")
    assert cli.main(["backup", str(register)]) == 1
    monkeypatch.setenv("SO_TRUYEN_THONG_MAT_KHAU", "con meo an com")
    assert cli.main(["backup", str(register)]) == 0
    key_file.forget()
    made = backups.newest(safekeeping.folder_of(register))
    assert made is not None
    assert cli.main(["restore", str(made.path), "--to", str(tmp_path / "moi" / "so.sotr")]) == 0
    key_file.forget()


def test_that_a_folder_instead_of_a_backup_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["verify-backup", "."], ["restore", "", "--to", str(tmp_path / "so.sotr")]):
        with pytest.raises(SystemExit, match="2"):
            cli.main(words)
        assert "phải là tên một tệp" in capsys.readouterr().err
