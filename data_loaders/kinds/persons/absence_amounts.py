"""How much each row of absence is, and on which days: hours, dagsværk, or its weekdays."""

import re
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.danish import format_count
from core.quarter import Period
from data_loaders.codes import problem
from data_loaders.files.columns import Integers, Mask
from data_loaders.guidance.mapping import label_columns
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.kinds import list_columns
from data_loaders.kinds.persons.spells import MICRO, count_weekdays, find_days_off, number_day
from data_loaders.table.body import TableBody
from data_loaders.words.header_names import normalize
from data_loaders.words.times import find_periods

_NONE = -1
_WEEK = 7
_FEWEST_LONG = 3
_NEARLY_ALL = 0.9
_WHOLE_SHARE, _HALF_SHARE = 100, 50
_HOURS_OF_DAGSVAERK = 7.4
_WEEKDAYS_SHARE = 5 / 7
_HOURS_OF_SHORT_DAY = 12  # weekend and night shifts are normal
_HOURS_BEYOND = 24
_FEW = 0.01  # of the rows, and of the hours
_OF_PERIOD = re.compile(
    r"i(?:hele|den)?(periode|kvartal|maaned|aar)(?:e?n|et)?(?:ialt)?$|in(?:the)?(period)|"
    r"^(periode|kvartal|maaned|aar)(?:e?n|et)?s"
)
_BARE_AMOUNT = re.compile(r"^(?:antal|samlet)?(?:syge?)?fravaer(?:et)?(?:ialt)?$|^antal$")
_MONTHS_OF = {"maaned": 1, "kvartal": 3, "aar": 12}


@dataclass(frozen=True)
class Amounts:
    """What each row lost, as `AbsenceRows` has it, and whether its share says that it is part-days.

    The amount lies between the days `begin` and `end`.
    """

    amount: Integers
    in_hours: Mask
    is_part: Mask
    begin: Integers
    end: Integers


def read_amounts(
    body: TableBody, first: Integers, last: Integers, *, is_part: Mask, period: Period
) -> Amounts:
    """Read each row's hours, else its dagsværk, else count the weekdays between its days.

    An amount whose header says that it is the period's lies on the row's days within `period`; any
    other on all of them. Part-days without an amount count as halves, a day off as nothing.
    """
    hours, days = _read_millionths(body, "timer"), _read_millionths(body, "dagsvaerk")
    for name in ("timer", "dagsvaerk"):
        list_columns.check_not_negative(body, name)
    if _are_calendar_days(days, last - first + 1):
        body.note("calendar_days", _CALENDAR_DAYS)
        days = np.full_like(days, _NONE)
    in_hours = hours != _NONE
    lost = np.where(in_hours, hours, days)
    begin, end = _find_days_of_amounts(body, first, last, period=period)
    share, has_share = _read_share(body)
    share = np.where(is_part & ~has_share, _HALF_SHARE, share)
    _ask_about_unit(body)
    if (lost == 0).any():
        lost[_find_zero_blanks(body, lost == _NONE)] = 0
    assumed = np.flatnonzero(lost == _NONE)
    if len(assumed):
        rows = format_count(len(assumed), "række", "rækker")
        body.note("days_assumed", _ASSUMED.format(rows=rows))
        begin[assumed], end[assumed] = first[assumed], last[assumed]
        ends = np.maximum(last, first - 1)[assumed]
        of_days = count_weekdays(first[assumed], ends)
        of_days[(first == last)[assumed] & find_days_off(first[assumed])] = 0
        lost[assumed] = of_days * MICRO * share[assumed] // _WHOLE_SHARE
    return Amounts(lost, in_hours, is_part | (share < _WHOLE_SHARE), begin, end)


_CALENDAR_DAYS = (
    "Kolonnen med dage har kalenderdage, og de kan ikke regnes om til dagsværk. I stedet er "
    "hverdagene fra første til sidste dag talt."
)
_ASSUMED = (
    "{rows} har hverken timer eller dagsværk: hver hverdag fra første til sidste dag er regnet som "
    "ét dagsværk, en delvis eller halv dag som et halvt, også for deltidsansatte; en række for en "
    "enkelt helligdag, 24. eller 31. december tæller ikke. Træk filen med fraværstimer, hvis det "
    "er muligt."
)
_SEVERAL = (
    "Kolonnen siger, at tallet er én måneds, ét kvartals eller ét års, men rækkens datoer ligger i "
    "flere af dem. Træk filen med en række for hver, eller med timerne i hele perioden."
)
_TOO_MUCH = (
    "{value} er mere, end dagene fra første til sidste dag kan rumme. Ofte er timerne hele "
    "sygeforløbets, mens datoerne er klippet til perioden. Træk filen med forløbenes egne datoer, "
    "eller med timerne i perioden alene."
)


_TOO_MANY_DAYS = (
    "{value} er mere, end dagene fra første til sidste dag kan rumme. Ofte er tallene timer og "
    "ikke dagsværk: skriv da »Timer« i overskriften. Eller de er hele sygeforløbets, mens datoerne "
    "er klippet til perioden: træk da filen med forløbenes egne datoer."
)


def flag_more_than_days_hold(body: TableBody, amounts: Amounts, counts: Mask) -> Mask:
    """Flag the rows, of those that count, with more hours than their days can hold; return them.

    Up to seven days hold 12 hours each. A longer time holds 7.4 hours on five days of seven, and 24
    hours besides. A few such rows are left out, with a warning; many, or one with twice as much,
    are errors.
    """
    days = amounts.end - amounts.begin + 1
    long = _HOURS_OF_DAGSVAERK * days * _WEEKDAYS_SHARE + _HOURS_BEYOND
    most = np.where(days <= _WEEK, _HOURS_OF_SHORT_DAY * days, long)
    hours = amounts.amount / MICRO * np.where(amounts.in_hours, 1, _HOURS_OF_DAGSVAERK)
    counts = counts & (days > 0)
    beyond = counts & (hours > most)
    far = beyond & (hours > 2 * most)
    few = beyond.sum() <= counts.sum() * _FEW and hours[beyond].sum() <= hours[counts].sum() * _FEW
    wrong = far if few else beyond
    for name in ("timer", "dagsvaerk"):
        is_of_name = amounts.in_hours == (name == "timer")
        message = _TOO_MUCH if name == "timer" else _TOO_MANY_DAYS
        body.flag("implausible_number", message, name, wrong & is_of_name)
        left_out = np.flatnonzero(beyond & ~wrong & is_of_name)
        if len(left_out):
            rows = format_count(len(left_out), "række", "rækker")
            message = f"{rows} har flere timer, end dagene kan rumme, og er ikke regnet med: "
            body.flag("hours_left_out", message + _FIRST_OF_THEM, name, left_out[:1])
    return beyond


_FIRST_OF_THEM = "cellen her er den første. Kontrollér tallet og datoerne."


def _ask_about_unit(body: TableBody) -> None:
    """Ask whether a column such as "Fravær" is hours, where no other has the rows' amounts."""
    if body.has_field("timer") or body.has_field("dagsvaerk"):
        return
    for part in body.parts:
        labels = label_columns(part.layout.headers)
        for place in part.layout.free:
            header = part.layout.headers[place]
            if not _BARE_AMOUNT.search(normalize(header)):
                continue
            message = (
                f"Kolonnen »{header}« siger ikke, om den er timer eller dagsværk. Vælg den som "
                "det, den er, eller skriv det i overskriften, f.eks. Fraværstimer."
            )
            cell = part.sheet.address(part.layout.index, place)
            unclear = problem(
                "missing_column", message, sheet=part.sheet.name, cell=cell, column=header
            )
            body.collector.add(unclear)
            choices = (Choice(labels[place], f"»{header}«"),)
            text = "Hvilken kolonne er fraværstimer?"
            body.collector.ask(Question("column:timer", text, choices, "missing_column"))


def _find_zero_blanks(body: TableBody, blank: Mask) -> Mask:
    """Return the rows without an amount that mean 0, where others are 0: it is asked."""
    for name in ("timer", "dagsvaerk"):
        blank = blank & list_columns.find_blank_rows(body, name)
    name = "timer" if body.has_field("timer") else "dagsvaerk"
    is_zero = list_columns.are_blanks_zero(body, name, blank, otherwise=_WEEKDAYS)
    return blank if is_zero else np.zeros_like(blank)


_WEEKDAYS = Choice("hverdage", "Ukendt: hverdagene mellem datoerne tælles")


def _find_days_of_amounts(
    body: TableBody, first: Integers, last: Integers, *, period: Period
) -> tuple[Integers, Integers]:
    """Return the days that the rows' amounts lie between.

    Hours "i måneden" of a row that has days in several months of the period are an error.
    """
    name = "timer" if body.has_field("timer") else "dagsvaerk"
    headers = [part.find_header(name) for part in body.parts]
    stated = {span for header in headers for span in find_periods(header)}
    match = next(filter(None, (_OF_PERIOD.search(normalize(h)) for h in headers)), None)
    if match is None and len(stated) != 1:
        return first.copy(), last.copy()
    period = next(iter(stated)) if len(stated) == 1 else period
    begin = np.maximum(first, number_day(period.first))
    end = np.minimum(last, number_day(period.last))
    months = _MONTHS_OF.get(next(filter(None, match.groups())), 0) if match else 0
    if months:
        places = [days.astype("datetime64[D]").astype("datetime64[M]") for days in (begin, end)]
        first_part, last_part = (place.astype(np.int64) // months for place in places)
        body.flag("unclear_period", _SEVERAL, name, (begin <= end) & (first_part < last_part))
    return begin, end


def _read_millionths(body: TableBody, name: str) -> Integers:
    return body.read_field(name).map(_count_millionths).to_integers()


def _count_millionths(number: Decimal | None) -> int:
    return _NONE if number is None else max(round(number * MICRO), 0)


def _are_calendar_days(days: Integers, length: Integers) -> bool:
    """Whether the days of nearly all spells of over a week are all the days between their dates."""
    long = (length > _WEEK) & (days != _NONE)
    is_length = days[long] == length[long] * MICRO
    return len(is_length) >= _FEWEST_LONG and float(is_length.mean()) >= _NEARLY_ALL


def _read_share(body: TableBody) -> tuple[Integers, Mask]:
    """Return how much of each day was lost, in per cent, and which rows say so; else all of it."""
    read = body.read_field("omfang")
    shares = [number for number in read.values if number is not None]
    factor = _WHOLE_SHARE if shares and max(shares) <= 1 else 1
    percent = read.map(lambda n: _WHOLE_SHARE if n is None else round(n * factor)).to_integers()
    return percent, read.where(lambda number: number is not None)
