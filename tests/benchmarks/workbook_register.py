"""The register of 20,000 activities against a bare openpyxl write-only of the same cells."""

import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from desktop.core.documents import register_xlsx
from desktop.core.documents.content import ReportContent
from desktop.core.documents.register_xlsx import COLUMNS
from desktop.core.progress import Progress
from tests.core.documents_content import make_content

ENTRIES = 20_000
ROUNDS = 3


def run() -> list[tuple[str, float, str]]:
    """Return the ratio and both times; the best of three rounds each, taken in turn."""
    content = make_content(ENTRIES)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "so.xlsx")
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(_seconds(lambda: register_xlsx.write(content, path, Progress())))
            size = path.stat().st_size
            bare.append(_seconds(lambda: _bare(content, path)))
    return [
        ("workbook_register: sổ 20.000 hoạt động ÷ openpyxl write-only", min(ours) / min(bare),
         "lần (mục tiêu ≤ 0,25)"),
        ("workbook_register: sổ 20.000 hoạt động", min(ours), "giây"),
        ("workbook_register: openpyxl write-only", min(bare), "giây"),
        ("workbook_register: tệp", size / 1e6, "MB"),
    ]  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(content: ReportContent, path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sổ")
    formats = [column.look.numbers for column in COLUMNS]
    for number, entry in enumerate(content.entries, 1):
        sheet.append(_cells(sheet, register_xlsx.row_of(number, entry), formats))
    book.save(path)


def _cells(sheet: object, values: Iterable[object], formats: list[str]) -> Iterable[object]:
    for value, look in zip(values, formats, strict=True):
        if look == "General" or value is None:
            yield value
            continue
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = look
        yield cell


if __name__ == "__main__":
    for name, value, unit in run():
        print(f"{name}: {value:.3f} {unit}")
