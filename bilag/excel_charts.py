"""The charts of a workbook: native ones, that can be restyled, with their alt texts."""

import re
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.series import Series
from openpyxl.worksheet.worksheet import Worksheet

from bilag.archive import read_zip, write_zip
from bilag.excel_cells import write_colour
from bilag.model import ChartSection
from charts.palette import LIGHT
from phrases.text_tables import TextColumn

WIDTH, HEIGHT = 24, 10  # centimetres
_MARK = 20  # points
_GAP = 40  # between the bars, in per cent of a bar
_INKS = (LIGHT.langtid, LIGHT.korttid, LIGHT.comparison)
_CHART_NAME = re.compile(r'<(?:\w+:)?cNvPr id="(?P<id>\d+)" name="Chart \d+"')


def make_chart(
    sheet: Worksheet, section: ChartSection, columns: Sequence[TextColumn], *, top: int, last: int
) -> BarChart | None:
    """Make a chart of the figures in some rows of a sheet; None where they have none to draw."""
    bars, lines = BarChart(), LineChart()
    is_below_zero = False
    bars.type, bars.grouping, bars.overlap, bars.gapWidth = "col", "stacked", 100, _GAP
    lowest = Decimal(0)
    for place, column in enumerate(columns, start=1):
        cells = [sheet.cell(row, place) for row in range(top + 1, last + 1)]
        figures = [cell for cell in cells if isinstance(cell.value, Decimal)]
        reference = Reference(sheet, min_col=place, min_row=top, max_row=last)
        if figures and column.key in section.bars:
            bars.add_data(reference, titles_from_data=True)
            bars.y_axis.number_format = figures[0].number_format
            lowest = min(lowest, *(cell.value for cell in figures))
            is_below_zero |= min(cell.value for cell in figures) < 0
        elif figures and column.key in (*section.lines, *section.marks, *section.comparisons):
            lines.add_data(reference, titles_from_data=True)
            _style_line(lines.series[-1], section, column.key)
    if not bars.series:
        return None
    bars.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=last))
    for series, ink in zip(bars.series, _INKS, strict=False):
        series.graphicalProperties.solidFill = write_colour(ink)
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.y_axis.majorGridlines = None
    if is_below_zero:
        bars.x_axis.tickLblPos = "low"
    else:
        bars.y_axis.scaling.min = None if lowest < 0 else 0
    bars.x_axis.tickLblPos = "low"  # below the bars, also those that go down
    bars.legend.position = "b"
    bars.width, bars.height = WIDTH, HEIGHT
    if lines.series:
        bars += lines
    return bars


def _style_line(series: Series, section: ChartSection, column: str) -> None:
    """Draw a column as a target's mark at each place, or as a line: a target's is dashed."""
    series.smooth = False
    properties = series.graphicalProperties
    if column in section.marks:  # of places, which have no way from one to the next
        properties.line.noFill = True
        series.marker.symbol, series.marker.size = "dash", _MARK
        series.marker.graphicalProperties.solidFill = write_colour(LIGHT.maaltal)
        series.marker.graphicalProperties.line.solidFill = write_colour(LIGHT.maaltal)
    elif column in section.comparisons:
        properties.line.solidFill = write_colour(LIGHT.comparison)
    else:
        properties.line.solidFill = write_colour(LIGHT.maaltal)
        properties.line.dashStyle = "dash"


def describe_charts(content: bytes, alts: Sequence[str]) -> bytes:
    """Give each chart of a workbook its alt text, for which the library has no place."""
    files = read_zip(content)
    drawings = [name for name in files if name.startswith("xl/drawings/drawing")]
    for name, alt in zip(drawings, alts, strict=True):
        files[name] = _name_chart(files[name].decode(), alt).encode()
    return write_zip(files)


def _name_chart(drawing: str, alt: str) -> str:
    return _CHART_NAME.sub(
        lambda match: f"{match[0]} descr={quoteattr(alt)}",
        drawing,
    )
