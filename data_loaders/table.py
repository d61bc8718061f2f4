"""Tell the rows under a header apart: units, total lines, running text and nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data_loaders.grid import Row, Sheet, Value, text_of
from data_loaders.header import Layout
from data_loaders.numbers import is_blank

_WORDED = re.compile(r"\w")
_GROUPS = ("afdeling", "omraade")
_KEYS = ("enhed", "enhed_navn", "afdeling")


@dataclass(frozen=True)
class TotalLine:
    """A line that sums others.

    `label` is what stands in it, `group` what is left of that without the words for a total;
    `stars` counts leading asterisks; `before` is how many units stand above it. A line that is
    not `worded` has figures, but neither a unit nor a word for a total.
    """

    index: int
    label: str
    group: str
    stars: int
    before: int
    worded: bool = True


@dataclass(frozen=True)
class Lines:
    """The rows under a header, by kind; each is an index into `rows`, which are of equal length."""

    rows: list[Row]
    units: list[int]
    totals: list[TotalLine]
    texts: list[int]

    def column(self, column: int) -> list[Value]:
        """The cells of a column in the units' rows."""
        return [self.rows[index][column] for index in self.units]


@dataclass(frozen=True)
class Label:
    """The words of a total; `bare` when nothing in them could be a unit's name."""

    text: str
    group: str
    stars: int
    bare: bool


class TotalWords:
    """Recognises the words that a municipality's extracts use for totals."""

    def __init__(self, words: Sequence[str]) -> None:
        any_word = "|".join(
            r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len)[::-1]
        )
        self._pattern = re.compile(
            rf"(?P<stars>\**)\s*(?:(?:{any_word})(?:[\s:]+(?P<after>.+?))?"
            rf"|(?P<before>.+?)[\s:,–-]+(?:{any_word}))\s*[*:]*",
            re.IGNORECASE,
        )
        self._hint = re.compile(rf"^\*|(?:^|\W)(?:{any_word})(?:$|\W)", re.IGNORECASE)

    def label(self, row: Sequence[Value]) -> Label | None:
        """Return the words of a total in a row's cells, if there are any."""
        for value in row:
            if isinstance(value, str) and self._hint.search(value.strip()):
                text = text_of(value)
                found = self._pattern.fullmatch(text)
                if found:
                    group = found["after"] or found["before"] or ""
                    stars = len(found["stars"])
                    return Label(text, group.strip("* "), stars, bare=bool(stars) or not group)
                if text.startswith("*"):
                    group = text.strip("* ")
                    return Label(text, group, len(text) - len(text.lstrip("*")), bare=True)
        return None


def split(sheet: Sheet, layout: Layout, total_words: Sequence[str]) -> Lines:
    """Sort the rows under the header by kind; blank rows and repeated headers are left out."""
    width = len(layout.headers)
    rows = [row if len(row) >= width else row + [None] * (width - len(row)) for row in sheet.rows]
    sorter = _Sorter(layout, TotalWords(total_words), rows)
    lines = Lines(rows, [], [], [])
    for index in range(layout.index + 1, len(rows)):
        sorter.sort(index, rows[index], lines)
    return lines


class _Sorter:
    def __init__(self, layout: Layout, words: TotalWords, rows: Sequence[Row]) -> None:
        self._words = words
        self._headers = [header.casefold() for header in layout.headers]
        self._numbers = tuple(layout.number_columns.values())
        self._keys = [layout.columns[key] for key in _KEYS if key in layout.columns]
        self._units = [layout.columns[key] for key in _KEYS[:2] if key in layout.columns]
        self._afdelinger = [layout.columns[key] for key in _GROUPS if key in layout.columns]
        # A remark to the right of the figures may well say "total" of something else.
        left = range(min(self._numbers, default=0))
        self._labelled = sorted({*left, *self._keys, *self._afdelinger} - set(self._numbers))
        self._groups = {
            text_of(row[column]).casefold()
            for column in self._afdelinger
            for row in rows[layout.index + 1 :]
        }

    def sort(self, index: int, row: Row, lines: Lines) -> None:
        """Put one row where it belongs."""
        has_figures = any(not is_blank(row[column]) for column in self._numbers)
        label = self._words.label([row[column] for column in self._labelled])
        if label and not self._is_unit(row, label):
            if has_figures:
                group = label.group or self._group(row)
                before = len(lines.units)
                lines.totals.append(TotalLine(index, label.text, group, label.stars, before))
        elif any(_is_filled(row[column]) for column in self._units):
            self._sort_named(index, row, lines, has_figures=has_figures)
        elif has_figures:
            group = self._group(row)
            lines.totals.append(TotalLine(index, group, group, 0, len(lines.units), worded=False))
        elif self._is_text(row):
            lines.texts.append(index)

    def _sort_named(self, index: int, row: Row, lines: Lines, *, has_figures: bool) -> None:
        if has_figures or self._count(row) > 1:
            if not self._is_header(row):
                lines.units.append(index)
        elif self._is_text(row):
            lines.texts.append(index)

    def _is_unit(self, row: Row, label: Label) -> bool:
        """Whether a row with a total's words is a unit after all, whose name only has them."""
        keys = [text_of(row[column]) for column in self._keys]
        if len(keys) < 2 or not all(keys) or (keys[0] == label.text and label.bare):
            return False
        has_number = len(self._units) == len(_KEYS[:2])
        return has_number or not (label.bare or label.group.casefold() in self._groups)

    def _group(self, row: Row) -> str:
        filled = (text_of(row[column]) for column in self._afdelinger)
        return next((text for text in filled if text and not self._words.label([text])), "")

    def _count(self, row: Row) -> int:
        return sum(map(_is_filled, row))

    def _is_header(self, row: Row) -> bool:
        cells = zip(row, self._headers, strict=False)
        return all(text_of(value).casefold() == header for value, header in cells)

    def _is_text(self, row: Row) -> bool:
        return not self._is_header(row) and any(_WORDED.search(text_of(value)) for value in row)


def _is_filled(value: Value) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
