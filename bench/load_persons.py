"""How long `cli.py load` of person rows takes, beside reading alone and beside pandas.

    python -m bench.load_persons [--pairs N] [--rows 100000 1000000] [--kinds fravaer personer]

Every figure is of a whole process: started, the file read, checked and stored, ended. The two of a
pair run one after the other, so that what else the machine does meets both; the median of the
pairs' ratios is what counts. Ends with 1 where a bound is broken.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import workbooks

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "bench"
AT_MOST_READING = 4.0
AT_LEAST_PANDAS = 4.0
MEASURED_ROWS = 100_000  # more of them need only be loaded


@dataclass(frozen=True)
class Job:
    """One kind of file of so many rows, in a folder for what is made of it."""

    kind: str
    rows: int
    folder: Path

    @property
    def file(self) -> Path:
        """The workbook."""
        return self.folder / f"{self.kind}-{self.rows}.xlsx"

    def make_load_command(self) -> list[str]:
        """Return the command under test; it loads into a new store every time."""
        store = self.folder / f"{time.monotonic_ns()}" / "bench.duckdb"
        return [str(ROOT / "cli.py"), "--store", str(store), "load", str(self.file)]

    def make_read_command(self) -> list[str]:
        """Return the command that only reads."""
        return [str(HERE / "only_fastexcel.py"), str(self.file)]

    def make_pandas_command(self) -> list[str]:
        """Return the command that does the job with pandas and openpyxl."""
        store = self.folder / f"{time.monotonic_ns()}.duckdb"
        return [str(HERE / "with_pandas.py"), str(self.file), str(store)]


def measure_seconds(command: list[str], key: Path) -> float:
    """Run a command to its end; what it says is shown only if it fails.

    Python keeps what it compiles beside the key, whatever this machine is set to: no run but the
    first compiles anything, as where the program is in use.
    """
    environment = os.environ | {
        "CHEFFORUM_KEY": str(key),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(key.with_name("compiled")),
    }
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, env=environment, check=False
    )
    took = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return took


def measure_pairs(
    make_first: Callable[[], list[str]],
    make_second: Callable[[], list[str]],
    *,
    pairs: int,
    key: Path,
) -> tuple[float, float, list[float]]:
    """Run two commands in turn; return each one's median and the ratios, first over second."""

    def run_both() -> tuple[float, float]:
        return measure_seconds(make_first(), key), measure_seconds(make_second(), key)

    run_both()  # fills the system's caches
    times = [run_both() for _ in range(pairs)]
    first, second = zip(*times, strict=True)
    ratios = sorted(a / b for a, b in times)
    return statistics.median(first), statistics.median(second), ratios


def print_verdict(
    name: str, times: tuple[float, float, list[float]], *, bound: str, holds: bool
) -> bool:
    """Print the medians and the ratio of two commands, and return whether the bound holds."""
    first, second, ratios = times
    verdict = "holder" if holds else "BRUDT"
    print(
        f"{name}: {first:.2f} s / {second:.2f} s, forhold {statistics.median(ratios):.2f} "
        f"({ratios[0]:.2f}–{ratios[-1]:.2f}); {bound}: {verdict}",
        flush=True,
    )
    return holds


def measure_job(job: Job, *, pairs: int, key: Path) -> bool:
    """Measure one job against both; returns whether all bounds hold."""
    workbooks.write(job.file, workbooks.KINDS[job.kind](job.rows))
    name = f"{job.kind}, {job.rows} rækker"
    times = measure_pairs(job.make_load_command, job.make_read_command, pairs=pairs, key=key)
    holds = print_verdict(
        f"{name}, mod kun at læse",
        times,
        bound=f"højst {AT_MOST_READING}",
        holds=statistics.median(times[2]) <= AT_MOST_READING,
    )
    if job.rows <= MEASURED_ROWS:
        times = measure_pairs(
            job.make_pandas_command, job.make_load_command, pairs=max(pairs // 2, 1), key=key
        )
        holds &= print_verdict(
            f"{name}, pandas mod os",
            times,
            bound=f"mindst {AT_LEAST_PANDAS}",
            holds=statistics.median(times[2]) >= AT_LEAST_PANDAS,
        )
    return holds


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--rows", type=int, nargs="+", default=[MEASURED_ROWS])
    parser.add_argument("--kinds", nargs="+", default=list(workbooks.KINDS))
    arguments = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} kerner, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as safe:
        jobs = [
            Job(kind, rows, Path(folder)) for rows in arguments.rows for kind in arguments.kinds
        ]
        verdicts = [
            measure_job(job, pairs=arguments.pairs, key=Path(safe) / "noegle") for job in jobs
        ]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
