"""Taking in, and undoing it, by the commands of the terminal."""

import json
from pathlib import Path

import pytest

from desktop import cli
from desktop.core.packages import sealing
from tests import wards
from tests.wards import City

SMALL = 4


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = wards.empty_city(tmp_path, wards=3)
    for ward in made.wards[:2]:
        wards.write(made.folder, wards.package(ward, wards.records(ward, SMALL)))
    made.store.close()
    return made


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


def register(city: City) -> Path:
    return city.folder.parent / "thanh-pho.sotr"


def test_that_each_package_says_what_it_changed(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("receive", register(city), city.folder) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2
    assert all("đã nhận – thêm 4, sửa 0, thu hồi 0, giữ nguyên 0" in one for one in said)
    assert all("hoạt động 0 → 4" in one for one in said)
    assert len(list(city.folder.glob("BienNhan*.sott"))) == 2


def test_that_json_holds_counts_and_figures(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    run("receive", register(city), city.folder)
    ward = city.wards[0]
    for one in city.folder.glob("*.sott"):
        one.unlink()
    wards.write(city.folder, wards.package(ward, wards.records(ward, SMALL, 3), 3))
    capsys.readouterr()
    assert run("receive", register(city), city.folder, "--json") == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert said["result"] == "taken"
    assert said["missing"] == 2
    assert sum(said["change"].values()) == SMALL + said["change"]["withdrawn"]
    assert (said["before"]["activities"], said["after"]["activities"]) == (SMALL, SMALL)


def test_that_the_last_taking_in_is_undone_and_then_nothing_is_left(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    run("receive", register(city), city.folder)
    capsys.readouterr()
    assert run("receive", register(city), "--undo") == 0
    assert "Đã hoàn tác lần nhận" in capsys.readouterr().out
    assert run("receive", register(city), "--undo") == 1
    assert "Không còn lần nhận nào" in capsys.readouterr().err
    assert run("receive", register(city), city.folder) == 0
    assert "đã nhận – thêm 4" in capsys.readouterr().out


@pytest.mark.parametrize("words", [(), ("FOLDER", "--undo")])
def test_that_either_a_place_or_undo_is_asked_for(
    city: City, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    more = [str(city.folder) if word == "FOLDER" else word for word in words]
    assert run("receive", register(city), *more) == 2
    assert "Lệnh chưa đúng" in capsys.readouterr().err


def test_that_wrong_digits_name_the_paper_where_the_right_ones_stand(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = wards.Ward(city.wards[2].unit, b"\7" * 32, "la")
    data = wards.package(stranger, wards.records(stranger, SMALL))
    wards.write(city.folder, data)
    run("receive", register(city), city.folder)
    code = sealing.code(bytes.fromhex(wards.header(data).content)).replace(" ", "")
    wrong = "00000000" if code[-8:] != "00000000" else "11111111"
    capsys.readouterr()
    key = wards.header(data).package_id
    assert run("trust", register(city), "--package", key, "--code", wrong) == 1
    assert "chân trang" in capsys.readouterr().err
    assert run("trust", register(city), "--package", key, "--code", code[-8:]) == 0
