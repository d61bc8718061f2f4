"""The agenda's other nøgletal as a table: each with a bar against its target, in the cell."""

from collections.abc import Collection, Sequence
from html import escape

import streamlit as st

from pages.parts.table_view import QUIET
from phrases.agenda_table import AgendaTableRow, TargetBar

_HEADS = {
    "value": "Tal og mål",
    "status": "Status",
    "change": "Ændring",
    "deadline": "Frist",
    "lacking": "Mangler",
}
_SIGNS = {"opfyldt": "✓", "ikke opfyldt": "✗", "i gang": "…"}


def find_used_columns(rows: Sequence[AgendaTableRow]) -> list[str]:
    """Return the columns that have a text in any of some rows."""
    return [column for column in _HEADS if any(getattr(row, column) for row in rows)]


def show(
    rows: Sequence[AgendaTableRow], *, columns: Collection[str], caption: str, is_first: bool
) -> None:
    """Show rows in some columns; the caption is for those who do not see the heading above.

    Only the first of some tables below each other shows its heads.
    """
    st.html(write_html(rows, columns=columns, caption=caption, is_first=is_first))


def write_html(
    rows: Sequence[AgendaTableRow],
    *,
    columns: Collection[str],
    caption: str,
    is_first: bool = True,
) -> str:
    """Write the table as HTML; on a narrow screen each cell has its head beside it."""
    widths = "".join(f'<col class="{column}">' for column in ("navn", *columns))
    heads = "".join(f'<th scope="col">{_HEADS[column]}</th>' for column in columns)
    kind = "linjer dagsorden" if is_first else "linjer dagsorden foelger"
    body = "".join(_write_row(row, columns) for row in rows)
    return (
        f'<table class="{kind}"><caption>{escape(caption)}</caption>'
        f"<colgroup>{widths}</colgroup>"
        f'<thead><tr><th scope="col">Nøgletal</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _write_row(row: AgendaTableRow, columns: Collection[str]) -> str:
    cells = "".join(
        f'<td class="celle" data-label="{_HEADS[column]}">{_write_cell(row, column)}</td>'
        for column in columns
        if column != "value"
    )
    name = f"{escape(row.name)}<small>{escape(row.remark)}</small>"
    return f'<tr><th scope="row">{name}</th><td>{_write_figure(row)}</td>{cells}</tr>'


def _write_cell(row: AgendaTableRow, column: str) -> str:
    text: str = getattr(row, column)
    if column != "status" or not text:
        return escape(text)
    sign = _SIGNS.get(text, "")
    kind = text.replace(" ", "-") if sign else "andet"
    mark = f'<span aria-hidden="true">{sign}</span> ' if sign else ""
    return f'<span class="status {kind}">{mark}{escape(text)}</span>'


def _write_figure(row: AgendaTableRow) -> str:
    """Write a figure with its target, and the bar of both below them."""
    kind = ' class="stille"' if row.value in QUIET else ""
    target = f"<small>mål {escape(row.target)}</small>" if row.target else ""
    bar = _write_bar(row.bar) if row.bar else ""
    return f'<span class="mod-maal"><b{kind}>{escape(row.value)}</b>{target}{bar}</span>'


def _write_bar(bar: TargetBar) -> str:
    marks = "".join(f'<i class="maal" style="--ved:{target:.2%}"></i>' for target in bar.targets)
    length = f'<i class="tal" style="--bred:{bar.length:.2%}"></i>' if bar.length else ""
    return f'<span class="bjaelke" aria-hidden="true">{length}{marks}</span>'
