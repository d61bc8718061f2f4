"""Measure the whole case: all files in both editions, beside what typst and saving alone take.

    python -m bench.sag --enheder 400 --runs 50

A process opens a store with seven afdelinger and makes the case as `cli.py bilag sag` does. All
seconds are of the processor. Ends with 1 where the process takes more than one and a half times as
long as one that does nothing but its typst runs and the saving of its files, or where memory grows
over the runs in a row.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import typst
from docx.document import Document
from openpyxl.writer.excel import ExcelWriter

from bench.figures import make_rows, store_rows
from bilag.sag import Sag
from core.edition import Edition
from core.nodes import Scope
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from metrics.rullende import find_quarters
from services import bilag, case
from store.database import Store
from store.figures import open_reader

QUARTERS = 12
MOST_TIMES = 1.5
MOST_GROWTH = 1.05  # from the tenth run to the last
_saving = [0.0]  # seconds that typst and saving have taken


def count_time(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function add the seconds that it takes to those of typst and saving."""

    def timed(*arguments: object, **options: object) -> object:
        start = time.process_time()
        try:
            return function(*arguments, **options)
        finally:
            _saving[0] += time.process_time() - start

    return timed


def make_case(store: Store) -> dict[str, bytes]:
    """Make all files of the newest opgørelse's case, in both editions."""
    scope = Scope.everything().as_printed()
    with ExitStack() as opened:
        readers = {
            edition: opened.enter_context(
                open_reader(store, scope, recipe=make_recipe(Settings(), edition))
            )
            for edition in (Edition.OFFENTLIG, Edition.INTERN)
        }
        newest = find_quarters(readers[Edition.OFFENTLIG])[0]
        kinds = tuple(bilag.KINDS)
        return case.make_files(readers, case.CaseOrder(newest, Sag(), "maal", annexes=kinds))


def measure(path: Path, runs: int) -> None:
    """Print a process's seconds and those of typst and saving; more runs print its megabytes."""
    typst.compile = count_time(typst.compile)
    setattr(ExcelWriter, "save", count_time(ExcelWriter.save))  # noqa: B010 - timed, not changed
    setattr(Document, "save", count_time(Document.save))  # noqa: B010
    store = Store(path)
    megabytes = []
    for _ in range(runs):
        make_case(store)
        megabytes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    store.close()
    print(time.process_time(), _saving[0], megabytes[min(9, runs - 1)], megabytes[-1])


def measure_start() -> float:
    """Return the seconds that a process takes to have typst and the libraries that save."""
    code = "import time, docx, openpyxl, typst; print(time.process_time())"
    return float(subprocess.check_output([sys.executable, "-c", code], text=True))


def run_process(path: Path, runs: int) -> list[float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "bench.sag", "--measure", str(path), "--runs", str(runs)]
    return [float(word) for word in subprocess.check_output(command, text=True).split()]


def main() -> int:
    """Read the command line, measure, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--enheder", type=int, default=400)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(chosen.measure, chosen.runs)
        return 0
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
