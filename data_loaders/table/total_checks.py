"""Hold a list's total lines against the rows that they sum."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import numpy as np

from data_loaders.codes import problem
from data_loaders.files.values import Value, format_cell
from data_loaders.report import Total
from data_loaders.table import cell_values
from data_loaders.table.body import BodyPart, TableBody
from data_loaders.table.row_sorting import MOST_TOTALS
from data_loaders.table.totals import (
    SummableColumn,
    TotalLine,
    describe_mismatch,
    fold_name,
    reconcile,
)

_WORD = "I alt"


def reconcile_parts(body: TableBody) -> tuple[Total, ...]:
    """Return each figure of a total line beside the sum of its rows; a warning where they differ.

    A line that names a group sums the rows of that group, and is passed over where there are none.
    """
    totals: list[Total] = []
    first = 0
    for part in body.parts:
        names = [name for name in body.declaration.sums if name in part.columns]
        if names and part.totals:
            totals += _reconcile_part(body, part, names, first)
        first += len(part.rows)
        if len(part.totals) == MOST_TOTALS:
            message = f"Arket har mange sumlinjer; kun de første {MOST_TOTALS} er kontrolleret."
            body.collector.add(problem("total_unreadable", message, sheet=part.sheet.name))
    return tuple(totals)


def _reconcile_part(
    body: TableBody, part: BodyPart, names: list[str], first: int
) -> Iterator[Total]:
    """Reconcile the total lines of a part whose rows begin at `first` of the body's."""
    levels = [part.take_cells(name).map(_fold_cell) for name in body.declaration.names]
    folded = {name for level in levels for name in level.values if name}
    lines = [
        replace(line, before=int(np.searchsorted(part.rows, line.index)))
        for line in part.totals
        if not line.group or fold_name(line.group) in folded
    ]
    groups = [level.cells() for level in levels]
    rows = np.arange(first, first + len(part.rows))
    columns = {
        name: SummableColumn(
            body.read_field(name).take(rows).cells(),
            [_read_figure(body, part, line, name) for line in lines],
            groups,
        )
        for name in names
    }
    for checked in reconcile(lines, columns, groups=groups, units=len(rows)):
        place = part.columns[checked.column]
        total = Total(
            # The words of a discreet list's lines may name a person.
            label=_WORD if body.declaration.discreet else checked.line.label,
            column=part.layout.headers[place],
            cell=part.table.find_address(checked.line.index, place),
            file=checked.file,
            computed=checked.computed,
            agrees=checked.agrees,
        )
        if not checked.agrees and checked.column in body.faulty_fields:
            continue  # some row cannot be read
        if not checked.agrees:
            body.collector.add(
                problem(
                    "total_mismatch",
                    describe_mismatch(total),
                    sheet=part.sheet.name,
                    cell=total.cell,
                    column=total.column,
                )
            )
        yield total


def _fold_cell(value: Value) -> str | None:
    return fold_name(format_cell(value)) or None


def _read_figure(body: TableBody, part: BodyPart, line: TotalLine, name: str) -> Decimal | None:
    """Return the figure of a total line; None where it has none or one that cannot be read."""
    cell = part.table[part.columns[name]][line.index]
    (number,) = cell_values.read_cells(body.declaration[name], [cell], body.find_number_style(name))
    return number if isinstance(number, Decimal) else None
