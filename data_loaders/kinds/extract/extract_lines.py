"""Tell the rows under a header apart: units, total lines, running text and nothing."""

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.errors import FileRefusedError
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row, Value, format_cell
from data_loaders.table.layout import Layout
from data_loaders.table.totals import TotalLabel, TotalLine, TotalWords, is_mean
from data_loaders.words.numbers import is_blank

_WORDED = re.compile(r"\w")
_DIGITS = re.compile(r"\d+")
_GROUPS = ("afdeling", "omraade")
_UNITS = ("enhed", "enhed_navn")
_KEYS = (*_UNITS, "afdeling")
_PARTS = ("personalegruppe",)
MAX_ROWS = 100_000


@dataclass(frozen=True)
class Lines:
    """The rows under a header, by kind; each is an index into `rows`, which are of equal length."""

    rows: list[Row]
    units: list[int]
    totals: list[TotalLine]
    texts: list[int]

    def list_cells(self, column: int) -> list[Value]:
        """Return the cells of a column in the units' rows."""
        return [self.rows[index][column] for index in self.units]

    def move_to_totals(self, sums: dict[int, tuple[str, str]]) -> "Lines":
        """Count some units as totals after all, by their place among the units.

        Each has a label and the group that it sums.
        """
        labels_by_row = {self.units[place]: label for place, label in sums.items()}
        added = [TotalLine(index, *label, 0, 0) for index, label in labels_by_row.items()]
        units = [index for index in self.units if index not in labels_by_row]
        totals = sorted([*self.totals, *added], key=lambda line: line.index)
        return Lines(self.rows, units, totals, self.texts).keep_units(units)

    def keep_units(self, units: list[int]) -> "Lines":
        """Keep only some of the units."""
        totals = [replace(line, before=bisect_left(units, line.index)) for line in self.totals]
        return replace(self, units=units, totals=totals)

    def drop_texts(self, texts: Collection[int]) -> "Lines":
        """Leave out some of the rows of running text."""
        return replace(self, texts=[index for index in self.texts if index not in texts])


def sort_lines(
    sheet: Sheet, layout: Layout, total_words: Sequence[str], *, municipality: str
) -> Lines:
    """Sort the rows under the header by kind; blank rows and repeated headers are left out.

    Where an enhed should stand, the municipality's name is that of a total.

    Raises FileRefusedError (`too_many_rows`).
    """
    width = len(layout.headers)
    rows = [row if len(row) >= width else row + [None] * (width - len(row)) for row in sheet.rows]
    _name_parts(rows, layout)
    sorter = _Sorter(layout, TotalWords(total_words), rows, kommune=TotalWords([municipality]))
    lines = Lines(rows, [], [], [])
    for index in range(layout.index + 1, len(rows)):
        sorter.sort(index, rows[index], lines)
        if len(lines.units) + len(lines.totals) + len(lines.texts) > MAX_ROWS:
            raise FileRefusedError(
                "Under kolonneoverskrifterne er der over 100.000 rækker med indhold. Et udtræk har "
                "én række pr. enhed pr. kvartal. Træk filen pr. enhed og ikke pr. medarbejder "
                "eller pr. dag.",
                code="too_many_rows",
            )
    return lines


def _name_parts(rows: list[Row], layout: Layout) -> None:
    """Give the rows of an enhed's personalegrupper its name, where it stands on the first only."""
    part = layout.columns.get("personalegruppe")
    places = [layout.columns[key] for key in _UNITS if key in layout.columns]
    if part is None:
        return
    above: Row = []
    for index in range(layout.index + 1, len(rows)):
        row = rows[index]
        if any(_is_filled(row[place]) for place in places):
            above = row
        elif above and _is_filled(row[part]):
            rows[index] = [above[c] if c in places else value for c, value in enumerate(row)]


class _Sorter:
    def __init__(
        self, layout: Layout, words: TotalWords, rows: Sequence[Row], *, kommune: TotalWords
    ) -> None:
        self._words, self._kommune = words, kommune
        self._headers = {_fold_row(row) for row in rows[layout.top : layout.index + 1]}
        self._first_words = {next(filter(None, words), "") for words in self._headers}
        self._preamble = {_fold_without_digits(row) for row in rows[: layout.top]}
        self._numbers = tuple(layout.number_columns.values())
        self._keys = [layout.columns[key] for key in _KEYS if key in layout.columns]
        self._units = [layout.columns[key] for key in _UNITS if key in layout.columns]
        self._parts = [layout.columns[key] for key in _PARTS if key in layout.columns]
        self._afdelinger = [layout.columns[key] for key in _GROUPS if key in layout.columns]
        # A remark to the right of the figures may well say "total" of something else.
        columns_before_numbers = range(min(self._numbers, default=0))
        worded = {*columns_before_numbers, *self._keys, *self._afdelinger, *self._parts}
        self._labelled = sorted(worded - set(self._numbers))
        self._groups = {
            format_cell(row[column]).casefold()
            for column in self._afdelinger
            for row in rows[layout.index + 1 :]
        }

    def sort(self, index: int, row: Row, lines: Lines) -> None:
        """Put one row where it belongs."""
        has_figures = any(not is_blank(row[column]) for column in self._numbers)
        label = self._words.find_label([row[column] for column in self._labelled])
        of_kommune = self._kommune.find_label([row[column] for column in self._units])
        label = of_kommune if of_kommune and of_kommune.bare else label
        if any(is_mean(row[column]) for column in self._keys):
            lines.texts.append(index)
        elif label and not self._is_unit(row, label):
            if has_figures:
                group = label.group or self._find_summed_enhed(row) or self._find_group(row)
                before = len(lines.units)
                lines.totals.append(TotalLine(index, label.text, group, label.stars, before))
        elif any(_is_filled(row[column]) for column in self._units):
            self._sort_named(index, row, lines, has_figures=has_figures)
        elif has_figures:
            group = self._find_group(row)
            lines.totals.append(TotalLine(index, group, group, 0, len(lines.units), worded=False))
        elif self._is_text(row):
            lines.texts.append(index)

    def _sort_named(self, index: int, row: Row, lines: Lines, *, has_figures: bool) -> None:
        if has_figures or self._count(row) > 1:
            if not self._is_header(row) and (has_figures or not self._is_preamble(row)):
                lines.units.append(index)
        elif self._is_text(row):
            lines.texts.append(index)

    def _is_unit(self, row: Row, label: TotalLabel) -> bool:
        """Whether a row with a total's words is a unit after all, whose name only has them."""
        if self._find_summed_enhed(row):
            return False
        keys = [format_cell(row[column]) for column in self._keys]
        if len(keys) < 2 or not all(keys) or (keys[0] == label.text and label.bare):
            return False
        if label.text in keys and not label.group:
            return False  # nothing but "I alt": no unit's name, whatever number stands beside it
        has_number = len(self._units) == len(_UNITS)
        return has_number or not (label.bare or label.group.casefold() in self._groups)

    def _find_summed_enhed(self, row: Row) -> str:
        """Return the enhed whose personalegrupper a row sums, "" where it is no such row."""
        is_sum = self._words.find_label([row[column] for column in self._parts])
        return next((text for c in self._units if is_sum and (text := format_cell(row[c]))), "")

    def _find_group(self, row: Row) -> str:
        filled = (format_cell(row[column]) for column in self._afdelinger)
        return next((text for text in filled if text and not self._words.find_label([text])), "")

    def _count(self, row: Row) -> int:
        return sum(map(_is_filled, row))

    def _is_header(self, row: Row) -> bool:
        first = next((text for value in row if (text := format_cell(value))), "").casefold()
        return first in self._first_words and _fold_row(row) in self._headers

    def _is_text(self, row: Row) -> bool:
        """Whether a row has words of its own: a new page's header and preamble are none."""
        if self._is_header(row) or self._is_preamble(row):
            return False
        return any(_WORDED.search(format_cell(value)) for value in row)

    def _is_preamble(self, row: Row) -> bool:
        return _fold_without_digits(row) in self._preamble


def _fold_row(row: Row) -> tuple[str, ...]:
    texts = [format_cell(value).casefold() for value in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _fold_without_digits(row: Row) -> str:
    """Write a row without its digits: the pages of a print differ in their numbers."""
    return _DIGITS.sub("", " ".join(_fold_row(row)))


def _is_filled(value: Value) -> bool:
    return bool(format_cell(value)) if isinstance(value, str) else value is not None
