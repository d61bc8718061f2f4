"""What afdelinger moved the kommune by, beside a second way of computing it."""

from collections.abc import Sequence

import pytest

from core.nodes import Level
from core.quarter import Quarter
from data_loaders.report import UnitQuarter
from metrics import forklaring
from metrics.declaration import Noegletal
from metrics.forklaring import SINGLE
from store.figures import Reader
from tests.metrics import kitagawa


def check_contributions(
    reader: Reader,
    declared: Noegletal,
    cells: Sequence[UnitQuarter],
    pair: tuple[Quarter, Quarter],
) -> None:
    """Hold each afdeling's contribution against the cells, and their sum against the change."""
    changes = forklaring.read_node_changes(
        reader, declared, quarter=pair[1], level=Level.KOMMUNE, against=pair[0]
    )
    (kommune,) = changes.rows
    rows = forklaring.read_contributions(reader, declared, changes, kommune).rows
    assert sum(row.effect or 0 for row in rows) == pytest.approx(kommune.value, abs=1e-9)
    for row in rows:
        part = [cell for cell in cells if cell.afdeling == row.name]
        effect = kitagawa.contribution(part, cells, pair, quarters=1 if declared is SINGLE else 4)
        assert row.effect == pytest.approx(float(effect), abs=1e-9)
