"""The pinned requirements: exact, complete, without repeats, and covering what is imported."""

import sys
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOMS, ROOT, imported, python_files, source_files

RUN, TEST = ROOT / "requirements.txt", ROOT / "requirements-test.txt"


def pins(path: Path) -> list[Requirement]:
    lines = path.read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def here(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate()


def names(*paths: Path) -> set[str]:
    return {canonicalize_name(pin.name) for path in paths for pin in pins(path)}


@pytest.mark.parametrize("path", [RUN, TEST], ids=lambda path: path.name)
def test_everything_is_pinned_and_installed_as_pinned(path: Path) -> None:
    for pin in pins(path):
        assert [spec.operator for spec in pin.specifier] == ["=="], pin
        if here(pin):
            assert version(pin.name) in pin.specifier, pin


def test_nothing_is_pinned_twice() -> None:
    found = [canonicalize_name(pin.name) for path in (RUN, TEST) for pin in pins(path)]
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("paths", [(RUN,), (RUN, TEST)], ids=["run", "test"])
def test_the_pins_are_complete(paths: tuple[Path, ...]) -> None:
    pinned = names(*paths)
    for pin in (pin for path in paths for pin in pins(path) if here(pin)):
        for text in distribution(pin.name).requires or []:
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in pinned, f"{pin.name} needs {needed}"


def foreign(paths: tuple[Path, ...]) -> set[str]:
    own = {*ROOMS, "tests", "bench", "docs", "cli", "dashboard", "server", "setup_env"}
    tops = {module.split(".")[0] for path in paths for module in imported(path)}
    return {top for top in tops if top not in own and top not in sys.stdlib_module_names}


def test_what_is_imported_is_required() -> None:
    providers = packages_distributions()

    def provided(top: str, pinned: set[str]) -> bool:
        return bool({canonicalize_name(dist) for dist in providers.get(top, [])} & pinned)

    program, everything = foreign(source_files()), foreign(python_files())
    assert {top for top in program if not provided(top, names(RUN))} == set()
    assert {top for top in everything if not provided(top, names(RUN, TEST))} == set()
