"""What each node moved the one above it by: an afdeling the kommune, an enhed its afdeling."""

from dataclasses import dataclass

from core.nodes import Level
from metrics.rows import Figure, Row


@dataclass(frozen=True, kw_only=True)
class AfdelingChangeRow(Row):
    """What an afdeling moved the kommune by (`value`) and its område, in all and in two parts."""

    short: Figure
    long: Figure
    omraade: Figure
    omraade_short: Figure
    omraade_long: Figure
    denominator: str


@dataclass(frozen=True)
class Contribution:
    """What a node moved the one above it by, in dagsværk per member of the denominator.

    `short` and `long` make up `effect`; they are None where they are not shown, and all three are
    where the node is not. It `is_coarse` where it is printed in whole dagsværk. `key` is the
    node's, "" for an enhed.
    """

    name: str
    effect: Figure
    short: Figure = None
    long: Figure = None
    is_coarse: bool = False
    key: str = ""


@dataclass(frozen=True)
class Contributions:
    """The contributions of all nodes of a `level` below another, in the organisation's order.

    Together they are the change, less corrections of what was sent. `others` is what all enheder
    beyond the largest did together, with those that are not shown where it `hides_enheder`.
    """

    level: Level
    nodes: tuple[Contribution, ...]
    others: Contribution | None = None
    hides_enheder: bool = False

    @property
    def rows(self) -> tuple[Contribution, ...]:
        """All contributions, the others last."""
        return (*self.nodes, self.others) if self.others else self.nodes

    @property
    def hides_some(self) -> bool:
        """Whether some node is not shown, so that it may have moved more than those that are."""
        return self.hides_enheder or any(node.effect is None for node in self.nodes)


def make_contribution(row: AfdelingChangeRow, above: Level) -> Contribution:
    """Make the contribution of an afdeling to the kommune, or to its område."""
    if above is Level.KOMMUNE:
        return Contribution(row.name, row.value, row.short, row.long, row.coarse, row.key)
    return Contribution(
        row.name, row.omraade, row.omraade_short, row.omraade_long, row.coarse, row.key
    )
