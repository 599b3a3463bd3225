"""Native charts in a workbook: bars of one column of a table."""

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.chart.title import title_maker
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from desktop.core.documents.workbook_table import FONT

_GREY = "595959"
_WIDE, _HIGH, _PER_BAR = 18, 8, 0.6
"""Centimetres."""

_TITLE, _TEXT = 13, 10


def columns(sheet: Worksheet, title: str, column: tuple[int, int], rows: range, at: int) -> None:
    """Put standing columns at the row `at`: of (names, figures), in these rows of the sheet."""
    sheet.add_chart(_chart(title, sheet, column, rows), f"A{at}")


def lying(
    sheet: Worksheet, title: str, source: Worksheet, column: tuple[int, int], rows: range
) -> None:
    """Put lying bars at the top of a sheet, the first on top; their figures stand in `source`."""
    chart = _chart(title, source, column, rows)
    chart.type = "bar"
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.height = max(round(2.5 + len(rows) * _PER_BAR), _HIGH)
    sheet.add_chart(chart, "A1")


def _chart(title: str, source: Worksheet, column: tuple[int, int], rows: range) -> BarChart:
    chart = BarChart()
    chart.type, chart.style, chart.legend = "col", 10, None
    heading: Any = title_maker(title)
    heading.tx.rich.p[0].pPr = _letters(_TITLE, bold=True)
    chart.title = heading
    for part in (chart.x_axis, chart.y_axis):
        part.txPr = _text()
    names, figures = column
    first, last = rows[0], rows[-1]
    chart.add_data(Reference(source, min_col=figures, min_row=first, max_row=last))
    chart.set_categories(Reference(source, min_col=names, min_row=first, max_row=last))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.scaling.min = 0
    chart.y_axis.number_format = "0"
    chart.gapWidth = 80
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = False
    labels.showPercent = False
    labels.txPr = _text()
    chart.dataLabels = labels
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=_GREY)
    chart.width, chart.height = _WIDE, _HIGH
    return chart


def _text() -> RichText:
    """Return how the texts of axes and bars look: in the font of the sheet."""
    return RichText(p=[Paragraph(pPr=_letters(_TEXT), endParaRPr=CharacterProperties())])


def _letters(size: int, *, bold: bool = False) -> ParagraphProperties:
    font = Font(typeface=FONT)
    return ParagraphProperties(
        defRPr=CharacterProperties(latin=font, ea=font, cs=font, sz=size * 100, b=bold)
    )
