"""Find rows with more cells than headers: often a decimal comma that was taken for a delimiter."""

import numpy as np

from data_loaders.codes import problem
from data_loaders.files.columns import RowIndexes
from data_loaders.files.values import Value, text_of
from data_loaders.table.cell_values import is_blank
from data_loaders.table.declaration import Listing
from data_loaders.table.problem_collector import Collector
from data_loaders.table.row_sorting import Sorted, Table

_LONGEST_TEXT = 60
_MESSAGE = (
    "Rækken har flere celler, end der er kolonneoverskrifter:{} står uden for tabellen. Ofte er et "
    "decimalkomma taget for skilletegn mellem kolonner. Gem filen med semikolon mellem kolonnerne "
    "eller som .xlsx."
)


def tell(table: Table, by_kind: Sorted, listing: Listing, problems: Collector) -> None:
    """Tell of cells beyond the last header: of digits only, or beyond the header's own width.

    Words in a column without a header are a remark; digits have come there by a shift.
    """
    headers = table.found.heading.headers
    last = max(place for place, header in enumerate(headers) if header or place in table.found.used)
    for place in range(last + 1, table.sheet.width):
        shifted = table[place].where(_is_filled if place >= len(headers) else _is_shifted)
        rows = by_kind.rows[shifted[by_kind.rows]]
        _add(table, rows, place, listing, problems)


def _is_filled(value: Value) -> bool:
    return not is_blank(value)


def _is_shifted(value: Value) -> bool:
    return isinstance(value, str) and text_of(value).isdecimal()


def _add(table: Table, rows: RowIndexes, place: int, listing: Listing, problems: Collector) -> None:
    room = problems.room("ragged_row")
    for row in rows[:room].tolist():
        text = "" if listing.discreet else text_of(table[place][row])[:_LONGEST_TEXT]
        problems.add(
            problem(
                "ragged_row",
                _MESSAGE.format(f" »{text}«" if text else " det"),
                sheet=table.sheet.name,
                cell=table.address(row, place),
                value=text,
            )
        )
    problems.count("ragged_row", int(np.maximum(0, len(rows) - room)))
