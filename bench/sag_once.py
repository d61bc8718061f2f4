"""Make the whole case in a process of its own, as `cli.py bilag sag` does, and print what it took.

    python -m bench.sag_once STORE RUNS

Seconds of the processor: the whole process, and typst and saving alone. Megabytes: after the tenth
run at the latest, and after the last. It has nothing imported that only makes data.
"""

import resource
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import typst
from docx.document import Document
from openpyxl.writer.excel import ExcelWriter

from bilag.sag import Sag
from core.edition import Edition
from core.nodes import Scope
from core.settings import Settings
from metrics.computing.recipes import make_recipe
from metrics.rullende import find_quarters
from services import bilag, case
from store.database import Store
from store.figures import open_reader

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


def main(path: Path, runs: int) -> None:
    """Make the case so many times, and print the four numbers."""
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


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
