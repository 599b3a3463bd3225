"""A quarter from the officer's own workbook to the report, by the commands of the terminal alone."""

import subprocess
import unicodedata
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from desktop import cli
from tests.core.hostile import book, write
from tests.core.test_workbook_import import counted, honest_rows


def indicators(path: Path) -> dict[str, list[Any]]:
    """The results of sheet Chỉ tiêu, by code."""
    found: dict[str, list[Any]] = {}
    code = ""
    for row in load_workbook(path)["Chỉ tiêu"].iter_rows(values_only=True):
        code = str(row[0]) if str(row[0] or "").startswith("CT") else code
        if code:
            found.setdefault(code, []).append(row[3])
    return found


def expected() -> dict[str, list[Any]]:
    """The same, counted from the rows as they were typed."""
    inside = counted(honest_rows())
    talks = [row for number, row in inside if number % 5 != 4]
    radio = [row for number, row in inside if number % 5 == 4]
    ede = [row for row in radio if "Ê-đê" in row["languages"]]
    poor = sum(row["poor"] for row in talks)
    return {
        "CT01": [len(talks)],
        "CT02": [sum(row["attendees"] for row in talks)],
        "CT03": [sum(int(row["women"]) for row in talks)],
        "CT04": [sum(row["minority"] for row in talks)],
        "CT05": [None, "–", poor],
        "CT10": [sum(row["items"] for row in radio)],
        "CT11": [sum(row["airings"] for row in radio)],
        "CT12": [sum(row["airings"] * 5 for row in radio)],
        "CT13": [sum(row["airings"] * 5 for row in ede)],
    }


def test_that_sixty_human_rows_become_a_right_report(tmp_path: Path) -> None:
    register, out = tmp_path / "so.sotr", tmp_path / "bao-cao"
    workbook = write(tmp_path, book(*honest_rows()))
    assert cli.main(["init", str(register), "--role", "ward", "--unit", "24163"]) == 0
    assert cli.main(["import", str(register), str(workbook)]) == 0
    assert cli.main(["report", str(register), "--period", "2024-Q4", "--out", str(out)]) == 0
    (figures,) = out.glob("*lieu*.xlsx")
    shown = indicators(figures)
    for code, values in expected().items():
        assert shown[code] == values, code
    text = ""
    for paper in sorted(out.glob("*.pdf")):
        text += subprocess.run(
            ["pdftotext", "-layout", paper, "-"], capture_output=True, check=True, text=True
        ).stdout
    assert text == unicodedata.normalize("NFC", text)
    for number, _ in counted(honest_rows()):
        assert f"Buổi thứ {number}:" in " ".join(text.split()), number
