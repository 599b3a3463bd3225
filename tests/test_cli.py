"""The commands as support staff type them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import cli
from desktop.core import demo
from desktop.core.documents.import_headings import HEADINGS
from desktop.core.registers import open_
from tests.builders import CLOCK


@pytest.fixture
def filled(register: Path, tmp_path: Path) -> Path:
    sample = demo.make_register(tmp_path / "mau.sotr")
    demo.fill(sample, tmp_path)
    sample.close()
    return tmp_path / "mau.sotr"


def contents(register: Path) -> int:
    store = open_(register, CLOCK)
    with store.read() as session:
        from desktop.core import listing

        count = listing.counts(session, [listing.Filter(unit_id="", statuses=())])[0]
    store.close()
    return count


def test_that_a_register_is_made_for_a_ward_and_for_the_city(tmp_path: Path) -> None:
    assert cli.main(["init", str(tmp_path / "a.sotr"), "--role", "ward", "--unit", "24118"]) == 0
    assert cli.main(["init", str(tmp_path / "b.sotr"), "--role", "city", "--unit", "643"]) == 0
    assert cli.main(["check", str(tmp_path / "a.sotr")]) == 0


@pytest.mark.parametrize(
    "more",
    [
        ["--role", "ward", "--unit", "99999"],
        ["--role", "ward", "--unit", "24118", "--profile", "bmt-1990"],
        ["--role", "ward", "--unit", "24139", "--profile", "bmt-2024-11"],
    ],
)
def test_that_a_wrong_unit_makes_no_register(
    tmp_path: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["init", str(tmp_path / "x" / "a.sotr"), *more]) == 1
    assert "Có thể chọn" in capsys.readouterr().err
    assert not list(tmp_path.rglob("*.sotr"))


@pytest.mark.parametrize(("role", "unit"), [("city", "24118"), ("ward", "643")])
def test_that_a_role_that_does_not_fit_the_unit_is_said(
    tmp_path: Path, role: str, unit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["init", str(tmp_path / "a.sotr"), "--role", role, "--unit", unit]) == 1
    assert "không hợp với vai trò" in capsys.readouterr().err
    assert not list(tmp_path.glob("a.*"))


def test_that_the_template_imports_nothing_and_says_so(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = str(tmp_path / "mau.xlsx")
    assert cli.main(["template", book]) == 0
    assert cli.main(["template", book, "--register", str(register)]) == 0
    assert cli.main(["import", str(register), book]) == 1
    assert "chưa có dòng hoạt động" in capsys.readouterr().err


def test_that_a_dry_run_says_everything_and_writes_nothing(
    register: Path, filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = str(tmp_path / "hoat-dong-mau.xlsx")
    assert cli.main(["import", str(register), book, "--dry-run", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["written"] is False
    assert contents(register) == 0
    assert cli.main(["import", str(register), book]) == 0
    assert contents(register) == len(demo.rows())
    assert cli.main(["import", str(register), book]) == 0
    assert contents(register) == len(demo.rows())


def test_that_a_bad_row_stops_all_unless_it_is_skipped(
    register: Path, filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "sai.xlsx"
    book = load_workbook(tmp_path / "hoat-dong-mau.xlsx")
    column = [key for key, _ in HEADINGS].index("held_on") + 1
    book["Hoạt động"].cell(5, column, "31/2/2024")
    book.save(path)
    assert cli.main(["import", str(register), str(path)]) == 1
    assert "B5" in capsys.readouterr().out
    assert contents(register) == 0
    assert cli.main(["import", str(register), str(path), "--skip-bad"]) == 0
    assert contents(register) == len(demo.rows()) - 1


def test_that_totals_print_the_figures_as_json(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["totals", str(filled), "--period", "2024-Q4", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["period"] == {
        "name": "2024-Q4",
        "rule": "administrative",
        "from": "2024-09-15",
        "to": "2024-12-14",
    }
    assert set(found["indicators"]) == {f"CT{number:02d}" for number in range(1, 21)}
    assert found["indicators"]["CT08"] is None
    assert set(found["by_channel"]["SINH_HOAT_CD"]) >= {"activities", "attendees", "escaped"}
    rules = [["--rule", "calendar"], ["--rule", "plan"], ["--units", "now"]]
    assert [cli.main(["totals", str(filled), "--period", "2024-Q4", *one]) for one in rules] == [
        0
    ] * 3


def test_that_the_report_is_written_and_named(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "báo cáo"
    assert cli.main(["report", str(filled), "--period", "2024-11", "--out", str(out)]) == 0
    written = sorted(path.name for path in out.iterdir())
    assert written == sorted(Path(line[8:]).name for line in capsys.readouterr().out.splitlines())
    assert len(written) == 6


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"hello", b"\xd0\xcf\x11\xe0" + b"x" * 600]
)
def test_that_what_is_no_workbook_is_refused_and_changes_nothing(
    register: Path, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert cli.main(["import", str(register), str(path)]) == 1
    assert "Không nhập được" in capsys.readouterr().err
    assert contents(register) == 0


@pytest.mark.parametrize("period", ["", "2024-Q5", "quý 4", "2024-13", "2025-01-01..2024-01-01"])
def test_that_a_wrong_period_is_explained(
    register: Path, period: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["totals", str(register), "--period", period]) == 1
    assert "Không hiểu kỳ báo cáo" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["foo"], ["totals"], ["init", "a.sotr", "--role", "king"]])
def test_that_wrong_use_is_code_2_in_vietnamese(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "Lệnh chưa đúng" in capsys.readouterr().err


def test_that_a_register_without_its_key_is_explained(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copyfile(register, tmp_path / "khac.sotr")
    assert cli.main(["check", str(tmp_path / "khac.sotr")]) == 1
    assert "khac.khoa.json" in capsys.readouterr().err


def test_that_a_register_held_by_another_program_is_explained(filled: Path) -> None:
    holder = open_(filled, CLOCK)
    command = [sys.executable, "-m", "desktop", "totals", str(filled), "--period", "2024-Q4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    holder.close()
    assert done.returncode == 1
    assert "đang được mở" in done.stderr
    assert "Traceback" not in done.stderr


def test_that_a_machine_without_a_screen_is_told_so() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop"],
        capture_output=True, text=True, check=False, timeout=60, env={"PATH": "/usr/bin"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "không có màn hình" in done.stderr
