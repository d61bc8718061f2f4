"""How much each spell of absence is: hours, dagsværk, or the weekdays between its dates."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.danish import format_count
from data_loaders.files.columns import Integers, Mask
from data_loaders.kinds import list_columns
from data_loaders.kinds.persons.spells import MICRO, count_weekdays
from data_loaders.table.body import TableBody

_NONE = -1
_WEEK = 7
_FEWEST_LONG = 3
_NEARLY_ALL = 0.9
_HOURS_OF_DAY = 24
_DAGSVAERK_OF_DAY = 4  # more than 24 hours are
_WHOLE_SHARE = 100


@dataclass(frozen=True)
class Amounts:
    """What each row lost, as `Spells` has it, and whether its share says that it is part-days."""

    amount: Integers
    in_hours: Mask
    is_part: Mask


def read_amounts(body: TableBody, first: Integers, last: Integers) -> Amounts:
    """Read each row's hours, else its dagsværk, else count the weekdays between its days."""
    length = last - first + 1
    hours, days = _read_millionths(body, "timer"), _read_millionths(body, "dagsvaerk")
    _check_amounts(body, "timer", hours, length * _HOURS_OF_DAY)
    _check_amounts(body, "dagsvaerk", days, length * _DAGSVAERK_OF_DAY)
    if _are_calendar_days(days, length):
        body.note("calendar_days", _CALENDAR_DAYS)
        days = np.full_like(days, _NONE)
    share = _read_share(body)
    in_hours = hours != _NONE
    lost = np.where(in_hours, hours, days)
    assumed = np.flatnonzero(lost == _NONE)
    if len(assumed):
        rows = format_count(len(assumed), "række", "rækker")
        body.note("days_assumed", _ASSUMED.format(rows=rows))
        ends = np.maximum(last, first - 1)[assumed]
        counted_days = count_weekdays(first[assumed], ends) * MICRO * share[assumed] // _WHOLE_SHARE
        lost[assumed] = counted_days
    return Amounts(lost, in_hours, share < _WHOLE_SHARE)


_CALENDAR_DAYS = (
    "Kolonnen med dage har kalenderdage, og de kan ikke regnes om til dagsværk. I stedet er "
    "hverdagene fra første til sidste dag talt."
)
_ASSUMED = (
    "{rows} har hverken timer eller dagsværk: hver hverdag fra første til sidste dag er regnet som "
    "ét dagsværk, også for deltidsansatte. Træk filen med fraværstimer, hvis det er muligt."
)
_TOO_MUCH = (
    "{value} er mere end døgnet rundt på alle forløbets dage. Kontrollér tallet og datoerne."
)


def _read_millionths(body: TableBody, name: str) -> Integers:
    return body.read_field(name).map(_count_millionths).to_integers()


def _count_millionths(number: Decimal | None) -> int:
    return _NONE if number is None else max(round(number * MICRO), 0)


def _check_amounts(body: TableBody, name: str, lost: Integers, most: Integers) -> None:
    list_columns.check_not_negative(body, name)
    body.flag("implausible_number", _TOO_MUCH, name, (lost > most * MICRO) & (most > 0))


def _are_calendar_days(days: Integers, length: Integers) -> bool:
    """Whether the days of nearly all spells of over a week are all the days between their dates."""
    long = (length > _WEEK) & (days != _NONE)
    is_length = days[long] == length[long] * MICRO
    return len(is_length) >= _FEWEST_LONG and float(is_length.mean()) >= _NEARLY_ALL


def _read_share(body: TableBody) -> Integers:
    """Return how much of each day was lost, in per cent; all of it where nothing is said."""
    read = body.read_field("omfang")
    shares = [number for number in read.values if number is not None]
    factor = _WHOLE_SHARE if shares and max(shares) <= 1 else 1
    return read.map(lambda n: _WHOLE_SHARE if n is None else round(n * factor)).to_integers()
