"""The langtidsfriske in words."""

from core import danish
from metrics.cells import Row
from metrics.langtidsfriske import DECLARED, moved
from metrics.result import KpiResult
from metrics.words import known, trend

_LEFT_OUT = {
    "joined": "var ikke ansat hele det første år",
    "departed": "var ikke ansat hele det sidste år",
    "neither": "var ikke ansat hele året i nogen af årene",
    "elsewhere": "arbejdede et andet sted ved årets udgang",
}
_BASIS = {
    "datoer": "Hvem der er med, er afgjort ud fra ansættelsesdatoerne i personlisterne.",
    "lister": "Det er dem, der er i begge personlister, for listerne har ingen datoer.",
}


def headline(result: KpiResult) -> str:
    """Say the kommune's news as a page's title: "Andelen af langtidsfriske stiger: 34 %"."""
    row = result.frame.iloc[0].to_dict()
    if not known(row["value"]):
        shown = danish.HIDDEN if row["masked"] else danish.NO_DATA
        return f"Langtidsfriske i {row['years']}: {shown}"
    value = danish.format_percent(row["value"])
    if not moved(row):
        return f"{value} af medarbejderne er langtidsfriske"
    return f"Andelen af langtidsfriske {trend(DECLARED.measure('value'), row['change'])}: {value}"


def paragraph(result: KpiResult) -> str:
    """Say what share it is, of whom, and how it has moved since the years before."""
    row = result.frame.iloc[0].to_dict()
    if not known(row["value"]):
        return " ".join([f"{headline(result)}.", str(row["note"])]).strip()
    limit = danish.format_number(result.settings.langtidsfrisk_limit)
    parts = [
        _news(row),
        f"Langtidsfrisk er den, der havde under {limit} fraværsdagsværk i hvert af de to år.",
        f"{_counted(row)} {_BASIS[row['basis']]}",
        row["corrected"],
    ]
    return " ".join(part for part in parts if part)


def _news(row: Row) -> str:
    value = _running(row["value"])
    if row["previous_years"] == row["years"]:
        return f"Langtidsfriske opgøres årligt; seneste {value} af medarbejderne ({row['years']})."
    return f"{value} af medarbejderne var langtidsfriske i {row['years']}{_compared(row)}."


def _compared(row: Row) -> str:
    if row["previous_masked"]:
        return "; tallet for de to år før vises ikke"
    if not known(row["change"]):
        return "; der er ingen tidligere opgørelse at sammenligne med"
    before = _running(row["previous"])
    points = danish.round_half_up(abs(row["change"]) * 100, DECLARED.measure("value").decimals)
    if not points:
        return f", uændret i forhold til de to år før ({before})"
    word = "et fald" if row["change"] < 0 else "en stigning"
    return f", {word} på {danish.format_number(points, 0)} procentpoint fra {before} i de to år før"


def _counted(row: Row) -> str:
    counted = danish.format_count(int(row["counted"]), "medarbejder", "medarbejdere")
    told = f"Opgørelsen omfatter {counted}, der var ansat i begge hele år."
    out = int(row["left_out"])
    if not out:
        return told
    why = [
        f"{danish.format_number(row[name], 0)} {text}"
        for name, text in _LEFT_OUT.items()
        if row[name]
    ]
    others = danish.format_count(out, "anden", "andre")
    return f"{told} {others} i listerne er ikke med: {danish.join_words(why)}."


def _running(share: float) -> str:
    """Write a share as running text has it: "34 pct."."""
    return f"{danish.format_number(share * 100, 0)} pct."
