"""Hold each different cell of a column once, while the column is read."""

from array import array
from collections import defaultdict
from collections.abc import Sequence

from data_loaders.files.values import Value


class ColumnEncoder:
    """Takes in a column's cells in order: cell i is `values[codes[i]]`.

    No two values are the same one of the same type: 1 and "1" and True are three.
    """

    def __init__(self) -> None:
        self.values: list[Value] = []
        self.codes = array("i")
        self._tables: defaultdict[type, _CodeTable] = defaultdict(lambda: _CodeTable(self.values))

    def extend(self, cells: Sequence[Value]) -> None:
        """Add cells below those before."""
        types = set(map(type, cells))
        if len(types) == 1:
            self.codes.extend(map(self._tables[types.pop()].__getitem__, cells))
        else:
            self.codes.extend([self._tables[type(cell)][cell] for cell in cells])


class _CodeTable(dict[Value, int]):
    """The code of each value of one type, given when it is first asked for."""

    def __init__(self, values: list[Value]) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, value: Value) -> int:
        self[value] = code = len(self._values)
        self._values.append(value)
        return code
