"""Yearly lists of people with their absence, such as LPT169: langtidsfriske come from them."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from core.danish import format_count, join_words
from data_loaders.files.columns import Codes, EncodedColumn, Integers, Mask
from data_loaders.files.values import format_cell
from data_loaders.guidance.proposal import Choice
from data_loaders.kinds import list_columns
from data_loaders.kinds.persons import employment_kinds, people
from data_loaders.kinds.persons.covered_quarters import find_last_known_day
from data_loaders.kinds.persons.employment_kinds import find_counted_rows
from data_loaders.kinds.persons.spells import DIGITS
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.words import times
from data_loaders.words.header_names import find_rule
from data_loaders.words.other_times import WHOLE, YES, find_other_time, make_other_time

_FIGURE = pa.decimal128(28, DIGITS)
_UNIT = Decimal(1).scaleb(-DIGITS)
_HOURS = Decimal("7.4")
_MOST = Decimal(366)  # dagsværk of one employment in a year
_NO_ZERO = (
    "Listen for {years} har ingen med 0 fraværsdagsværk. Så mangler de, der aldrig var syge, og "
    "andelen af langtidsfriske kan ikke regnes ud. Træk listen med alle ansatte, også dem uden "
    "fravær, og med 0 i fraværet."
)
_CALENDAR = (
    "Fraværet er i kalenderdage, og de kan ikke regnes om til dagsværk. Træk listen med "
    "fraværsdagsværk eller fraværstimer."
)

_UNKNOWN = Choice("mangler", "Ukendt: rækken regnes ikke med")
_PERCENT = (
    "Fraværet er i procent, og det kan ikke regnes om til dagsværk. Træk listen med "
    "fraværsdagsværk eller fraværstimer."
)


def build(body: TableBody) -> ListFacts:
    """Make a row for every employment in every year; people become marks."""
    if not (body.has_field("dagsvaerk") or body.has_field("timer")):
        body.note("calendar_days_only", _CALENDAR)
        return ListFacts(pa.table({}), ())
    years = list_columns.read_years(body)
    lost, has_amount = _read_lost(body, years)
    _check(body, years)
    keep = np.flatnonzero(has_amount & (years > 0) & find_counted_rows(body))
    if not body.collector.questions.keys() & {"blank:dagsvaerk", "blank:timer"}:
        _require_zeros(body, years[keep], lost.codes[keep], lost)
    units = people.read_units(body)
    marks = people.mark_persons(body, body.context.guidance.key.mark_all)
    marked = EncodedColumn([mark or None for mark in marks.values], marks.codes)
    facts = pa.table(
        {
            "year": pa.array(years[keep]).cast(pa.string()),
            "person": marked.take(keep).to_arrow(pa.string()),
            **units.make_columns(units.codes[keep]),
            "dagsvaerk": lost.take(keep).to_arrow(_FIGURE),
            "ansat_fra": list_columns.read_end_days(body, "ansat_fra")
            .take(keep)
            .to_arrow(pa.date32()),
            "ansat_til": list_columns.read_end_days(body, "ansat_til")
            .take(keep)
            .to_arrow(pa.date32()),
        }
    )
    return ListFacts(facts, tuple(str(year) for year in np.unique(years[keep]).tolist()))


def _read_lost(body: TableBody, years: Integers) -> tuple[EncodedColumn[Decimal | None], Mask]:
    """Return each row's dagsværk, its hours ÷ 7.4 where it has none, and where there is either."""
    days = body.read_field("dagsvaerk").map(lambda number: number and number.quantize(_UNIT))
    hours = body.read_field("timer").map(
        lambda number: number and (number / _HOURS).quantize(_UNIT)
    )
    for name, most in (("dagsvaerk", _MOST), ("timer", _MOST * _HOURS)):
        list_columns.check_not_percent(body, name, _PERCENT)
        list_columns.check_not_negative(body, name)
        list_columns.check_at_most(body, name, most, "{value} er mere, end ét år har dage til.")
    is_given = days.where(lambda number: number is not None)
    codes = np.where(is_given, days.codes, hours.codes + np.int32(len(days.values)))
    zero = len(days.values) + len(hours.values)
    codes[_find_zero_blanks(body, years)] = zero
    amounts = EncodedColumn([*days.values, *hours.values, Decimal(0)], codes.astype(np.int32))
    return amounts, amounts.where(lambda number: number is not None)


def _find_zero_blanks(body: TableBody, years: Integers) -> Mask:
    """Return the rows without an amount that mean 0; where they mean another thing, count them.

    An employment has no amount in a year that it has no day of, and nothing is asked about that.
    """
    blank = list_columns.find_blank_rows(body, "dagsvaerk")
    blank &= list_columns.find_blank_rows(body, "timer")
    blank &= _find_employed(body, years)
    name = "dagsvaerk" if body.has_field("dagsvaerk") else "timer"
    if list_columns.are_blanks_zero(body, name, blank, otherwise=_UNKNOWN):
        return blank
    if blank.any() and body.find_answer(f"blank:{name}"):
        rows = format_count(int(blank.sum()), "række", "rækker")
        body.note("rows_left_out", f"{rows} er uden fraværstal og er ikke regnet med.")
    return np.zeros_like(blank)


def _find_employed(body: TableBody, years: Integers) -> Mask:
    """Return the rows whose employment, by the days that it has, lasts a day of the row's year."""
    different, places = np.unique(years, return_inverse=True)
    ends = [(date(year, 1, 1), date(year, 12, 31)) for year in np.maximum(different, 1).tolist()]
    days = np.array([[day.toordinal() for day in pair] for pair in ends]).reshape(-1, 2)[places]
    begin, until = (_read_ordinals(body, name) for name in ("ansat_fra", "ansat_til"))
    lasts: Mask = (begin <= days[:, 1]) & ((until == 0) | (until >= days[:, 0])) | (years == 0)
    return lasts


def _check(body: TableBody, years: Integers) -> None:
    """Find years that had not begun, and employments that end before they begin.

    That one was not over is asked about beside the stored data, as for a quarter.
    """
    end = find_last_known_day(body)
    early = [year for year in np.unique(years).tolist() if year and date(year, 1, 1) > end]
    if early:
        names = join_words([str(year) for year in early])
        message = (
            f"{names} var ikke begyndt, da listen blev trukket. Gyldigt er et helt kalenderår."
        )
        body.note("incomplete_year", message)
    _check_parts_of_years(body, years)
    texts = [
        text
        for part in body.parts
        for text in (*part.layout.list_titles(part.sheet), *part.filters)
    ]
    for year in filter(None, np.unique(years).tolist()):
        part_of_year = find_other_time(texts, [times.make_calendar_year(year)])
        if part_of_year and body.find_answer(WHOLE) != YES:
            finding, question = make_other_time(part_of_year, str(year))
            body.collector.add(finding)
            body.collector.ask(question)
    spans = [times.make_calendar_year(year) for year in set(years.tolist()) if year]
    list_columns.check_header_times(body, ("dagsvaerk", "timer"), spans)
    begin, until = (_read_ordinals(body, name) for name in ("ansat_fra", "ansat_til"))
    wrong = (begin > 0) & (until > 0) & (until < begin)
    body.flag(
        "ends_before_start", "{value} er før den dag, ansættelsen begyndte.", "ansat_til", wrong
    )


def _check_parts_of_years(body: TableBody, years: Integers) -> None:
    """Find years of which a list with a row a quarter or a month has only some."""
    first = 0
    for part in body.parts:
        rows, first = years[first : first + len(part.rows)], first + len(part.rows)
        for place in part.layout.free:
            header = part.layout.headers[place]
            rule = find_rule(header)
            if rule is None or rule.field not in _PARTS_OF_YEAR:
                continue
            most, named = _PARTS_OF_YEAR[rule.field]
            texts = part.table[place].take(part.rows).map(format_cell)
            for year in np.unique(rows[rows > 0]).tolist():
                count = len(set(texts.take(rows == year).cells()))
                if count < most:
                    message = (
                        f"Kolonnen »{header}« har {count} af {most} {named} i {year}. Gyldigt er "
                        "et helt kalenderår."
                    )
                    body.note("incomplete_year", message)


_PARTS_OF_YEAR = {"kvartal": (4, "kvartaler"), "maaned": (12, "måneder")}


def _require_zeros(
    body: TableBody,
    years: Integers,
    codes: Codes,
    lost: EncodedColumn[Decimal | None],
) -> None:
    """Raise a problem for years in which everybody was absent: the healthy are not in the list."""
    is_zero = np.array([number is not None and not number for number in lost.values], np.bool_)
    zeros = set(np.unique(years[is_zero[codes]]).tolist())
    without = [str(year) for year in np.unique(years).tolist() if year not in zeros]
    if without:
        body.note("no_zero_rows", _NO_ZERO.format(years=join_words(without)))


def _read_ordinals(body: TableBody, name: str) -> Integers:
    return body.read_field(name).map(lambda day: day.toordinal() if day else 0).to_integers()


DECLARATION = Declaration(
    name="personer",
    drawn_from_opus=True,
    label="Personliste (langtidsfriske)",
    about=(
        "Én række pr. ansættelse og år med fraværsdagsværk, også for dem uden fravær. Personer "
        "gemmes kun som mærker, og kun så længe to år skal sammenlignes."
    ),
    fields=(
        *people.WHO,
        *people.WHERE,
        Field(
            "aar",
            "År",
            CellType.YEAR,
            r"^(?:kalender|fravaers)?aar(?:stal)?$|^year$",
            "Kalenderåret. Kan også stå i titlen eller i filens navn.",
        ),
        Field(
            "timer",
            "Fraværstimer",
            CellType.NUMBER,
            r"^(?:antal)?(?:fravaers?|syge?|sygefravaers?|sygdoms?)(?:i?tim|t$)|"
            r"^tim(?:er)?(?:(?:19|20)\d\d)?$|hours",
            "Fraværstimer i året, hvis dagsværk ikke kan trækkes; 7,4 timer er ét dagsværk.",
            spread=True,
            counted=True,
            in_hours=True,
        ),
        Field(
            "kalenderdage",
            "Kalenderdage",
            CellType.NUMBER,
            r"kalenderdag",
            "Bruges ikke: kalenderdage kan ikke regnes om til dagsværk.",
            spread=True,
            in_template=False,
        ),
        Field(
            "dagsvaerk",
            "Fraværsdagsværk",
            CellType.NUMBER,
            r"dagsvaerk|^(?:antal)?(?:fravaers?|syge?|sygefravaers?|sygdoms?)(?:dage)?(?:ialt)?"
            r"(?:i)?(?:(?:19|20)\d\d)?$|^(?:19|20)\d\d$",
            "Fraværsdagsværk i året; 0 for den, der ikke var syg.",
            spread=True,
            counted=True,
        ),
        Field(
            "ansat_fra",
            "Ansat fra",
            CellType.DATE,
            r"^(?:ansat|ansaettelse|tiltraadt|tiltraedelse|indtraadt|indtraedelse)s?(?:fra|start)?(?:dato|den)?$",
            "Ansættelsens første dag.",
        ),
        Field(
            "ansat_til",
            "Ansat til",
            CellType.DATE,
            r"^(?:ansat|ansaettelse)s?(?:til|slut|ophoer)(?:dato)?$|^(?:fratraadt|fratraedelse|udtraadt|"
            r"udtraedelse|ophoer)s?(?:dato|den)?$",
            "Ansættelsens sidste dag. Tom, hvis den fortsætter.",
        ),
        people.JOB,
        employment_kinds.FIELD,
    ),
    needs=(people.PERSON_NEEDED, people.ENHED_NEEDED, ("dagsvaerk", "timer", "kalenderdage")),
    fills=(people.PERSON_NEEDED, people.ENHED_NEEDED),
    names=("person", "enhed", "enhed_navn", "afdeling", "omraade"),
    sums=("dagsvaerk", "timer"),
    examples=tuple(
        (person, None, *where, 2024, None, None, lost, date.fromisoformat(fra), til)
        for person, where, lost, fra, til in (
            ("70112", people.PLADSEN, 33.0, "2016-08-01", None),
            ("70118", people.PLADSEN, 0, "2021-02-01", None),
            ("70348", people.HUSET, 4.5, "2019-11-01", date(2024, 10, 31)),
            ("70561", people.HUSET, 0, "2024-01-01", None),
        )
    ),
    against=r"^(?:fra|til|aarsag|fravaersaarsag)$|medarbejdere|fuldtid|aarsvaerk|fravaers?(?:start|slut|fra|til|type|art)|korttid|langtid",
    discreet=True,
)
