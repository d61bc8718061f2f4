"""Lists for the tests: read as a grid of one sheet, or of several."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.report import Report
from tests.data_loaders.grids import of_grid

Rows = Sequence[Sequence[Value]]


def read(rows: Rows, *, file_name: str = "liste.xlsx", guidance: Guidance | None = None) -> Report:
    return read_all({"Ark1": rows}, file_name=file_name, guidance=guidance)


def read_all(
    sheets: Mapping[str, Rows], *, file_name: str = "liste.xlsx", guidance: Guidance | None = None
) -> Report:
    made = tuple(
        Sheet.from_rows(name, [list(row) for row in rows]) for name, rows in sheets.items()
    )
    return of_grid(
        Grid("prøve", made),
        file_name=file_name,
        settings=Settings(),
        today=date(2025, 2, 1),
        guidance=guidance,
    )


def facts(report: Report, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of the facts, row by row; figures as the shortest text."""
    columns = [map(_plain, report.facts[name].to_pylist()) for name in names]
    return list(zip(*columns, strict=True))


def codes(report: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in report.problems]


def _plain(value: object) -> object:
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value
