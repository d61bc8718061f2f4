"""What must hold of the rows as they stand in the sheet, whatever they mean."""

from data_loaders.files.values import format_cell
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.regions import HeadedTable
from data_loaders.problem import Problem
from data_loaders.table import row_problems
from data_loaders.table.totals import Groups


def check_cells(table: HeadedTable, lines: Lines, groups: Groups) -> list[Problem]:
    """Find cells beyond the header, blanks that were filled, and rows of text that are not read."""
    return (
        _find_ragged_rows(table, lines)
        + _find_filled_down(table, lines, groups)
        + _find_text_rows(table, lines)
    )


def _find_ragged_rows(table: HeadedTable, lines: Lines) -> list[Problem]:
    """Find rows with more cells than headers: a decimal comma that was taken for a delimiter."""
    layout = table.layout
    named = 1 + max(i for i, h in enumerate(layout.headers) if h or i in layout.columns.values())
    problems = []
    for index in sorted([*lines.units, *(line.index for line in lines.totals)]):
        row = table.sheet.rows[index]
        for column in range(named, len(row)):
            text = format_cell(row[column])
            # Words in a column without a header are a remark; digits have come there by a shift.
            is_shifted = isinstance(row[column], str) and text.isdecimal()
            if is_shifted or (text and column >= len(layout.headers)):
                problems.append(row_problems.make_ragged_row(table.sheet, index, column, text))
                break
    return problems


def _find_filled_down(table: HeadedTable, lines: Lines, groups: Groups) -> list[Problem]:
    """Say, once, that blank names were read as the one above."""
    enheder = [format_cell(value) for value in lines.list_cells(table.layout.columns["enhed"])]
    for level, names in zip(("enhed", "afdeling", "omraade"), (enheder, *groups), strict=True):
        column = table.layout.columns.get(level)
        if column is None:
            continue
        cells = zip(lines.units, names, strict=True)
        filled = [index for index, name in cells if name and not table.read_text(index, column)]
        if filled:
            header, count = table.layout.headers[column], len(filled)
            return [
                row_problems.make_filled_down(
                    table.sheet, filled[0], column, header=header, count=count
                )
            ]
    return []


def _find_text_rows(table: HeadedTable, lines: Lines) -> list[Problem]:
    """Name the rows of running text that stand before the last unit, since they are not read."""
    problems = []
    for index in lines.texts:
        if index < lines.units[-1]:
            texts = enumerate(map(format_cell, table.sheet.rows[index]))
            column, text = next((place, text) for place, text in texts if text)
            problems.append(row_problems.make_text_row(table.sheet, index, column, text))
    return problems
