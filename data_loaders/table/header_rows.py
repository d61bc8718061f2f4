"""Header rows: in one row or several, and what each column's words say."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from core.quarter import Period
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Row, Value, format_cell
from data_loaders.words import times
from data_loaders.words.header_names import (
    NUMBER_FIELDS,
    HeaderRule,
    find_rule_and_span,
    is_other_measure,
)

DEEPEST = 3
_WIDE = 100  # words in a row
_MOST_TRIED = 4_000  # words of wide rows; a real header is among the first of them
LONGEST_HEADER = 120
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"\s*[-−(]?[\d.,\s]*\d[-−)]?\s*")
_HINT = re.compile(r"enh|unit|org|dagsv|frav|syg|sick|absence|medarb|ansat|stilling|årsv|fte", re.I)
_UNIT_OF_FIGURES = re.compile(r"[^\W\d]|%")
_UNIT_FIELDS = ("enhed", "enhed_navn", "enhed?", "niveau1", "niveau2", "niveau3")


@dataclass(frozen=True)
class ColumnHeading:
    """What one column's header says: its field, and the time that its figures are of.

    A month or a quarter may lack its year: see `times.is_yearless`.
    """

    rule: HeaderRule | None
    period: Period | None
    rolling: bool


@lru_cache(maxsize=50_000)
def read_heading(parts: tuple[str, ...]) -> ColumnHeading:
    """Understand a column's header, given its words in each header row from the top.

    Where all of them together say nothing, the lowest row's own words count: a group's name above
    need not be about every column under it.
    """
    text = " ".join(parts)
    spans = list(dict.fromkeys(period for period, _, _ in times.find_times(text)))
    years = [part for part in parts if times.read_only_year(part)]
    period = spans[0] if len(spans) == 1 else None
    if not spans and (
        parts_of_year := {period for period, _, _ in times.find_yearless_times(text)}
    ):
        period = _place_in_year(parts_of_year, years)
        text = " ".join(part for part in parts if part not in years)
    elif not spans and len(years) == 1 and len(parts) > 1:
        period = times.read_period(years[0])
    words = times.strip_times(text)
    rule, rolling = find_rule_and_span(words)
    if rule is None and len(parts) > 1 and not is_other_measure(words):
        rule = find_rule_and_span(times.strip_times(parts[-1]))[0]
    return ColumnHeading(rule, period, rolling)


def _place_in_year(parts_of_year: Collection[Period], years: Sequence[str]) -> Period | None:
    """Return the one month or quarter, of its year if that is said above or below it."""
    if len(parts_of_year) > 1 or len(years) > 1:
        return None
    (part,) = parts_of_year
    return times.place_in_year(part, times.read_only_year(years[0])) if years else part


@dataclass(frozen=True)
class HeaderCandidate:
    """Rows that may be a header: the last one's index, and each column's words from the top."""

    index: int
    parts: tuple[tuple[str, ...], ...]
    depth: int

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """Each column's header, "" where it has none."""
        return tuple(" ".join(words) for words in self.parts)

    @cached_property
    def headings(self) -> tuple[ColumnHeading, ...]:
        """What each column's header says."""
        nothing = ColumnHeading(None, None, rolling=False)
        return tuple(read_heading(words) if words else nothing for words in self.parts)

    @cached_property
    def recognised_fields(self) -> frozenset[tuple[str, Period | None]]:
        """The fields that are named, and of which time; none if the rows cannot be a header."""
        named = {(h.rule.field, h.period) for h in self.headings if h.rule}
        fields = {field for field, _ in named}
        is_header = len(fields) > 1 and fields & {*_UNIT_FIELDS, *NUMBER_FIELDS}
        return frozenset(named if is_header else ())

    @property
    def doubles(self) -> int:
        """How many columns of figures say the same as another one."""
        figures = [
            (h.rule.field, h.period, h.rolling)
            for h in self.headings
            if h.rule and h.rule.field in NUMBER_FIELDS
        ]
        return len(figures) - len(set(figures))


class SearchPatience:
    """How long to look for headers among wide rows of words: a sheet can have nothing else."""

    def __init__(self) -> None:
        self._tried = 0

    def try_row(self, row: Row) -> bool:
        """Count a row; whether it is still worth a try."""
        if self._tried > _MOST_TRIED:
            return False
        words = sum(isinstance(value, str) and value != "" for value in row)
        self._tried += words if words > _WIDE else 0
        return True


def find_top_candidates(sheet: Sheet, rows: int) -> Iterator[HeaderCandidate]:
    """Take each of so many first rows for the last of a header."""
    patience = SearchPatience()
    for index in range(min(rows, len(sheet.rows))):
        if not patience.try_row(sheet.rows[index]):
            return
        yield from list_header_candidates(sheet, index)


def list_header_candidates(sheet: Sheet, index: int) -> Iterator[HeaderCandidate]:
    """Take a row for the last of a header of one row, of two, and of three."""
    lowest = _read_words(sheet.rows[index])
    rows = [lowest]
    if any(lowest):
        yield HeaderCandidate(index, _join_rows(rows), 1)
    if not any(lowest) or not _is_texts(sheet.rows[index]):
        return
    for depth in range(2, DEEPEST + 1):
        above = index - depth + 1
        if above < 0 or not _is_texts(sheet.rows[above]):
            return
        words = _read_words(sheet.rows[above])
        if not any(words):
            return
        rows.insert(0, words)
        yield HeaderCandidate(index, _join_rows(rows), depth)


def may_be_header(row: Row) -> bool:
    """Whether a row could be a header, at a glance: most rows of a sheet are not."""
    texts = [value for value in row if isinstance(value, str) and value]
    if len(texts) < 2 or not _is_texts(row) or not any(map(_HINT.search, texts)):
        return False
    return not any(_FIGURE.fullmatch(text) and not _YEAR.fullmatch(text) for text in texts)


def join_units_row(sheet: Sheet, header: HeaderCandidate) -> HeaderCandidate:
    """Take a row below a header along when it only says what the figures are counted in."""
    below = header.index + 1
    if below >= len(sheet.rows):
        return header
    row = sheet.rows[below]
    words = {column: format_cell(value) for column, value in enumerate(row) if format_cell(value)}
    numbers = {c for c, h in enumerate(header.headings) if h.rule and h.rule.field in NUMBER_FIELDS}
    other_measures = {
        c for c, words in enumerate(header.headers) if words and is_other_measure(words)
    }
    says_units = all(
        isinstance(row[c], str) and _UNIT_OF_FIGURES.search(text) and not re.search(r"\d", text)
        for c, text in words.items()
    )
    if not says_units or not numbers & words.keys() or words.keys() - numbers - other_measures:
        return header
    width = len(header.parts)
    parts = tuple(
        (*header.parts[c], words[c]) if c in words else header.parts[c] for c in range(width)
    )
    return HeaderCandidate(below, parts, header.depth + 1)


def _join_rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Join each column's words; a blank to the right of a group's name belongs to the group."""
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    filled = [list(row) for row in padded]
    for level, row in enumerate(padded[:-1]):
        for column in range(1, width):
            new_group = any(above[column] for above in padded[:level])
            is_under = any(below[column] for below in padded[level + 1 :])
            if not row[column] and is_under and not new_group:
                filled[level][column] = filled[level][column - 1]
    return tuple(
        tuple(dict.fromkeys(words for row in filled if (words := row[column])))
        for column in range(width)
    )


def _read_words(row: Row) -> list[str]:
    return [_read_text(value) for value in row]


def _read_text(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = format_cell(value)
        return text if _YEAR.fullmatch(text) else ""
    return format_cell(value) if isinstance(value, str) and len(value) <= LONGEST_HEADER else ""


def _is_texts(row: Row) -> bool:
    """Whether a row has no numbers, but for years."""
    numbers = (v for v in row if isinstance(v, int | float) and not isinstance(v, bool))
    return all(_YEAR.fullmatch(format_cell(value)) for value in numbers)


def add_years(
    headings: Sequence[ColumnHeading], levels: Sequence[Sequence[str]], *, answer: str = ""
) -> list[ColumnHeading]:
    """Give each month and quarter without a year its own: see `times.find_years_of`.

    Where nothing tells, they stay without. One column alone that names a month ("Ansatte pr. 1.
    marts") is of no other time than its neighbours.
    """
    parts = {h.period for h in headings if h.period and times.is_yearless(h.period)}
    of_figures = {h.period for h in headings if h.rule and h.rule.field in NUMBER_FIELDS}
    if len(parts & of_figures) < 2:
        return [replace(h, period=None) if h.period in parts else h for h in headings]
    placed = times.find_years_of(sorted(filter(None, parts)), levels, answer=answer)
    return [replace(h, period=placed.get(h.period, h.period)) if h.period else h for h in headings]
