"""The nodes that a reader's figures are of."""

from dataclasses import dataclass

from core.nodes import Level
from metrics.memoize import memoize
from metrics.records import make_records
from store.figures import Reader


@dataclass(frozen=True)
class Node:
    """A node of the organisation as its newest figures have it; `parent` is the key above it."""

    key: str
    name: str
    parent: str


def read_nodes(reader: Reader, level: Level) -> tuple[Node, ...]:
    """Return the nodes of a level that have figures in any quarter, by name.

    Those who watch the reader are not told of it: it tells no figures.
    """
    return _read_nodes(reader, level.value)


@memoize
def _read_nodes(reader: Reader, level: str) -> tuple[Node, ...]:
    answer = reader.query(
        "SELECT key, arg_max(name, quarter) AS name, arg_max(parent, quarter) AS parent "
        "FROM rullende WHERE level = $level GROUP BY key ORDER BY name, key",
        {"level": level},
    )
    return make_records(answer, Node)
