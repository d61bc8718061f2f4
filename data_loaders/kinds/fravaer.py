"""Spells of absence, a row each: they become each enhed's dagsværk in each quarter."""

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from core.danish import format_count, format_date_long
from core.quarter import Period, Quarter
from data_loaders.files.columns import Integers, Mask
from data_loaders.kinds.persons import people
from data_loaders.kinds.persons.absence_reasons import AbsenceReason, classify_reason, is_part_day
from data_loaders.kinds.persons.covered_quarters import (
    CoveredQuarters,
    find_covered,
    find_last_known_day,
    find_stated_periods,
    note_left_out,
)
from data_loaders.kinds.persons.lost_amounts import Amounts, read_amounts
from data_loaders.kinds.persons.spells import DIGITS, Spells, SpellSums, sum_spells
from data_loaders.table.body import TableBody
from data_loaders.table.declaration import CellType, Declaration, Field, ListFacts

_FIGURE = pa.decimal128(28, DIGITS)
_FIGURES = ("korttid", "langtid", "korttid_delvis", "langtid_delvis")
_NO_QUARTER = (
    "Filen dækker intet helt kvartal, der er slut. Skriv perioden i en linje over "
    "kolonneoverskrifterne, f.eks. Periode: 01.10.2024 - 31.12.2024."
)
_WHEN = (
    r"(?:fravaer(?:et|s)?|syg(?:e|dom|dommens|efravaer|emelding)?s?|forloebs?|periode|dato|gyldig)?"
)
_BEGIN = r"(?:fra|from|start(?:er|et)?|begynd(?:er|t|else)?|foerste)"
_END = r"(?:til|to|slut(?:ter)?|ophoer(?:t)?|sidste|end)"
_DAY = r"(?:og)?(?:med)?(?:dato|fravaersdag|sygedag|dag|date)?"


def build(body: TableBody) -> ListFacts:
    """Sum the sick leave of the list's spells by enhed and quarter."""
    units = people.read_units(body)
    sick = _find_sick_rows(body)
    first, closed_last, is_open = _read_days(body)
    coverage = _find_covered(body, first[sick], closed_last[sick & ~is_open])
    if not coverage.quarters:
        return ListFacts(pa.table({}), ())
    last = _end_open_spells(body, coverage, first, closed_last, is_open)
    lost = read_amounts(body, first, last)
    counts = sick & (first <= last) & (lost.amount >= 0)
    spells = Spells(
        person=people.mark_persons(body).codes.astype(np.int64),
        enhed=units.codes,
        first=first,
        last=last,
        amount=lost.amount,
        in_hours=lost.in_hours,
        is_part=_find_part_days(body, lost),
    )
    limit = body.context.settings.spell_threshold
    sums, shortened = sum_spells(
        spells.take(counts),
        enheder=len(units.distinct_units),
        quarters=coverage.quarters,
        threshold=limit,
    )
    _note_spells(body, shortened=shortened, still_open=int((is_open & sick).sum()))
    _note_outside(body, coverage, first[counts], last[counts])
    facts = _make_facts(units, coverage, sums, limit)
    return ListFacts(facts, tuple(str(quarter) for quarter in coverage.quarters))


def _find_sick_rows(body: TableBody) -> Mask:
    """Say which rows are sick leave; what is left out, and what is not known, is counted."""
    if not body.has_field("aarsag"):
        body.note(
            "no_reason",
            "Filen har ingen kolonne med fraværsårsag: alle rækker er regnet som sygefravær.",
        )
        return np.ones(len(body), np.bool_)
    reasons = body.cells("aarsag").map(classify_reason)
    other_absence = reasons.where(lambda meaning: meaning is AbsenceReason.OTHER)
    unknown = np.flatnonzero(reasons.where(lambda meaning: meaning is AbsenceReason.UNKNOWN))
    if other_absence.any():
        rows = format_count(int(other_absence.sum()), "række", "rækker")
        message = f"{rows} er andet fravær end medarbejderens egen sygdom og er ikke regnet med."
        body.flag("other_absence", message, "aarsag", np.flatnonzero(other_absence)[:1])
    if len(unknown):
        rows = format_count(len(unknown), "række", "rækker")
        message = (
            f"{rows} har en fraværsårsag, som programmet ikke kender; cellen her er den første. "
            "De er regnet som sygefravær. Slet dem, hvis de ikke er det."
        )
        body.flag("unknown_reason", message, "aarsag", unknown[:1])
    return ~other_absence


def _read_days(body: TableBody) -> tuple[Integers, Integers, Mask]:
    """Return each row's first and last day, counted from 1970, and whether it has not ended."""
    begins, ends = (
        body.read_field(name).map(lambda day: _count_days(day or date.max)).to_integers()
        for name in ("fra", "til")
    )
    is_open = ends == _count_days(date.max)
    reversed_ = (ends < begins) & (begins != _count_days(date.max))
    body.flag("ends_before_start", "{value} er før fraværets første dag.", "til", reversed_)
    return begins, ends, is_open


def _find_covered(body: TableBody, first: Integers, last: Integers) -> CoveredQuarters:
    """Return the quarters that the list says, else those between its first end and last start."""
    coverage = find_covered(body, find_stated_periods(body))
    started = first[first < _count_days(date.max)]
    if not coverage.quarters and len(started):
        begin, end = int((last if len(last) else started).min()), int(started.max())
        span = (
            Quarter.from_day(_make_day(min(begin, end))).period.first,
            Quarter.from_day(_make_day(end)).period.last,
        )
        coverage = find_covered(body, [Period(*span)])
        if coverage.quarters:
            names = [quarter.label for quarter in (coverage.quarters[0], coverage.quarters[-1])]
            body.note(
                "period_inferred",
                "Filen siger ikke, hvilken periode den dækker. Efter datoerne er den læst som "
                f"{' til '.join(dict.fromkeys(names))}; skriv perioden over kolonneoverskrifterne, "
                "hvis det er forkert.",
            )
    note_left_out(body, coverage)
    if not coverage.quarters:
        body.note("no_quarter", _NO_QUARTER)
    return coverage


def _end_open_spells(
    body: TableBody,
    coverage: CoveredQuarters,
    first: Integers,
    last: Integers,
    is_open: Mask,
) -> Integers:
    """Let a spell that has not ended last until the list was drawn, or its period was over."""
    last_day = body.extract_date or coverage.quarters[-1].period.last
    return np.where(
        is_open, np.maximum(_count_days(min(last_day, find_last_known_day(body))), first), last
    )


def _find_part_days(body: TableBody, lost: Amounts) -> Mask:
    by_reason = body.cells("aarsag").where(is_part_day)
    marked = body.read_field("delvis").where(lambda choice: choice == "ja")
    return by_reason | marked | lost.is_part


def _note_spells(body: TableBody, *, shortened: int, still_open: int) -> None:
    """Say how many spells overlap an earlier one, and how many have not ended."""
    if shortened:
        spells = format_count(shortened, "forløb", "forløb")
        body.note(
            "overlapping_spells",
            f"{spells} overlapper et tidligere forløb for samme person. Hver dag er talt én gang, "
            "i den enhed, hvor det tidligste forløb er.",
        )
    if still_open:
        spells = format_count(still_open, "forløb", "forløb")
        body.note(
            "open_spell",
            f"{spells} er ikke afsluttet og er talt til og med den sidste dag, filen dækker.",
        )


def _note_outside(
    body: TableBody,
    coverage: CoveredQuarters,
    first: Integers,
    last: Integers,
) -> None:
    """Tell of spells that have no day in the list's period, most likely read wrong."""
    begin, end = coverage.span.first, coverage.span.last
    outside = int(((last < _count_days(begin)) | (first > _count_days(end))).sum())
    if not outside:
        return
    span = f"{format_date_long(begin)} – {format_date_long(end)}"
    if outside == len(first):
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
    units: people.Units, coverage: CoveredQuarters, sums: SpellSums, limit: int
) -> pa.Table:
    """Return a row for every enhed in every quarter, also where nobody was ill."""
    count = len(coverage.quarters)
    places = np.repeat(np.arange(len(units.distinct_units)), count)
    quarters = [str(quarter) for quarter in coverage.quarters] * len(units.distinct_units)
    figures = sums.units.reshape(len(places), len(_FIGURES))
    columns = {
        name: pa.array([Decimal(int(values)).scaleb(-DIGITS) for values in figures[:, at]], _FIGURE)
        for at, name in enumerate(_FIGURES)
    }
    limits = pa.array([limit] * len(places), pa.int32())
    where = {**units.make_columns(places), "personalegruppe": units.make_personalegrupper(places)}
    return pa.table({"quarter": quarters, **where, **columns, "graense": limits})


def _count_days(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _make_day(number: int) -> date:
    return date.fromordinal(number + date(1970, 1, 1).toordinal())


_WORKER = (*people.PLADSEN, people.WORKERS)
_TEACHER = (*people.HUSET, people.TEACHERS)
DECLARATION = Declaration(
    name="fravaer",
    drawn_from_opus=True,
    label="Fraværsforløb",
    about=(
        "Én række pr. fraværsforløb. Programmet summerer dem pr. enhed og kvartal; forløb, "
        "personer og årsager gemmes ikke."
    ),
    fields=(
        *people.WHO,
        *people.WHERE,
        people.PART,
        Field("fra", "Fra", CellType.DATE, rf"^{_WHEN}{_BEGIN}{_DAY}$", "Fraværets første dag."),
        Field(
            "til",
            "Til",
            CellType.DATE,
            rf"^{_WHEN}{_END}{_DAY}$",
            "Fraværets sidste dag. Tom eller 31.12.9999, hvis det ikke er afsluttet.",
        ),
        Field(
            "timer",
            "Timer",
            CellType.NUMBER,
            r"timer$|^(?:antal)?(?:fravaers|syge)?timer|hours",
            "Fraværstimer i hele forløbet; 7,4 timer er ét dagsværk.",
            counted=True,
        ),
        Field(
            "dagsvaerk",
            "Dagsværk",
            CellType.NUMBER,
            r"dagsvaerk|^(?:antal)?(?:fravaers|syge|arbejds)?dage(?:ialt)?$",
            "Fraværsdagsværk i hele forløbet, hvis timer ikke kan trækkes.",
            counted=True,
        ),
        Field(
            "aarsag",
            "Årsag",
            CellType.TEXT,
            r"aarsag|(?:fravaers?|absence)(?:type|art|kode)(?:tekst|navn)?$|^(?:type|art)$|^reason$",
            "Fraværets årsag. Kun medarbejderens egen sygdom regnes med; årsagen gemmes ikke.",
        ),
        Field(
            "delvis",
            "Delvis",
            CellType.CHOICE,
            r"delvis|deltidssyg|nedsat",
            "Ja, hvis medarbejderen var delvis syg.",
            choices={
                "ja": r"^(?:ja|j|x|1|sand|true|yes|delvis.*)$",
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
    ),
    needs=(people.PERSON_NEEDED, people.ENHED_NEEDED, ("fra",), ("til",)),
    fills=(people.PERSON_NEEDED, people.ENHED_NEEDED, ("fra",)),
    names=("person", "enhed", "enhed_navn", "afdeling", "omraade"),
    words=("personalegruppe",),
    sums=("dagsvaerk", "timer"),
    examples=tuple(
        (person, None, *where, date.fromisoformat(fra), date.fromisoformat(til), *amounts)
        for person, where, fra, til, *amounts in (
            ("70112", _WORKER, "2024-10-07", "2024-10-09", 22.2, None, "Sygdom", "nej", None),
            ("70112", _WORKER, "2024-11-04", "2024-12-13", 222, None, "Sygdom", "nej", None),
            ("70348", _TEACHER, "2024-12-16", "2025-01-03", 37, None, "Delvis syg", "ja", 50),
            ("70561", _TEACHER, "2024-10-01", "2024-10-01", 7.4, None, "Sygdom", "nej", None),
        )
    ),
    against=r"ansat(?!$)|fratraadt|tiltraadt|langtidsfrisk|^aar$",
    discreet=True,
    title="Periode: 01.10.2024 - 31.12.2024",
)
