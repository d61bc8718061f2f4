"""Make docs/sbom.json, the packages that the program stands on, from requirements.txt.

`python docs/make_sbom.py` writes it, in the form of CycloneDX 1.6; a test fails when it should have
been written again.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
MADE = ROOT / "docs" / "sbom.json"
PROGRAM = "chefforum"


def write_text() -> str:
    """Return the text of docs/sbom.json."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    chosen, needed = (ROOT / "requirements.txt").read_text("utf-8").split("\n\n")
    imported, others = _read_packages(chosen), _read_packages(needed)
    packages = [_describe_package(package) for package in (*imported, *others)]
    program = {"type": "application", "bom-ref": PROGRAM, "name": project["name"]}
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program | {"version": project["version"]}},
        "components": sorted(packages, key=lambda package: package["bom-ref"]),
        "dependencies": [{"ref": PROGRAM, "dependsOn": sorted(map(_write_address, imported))}],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _read_packages(group: str) -> list[Requirement]:
    return [Requirement(line) for line in group.splitlines() if line and not line.startswith("#")]


def _describe_package(package: Requirement) -> dict[str, Any]:
    """Describe a package; one that is for some machines only says for which."""
    address = _write_address(package)
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": canonicalize_name(package.name),
        "version": _read_version(package),
        "purl": address,
    }
    if package.marker:
        described["properties"] = [{"name": f"{PROGRAM}:for", "value": str(package.marker)}]
    return described


def _write_address(package: Requirement) -> str:
    """Write the address that tools for known weaknesses know a package by."""
    return f"pkg:pypi/{canonicalize_name(package.name)}@{_read_version(package)}"


def _read_version(package: Requirement) -> str:
    (pin,) = package.specifier
    return pin.version


def main() -> None:
    """Write docs/sbom.json."""
    MADE.write_text(write_text(), "utf-8")


if __name__ == "__main__":
    main()
