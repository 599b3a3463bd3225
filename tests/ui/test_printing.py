"""Printed pages are compared with the previewed ones through QPrinter's own PDF output."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QMarginsF, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.core.progress import Progress
from desktop.core.typed import TypedError
from desktop.ui import printing
from desktop.ui.page_view import Pages, paper_word
from desktop.ui.printing import Ended, PrintJob, chosen_pages, fronts_and_backs

LOOK_DPI = 100
MM = LOOK_DPI / 25.4


def paper(*sizes: tuple[float, float]) -> bytes:
    """Return a PDF with a frame 15 mm inside each page, and text that differs by page."""
    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    for number, (width, height) in enumerate(sizes, start=1):
        canvas.setPageSize((width, height))
        canvas.rect(15 * mm, 15 * mm, width - 30 * mm, height - 30 * mm)
        canvas.setFont("Times-Roman", 14)
        for line in range(10 * number):
            canvas.drawString(30 * mm, height - 30 * mm - 14 * line, f"Trang {number}, {line}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def printed(
    qtbot: Any, folder: Path, pages: Pages, sides: list[int | None], prepare: Any = None
) -> Pages:
    """Return what came out of a printer that writes a PDF."""
    path = folder / "in.pdf"
    onto = QPrinter(QPrinter.PrinterMode.HighResolution)
    onto.setOutputFileName(str(path))
    if prepare:
        prepare(onto)
    job = PrintJob(QCoreApplication.instance(), onto, pages, sides, "Biên bản", Progress())
    with qtbot.waitSignal(job.ended, timeout=20_000) as ended:
        job.start()
    assert ended.args == [Ended.SENT]
    return Pages(path.read_bytes())


def rows(image: QImage) -> list[bytes]:
    """Return the lines of grey pixels, without what fills a line up in memory."""
    plain = image.convertToFormat(QImage.Format.Format_Grayscale8)
    stride, data = plain.bytesPerLine(), bytes(plain.constBits())
    return [data[y * stride : y * stride + plain.width()] for y in range(plain.height())]


def difference(one: QImage, other: QImage) -> float:
    """Return the mean difference of the pixels, 0 to 255."""
    assert one.size() == other.size()
    a, b = (b"".join(rows(image)) for image in (one, other))
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / len(a)


def ink(image: QImage) -> QRect:
    """Return the box of what is not white."""
    lines = rows(image)
    dark = [y for y, row in enumerate(lines) if min(row) < 128]
    columns = [x for x in range(image.width()) if min(row[x] for row in lines) < 128]
    box = QRect()
    box.setCoords(columns[0], dark[0], columns[-1], dark[-1])
    return box


@pytest.mark.parametrize("size", [A4, landscape(A4)])
def test_that_the_printed_page_is_the_previewed_one(
    qtbot: Any, tmp_path: Path, size: tuple[float, float]
) -> None:
    pages = Pages(paper(size))
    came = printed(qtbot, tmp_path, pages, [0])
    assert [round(came.sizes[0].width()), round(came.sizes[0].height())] == [
        round(size[0]),
        round(size[1]),
    ]
    wanted, got = (one.picture(0, LOOK_DPI) for one in (pages, came))
    assert difference(wanted, got.scaled(wanted.size())) < 1.0  # white paper: 1.9
    for side in ("left", "top", "right", "bottom"):
        apart = abs(getattr(ink(wanted), side)() - getattr(ink(got), side)())
        assert apart <= 0.5 * MM, side


def test_that_a_printer_with_margins_of_its_own_prints_at_the_same_place(
    qtbot: Any, tmp_path: Path
) -> None:
    def prepare(onto: QPrinter) -> None:
        five = QMarginsF(5, 5, 5, 5)
        onto.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A5), QPageLayout.Orientation.Landscape, five,
                QPageLayout.Unit.Millimeter,
            )
        )  # fmt: skip

    pages = Pages(paper(A4))
    came = printed(qtbot, tmp_path, pages, [0], prepare)
    box = ink(came.picture(0, LOOK_DPI))
    assert abs(box.left() / MM - 15) <= 0.5
    assert abs(box.top() / MM - 15) <= 0.5
    border = round(5 * MM)
    whole = QRect(0, 0, round(210 * MM), round(297 * MM))
    assert whole.adjusted(border, border, -border, -border).contains(box)


def test_that_upright_and_landscape_pages_come_out_in_one_job(qtbot: Any, tmp_path: Path) -> None:
    pages = Pages(paper(A4, landscape(A4), A4))
    came = printed(qtbot, tmp_path, pages, [2, 1, None, 1])
    assert [paper_word(size) for size in came.sizes] == [
        "A4 đứng", "A4 ngang", "A4 đứng", "A4 ngang",
    ]  # fmt: skip
    white = came.picture(2, 30)
    assert white.pixelColor(100, 100) == Qt.GlobalColor.white
    third = pages.picture(2, 75)
    assert difference(third, came.picture(0, 75).scaled(third.size())) < 1.2  # white paper: 3.4


def test_that_a_job_can_be_stopped_between_pages(qtbot: Any, tmp_path: Path) -> None:
    onto = QPrinter()
    onto.setOutputFileName(str(tmp_path / "in.pdf"))
    progress = Progress()
    job = PrintJob(
        QCoreApplication.instance(), onto, Pages(paper(A4)), [0] * 50, "Biên bản", progress
    )
    with qtbot.waitSignal(job.ended) as ended:
        job.start()
        qtbot.waitUntil(lambda: progress.done > 0)
        progress.cancel()
    assert ended.args == [Ended.STOPPED]
    assert progress.done < 10


@pytest.mark.filterwarnings("ignore")
def test_that_a_printer_that_takes_nothing_is_told(qtbot: Any, tmp_path: Path, qtlog: Any) -> None:
    onto = QPrinter()
    onto.setOutputFileName(str(tmp_path / "no such folder" / "in.pdf"))
    with qtlog.disabled():
        job = PrintJob(
            QCoreApplication.instance(), onto, Pages(paper(A4)), [0], "Biên bản", Progress()
        )
        with qtbot.waitSignal(job.ended) as ended:
            job.start()
    assert ended.args == [Ended.REFUSED]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", [0, 1, 2, 3, 4]), ("Tất cả", [0, 1, 2, 3, 4]), ("tat ca", [0, 1, 2, 3, 4]),
        ("Trang này", [3]), ("2", [1]), ("1-3,5", [0, 1, 2, 4]), (" 4 – 5 ; 1 ", [0, 3, 4]),
        ("2,2,1-2", [0, 1]),
    ],
)  # fmt: skip
def test_that_pages_are_typed_in_many_ways(typed: str, meant: list[int]) -> None:
    assert chosen_pages(typed, 5, current=3) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "Không có trang “0”. Bản in có 5 trang, từ 1 đến 5."),
        ("4-9", "Không có trang “4-9”"), ("3-1", "Hãy gõ như 1-3."), ("hai", "Không hiểu “hai”"),
        ("1,,2", "Hãy gõ như 1-3, 5."), ("1-2-3", "Không hiểu “1-2-3”"), ("²", "Không"),
        ("99999999999", "Không hiểu"), ("-", "Không hiểu “-”"),
    ],
)  # fmt: skip
def test_that_pages_that_cannot_be_meant_get_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(TypedError) as refused:
        chosen_pages(typed, 5, current=0)
    assert said in refused.value.reason


def test_that_fronts_and_backs_meet_on_their_sheets() -> None:
    assert fronts_and_backs([0, 1, 2, 3, 4], 1) == ([0, 2, 4], [None, 3, 1])
    assert fronts_and_backs([0, 1, 2], 2) == ([0, 2, 0, 2], [None, 1, None, 1])
    fronts, backs = fronts_and_backs([0, 2, 3, 5], 3)
    assert set(zip(fronts, reversed(backs), strict=True)) == {(0, 2), (3, 5)}


def test_that_paper_is_called_by_its_name() -> None:
    assert paper_word(QSizeF(*A4)) == "A4 đứng"
    assert paper_word(QSizeF(*landscape(A4))) == "A4 ngang"
    assert paper_word(QSizeF(100 * mm, 200 * mm)) == "100 × 200 mm đứng"


def test_that_the_usual_printer_stands_first(monkeypatch: pytest.MonkeyPatch) -> None:
    info = printing.QPrinterInfo
    monkeypatch.setattr(info, "availablePrinterNames", lambda: ["Brother", "Canon", "HP"])
    monkeypatch.setattr(info, "defaultPrinterName", lambda: "Canon")
    assert printing.names() == ["Canon", "Brother", "HP"]
