"""Tables of figures as they are read: real tables, so that a screen reader reads them too."""

from collections.abc import Sequence
from html import escape
from itertools import dropwhile

import streamlit as st

from core.danish import HIDDEN, NO_DATA
from metrics.result import AnyResult
from phrases.cell_text import write_cell
from phrases.notes import write_note
from phrases.text_tables import TextColumn, TextRow, TextTable

QUIET = (HIDDEN, NO_DATA)


def make_node_table(result: AnyResult, columns: Sequence[str], *, caption: str) -> TextTable:
    """Make the table behind a `rullende`: a line per node, with its note where there are any."""
    heads = (TextColumn("name", result.level.label, numeric=False), *_make_columns(result, columns))
    rows = result.rows
    cells = [[row.name, *(write_cell(result, row, name) for name in columns)] for row in rows]
    notes = [write_note(result, row) for row in rows]
    if any(notes):
        heads = (*heads, TextColumn("note", "Note", numeric=False))
        cells = [[*line, note] for line, note in zip(cells, notes, strict=True)]
    return TextTable(caption, heads, tuple(TextRow(tuple(line)) for line in cells))


def make_quarter_table(result: AnyResult, columns: Sequence[str], *, caption: str) -> TextTable:
    """Make the table behind one node's `udvikling`: a line per opgørelse, newest first.

    It ends with the first that has a figure: before it there are not four quarters to make one of.
    """
    heads = (TextColumn("quarter", "Opgørelse", numeric=False), *_make_columns(result, columns))
    rows = reversed(list(dropwhile(lambda row: row.missing, result.rows)))
    lines = [
        (row.quarter.label, *(write_cell(result, row, name) for name in columns)) for row in rows
    ]
    return TextTable(caption, heads, tuple(TextRow(line) for line in lines))


def show(table: TextTable, *, fixed: bool = False) -> None:
    """Show a table; on a narrow screen it scrolls by itself.

    With `fixed` its columns have their shares of the width, as those of the tables below it.
    """
    st.html(write_html(table, fixed=fixed))


def write_html(table: TextTable, *, fixed: bool = False) -> str:
    """Write a table as HTML."""
    kind, widths = ("tabel fast", _write_widths(table.columns)) if fixed else ("tabel", "")
    head = "".join(
        f'<th scope="col"{_write_class(column, "")}>{escape(column.head)}</th>'
        for column in table.columns
    )
    body = "".join(_write_row(table.columns, row) for row in table.rows)
    caption = escape(table.caption)
    return (
        f'<div class="{kind}" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption>{widths}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        "</table></div>"
    )


def _write_widths(columns: Sequence[TextColumn]) -> str:
    total = sum(column.width for column in columns)
    shares = (f'<col style="width:{column.width / total:.1%}">' for column in columns)
    return f"<colgroup>{''.join(shares)}</colgroup>"


def _make_columns(result: AnyResult, names: Sequence[str]) -> tuple[TextColumn, ...]:
    heads = {measure.name: measure.label for measure in result.noegletal.measures} | {
        "previous": _keep_on_one_line(f"Forrige ({(result.quarter - 1).short_label})"),
        "change": "Ændring",
        "year_ago": _keep_on_one_line(f"Året før ({(result.quarter - 4).short_label})"),
        "change_year": "Ændring på\N{NO-BREAK SPACE}et\N{NO-BREAK SPACE}år",
    }
    return tuple(TextColumn(name, heads[name]) for name in names)


def _keep_on_one_line(head: str) -> str:
    """Keep the quarter in a head on one line."""
    return head.replace(". ", ".\N{NO-BREAK SPACE}")


def _write_row(columns: Sequence[TextColumn], row: TextRow) -> str:
    if row.strong and not any(row.cells[1:]):  # it stands over the rows below it
        return f'<tr class="sum"><th colspan="{len(columns)}">{escape(row.cells[0])}</th></tr>'
    first, *figure_cells = zip(columns, row.cells, strict=True)
    cells = "".join(
        f"<td{_write_class(column, text)}>{escape(text)}</td>" for column, text in figure_cells
    )
    kind = ' class="sum"' if row.strong else ' class="under"' if row.indented else ""
    return f'<tr{kind}><th scope="row">{escape(first[1])}</th>{cells}</tr>'


def _write_class(column: TextColumn, text: str) -> str:
    kind = "tal" if column.numeric else "note" if column.key == "note" else ""
    names = (kind, "stille" if text in QUIET else "")
    used = " ".join(name for name in names if name)
    return f' class="{used}"' if used else ""
