"""Tables of figures as they are read: real tables, so that a screen reader reads them too."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from core.danish import HIDDEN, NO_DATA
from phrases.text_tables import TextColumn, TextRow, TextTable

QUIET = (HIDDEN, NO_DATA)
_NAME, _LEAST, _PAD, _LETTER = 6.0, 4.2, 0.6, 0.45  # rem: a name, a column, beside it, a letter
_MOST, _MOST_OF_TEXT = 20, 16  # letters that stay on one line
_FIXED = 52.0


def show(table: TextTable, *, fixed: bool = False) -> None:
    """Show a table; where it has no room a row is its first cell and "label: value" lines below it.

    With `fixed` its columns have their shares of the width, as those of the tables below it.
    """
    st.html(write_html(table, fixed=fixed))


def write_html(table: TextTable, *, fixed: bool = False) -> str:
    """Write a table as HTML; it tells the style sheet how wide it must be."""
    kind, widths = ("tabel fast", _write_widths(table.columns)) if fixed else ("tabel", "")
    room = _FIXED if fixed else _estimate_width(table)
    head = "".join(
        f'<th scope="col"{_write_class(column, "")}>{escape(column.head)}</th>'
        for column in table.columns
    )
    body = "".join(_write_row(table.columns, row) for row in table.rows)
    caption = escape(table.caption)
    return (
        f'<div class="{kind}" style="--rum:{room:.1f}rem" role="region" tabindex="0" '
        f'aria-label="{caption}"><table><caption>{caption}</caption>{widths}<thead><tr>{head}</tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )


def _estimate_width(table: TextTable) -> float:
    """Estimate how wide a table must be for nothing to be cut, in rem."""
    width = _NAME
    for at, column in list(enumerate(table.columns))[1:]:
        texts = [row.cells[at] for row in table.rows if at < len(row.cells)]
        longest = max(
            map(len, [*column.head.split(), *texts] if column.numeric else texts), default=0
        )
        most = _MOST if column.numeric else _MOST_OF_TEXT
        width += max(_LEAST, min(longest, most) * _LETTER) + _PAD
    return width


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
