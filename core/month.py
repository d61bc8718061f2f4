"""Calendar months: what an extract covers that has less than a quarter."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.danish import format_month, join_words
from core.errors import UsageError
from core.quarter import MONTHS_IN_QUARTER, Period, Quarter

_TEXT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. `str()` gives `2024-04`, as in files and code."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `2024-04`; UsageError for anything else."""
        match = _TEXT.fullmatch(text.strip())
        if match is None:
            raise UsageError(f"»{text}« er ikke en måned. Skriv den som f.eks. 2024-04.")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def matches(cls, text: str) -> bool:
        """Whether a text is a month as `parse` reads it."""
        return _TEXT.fullmatch(text.strip()) is not None

    @classmethod
    def list_of_quarter(cls, quarter: Quarter) -> tuple["Month", ...]:
        """Return the three months of a quarter, in order."""
        last = quarter.number * MONTHS_IN_QUARTER
        return tuple(cls(quarter.year, last - before) for before in (2, 1, 0))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def quarter(self) -> Quarter:
        """The quarter that holds the month."""
        return Quarter.from_day(date(self.year, self.number, 1))

    @property
    def label(self) -> str:
        """The month as people write it: "april 2024"."""
        return format_month(date(self.year, self.number, 1))

    @property
    def period(self) -> Period:
        """The month's first and last day."""
        last = monthrange(self.year, self.number)[1]
        return Period(date(self.year, self.number, 1), date(self.year, self.number, last))


def describe_unfinished_quarter(quarter: Quarter, months: Sequence[Month]) -> str:
    """Say which months a quarter has and lacks, where it does not have all three."""
    missing = [month.label for month in Month.list_of_quarter(quarter) if month not in months]
    present = join_words([month.label for month in months])
    return (
        f"{quarter.label} er ikke færdigt: {present} er med, {join_words(missing)} mangler. "
        "Kvartalet får først tal, når alle tre måneder er indlæst."
    )
