"""Hold each different cell of a column once, while the column is read."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from data_loaders.files.values import Value


class ColumnEncoder:
    """Takes in a column's cells in order: cell i is `values[codes[i]]`.

    No two values are the same one of the same type: 1 and "1" and True are three. `to_value` makes
    a value of a cell as a library gives it; it is asked once for each different cell.
    """

    def __init__(self, to_value: Callable[[Any], Value] | None = None) -> None:
        self.values: list[Value] = []
        self.codes = array("i")
        values = _CodeTables(self._add_value)
        self._tables = values
        if to_value:
            self._tables = _CodeTables(lambda cell: values.find_code(to_value(cell)))

    def extend(self, cells: Sequence[Any]) -> None:
        """Add cells below those before."""
        types = set(map(type, cells))
        if len(types) == 1:
            self.codes.extend(map(self._tables[types.pop()].__getitem__, cells))
        else:
            self.codes.extend(map(self._tables.find_code, cells))

    def _add_value(self, value: Value) -> int:
        self.values.append(value)
        return len(self.values) - 1


class _CodeTables(defaultdict[type, "_CodeTable"]):
    """The codes of cells, by the cells' type."""

    def __init__(self, make_code: Callable[[Any], int]) -> None:
        super().__init__(lambda: _CodeTable(make_code))

    def find_code(self, cell: object) -> int:
        """Return the code of a cell; it is made where the cell is new."""
        return self[type(cell)][cell]


class _CodeTable(dict[Any, int]):
    """The code of each cell of one type, made when it is first asked for."""

    def __init__(self, make_code: Callable[[Any], int]) -> None:
        super().__init__()
        self._make_code = make_code

    def __missing__(self, cell: object) -> int:
        self[cell] = code = self._make_code(cell)
        return code
