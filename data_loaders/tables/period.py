"""Which quarter a row covers, and the day that the file was drawn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from core.danish import listed
from core.errors import UsageError
from core.quarter import Period, Quarter, find_periods
from data_loaders.codes import problem
from data_loaders.files.grid import Row, Value, text_of
from data_loaders.problem import Problem

VALID = "Gyldigt er ét kvartal, f.eks. 2024K4, 4. kvartal 2024 eller 01.10.2024 - 31.12.2024."
_ROLLING_DAYS = 360
_DAY = r"(\d{1,2}[.\-/]\d{1,2}[.\-/]\d{4}|\d{4}-\d{2}-\d{2})"
_TWO_DAYS = re.compile(rf"^\D*{_DAY}\D+{_DAY}\D*$")
_FROM = re.compile(rf"\b(?:fra|from)\b\D{{0,20}}{_DAY}", re.IGNORECASE)
_TO = re.compile(rf"\b(?:til|to)\b\D{{0,20}}{_DAY}", re.IGNORECASE)
_DRAWN = re.compile(
    rf"(?:udtr[æa]e?k|udtrukket|k[øo]e?rt\b|k[øo]e?rsel|dannet|rapportdato|udskrevet|genereret|"
    rf"eksporteret)[^\d\n]{{0,30}}{_DAY}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[kq]?\s*([1-4])\s*\.?\s*(?:kvartal|kvt|kv)?\.?", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"\d{4}-(\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


class PeriodError(ValueError):
    """A period that is not one quarter; `code` is the problem's."""

    def __init__(self, message: str, *, code: str = "invalid_quarter") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Stated:
    """What a sheet as a whole says about its quarter: one, or none and why.

    `said` are all the quarters that its title, its name and the file's name mention.
    """

    quarter: Quarter | None
    problems: tuple[Problem, ...] = ()
    said: tuple[Quarter, ...] = ()


def line_text(row: Row) -> str:
    """Write a row of the preamble as one line of text."""
    return " ".join(text for text in map(text_of, row) if text)


def extract_date(lines: Sequence[str]) -> date | None:
    """Find the day that the file was drawn ("Udtrukket: 14.01.2025"); None if it is not said."""
    for line in lines:
        found = _DRAWN.search(line)
        if found and (periods := find_periods(f"{found[1]} - {found[1]}")):
            return periods[0].first
    return None


def stated(lines: Sequence[str], *, headers: Sequence[str], sheet: str, file_name: str) -> Stated:
    """Decide a sheet's quarter from its title, its headers, its name or the file's name.

    `headers` are those of the columns that figures are read from: others may speak of other times.
    The first that says anything wins; where the file's name says otherwise, that is a warning.
    """
    stem = PurePath(file_name).stem
    places = (_titled(lines), _all(headers), _all([sheet]), _all([stem]))
    said = next((periods for periods in places if periods), [])
    try:
        quarters = [_quarter(period) for period in said]
    except PeriodError as error:
        return Stated(None, (problem(error.code, str(error), sheet=sheet),))
    if not quarters:
        message = (
            "Filen siger ikke, hvilket kvartal den dækker: hverken i en kolonne, i en titellinje, "
            f"i arkets navn eller i filens navn. {VALID}"
        )
        return Stated(None, (problem("no_quarter", message, sheet=sheet),))
    others = [q for period in places[-1] for q in period.quarters if len(period.quarters) == 1]
    mentioned = tuple(dict.fromkeys(quarters + others))
    return Stated(quarters[0], _conflict(mentioned, sheet), mentioned)


def of_cells(cells: dict[str, Value]) -> Quarter:
    """Decide a row's quarter from its cells "kvartal", "aar", "fra" and "til".

    Raises PeriodError when they are not one quarter.
    """
    if "kvartal" in cells:
        return _of_cell(cells["kvartal"], text_of(cells.get("aar")))
    first, last = text_of(cells.get("fra")), text_of(cells.get("til"))
    periods = find_periods(f"{first} - {last}")
    if not periods:
        raise PeriodError(f"»{first}« til »{last}« er ikke en periode. {VALID}")
    return _quarter(periods[0])


def _of_cell(value: Value, year: str) -> Quarter:
    if isinstance(value, date):
        return _of_month(value.month, Quarter.of(value))
    text = text_of(value)
    numbered = _NUMBER.fullmatch(text)
    if numbered and _YEAR.fullmatch(year):
        return Quarter(int(year), int(numbered[1]))
    periods = find_periods(text)
    if len(periods) == 1:
        return _quarter(periods[0])
    try:
        quarter = Quarter.parse(text)
    except UsageError as error:
        raise PeriodError(f"»{text}« er ikke et kvartal. {VALID}") from error
    month = _YEAR_MONTH.fullmatch(text)
    return _of_month(int(month[1]), quarter) if month else quarter


def _of_month(month: int, quarter: Quarter) -> Quarter:
    """Take a quarter's first or last month for the quarter: some systems name it so."""
    if month in (quarter.period.first.month, quarter.period.last.month):
        return quarter
    raise PeriodError(f"Måned {month} er midt i et kvartal og ikke et helt kvartal. {VALID}")


def _quarter(period: Period) -> Quarter:
    quarters = period.quarters
    if len(quarters) == 1:
        return quarters[0]
    if (period.last - period.first).days >= _ROLLING_DAYS:
        raise PeriodError(
            f"Perioden {period} er tolv måneder. Rækker med rullende tolv måneder kan ikke "
            "indlæses; træk filen for ét kvartal ad gangen.",
            code="rolling_period",
        )
    raise PeriodError(f"Perioden {period} er ikke ét helt kvartal. {VALID}")


def _titled(lines: Sequence[str]) -> list[Period]:
    """Find the periods of the title lines; what stands after "Periode" comes first."""
    drawn_apart = [_DRAWN.sub(" ", line) for line in lines]
    ordered = sorted(drawn_apart, key=lambda line: "period" not in line.casefold())
    found = _all(ordered) or [p for line in ordered for p in _two_days(line)]
    if found:
        return found
    whole = "\n".join(drawn_apart)
    first, last = _FROM.search(whole), _TO.search(whole)
    return list(find_periods(f"{first[1]} - {last[1]}")) if first and last else []


def _all(texts: Sequence[str]) -> list[Period]:
    return list(dict.fromkeys(period for text in texts for period in find_periods(text)))


def _two_days(line: str) -> tuple[Period, ...]:
    days = _TWO_DAYS.match(line)
    return find_periods(f"{days[1]} - {days[2]}") if days else ()


def _conflict(quarters: Sequence[Quarter], sheet: str) -> tuple[Problem, ...]:
    if len(quarters) < 2:
        return ()
    message = (
        f"Filen nævner {listed([quarter.label for quarter in quarters])}. Den er læst som "
        f"{quarters[0].label}."
    )
    return (problem("quarter_conflict", message, sheet=sheet),)
