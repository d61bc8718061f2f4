"""A bilag as an Excel workbook: its tables with real numbers, and charts that can be restyled.

A cell holds the number that is printed, in the format that it is printed in; what is hidden or
missing is words. The same bilag gives the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from math import ceil
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from bilag.archive import read_zip, write_zip
from bilag.model import Bilag, ChartSection, Section, TextSection
from charts.palette import LIGHT
from phrases.text_tables import TextColumn, TextRow, TextTable

ABOUT = "Om tallene"
_FONT = "Calibri"
_PRINTED = re.compile(
    r"(?P<sign>[+−]?)(?P<whole>\d{1,3}(?:\.\d{3})*|\d+)(?:,(?P<rest>\d+))?(?P<percent>\s?%)?"
)
_SIGNS = frozenset("+−")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_NAME_WIDTH, _WIDTH, _ABOUT_WIDTHS = 42, 15, (30, 110, 30)
_LINE = 15  # points that a line of text is high
_CHART_WIDTH, _CHART_HEIGHT = 24, 10  # centimetres
_MARK = 20  # points
_GAP = 40  # between the bars, in per cent of a bar
_INKS = (LIGHT.langtid, LIGHT.korttid, LIGHT.comparison)
_CHART_NAME = re.compile(r'<(?:\w+:)?cNvPr id="(?P<id>\d+)" name="Chart \d+"')


@dataclass(frozen=True)
class PrintedNumber:
    """A number as it is printed: its value, and the format that writes it so."""

    value: Decimal
    format: str


def read_printed(text: str, *, signed: bool) -> PrintedNumber | None:
    """Read a figure as it is printed, e.g. "1.500", "−0,5" or "43 %"; None where it is words.

    With `signed` it is a change, whose sign is always written.
    """
    printed = _PRINTED.fullmatch(text)
    if printed is None:
        return None
    digits = f"{printed['whole'].replace('.', '')}.{printed['rest'] or '0'}"
    value = Decimal(digits) * (-1 if printed["sign"] == "−" else 1)
    form = "#,##0" + (f".{'0' * len(printed['rest'])}" if printed["rest"] else "")
    if printed["percent"]:
        value, form = value / 100, f"{form}\\ %"
    minus = f'"−"{form}'
    return PrintedNumber(value, f"+{form};{minus};{form}" if signed else f"{form};{minus}")


def to_xlsx(bilag: Bilag) -> bytes:
    """Write a bilag as a workbook: its tables, a sheet for each chart, and what they rest on."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = bilag.municipality
    book.properties.title = bilag.title
    book.properties.language = "da-DK"
    book.properties.created = book.properties.modified = datetime.combine(bilag.dated, time())
    tables = [section for section in bilag.sections if isinstance(section, TextTable)]
    by_columns = groupby(tables, key=lambda table: [column.key for column in table.columns])
    for _, group in by_columns:
        _write_tables(book, bilag, list(group))
    charts = [section for section in bilag.sections if isinstance(section, ChartSection)]
    alts = [
        section.chart.alt
        for number, section in enumerate(charts, start=1)
        if _write_chart(book, bilag, section, number)
    ]
    _write_about(book, bilag)
    out = BytesIO()
    ExcelWriter(book, ZipFile(out, "w")).save()  # `book.save` would stamp today's date
    return _describe_charts(out.getvalue(), alts)


def _add_sheet(book: Workbook, title: str) -> Worksheet:
    """Add a sheet whose name is short enough, has no sign that Excel refuses, and is its own."""
    name = _NOT_IN_TITLE.sub(" ", title)[:_LONGEST_TITLE].strip() or ABOUT
    taken = {sheet.title for sheet in book.worksheets}
    number = 2
    unique = name
    while unique in taken:
        unique = f"{name[: _LONGEST_TITLE - 4]} ({number})"
        number += 1
    sheet: Worksheet = book.create_sheet(unique)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    return sheet


def _write_head(sheet: Worksheet, bilag: Bilag, title: str) -> int:
    """Write what the sheet is, its period and edition; return the row that a table may begin on."""
    lines = (
        (title, Font(name=_FONT, size=16, bold=True, color=_write_colour(LIGHT.langtid))),
        (bilag.news, Font(name=_FONT, size=12, bold=True)),
        (bilag.period, Font(name=_FONT, size=11)),
        (
            f"{bilag.measure} · {bilag.drawn} · {bilag.edition}",
            Font(name=_FONT, size=11, color=_write_colour(LIGHT.muted)),
        ),
    )
    for row, (text, font) in enumerate(lines, start=1):
        _write_text(sheet.cell(row, 1), text).font = font
    footer = sheet.oddFooter
    footer.left.text = f"{bilag.period} · {bilag.edition}".replace("&", "&&")
    footer.right.text = "Side &P af &N"
    return len(lines) + 2


def _write_tables(book: Workbook, bilag: Bilag, tables: Sequence[TextTable]) -> None:
    """Write tables of the same columns below each other, under one line of heads."""
    subject = bilag.file_stem.rpartition(" - ")[2]
    title = tables[0].caption if len(tables) == 1 else f"{subject[0].upper()}{subject[1:]}"
    sheet = _add_sheet(book, title)
    top = _write_head(sheet, bilag, bilag.title)
    columns = tables[0].columns
    if len(tables) > 1:  # their heads name the afdeling, which stands above its rows here
        columns = (replace(columns[0], head=columns[0].head.split(" i ")[0]), *columns[1:])
    rows: list[TextRow] = []
    for table in tables:
        if len(tables) > 1:
            rows.append(TextRow((table.caption, *[""] * (len(columns) - 1)), strong=True))
        rows += table.rows
    _write_rows(sheet, columns, rows, top=top)


def _write_rows(
    sheet: Worksheet, columns: Sequence[TextColumn], rows: Sequence[TextRow], *, top: int
) -> None:
    """Write heads that stay in sight and repeat on paper, and the rows below them."""
    line = Side(style="thin", color=_write_colour(LIGHT.comparison))
    for place, column in enumerate(columns, start=1):
        cell = _write_text(sheet.cell(top, place), column.head.replace("\N{SOFT HYPHEN}", ""))
        cell.font = Font(name=_FONT, size=11, bold=True)
        cell.border = Border(bottom=line)
        cell.alignment = Alignment(
            horizontal="right" if column.numeric else "left",
            vertical="bottom",
            wrap_text=True,
            indent=_find_indent(column, place),
        )
        width = _find_width(column, place)
        sheet.column_dimensions[get_column_letter(place)].width = width
    signed = [_is_signed(rows, place) for place in range(len(columns))]
    looks: dict[tuple[int, bool, bool], StyleArray] = {}  # to lay each anew costs more than to save
    for number, row in enumerate(rows, start=top + 1):
        for place, (column, text) in enumerate(zip(columns, row.cells, strict=True)):
            cell = sheet.cell(number, place + 1)
            look = (place, row.strong, row.indented)
            if look in looks:
                cell._style = copy(looks[look])
            else:
                _style_cell(cell, column, row)
                looks[look] = copy(cell._style)
            _write_figure(cell, column, text, signed=signed[place])
        if (lines := _count_lines(columns, row)) > 1:
            sheet.row_dimensions[number].height = _LINE * lines
    sheet.freeze_panes = sheet.cell(top + 1, 2)
    sheet.print_title_rows = f"{top}:{top}"


def _style_cell(cell: Cell, column: TextColumn, row: TextRow) -> None:
    """Lay out a cell of a table by its column and its row."""
    is_first = cell.column == 1
    cell.font = Font(name=_FONT, size=11, bold=row.strong)
    cell.alignment = Alignment(
        horizontal="right" if column.numeric else "left",
        vertical="top",
        wrap_text=not column.numeric,
        indent=2 if row.indented and is_first else _find_indent(column, cell.column),
    )


def _count_lines(columns: Sequence[TextColumn], row: TextRow) -> int:
    """Return how many lines the longest text of a row takes, beside its figures."""
    cells = enumerate(zip(columns, row.cells, strict=True), start=1)
    return max(
        (
            ceil(len(text) / _find_width(column, place))
            for place, (column, text) in cells
            if not column.numeric
        ),
        default=1,
    )


def _find_width(column: TextColumn, place: int) -> float:
    return _NAME_WIDTH if place == 1 else _WIDTH * max(column.width, 0.6)


def _find_indent(column: TextColumn, place: int) -> int:
    """Return the room before a cell's text: words beside figures stand apart from them."""
    return 0 if column.numeric or place == 1 else 1


def _is_signed(rows: Sequence[TextRow], place: int) -> bool:
    return any(row.cells[place][:1] in _SIGNS for row in rows)


def _write_figure(cell: Cell, column: TextColumn, text: str, *, signed: bool) -> None:
    is_figure = column.numeric and column.key != "note"
    printed = read_printed(text, signed=signed and text[:1] in _SIGNS) if is_figure else None
    if printed is None:
        _write_text(cell, text)
    else:
        cell.value = printed.value
        cell.number_format = printed.format


def _write_text(cell: Cell, text: str) -> Cell:
    """Write a text that stays one: Excel runs what begins as a formula does."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"  # also where somebody edits it
    return cell


def _write_chart(book: Workbook, bilag: Bilag, section: ChartSection, number: int) -> bool:
    """Write the table behind a chart, oldest first, and the chart below it; False without one."""
    table = section.table
    if table is None:
        return False
    sheet = _add_sheet(book, f"Figur {number}")
    top = _write_head(sheet, bilag, f"Figur {number}. {section.chart.title}")
    rows = table.rows[::-1] if section.newest_first else table.rows
    _write_rows(sheet, table.columns, rows, top=top)
    sheet.page_setup.fitToHeight = 1
    chart = _make_chart(sheet, section, table.columns, top=top, last=top + len(rows))
    if chart is None:
        return False
    sheet.add_chart(chart, f"A{top + len(rows) + 3}")
    return True


def _make_chart(
    sheet: Worksheet, section: ChartSection, columns: Sequence[TextColumn], *, top: int, last: int
) -> BarChart | None:
    """Make a chart of the figures in some rows of a sheet; None where they have none to draw."""
    bars, lines = BarChart(), LineChart()
    bars.type, bars.grouping, bars.overlap, bars.gapWidth = "col", "stacked", 100, _GAP
    for place, column in enumerate(columns, start=1):
        cells = [sheet.cell(row, place) for row in range(top + 1, last + 1)]
        figures = [cell for cell in cells if isinstance(cell.value, Decimal)]
        reference = Reference(sheet, min_col=place, min_row=top, max_row=last)
        if figures and column.key in section.bars:
            bars.add_data(reference, titles_from_data=True)
            bars.y_axis.number_format = figures[0].number_format
        elif figures and column.key in (*section.lines, *section.marks):
            lines.add_data(reference, titles_from_data=True)
    if not bars.series:
        return None
    bars.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=last))
    for series, ink in zip(bars.series, _INKS, strict=False):
        series.graphicalProperties.solidFill = _write_colour(ink)
    for series in lines.series:
        series.smooth = False
        if section.marks:  # of places, which have no way from one to the next
            series.graphicalProperties.line.noFill = True
            series.marker.symbol, series.marker.size = "dash", _MARK
            series.marker.graphicalProperties.solidFill = _write_colour(LIGHT.maaltal)
            series.marker.graphicalProperties.line.solidFill = _write_colour(LIGHT.maaltal)
        else:
            series.graphicalProperties.line.solidFill = _write_colour(LIGHT.maaltal)
            series.graphicalProperties.line.dashStyle = "dash"
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.y_axis.majorGridlines = None
    bars.y_axis.scaling.min = 0
    bars.legend.position = "b"
    bars.width, bars.height = _CHART_WIDTH, _CHART_HEIGHT
    if lines.series:
        bars += lines
    return bars


def _write_about(book: Workbook, bilag: Bilag) -> None:
    """Write the case, the notes and the method on a sheet of their own, one paragraph a cell."""
    sheet = _add_sheet(book, ABOUT)
    row = _write_head(sheet, bilag, bilag.title)
    texts = [section for section in bilag.sections if isinstance(section, TextSection)]
    for text in bilag.head:
        row = _write_line(sheet, row, ("", text))
    for section in (*texts, *bilag.method):
        for is_heading, line in _list_lines(section):
            row = _write_line(sheet, row + is_heading, line, strong=is_heading)
    for place, width in enumerate(_ABOUT_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _list_lines(section: Section) -> Iterator[tuple[bool, Sequence[str]]]:
    """Return a section's heading (True) and its lines."""
    if isinstance(section, TextSection):
        yield True, (section.heading,)
        yield from ((False, ("", text)) for text in section.paragraphs)
    elif isinstance(section, TextTable):
        yield True, (section.caption,)
        yield from ((False, row.cells) for row in section.rows)


def _write_line(sheet: Worksheet, row: int, texts: Sequence[str], *, strong: bool = False) -> int:
    """Write a line of texts; return the row below it."""
    for place, text in enumerate(texts, start=1):
        cell = _write_text(sheet.cell(row, place), text)
        cell.font = Font(name=_FONT, size=11, bold=strong)
        cell.alignment = Alignment(wrap_text=not strong, vertical="top")
    rooms = zip(texts, _ABOUT_WIDTHS, strict=False)
    lines = 1 if strong else max(ceil(len(text) / width) for text, width in rooms)
    sheet.row_dimensions[row].height = _LINE * max(lines, 1)
    return row + 1


def _write_colour(ink: str) -> str:
    return ink.removeprefix("#")


def _describe_charts(content: bytes, alts: Sequence[str]) -> bytes:
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
