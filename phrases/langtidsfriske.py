"""The langtidsfriske in words."""

from core import danish
from metrics.langtidsfriske import DECLARED
from metrics.result import AnyResult, LangtidsfriskeResult
from metrics.rows import LangtidsfriskeRow
from phrases.basis import mark_preliminary
from phrases.cell_text import find_shown_change
from phrases.corrections import write_corrections
from phrases.trends import describe_trend

_LEFT_OUT = {
    "joined": "var ikke ansat hele det første år",
    "departed": "var ikke ansat hele det sidste år",
    "neither": "var ikke ansat hele året i nogen af årene",
    "elsewhere": "arbejdede et andet sted ved årets udgang",
}
_REASONS = {
    "uden nuller": "Listen har ingen med 0 dagsværk, så de, der aldrig var syge, mangler i den.",
    "ingen": "Ingen var ansat her i begge hele år.",
}
_SOURCE = "fra KMD OPUS (rapport LPT169)"
_BASIS = {
    "datoer": f"Hvem der er med, er afgjort ud fra ansættelsesdatoerne i personlisterne {_SOURCE}.",
    "lister": f"Det er dem, der er i begge personlister {_SOURCE}, for listerne har ingen datoer.",
}


@mark_preliminary
def write_headline(result: LangtidsfriskeResult) -> str:
    """Say the kommune's news as a page's title: "Andelen af langtidsfriske stiger: 34 %"."""
    row = result.rows[0]
    if row.value is None:
        absence = danish.HIDDEN if row.masked else danish.NO_DATA
        return f"Langtidsfriske i {row.years}: {absence}"
    value = danish.format_percent(row.value)
    if row.change is None or not row.is_moved:
        return f"{value} af medarbejderne er langtidsfriske"
    change = find_shown_change(result, row) or 0
    trend = describe_trend(DECLARED.measure("value"), change)
    return f"Andelen af langtidsfriske {trend}: {value}"


def write_paragraph(result: LangtidsfriskeResult) -> str:
    """Say what share it is, of whom, and how it has moved since the years before."""
    row = result.rows[0]
    if row.value is None:
        return " ".join([f"{write_headline(result)}.", write_friske_note(result, row)]).strip()
    limit = danish.format_number(result.settings.langtidsfrisk_limit)
    parts = [
        _write_news(result, row),
        f"Langtidsfrisk er den, der havde under {limit} fraværsdagsværk i hvert af de to år.",
        f"{_describe_counted(row)} {_BASIS[row.basis]}",
        write_corrections(row.corrections),
    ]
    return " ".join(part for part in parts if part)


def _write_news(result: LangtidsfriskeResult, row: LangtidsfriskeRow) -> str:
    value = _write_share(row.value)
    if row.previous_years == row.years:
        return f"Langtidsfriske opgøres årligt; seneste {value} af medarbejderne ({row.years})."
    comparison = _write_comparison(result, row)
    return f"{value} af medarbejderne var langtidsfriske i {row.years}{comparison}."


def _write_comparison(result: LangtidsfriskeResult, row: LangtidsfriskeRow) -> str:
    if row.previous_masked:
        return "; tallet for de to år før vises ikke"
    change = find_shown_change(result, row)
    if change is None:
        return "; der er ingen tidligere opgørelse at sammenligne med"
    before = _write_share(row.previous)
    points = danish.round_half_up(abs(change) * 100, DECLARED.measure("value").decimals)
    if not points:
        return f", uændret i forhold til de to år før ({before})"
    word = "et fald" if change < 0 else "en stigning"
    return f", {word} på {danish.format_number(points, 0)} procentpoint fra {before} i de to år før"


def _describe_counted(row: LangtidsfriskeRow) -> str:
    counted = danish.format_count(row.counted or 0, "medarbejder", "medarbejdere")
    sentence = f"Opgørelsen omfatter {counted}, der var ansat i begge hele år."
    out = row.left_out or 0
    if not out:
        return sentence
    why = [
        f"{danish.format_number(count, 0)} {text}"
        for name, text in _LEFT_OUT.items()
        if (count := row.figure(name))
    ]
    uncounted = danish.format_count(out, "anden", "andre")
    return f"{sentence} {uncounted} i listerne er ikke med: {danish.join_words(why)}."


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
