"""Read a grid that was made by hand, as a file is read after its dialect."""

from datetime import date

from core.settings import Settings
from data_loaders import read
from data_loaders.context import Context
from data_loaders.files.grid import Grid
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report


def of_grid(
    grid: Grid,
    *,
    file_name: str,
    settings: Settings,
    today: date | None = None,
    guidance: Guidance | None = None,
) -> Report:
    """FileRefusedError where nothing fits, which `read.read` puts in the report.

    Most of these files have figures that are easy to tell apart, not likely ones: unless a test
    has guidance of its own, somebody has said that they are right.
    """
    day = today or date(2026, 1, 1)
    guidance = guidance or Guidance(user_mapping=Mapping(answers={"plausible": "ja"}))
    return read.read_grid_report(grid, Context(settings, file_name, day, guidance), digest="")
