"""Figures of a row as cells of a table; on a narrow screen each has its head beside it."""

from collections.abc import Sequence
from html import escape

from charts import chart_lines
from charts.table_figure import ChartLine
from metrics.result import MaaltalResult


def list_heads(maaltal: MaaltalResult | None, columns: Sequence[str]) -> list[str]:
    """Return the heads of columns, each in one line."""
    return [head.replace("<br>", " ") for head in chart_lines.write_heads(maaltal, columns)]


def write_figure_heads(heads: Sequence[str]) -> str:
    """Write the heads of the columns of figures as HTML."""
    return "".join(f'<th scope="col" class="tal">{escape(head)}</th>' for head in heads)


def write_figure_cells(line: ChartLine, heads: Sequence[str]) -> str:
    """Write the figures of a row as HTML; what is a word and no figure is set apart."""
    return "".join(
        f'<td class="tal{" stille" if text in line.words else ""}" data-label="{escape(head)}">'
        f"{escape(text)}</td>"
        for head, text in zip(heads, line.cells, strict=True)
    )
