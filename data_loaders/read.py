"""Read one file: the only way into this room."""

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain

from core.danish import listed
from core.errors import FileRefusedError, UsageError, suggestion
from core.settings import Settings
from data_loaders import header, kvartal
from data_loaders.codes import problem
from data_loaders.grid import Grid, Sheet
from data_loaders.isolation import read_grid
from data_loaders.kvartal import Extract
from data_loaders.problem import Problem
from data_loaders.report import Report

KINDS = (kvartal.KIND,)
_FOLDERS = re.compile(r"^.*[/\\]")


def read(content: bytes, *, file_name: str, settings: Settings, kind: str | None = None) -> Report:
    """Read a file as the quarterly extract per enhed.

    A file that cannot be read, or read only in part, gives a Report that says so in `problems`;
    all of them at once, each with its address. With an error among them nothing may be stored.

    Args:
        content: The file's bytes; they decide the dialect, the file's name does not.
        file_name: The name that the file came with; it may tell the quarter.
        settings: The municipality's settings; `total_words` are used here.
        kind: What the file is, where the user has said so.

    Raises:
        UsageError: `kind` is not one that exists.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(
            f"«{kind}» er ikke en slags udtræk. Gyldige er: {', '.join(KINDS)}."
            f"{suggestion(kind, KINDS)}"
        )
    name, digest = _FOLDERS.sub("", file_name), sha256(content).hexdigest()
    try:
        grid = read_grid(content)
        return _report(name, digest, grid, settings)
    except FileRefusedError as error:
        refusal = problem(error.code, str(error))
        return _empty(name, digest, kind=kind or "", problems=(refusal,))


def of_grid(grid: Grid, *, file_name: str, settings: Settings, digest: str = "") -> Report:
    """Read a grid, as `read` does after the dialect; FileRefusedError where nothing fits."""
    return _report(_FOLDERS.sub("", file_name), digest, grid, settings)


def _report(name: str, digest: str, grid: Grid, settings: Settings) -> Report:
    sheets, notes = _shown_sheets(grid)
    extracts = _extracts(sheets, settings, name)
    first = extracts[0]
    return Report(
        file_name=name,
        sha256=digest,
        kind=kvartal.KIND,
        dialect=grid.dialect,
        sheet=", ".join(extract.sheet.name for extract in extracts),
        columns=first.layout.named,
        unused=first.layout.unused,
        extract_date=next((e.drawn for e in extracts if e.drawn), None),
        rows=tuple(chain.from_iterable(extract.rows for extract in extracts)),
        totals=tuple(chain.from_iterable(extract.totals for extract in extracts)),
        problems=(*notes, *chain.from_iterable(extract.problems for extract in extracts)),
    )


def _empty(name: str, digest: str, *, kind: str, problems: tuple[Problem, ...]) -> Report:
    return Report(
        file_name=name,
        sha256=digest,
        kind=kind,
        dialect="",
        sheet="",
        columns={},
        unused=(),
        extract_date=None,
        rows=(),
        totals=(),
        problems=problems,
    )


def _shown_sheets(grid: Grid) -> tuple[list[Sheet], list[Problem]]:
    """Leave out empty sheets, and hidden ones unless there are no others; say so."""
    filled = [sheet for sheet in grid.sheets if any(v is not None for r in sheet.rows for v in r)]
    shown = [sheet for sheet in filled if not sheet.hidden]
    if not filled:
        raise FileRefusedError("Filen er tom: der er ingen celler i den.", code="empty_file")
    outcome = "er ikke læst" if shown else "er læst, fordi der ikke er andre"
    notes = [
        problem("hidden_sheet", f"Arket «{s.name}» er skjult og {outcome}.", sheet=s.name)
        for s in filled
        if s.hidden
    ]
    return shown or filled, notes


def _extracts(sheets: Sequence[Sheet], settings: Settings, file_name: str) -> list[Extract]:
    """Read the sheet that holds the extract, or several when each has a quarter of its own.

    Raises FileRefusedError: `no_header` where no sheet has one, `several_sheets` where several
    hold the same quarter.
    """
    headed = []
    refusal = None
    for sheet in sheets:
        try:
            headed.append((sheet, header.find(sheet)))
        except FileRefusedError as error:
            refusal = error
    if not headed and refusal:
        raise refusal
    # Beside other extracts a sheet must tell its quarter itself; the file's name tells one only.
    name = file_name if len(headed) == 1 else ""
    found = [kvartal.read(s, layout, settings=settings, file_name=name) for s, layout in headed]
    fitting = [extract for extract in found if extract.rows]
    if len(headed) == 1 or len(fitting) > 1:
        return _disjoint(found if len(headed) == 1 else fitting)
    nearest = fitting[0] if fitting else found[0]
    return [kvartal.read(nearest.sheet, nearest.layout, settings=settings, file_name=file_name)]


def _disjoint(extracts: list[Extract]) -> list[Extract]:
    covered = [{row.quarter for row in extract.rows} for extract in extracts]
    if len(extracts) == 1 or sum(map(len, covered)) == len(set().union(*covered)):
        return extracts
    names = listed([f"«{extract.sheet.name}»" for extract in extracts])
    raise FileRefusedError(
        f"Arkene {names} ligner alle udtrækket, men har ikke hvert sit kvartal. Slet de ark, der "
        "ikke skal læses, eller skriv kvartalet i hvert arks navn eller titel.",
        code="several_sheets",
    )
