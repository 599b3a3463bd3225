"""The city answers and adds up by the commands of the terminal: return, accept, consolidate."""

import json
import shutil
from pathlib import Path

import pytest

from desktop import cli
from desktop.core import demo, registers
from tests.builders import CLOCK

PERIOD = ("--period", "2024-Q4")


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str, str]:
    """Registers of a ward and a city that took its package in: its id, and an activity's."""
    folder = tmp_path_factory.mktemp("gui")
    ward, city, usb = folder / "ward.sotr", folder / "city.sotr", folder / "usb"
    store = demo.make_register(ward)
    demo.fill(store, folder)
    store.close()
    for command in (
        ("init", city, "--role", "city", "--unit", "643"), ("lock", ward, *PERIOD),
        ("send", ward, *PERIOD, "--to", usb), ("receive", city, usb), ("trust", city, "--all"),
    ):  # fmt: skip
        assert run(*command) == 0
    store = registers.open_(city, CLOCK)
    with store.read() as session:
        connection = session.connection()
        package = connection.exec_driver_sql("SELECT id FROM packages WHERE kind='report'").scalar()
        activity = connection.exec_driver_sql("SELECT min(id) FROM activities").scalar()
    store.close()
    return ward, city, str(package), str(activity)


def test_that_a_package_is_returned_and_then_accepted(
    sent: tuple[Path, Path, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ward, city, package, activity = sent
    item = f"{activity}:women:1:nữ 62, tổng 57"
    assert run("return", city, "--package", package, "--item", item) == 0
    assert "Biên nhận chờ ghi" in capsys.readouterr().out
    shutil.copy(next(ward.with_name("usb").glob("BaoCao*.sott")), tmp_path)
    assert (
        run("receive", city, tmp_path) == 0
    )  # the unit's stick comes again: what waits is written
    assert len(list(tmp_path.glob("BienNhan*.sott"))) == 1
    capsys.readouterr()
    words = ("return", city, "--package", package, "--item", item, "--item", "causes::18")
    assert run(*words, "--note", "Sửa gấp", "--to", tmp_path / "usb") == 0
    out = capsys.readouterr().out
    assert "2 mục" in out
    (receipt,) = (tmp_path / "usb").glob("BienNhan*.sott")
    (slip,) = (tmp_path / "usb").glob("Phieu-tra-lai_24160-Cu-Ebur_2024-Q4_v1.pdf")
    assert slip.read_bytes().startswith(b"%PDF")
    assert run("inspect", receipt, "--json") == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"answer": 1, "key": 1, "returned": 2}
    assert run("receive", ward, receipt) == 0
    assert run("trust", ward, "--all") == 0
    assert run("accept", city, "--package", package, "--to", tmp_path / "usb") == 0
    assert len(list((tmp_path / "usb").glob("BienNhan*.sott"))) == 2


@pytest.mark.parametrize(
    ("package", "item", "says"),
    [
        ("01900000-0000-7000-8000-000000000000", "{}:women:1", "Không tìm thấy mục này"),
        ("", "khong-co:women:1", "Không có hoạt động, phần lời hay chỉ tiêu nào"),
        ("", "{}:nu:1", "women (Số nữ)"),
        ("", "{}:women:99", "WOMEN_OVER"),
        ("", "{}:women", "viết chưa đúng"),
    ],
)
def test_that_what_is_unknown_is_refused_with_what_there_is(
    sent: tuple[Path, Path, str, str], capsys: pytest.CaptureFixture[str], package: str, item: str,
    says: str,
) -> None:  # fmt: skip
    _, city, known, activity = sent
    words = ("--package", package or known, "--item", item.format(activity))
    assert run("return", city, *words) == 1
    assert says in capsys.readouterr().err


def test_that_the_city_writes_its_report_and_who_has_sent(
    sent: tuple[Path, Path, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ward, city, _, _ = sent
    assert run("consolidate", city, *PERIOD, "--out", tmp_path / "ra") == 0
    names = {path.name for path in (tmp_path / "ra").iterdir()}
    assert names == {
        "Bao-cao-tong-hop_643-Buon-Ma-Thuot_2024-Q4.pdf", "Tinh-hinh-nop_2024-Q4.pdf",
        "Bao-cao-tong-hop_643-Buon-Ma-Thuot_2024-Q4.docx",
        "Bao-cao-tong-hop_643-Buon-Ma-Thuot_2024-Q4.xlsx",
        "So-theo-doi-cac-don-vi_643-Buon-Ma-Thuot_2024-Q4.xlsx",
    }  # fmt: skip
    assert capsys.readouterr().out.count("Đã viết") == 5
    assert run("consolidate", ward, *PERIOD, "--out", tmp_path / "xa") == 1
    assert "sổ của một xã, phường" in capsys.readouterr().err
    assert not (tmp_path / "xa").exists()
