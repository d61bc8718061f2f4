"""What figures are computed again for: what computes them, not what reads or describes them."""

import shutil
from pathlib import Path

import pytest

from metrics.computing.recipes import hash_formulas

ROOT = Path(__file__).parents[2]


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    """A copy of the rooms that figures pass through."""
    for room in ("metrics", "phrases"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / room, tmp_path / room, ignore=ignored)
    return tmp_path


def append_comment(path: Path) -> None:
    mark = "--" if path.suffix == ".sql" else "#"
    path.write_text(f"{path.read_text('utf-8')}{mark} A comment.\n", "utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "phrases/maaltal.py",
        "metrics/maaltal.py",
        "metrics/rows.py",
        "metrics/agenda/__init__.py",
        "metrics/queries/rullende_at.sql",
    ],
)
def test_what_reads_figures_leaves_the_fingerprint(rooms: Path, name: str) -> None:
    before = hash_formulas(rooms / "metrics")
    append_comment(rooms / name)
    assert hash_formulas(rooms / "metrics") == before


@pytest.mark.parametrize(
    "name",
    [
        "metrics/computing/friske_counts.py",
        "metrics/computing/agenda.py",
        "metrics/computing/inputs.py",
        "metrics/masks/crossed.py",
        "metrics/sql/rullende.sql",
    ],
)
def test_what_computes_figures_changes_the_fingerprint(rooms: Path, name: str) -> None:
    before = hash_formulas(rooms / "metrics")
    append_comment(rooms / name)
    assert hash_formulas(rooms / "metrics") != before


def test_no_formula_rests_on_what_the_fingerprint_leaves_out() -> None:
    """An import of a module beside the fingerprinted ones would go unnoticed when it changes."""
    covered = ("from metrics import masks", "from metrics.computing", "from metrics.masks")
    printing = "from metrics.printed_decimals"  # for who reads the figures: none is computed by it
    for folder in ("computing", "masks"):
        for file in (ROOT / "metrics" / folder).rglob("*.py"):
            for line in file.read_text("utf-8").splitlines():
                assert not line.startswith("from metrics") or line.startswith(
                    (*covered, printing)
                ), line
