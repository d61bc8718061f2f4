"""What drove a change in words: the finding, the parts, and how closed workplaces count."""

from core import danish
from core.nodes import Level
from core.quarter import Quarter
from metrics.forklaring import SINGLE, Movers, parts
from metrics.forklaring.notes import Row, closed, opened
from metrics.result import KpiResult
from metrics.words import known

_FINDING = {
    "within": "udviklingen i enhederne",
    "mix": "forskydninger mellem enhederne",
    "closed": "lukkede enheder",
    "new": "nye enheder",
    "correction": "rettelser af det, der var udsendt",
}
_COUNT = "Nedlagte og overdragne arbejdspladser indgår til og med ophørsdatoen"
_RULE = f"{_COUNT} og påvirker opgørelsen i op til tre kvartaler efter ophørskvartalet."
_SUPPLIERS = (
    "Et skift fra én ekstern leverandør til en anden berører ingen kommunale data og indgår derfor "
    "ikke."
)
_COUNTED = {1: "Enheden", 2: "De to", 3: "De tre", 4: "De fire", 5: "De fem"}
_STEADY = (
    "Ved uændret antal medarbejdere er ændringen fra den ene opgørelse til den næste det nyeste "
    "kvartal holdt op mod samme kvartal året før."
)


def headline(result: KpiResult, node: Row) -> str:
    """Say what a node's change lies in, as a title: "Faldet på 0,53 ligger mest i …"."""
    measure = result.noegletal.measure("value")
    if not known(node["value"]):
        shown = danish.HIDDEN if node["masked"] else danish.NO_DATA
        return _placed(node, f"Hvad har drevet udviklingen: {shown}")
    change = danish.round_half_up(node["value"], measure.decimals)
    if not change:
        return _placed(node, f"Sygefraværet er uændret siden {_since(node).label}")
    sizes = {part: node[part] for part in parts(node) if known(node[part])}
    main = max(sizes, key=lambda part: sizes[part] * (1 if change > 0 else -1))
    word = "Stigningen" if change > 0 else "Faldet"
    size = danish.format_number(abs(change), measure.decimals)
    return _placed(node, f"{word} på {size} ligger mest i {_FINDING[main]}")


def paragraph(result: KpiResult, node: Row) -> str:
    """Say from what to what a node has moved, and by which parts."""
    if not known(node["value"]):
        return str(node["note"])
    measure = result.noegletal.measure("value")
    before, after = (measure.text(node[column]) for column in ("before", "after"))
    unit = f"dagsværk {result.denominator.per}"
    change = danish.round_half_up(node["value"], measure.decimals)
    how = f"faldet fra {before}" if change < 0 else f"steget fra {before}"
    moved = f"er {how} til {after} {unit}" if change else f"er uændret {after} {unit}"
    when = f"fra {_since(node).label} til {result.quarter.label}"
    told = [
        f"{label[0].lower()}{label[1:]} {measure.change_text(node[part])}"
        for part, label in parts(node).items()
        if known(node[part])
    ]
    said = f"Sygefraværet {moved} {when}: {danish.join_words(told)}.{_rounding(result, node)}"
    return f"{said} {node['corrected']}" if known(node.get("before_now")) else said


def workplaces(result: KpiResult, node: Row) -> str:
    """Answer how closed workplaces, and changed suppliers, count in a node's change."""
    rule = f"{_COUNT}." if result.noegletal.covers == SINGLE.covers else _RULE
    told = [rule, _closed(result, node), _opened(node), _SUPPLIERS]
    return " ".join(text for text in told if text)


def compared(result: KpiResult, node: Row) -> str:
    """Say what a change between two opgørelser in a row is; "" where they are not, or corrected."""
    in_a_row = _since(node) == result.quarter - 1 and result.noegletal.covers != SINGLE.covers
    return _STEADY if in_a_row and not known(node.get("before_now")) else ""


def moved_most(result: KpiResult, node: Row, found: Movers) -> str:
    """Head the list of those that moved a node most."""
    where = "kommunen" if result.level is Level.KOMMUNE else str(node["name"])
    count = len(found.largest)
    enheder = _COUNTED[count] if count == 1 else f"{_COUNTED[count]} enheder"
    return f"{enheder}, der har flyttet {where} mest"


def _placed(node: Row, text: str) -> str:
    """Begin a text with where it is, unless that is the kommune."""
    if node["key"] == Level.KOMMUNE.value:
        return text
    return f"{node['name']}: {text[0].lower()}{text[1:]}"


def _closed(result: KpiResult, node: Row) -> str:
    if not node["closed_names"]:
        return "Ingen arbejdspladser er lukket i den tid, der sammenlignes."
    said = f"I den tid, der sammenlignes: {closed(node['closed_names'])}"
    if not known(node["after_without"]):
        return f"{said} Uden dem: {danish.HIDDEN} af hensyn til små enheder."
    measure = result.noegletal.measure("value")
    change = measure.change_text(node["after_without"] - node["before_without"])
    after = measure.text(node["after_without"])
    of_now = " i data, som de er nu" if known(node.get("before_now")) else ""
    return f"{said} Uden dem: {after} dagsværk {result.denominator.per}, ændring {change}{of_now}."


def _opened(node: Row) -> str:
    return f"Nye: {opened(node['new_names'])}" if node["new_names"] else ""


def _rounding(result: KpiResult, node: Row) -> str:
    """Say so where the parts as they are shown do not make the change as it is shown."""
    decimals = result.noegletal.measure("value").decimals
    shown = [
        danish.round_half_up(node[part], decimals) for part in parts(node) if known(node[part])
    ]
    if sum(shown) == danish.round_half_up(node["value"], decimals):
        return ""
    return " Delene er afrundet hver for sig og giver derfor ikke helt ændringen."


def _since(node: Row) -> Quarter:
    return Quarter.parse(str(node["against"]))
