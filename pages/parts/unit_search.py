"""A search among the enheder: by name, by number, and by the other names that a viewer knows."""

from collections.abc import Iterable, Mapping

from core.nodes import Level, NodeKey, unit_identity
from metrics.nodes import read_earlier_names
from metrics.rows import RullendeRow
from pages.parts.app import App
from services.organisation import read_current
from store.figures import Reader


def read_other_names(app: App, reader: Reader) -> dict[str, set[str]]:
    """Return the other names of the enheder by key: earlier ones, and for HR the aliases too."""
    names: dict[str, set[str]] = {}
    for node in read_earlier_names(reader, Level.ENHED):
        names.setdefault(node.key, set()).add(node.name)
    if app.viewer.rights.loads_data:
        for placement in read_current(app.store).placements:
            key = str(NodeKey(Level.ENHED, placement.enhed))
            names.setdefault(key, set()).update(placement.aliasser)
    return names


def find_matches(
    rows: Iterable[RullendeRow], search: str, *, other_names: Mapping[str, set[str]]
) -> dict[str, str]:
    """Return the keys of the enheder that a search finds.

    Each has the other name that it was found by; "" where its own name or number was enough. All
    words of the search must be in one name.
    """
    words = search.casefold().split()
    matches = {}
    for row in rows:
        if _has_all(row.name, words) or _is_number(row.node.name, search):
            matches[row.key] = ""
            continue
        names = sorted(name for name in other_names.get(row.key, ()) if _has_all(name, words))
        if names:
            matches[row.key] = names[0]
    return matches


def _has_all(name: str, words: Iterable[str]) -> bool:
    folded = name.casefold()
    return all(word in folded for word in words)


def _is_number(number: str, search: str) -> bool:
    """Whether a search is the beginning of an enhed's number, however it is spelled."""
    wanted = search.strip()
    return wanted.isdigit() and unit_identity(number).startswith(unit_identity(wanted))
