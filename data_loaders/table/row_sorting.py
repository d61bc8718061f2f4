"""Tell the rows under a list's header apart: rows of the list, totals, text lines and nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from data_loaders.files.columns import Codes, EncodedColumn, Mask, RowIndexes
from data_loaders.files.grid import Sheet
from data_loaders.files.values import Value, format_cell
from data_loaders.table.cell_values import is_blank
from data_loaders.table.declaration import UNIT_FIELDS, Declaration
from data_loaders.table.layout import Layout
from data_loaders.table.totals import TotalLabel, TotalLine, TotalWords, is_mean

MOST_TOTALS = 500  # of a sheet, that are held against its rows
_AS_ABOVE_SHARE = 0.25
_FILLED_CELLS = 3  # as many as rows must usually have for one with a single cell to be a text


@dataclass(frozen=True)
class SortedRows:
    """The rows under a header by kind; each is counted from the first one below the header.

    `lacking` are rows of the list, by the group of fields that they do not fill. `totals` are the
    first of the total lines.
    """

    rows: RowIndexes
    totals: tuple[TotalLine, ...]
    texts: RowIndexes
    lacking: dict[tuple[str, ...], RowIndexes]


class TableColumns:
    """The columns below a header, each read once."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet = sheet
        self.layout = layout
        self._columns: dict[int, EncodedColumn[Value]] = {}
        self._filled_masks: dict[int, Mask] = {}

    def __getitem__(self, place: int) -> EncodedColumn[Value]:
        if place not in self._columns:
            self._columns[place] = self.sheet.column(place, self.layout.index + 1)
        return self._columns[place]

    def find_filled(self, place: int) -> Mask:
        """Say of each row whether its cell holds anything."""
        if place not in self._filled_masks:
            self._filled_masks[place] = ~self[place].where(is_blank)
        return self._filled_masks[place]

    def find_index(self, row: int) -> int:
        """Return a row's index in the sheet; `row` counts from the first one below the header."""
        return self.layout.index + 1 + row

    def find_address(self, row: int, place: int) -> str:
        """Return the address of a cell, its row counted from the first one below the header."""
        return self.sheet.address(self.find_index(row), place)


def sort_rows(
    table: TableColumns, declaration: Declaration, total_words: Sequence[str], *, municipality: str
) -> SortedRows:
    """Sort the rows under a header by kind; totals and repeated headers are left out.

    Where an enhed should stand, the municipality's name is that of a total.
    """
    layout = table.layout
    filled = {place: table.find_filled(place) for place in layout.used}
    number_filled = np.add.reduce([mask.astype(np.int16) for mask in filled.values()])
    out = (number_filled == 0) | _find_repeated_headers(table)
    labels = _read_labels(table, declaration, total_words, municipality)
    is_total = _find_totals(table, labels) & ~out
    out |= is_total
    named = {
        **filled,
        **dict(_find_named_above(table, declaration, filled, ~out & (number_filled > 1))),
    }
    fills = {group: _find_filled(layout, group, named) for group in declaration.fills}
    lacks = ~np.logical_and.reduce(list(fills.values())) & ~out
    texts = _find_texts(table, ~out & (number_filled == 1), lacks, number_filled[~out])
    for name in declaration.names:
        if name in layout.columns:
            texts |= table[layout.columns[name]].where(is_mean) & ~out
    return SortedRows(
        rows=np.flatnonzero(~out & ~lacks & ~texts),
        totals=tuple(_make_total_lines(labels, np.flatnonzero(is_total)[:MOST_TOTALS])),
        texts=np.flatnonzero(texts),
        lacking={
            group: rows
            for group, has in fills.items()
            if len(rows := np.flatnonzero(~has & ~out & ~texts))
        },
    )


def fill_down(
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


def _is_among(filled: Mask, masks: Iterable[Mask]) -> bool:
    return any(np.array_equal(filled, mask) for mask in masks)


def _find_named_above(
    table: TableColumns, declaration: Declaration, filled: dict[int, Mask], several: Mask
) -> Iterator[tuple[int, Mask]]:
    """Name the rows that a name above them stands for, by the column of the name.

    Each name stands once, or beside one that does. A row below it fills all that those with a name
    do: else it may be a sum that nobody named.
    """
    places = [
        table.layout.shared[name] for name in declaration.names if name in table.layout.shared
    ]
    heads: list[Mask] = []
    for place in places:
        named_rows = filled[place] & several
        always = [
            mask for at, mask in filled.items() if at not in places and mask[named_rows].all()
        ]
        complete = np.logical_and.reduce([several, *always])
        rows = np.flatnonzero(complete | named_rows)
        beside = [head[rows] for head in heads]
        has = filled[place][rows]
        starts = table[place].codes[named_rows]
        is_once = len(starts) > 1 and len(np.unique(starts)) == len(starts)
        if not (is_once or _is_among(has, beside)):
            continue
        if fill_down(table[place].take(rows), has, beside) is not None:
            heads.append(filled[place])
            yield place, filled[place] | complete


def _find_repeated_headers(table: TableColumns) -> Mask:
    """Find the rows that repeat the header, as on a new page."""
    fewest_first = sorted(table.layout.used, key=lambda place: len(table[place].values))
    is_header = np.ones(len(table[fewest_first[0]]), np.bool_)
    for place in fewest_first:
        header = table.layout.headers[place].casefold()
        is_header &= table[place].where(partial(_is_header, header))
        if not is_header.any():
            break
    return is_header


def _is_header(header: str, value: Value) -> bool:
    return format_cell(value).casefold() == header


def _read_no_label(_: Value) -> TotalLabel | None:
    return None


def _read_labels(
    table: TableColumns, declaration: Declaration, total_words: Sequence[str], municipality: str
) -> dict[int, EncodedColumn[TotalLabel | None]]:
    """Read the words of totals in the columns where they may stand."""
    words, kommune = TotalWords(total_words), TotalWords([municipality])

    def read_unit_label(value: Value) -> TotalLabel | None:
        of_kommune = kommune.read_label(value)
        return of_kommune if of_kommune and of_kommune.bare else words.read_label(value)

    labels: dict[int, EncodedColumn[TotalLabel | None]] = {}
    for name in (*declaration.names, *declaration.words):
        if (place := table.layout.columns.get(name)) is None:
            continue
        cells = table[place]
        is_unit = name in UNIT_FIELDS and declaration.is_of_units
        read_label = read_unit_label if is_unit else words.read_label
        has_text = str in set(map(type, cells.values))
        labels[place] = cells.map(read_label if has_text else _read_no_label)
    return labels


def _find_totals(table: TableColumns, labels: dict[int, EncodedColumn[TotalLabel | None]]) -> Mask:
    """Find rows where a name is a total's: only its words, or words where no other name stands."""
    nothing = np.zeros(len(table[next(iter(table.layout.used))]), np.bool_)
    bare, worded, named = nothing, nothing, nothing
    for place, label in labels.items():
        is_worded = label.where(bool)
        bare = bare | label.where(lambda found_label: bool(found_label and found_label.bare))
        worded = worded | is_worded
        named = named | (~is_worded & table.find_filled(place))
    return bare | (worded & ~named)


def _make_total_lines(
    labels: dict[int, EncodedColumn[TotalLabel | None]], rows: RowIndexes
) -> Iterator[TotalLine]:
    for row in rows.tolist():
        worded = [label for column in labels.values() if (label := column[row])]
        group = next((label.group for label in worded if label.group), "")
        yield TotalLine(row, worded[0].text, group, worded[0].stars, 0)


def _find_filled(layout: Layout, group: Sequence[str], filled: dict[int, Mask]) -> Mask:
    places = [layout.columns[name] for name in group if name in layout.columns]
    later_periods = [period.columns for period in layout.periods[1:]]
    places += [columns[name] for columns in later_periods for name in group if name in columns]
    has_any = np.zeros(len(next(iter(filled.values()))), np.bool_)
    for place in places:
        has_any = has_any | filled[place]
    return has_any


def _find_texts(table: TableColumns, single: Mask, lacks: Mask, number_filled: Codes) -> Mask:
    """Find rows with a `single` cell whose words are no row's: too little for one, or a note.

    Where rows usually have more, so is one with words in the first column only: a heading.
    """
    rows = np.flatnonzero(single)
    cells = {place: table[place].take(rows).compact() for place in sorted(table.layout.used)}
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
