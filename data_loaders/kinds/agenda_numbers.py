"""Values and targets of agenda figures as people write them; per cent is kept as fractions.

"43 %" is 0.43, and so is a plain 43 in a row whose måleenhed is "%". Cells that a workbook shows
as percentages are fractions already. So are the plain numbers of a nøgletal, told with a warning,
where all of them lie between 0 and 1 and some of them inside.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data_loaders.files.values import Value, format_cell, to_exact_decimal
from data_loaders.kinds.list_columns import find_percent_rows
from data_loaders.table.body import TableBody
from data_loaders.words import numbers
from data_loaders.words.header_names import normalize
from data_loaders.words.numbers import NumberStyle

PERCENT = "%"
_WORDS = frozenset({"pct", "procent", "percent"})
_HUNDRED = Decimal(100)
_NUMBER = r"([-−]?\d(?:[\d.,]|[\u00a0\u202f ](?=\d))*)"
_SHARE = r"\s*(%|pct\b\.?|procent\b)?"
_REST = r"(?:\s+[^\d]*)?"  # "mindst 3 dage"
_LEAST = r"(?:≥|>=|=>|>|mindst|minimum|min\.?|over|fra|mere end|flere end|ikke under)"
_MOST = (
    r"(?:≤|<=|=<|<|højst|højest|maksimalt|maksimum|maks\.?|max\.?|under|op til|mindre end|"
    r"færre end|ikke over)"
)
_ONE = re.compile(rf"{_NUMBER}{_SHARE}{_REST}", re.IGNORECASE)
_LIMIT = re.compile(rf"(?:({_LEAST})|{_MOST})\s*{_NUMBER}{_SHARE}{_REST}", re.IGNORECASE)
_OR_MORE = re.compile(
    rf"{_NUMBER}{_SHARE}\s*(?:(\+|eller (?:mere|flere|over|derover)|og (?:opefter|derover))|"
    r"eller (?:mindre|færre|under|derunder)|og derunder)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?:mellem|fra)?\s*{_NUMBER}{_SHARE}\s*(?:-|–|—|til|og|to)\s*{_NUMBER}{_SHARE}{_REST}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """A number as written; `share` says that it was followed by a percent sign."""

    number: Decimal
    share: bool = False


@dataclass(frozen=True)
class AgendaTarget:
    """What should be reached: from `least` to `most`, either None where there is no such limit."""

    least: Amount | None
    most: Amount | None


def read_amount(value: Value) -> Amount:
    """Read a value such as 43, "43 %" or "1.234,5"; ValueError for no number."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return Amount(to_exact_decimal(value))
    text = format_cell(value)
    match = _ONE.fullmatch(text)
    return _make_amount(match[1], match[2]) if match else Amount(_parse_number(text))


def read_target(value: Value) -> AgendaTarget:
    """Read a target: "0", "≥ 90 %", "højst 5", "3-5"; ValueError for anything else."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        exact_amount = Amount(to_exact_decimal(value))
        return AgendaTarget(exact_amount, exact_amount)
    text = format_cell(value)
    if match := _RANGE.fullmatch(text):
        is_share = match[2] or match[4]
        least, most = _make_amount(match[1], is_share), _make_amount(match[3], is_share)
        if least.number > most.number:
            raise ValueError(text)
        return AgendaTarget(least, most)
    if match := _LIMIT.fullmatch(text):
        limit = _make_amount(match[2], match[3])
        return AgendaTarget(limit, None) if match[1] else AgendaTarget(None, limit)
    if match := _OR_MORE.fullmatch(text):
        limit = _make_amount(match[1], match[2])
        return AgendaTarget(limit, None) if match[3] else AgendaTarget(None, limit)
    exact_amount = read_amount(value)
    return AgendaTarget(exact_amount, exact_amount)


def _make_amount(number: str, share: str | None) -> Amount:
    return Amount(_parse_number(number), bool(share))


def _parse_number(text: str) -> Decimal:
    """Read a number as Danes write it, else as English is written; ValueError for neither."""
    try:
        return numbers.parse_number(text, NumberStyle.DANISH)
    except ValueError:
        return numbers.parse_number(text, NumberStyle.ENGLISH)


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
