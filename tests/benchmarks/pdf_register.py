"""Speed and memory of the register as PDF against bare canvas lines of the same cells.

Run: python -m tests.benchmarks.pdf_register. Prints ratios, asserts nothing.
"""

import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from desktop.core.documents import fonts, layout_tables, register_pdf
from desktop.core.documents.content import ReportContent
from desktop.core.progress import Progress
from tests.core.documents_content import make_content

ROWS = (2_500, 5_000, 10_000, 20_000)
Drawn = tuple[float, float, str]


def run() -> list[tuple[str, float, str]]:
    """Return what was measured: name, value, unit; each part in a process of its own."""
    found: list[tuple[str, float, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "lines.txt")
        for rows in ROWS:
            _child("record", rows, lines)
            pairs = [(_child("ours", rows, lines), _child("bare", rows, lines)) for _ in range(3)]
            ours, bare = (min(one[side] for one in pairs) for side in (0, 1))
            memory = _child("ours-memory", rows, lines)
            bare_memory = _child("bare-memory", rows, lines)
            pages = lines.read_text(encoding="utf-8").count("\f")
            found += [
                (f"register {rows} rows", ours, "s"),
                (f"register {rows} rows", pages / ours, "pages/s"),
                (f"register {rows} rows, time ÷ bare", ours / bare, "x"),
                (f"register {rows} rows, peak", memory / 2**20, "MiB"),
                (f"register {rows} rows, peak ÷ bare", memory / bare_memory, "x"),
            ]
    return found


def _child(task: str, rows: int, lines: Path) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.pdf_register", task, str(rows), str(lines)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _main(task: str, rows: int, lines: Path) -> float:
    fonts.letters()
    target = lines.with_suffix(".pdf")
    content = None if task.startswith("bare") else _content(rows)
    if task == "record":
        _record(lines)
    if task.endswith("memory"):
        tracemalloc.start()
    begin = time.perf_counter()
    if content is None:
        taken = _bare(lines, target)
    else:
        register_pdf.write(content, target, Progress())
        taken = time.perf_counter() - begin
    return tracemalloc.get_traced_memory()[1] if task.endswith("memory") else taken


def _content(rows: int) -> ReportContent:
    """Entries whose texts all differ, so that nothing is wrapped from memory."""
    content = make_content(rows)
    entries = tuple(
        replace(one, title=f"{one.title}, lần thứ {number}", note=f"Số {number} {one.note}")
        for number, one in enumerate(content.entries)
    )
    return replace(content, entries=entries)


def _bare(lines: Path, target: Path) -> float:
    """Draw the recorded lines; return the seconds spent on the canvas alone."""
    taken = 0.0
    canvas = Canvas(str(target), pagesize=(842, 595), invariant=1)
    for page in _pages(lines):
        begin = time.perf_counter()
        canvas.setFont(fonts.REGULAR, 9)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
        taken += time.perf_counter() - begin
    begin = time.perf_counter()
    canvas.save()
    return taken + time.perf_counter() - begin


def _pages(lines: Path) -> Iterator[list[Drawn]]:
    page: list[Drawn] = []
    with lines.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if line == "\f\n":
                yield page
                page = []
            else:
                x, y, text = line.rstrip("\n").split("\t")
                page.append((float(x), float(y), text))
    yield page


def _record(lines: Path) -> None:
    """Note each line of a cell that the register draws; a form feed before each page."""
    file = lines.open("w", encoding="utf-8", newline="\n")
    put, begin = layout_tables.put, layout_tables._Grid._begin

    def noted(text: object, x: float, y: float, content: str, style: str) -> None:
        file.write(f"{x:.2f}\t{y:.2f}\t{content}\n")
        put(text, x, y, content, style)

    def begun(grid: layout_tables._Grid) -> None:
        file.write("\f\n")
        begin(grid)

    layout_tables.put = noted
    layout_tables._Grid._begin = begun


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(_main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
    else:
        for name, value, unit in run():
            print(f"{name}: {value:.2f} {unit}")
