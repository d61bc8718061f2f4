"""What drove a change in words: the finding, the parts, and how closed workplaces count."""

from collections.abc import Sequence

from core import danish
from core.nodes import Level
from metrics.declaration import Measure
from metrics.forklaring import SINGLE, LargestMovers, name_parts
from metrics.forklaring.declarations import CORRECTION, is_of_nobody
from metrics.result import NodeChangeResult
from metrics.rows import ClosedOrNewEnhed, NodeChangeRow, UnitChangeRow
from phrases.basis import mark_preliminary
from phrases.corrections import write_corrections

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


@mark_preliminary
def write_headline(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say what a node's change lies in, as a title: "Faldet på 0,5 ligger mest i …"."""
    measure = choose_measure(result, node)
    if node.value is None:
        absence = danish.HIDDEN if node.masked else danish.NO_DATA
        return _prefix_place(node, f"Hvad har drevet udviklingen: {absence}")
    change = find_change(result, node)
    if not change:
        return _prefix_place(node, f"Sygefraværet er uændret siden {node.against.label}")
    sizes = {part: size for part in name_parts(node) if (size := node.figure(part)) is not None}
    main = max(sizes, key=lambda part: sizes[part] * (1 if change > 0 else -1))
    word = "Stigningen" if change > 0 else "Faldet"
    moved = danish.format_number(abs(change), measure.decimals)
    return _prefix_place(node, f"{word} på {moved} ligger mest i {_FINDING[main]}")


def write_change_title(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say from what to what a node has moved, as a chart's title."""
    measure = choose_measure(result, node)
    return f"Fra {measure.text(node.before)} til {measure.text(node.after)} dagsværk"


def write_paragraph(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say from what to what a node has moved, and by which parts."""
    if node.value is None:
        return write_node_note(node)
    measure = choose_measure(result, node)
    before, after = (measure.text(figure) for figure in (node.before, node.after))
    unit = f"dagsværk {result.denominator.per}"
    change = find_change(result, node)
    how = f"faldet fra {before}" if change < 0 else f"steget fra {before}"
    moved = f"er {how} til {after} {unit}" if change else f"er uændret {after} {unit}"
    when = f"fra {node.against.label} til {result.quarter.label}"
    listed_parts = [
        f"{label[0].lower()}{label[1:]} {write_effect(result, node, part)}"
        for part, label in name_parts(node).items()
        if node.figure(part) is not None
    ]
    rounding = _explain_rounding(result, node)
    sentence = f"Sygefraværet {moved} {when}: {danish.join_words(listed_parts)}.{rounding}"
    corrected = node.before_now is not None
    return f"{sentence} {write_corrections(node.corrections)}" if corrected else sentence


def write_effect(result: NodeChangeResult, node: NodeChangeRow, part: str) -> str:
    """Write what a part of a node's change is of it: "−0,4", or "under 0,1"."""
    size, measure = node.figure(part), choose_measure(result, node)
    if size is None:
        return danish.HIDDEN
    return measure.effect_text(size, is_of_nobody=is_of_nobody(node, part))


def find_change(result: NodeChangeResult, node: NodeChangeRow) -> float:
    """Return a node's change as the difference of the two figures as they are shown."""
    measure = choose_measure(result, node)
    return measure.subtract_shown(node.after or 0, node.before or 0)


def choose_measure(result: NodeChangeResult, node: NodeChangeRow) -> Measure:
    """Return how a node's figures are written: those of a small group may be whole."""
    measure = result.noegletal.measure("value")
    return measure.print_whole() if node.coarse else measure


def explain_workplaces(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Answer how closed workplaces, and changed suppliers, count in a node's change."""
    rule = f"{_COUNT}." if result.noegletal.covers == SINGLE.covers else _RULE
    sentences = [rule, _describe_closed(result, node), _describe_opened(node), _SUPPLIERS]
    return " ".join(text for text in sentences if text)


def explain_comparison(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say what a change between two opgørelser in a row is; "" where they are not, or corrected."""
    in_a_row = node.against == result.quarter - 1 and result.noegletal.covers != SINGLE.covers
    return _STEADY if in_a_row and node.before_now is None else ""


def write_movers_heading(
    result: NodeChangeResult, node: NodeChangeRow, movers: LargestMovers
) -> str:
    """Write the heading of a list of the enheder that moved a node most."""
    where = "kommunen" if result.level is Level.KOMMUNE else str(node.name)
    count = len(movers.largest)
    enheder = _COUNTED[count] if count == 1 else f"{_COUNTED[count]} enheder"
    return f"{enheder}, der har flyttet {where} mest"


def _prefix_place(node: NodeChangeRow, text: str) -> str:
    """Begin a text with where it is, unless that is the kommune."""
    if node.node.level is Level.KOMMUNE:
        return text
    return f"{node.name}: {text[0].lower()}{text[1:]}"


def _describe_closed(result: NodeChangeResult, node: NodeChangeRow) -> str:
    if not node.closed_names:
        return "Ingen arbejdspladser er lukket i den tid, der sammenlignes."
    sentence = f"I den tid, der sammenlignes: {list_closed(node.closed_names)}"
    if node.after_without is None:
        return f"{sentence} Uden dem: {danish.HIDDEN} af hensyn til små enheder."
    measure = choose_measure(result, node)
    before = node.before_without
    change = (
        danish.NO_DATA
        if before is None
        else measure.change_text(measure.subtract_shown(node.after_without, before))
    )
    after = measure.text(node.after_without)
    of_now = " i data, som de er nu" if node.before_now is not None else ""
    return (
        f"{sentence} Uden dem: {after} dagsværk {result.denominator.per}, ændring {change}{of_now}."
    )


def _describe_opened(node: NodeChangeRow) -> str:
    return f"Nye: {list_opened(node.new_names)}" if node.new_names else ""


def _explain_rounding(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say so where the parts as they are shown do not make the change as it is shown."""
    decimals = choose_measure(result, node).decimals
    rounded = [
        danish.round_half_up(size, decimals)
        for part in name_parts(node)
        if (size := node.figure(part)) is not None
    ]
    if sum(rounded) == danish.round_half_up(find_change(result, node), decimals):
        return ""
    return " Delene er afrundet hver for sig og giver derfor ikke helt ændringen."


def write_node_note(row: NodeChangeRow) -> str:
    """Say why a node's two figures are not compared, or on what."""
    if row.missing:
        return "Kan ikke sammenlignes: begge skal have data for alle kvartaler og samme nævner."
    if row.holes:
        return "Enheder, der mangler data i et kvartal, er sammenlignet på det, de har."
    return ""


def write_part_note(row: NodeChangeRow, part: str) -> str:
    """Say what a part of a node's change is of; `row` is the node's."""
    if row.missing or row.masked:
        return write_node_note(row)
    if part == "within":
        return _explain_pooling(row)
    if part == CORRECTION:
        return write_corrections(row.corrections)
    if part == "closed":
        return " ".join(
            filter(None, (list_closed(row.closed_names), _explain_hidden(row.closed_names)))
        )
    if part == "new":
        return " ".join(filter(None, (list_opened(row.new_names), _explain_hidden(row.new_names))))
    return ""


def write_unit_note(row: UnitChangeRow) -> str:
    """Say what is particular about an enhed."""
    parts = [
        {"closed": "Lukket.", "new": "Ny."}.get(row.part, ""),
        f"Fortsætter {row.goes_on_for}." if row.goes_on_for else "",
        "Mangler data i et kvartal og er sammenlignet på det, den har." if row.holes else "",
    ]
    return " ".join(part for part in parts if part)


def list_closed(enheder: Sequence[ClosedOrNewEnhed]) -> str:
    """Name who closed, with cause and date: "A (nedlagt 31. august 2023) og B."."""
    return _write_list(
        [_write_event(enhed.name, enhed.cause or "lukket", enhed) for enhed in enheder]
    )


def list_opened(enheder: Sequence[ClosedOrNewEnhed]) -> str:
    """Name who opened, with date: "A (åbnet 1. oktober 2023)."."""
    return _write_list(
        [_write_event(enhed.name, enhed.cause or "åbnet", enhed) for enhed in enheder]
    )


def _write_event(name: str, cause: str, enhed: ClosedOrNewEnhed) -> str:
    return f"{name} ({cause} {danish.format_date_long(enhed.day)})" if enhed.day else name


def _write_list(texts: Sequence[str]) -> str:
    return f"{danish.join_words(texts)}." if texts else ""


def _explain_hidden(enheder: Sequence[ClosedOrNewEnhed]) -> str:
    """Name the hidden ones: each is counted with the others that are hidden."""
    names = [enhed.name for enhed in enheder if enhed.hidden]
    if not names:
        return ""
    return f"{danish.join_words(names)} er regnet sammen med de andre, der ikke vises."


def _explain_pooling(row: NodeChangeRow) -> str:
    """Say how many hidden enheder are counted as one; "" where there are not several."""
    if row.together < 2:
        return ""
    return f"{danish.format_number(row.together, 0)} enheder, der ikke vises, er regnet som én."
