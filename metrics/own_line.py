"""What a reader is responsible for, and how small a group may be to be shown there and beyond."""

from dataclasses import dataclass

from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.memoize import memoize
from metrics.rows import Row
from store.figures import Reader


@dataclass(frozen=True)
class OwnLine:
    """The nodes that a reader leads, by their `keys`: what lies below them is seen in `edition`.

    All else is seen in the public edition. `small_enheder` are the keys of those below that have
    fewer members than are shown.
    """

    edition: Edition
    keys: frozenset[str] = frozenset({Level.KOMMUNE.value})
    small_enheder: frozenset[str] = frozenset()

    @property
    def is_of_everything(self) -> bool:
        """Whether all nodes are seen in one edition."""
        return self.edition is Edition.OFFENTLIG or Level.KOMMUNE.value in self.keys

    def holds(self, row: Row) -> bool:
        """Return whether a row is of a node that the reader leads."""
        return not self.keys.isdisjoint({Level.KOMMUNE.value, row.key, row.parent})

    def find_smallest_group(self, row: Row, settings: Settings) -> int:
        """Return the smallest number of employees behind a figure that is shown beside a row's."""
        edition = self.edition if self.holds(row) else Edition.OFFENTLIG
        return settings.find_smallest_group(edition)


@memoize
def read_own_line(reader: Reader, *, quarter: Quarter) -> OwnLine:
    """Read what a reader leads, with its small enheder in the four quarters up to one."""
    answer = reader.query(
        "SELECT key FROM small_enheder WHERE quarter = $quarter", {"quarter": str(quarter)}
    )
    return OwnLine(reader.version.edition, reader.line, frozenset(answer["key"]))
