"""The tables of figures: which columns there are, and how a result's row becomes a line."""

from collections.abc import Sequence

from bilag.numbered_notes import NumberedNotes
from core.quarter import Quarter
from metrics.result import AnyResult, SeriesResult
from metrics.rows import Row
from phrases.cell_text import write_cell
from phrases.notes import write_note
from phrases.text_tables import TextColumn

_NAME_WIDTH = 2.9
_WIDTHS = {"short": 1.15, "long": 1.15}  # their heads are long words
_NOTE = TextColumn("note", "Note", width=0.5)


def make_columns(
    result: AnyResult, first: str, names: Sequence[str], *, extra: Sequence[TextColumn] = ()
) -> tuple[TextColumn, ...]:
    """Return the columns of a table: a name, the result's columns of those names, more, a note."""
    heads = _name_columns(result)
    figures = (TextColumn(name, heads[name], width=_WIDTHS.get(name, 1.0)) for name in names)
    return (TextColumn("name", first, numeric=False, width=_NAME_WIDTH), *figures, *extra, _NOTE)


def format_cells(
    result: AnyResult,
    row: Row,
    names: Sequence[str],
    *,
    numbered: NumberedNotes,
    extra: Sequence[str] = (),
) -> tuple[str, ...]:
    """Write a row of a result as the texts under those columns; its note gets a number."""
    figures = (write_cell(result, row, name) for name in names)
    return (row.name, *figures, *extra, numbered.number(write_note(result, row)))


def choose_bars(result: SeriesResult) -> tuple[str, ...]:
    """Name what a workbook's chart stacks: long and short, or the whole where data have no split.

    It is the chart's that the table of a development stands behind.
    """
    is_split = any(row.short is not None for row in result.rows)
    return ("long", "short") if is_split else ("value",)


def _name_columns(result: AnyResult) -> dict[str, str]:
    labels = {
        name: result.noegletal.measure(name).label for name in ("short", "long", "long_share")
    }
    parts = {name: _add_soft_hyphens(label) for name, label in labels.items()}
    return parts | {
        "employees": f"{result.denominator.value.capitalize()} (gns.)",
        "value": "Denne opgørelse",
        "previous": _name_quarter("Forrige", result.quarter - 1),
        "change": "Ændring",
        "year_ago": _name_quarter("Året før", result.quarter - 4),
        "change_year": "Ændring på\N{NO-BREAK SPACE}et\N{NO-BREAK SPACE}år",
    }


def _add_soft_hyphens(head: str) -> str:
    """Let a long word be broken where its parts meet: a table may have many columns."""
    return head.replace("tids", "tids\N{SOFT HYPHEN}")


def _name_quarter(text: str, quarter: Quarter) -> str:
    """Name a quarter in brackets that are not broken over lines."""
    return f"{text} ({quarter.short_label})".replace(". ", ".\N{NO-BREAK SPACE}")
