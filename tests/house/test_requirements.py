"""The pinned requirements: exact, complete, without repeats, and covering what is imported."""

import sys
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOMS, ROOT, find_imports, list_python_files, list_source_files

RUN, TEST = ROOT / "requirements.txt", ROOT / "requirements-test.txt"
# Tools that `setup_env.py` starts, and types that mypy reads: nothing imports them.
STARTED = {"import-linter", "mypy", "pandas-stubs", "pytest-xdist", "ruff", "types-cachetools"}


def read_pins(path: Path) -> list[Requirement]:
    lines = path.read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def read_groups(path: Path) -> tuple[set[str], set[str]]:
    """The packages that a file chose, and those that they stand on: one heading each."""
    chosen, needed = path.read_text("utf-8").split("\n\n")
    for group in (chosen, needed):
        assert [line for line in group.splitlines() if line.startswith("#")] == [
            group.splitlines()[0]
        ]
    return parse_packages(chosen), parse_packages(needed)


def parse_packages(group: str) -> set[str]:
    lines = group.strip().splitlines()[1:]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def is_for_this_machine(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate()


def names(*paths: Path) -> set[str]:
    return {canonicalize_name(pin.name) for path in paths for pin in read_pins(path)}


@pytest.mark.parametrize("path", [RUN, TEST], ids=lambda path: path.name)
def test_everything_is_pinned_and_installed_as_pinned(path: Path) -> None:
    for pin in read_pins(path):
        assert [spec.operator for spec in pin.specifier] == ["=="], pin
        if is_for_this_machine(pin):
            assert version(pin.name) in pin.specifier, pin


def test_nothing_is_pinned_twice() -> None:
    names_pinned = [canonicalize_name(pin.name) for path in (RUN, TEST) for pin in read_pins(path)]
    assert sorted(names_pinned) == sorted(set(names_pinned))


@pytest.mark.parametrize("paths", [(RUN,), (RUN, TEST)], ids=["run", "test"])
def test_the_pins_are_complete(paths: tuple[Path, ...]) -> None:
    pinned = names(*paths)
    for pin in (pin for path in paths for pin in read_pins(path) if is_for_this_machine(pin)):
        for text in distribution(pin.name).requires or []:
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in pinned, f"{pin.name} needs {needed}"


def find_foreign_imports(paths: tuple[Path, ...]) -> set[str]:
    ours = {*ROOMS, "tests", "bench", "docs", "cli", "dashboard", "server", "setup_env"}
    tops = {module.split(".")[0] for path in paths for module in find_imports(path)}
    return {top for top in tops if top not in ours and top not in sys.stdlib_module_names}


def find_providers(paths: tuple[Path, ...]) -> set[str]:
    """The packages that files import from."""
    by_module = packages_distributions()
    return {
        canonicalize_name(name)
        for top in find_foreign_imports(paths)
        for name in by_module.get(top, [])
    }


def test_what_is_imported_is_required() -> None:
    by_module = packages_distributions()

    def is_pinned(top: str, pinned: set[str]) -> bool:
        return bool({canonicalize_name(name) for name in by_module.get(top, [])} & pinned)

    program, everything = (
        find_foreign_imports(list_source_files()),
        find_foreign_imports(list_python_files()),
    )
    assert {top for top in program if not is_pinned(top, names(RUN))} == set()
    assert {top for top in everything if not is_pinned(top, names(RUN, TEST))} == set()


def test_what_was_chosen_stands_apart_from_what_it_stands_on() -> None:
    chosen, _ = read_groups(RUN)
    assert chosen == find_providers(list_source_files()) & names(RUN)
    chosen_for_tests, _ = read_groups(TEST)
    imported_by_tests = find_providers(list_python_files()) & names(TEST)
    assert chosen_for_tests - imported_by_tests == STARTED
    assert imported_by_tests <= chosen_for_tests


@pytest.mark.parametrize("paths", [(RUN,), (RUN, TEST)], ids=["run", "test"])
def test_what_was_not_chosen_is_needed_by_another(paths: tuple[Path, ...]) -> None:
    installed = [pin for path in paths for pin in read_pins(path) if is_for_this_machine(pin)]
    needed = {
        canonicalize_name(Requirement(text).name)
        for pin in installed
        for text in distribution(pin.name).requires or []
    }
    _, stands_under = read_groups(paths[-1])
    assert stands_under & {canonicalize_name(pin.name) for pin in installed} <= needed
