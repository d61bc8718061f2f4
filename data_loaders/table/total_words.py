"""The words that total lines have: "I alt", "Resultat", "* Service"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data_loaders.files.values import Value, clean_text, format_cell

_LONGEST_LABEL = 200
_AROUND_GROUP = " *:,–-"


@dataclass(frozen=True)
class TotalLabel:
    """The words of a total: the whole text, and the group that they name besides, if any.

    `stars` counts leading asterisks; `bare` when nothing in the words could be a unit's name.
    """

    text: str
    group: str
    stars: int
    bare: bool


class TotalWords:
    """Recognises the words that a municipality's files use for totals."""

    def __init__(self, words: Sequence[str]) -> None:
        longest_first = sorted(map(clean_text, words), key=len)[::-1]
        any_word = "|".join(re.escape(word) for word in longest_first)
        self._first = re.compile(rf"(?:{any_word})(?:$|[\s:])", re.IGNORECASE)
        self._last = re.compile(rf"[\s:,–-](?:{any_word})$", re.IGNORECASE)
        spaced = (r"\s+".join(map(re.escape, word.split())) for word in words)
        self._anywhere = re.compile("|".join([r"\*", *spaced]), re.IGNORECASE)

    def find_label(self, row: Sequence[Value]) -> TotalLabel | None:
        """Return the words of a total in a row's cells; None where no cell has any."""
        return next((label for value in row if (label := self.read_label(value))), None)

    def read_label(self, value: Value) -> TotalLabel | None:
        """Return a cell's words of a total; None where it has none, as a million cells have not."""
        if not isinstance(value, str) or value.isdigit():
            return None
        # What is not ASCII may have marks that nobody can see between the letters.
        if value.isascii() and value.isprintable() and not self._anywhere.search(value):
            return None
        text = format_cell(value)
        if not text or len(text) > _LONGEST_LABEL:
            return None
        stars = len(text) - len(text.lstrip("*"))
        words = text.strip("* ").rstrip("*: ")
        if first := self._first.match(words):
            group = words[first.end() :]
        elif last := self._last.search(words):
            group = words[: last.start()]
        elif stars:
            group = words
        else:
            return None
        group = group.strip(_AROUND_GROUP)
        return TotalLabel(text, group, stars, bare=bool(stars) or not group)
