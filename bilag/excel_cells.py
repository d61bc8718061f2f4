"""The cells of a workbook: printed figures as numbers, texts that stay texts, and their layout."""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from textwrap import wrap

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from charts.palette import LIGHT
from phrases.text_tables import TextColumn, TextRow

FONT = "Calibri"
NOTE = "note"
_PRINTED = re.compile(
    r"(?P<sign>[+−]?)(?P<whole>\d{1,3}(?:\.\d{3})*|\d+)(?:,(?P<rest>\d+))?(?P<percent>\s?%)?"
)
_SIGNS = frozenset("+−")
_LINE = 15  # points that a line of text is high
_MOST_HEAD_LINES = 2
_LEAST_WIDTH, _MOST_WIDTH = 7, 25  # signs
_MOST_NAME_WIDTH, _MOST_NOTE_WIDTH = 42, 60
_MARGIN = 2  # signs that a column is wider than what stands in it
_PARAGRAPH_WIDTH, _SPARE_WIDTH = (
    110,
    10,
)  # of a text over several columns, and of one beside a table


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


def write_rows(
    sheet: Worksheet, columns: Sequence[TextColumn], rows: Sequence[TextRow], *, top: int
) -> int:
    """Write heads that stay in sight and repeat on paper, and the rows below them.

    Each column is as wide as what stands in it; a long text is broken. Return how many lines of
    text the rows take.
    """
    widths = [_find_width(column, rows, place) for place, column in enumerate(columns)]
    _write_heads(sheet, columns, widths, top=top)
    signed = [any(row.cells[place][:1] in _SIGNS for row in rows) for place in range(len(columns))]
    looks: dict[tuple[int, bool, bool], StyleArray] = {}  # to lay each anew costs more than to save
    all_lines = 0
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
        lines = _count_lines(columns, row, widths)
        if lines > 1:
            sheet.row_dimensions[number].height = _LINE * lines
        all_lines += lines
    sheet.freeze_panes = sheet.cell(top + 1, 2)
    sheet.print_title_rows = f"{top}:{top}"
    return all_lines


def write_text(cell: Cell, text: str) -> Cell:
    """Write a text that stays one: Excel runs what begins as a formula does."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"  # also where somebody edits it
    return cell


def write_paragraph(sheet: Worksheet, row: int, text: str, *, columns: int) -> int:
    """Write a text over the width of a table with some columns; return how many lines it takes.

    It goes on beside a narrow table.
    """
    widths = [
        sheet.column_dimensions[get_column_letter(place)].width for place in range(1, columns + 1)
    ]
    while sum(widths) < _PARAGRAPH_WIDTH:
        widths.append(_SPARE_WIDTH)
        sheet.column_dimensions[get_column_letter(len(widths))].width = _SPARE_WIDTH
    cell = write_text(sheet.cell(row, 1), text)
    cell.font = Font(name=FONT, size=11)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(widths))
    return set_height(sheet, row, ceil(len(text) / sum(widths)))


def set_height(sheet: Worksheet, row: int, lines: int) -> int:
    """Make a row as high as some lines of text; return how many it has room for."""
    sheet.row_dimensions[row].height = _LINE * max(lines, 1)
    return max(lines, 1)


def write_colour(ink: str) -> str:
    """Write a colour as a workbook does."""
    return ink.removeprefix("#")


def _write_heads(
    sheet: Worksheet, columns: Sequence[TextColumn], widths: Sequence[float], *, top: int
) -> None:
    line = Side(style="thin", color=write_colour(LIGHT.comparison))
    for place, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
        cell = write_text(sheet.cell(top, place), _drop_soft_hyphens(column.head))
        cell.font = Font(name=FONT, size=11, bold=True)
        cell.border = Border(bottom=line)
        cell.alignment = Alignment(
            horizontal="right" if column.numeric else "left",
            vertical="bottom",
            wrap_text=True,
            indent=_find_indent(column, place),
        )
        sheet.column_dimensions[get_column_letter(place)].width = width
    heads = zip((_drop_soft_hyphens(column.head) for column in columns), widths, strict=True)
    set_height(sheet, top, max(len(wrap(head, int(width) - 1)) for head, width in heads))


def _style_cell(cell: Cell, column: TextColumn, row: TextRow) -> None:
    """Lay out a cell of a table by its column and its row."""
    is_first = cell.column == 1
    cell.font = Font(name=FONT, size=11, bold=row.strong)
    cell.alignment = Alignment(
        horizontal="right" if column.numeric else "left",
        vertical="top",
        wrap_text=not column.numeric,
        indent=2 if row.indented and is_first else _find_indent(column, cell.column),
    )


def _count_lines(columns: Sequence[TextColumn], row: TextRow, widths: Sequence[float]) -> int:
    """Return how many lines the longest text of a row takes, beside its figures."""
    cells = zip(columns, row.cells, widths, strict=True)
    return max(
        (ceil(len(text) / width) for column, text, width in cells if not column.numeric and text),
        default=1,
    )


def _find_width(column: TextColumn, rows: Sequence[TextRow], place: int) -> float:
    """Return a column's width in signs: no figure and no word of its head is broken."""
    cells = max((len(row.cells[place]) for row in rows), default=0)
    if not column.numeric:
        of_text = _MOST_NOTE_WIDTH if column.key == NOTE else _MOST_WIDTH
        cells = min(cells, of_text if place else _MOST_NAME_WIDTH)
    head = _drop_soft_hyphens(column.head)
    word = max(map(len, head.split(" ")))
    return max(_LEAST_WIDTH, _MARGIN + max(cells, word, ceil(len(head) / _MOST_HEAD_LINES)))


def _find_indent(column: TextColumn, place: int) -> int:
    """Return the room before a cell's text: words beside figures stand apart from them."""
    return 0 if column.numeric or place == 1 else 1


def _drop_soft_hyphens(head: str) -> str:
    return head.replace("\N{SOFT HYPHEN}", "")


def _write_figure(cell: Cell, column: TextColumn, text: str, *, signed: bool) -> None:
    is_figure = column.numeric and column.key != NOTE
    printed = read_printed(text, signed=signed and text[:1] in _SIGNS) if is_figure else None
    if printed is None:
        write_text(cell, text)
    else:
        cell.value = printed.value
        cell.number_format = printed.format
