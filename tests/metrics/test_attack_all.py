"""Nobody with a solver has what is hidden: every figure of three opgørelser, in every variant.

The figures are read as an attacker would read them: through a reader of each variant. Groups, and
what drove a change, are known as the sums that they are made of: more than what is shown of them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from core.edition import Edition
from core.settings import Denominator, OrganisationBasis, Settings
from metrics import masks
from metrics.computing import recipes
from metrics.masks import MaskLimits
from store.database import Store
from tests.metrics.attacker import PARTS, WITH_PARTS, Attacker, Cell, Spans
from tests.metrics.shown_sums import Sums, read_shown_rows
from tests.metrics.test_attack import wide
from tests.metrics.worlds import QUARTERS, World, load, world
from tests.stored_rows import fresh

USUAL = Settings()
ALL = [
    Settings(organisation=organisation, closed_units=closed, part_days=part, denominator=by)
    for part in (True, False)
    for organisation in OrganisationBasis
    for closed in (True, False)
    for by in Denominator
]
WITH_PART_DAYS = ALL[: len(ALL) // 2]  # personalegrupper come with no part-days
FEW, MANY = 10, 40  # organisations in nearly all variants, and in some
SHOWN = (
    "rullende", "personalegrupper", "grupper", "kvartal", "forklaring_pairs", "forklaring",
    "forklaring_rows",
)  # fmt: skip


ATTACKED_ELSEWHERE = {"maaltal"}  # test_attack_maaltal
WITHOUT_FIGURES = {"small_enheder"}  # who reads which sentence


def test_no_figure_is_left_out_of_the_attack() -> None:
    assert {*recipes._FIGURES} == {*SHOWN} | ATTACKED_ELSEWHERE | WITHOUT_FIGURES


@dataclass(frozen=True)
class Secret:
    """A cell that is hidden for its own sake."""

    key: str
    q: int
    cells: tuple[Cell, ...]


def secrets(made: World, limits: MaskLimits) -> Iterator[Secret]:
    """The cells of few employees.

    Who has only the other denominator than the usual one is in no node that masks are decided on.
    """
    for key, q in product(sorted(made.nodes), range(made.first, made.first + QUARTERS)):
        cells = made.atoms(key, q, window=q, by=made.usual(q))
        if not cells and key.startswith("enhed:"):
            cells = made.atoms(key, q, window=q)
        people = sum(made.sum([cell], counted(made, cell)) for cell in cells)
        days = made.sum(cells, *WITH_PARTS["days"])
        if (people > 0 or days > 0) and people < limits.smallest_group:
            yield Secret(key, q, tuple(cells))


def counted(made: World, cell: Cell) -> str:
    """What stands behind a cell: medarbejdere, or posts where it has only these."""
    enhed = cell[0].partition("/")[0]
    without = made.uncounted.get((enhed, cell[1]), ())
    return "posts" if "heads" in without else "heads"


def had(attacker: Spans, made: World, limits: MaskLimits, *, spells: bool) -> Iterator[str]:
    """What an attacker knows too well."""
    for one in secrets(made, limits):
        for measure in ("days", "short", "long", *(("whole days",) if spells else ())):
            enough = wide(made.sum(one.cells, *WITH_PARTS[measure]))
            span = attacker.span(one.cells, measure, enough=enough)
            if not enough(*span):
                yield f"{measure} of {one.key} in {one.q} are from {span[0]} to {span[1]}"


def attacked(
    store: Store,
    worlds: Iterable[World],
    edition: Edition,
    variants: Iterable[Settings],
    *,
    spells: bool,
) -> list[str]:
    """Attack each of the worlds in a store with some variants; returns what was had."""
    kept = list(worlds)
    load(store, kept, spells=spells)
    shown = {one: read_shown_rows(store, one, edition) for one in variants}
    found: list[str] = []
    for made in kept:
        sums = Sums(made)
        for settings, found_there in shown.items():
            sums.read(found_there, settings)
        parts = WITH_PARTS if spells else PARTS
        attacker = Attacker(made.figures, sums.shown.values(), parts=parts)
        found += had(attacker, made, MaskLimits.from_settings(USUAL, edition), spells=spells)
    return found


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("spells", [False, True], ids=["grupper", "forløb"])
@pytest.mark.parametrize("count", [FEW, MANY])
def test_random_organisations_keep_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, edition: Edition, *, spells: bool
) -> None:
    monkeypatch.setattr(recipes, "_FIGURES", SHOWN)
    monkeypatch.setattr(masks, "plan_masks", remembered(masks.plan_masks))
    chance = 100 * spells + 50 * list(Edition).index(edition) + (FEW if count == MANY else 0)
    worlds = [world(chance + n, place=n, spells=spells) for n in range(count)]
    every = ALL if spells else WITH_PART_DAYS
    store = fresh(tmp_path)
    variants = chosen(every, count, edition)
    assert attacked(store, worlds, edition, variants, spells=spells) == []
    store.close()


def chosen(every: list[Settings], count: int, edition: Edition) -> list[Settings]:
    """All; of the public edition those that have any three settings in all ways; or each way."""
    if count == MANY:
        return every[:: 5 if len(every) > 8 else 3]
    return [
        one
        for place, one in enumerate(every)
        if edition is Edition.INTERN or place.bit_count() % 2 == 0
    ]


def remembered(plan: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Masks are decided once for all variants: the same cells have the same."""
    known: dict[str, pd.DataFrame] = {}

    def asked(cells: pd.DataFrame, *, limits: MaskLimits, **more: pd.DataFrame) -> pd.DataFrame:
        asked_for = "".join([str(limits), *(one.to_csv() for one in (cells, *more.values()))])
        if asked_for not in known:
            known[asked_for] = plan(cells, limits=limits, **more)
        return known[asked_for]

    return asked
