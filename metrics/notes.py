"""What must be said beside a figure, in Danish."""

from collections.abc import Hashable, Mapping

from core import danish
from core.edition import Edition
from core.nodes import Level, NodeKey
from core.quarter import Quarter
from core.settings import Denominator, Settings
from metrics.result import smallest_group

_ABOVE = {Level.KOMMUNE, Level.OMRAADE, Level.AFDELING}


def note(row: Mapping[Hashable, object], denominator: Denominator, *, hidden: str = "") -> str:
    """Say what a reader must know of one row of a result; "" where there is nothing to say.

    `hidden` is why a node above the enheder is not shown: an enhed is so for its own size.
    """
    quarter = Quarter.parse(str(row["quarter"]))
    parts = [
        hidden if row["masked"] and _level(row) in _ABOVE else "",
        _incomplete(row),
        _holes(row),
        _unsplit(row),
        _vanished(row, quarter),
        _hidden_before(row, quarter),
        _denominator_changed(row, denominator),
        str(row.get("corrected", "")),
    ]
    return " ".join(part for part in parts if part)


def hidden(settings: Settings, edition: Edition) -> str:
    """Say why the figure of many people is not shown: what it would reveal beside the others."""
    limit = smallest_group(settings, edition)
    others = "de tal, der vises,"
    if not settings.closed_units:
        others = "tallet med nedlagte og overdragne arbejdspladser"
    return (
        f"Vises ikke: sammenholdt med {others} kunne det røbe enheder med færre end {limit} "
        "medarbejdere."
    )


def _level(row: Mapping[Hashable, object]) -> Level:
    return NodeKey.parse(str(row["key"])).level


def _incomplete(row: Mapping[Hashable, object]) -> str:
    quarters = int(str(row["quarters"]))
    if not row["missing"]:
        return ""
    if quarters >= 4:
        return "Der er ingen medarbejdere at dele fraværet med."
    return f"Der er kun data for {quarters} af de fire kvartaler."


def _holes(row: Mapping[Hashable, object]) -> str:
    holes = int(str(row["holes"]))
    if not holes:
        return ""
    if _level(row) is Level.ENHED:
        return f"Enheden mangler data i {danish.format_count(holes, 'kvartal', 'kvartaler')}."
    return (
        f"{danish.format_count(holes, 'enhed-kvartal', 'enhed-kvartaler')} mangler i data og er "
        "holdt ude af både fravær og nævner."
    )


def _unsplit(row: Mapping[Hashable, object]) -> str:
    unsplit = int(str(row["unsplit"]))
    if not unsplit or row["missing"]:
        return ""
    where = danish.format_count(unsplit, "enhed-kvartal", "enhed-kvartaler")
    return f"Kort- og langtid vises ikke: {where} er uden opdeling i data."


def _vanished(row: Mapping[Hashable, object], quarter: Quarter) -> str:
    vanished = int(str(row["vanished"]))
    if not vanished:
        return ""
    if _level(row) is Level.ENHED:
        return f"Enheden er ikke med i {quarter.label}; den tæller 0 derfra."
    units = danish.format_count(vanished, "enhed", "enheder")
    return f"{units} fra {(quarter - 1).label} er ikke med i {quarter.label} og tæller 0 der."


def _hidden_before(row: Mapping[Hashable, object], quarter: Quarter) -> str:
    if row["masked"] or not row.get("previous_masked"):
        return ""
    return f"Ændringen vises ikke, fordi tallet for {(quarter - 1).label} ikke vises."


def _denominator_changed(row: Mapping[Hashable, object], denominator: Denominator) -> str:
    own = Denominator(str(row["denominator"]))
    if own != denominator:
        return f"Opgjort {own.per} og derfor ikke vist sammen med de øvrige."
    before = row.get("previous_denominator")
    if not isinstance(before, str) or before == own:
        return ""
    return f"Ikke sammenlignet med forrige opgørelse, som er {Denominator(before).per}."
