"""The langtidsfriske in words."""

from core import danish
from core.nodes import Level
from metrics.langtidsfriske import DECLARED
from metrics.result import AnyResult, LangtidsfriskeResult
from metrics.rows import LangtidsfriskeRow
from phrases.basis import describe_preliminary
from phrases.cell_text import find_shown_change
from phrases.corrections import write_corrections
from phrases.hidden import explain_hidden
from phrases.trends import describe_arrival

_HIDDEN = "Vises ikke: "
_DATES, _LISTS = "datoer", "lister"
_LEFT_OUT = {
    _DATES: {
        "joined": "var ikke ansat i hele {first}",
        "departed": "var ikke ansat i hele {last}",
        "neither": "var hverken ansat i hele {first} eller i hele {last}",
        "elsewhere": "arbejdede et andet sted ved udgangen af {last}",
    },
    _LISTS: {
        "joined": "står ikke i listen for {first}",
        "departed": "står ikke i listen for {last}",
        "neither": "står kun i en del af årene",
        "elsewhere": "arbejdede et andet sted ved udgangen af {last}",
    },
}
_REASONS = {
    "uden nuller": "Listen har ingen med 0 dagsværk, så de, der aldrig var syge, mangler i den.",
    "ingen": "Ingen var ansat her i hele perioden.",
}
_SOURCE = "fra KMD OPUS (rapport LPT169)"
_COUNTED = {
    _DATES: (
        "{people}, der ifølge ansættelsesdatoerne i personlisterne {source} var ansat i hele "
        "{first} og hele {last}."
    ),
    _LISTS: (
        "{people}, der står i personlisterne {source} for både {first} og {last}; listerne har "
        "ingen ansættelsesdatoer."
    ),
}


def write_headline(result: LangtidsfriskeResult) -> str:
    """Say the news of the first row as a page's title; where it is not the kommune's, its name.

    "Andelen af langtidsfriske er steget til 34 % (+2 procentpoint)".
    """
    row = result.rows[0]
    where = "" if row.node.level is Level.KOMMUNE else f" i {row.name}"
    state = describe_preliminary(result)
    if row.value is None:
        absence = danish.HIDDEN if row.masked else danish.NO_DATA
        return f"Langtidsfriske{where} i {row.years}: {absence}{state}"
    value = danish.format_percent(row.value)
    if row.change is None or not row.is_moved:
        return f"{value} af medarbejderne{where} er langtidsfriske{state}"
    change = find_shown_change(result, row) or 0
    arrival = describe_arrival(DECLARED.measure("value"), value, change, is_preliminary=bool(state))
    return f"Andelen af langtidsfriske{where} {arrival}"


def write_definition(result: LangtidsfriskeResult) -> str:
    """Say under the title who is langtidsfrisk, and what share it was before; or why it is hidden.

    "Langtidsfrisk er den, der havde under 5,0 fraværsdagsværk i hvert af årene 2023 og 2024; …".
    """
    row = result.rows[0]
    if row.value is None:
        return _explain_absence(result, row)
    limit = danish.format_number(result.settings.langtidsfrisk_limit)
    sentence = (
        f"Langtidsfrisk er den, der havde under {limit} fraværsdagsværk i hvert af årene "
        f"{row.years}"
    )
    if row.pair_before is not None:
        before = danish.format_percent(row.pair_before)
        sentence += f"; i {row.pair_before_years or 'de to år før'} var andelen {before}"
    return f"{sentence}. {write_corrections(row.corrections)}".strip()


def describe_counted(row: LangtidsfriskeRow) -> str:
    """Say how many the share is of, who was left out and why; "" where that is not shown."""
    return "" if row.value is None or row.counted is None else _describe_counted(row)


def write_paragraph(result: LangtidsfriskeResult) -> str:
    """Say what share it is, of whom, and how it has moved since the years before."""
    row = result.rows[0]
    if row.value is None:
        return _explain_absence(result, row)
    limit = danish.format_number(result.settings.langtidsfrisk_limit)
    parts = [
        _write_news(result, row),
        f"Langtidsfrisk er den, der havde under {limit} fraværsdagsværk i hvert af de to år.",
        _describe_counted(row),
        write_corrections(row.corrections),
    ]
    return " ".join(part for part in parts if part)


def _explain_absence(result: LangtidsfriskeResult, row: LangtidsfriskeRow) -> str:
    """Say in a sentence that there is no share, and why."""
    share = f"Andelen af langtidsfriske i {row.years}"
    if row.masked:
        return f"{share} {danish.HIDDEN}: {explain_hidden(result, row).removeprefix(_HIDDEN)}"
    return f"{share} kan ikke opgøres. {write_friske_note(result, row)}".strip()


def _write_news(result: LangtidsfriskeResult, row: LangtidsfriskeRow) -> str:
    value = _write_share(row.value)
    if row.previous_years == row.years:
        return (
            f"Langtidsfriske opgøres én gang om året. Senest var {value} af medarbejderne "
            f"langtidsfriske, opgjort for {row.years}."
        )
    comparison = _write_comparison(result, row)
    return f"{value} af medarbejderne var langtidsfriske i {row.years}{comparison}."


def _write_comparison(result: LangtidsfriskeResult, row: LangtidsfriskeRow) -> str:
    years = row.previous_years or "de to år før"
    if row.previous_masked:
        return f". Tallet for {years} vises ikke"
    change = find_shown_change(result, row)
    if change is None:
        return ". Der er ingen tidligere opgørelse at sammenligne med"
    before = _write_share(row.previous)
    points = danish.round_half_up(abs(change) * 100, DECLARED.measure("value").decimals)
    if not points:
        return f", uændret i forhold til {years} ({before})"
    word = "et fald" if change < 0 else "en stigning"
    return f", {word} på {danish.format_number(points, 0)} procentpoint fra {before} i {years}"


def _describe_counted(row: LangtidsfriskeRow) -> str:
    first, last = row.years.split(" og ")
    people = danish.format_count(row.counted or 0, "medarbejder", "medarbejdere")
    counted = _COUNTED[row.basis].format(people=people, source=_SOURCE, first=first, last=last)
    out = row.left_out or 0
    if not out:
        return f"Opgørelsen omfatter {counted}"
    why = {
        text.format(first=first, last=last): count
        for name, text in _LEFT_OUT[row.basis].items()
        if (count := row.figure(name))
    }
    uncounted = danish.format_count(out, "anden", "andre")
    sentence = f"Opgørelsen omfatter {counted} {uncounted} i listerne er ikke med"
    if out == 1 and why:
        return f"{sentence}, for den pågældende {next(iter(why))}."
    reasons = [f"{danish.format_number(count, 0)} {text}" for text, count in why.items()]
    return f"{sentence}: {danish.join_words(reasons)}." if reasons else f"{sentence}."


def write_friske_note(result: AnyResult, row: LangtidsfriskeRow) -> str:
    """Say what must be known of one row, which may be of years before those of the quarter."""
    return f"{_explain_share(result, row)} {write_corrections(row.corrections)}".strip()


def _explain_share(result: AnyResult, row: LangtidsfriskeRow) -> str:
    is_new = row.quarter == result.quarter
    if row.missing:
        return _REASONS.get(row.reason, "")
    if not is_new and row.value is not None:
        value = danish.format_percent(row.value)
        return f"opgøres årligt; seneste {value} ({row.years})."
    if is_new and row.previous_masked and not row.masked:
        return "Ændringen vises ikke, fordi tallet for de to år før ikke vises."
    return ""


def _write_share(share: float | None) -> str:
    """Write a share as running text has it: "34 pct."."""
    return f"{danish.format_number((share or 0) * 100, 0)} pct."
