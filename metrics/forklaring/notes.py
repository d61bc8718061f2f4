"""What must be said beside a part of a change, or an enhed's effect on it, in Danish."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from core import danish
from metrics.forklaring.declared import CORRECTION, Named

Row = Mapping[Hashable, Any]


def of_node(row: Row) -> str:
    """Say why a node's two figures are not compared, or on what."""
    if row["missing"]:
        return "Kan ikke sammenlignes: begge skal have data for alle kvartaler og samme nævner."
    if row["holes"]:
        return "Enheder, der mangler data i et kvartal, er sammenlignet på det, de har."
    return ""


def of_part(row: Row, part: str) -> str:
    """Say what a part of a node's change is of; `row` is the node's."""
    if row["missing"] or row["masked"]:
        return of_node(row)
    if part == "within":
        return _together(row)
    if part == CORRECTION:
        return str(row["corrected"])
    if part not in _WHOSE:
        return ""
    named, told = row[f"{part}_names"], _WHOSE[part]
    return " ".join(text for text in (told(named), _hidden(named)) if text)


def of_unit(row: Row) -> str:
    """Say what is particular about an enhed."""
    parts = [
        {"closed": "Lukket.", "new": "Ny."}.get(row["part"], ""),
        f"Fortsætter {row['goes_on_for']}." if isinstance(row["goes_on_for"], str) else "",
        "Mangler data i et kvartal og er sammenlignet på det, den har." if row["holes"] else "",
    ]
    return " ".join(part for part in parts if part)


def closed(named: Sequence[Named]) -> str:
    """Name who closed, with cause and date: "A (nedlagt 31. august 2023) og B."."""
    return _listed([_with(one.name, one.cause or "lukket", one) for one in named])


def opened(named: Sequence[Named]) -> str:
    """Name who opened, with date: "A (åbnet 1. oktober 2023)."."""
    return _listed([_with(one.name, one.cause or "åbnet", one) for one in named])


def _with(name: str, happened: str, one: Named) -> str:
    return f"{name} ({happened} {danish.format_date_long(one.day)})" if one.day else name


def _listed(texts: Sequence[str]) -> str:
    return f"{danish.join_words(texts)}." if texts else ""


def _hidden(named: Sequence[Named]) -> str:
    """Say who of them is not in the part that they belong to."""
    names = [one.name for one in named if one.hidden]
    if not names:
        return ""
    return f"{danish.join_words(names)} er regnet sammen med de andre, der ikke vises."


def _together(row: Row) -> str:
    """Say how who is hidden is counted."""
    if row["together"] < 2:
        return ""
    return f"{danish.format_number(row['together'], 0)} enheder, der ikke vises, er regnet som én."


_WHOSE = {"closed": closed, "new": opened}
