"""From rows of absence to each enhed's dagsværk in each quarter, short and long.

However a source cuts an illness, by the day, the month or the doctor's note, it is one spell: rows
of one person with nothing but days off between them. It is short or long by all of its calendar
days. A row's dagsværk lie evenly on its weekdays; on all its days where they are more than one a
weekday, as for somebody who works at weekends. What the rows of one employment have beyond a whole
day on the same day was registered twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays
import numpy as np

from core.quarter import Quarter
from data_loaders.files.columns import Integers, Mask

MICRO = 1_000_000  # amounts are counted in millionths of an hour or of a dagsværk
DIGITS = 12  # and dagsværk, when summed, in units of 10⁻¹²: whole numbers add up exactly
WHOLE_DAY = 10**DIGITS
_TENTHS_OF_HOUR = 74
_EPOCH = date(1970, 1, 1).toordinal()
_DAYS_APART = 10_000_000  # more than any calendar has between two days
_ROUNDING = 1_000  # units that shares and their sums may be off by
_MONDAY_OFFSET = 3  # 1 January 1970 was a Thursday
_WEEKDAYS = 5
_HALF_HOLIDAYS = ((12, 24), (12, 31))  # no holidays by law, but nobody's working days


@dataclass(frozen=True)
class AbsenceRows:
    """Rows of absence, one a place in each array.

    `person`, `job` (the employment) and `enhed` are codes from 0. `first` and `last` are the days
    of the absence, `begin` and `end` those that its amount lies between: counted from 1970, both
    included. `amount` is in millionths of an hour, or of a dagsværk where `in_hours` is not set;
    `is_part` says whether only part of each day was lost.
    """

    person: Integers
    job: Integers
    enhed: Integers
    first: Integers
    last: Integers
    begin: Integers
    end: Integers
    amount: Integers
    in_hours: Mask
    is_part: Mask

    def take(self, places: Integers | Mask) -> "AbsenceRows":
        """Keep some rows."""
        return AbsenceRows(**{name: values[places] for name, values in vars(self).items()})


@dataclass(frozen=True)
class SpellSums:
    """Dagsværk in units of 10⁻¹²: by enhed, quarter, part-day or not, and short or long.

    `repeated` are those that each row has beyond a whole day of its employment: they are not in
    `units`.
    """

    units: Integers
    repeated: Integers

    def find_sum(self, enhed: int, quarter: int, *, part: bool, long: bool) -> int:
        """Return one sum."""
        return int(self.units[enhed, quarter, int(part), int(long)])


@dataclass(frozen=True)
class Spells:
    """Spells, one a place in each array but `numbers`, which has the spell of each row.

    `enhed` is that of the row that the spell begins with, the longest of several. `lengths` are the
    calendar days from first to last.
    """

    person: Integers
    enhed: Integers
    first: Integers
    lengths: Integers
    numbers: Integers


def sum_absence(
    rows: AbsenceRows, lengths: Integers, *, enheder: int, quarters: Sequence[Quarter], most: int
) -> SpellSums:
    """Sum rows by enhed and quarter; a row is long whose spell's length is more than `most` days.

    `lengths` are the calendar days of the spells, as `measure_spells` gives them, and `enheder` is
    the number of codes.
    """
    spread, every_day = _spread_amounts(rows)
    halves = rows.is_part * 2 + (lengths > most)
    total = np.zeros(enheder * len(quarters) * 4, np.int64)
    for place, quarter in enumerate(quarters):
        first = np.maximum(rows.begin, number_day(quarter.period.first))
        last = np.minimum(rows.end, number_day(quarter.period.last))
        within = np.flatnonzero(first <= last)
        days = _count_days(first[within], last[within], every_day=every_day[within])
        index = (rows.enhed[within] * len(quarters) + place) * 4 + halves[within]
        np.add.at(total, index, _share_dagsvaerk(rows.take(within), days, spread[within]))
    repeated = np.zeros(len(rows.person), np.int64)
    for number, quarter in enumerate(quarters):
        places, units = _find_repeated(rows, quarter, spread=spread, every_day=every_day)
        index = (rows.enhed[places] * len(quarters) + number) * 4 + halves[places]
        np.subtract.at(total, index, units)
        np.add.at(repeated, places, units)
    total[np.abs(total) < _ROUNDING] = 0  # what rounding left of a row that all was taken from
    return SpellSums(total.reshape((enheder, len(quarters), 2, 2)), repeated)


def measure_spells(rows: AbsenceRows, *, other_absence: AbsenceRows | None = None) -> Integers:
    """Return the calendar days, from first to last, of the spell that each row is of."""
    spells = find_spells(rows, other_absence=other_absence)
    return spells.lengths[spells.numbers]


def find_spells(rows: AbsenceRows, *, other_absence: AbsenceRows | None = None) -> Spells:
    """Join rows to spells, in order of person and first day.

    Rows of one person, all jobs together, are one spell where nothing but days off lies between
    them: Saturdays, Sundays, Danish holidays, 24 and 31 December; where every row is one day, also
    the weekdays on which the person never has a row, be it of `other_absence`.
    """
    if not len(rows.person):
        return Spells(rows.person, rows.enhed, rows.first, rows.first, rows.first)
    order = np.lexsort((-rows.last, rows.first, rows.person))
    person, first, last = rows.person[order], rows.first[order], rows.last[order]
    covered_until = _find_covered_until(person, last)
    is_start = covered_until == -_DAYS_APART
    workdays = _count_workdays(np.where(is_start, first, covered_until + 1), first - 1)
    if (first == last).all():
        workdays = workdays * _find_weekdays(rows, other_absence or rows)[person]
    is_start |= workdays.sum(axis=1) > 0
    starts = np.flatnonzero(is_start)
    numbers = np.empty_like(first)
    numbers[order] = np.cumsum(is_start) - 1
    return Spells(
        person[starts],
        rows.enhed[order][starts],
        first[starts],
        np.maximum.reduceat(last, starts) - first[starts] + 1,
        numbers,
    )


def number_day(day: date) -> int:
    """Count the days from 1970 to a day."""
    return day.toordinal() - _EPOCH


def make_day(number: int) -> date:
    """Return the day that is so many days after 1 January 1970."""
    return date.fromordinal(number + _EPOCH)


def _find_weekdays(*lists: AbsenceRows) -> Mask:
    """Say of each person, by its code, on which of the five weekdays some rows have a day."""
    persons = max(int(rows.person.max(initial=0)) for rows in lists) + 1
    has_day = np.zeros((persons, 7), np.bool_)
    for rows in lists:
        for offset in range(7):
            within = rows.first + offset <= rows.last
            weekday = (rows.first[within] + offset + _MONDAY_OFFSET) % 7
            has_day[rows.person[within], weekday] = True
    return has_day[:, :_WEEKDAYS]


def count_weekdays(first: Integers, last: Integers) -> Integers:
    """Count the days from Monday to Friday between two days, both included."""
    days = np.busday_count(first.astype("datetime64[D]"), (last + 1).astype("datetime64[D]"))
    return days.astype(np.int64)


def find_days_off(days: Integers) -> Mask:
    """Say of each day whether it is a Danish holiday, 24 or 31 December."""
    years = {make_day(day).year for day in np.unique(days).tolist()}
    off = [number_day(day) for year in years for day in _list_days_off(year)]
    return np.isin(days, np.array(off, np.int64))


def _find_covered_until(groups: Integers, last: Integers) -> Integers:
    """Return the last day that earlier rows of a row's group cover, -_DAYS_APART where none do.

    The rows are in order of group and first day.
    """
    ends = np.maximum.accumulate(groups * _DAYS_APART + last)[:-1]
    until = np.concatenate(([0], ends)) - groups * _DAYS_APART
    is_first = np.concatenate(([True], groups[1:] != groups[:-1]))
    return np.where(is_first, -_DAYS_APART, until)


def _count_workdays(first: Integers, last: Integers) -> Integers:
    """Count the working days between two days on each weekday: a row for each pair of days."""
    last = np.maximum(last, first - 1)
    begin, end = first.astype("datetime64[D]"), (last + 1).astype("datetime64[D]")
    years = range(int(str(begin.min())[:4]), int(str(end.max())[:4]) + 1)
    off = np.array([day for year in years for day in _list_days_off(year)], "datetime64[D]")
    counts = [
        np.busday_count(begin, end, weekmask=[day == weekday for day in range(7)], holidays=off)
        for weekday in range(_WEEKDAYS)
    ]
    return np.stack(counts, axis=1)


@lru_cache(maxsize=200)
def _list_days_off(year: int) -> tuple[date, ...]:
    """Return the Danish holidays of a year, and the days before Christmas and New Year."""
    return (*holidays.country_holidays("DK", years=year), *(date(year, *d) for d in _HALF_HOLIDAYS))


def _find_repeated(
    rows: AbsenceRows, quarter: Quarter, *, spread: Integers, every_day: Mask
) -> tuple[Integers, Integers]:
    """Return the places of rows with something beyond a whole day of their job, and how much.

    A day holds a whole dagsværk, or what the largest of its rows has; earlier rows fill it first.
    """
    begin = np.maximum(rows.begin, number_day(quarter.period.first))
    end = np.minimum(rows.end, number_day(quarter.period.last))
    places = _find_sharing_days(rows.job, begin, end)
    places = places[np.lexsort((-rows.end[places], rows.begin[places]))]
    days = np.maximum(end[places] - begin[places] + 1, 0)
    of_row = np.repeat(np.arange(len(places)), days)
    day = begin[places][of_row] + np.arange(len(of_row)) - np.repeat(np.cumsum(days) - days, days)
    carries = every_day[places][of_row] | ((day + _MONDAY_OFFSET) % 7 < _WEEKDAYS)
    of_row, day = of_row[carries], day[carries]
    if not len(day):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    shares = _share_dagsvaerk(rows.take(places), np.ones_like(places), spread[places])[of_row]
    order = np.lexsort((of_row, day, rows.job[places][of_row]))
    of_row, day, shares = of_row[order], day[order], shares[order]
    job = rows.job[places][of_row]
    is_start = np.concatenate(([True], (day[1:] != day[:-1]) | (job[1:] != job[:-1])))
    starts = np.flatnonzero(is_start)
    group = np.cumsum(is_start) - 1
    until = np.cumsum(shares)  # where it overflows, its differences are right all the same
    until -= (until[starts] - shares[starts])[group]
    holds = np.maximum(np.maximum.reduceat(shares, starts), WHOLE_DAY)[group]
    beyond = np.clip(until - holds, 0, shares)
    return places[of_row], np.where(beyond > _ROUNDING, beyond, 0)


def _find_sharing_days(job: Integers, begin: Integers, end: Integers) -> Integers:
    """Return the places of rows that may share a day with another row of their job."""
    order = np.lexsort((-end, begin, job))
    order = order[begin[order] <= end[order]]
    if not len(order):
        return order
    is_start = _find_covered_until(job[order], end[order]) < begin[order]
    group = np.cumsum(is_start) - 1
    sharing: Integers = order[np.bincount(group)[group] > 1]
    return sharing


def _spread_amounts(rows: AbsenceRows) -> tuple[Integers, Mask]:
    """Return the number of days that each row's amount lies on, and whether that is every day."""
    worked = count_weekdays(rows.begin, np.maximum(rows.end, rows.begin - 1))
    a_day = np.where(rows.in_hours, _TENTHS_OF_HOUR * MICRO // 10, MICRO)
    every_day = rows.amount > worked * a_day
    days = np.where(every_day, rows.end - rows.begin + 1, worked)
    return np.maximum(days, 1), every_day


def _count_days(first: Integers, last: Integers, *, every_day: Mask) -> Integers:
    return np.where(every_day, last - first + 1, count_weekdays(first, last))


def _share_dagsvaerk(rows: AbsenceRows, days: Integers, spread: Integers) -> Integers:
    """Return the share of each row's dagsværk that lies on some of its days, rounded once."""
    divisor = spread * np.where(rows.in_hours, _TENTHS_OF_HOUR, 1)
    factor = np.where(rows.in_hours, 10 * MICRO, MICRO)
    units, remainder = np.divmod(rows.amount * days, divisor)
    share: Integers = units * factor + (remainder * factor + divisor // 2) // divisor
    return share
