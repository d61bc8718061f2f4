"""Look into the columns under a header, where their names leave a choice."""

import re
from collections.abc import Collection, Sequence

from data_loaders.files.grid import Sheet
from data_loaders.files.values import format_cell
from data_loaders.words.header_names import normalize

_SAMPLE = 200  # rows
_CODE = re.compile(r"(?=\S*\d)[\w./-]+|[A-ZÆØÅ]{2,6}")
_CODE_SHARE = 0.8
_BARE_HEADERS = frozenset({"nr", "nummer", "id", "no", "number"})


class ColumnContents:
    """The texts in the first rows under a header, column by column."""

    def __init__(self, sheet: Sheet, index: int, headers: Sequence[str]) -> None:
        self._rows = sheet.rows[index + 1 : index + 1 + _SAMPLE]
        self._headers = headers

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
