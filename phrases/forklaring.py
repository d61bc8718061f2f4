"""What drove a change in words: the finding, the parts, and how closed workplaces count."""

from collections.abc import Sequence

from core import danish
from core.nodes import Level
from core.quarter import Quarter
from metrics.declaration import Measure
from metrics.forklaring import SINGLE, name_parts
from metrics.forklaring.declarations import CORRECTION, is_of_nobody
from metrics.result import NodeChangeResult
from metrics.rows import ClosedOrNewEnhed, NodeChangeRow, UnitChangeRow
from phrases.basis import mark_preliminary
from phrases.corrections import write_corrections
from phrases.hidden import explain_hidden_total

_FINDING = {
    "within": "udviklingen i enhederne",
    "mix": "forskydninger mellem enhederne",
    "closed": "lukkede enheder",
    "new": "nye enheder",
    "correction": "rettelser af det, der var udsendt",
}
_IN_LIST = {
    "within": "udvikling i enhederne",
    "mix": "forskydning mellem enheder",
    "closed": "lukkede enheder",
    "new": "nye enheder",
    "correction": "rettelser",
}
_LEFT_OUT = "Nedlagte og overdragne arbejdspladser er holdt ude af opgørelsen."
_COUNT = "Nedlagte og overdragne arbejdspladser indgår til og med ophørsdatoen"
_RULE = f"{_COUNT} og påvirker opgørelsen i op til tre kvartaler efter ophørskvartalet."
_SUPPLIERS = (
    "Et skift fra én ekstern leverandør til en anden berører ingen kommunale data og indgår derfor "
    "ikke."
)


@mark_preliminary
def write_headline(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say what a node's change lies in, as a title: "Faldet på 0,5 ligger mest i …"."""
    measure = choose_measure(result, node)
    if node.value is None:
        absence = danish.HIDDEN if node.masked else danish.NO_DATA
        return _prefix_place(node, f"Hvad ligger bag udviklingen: {absence}")
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
    """Say from what to what a node has moved, by which parts, and what was corrected."""
    sentences = [explain_change(result, node)]
    if node.value is not None and node.before_now is not None:
        sentences.append(write_corrections(node.corrections))
    return " ".join(text for text in sentences if text)


def explain_change(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say from what to what a node has moved, and by which parts; why not, where that is hidden.

    Parts that are less than what is shown are named together, and those of nobody not at all.
    """
    if node.value is None:
        return _explain_absence(result, node)
    measure = choose_measure(result, node)
    before, after = (measure.text(figure) for figure in (node.before, node.after))
    change = find_change(result, node)
    how = f"{'faldet' if change < 0 else 'steget'} fra {before} til" if change else "uændret"
    figure = f"{after} dagsværk {result.denominator.per}"
    shown, small, hidden = _sort_parts(result, node)
    parts = [f"{_IN_LIST[part]} {write_effect(result, node, part)}" for part in shown]
    listed = f": {danish.join_words(parts)}" if parts else ""
    sentences = [
        f"Fra {_write_span(node.against, result.quarter)} er sygefraværet {how} {figure}{listed}.",
        _describe_small_parts(measure, small),
        f"Virkningen af {_list_findings(hidden)} vises ikke." if hidden else "",
        _explain_rounding(result, node),
    ]
    return " ".join(text for text in sentences if text)


def _explain_absence(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say why a node's change is not told."""
    if not node.masked:
        return write_node_note(node)
    reason = explain_hidden_total(result, node).removeprefix("Vises ikke: ")
    return f"Ændringen siden {node.against.label} vises ikke: {reason}"


def _sort_parts(
    result: NodeChangeResult, node: NodeChangeRow
) -> tuple[list[str], list[str], list[str]]:
    """Sort the parts that are of anybody: those that show, those too small to, the hidden."""
    decimals = choose_measure(result, node).decimals
    shown, small, hidden = [], [], []
    for part in name_parts(node):
        size = node.figure(part)
        if size is None:
            hidden.append(part)
        elif danish.round_half_up(size, decimals):
            shown.append(part)
        elif not is_of_nobody(node, part):
            small.append(part)
    return shown, small, hidden


def _describe_small_parts(measure: Measure, parts: Sequence[str]) -> str:
    """Say of the parts that do not show in the figures that they are small."""
    if not parts:
        return ""
    listed = _list_findings(parts)
    each = " hver" if len(parts) > 1 else ""
    return f"{listed[0].upper()}{listed[1:]} betyder{each} {measure.effect_text(0)}."


def _list_findings(parts: Sequence[str]) -> str:
    return danish.join_words([_FINDING[part] for part in parts])


def _write_span(first: Quarter, last: Quarter) -> str:
    """Write "3. til 4. kvartal 2024", or both years where they differ."""
    if first.year == last.year:
        return f"{first.number}. til {last.label}"
    return f"{first.label} til {last.label}"


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
    opened = _describe_opened(node)
    if not result.settings.closed_units:
        return " ".join(text for text in (_LEFT_OUT, opened, _SUPPLIERS) if text)
    rule = f"{_COUNT}." if result.noegletal.covers == SINGLE.covers else _RULE
    sentences = [rule, _describe_closed(result, node), opened, _SUPPLIERS]
    return " ".join(text for text in sentences if text)


def explain_comparison(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say what a change between two opgørelser in a row is; "" where they are not, or corrected."""
    in_a_row = node.against == result.quarter - 1 and result.noegletal.covers != SINGLE.covers
    has_moved = node.value is not None and find_change(result, node)
    if not in_a_row or node.before_now is not None or not has_moved:
        return ""
    year_ago = (result.quarter - 4).label
    return (
        f"Ved uændret antal {result.denominator.value} svarer ændringen til "
        f"{result.quarter.label} i forhold til {year_ago}."
    )


def _prefix_place(node: NodeChangeRow, text: str) -> str:
    """Begin a text with where it is, unless that is the kommune."""
    if node.node.level is Level.KOMMUNE:
        return text
    return f"{node.name}: {text[0].lower()}{text[1:]}"


def _describe_closed(result: NodeChangeResult, node: NodeChangeRow) -> str:
    count = len(node.closed_names)
    if not count:
        return "Ingen arbejdspladser er lukket i den tid, der sammenlignes."
    workplaces = danish.format_count(count, "arbejdsplads", "arbejdspladser")
    names = list_closed(node.closed_names)
    sentence = f"I den tid, der sammenlignes, er {workplaces} lukket: {names}"
    without = "Uden den" if count == 1 else "Uden dem"
    if node.after_without is None:
        return f"{sentence} {without} vises sygefraværet ikke af hensyn til små enheder."
    after = choose_measure(result, node).text(node.after_without)
    change = _compare_without(result, node)
    return (
        f"{sentence} {without} er sygefraværet {after} dagsværk {result.denominator.per}{change}."
    )


def _compare_without(result: NodeChangeResult, node: NodeChangeRow) -> str:
    """Say how a node has moved without those who closed; "" where that is not known."""
    if node.before_without is None or node.after_without is None:
        return ""
    measure = choose_measure(result, node)
    change = measure.subtract_shown(node.after_without, node.before_without)
    word = "et fald" if change < 0 else "en stigning"
    moved = f"{word} på {measure.text(abs(change))}" if change else "uændret"
    before = f"{node.against.label} ({measure.text(node.before_without)})"
    of_now = " i data, som de er nu" if node.before_now is not None else ""
    return f", {moved} i forhold til {before}{of_now}"


def _describe_opened(node: NodeChangeRow) -> str:
    if not node.new_names:
        return ""
    count = len(node.new_names)
    workplaces = danish.format_count(count, "arbejdsplads", "arbejdspladser")
    are_new = "er ny" if count == 1 else "er nye"
    return f"{workplaces} {are_new}: {list_opened(node.new_names)}"


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
    return "Delene er afrundet hver for sig og giver derfor ikke helt ændringen."


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
        [_write_event(enhed, usual="lukket", untold="ophørsdato ikke oplyst") for enhed in enheder]
    )


def list_opened(enheder: Sequence[ClosedOrNewEnhed]) -> str:
    """Name who opened, with date: "A (åbnet 1. oktober 2023)."."""
    return _write_list(
        [_write_event(enhed, usual="åbnet", untold="åbningsdato ikke oplyst") for enhed in enheder]
    )


def _write_event(enhed: ClosedOrNewEnhed, *, usual: str, untold: str) -> str:
    """Name an enhed with what happened and when, as far as HR's list has it."""
    if enhed.day:
        day = danish.format_date_long(enhed.day)
        return f"{enhed.name} ({enhed.cause or usual} {day})"
    return f"{enhed.name} ({', '.join(filter(None, (enhed.cause, untold)))})"


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
