"""What the figures of a result rest on: their period, the limit of long absence, the masks."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from core.danish import format_date_long, format_moment, join_words
from core.quarter import Quarter
from metrics.reservations import Reservation
from metrics.result import AnyResult, Source
from metrics.rows import SickLeaveRow
from store.kinds import SICK_LEAVE

ResultT = TypeVar("ResultT", bound=AnyResult)
Arguments = ParamSpec("Arguments")
DRAFT = "UDKAST"  # what marks the files of an opgørelse that only the secretariat has
_DRAWN = (*SICK_LEAVE, "personer")  # from OPUS; the others are HR's own lists
_SPLIT_BY_OPUS = {"kvartal", "rullende"}


def describe_period(result: AnyResult) -> str:
    """Write the period: "1. januar 2024 – 31. december 2024 (rullende fire kvartaler)".

    What is reserved about the figures is said with it.
    """
    covers = result.noegletal.covers
    return "; ".join([f"{result.period} ({covers})", *_list_reservations(result.reservation)])


def mark_preliminary(
    write: Callable[Concatenate[ResultT, Arguments], str],
) -> Callable[Concatenate[ResultT, Arguments], str]:
    """Let a function that writes a result's title add that the figures are preliminary."""

    @wraps(write)
    def write_marked(
        result: ResultT, /, *args: Arguments.args, **arguments: Arguments.kwargs
    ) -> str:
        return f"{write(result, *args, **arguments)}{describe_preliminary(result)}"

    return write_marked


def describe_preliminary(result: AnyResult) -> str:
    """Write what titles and file names end with: " (foreløbig)", or nothing."""
    return " (foreløbig)" if result.reservation.preliminary else ""


def mark_draft(text: str, result: AnyResult) -> str:
    """Write a title or a file name as that of a draft, where only the secretariat has it."""
    return f"{DRAFT} {text}" if result.reservation.draft else text


def describe_reservations(result: AnyResult) -> list[str]:
    """Say what is reserved about a result's figures, in sentences."""
    return _write_sentences(_list_reservations(result.reservation))


def _list_reservations(reservation: Reservation) -> list[str]:
    """Say which quarters were not over, or hardly, when drawn, and what was computed again."""
    sentences = []
    if reservation.recomputed:
        sentences.append("genberegnet: ikke en del af det, der blev frigivet")
    if reservation.preliminary:
        names = join_words([quarter.label for quarter in reservation.preliminary])
        sentences.append(f"foreløbig: data for {names} kan ændre sig")
    if reservation.early:
        names = join_words([quarter.label for quarter in reservation.early])
        sentences.append(f"efterregistreringer kan mangle i {names}")
    return sentences


def find_extract_day(sources: Sequence[Source]) -> date | None:
    """Find the day that the newest data from OPUS were drawn; None where a file does not say.

    The day of an older file is never that of the figures.
    """
    drawn = [source for source in sources if source.kind in _DRAWN] or list(sources)
    newest = max((source.period for source in drawn), default="")
    days = [source.extract_date for source in drawn if source.period == newest]
    known_days = [day for day in days if day]
    return max(known_days) if known_days and len(known_days) == len(days) else None


def describe_extract(sources: Sequence[Source]) -> str:
    """Write "udtrukket 14. januar 2025", or that the day is not known; "" for HR's own lists."""
    day = find_extract_day(sources)
    if day:
        return f"udtrukket {format_date_long(day)}"
    is_drawn = any(source.kind in _DRAWN for source in sources)
    return "udtræksdato ikke oplyst" if is_drawn else ""


def describe_threshold(result: AnyResult) -> str:
    """Say where long-term absence begins, or that the data do not tell short from long."""
    rows = [row for row in result.rows if isinstance(row, SickLeaveRow)]
    usual = result.settings.threshold_text
    if not rows:
        return result.threshold or usual
    seen_rows = [row for row in rows if not row.masked and not row.missing]
    if seen_rows and all(row.short is None and not result.hides_split(row) for row in seen_rows):
        return "uden opdeling i korttid og langtid"
    of_extracts = [source for source in result.sources if source.kind in _SPLIT_BY_OPUS]
    of_spells = _describe_limit_of_spells(result.sources)
    if not of_spells:
        return _describe_limits_of_extracts(of_extracts, usual)
    if not of_extracts:
        return of_spells
    return f"{_describe_limits_of_extracts(of_extracts, usual)}; i fraværsforløb: {of_spells}"


def _describe_limit_of_spells(sources: Sequence[Source]) -> str:
    limits = sorted({s.threshold for s in sources if s.threshold and s.kind not in _SPLIT_BY_OPUS})
    if not limits:
        return ""
    text = f"langtid er over {join_words([str(days) for days in limits])} kalenderdage"
    if any(source.cut for source in sources):
        text += " og et mindstetal, for forløbenes datoer er klippet til filens periode"
    return text


def _describe_limits_of_extracts(sources: Sequence[Source], usual: str) -> str:
    """Say the limit that the extracts' headers name; which quarters have which, where they differ.

    `usual` is what is said of those whose headers do not.
    """
    limits = dict.fromkeys(source.threshold for source in sources)
    if not any(limits):
        return usual
    if len(limits) == 1:
        return f"opdeling fra OPUS: langtid er over {max(limits)} dage"
    parts = [
        f"{f'langtid er over {limit} dage' if limit else usual} "
        f"({join_words([_write_span(source) for source in sources if source.threshold == limit])})"
        for limit in limits
    ]
    return f"kvartalerne har ikke samme grænse: {'; '.join(parts)}"


def _write_span(source: Source) -> str:
    first, last = (Quarter.parse(text).label for text in (source.first_period, source.period))
    return first if first == last else f"{first} – {last}"


def name_unit(result: AnyResult) -> str:
    """Say what the figures are: "dagsværk pr. medarbejder", "andel af medarbejdere"."""
    unit = result.noegletal.measures[0].unit
    if unit == "andel":
        return f"andel af {result.denominator.value}"
    return f"{unit if unit == 'forløb' else 'dagsværk'} {result.denominator.per}"


def describe_basis(result: AnyResult) -> list[str]:
    """Say what the figures rest on, a sentence each: period, limit, who counts, data."""
    texts = [describe_period(result), describe_threshold(result), describe_choices(result.sources)]
    return [*_write_sentences(texts), *describe_data(result.sources)]


def describe_data(sources: Sequence[Source]) -> list[str]:
    """Say when the newest data were drawn from OPUS and loaded, a sentence each."""
    if not sources:
        return []
    newest = max(source.loaded_at for source in sources)
    loaded = f"data indlæst {format_moment(newest)}"
    return _write_sentences([describe_extract(sources), loaded])


def _write_sentences(texts: Sequence[str]) -> list[str]:
    return [f"{text[0].upper()}{text[1:]}." for text in texts if text]


def describe_choices(sources: Sequence[Source]) -> str:
    """Say who and what the files count as somebody answered: "uden ansatte som »Vikar«".

    It is "" where nothing was decided by an answer.
    """
    choices = (choice for source in sources for choice in source.choices.split("; "))
    return "; ".join(dict.fromkeys(choice for choice in choices if choice))
