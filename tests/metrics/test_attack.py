"""Nobody with a solver and every figure that is shown can tell what is hidden for its own sake."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from core.edition import Edition
from core.settings import Settings
from metrics import masks
from metrics.masks import MaskLimits
from tests.metrics.attacker import Attacker, Enough
from tests.metrics.organisations import Organisation, drawn, sample, workbooks

REAL = Path(__file__).parents[3] / "shared" / "real"
INTERN = MaskLimits.from_settings(Settings(), Edition.INTERN)
PUBLIC = MaskLimits.from_settings(Settings(), Edition.OFFENTLIG)
NOISE = 1e-6
Plan = pd.DataFrame


def plans(organisation: Organisation) -> Iterator[tuple[MaskLimits, Plan]]:
    """The plan of each edition; the public one hides what the internal one does."""
    cells = organisation.cells()
    internal = masks.plan_masks(cells, limits=INTERN)
    yield INTERN, internal
    yield PUBLIC, masks.plan_masks(cells, limits=PUBLIC, already=internal)


def keys(cells: Plan) -> set[tuple[str, int]]:
    return set(zip(cells["key"], cells["q"], strict=True))


def told(organisation: Organisation, plan: Plan, limits: MaskLimits, newest: int = -1) -> list[str]:
    """What three opgørelser tell of the primary cells in their quarters."""
    newest = organisation.quarters[newest]
    shown = organisation.shown(keys(plan), newest=newest, public=limits is PUBLIC)
    attacker = Attacker(organisation.figures, shown)
    return had(attacker, organisation, plan[plan["q"].between(newest - 5, newest)], limits)


def many(limits: MaskLimits) -> Enough:
    """Employees may be anything within the smallest group."""
    return lambda fewest, most: most - fewest > limits.smallest_group - NOISE


def wide(days: float) -> Enough:
    """Days may be a fifth less and a fifth more, and nothing is known to be nothing."""
    return lambda lower, upper: (
        lower < 0.8 * days + NOISE and upper > max(1.2 * days, lower + 0.5) - NOISE
    )


def had(
    attacker: Attacker, organisation: Organisation, plan: Plan, limits: MaskLimits
) -> list[str]:
    """The primary cells of a plan that an attacker knows too well."""
    nodes = organisation.nodes()
    found = []
    for key, q in sorted(keys(plan[plan["primary"]])):
        cells = [(enhed, q) for enhed in nodes[key] if (enhed, q) in organisation.figures]
        days = sum(organisation.figures[cell].days for cell in cells)
        for measure, enough in (("employees", many(limits)), ("days", wide(days))):
            span = attacker.span(cells, measure, enough=enough)
            if not enough(*span):
                found.append(f"{measure} of {key} in {q} are from {span[0]} to {span[1]}")
    return found


@pytest.mark.parametrize("start", range(0, 40, 20))
def test_random_organisations_keep_what_is_hidden(start: int) -> None:
    for seed in range(start, start + 20):
        organisation = drawn(seed)
        for limits, plan in plans(organisation):
            assert told(organisation, plan, limits) == [], (seed, limits)


def test_the_attacker_finds_what_primary_masks_alone_give_away() -> None:
    organisation = drawn(3)
    alone = masks.plan_masks(organisation.cells(), limits=INTERN)
    assert told(organisation, alone[alone["primary"]], INTERN)


@pytest.mark.parametrize("newest", [5, 8, 11])
def test_the_sample_keeps_what_is_hidden(newest: int) -> None:
    organisation = sample()
    for limits, plan in plans(organisation):
        assert told(organisation, plan, limits, newest) == [], limits


@pytest.mark.skipif(not REAL.exists(), reason="../shared is not here")
@pytest.mark.parametrize("share", [1, 0.01])  # as they are, and of a municipality's size
def test_the_real_workbooks_keep_what_is_hidden(share: float) -> None:
    organisation = workbooks(REAL, share=share)
    for limits, plan in plans(organisation):
        assert told(organisation, plan, limits) == [], limits
