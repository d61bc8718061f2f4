"""Measure the whole case: all files in both editions, beside what typst and saving alone take.

    python -m bench.sag --enheder 400 --runs 50

A process opens a store with seven afdelinger and makes the case as `cli.py bilag sag` does. All
seconds are of the processor. Ends with 1 where the process takes more than one and a half times as
long as one that does nothing but its typst runs and the saving of its files, or where memory grows
over the runs in a row.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.figures import make_rows, store_rows
from bench.sag_once import make_case

QUARTERS = 12
MOST_TIMES = 1.5
MOST_GROWTH = 1.05  # from the tenth run to the last


def measure_start() -> float:
    """Return the seconds that a process takes to have typst and the libraries that save."""
    code = "import time, docx, openpyxl, typst; print(time.process_time())"
    return float(subprocess.check_output([sys.executable, "-c", code], text=True))


def run_process(path: Path, runs: int) -> list[float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "bench.sag_once", str(path), str(runs)]
    return [float(word) for word in subprocess.check_output(command, text=True).split()]


def main() -> int:
    """Read the command line, measure, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enheder", type=int, default=400)
    parser.add_argument("--runs", type=int, default=50)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(0)  # noqa: S311 - the same each time
        store = store_rows(Path(folder), make_rows(chance, chosen.enheder, QUARTERS))
        make_case(store)  # computes the figures
        path = store.path
        store.close()
        once = [run_process(path, 1) for _ in range(3)]
        *_, early, late = run_process(path, chosen.runs)
    start = median(measure_start() for _ in range(3))
    ratio = median(whole / (start + saving) for whole, saving, *_ in once)
    whole, saving = (median(run[at] for run in once) for at in (0, 1))
    print(
        f"{whole:.2f} s, {ratio:.2f} gange {saving + start:.2f} s: typst og gem {saving:.2f}, "
        f"og at starte det {start:.2f}"
    )
    print(f"{early:.0f} MB efter højst ti sager, {late:.0f} MB efter {chosen.runs}")
    return int(ratio > MOST_TIMES or late > MOST_GROWTH * early)


if __name__ == "__main__":
    sys.exit(main())
