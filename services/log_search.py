"""Search the access log: who saw the figures of a unit, when and where, and all else in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from access.log_lines import Detail, LogLine
from core.moment import find_beginning
from core.nodes import TREE, Level, NodeKey
from phrases.log_lines import write_details
from store import placements
from store.database import Store

_SHORTEST_OF_HASH = 8  # characters: fewer stand in many hashes by chance
_MOST_NAMED = 20  # nodes that a part of a name may mean
_KOMMUNE = NodeKey(Level.KOMMUNE)


@dataclass(frozen=True)
class LogSearch:
    """What is looked for: a text, which may be a node's name, number or key, and the days."""

    text: str = ""
    first_day: date | None = None
    last_day: date | None = None

    def covers(self, at: datetime) -> bool:
        """Whether a moment in UTC is in the days."""
        after = self.first_day is None or at >= find_beginning(self.first_day)
        before = self.last_day is None or at < find_beginning(self.last_day + timedelta(days=1))
        return after and before


class NamedNode(NamedTuple):
    """A node that a search names: its key and name, and the nodes that it lies under."""

    key: NodeKey
    name: str
    above: frozenset[NodeKey]


@dataclass(frozen=True)
class LogAnswer:
    """The lines that a search gives, newest first, and the nodes that its text names."""

    lines: tuple[LogLine, ...]
    nodes: tuple[NamedNode, ...] = field(default=())


def search_log(store: Store, lines: Iterable[LogLine], search: LogSearch) -> LogAnswer:
    """Return the lines of a period that have a text in them, or in which a node was shown.

    A node is shown where it was looked up itself, and where all of its level under a node above it
    were. Where it was moved, those above are all that it ever lay under.
    """
    in_period = (line for line in lines if search.covers(line.at))
    text = search.text.strip()
    if not text:
        return LogAnswer(tuple(in_period))
    nodes = find_named_nodes(store, text)
    return LogAnswer(
        tuple(
            line
            for line in in_period
            if _has_text(line, text.casefold()) or any(_shows(line, node) for node in nodes)
        ),
        nodes,
    )


def find_named_nodes(store: Store, text: str) -> tuple[NamedNode, ...]:
    """Return the nodes with a name, number or key; else those with the text in their name."""
    nodes = _read_nodes(store)
    wanted = text.casefold()
    exact = [node for node in nodes if wanted in _list_spellings(node)]
    near = [node for node in nodes if wanted in node.name.casefold()]
    return tuple(exact or (near if len(near) <= _MOST_NAMED else []))


def _list_spellings(node: NamedNode) -> set[str]:
    return {text.casefold() for text in (node.name, node.key.name, str(node.key)) if text}


def _read_nodes(store: Store) -> Sequence[NamedNode]:
    """Return all nodes that there ever were, by name, each with all that it ever lay under."""
    with store.session() as cursor:
        listed = {
            (row.enhed, row.enhed_navn, row.afdeling, row.omraade)
            for row in placements.read_placements(cursor)
        }
        counted = {
            (row.enhed, row.enhed_navn, row.afdeling, row.omraade)
            for row in placements.read_unit_placements(cursor)
        }
    above: dict[tuple[NodeKey, str], set[NodeKey]] = {}
    for number, name, *places in sorted(listed | counted):
        enhed = NodeKey(Level.ENHED, number)
        afdeling, omraade = map(NodeKey, (Level.AFDELING, Level.OMRAADE), places)
        above.setdefault((enhed, name), set()).update({_KOMMUNE, omraade, afdeling})
        above.setdefault((afdeling, afdeling.name), set()).update({_KOMMUNE, omraade})
        above.setdefault((omraade, omraade.name), set()).add(_KOMMUNE)
    return [
        NamedNode(key, name, frozenset(node for node in nodes if node.name or node == _KOMMUNE))
        for (key, name), nodes in above.items()
        if key.name
    ]


def _has_text(line: LogLine, text: str) -> bool:
    entry = line.entry
    if entry is None:
        return False
    details = {
        name: value
        for name, value in entry.details.items()
        if len(text) >= _SHORTEST_OF_HASH or not name.is_machine_made
    }
    written = write_details(replace(entry, details=details))
    words = (entry.person, entry.role, entry.action.value, written, *details.values())
    return any(text in word.casefold() for word in words)


def _shows(line: LogLine, node: NamedNode) -> bool:
    """Whether a line says that a node was shown, alone or as one of its level."""
    if line.entry is None:
        return False
    details = line.entry.details
    looked_at = _parse_keys(details.get(Detail.NODE, _KOMMUNE.level.value))
    if node.key.identity in looked_at:
        return True
    levels = _list_levels_down_to(details.get(Detail.NIVEAU, ""))
    is_shown_below = bool(levels) and node.key.level in levels
    return is_shown_below and not looked_at.isdisjoint(node.above)


def _parse_keys(text: str) -> set[NodeKey]:
    try:
        return {NodeKey.parse(text).identity}
    except ValueError:  # the key of a node that was erased is a number
        return set()


def _list_levels_down_to(text: str) -> set[Level]:
    """Return the levels that are shown where figures go down to some levels."""
    lowest = [Level(word) for word in text.split()]
    within = {above for level in lowest if level in TREE for above in TREE[: TREE.index(level) + 1]}
    return within | set(lowest)
