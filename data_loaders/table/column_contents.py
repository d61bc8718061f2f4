"""Look into the columns under a header, where their names leave a choice."""

import re
from collections.abc import Sequence

from data_loaders.files.grid import Sheet
from data_loaders.files.values import text_of
from data_loaders.words.header_names import normalize

_SAMPLE = 200
_CODE = re.compile(r"(?=\S*\d)[\w./-]+|[A-ZÆØÅ]{2,6}")
_HAS_DIGIT = re.compile(r"\d")  # a total line has its words there
_CODE_SHARE = 0.8
_BARE = frozenset({"nr", "nummer", "id", "no", "number", "kode", "code"})
_LEVELS = ("niveau1", "niveau2", "niveau3", "niveau4", "niveau5")


class Contents:
    """The first rows under a header."""

    def __init__(self, sheet: Sheet, index: int, headers: Sequence[str]) -> None:
        self._rows = sheet.rows[index + 1 : index + 1 + _SAMPLE]
        self._headers = headers

    def units(self, best: dict[str, list[int]]) -> dict[str, list[int]]:
        """Tell the column with the units' numbers from the one with their names."""
        codes, names = best.get("enhed", []), best.get("enhed_navn", [])
        either = best.get("enhed?", [])
        if codes:
            return {"enhed": codes} | ({"enhed_navn": n} if (n := names or either) else {})
        coded = [column for column in either if self._is_coded(column)]
        worded = [column for column in either if column not in coded]
        if names:
            # "Enhed" beside "Enhedsnavn": a number, or a second name that nothing tells apart.
            return {"enhed": coded, "enhed_navn": names} if coded else {"enhed": names + either}
        if len(coded) == 1 and not worded:
            worded = self._beside(coded[0])
        if not coded and len(worded) == 1:
            coded = self._numbered(worded[0])
        if len(coded) == 1 and len(worded) == 1:
            return {"enhed": coded, "enhed_navn": worded}
        return {"enhed": either} if either else {}

    def worded(self, field: str, places: list[int]) -> list[int]:
        """Prefer names to numbers where both stand under the same header, or under a blank one."""
        if field not in ("afdeling", "omraade"):
            return places
        words = [column for column in places if not self._is_coded(column)]
        if len(places) == 1 and not words:
            return self._beside(places[0]) or places
        return words if len(words) == 1 else places

    def of_levels(self, best: dict[str, list[int]]) -> dict[str, list[int]]:
        """Say what the columns of a hierarchy hold: the lowest the units, if nothing else does.

        A level with one and the same name in all rows is the kommune.
        """
        levels = [best[level] for level in _LEVELS if level in best]
        if len(levels) < 2:
            return {}
        wanted = [field for field in ("afdeling", "omraade") if field not in best]
        if not {"enhed", "enhed_navn", "enhed?"} & best.keys():
            wanted.insert(0, "enhed")
        telling = levels if len(levels) == 2 else [p for p in levels if self._differs(p[0])]
        return dict(zip(wanted, reversed(telling), strict=False))

    def _differs(self, column: int) -> bool:
        return len(set(self._values(column))) > 1

    def _beside(self, column: int) -> list[int]:
        """The column to the right, if it has no header and holds words: the text of a number."""
        beside = column + 1
        if beside < len(self._headers) and not self._headers[beside]:
            return [beside] if self._values(beside) and not self._is_coded(beside) else []
        return []

    def _numbered(self, column: int) -> list[int]:
        """The column to the left headed only "Nr.", unless it numbers the rows."""
        before = column - 1
        if before < 0 or normalize(self._headers[before]) not in _BARE:
            return []
        numbers = [value for value in self._values(before) if _HAS_DIGIT.search(value)]
        is_coded = bool(numbers) and all(map(_CODE.fullmatch, numbers))
        return [before] if is_coded and numbers[:2] not in (["1"], ["1", "2"]) else []

    def _is_coded(self, column: int) -> bool:
        values = set(self._values(column))  # a word of total lines may stand in many rows
        coded = sum(bool(_CODE.fullmatch(value)) for value in values)
        return bool(values) and coded >= len(values) * _CODE_SHARE

    def _values(self, column: int) -> list[str]:
        cells = (text_of(row[column]) for row in self._rows if column < len(row))
        return [cell for cell in cells if cell]
