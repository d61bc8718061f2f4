"""Who was shown an opgørelse before it was corrected does not subtract it from the one of now."""

from dataclasses import replace

import pandas as pd
import pytest

from metrics import masks
from tests.metrics.attacker import Cell, RoundedAttacker
from tests.metrics.organisations import Figures, Organisation
from tests.metrics.test_attack import INTERN, had, keys, known

OLD, NEW = range(4), range(5)  # the quarters of the opgørelse that was sent, and of the next
SIZES = {
    "tiny": Figures(3, 40),
    "partner": Figures(8, 20),
    "other": Figures(12, 40),
    "large": Figures(30, 110),
    "larger": Figures(30, 97),
}


def organised(sizes: dict[str, Figures], quarters: range) -> Organisation:
    """An afdeling in a kommune of thousands."""
    beside = {"b1": Figures(1900, 6610), "b2": Figures(1800, 6431), "b3": Figures(400, 1337)}
    above = dict.fromkeys(sizes, ("A", "O")) | dict.fromkeys(beside, ("B", "O"))
    return Organisation(
        above, {(name, q): one for name, one in (sizes | beside).items() for q in quarters}
    )


def told(before: Organisation, now: Organisation, *, mindful: bool, leads: str = "") -> list[str]:
    """What is had from an opgørelse as it was sent, and from two as they are now.

    By anybody, or by who `leads` an enhed.
    """
    first = masks.plan_masks(before.cells(), limits=INTERN)
    sent = before.cells().assign(version="sent")
    sent["hidden"] = pd.MultiIndex.from_frame(sent[["key", "q"]]).isin(keys(first))
    sendings = {"already": first, "sent": sent} if mindful else {}
    second = masks.plan_masks(now.cells(), limits=INTERN, **sendings)
    changed = {cell for cell, one in before.figures.items() if now.figures.get(cell) != one}

    def was(cell: Cell) -> Cell:
        return (f"{cell[0]} before", cell[1]) if cell in changed else cell

    shown = [
        replace(one, cells=frozenset(map(was, one.cells)))
        for one in before.shown(keys(first), newest=OLD[-1], opgoerelser=1)
    ]
    shown += now.shown(keys(second), newest=NEW[-1], opgoerelser=2)
    shown += known(now, f"enhed:{leads}")
    shown += [
        replace(one, cells=frozenset(map(was, one.cells)))
        for one in known(before, f"enhed:{leads}")
    ]
    figures = {was(cell): one for cell, one in before.figures.items()} | now.figures
    attacker = RoundedAttacker({cell: one.employees for cell, one in figures.items()}, shown)
    return had(attacker, now, second)


@pytest.mark.parametrize(
    ("before", "now", "leads"),
    [
        ({name: one for name, one in SIZES.items() if name != "tiny"}, SIZES, ""),
        (SIZES | {"tiny": Figures(6, 71)}, SIZES, ""),
    ],
    ids=["arrives", "shrinks"],
)
def test_a_tiny_enhed_is_not_the_difference_of_two_versions(
    before: dict[str, Figures], now: dict[str, Figures], leads: str
) -> None:
    versions = organised(before, OLD), organised(now, NEW)
    assert told(*versions, mindful=False, leads=leads)
    assert told(*versions, mindful=True, leads=leads) == []
