"""What it costs that nobody can compute what is hidden: rows hidden for themselves, and in all.

`python -m bench.masks [COUNT]`: rows over four quarters, by level and edition, of the sample, the
real workbooks (as they are, and of a municipality's size), and 200 (or so many) random
organisations.
"""

from collections.abc import Iterator
from sys import argv
from time import process_time

import pandas as pd

from core.edition import Edition
from metrics import masks
from tests.metrics.organisations import LEVELS, Organisation, drawn, sample, workbooks
from tests.metrics.test_attack import INTERN, PUBLIC, REAL

HEADING = f"{'':30} {'':10} {'':9} {'rækker':>8} {'for sig':>8} {'i alt':>8} {'kvartaler':>9}"


def list_organisations(count: int) -> Iterator[tuple[str, list[Organisation]]]:
    """Yield each set of data: its name, and the organisations that it has."""
    yield "eksempeldata", [sample()]
    if REAL.exists():
        yield "rigtige filer", [workbooks(REAL)]
        yield "rigtige filer, en hundrededel", [workbooks(REAL, share=0.01)]
    yield f"{count} tilfældige", [drawn(seed, quarters=12) for seed in range(count)]


def find_windows(cells: pd.DataFrame) -> set[tuple[str, int]]:
    """Return the key and the last quarter of each row over four quarters that some cells are in."""
    return {
        (key, q + later)
        for key, q in zip(cells["key"], cells["q"], strict=True)
        for later in range(4)
    }


def count_hidden(organisation: Organisation, edition: Edition) -> pd.DataFrame:
    """Count, by level, the rows, those hidden for themselves, all hidden, and hidden quarters."""
    cells = organisation.cells()
    plan = masks.plan_masks(cells, limits=INTERN)
    if edition is Edition.OFFENTLIG:
        plan = masks.plan_masks(cells, limits=PUBLIC, already=plan)
    counted = []
    for level in LEVELS:
        level_cells = cells[cells["level"] == level]
        rows = {
            (key, q)
            for key, q in zip(level_cells["key"], level_cells["q"], strict=True)
            if q >= cells["q"].min() + 3
        }
        level_plan = plan[plan["level"] == level]
        primary = find_windows(level_plan[level_plan["primary"]]) & rows
        hidden = find_windows(level_plan) & rows
        counted.append((level, len(rows), len(primary), len(hidden), len(level_plan)))
    return pd.DataFrame(counted, columns=["level", "rows", "own", "all", "cells"])


def main() -> None:
    """Print a line for each organisation, edition and level."""
    print(HEADING)
    for name, group in list_organisations(int([*argv[1:], "200"][0])):
        for edition in Edition:
            start = process_time()
            sums = pd.concat(
                [count_hidden(organisation, edition) for organisation in group]
            ).groupby("level", sort=False)
            for level, line in sums.sum().iterrows():
                figures = "".join(
                    f"{line[column]:>9}" for column in ("rows", "own", "all", "cells")
                )
                print(f"{name:30} {edition.value:10} {level:9} {figures}")
            print(f"{'':30} {process_time() - start:.1f} s")


if __name__ == "__main__":
    main()
