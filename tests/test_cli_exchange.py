"""The whole loop by the commands of the terminal: lock, send, receive, trust, receipt, seal."""

import json
from pathlib import Path

import pytest

from desktop import cli
from desktop.core import demo

PERIOD = ("--period", "2024-Q4")


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    store = demo.make_register(tmp_path / "ward.sotr")
    demo.fill(store, tmp_path)
    store.close()
    return tmp_path / "ward.sotr"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    path = tmp_path / "city.sotr"
    assert cli.main(["init", str(path), "--role", "city", "--unit", "643"]) == 0
    return path


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def said(capsys: pytest.CaptureFixture[str]) -> str:
    found = capsys.readouterr()
    return found.out + found.err


def test_that_a_report_goes_up_and_its_receipt_comes_back(
    ward: Path, city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usb = tmp_path / "usb"
    assert run("lock", ward, *PERIOD) == 0
    assert "bản số 1" in said(capsys)
    assert run("send", ward, *PERIOD, "--to", usb) == 0
    (package,) = usb.glob("*.sott")
    capsys.readouterr()
    assert run("inspect", package, "--json") == 0
    looked = json.loads(capsys.readouterr().out)
    assert (looked["kind"], looked["version"], looked["encrypted"]) == ("report", 1, False)
    assert run("receive", city, usb) == 0
    assert "để riêng" in said(capsys)
    assert run("trust", city, "--package", looked["package_id"], "--code", "12345678") == 1
    tail = looked["code"].replace(" ", "")[-8:]
    assert run("trust", city, "--package", looked["package_id"], "--code", tail) == 0
    assert run("receive", city, usb) == 0
    assert len(list(usb.glob("BienNhan*.sott"))) == 1
    assert run("receive", ward, usb) == 0
    assert run("trust", ward, "--all") == 0
    capsys.readouterr()
    assert run("seal", looked["code"], "--register", city) == 0
    assert "Xã Cư Êbur" in said(capsys)


def test_that_a_second_version_is_encrypted_for_the_city(
    ward: Path, city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usb = tmp_path / "usb"
    for command in (
        ("lock", ward, *PERIOD), ("send", ward, *PERIOD, "--to", usb), ("receive", city, usb),
        ("trust", city, "--all"), ("receive", city, usb), ("receive", ward, usb),
        ("trust", ward, "--all"), ("unlock", ward, *PERIOD, "--reason", "ghi sót"),
        ("lock", ward, *PERIOD), ("send", ward, *PERIOD, "--to", usb), ("receive", city, usb),
    ):  # fmt: skip
        assert run(*command) == 0, command
    (first,), (second,) = usb.glob("BaoCao*_v1_*.sott"), usb.glob("BaoCao*_v2_*.sott")
    capsys.readouterr()
    for file, rc, words in ((first, 1, "đã có bản số 2: giấy này đã cũ"), (second, 0, "bản 2.")):
        assert run("inspect", file, "--json") == 0
        code = json.loads(capsys.readouterr().out)["code"]
        assert run("seal", code, "--register", city) == rc
        assert words in said(capsys)
    capsys.readouterr()
    assert run("inspect", second, "--json") == 0
    assert json.loads(capsys.readouterr().out)["encrypted"]


def test_that_a_locked_period_refuses_changes_and_a_second_lock(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("lock", ward, *PERIOD) == 0
    assert run("lock", ward, *PERIOD) == 1
    assert "đã khóa (bản số 1)" in said(capsys)
    assert run("unlock", ward, *PERIOD, "--reason", " ") == 1
    assert run("unlock", ward, "--period", "2024-Q1", "--reason", "a") == 1
    assert "chưa khóa" in said(capsys)


@pytest.mark.parametrize(
    "words",
    [
        ("send", "REGISTER", "--period", "2024-Q4", "--to", "FOLDER"),
        ("receive", "REGISTER", "FOLDER/none.sott"),
        ("receive", "REGISTER", "EMPTY"),
        ("inspect", "REGISTER"),
        ("trust", "REGISTER", "--package", "nothing", "--code", "1"),
        ("seal", "123"),
        ("seal", "0" * 600),
        ("seal", "1234 5678 9012 3456 7890 1234"),
        ("seal", "chữ"),
    ],
)
def test_that_what_cannot_be_is_refused_in_a_sentence(
    ward: Path, tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "EMPTY").mkdir()
    real = [
        word.replace("REGISTER", str(ward)).replace("FOLDER", str(tmp_path / "f"))
        .replace("EMPTY", str(tmp_path / "EMPTY"))
        for word in words
    ]  # fmt: skip
    assert run(*real) == 1
    found = said(capsys)
    assert found
    assert "chưa có lời giải thích riêng" not in found


def test_that_trust_needs_a_package_and_its_code_or_all(
    ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ((), ("--package", "a"), ("--code", "12345678")):
        assert run("trust", ward, *words) == 2
        assert "cần --package MÃ_GÓI cùng --code" in said(capsys)
    assert run("trust", ward, "--all") == 0
    assert "Không có gói nào đang để riêng." in said(capsys)


@pytest.mark.parametrize("name", ["", ".", "/"])
@pytest.mark.parametrize(
    "command", [("lock", "--period", "2024-Q4"), ("apply",), ("trust", "--all")]
)
def test_that_a_register_without_a_name_is_wrong_use(
    name: str, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(command[0], name, *command[1:])
    assert ended.value.code == 2
    assert "sổ phải là tên một tệp" in said(capsys)


def test_that_half_a_package_is_refused_and_the_rest_taken(
    ward: Path, city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usb = tmp_path / "usb"
    assert run("lock", ward, *PERIOD) == 0
    assert run("send", ward, *PERIOD, "--to", usb) == 0
    (package,) = usb.glob("*.sott")
    (usb / "a-half.sott").write_bytes(package.read_bytes()[:2_000])
    capsys.readouterr()
    assert run("receive", city, usb, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["result"] for one in found] == ["quarantine", "refused"]


def test_that_a_publication_is_looked_at_and_applied_and_encrypts_the_first_report(
    ward: Path, city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usb = tmp_path / "usb"
    assert run("apply", ward) == 1
    assert run("publish", ward, "--to", usb) == 1
    capsys.readouterr()
    assert run("publish", city, "--to", usb) == 0
    found = said(capsys)
    assert "AGE-SECRET-KEY-1" in found
    tail = found.split("công văn: ")[1].splitlines()[0].replace(" ", "")[-8:]
    assert run("receive", ward, usb, "--json") == 0
    (package,) = usb.glob("CongBo*.sott")
    capsys.readouterr()
    assert run("inspect", package, "--json") == 0
    key = json.loads(capsys.readouterr().out)["package_id"]
    assert run("trust", ward, "--package", key, "--code", tail) == 0
    assert run("apply", ward, "--dry-run") == 0
    assert run("apply", ward) == 0
    assert run("publish", city, "--to", usb) == 0
    assert "AGE-SECRET-KEY-1" not in said(capsys)
    assert run("lock", ward, *PERIOD) == 0
    assert run("send", ward, *PERIOD, "--to", usb) == 0
    (report,) = usb.glob("BaoCao*.sott")
    capsys.readouterr()
    assert run("inspect", report, "--json") == 0
    assert json.loads(capsys.readouterr().out)["encrypted"]
