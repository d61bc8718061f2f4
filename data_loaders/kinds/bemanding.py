"""How many people each enhed has, by quarter or by month."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa

from core.danish import join_words
from core.month import Month
from core.quarter import Period, Quarter
from data_loaders.files.columns import EncodedColumn, Mask
from data_loaders.guidance.proposal import Choice, Question
from data_loaders.kinds import list_columns
from data_loaders.kinds.persons import employment_kinds, people
from data_loaders.kinds.persons.employment_kinds import find_counted_rows, list_kinds
from data_loaders.kinds.persons.spells import DIGITS
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.table.sheet_problems import MONTH_GAP, NOBODY, ask_for_month_gap
from data_loaders.words import times

_FIGURE = pa.decimal128(28, DIGITS)
_FIGURES = ("medarbejdere", "fuldtidsstillinger")
_UNIT = Decimal(1).scaleb(-DIGITS)
_MONTHS = 3
_NAMED = 8
_NO_QUARTER = (
    "Filen siger ikke, hvilket kvartal eller hvilken måned rækkerne gælder: hverken i en kolonne, "
    "i en overskrift, i en titellinje, i arkets navn eller i filens navn."
)
_TOO_LONG = "{value} er hverken en måned eller et kvartal. Skriv f.eks. 2024-10 eller 2024K4."

Times = dict[Quarter, dict[Period, list[int]]]  # the rows of each month or quarter


def build(body: TableBody) -> ListFacts:
    """Average each enhed's people over the months of a quarter that the list has."""
    units = people.read_units(body)
    spans = _read_periods(body)
    rows: Times = defaultdict(lambda: defaultdict(list))
    for row, span in enumerate(spans):
        if span is not None:
            rows[Quarter.from_day(span.first)][span].append(row)
    for name in _FIGURES:
        list_columns.check_not_negative(body, name)
    list_columns.check_unique(
        body,
        [
            (span, unit, kind) if span else None
            for span, unit, kind in zip(spans, units.codes, list_kinds(body), strict=True)
        ],
        "enhed" if body.has_field("enhed") else "enhed_navn",
        "Enheden {value} står to gange i samme måned eller kvartal.",
    )
    periods = {span for span in spans if span}
    list_columns.check_header_times(body, _FIGURES, periods, of_people=True)
    _tell_incomplete(body, rows)
    quarters = sorted(rows)
    if not quarters:
        return ListFacts(pa.table({}), ())
    holes = _find_holes(body, units, rows)
    counted = find_counted_rows(body)
    numbers = {name: _read_numbers(body, name, counted) for name in _FIGURES}
    facts = pa.concat_tables(
        [
            _make_facts(numbers, units, quarter, rows[quarter], holes[quarter])
            for quarter in quarters
        ]
    )
    return ListFacts(facts, tuple(str(quarter) for quarter in quarters))


def _read_periods(body: TableBody) -> list[Period | None]:
    """Return each row's month or quarter; None, with a problem, where it has none."""
    answer = body.context.guidance.user_mapping.answers.get("quarter", "")
    answered_span = Quarter.parse(answer).period if answer else None
    of_cells, stated_spans = body.read_field("periode"), body.stated_periods
    spans = [
        span or answered_span or _pick_month_or_quarter(stated)
        for span, stated in zip(of_cells.cells(), stated_spans.cells(), strict=True)
    ]
    spans = [span and _widen_to_month(span) for span in spans]
    wrong = [span is not None and not _is_part_of_quarter(span) for span in spans]
    body.flag("invalid_period", _TOO_LONG, "periode", np.array(wrong, np.bool_))
    if None in spans:
        body.note("no_quarter", _NO_QUARTER)
        body.collector.ask(Question("quarter", "Hvilket kvartal gælder filen?", code="no_quarter"))
    return [None if bad else span for span, bad in zip(spans, wrong, strict=True)]


def _pick_month_or_quarter(stated: Iterable[Period]) -> Period | None:
    spans = [span for span in stated if _is_part_of_quarter(_widen_to_month(span))]
    return spans[0] if len(spans) == 1 else None


def _widen_to_month(span: Period) -> Period:
    """Take a day, as of a count at the end of a month, for its month."""
    return times.read_period(span.first) or span if span.first == span.last else span


def _is_part_of_quarter(span: Period) -> bool:
    return times.count_months(span) in (1, _MONTHS)


def _tell_incomplete(body: TableBody, rows: Times) -> None:
    lacking = [
        f"{quarter.label} ({len(spans)} af {_MONTHS} måneder)"
        for quarter, spans in sorted(rows.items())
        if all(times.count_months(span) == 1 for span in spans) and len(spans) < _MONTHS
    ]
    if lacking:
        message = f"Gennemsnittet er af de måneder, filen har: {join_words(lacking)}."
        body.note("incomplete_quarter", message)


def _find_holes(body: TableBody, units: people.Units, rows: Times) -> dict[Quarter, set[int]]:
    """Return the enheder of each quarter that lack a month between two that they have.

    None do where it is answered that such an enhed had nobody. A month that all lack is an error.
    """
    months = {
        span: spans[span]
        for spans in rows.values()
        for span in spans
        if times.count_months(span) == 1
    }
    ordered = sorted(months, key=lambda month: month.first)
    _check_common_holes(body, ordered, rows)
    places: dict[int, list[int]] = defaultdict(list)
    for at, month in enumerate(ordered):
        filled = [row for row in months[month] if any(body.read_field(n)[row] for n in _FIGURES)]
        for place in {int(units.codes[row]) for row in filled}:
            places[place].append(at)
    holes: dict[Quarter, set[int]] = defaultdict(set)
    lacking = 0
    for place, present in places.items():
        for at in set(range(present[0], present[-1])) - set(present):
            holes[Quarter.from_day(ordered[at].first)].add(place)
            lacking += 1
    answer = body.find_answer(MONTH_GAP) if lacking else ""
    if lacking and answer != NOBODY.value:
        places_lacking = sorted(set().union(*holes.values()))
        named = join_words(
            [f"»{units.distinct_units[place].name}«" for place in places_lacking], limit=_NAMED
        )
        message = (
            f"{named} mangler en måned mellem to, som filen har med. Kvartalets medarbejdertal "
            "regnes som manglende."
        )
        body.note("missing_month", message)
    if lacking and not answer:
        body.collector.ask(ask_for_month_gap())
    return defaultdict(set) if answer == NOBODY.value else holes


def _check_common_holes(body: TableBody, months: Sequence[Period], rows: Times) -> None:
    """Find quarters in which everybody lacks a month that lies between two of the file's."""
    lacking = [
        quarter.label
        for quarter, spans in sorted(rows.items())
        if all(times.count_months(span) == 1 for span in spans)
        and any(
            month.period not in spans and months[0] < month.period < months[-1]
            for month in Month.list_of_quarter(quarter)
        )
    ]
    if lacking:
        message = (
            f"I {join_words(lacking)} mangler en måned for alle enheder, og filen har måneder både "
            "før og efter. Træk filen med alle måneder, eller med gennemsnittet af kvartalet."
        )
        body.note("too_few_months", message)


def _read_numbers(body: TableBody, name: str, counted: Mask) -> EncodedColumn[Decimal | None]:
    """Return a field's numbers, 0 in a row of people who do not count."""
    numbers = _read_filled(body, name)
    codes = np.where(counted, numbers.codes, np.int32(len(numbers.values)))
    return EncodedColumn([*numbers.values, Decimal(0)], codes)


def _read_filled(body: TableBody, name: str) -> EncodedColumn[Decimal | None]:
    """Return a field's numbers; a blank beside zeros means what is answered."""
    read = body.read_field(name)
    if not (read.where(lambda number: number == 0)).any():
        return read
    blank = list_columns.find_blank_rows(body, name)
    if not list_columns.are_blanks_zero(body, name, blank, otherwise=_UNKNOWN):
        return read
    return read.map(lambda number: Decimal(0) if number is None else number)


_UNKNOWN = Choice("mangler", "Tallet er ukendt")


def _make_facts(
    numbers: dict[str, EncodedColumn[Decimal | None]],
    units: people.Units,
    quarter: Quarter,
    spans: dict[Period, list[int]],
    holes: set[int],
) -> pa.Table:
    """Average over the months that the list has: in one that an enhed lacks, it had nobody.

    A quarter's own figure counts before those of its months. An enhed among the `holes` has none.
    """
    quarter_spans = {
        span: rows for span, rows in spans.items() if times.count_months(span) == _MONTHS
    }
    used = quarter_spans or spans
    places = sorted({int(units.codes[row]) for rows in used.values() for row in rows})
    columns = {
        name: pa.array(_average_people(numbers[name], units, used, places, holes), _FIGURE)
        for name in _FIGURES
    }
    quarters = pa.array([str(quarter)] * len(places), pa.string())
    at = np.array(places)
    where = {**units.make_columns(at), "personalegruppe": units.make_personalegrupper(at)}
    return pa.table({"quarter": quarters, **where, **columns})


def _average_people(
    numbers: EncodedColumn[Decimal | None],
    units: people.Units,
    spans: dict[Period, list[int]],
    places: list[int],
    holes: set[int],
) -> list[Decimal | None]:
    """Return each place's average, None where it has a hole or no number at all."""
    sums: dict[int, Decimal] = {}
    blanks: dict[int, int] = defaultdict(int)
    for rows in spans.values():
        filled, empty = set(), set()
        for row in rows:
            place, number = int(units.codes[row]), numbers[row]
            if number is None:
                empty.add(place)
            else:
                filled.add(place)
                sums[place] = sums.get(place, Decimal(0)) + number
        for place in empty - filled:
            blanks[place] += 1
    return [
        (sums[place] / (len(spans) - blanks[place])).quantize(_UNIT)
        if place in sums and place not in holes
        else None
        for place in places
    ]


_COUNT = "Gennemsnitligt antal {what} i måneden eller kvartalet."
DECLARATION = Declaration(
    name="bemanding",
    drawn_from_opus=True,
    label="Medarbejdertal pr. enhed",
    about="Antal medarbejdere eller fuldtidsstillinger pr. enhed og måned eller kvartal.",
    fields=(
        *people.WHERE,
        people.PART,
        Field(
            "periode",
            "Periode",
            CellType.PERIOD,
            r"^(?:kal(?:ender)?|regnskabs|bogfoerings|posterings)?(?:aar)?(?:periode|maaned|kvartal|kvt)"
            r"(?:aar)?$|^(?:opgoerelsesperiode|dato|pr|ultimo|opgjort(?:pr)?|opgoerelsesdato)$",
            "Måneden eller kvartalet, f.eks. 2024-10 eller 2024K4. Kan også stå i titlen.",
            ranked=("maaned",),
        ),
        Field(
            "medarbejdere",
            "Medarbejdere",
            CellType.NUMBER,
            r"medarb(?!\w*(?:nr|nummer|navn|id)$)|ansatte|hoveder|headcount|antalpers|^personer",
            _COUNT.format(what="medarbejdere"),
            spread=True,
            counted=True,
        ),
        Field(
            "fuldtidsstillinger",
            "Fuldtidsstillinger",
            CellType.NUMBER,
            r"fuldtid|aarsvaerk|heltid|^beskaeftigelses?dec|^beskdec|(?:^|antal|gns)(?:fte|wte)s?$|^(?:antal)?stillinger$",
            _COUNT.format(what="fuldtidsstillinger"),
            spread=True,
            counted=True,
        ),
        employment_kinds.FIELD,
    ),
    needs=(people.ENHED_NEEDED, _FIGURES),
    fills=(people.ENHED_NEEDED,),
    names=("enhed", "enhed_navn", "afdeling", "omraade"),
    words=("personalegruppe",),
    sums=("medarbejdere", "fuldtidsstillinger"),
    examples=tuple(
        (*where, part, f"2024-{month}", heads + newcomers, posts)
        for where, part, heads, posts in (
            (people.PLADSEN, people.WORKERS, 22, 20.4),
            (people.HUSET, people.TEACHERS, 31, 27.5),
            (people.MAANEN, people.TEACHERS, 18, 16.2),
        )
        for month, newcomers in (("10", 0), ("11", 1), ("12", 0))
    ),
    bare="medarbejdere",
    bare_months=(1, 3),
    bare_asked=True,
    against=r"fravaer|syg|dagsvaerk|korttid|langtid|maaltal|cpr|dage|timer|"
    r"absence|sick|days|hours|sjuk|syke|krank|fehl",
)
