"""From a sheet with a list's header to the parts of its body, and what is wrong with its rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

import numpy as np

from data_loaders.codes import problem
from data_loaders.context import Context
from data_loaders.files.columns import EncodedColumn, Mask
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value, format_cell
from data_loaders.problem import Problem
from data_loaders.report import Total
from data_loaders.table import cell_values, row_sorting, sheet_problems
from data_loaders.table.block_sums import find_block_sums_by_period
from data_loaders.table.body import BodyPart, TableBody
from data_loaders.table.cell_values import is_blank
from data_loaders.table.declaration import CellType, Declaration
from data_loaders.table.problem_collector import ProblemCollector
from data_loaders.table.reading import SheetCandidate
from data_loaders.table.row_sorting import MOST_TOTALS, SortedRows, TableColumns
from data_loaders.table.totals import (
    SummableColumn,
    TotalLine,
    describe_mismatch,
    fold_name,
    is_mean,
    reconcile,
)
from data_loaders.words.stated_period import find_filter_lines, join_cells


def read_parts(
    candidate: SheetCandidate,
    declaration: Declaration,
    context: Context,
    problems: ProblemCollector,
) -> list[BodyPart]:
    """Return a sheet's rows: once, or once for each period that has columns of its own."""
    layout = candidate.layout
    table = TableColumns(candidate.sheet, layout)
    settings = context.settings
    by_kind = row_sorting.sort_rows(
        table, declaration, settings.total_words, municipality=settings.municipality
    )
    _check_ragged(table, by_kind, declaration, problems)
    carried = dict(_fill_down(table, by_kind, declaration, problems))
    for row_problem in _check_rows(table, by_kind, declaration, problems):
        problems.add(row_problem)
    periods = [(row_problem.header, row_problem.columns) for row_problem in layout.periods] or [
        ("", {})
    ]
    below = by_kind.texts[by_kind.texts > by_kind.rows[-1]] if len(by_kind.rows) else []
    notes = (join_cells(candidate.sheet.rows[table.find_index(int(row))]) for row in below)
    filters = tuple(find_filter_lines(notes))
    return [
        BodyPart(
            table, layout.shared | columns, by_kind.rows, by_kind.totals, header, carried, filters
        )
        for header, columns in periods
    ]


def _check_ragged(
    table: TableColumns, by_kind: SortedRows, declaration: Declaration, problems: ProblemCollector
) -> None:
    """Collect cells beyond the last header: of digits only, or beyond the header's own width.

    Words in a column without a header are a remark; digits have come there by a shift.
    """
    headers = table.layout.headers
    last = max(i for i, header in enumerate(headers) if header or i in table.layout.used)
    for place in range(last + 1, table.sheet.width):
        is_wrong: Callable[[Value], bool] = _is_filled if place >= len(headers) else _is_shifted
        rows = by_kind.rows[table[place].where(is_wrong)[by_kind.rows]]
        room = problems.count_room("ragged_row")
        for row in rows[:room].tolist():
            text = "" if declaration.discreet else format_cell(table[place][row])
            problems.add(
                sheet_problems.make_ragged_row(table.sheet, table.find_index(row), place, text)
            )
        problems.count("ragged_row", max(0, len(rows) - room))


def _is_filled(value: Value) -> bool:
    return not is_blank(value)


def _is_shifted(value: Value) -> bool:
    return isinstance(value, str) and format_cell(value).isdecimal()


def _fill_down(
    table: TableColumns, by_kind: SortedRows, declaration: Declaration, problems: ProblemCollector
) -> Iterator[tuple[str, EncodedColumn[Value]]]:
    """Give the columns of names in which blanks mean "as above"."""
    filled_alike: list[Mask] = []
    for name in declaration.names:
        place = table.layout.shared.get(name)
        if place is None:
            continue
        has_value = table.find_filled(place)[by_kind.rows]
        cells = table[place].take(by_kind.rows)
        filled = row_sorting.fill_down(cells, has_value, filled_alike)
        if filled is None:
            continue
        filled_alike.append(has_value)
        blanks = np.flatnonzero(~has_value)
        index, header = table.find_index(int(by_kind.rows[blanks[0]])), table.layout.headers[place]
        problems.add(
            sheet_problems.make_filled_down(
                table.sheet, index, place, header=header, count=len(blanks)
            )
        )
        yield name, filled


def _check_rows(
    table: TableColumns, by_kind: SortedRows, declaration: Declaration, problems: ProblemCollector
) -> Iterator[Problem]:
    """Name the rows that lack what each must have, and texts before the last row."""
    columns = table.layout.columns
    for group, lacking in by_kind.lacking.items():
        place = next((columns[name] for name in group if name in columns), 0)
        named = " eller ".join(declaration[name].label for name in group)
        room = problems.count_room("empty_cell")
        for row in lacking[:room].tolist():
            yield problem(
                "empty_cell",
                f"Rækken mangler {named}. Udfyld cellen, eller slet rækken.",
                sheet=table.sheet.name,
                cell=table.find_address(row, place),
                column=table.layout.headers[place],
            )
        problems.count("empty_cell", max(0, len(lacking) - room))
    last = int(by_kind.rows[-1]) if len(by_kind.rows) else -1
    room = problems.count_room("text_row")
    between, below = np.split(by_kind.texts, [np.searchsorted(by_kind.texts, last)])
    for row in (*between[:room].tolist(), *below[:room].tolist()):
        texts = {place: format_cell(table[place][row]) for place in sorted(table.layout.used)}
        filled = [place for place, text in texts.items() if text]
        means = [place for place in filled if is_mean(texts[place])] if len(filled) > 1 else []
        if means or row < last:
            place = (means or filled)[0]
            text = "gennemsnit" * bool(means) if declaration.discreet else texts[place]
            yield sheet_problems.make_text_row(table.sheet, table.find_index(row), place, text)


_WORD = "I alt"
_OF_TIME = (CellType.PERIOD, CellType.QUARTER, CellType.YEAR, CellType.DATE)
_LEVELS = 6  # of sums


def take_out_sums(body: TableBody) -> TableBody:
    """Leave out the rows that sum those beside them, or ask about them: see `block_sums`.

    Lists of persons are not judged so.
    """
    declaration = body.declaration
    if not declaration.sums or any(field.name == "person" for field in declaration.fields):
        return body
    for _ in range(_LEVELS):
        firsts = [0, *accumulate(len(part.rows) for part in body.parts)]
        parts = [
            _take_out(body, part, first)
            for part, first in zip(body.parts, firsts[:-1], strict=True)
        ]
        if [len(part.rows) for part in parts] == [len(part.rows) for part in body.parts]:
            return body
        body = TableBody(declaration, parts, body.context, body.collector)
    return body


def _take_out(body: TableBody, part: BodyPart, first: int) -> BodyPart:
    """Leave out the sums of a part whose rows begin at `first` of the body's."""
    fields = [name for name in body.declaration.sums if name in part.columns]
    if not fields:
        return part
    rows = np.arange(first, first + len(part.rows))
    columns = [body.read_field(name).take(rows).cells() for name in fields]
    grand = [line for line in part.totals if not line.group]
    total = [_read_figure(body, part, grand[-1], name) for name in fields] if grand else []
    times = [
        body.read_field(field.name).take(rows).cells()
        for field in body.declaration.fields
        if field.type in _OF_TIME and field.name in part.columns
    ]
    periods = list(zip(*times, strict=True)) if times else [()] * len(rows)
    sums = find_block_sums_by_period(columns, periods, total)
    answer = part.layout.mapping.answers.get(sheet_problems.SUMS, "")
    sure = [row for row, of in sums.items() if of.is_sure or answer == sheet_problems.ARE_SUMS]
    if answer == sheet_problems.ARE_UNITS or not sums:
        return part
    if doubtful := sorted(sums.keys() - sure):
        _tell_of_sums(body, part, doubtful, sheet_problems.make_unclear_sum)
        body.collector.ask(sheet_problems.ask_for_sums(_name_rows(part, doubtful)))
    if not sure:
        return part
    _tell_of_sums(body, part, sorted(sure), sheet_problems.make_nameless_sum)
    units = np.setdiff1d(np.arange(len(part.rows)), sure)
    carried = {name: column.take(units) for name, column in part.carried.items()}
    return replace(part, rows=part.rows[units], carried=carried)


def _tell_of_sums(
    body: TableBody,
    part: BodyPart,
    rows: Sequence[int],
    make: Callable[[Sheet, int, int, Sequence[str]], Problem],
) -> None:
    index = part.table.find_index(int(part.rows[rows[0]]))
    body.collector.add(make(part.sheet, index, 0, _name_rows(part, rows)))


def _name_rows(part: BodyPart, rows: Sequence[int]) -> list[str]:
    """Name rows by their last cells of names: the enhed's own name, or its number."""
    names = [part.take_cells(name) for name in ("enhed_navn", "enhed")]
    return [next(filter(None, (format_cell(cells[row]) for cells in names)), "") for row in rows]


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
