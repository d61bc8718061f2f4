"""What must be said beside a part of a change, or an enhed's effect on it, in Danish."""

from collections.abc import Sequence

from core import danish
from metrics.forklaring.declarations import CORRECTION
from metrics.rows import ClosedOrNewEnhed, NodeChangeRow, UnitChangeRow
from phrases.corrections import write_corrections


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


def list_closed(named: Sequence[ClosedOrNewEnhed]) -> str:
    """Name who closed, with cause and date: "A (nedlagt 31. august 2023) og B."."""
    return _write_list(
        [_write_event(enhed.name, enhed.cause or "lukket", enhed) for enhed in named]
    )


def list_opened(named: Sequence[ClosedOrNewEnhed]) -> str:
    """Name who opened, with date: "A (åbnet 1. oktober 2023)."."""
    return _write_list([_write_event(enhed.name, enhed.cause or "åbnet", enhed) for enhed in named])


def _write_event(name: str, happened: str, enhed: ClosedOrNewEnhed) -> str:
    return f"{name} ({happened} {danish.format_date_long(enhed.day)})" if enhed.day else name


def _write_list(texts: Sequence[str]) -> str:
    return f"{danish.join_words(texts)}." if texts else ""


def _explain_hidden(named: Sequence[ClosedOrNewEnhed]) -> str:
    """Say who of them is not in the part that they belong to."""
    names = [enhed.name for enhed in named if enhed.hidden]
    if not names:
        return ""
    return f"{danish.join_words(names)} er regnet sammen med de andre, der ikke vises."


def _explain_pooling(row: NodeChangeRow) -> str:
    """Say how who is hidden is counted."""
    if row.together < 2:
        return ""
    return f"{danish.format_number(row.together, 0)} enheder, der ikke vises, er regnet som én."
