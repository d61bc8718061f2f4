"""Damaged files give rows or a refusal, and leave no process; `bench.fuzz_files` does many more."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench import fuzz_files
from core.errors import FileRefusedError
from data_loaders.codes import problem
from data_loaders.files.isolation import read_grid

FIRST, COUNT = 100_000, 80  # other mutants than those of the bench


def outcome(content: bytes) -> str:
    try:
        return read_grid(content).dialect
    except FileRefusedError as error:
        return problem(error.code, str(error)).code


def children() -> set[str]:
    mine = Path("/proc/self/task")
    return {pid for task in mine.glob("*/children") for pid in task.read_text().split()}


@pytest.mark.skipif(sys.platform == "win32", reason="bench.fuzz_files kræver Unix")
def test_damaged_files_give_rows_or_a_refusal_and_leave_nothing_running() -> None:
    among = fuzz_files.read_seeds()
    before = children() if sys.platform == "linux" else set()
    with ThreadPoolExecutor(2) as pool:
        mutants = (fuzz_files.make_mutant(FIRST + number, among) for number in range(COUNT))
        outcomes = list(pool.map(outcome, mutants))
    assert len(outcomes) == COUNT
    assert len(set(outcomes)) > 4
    assert sys.platform != "linux" or children() <= before


def test_the_bench_counts_every_mutant_and_ends_well() -> None:
    command = [sys.executable, "-m", "bench.fuzz_files", "40", "--first", str(FIRST + COUNT)]
    done = subprocess.run(command, cwd=fuzz_files.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "40 i alt" in done.stdout
