"""What it costs that nobody can compute what is hidden: rows hidden for themselves, and in all.

`python -m bench.masks`: rows over four quarters, by level and edition, of the sample, the real
workbooks (as they are, and of a municipality's size), and 200 random organisations.
"""

from collections.abc import Iterator
from time import process_time

import pandas as pd

from core.edition import Edition
from metrics import masks
from tests.metrics.organisations import LEVELS, Organisation, drawn, sample, workbooks
from tests.metrics.test_attack import INTERN, PUBLIC, REAL

HEADING = f"{'':30} {'':10} {'':9} {'rækker':>8} {'for sig':>8} {'i alt':>8} {'kvartaler':>9}"


def organisations() -> Iterator[tuple[str, list[Organisation]]]:
    """Each name with what it stands for."""
    yield "eksempeldata", [sample()]
    if REAL.exists():
        yield "rigtige filer", [workbooks(REAL)]
        yield "rigtige filer, en hundrededel", [workbooks(REAL, share=0.01)]
    yield "200 tilfældige", [drawn(seed, quarters=12) for seed in range(200)]


def windows(cells: pd.DataFrame) -> set[tuple[str, int]]:
    """The rows over four quarters that some cells are in."""
    return {
        (key, q + later)
        for key, q in zip(cells["key"], cells["q"], strict=True)
        for later in range(4)
    }


def count(organisation: Organisation, edition: Edition) -> pd.DataFrame:
    """How many rows a level has, and how many are hidden."""
    cells = organisation.cells()
    plan = masks.plan(cells, limits=INTERN)
    if edition is Edition.OFFENTLIG:
        plan = masks.plan(cells, limits=PUBLIC, already=plan)
    counted = []
    for level in LEVELS:
        here = cells[cells["level"] == level]
        rows = {
            (key, q)
            for key, q in zip(here["key"], here["q"], strict=True)
            if q >= cells["q"].min() + 3
        }
        mine = plan[plan["level"] == level]
        own, all_ = windows(mine[mine["primary"]]) & rows, windows(mine) & rows
        counted.append((level, len(rows), len(own), len(all_), len(mine)))
    return pd.DataFrame(counted, columns=["level", "rows", "own", "all", "cells"])


def main() -> None:
    """Print a line for each organisation, edition and level."""
    print(HEADING)
    for name, found in organisations():
        for edition in Edition:
            begun = process_time()
            sums = pd.concat([count(one, edition) for one in found]).groupby("level", sort=False)
            for level, line in sums.sum().iterrows():
                figures = "".join(
                    f"{line[column]:>9}" for column in ("rows", "own", "all", "cells")
                )
                print(f"{name:30} {edition.value:10} {level:9} {figures}")
            print(f"{'':30} {process_time() - begun:.1f} s")


if __name__ == "__main__":
    main()
