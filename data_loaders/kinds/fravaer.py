"""Spells of absence, a row each: they become each enhed's dagsværk in each quarter."""

from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from core.danish import format_count, format_date_long
from core.quarter import Period, Quarter
from data_loaders.files.columns import Mask
from data_loaders.kinds.persons import people
from data_loaders.kinds.persons.absence_reasons import Reason, is_part, reason
from data_loaders.kinds.persons.covered_quarters import (
    Covered,
    covered,
    last_known,
    said,
    tell_left_out,
)
from data_loaders.kinds.persons.lost_amounts import Amounts, amounts
from data_loaders.kinds.persons.spells import DIGITS, Spells, Sums, summed
from data_loaders.table.body import Body
from data_loaders.table.declaration import Built, Field, Listing, Type

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


def build(body: Body) -> Built:
    """Sum the sick leave of the list's spells by enhed and quarter."""
    units = people.units(body)
    sick = _is_sick(body)
    first, closed_last, is_open = _days(body)
    found = _covered(body, first[sick], closed_last[sick & ~is_open])
    if not found.quarters:
        return Built(pa.table({}), ())
    last = _ended(body, found, first, closed_last, is_open)
    lost = amounts(body, first, last)
    counts = sick & (first <= last) & (lost.amount >= 0)
    spells = Spells(
        person=people.persons(body).codes.astype(np.int64),
        enhed=units.codes,
        first=first,
        last=last,
        amount=lost.amount,
        in_hours=lost.in_hours,
        is_part=_is_part(body, lost),
    )
    limit = body.context.settings.spell_threshold
    sums, shortened = summed(
        spells.take(counts), enheder=len(units.known), quarters=found.quarters, threshold=limit
    )
    _tell(body, shortened=shortened, still_open=int((is_open & sick).sum()))
    _tell_outside(body, found, first[counts], last[counts])
    facts = _facts(units, found, sums, limit)
    return Built(facts, tuple(str(quarter) for quarter in found.quarters))


def _is_sick(body: Body) -> Mask:
    """Say which rows are sick leave; what is left out, and what is not known, is counted."""
    if not body.has("aarsag"):
        body.note(
            "no_reason",
            "Filen har ingen kolonne med fraværsårsag: alle rækker er regnet som sygefravær.",
        )
        return np.ones(len(body), np.bool_)
    reasons = body.cells("aarsag").map(reason)
    other = reasons.where(lambda found: found is Reason.OTHER)
    unknown = np.flatnonzero(reasons.where(lambda found: found is Reason.UNKNOWN))
    if other.any():
        rows = format_count(int(other.sum()), "række", "rækker")
        message = f"{rows} er andet fravær end medarbejderens egen sygdom og er ikke regnet med."
        body.flag("other_absence", message, "aarsag", np.flatnonzero(other)[:1])
    if len(unknown):
        rows = format_count(len(unknown), "række", "rækker")
        message = (
            f"{rows} har en fraværsårsag, som programmet ikke kender; cellen her er den første. "
            "De er regnet som sygefravær. Slet dem, hvis de ikke er det."
        )
        body.flag("unknown_reason", message, "aarsag", unknown[:1])
    return ~other


def _days(body: Body) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Mask]:
    """Return each row's first and last day, counted from 1970, and whether it has not ended."""
    first = body.typed("fra").map(lambda day: _number(day or date.max))
    last = body.typed("til").map(lambda day: _number(day or date.max))
    begins = np.array(first.values, np.int64)[first.codes]
    ends = np.array(last.values, np.int64)[last.codes]
    is_open = ends == _number(date.max)
    reversed_ = (ends < begins) & (begins != _number(date.max))
    body.flag("ends_before_start", "{value} er før fraværets første dag.", "til", reversed_)
    return begins, ends, is_open


def _covered(body: Body, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> Covered:
    """Return the quarters that the list says, else those between its first end and last start."""
    found = covered(body, said(body))
    started = first[first < _number(date.max)]
    if not found.quarters and len(started):
        begin, end = int((last if len(last) else started).min()), int(started.max())
        span = (
            Quarter.from_day(_day(min(begin, end))).period.first,
            Quarter.from_day(_day(end)).period.last,
        )
        found = covered(body, [Period(*span)])
        if found.quarters:
            names = [quarter.label for quarter in (found.quarters[0], found.quarters[-1])]
            body.note(
                "period_inferred",
                "Filen siger ikke, hvilken periode den dækker. Efter datoerne er den læst som "
                f"{' til '.join(dict.fromkeys(names))}; skriv perioden over kolonneoverskrifterne, "
                "hvis det er forkert.",
            )
    tell_left_out(body, found)
    if not found.quarters:
        body.note("no_quarter", _NO_QUARTER)
    return found


def _ended(
    body: Body,
    found: Covered,
    first: npt.NDArray[np.int64],
    last: npt.NDArray[np.int64],
    is_open: Mask,
) -> npt.NDArray[np.int64]:
    """Let a spell that has not ended last until the list was drawn, or its period was over."""
    known = body.extract_date or found.quarters[-1].period.last
    return np.where(is_open, np.maximum(_number(min(known, last_known(body))), first), last)


def _is_part(body: Body, lost: Amounts) -> Mask:
    by_reason = body.cells("aarsag").where(is_part)
    marked = body.typed("delvis").where(lambda choice: choice == "ja")
    return by_reason | marked | lost.is_part


def _tell(body: Body, *, shortened: int, still_open: int) -> None:
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


def _tell_outside(
    body: Body, found: Covered, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]
) -> None:
    """Tell of spells that have no day in the list's period, most likely read wrong."""
    begin, end = found.span.first, found.span.last
    outside = int(((last < _number(begin)) | (first > _number(end))).sum())
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


def _facts(units: people.Units, found: Covered, sums: Sums, limit: int) -> pa.Table:
    """Return a row for every enhed in every quarter, also where nobody was ill."""
    count = len(found.quarters)
    places = np.repeat(np.arange(len(units.known)), count)
    quarters = [str(quarter) for quarter in found.quarters] * len(units.known)
    figures = sums.units.reshape(len(places), len(_FIGURES))
    columns = {
        name: pa.array([Decimal(int(each)).scaleb(-DIGITS) for each in figures[:, at]], _FIGURE)
        for at, name in enumerate(_FIGURES)
    }
    limits = pa.array([limit] * len(places), pa.int32())
    where = {**units.columns(places), "personalegruppe": units.personalegrupper(places)}
    return pa.table({"quarter": quarters, **where, **columns, "graense": limits})


def _number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _day(number: int) -> date:
    return date.fromordinal(number + date(1970, 1, 1).toordinal())


_WORKER = (*people.PLADSEN, people.WORKERS)
_TEACHER = (*people.HUSET, people.TEACHERS)
LISTING = Listing(
    name="fravaer",
    label="Fraværsforløb",
    about=(
        "Én række pr. fraværsforløb. Programmet summerer dem pr. enhed og kvartal; forløb, "
        "personer og årsager gemmes ikke."
    ),
    fields=(
        *people.WHO,
        *people.WHERE,
        people.PART,
        Field("fra", "Fra", Type.DATE, rf"^{_WHEN}{_BEGIN}{_DAY}$", "Fraværets første dag."),
        Field(
            "til",
            "Til",
            Type.DATE,
            rf"^{_WHEN}{_END}{_DAY}$",
            "Fraværets sidste dag. Tom eller 31.12.9999, hvis det ikke er afsluttet.",
        ),
        Field(
            "timer",
            "Timer",
            Type.NUMBER,
            r"timer$|^(?:antal)?(?:fravaers|syge)?timer|hours",
            "Fraværstimer i hele forløbet; 7,4 timer er ét dagsværk.",
        ),
        Field(
            "dagsvaerk",
            "Dagsværk",
            Type.NUMBER,
            r"dagsvaerk|^(?:antal)?(?:fravaers|syge|arbejds)?dage(?:ialt)?$",
            "Fraværsdagsværk i hele forløbet, hvis timer ikke kan trækkes.",
        ),
        Field(
            "aarsag",
            "Årsag",
            Type.TEXT,
            r"aarsag|(?:fravaers?|absence)(?:type|art|kode)(?:tekst|navn)?$|^(?:type|art)$|^reason$",
            "Fraværets årsag. Kun medarbejderens egen sygdom regnes med; årsagen gemmes ikke.",
        ),
        Field(
            "delvis",
            "Delvis",
            Type.CHOICE,
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
            Type.NUMBER,
            r"^omfang|(?:fravaers?|syge?|sygdoms?)(?:procent|pct|grad|andel)|^(?:procent|pct)$",
            "Hvor stor en del af dagen fraværet er på, hvis det er delvist.",
        ),
    ),
    needs=(people.PERSON_NEEDED, people.ENHED_NEEDED, ("fra",), ("til",)),
    fills=(people.PERSON_NEEDED, people.ENHED_NEEDED, ("fra",)),
    names=("person", "enhed", "enhed_navn", "afdeling", "omraade"),
    words=("personalegruppe",),
    sums=("dagsvaerk", "timer"),
    build=build,
    examples=tuple(
        (person, None, *where, date.fromisoformat(fra), date.fromisoformat(til), *rest)
        for person, where, fra, til, *rest in (
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
