"""The period that a sheet's title, headers and names state, or that the cells of a row do."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from core.danish import join_words
from core.quarter import Period, Quarter
from data_loaders.codes import problem
from data_loaders.files.values import Row, Value, format_cell
from data_loaders.problem import Problem
from data_loaders.words.days import (
    DAY,
    YEAR,
    read_day_in_text,
    read_span,
    strip_drawn_day,
    write_days_in_digits,
)
from data_loaders.words.times import (
    count_months,
    find_times,
    find_yearless_times,
    make_rolling_year,
    mentions_rolling_year,
    names_part_of_pair,
    read_period,
    strip_times,
)

VALID = (
    "Gyldigt er ét kvartal, f.eks. 2024K4, 4. kvartal 2024 eller 01.10.2024 - 31.12.2024, eller én "
    "hel måned, f.eks. oktober 2024."
)
_SPLIT = (
    "»%s« er en del af et år, der går over to kalenderår, så det er uklart, hvilket kvartal det "
    f"er. {VALID} Vælg kvartalet, eller ret teksten i filen."
)
_ROLLING_DAYS = 360
_LONGEST_TITLE = 60
# Before a month these tell when the file was made.
_MADE = re.compile(
    r"opgjort|udtræksdato|udtrukket|\bkørt|kørsel|dannet|rapportdato|udskrevet|genereret|eksporteret",
    re.IGNORECASE,
)
_FILTERS = re.compile(r"\b(?:filtr(?:e|er|eret)|filters?|selektion|selection)\b", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"\S+ (?:er|is) (?:ikke|not)\b.*?(?=\S+ (?:er|is)\b|$)|\S+ ?<>.*?(?=\S+ ?=|$)",
    re.IGNORECASE | re.DOTALL,
)
_YEAR = re.compile(YEAR)
_TWO_DAYS = re.compile(rf"^\D*({DAY})\D+({DAY})\D*$")
_FROM = re.compile(rf"\b(?:fra|from)\b\D{{0,20}}({DAY})", re.IGNORECASE)
_TO = re.compile(rf"\b(?:til|to)\b\D{{0,20}}({DAY})", re.IGNORECASE)
_AS_OF = re.compile(
    rf"\b(?:pr|per|ultimo|til(?: og med)?)\b\.?\s*(?:den\s*)?({DAY})", re.IGNORECASE
)
_OF_CALENDAR = re.compile(  # as SAP BW's heading of a report has it: "Kalenderår/kvartal 4.2024"
    rf"(?:kal(?:ender)?år)?\W{{0,3}}kvartal\W{{1,3}}([1-4])[./]({YEAR})(?!\d)", re.IGNORECASE
)


class PeriodError(ValueError):
    """A period that no row can be about; `code` is the problem's."""

    def __init__(self, message: str, *, code: str = "invalid_quarter") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class StatedPeriod:
    """What a sheet as a whole says about its time: a quarter or twelve months, or none and why.

    `quarters` are all that its title, its name and the file's name mention. Where its titles speak
    of rolling twelve months, `is_rolling`, so do the quarters of its rows. `yearless` is a quarter
    that they name without a year.
    """

    period: Period | None
    is_rolling: bool = False
    problems: tuple[Problem, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    yearless: Period | None = None

    def replace_period(self, period: Period) -> "StatedPeriod":
        """Return a period without problems, of twelve months where the titles speak of such."""
        period = widen_quarter(period) if self.is_rolling else period
        return StatedPeriod(period, self.is_rolling)


def join_cells(row: Row) -> str:
    """Write a row of the preamble as one line of text."""
    return " ".join(text for text in map(format_cell, row) if text)


def find_stated_period(
    lines: Sequence[str], *, headers: Sequence[str], sheet: str, file_name: str
) -> StatedPeriod:
    """Decide a sheet's quarter from its title, its headers, its name or the file's name.

    The first of these that says anything wins; where the file's name says otherwise, that is a
    warning. `headers` are those of the columns that figures are read from: the rest may speak of
    another time.
    """
    stem = PurePath(file_name).stem
    if split := next(filter(names_part_of_pair, (*lines, *headers, sheet, stem)), ""):
        return StatedPeriod(None, problems=(problem("no_quarter", _SPLIT % split, sheet=sheet),))
    sources = (find_title_periods(lines), *map(_find_long_periods, (headers, [sheet], [stem])))
    is_rolling = _is_rolling_title(lines) or any(map(mentions_rolling_year, (*headers, sheet)))
    candidates = next(filter(None, sources), []) or _find_rolling_years(lines)
    months = {period for period in candidates if count_months(period) == 1}
    if not candidates and (month := _find_month((lines, [sheet], [stem]))):
        months = {month}
    if len(months) == 1 and months.issuperset(candidates):
        return StatedPeriod(months.pop())
    try:
        periods = [check_period(period) for period in candidates]
    except PeriodError as error:
        return StatedPeriod(None, problems=(problem(error.code, str(error), sheet=sheet),))
    if not periods:
        message = (
            "Filen siger ikke, hvilket kvartal den dækker: hverken i en kolonne, i en titellinje, "
            f"i arkets navn eller i filens navn. {VALID}"
        )
        missing = problem("no_quarter", message, sheet=sheet)
        return StatedPeriod(None, is_rolling=is_rolling, problems=(missing,))
    of_file_name = [period for period in sources[-1] if count_months(period) == 3]
    quarters = tuple(dict.fromkeys(p.quarters[-1] for p in (*periods, *of_file_name)))
    period = widen_quarter(periods[0]) if is_rolling else periods[0]
    return StatedPeriod(period, is_rolling, _warn_of_conflict(quarters, sheet), quarters)


def find_filter_lines(texts: Iterable[str]) -> list[str]:
    """Find what an export's own note of its filters says: "Anvendte filtre: Kvartal er 2024K4".

    What it leaves out, "Fraværsart er ikke Barns sygdom", says nothing of what is there.
    """
    return [_LEFT_OUT.sub(" ", text) for text in texts if _FILTERS.search(text)]


def is_of_making(text: str) -> bool:
    """Whether a text tells when the file was made, and not what it is of."""
    return bool(_MADE.search(text))


def widen_quarter(period: Period) -> Period:
    """Return the twelve months that end with a quarter; other spans as they are."""
    return make_rolling_year(period.last) if count_months(period) == 3 else period


def read_row_period(cells: dict[str, Value], *, months: bool = False) -> Period:
    """Decide a row's time from its cells "kvartal", "maaned", "aar", "fra" and "til".

    `months` says that bare numbers are those of months. Raises PeriodError when the cells are
    neither a month, a quarter nor twelve months that end with a quarter.
    """
    name = "maaned" if "maaned" in cells else "kvartal"
    if name in cells:
        of_months = months or name == "maaned"
        period = _read_part_of_year(cells[name], cells.get("aar"), months=of_months)
    elif "fra" in cells:
        period = _read_first_to_last(cells["fra"], cells["til"])
    else:
        return _read_year(format_cell(cells.get("aar")))
    return period if count_months(period) == 1 else check_period(period)


def check_period(period: Period) -> Period:
    """Return a period that is a quarter, or twelve months that end with one; else PeriodError."""
    if count_months(period) == 3 or (count_months(period) == 12 and period.quarters):
        return period
    if (period.last - period.first).days >= _ROLLING_DAYS:
        raise PeriodError(
            f"Perioden {period} er ikke de tolv måneder, der slutter med et kvartal. Gyldigt er "
            "f.eks. 01.01.2024 - 31.12.2024.",
            code="rolling_period",
        )
    raise PeriodError(f"Perioden {period} er hverken ét helt kvartal eller én hel måned. {VALID}")


def _read_part_of_year(value: Value, year: Value, *, months: bool) -> Period:
    year_in_text = _YEAR.search(format_cell(year))
    text = year_in_text[0] if year_in_text else ""
    period = read_period(value, year=text, months=months)
    # A day that is not its month's first or last may be the day of the extract.
    is_any_day = isinstance(value, date) and period and value.day not in (1, period.last.day)
    if period is None or is_any_day:
        raise PeriodError(f"»{format_cell(value)}« er hverken et kvartal eller en måned. {VALID}")
    return period


def _read_first_to_last(first: Value, last: Value) -> Period:
    try:
        return Period(*read_span(first, last))
    except ValueError:
        texts = format_cell(first), format_cell(last)
    if periods := _find_long_periods([" - ".join(texts)]):
        return periods[0]
    raise PeriodError(f"»{texts[0]}« til »{texts[1]}« er ikke en periode. {VALID}")


def _read_year(text: str) -> Period:
    period = read_period(text)
    if period is None or count_months(period) != 12:
        raise PeriodError(f"»{text}« er ikke et år. Gyldigt er f.eks. 2024.")
    return period


def find_title_periods(lines: Iterable[str]) -> list[Period]:
    """Find the periods of the title lines; what stands after "Periode" comes first."""
    named = (_OF_CALENDAR.sub(r"\2K\1", line) for line in lines)
    texts = [write_days_in_digits(strip_drawn_day(line)) for line in named]
    texts_in_order = sorted(texts, key=lambda line: "period" not in line.casefold())
    if periods := _find_long_periods(texts_in_order):
        return periods
    days = [match.groups() for match in map(_TWO_DAYS.match, texts_in_order) if match]
    text = "\n".join(texts)
    first, last = _FROM.search(text), _TO.search(text)
    if not days and first and last:
        days = [(first[1], last[1])]
    return [Period(*span) for pair in days if (span := _read_span_in_text(*pair))]


def _read_span_in_text(first: str, last: str) -> tuple[date, date] | None:
    try:
        return read_span(first, last)
    except ValueError:
        return None


def _find_long_periods(texts: Iterable[str]) -> list[Period]:
    """Find the periods of texts, but for single months."""
    periods = (time.period for text in texts for time in find_times(text))
    return list(dict.fromkeys(period for period in periods if count_months(period) != 1))


def _find_month(levels: Iterable[Iterable[str]]) -> Period | None:
    """Return the one month that the nearest texts that name any speak of; None for several."""
    for texts in levels:
        named = (text.replace("_", " ") for text in texts if not is_of_making(text))
        months = {month for text in named for month in _list_months(strip_drawn_day(text))}
        if months:
            return months.pop() if len(months) == 1 else None
    return None


def _list_months(text: str) -> list[Period]:
    """List the months that a text names, also those whose year stands after another one."""
    months = [time.period for time in find_times(text) if count_months(time.period) == 1]
    yearless = find_yearless_times(strip_times(text)) if months else []
    return [*months, *(time.period for time in yearless)]


def _find_rolling_years(lines: Sequence[str]) -> list[Period]:
    """Find twelve months that a title names by their last day: "rullende år pr. 31.12.2024"."""
    rolling = filter(mentions_rolling_year, lines)
    ends = [read_day_in_text(match[1]) for line in rolling for match in _AS_OF.finditer(line)]
    return [
        make_rolling_year(day) for day in ends if day and Quarter.from_day(day).period.last == day
    ]


def _is_rolling_title(lines: Sequence[str]) -> bool:
    """Whether a title says that the figures are of rolling twelve months.

    It names the time as well, or is the title itself; a remark about other figures is neither, and
    a span of days speaks for itself.
    """
    rolling = [line for line in lines if mentions_rolling_year(line)]
    if any(map(find_times, rolling)):
        return True
    has_days = any(map(_TWO_DAYS.match, lines))
    return not has_days and any(len(line) <= _LONGEST_TITLE for line in rolling)


def _warn_of_conflict(quarters: Sequence[Quarter], sheet: str) -> tuple[Problem, ...]:
    if len(quarters) < 2:
        return ()
    message = (
        f"Filen nævner {join_words([quarter.label for quarter in quarters])}. Den er læst som "
        f"{quarters[0].label}."
    )
    return (problem("quarter_conflict", message, sheet=sheet),)
