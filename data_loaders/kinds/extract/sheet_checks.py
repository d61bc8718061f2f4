"""What must hold of the rows as they stand in the sheet, whatever they mean."""

from data_loaders.codes import problem
from data_loaders.files.values import text_of
from data_loaders.kinds.extract.extract_lines import Lines
from data_loaders.kinds.extract.number_columns import Groups, Spot
from data_loaders.problem import Problem

_LONGEST_TEXT = 60


def of_cells(spot: Spot, lines: Lines, groups: Groups) -> list[Problem]:
    """Find cells beyond the header, blanks that were filled, and rows of text that are not read."""
    return _ragged(spot, lines) + _filled_down(spot, lines, groups) + _texts(spot, lines)


def _ragged(spot: Spot, lines: Lines) -> list[Problem]:
    """Find rows with more cells than headers: a decimal comma that was taken for a delimiter."""
    layout = spot.layout
    named = 1 + max(i for i, h in enumerate(layout.headers) if h or i in layout.columns.values())
    found = []
    for index in sorted([*lines.units, *(line.index for line in lines.totals)]):
        row = spot.sheet.rows[index]
        for column in range(named, len(row)):
            text = text_of(row[column])
            # Words in a column without a header are a remark; digits have come there by a shift.
            is_shifted = isinstance(row[column], str) and text.isdecimal()
            if is_shifted or (text and column >= len(layout.headers)):
                found.append(_beyond(spot, index, column, text))
                break
    return found


def _beyond(spot: Spot, index: int, column: int, text: str) -> Problem:
    return problem(
        "ragged_row",
        f"Rækken har flere celler, end der er kolonneoverskrifter: »{text[:_LONGEST_TEXT]}« står "
        "uden for tabellen. Ofte er et decimalkomma taget for skilletegn mellem kolonner. Træk "
        "filen med semikolon mellem kolonnerne eller som .xlsx.",
        sheet=spot.sheet.name,
        cell=spot.sheet.address(index, column),
        value=text[:_LONGEST_TEXT],
    )


def _filled_down(spot: Spot, lines: Lines, groups: Groups) -> list[Problem]:
    """Say, once, that blank names were read as the one above."""
    enheder = [text_of(value) for value in lines.column(spot.layout.columns["enhed"])]
    for level, names in zip(("enhed", "afdeling", "omraade"), (enheder, *groups), strict=True):
        column = spot.layout.columns.get(level)
        if column is None:
            continue
        cells = zip(lines.units, names, strict=True)
        filled = [index for index, name in cells if name and not _shown(spot, index, column)]
        if filled:
            message = (
                f"I kolonnen »{spot.layout.headers[column]}« er {len(filled)} tomme celler læst "
                "som »det samme som ovenfor«."
            )
            return [spot.problem("filled_down", message, filled[0], column=column)]
    return []


def _shown(spot: Spot, index: int, column: int) -> str:
    row = spot.sheet.rows[index]
    return text_of(row[column]) if column < len(row) else ""


def _texts(spot: Spot, lines: Lines) -> list[Problem]:
    """Name the rows of running text that stand before the last unit, since they are not read."""
    found = []
    for index in lines.texts:
        if index < lines.units[-1]:
            cells = [(c, text_of(v)) for c, v in enumerate(spot.sheet.rows[index]) if text_of(v)]
            column, text = cells[0]
            message = f"Rækken »{text[:_LONGEST_TEXT]}« har kun tekst og er ikke læst."
            found.append(
                problem(
                    "text_row",
                    message,
                    sheet=spot.sheet.name,
                    cell=spot.sheet.address(index, column),
                    value=text[:_LONGEST_TEXT],
                )
            )
    return found
