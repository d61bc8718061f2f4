"""Nobody with a solver and every figure that is shown can tell what is hidden for its own sake."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

from core.edition import Edition
from core.settings import Settings
from metrics import masks
from metrics.masks import MaskLimits
from tests.metrics.attacker import Attacker, Enough, Shown, Spans
from tests.metrics.organisations import Organisation, drawn, sample, workbooks

REAL = Path(__file__).parents[3] / "shared" / "real"
INTERN = MaskLimits.from_settings(Settings(), Edition.INTERN)
PUBLIC = MaskLimits.from_settings(Settings(), Edition.OFFENTLIG)
NOISE = 1e-6
Plan = pd.DataFrame


@dataclass(frozen=True)
class Plans:
    """The masks of an edition, and those of how days split."""

    limits: MaskLimits
    cells: Plan
    splits: Plan


def plans(organisation: Organisation) -> Iterator[Plans]:
    """The plan of each edition; the public one hides what the internal one does, and all splits."""
    cells = organisation.cells()
    internal = masks.plan_masks(cells, limits=INTERN)
    splits = masks.plan_split_masks(cells, limits=INTERN, planned=internal)
    yield Plans(INTERN, internal, splits)
    public = masks.plan_masks(cells, limits=PUBLIC, already=internal)
    already = pd.concat([splits, cells[cells["level"] == "enhed"]])
    yield Plans(
        PUBLIC,
        public,
        masks.plan_split_masks(cells, limits=PUBLIC, planned=public, already=already),
    )


def keys(cells: Plan) -> set[tuple[str, int]]:
    return set(zip(cells["key"], cells["q"], strict=True))


def told(organisation: Organisation, plan: Plans, newest: int = -1) -> list[str]:
    """What three opgørelser tell of the primary cells in their quarters, anybody or a member.

    A member leads a hidden enhed, and knows it.
    """
    newest = organisation.quarters[newest]
    shown = list(organisation.shown(keys(plan.cells), newest=newest, splits=keys(plan.splits)))
    asked = plan.cells[plan.cells["q"].between(newest - 5, newest)]
    found = had(Attacker(organisation.figures, shown), organisation, asked, splits=True)
    hidden = sorted({key for key in asked["key"] if key.startswith("enhed:")})
    for key in hidden:
        attacker = Attacker(organisation.figures, [*shown, *known(organisation, key)])
        others = asked[(asked["key"] != key) & (asked["level"] == "enhed")]
        near = others[others["q"].isin(asked["q"][asked["key"] == key])]
        found += [f"{key} knows: {one}" for one in had(attacker, organisation, near, splits=True)]
    return found


def known(organisation: Organisation, key: str) -> Iterator[Shown]:
    """All of an enhed, as who leads it knows it."""
    for (enhed, q), one in organisation.figures.items():
        if key == f"enhed:{enhed}":
            yield Shown.of([(enhed, q)], "days", one.days)
            yield Shown.of([(enhed, q)], "short", one.days if one.short is None else one.short)


def wide(days: float) -> Enough:
    """Days may be a fifth less and a fifth more, and nothing is known to be nothing."""
    return lambda lower, upper: (
        lower < 0.8 * days + NOISE and upper > max(1.2 * days, lower + 0.5) - NOISE
    )


def had(
    attacker: Spans, organisation: Organisation, plan: Plan, *, splits: bool = False
) -> list[str]:
    """The primary cells of a plan that an attacker knows too well; with `splits` also their parts.

    Whose days are not split in the data is not asked for those.
    """
    nodes = organisation.nodes()
    found = []
    for key, q in sorted(keys(plan[plan["primary"]])):
        cells = [(enhed, q) for enhed in nodes[key] if (enhed, q) in organisation.figures]
        figures = [organisation.figures[cell] for cell in cells]
        days = sum(one.days for one in figures)
        asked = {"days": days}
        if splits and all(one.short is not None for one in figures):
            asked["short"] = sum(one.short or 0 for one in figures)
            asked["long"] = days - asked["short"]
        for measure, truth in asked.items():
            span = attacker.span(cells, measure, enough=wide(truth))
            if not wide(truth)(*span):
                found.append(f"{measure} of {key} in {q} are from {span[0]} to {span[1]}")
    return found


@pytest.mark.parametrize("start", range(0, 8, 4))
def test_random_organisations_keep_what_is_hidden(start: int) -> None:
    for seed in range(start, start + 4):
        organisation = drawn(seed)
        for plan in plans(organisation):
            assert told(organisation, plan) == [], (seed, plan.limits)


def test_the_attacker_finds_what_primary_masks_alone_give_away() -> None:
    organisation = drawn(3)
    whole = next(plans(organisation))
    alone = whole.cells[whole.cells["primary"]]
    assert told(organisation, Plans(INTERN, alone, alone))
    assert told(organisation, replace(whole, splits=whole.cells))


@pytest.mark.parametrize("newest", [5, 8, 11])
def test_the_sample_keeps_what_is_hidden(newest: int) -> None:
    organisation = sample()
    for plan in plans(organisation):
        assert told(organisation, plan, newest) == [], plan.limits


@pytest.mark.skipif(not REAL.exists(), reason="../shared is not here")
@pytest.mark.parametrize("share", [1, 0.01])  # as they are, and of a municipality's size
def test_the_real_workbooks_keep_what_is_hidden(share: float) -> None:
    organisation = workbooks(REAL, share=share)
    for plan in plans(organisation):
        assert told(organisation, plan) == [], plan.limits
