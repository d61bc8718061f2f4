"""Choose among a file's sheets: which are the extract, together or alone, and which are not."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from core.danish import listed
from core.errors import FileRefusedError
from core.organisation import unit_identity
from core.quarter import Quarter
from core.settings import Settings
from data_loaders.codes import problem
from data_loaders.files.grid import Grid, Sheet
from data_loaders.kvartal.extract import Extract
from data_loaders.kvartal.extract import read as read_sheet
from data_loaders.problem import Problem
from data_loaders.tables import header
from data_loaders.tables.header import Layout


def shown(grid: Grid) -> tuple[list[Sheet], list[Problem]]:
    """Leave out empty sheets, and hidden ones unless there are no others; say so.

    Raises FileRefusedError (`empty_file`) where no sheet holds anything.
    """
    filled = [sheet for sheet in grid.sheets if any(v is not None for r in sheet.rows for v in r)]
    visible = [sheet for sheet in filled if not sheet.hidden]
    if not filled:
        raise FileRefusedError("Filen er tom: der er ingen celler i den.", code="empty_file")
    outcome = "er ikke læst" if visible else "er læst, fordi der ikke er andre"
    notes = [
        problem("hidden_sheet", f"Arket »{s.name}« er skjult og {outcome}.", sheet=s.name)
        for s in filled
        if s.hidden
    ]
    return visible or filled, notes


def extracts(
    sheets: Sequence[Sheet], *, settings: Settings, file_name: str, today: date
) -> tuple[list[Extract], list[Problem]]:
    """Read the sheets that hold the extract, and name those that do not.

    Several are read together when each has units or a quarter of its own. A sheet that has nearly
    the extract's header is read too, so that what is wrong with it refuses the file. Raises
    FileRefusedError: `no_header` where no sheet has one, `several_sheets` where several hold the
    same.
    """
    headed = _headed(sheets)
    near = [(s, layout) for s, layout in headed if header.is_near(layout)] or headed[:1]
    reader = partial(read_sheet, settings=settings, today=today)
    # Beside other extracts a sheet tells its quarter itself; the file's name tells one only.
    found = [reader(s, f, file_name=file_name if len(near) == 1 else "") for s, f in near]
    if not any(extract.rows for extract in found):
        found = [reader(s, layout, file_name=file_name) for s, layout in near]
    # A sheet that only has the header is a form, not an extract gone wrong.
    filled = [e for e in found if not _is_form(e)] or found[:1]
    read = {id(extract.sheet) for extract in filled}
    _check_disjoint([extract for extract in filled if extract.rows])
    return filled, [_unread(sheet) for sheet in sheets if id(sheet) not in read]


def _headed(sheets: Sequence[Sheet]) -> list[tuple[Sheet, Layout]]:
    headed = []
    refusal = None
    for sheet in sheets:
        try:
            headed.append((sheet, header.find(sheet)))
        except FileRefusedError as error:
            refusal = error
    if not headed and refusal:
        raise refusal
    return headed


def _is_form(extract: Extract) -> bool:
    return any(found.code == "no_rows" for found in extract.problems)


def _unread(sheet: Sheet) -> Problem:
    message = (
        f"Arket »{sheet.name}« er ikke læst, for det har ikke udtrækkets kolonner med tal under. "
        "Skulle det have været med, så ret dets kolonneoverskrifter."
    )
    return problem("unread_sheet", message, sheet=sheet.name)


def _check_disjoint(found: Sequence[Extract]) -> None:
    places = Counter(
        place for e in found for place in {(r.quarter, unit_identity(r.enhed)) for r in e.rows}
    )
    # A sheet per afdeling beside one per enhed has other names, but the same figures.
    sums = Counter(total for extract in found for total in _sums(extract).items())
    if max([*places.values(), *sums.values()], default=0) < 2:
        return
    names = listed([f"»{extract.sheet.name}«" for extract in found])
    raise FileRefusedError(
        f"Arkene {names} ligner alle udtrækket, men har hverken hvert sit kvartal eller hver sine "
        "enheder. Slet de ark, der ikke skal læses, eller skriv kvartalet i hvert arks navn eller "
        "titel.",
        code="several_sheets",
    )


def _sums(extract: Extract) -> dict[Quarter, tuple[Decimal, Decimal]]:
    """Sum each quarter's days and headcount; none where there are no days."""
    sums: dict[Quarter, tuple[Decimal, Decimal]] = {}
    for row in extract.rows:
        days, heads = sums.get(row.quarter, (Decimal(0), Decimal(0)))
        more = row.medarbejdere or row.fuldtidsstillinger or Decimal(0)
        sums[row.quarter] = (days + (row.dagsvaerk or Decimal(0)), heads + more)
    return {quarter: both for quarter, both in sums.items() if all(both)}
