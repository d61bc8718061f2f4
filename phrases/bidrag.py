"""What each afdeling or enhed moved a change by, in words: the finding, the cells, the rest."""

from core import danish
from core.nodes import Level
from metrics.declaration import Measure
from metrics.forklaring import LargestMovers, name_parts
from metrics.forklaring.contributions import Contribution, Contributions
from metrics.result import NodeChangeResult
from metrics.rows import Figure, NodeChangeRow
from phrases import forklaring
from phrases.basis import describe_preliminary
from phrases.text_tables import TextColumn, TextRow, TextTable, drop_empty_columns

_FEWEST = 2  # nodes that share a change
_MOST_NAMED = 3  # that moved the change equally much
_ROUNDED = "Bidragene er afrundet hver for sig og giver derfor ikke helt ændringen."
_LEAST_SHOWN = 0.1  # dagsværk
_PARTS = {  # beside what the enheder did themselves
    "mix": "forskydning mellem enheder",
    "closed": "lukkede enheder",
    "new": "nye enheder",
    "correction": "rettelser af det, der var udsendt",
}


def write_headline(
    result: NodeChangeResult, node: NodeChangeRow, contributions: Contributions
) -> str:
    """Say where a node's change lies: "Skole bidrager mest til faldet (−0,2), derefter …".

    Where there is no change, or nothing is known of it below the node, it is the parts that tell.
    """
    change = forklaring.find_change(result, node) if node.value is not None else 0
    if not change or sum(row.effect is not None for row in contributions.nodes) < _FEWEST:
        return forklaring.write_headline(result, node)
    finding = _name_largest(result, contributions, change) + describe_preliminary(result)
    return finding if node.node.level is Level.KOMMUNE else f"{node.name}: {finding}"


def _name_largest(result: NodeChangeResult, contributions: Contributions, change: float) -> str:
    """Name who moved the change most in its own direction, and who comes next, as shown."""
    by_size: dict[float, list[str]] = {}
    for row in contributions.nodes:
        shown = float(danish.round_half_up(row.effect or 0, _choose_measure(result, row).decimals))
        if shown * change > 0:
            by_size.setdefault(abs(shown), []).append(row.name)
    fall = "faldet" if change < 0 else "stigningen"
    level = contributions.level
    if not by_size:
        none, least = f"ingen {level.label.lower()}", danish.format_number(_LEAST_SHOWN)
        return f"{_begin(fall)} er spredt: {none} bidrager med {least} eller mere"
    first, *later = sorted(by_size, reverse=True)
    measure = result.noegletal.measure("value")
    sign = -1 if change < 0 else 1
    size = measure.change_text(sign * first)
    many = " hver" if len(by_size[first]) > 1 else ""
    names = _name_nodes(by_size[first], level)
    if contributions.hides_some:
        text = f"Af de {level.plural}, der vises, bidrager {names} mest til {fall} ({size}{many})"
    else:
        text = f"{_begin(names)} bidrager mest til {fall} ({size}{many})"
    if many or not later:
        return text
    many = " hver" if len(by_size[later[0]]) > 1 else ""
    size = measure.change_text(sign * later[0])
    return f"{text}, derefter {_name_nodes(by_size[later[0]], level)} ({size}{many})"


def _begin(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _name_nodes(names: list[str], level: Level) -> str:
    if len(names) > _MOST_NAMED:
        return danish.format_count(len(names), level.label.lower(), level.plural)
    return danish.join_words(names)


def name_largest_enheder(result: NodeChangeResult, movers: LargestMovers) -> str:
    """Name the enheder whose contributions show: "Af enhederne bidrager Skolen mest (−0,1)."."""
    measure = result.noegletal.measure("value")
    shown = [
        (name, effect)
        for name, effect in movers.largest
        if danish.round_half_up(effect, measure.decimals)
    ]
    hidden = " Enheder, der ikke vises, er ikke med." if movers.hidden else ""
    if not shown:
        least = danish.format_number(_LEAST_SHOWN)
        who = "der vises" if movers.hidden else ""
        return f"Ingen enkelt enhed{f', {who},' if who else ''} bidrager med {least} eller mere."
    names = [f"{name} ({measure.effect_text(effect)})" for name, effect in shown]
    return f"Af enhederne bidrager {danish.join_words(names)} mest.{hidden}"


def write_contribution(result: NodeChangeResult, row: Contribution, part: str = "effect") -> str:
    """Write what a node moved the one above it by, in all or in a part: "−0,4", "under 0,1"."""
    effect: Figure = getattr(row, part)
    if row.effect is None:
        return danish.HIDDEN
    return "" if effect is None else _choose_measure(result, row).effect_text(effect)


def _choose_measure(result: NodeChangeResult, row: Contribution) -> Measure:
    measure = result.noegletal.measure("value")
    return measure.print_whole() if row.is_coarse else measure


def list_shown_parts(result: NodeChangeResult, node: NodeChangeRow) -> dict[str, str]:
    """List the parts of a node's change that show beside what its enheder did, with their names.

    They are those that are not nought as they are shown.
    """
    decimals = forklaring.choose_measure(result, node).decimals
    return {
        part: _PARTS[part]
        for part in name_parts(node)
        if part in _PARTS and danish.round_half_up(node.figure(part) or 0, decimals)
    }


def explain_rounding(
    result: NodeChangeResult, node: NodeChangeRow, contributions: Contributions
) -> str:
    """Say so where the contributions as they are shown do not make the change as it is shown."""
    decimals = forklaring.choose_measure(result, node).decimals
    effects = [row.effect for row in contributions.rows if row.effect is not None]
    if node.correction:
        effects.append(node.correction)
    added = sum(danish.round_half_up(effect, decimals) for effect in effects)
    total = danish.round_half_up(forklaring.find_change(result, node), decimals)
    is_known = bool(effects) and not contributions.hides_some
    return _ROUNDED if is_known and added != total else ""


def make_contribution_table(
    result: NodeChangeResult, node: NodeChangeRow, contributions: Contributions
) -> TextTable:
    """Make the table of what each node below moved a node by, and of the change in all."""
    measure = forklaring.choose_measure(result, node)
    change = measure.change_text(forklaring.find_change(result, node))
    lines = [
        TextRow(
            (
                row.name,
                *(write_contribution(result, row, part) for part in ("effect", "short", "long")),
            )
        )
        for row in contributions.rows
    ]
    columns = (
        TextColumn("name", contributions.level.label, numeric=False),
        TextColumn("value", "Bidrag"),
        TextColumn("short", "Korttid"),
        TextColumn("long", "Langtid"),
    )
    who = f"{contributions.level.plural.capitalize()}nes"
    caption = f"{who} bidrag til ændringen, dagsværk {result.denominator.per}"
    table = TextTable(
        caption, columns, (*lines, TextRow(("Ændring i alt", change, "", ""), strong=True))
    )
    return drop_empty_columns([table])[0]
