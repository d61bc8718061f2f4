"""Which time a sheet covers, and the day that the file was drawn."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from core.danish import join_words
from core.quarter import Period, Quarter, find_periods
from data_loaders.codes import problem
from data_loaders.files.grid import Row, Value, text_of
from data_loaders.problem import Problem
from data_loaders.words import times

VALID = "Gyldigt er ét kvartal, f.eks. 2024K4, 4. kvartal 2024 eller 01.10.2024 - 31.12.2024."
_ROLLING_DAYS = 360
_LONGEST_TITLE = 60
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = r"(\d{1,2}[.\-/]\d{1,2}[.\-/](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2})"
_TWO_DAYS = re.compile(rf"^\D*{_DAY}\D+{_DAY}\D*$")
_FROM = re.compile(rf"\b(?:fra|from)\b\D{{0,20}}{_DAY}", re.IGNORECASE)
_TO = re.compile(rf"\b(?:til|to)\b\D{{0,20}}{_DAY}", re.IGNORECASE)
_AS_OF = re.compile(rf"\b(?:pr|per|ultimo|til(?: og med)?)\b\.?\s*(?:den\s*)?{_DAY}", re.IGNORECASE)
_OF_CALENDAR = re.compile(  # as SAP BW's heading of a report has it: "Kalenderår/kvartal 4.2024"
    r"(?:kal(?:ender)?år)?\W{0,3}kvartal\W{1,3}([1-4])[./]((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_DRAWN = re.compile(
    rf"(?:udtr[æa]e?k|udtrukket|k[øo]e?rt\b|k[øo]e?rsel|dannet|rapportdato|udskrevet|genereret|"
    rf"eksporteret)[^\d\n]{{0,30}}{_DAY}",
    re.IGNORECASE,
)


class PeriodError(ValueError):
    """A period that no row can be about; `code` is the problem's."""

    def __init__(self, message: str, *, code: str = "invalid_quarter") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Stated:
    """What a sheet as a whole says about its time: a quarter or twelve months, or none and why.

    `said` are all the quarters that its title, its name and the file's name mention. Where its
    titles speak of rolling twelve months, `rolling`, so do the quarters of its rows.
    """

    period: Period | None
    rolling: bool = False
    problems: tuple[Problem, ...] = ()
    said: tuple[Quarter, ...] = ()


def line_text(row: Row) -> str:
    """Write a row of the preamble as one line of text."""
    return " ".join(text for text in map(text_of, row) if text)


def extract_date(lines: Sequence[str]) -> date | None:
    """Find the day that the file was drawn ("Udtrukket: 14.01.2025"); None if it is not said."""
    for line in lines:
        found = _DRAWN.search(times.write_days_in_digits(line))
        if found and (periods := find_periods(f"{found[1]} - {found[1]}")):
            return periods[0].first
    return None


def without_drawn(text: str) -> str:
    """Take the day that a file was drawn out of a text; any other text is as it was."""
    in_digits = times.write_days_in_digits(text)
    return _DRAWN.sub(" ", in_digits) if _DRAWN.search(in_digits) else text


def stated(lines: Sequence[str], *, headers: Sequence[str], sheet: str, file_name: str) -> Stated:
    """Decide a sheet's quarter from its title, its headers, its name or the file's name.

    `headers` are those of the columns that figures are read from: others may speak of other times.
    The first that says anything wins; where the file's name says otherwise, that is a warning.
    """
    stem = PurePath(file_name).stem
    places = (_titled(lines), _all(headers), _all([sheet]), _all([stem]))
    rolling = _is_rolling(lines) or any(map(times.mentions_rolling_year, (*headers, sheet)))
    said = next((periods for periods in places if periods), []) or _ended(lines)
    try:
        periods = [checked(period) for period in said]
    except PeriodError as error:
        return Stated(None, problems=(problem(error.code, str(error), sheet=sheet),))
    if not periods:
        message = (
            "Filen siger ikke, hvilket kvartal den dækker: hverken i en kolonne, i en titellinje, "
            f"i arkets navn eller i filens navn. {VALID}"
        )
        missing = problem("no_quarter", message, sheet=sheet)
        return Stated(None, rolling=rolling, problems=(missing,))
    others = [period.quarters[-1] for period in places[-1] if times.count_months(period) == 3]
    mentioned = tuple(dict.fromkeys([*(period.quarters[-1] for period in periods), *others]))
    covered = widened(periods[0]) if rolling else periods[0]
    return Stated(covered, rolling, _conflict(mentioned, sheet), mentioned)


def _ended(lines: Sequence[str]) -> list[Period]:
    """The twelve months that a title names by their last day: "rullende år pr. 31.12.2024"."""
    days = [
        day[1]
        for line in lines
        if times.mentions_rolling_year(line)
        for day in _AS_OF.finditer(line)
    ]
    ends = [period.last for day in days for period in find_periods(f"{day} - {day}")]
    return [
        times.rolling_year_to(last) for last in ends if Quarter.from_day(last).period.last == last
    ]


def _is_rolling(lines: Sequence[str]) -> bool:
    """Whether a title says that the figures are of rolling twelve months.

    It names the time as well, or is the title itself; a remark about other figures is neither, and
    a span of days speaks for itself.
    """
    said = [line for line in lines if times.mentions_rolling_year(line)]
    if any(times.find_times(line) for line in said):
        return True
    has_days = any(_TWO_DAYS.match(line) for line in lines)
    return not has_days and any(len(line) <= _LONGEST_TITLE for line in said)


def widened(period: Period) -> Period:
    """Return the twelve months that end with a quarter; other spans as they are."""
    return times.rolling_year_to(period.last) if times.count_months(period) == 3 else period


def of_cells(cells: dict[str, Value], *, months: bool = False) -> Period:
    """Decide a row's time from its cells "kvartal", "maaned", "aar", "fra" and "til".

    `months` says that bare numbers are those of months. Raises PeriodError when the cells are
    neither a month, a quarter nor twelve months that end with a quarter.
    """
    name = "maaned" if "maaned" in cells else "kvartal"
    if name in cells:
        value, year = cells[name], text_of(cells.get("aar"))
        year = year if _YEAR.fullmatch(year) else ""
        found = times.read_period(value, year=year, months=months or name == "maaned")
        if found is None or (isinstance(value, date) and not _is_edge(value, found)):
            raise PeriodError(f"»{text_of(value)}« er ikke et kvartal. {VALID}")
        return found if times.count_months(found) == 1 else checked(found)
    if "fra" not in cells:
        return _year(text_of(cells.get("aar")))
    first, last = times.write_day(cells["fra"]), times.write_day(cells["til"])
    periods = find_periods(f"{first} - {last}")
    if not periods:
        raise PeriodError(f"»{first}« til »{last}« er ikke en periode. {VALID}")
    return periods[0] if times.count_months(periods[0]) == 1 else checked(periods[0])


def _is_edge(day: date, month: Period) -> bool:
    """Whether a day is its month's first or last: any other may be the day of the extract."""
    return day.day in (1, month.last.day)


def _year(text: str) -> Period:
    found = times.read_period(text)
    if found is None or times.count_months(found) != 12:
        raise PeriodError(f"»{text}« er ikke et år. Gyldigt er f.eks. 2024.")
    return found


def checked(period: Period) -> Period:
    """Return a period that is a quarter, or twelve months that end with one; else PeriodError."""
    if times.count_months(period) == 3 or (times.count_months(period) == 12 and period.quarters):
        return period
    if (period.last - period.first).days >= _ROLLING_DAYS:
        raise PeriodError(
            f"Perioden {period} er ikke de tolv måneder, der slutter med et kvartal. Gyldigt er "
            "f.eks. 01.01.2024 - 31.12.2024.",
            code="rolling_period",
        )
    raise PeriodError(f"Perioden {period} er ikke ét helt kvartal. {VALID}")


def _titled(lines: Sequence[str]) -> list[Period]:
    """Find the periods of the title lines; what stands after "Periode" comes first."""
    named = (_OF_CALENDAR.sub(r"\2K\1", line) for line in lines)
    drawn_apart = [_DRAWN.sub(" ", times.write_days_in_digits(line)) for line in named]
    ordered = sorted(drawn_apart, key=lambda line: "period" not in line.casefold())
    found = _all(ordered) or [p for line in ordered for p in _two_days(line)]
    if found:
        return found
    whole = "\n".join(drawn_apart)
    first, last = _FROM.search(whole), _TO.search(whole)
    return list(find_periods(f"{first[1]} - {last[1]}")) if first and last else []


def _all(texts: Sequence[str]) -> list[Period]:
    found = (period for text in texts for period, _, _ in times.find_times(text))
    return list(dict.fromkeys(period for period in found if times.count_months(period) != 1))


def _two_days(line: str) -> tuple[Period, ...]:
    days = _TWO_DAYS.match(line)
    return find_periods(f"{days[1]} - {days[2]}") if days else ()


def _conflict(quarters: Sequence[Quarter], sheet: str) -> tuple[Problem, ...]:
    if len(quarters) < 2:
        return ()
    message = (
        f"Filen nævner {join_words([quarter.label for quarter in quarters])}. Den er læst som "
        f"{quarters[0].label}."
    )
    return (problem("quarter_conflict", message, sheet=sheet),)
