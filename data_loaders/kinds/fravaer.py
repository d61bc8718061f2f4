"""Rows of absence, one or more a spell: they become each enhed's dagsværk in each quarter."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from core.danish import format_count, format_date_long, format_number, join_words
from core.quarter import Period
from data_loaders.files.columns import Integers, Mask
from data_loaders.files.values import format_cell, name_place
from data_loaders.kinds import list_columns
from data_loaders.kinds.persons import covered_quarters, employment_kinds, people
from data_loaders.kinds.persons.absence_amounts import (
    Amounts,
    flag_more_than_days_hold,
    read_amounts,
)
from data_loaders.kinds.persons.absence_reasons import find_sick_rows, is_part_day
from data_loaders.kinds.persons.covered_quarters import CoveredQuarters
from data_loaders.kinds.persons.employment_kinds import find_counted_rows
from data_loaders.kinds.persons.spell_counts import SpellCounts, count_spells
from data_loaders.kinds.persons.spells import (
    DIGITS,
    WHOLE_DAY,
    AbsenceRows,
    SpellSums,
    find_spells,
    number_day,
    sum_absence,
)
from data_loaders.table import row_states
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts

_FIGURE = pa.decimal128(28, DIGITS)
_FIGURES = ("korttid", "langtid", "korttid_delvis", "langtid_delvis")
_ROWS_NAMED = 8
_NO_QUARTER = (
    "Filen dækker intet helt kvartal, der er begyndt. Skriv perioden i en linje over "
    "kolonneoverskrifterne, f.eks. Periode: 01.10.2024 - 31.12.2024."
)
_UNKNOWN = number_day(date.max)  # of a day that is not there, or has not come
_WHEN = (
    r"(?:fravaer(?:et|s)?|syg(?:e|dom|dommens|efravaer|emelding)?s?|forloebs?|periode|dato|gyldig)?"
)
_BEGIN = r"(?:fra|from|start(?:er|et)?|begynd(?:er|t|else)?|foerste|1)"
_END = r"(?:til|to|slut(?:ter)?|ophoer(?:t)?|sidste|end)"
_DAY = r"(?:og)?(?:med)?(?:dato|fravaersdag|sygedag|dag|date)?"


def build(body: TableBody) -> ListFacts:
    """Sum the sick leave of the list's rows by enhed and quarter."""
    units = people.read_units(body)
    _ask_about_status(body)
    sick = find_sick_rows(body)
    first, closed_last, is_open = _read_days(body)
    coverage = _find_covered(body, first[sick], closed_last[sick & ~is_open])
    if not coverage.quarters:
        return ListFacts(pa.table({}), ())
    last = _end_open_spells(body, coverage, first, closed_last, is_open)
    period = _find_period(body, coverage)
    list_columns.check_header_times(body, ("dagsvaerk", "timer"), [period])
    is_part = _find_part_days(body)
    amounts = read_amounts(body, first, last, is_part=is_part, period=period)
    counts = sick & find_counted_rows(body) & (first <= last) & (amounts.amount >= 0)
    counts &= ~flag_more_than_days_hold(body, amounts, counts)
    all_rows = _make_rows(body, units, first, last, amounts)
    rows = all_rows.take(counts)
    spells = find_spells(rows, other_absence=all_rows.take(~sick & (first < _UNKNOWN)))
    lengths = spells.lengths[spells.numbers]
    most = body.context.settings.spell_threshold
    cut = covered_quarters.find_cut_dates(body, rows.first, lengths, most=most, period=period)
    sums = sum_absence(
        rows,
        lengths,
        enheder=len(units.distinct_units),
        quarters=coverage.quarters,
        most=most,
    )
    _note_repeated(body, np.flatnonzero(counts), sums.repeated)
    _note_open(body, is_open & sick)
    _note_outside(body, coverage, rows)
    facts = _make_facts(units, coverage, sums, most=most, cut=cut)
    counts_of_spells = count_spells(
        spells, enheder=len(units.distinct_units), quarters=coverage.quarters, most=most
    )
    for name, numbers in _list_count_columns(counts_of_spells).items():
        facts = facts.append_column(name, numbers)
    return ListFacts(facts, tuple(str(quarter) for quarter in coverage.quarters))


def _ask_about_status(body: TableBody) -> None:
    """Ask whether all rows count where a column that is not read may say that some do not."""
    for part in body.parts:
        for place in part.layout.free:
            header = part.layout.headers[place]
            states = part.table[place].take(part.rows).compact()
            if not row_states.tells_states(header, list(map(format_cell, states.values))):
                continue
            if body.find_answer(row_states.ALL_COUNT) == row_states.YES:
                return
            cell = part.sheet.address(part.layout.index, place)
            finding, question = row_states.make_unread_status(
                header, sheet=part.sheet.name, cell=cell
            )
            body.collector.add(finding)
            body.collector.ask(question)


def _read_days(body: TableBody) -> tuple[Integers, Integers, Mask]:
    """Return each row's first and last day, counted from 1970, and whether it has not ended.

    A list with one day a row has no others. Who reports fit is at work on that day.
    """
    names = ("fra", "til", "dato", "rask")
    first, last, day, fit = (_read_numbered_days(body, name) for name in names)
    begins = np.where(first == _UNKNOWN, day, first)
    ends = np.where(last == _UNKNOWN, np.maximum(fit - 1, begins), last)
    ends = np.where((last == _UNKNOWN) & (fit == _UNKNOWN), _UNKNOWN, ends)
    if not (body.has_field("til") or body.has_field("rask")):
        ends = begins
    is_open = ends == _UNKNOWN
    reversed_ = (ends < begins) & (begins != _UNKNOWN)
    body.flag("ends_before_start", "{value} er før fraværets første dag.", "til", reversed_)
    return begins, ends, is_open & (begins != _UNKNOWN)


def _read_numbered_days(body: TableBody, name: str) -> Integers:
    return body.read_field(name).map(lambda day: number_day(day or date.max)).to_integers()


def _find_covered(body: TableBody, first: Integers, last: Integers) -> CoveredQuarters:
    """Return the quarters that the list says it covers, else those that its days reach over."""
    stated = covered_quarters.find_stated_periods(body)
    coverage = covered_quarters.find_covered(body, stated)
    if stated and not coverage.quarters:  # it is asked elsewhere whether they are preliminary
        coverage = covered_quarters.find_covered(body, stated, unfinished=True)
    if not stated:
        coverage = covered_quarters.infer_covered(
            body, first[first < _UNKNOWN], last[last < _UNKNOWN]
        )
    covered_quarters.note_left_out(body, coverage)
    if stated and not coverage.quarters:
        body.note("no_quarter", _NO_QUARTER)
    return coverage


def _find_period(body: TableBody, coverage: CoveredQuarters) -> Period:
    """Return the days that the list is about: as it says, else its quarters'."""
    stated = covered_quarters.find_stated_periods(body)
    if not stated:
        return coverage.span
    return Period(min(span.first for span in stated), max(span.last for span in stated))


def _end_open_spells(
    body: TableBody, coverage: CoveredQuarters, first: Integers, last: Integers, is_open: Mask
) -> Integers:
    """Let a spell that has not ended last until the list was drawn, or its period was over."""
    drawn = covered_quarters.find_known_drawn_day(body)
    last_day = min(drawn or coverage.quarters[-1].period.last, body.context.today)
    return np.where(is_open, np.maximum(number_day(last_day), first), last)


def _find_part_days(body: TableBody) -> Mask:
    by_reason = body.cells("aarsag").where(is_part_day)
    return by_reason | body.read_field("delvis").where(lambda choice: choice == "ja")


def _make_rows(
    body: TableBody, units: people.Units, first: Integers, last: Integers, amounts: Amounts
) -> AbsenceRows:
    persons, jobs = people.number_jobs(body, units)
    return AbsenceRows(
        person=persons,
        job=jobs,
        enhed=units.codes,
        first=first,
        last=last,
        begin=amounts.begin,
        end=amounts.end,
        amount=amounts.amount,
        in_hours=amounts.in_hours,
        is_part=amounts.is_part,
    )


def _note_repeated(body: TableBody, places: Integers, repeated: Integers) -> None:
    """Tell what one employment has twice on the same day: how much, and in which rows."""
    repeating_rows = places[repeated > 0]
    if not len(repeating_rows):
        return
    dagsvaerk = format_number(Decimal(int(repeated.sum())) / WHOLE_DAY, 1)
    named = list(_name_rows(body, repeating_rows[:_ROWS_NAMED]))
    named += ["flere"] if len(repeating_rows) > _ROWS_NAMED else []
    rows = format_count(len(repeating_rows), "række", "rækker")
    body.flag(
        "overlapping_spells",
        f"{rows} har mere fravær, end der er plads til på en dag, hvor samme ansættelse også står "
        f"i en tidligere række. Det er talt én gang: {dagsvaerk} dagsværk er ikke regnet med. Det "
        f"gælder {join_words(named)}.",
        "fra" if body.has_field("fra") else "dato",
        repeating_rows[:1],
    )


def _name_rows(body: TableBody, rows: Integers) -> Iterator[str]:
    for row in rows.tolist():
        sheet, number = body.find_place(row)
        yield f"række {number}" if len(body.parts) == 1 else f"række {number} {name_place(sheet)}"


def _note_open(body: TableBody, is_open: Mask) -> None:
    if still_open := int(is_open.sum()):
        spells = format_count(still_open, "forløb", "forløb")
        body.note(
            "open_spell",
            f"{spells} er ikke afsluttet og er talt til og med den sidste dag, filen dækker.",
        )


def _note_outside(body: TableBody, coverage: CoveredQuarters, rows: AbsenceRows) -> None:
    """Tell of rows that have no day in the list's period, most likely read wrong."""
    begin, end = coverage.span.first, coverage.span.last
    outside = int(((rows.last < number_day(begin)) | (rows.first > number_day(end))).sum())
    if not outside:
        return
    span = f"{format_date_long(begin)} – {format_date_long(end)}"
    if outside == len(rows.first):
        message = (
            f"Filen er læst som {span}, men ingen af dens forløb ligger i den periode. Kontrollér "
            "perioden i titlen, i arkets navn og i filens navn."
        )
        body.note("no_spells", message)
        return
    spells = format_count(outside, "forløb ligger", "forløb ligger")
    message = f"{spells} helt uden for filens periode, {span}, og er ikke talt med."
    body.note("outside_period", message)


def _make_facts(
    units: people.Units, coverage: CoveredQuarters, sums: SpellSums, *, most: int, cut: bool
) -> pa.Table:
    """Return a row for every enhed in every quarter, also where nobody was ill.

    Each has the longest short spell, `most` days, and whether the spells' dates were `cut`.
    """
    count = len(coverage.quarters)
    places = np.repeat(np.arange(len(units.distinct_units)), count)
    quarters = [str(quarter) for quarter in coverage.quarters] * len(units.distinct_units)
    figures = sums.units.reshape(len(places), len(_FIGURES))
    columns = {
        name: pa.array([Decimal(int(values)).scaleb(-DIGITS) for values in figures[:, at]], _FIGURE)
        for at, name in enumerate(_FIGURES)
    }
    split = {
        "graense": pa.array([most] * len(places), pa.int32()),
        "klippet": pa.array([cut] * len(places), pa.bool_()),
    }
    where = {**units.make_columns(places), "personalegruppe": units.make_personalegrupper(places)}
    return pa.table({"quarter": quarters, **where, **columns, **split})


def _list_count_columns(counts: SpellCounts) -> dict[str, pa.Array]:
    """List the counts of spells as columns, in the order of the other facts."""
    enheder = len(counts.begun)
    repeaters = [
        None if numbers is None else int(numbers[enhed])
        for enhed in range(enheder)
        for numbers in counts.repeaters
    ]
    return {
        "forloeb": pa.array(counts.begun.ravel(), pa.int64()),
        "forloebsdage": pa.array(counts.days.ravel(), pa.int64()),
        "gentagne": pa.array(repeaters, pa.int64()),
    }


_WORKER = (*people.PLADSEN, people.WORKERS)
_TEACHER = (*people.HUSET, people.TEACHERS)
DECLARATION = Declaration(
    name="fravaer",
    drawn_from_opus=True,
    label="Fraværsforløb",
    about=(
        "Én række pr. forløb, eller pr. dag, måned eller lægeerklæring: rækker, som kun fridage "
        "skiller, samles til ét forløb. De summeres og tælles pr. enhed og kvartal; forløb og "
        "personer gemmes ikke, og årsager kun som antal i det, der siges om filen."
    ),
    fields=(
        *people.WHO,
        *people.WHERE,
        people.PART,
        Field(
            "fra",
            "Fra",
            CellType.DATE,
            rf"^{_WHEN}{_BEGIN}{_DAY}$|^begda$|^(?:sygemeldt|sygemelding)(?:s?dato|s?dag)?(?:fra)?$",
            "Fraværets første dag.",
        ),
        Field(
            "til",
            "Til",
            CellType.DATE,
            rf"^{_WHEN}{_END}{_DAY}$|^endda$",
            "Fraværets sidste dag. Tom eller 31.12.9999, hvis det ikke er afsluttet.",
        ),
        Field(
            "timer",
            "Timer",
            CellType.NUMBER,
            r"^(?!.*(?:uge|norm|kontrakt|ansaettelse|arbejds|skema|overtid|merarb|betalt|vagt))"
            r"(?:.*tim(?:er)?$|(?:antal)?(?:fravaers|syge)?timer|.*hours|"
            r"(?:syge?|sygdoms?)?fravaert$|stdaz$)",
            "Fraværstimer i hele forløbet, også som 7:24; 7,4 timer er ét dagsværk.",
            counted=True,
            in_hours=True,
        ),
        Field(
            "dagsvaerk",
            "Dagsværk",
            CellType.NUMBER,
            r"dagsvaerk|^(?:antal)?(?:fravaers|syge|arbejds)?dage(?:ialt)?$|^abwtg$",
            "Fraværsdagsværk i hele forløbet, hvis timer ikke kan trækkes.",
            counted=True,
        ),
        Field(
            "aarsag",
            "Årsag",
            CellType.TEXT,
            r"aarsag|(?:fravaers?|absence)(?:type|art|kode)?(?:tekst|navn)$|"
            r"(?:fravaers?|absence)(?:type|art|kode)$|^(?:type|art|awart)$|^reason$",
            "Fraværets årsag. Kun medarbejderens egen sygdom regnes med.",
        ),
        Field(
            "delvis",
            "Delvis",
            CellType.CHOICE,
            r"delvis|deltidssyg|nedsat|halv(?:e)?dag|dagsdel|delafdag|deltaf|^dagstype$|halfday",
            "Ja, hvis medarbejderen var delvis syg, eller dagen er halv.",
            choices={
                "ja": r"^(?:ja|j|x|1|sand|true|yes|delvis.*|halv.*|(?:for|efter)middag|[fe]m)$",
                "nej": r"^(?:nej|n|0|falsk|false|no|fuld.*|hel.*)$",
            },
        ),
        Field(
            "omfang",
            "Omfang i %",
            CellType.NUMBER,
            r"^omfang|(?:fravaers?|syge?|sygdoms?)(?:procent|pct|grad|andel)|^(?:procent|pct)$",
            "Hvor stor en del af dagen fraværet er på, hvis det er delvist.",
        ),
        Field(
            "dato",
            "Dato",
            CellType.DATE,
            r"^(?:fravaers?|syge?|sygdoms?|sygefravaers?)?(?:dato|dag)(?:en)?$",
            "Dagen, hvis listen har en række for hver fraværsdag.",
            in_template=False,
        ),
        Field(
            "rask",
            "Raskmeldt",
            CellType.DATE,
            r"^rask(?:meldt|melding|melde)?(?:s?dato|s?dag)?(?:fra)?$|^genoptag\w*(?:dato|arbejde\w*)$",
            "Den første dag på arbejde igen, hvis fraværets sidste dag ikke kan trækkes.",
            in_template=False,
        ),
        people.JOB,
        employment_kinds.FIELD,
    ),
    needs=(people.PERSON_NEEDED, people.ENHED_NEEDED, ("fra", "dato"), ("til", "rask", "dato")),
    fills=(people.PERSON_NEEDED, people.ENHED_NEEDED, ("fra", "dato")),
    names=("person", "enhed", "enhed_navn", "afdeling", "omraade"),
    words=("personalegruppe",),
    sums=("dagsvaerk", "timer"),
    examples=tuple(
        (person, None, *where, date.fromisoformat(fra), date.fromisoformat(til), *amounts)
        for person, where, fra, til, *amounts in (
            ("70112", _WORKER, "2024-10-07", "2024-10-09", 22.2, None, "Sygdom", "nej", None),
            ("70112", _WORKER, "2024-11-04", "2024-12-13", 222, None, "Sygdom", "nej", None),
            ("70348", _TEACHER, "2024-12-16", "2025-01-03", 37, None, "Delvis syg", "ja", 50),
            ("70561", _TEACHER, "2024-09-30", "2024-10-01", 14.8, None, "Sygdom", "nej", None),
        )
    ),
    against=r"ansat(?!$)|fratraadt|tiltraadt|langtidsfrisk|^aar$",
    discreet=True,
    title="Periode: 01.10.2024 - 31.12.2024",
)
