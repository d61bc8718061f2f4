"""Quarters, read in every spelling and written in one, and the spans of days they are part of."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from operator import itemgetter

from core.danish import format_date_long
from core.errors import UsageError

_YEAR = r"((?:19|20)\d\d)"
_WORD = r"(?:kvartal|kvt|kv)"
_NUMBER_YEAR = (
    re.compile(rf"(?<!\d)([1-4])\s*\.?\s*{_WORD}\b\.?\s*(?:af\s+)?{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![a-zæøå])[KQ]\s?([1-4])[\s/._-]*{_YEAR}", re.IGNORECASE),
)
_YEAR_NUMBER = (
    re.compile(rf"(?<!\d){_YEAR}[\s/._-]*(?:K|Q|{_WORD}\.?)\s?([1-4])(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){_YEAR}[\s/,._-]+([1-4])\s*\.?\s*{_WORD}\b\.?", re.IGNORECASE),
)
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
MONTHS_IN_QUARTER = 3


@total_ordering
@dataclass(frozen=True)
class Quarter:
    """A calendar quarter. `str()` gives `2024K4`, as in files and code.

    `quarter + 1` is the next one; `later - earlier` is a number of quarters.
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read one quarter in any spelling; `2024-10` is the quarter that holds the month.

        Raises UsageError when the text is not one quarter and nothing else.
        """
        stripped = text.strip()
        for quarter, start, end in find_quarters(stripped):
            if (start, end) == (0, len(stripped)):
                return quarter
        month = _YEAR_MONTH.fullmatch(stripped)
        if month:
            return cls.from_day(date(int(month[1]), int(month[2]), 1))
        raise UsageError(f"»{text}« er ikke et kvartal. Skriv f.eks. 2024K4 eller 4. kvartal 2024.")

    @classmethod
    def from_day(cls, day: date) -> "Quarter":
        """Return the quarter that holds a day."""
        return cls(day.year, (day.month - 1) // MONTHS_IN_QUARTER + 1)

    def __str__(self) -> str:
        return f"{self.year}K{self.number}"

    def __lt__(self, other: "Quarter") -> bool:
        return self._index < other._index

    def __add__(self, quarters: int) -> "Quarter":
        index = self._index + quarters
        return Quarter(index // 4, index % 4 + 1)

    def __sub__(self, quarters: int) -> "Quarter":
        return self + -quarters

    @property
    def _index(self) -> int:
        return self.year * 4 + self.number - 1

    @property
    def label(self) -> str:
        """The quarter as people write it: "4. kvartal 2024"."""
        return f"{self.number}. kvartal {self.year}"

    @property
    def short_label(self) -> str:
        """The quarter as a column head has room for: "4. kvt. 2024"."""
        return f"{self.number}. kvt. {self.year}"

    @property
    def period(self) -> "Period":
        """The quarter's own first and last day."""
        return Period(_first_day(self), _first_day(self + 1) - timedelta(days=1))

    @property
    def rolling_period(self) -> "Period":
        """First and last day of the four quarters that end with this one."""
        return Period((self - 3).period.first, self.period.last)


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, both ends included. `str()` gives "1. januar 2024 – 31. december 2024"."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{format_date_long(self.first)} – {format_date_long(self.last)}"

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The whole quarters that the span is made of; empty when it is not made of such."""
        run = [Quarter.from_day(self.first)]
        if self.last < self.first or run[0].period.first != self.first:
            return ()
        while run[-1].period.last < self.last:
            run.append(run[-1] + 1)
        return tuple(run) if run[-1].period.last == self.last else ()


def find_quarters(text: str) -> list[tuple[Quarter, int, int]]:
    """Find the quarters that a text spells, in order, each with where it starts and ends there."""
    number_first = [match for pattern in _NUMBER_YEAR for match in pattern.finditer(text)]
    year_first = [match for pattern in _YEAR_NUMBER for match in pattern.finditer(text)]
    quarters = [(Quarter(int(match[2]), int(match[1])), *match.span()) for match in number_first]
    quarters += [(Quarter(int(match[1]), int(match[2])), *match.span()) for match in year_first]
    return sorted(quarters, key=itemgetter(1))


def _first_day(quarter: Quarter) -> date:
    return date(quarter.year, quarter.number * MONTHS_IN_QUARTER - 2, 1)
