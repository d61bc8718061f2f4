"""Look into the columns under a header, where their names leave a choice."""

import re
from collections.abc import Collection, Sequence
from enum import Enum, auto
from functools import cached_property

from data_loaders.files.grid import Sheet
from data_loaders.files.values import Hidden, Row, Value, format_cell
from data_loaders.words.header_names import normalize
from data_loaders.words.numbers import is_blank

_SAMPLE = 200  # rows
_CODE = re.compile(r"(?=\S*\d)[\w./-]+|[A-ZÆØÅ]{2,6}")
_CODE_SHARE = 0.8
_BARE_HEADERS = frozenset({"nr", "nummer", "id", "no", "number"})


class ColumnContents:
    """The texts in the first rows under a header, column by column."""

    def __init__(self, sheet: Sheet, index: int, headers: Sequence[str]) -> None:
        self._sheet, self._index = sheet, index
        self._headers = headers

    @cached_property
    def _rows(self) -> list[Row]:
        """The first rows; most headers leave no choice, and nobody looks at any."""
        return self._sheet.rows[self._index + 1 : self._index + 1 + _SAMPLE]

    def read_texts(self, column: int) -> list[str]:
        """Return the texts of a column's cells; empty ones are left out."""
        cells = (format_cell(row[column]) for row in self._rows if column < len(row))
        return [cell for cell in cells if cell]

    def has_codes(self, column: int) -> bool:
        """Whether nearly all cells are numbers or abbreviations, and not names."""
        texts = set(self.read_texts(column))  # a word of total lines may stand in many rows
        coded = sum(bool(_CODE.fullmatch(text)) for text in texts)
        return bool(texts) and coded >= len(texts) * _CODE_SHARE

    def find_text_column(self, column: int) -> list[int]:
        """Return the column to the right if it has no header and holds words: a number's text."""
        right = column + 1
        if right >= len(self._headers) or self._headers[right] or not self.read_texts(right):
            return []
        return [] if self.has_codes(right) else [right]

    def keep_word_column(self, columns: list[int]) -> list[int]:
        """Keep the one column of words where codes stand beside it: "0200" and "Sygdom"."""
        words = [column for column in columns if not self.has_codes(column)]
        return words if len(words) == 1 else columns

    def is_bare(self, column: int, *, also: Collection[str] = ()) -> bool:
        """Whether a column is headed only "Nr.", which says nothing of what it numbers."""
        return normalize(self._headers[column]) in {*_BARE_HEADERS, *also}


_EITHER = re.compile(r"^(?:medarbejder|ansat|person|employee)$")
_SEARCHED = 500  # rows
_MOST = 0.8
_NUMBER_OF_PERSON = re.compile(r"0\d+|\d{5,}|.*[^\W\d]")  # no enhed has ten thousand medarbejdere
_FEW = re.compile(r"\d{1,3}")
_PART = re.compile(r"\d+[.,]\d*[1-9]\d*")
_REPEATED = 2  # rows of each enhed and time, where a row is a person's


class PersonColumnMeaning(Enum):
    """What the cells tell."""

    WHO = auto()
    HOW_MANY = auto()
    EITHER = auto()


def judge_person_column(
    sheet: Sheet, index: int, *, header: str, place: int, keys: Collection[int]
) -> PersonColumnMeaning:
    """Judge a column by its cells, and by whether the rows are told apart without it.

    `index` is the header's last row, `keys` are the columns of enheder and times. A column with any
    other header is not judged: EITHER.
    """
    if not _EITHER.search(normalize(header)):
        return PersonColumnMeaning.EITHER
    rows = [
        row
        for row in sheet.rows[index + 1 : index + 1 + _SEARCHED]
        if place < len(row) and not is_blank(row[place])
    ]
    numbers = [row[place] for row in rows]
    if sum(map(_is_person, numbers)) > len(numbers) * _MOST:
        return PersonColumnMeaning.WHO
    told_apart = {tuple(format_cell(row[k]) for k in keys if k < len(row)) for row in rows}
    is_few = all(_FEW.fullmatch(format_cell(number)) for number in numbers)
    if any(_PART.fullmatch(format_cell(n)) for n in numbers) or (
        is_few and _is_once(told_apart, rows)
    ):
        return PersonColumnMeaning.HOW_MANY
    return (
        PersonColumnMeaning.WHO
        if len(rows) >= max(_REPEATED, len(told_apart) * _REPEATED)
        else PersonColumnMeaning.EITHER
    )


def _is_person(value: Value) -> bool:
    return isinstance(value, Hidden) or bool(_NUMBER_OF_PERSON.fullmatch(format_cell(value)))


def _is_once(told_apart: Collection[object], rows: Collection[object]) -> bool:
    return len(rows) > 1 and len(told_apart) == len(rows)
