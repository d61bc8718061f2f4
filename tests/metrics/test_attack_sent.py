"""Who was sent opgørelser before files were corrected does not learn more by those of now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random

import pandas as pd
import pytest

from metrics import masks
from metrics.masks import MaskLimits
from tests.metrics.attacker import Attacker, Cell, Enough, RoundedAttacker, Shown
from tests.metrics.organisations import Figures, Organisation, drawn, sample
from tests.metrics.test_attack import INTERN, PUBLIC, had, keys

NEWEST = 6


@dataclass
class Correction:
    """An organisation over seven quarters; files of all but the newest were corrected when it came.

    Absence is reported late; heads are as they were.
    """

    before: Organisation
    now: Organisation

    @classmethod
    def of(cls, seed: int) -> "Correction":
        now, random = of_seven_quarters(seed), Random(seed)
        earlier = {cell: one for cell, one in now.figures.items() if cell[1] < NEWEST}
        before = Organisation(now.above, earlier)
        for cell in random.sample(sorted(earlier), len(earlier) // 5):
            now.figures[cell] = late(earlier[cell], random)
        return cls(before, now)

    @cached_property
    def cells(self) -> set[Cell]:
        """The corrected cells."""
        return {cell for cell, one in self.before.figures.items() if self.now.figures[cell] != one}

    def was(self, cell: Cell) -> Cell:
        """A cell of before, under another name where it was corrected."""
        return (f"{cell[0]} before", cell[1]) if cell in self.cells else cell


def of_seven_quarters(seed: int) -> Organisation:
    """The end of the sample, or for odd seeds an organisation drawn at random."""
    if seed % 2:
        return drawn(seed, quarters=NEWEST + 1)
    whole = sample()
    first = whole.quarters[-NEWEST - 1]
    later = {(enhed, q - first): one for (enhed, q), one in whole.figures.items() if q >= first}
    return Organisation(whole.above, later)


def late(one: Figures, random: Random) -> Figures:
    """Figures with more days than there were."""
    more = round(random.uniform(0, 0.3) * one.days, 2)
    return replace(one, days=one.days + more, short=None if one.short is None else one.short + more)


class Rising(Attacker):
    """Knows that days only grow: a corrected cell is what it was and a rise, and heads stay."""

    def __init__(self, correction: Correction, before: list[Shown], now: list[Shown]) -> None:
        self._corrected = correction.cells
        rises = {rise(cell) for cell in self._corrected}
        grown = [replace(one, cells=frozenset(self._grown(one.cells))) for one in now]
        still = Shown.of(rises, "employees", 0)
        super().__init__({*correction.now.figures, *rises}, [*before, *grown, still])

    def _grown(self, cells: Iterable[Cell]) -> set[Cell]:
        own = set(cells)
        return own | {rise(cell) for cell in own & self._corrected}

    def span(
        self, cells: Iterable[Cell], measure: str, *, enough: Enough = lambda *_: False
    ) -> tuple[float, float]:
        return super().span(self._grown(cells), measure, enough=enough)


def rise(cell: Cell) -> Cell:
    return f"more of {cell[0]}", cell[1]


def told(correction: Correction, limits: MaskLimits, *, mindful: bool = True) -> list[str]:
    """What is had from two opgørelser of before, and from three as they are now."""
    hidden = masks.plan_masks(correction.before.cells(), limits=limits)
    known = {"already": hidden, "sent": seen(correction.before, keys(hidden))} if mindful else {}
    plan = masks.plan_masks(correction.now.cells(), limits=limits, **known)
    before = correction.before.shown(keys(hidden), newest=NEWEST - 1, opgoerelser=2)
    now = correction.now.shown(keys(plan), newest=NEWEST, opgoerelser=3)
    attacker = Rising(correction, list(before), list(now))
    return had(attacker, correction.now, plan[plan["q"] > NEWEST - 6])


def seen(before: Organisation, hidden: set[tuple[str, int]]) -> pd.DataFrame:
    """The cells of the rows that were sent."""
    windows = [range(q - back, q + 1) for q in (NEWEST - 2, NEWEST - 1) for back in (0, 3)]
    cells = {
        (key, q)
        for key in before.nodes()
        for window in windows
        if not any((key, q) in hidden for q in window)
        for q in window
    }
    return pd.DataFrame(sorted(cells), columns=["key", "q"])


@pytest.mark.parametrize("limits", [INTERN, PUBLIC], ids=["intern", "offentlig"])
@pytest.mark.parametrize("start", range(0, 10, 5))
def test_days_that_come_late_give_nothing_away(start: int, limits: MaskLimits) -> None:
    for seed in range(start, start + 5):
        assert told(Correction.of(seed), limits) == [], seed


@pytest.mark.parametrize("start", range(0, 24, 8))
def test_enheder_that_turn_out_to_be_tiny_are_not_given_away(start: int) -> None:
    # Their cells are others than they were; what is as it was, is known from what was sent.
    for seed in range(start, start + 8, 2):
        correction = Correction(of_seven_quarters(seed), of_seven_quarters(seed))
        del_newest(correction.before)
        correction.now.figures |= tiny(correction.before, seed)
        hidden = masks.plan_masks(correction.before.cells(), limits=INTERN)
        known = {"already": hidden, "sent": seen(correction.before, keys(hidden))}
        plan = masks.plan_masks(correction.now.cells(), limits=INTERN, **known)
        before = [
            replace(one, cells=frozenset(map(correction.was, one.cells)))
            for one in correction.before.shown(keys(hidden), newest=NEWEST - 1, opgoerelser=2)
        ]
        now = correction.now.shown(keys(plan), newest=NEWEST, opgoerelser=1)
        employees = {
            correction.was(cell): one.employees for cell, one in correction.before.figures.items()
        } | {cell: one.employees for cell, one in correction.now.figures.items()}
        attacker = RoundedAttacker(employees, [*before, *now])
        assert had(attacker, correction.now, plan[plan["q"] > NEWEST - 6]) == [], seed


def del_newest(organisation: Organisation) -> None:
    """Leave out the newest quarter."""
    for cell in [cell for cell in organisation.figures if cell[1] == NEWEST]:
        del organisation.figures[cell]


def tiny(organisation: Organisation, seed: int) -> dict[Cell, Figures]:
    """Four cells with three employees each."""
    random, found = Random(seed), {}
    for cell in random.sample(sorted(cell for cell in organisation.figures if cell[1] >= 2), 4):
        days = max(5, round(organisation.figures[cell].days * random.choice([0.2, 1]), 2))
        found[cell] = Figures(3, days, round(days * random.random(), 2))
    return found


def test_who_was_hidden_in_what_was_sent_stays_hidden() -> None:
    # After the correction the partner of before has too few days; were it shown, it would be known.
    above = dict.fromkeys(("tiny", "small", "large"), ("A", "O"))
    sizes = {"tiny": Figures(3, 40), "small": Figures(8, 11), "large": Figures(50, 200)}
    figures = {(name, q): one for name, one in sizes.items() for q in range(NEWEST + 1)}
    now = Organisation(above, figures)
    before = Organisation(above, {cell: one for cell, one in figures.items() if cell[1] < NEWEST})
    now.figures |= {("tiny", q): Figures(3, 48) for q in range(NEWEST + 1)}
    assert told(Correction(before, now), INTERN, mindful=False)
    assert told(Correction(before, now), INTERN) == []
