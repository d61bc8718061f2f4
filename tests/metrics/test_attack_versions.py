"""Who was shown an opgørelse before it was corrected does not subtract it from the one of now."""

from dataclasses import replace
from random import Random

import pandas as pd
import pytest

from metrics import masks
from tests.metrics.attacker import Cell, RoundedAttacker
from tests.metrics.organisations import Figures, Organisation, drawn
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
        (SIZES, SIZES | {"partner": Figures(8, 0.4)}, "other"),
    ],
    ids=["arrives", "shrinks", "loses its partner"],
)
def test_a_tiny_enhed_is_not_the_difference_of_two_versions(
    before: dict[str, Figures], now: dict[str, Figures], leads: str
) -> None:
    versions = organised(before, OLD), organised(now, NEW)
    assert told(*versions, mindful=False, leads=leads)
    assert told(*versions, mindful=True, leads=leads) == []


def corrected(seed: int) -> tuple[Organisation, Organisation]:
    """An organisation before and after enheder came, went, grew, shrank and were corrected."""
    random, before = Random(seed), drawn(seed, quarters=OLD[-1] + 1)
    now = drawn(seed, quarters=OLD[-1] + 1)
    for enhed in random.sample(sorted(now.above), 8):
        change = random.choice(["arrives", "leaves", "shrinks", "grows", "late", "late"])
        few = Figures(random.randint(2, 4), random.randint(60, 120))
        for q in OLD:
            if change in {"arrives", "shrinks"}:
                now.figures[enhed, q] = few
            if change in {"leaves", "grows"}:
                before.figures[enhed, q] = few
            if change == "arrives":
                before.figures.pop((enhed, q), None)
            elif change == "leaves":
                now.figures.pop((enhed, q), None)
            elif change == "late" and (enhed, q) in now.figures:
                was = now.figures[enhed, q]
                now.figures[enhed, q] = replace(was, days=was.days + random.choice([1, 2, 15]))
    return before, now


def rest(before: Organisation, now: Organisation, smallest: float) -> Organisation:
    """What figures rest on now: where the difference would tell a small enhed, what was shown."""
    resting = dict(now.figures)
    for cell in before.figures.keys() | now.figures.keys():
        was, one = before.figures.get(cell), now.figures.get(cell)
        if was is None or one is None:
            waits = (was or one or Figures(0, 0)).employees < smallest
        elif one.employees < smallest <= was.employees:
            waits = one != was
        else:
            waits = (one.employees < smallest and was.days < 0.25 * one.days) or (
                was.employees < smallest and one.days < 0.25 * was.days
            )
        if waits:
            resting.pop(cell, None)
            resting |= {cell: was} if was else {}
    return Organisation(now.above, resting)


def had_by_versions(before: Organisation, now: Organisation, *, mindful: bool) -> list[str]:
    """What is had from the opgørelse that was sent and from the one of now, in its quarters."""
    if mindful:
        now = rest(before, now, INTERN.smallest_group)
    first = masks.plan_masks(before.cells(), limits=INTERN)
    sent = before.cells().assign(version="sent", older=False)
    sent["hidden"] = pd.MultiIndex.from_frame(sent[["key", "q"]]).isin(keys(first))
    sendings = {"already": first, "sent": sent} if mindful else {}
    second = masks.plan_masks(now.cells(), limits=INTERN, **sendings)
    changed = {cell for cell, one in before.figures.items() if now.figures.get(cell) != one}
    names = {
        cell: (f"{cell[0]} before", cell[1]) if cell in changed else cell for cell in before.figures
    }
    shown = [
        *(
            replace(one, cells=frozenset(names[cell] for cell in one.cells))
            for one in before.shown(keys(first), newest=OLD[-1], opgoerelser=1)
        ),
        *now.shown(keys(second), newest=OLD[-1], opgoerelser=1),
    ]
    figures = {names[cell]: one for cell, one in before.figures.items()} | now.figures
    attacker = RoundedAttacker({cell: one.employees for cell, one in figures.items()}, shown)
    earlier = Organisation(
        {names[cell][0]: before.above[cell[0]] for cell in before.figures},
        {names[cell]: one for cell, one in before.figures.items()},
    )
    primary = first[first["primary"] & (first["level"] == "enhed")]
    renamed = [
        f"enhed:{names[key[6:], q][0]}" for key, q in zip(primary["key"], primary["q"], strict=True)
    ]
    return [
        *had(attacker, now, second[second["q"].isin(OLD)]),
        *had(attacker, earlier, primary.assign(key=renamed)),
    ]


def test_no_correction_of_random_organisations_gives_anything_away() -> None:
    assert any(had_by_versions(*corrected(seed), mindful=False) for seed in range(6))
    for seed in range(20):
        assert had_by_versions(*corrected(seed), mindful=True) == [], seed
