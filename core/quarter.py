"""Quarters and periods: every spelling in, one spelling out."""

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
_DATE = r"(?:\d{1,2}[.\-/]\d{1,2}[.\-/](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2})"
_SPAN = re.compile(rf"({_DATE})\s*(?:-|–|—|til|to)\s*({_DATE})", re.IGNORECASE)
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
        for quarter, start, end in _find_spelled_quarters(stripped):
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


def find_periods(text: str) -> tuple[Period, ...]:
    """Find the spans and quarters written anywhere in a text, in order, without repeats.

    A span of days ("01.10.2024 - 31.12.2024") wins over quarters; impossible dates are skipped.
    """
    return tuple(dict.fromkeys(period for period, _, _ in locate_periods(text)))


def locate_periods(text: str) -> list[tuple[Period, int, int]]:
    """Find what `find_periods` finds, each with where it starts and ends in the text."""
    spans = [
        (Period(*days), *hit.span())
        for hit in _SPAN.finditer(text)
        if (days := _parse_span(*hit.groups()))
    ]
    spelled = sorted(_find_spelled_quarters(text), key=itemgetter(1))
    return spans or [(quarter.period, start, end) for quarter, start, end in spelled]


def _find_spelled_quarters(text: str) -> list[tuple[Quarter, int, int]]:
    """Find each quarter in words, with where it starts and ends."""
    number_first = [hit for pattern in _NUMBER_YEAR for hit in pattern.finditer(text)]
    year_first = [hit for pattern in _YEAR_NUMBER for hit in pattern.finditer(text)]
    return [(Quarter(int(hit[2]), int(hit[1])), *hit.span()) for hit in number_first] + [
        (Quarter(int(hit[1]), int(hit[2])), *hit.span()) for hit in year_first
    ]


def _first_day(quarter: Quarter) -> date:
    return date(quarter.year, quarter.number * MONTHS_IN_QUARTER - 2, 1)


def _parse_span(first: str, last: str) -> tuple[date, date] | None:
    """Read two days, the month before the day where the other way round is impossible."""
    for month_first in (False, True):
        try:
            return _parse_day(first, month_first=month_first), _parse_day(
                last, month_first=month_first
            )
        except ValueError:
            continue
    return None


def _parse_day(text: str, *, month_first: bool) -> date:
    parts = [int(part) for part in re.split(r"[.\-/]", text)]
    if parts[0] > 31:
        return date(*parts)
    if month_first and "/" not in text:
        raise ValueError(text)
    first, second, year = parts
    day, month = (second, first) if month_first else (first, second)
    return date(year if year > 99 else 2000 + year, month, day)
