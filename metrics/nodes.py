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


def read_earlier_names(reader: Reader, level: Level) -> tuple[Node, ...]:
    """Return the nodes of a level once for each name that they have had, by key and name.

    Those who watch the reader are not told of it: it tells no figures.
    """
    return _read_earlier_names(reader, level.value)


@memoize
def read_upper_nodes(reader: Reader, quarter_code: str) -> tuple[Node, ...]:
    """Return the områder and afdelinger of an opgørelse, by level in the organisation's order.

    The quarter is given by its code, "2024K4". Those who watch the reader are not told of it: it
    tells no figures.
    """
    answer = reader.query(
        "SELECT key, name, parent FROM rullende WHERE quarter = $code AND "
        "level IN ('omraade', 'afdeling') ORDER BY level DESC, position, key",
        {"code": quarter_code},
    )
    return make_records(answer, Node)


@memoize
def _read_nodes(reader: Reader, level: str) -> tuple[Node, ...]:
    answer = reader.query(
        "SELECT key, arg_max(name, quarter) AS name, arg_max(parent, quarter) AS parent "
        "FROM rullende WHERE level = $level GROUP BY key ORDER BY name, key",
        {"level": level},
    )
    return make_records(answer, Node)


@memoize
def _read_earlier_names(reader: Reader, level: str) -> tuple[Node, ...]:
    answer = reader.query(
        "SELECT key, name, arg_max(parent, quarter) AS parent "
        "FROM rullende WHERE level = $level GROUP BY key, name ORDER BY key, name",
        {"level": level},
    )
    return make_records(answer, Node)
