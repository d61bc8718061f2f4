"""Tables as people read them, on a page and in a bilag alike: every cell is text already."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class TextColumn:
    """A column: a name for it, its head, whether it holds figures, its share of the width."""

    key: str
    head: str
    numeric: bool = True
    width: float = 1.0


@dataclass(frozen=True)
class TextRow:
    """A line of a table: `strong` for a group or a total, `indented` under the group above it."""

    cells: tuple[str, ...]
    strong: bool = False
    indented: bool = False


@dataclass(frozen=True)
class TextTable:
    """A table with a caption that says what it shows."""

    caption: str
    columns: tuple[TextColumn, ...]
    rows: tuple[TextRow, ...]


def make_table(
    caption: str,
    heads: Sequence[str],
    lines: Iterable[Sequence[str]],
    *,
    numeric: Collection[str] = (),
) -> TextTable:
    """Make a table of texts under heads; those in `numeric` stand over figures."""
    columns = tuple(TextColumn(head, head, numeric=head in numeric) for head in heads)
    return TextTable(caption, columns, tuple(TextRow(tuple(line)) for line in lines))


def drop_empty_columns(
    tables: Sequence[TextTable], *, empty: Collection[str] = ("",)
) -> list[TextTable]:
    """Leave out the columns that are empty in every line of all the tables."""
    rows = [row for table in tables for row in table.rows]
    used = [
        at
        for at, _ in enumerate(tables[0].columns)
        if any(row.cells[at] not in empty for row in rows)
    ]
    return [
        replace(
            table,
            columns=tuple(table.columns[at] for at in used),
            rows=tuple(
                replace(row, cells=tuple(row.cells[at] for at in used)) for row in table.rows
            ),
        )
        for table in tables
    ]
