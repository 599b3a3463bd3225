"""Where the pages of a sheet end, foreseen, so that its end never stands on a page alone.

Knows paper and the heights of rows; nothing about what the cells mean.
"""

from collections.abc import Iterator

from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_SHORT, _LONG = 210 / 25.4, 297 / 25.4
_PIXELS_PER_DIGIT, _PADDING, _PIXELS_PER_INCH = 7, 5, 96
_USUAL_HEIGHT = 15.0
_LEAST_PERCENT = 88
"""So small, in percent of what the width allows, the letters may get to save a page."""

_POINTS_PER_DIGIT, _SAFETY = 5.8, 97
"""For a fixed scale: a digit is 5.25 in Excel, a little more in LibreOffice; percent in use."""


def keep_end(sheet: Worksheet, body: range, last: int) -> None:
    """Keep what follows the table's rows on a page with one of them; the last row is `last`.

    The sheet is fitted to its width. It gets a little smaller, or else its last row begins a page.
    """
    widest = _scale(sheet)
    pages = list(_pages(sheet, last, widest))
    if pages[-1] < body.stop or len(pages) == 1:
        return
    for percent in range(99, _LEAST_PERCENT - 1, -1):
        if len(list(_pages(sheet, last, widest * percent / 100))) < len(pages):
            sheet.page_setup.fitToHeight = len(pages) - 1
            return
    if len(body) > 1:
        fix_scale(sheet)
        sheet.row_breaks.append(Break(id=body.stop - 2))


def fix_scale(sheet: Worksheet) -> None:
    """Fit to the width by a scale: spreadsheets that fit by themselves ignore page breaks."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    room = _room(sheet) * 72 / (sum(_widths(sheet)) * _POINTS_PER_DIGIT)
    sheet.page_setup.scale = min(100, int(room * _SAFETY))


def _scale(sheet: Worksheet) -> float:
    """Return by how much the columns must shrink to be as wide as the page."""
    pixels = sum(int(one * _PIXELS_PER_DIGIT) + _PADDING for one in _widths(sheet))
    return min(1.0, _room(sheet) * _PIXELS_PER_INCH / pixels)


def _room(sheet: Worksheet) -> float:
    """Return the width between the margins, in inches."""
    paper = _LONG if sheet.page_setup.orientation == "landscape" else _SHORT
    return paper - sheet.page_margins.left - sheet.page_margins.right


def _widths(sheet: Worksheet) -> list[float]:
    return [sheet.column_dimensions[letter(n)].width for n in range(1, sheet.max_column + 1)]


def _pages(sheet: Worksheet, last: int, scale: float) -> Iterator[int]:
    """Yield the first row of each page; the headings come back on every page but the first."""
    paper = _SHORT if sheet.page_setup.orientation == "landscape" else _LONG
    room = (paper - sheet.page_margins.top - sheet.page_margins.bottom) * 72 / scale
    repeated = sum(_height(sheet, row) for row in _repeated(sheet))
    used = 0.0
    yield 1
    for row in range(1, last + 1):
        height = _height(sheet, row)
        if used + height > room:
            yield row
            used = repeated
        used += height


def _repeated(sheet: Worksheet) -> range:
    first, _, last = (sheet.print_title_rows or "").replace("$", "").partition(":")
    return range(int(first), int(last) + 1) if last else range(0)


def _height(sheet: Worksheet, row: int) -> float:
    return sheet.row_dimensions[row].height or _USUAL_HEIGHT
