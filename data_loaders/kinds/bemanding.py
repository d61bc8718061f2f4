"""How many people each enhed has, by quarter or by month."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import numpy as np
import pyarrow as pa

from core.danish import join_words
from core.quarter import Period, Quarter
from data_loaders.guidance.proposal import Question
from data_loaders.kinds import list_columns
from data_loaders.kinds.persons import people
from data_loaders.kinds.persons.spells import DIGITS
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts
from data_loaders.words import times

_FIGURE = pa.decimal128(28, DIGITS)
_FIGURES = ("medarbejdere", "fuldtidsstillinger")
_UNIT = Decimal(1).scaleb(-DIGITS)
_MONTHS = 3
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
        [(span, unit) if span else None for span, unit in zip(spans, units.codes, strict=True)],
        "enhed" if body.has_field("enhed") else "enhed_navn",
        "Enheden {value} står to gange i samme måned eller kvartal.",
    )
    _tell_incomplete(body, rows)
    quarters = sorted(rows)
    if not quarters:
        return ListFacts(pa.table({}), ())
    facts = pa.concat_tables(
        [_make_facts(body, units, quarter, rows[quarter]) for quarter in quarters]
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


def _make_facts(
    body: TableBody, units: people.Units, quarter: Quarter, spans: dict[Period, list[int]]
) -> pa.Table:
    """Average over the months that the list has: in one that an enhed lacks, it had nobody.

    A quarter's own figure counts before those of its months.
    """
    quarter_spans = {
        span: rows for span, rows in spans.items() if times.count_months(span) == _MONTHS
    }
    used = quarter_spans or spans
    places = sorted({int(units.codes[row]) for rows in used.values() for row in rows})
    columns = {
        name: pa.array(_average_people(body, name, units, used, places), _FIGURE)
        for name in _FIGURES
    }
    quarters = pa.array([str(quarter)] * len(places), pa.string())
    at = np.array(places)
    where = {**units.make_columns(at), "personalegruppe": units.make_personalegrupper(at)}
    return pa.table({"quarter": quarters, **where, **columns})


def _average_people(
    body: TableBody,
    name: str,
    units: people.Units,
    spans: dict[Period, list[int]],
    places: list[int],
) -> list[Decimal | None]:
    read = body.read_field(name)
    sums: dict[int, Decimal] = {}
    blanks: dict[int, int] = defaultdict(int)
    for row in (row for rows in spans.values() for row in rows):
        place, number = int(units.codes[row]), read[row]
        if number is None:
            blanks[place] += 1
        else:
            sums[place] = sums.get(place, Decimal(0)) + number
    return [
        (sums[place] / (len(spans) - blanks[place])).quantize(_UNIT) if place in sums else None
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
    against=r"fravaer|syg|dagsvaerk|korttid|langtid|maaltal|cpr|dage|timer",
)
