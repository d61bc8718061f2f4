"""Nobody with a solver has what is hidden in the sample and the real workbooks, in any variant."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from core.edition import Edition
from metrics import masks
from metrics.computing import recipes
from sample_data.events import PILOT, PILOT_NAME
from sample_data.staff import make_staff_rows
from tests.metrics.organisations import number, workbooks
from tests.metrics.test_attack import REAL
from tests.metrics.test_attack_all import SHOWN, WITH_PART_DAYS, attacked, remembered
from tests.metrics.worlds import QUARTERS, Place, World, think
from tests.stored_rows import fresh


class Line(NamedTuple):
    """An enhed, or one personalegruppe of it ("E/SOSU"), in a quarter."""

    atom: str
    q: int
    place: Place
    figures: dict[str, float]


def placed(lines: Iterable[Line], *, without: Iterable[str] = (), pilot: Iterable[str]) -> World:
    """The last quarters of some lines; `without` are the denominators that nobody has."""
    every = list(lines)
    newest = max(line.q for line in every)
    made = World(newest - QUARTERS + 1, name=PILOT_NAME)
    last: dict[str, int] = defaultdict(int)
    for line in every:
        if line.q < made.first:
            continue
        enhed = line.atom.partition("/")[0]
        made.figures[line.atom, line.q] = line.figures
        made.then[enhed, line.q] = made.rows[enhed, line.q] = line.place
        if line.q >= last[enhed]:
            made.now[enhed], last[enhed] = line.place, line.q
        if without:
            made.uncounted[enhed, line.q] = set(without)
    made.closed = {enhed: q + 1 for enhed, q in last.items() if q < newest}
    made.pilot, made.began = sorted(set(pilot) & made.now.keys()), newest - 1
    think(made)
    return made


def of_sample() -> World:
    """The sample with its personalegrupper and its group."""
    return placed(
        (
            Line(
                f"{row.enhed}/{row.personalegruppe}",
                number(row.quarter),
                (row.afdeling, row.omraade),
                {
                    "heads": float(row.medarbejdere),
                    "posts": float(row.fuldtidsstillinger),
                    "short": float(row.korttid),
                    "long": float(row.langtid),
                },
            )
            for row in make_staff_rows()
        ),
        pilot=PILOT,
    )


def of_workbooks(share: float) -> World:
    """The real workbooks, or a share of their people; they have full-time posts, and no split."""
    found = workbooks(REAL, share=share)
    return placed(
        (
            Line(
                enhed,
                q,
                found.above[enhed],
                {"posts": one.employees, "short": 0.0, "long": one.days},
            )
            for (enhed, q), one in found.figures.items()
        ),
        without=["heads"],
        pilot=sorted(found.above)[:5],
    )


GIVEN: dict[str, Callable[[], World]] = {
    "eksempeldata": of_sample,
    "rigtige filer": lambda: of_workbooks(1),
    "en hundrededel af dem": lambda: of_workbooks(0.01),
}


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("name", GIVEN)
def test_every_variant_keeps_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, edition: Edition
) -> None:
    if name != "eksempeldata" and not REAL.exists():
        pytest.skip("../shared is not here")
    monkeypatch.setattr(recipes, "_FIGURES", SHOWN)
    monkeypatch.setattr(masks, "plan_masks", remembered(masks.plan_masks))
    store = fresh(tmp_path)
    assert attacked(store, [GIVEN[name]()], edition, WITH_PART_DAYS, spells=False) == []
    store.close()
