"""Tell the rows under a list's header apart: rows of the list, totals, text lines and nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from data_loaders.files.columns import Codes, EncodedColumn, Mask, RowIndexes, repeat_value
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value, text_of
from data_loaders.kinds.extract.extract_lines import Label, TotalWords
from data_loaders.table.cell_values import is_blank
from data_loaders.table.declaration import Listing
from data_loaders.table.list_header import Found

MOST_TOTALS = 500  # of a sheet, that are held against its rows
_AS_ABOVE_SHARE = 0.25
_FILLED_CELLS = 3  # as many as rows must usually have for one with a single cell to be a text


@dataclass(frozen=True)
class TotalRow:
    """A row that sums others: its words, and what they name besides being a total."""

    row: int
    label: str
    group: str


@dataclass(frozen=True)
class Sorted:
    """The rows under a header by kind; each is counted from the first one below the header.

    `lacking` are rows of the list, by the group of fields that they do not fill. `totals` are the
    first of the total lines.
    """

    rows: RowIndexes
    totals: tuple[TotalRow, ...]
    texts: RowIndexes
    lacking: dict[tuple[str, ...], RowIndexes]


class Table:
    """The columns below a header, each read once."""

    def __init__(self, sheet: Sheet, found: Found) -> None:
        self.sheet = sheet
        self.found = found
        self._read: dict[int, EncodedColumn[Value]] = {}
        self._filled: dict[int, Mask] = {}

    def __getitem__(self, place: int) -> EncodedColumn[Value]:
        if place not in self._read:
            self._read[place] = self.sheet.column(place, self.found.heading.index + 1)
        return self._read[place]

    def filled(self, place: int) -> Mask:
        """Say of each row whether its cell holds anything."""
        if place not in self._filled:
            self._filled[place] = ~self[place].where(is_blank)
        return self._filled[place]

    def address(self, row: int, place: int) -> str:
        """The address of a cell, its row counted from the first one below the header."""
        return self.sheet.address(self.found.heading.index + 1 + row, place)


def sort(table: Table, listing: Listing, total_words: Sequence[str]) -> Sorted:
    """Sort the rows under a header by kind; totals and repeated headers are left out."""
    found = table.found
    filled = {place: table.filled(place) for place in found.used}
    number_filled = np.add.reduce([one.astype(np.int16) for one in filled.values()])
    out = (number_filled == 0) | _headers(table)
    labels = _labels(table, listing, total_words)
    is_total = _totals(table, labels) & ~out
    out |= is_total
    named = {**filled, **dict(_named_above(table, listing, filled, ~out & (number_filled > 1)))}
    fills = {group: _any(found, group, named) for group in listing.fills}
    lacks = ~np.logical_and.reduce(list(fills.values())) & ~out
    texts = _texts(table, ~out & (number_filled == 1), lacks, number_filled[~out])
    return Sorted(
        rows=np.flatnonzero(~out & ~lacks & ~texts),
        totals=tuple(_total_rows(labels, np.flatnonzero(is_total)[:MOST_TOTALS])),
        texts=np.flatnonzero(texts),
        lacking={
            group: rows
            for group, has in fills.items()
            if len(rows := np.flatnonzero(~has & ~out & ~texts))
        },
    )


def filled_down(
    cells: EncodedColumn[Value], filled: Mask, beside: Iterable[Mask] = ()
) -> EncodedColumn[Value] | None:
    """Fill blanks that mean "as above": None where they do not.

    They do where values stand at the starts of groups and are never repeated: in a column that is
    filled on every row a blank is a hole. A group may be that of a column `beside`, filled on the
    same rows, of which it is known.
    """
    starts = np.flatnonzero(filled)
    blanks = len(filled) - len(starts)
    if not blanks or not filled[0] or blanks < len(cells) * _AS_ABOVE_SHARE:
        return None
    codes = cells.codes[starts]
    if (codes[1:] == codes[:-1]).any() and not _is_among(filled, beside):
        return None
    return cells.take(starts[np.cumsum(filled) - 1])


def _is_among(filled: Mask, others: Iterable[Mask]) -> bool:
    return any(np.array_equal(filled, other) for other in others)


def _named_above(
    table: Table, listing: Listing, filled: dict[int, Mask], several: Mask
) -> Iterator[tuple[int, Mask]]:
    """Name the rows that a name above them stands for, by the column of the name.

    Each name stands once, or beside one that does. A row below it fills all that those with a name
    do: else it may be a sum that nobody named.
    """
    places = [table.found.columns[name] for name in listing.names if name in table.found.columns]
    heads: list[Mask] = []
    for place in places:
        given = filled[place] & several
        always = [one for at, one in filled.items() if at not in places and one[given].all()]
        whole = np.logical_and.reduce([several, *always])
        rows = np.flatnonzero(whole | given)
        beside = [head[rows] for head in heads]
        has = filled[place][rows]
        starts = table[place].codes[given]
        is_once = len(starts) > 1 and len(np.unique(starts)) == len(starts)
        if not (is_once or _is_among(has, beside)):
            continue
        if filled_down(table[place].take(rows), has, beside) is not None:
            heads.append(filled[place])
            yield place, filled[place] | whole


def _headers(table: Table) -> Mask:
    """Rows that repeat the header, as on a new page."""
    fewest_first = sorted(table.found.used, key=lambda place: len(table[place].values))
    same = np.ones(len(table[fewest_first[0]]), np.bool_)
    for place in fewest_first:
        header = table.found.heading.headers[place].casefold()
        same &= table[place].where(partial(_is_header, header))
        if not same.any():
            break
    return same


def _is_header(header: str, value: Value) -> bool:
    return text_of(value).casefold() == header


def _labels(
    table: Table, listing: Listing, total_words: Sequence[str]
) -> dict[int, EncodedColumn[Label | None]]:
    """The words of totals in the columns where they may stand."""
    read = _Labels(total_words)
    places = (table.found.places.get(name) for name in (*listing.names, *listing.words))
    named = {place: table[place] for place in places if place is not None}
    return {
        place: cells.map(read)
        if str in set(map(type, cells.values))
        else repeat_value(None, len(cells))
        for place, cells in named.items()
    }


def _totals(table: Table, labels: dict[int, EncodedColumn[Label | None]]) -> Mask:
    """Rows in which a name is a total's: only its words, or words where no other name stands."""
    nothing = np.zeros(len(table[next(iter(table.found.used))]), np.bool_)
    bare, worded, named = nothing, nothing, nothing
    for place, label in labels.items():
        is_worded = label.where(bool)
        bare = bare | label.where(lambda one: bool(one and one.bare))
        worded = worded | is_worded
        named = named | (~is_worded & table.filled(place))
    return bare | (worded & ~named)


def _total_rows(
    labels: dict[int, EncodedColumn[Label | None]], rows: RowIndexes
) -> Iterator[TotalRow]:
    for row in rows.tolist():
        found = [label for column in labels.values() if (label := column[row])]
        group = next((label.group for label in found if label.group), "")
        yield TotalRow(row, found[0].text, group)


class _Labels:
    """Reads the words of a total in a cell; a million different cells have none, at a glance."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = TotalWords(words)
        spaced = (r"\s+".join(map(re.escape, word.split())) for word in words)
        self._any = re.compile("|".join([r"\*", *spaced]), re.IGNORECASE)

    def __call__(self, value: Value) -> Label | None:
        if not isinstance(value, str) or value.isdigit():
            return None
        # What is not ASCII may have marks that nobody can see between the letters.
        if value.isascii() and value.isprintable() and not self._any.search(value):
            return None
        return self._words.label([value])


def _any(found: Found, group: Sequence[str], filled: dict[int, Mask]) -> Mask:
    places = [found.places[name] for name in group if name in found.places]
    places += [of[name] for _, of in found.spread[1:] for name in group if name in of]
    some = np.zeros(len(next(iter(filled.values()))), np.bool_)
    for place in places:
        some = some | filled[place]
    return some


def _texts(table: Table, single: Mask, lacks: Mask, number_filled: Codes) -> Mask:
    """Rows with a `single` cell whose words are no row's: they lack what it needs, or are a note.

    Where rows usually have more, so is one with words in the first column only: a heading.
    """
    rows = np.flatnonzero(single)
    cells = {place: table[place].take(rows).compact() for place in sorted(table.found.used)}
    worded = np.logical_or.reduce([cell.where(_is_worded) for cell in cells.values()])
    noted = np.logical_or.reduce([cell.where(_is_note) for cell in cells.values()])
    if len(number_filled) and np.median(number_filled) >= _FILLED_CELLS:
        noted |= next(iter(cells.values())).where(_is_worded)
    worded &= lacks[rows] | noted
    texts = np.zeros(len(single), np.bool_)
    texts[rows[worded]] = True
    return texts


def _is_worded(value: Value) -> bool:
    return isinstance(value, str) and any(letter.isalpha() for letter in value)


def _is_note(value: Value) -> bool:
    return isinstance(value, str) and ":" in value
