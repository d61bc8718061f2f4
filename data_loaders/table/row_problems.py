"""Problems of rows as they stand in a sheet, whatever kind the sheet is of.

Each function takes the sheet, a row's index in it and a column; a text that may be of a person is
given as "".
"""

from core.danish import format_count
from data_loaders.codes import problem
from data_loaders.files.grid import Sheet
from data_loaders.problem import Problem

_LONGEST_TEXT = 60


def make_ragged_row(sheet: Sheet, index: int, column: int, text: str) -> Problem:
    """Say that a cell stands beyond the headers: a decimal comma was taken for a delimiter."""
    shown_text = text[:_LONGEST_TEXT]
    what = f"»{shown_text}«" if shown_text else "det"
    return problem(
        "ragged_row",
        f"Rækken har flere celler, end der er kolonneoverskrifter: {what} "
        "står uden for tabellen. Ofte er et decimalkomma taget for skilletegn mellem kolonner. Gem "
        "filen med semikolon mellem kolonnerne eller som .xlsx.",
        sheet=sheet.name,
        cell=sheet.address(index, column),
        value=shown_text,
    )


def make_text_row(sheet: Sheet, index: int, column: int, text: str) -> Problem:
    """Say that a row among the others has only words, and is not read."""
    shown_text = text[:_LONGEST_TEXT]
    return problem(
        "text_row",
        f"Rækken{f' »{shown_text}«' if shown_text else ''} har kun tekst og er ikke læst.",
        sheet=sheet.name,
        cell=sheet.address(index, column),
        value=shown_text,
    )


def make_filled_down(sheet: Sheet, index: int, column: int, *, header: str, count: int) -> Problem:
    """Say, once for a column, that so many blanks were read as the cell above."""
    cells = format_count(count, "tom celle", "tomme celler")
    return problem(
        "filled_down",
        f"I kolonnen »{header}« er {cells} læst som »det samme som ovenfor«.",
        sheet=sheet.name,
        cell=sheet.address(index, column),
        column=header,
    )


def make_no_rows(sheet: Sheet, index: int) -> Problem:
    """Say that nothing stands under a header, whose last row has this index."""
    message = "Der er ingen rækker med indhold under kolonneoverskrifterne."
    return problem("no_rows", message, sheet=sheet.name, cell=sheet.address(index, 0))
