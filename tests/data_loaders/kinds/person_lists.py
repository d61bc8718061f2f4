"""Lists of people for the tests, and ways to read them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.person_key import PersonKey
from core.settings import Settings
from data_loaders.files.grid import Grid, Sheet
from data_loaders.files.values import Value
from data_loaders.guidance.file_guidance import Guidance
from data_loaders.guidance.mapping import Mapping
from data_loaders.report import Report
from tests.data_loaders.grids import of_grid

KEY = PersonKey.make_temporary()
TODAY = date(2025, 2, 1)
Rows = Sequence[Sequence[Value]]

SPELLS = ["Medarb.nr.", "Enhedsnr.", "Enhed", "Afdeling", "Fra", "Til", "Timer", "Årsag"]
PEOPLE = ["Medarb.nr.", "Enhedsnr.", "Enhed", "Afdeling", "År", "Fraværsdagsværk"]
HEADS = ["Enhedsnr.", "Enhed", "Afdeling", "Periode", "Medarbejdere"]

TITLE = "Periode: 01.10.2024 - 31.12.2024"


def spell_row(
    person: Value = "117",
    enhed: Value = "4101",
    fra: Value = "07.10.2024",
    til: Value = "09.10.2024",
    timer: Value = "22,2",
    aarsag: Value = "Sygdom",
) -> list[Value]:
    """A row of a list of absence: three days in October."""
    return [person, enhed, f"Enhed {enhed}", "Miljø", fra, til, timer, aarsag]


def listing(
    *rows: Sequence[Value],
    header: Sequence[Value] = SPELLS,
    title: str = "",
    file_name: str = "liste.xlsx",
    settings: Settings | None = None,
    answers: dict[str, str] | None = None,
) -> Report:
    """Read rows under a header, and a title over it, as a file would be."""
    titles: list[list[Value]] = [[title], []] if title else []
    sheet = Sheet.from_rows("Ark1", [*titles, list(header), *(list(row) for row in rows)])
    return of_grid(
        Grid("prøve", (sheet,)),
        file_name=file_name,
        settings=settings or Settings(),
        today=TODAY,
        guidance=Guidance(Mapping(answers=answers or {}), key=KEY),
    )


def codes(report: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in report.problems]


def facts(report: Report, *columns: str) -> list[tuple[Any, ...]]:
    """The facts' rows, figures as plain numbers."""
    rows = report.facts.select(list(columns)).to_pylist()
    return [tuple(_plain(value) for value in row.values()) for row in rows]


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value
