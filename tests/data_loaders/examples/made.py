"""Small inputs, written as text with semicolons, and the problems that they give."""

from collections.abc import Callable, Mapping
from datetime import date

from core.errors import FileRefusedError
from core.person_key import PersonKey
from core.settings import Settings
from data_loaders.codes import problem
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.problem import Problem
from data_loaders.read import read_report
from tests.data_loaders.grids import of_grid

Problems = tuple[Problem, ...]
Example = Callable[[], Problems]
TODAY = date(2025, 2, 1)


def of_text(text: str, file_name: str = "2024K4.csv", guidance: Guidance | None = None) -> Problems:
    """Read lines of cells."""
    return of_sheets({"Ark1": text}, file_name, guidance)


def of_sheets(
    sheets: Mapping[str, str], file_name: str = "2024K4.csv", guidance: Guidance | None = None
) -> Problems:
    made = tuple(
        Sheet.from_rows(
            name.removeprefix("skjult "), _rows(text), hidden=name.startswith("skjult ")
        )
        for name, text in sheets.items()
    )
    known = guidance or Guidance(key=PersonKey.make_temporary())
    try:
        found = of_grid(
            Grid("prøve", made),
            file_name=file_name,
            settings=Settings(),
            today=TODAY,
            guidance=known,
        )
    except FileRefusedError as error:
        return refused(error)
    return found.problems


def of_bytes(content: bytes, file_name: str = "fil.xlsx") -> Problems:
    """Read a whole file."""
    return read_report(content, file_name=file_name, settings=Settings(), today=TODAY).problems


def _rows(text: str) -> list[list[Value]]:
    return [list(line.split(";")) for line in text.strip("\n").split("\n")]


def refused(error: FileRefusedError) -> Problems:
    """The refusal of a file, as its report says it."""
    return (problem(error.code, str(error)),)
