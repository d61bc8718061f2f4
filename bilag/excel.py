"""A bilag as an Excel workbook: its tables with real numbers, and charts that can be restyled.

A cell holds the number that is printed, in the format that it is printed in; what is hidden or
missing is words. The same bilag gives the same bytes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO
from itertools import count, groupby
from math import ceil
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from bilag.excel_cells import (
    FONT,
    NOTE,
    set_height,
    write_colour,
    write_paragraph,
    write_rows,
    write_text,
)
from bilag.excel_charts import describe_charts, make_chart
from bilag.model import Bilag, ChartSection, Section, TextSection
from charts.palette import LIGHT
from phrases.text_tables import TextColumn, TextRow, TextTable

ABOUT = "Om tallene"
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_ABOUT_WIDTHS = (30, 110, 30)
_MARGIN = 0.4  # inches beside what is printed
_MOST_LINES = 22  # of text, that a chart has room for below them on a page


def to_xlsx(bilag: Bilag) -> bytes:
    """Write a bilag as a workbook: its tables, a sheet for each chart, and what they rest on.

    A table of the same figures as a chart stands on the chart's sheet alone.
    """
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = bilag.municipality
    book.properties.title = bilag.title
    book.properties.language = "da-DK"
    book.properties.created = book.properties.modified = datetime.combine(bilag.dated, time())
    alts = _write_sections(book, bilag)
    _write_about(book, bilag)
    out = BytesIO()
    ExcelWriter(book, ZipFile(out, "w")).save()  # `book.save` would stamp today's date
    return describe_charts(out.getvalue(), alts)


def _write_sections(book: Workbook, bilag: Bilag) -> list[str]:
    """Write a sheet for each chart, and for tables of the same columns beside each other.

    Return the alt texts of the charts that are drawn.
    """
    behind = [part.table for part in bilag.sections if isinstance(part, ChartSection)]
    parts = [
        part
        for part in bilag.sections
        if isinstance(part, ChartSection) or (isinstance(part, TextTable) and part not in behind)
    ]
    alts: list[str] = []
    numbers = count(1)
    for _, group in groupby(parts, key=_tell_apart):
        tables: list[TextTable] = []
        for part in group:
            if isinstance(part, TextTable):
                tables.append(part)
            elif _write_chart(book, bilag, part, number=next(numbers)):
                alts.append(part.chart.alt)
        if tables:
            _write_tables(book, bilag, tables)
    return alts


def _tell_apart(part: ChartSection | TextTable) -> object:
    """Tell what stands on a sheet of its own from its neighbours."""
    return part if isinstance(part, ChartSection) else [column.key for column in part.columns]


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
    sheet.page_margins.left = sheet.page_margins.right = _MARGIN
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    return sheet


def _write_head(sheet: Worksheet, bilag: Bilag, title: str, *, measure: str = "") -> int:
    """Write what the sheet is, its period and edition; return the row that a table may begin on.

    `measure` is what it is counted in, where that is not what the bilag is.
    """
    lines = (
        (title, Font(name=FONT, size=16, bold=True, color=write_colour(LIGHT.langtid))),
        (bilag.news, Font(name=FONT, size=12, bold=True)),
        (bilag.period, Font(name=FONT, size=11)),
        (
            f"{measure or bilag.measure} · {bilag.drawn} · {bilag.edition_text}",
            Font(name=FONT, size=11, color=write_colour(LIGHT.muted)),
        ),
    )
    for row, (text, font) in enumerate(lines, start=1):
        write_text(sheet.cell(row, 1), text).font = font
    footer = sheet.oddFooter
    footer.left.text = f"{bilag.period} · {bilag.edition_text}".replace("&", "&&")
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
    write_rows(sheet, columns, rows, top=top)
    _write_notes(sheet, bilag, columns, rows, row=top + len(rows) + 2)


def _write_notes(
    sheet: Worksheet,
    bilag: Bilag,
    columns: Sequence[TextColumn],
    rows: Sequence[TextRow],
    *,
    row: int,
) -> tuple[int, int]:
    """Write what the numbers in a table's column of notes stand for, from a row on.

    Return how many notes there are, and how many lines they take.
    """
    last = columns[-1]
    if last.key != NOTE or not last.numeric:
        return 0, 0
    numbers = sorted({int(line.cells[-1]) for line in rows if line.cells[-1]})
    texts = [f"{number}. {bilag.numbered_notes[number - 1]}" for number in numbers]
    lines = [
        write_paragraph(sheet, row + place, text, columns=len(columns))
        for place, text in enumerate(texts)
    ]
    return len(texts), sum(lines)


def _write_chart(book: Workbook, bilag: Bilag, section: ChartSection, *, number: int) -> bool:
    """Write the table behind a chart, oldest first, its notes, and the chart below them.

    Below a long table there is no room on the page: the chart has a sheet of its own. False where
    there are no figures to draw.
    """
    table = section.table
    if table is None:
        return False
    sheet = _add_sheet(book, f"Figur {number}")
    title = f"Figur {number}. {section.chart.title}"
    top = _write_head(sheet, bilag, title, measure=section.measure)
    write_text(sheet.cell(top - 1, 1), table.caption).font = Font(name=FONT, size=11, bold=True)
    rows = table.rows[::-1] if section.newest_first else table.rows
    lines = write_rows(sheet, table.columns, rows, top=top)
    last = top + len(rows)
    notes, lines_of_notes = _write_notes(sheet, bilag, table.columns, rows, row=last + 2)
    chart = make_chart(sheet, section, table.columns, top=top, last=last)
    if chart is None:
        return False
    place = last + notes + (3 if notes else 2)
    if lines + lines_of_notes > _MOST_LINES:
        sheet = _add_sheet(book, f"Figur {number}, diagram")
        place = _write_head(sheet, bilag, title, measure=section.measure)
    sheet.page_setup.fitToHeight = 1
    sheet.add_chart(chart, f"A{place}")
    return True


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
        cell = write_text(sheet.cell(row, place), text)
        cell.font = Font(name=FONT, size=11, bold=strong)
        cell.alignment = Alignment(wrap_text=not strong, vertical="top")
    rooms = zip(texts, _ABOUT_WIDTHS, strict=False)
    set_height(sheet, row, 1 if strong else max(ceil(len(text) / width) for text, width in rooms))
    return row + 1
