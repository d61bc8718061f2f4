"""The project's own Python files, for the tests of the house rules."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    *("access", "bilag", "charts", "commands", "core", "data_loaders"),
    *("metrics", "pages", "phrases", "sample_data", "services", "store"),
)
_OUTSIDE = {".venv", ".git", "build", "dist"}


@cache
def list_python_files() -> tuple[Path, ...]:
    """All Python files that git knows or would take; all files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / line for line in listed.stdout.splitlines()]
    else:
        paths = [path for path in ROOT.rglob("*.py") if not _OUTSIDE & set(path.parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


def name(path: Path) -> str:
    """A file's path as the house rules write it: "metrics/rullende.py"."""
    return path.relative_to(ROOT).as_posix()


def list_source_files() -> tuple[Path, ...]:
    """The files of the program: all but tests, benchmarks and the script of the pictures."""
    return tuple(
        path for path in list_python_files() if find_room(path) not in {"tests", "bench", "docs"}
    )


def find_room(path: Path) -> str:
    """The folder at the root that a file is in; the file's own name where it is in none."""
    return path.relative_to(ROOT).parts[0]


@cache
def parse_file(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def find_imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in the file, with the names taken from it."""
    modules: set[str] = set()
    for node in ast.walk(parse_file(path)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return modules


def does_import(path: Path, package: str) -> bool:
    """Whether a file imports a package or anything inside it."""
    return any(module.split(".")[0] == package for module in find_imports(path))
