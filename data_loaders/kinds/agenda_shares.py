"""Numbers of rows that are counted in per cent, kept as fractions.

"43 %" is 0.43, and so is a plain 43 in a row whose måleenhed is "%". Cells that a workbook shows
as percentages are fractions already. So are the plain numbers of a nøgletal, told with a warning,
where all of them lie between 0 and 1 and some of them inside.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from data_loaders.files.columns import Mask
from data_loaders.kinds.agenda_targets import Amount
from data_loaders.table.body import TableBody
from data_loaders.words.header_names import normalize

PERCENT = "%"
_WORDS = frozenset({"pct", "procent", "percent"})
_HUNDRED = Decimal(100)


def read_measure_units(
    body: TableBody, values: Sequence[Sequence[Amount | None]]
) -> list[str | None]:
    """Return each row's måleenhed; per cent, however written, and where only its numbers say so."""
    measure_units = []
    for unit, amounts in zip(
        body.read_field("maaleenhed").cells(), zip(*values, strict=True), strict=True
    ):
        is_share = (
            normalize(unit) in _WORDS if unit else any(a is not None and a.share for a in amounts)
        )
        measure_units.append(PERCENT if is_share else unit)
    return measure_units


def find_percent_rows(body: TableBody, name: str) -> Mask:
    """Say of each row whether the workbook shows the cell of a field as a percentage."""
    masks = [
        np.full(len(part.rows), part.columns.get(name, -1) in part.sheet.percent_columns, np.bool_)
        for part in body.parts
    ]
    return np.concatenate(masks) if masks else np.empty(0, np.bool_)


class Scale:
    """Turns the numbers of a list into what the store keeps."""

    def __init__(
        self,
        body: TableBody,
        units: Sequence[str | None],
        columns: dict[str, Sequence[Amount | None]],
    ) -> None:
        self._units = units
        self._shown = {name: find_percent_rows(body, name) for name in columns}
        self._names = body.read_field("noegletal").cells()
        plain_numbers: dict[str, list[Decimal]] = defaultdict(list)
        for name, amounts in columns.items():
            for row, amount in enumerate(amounts):
                if amount and not amount.share and self._is_plain(name, row):
                    plain_numbers[self._names[row]].append(amount.number)
        self.fractions = {key for key, numbers in plain_numbers.items() if _are_fractions(numbers)}

    def __call__(self, name: str, row: int, amount: Amount | None) -> Decimal | None:
        """Return a number of a field in a row as it is kept."""
        if amount is None:
            return None
        is_counted = self._is_plain(name, row) and self._names[row] not in self.fractions
        return amount.number / _HUNDRED if amount.share or is_counted else amount.number

    def _is_plain(self, name: str, row: int) -> bool:
        """Whether a number stands for per cent without saying so itself."""
        return self._units[row] == PERCENT and not self._shown[name][row]


def _are_fractions(numbers: Sequence[Decimal]) -> bool:
    return all(0 <= number <= 1 for number in numbers) and any(0 < n < 1 for n in numbers)
