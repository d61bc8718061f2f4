"""The table behind a chart: a line per node, or a line per opgørelse."""

from collections.abc import Sequence
from itertools import dropwhile

from core.danish import HIDDEN
from metrics.result import AnyResult, LangtidsfriskeResult
from phrases.cell_text import SPLIT, write_cell
from phrases.notes import write_note
from phrases.text_tables import TextColumn, TextRow, TextTable

_NAME_WIDTH, _NOTE_WIDTH = 1.8, 2.5  # of a column with figures


def make_node_table(result: AnyResult, columns: Sequence[str], *, caption: str) -> TextTable:
    """Make the table behind a `rullende`: a line per node, with its note where there are any.

    How days split is left out where no row may show it.
    """
    columns = [name for name in columns if name not in SPLIT or _is_shown(result, name)]
    heads = (
        TextColumn("name", result.level.label, numeric=False, width=_NAME_WIDTH),
        *_make_columns(result, columns),
    )
    rows = result.rows
    cells = [[row.name, *(write_cell(result, row, name) for name in columns)] for row in rows]
    notes = [write_note(result, row) for row in rows]
    if any(notes):
        heads = (*heads, TextColumn("note", "Note", numeric=False, width=_NOTE_WIDTH))
        cells = [[*line, note] for line, note in zip(cells, notes, strict=True)]
    return TextTable(caption, heads, tuple(TextRow(tuple(line)) for line in cells))


def _is_shown(result: AnyResult, name: str) -> bool:
    return any(write_cell(result, row, name) != HIDDEN for row in result.rows)


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


def make_friske_table(result: LangtidsfriskeResult) -> TextTable:
    """Make the table of langtidsfriske: a line per node, with its note."""
    heads = (
        TextColumn("name", result.level.label, numeric=False, width=_NAME_WIDTH),
        TextColumn("value", result.rows[0].years),
        TextColumn("pair_before", "De to år før"),
        TextColumn("change", f"Ændring siden {(result.quarter - 1).label}"),
        TextColumn("counted", "Med i opgørelsen"),
        TextColumn("left_out", "Ikke med"),
        TextColumn("note", "Note", numeric=False, width=_NOTE_WIDTH),
    )
    figures = [head.key for head in heads[1:-1]]
    rows = tuple(
        TextRow(
            (
                row.name,
                *(write_cell(result, row, name) for name in figures),
                write_note(result, row),
            )
        )
        for row in result.rows
    )
    return TextTable("Andelen af medarbejderne, der er langtidsfriske", heads, rows)


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
