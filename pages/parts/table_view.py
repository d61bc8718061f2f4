"""Tables of figures as they are read: real tables, so that a screen reader reads them too."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.danish import HIDDEN, NO_DATA
from phrases.text_tables import TextColumn, TextRow, TextTable

QUIET = (HIDDEN, NO_DATA)
_MOST_FIGURES = 3


def show(table: TextTable, *, fixed: bool = False) -> None:
    """Show a table; on a narrow screen a row is its first cell and "label: value" lines below it.

    With `fixed` its columns have their shares of the width, as those of the tables below it.
    """
    st.html(write_html(table, fixed=fixed))


def write_html(table: TextTable, *, fixed: bool = False) -> str:
    """Write a table as HTML."""
    kind, widths = ("tabel fast", _write_widths(table.columns)) if fixed else ("tabel", "")
    if _is_small(table.columns):
        kind = f"{kind} lille"
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


def _is_small(columns: Sequence[TextColumn]) -> bool:
    """Whether there is room for the columns on a telephone: a name and a few figures."""
    _, *others = columns
    return len(others) <= _MOST_FIGURES and all(column.numeric for column in others)


def _write_widths(columns: Sequence[TextColumn]) -> str:
    total = sum(column.width for column in columns)
    shares = (f'<col style="width:{column.width / total:.1%}">' for column in columns)
    return f"<colgroup>{''.join(shares)}</colgroup>"


def _write_row(columns: Sequence[TextColumn], row: TextRow) -> str:
    if row.strong and not any(row.cells[1:]):  # it stands over the rows below it
        return f'<tr class="sum"><th colspan="{len(columns)}">{escape(row.cells[0])}</th></tr>'
    first, *figure_cells = zip(columns, row.cells, strict=True)
    cells = "".join(
        f'<td{_write_class(column, text)} data-label="{escape(column.head)}">{escape(text)}</td>'
        for column, text in figure_cells
    )
    kind = ' class="sum"' if row.strong else ' class="under"' if row.indented else ""
    return f'<tr{kind}><th scope="row">{escape(first[1])}</th>{cells}</tr>'


def _write_class(column: TextColumn, text: str) -> str:
    kind = "tal" if column.numeric else "note" if column.key == "note" else ""
    names = (kind, "stille" if text in QUIET else "")
    used = " ".join(name for name in names if name)
    return f' class="{used}"' if used else ""
