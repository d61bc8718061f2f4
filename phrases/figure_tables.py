"""The table behind a chart: a line per node, a line per opgørelse, or a line per period."""

from collections.abc import Sequence
from itertools import dropwhile

from core import danish
from core.danish import HIDDEN
from metrics.result import AgendaResult, AnyResult, LangtidsfriskeResult, MaaltalResult
from metrics.rows import AgendaRow, Row, index_by_key
from phrases import agenda_lines
from phrases.cell_text import SPLIT, write_cell, write_words
from phrases.maaltal import write_target_cell
from phrases.notes import write_note
from phrases.periods import write_period
from phrases.text_tables import TextColumn, TextRow, TextTable, drop_empty_columns

_NAME_WIDTH, _NOTE_WIDTH = 1.8, 2.5  # of a column with figures
_AGENDA_COLUMNS = (
    TextColumn("value", "Tal", width=1.5),
    TextColumn("target", "Mål", width=1.3),
    TextColumn("status", "Status", numeric=False, width=1.3),
    TextColumn("change", "Ændring", width=1.9),
    TextColumn("note", "Note", numeric=False, width=2.2),
)
ROLLING_COLUMNS = (
    "employees", "value", "previous", "change", "year_ago", "change_year", "short", "long",
    "long_share",
)  # fmt: skip


def make_node_table(
    result: AnyResult,
    columns: Sequence[str],
    *,
    caption: str,
    maaltal: MaaltalResult | None = None,
    is_file: bool = False,
) -> TextTable:
    """Make the table behind a `rullende`: a line per node, with its note where there are any.

    In one that `is_file` a change of nought is a number; on a page it is "uændret".

    How days split is left out where no row may show it. Last stands the target that each node has
    in `maaltal`, and how far it is from it.
    """
    columns = [name for name in columns if name not in SPLIT or _is_shown(result, name)]
    heads = (
        TextColumn("name", result.level.label, numeric=False, width=_NAME_WIDTH),
        *_make_columns(result, columns),
        *_make_target_columns(maaltal),
    )
    rows = result.rows
    write = write_cell if is_file else write_words
    cells = [
        [
            row.name,
            *(write(result, row, name) for name in columns),
            *_write_target_cells(maaltal, row),
        ]
        for row in rows
    ]
    notes = [write_note(result, row) for row in rows]
    if any(notes):
        heads = (*heads, TextColumn("note", "Note", numeric=False, width=_NOTE_WIDTH))
        cells = [[*line, note] for line, note in zip(cells, notes, strict=True)]
    return TextTable(caption, heads, tuple(TextRow(tuple(line)) for line in cells))


def _make_target_columns(maaltal: MaaltalResult | None) -> tuple[TextColumn, ...]:
    if not maaltal or not maaltal.rows:
        return ()
    year = maaltal.rows[0].target_year
    return TextColumn("target", f"Måltal {year}"), TextColumn("distance", "Afstand")


def _write_target_cells(maaltal: MaaltalResult | None, row: Row) -> tuple[str, ...]:
    """Write a node's target and distance; empty where nobody is asked for one."""
    if not maaltal or not maaltal.rows:
        return ()
    target = index_by_key(maaltal.rows).get(row.key)
    return tuple(
        write_target_cell(maaltal, target, name) if target else ""
        for name in ("target", "distance")
    )


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


def make_friske_table(result: LangtidsfriskeResult, *, is_file: bool = False) -> TextTable:
    """Make the table of langtidsfriske, a line per node; for `is_file` see `make_node_table`."""
    write = write_cell if is_file else write_words
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
                *(write(result, row, name) for name in figures),
                write_note(result, row),
            )
        )
        for row in result.rows
    )
    return TextTable("Andelen af medarbejderne, der er langtidsfriske", heads, rows)


def make_place_table(result: AgendaResult, *, is_file: bool = False) -> TextTable:
    """Make the table behind an agenda metric of one period: a line for each of its places.

    For `is_file` see `make_node_table`.
    """
    rows = result.rows
    caption = f"{rows[0].noegletal}, {write_period(rows[0].period)}{_format_unit(rows[0])}"
    names = [row.place for row in rows]
    heads = result.level.label, caption
    return _make_agenda_table(result, names, heads=heads, is_file=is_file)


def make_period_table(result: AgendaResult, *, is_file: bool = False) -> TextTable:
    """Make the table behind an agenda metric of one place: a line for each of its periods.

    For `is_file` see `make_node_table`.
    """
    rows = result.rows
    count = danish.format_count(len(rows), "periode", "perioder")
    caption = f"{rows[-1].name}, {count}{_format_unit(rows[-1])}"
    names = [write_period(row.period) for row in rows]
    return _make_agenda_table(result, names, heads=("Periode", caption), is_file=is_file)


def _make_agenda_table(
    result: AgendaResult, names: Sequence[str], *, heads: tuple[str, str], is_file: bool
) -> TextTable:
    """Make the table behind a chart, a line for each of its bars, under a head and a caption."""
    head, caption = heads
    columns = (TextColumn("name", head, numeric=False), *_AGENDA_COLUMNS)
    keys = [column.key for column in _AGENDA_COLUMNS]
    if not is_file:
        keys[keys.index("change")] = "change_in_words"
    texts = [agenda_lines.write_figures(result, row) for row in result.rows]
    lines = tuple(
        TextRow((name, *(written[key] for key in keys)))
        for name, written in zip(names, texts, strict=True)
    )
    return drop_empty_columns([TextTable(caption, columns, lines)])[0]


def _format_unit(row: AgendaRow) -> str:
    return f", {row.measure_unit}" if row.measure_unit not in {"", "%"} else ""


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
