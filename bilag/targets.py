"""The targets beside the figures of a bilag: the year's, how far it is there, who has handed in."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from core import danish
from core.nodes import Level
from metrics.cells import Row, cell
from metrics.result import KpiResult
from phrases import maaltal as phrases
from phrases.text_tables import TextColumn

NOT_HANDED_IN = "ikke indmeldt"
OF_GROUPS, OF_ENHEDER = ("target", "distance", "reported"), ("target", "distance")

Targets = Mapping[Level, KpiResult]  # the `maaltal` of each level; none where there are no targets
NONE: Targets = MappingProxyType({})


def columns(maaltal: Targets, names: Sequence[str]) -> tuple[TextColumn, ...]:
    """Return the columns of those names, none where there are no targets."""
    if not maaltal:
        return ()
    weighted = " (vægtet)" if "reported" in names else ""
    heads = {
        "target": f"Måltal {_year(maaltal)}{weighted}",
        "distance": "Afstand",
        "reported": "Enheder med måltal",
    }
    return tuple(
        TextColumn(name, heads[name], width=1.0 if weighted or name != "target" else 1.2)
        for name in names
    )


def cells(maaltal: Targets, key: str, names: Sequence[str]) -> tuple[str, ...]:
    """Write a node under those columns; it stands empty where nobody is asked for a target."""
    if not maaltal:
        return ()
    for result in maaltal.values():
        for row in result.frame.to_dict("records"):
            if row["key"] == key:
                return tuple(_cell(result, row, name) for name in names)
    return ("",) * len(names)


def beside(maaltal: Targets, row: Row) -> Row:
    """Return a row with the target and distance of its node, where it has any."""
    for result in maaltal.values():
        for own in result.frame.to_dict("records"):
            if own["key"] == row["key"]:
                return {**row, "target": own["target"], "distance": own["distance"]}
    return row


def explained(maaltal: Targets, level: Level) -> tuple[str, ...]:
    """Say what the targets are and, where a year ends, which of a level's were met in it."""
    if not maaltal:
        return ()
    parts = maaltal[level] if level in maaltal else maaltal[Level.KOMMUNE]
    said = (
        phrases.explained(maaltal[Level.KOMMUNE]),
        phrases.reached(maaltal[Level.KOMMUNE], parts),
    )
    return tuple(text for text in said if text)


def _year(maaltal: Targets) -> int:
    return int(maaltal[Level.KOMMUNE].frame["target_year"].iloc[0])


def _cell(result: KpiResult, row: Row, name: str) -> str:
    if name == "reported":
        return (
            f"{danish.format_number(row['reported'], 0)} af {danish.format_number(row['units'], 0)}"
        )
    if not row["reported"]:
        return NOT_HANDED_IN if name == "target" else ""
    return cell(result, row, name)
