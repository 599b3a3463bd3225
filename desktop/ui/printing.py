"""Sends the pages of a PDF to a printer: which pages, on which sheets, page by page, 1:1."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QMarginsF, QObject, QSizeF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.core.errors import CancelledError
from desktop.core.progress import Progress
from desktop.core.texts import fold
from desktop.core.typed import TypedError
from desktop.ui.page_view import Pages

ALL_PAGES, THIS_PAGE = "Tất cả", "Trang này"
DPI = 300


def names() -> list[str]:
    """Return the printers of this machine, the usual one first."""
    found: list[str] = list(QPrinterInfo.availablePrinterNames())
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(found, key=lambda name: name != usual)


def printer(name: str) -> QPrinter:
    """Return a printer by its name."""
    return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)


def chosen_pages(text: str, count: int, current: int) -> list[int]:
    """Return the pages meant, from 0, in their order: all, the current one, or "1-3, 5".

    Raises TypedError.
    """
    words = fold(text)
    if words in ("", fold(ALL_PAGES)):
        return list(range(count))
    if words == fold(THIS_PAGE):
        return [current]
    meant: set[int] = set()
    for part in map(str.strip, words.replace("–", "-").replace(";", ",").split(",")):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or not all(end.isdecimal() and len(end) < 5 for end in ends):
            raise TypedError(text, f"Không hiểu “{part or text}”. Hãy gõ như 1-3, 5.")
        first, last = int(ends[0]), int(ends[-1])
        if not 1 <= first <= last <= count:
            raise TypedError(text, _outside(part, first, last, count))
        meant.update(range(first - 1, last))
    return sorted(meant)


def in_copies(pages: Sequence[int], copies: int) -> list[int | None]:
    """Return the pages as often as wanted, whole copies one after another."""
    return [*pages] * copies


def fronts_and_backs(
    pages: Sequence[int], copies: int
) -> tuple[list[int | None], list[int | None]]:
    """Return what goes on the fronts, then on the backs of the same sheets, printed by hand.

    The sheet that came out last is on top and goes in first, so the backs run from the last sheet
    to the first; None leaves a back white.
    """
    fronts, backs = [*pages[0::2]] * copies, [*pages[1::2]]
    whole: list[int | None] = [*backs, *([None] if len(pages) % 2 else [])]
    return [*fronts], (whole * copies)[::-1]


def layout(size: QSizeF) -> QPageLayout:
    """Return a page of this size in points, its whole sheet being drawn on."""
    across = size.width() > size.height()
    upright = size.transposed() if across else size
    made = QPageLayout(
        QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch),
        QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
        QPageLayout.Unit.Point,
    )
    made.setMode(QPageLayout.Mode.FullPageMode)
    return made


def _outside(part: str, first: int, last: int, count: int) -> str:
    if first > last:
        return f"“{part}”: trang đầu đứng sau trang cuối. Hãy gõ như {last}-{first}."
    have = f"Bản in có {count} trang, từ 1 đến {count}" if count > 1 else "Bản in chỉ có 1 trang"
    return f"Không có trang “{part}”. {have}."


class Ended(StrEnum):
    """How a print job ended."""

    SENT = "sent"
    STOPPED = "stopped"
    REFUSED = "refused"


class PrintJob(QObject):
    """Pages on their way to a printer, one per turn of the window, so that it stays alive."""

    ended = Signal(object)
    """An Ended: all was sent, the officer stopped it, or the printer did not take it."""

    def __init__(
        self,
        owner: QObject,
        onto: QPrinter,
        pages: Pages,
        sides: Sequence[int | None],
        title: str,
        progress: Progress,
    ) -> None:
        super().__init__(owner)
        self._onto, self._pages, self._sides = onto, pages, list(sides)
        self._progress = progress
        self._painter = QPainter()
        self._sent = 0
        onto.setDocName(title)
        onto.setFullPage(True)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._send_next)

    def start(self) -> None:
        """Begin; `ended` tells the rest."""
        self._turn.start()

    def _send_next(self) -> None:
        count = len(self._sides)
        if self._sent == count:
            self._end(Ended.SENT if self._painter.end() else Ended.REFUSED)
            return
        try:
            self._progress.step(f"Trang {self._sent + 1} trong {count}", self._sent, count)
        except CancelledError:
            self._break_off(Ended.STOPPED)
            return
        side = self._sides[self._sent]
        if self._begin_page(side):
            self._draw(side)
            self._sent += 1
        else:
            self._break_off(Ended.REFUSED)

    def _begin_page(self, page: int | None) -> bool:
        self._onto.setPageLayout(layout(self._pages.sizes[page or 0]))
        if self._painter.isActive():
            return self._onto.newPage()
        return self._painter.begin(self._onto)

    def _draw(self, page: int | None) -> None:
        if page is None:
            return
        sheet = self._onto.pageLayout().fullRectPixels(self._onto.resolution())
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(sheet, self._pages.picture(page, DPI))

    def _break_off(self, how: Ended) -> None:
        if self._painter.isActive():
            self._onto.abort()
            self._painter.end()
        self._end(how)

    def _end(self, how: Ended) -> None:
        self._turn.stop()
        self.ended.emit(how)
