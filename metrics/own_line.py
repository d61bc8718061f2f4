"""What a reader is responsible for, and why a figure may be hidden there and beyond."""

from dataclasses import dataclass

from core.edition import Edition
from core.nodes import Level
from core.quarter import Quarter
from core.settings import Settings
from metrics.memoize import memoize
from metrics.rows import Row
from store.figures import Reader

_WINDOW = 4
_REST = "/resten"


@dataclass(frozen=True)
class OwnLine:
    """The nodes that a reader leads, by their `keys`: what lies below them is seen in `edition`.

    All else is seen in the public edition. `small_enheder` are the keys of those below that have
    fewer members than are shown. `beside_erased` are sums that would tell an enhed that was erased:
    a node's key and a quarter.
    """

    edition: Edition
    keys: frozenset[str] = frozenset({Level.KOMMUNE.value})
    small_enheder: frozenset[str] = frozenset()
    beside_erased: frozenset[tuple[str, Quarter]] = frozenset()

    @property
    def is_of_everything(self) -> bool:
        """Whether all nodes are seen in one edition."""
        return self.edition is Edition.OFFENTLIG or Level.KOMMUNE.value in self.keys

    def holds(self, row: Row) -> bool:
        """Return whether a row is of a node that the reader leads."""
        return not self.keys.isdisjoint({Level.KOMMUNE.value, row.key, row.parent})

    def is_beside_erased(self, row: Row) -> bool:
        """Return whether a row, or that of the node above an enhed's, would tell an erased enhed.

        One over four quarters would where one of these does.
        """
        is_enhed = row.key.startswith(Level.ENHED.value)
        key = row.parent if is_enhed else row.key.removesuffix(_REST)
        return any((key, row.quarter - back) in self.beside_erased for back in range(_WINDOW))

    def find_smallest_group(self, row: Row, settings: Settings) -> int:
        """Return the smallest number of employees behind a figure that is shown beside a row's."""
        edition = self.edition if self.holds(row) else Edition.OFFENTLIG
        return settings.find_smallest_group(edition)


@memoize
def read_own_line(reader: Reader, *, quarter: Quarter) -> OwnLine:
    """Read what a reader leads, with its small enheder in the four quarters up to one."""
    answer = reader.query(
        "SELECT key, '' AS erased_in FROM small_enheder WHERE quarter = $quarter "
        "UNION ALL SELECT key, quarter FROM hidden_for_erased WHERE quarter <= $quarter",
        {"quarter": str(quarter)},
    )
    pairs = list(zip(answer["key"], answer["erased_in"], strict=True))
    return OwnLine(
        reader.version.edition,
        reader.line,
        frozenset(key for key, erased_in in pairs if not erased_in),
        frozenset((key, Quarter.parse(erased_in)) for key, erased_in in pairs if erased_in),
    )
