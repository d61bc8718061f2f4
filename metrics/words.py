"""Results in words: sentences that hold for rise, fall and no change, and for what is not known."""

from math import isnan

from core import danish
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics import notes
from metrics.declaration import Measure
from metrics.result import KpiResult

_PRESENT = {"er faldet": "falder", "er steget": "stiger"}
_WITH = {True: "med", False: "uden"}


def known(value: object) -> bool:
    """Whether a cell of a result's frame holds a figure."""
    return isinstance(value, int | float) and not isnan(value)


def movement(measure: Measure, change: float) -> str:
    """Return "er faldet", "er steget" or "er uændret", by the change as it is shown.

    A chart's period is over: only a page's headline says it in the present (`trend`).
    """
    shown = danish.round_half_up(change * (100 if measure.unit == "andel" else 1), measure.decimals)
    return "er uændret" if not shown else "er faldet" if shown < 0 else "er steget"


def trend(measure: Measure, change: float) -> str:
    """Return "falder", "stiger" or "er uændret", as a headline says it."""
    move = movement(measure, change)
    return _PRESENT.get(move, move)


def headline(result: KpiResult) -> str:
    """Say the news of the kommune in one sentence, as a page's title.

    "Sygefraværet falder: 14,0 dagsværk pr. medarbejder".
    """
    row = result.frame.iloc[0]
    measure = result.noegletal.measure("value")
    if not known(row["value"]):
        shown = danish.HIDDEN if row["masked"] else danish.NO_DATA
        return f"Sygefraværet pr. {result.quarter.label}: {shown}"
    figure = f"{measure.text(row['value'])} dagsværk {result.denominator.per}"
    if not known(row["change"]):
        return f"Sygefraværet er {figure}"
    return f"Sygefraværet {trend(measure, row['change'])}: {figure}"


def news(result: KpiResult) -> str:
    """Say the kommune's news as the first sentence of a case or bilag.

    "Sygefraværet er i denne opgørelse 14,0 dagsværk pr. medarbejder, et fald på 0,5 i forhold til
    opgørelsen for 3. kvartal 2024 (14,5)."
    """
    row = result.frame.iloc[0]
    measure = result.noegletal.measure("value")
    if not known(row["value"]):
        return f"{headline(result)}."
    figure = f"{measure.text(row['value'])} dagsværk {result.denominator.per}"
    return f"Sygefraværet er i denne opgørelse {figure}{_compared(result)}."


def _compared(result: KpiResult) -> str:
    row = result.frame.iloc[0]
    if not known(row["change"]):
        return "; der er ingen tidligere opgørelse at sammenligne med"
    measure = result.noegletal.measure("value")
    before = f"opgørelsen for {(result.quarter - 1).label} ({measure.text(row['previous'])})"
    size = danish.round_half_up(abs(row["change"]), measure.decimals)
    if not size:
        return f", uændret i forhold til {before}"
    word = "et fald" if row["change"] < 0 else "en stigning"
    return f", {word} på {danish.format_number(size)} i forhold til {before}"


def since_peak(result: KpiResult) -> str:
    """Say how far the kommune is from its peak: "2. kvartal 2023: 15,8"."""
    row = result.frame.iloc[0]
    if not known(row["peak"]):
        return danish.NO_DATA
    top = Quarter.parse(row["peak_quarter"]).label
    return f"{top}: {result.noegletal.measure('value').text(row['peak'])}"


def largest_change(result: KpiResult) -> str:
    """Name the node that changed most, as a chart's title: "Faldet er størst i Økonomi & Stab"."""
    measure = result.noegletal.measure("value")
    rows = [row for row in result.frame.to_dict("records") if known(row["change"])]
    level = {Level.OMRAADE: "områderne", Level.AFDELING: "afdelingerne"}.get(
        result.level, "enhederne"
    )
    if not rows:
        return f"Sygefraværet i {level}"
    top = max(rows, key=lambda row: abs(row["change"]))
    move = movement(measure, top["change"])
    if move == "er uændret":
        return f"Sygefraværet er uændret i {level}"
    return f"{'Faldet' if move == 'er faldet' else 'Stigningen'} er størst i {top['name']}"


def hidden_in(series: KpiResult) -> str:
    """Say how many opgørelser of one node's series are not shown, and why; "" where all are."""
    possible = series.frame[~series.frame["missing"]]
    hidden = int(possible["masked"].sum())
    if not hidden:
        return ""
    count, of = (
        danish.format_number(hidden, 0),
        danish.format_count(len(possible), "opgørelse", "opgørelser"),
    )
    why = notes.hidden(series.settings, series.edition)
    return f"{count} af {of} {why[0].lower()}{why[1:]}"


def beside_usual(result: KpiResult, usual: KpiResult) -> str:
    """Say how the kommune's figure of another way of counting differs from the usual one.

    "Uden nedlagte og overdragne arbejdspladser; regnet som ellers er det 14,0 (forskel −0,1)."
    """
    own, other = result.frame.iloc[0], usual.frame.iloc[0]
    measure = usual.noegletal.measure("value")
    first, *more = _differently(result.settings, usual.settings)
    comma = "," if more and "," in first else ""
    how = danish.join_words([f"{first}{comma}", *more]).capitalize()
    if not known(own["value"]) or not known(other["value"]):
        return f"{how}."
    difference = measure.change_text(own["value"] - other["value"])
    said = f"{measure.text(other['value'])} (forskel {difference})"
    return f"{how}; regnet som ellers er det {said}."


def _differently(chosen: Settings, usual: Settings) -> list[str]:
    found = []
    if chosen.organisation != usual.organisation:
        found.append(f"summeret efter {chosen.organisation.label}")
    if chosen.closed_units != usual.closed_units:
        found.append(f"{_WITH[chosen.closed_units]} nedlagte og overdragne arbejdspladser")
    if chosen.part_days != usual.part_days:
        found.append(f"{_WITH[chosen.part_days]} fravær en del af dagen")
    return found
